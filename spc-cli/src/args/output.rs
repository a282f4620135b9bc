//! The flags for where files go and how they are written.

use std::path::PathBuf;

use clap::Args;

use super::value::octal;

// The names of the files.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct NameArgs {
    /// Write to this file, or - for standard output
    #[arg(short, long, value_name = "PATH", conflicts_with_all = ["out_dir", "name"])]
    pub(crate) output: Option<PathBuf>,
    /// Replace existing files even if spc did not write them
    #[arg(long, visible_alias = "force")]
    pub(crate) overwrite: bool,
    /// Write to this directory, which must exist [default: the current directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
    /// Name of the file, in which {mac} or {MAC} becomes the device's address in lower or upper case [default: {mac}.cfg, or
    /// bootstrap-{mac}.cfg for `spc bootstrap`]
    #[arg(long, value_name = "PATTERN")]
    pub(crate) name: Option<String>,
}

// The names of the files of many devices.
#[derive(Debug, Args)]
pub(crate) struct PatternArgs {
    /// Names of the files, unless the list gives them; {mac} or {MAC} becomes the device's address in lower or upper case;
    /// MODEL=PATTERN is for one model or series, and can be repeated; write =PATTERN if the pattern contains an `=` [default:
    /// {mac}.cfg]
    #[arg(long, value_name = "[MODEL=]PATTERN")]
    pub(crate) name: Vec<String>,
}

// How a file is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct WriteArgs {
    /// Leave a file and its modification time unchanged if it already has the right content
    #[arg(long)]
    pub(crate) if_changed: bool,
    /// Write nothing; exit 1 if a file is missing or would change
    #[arg(long, conflicts_with_all = ["if_changed", "dry_run"])]
    pub(crate) check: bool,
    /// Write nothing; list what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// On a warning, write nothing and exit 1, or 3 if it is about a key
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Permissions of each file, in octal; a TFTP daemon in the file's group needs 0640
    #[arg(long, value_name = "MODE", default_value = "0600", value_parser = octal)]
    pub(crate) out_mode: u32,
}
