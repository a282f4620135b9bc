//! Dial plans: numbers that are never sent, wait longer than necessary, or get past a bar.
//!
//! Knows: which parameter holds a plan, and how severe each observation of the analysis is. Must not know: the language
//! of plans itself.

use std::collections::HashMap;

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::redact::may_quote;

use super::definition::Check;
use super::star_codes::is_code;
use super::subject::{Entry, Subject, as_severity};
use super::templates::{is_escaped, next_placeholder};
use crate::dictionary::gateway_fault;
use crate::lang::dial_plan::analysis::{self, Observation, Observed};
use crate::lang::dial_plan::{DialPlan, Dialect, Dialer, Faults, Sequence, Wait, may_show};
use crate::lang::located::Located;
use crate::model::Model;

mod rows;

use rows::{
    BAR_LEAK, BAR_USELESS, COVERED, DELAY, FORM, GATEWAY, GATEWAY_EMPTY, HOT_LINE, LETTER, NO_KEY, PARAMETER, SECRET,
    SERVICE_CODE, SHADOWED, SYNTAX, TIMER,
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &SYNTAX,
    &LETTER,
    &FORM,
    &SHADOWED,
    &COVERED,
    &DELAY,
    &NO_KEY,
    &BAR_LEAK,
    &BAR_USELESS,
    &GATEWAY,
    &PARAMETER,
    &SECRET,
    &TIMER,
    &HOT_LINE,
    &SERVICE_CODE,
    &GATEWAY_EMPTY,
];

/// Looks at every dial plan.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in entries(subject) {
        match DialPlan::parse(entry.text()) {
            Ok(plan) => examine(subject, entry, &plan, findings),
            Err(faults) => broken(subject, entry, &faults, findings),
        }
    }
    for entry in subject.entries().filter(|entry| is_map(entry.name)).filter(is_set) {
        if let Err(faults) = DialPlan::parse(&with_plain_replacements(entry.text())) {
            broken(subject, entry, &faults, findings);
        }
    }
}

/// The parameters that use the language of plans for something other than dialled keys.
fn is_map(name: &str) -> bool {
    let index = name.strip_prefix("Caller_ID_Map_").and_then(|rest| rest.strip_suffix('_'));
    index.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit()))
        || ["LDAP_Number_Mapping", "Number_Mapping", "Phone_Dial_Plan", "Call_Routing_Rule"].contains(&name)
}

/// The text with a digit in place of each `,` and `.` in a replacement: `<:L1,2>` names lines, and the guide shows
/// `<:9xx.>`.
fn with_plain_replacements(text: &str) -> String {
    let (mut is_inside, mut is_replacement) = (false, false);
    let plain = text.chars().map(|sign| {
        match sign {
            '<' => (is_inside, is_replacement) = (true, false),
            '>' => (is_inside, is_replacement) = (false, false),
            ':' if is_inside => is_replacement = true,
            ',' | '.' if is_replacement => return '0',
            _ => {}
        }
        sign
    });
    plain.collect()
}

fn broken(subject: &Subject<'_>, entry: &Entry<'_>, faults: &Faults, findings: &mut Vec<Diagnostic>) {
    let worded = faults.worded(is_quoted(entry));
    findings.extend(worded.map(|(message, range)| subject.within(&SYNTAX, entry, range, message)));
}

/// Whether a message may quote from a plan.
pub(super) fn is_quoted(entry: &Entry<'_>) -> bool {
    may_quote(entry.name, "") && may_show(entry.text())
}

/// The parameters that hold a plan.
pub(super) fn entries<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = &'s Entry<'a>> {
    subject.entries().filter(|entry| is_plan(entry.name)).filter(is_set)
}

fn is_set(entry: &&Entry<'_>) -> bool {
    !entry.text().trim().is_empty() && next_placeholder(entry.text(), 0).is_none() && !is_escaped(entry.text())
}

/// `Dial_Plan_1_`, and the plans of a socket, `Dial_Plan_3_2_`.
fn is_plan(name: &str) -> bool {
    let index = name.strip_prefix("Dial_Plan_").and_then(|rest| rest.strip_suffix('_'));
    index.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_'))
}

