//! Names of parameters that the model does not have or does nothing with, and what was probably meant.
//!
//! Knows: the model's dictionary. Must not know: what a value means.

use std::collections::HashMap;

use spc_core::diagnostic::{Code, Diagnostic, Severity, Span, Suggestion};
use spc_core::profile::leaf;
use spc_core::redact::may_name;
use spc_core::source::Syntax;

use super::definition::{Check, Example, Group, Soundness};
use super::shape::value_around;
use super::start_tag::{is_of_other_format, is_status};
use super::subject::{Entry, Subject, as_severity};
use super::values::of_kind;
use crate::dictionary::{Definition, Dictionary, Kind};
use crate::listing;

pub(super) static UNKNOWN_PARAMETER: Check = Check {
    code: Code::new(501),
    name: "unknown-parameter",
    group: Group::Names,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The model has no parameter with this name.",
    explanation: "A device silently ignores a name that it does not know, so the setting is lost. Names must match \
        letter for letter, and the spelling differs between families: `SIP_TOS_DiffServ_Value_1_` on phones is \
        `SIP_ToS_DiffServ_Value_1_` on adapters. Newer firmware may know names that this program does not. \
        Without a model, a name is reported if no known model has it and it is similar to a name that one of them has.",
    source: "families 3, 4",
    fires: || {
        vec![
            Example::on("spa504g", "<Pasword_1_>x</Pasword_1_>"),
            Example::on("8851", "<proxy_1_>sip.example.com</proxy_1_>"),
            Example::of("<Pasword_1_>x</Pasword_1_>"),
            Example::of("<proxy_1_>sip.example.com</proxy_1_>"),
            Example::of("<Line__Enable_1_>Yes</Line__Enable_1_>"),
            Example::of("<Register>Yes</Register>"),
            Example::of("# text\nPasword[1] \"x\" ;\n"),
            Example::of("<router-configuration><Bonjour_Enabel>1</Bonjour_Enabel></router-configuration>"),
            Example::on("spa9000", "<Pasword_1_>x</Pasword_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Password_1_>x</Password_1_>"),
            Example::of("<Password_1_>x</Password_1_>"),
            Example::of("<Frobnicate_Widget>x</Frobnicate_Widget>"),
            Example::of("<SIP_ToS_DiffServ_Value_1_>0x68</SIP_ToS_DiffServ_Value_1_>"),
            Example::of("<SIP_TOS_DiffServ_Value_1_>0x68</SIP_TOS_DiffServ_Value_1_>"),
            Example::of("<Call_1_State>Idle</Call_1_State>"),
            Example::on("rtp300", "<Frobnicate_Widget>x</Frobnicate_Widget>"),
        ]
    },
};

pub(super) static INDEX_BEYOND_MODEL: Check = Check {
    code: Code::new(502),
    name: "index-beyond-model",
    group: Group::Names,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The parameter belongs to a line, key or port that the model does not have.",
    explanation: "A profile that was written for a larger model sets lines that this one silently ignores. That is \
        harmless in a base for several models, but a mistake if the line was meant to ring. The lines of expansion \
        modules count as lines of a phone that supports them. Without a model, an index that no known model has is reported.",
    source: "families 2, 5; value-languages 6.3, line-beyond; the table of models, with its sources",
    fires: || {
        vec![
            Example::on("spa504g", "<Line_Enable_5_>Yes</Line_Enable_5_>"),
            Example::on("8841", "<Line_Enable_11_>Yes</Line_Enable_11_>"),
            Example::on("7811", "<User_ID_2_>100</User_ID_2_>"),
            Example::of("<Line_Enable_99_>Yes</Line_Enable_99_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Line_Enable_4_>Yes</Line_Enable_4_>"),
            Example::on("7861", "<Line_Enable_16_>Yes</Line_Enable_16_>"),
            Example::on("6871", "<Line_Enable_40_>Yes</Line_Enable_40_>"),
            Example::on("8851", "<Line_Enable_16_>Yes</Line_Enable_16_>"),
            Example::of("<Line_Enable_5_>Yes</Line_Enable_5_>"),
            Example::of("<Line_Enable_16_>Yes</Line_Enable_16_>"),
        ]
    },
};

