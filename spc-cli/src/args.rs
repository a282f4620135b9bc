//! What was typed, nothing more: no file is read and no key is looked at here.
//!
//! A group of arguments says what it is for in a plain comment: its documentation would become that of the command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use spc_core::TargetMac;
use spc_devices::dictionary::Model;

mod batch;
mod deps;
mod key;
mod seal;
mod source;

pub(crate) use batch::Batch;
pub(crate) use deps::{DepsArgs, DepsFormat};
pub(crate) use key::{IkmArgs, KeyArgs, KeyFormArg, NewKeyArgs, SealKeyArgs, Typed};
pub(crate) use seal::{Digest, Format, FormatArgs, KdfArgs, SealArgs};
pub(crate) use source::{SourceArgs, SyntaxArg};

/// Compiles SIP phone and ATA profiles into one encrypted file per device, and opens them again
#[derive(Debug, Parser)]
#[command(
    name = "spc",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 bad input, 2 usage, 3 key, 4 file cannot be opened, 5 I/O, 6 some devices of \
        a list failed, 130 interrupted.\n\n\
        Stock Linksys, Sipura and Cisco phones do not read the default format, `spc`: for them see --format in \
        `spc compile --help`."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Deferred: the arguments of the one command that is meant are built, not those of all, which took a third of the start.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Compile a profile into one file per device
    Compile(Compile),
    /// Compile one profile and a device list into one file per device
    Batch(Box<Batch>),
    /// Open a file and write its profile
    Decompile(Decompile),
    /// Tell what a file is; needs no key and shows no name or value
    Inspect(Inspect),
    /// Open a file as its device would, and write nothing
    Verify(Verify),
    /// Report what is wrong with profiles, and write nothing
    Check(Check),
    /// Write a profile in the other language: XML as plain text, or plain text as XML
    Convert(Convert),
    /// Write a starting profile: every parameter of a model with its factory default
    Sample(Sample),
    /// Print the manual page, in roff
    #[command(hide = true)]
    Manual,
    /// Make a master key for a fleet
    Keygen(Keygen),
    /// Give the key of a device, made from the master key
    Derive(Derive),
    /// Move files from an old key to a new one
    Rekey(Rekey),
    /// Make the first profile of a device: it brings the device its key and the address of its next file
    Bootstrap(Bootstrap),
}

#[derive(Debug, Args)]
pub(crate) struct Compile {
    /// The profile, or - for standard input
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) macs: MacArgs,
    #[command(flatten)]
    pub(crate) names: NameArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    /// Format of the file
    #[arg(long, value_enum, default_value_t, help_heading = "Format")]
    pub(crate) format: Format,
    /// Pack the XML source's own bytes instead of the canonical XML
    #[arg(long, help_heading = "Format")]
    pub(crate) verbatim: bool,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
    #[command(flatten)]
    pub(crate) deps: DepsArgs,
}

// Which devices a file is for.
#[derive(Debug, Args)]
pub(crate) struct MacArgs {
    /// Bind the file to this device; may be repeated for one file each
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Vec<TargetMac>,
}

// The devices of a command that makes nothing without one.
#[derive(Debug, Args)]
pub(crate) struct DeviceArgs {
    /// The device's address; may be repeated
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC", required = true)]
    pub(crate) mac: Vec<TargetMac>,
}

// What the files are called.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct NameArgs {
    /// Write to this file, or - for standard output
    #[arg(short, long, value_name = "PATH", conflicts_with_all = ["out_dir", "name"])]
    pub(crate) output: Option<PathBuf>,
    /// Write into this directory, which must exist
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
    /// Name of the file; {mac} and {MAC} stand for the device's address
    #[arg(long, value_name = "PATTERN")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Decompile {
    /// The file, or - for standard input
    pub(crate) file: PathBuf,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Mode of the file, in octal
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal, help_heading = "Output")]
    pub(crate) out_mode: u32,
    /// Write nothing when there is a warning, and exit 1 (3 for one about a key)
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    /// Language to write
    #[arg(long, value_enum, default_value_t = SyntaxArg::Xml)]
    pub(crate) to: SyntaxArg,
    /// Name parameters in plain text as this model does
    #[arg(long, value_name = "MODEL", value_parser = seal::model)]
    pub(crate) model: Option<Model>,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Plain text cannot say everything that XML can, nor XML everything that plain text can. What is \
    lost is a warning; where a value would be lost, nothing is written and the exit code is 1."
)]
pub(crate) struct Convert {
    /// The profile, or - for standard input
    pub(crate) input: PathBuf,
    /// Write to this file, or - for standard output
    pub(crate) output: PathBuf,
    /// Language to write; the other one than that of the profile unless given
    #[arg(long, value_enum)]
    pub(crate) to: Option<SyntaxArg>,
    /// Name parameters in plain text as this model does
    #[arg(long, value_name = "MODEL", value_parser = seal::model)]
    pub(crate) model: Option<Model>,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// The model, as in spa2102, or the key of a series, as in spa5xx
    #[arg(long, value_name = "MODEL", value_parser = seal::model)]
    pub(crate) model: Model,
    /// Language of the profile
    #[arg(long, value_enum, default_value_t = SyntaxArg::Text)]
    pub(crate) format: SyntaxArg,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// Mode of the file, in octal
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal)]
    pub(crate) out_mode: u32,
}

