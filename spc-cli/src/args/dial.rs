//! What was typed after `spc explain dial` or `spc dial`.

use clap::{Args, ValueEnum};
use spc_devices::model::Model;

use super::value::model;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
        spc dial '(*xx|[2-7]xxxS0|112S0)' 4471\n  \
        spc dial - 112 --model spa504g < plan.txt\n\n\
        The dialects differ when a number is still incomplete as the timer runs out or # is pressed: `cisco` rejects it, \
        `linksys` sends it as dialled. Without --model or --dialect, both results are shown where they differ. Passwords \
        in a plan are never shown.",
    after_long_help = "Examples:\n  \
        spc dial '(*xx|[2-7]xxxS0|112S0)' 4471\n  \
        spc dial - 112 --model spa504g < plan.txt\n\n\
        The dialects differ when a number is still incomplete as the timer runs out or # is pressed: `cisco` rejects it, \
        `linksys` sends it as dialled. Without --model or --dialect, both results are shown where they differ. Passwords \
        in a plan are never shown.\n\n\
        JSON objects (schema 1): one per number, with these fields. Later versions may add more.\n  \
          number      as given\n  \
          dialect     cisco, linksys\n  \
          outcome     sent, rejected\n  \
          sent        what is sent, or null\n  \
          gateway     the host or gateway that the call goes through, or null\n  \
          sequence    the sequence that decided, counted from 1, or null\n  \
          seconds     the wait after the last key; 0 means at once\n  \
          left_over   keys that were not used\n  \
          notes       what is odd about that sequence, and about the whole plan\n\
        Without a number, one object per sequence: sequence, text, words, notes."
)]
pub(crate) struct Dial {
    /// Dial plan, or - for standard input
    #[arg(value_name = "PLAN")]
    pub(crate) plan: String,
    /// Keys pressed: 0-9, *, #, + (not on a keypad, but in callers' numbers), and ~ for the Dial softkey; '' for none
    #[arg(value_name = "NUMBER")]
    pub(crate) numbers: Vec<String>,
    /// Model or series of the device
    #[arg(long, value_name = "MODEL", value_parser = model, conflicts_with = "dialect")]
    pub(crate) model: Option<Model>,
    /// How the device treats incomplete numbers
    #[arg(long, value_enum, value_name = "DIALECT")]
    pub(crate) dialect: Option<DialectArg>,
    /// Print one JSON object per line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DialectArg {
    /// Rejects an incomplete number: Cisco phones and adapters
    Cisco,
    /// Sends an incomplete number as dialled: Sipura and Linksys phones and adapters
    Linksys,
}
