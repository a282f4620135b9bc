//! Provisioning rules in words.

use std::collections::BTreeSet;

use crate::lang::condition::{Compared, Truth, Undecided};
use crate::lang::macro_text::{Expanded, MacroName};
use crate::lang::rule::{
    Evaluated, EvaluatedOption, EvaluatedTarget, Evaluation, OptionKind, Rule, Taken, UrlFault, UrlParts, url_fault,
};

/// What happens to an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It is taken.
    Taken,
    /// It cannot be known whether its condition holds.
    Undecided,
    /// It is taken if an earlier one, for which that cannot be known, is not.
    Possible,
    /// Its condition does not hold.
    Refused,
    /// An earlier one is taken.
    Passed,
    /// An earlier one has no condition, so that this one is never taken, whatever the values.
    Unreachable,
}

/// What happens to each alternative, in order.
#[must_use]
pub fn fates(evaluation: &Evaluation<'_>) -> Vec<Fate> {
    let mut is_closed = false;
    let mut before = Truth::False;
    let fate = |each: &Evaluated<'_>| {
        let fate = match (each.outcome, before) {
            _ if is_closed => Fate::Unreachable,
            (Truth::False, _) => Fate::Refused,
            (_, Truth::True) => Fate::Passed,
            (Truth::Undecided(_), _) => Fate::Undecided,
            (Truth::True, Truth::Undecided(_)) => Fate::Possible,
            (Truth::True, Truth::False) => Fate::Taken,
        };
        is_closed |= each.alternative.condition.is_none();
        before = match (before, each.outcome) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::Undecided(why), _) | (_, Truth::Undecided(why)) => Truth::Undecided(why),
            (Truth::False, Truth::False) => Truth::False,
        };
        fate
    };
    evaluation.alternatives.iter().map(fate).collect()
}

/// The macros whose values would be needed to say more, each once.
#[must_use]
pub fn missing(evaluation: &Evaluation<'_>) -> BTreeSet<String> {
    texts(evaluation).flat_map(|text| text.missing.iter().cloned()).collect()
}

/// The names that no device knows as a macro, or does not expand where they are, each once.
#[must_use]
pub fn unknown(evaluation: &Evaluation<'_>) -> BTreeSet<String> {
    texts(evaluation).flat_map(|text| text.unknown.iter().cloned()).collect()
}

/// The macros, as written, that expand to nothing because their value ends too early, each once.
fn beyond(evaluation: &Evaluation<'_>) -> BTreeSet<String> {
    texts(evaluation).flat_map(|text| text.beyond.iter().cloned()).collect()
}

fn texts<'e>(evaluation: &'e Evaluation<'_>) -> impl Iterator<Item = &'e Expanded> {
    evaluation.alternatives.iter().flat_map(|alternative| {
        let compared = alternative.comparisons.iter().flat_map(|each| [&each.left, &each.right]);
        let assigned = alternative.assigned.iter().map(|each| &each.value);
        let targets = alternative
            .targets
            .iter()
            .flat_map(|target| target.options.iter().filter_map(|option| option.argument.as_ref()).chain(&target.url));
        compared.chain(assigned).chain(targets)
    })
}

/// Says what a device does with a rule for the values that it was evaluated with, in lines.
///
/// The lines do not contain the values of keys and passwords.
#[must_use]
pub fn rule(rule: &Rule<'_>, evaluation: &Evaluation<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if rule.disabled.is_some() {
        lines.push("The `#` at its beginning disables the rule, so it counts as empty.".to_owned());
    } else if rule.alternatives.is_empty() {
        lines.push("The rule is empty.".to_owned());
    }
    for ((evaluated, fate), number) in evaluation.alternatives.iter().zip(fates(evaluation)).zip(1_usize..) {
        lines.push(format!("Alternative {number}: {}.", fate_words(fate, evaluated)));
        alternative(evaluated, &mut lines);
    }
    lines.push(match evaluation.taken {
        Taken::Alternative(index) => format!("The device takes alternative {}.", index.saturating_add(1)),
        Taken::Undecided(index) => {
            format!("It is not known whether the device takes alternative {}.", index.saturating_add(1))
        }
        Taken::None => "The device skips the rule.".to_owned(),
    });
    remarks(evaluation, &mut lines);
    lines
}

