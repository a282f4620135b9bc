//! The flags for reading a source.

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SyntaxArg {
    /// Flat-profile XML
    Xml,
    /// The plain text of the original compiler
    Text,
}

// How a profile is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Source")]
pub(crate) struct SourceArgs {
    /// Language of the profile [default: recognised by its first character]
    #[arg(long, value_enum)]
    pub(crate) syntax: Option<SyntaxArg>,
    /// Allow `import` lines in plain text to read files outside the profile's directory
    #[arg(long)]
    pub(crate) allow_import: bool,
}
