//! The flags for how a file is made: its format, the settings of the format, and those of the container.

use clap::{Args, ValueEnum};
use spc_core::key::DEFAULT_ITERATIONS;
use spc_devices::model::Model;

use super::key::{IkmArgs, KeyArgs};
use super::value::{model, salt};

// What a profile is compiled to.
#[derive(Debug, Args)]
pub(crate) struct SealArgs {
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    /// Serial of the file; a device that remembers the last serial it accepted refuses a lower one
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Container")]
    pub(crate) serial: u32,
    /// Change every byte of the file by a phrase of up to 255 bytes; this alone hides nothing
    #[arg(long, value_name = "PHRASE", conflicts_with = "randomize", help_heading = "Container")]
    pub(crate) scramble: Option<String>,
    /// Change every byte of the file at random, so that identical profiles give different files
    #[arg(long, help_heading = "Container")]
    pub(crate) randomize: bool,
    #[command(flatten)]
    pub(crate) kdf: KdfArgs,
    /// Do not warn that a file made without a key hides nothing
    #[arg(long, help_heading = "Container")]
    pub(crate) quiet_target: bool,
    /// openssl: accept a passphrase with non-ASCII characters, which phones may not read
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
    /// gzip, then AES-256-CBC as in `openssl enc`; for stock SPA, ATA and MPP; not protected against changes
    Openssl,
    /// aes128gcm; for MPP from firmware 11.2(3), over HTTP
    Rfc8188,
    /// Compressed XML; not encrypted
    Gzip,
    /// Canonical XML; not encrypted
    Xml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Digest {
    /// For SPA and ATA, and MPP before firmware 11.3
    Md5,
    /// For MPP from firmware 11.3
    Sha256,
}

// The settings of the format.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct FormatArgs {
    /// Model or series of the device; sets the openssl digest, and warns if the model does not read the format
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// openssl, gzip: compression level; 9 gives the smallest files [default: 6]
    #[arg(long, value_name = "1..9", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub(crate) level: Option<u8>,
    /// openssl: do not compress the profile first
    #[arg(long)]
    pub(crate) no_gzip: bool,
    /// openssl: digest that turns the passphrase into the key [default: that of --model, or sha256 with --pbkdf2]
    #[arg(long, value_enum)]
    pub(crate) md: Option<Digest>,
    /// openssl: derive the key with PBKDF2, which no phone supports
    #[arg(long)]
    pub(crate) pbkdf2: bool,
    /// openssl: number of PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl, rfc8188: use a random salt instead of one made from the key and the content
    #[arg(long)]
    pub(crate) random_salt: bool,
    /// rfc8188: record size in bytes, at least 18 [default: 4096]
    #[arg(long, value_name = "BYTES")]
    pub(crate) record_size: Option<u32>,
    /// rfc8188: name of the key, stored in the file in plain text
    #[arg(long, value_name = "TEXT")]
    pub(crate) keyid: Option<String>,
    #[command(flatten)]
    pub(crate) ikm: IkmArgs,
}

// How a container's passphrase is stretched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Container")]
pub(crate) struct KdfArgs {
    /// Salt of the passphrase, as 32 hexadecimal digits [default: random]
    #[arg(long, value_name = "HEX", value_parser = salt)]
    pub(crate) kdf_salt: Option<[u8; 16]>,
    /// Number of PBKDF2 rounds for the passphrase, 10000 to 10000000
    #[arg(long, value_name = "N", default_value_t = DEFAULT_ITERATIONS)]
    pub(crate) kdf_iter: u32,
}
