//! The flags of `spc manual`.

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc manual | man -l -\n  \
    spc manual --checks > checks.md")]
pub(crate) struct Manual {
    /// Print the reference page of all checks instead, in Markdown
    #[arg(long)]
    pub(crate) checks: bool,
}
