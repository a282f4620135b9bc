//! The flags for the list of dependencies.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DepsFormat {
    /// A rule for inclusion in a makefile
    #[default]
    Make,
    /// One JSON object
    Json,
}

// The list of the files that the output depends on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct DepsArgs {
    /// Write the dependencies of the output to this file: the profile, its imports, and the key file
    #[arg(long, value_name = "FILE")]
    pub(crate) deps: Option<PathBuf>,
    /// Format of the dependency list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", requires = "deps")]
    pub(crate) deps_format: DepsFormat,
}
