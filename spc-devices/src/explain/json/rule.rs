//! A provisioning rule as JSON.

use serde_json::{Value, json};

use super::object::object;
use crate::explain::{Fate, fates, missing, unknown};
use crate::lang::condition::{Compared, Truth};
use crate::lang::macro_text::MacroName;
use crate::lang::rule::{
    Evaluated, EvaluatedOption, EvaluatedTarget, Evaluation, OptionKind, Rule, Taken, UrlFault, UrlParts, url_fault,
};

/// What a device does with a rule.
#[must_use]
pub fn rule(tree: &Rule<'_>, evaluation: &Evaluation<'_>) -> String {
    let number = |index: usize| Some(index.saturating_add(1));
    let (taken, undecided) = match evaluation.taken {
        Taken::Alternative(index) => (number(index), None),
        Taken::Undecided(index) => (None, number(index)),
        Taken::None => (None, None),
    };
    let fates = fates(evaluation);
    let alternatives = evaluation.alternatives.iter().zip(fates).map(|(each, fate)| alternative(each, fate)).collect();
    object([
        ("disabled", tree.disabled.is_some().into()),
        ("taken", taken.into()),
        ("undecided", undecided.into()),
        ("missing", missing(evaluation).into_iter().collect()),
        ("unknown", unknown(evaluation).into_iter().collect()),
        ("alternatives", alternatives),
    ])
}

fn alternative(evaluated: &Evaluated<'_>, fate: Fate) -> Value {
    let fate = match fate {
        Fate::Taken => "taken",
        Fate::Undecided => "undecided",
        Fate::Possible => "possible",
        Fate::Refused => "refused",
        Fate::Passed => "passed",
        Fate::Unreachable => "unreachable",
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
        Truth::True => (Some(true), None),
        Truth::False => (Some(false), None),
        Truth::Undecided(why) => (None, Some(why.to_string())),
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
    let parts = shown.map(UrlParts::split);
    let fault = target.url.as_ref().and_then(|url| url_fault(&url.text));
    let has_port = fault.as_ref().is_none_or(|fault| fault.kind != UrlFault::Port);
    let port = parts.filter(|_| has_port).and_then(|url| match url.port {
        // Anything but a number is a macro without a value, or wrong.
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
