//! What was typed after `spc explain`.

use clap::{Args, Subcommand};
use spc_core::TargetMac;
use spc_devices::model::Model;

use super::dial::Dial;
use super::value::model;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  \
        spc explain SPC0501\n  \
        spc explain Dial_Plan_1_ --model spa504g\n  \
        spc explain dial '(<9,:1>xxxxxxxxxx|911)' 95551234567 911",
    after_long_help = "Examples:\n  \
        spc explain SPC0501\n  \
        spc explain Dial_Plan_1_ --model spa504g\n  \
        spc explain dial '(<9,:1>xxxxxxxxxx|911)' 95551234567 911\n\n\
        Without --model a parameter is compared between all models whose parameters are known. Defaults of secrets are \
        never shown.\n\n\
        Fields of the JSON object of a code, of schema 1; more may come:\n  \
          code, name, severity, summary, explanation, source\n  \
          group       as --deny takes it; null for a code of the readers\n  \
          soundness   sound, needs the model, needs the whole configuration, heuristic\n  \
          example     profile, model, complete, emergency; null if there is none\n\
        Of a parameter, one object for each different definition:\n  \
          parameter   the name in XML\n  \
          model       the one you asked for, or null\n  \
          known_of    the model or series whose parameters are known, as for --model\n  \
          models      those that have this parameter; without --model, those with this definition\n  \
          text_name   the name in plain text, or null\n  \
          section     the heading on the device's page, or the path of the section\n  \
          kind        yes-no, flag, choice, integer, number, text, secret\n  \
          choices     a list\n  \
          minimum, maximum, bytes     of integers and of texts, or null\n  \
          default     null if unknown or secret\n  \
          access      na, ro, rw, or null\n  \
          first, last the indices, or null\n  \
          per_line    whether each line has one\n  \
          language    of its values, or null\n  \
          explained_by    the word for `spc explain` that explains a value, or null\n  \
          sources     the published files that it was found in"
)]
pub(crate) struct Explain {
    #[command(subcommand)]
    pub(crate) subject: Option<Subject>,
    #[command(flatten)]
    pub(crate) words: WordArgs,
}

// Without a subject: codes and parameters.
#[derive(Debug, Args)]
pub(crate) struct WordArgs {
    /// The code or name of a check, such as SPC0501, or the name of a parameter
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// The model that has the parameter
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Print one JSON object per line
    #[arg(long)]
    pub(crate) json: bool,
}

// One language each.
#[derive(Debug, Subcommand)]
pub(crate) enum Subject {
    /// What a device does with a provisioning rule: which alternative it takes, and what it fetches
    Rule(Rule),
    /// What a dial plan means, and what happens to dialled numbers
    Dial(Dial),
    /// When a daylight-saving rule changes the clock
    #[command(after_help = "Examples:\n  \
        spc explain dst 'start=3/8/7/2:0:0;end=11/1/7/2:0:0;save=1'")]
    Dst(ValueArgs),
    /// When a device resyncs or tries again: `3600`, `60,120+30`, or a time of day such as `0300`
    #[command(after_help = "Examples:\n  \
        spc explain schedule '60,120+30'")]
    Schedule(ValueArgs),
    /// What a tone, a cadence or a list of frequencies sounds like
    #[command(after_help = "Examples:\n  \
        spc explain tone '350@-19,440@-19;10(*/0/1+2)'")]
    Tone(ValueArgs),
    /// What the function of a line key or softkey does, and which options are missing or not use
    #[command(after_help = "Examples:\n  \
        spc explain key 'fnc=blf;sub=101@$PROXY;ext=101@$PROXY'")]
    Key(ValueArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
        spc explain rule '[--key $A] http://prov.example.com/$MA.cfg' --mac 000e08aabbcc\n  \
        spc explain rule '($SWVER lt 7.5.5)? http://h/new.bin' --set SWVER=7.5.2b\n\n\
        Macros have a value if --model, --mac or --set gives one: --model sets PN and PSN, where they are \
        documented, --mac sets MA, MAU and MAC. A condition that needs another one is undecided. Values of keys and \
        passwords are never shown.",
    after_long_help = "Examples:\n  \
        spc explain rule '[--key $A] http://prov.example.com/$MA.cfg' --mac 000e08aabbcc\n  \
        spc explain rule '($SWVER lt 7.5.5)? http://h/new.bin' --set SWVER=7.5.2b\n\n\
        Macros have a value if --model, --mac or --set gives one: --model sets PN and PSN, where they \
        are documented, --mac sets MA, MAU and MAC. A condition that needs another one is undecided. Values of keys \
        and passwords are never shown.\n\n\
        Fields of the JSON object of schema 1; one that does not apply is null or empty, more may come:\n  \
          disabled        whether a # disables the rule\n  \
          taken           which alternative is taken, from 1\n  \
          undecided       the first alternative that may or may not be taken\n  \
          missing         macros without a value here\n  \
          unknown         names that are not macros, or not expanded in this place\n  \
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
