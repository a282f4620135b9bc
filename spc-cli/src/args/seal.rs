//! The flags of how a file is made: its format, the settings of that, and the container's own.

use clap::{Args, ValueEnum};
use spc_core::key::DEFAULT_ITERATIONS;
use spc_devices::model::Model;

use super::key::{IkmArgs, KeyArgs};
use super::value::{model, salt};

// What is made of the profile.
#[derive(Debug, Args)]
pub(crate) struct SealArgs {
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    /// A counter that prevents rollback, for devices that remember the last one they accepted
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Container")]
    pub(crate) serial: u32,
    /// Vary every byte of the file with a phrase of up to 255 bytes; this alone hides nothing
    #[arg(long, value_name = "PHRASE", conflicts_with = "randomize", help_heading = "Container")]
    pub(crate) scramble: Option<String>,
    /// Vary every byte of the file at random, so that equal profiles give different files
    #[arg(long, help_heading = "Container")]
    pub(crate) randomize: bool,
    #[command(flatten)]
    pub(crate) kdf: KdfArgs,
    /// Do not warn that a file without a key hides nothing
    #[arg(long, help_heading = "Container")]
    pub(crate) quiet_target: bool,
    /// openssl: accept a passphrase that is not ASCII, which phones may not read
    #[arg(long, help_heading = "Format")]
    pub(crate) allow_non_ascii_key: bool,
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

// The settings of the format.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct FormatArgs {
    /// Model or family of the device: sets the digest, and gives a warning if it does not read the format
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// gzip: compression level; 9 gives the smallest files
    #[arg(long, value_name = "1..9", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub(crate) level: Option<u8>,
    /// openssl: do not compress first
    #[arg(long)]
    pub(crate) no_gzip: bool,
    /// openssl: digest that turns the passphrase into the key
    #[arg(long, value_enum)]
    pub(crate) md: Option<Digest>,
    /// openssl: derive the key with PBKDF2, which no phone supports
    #[arg(long)]
    pub(crate) pbkdf2: bool,
    /// openssl: PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl, rfc8188: random salt instead of one made from the key and content
    #[arg(long)]
    pub(crate) random_salt: bool,
    /// rfc8188: record size in bytes, at least 18
    #[arg(long, value_name = "BYTES")]
    pub(crate) record_size: Option<u32>,
    /// rfc8188: name of the key, readable in the file
    #[arg(long, value_name = "TEXT")]
    pub(crate) keyid: Option<String>,
    #[command(flatten)]
    pub(crate) ikm: IkmArgs,
}

// How a container's passphrase is stretched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Container")]
pub(crate) struct KdfArgs {
    /// Salt of a passphrase, 32 hexadecimal digits; random unless given
    #[arg(long, value_name = "HEX", value_parser = salt)]
    pub(crate) kdf_salt: Option<[u8; 16]>,
    /// PBKDF2 rounds of a passphrase, 10000 to 10000000
    #[arg(long, value_name = "N", default_value_t = DEFAULT_ITERATIONS)]
    pub(crate) kdf_iter: u32,
}
