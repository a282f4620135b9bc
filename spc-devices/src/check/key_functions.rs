//! Key functions: keys that a phone accepts but that do nothing.
//!
//! Knows: which parameter holds a key function, and what else a key needs. Must not know: the language itself.

use spc_core::diagnostic::{Diagnostic, Severity};

use super::definition::Check;
use super::subject::{Entry, Subject, as_severity};
use super::templates::is_open;
use super::words::{is_no, is_yes, numbered};
use crate::lang::key_function::{self, KeyFunction, KeyTarget};
use crate::lang::located::Located;
use crate::lang::shown;
use crate::lang::softkeys::Softkeys;
use crate::listing::either;
use crate::model::{Family, Model};

mod rows;

use rows::{
    ACCESS_CODE, KEYS_OF_A_CALL, LACKS, LINE_ENABLED, NO_LINE, OTHER_HOST, OTHER_SERVER, PARTS, SYNTAX, UNKNOWN,
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &SYNTAX,
    &UNKNOWN,
    &LACKS,
    &LINE_ENABLED,
    &NO_LINE,
    &KEYS_OF_A_CALL,
    &ACCESS_CODE,
    &OTHER_HOST,
    &OTHER_SERVER,
    &PARTS,
];

/// Looks at every key.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_set = |entry: &&Entry<'_>| is_key(entry.name) && !entry.text().trim().is_empty() && !is_open(entry.text());
    for entry in subject.entries().filter(is_set) {
        let key = match KeyFunction::parse(entry.text()) {
            Ok(key) => key,
            Err(fault) => {
                let finding = subject.within(&SYNTAX, entry, fault.range.clone(), fault.to_string());
                let is_separator = matches!(fault.kind, key_function::Mistake::Comma | key_function::Mistake::Joined);
                findings.push(if is_separator { as_severity(finding, Severity::Warning) } else { finding });
                continue;
            }
        };
        if entry.text().len() > key_function::MAX_LENGTH {
            let message = format!("this key function has more than {} characters", key_function::MAX_LENGTH);
            findings.push(subject.on_value(&SYNTAX, entry, message));
        }
        unknown(subject, entry, &key, findings);
        lacks(subject, entry, &key, findings);
        parts(subject, entry, &key, findings);
        findings.extend(on_line(subject, entry));
        line(subject, entry, &key, findings);
        findings.extend(outside_call(subject, entry, &key));
        findings.extend(server(subject, entry, &key));
    }
}

/// A lamp set up for another kind of server.
fn server(subject: &Subject<'_>, entry: &Entry<'_>, key: &KeyFunction) -> Option<Diagnostic> {
    let server = subject.get("Server_Type").filter(|_| key.does("blf"))?;
    let (has_user, has_target) = (key.option("usr").is_some(), key.option("ext").is_some());
    let message = match server.text().trim() {
        kind if kind.eq_ignore_ascii_case("broadsoft") && has_target && !has_user => {
            "the lamp has `ext=`, but a Broadsoft server needs `usr=`"
        }
        kind if kind.eq_ignore_ascii_case("asterisk") && has_user => {
            "the lamp has `usr=`, but an Asterisk server needs the extension in `sub=`"
        }
        _ => return None,
    };
    let finding = subject.on_value(&OTHER_SERVER, entry, message);
    Some(finding.note(server.place.value, "the server is named here"))
}

/// `Extended_Function_2_`, `Unit_1_Key_3_`, `Unit_1_Key_3`, `PSK_1`.
fn is_key(name: &str) -> bool {
    let of_unit = name.strip_prefix("Unit_").and_then(|rest| rest.split_once("_Key_"));
    let is_unit = of_unit.is_some_and(|(unit, key)| {
        numbered(unit, "", "").is_some() && numbered(key.strip_suffix('_').unwrap_or(key), "", "").is_some()
    });
    is_unit || numbered(name, "Extended_Function_", "_").is_some() || numbered(name, "PSK_", "").is_some()
}

fn is_multiplatform(subject: &Subject<'_>) -> bool {
    subject.model.map(Model::family) == Some(Family::Mpp)
}

