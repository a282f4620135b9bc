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
    The list has a header. The column `mac` is required; `base` (a profile below the list's own directory), `model`, \
    `format`, `serial`, `name` (of the file) and `key` are optional, and these seven words are reserved. A row's model and \
    format come before --model and --format, and say how its file is made; a base comes from the column `base`, else from \
    --base MODEL=PATH, else from --base PATH. Every other column is either used in the base as {{column}}, or the \
    name of a parameter to set; an empty cell keeps the base's value. Write {{{{ for a literal {{. The list is read \
    more than once, so it cannot be a pipe. It is CSV in UTF-8, or in UTF-16 with a byte order mark, separated by `,`, \
    `;`, tabs or `|`; or JSON, one object a device, as `sqlite3 -json` and `jq -c` print it.\n\n\
    All rows are checked before the first file is written; if one is bad, nothing is written. A new directory appears \
    whole or not at all. In one that exists, each file is replaced whole, and after an interruption the same command \
    with --if-changed writes the rest. A file that spc did not write is replaced only with --overwrite; its content, the \
    directory's state or the manifest shows which files those are.\n\n\
    For make, a fleet is one target: the archive, or with --out-dir the manifest, which is written when all files are in \
    their places. The directory's own time is new after an interrupted run as well.",
    mut_arg("deps", |arg| arg.help("Write to this file what the archive or the manifest was made from: the list, the \
    bases and their imports, the key file"))
)]
pub(crate) struct Batch {
    /// The device list: CSV with a header and one row per device, or JSON with one object per line
    #[arg(value_name = "DEVICES.csv")]
    pub(crate) list: PathBuf,
    /// The base profile, or - for standard input; MODEL=PATH is for one model or series, and may be repeated; not needed if
    /// each row names one
    #[arg(long, value_name = "[MODEL=]PATH")]
    pub(crate) base: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Write the files of the good rows if others are bad, and exit 6
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Number of threads, at most 64 or four per core [default: one per core, or what make's jobserver allows]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Remove the files of devices that have left the list, but only files that earlier runs of the same list made in this
    /// directory and that nobody has changed; .spc-fleet.json in the directory (or the old --manifest) records them
    #[arg(long, conflicts_with_all = ["shard", "archive"])]
    pub(crate) prune: bool,
    /// Let --prune remove more than half of the list's files, which it otherwise refuses if there are more than 10
    #[arg(long, requires = "prune")]
    pub(crate) prune_most: bool,
    /// Run one of N parts of the list, for N machines: the devices whose MAC, as a number, is K modulo N; K starts at 0
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<String>,
    /// Print a summary as one JSON object on standard output
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
    /// Skip the checks of `spc check`, which only warn here: what it calls an error does not stop the file
    #[arg(long, help_heading = "Source")]
    pub(crate) no_check: bool,
}

impl Batch {
    /// The format that was chosen, or the usual one.
    pub(crate) fn format(&self) -> Format {
        self.chosen_format.unwrap_or_default()
    }
}

// Where the files go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct PlaceArgs {
    /// Write the files into this directory, which is created if it does not exist
    #[arg(long, value_name = "DIR", group = "place")]
    pub(crate) out_dir: Option<PathBuf>,
    /// Write them into one tar archive, or - for standard output
    #[arg(long, value_name = "FILE.tar", group = "place")]
    pub(crate) archive: Option<PathBuf>,
    /// Spread the files over folders 00 to ff, by the last byte of the MAC
    #[arg(long)]
    pub(crate) shards: bool,
    #[command(flatten)]
    pub(crate) names: PatternArgs,
    /// Also write one JSON object for each file: its device, name, size, SHA-256, format, key id, serial; - for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<PathBuf>,
    /// Replace the files of the devices, and those that --archive, --manifest and --deps name, even if spc did not write them
    #[arg(long, visible_alias = "force")]
    pub(crate) overwrite: bool,
}

// How the files are compressed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct PackArgs {
    /// openssl, gzip: spend a second more on the shared text to get smaller files; the default for large fleets
    #[arg(long, conflicts_with = "no_template")]
    pub(crate) small: bool,
    /// openssl, gzip: compress each file separately, which takes hundreds of times as long
    #[arg(long)]
    pub(crate) no_template: bool,
}
