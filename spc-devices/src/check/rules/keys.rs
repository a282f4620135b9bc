//! The keys of rules: whether anyone can know or guess them, and whether a rule has the name of a parameter where its macro
//! belongs.
//!
//! Knows: options that hold secrets, general parameters. Must not know: addresses, other macros.

use core::ops::Range;

use spc_core::TargetMac;
use spc_core::diagnostic::Diagnostic;

use super::rows::{KEY_IS_PUBLIC, KEY_IS_WEAK, UNKNOWN_MACRO};
use crate::check::subject::{Entry, Subject};
use crate::check::templates::next_placeholder;
use crate::lang::macro_text::{MacroName, MacroText};
use crate::lang::rule::{OptionKind, Rule, RuleOption, RuleTarget, RuleUrl};

/// The general parameter whose name follows a `$`: `GPP_SA` in `$GPP_SA`.
pub(super) fn parameter_in<'t>(text: &'t str, used: &Range<usize>) -> Option<&'t str> {
    let rest = text.get(used.start..)?.strip_prefix('$')?;
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|name| MacroName::of_parameter(name).is_some())
}

/// Reports that a rule has the name of a parameter where its macro belongs.
pub(super) fn named_parameter(subject: &Subject<'_>, entry: &Entry<'_>, range: Range<usize>, name: &str) -> Diagnostic {
    let message = format!("`{name}` is the name of a parameter, not its macro");
    let letters = name.strip_prefix("GPP_").unwrap_or(name);
    subject.within(&UNKNOWN_MACRO, entry, range, message).help(format!("write `${letters}`"))
}

/// Keys in the rule, or in a parameter of this profile that the rule uses, that anyone can know.
pub(super) fn run(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, findings: &mut Vec<Diagnostic>) {
    let options =
        rule.alternatives.iter().flat_map(|alternative| &alternative.targets).flat_map(|target| &target.options);
    for option in options.filter(|option| option.kind == OptionKind::Key) {
        let Some(text) = option.argument.map(|word| word.text) else { continue };
        if is_mac(text.text()) {
            findings.push(subject.within(&KEY_IS_PUBLIC, entry, option.extent.range(), MAC_AS_KEY));
        } else if let Some((range, message)) = public_macro(text) {
            findings.push(subject.within(&KEY_IS_PUBLIC, entry, range, message));
        } else if MacroName::of_parameter(text.text()).is_some() {
            findings.push(named_parameter(subject, entry, text.extent().range(), text.text()));
        } else if text.macros().next().is_none()
            && is_literal(entry, option)
            && let Some(message) = weak(text.text())
        {
            let finding = subject.within(&KEY_IS_WEAK, entry, option.extent.range(), message);
            findings.push(match MacroName::find(text.text()) {
                Some(MacroName::Secret(letter)) => finding.help(format!("did you mean `$S{letter}`?")),
                _ => finding,
            });
        }
        for (used, _) in text.macros() {
            let (value, is_secret) = match MacroName::find(used.name) {
                Some(MacroName::General(letter)) => (subject.get(&format!("GPP_{letter}")), false),
                Some(MacroName::Secret(letter)) => (subject.get(&format!("GPP_S{letter}")), true),
                _ => continue,
            };
            let Some(value) = value else { continue };
            let public = public(subject, value);
            let weak = weak(value.text()).filter(|_| public.is_none());
            findings.extend(weak.map(|message| subject.on_value(&KEY_IS_WEAK, value, message)));
            // A secret parameter is reported, whatever uses it.
            findings.extend(public.filter(|_| !is_secret));
        }
    }
}

/// The first macro of a key that has nothing secret in it: only macros that anyone can know, and at most a few letters
/// between them.
fn public_macro(key: MacroText<'_>) -> Option<(Range<usize>, String)> {
    let public = |name: &str| match MacroName::find(name) {
        Some(MacroName::Named(name @ ("MA" | "MAU" | "MAC" | "SN" | "PN" | "PSN" | "IP"), meaning)) => {
            Some((name, meaning))
        }
        _ => None,
    };
    let (first, extent) = key.macros().next()?;
    let (name, meaning) = public(first.name)?;
    let in_macros = key.macros().map(|(_, extent)| extent.range().len()).fold(0, usize::saturating_add);
    let is_public = key.macros().all(|(used, _)| public(used.name).is_some())
        && key.text().len().saturating_sub(in_macros) < FEWEST;
    is_public.then(|| (extent.range(), format!("the key `${name}` is {meaning}, which is not secret")))
}

