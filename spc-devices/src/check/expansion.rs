//! What a rule does with parameters and macros: empty substrings, old names, alias maps.
//!
//! Knows: macros and alias maps. Must not know: addresses and options, apart from those that use a map.

use spc_core::diagnostic::{Code, Diagnostic, Severity};
use spc_core::redact::may_quote;

use super::definition::{Check, Example, Group, Soundness};
use super::names;
use super::rules;
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use crate::lang::alias_map;
use crate::lang::macro_text::{Macro, MacroName};
use crate::lang::rule::{Alternative, MacroUse, OptionKind, Role, Rule, RuleOption};

static BEYOND: Check = Check {
    code: Code::new(630),
    name: "macro-beyond-value",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The part of a macro that a rule asks for is empty, because the value ends before it.",
    explanation: "`$(MA:6)` is everything after the first six characters, and `$(MA:6:2)` is the first two characters \
        of that. `$MA` and `$MAU` have 12 characters and `$MAC` has 17, so `$(MA:20)` is empty and leaves a gap in \
        the address.",
    source: "profile-language 9.6",
    fires: || {
        vec![
            Example::of("<Profile_Rule>http://h/$(MA:20).cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://h/$(MA:9223372036854775808:3).cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://h/$(MA:6:0).cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://h/$(A:6)/$MA.cfg</Profile_Rule><GPP_A>site</GPP_A>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>http://h/$(MA:6:2)/$(MA:6).cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://h/$(A:2)/$MA.cfg</Profile_Rule><GPP_A>site</GPP_A>"),
            Example::of("<Profile_Rule>http://h/$(A:6)/$MA.cfg</Profile_Rule><GPP_A>{{site}}</GPP_A>"),
            Example::of("<Profile_Rule>http://h/$(SN:20).cfg</Profile_Rule>"),
        ]
    },
};

static OLD_NAME: Check = Check {
    code: Code::new(631),
    name: "deprecated-macro",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A rule uses a macro that the guides call obsolete.",
    explanation: "`$METH` is now `$SCHEME`. `$UPGCOND` has been true since firmware 2.0.6, so a condition with it \
        decides nothing. Later firmware may not know either of them.",
    source: "profile-language 9.6",
    fires: || {
        vec![
            Example::of("<Report_Rule>http://h/report?by=$METH</Report_Rule>"),
            Example::of("<Upgrade_Rule>( \"$UPGCOND\" eq \"1\" )? http://h/fw.bin</Upgrade_Rule>"),
        ]
    },
    silent: || vec![Example::of("<Report_Rule>http://h/report?by=$SCHEME</Report_Rule>")],
};

static ALIAS_MAP: Check = Check {
    code: Code::new(632),
    name: "alias-map",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The parameter that `--alias` names does not hold an alias map.",
    explanation: "A map looks like `/CPE/number = /flat-profile/User_ID_1_ ; ..`: a path in the file, and the \
        parameter that it sets. Without a map, the device finds none of its parameters in the file. It reads 30 \
        mappings. More are a warning, and so is a mapping to a parameter that the model does not have.",
    source: "profile-language 9.5",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--alias c] http://h/$MA.xml</Profile_Rule><GPP_C>garbage</GPP_C>"),
            Example::on(
                "spa504g",
                "<Profile_Rule>[--alias k] http://h/$MA.xml</Profile_Rule><GPP_K>/b = /flat-profile/Foo_Bar ;</GPP_K>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::on(
                "spa504g",
                "<Profile_Rule>[--alias k] http://h/$MA.xml</Profile_Rule><GPP_K>/b = /flat-profile/User_ID_1_ ;</GPP_K>",
            ),
            Example::of(
                "<Profile_Rule>[--alias k] http://h/$MA.xml</Profile_Rule><GPP_K>/b = /flat-profile/Foo_Bar ;</GPP_K>",
            ),
            Example::of(
                "<Profile_Rule>[--alias c] http://h/$MA.xml</Profile_Rule><GPP_C>/CPE/number = /flat-profile/User_ID_1_ ;</GPP_C>",
            ),
            Example::of("<Profile_Rule>[--post c] http://h/$MA.xml</Profile_Rule><GPP_C>garbage</GPP_C>"),
            Example::of("<Profile_Rule>[--alias c] http://h/$MA.xml</Profile_Rule><GPP_C>{{map}}</GPP_C>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&BEYOND, &OLD_NAME, &ALIAS_MAP];

/// Looks at the macros and the alias maps of every rule.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    rules::each(subject, |entry, rule| {
        for used in rule.macros() {
            findings.extend(beyond(subject, entry, rule, &used));
            findings.extend(old_name(subject, entry, &used));
        }
        for alternative in &rule.alternatives {
            findings.extend(maps(subject, alternative));
        }
    });
}

