//! The flags of `spc manual`.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Manual {
    /// Print the page of all checks instead, in Markdown
    #[arg(long)]
    pub(crate) checks: bool,
}
