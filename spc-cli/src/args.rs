//! What was typed, nothing more: no file is read and no key is looked at here.

use std::path::PathBuf;

use clap::{ArgAction, ArgGroup, Args, Parser, Subcommand, ValueEnum};
use spc_core::TargetMac;

/// Compiles SIP phone and ATA profiles into one encrypted file per device, and opens them again
#[derive(Debug, Parser)]
#[command(
    name = "spc",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 bad input, 2 usage, 3 key, 4 file cannot be opened, 5 I/O.\n\n\
        Stock Linksys, Sipura and Cisco phones do not read the default format, `spc`:\n\
        for them see --format in `spc compile --help`."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compile a profile into one file per device
    Compile(Compile),
    /// Open a file and write its profile
    Decompile(Decompile),
    /// Tell what a file is; needs no key and shows no name or value
    Inspect(Inspect),
    /// Open a file as its device would, and write nothing
    Verify(Verify),
    /// Report what is wrong with profiles, and write nothing
    Check(Check),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
        spc compile phone.xml --mac 000e08aabbcc                    writes 000e08aabbcc.cfg\n  \
        spc compile phone.xml --mac 000e08aabbcc --key-file KEY     encrypted as well\n  \
        spc compile phone.xml --format gzip -o phone.xml.gz         for stock phones, in clear")]
pub(crate) struct Compile {
    /// The profile, or - for standard input
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) macs: MacArgs,
    #[command(flatten)]
    pub(crate) names: NameArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
}

/// Which devices a file is for.
#[derive(Debug, Args)]
pub(crate) struct MacArgs {
    /// Bind the file to this device; may be repeated, for one file each
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Vec<TargetMac>,
}

/// What the files are called.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct NameArgs {
    /// Write to this file, or - for standard output
    #[arg(short, long, value_name = "PATH", conflicts_with_all = ["out_dir", "name"])]
    pub(crate) output: Option<PathBuf>,
    /// Write into this directory, which must exist, instead of the current one
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
    /// Name of the file; {mac} and {MAC} stand for the device's address [default: {mac}.cfg]
    #[arg(long, value_name = "PATTERN")]
    pub(crate) name: Option<String>,
}

/// How a file is written.
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

/// What is made of the profile.
#[derive(Debug, Args)]
pub(crate) struct SealArgs {
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    /// A counter against rollback, for devices that store the last one they accepted
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Container")]
    pub(crate) serial: u32,
    /// Change every byte of the file by a phrase of at most 255 bytes; hides nothing by itself
    #[arg(long, value_name = "PHRASE", conflicts_with = "randomize", help_heading = "Container")]
    pub(crate) scramble: Option<String>,
    /// Change every byte of the file at random, so that equal profiles give unequal files
    #[arg(long, help_heading = "Container")]
    pub(crate) randomize: bool,
    /// Salt of a passphrase, 32 hexadecimal digits; random unless given
    #[arg(long, value_name = "HEX", value_parser = salt, help_heading = "Container")]
    pub(crate) kdf_salt: Option<[u8; 16]>,
    /// PBKDF2 rounds of a passphrase, 10000 to 10000000
    #[arg(long, value_name = "N", default_value_t = spc_core::key::DEFAULT_ITERATIONS, help_heading = "Container")]
    pub(crate) kdf_iter: u32,
    /// Do not warn that a file without a key hides nothing
    #[arg(long, help_heading = "Container")]
    pub(crate) quiet_target: bool,
    /// openssl: accept a phrase that is not ASCII
    #[arg(long, help_heading = "Format")]
    pub(crate) force: bool,
    #[arg(long, hide = true)]
    pub(crate) rc4: bool,
    /// The original compiler's name for what is always done.
    #[arg(long, hide = true)]
    pub(crate) aes: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// SPC container; stock phones do not read it
    #[default]
    Spc,
    /// gzip, then AES-256-CBC as `openssl enc` writes it: stock SPA, ATA and MPP; no integrity
    Openssl,
    /// aes128gcm: MPP from 11.2(3), over HTTP
    Rfc8188,
    /// Compressed XML: not encrypted
    Gzip,
    /// Canonical XML: not encrypted
    Xml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Digest {
    /// SPA and ATA families, MPP before 11.3
    Md5,
    /// MPP from 11.3
    Sha256,
}

/// Which format, and its settings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct FormatArgs {
    /// Format of the file
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Pack the XML source's own bytes instead of the canonical XML
    #[arg(long)]
    pub(crate) verbatim: bool,
    /// gzip: how hard to compress
    #[arg(long, value_name = "1..9", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub(crate) level: Option<u8>,
    /// openssl: do not compress first
    #[arg(long)]
    pub(crate) no_gzip: bool,
    /// openssl: digest that makes the key of the phrase
    #[arg(long, value_enum)]
    pub(crate) md: Option<Digest>,
    /// openssl: PBKDF2, which no phone reads
    #[arg(long)]
    pub(crate) pbkdf2: bool,
    /// openssl: PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl, rfc8188: random salt instead of one made from key and content
    #[arg(long)]
    pub(crate) random_salt: bool,
    /// rfc8188: bytes of a record
    #[arg(long, value_name = "BYTES")]
    pub(crate) record_size: Option<u32>,
    /// rfc8188: name of the key, in clear
    #[arg(long, value_name = "TEXT")]
    pub(crate) keyid: Option<String>,
    #[command(flatten)]
    pub(crate) ikm: IkmArgs,
}

