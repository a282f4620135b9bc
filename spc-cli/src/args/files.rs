//! The flags of the commands about files that are made already.

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
    /// The file, or - for standard input
    pub(crate) file: PathBuf,
    /// Language to write
    #[arg(long, value_enum, default_value_t = SyntaxArg::Xml)]
    pub(crate) to: SyntaxArg,
    /// Spell parameter names in plain text as this model does
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file even if spc did not write it
    #[arg(long, visible_alias = "force", help_heading = "Output")]
    pub(crate) overwrite: bool,
    /// Write nothing if there is a warning, and exit 1 (3 for one about a key)
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    /// Mode of the file, in octal
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
    A file of a known format ends with exit code 0, damaged or not: see its integrity.\n\n\
    Fields of the JSON objects of schema 1; one that does not apply is null or missing, and more may come:\n  \
      file, bytes        the name as it was given, the size\n  \
      format             spc, openssl, rfc8188, gzip, xml, text; and what phones do not read:\n                     \
                         openssl-base64, base64, hex, encrypted-in-gzip, gzip-in-gzip, base64-in-gzip,\n                     \
                         utf-16-in-gzip and so on, zlib, deflate, encrypted-in-zlib, utf-16, html,\n                     \
                         http, json, pem, escaped-xml, binary-as-text, mark-before-binary,\n                     \
                         blanks-before-binary, and names of archives: ZIP, xz, PDF, ..\n  \
      profile            of xml: whether it is a profile without errors: true, false\n  \
      broken_xml         of text: true if it begins like XML\n  \
      secrecy            what it depends on: none, key or phrase\n  \
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
    /// The files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print one JSON object for each file, on a line of its own
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
    Every file is checked, and the worst result sets the exit code. A container that is bound to a device is opened \
    for the device in its name, unless --mac names one.\n\n\
    With --devices every file of the list is opened as its device would, with its own key and address and as its column \
    `model` reads it: exit 1 if one is missing, extra, or older than its column `serial`, 4 if one does not open. With \
    --base, or a column `base`, a file that holds something else than the list makes now is stale as well, and exit 1; \
    without, that is not checked. With a key that opens none of a few files, the others are not opened.\n\n\
    Fields of the JSON objects of schema 1; one that does not apply is missing, and more may come:\n  \
      file, opens        the name as it was given; true, false\n  \
      error, exit        why it does not open, or the model does not read it, and the exit code\n  \
      mac                the device that it was opened for\n  \
      format             spc, openssl, rfc8188, gzip, xml\n  \
      hidden             whether reading it needs a key\n  \
      serial             of a container\n  \
      digest             of openssl: md5, sha1, sha256, sha512\n  \
      warnings           what is odd about it, such as a digest that no phone reads\n\n\
    With --devices they are file, state, mac, error and exit. state is fine, missing, wrong (it does not open, or its device \
    does not read it), unopened (because the key is wrong), stale or extra. The last object has the counts as summary.",
    mut_arg("name", |arg| arg.conflicts_with("mac")),
    mut_arg("syntax", |arg| arg.requires("devices")),
    mut_arg("allow_import", |arg| arg.requires("devices"))
)]
pub(crate) struct Verify {
    /// The files, or - for standard input; with --devices, the directory that holds them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Use all devices of a list in the format of `spc batch`; if a row is bad, none is processed
    #[arg(long, value_name = "LIST", conflicts_with = "mac")]
    pub(crate) devices: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) names: PatternArgs,
    /// With --devices, the profile that the files were made from, as `spc batch` takes it: a file that holds something other
    /// than what the list now gives is stale
    #[arg(long, value_name = "[MODEL=]PATH", requires = "devices")]
    pub(crate) base: Vec<PathBuf>,
    /// The last accepted serial; older files are refused
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_serial: u32,
    /// The model or family that the files are for; exit 4 if it does not read such a file; with --devices, that of rows
    /// without one
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Exit 1 on a warning as well (3 for one about a key)
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Print one JSON object for each file, on a line of its own
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
    All files are opened before the first one is replaced, and no plain profile is written. A file keeps its format, \
    digest, record size, key name, serial and target, and its own mode, owner and group. What --scramble or --randomize \
    added is stored in no file and is lost; openssl and rfc8188 get a salt made from the key and content.",
    mut_arg("name", |arg| arg.conflicts_with("mac"))
)]
pub(crate) struct Rekey {
    /// The files, each of which is replaced; with --devices, the directory that holds them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Use all devices of a list in the format of `spc batch`; if a row is bad, none is processed
    #[arg(long, value_name = "LIST", conflicts_with = "mac")]
    pub(crate) devices: Option<PathBuf>,
    /// The device's address
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Option<TargetMac>,
    #[command(flatten)]
    pub(crate) names: PatternArgs,
    /// With --devices, the model of rows without one, by which --name MODEL=PATTERN is chosen
    #[arg(long, value_name = "MODEL", value_parser = model, requires = "devices")]
    pub(crate) model: Option<Model>,
    /// Open and encrypt, but write nothing; list what would be written
    #[arg(long, help_heading = "Output")]
    pub(crate) dry_run: bool,
    /// Write nothing if there is a warning, and exit 3
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) new_key: NewKeyArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
    /// openssl: accept a passphrase that is not ASCII, which phones may not read
    #[arg(long, help_heading = "Format")]
    pub(crate) allow_non_ascii_key: bool,
    #[command(flatten)]
    pub(crate) kdf: KdfArgs,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
}
