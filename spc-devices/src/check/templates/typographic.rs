//! Characters that a word processor puts in place of plain ones, and what else is wrong because of them.
//!
//! Knows: which characters those are. Must not know: what a value is for.

use std::collections::HashMap;

use spc_core::diagnostic::Diagnostic;

use super::rows::TYPOGRAPHIC;
use crate::check::subject::{Entry, Subject};

const TYPE_AGAIN: &str = "type it again instead of pasting it";

/// The first typographic character of a value.
pub(in crate::check) fn typographic(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    let (at, sign, plain) =
        value.char_indices().find_map(|(at, sign)| plain_sign(sign).map(|plain| (at, sign, plain)))?;
    let end = at.saturating_add(sign.len_utf8());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_apostrophe = sign == '\u{2019}'
        && is_letter(value.get(..at)?.chars().next_back())
        && is_letter(value.get(end..)?.chars().next());
    if is_apostrophe {
        return None;
    }
    let message = format!("U+{:04X} is used where the device knows only {plain}", u32::from(sign));
    Some(subject.within(&TYPOGRAPHIC, entry, at..end, message).help(TYPE_AGAIN))
}

/// What a typographic character was before something changed it.
const fn plain_sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => "the plain `'`",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => "the plain `\"`",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' => "the plain `-`",
        '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{3000}' => "the plain space",
        '\u{2026}' => "three dots",
        _ => return None,
    })
}

/// Merges the finding about a typographic character with another one at its place, of which it is the cause; the other
/// one stays, and names the character.
pub(in crate::check) fn fold_typographic(findings: &mut Vec<Diagnostic>) {
    // A value has one such finding at most.
    let mut signs: HashMap<Box<str>, (usize, Option<usize>)> = HashMap::new();
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.code == TYPOGRAPHIC.code) {
        signs.extend(finding.parameter.clone().map(|parameter| (parameter, (at, None))));
    }
    if signs.is_empty() {
        return;
    }
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.code != TYPOGRAPHIC.code) {
        let Some((sign, other)) = finding.parameter.as_deref().and_then(|name| signs.get_mut(name)) else { continue };
        let Some(place) = findings.get(*sign).map(|finding| finding.span) else { continue };
        let touches = finding.span.source() == place.source()
            && finding.span.start() <= place.end()
            && place.start() <= finding.span.end();
        // Only the first of them, where several are alike.
        if touches && other.and_then(|other| findings.get(other)).is_none_or(|other| other.severity < finding.severity)
        {
            *other = Some(at);
        }
    }
    let mut is_folded = vec![false; findings.len()];
    for (sign, other) in signs.into_values() {
        let Some(cause) = findings.get(sign).map(|finding| finding.message.clone()) else { continue };
        if let Some(finding) = other.and_then(|other| findings.get_mut(other)) {
            *finding = finding.clone().help(format!("{cause}: {TYPE_AGAIN}"));
            is_folded.get_mut(sign).into_iter().for_each(|folded| *folded = true);
        }
    }
    let mut is_folded = is_folded.into_iter();
    findings.retain(|_| !is_folded.next().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use spc_core::source::{Reader, Syntax};

    use crate::check::{Checker, Source};
    use crate::model::Model;

    /// Code number and hint of each finding.
    fn found(inside: &str) -> Vec<(u16, Option<String>)> {
        let source = format!("<flat-profile>{inside}</flat-profile>");
        let parsed = Reader::new().syntax(Syntax::Xml).read(source.as_bytes()).unwrap();
        let checker = Checker::new().model(Model::find("spa504g").ok());
        let findings = checker.check(&[Source::new(source.as_bytes(), Syntax::Xml)], &parsed);
        findings.into_iter().map(|finding| (finding.code.number(), finding.help)).collect()
    }

    #[test]
    fn a_sign_and_what_it_causes_are_one_finding() {
        for (inside, code, sign) in [
            (
                "<Enable_VLAN>\u{201c}Yes\u{201d}</Enable_VLAN>",
                520,
                "U+201C is used where the device knows only the plain `\"`",
            ),
            ("<VLAN_ID>\u{201c}10\u{201d}</VLAN_ID>", 522, "U+201C is used where the device knows only the plain `\"`"),
            (
                "<Proxy_1_>\u{201c}pbx.example.net\u{201d}</Proxy_1_>",
                1201,
                "U+201C is used where the device knows only the plain `\"`",
            ),
            (
                "<Dial_Plan_1_>([2\u{2013}9]xx)</Dial_Plan_1_>",
                901,
                "U+2013 is used where the device knows only the plain `-`",
            ),
            (
                "<Time_Zone>GMT\u{2013}05:00</Time_Zone>",
                521,
                "U+2013 is used where the device knows only the plain `-`",
            ),
        ] {
            let found = found(inside);
            assert!(
                found
                    .iter()
                    .any(|(found, help)| *found == code && help.as_deref().is_some_and(|help| help.starts_with(sign))),
                "{inside}: {found:?}"
            );
            assert!(found.iter().all(|(code, _)| *code != 1304), "{inside}: {found:?}");
        }
    }

    #[test]
    fn a_sign_by_itself_is_a_finding() {
        for inside in [
            "<Station_Name>Desk \u{2013} front</Station_Name>",
            "<Station_Name>\u{201c}Desk\u{201d}</Station_Name><Enable_VLAN>maybe</Enable_VLAN>",
        ] {
            assert!(found(inside).iter().any(|(code, _)| *code == 1304), "{inside}: {:?}", found(inside));
        }
    }
}