static NO_EFFECT: Check = Check {
    code: Code::new(503),
    name: "no-effect-on-model",
    group: Group::Names,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The firmware has this parameter, but it does nothing on this model.",
    explanation: "The models of a series share their firmware and its parameter names. The guides say which models \
        have the feature that a parameter is for, such as a VPN client, Wi-Fi or an expansion module. The other \
        models accept the setting and do nothing with it. Empty values and factory defaults are not reported, because \
        a phone writes them itself. A parameter that newer firmware dropped is only a note.",
    source: "XML Reference Guide for Cisco IP Phone Multiplatform Phones, 19 Nov 2025; other guides as the finding says",
    fires: || {
        vec![
            Example::on("7832", "<VPN_Server>vpn.example.com</VPN_Server>"),
            Example::on("8841", "<ssid_1_>office</ssid_1_>"),
            Example::on("spa942", "<Unit_1_Key_1>fnc=sd;ext=100@$PROXY;nme=A</Unit_1_Key_1>"),
            Example::on("8851", "<Cfwd_Setting>No</Cfwd_Setting>"),
        ]
    },
    silent: || {
        vec![
            Example::on("7832", "<VPN_Server></VPN_Server>"),
            Example::on("7841", "<Voice_Feedback_Enable>No</Voice_Feedback_Enable>"),
            Example::on("8851", "<VPN_Server>vpn.example.com</VPN_Server>"),
            Example::on("8861", "<ssid_1_>office</ssid_1_>"),
            Example::on("spa962", "<Unit_1_Key_1>fnc=sd;ext=100@$PROXY;nme=A</Unit_1_Key_1>"),
            Example::of("<VPN_Server>vpn.example.com</VPN_Server>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&UNKNOWN_PARAMETER, &INDEX_BEYOND_MODEL, &NO_EFFECT];

/// There are never more names than this that are as near.
pub(super) const MOST_CANDIDATES: usize = 4;
/// At most this many models or series are named as having a parameter.
const MOST_OWNERS: usize = 6;
/// An edit is meant for a line, not for a page.
const MOST_BETWEEN: usize = 500;

/// Looks every name up.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(dictionary) = subject.dictionary() else { return };
    let mut unknown = Vec::new();
    for entry in subject.entries() {
        if let Some(definition) = entry.definition {
            findings.extend(without_effect(subject, dictionary, definition, entry));
            let beyond = beyond(dictionary, definition, entry.name);
            findings.extend(beyond.map(|message| {
                let finding = subject.on_name(&INDEX_BEYOND_MODEL, entry, message);
                match dictionary.spellings(entry.name).into_iter().find(|name| is_there(dictionary, name)) {
                    Some(meant) => finding.help(format!("did you mean `{meant}`? letter case matters")),
                    None => finding,
                }
            }));
            continue;
        }
        // A dump itself says that it shows a state there, and the reader reports `<param name=".." value=".."/>`.
        if is_status(subject, entry) || is_of_other_format(subject, entry) {
            continue;
        }
        // What is inside a value is not a parameter at all, which is a separate finding.
        if value_around(entry.name).is_some() {
            continue;
        }
        let is_fit = |name: &str| dictionary.get(name).is_none_or(|definition| fits(subject, entry, definition.kind()));
        unknown.push((entry, Likely::new(dictionary, entry.name, is_fit)));
    }
    // Two parameters renamed to the same name would be a repeated name, of which only the last value applies.
    let mut is_single: HashMap<&str, bool> = HashMap::new();
    for name in unknown.iter().filter_map(|(entry, likely)| certain(dictionary, entry.name, likely)) {
        is_single.entry(name).and_modify(|is_single| *is_single = false).or_insert(true);
    }
    for (entry, likely) in &unknown {
        let name = certain(dictionary, entry.name, likely).filter(|name| is_single.get(name) == Some(&true));
        let mut finding = subject.on_name(&UNKNOWN_PARAMETER, entry, missing(dictionary, entry.name));
        if let Some(help) = help(dictionary, entry.name, likely) {
            finding = finding.help(help);
        }
        if let Some(edit) = name.and_then(|name| rename(subject, dictionary, entry, name)) {
            finding = finding.suggest(edit);
        }
        findings.push(finding);
    }
}

/// Reports that a setting does nothing on the model, if a guide says so, except for what a phone writes into its own
/// file.
fn without_effect(
    subject: &Subject<'_>,
    dictionary: Dictionary,
    definition: &Definition,
    entry: &Entry<'_>,
) -> Option<Diagnostic> {
    let value = entry.value.filter(|value| !value.is_empty())?;
    let default = definition.default_value(definition.index_in(entry.name));
    if default.is_some_and(|default| default.eq_ignore_ascii_case(value)) {
        return None;
    }
    let effect = dictionary.no_effect(entry.name)?;
    let (name, model) = (entry.name, dictionary.model().name());
    let message = match effect.gone_since {
        None => format!("`{name}` does nothing on the {model}: it {}", effect.reason),
        Some(firmware) => {
            format!("`{name}` does nothing on the {model} from firmware {firmware} on: it {}", effect.reason)
        }
    };
    let finding = subject.on_name(&NO_EFFECT, entry, message).help(format!("source: {}", effect.source));
    Some(if effect.gone_since.is_some() { as_severity(finding, Severity::Note) } else { finding })
}

/// Reports that a model has no parameter of this name.
fn missing(dictionary: Dictionary, name: &str) -> String {
    let known = dictionary.source_model().name();
    // A secret may have been typed in place of a name by mistake.
    let name = if may_name(name) { name } else { "***" };
    match dictionary.is_fallback() {
        true => {
            let model = dictionary.model().name();
            format!("`{name}` is not a parameter of the {known}, which is used in place of the {model}")
        }
        false => format!("{known} has no parameter `{name}`"),
    }
}

/// Reports that the index of a name is beyond the model, if it is.
fn beyond(dictionary: Dictionary, definition: &Definition, name: &str) -> Option<String> {
    let (range, index) = (dictionary.most_indices(definition)?, definition.index_in(name)?);
    let message = || {
        let (model, first, last) = (dictionary.model().name(), range.start(), range.end());
        format!("{model} has no `{name}`: its index goes from {first} to {last}")
    };
    dictionary.is_beyond(definition, index).then(message)
}

/// Whether a name is a parameter of the model, with an index that it has.
fn is_there(dictionary: Dictionary, name: &str) -> bool {
    dictionary.get(name).is_some_and(|definition| beyond(dictionary, definition, name).is_none())
}

/// Replaces the mechanical spelling in a reader's hint with the model's own: `SIP_ToS/DiffServ_Value[1]` is
/// `SIP_TOS_DiffServ_Value_1_` on a phone.
pub(super) fn spell(dictionary: Option<Dictionary>, findings: &mut [Diagnostic]) {
    let Some(dictionary) = dictionary else { return };
    for finding in findings {
        let Some(name) = finding.parameter.take() else { continue };
        let own = if dictionary.get(&name).is_some() { None } else { dictionary.spellings(&name).into_iter().next() };
        if let (Some(own), Some(help)) = (&own, &mut finding.help) {
            *help = help.replace(&format!("`{name}`"), &format!("`{own}`"));
        }
        finding.parameter = Some(own.map_or(name, Into::into));
    }
}

/// Why a name that is used in another value sets nothing on the model, and what was probably meant.
pub(super) fn fault(dictionary: Dictionary, name: &str) -> Option<(String, Option<String>)> {
    match dictionary.get(name) {
        Some(definition) => Some((beyond(dictionary, definition, name)?, None)),
        None => Some((missing(dictionary, name), help(dictionary, name, &Likely::new(dictionary, name, |_| true)))),
    }
}

/// The names that an unknown name may be meant for. They take longer to find than anything else about a name.
struct Likely {
    /// The same in another letter case.
    spellings: Vec<String>,
    /// The nearest other names that the value is right for, if there are none of those.
    near: Vec<String>,
    /// Those with other numbers, if there are none of those either.
    siblings: Vec<String>,
}

impl Likely {
    fn new(dictionary: Dictionary, name: &str, is_fit: impl Fn(&str) -> bool) -> Self {
        let spellings = dictionary.spellings(name);
        let mut near = match spellings.is_empty() {
            true => dictionary.suggestions(name, MOST_CANDIDATES),
            false => Vec::new(),
        };
        near.retain(|name| is_fit(name));
        let has_other = !spellings.is_empty() || !near.is_empty();
        let siblings = if has_other { Vec::new() } else { dictionary.siblings(name) };
        Self { spellings, near, siblings }
    }
}

/// Whether the value of an entry could be that of a parameter of this kind: if not, its name was not meant for that one.
pub(super) fn fits(subject: &Subject<'_>, entry: &Entry<'_>, kind: Kind) -> bool {
    // What is only written in an unusual way has a correction.
    of_kind(subject, entry, kind).is_none_or(|finding| finding.suggestion.is_some())
}

/// What was meant, if that can be said.
fn help(dictionary: Dictionary, name: &str, likely: &Likely) -> Option<String> {
    if let Some(spelling) = likely.spellings.first() {
        return Some(format!("did you mean `{spelling}`? letter case matters"));
    }
    if let Some(elsewhere) = elsewhere(dictionary, name) {
        return Some(elsewhere);
    }
    let near = likely.near.first();
    let owners = Dictionary::models_with(name);
    if owners.is_empty() && dictionary.is_status(name) {
        return Some("phones report this on their status page; setting it has no effect".to_owned());
    }
    let (first, more) = owners.split_at_checked(MOST_OWNERS).unwrap_or((&owners, &[]));
    let owners = format!("{}{}", first.join(", "), if more.is_empty() { "" } else { " and others" });
    match (near, owners.is_empty(), siblings(&likely.siblings)) {
        (Some(near), true, _) => Some(format!("did you mean `{near}`?")),
        (Some(near), false, _) => Some(format!("did you mean `{near}`? `{name}` is a parameter of {owners}")),
        (None, true, siblings) => siblings,
        (None, false, Some(siblings)) => Some(format!("it is a parameter of {owners}; {siblings}")),
        (None, false, None) => Some(format!("it is a parameter of {owners}")),
    }
}

/// Which parameters of the model there are with other numbers.
fn siblings(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("this model has {}", listing::counted(names)))
}

/// Names that another family has instead (families 4, 8.2), each with its path below the profile.
const RENAMED: [(&str, &str); 9] = [
    ("Admin_Passwd", "router-configuration/Web_Login_Admin_Password"),
    ("Admin_Passwd", "Admin_Password"),
    ("Admin_Password", "router-configuration/Web_Login_Admin_Password"),
    ("Admin_Password", "Admin_Passwd"),
    ("User_Password", "router-configuration/Web_Login_Guest_Password"),
    ("User_Passwd", "User_Password"),
    ("Log_Resync_Request_Msg", "Log_Request_Msg"),
    ("Log_Resync_Success_Msg", "Log_Success_Msg"),
    ("Log_Resync_Failure_Msg", "Log_Failure_Msg"),
];

/// Where the model has the parameter: in another section, outside all sections, or under the name of its own family.
fn elsewhere(dictionary: Dictionary, name: &str) -> Option<String> {
    let leaf = leaf(name);
    if leaf != name && dictionary.get(leaf).is_some() {
        let section = name.strip_suffix(leaf).unwrap_or_default().trim_end_matches('/');
        return may_name(name).then(|| format!("`{leaf}` does not belong in a section: put it outside `{section}`"));
    }
    let inside = |definition: &&Definition| !definition.path().is_empty() && definition.is_named(leaf);
    if let Some(definition) = dictionary.definitions().find(inside) {
        return Some(format!("put it inside the section `{}`", definition.path()));
    }
    let renamed = RENAMED.iter().find(|(old, new)| *old == name && dictionary.get(new).is_some());
    renamed.map(|(_, new)| format!("this model calls it `{new}`"))
}

/// The name that was meant, if there is only one: the same in another letter case or with other underscores.
fn certain<'l>(dictionary: Dictionary, name: &str, likely: &'l Likely) -> Option<&'l str> {
    // A name that a related model's dictionary lacks may still be a name of this model.
    if dictionary.is_fallback() || name.contains('/') {
        return None;
    }
    let letters = |name: &str| name.replace('_', "");
    let near = likely.near.iter().filter(|near| letters(near) == letters(name));
    let mut candidates = likely.spellings.iter().chain(near);
    match (candidates.next(), candidates.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The edit that gives a parameter another name. In XML it covers the value between the two tags, so there is none for
/// a secret.
fn rename(subject: &Subject<'_>, dictionary: Dictionary, entry: &Entry<'_>, name: &str) -> Option<Suggestion> {
    let definition = dictionary.get(name)?;
    if entry.is_secret || definition.is_secret() || subject.get(name).is_some() {
        return None;
    }
    let place = entry.place.name;
    let source = subject.sources().get(usize::from(place.source()))?;
    if source.syntax == Syntax::Text {
        return Some(Suggestion::new(place, definition.text_name(definition.index_in(name))?));
    }
    let (start, end) = (place.range().start, place.range().end);
    let old = source.bytes.get(start..end)?;
    let tag_end = end.saturating_add(source.bytes.get(end..)?.iter().position(|&byte| byte == b'>')?);
    if source.bytes.get(..tag_end)?.ends_with(b"/") {
        return Some(Suggestion::new(place, name));
    }
    let after_value = entry.place.value.range().end.max(tag_end);
    let closing = source.bytes.get(after_value..)?.windows(2).position(|pair| pair == b"</")?;
    let closing = after_value.saturating_add(closing).saturating_add(2);
    let closing_end = closing.saturating_add(old.len());
    let between = core::str::from_utf8(source.bytes.get(end..closing)?).ok()?;
    if between.len() > MOST_BETWEEN || source.bytes.get(closing..closing_end)? != old {
        return None;
    }
    let span = Span::of(place.source(), start..closing_end)?;
    Some(Suggestion::new(span, format!("{name}{between}{name}")))
}
