//! The branches of a rule: which alternatives can be taken, what their conditions compare, and what they set.
//!
//! Knows: alternatives, conditions, assignments. Must not know: what is fetched (`rules`, `options`).

use core::cmp::Ordering;
use core::ops::Range;

use spc_core::TargetMac;
use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::redact::may_quote;

use super::definition::Check;
use super::names;
use super::rules::{self, TRIGGERS};
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use crate::lang::condition::{Comparison, Condition, Relation};
use crate::lang::macro_text::MacroName;
use crate::lang::rule::{Alternative, Assignment, Rule};
use crate::lang::trigger::{self, Trigger};
use crate::lang::version::Version;
use crate::model::Model;

mod rows;

use rows::{ASSIGNED, COMPARISON, DEAD, NEVER};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&DEAD, &COMPARISON, &ASSIGNED, &NEVER];

/// Looks at every rule and trigger that can be read.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    rules::each(subject, |entry, rule| {
        findings.extend(dead(subject, entry, rule));
        for alternative in &rule.alternatives {
            findings.extend(alternative.condition.iter().flat_map(|condition| compared(subject, entry, condition)));
            findings.extend(alternative.condition.iter().flat_map(|condition| never(subject, entry, condition)));
            let assigned = alternative.assignments.iter();
            findings.extend(assigned.filter_map(|assignment| to_nothing(subject, entry, assignment)));
        }
    });
    for entry in TRIGGERS.into_iter().filter_map(|name| subject.get(name)) {
        if let Ok(Trigger::When(condition)) = trigger::parse(entry.text()) {
            findings.extend(compared(subject, entry, &condition));
            findings.extend(never(subject, entry, &condition));
        }
    }
}

/// What can never be taken: one finding for a rule, however many alternatives it has.
fn dead(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    // A template may put a condition there, or another alternative.
    if next_placeholder(entry.text(), 0).is_some() {
        return None;
    }
    let (last, others) = rule.alternatives.split_last()?;
    let nothing = |at: &Alternative<'_>| {
        let finding = subject.within(&DEAD, entry, at.extent.range(), "this alternative is empty");
        as_severity(finding, Severity::Warning).help("delete the `|` in front of it")
    };
    let Some(at) = others.iter().position(|alternative| alternative.condition.is_none()) else {
        let lost = implied(subject, entry, rule);
        return lost.or_else(|| (!others.is_empty() && last.is_empty()).then(|| nothing(last)));
    };
    let (taken, after) = (rule.alternatives.get(at)?, rule.alternatives.get(at.saturating_add(1)..)?);
    let Some(lost) = after.iter().find(|alternative| !alternative.is_empty()) else {
        return Some(nothing(after.first()?));
    };
    let help = "put a condition in front of every alternative but the last, as in `( $SWVER lt 7.6.2 )? ..`";
    if taken.is_empty() {
        let message = "an empty alternative is always taken, so those after it are never taken";
        let finding = subject.within(&DEAD, entry, taken.extent.range(), message);
        return Some(finding.help("delete the `|` after it"));
    }
    let message = "never taken, because an earlier alternative has no condition";
    let finding = subject.within(&DEAD, entry, lost.extent.range(), message);
    Some(finding.note(subject.place(entry, taken.extent.range()), "this one is always taken").help(help))
}

/// An alternative whose condition holds only if that of an earlier one does.
fn implied(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>) -> Option<Diagnostic> {
    /// No rule has this many alternatives; they are compared in pairs.
    const MOST: usize = 32;
    let alternatives = rule.alternatives.get(..MOST.min(rule.alternatives.len()))?;
    let asked = |at: &'_ Alternative<'_>| at.condition.as_ref().map(|condition| condition.comparisons.len());
    alternatives.iter().enumerate().find_map(|(at, lost)| {
        let condition = lost.condition.as_ref().filter(|_| !lost.is_empty() && asked(lost) <= Some(MOST))?;
        let earlier = alternatives.get(..at)?.iter().filter(|taken| asked(taken) <= Some(MOST));
        let taken = earlier.into_iter().find(|taken| {
            let wider = taken.condition.as_ref().map_or(&[][..], |condition| &condition.comparisons);
            wider.iter().all(|wide| condition.comparisons.iter().any(|narrow| implies(narrow, wide)))
        })?;
        let message = "never taken: whenever its condition is true, that of an earlier alternative is true as well";
        let finding = as_severity(subject.within(&DEAD, entry, lost.extent.range(), message), Severity::Warning);
        let place = subject.place(entry, taken.extent.range());
        Some(finding.note(place, "this one is taken first").help("put the narrower condition first"))
    })
}

