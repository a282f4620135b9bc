//! The flags of how messages look, which every command has.

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// On a terminal, unless `NO_COLOR` is set; always with `CLICOLOR_FORCE`
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormArg {
    /// With the line, a mark under the place, and a hint
    Human,
    /// One line each: `file:line:column: severity: message [CODE]`
    Short,
    /// One JSON object per line; from `check` also a summary
    Json,
    /// One SARIF 2.1.0 document, from `check` only
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

// How messages look.
#[derive(Debug, Args)]
pub(crate) struct LookArgs {
    /// Colour messages: auto, always or never
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
    /// How findings are printed: human, short, json, github; sarif for `check` only
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
