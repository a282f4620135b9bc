//! The flags of `spc check`, and of the checks that `compile` and `batch` make.

use std::path::PathBuf;

use clap::Args;
use spc_devices::model::Model;

use super::source::SourceArgs;
use super::value::model;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc check phone.xml --model spa504g\n  \
    spc check profiles/ --message-format github --deny names\n  \
    spc check base.xml --fix --dry-run\n\n\
    A comment `<!-- spc: allow SPC0501 -->`, in plain text `# spc: allow SPC0501`, hides a check for the next \
    parameter, and in front of the profile for all of it; `spc: model=spa504g` says which device the profile is for. \
    Of two flags about one check a code weighs more than a group, and then --deny more than --warn and --allow. \
    `spc explain CODE` says why a finding matters and how to fix it.")]
pub(crate) struct Check {
    /// Profiles and folders of profiles, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) checks: CheckArgs,
    /// Exit 1 on a warning as well
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// The model that the profiles are for [default: what each profile says]
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Treat each profile as the whole configuration of its device, not one of several files
    #[arg(long)]
    pub(crate) complete: bool,
    /// Show at most this many findings per file; 0 shows none but still counts them
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) max_findings: usize,
    /// Make the corrections that are certain
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix, show what would change and write nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// In folders, check the files that match [default: *.xml, *.cfg and *.txt]
    #[arg(long, value_name = "GLOB", help_heading = "Folders")]
    pub(crate) include: Vec<String>,
    /// In folders, skip the files that match; files in .gitignore are skipped anyway
    #[arg(long, value_name = "GLOB", help_heading = "Folders")]
    pub(crate) exclude: Vec<String>,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

// Which checks there are to be, and how bad.
#[derive(Debug, Args)]
#[command(next_help_heading = "Checks")]
pub(crate) struct CheckArgs {
    /// Treat findings of this check or group as errors
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<String>,
    /// Treat findings of this check or group as warnings
    #[arg(long, value_name = "CODE")]
    pub(crate) warn: Vec<String>,
    /// Do not report findings of this check or group
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
    /// Numbers that every dial plan must let through, such as 112,999
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    pub(crate) emergency: Vec<String>,
}
