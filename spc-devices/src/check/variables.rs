//! Misspelt variables, such as `$USER`, that a device fills in itself.
//!
//! Knows: which parameters have their own variables. Must not know: the macros of rules.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject, as_severity};
use super::words::numbered;

static MISSPELT: Check = Check {
    code: Code::new(530),
    name: "misspelt-variable",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A variable that the device fills in, such as `$USER`, is misspelt, has no `$`, or is in a value where \
        variables are not replaced.",
    explanation: "A device replaces the variables that it knows and uses everything else as written: a key dials \
        `101@$PORXY`, or a keep-alive packet consists of the word `NOTIFY`. It is not documented whether letter case \
        matters, so different case is only a note.",
    source: "profile-language 9.6; value-languages 4.1, 4.2, 5.1",
    fires: || {
        vec![
            Example::of("<Short_Name_1_>$USERID</Short_Name_1_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$PORXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf;sub=101@PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf;sub=101@{PROXY};nme=Anna</Extended_Function_2_>"),
            Example::of("<Proxy_1_>$PROXY</Proxy_1_>"),
            Example::of("<NAT_Keep_Alive_Msg_1_>NOTIFY</NAT_Keep_Alive_Msg_1_>"),
            Example::of("<NAT_Keep_Alive_Dest_1_>$PROX</NAT_Keep_Alive_Dest_1_>"),
            Example::of("<NAT_Keep_Alive_Dest_1_>$host</NAT_Keep_Alive_Dest_1_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$proxy</Extended_Function_2_>"),
            Example::of("<LDAP_Last_Name_Filter>sn:(sn=$VALEU*)</LDAP_Last_Name_Filter>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Short_Name_1_>$USER</Short_Name_1_><NAT_Keep_Alive_Msg_1_>$NOTIFY</NAT_Keep_Alive_Msg_1_>"),
            Example::of("<Extended_Function_2_>fnc=blf+sd;sub=101@$PROXY;usr=$USER@$PROXY</Extended_Function_2_>"),
            Example::of("<Short_Name_1_>$front_desk</Short_Name_1_><Short_Name_2_>Kasse $USD</Short_Name_2_>"),
            Example::of("<NAT_Keep_Alive_Msg_1_>ping</NAT_Keep_Alive_Msg_1_>"),
            Example::of("<Profile_Rule>http://h/$PROX.cfg</Profile_Rule>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&MISSPELT];

/// The parameters that `$PROXY` and `$USER` come from, and other parameters of a line that cannot have variables.
const ACCOUNT: [&str; 5] = ["Proxy_", "Outbound_Proxy_", "User_ID_", "Auth_ID_", "SIP_Proxy_"];

/// Looks at every value that may have variables.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in subject.entries() {
        if matches!(entry.text(), "$PROXY" | "$USER")
            && ACCOUNT.iter().any(|of| numbered(entry.name, of, "_").is_some())
        {
            let finding = subject.on_value(&MISSPELT, entry, format!("`{}` is not filled in here", entry.text()));
            findings.push(finding.help("elsewhere it is replaced by this value: write the value itself"));
            continue;
        }
        let Some(variables) = variables(entry.name) else { continue };
        let text = entry.text();
        if let Some(bare) = variables.iter().find(|variable| text == **variable) {
            let finding = subject.on_value(&MISSPELT, entry, format!("`{bare}` without its `$` is only a word"));
            findings.push(finding.help(format!("write `${bare}`")));
            continue;
        }
        if is_other_host(entry) {
            let finding = subject.on_value(&MISSPELT, entry, "not a variable that the device fills in here");
            findings.push(finding.help("did you mean `$PROXY`?"));
            continue;
        }
        for (at, _) in text.match_indices('@') {
            findings.extend(bare_host(subject, entry, at.saturating_add(1), variables));
        }
        for (at, _) in text.match_indices('$') {
            findings.extend(misspelt(subject, entry, at, variables));
        }
    }
}

/// Whether the device fills in variables in a parameter, so that what is wrong with one is reported here.
pub(super) fn has_variables(name: &str) -> bool {
    variables(name).is_some()
}

/// Whether a value that is a host is another variable than the one that its parameter takes.
fn is_other_host(entry: &Entry<'_>) -> bool {
    let is_host = numbered(entry.name, "NAT_Keep_Alive_Dest_", "_").is_some();
    is_host && entry.text().trim().strip_prefix('$').is_some_and(|word| !word.eq_ignore_ascii_case("PROXY"))
}

/// What may follow a `$` in a parameter.
fn variables(name: &str) -> Option<&'static [&'static str]> {
    let is_key = || {
        name.starts_with("Unit_") && name.contains("_Key_")
            || numbered(name, "Extended_Function_", "_").is_some()
            || numbered(name, "PSK_", "").is_some()
    };
    match name.as_bytes().first()? {
        b'N' if numbered(name, "NAT_Keep_Alive_Msg_", "_").is_some() => Some(&["NOTIFY", "REGISTER", "OPTIONS"]),
        b'N' if numbered(name, "NAT_Keep_Alive_Dest_", "_").is_some() => Some(&["PROXY"]),
        b'S' if name == "Short_Name" || numbered(name, "Short_Name_", "_").is_some() => Some(&["USER"]),
        b'L' if name.starts_with("LDAP_") && name.ends_with("_Filter") => Some(&["VALUE"]),
        b'E' | b'U' | b'P' if is_key() => Some(&["PROXY", "USER"]),
        _ => None,
    }
}

/// A variable without its `$`, or in braces, after an `@`: `101@PROXY`, `101@{PROXY}`.
fn bare_host(subject: &Subject<'_>, entry: &Entry<'_>, at: usize, variables: &[&str]) -> Option<Diagnostic> {
    let rest = entry.text().get(at..)?;
    let end = rest.find([';', ',', '@', '+']).unwrap_or(rest.len());
    let host = rest.get(..end)?.trim_end();
    let word = host.trim_start_matches(['{', '$']).trim_end_matches('}');
    let variable = variables.iter().find(|variable| word == **variable && !host.starts_with('$'))?;
    let message = format!("`{host}` is not filled in by the device");
    let range = at..at.saturating_add(host.len());
    Some(subject.within(&MISSPELT, entry, range, message).help(format!("write `${variable}`")))
}

fn misspelt(subject: &Subject<'_>, entry: &Entry<'_>, at: usize, variables: &[&str]) -> Option<Diagnostic> {
    let word = entry.text().get(at.saturating_add(1)..)?;
    let end = word.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(word.len());
    // `$front_desk` is a variable in somebody's template.
    let (word, rest) = word.split_at_checked(end)?;
    if !(3..12).contains(&word.len()) || rest.starts_with('_') {
        return None;
    }
    let upper = word.to_ascii_uppercase();
    let near = variables.iter().map(|variable| (strsim::osa_distance(&upper, variable), *variable)).min()?;
    let (distance, variable) = near;
    // Two letters are half of a short name; a longer word may begin with the whole name.
    let limit = if upper.starts_with(variable) || variable.len() > 5 { 2 } else { 1 };
    if distance > limit || word == variable {
        return None;
    }
    let range = at..at.saturating_add(1).saturating_add(end);
    let message = format!("`${word}` is not a variable that the device fills in here");
    let finding = subject.within(&MISSPELT, entry, range, message).help(format!("did you mean `${variable}`?"));
    Some(if distance == 0 { as_severity(finding, Severity::Note) } else { finding })
}
