//! Provisioning rules: what a device fetches next, and whether it can open it.
//!
//! Knows: rules, macros, and the parameters that macros stand for. Must not know: firmware images (`upgrades`).

use core::ops::Range;

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::redact::{may_name, may_quote};

use super::definition::Check;
use super::subject::{Entry, Subject, as_severity};
use super::templates::{next_placeholder, without_placeholders};
use crate::lang::address as ip;
use crate::lang::macro_text::{MacroName, MacroText};
use crate::lang::rule::{
    self, Alternative, Assignment, MacroUse, OptionKind, Role, Rule, RuleTarget, RuleUrl, UrlFault,
};
use crate::lang::{Fault, trigger};
use crate::model::Family;

mod keys;
mod rows;

use rows::{
    ADDRESS, HTTPS_OF_OLD, HTTPS_TO_ADDRESS, KEY_EMPTIED, KEY_IS_PUBLIC, KEY_IS_WEAK, MAC_WITH_COLONS, MACRO_EMPTIED,
    NO_SERVER, RULE_SYNTAX, SECRET_MACRO_PLACE, SHARED_PROFILE, UNKNOWN_MACRO, UNKNOWN_OPTION,
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &RULE_SYNTAX,
    &KEY_EMPTIED,
    &MACRO_EMPTIED,
    &SECRET_MACRO_PLACE,
    &UNKNOWN_MACRO,
    &MAC_WITH_COLONS,
    &KEY_IS_PUBLIC,
    &NO_SERVER,
    &SHARED_PROFILE,
    &UNKNOWN_OPTION,
    &HTTPS_TO_ADDRESS,
    &ADDRESS,
    &HTTPS_OF_OLD,
    &KEY_IS_WEAK,
];

/// The rules that say which profile is fetched.
pub(super) const PROFILE_RULES: [&str; 4] = ["Profile_Rule", "Profile_Rule_B", "Profile_Rule_C", "Profile_Rule_D"];

/// The conditions that start a resync.
pub(super) const TRIGGERS: [&str; 2] = ["Resync_Trigger_1", "Resync_Trigger_2"];

/// The parameters that hold nothing but keys and passwords.
const SECRETS: [&str; 4] = ["GPP_SA", "GPP_SB", "GPP_SC", "GPP_SD"];

/// The parameters that hold a rule.
fn entries<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = &'s Entry<'a>> {
    PROFILE_RULES.into_iter().chain(["Upgrade_Rule", "Report_Rule"]).filter_map(|name| subject.get(name))
}

/// Looks at every rule that can be read; letters replace what a template fills in.
pub(super) fn each(subject: &Subject<'_>, mut look: impl FnMut(&Entry<'_>, &Rule<'_>)) {
    for entry in entries(subject) {
        if let Ok(rule) = rule::parse(&without_placeholders(entry.text())) {
            look(entry, &rule);
        }
    }
}

/// Looks at every rule and trigger.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in entries(subject) {
        // What a template fills in is not there yet; that is reported separately.
        match rule::parse(&without_placeholders(entry.text())) {
            Err(fault) => findings.push(subject.within(&RULE_SYNTAX, entry, fault.range.clone(), fault.to_string())),
            Ok(rule) => {
                macros(subject, entry, &rule, findings);
                posted(subject, entry, &rule, findings);
                keys::run(subject, entry, &rule, findings);
                targets(subject, entry, &rule, findings);
            }
        }
    }
    for entry in subject.entries().filter(|entry| is_log_message(entry.name)) {
        logged(subject, entry, findings);
    }
    findings.extend(SECRETS.into_iter().filter_map(|name| keys::public(subject, subject.get(name)?)));
    for entry in TRIGGERS.into_iter().filter_map(|name| subject.get(name)) {
        if let Err(fault) = trigger::parse(&without_placeholders(entry.text())) {
            findings.push(subject.within(&RULE_SYNTAX, entry, fault.range.clone(), fault.to_string()));
        }
    }
}

