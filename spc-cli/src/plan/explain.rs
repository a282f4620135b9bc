//! What `spc explain` and `spc dial` are asked to explain.

use spc_devices::lang::dial_plan::{Dialect, Dialer};
use spc_devices::lang::macro_text::{MacroName, Values};
use spc_devices::model::Model;
use spc_devices::product;
use spc_files::Error;

use crate::args::{self, DialectArg};

/// What to explain, and for whom.
pub(crate) struct Explain<'a> {
    pub(crate) subject: Subject<'a>,
    pub(crate) is_json: bool,
}

/// What to explain; a value `-` is read from standard input.
pub(crate) enum Subject<'a> {
    /// Codes, and parameters of one model or of all.
    Words(&'a [String], Option<Model>),
    /// A rule, and the values of its macros.
    Rule(&'a str, Values),
    Dial(Dial<'a>),
    Dst(&'a str),
    Schedule(&'a str),
    Tone(&'a str),
    Key(&'a str),
}

/// A dial plan, and the numbers dialled with it.
pub(crate) struct Dial<'a> {
    pub(crate) plan: &'a str,
    pub(crate) numbers: &'a [String],
    /// How the device treats dialled numbers, if that is known.
    pub(crate) dialer: Option<Dialer>,
    /// The device, if that is known.
    pub(crate) model: Option<Model>,
}

impl<'a> Explain<'a> {
    pub(super) fn of(args: &'a args::Explain) -> Result<Self, Error> {
        use args::Subject::{Dial, Dst, Key, Rule, Schedule, Tone};
        let value = |args: &'a args::ValueArgs, subject: fn(&'a str) -> Subject<'a>| Self {
            subject: subject(&args.value),
            is_json: args.json,
        };
        Ok(match &args.subject {
            None => Self { subject: Subject::Words(&args.words.words, args.words.model), is_json: args.words.json },
            Some(Rule(args)) => Self { subject: Subject::Rule(&args.rule, values(args)?), is_json: args.json },
            Some(Dial(args)) => Self::dial(args),
            Some(Dst(args)) => value(args, Subject::Dst),
            Some(Schedule(args)) => value(args, Subject::Schedule),
            Some(Tone(args)) => value(args, Subject::Tone),
            Some(Key(args)) => value(args, Subject::Key),
        })
    }

    pub(super) fn dial(args: &'a args::Dial) -> Self {
        let dialect = args.dialect.map(|dialect| match dialect {
            DialectArg::Cisco => Dialer::new(Dialect::Cisco),
            DialectArg::Linksys => Dialer::new(Dialect::Linksys),
        });
        let dialer = args.model.map(Model::dialer).or(dialect);
        let dial = Dial { plan: &args.plan, numbers: &args.numbers, dialer, model: args.model };
        Self { subject: Subject::Dial(dial), is_json: args.json }
    }
}

/// The values of the macros. Those set with `--set` take precedence.
fn values(args: &args::Rule) -> Result<Values, Error> {
    let mut values = Values::new();
    if let Some(model) = args.model {
        product::set_names(&mut values, model);
    }
    if let Some(mac) = args.mac {
        values.set_mac(mac);
    }
    for pair in &args.set {
        // The value may be a key, so only the name is quoted.
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Error::usage("--set needs NAME=VALUE").hint("as in --set SWVER=7.5.2b"));
        };
        if MacroName::find(name).is_none() && MacroName::of_parameter(name).is_none() {
            let error = Error::usage(format!("--set: `{name}` is not a macro that devices know"));
            return Err(error.hint("A to P are GPP_A to GPP_P; others are SA to SD, MA, PSN, SN, SWVER and HWVER"));
        }
        values.set(name, value);
    }
    Ok(values)
}