fn unknown(subject: &Subject<'_>, entry: &Entry<'_>, key: &KeyFunction, findings: &mut Vec<Diagnostic>) {
    if subject.model.is_none() {
        return;
    }
    let unsure = if is_multiplatform(subject) { UNKNOWN.severity } else { Severity::Note };
    let mut report = |word: &Located<String>, what: &str, meant: Option<&str>| {
        let message = format!("`{}` is not a known {what}", shown(&word.value));
        let finding = subject.within(&UNKNOWN, entry, word.range(), message);
        // What people mistakenly write for a known word is wrong on every phone, even where not all words are known.
        findings.push(match meant {
            Some(meant) => as_severity(finding, UNKNOWN.severity).help(format!("did you mean `{meant}`?")),
            None => as_severity(finding, unsure),
        });
    };
    for word in key.functions.iter().filter(|word| key_function::function(&word.value).is_none()) {
        report(word, "function", key_function::meant_function(&word.value));
    }
    let is_option = |name: &str| key_function::OPTIONS.iter().any(|(option, _)| name.eq_ignore_ascii_case(option));
    for field in key.options.iter().filter(|field| !is_option(&field.name.value)) {
        report(&field.name, "option", key_function::meant_option(&field.name.value));
    }
}

fn lacks(subject: &Subject<'_>, entry: &Entry<'_>, key: &KeyFunction, findings: &mut Vec<Diagnostic>) {
    for (word, needs) in key.missing() {
        // The lamp of a list of users shows the state of `usr=`.
        if word.value.eq_ignore_ascii_case("blf") && key.option("usr").is_some() {
            continue;
        }
        let is_documented = ["mwi", "xml", "shortcut"].iter().any(|known| word.value.eq_ignore_ascii_case(known));
        // The guide says that a speed dial on a voicemail key does nothing then.
        let is_of_mail = word.value.eq_ignore_ascii_case("sd") && key.does("mwi");
        let severity = if is_documented || is_of_mail { Severity::Error } else { LACKS.severity };
        let wanted: Vec<String> = needs.iter().map(|name| format!("`{name}=`")).collect();
        let wanted = either(&wanted);
        let finding = subject.within(&LACKS, entry, word.range(), format!("`{}` needs {wanted}", word.value));
        let finding = as_severity(finding, severity);
        let unused = key.unused().find(|field| !field.name.value.eq_ignore_ascii_case("nme"));
        findings.push(match unused {
            Some(field) => {
                finding.help(format!("`{}=` has no effect here; did you mean {wanted}?", shown(&field.name.value)))
            }
            None => finding,
        });
    }
}