/// Comparisons without an outcome.
fn compared(subject: &Subject<'_>, entry: &Entry<'_>, condition: &Condition<'_>) -> Vec<Diagnostic> {
    let faults = condition.comparisons.iter().filter_map(Comparison::fault);
    let faults = faults.filter(|fault| is_literal(entry, fault.range.clone()));
    let found = faults.map(|fault| {
        let text = entry.text().get(fault.range.clone()).unwrap_or_default();
        // A device may read what begins like a version as one: `7.6.2.a` is in use. A MAC address is not.
        let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && text.parse::<TargetMac>().is_err();
        let finding = subject.within(&COMPARISON, entry, fault.range.clone(), fault.kind.to_string());
        let is_macro = text.starts_with('$');
        let name = text.trim_start_matches('$');
        let finding = match MacroName::find(name).filter(|_| name.len() > 1) {
            Some(_) if is_macro => finding.help(format!("put the macro in quotes: `\"${name}\"`")),
            Some(_) => finding.help(format!("did you mean `${name}`?")),
            None if is_macro => finding.help("put the macro in quotes, as in `\"$PN\"`"),
            None => finding,
        };
        if is_number || is_macro { as_severity(finding, Severity::Warning) } else { finding }
    });
    found.collect()
}

/// Whether no template fills in any of a part.
fn is_literal(entry: &Entry<'_>, range: Range<usize>) -> bool {
    entry.text().get(range).is_some_and(|text| next_placeholder(text, 0).is_none())
}

/// What has the same outcome on every device.
fn never(subject: &Subject<'_>, entry: &Entry<'_>, condition: &Condition<'_>) -> Vec<Diagnostic> {
    /// More comparisons than any condition has; they are compared in pairs.
    const MOST: usize = 16;
    let comparisons = condition.comparisons.get(..MOST.min(condition.comparisons.len())).unwrap_or_default();
    let mut found: Vec<Diagnostic> = Vec::new();
    for (at, one) in comparisons.iter().enumerate().filter(|(_, one)| is_literal(entry, one.extent.range())) {
        if let Some((range, message)) = other_form(one) {
            found.push(subject.within(&NEVER, entry, range, message));
        }
        let excluded =
            comparisons.iter().take(at).find(|other| is_literal(entry, other.extent.range()) && excludes(other, one));
        if let Some(other) = excluded {
            let message = "this is never true together with the comparison before it";
            let finding = subject.within(&NEVER, entry, one.extent.range(), message);
            found.push(finding.note(subject.place(entry, other.extent.range()), "the other comparison is here"));
        }
    }
    found
}

/// Reports that a text is compared with a macro that never has that form, and where the text is.
fn other_form(comparison: &Comparison<'_>) -> Option<(Range<usize>, String)> {
    let sides = [comparison.left?.text, comparison.right.text];
    let literal = sides.into_iter().find(|side| !side.text().contains('$'))?;
    let name = sides.into_iter().find_map(|side| {
        let name = side.text().strip_prefix('$')?;
        Some(name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name))
    })?;
    let text = literal.text();
    let digits: String = text.chars().filter(|sign| !":-.".contains(*sign)).collect();
    let is_address = digits.len() == 12 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let pairs = |digits: &str| {
        let pairs: Vec<&str> = (0..6_usize).filter_map(|at| digits.get(at.checked_mul(2)?..)?.get(..2)).collect();
        pairs.join(":")
    };
    let (wanted, form) = match name {
        "MA" if is_address => (digits.to_ascii_lowercase(), "`000e08aabbcc`, in small letters and without colons"),
        "MAU" if is_address => (digits.to_ascii_uppercase(), "`000E08AABBCC`, in capitals and without colons"),
        "MAC" if is_address => (pairs(&digits.to_ascii_lowercase()), "`00:0e:08:aa:bb:cc`, in small letters"),
        "PN" if text.starts_with(|sign: char| sign.is_ascii_digit()) => {
            (String::new(), "a name such as `SPA504G`; its number alone is `$PSN`")
        }
        "PSN" if text.starts_with(|sign: char| sign.is_ascii_alphabetic()) && text.contains(char::is_numeric) => {
            (String::new(), "a number such as `504G`; the whole name is `$PN`")
        }
        "SWVER" if [".loads", ".bin"].iter().any(|end| text.to_ascii_lowercase().ends_with(end)) => {
            (String::new(), "a version such as `7.6.2f`, not the name of a file")
        }
        "PN" => {
            let is_it = |model: &Model| model.name().starts_with("SPA") && text.eq_ignore_ascii_case(model.name());
            (Model::all().find(is_it)?.name().to_owned(), "written in capitals")
        }
        _ => return None,
    };
    let outcome = match comparison.operator.relation {
        Relation::Equal => "never",
        Relation::NotEqual => "always",
        _ => return None,
    };
    let message = format!("{outcome} true: `${name}` is {form}");
    (text != wanted).then(|| (literal.extent().range(), message))
}