/// Whether it is the text of a log message, in which macros are expanded (profile-language 9.6, 10.2).
fn is_log_message(name: &str) -> bool {
    name.starts_with("Log_") && name.ends_with("_Msg")
}

/// Macros of a log message that no device knows.
fn logged(subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
    for (used, extent) in MacroText::new(&without_placeholders(entry.text())).macros() {
        if MacroName::find(used.name).is_some() || used.name.starts_with(|sign: char| sign.is_ascii_digit()) {
            continue;
        }
        // What is logged is not secret.
        let message = unknown_macro(used.name, may_name(used.name));
        let finding = subject.within(&UNKNOWN_MACRO, entry, extent.range(), message);
        findings.push(finding.help("the message contains it as written"));
    }
}

fn macros(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, findings: &mut Vec<Diagnostic>) {
    for used in rule.macros() {
        let range = used.extent.range();
        let at = |check: &Check, message: String| subject.within(check, entry, range.clone(), message);
        let is_credential = matches!(used.role, Role::Option(option) if option.is_credential());
        let is_key = used.role == Role::Option(OptionKind::Key);
        if let Some(name) = keys::parameter_in(entry.text(), &range) {
            let range = range.start..range.start.saturating_add(1).saturating_add(name.len());
            findings.push(keys::named_parameter(subject, entry, range, name));
            continue;
        }
        match MacroName::find(used.used.name) {
            // A name inside a key may be part of the key.
            None if is_credential => {}
            // What is not an option is reported as such, with its argument.
            Some(_) if matches!(used.role, Role::Option(OptionKind::Unknown | OptionKind::Stray)) => {}
            None => {
                let upper = used.used.name.to_ascii_uppercase();
                let meant = MacroName::find(&upper);
                let is_shown = may_quote(entry.name, entry.text()) || meant.is_some() || is_first(rule, &used);
                let finding = at(&UNKNOWN_MACRO, unknown_macro(used.used.name, is_shown));
                findings.push(match meant {
                    Some(_) => finding.help(format!("did you mean `${upper}`? letter case matters")),
                    None => finding.help("the device leaves it as written"),
                });
            }
            Some(MacroName::Secret(letter)) if !is_credential => {
                findings.push(at(&SECRET_MACRO_PLACE, format!("`$S{letter}` is not expanded here")));
            }
            Some(name @ (MacroName::Secret(letter) | MacroName::General(letter))) => {
                let parameter = match name {
                    MacroName::Secret(_) => format!("GPP_S{letter}"),
                    _ => format!("GPP_{letter}"),
                };
                // An assignment uses the values from before it.
                let alternative = match used.role {
                    Role::Option(_) | Role::Url => rule.alternatives.get(used.alternative),
                    _ => None,
                };
                let check = if is_key { &KEY_EMPTIED } else { &MACRO_EMPTIED };
                findings.extend(emptied(subject, entry, alternative, &parameter, (check, range.clone())));
            }
            Some(MacroName::Named("MAC", _)) if used.role == Role::Url => {
                let finding = at(&MAC_WITH_COLONS, "`$MAC` has colons: `00:0e:08:aa:bb:cc`".to_owned());
                findings.push(finding.help("`$MA` is the same without them"));
            }
            Some(_) => {}
        }
    }
}

fn unknown_macro(name: &str, is_shown: bool) -> String {
    match is_shown {
        true => format!("no device knows the macro `${name}`"),
        false => "no device knows this macro".to_owned(),
    }
}

/// Whether an address without a login begins with a macro, which then is the name of a server and not a piece of a password.
fn is_first(rule: &Rule<'_>, used: &MacroUse<'_>) -> bool {
    let targets = rule.alternatives.iter().flat_map(|alternative| &alternative.targets);
    let mut urls = targets.filter_map(|target| target.url);
    urls.any(|url| url.text.extent().start == used.extent.start && !url.text.text().contains('@'))
        && may_name(used.used.name)
}