/// How the key text of an RFC 8188 file is read.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("ikm").multiple(false))]
pub(crate) struct IkmArgs {
    /// rfc8188: the key text is hexadecimal digits
    #[arg(long, group = "ikm")]
    pub(crate) ikm_hex: bool,
    /// rfc8188: the key text is taken as it stands
    #[arg(long, group = "ikm")]
    pub(crate) ikm_ascii: bool,
    /// rfc8188: the key text is base64url
    #[arg(long, group = "ikm")]
    pub(crate) ikm_base64url: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyFormArg {
    /// A raw key: 32 to 64 hexadecimal digits
    Hex,
    /// A passphrase
    Ascii,
}

/// Where the key comes from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Key (one source; else SPC_KEY_FILE or SPC_KEY_CMD)",
    group = ArgGroup::new("key source").multiple(false))]
pub(crate) struct KeyArgs {
    /// Key from this file, one line; - for standard input
    #[arg(long, value_name = "PATH", group = "key source")]
    pub(crate) key_file: Option<PathBuf>,
    /// Key from this open file descriptor
    #[arg(long, value_name = "N", group = "key source")]
    pub(crate) key_fd: Option<u32>,
    /// Key from the output of this command, run without a shell
    #[arg(long, value_name = "CMD", group = "key source")]
    pub(crate) key_cmd: Option<String>,
    /// Ask for the key on the terminal
    #[arg(long, group = "key source")]
    pub(crate) key_prompt: bool,
    /// The fleet's master key from this file; every device gets a key of its own
    #[arg(long, value_name = "PATH", group = "key source")]
    pub(crate) master_file: Option<PathBuf>,
    #[arg(long, value_name = "HEX", group = "key source", hide = true, allow_hyphen_values = true)]
    pub(crate) hex_key: Option<String>,
    #[arg(long, value_name = "PHRASE", group = "key source", hide = true, allow_hyphen_values = true)]
    pub(crate) ascii_key: Option<String>,
    /// The key is the fleet's master key, wherever it comes from
    #[arg(long, action = ArgAction::SetTrue, conflicts_with_all = ["hex_key", "ascii_key"])]
    pub(crate) master: bool,
    /// How the key text is read; digits only are a raw key unless told otherwise
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["master", "master_file"])]
    pub(crate) key_form: Option<KeyFormArg>,
}

impl KeyArgs {
    /// Whether any flag names a key.
    pub(crate) fn is_given(&self) -> bool {
        self.key_file.is_some()
            || self.key_fd.is_some()
            || self.key_cmd.is_some()
            || self.key_prompt
            || self.master_file.is_some()
            || self.hex_key.is_some()
            || self.ascii_key.is_some()
            || self.master
    }

    /// How the text is to be read: `--hex-key` and `--ascii-key` say it themselves.
    pub(crate) fn form(&self) -> Option<KeyFormArg> {
        match (&self.hex_key, &self.ascii_key) {
            (Some(_), _) => Some(KeyFormArg::Hex),
            (_, Some(_)) => Some(KeyFormArg::Ascii),
            _ => self.key_form,
        }
    }
}

/// What the opening side knows.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// The device's address
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Option<TargetMac>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten, next_help_heading = "Format")]
    pub(crate) ikm: IkmArgs,
    /// openssl: digest that made the key of the phrase; without PBKDF2 md5 and sha256 are tried unasked
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
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// One JSON object a file
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
}

fn octal(text: &str) -> Result<u32, String> {
    let mode = u32::from_str_radix(text, 8).map_err(|_| "a mode is octal digits, as 0640".to_owned())?;
    if mode & !0o777 != 0 || mode & 0o600 != 0o600 {
        return Err("a mode is 0600 to 0777, readable and writable by its owner".to_owned());
    }
    Ok(mode)
}

fn salt(text: &str) -> Result<[u8; 16], String> {
    let wrong = || format!("a salt is 32 hexadecimal digits, this one has {} characters", text.chars().count());
    let mut bytes = [0; 16];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| wrong())?;
    Ok(bytes)
}
