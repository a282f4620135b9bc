//! The flags of the commands that write profiles for people, not for devices.

use std::path::PathBuf;

use clap::Args;
use spc_devices::model::Model;

use super::output::WriteArgs;
use super::source::{SourceArgs, SyntaxArg};
use super::value::model;
use super::value::octal;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc convert phone.xml phone.txt --model spa2102\n  \
    spc convert phone.txt again.xml\n\n\
    Plain text cannot express everything that XML can, and XML cannot express everything that plain text can. Each loss gives \
    a warning; if a value would be lost, nothing is written and the exit code is 1. Comments are not copied. An existing file \
    is replaced only if spc wrote it, or with --overwrite.")]
pub(crate) struct Convert {
    /// Profile to convert, or - for standard input
    pub(crate) input: PathBuf,
    /// File to write, or - for standard output
    pub(crate) output: PathBuf,
    /// Language of the output [default: the one that the input is not in]
    #[arg(long, value_enum)]
    pub(crate) to: Option<SyntaxArg>,
    /// In plain text, use the parameter names and default access of this model or series [default: the one that the profile
    /// names]
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Replace the file even if spc did not write it
    #[arg(long, visible_alias = "force", help_heading = "Output")]
    pub(crate) overwrite: bool,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc sample --model spa2102 -o phone.txt\n  \
    spc sample --model spa5xx --format xml")]
pub(crate) struct Sample {
    /// Model, such as spa2102, or series, such as spa5xx
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Model,
    /// Language of the profile
    #[arg(long, value_enum, default_value_t = SyntaxArg::Text)]
    pub(crate) format: SyntaxArg,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file even if spc did not write it
    #[arg(long, visible_alias = "force", help_heading = "Output")]
    pub(crate) overwrite: bool,
    /// Permissions of the file, in octal
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal, help_heading = "Output")]
    pub(crate) out_mode: u32,
}