#[derive(Debug, Args)]
#[command(after_long_help = "A file that is known ends with exit code 0, be it damaged or not: see its integrity.\n\n\
    Fields of the JSON objects of schema 1; one that does not apply is null or missing, more may come:\n  \
      file, bytes        the name as it was given, the size\n  \
      format             spc, openssl, openssl-base64, rfc8188, gzip, xml, text\n  \
      secrecy            none, key, phrase: what it rests on\n  \
      integrity          fits, corrupt, truncated, trailing-data, too-large;\n                     \
                         none: nothing to check; key: told by its key only\n  \
      version, serial    of a container\n  \
      mode               of a container: generic, target, key, target+key\n  \
      bound_to_a_device  of a container: true, false\n  \
      key                of a container: none, raw, passphrase\n  \
      kdf_iterations, kdf_salt, ciphertext_bytes    of a container\n  \
      unpacked_bytes                                of gzip\n  \
      record_size, keyid_bytes                      of rfc8188")]
pub(crate) struct Inspect {
    /// The files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// One JSON object a file, on a line of its own
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The file, or - for standard input
    pub(crate) file: PathBuf,
    /// The last accepted serial: older files are refused
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_serial: u32,
    /// Exit 1 on a warning as well (3 for one about a key)
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The profiles, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Exit 1 on a warning as well
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "The file is text: the date and the key's id in comments, then `SPC-MASTER-KEY-1-` and 64 \
    hexadecimal digits, which no command takes for the key of a device. An existing file is never replaced: without its \
    master key nobody can make the keys of a fleet again, so keep a copy in a safe place. Standard output gets the key's \
    id, which names the key and is not secret.")]
pub(crate) struct Keygen {
    /// Write to this file, of mode 0600; - writes the key to standard output, and its id to standard error
    #[arg(short, long, value_name = "PATH", default_value = "master.key")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The key given is the fleet's master key: --master-file, or --master with another source. Each \
    device gets one line, which starts with its address when there are several devices."
)]
pub(crate) struct Derive {
    #[command(flatten)]
    pub(crate) devices: DeviceArgs,
    /// Give `[--key KEY] URL`, ready for `Profile_Rule`; macros such as $MA stay for the phone to expand
    #[arg(long, value_name = "URL")]
    pub(crate) profile_rule: Option<String>,
    /// Write to this file, of mode 0600
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// Show the secret on standard output
    #[arg(long)]
    pub(crate) reveal: bool,
    /// Write nothing when there is a warning, and exit 1 (3 for one about a key)
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "spc rekey [OPTIONS] <NEW KEY> <FILE>...",
    after_help = "All files are opened before the first one is replaced, and no profile is written in clear. A \
    file keeps its format, digest, record size, key name, serial and target, and its own mode, owner and group. What \
    --scramble or --randomize added is stored in no file and goes; openssl and rfc8188 get a salt made from key and \
    content."
)]
pub(crate) struct Rekey {
    /// The files, each of them replaced
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// How a file's name tells its device unless --mac does; {mac} and {MAC} stand for the address [default: {mac}.cfg]
    #[arg(long, value_name = "PATTERN", conflicts_with = "mac")]
    pub(crate) name: Option<String>,
    /// Open and encrypt, but write nothing; list what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write nothing when there is a warning, and exit 3
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// openssl: accept a phrase that is not ASCII
    #[arg(long, help_heading = "Format")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
    #[command(flatten)]
    pub(crate) new_key: NewKeyArgs,
    #[command(flatten)]
    pub(crate) kdf: KdfArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "The file is called bootstrap-{mac}.cfg unless told otherwise. It sets GPP_SA to the device's \
    key, made from the master key (--master-file, or --master with another source), and Profile_Rule to \
    `[--key $SA] URL`. Whoever reads it has that key, so xml and gzip belong on the bench or behind HTTPS with client \
    certificates. An encrypted format needs a key that the phone has already: one typed in by hand, or the one made \
    from the fleet's old master key.")]
pub(crate) struct Bootstrap {
    #[command(flatten)]
    pub(crate) devices: DeviceArgs,
    /// Where the device fetches its encrypted file from then on; macros such as $MA stay for it to expand
    #[arg(long, value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) names: NameArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    /// Format of the file
    #[arg(long, value_enum, default_value_t = Format::Xml, help_heading = "Format")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
    #[command(flatten)]
    pub(crate) seal_key: SealKeyArgs,
}

// What the opening side knows.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// The device's address
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Option<TargetMac>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) ikm: IkmArgs,
    /// openssl: digest, when it is neither md5 nor sha256 without PBKDF2
    #[arg(long, value_enum, help_heading = "Format")]
    pub(crate) md: Option<ReadDigest>,
    /// openssl: the file was made with -pbkdf2
    #[arg(long, help_heading = "Format")]
    pub(crate) pbkdf2: bool,
    /// openssl: PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2", help_heading = "Format")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl: the file was made with -nosalt
    #[arg(long, help_heading = "Format")]
    pub(crate) nosalt: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadDigest {
    Md5,
    Sha1,
    Sha256,
}

// How a file is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct WriteArgs {
    /// Mode of the file, in octal; a TFTP daemon of another group needs 0640
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal)]
    pub(crate) out_mode: u32,
    /// Leave an equal file and its time alone
    #[arg(long)]
    pub(crate) if_changed: bool,
    /// Write nothing; exit 1 when a file is missing or would change
    #[arg(long, conflicts_with_all = ["if_changed", "dry_run"])]
    pub(crate) check: bool,
    /// Write nothing; list what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write nothing when there is a warning, and exit 1 (3 for one about a key)
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

fn octal(text: &str) -> Result<u32, String> {
    let mode = u32::from_str_radix(text, 8).map_err(|_| "a mode is octal digits, as 0640".to_owned())?;
    if mode & !0o777 != 0 || mode & 0o600 != 0o600 {
        return Err("a mode is 0600 to 0777, readable and writable by its owner".to_owned());
    }
    Ok(mode)
}