/// Parts of a function that are empty, repeated or in another language, and functions that cannot share a key.
fn parts(subject: &Subject<'_>, entry: &Entry<'_>, key: &KeyFunction, findings: &mut Vec<Diagnostic>) {
    let mut see = |range, message: String| findings.push(subject.within(&PARTS, entry, range, message));
    for (at, field) in key.options.iter().enumerate() {
        let name = field.name.value.to_ascii_lowercase();
        if !key_function::OPTIONS.iter().any(|(option, _)| *option == name) {
            continue;
        }
        let earlier = key.options.get(..at).unwrap_or_default();
        if earlier.iter().any(|other| other.name.value.eq_ignore_ascii_case(&name)) {
            see(field.name.range(), format!("a second `{name}=`; it is not documented which of the two applies"));
        } else if name == "vid" && field.value.value.is_empty() {
            see(field.name.range(), "`vid=` has no line number".to_owned());
        }
        if !["ext", "sub", "usr"].contains(&name.as_str()) || field.value.value.is_empty() {
            continue;
        }
        let value = field.value.value.as_str();
        let scheme = value.split_once(':').map(|(scheme, _)| scheme.trim());
        let is_scheme = |scheme: &str| ["sip", "sips", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let target = KeyTarget::new(value);
        if scheme.is_some_and(is_scheme) {
            see(field.value.range(), format!("write the number in `{name}=` without `sip:`"));
        } else if target.host == Some("") {
            see(field.value.range(), format!("no host follows the `@` in `{name}=`"));
        } else if target.host.is_some() && target.number.is_empty() {
            see(field.value.range(), format!("no number comes before the `@` in `{name}=`"));
        }
    }
    let park =
        key.functions.iter().find(|word| ["prk", "park"].iter().any(|park| word.value.eq_ignore_ascii_case(park)));
    if let Some(park) = park.filter(|_| is_multiplatform(subject) && key.does("blf")) {
        see(park.range(), "one key cannot show a busy lamp and parked calls; a server's list can".to_owned());
    }
}

/// A key that belongs to a line, so that its function is not used.
fn on_line(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let number = numbered(entry.name, "Extended_Function_", "_")?;
    let family = subject.model?.family();
    let extension = subject.get(&format!("Extension_{number}_")).filter(|entry| !entry.text().trim().is_empty());
    let is_disabled = extension.is_some_and(|entry| entry.text().trim().eq_ignore_ascii_case("disabled"));
    let needs_disabled = match family {
        Family::Spa5xx => true,
        Family::Mpp => subject.value("Enable_Direct_PLK_Configuration").is_some_and(is_no),
        _ => return None,
    };
    // From firmware 11.3(7) on, the line's account decides, whatever the key is for.
    let is_direct = || subject.value("Enable_Direct_PLK_Configuration").is_some_and(is_yes);
    if is_disabled && !(family == Family::Mpp && is_direct()) {
        return None;
    }
    if needs_disabled {
        let extension = extension?;
        let message = format!("`{}` is not used, because the key belongs to a line", entry.name);
        let finding =
            subject.on_value(&LINE_ENABLED, entry, message).note(extension.place.value, "its line is set here");
        return Some(finding.help(format!("set `{}` to `Disabled`", extension.name)));
    }
    let names = [format!("Proxy_{number}_"), format!("User_ID_{number}_")];
    let of_line = names.iter().filter_map(|name| subject.get(name)).find(|entry| !entry.text().trim().is_empty())?;
    let message = format!("`{}` is not used, because line {number} is in use", entry.name);
    let finding = subject.on_value(&LINE_ENABLED, entry, message).note(of_line.place.name, "the line is set up here");
    Some(finding.help("give the function to a key whose number is not that of a line"))
}

/// The line of a key, and what else its targets contain.
fn line(subject: &Subject<'_>, entry: &Entry<'_>, key: &KeyFunction, findings: &mut Vec<Diagnostic>) {
    let vid = key.option("vid").filter(|vid| !vid.value.is_empty());
    let number = vid.map_or(Some(1), |vid| vid.value.parse::<u16>().ok());
    if let Some(vid) = vid {
        let lines = subject.model.and_then(Model::lines);
        let disabled = number.and_then(|number| subject.get(&format!("Line_Enable_{number}_")));
        let finding = |message: String| subject.within(&NO_LINE, entry, vid.range(), message);
        match (number, lines) {
            (None | Some(0), _) => findings.push(finding("`vid=` must be the number of a line".to_owned())),
            (Some(number), Some(lines)) if number > lines => {
                findings.push(finding(format!("there is no line {number}: the model has {lines}")));
            }
            (Some(number), _) => {
                let off = disabled.filter(|entry| is_no(entry.text()));
                let message = format!("line {number} is switched off");
                findings.extend(off.map(|off| finding(message).note(off.place.value, "it is switched off here")));
            }
        }
    }
    let proxy = number.and_then(|number| subject.value(&format!("Proxy_{number}_"))).map(without_port);
    for name in ["ext", "sub"] {
        let Some(value) = key.option(name) else { continue };
        let target = KeyTarget::new(&value.value);
        if target.has_access_code() {
            findings.push(subject.on_name(&ACCESS_CODE, entry, format!("`{name}=` seems to send an access code")));
        }
        let host = target.host.map(without_port).filter(|host| !host.is_empty() && !host.contains('$'));
        let differs = |proxy: &str| {
            !proxy.is_empty()
                && !proxy.contains(['$', '{'])
                && host.is_some_and(|host| !host.eq_ignore_ascii_case(proxy))
        };
        if proxy.is_some_and(differs) {
            let message = format!("`{name}=` names a different server from its line");
            findings.push(
                subject.within(&OTHER_HOST, entry, value.range(), message).help("`$PROXY` is the line's own server"),
            );
        }
    }
}

fn without_port(host: &str) -> &str {
    let host = host.trim();
    host.rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(host, _)| host)
}

/// Keys that are sent during a call, on something that is not shown during one.
fn outside_call(subject: &Subject<'_>, entry: &Entry<'_>, key: &KeyFunction) -> Option<Diagnostic> {
    if !key.does("dtmf") || !is_multiplatform(subject) {
        return None;
    }
    let Some(number) = numbered(entry.name, "PSK_", "") else {
        let finding = subject.on_value(&KEYS_OF_A_CALL, entry, "`fnc=dtmf` works only on softkeys");
        return Some(finding.help("use `PSK_n`, and name it in `Connected_Key_List`"));
    };
    let lists =
        subject.entries().filter(|list| list.name.ends_with("_Key_List") && !list.name.starts_with("Connected_"));
    let mut naming = lists.filter_map(|list| {
        let softkeys = Softkeys::parse(list.text()).ok()?;
        let named = softkeys.entries.into_iter().find(|softkey| softkey.programmable() == Some(u32::from(number)))?;
        Some((list, named.keyword.range()))
    });
    let (list, range) = naming.next()?;
    let message = format!("`{}` sends keys during a call, but `{}` is not shown then", entry.name, list.name);
    Some(subject.within(&KEYS_OF_A_CALL, list, range, message).help("name it in `Connected_Key_List`"))
}
