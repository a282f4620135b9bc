//! The flags for the look of messages, which every command has.

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// On a terminal unless `NO_COLOR` is set, and always if `CLICOLOR_FORCE` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormArg {
    /// With the source line, a mark under the place, and a hint
    Human,
    /// One line per finding: `file:line:column: severity: message [CODE]`
    Short,
    /// One JSON object per line; `check` adds a summary
    Json,
    /// One SARIF 2.1.0 document, from `check` only
    Sarif,
    /// GitHub Actions annotations
    Github,
}

// The look of messages.
#[derive(Debug, Args)]
pub(crate) struct LookArgs {
    /// When to colour messages: auto, always or never
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "WHEN",
        display_order = 900,
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: ColorArg,
    /// Format of findings: human, short, json, github, or (`check` only) sarif
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "FORM",
        display_order = 900,
        default_value = "human",
        hide_possible_values = true
    )]
    pub(crate) message_format: FormArg,
}
