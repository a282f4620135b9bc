//! The flags of where files go and how they are written.

use std::path::PathBuf;

use clap::Args;

use super::value::octal;

// What the files are called.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct NameArgs {
    /// Write to this file, or - for standard output
    #[arg(short, long, value_name = "PATH", conflicts_with_all = ["out_dir", "name"])]
    pub(crate) output: Option<PathBuf>,
    /// Replace files named one by one even if spc did not write them
    #[arg(long, visible_alias = "force")]
    pub(crate) overwrite: bool,
    /// Write into this directory, which must exist
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
    /// Name of the file; {mac} and {MAC} stand for the device's address
    #[arg(long, value_name = "PATTERN")]
    pub(crate) name: Option<String>,
}

// What the files of many devices are called.
#[derive(Debug, Args)]
pub(crate) struct PatternArgs {
    /// Names of the files, unless the list gives them; {mac} and {MAC} stand for the device's address; MODEL=PATTERN is
    /// for one model or series, and may be repeated; =PATTERN may itself contain a `=` [default: {mac}.cfg]
    #[arg(long, value_name = "[MODEL=]PATTERN")]
    pub(crate) name: Vec<String>,
}

// How a file is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct WriteArgs {
    /// Leave a file alone, with its time, if its content would not change
    #[arg(long)]
    pub(crate) if_changed: bool,
    /// Write nothing; exit 1 if a file is missing or would change
    #[arg(long, conflicts_with_all = ["if_changed", "dry_run"])]
    pub(crate) check: bool,
    /// Write nothing; list what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write nothing if there is a warning, and exit 1 (3 for one about a key)
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Mode of the file, in octal; a TFTP daemon in another group needs 0640
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal)]
    pub(crate) out_mode: u32,
}