/// Says whether the condition of a resync trigger holds, read as the condition of a rule with nothing after it.
#[must_use]
pub fn trigger(evaluation: &Evaluation<'_>) -> Vec<String> {
    let Some(evaluated) = evaluation.alternatives.first() else { return Vec::new() };
    let mut lines: Vec<String> = evaluated.comparisons.iter().map(compared).collect();
    let outcome = match evaluated.outcome {
        Truth::True => "it holds",
        Truth::False => "it does not hold",
        Truth::Undecided(_) => "it is not known whether it holds",
    };
    lines.push(format!("A condition without an address, as of `Resync_Trigger_1`: {outcome}."));
    remarks(evaluation, &mut lines);
    lines
}

/// What is missing, empty or unknown.
fn remarks(evaluation: &Evaluation<'_>, lines: &mut Vec<String>) {
    for name in missing(evaluation) {
        // A key can be explained without its value.
        if let Some(known) = MacroName::find(&name).filter(|known| !known.is_secret()) {
            lines.push(format!("No value was given for ${name}, {}.", known.meaning()));
        }
    }
    for written in beyond(evaluation) {
        lines.push(format!("{written} is empty: the value ends before the part that it asks for."));
    }
    for name in unknown(evaluation) {
        lines.push(match MacroName::find(&name) {
            Some(_) => format!("${name} stays as written: it is expanded only in --key, --uid and --pwd."),
            None => format!("${name} stays as written: it is not a known macro."),
        });
    }
}

