//! The flags for opening a file.

use clap::{Args, ValueEnum};
use spc_core::TargetMac;

use super::key::{IkmArgs, KeyArgs};

// What is known to whoever opens a file.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// Address of the device
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC", display_order = 0)]
    pub(crate) mac: Option<TargetMac>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

// How a file was made, where the file itself does not record it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format")]
pub(crate) struct HowArgs {
    /// openssl: use this digest instead of trying all of them
    #[arg(long, value_enum)]
    pub(crate) md: Option<ReadDigest>,
    /// openssl: the file was made with -pbkdf2; without this flag, PBKDF2 is tried with 10000 rounds only
    #[arg(long)]
    pub(crate) pbkdf2: bool,
    /// openssl: number of PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl: the file was made with -nosalt; without this flag, that is tried if nothing else fits
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
