//! `spc explain rule`: what a device does with a provisioning rule.

use serde_json::{Value, json};
use spc_devices::explain::{self, Fate};
use spc_devices::lang::condition::{Compared, Outcome};
use spc_devices::lang::macro_text::{MacroName, Values};
use spc_devices::lang::rule::{
    self, Evaluated, EvaluatedOption, EvaluatedTarget, OptionKind, Taken, Url, UrlFault, url_fault,
};
use spc_devices::product;
use spc_files::report::error::Error;

use super::answer;
use crate::args::Rule;

pub(super) fn run(args: &Rule) -> Result<(), Error> {
    let values = values(args)?;
    let text = answer::value(&args.rule)?;
    let tree = rule::parse(&text).map_err(|fault| answer::fault("rule", &text, &fault))?;
    let evaluation = tree.evaluate(&values);
    if !args.json {
        return answer::print_lines(explain::rule(&tree, &evaluation));
    }
    let number = |index: usize| Some(index.saturating_add(1));
    let (taken, undecided) = match evaluation.taken {
        Taken::Alternative(index) => (number(index), None),
        Taken::Undecided(index) => (None, number(index)),
        Taken::None => (None, None),
    };
    let fates = explain::fates(&evaluation);
    let alternatives = evaluation.alternatives.iter().zip(fates).map(|(each, fate)| alternative(each, fate)).collect();
    answer::print_json([
        ("disabled", tree.disabled.is_some().into()),
        ("taken", taken.into()),
        ("undecided", undecided.into()),
        ("missing", explain::missing(&evaluation).into_iter().collect()),
        ("unknown", explain::unknown(&evaluation).into_iter().collect()),
        ("alternatives", alternatives),
    ])
}

/// What the macros stand for. What is set by hand wins.
fn values(args: &Rule) -> Result<Values, Error> {
    let mut values = Values::new();
    if let Some(model) = args.model {
        product::set_names(&mut values, model);
    }
    if let Some(mac) = args.mac {
        values.set_mac(mac);
    }
    for pair in &args.set {
        // The value may be a key, so that only the name is quoted.
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Error::usage("--set wants NAME=VALUE").hint("as in --set SWVER=7.5.2b"));
        };
        if MacroName::find(name).is_none() && MacroName::of_parameter(name).is_none() {
            let error = Error::usage(format!("--set: `{name}` is not a macro that devices know"));
            return Err(error.hint("A to P are GPP_A to GPP_P; others are SA to SD, MA, PSN, SN, SWVER, HWVER"));
        }
        values.set(name, value);
    }
    Ok(values)
}

fn alternative(evaluated: &Evaluated<'_>, fate: Fate) -> Value {
    let fate = match fate {
        Fate::Taken => "taken",
        Fate::Undecided => "undecided",
        Fate::Possible => "possible",
        Fate::Refused => "refused",
        Fate::Passed => "passed",
        Fate::Unreachable => "unreachable",
        _ => "other",
    };
    let assigned = evaluated.assigned.iter();
    let assigned: Value = assigned.map(|it| json!({"parameter": it.parameter, "value": it.value.shown})).collect();
    json!({
        "fate": fate,
        "comparisons": evaluated.comparisons.iter().map(comparison).collect::<Value>(),
        "assignments": assigned,
        "targets": evaluated.targets.iter().map(target).collect::<Value>(),
    })
}

fn comparison(compared: &Compared<'_>) -> Value {
    let (outcome, reason) = match compared.outcome {
        Outcome::True => (Some(true), None),
        Outcome::False => (Some(false), None),
        Outcome::Undecided(why) => (None, Some(why.to_string())),
    };
    json!({
        "text": compared.written(),
        "left": compared.left.shown,
        "right": compared.right.shown,
        "outcome": outcome,
        "reason": reason,
    })
}

fn target(target: &EvaluatedTarget<'_>) -> Value {
    let shown = target.url.as_ref().map(|url| url.shown.as_str());
    let parts = shown.map(Url::split);
    let fault = target.url.as_ref().and_then(|url| url_fault(&url.text));
    let has_port = fault.as_ref().is_none_or(|fault| fault.kind != UrlFault::Port);
    let port = parts.filter(|_| has_port).and_then(|url| match url.port {
        // What is not a number is a macro without a value, or wrong.
        Some(port) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            port.parse::<u16>().ok().map(Value::from)
        }
        Some(port) => Some(port.into()),
        None => url.default_port().map(Value::from),
    });
    json!({
        "options": target.options.iter().map(option).collect::<Value>(),
        "url": shown,
        "scheme": parts.map(|url| url.scheme.unwrap_or("tftp")),
        "server": parts.and_then(|url| url.server),
        "port": port,
        "path": parts.map(|url| url.path),
        "fault": fault.map(|fault| fault.kind.to_string()),
    })
}

fn option(evaluated: &EvaluatedOption<'_>) -> Value {
    let kind = evaluated.option.kind;
    let is_shown = matches!(kind, OptionKind::UserId | OptionKind::Post | OptionKind::Alias);
    json!({
        "name": kind.name(),
        "sources": evaluated.sources().map(MacroName::meaning).collect::<Value>(),
        "value": evaluated.argument.as_ref().filter(|_| is_shown).map(|argument| argument.shown.as_str()),
    })
}
