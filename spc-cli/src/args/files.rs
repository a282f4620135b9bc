//! The flags of the commands that work on compiled files.

use std::path::PathBuf;

use clap::Args;
use spc_core::TargetMac;
use spc_devices::model::Model;

use super::key::{KeyArgs, NewKeyArgs};
use super::list::ListArgs;
use super::open::{HowArgs, OpenArgs};
use super::output::PatternArgs;
use super::seal::KdfArgs;
use super::source::{SourceArgs, SyntaxArg};
use super::value::model;
use super::value::octal;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc decompile www/000e08aabbcc.cfg --mac 000e08aabbcc --master-file master.key\n  \
    spc decompile phone.cfg --key-file phone.key --to text -o phone.txt")]
pub(crate) struct Decompile {
    /// Compiled file, or - for standard input
    pub(crate) file: PathBuf,
    /// Language of the profile to write
    #[arg(long, value_enum, default_value_t = SyntaxArg::Xml)]
    pub(crate) to: SyntaxArg,
    /// In plain text, use the parameter names and default access of this model or series [default: the one that the profile
    /// names]
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file even if spc did not write it
    #[arg(long, visible_alias = "force", help_heading = "Output")]
    pub(crate) overwrite: bool,
    /// On a warning, write nothing and exit 1, or 3 if it is about a key
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    /// Permissions of the file, in octal
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal, help_heading = "Output")]
    pub(crate) out_mode: u32,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
    spc inspect www/000e08aabbcc.cfg\n  \
    spc inspect --json www/*.cfg",
    after_long_help = "Examples:\n  \
    spc inspect www/000e08aabbcc.cfg\n  \
    spc inspect --json www/*.cfg\n\n\
    The exit code is 0 for a file of a known format, even if it is damaged: see its integrity.\n\
    Only damage to the first ten bytes of a container, which name its format and version, is an error.\n\n\
    JSON objects (schema 1); fields that do not apply are null or missing, and later versions may add fields:\n  \
      file, bytes        the name as given, and the size\n  \
      format             spc, openssl, rfc8188, gzip, xml, text; and what phones do not read:\n                     \
                         openssl-base64, base64, hex, encrypted-in-gzip, gzip-in-gzip, base64-in-gzip,\n                     \
                         utf-16-in-gzip and so on, zlib, deflate, encrypted-in-zlib, utf-16, html,\n                     \
                         http, json, pem, escaped-xml, binary-as-text, mark-before-binary,\n                     \
                         blanks-before-binary, and names of archives: ZIP, xz, PDF, ..\n  \
      profile            of xml: whether it is a profile without errors\n  \
      broken_xml         of text: whether it begins like XML\n  \
      secrecy            what keeps the content secret: none, key or phrase\n  \
      integrity          fits, corrupt, truncated, trailing-data, too-large;\n                     \
                         none: nothing to check; key: only its key can show it\n  \
      version, serial    of a container\n  \
      mode               of a container: generic, target, key, target+key\n  \
      bound_to_a_device  of a container: true, false\n  \
      key                of a container: none, raw, passphrase\n  \
      kdf_iterations, kdf_salt, ciphertext_bytes    of a container\n  \
      unpacked_bytes                                of gzip\n  \
      record_size, keyid_bytes                      of rfc8188"
)]
pub(crate) struct Inspect {
    /// Files to inspect, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print one JSON object per file, each on its own line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
    spc verify --master-file master.key www/*.cfg\n  \
    spc verify phone.cfg --key-file phone.key --model spa504g\n  \
    spc verify --devices devices.csv --base base.xml --master-file master.key www",
    after_long_help = "Examples:\n  \
    spc verify --master-file master.key www/*.cfg\n  \
    spc verify phone.cfg --key-file phone.key --model spa504g\n  \
    spc verify --devices devices.csv --base base.xml --master-file master.key www\n\n\
    Every file is checked, and the worst result sets the exit code. A container that is bound to a device is opened for the \
    device whose address is in the file's name, unless --mac names another.\n\n\
    With --devices, every file of the list is opened as its device would open it: with its own key and address, and as its \
    `model` reads it. The exit code is 4 if a file does not open, and 1 if one is missing, extra, or older than its `serial`. \
    With --base or a column `base`, a file whose content differs from what the list now gives is stale (exit code 1); \
    otherwise the content is not compared. If the key opens none of a few files that are tried first, the others are skipped.\n\n\
    JSON objects (schema 1); fields that do not apply are missing, and later versions may add fields:\n  \
      file               the name as given\n  \
      state              fine, or wrong: it does not open, or its device does not read it\n  \
      opens              true or false\n  \
      error, exit        what is wrong with it, and the exit code\n  \
      mac                the device that it was opened for\n  \
      format             spc, openssl, rfc8188, gzip, xml\n  \
      hidden             whether reading it needs a key\n  \
      serial             of a container\n  \
      digest             of openssl: md5, sha1, sha256, sha512\n  \
      warnings           what is odd about it, such as a digest that no phone reads\n\n\
    With --devices, the state can also be missing, stale, extra or unopened (because the key is wrong), and the last object is \
    a summary of counts.",
    mut_arg("name", |arg| arg.conflicts_with("mac")),
    mut_arg("syntax", |arg| arg.requires("devices")),
    mut_arg("allow_import", |arg| arg.requires("devices"))
)]
pub(crate) struct Verify {
    /// Files to verify, or - for standard input; with --devices, the directory that holds them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Use all devices of this list, in the format that `spc batch` reads; if a row is bad, none is processed
    #[arg(long, value_name = "LIST", conflicts_with = "mac")]
    pub(crate) devices: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) names: PatternArgs,
    /// With --devices, the base profile of the files, given as for `spc batch`; a file whose content differs from what the
    /// list now gives is stale
    #[arg(long, value_name = "[MODEL=]PATH", requires = "devices")]
    pub(crate) base: Vec<PathBuf>,
    /// Last serial that the device accepted; files with a lower serial are refused
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_serial: u32,
    /// Model or series that the files are for; exit 4 if it does not read them; with --devices, the model of rows that name
    /// none
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// On a warning, exit 1, or 3 if it is about a key
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Print one JSON object per file, each on its own line
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "spc rekey [OPTIONS] <NEW KEY> <FILE>...",
    after_help = "Examples:\n  \
    spc rekey --master-file old.key --new-master-file new.key www/*.cfg\n  \
    spc rekey --dry-run --key-file old.key --new-key-file new.key phone.cfg\n  \
    spc rekey --devices devices.csv --master-file old.key --new-master-file new.key www\n\n\
    All files are opened before the first one is replaced, and no profile is written in plain text. Each file keeps its format, \
    digest, record size, key name, serial, target, permissions, owner and group. The effect of --scramble or --randomize is \
    lost, because no file stores it; the salt of openssl and rfc8188 files is made from the key and the content.",
    mut_arg("name", |arg| arg.conflicts_with("mac"))
)]
pub(crate) struct Rekey {
    /// Files to re-encrypt and replace; with --devices, the directory that holds them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Use all devices of this list, in the format that `spc batch` reads; if a row is bad, none is processed
    #[arg(long, value_name = "LIST", conflicts_with = "mac")]
    pub(crate) devices: Option<PathBuf>,
    /// Address of the device
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Option<TargetMac>,
    #[command(flatten)]
    pub(crate) names: PatternArgs,
    /// With --devices, the model of rows that name none; used to choose among --name MODEL=PATTERN
    #[arg(long, value_name = "MODEL", value_parser = model, requires = "devices")]
    pub(crate) model: Option<Model>,
    /// Open and re-encrypt, but write nothing; list what would be written
    #[arg(long, help_heading = "Output")]
    pub(crate) dry_run: bool,
    /// On a warning, write nothing and exit 3
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) new_key: NewKeyArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
    /// openssl: accept a passphrase with non-ASCII characters, which phones may not read
    #[arg(long, help_heading = "Format")]
    pub(crate) allow_non_ascii_key: bool,
    #[command(flatten)]
    pub(crate) kdf: KdfArgs,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
}