/// A key of fewer characters is easily guessed.
const FEWEST: usize = 8;

const MAC_AS_KEY: &str = "the key looks like a MAC address, which is printed on the box";

/// What is wrong with the value of a parameter that is a key. The value is not quoted.
pub(super) fn public(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    if is_mac(entry.text()) {
        return Some(subject.on_value(&KEY_IS_PUBLIC, entry, MAC_AS_KEY));
    }
    let name = entry.text().trim().strip_prefix('$')?;
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name);
    MacroName::find(name)?;
    let message = "the key is the name of a macro that is not expanded here, so it is the same for every device";
    Some(subject.on_value(&KEY_IS_PUBLIC, entry, message))
}

/// Whether an option has no placeholder in it, as written.
fn is_literal(entry: &Entry<'_>, option: &RuleOption<'_>) -> bool {
    entry.text().get(option.extent.range()).is_some_and(|text| next_placeholder(text, 0).is_none())
}

/// Why a key is too easy to guess, or is probably not the whole key.
fn weak(key: &str) -> Option<&'static str> {
    let key = key.trim();
    if key.is_empty() || key.contains('$') || next_placeholder(key, 0).is_some() {
        return None;
    }
    let is_hex = key.bytes().all(|byte| byte.is_ascii_hexdigit());
    match key.chars().count() {
        ..FEWEST => Some("a key of fewer than eight characters is easily guessed"),
        // A few digits more or fewer: anyone who chooses a phrase of a different length does so on purpose.
        29..=31 | 33..=35 | 61..=63 | 65..=67 if is_hex => {
            Some("the key has hexadecimal digits, but neither 32 nor 64 of them: is part of it missing?")
        }
        _ => None,
    }
}

/// Whether a text looks like a MAC address.
fn is_mac(text: &str) -> bool {
    text.trim().parse::<TargetMac>().is_ok()
}

/// An argument that looks like a macro, but not one that devices know: `--key $SE`, `--key $sa`. A longer one may be a
/// password with a `$`.
pub(super) fn short_macro(subject: &Subject<'_>, entry: &Entry<'_>, option: &RuleOption<'_>) -> Option<Diagnostic> {
    let argument = option.argument.filter(|_| option.kind.is_credential())?.text.text();
    let name = argument.strip_prefix('$')?;
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name);
    let is_short = (1..=3).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_short || MacroName::find(name).is_some() {
        return None;
    }
    let message = "no device knows this macro, so its text is sent or used as the key";
    let finding = subject.within(&UNKNOWN_MACRO, entry, option.extent.range(), message);
    Some(match MacroName::find(&name.to_ascii_uppercase()) {
        Some(_) => finding.help("macros are in capitals: letter case matters"),
        None => finding.help("secrets are `$SA` to `$SD`"),
    })
}

/// A key that anyone who sees the address can see too.
pub(super) fn key_in_address(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    target: &RuleTarget<'_>,
    url: RuleUrl<'_>,
) -> Option<Diagnostic> {
    let key = target.options.iter().find(|option| option.kind == OptionKind::Key)?;
    let word = key.argument?.text.text();
    let is_gap = |c: char| "/:?=&@".contains(c);
    let is_shown = url.text.text().split(is_gap).any(|part| part.eq_ignore_ascii_case(word));
    let message = "the key is a word of the address after it, which is not secret";
    // A macro that is not secret is a separate finding.
    (is_shown && !word.is_empty() && !word.contains('$'))
        .then(|| subject.within(&KEY_IS_PUBLIC, entry, key.extent.range(), message))
        .map(|finding| finding.help("a device key in `GPP_SA`, used as `[--key $SA]`, cannot be guessed"))
}
