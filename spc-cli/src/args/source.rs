//! The flags of how a source is read.

use clap::{Args, ValueEnum};
use spc_core::source::{self, Syntax};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SyntaxArg {
    /// Flat-profile XML
    Xml,
    /// The plain text of the original compiler
    Text,
}

impl From<SyntaxArg> for Syntax {
    fn from(syntax: SyntaxArg) -> Self {
        match syntax {
            SyntaxArg::Xml => Self::Xml,
            SyntaxArg::Text => Self::Text,
        }
    }
}

// How a profile is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Source")]
pub(crate) struct SourceArgs {
    /// Language of the profile; its first character tells unless given
    #[arg(long, value_enum)]
    pub(crate) syntax: Option<SyntaxArg>,
    /// Let `import` lines of plain text read files outside the profile's folder
    #[arg(long)]
    pub(crate) allow_import: bool,
}

impl SourceArgs {
    /// The language of a source.
    pub(crate) fn syntax(&self, bytes: &[u8]) -> Syntax {
        self.syntax.map_or_else(|| source::sniff(bytes), Syntax::from)
    }
}
