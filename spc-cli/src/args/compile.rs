//! The flags of `spc compile`.

use std::path::PathBuf;

use clap::Args;

use super::deps::DepsArgs;
use super::devices::MacArgs;
use super::output::{NameArgs, WriteArgs};
use super::seal::{Format, SealArgs};
use super::source::SourceArgs;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc compile phone.xml --mac 000e08aabbcc --master-file master.key\n  \
    spc compile phone.xml --mac 000e08aabbcc --format openssl --model spa112 --key-file phone.key -o www/phone.cfg\n  \
    spc compile phone.txt --format xml -o phone.xml")]
pub(crate) struct Compile {
    /// Profile to compile, or - for standard input
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) macs: MacArgs,
    #[command(flatten)]
    pub(crate) names: NameArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    #[command(flatten)]
    pub(crate) deps: DepsArgs,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
    /// Format of the file [default: spc]
    #[arg(long = "format", value_enum, value_name = "FORMAT", help_heading = "Format", display_order = 0)]
    pub(crate) chosen_format: Option<Format>,
    /// Use the XML source byte for byte, instead of rewriting it as canonical XML
    #[arg(long, help_heading = "Format")]
    pub(crate) verbatim: bool,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// Skip the checks of `spc check`, which give only warnings here: even a check's error does not stop a file
    #[arg(long, help_heading = "Source")]
    pub(crate) no_check: bool,
}
