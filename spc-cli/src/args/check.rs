//! The flags of `spc check`, and of the checks that `compile` and `batch` make.

use std::path::PathBuf;

use clap::Args;
use spc_devices::findings::USUAL;
use spc_devices::model::Model;

use super::source::SourceArgs;
use super::value::model;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc check phone.xml --model spa504g\n  \
    spc check profiles/ --message-format github --deny names\n  \
    spc check base.xml --fix --dry-run\n\n\
    The comment `<!-- spc: allow SPC0501 -->`, or `# spc: allow SPC0501` in plain text, disables a check for the next \
    parameter or section or, before the start of an XML profile, for the whole profile. The comment `spc: model=spa504g` \
    names the model that the profile is for. Without a model, the findings about names and values are those that hold for every known model. \
    If flags disagree about a check, a code overrides a group, and then --deny overrides --warn, \
    which overrides --allow. `spc explain CODE` explains why a finding matters and how to fix it.")]
pub(crate) struct Check {
    /// Profiles and directories of profiles, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) checks: CheckArgs,
    /// Exit 1 on warnings too, not only on errors
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Model or series that the profiles are for [default: the one that each profile names]
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Treat each profile as the complete configuration of its device, not as one of several files
    #[arg(long)]
    pub(crate) complete: bool,
    /// Show at most this many findings per file; 0 shows none but still counts them
    #[arg(long, value_name = "N", default_value_t = USUAL)]
    pub(crate) max_findings: usize,
    /// Correct the files, where the correction is certain
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix, show the changes but write nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// In directories, check the files that match this pattern [default: *.xml, *.cfg and *.txt]
    #[arg(long, value_name = "GLOB", help_heading = "Directories")]
    pub(crate) include: Vec<String>,
    /// In directories, skip the files that match this pattern; files ignored by .gitignore are always skipped
    #[arg(long, value_name = "GLOB", help_heading = "Directories")]
    pub(crate) exclude: Vec<String>,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

// Which checks are made, and how severe their findings are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Checks")]
pub(crate) struct CheckArgs {
    /// Treat findings of these checks or groups as errors, such as SPC0501,values
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) deny: Vec<String>,
    /// Treat findings of these checks or groups as warnings
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) warn: Vec<String>,
    /// Do not report findings of these checks or groups
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) allow: Vec<String>,
    /// Numbers that every dial plan must let through, separated by commas, such as 112,999
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    pub(crate) emergency: Vec<String>,
}
