//! What was typed after `spc explain`.

use clap::{Args, Subcommand};
use spc_core::TargetMac;
use spc_devices::model::Model;

use super::devices::model;
use super::dial::Dial;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(subcommand)]
    pub(crate) subject: Subject,
}

// One language each.
#[derive(Debug, Subcommand)]
pub(crate) enum Subject {
    /// What a device does with a provisioning rule: which alternative it takes, and what it fetches
    Rule(Rule),
    /// What a dial plan says, and what becomes of numbers dialled by it
    Dial(Dial),
    /// When a daylight-saving rule changes the clock
    Dst(ValueArgs),
    /// When a device resyncs or tries again: `3600`, `60,120+30`, or a time of day such as `0300`
    Schedule(ValueArgs),
    /// What a tone, a cadence or a list of frequencies sounds like
    Tone(ValueArgs),
    /// What the function of a line key or a softkey does, and which options it lacks or does not use
    Key(ValueArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Macros have a value if --model, --mac or --set gives one: --model sets PN and PSN, where they are \
        documented, --mac sets MA, MAU and MAC. A condition that needs another one cannot be known. Values of keys and \
        passwords are never shown.",
    after_long_help = "Macros have a value if --model, --mac or --set gives one: --model sets PN and PSN, where they \
        are documented, --mac sets MA, MAU and MAC. A condition that needs another one cannot be known. Values of keys \
        and passwords are never shown.\n\n\
        Fields of the JSON object of schema 1; one that does not apply is null or empty, more may come:\n  \
          disabled        whether a # disables the rule\n  \
          taken           which alternative is taken, from 1\n  \
          undecided       the first of which that cannot be known\n  \
          missing         macros without a value here\n  \
          unknown         names that are not macros, or not where they are\n  \
          alternatives    of each:\n    \
            fate          taken, undecided, possible, refused, passed, unreachable\n    \
            comparisons   text, left, right, outcome (true, false, null), reason\n    \
            assignments   parameter, value (with *** for what is secret)\n    \
            targets       options (name, sources, value), url, scheme, server, port, path"
)]
pub(crate) struct Rule {
    /// The rule, or - to read it from standard input
    #[arg(value_name = "RULE", allow_hyphen_values = true)]
    pub(crate) rule: String,
    /// The model that reads the rule
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// The address of the device
    #[arg(long, value_name = "MAC")]
    pub(crate) mac: Option<TargetMac>,
    /// The value of a macro, as in A=text or SWVER=7.5.2b; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ValueArgs {
    /// The value, or - to read it from standard input
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) value: String,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}
