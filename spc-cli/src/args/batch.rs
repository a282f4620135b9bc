//! The flags of `spc batch`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::deps::DepsArgs;
use super::list::ListArgs;
use super::output::{PatternArgs, WriteArgs};
use super::seal::{Format, SealArgs};
use super::source::SourceArgs;

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("place").required(true),
    after_help = "Examples:\n  \
    spc batch devices.csv --base base.xml --master-file master.key --out-dir www\n  \
    spc batch devices.csv --base base.xml --format openssl --model spa112 --master-file master.key --archive fleet.tar\n  \
    spc batch devices.csv --base base.xml --master-file master.key --out-dir www --if-changed --keep-going\n  \
    spc batch site.csv --base spa5xx=desk.xml --base 88xx=mpp.xml --format openssl --master-file master.key --out-dir www\n\n\
    The first line of a CSV list names its columns. The column `mac` is required. The columns `base` (a profile in or below \
    the list's own directory), `model`, `format`, `serial`, `name` (of the file) and `key` are optional. These seven names \
    are reserved. A row's model and format override --model and --format. Its base comes from the column `base`, otherwise \
    from --base MODEL=PATH, otherwise from --base PATH. Any other column either fills in {{column}} in the base, or sets \
    the parameter of that name; an empty cell keeps the base's value. Write {{{{ for a literal {{. The list is read more \
    than once, so it cannot be a pipe. It is either CSV in UTF-8, or in UTF-16 with a byte order mark, separated by `,`, \
    `;`, tabs or `|`; or JSON with one object per device, as printed by `sqlite3 -json` and `jq -c`.\n\n\
    All rows are checked before the first file is written; if one is bad, nothing is written. A new directory appears \
    complete or not at all. In an existing directory each file is replaced as a whole; after an interruption, run the same \
    command with --if-changed to write the rest. Files that spc did not write are replaced only with --overwrite. spc \
    recognises its own files by their content, or by the record in the directory or the manifest.\n\n\
    For make, a fleet is a single target: the archive or, with --out-dir, the manifest, which is written once all files are \
    in place. The directory itself is unsuitable, because an interrupted run also updates its time.",
    mut_arg("deps", |arg| arg.help("Write the dependencies of the archive or the manifest to this file: the list, the \
    bases and their imports, and the key file"))
)]
pub(crate) struct Batch {
    /// Device list: CSV with a header and one row per device, or JSON with one object per line
    #[arg(value_name = "DEVICES.csv")]
    pub(crate) list: PathBuf,
    /// Base profile, or - for standard input; MODEL=PATH is for one model or series, and can be repeated; not needed if every
    /// row names a base
    #[arg(long, value_name = "[MODEL=]PATH")]
    pub(crate) base: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// If some rows are bad, write the files of the good ones and exit 6
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Number of threads, at most 64 or four per core, whichever is more [default: one per core, or as many as make's
    /// jobserver allows]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Remove the files of devices that are no longer in the list; only files that earlier runs over the same list wrote to
    /// this directory, and that have not been changed since, are removed (.spc-fleet.json in the directory, or the old
    /// --manifest, records them)
    #[arg(long, conflicts_with_all = ["shard", "archive"])]
    pub(crate) prune: bool,
    /// Allow --prune to remove more than half of the list's files, which it otherwise refuses if they are more than 10
    #[arg(long, requires = "prune")]
    pub(crate) prune_most: bool,
    /// Process one of N parts of the list, so that N machines can share the work: the devices whose MAC address, as a number,
    /// is K modulo N; K counts from 0
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<String>,
    /// Print a summary to standard output, as one JSON object
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    #[command(flatten)]
    pub(crate) deps: DepsArgs,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
    /// Format of the files [default: spc]
    #[arg(long = "format", value_enum, value_name = "FORMAT", help_heading = "Format", display_order = 0)]
    pub(crate) chosen_format: Option<Format>,
    #[command(flatten)]
    pub(crate) pack: PackArgs,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// Skip the checks of `spc check`, which give only warnings here: even a check's error does not stop a file
    #[arg(long, help_heading = "Source")]
    pub(crate) no_check: bool,
}

impl Batch {
    /// The chosen format, or the default.
    pub(crate) fn format(&self) -> Format {
        self.chosen_format.unwrap_or_default()
    }
}

// Where the files go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct PlaceArgs {
    /// Write the files to this directory, which is created if it does not exist
    #[arg(long, value_name = "DIR", group = "place")]
    pub(crate) out_dir: Option<PathBuf>,
    /// Write the files to one tar archive, or - for standard output
    #[arg(long, value_name = "FILE.tar", group = "place")]
    pub(crate) archive: Option<PathBuf>,
    /// Spread the files over subdirectories 00 to ff, by the last byte of the MAC address
    #[arg(long)]
    pub(crate) shards: bool,
    #[command(flatten)]
    pub(crate) names: PatternArgs,
    /// Also write a manifest with one JSON object per file (device, name, size, SHA-256, format, key id, serial), or - for
    /// standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<PathBuf>,
    /// Replace device files, and the files named by --archive, --manifest and --deps, even if spc did not write them
    #[arg(long, visible_alias = "force")]
    pub(crate) overwrite: bool,
}

// How the files are compressed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct PackArgs {
    /// openssl, gzip: spend a second more on compression to get smaller files; the default for 100000 rows or more
    #[arg(long, conflicts_with = "no_template")]
    pub(crate) small: bool,
    /// openssl, gzip: compress each file on its own, which takes hundreds of times as long
    #[arg(long)]
    pub(crate) no_template: bool,
}