fn examine(subject: &Subject<'_>, entry: &Entry<'_>, plan: &DialPlan, findings: &mut Vec<Diagnostic>) {
    let observed = analysis::observe(plan, dialer(subject));
    if !observed.is_complete {
        let message = "this plan has too many branches to find every sequence that is never used";
        findings.push(as_severity(subject.on_value(&COVERED, entry, message), Severity::Note));
    }
    let worded = observed.worded(is_quoted(entry));
    findings.extend(worded.map(|(observation, message)| report(subject, entry, observation, message)));
    gateways(subject, entry, plan, findings);
    service_codes(subject, entry, plan, findings);
}

fn gateways(subject: &Subject<'_>, entry: &Entry<'_>, plan: &DialPlan, findings: &mut Vec<Diagnostic>) {
    let line = entry.name.strip_prefix("Dial_Plan_").unwrap_or_default();
    for (_, route) in plan.routes() {
        let Some(gateway) = route.value.gateway() else { continue };
        if gateway > 4 {
            findings.push(subject.within(&GATEWAY, entry, route.range(), "gateways are `gw0` to `gw4`"));
            continue;
        }
        if let Some(message) = subject.model.and_then(|model| gateway_fault(model, gateway)) {
            findings.push(subject.within(&GATEWAY, entry, route.range(), message));
            continue;
        }
        let names = [format!("Gateway_{gateway}_{line}"), format!("Gateway_{gateway}_1_")];
        let Some(host) = names.iter().find_map(|name| subject.get(name)).filter(|_| gateway > 0) else { continue };
        if host.value == Some("") {
            let message = format!("`{}` is empty in this profile", host.name);
            let finding = subject.within(&GATEWAY_EMPTY, entry, route.range(), message);
            findings.push(finding.note(host.place.name, "it is emptied here"));
        }
    }
}

/// Sequences that are one of the device's own codes and nothing else.
fn service_codes(subject: &Subject<'_>, entry: &Entry<'_>, plan: &DialPlan, findings: &mut Vec<Diagnostic>) {
    let literal = |sequence: &Located<Sequence>| {
        let keys = sequence.value.literal().or_else(|| sequence.value.replaced());
        keys.filter(|keys| keys.starts_with(['*', '#']))
    };
    if !plan.sequences.iter().any(|sequence| literal(sequence).is_some()) {
        return;
    }
    let codes: HashMap<&str, &Entry<'_>> =
        subject.entries().filter(|code| is_code(code.name)).map(|code| (code.text().trim(), code)).collect();
    for sequence in &plan.sequences {
        if let Some(code) = literal(sequence).and_then(|keys| codes.get(keys.as_str()).copied()) {
            let message = format!("this is the code of `{}`, so the server never gets it", code.name);
            let finding = subject.within(&SERVICE_CODE, entry, sequence.range(), message);
            findings.push(finding.note(code.place.value, "the code is set here"));
        }
    }
}

/// How the model reads keys, with the timers that this profile sets; without a model, as newer devices read them.
pub(super) fn dialer(subject: &Subject<'_>) -> Dialer {
    with_timers(subject, subject.model.map_or_else(|| Dialer::new(Dialect::Cisco), Model::dialer))
}

/// The same dialer with the timers that this profile sets.
fn with_timers(subject: &Subject<'_>, dialer: Dialer) -> Dialer {
    let seconds = |name: &str| subject.value(name)?.trim().parse().ok().map(Wait::seconds);
    let dialer = seconds("Interdigit_Short_Timer").map_or(dialer, |short| dialer.short(short));
    seconds("Interdigit_Long_Timer").map_or(dialer, |long| dialer.long(long))
}

