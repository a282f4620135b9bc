//! The flags of the list of dependencies.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DepsFormat {
    /// A rule to include in a makefile
    #[default]
    Make,
    /// One JSON object
    Json,
}

// What the files of a run depend on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct DepsArgs {
    /// List in this file what the output was made from: the profile, its imports, the key file
    #[arg(long, value_name = "FILE")]
    pub(crate) deps: Option<PathBuf>,
    /// Format of this list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", requires = "deps")]
    pub(crate) deps_format: DepsFormat,
}