fn fate_words(fate: Fate, evaluated: &Evaluated<'_>) -> &'static str {
    let has_condition = evaluated.alternative.condition.is_some();
    match fate {
        Fate::Taken if has_condition => "taken, because its condition is true",
        Fate::Taken => "taken, because it has no condition",
        Fate::Undecided => "it is not known whether its condition is true",
        Fate::Possible => "taken if the one before it is not",
        Fate::Refused => "not taken, because its condition is false",
        Fate::Passed => "not taken, because an earlier one is",
        Fate::Unreachable => "never taken, because an earlier one has no condition",
    }
}

fn alternative(evaluated: &Evaluated<'_>, lines: &mut Vec<String>) {
    lines.extend(evaluated.comparisons.iter().map(|each| format!("  {}", compared(each))));
    for each in &evaluated.assigned {
        lines.push(format!("  sets {} to \"{}\"", each.parameter, each.value.shown));
    }
    for target in &evaluated.targets {
        self::target(target, lines);
    }
    if evaluated.targets.is_empty() {
        lines.push("  fetches nothing".to_owned());
    }
}

/// `$SWVER lt 7.5.2b: 7.5.2 lt 7.5.2b is true`.
fn compared(compared: &Compared<'_>) -> String {
    let comparison = compared.comparison;
    let quote = |is_quoted, text: &str| if is_quoted { format!("\"{text}\"") } else { text.to_owned() };
    let left = quote(comparison.left.is_some_and(|left| left.is_quoted), &compared.left.shown);
    let right = quote(comparison.right.is_quoted, &compared.right.shown);
    let outcome = match compared.outcome {
        Truth::True => "is true".to_owned(),
        Truth::False => "is false".to_owned(),
        Truth::Undecided(why @ Undecided::MissingValue) => format!("cannot be known: {why}"),
        Truth::Undecided(why) => format!("cannot be compared by any device: {why}"),
    };
    let left = if left.is_empty() { "(nothing)" } else { &left };
    let right = if right.is_empty() { "(nothing)" } else { &right };
    let implied = if comparison.left.is_none() { " (of $SWVER, which is left out)" } else { "" };
    let written = compared.written();
    format!("{written}{implied}: {left} {} {right} {outcome}", comparison.operator)
}

fn target(target: &EvaluatedTarget<'_>, lines: &mut Vec<String>) {
    lines.extend(target.options.iter().map(|each| format!("  {}", option(each))));
    let Some(url) = &target.url else {
        lines.push("  fetches nothing, because no URL follows the options".to_owned());
        return;
    };
    lines.push(format!("  fetches {}", url.shown));
    let parts = UrlParts::split(&url.shown);
    if parts.is_activation() {
        lines.push("    the activation service of the vendor says where the profile is".to_owned());
        return;
    }
    let scheme = parts.scheme.unwrap_or("tftp (none is written)");
    let server = parts.server.unwrap_or("the one from DHCP (none is written)");
    let fault = url_fault(&url.text);
    let port = match (parts.port, parts.default_port()) {
        _ if fault.as_ref().is_some_and(|fault| fault.kind == UrlFault::Port) => "(wrong)".to_owned(),
        (Some(port), _) => port.to_owned(),
        (None, Some(port)) => port.to_string(),
        (None, None) => "not known for this scheme".to_owned(),
    };
    let path = if parts.path.is_empty() { "(missing)" } else { parts.path };
    lines.push(format!("    scheme {scheme}, server {server}, port {port}, path {path}"));
    if let Some(fault) = fault {
        let what = if fault.kind.is_odd() { "this address is unusual" } else { "no device can use this address" };
        lines.push(format!("    {what}: {}", fault.kind));
    }
}

fn option(evaluated: &EvaluatedOption<'_>) -> String {
    let option = evaluated.option;
    let shown = evaluated.argument.as_ref().map_or("", |argument| argument.shown.as_str());
    let parameter = option.parameter();
    match (option.kind, parameter) {
        (OptionKind::Key, _) => format!("decrypts the file with the key in {}", source(evaluated)),
        (OptionKind::Password, _) => format!("logs in with the password in {}", source(evaluated)),
        (OptionKind::UserId, _) => format!("logs in as \"{shown}\""),
        (OptionKind::Post, Some(parameter)) => format!("posts the value of {parameter}"),
        (OptionKind::Alias, Some(parameter)) => format!("reads names by the alias map in {parameter}"),
        (OptionKind::Post | OptionKind::Alias, None) => {
            let name = option.kind.name().unwrap_or_default();
            format!("--{name} takes a letter from a to p, not \"{shown}\"")
        }
        (OptionKind::Delta, _) => "reports what has changed".to_owned(),
        (OptionKind::Status, _) => "reports the status".to_owned(),
        (OptionKind::Unknown, _) => format!("an undocumented option at byte {}", option.extent.start),
        (OptionKind::Stray, _) => format!("a stray word at byte {}", option.extent.start),
    }
}

/// Where the argument of an option comes from.
fn source(evaluated: &EvaluatedOption<'_>) -> String {
    let sources: Vec<_> = evaluated.sources().map(MacroName::meaning).collect();
    if sources.is_empty() { "the rule itself".to_owned() } else { sources.join(" and ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::macro_text::Values;
    use crate::lang::rule::parse;

    fn device() -> Values {
        let mut values = Values::new();
        values.set("GPP_A", "k3yk3y").set("SA", "s3cret").set("SWVER", "7.5.2");
        values.set_mac("000e08aabbcc".parse().unwrap());
        values
    }

    fn words(text: &str) -> String {
        let tree = parse(text).unwrap();
        rule(&tree, &tree.evaluate(&device())).join("\n")
    }

    #[test]
    fn upgrade_rule_is_said_in_words() {
        assert_eq!(
            words("($SWVER lt 7.5.2b)? http://fw.example.net:8080/7-5-2b.bin | [--key $SA] /$MA.cfg"),
            "Alternative 1: taken, because its condition is true.\n  \
               $SWVER lt 7.5.2b: 7.5.2 lt 7.5.2b is true\n  \
               fetches http://fw.example.net:8080/7-5-2b.bin\n    \
                 scheme http, server fw.example.net, port 8080, path /7-5-2b.bin\n\
             Alternative 2: not taken, because an earlier one is.\n  \
               decrypts the file with the key in the parameter GPP_SA\n  \
               fetches /000e08aabbcc.cfg\n    \
                 scheme tftp (none is written), server the one from DHCP (none is written), port 69, \
                 path /000e08aabbcc.cfg\n\
             The device takes alternative 1."
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        let words = words("(< $HWVER and \"$A\" eq \"\")? [--key $A --frob] /$STRANGE/$SA | (GPP_C = \"x\" ;)!");
        for part in [
            "Alternative 1: not taken, because its condition is false.",
            "< $HWVER (of $SWVER, which is left out): 7.5.2 < $HWVER cannot be known: a macro has no value here",
            "\"$A\" eq \"\": \"***\" eq \"\" is false",
            "an undocumented option at byte 37",
            "Alternative 2: taken, because it has no condition.\n  sets GPP_C to \"x\"\n  fetches nothing\n",
            "No value was given for $HWVER, the hardware version.",
            "$SA stays as written: it is expanded only in --key, --uid and --pwd.",
            "$STRANGE stays as written: it is not a known macro.",
        ] {
            assert!(words.contains(part), "{part} in\n{words}");
        }
        assert!(!words.contains("k3yk3y") && !words.contains("s3cret"), "{words}");
    }

    #[test]
    fn a_part_that_is_not_there_is_named() {
        for (text, written) in [
            ("http://x/$(MA:20)", "$(MA:20)"),
            ("http://x/$(MA:9223372036854775808:3)", "$(MA:9223372036854775808:3)"),
            ("http://x/$(MA:99999999999999999999)", "$(MA:99999999999999999999)"),
        ] {
            let words = words(text);
            let line = format!("{written} is empty: the value ends before the part that it asks for.");
            assert!(words.contains(&line), "{words}");
        }
        assert!(!words("http://x/$(MA:6:2)").contains("is empty"));
    }

    #[test]
    fn logins_and_queries_are_not_in_the_words() {
        for text in [
            "http//u:HUNTER@h/x",
            "http:/u:HUNTER/x",
            "http//u:HUNTER/x",
            "http://u:HUNTER/x",
            "http://h/x?pw=HUNTER",
            "h/x?pw=HUNTER",
            "h?pw=HUNTER",
            "/x?pw=HUNTER",
            "/x?HUNTER",
            "http://h/x?Linksys$MA-HUNTER",
            "http://u@h/x/--key=HUNTER",
            "http:u:HUNTER@h",
            "u:HUNTER://h/x",
            "(\"$PN\" eq \"http://u:HUNTER@h\")? /x",
            "(GPP_C = \"http://u:HUNTER@h\" ;)! /x",
        ] {
            let words = words(text);
            assert!(!words.contains("HUNTER"), "{text}: {words}");
            assert!(words.contains("***"), "{text}: {words}");
        }
        let said = words("http://h:80/x?pw=HUNTER");
        assert!(said.contains("fetches http://h:80/***\n    scheme http, server h, port 80, path /***\n"), "{said}");
        let said = words("https://secure.me.com/profile?Linksys");
        assert!(said.contains("fetches https://secure.me.com/profile?Linksys\n"), "{said}");
        let said = words("(\"$MUID\" ne \"\" and \"$MPWD\" ne \"\")? /x");
        assert!(said.contains("\"$MPWD\" ne \"\": \"$MPWD\" ne \"\" cannot be known"), "{said}");
        for text in ["http://[2001:db8::1]:81/a-b.cfg", "$(A:1)/x", "spa.cfg", "192.168.1.130/profiles/$UID1.cfg"] {
            assert!(
                !parse(text).unwrap().evaluate(&Values::new()).alternatives[0].targets[0]
                    .url
                    .as_ref()
                    .unwrap()
                    .is_hidden(),
                "{text}"
            );
        }
    }

    #[test]
    fn alternatives_have_their_fate() {
        use Fate::{Passed, Possible, Refused, Taken, Undecided, Unreachable};
        for (text, expected) in [
            ("/a | /b", &[Taken, Unreachable][..]),
            ("($SWVER lt 1)? /a | /b | ($SWVER lt 9)? /c", &[Refused, Taken, Unreachable]),
            ("($SWVER lt 9)? /a | ($SWVER lt 10)? /b | /c", &[Taken, Passed, Passed]),
            ("($HWVER lt 9)? /a | ($SWVER lt 10)? /b | /c", &[Undecided, Possible, Passed]),
            ("($HWVER lt 9)? /a | ($HWVER lt 10)? /b | /c", &[Undecided, Undecided, Possible]),
            ("", &[]),
        ] {
            let tree = parse(text).unwrap();
            assert_eq!(fates(&tree.evaluate(&device())), expected, "{text}");
        }
        assert_eq!(
            words("# /a"),
            "The `#` at its beginning disables the rule, so it counts as empty.\nThe device skips the rule."
        );
    }
}