fn report(subject: &Subject<'_>, entry: &Entry<'_>, observation: &Observation, message: String) -> Diagnostic {
    let (check, severity) = match &observation.what {
        Observed::UnknownLetter(_) => (&LETTER, LETTER.severity),
        Observed::AnyInClass | Observed::CommaInClass | Observed::PlusKey => (&FORM, FORM.severity),
        Observed::WildcardInSubstitution | Observed::WildcardSent => (&FORM, Severity::Warning),
        Observed::Shadowed { .. } | Observed::RepeatCut { .. } => (&SHADOWED, SHADOWED.severity),
        Observed::CutShort { .. } => (&SHADOWED, Severity::Note),
        Observed::Covered { differs: true, .. } => (&COVERED, COVERED.severity),
        Observed::Covered { .. } => (&COVERED, Severity::Note),
        Observed::Delay { .. } => (&DELAY, DELAY.severity),
        Observed::MatchesNoKey | Observed::Empty => (&NO_KEY, NO_KEY.severity),
        Observed::BarLeak { .. } => (&BAR_LEAK, BAR_LEAK.severity),
        Observed::BarUseless => (&BAR_USELESS, BAR_USELESS.severity),
        Observed::UnknownParameter => (&PARAMETER, PARAMETER.severity),
        Observed::Secret => (&SECRET, SECRET.severity),
        Observed::TimerTooLong { .. } | Observed::ShortNotBelowLong { .. } => (&TIMER, TIMER.severity),
        Observed::TimersDisagree { .. } => (&TIMER, Severity::Note),
        Observed::HotLine => (&HOT_LINE, HOT_LINE.severity),
    };
    as_severity(subject.within(check, entry, observation.range.clone(), message), severity)
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::{Code, Diagnostic};
    use spc_core::source::{Reader, Syntax};

    use crate::check::{Checker, Source};

    /// What is reported about a plan in a profile.
    fn said(plan: &str) -> Vec<Diagnostic> {
        let profile = format!("<flat-profile><Dial_Plan_1_>{plan}</Dial_Plan_1_></flat-profile>");
        let parsed = Reader::new().syntax(Syntax::Xml).read(profile.as_bytes()).unwrap();
        Checker::new().check(&[Source::new(profile.as_bytes(), Syntax::Xml)], &parsed)
    }

    fn messages(plan: &str, code: u16) -> Vec<String> {
        let code = Code::new(code);
        said(plan).into_iter().filter(|finding| finding.code == code).map(|finding| finding.message).collect()
    }

    #[test]
    fn a_secret_in_a_plan_is_not_spelled_by_its_mistakes() {
        assert_eq!(messages("(xx.|[--pwd HUNTERSECRET8])", 901).len(), 1);
        assert_eq!(messages("(xx.|{HUNTER--pwd)", 901), ["a character that has no meaning here"]);
        assert_eq!(messages("(xx.|{HUNTER)", 901), ["`{` has no meaning here"]);
        for plan in ["(xx.|[--pwd HUNTERSECRET8])", "(xx.|--key HUNTER)", "(xx.|pwd=HUNTER)", "(xx.|&lt;:@h&gt;HUT)"] {
            for finding in said(plan) {
                let spelled = "HUNTER".chars().any(|letter| finding.message.contains(&format!("`{letter}`")));
                assert!(!spelled, "{plan}: {}", finding.message);
            }
        }
    }

    #[test]
    fn a_plan_with_a_login_is_reported_without_quotes_from_it() {
        let letters = messages("(HUT2|xx.&lt;:@h;pwd=b&gt;)", 902);
        assert_eq!(letters, ["an undocumented letter; its sequence may match nothing"]);
        assert_eq!(messages("(HUT2|xx.)", 902).len(), 3);
        let delays = messages("(91|91xx&lt;:@h;pwd=b&gt;)", 906);
        assert_eq!(delays, ["waits for more keys, because sequence 2 begins the same way"]);
        let profile = "</Dial_Plan_1_><Emergency_Number_1_>112</Emergency_Number_1_>\
            <Dial_Plan_1_>(112&lt;:5&gt;&lt;:@h;pwd=b&gt;)";
        assert_eq!(messages(profile, 915), ["112 is sent as another number"]);
    }
}