/// Whether two comparisons of the same thing cannot both hold.
fn excludes(one: &Comparison<'_>, other: &Comparison<'_>) -> bool {
    use Relation::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    let Some(order) = bounds(one, other) else { return false };
    let are_apart = |order: Ordering, is_inclusive: bool| order.is_lt() || (order.is_eq() && !is_inclusive);
    match (one.operator.relation, other.operator.relation) {
        (Equal, relation) => !relation.holds(order),
        (relation, Equal) => !relation.holds(order.reverse()),
        (upper @ (Less | LessOrEqual), lower @ (Greater | GreaterOrEqual)) => {
            are_apart(order, upper == LessOrEqual && lower == GreaterOrEqual)
        }
        (lower @ (Greater | GreaterOrEqual), upper @ (Less | LessOrEqual)) => {
            are_apart(order.reverse(), upper == LessOrEqual && lower == GreaterOrEqual)
        }
        _ => false,
    }
}

/// Whether a comparison holds only if another one does.
fn implies(narrow: &Comparison<'_>, wide: &Comparison<'_>) -> bool {
    use Relation::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    // How the bound of the narrower comparison compares with that of the wider one.
    let Some(order) = bounds(narrow, wide) else { return false };
    match (narrow.operator.relation, wide.operator.relation) {
        (Equal, relation) => relation.holds(order),
        (NotEqual, NotEqual) => order.is_eq(),
        (Less, Less | LessOrEqual | NotEqual) | (LessOrEqual, LessOrEqual) => order.is_le(),
        (LessOrEqual, Less | NotEqual) => order.is_lt(),
        (Greater, Greater | GreaterOrEqual | NotEqual) | (GreaterOrEqual, GreaterOrEqual) => order.is_ge(),
        (GreaterOrEqual, Greater | NotEqual) => order.is_gt(),
        _ => false,
    }
}

/// How the values that two comparisons compare the same macro with compare to each other; `None` if that cannot be
/// known.
fn bounds(one: &Comparison<'_>, other: &Comparison<'_>) -> Option<Ordering> {
    let name = |comparison: &Comparison<'_>| comparison.left.map_or("$SWVER", |left| left.text.text()).to_owned();
    let (a, b) = (one.right.text.text(), other.right.text.text());
    let is_macro = name(one) == name(other) && name(one).starts_with('$');
    let is_open = |text: &str| text.contains('$') || next_placeholder(text, 0).is_some();
    if !is_macro || is_open(a) || is_open(b) {
        return None;
    }
    match one.right.is_quoted || other.right.is_quoted {
        true => Some(a.cmp(b)),
        false => Version::parse(a)?.compare(&Version::parse(b)?),
    }
}

fn to_nothing(subject: &Subject<'_>, entry: &Entry<'_>, assignment: &Assignment<'_>) -> Option<Diagnostic> {
    let name = assignment.name;
    let range = assignment.extent.start..assignment.extent.start.saturating_add(name.len());
    if entry.text().get(range.clone()) != Some(name) {
        return None;
    }
    if let [letter @ b'a'..=b'z'] = name.as_bytes() {
        let message = "no parameter has this short name";
        let finding = as_severity(subject.within(&ASSIGNED, entry, range, message), Severity::Error);
        return (*letter > b'p').then(|| finding.help("`a` to `p` are short for `GPP_A` to `GPP_P`"));
    }
    let (message, help) = names::fault(subject.dictionary()?, name)?;
    if !may_quote(entry.name, entry.text()) {
        return Some(subject.within(&ASSIGNED, entry, range, "this model has no such parameter"));
    }
    let finding = subject.within(&ASSIGNED, entry, range, message);
    Some(match help {
        Some(help) => finding.help(help),
        None => finding,
    })
}
