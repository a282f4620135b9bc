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
        Without --model, a parameter is compared across all models whose parameters are known. Defaults of secrets are \
        never shown.\n\n\
        JSON object (schema 1) for a code; later versions may add fields:\n  \
          code, name, severity, summary, explanation, source\n  \
          group       as given to --deny; null for codes that no check reports\n  \
          soundness   sound, needs the model, needs the whole configuration, heuristic\n  \
          example     profile, model, complete, emergency: a profile and how it is checked; or command, files (name and\n  \
                      text); or situation, in words\n\
        For a parameter, one object per distinct definition:\n  \
          parameter   the name in XML\n  \
          model       the one you asked for, or null\n  \
          known_of    the model or series from which the definition is known, as given to --model\n  \
          models      the models that have this parameter or, without --model, share this definition\n  \
          text_name   the name in plain text, or null\n  \
          section     the heading on the device's page, or the path of the section\n  \
          kind        yes-no, flag, choice, integer, number, text, secret\n  \
          choices     a list\n  \
          minimum, maximum, bytes     limits of an integer and of a text, or null\n  \
          default     null if unknown or secret\n  \
          access      na, ro, rw, or null\n  \
          first, last the lowest and highest index, or null\n  \
          per_line    whether each line has one\n  \
          language    the language of its values, or null\n  \
          explained_by    the subject of `spc explain` that explains a value, or null\n  \
          sources     the published files that it was found in"
)]
pub(crate) struct Explain {
    #[command(subcommand)]
    pub(crate) subject: Option<Subject>,
    #[command(flatten)]
    pub(crate) words: WordArgs,
}

// Codes and parameters, which need no subject.
#[derive(Debug, Args)]
pub(crate) struct WordArgs {
    /// Code or name of a check, such as SPC0501, or name of a parameter
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Explain the parameter of this model or series only
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Print one JSON object per line
    #[arg(long)]
    pub(crate) json: bool,
}

// One language each.
#[derive(Debug, Subcommand)]
pub(crate) enum Subject {
    /// Explain a provisioning rule: which alternative a device takes, and what it fetches
    Rule(Rule),
    /// Explain a dial plan, and what happens to dialled numbers
    Dial(Dial),
    /// Explain when a daylight-saving rule changes the clock
    #[command(after_help = "Examples:\n  \
        spc explain dst 'start=3/8/7/2:0:0;end=11/1/7/2:0:0;save=1'")]
    Dst(ValueArgs),
    /// Explain when a device resyncs or retries: `3600`, `60,120+30`, or a time of day such as `0300`
    #[command(after_help = "Examples:\n  \
        spc explain schedule '60,120+30'")]
    Schedule(ValueArgs),
    /// Explain what a tone, a cadence or a list of frequencies sounds like
    #[command(after_help = "Examples:\n  \
        spc explain tone '350@-19,440@-19;10(*/0/1+2)'")]
    Tone(ValueArgs),
    /// Explain what the function of a line key or softkey does, and which of its options are missing or unused
    #[command(after_help = "Examples:\n  \
        spc explain key 'fnc=blf;sub=101@$PROXY;ext=101@$PROXY'")]
    Key(ValueArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
        spc explain rule '[--key $A] http://prov.example.com/$MA.cfg' --mac 000e08aabbcc\n  \
        spc explain rule '($SWVER lt 7.5.5)? http://h/new.bin' --set SWVER=7.5.2b\n\n\
        A macro has a value if a flag gives it one: --model sets PN and PSN where they are documented, --mac sets MA, MAU \
        and MAC, and --set sets any macro. A condition that needs any other macro stays undecided. Values of keys and \
        passwords are never shown.",
    after_long_help = "Examples:\n  \
        spc explain rule '[--key $A] http://prov.example.com/$MA.cfg' --mac 000e08aabbcc\n  \
        spc explain rule '($SWVER lt 7.5.5)? http://h/new.bin' --set SWVER=7.5.2b\n\n\
        A macro has a value if a flag gives it one: --model sets PN and PSN where they are documented, --mac sets MA, MAU \
        and MAC, and --set sets any macro. A condition that needs any other macro stays undecided. Values of keys and \
        passwords are never shown.\n\n\
        JSON object (schema 1); fields that do not apply are null or empty, and later versions may add fields:\n  \
          disabled        whether a # disables the rule\n  \
          taken           which alternative is taken, counted from 1\n  \
          undecided       the first alternative that may or may not be taken\n  \
          missing         macros without a value here\n  \
          unknown         names that are not macros, or are not expanded in this place\n  \
          alternatives    for each alternative:\n    \
            fate          taken, undecided, possible, refused, passed, unreachable\n    \
            comparisons   text, left, right, outcome (true, false, null), reason\n    \
            assignments   parameter, value (with *** in place of secrets)\n    \
            targets       options (name, sources, value), url, scheme, server, port, path"
)]
pub(crate) struct Rule {
    /// Provisioning rule, the condition of a resync trigger, or - for standard input
    #[arg(value_name = "RULE", allow_hyphen_values = true)]
    pub(crate) rule: String,
    /// Model or series that reads the rule
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) model: Option<Model>,
    /// Address of the device
    #[arg(long, value_name = "MAC")]
    pub(crate) mac: Option<TargetMac>,
    /// Set the value of a macro, as in A=text or SWVER=7.5.2b; can be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ValueArgs {
    /// Value to explain, or - for standard input
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) value: String,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}