/// Reports that a parameter used by a rule is empty by then.
fn emptied(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    alternative: Option<&Alternative<'_>>,
    parameter: &str,
    (check, range): (&Check, Range<usize>),
) -> Option<Diagnostic> {
    let assigned = alternative.and_then(|alternative| assignment(alternative, parameter));
    if let Some(assigned) = assigned {
        let message = format!("`{}` uses `{parameter}`, which this alternative empties", entry.name);
        let place = subject.place(entry, assigned.extent.range());
        let finding = subject.within(check, entry, range, message).note(place, "it is emptied here");
        return assigned.value.text().is_empty().then(|| finding.help("delete the assignment, or give it a value"));
    }
    let emptied = subject.get(parameter).filter(|entry| entry.value == Some(""))?;
    let message = format!("`{}` uses `{parameter}`, which this profile empties", entry.name);
    let finding = subject.within(check, entry, range, message).note(emptied.place.name, "it is emptied here");
    Some(finding.help(format!("write `<{parameter}/>` to keep the device's value")))
}

/// What an alternative sets a parameter to before it fetches anything: the last assignment to it.
pub(super) fn assignment<'r, 'a>(alternative: &'r Alternative<'a>, parameter: &str) -> Option<&'r Assignment<'a>> {
    let letter = parameter.strip_prefix("GPP_").filter(|letter| letter.len() == 1).map(str::to_ascii_lowercase);
    let is_it = |name: &str| name == parameter || letter.as_deref() == Some(name);
    alternative.assignments.iter().rfind(|assignment| is_it(assignment.name))
}

/// Parameters that should be posted or hold an alias map, but are empty.
fn posted(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, findings: &mut Vec<Diagnostic>) {
    for alternative in &rule.alternatives {
        for option in alternative.targets.iter().flat_map(|target| &target.options) {
            let Some(parameter) = option.parameter() else { continue };
            let what = (&MACRO_EMPTIED, option.extent.range());
            findings.extend(emptied(subject, entry, Some(alternative), &parameter, what));
        }
    }
}

/// How a rule gives the name and the password of a login.
const LOGIN: &str = "multiplatform phones have options for a login: `[--uid NAME --pwd PASSWORD]`";

/// What was probably meant by something in brackets that is not an option.
fn option_help(text: &str) -> &'static str {
    let word = text.trim_start_matches('-');
    if word.contains(':') {
        LOGIN
    } else if text.ends_with('\'') || text.starts_with('\'') {
        "a key with spaces is written in double quotes, as in `--key \"two words\"`"
    } else if word.starts_with("aes") || word.starts_with("rc4") {
        "a device sees the cipher in the file; leave this out"
    } else {
        "the key is written `--key`, with two dashes and a space after it"
    }
}

