//! The flags of how a file is opened.

use clap::{Args, ValueEnum};
use spc_core::TargetMac;

use super::key::{IkmArgs, KeyArgs};

// What the opening side knows.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// The device's address
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC", display_order = 0)]
    pub(crate) mac: Option<TargetMac>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

// How a file was made, where the file itself does not say it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct HowArgs {
    /// openssl: digest, instead of trying all
    #[arg(long, value_enum)]
    pub(crate) md: Option<ReadDigest>,
    /// openssl: the file was made with -pbkdf2; without this flag, 10000 rounds are tried
    #[arg(long)]
    pub(crate) pbkdf2: bool,
    /// openssl: PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl: the file was made with -nosalt; also tried without this flag if nothing else fits
    #[arg(long)]
    pub(crate) nosalt: bool,
    #[command(flatten)]
    pub(crate) ikm: IkmArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadDigest {
    Md5,
    /// Used by no phone
    Sha1,
    Sha256,
    /// Used by no phone
    Sha512,
}
