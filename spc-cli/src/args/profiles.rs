//! The flags of the commands about profiles that make nothing for a device.

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
    Plain text cannot say everything that XML can, nor XML everything that plain text can. What is lost is a warning; \
    if a value would be lost, nothing is written and the exit code is 1. Comments are not copied. An existing \
    file is replaced only if spc wrote it, or with --overwrite.")]
pub(crate) struct Convert {
    /// The profile, or - for standard input
    pub(crate) input: PathBuf,
    /// Write to this file, or - for standard output
    pub(crate) output: PathBuf,
    /// Language to write [default: the other one]
    #[arg(long, value_enum)]
    pub(crate) to: Option<SyntaxArg>,
    /// Spell parameter names in plain text as this model does
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
    /// The model, such as spa2102, or a series, such as spa5xx
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
    /// Mode of the file, in octal
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal, help_heading = "Output")]
    pub(crate) out_mode: u32,
}