fn beyond(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, used: &MacroUse<'_>) -> Option<Diagnostic> {
    let (name, Macro { offset, length, .. }) = (MacroName::find(used.used.name)?, used.used);
    let offset = offset?;
    let is_empty = length == Some(0) || {
        let size = match name {
            MacroName::Named("MA" | "MAU", _) => 12,
            MacroName::Named("MAC", _) => 17,
            other => of_parameter(subject, rule, used, &other.parameter()?)?,
        };
        offset >= size
    };
    let message = format!("`${}` is empty here: its value is too short", used.used.name);
    let finding = subject.within(&BEYOND, entry, used.extent.range(), message);
    let help = match name {
        MacroName::Named("MA" | "MAU", _) => "it has 12 characters, counted from 0",
        MacroName::Named("MAC", _) => "it has 17 characters, counted from 0",
        _ => "`$(A:2:3)` is three characters, starting with the third",
    };
    is_empty.then(|| finding.help(help))
}

/// How many characters a parameter has when a macro is expanded, if the parameter exists and that is known.
fn of_parameter(subject: &Subject<'_>, rule: &Rule<'_>, used: &MacroUse<'_>, name: &str) -> Option<u64> {
    let is_set = rule.alternatives.get(used.alternative).is_some_and(|one| rules::assignment(one, name).is_some());
    let value = subject.value(name).filter(|value| !value.is_empty() && next_placeholder(value, 0).is_none());
    // An assignment may have changed it by then.
    let value = value.filter(|_| !is_set || used.role == Role::Condition)?;
    u64::try_from(value.chars().count()).ok()
}

fn old_name(subject: &Subject<'_>, entry: &Entry<'_>, used: &MacroUse<'_>) -> Option<Diagnostic> {
    let help = match MacroName::find(used.used.name)? {
        MacroName::Named("METH", _) => "write `$SCHEME`",
        MacroName::Named("UPGCOND", _) => "it is always true from firmware 2.0.6 on",
        _ => return None,
    };
    let message = format!("`${}` is obsolete", used.used.name);
    Some(subject.within(&OLD_NAME, entry, used.extent.range(), message).help(help))
}

/// The alias maps that an alternative uses.
fn maps(subject: &Subject<'_>, alternative: &Alternative<'_>) -> Vec<Diagnostic> {
    let options = alternative.targets.iter().flat_map(|target| &target.options);
    let names = options.filter(|option| option.kind == OptionKind::Alias).filter_map(RuleOption::parameter);
    let maps = names.filter(|name| rules::assignment(alternative, name).is_none());
    let maps = maps.filter_map(|name| subject.get(&name).filter(|map| next_placeholder(map.text(), 0).is_none()));
    maps.flat_map(|map| alias_map_finding(subject, map).into_iter().chain(targets(subject, map))).collect()
}

/// Mappings to a parameter that the model does not have.
fn targets(subject: &Subject<'_>, map: &Entry<'_>) -> Vec<Diagnostic> {
    let (Some(dictionary), Ok(read)) = (subject.dictionary(), alias_map::parse(map.text())) else { return Vec::new() };
    let lost = read.aliases.iter().filter_map(|alias| {
        let name = alias.to.text.strip_prefix("/flat-profile/").filter(|name| !name.is_empty())?;
        let (message, help) = names::fault(dictionary, name)?;
        let is_shown = may_quote(map.name, map.text());
        let message = if is_shown { message } else { "this model has no such parameter".to_owned() };
        let finding = subject.within(&ALIAS_MAP, map, alias.to.extent.range(), message);
        let finding = as_severity(finding, Severity::Warning);
        Some(match help.filter(|_| is_shown) {
            Some(help) => finding.help(help),
            None => finding,
        })
    });
    lost.collect()
}

fn alias_map_finding(subject: &Subject<'_>, map: &Entry<'_>) -> Option<Diagnostic> {
    match alias_map::parse(map.text()) {
        Err(fault) => Some(subject.within(&ALIAS_MAP, map, fault.range.clone(), fault.to_string())),
        Ok(read) => {
            let first = read.aliases.get(alias_map::LIMIT)?;
            let message = format!("a device reads only {} mappings, so it ignores this one", alias_map::LIMIT);
            let finding = subject.within(&ALIAS_MAP, map, first.extent.range(), message);
            Some(as_severity(finding, Severity::Warning))
        }
    }
}