fn targets(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, findings: &mut Vec<Diagnostic>) {
    let is_upgrade = entry.name == "Upgrade_Rule";
    for target in rule.alternatives.iter().flat_map(|alternative| &alternative.targets) {
        let mut follows_other = false;
        for option in &target.options {
            findings.extend(keys::short_macro(subject, entry, option));
            let is_other = matches!(option.kind, OptionKind::Unknown | OptionKind::Stray);
            // A word after what is not an option is its argument.
            let is_argument = follows_other && option.kind == OptionKind::Stray;
            follows_other = is_other;
            if is_other && !is_argument {
                let message = "not an option of a rule";
                let finding = subject.within(&UNKNOWN_OPTION, entry, option.extent.range(), message);
                let written = entry.text().get(option.extent.range()).unwrap_or_default();
                findings.push(finding.help(option_help(written)));
            }
        }
        let Some(url) = target.url else { continue };
        let range = url.text.extent().range();
        let starts_with_macro = entry.text().get(range.start..).is_some_and(|url| url.starts_with(['$', '{', '<']));
        if url.parts().server.is_none() && !starts_with_macro && !url.parts().is_activation() {
            let finding = subject.within(&NO_SERVER, entry, range.clone(), "no server is named");
            let (severity, help) = if is_upgrade {
                (Severity::Warning, "an upgrade needs one: `tftp://192.0.2.1/fw.bin`")
            } else {
                (Severity::Note, "the device uses the one from DHCP option 66")
            };
            findings.push(as_severity(finding, severity).help(help));
        }
        findings.extend(address(subject, entry, url));
        findings.extend(keys::key_in_address(subject, entry, target, url));
        let is_secure = url.parts().scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let host = url.parts().server.map(|server| server.split(':').next().unwrap_or_default());
        if is_secure && host.is_some_and(|host| ip::v4(host).is_ok()) {
            let message = "certificates are rarely for an address";
            findings.push(subject.within(&HTTPS_TO_ADDRESS, entry, range.clone(), message));
        }
        if is_secure && subject.model.is_some_and(|model| model.family() == Family::Sipura) {
            let message = "these devices support HTTPS only from firmware 2.0 on";
            findings.push(subject.within(&HTTPS_OF_OLD, entry, range.clone(), message));
        }
        // The other profile rules often fetch what all devices have in common.
        if entry.name == "Profile_Rule" && has_account(subject) && is_shared(entry, target) && !has_own_file(subject) {
            let message = "every device with this rule fetches the same file, and with it the same account";
            let finding = subject.within(&SHARED_PROFILE, entry, range, message);
            findings.push(finding.help("put `$MA` in the address"));
        }
    }
}

/// What is wrong with an address, unless a template fills in part of it.
fn address(subject: &Subject<'_>, entry: &Entry<'_>, url: RuleUrl<'_>) -> Option<Diagnostic> {
    let range = url.text.extent().range();
    if entry.text() == "\"\"" || entry.text().get(range.clone()).is_none_or(|text| next_placeholder(text, 0).is_some())
    {
        return None;
    }
    let Fault { kind, range: place } = rule::url_fault(url.text.text())?;
    let place = range.start.saturating_add(place.start)..range.start.saturating_add(place.end);
    let finding = subject.within(&ADDRESS, entry, place, kind.to_string());
    let finding = if kind.is_odd() { as_severity(finding, Severity::Warning) } else { finding };
    Some(match kind {
        UrlFault::Scheme { near: Some(near) } => finding.help(format!("did you mean `{near}`?")),
        UrlFault::Slashes => finding.help("as in `http://prov.example.com/$MA.cfg`"),
        UrlFault::Login => finding.help(LOGIN),
        UrlFault::Percent => finding.help("a macro begins with `$`, as in `$MA`; a `%` itself is `%25`"),
        UrlFault::NoPath => finding.help("a path begins with `/`, as in `/$MA.cfg`"),
        _ => finding,
    })
}

/// Whether nothing in a target differs from device to device.
fn is_shared(entry: &Entry<'_>, target: &RuleTarget<'_>) -> bool {
    next_placeholder(entry.text(), 0).is_none()
        && target.url.is_some_and(|url| url.text.macros().next().is_none() && !url.parts().is_activation())
        && target.options.iter().all(|option| !matches!(option.kind, OptionKind::UserId | OptionKind::Post))
}

/// Whether one of the other profile rules fetches a file for this device alone.
fn has_own_file(subject: &Subject<'_>) -> bool {
    let mut others = PROFILE_RULES.into_iter().skip(1).filter_map(|name| subject.get(name));
    others.any(|entry| entry.text().contains('$') || next_placeholder(entry.text(), 0).is_some())
}

fn has_account(subject: &Subject<'_>) -> bool {
    let is_set = |name: &str| subject.value(name).is_some_and(|value| !value.is_empty());
    is_set("User_ID_1_") || is_set("Password_1_")
}
