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
    /// openssl: digest, if it is neither md5 nor sha256 without PBKDF2
    #[arg(long, value_enum)]
    pub(crate) md: Option<ReadDigest>,
    /// openssl: the file was made with -pbkdf2
    #[arg(long)]
    pub(crate) pbkdf2: bool,
    /// openssl: PBKDF2 rounds [default: 10000]
    #[arg(long, value_name = "N", requires = "pbkdf2")]
    pub(crate) iter: Option<std::num::NonZeroU32>,
    /// openssl: the file was made with -nosalt
    #[arg(long)]
    pub(crate) nosalt: bool,
    #[command(flatten)]
    pub(crate) ikm: IkmArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadDigest {
    Md5,
    Sha1,
    Sha256,
}
