//! Dial plans: numbers that never get out, wait longer than they need to, or pass a bar.
//!
//! Knows: which parameter holds a plan, and how bad each thing is that the analysis of a plan observes. Must not know:
//! the language of plans itself.

use std::collections::HashMap;

use spc_core::diagnostic::{Code, Diagnostic, Severity};
use spc_core::redact::may_quote;

use super::definition::{Check, Example, Group, Soundness};
use super::star_codes::is_code;
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use crate::lang::dial_plan::analysis::{self, Observation, What};
use crate::lang::dial_plan::{DialPlan, Dialect, Dialer, Faults, Mistake, Sequence, Wait};
use crate::lang::located::Located;
use crate::model::{Family, Model};

const SYNTAX: Check = Check {
    code: Code::new(901),
    name: "dial-plan-syntax",
    group: Group::DialPlans,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A dial plan is outside every documented and every observed form.",
    explanation: "A device that cannot read its plan dials by none or by the one from the factory, without a word. A \
        plan is `(sequence|sequence)`, each of keys, `x`, classes such as `[2-9]` and substitutions such as `<9:>`.",
    source: "value-languages 1.8, dp-syntax",
    fires: &[
        Example::of("<Dial_Plan_1_>([2-9]xxxxxx|911</Dial_Plan_1_>"),
        Example::of("<Dial_Plan_1_>([2-9xxx|911)</Dial_Plan_1_>"),
        Example::of("<Dial_Plan_1_>line1_dialplan</Dial_Plan_1_>"),
    ],
    silent: &[
        Example::of("<Dial_Plan_1_>([2-9]xxxxxx|911)</Dial_Plan_1_>"),
        Example::of("<Dial_Plan_1_></Dial_Plan_1_>"),
        Example::of("<Dial_Plan_1_>{{plan}}</Dial_Plan_1_>"),
    ],
};

const LETTER: Check = Check {
    code: Code::new(902),
    name: "dial-plan-letter",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A dial plan has a letter that no guide knows.",
    explanation: "`x`, `S`, `L` and `P` have a meaning. `T`, from the digit maps of MGCP, has none here: the short timer \
        runs by itself, and `S0` at the end of a sequence skips it.",
    source: "value-languages 1.8, dp-letter",
    fires: &[Example::of("<Dial_Plan_1_>(*1.T|[2-9]xxxxxx)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(*1.|[2-9]xxxxxxS0)</Dial_Plan_1_>")],
};

const FORM: Check = Check {
    code: Code::new(903),
    name: "dial-plan-undocumented",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A dial plan uses a form that was seen to work and that no guide has.",
    explanation: "Write a class with the keys that it means, as in `[0-9*#]`, and leave out the commas in it.",
    source: "value-languages 1.8, dp-class",
    fires: &[Example::of("<Dial_Plan_1_>([x*]xx)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>([0-9*]xx)</Dial_Plan_1_>")],
};

const SHADOWED: Check = Check {
    code: Code::new(904),
    name: "dial-plan-shadowed",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A sequence of a dial plan can never be dialled, because another one is sent before it is complete.",
    explanation: "`S0` at the end of a sequence sends the number at once, so no key can follow. Take the `S0` off the \
        shorter sequence, or make the two differ before its end. Only part of a sequence being out of reach is a note.",
    source: "value-languages 1.8, dp-shadow, dp-unsendable",
    fires: &[Example::of("<Dial_Plan_1_>(0[1-9]S0|01xxxx)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(0[1-9]|01xxxx)</Dial_Plan_1_>")],
};

const COVERED: Check = Check {
    code: Code::new(905),
    name: "dial-plan-covered",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A sequence never decides what is sent, because an earlier one matches all of its numbers.",
    explanation: "The first sequence in the plan wins where two are complete. Put the more special one first. If both \
        send the same, the second one is only superfluous, which is a note.",
    source: "value-languages 1.8, dp-subst-order",
    fires: &[Example::of("<Dial_Plan_1_>(xxxxxxx|&lt;:1352&gt;[2-9]xxxxxx)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(&lt;:1352&gt;[2-9]xxxxxx|xxxxxxx)</Dial_Plan_1_>")],
};

const DELAY: Check = Check {
    code: Code::new(906),
    name: "dial-plan-delay",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A complete number waits for the short timer, because a longer one begins the same.",
    explanation: "Every such call costs 3 seconds or what `Interdigit_Short_Timer` says. `S0` at the end of the sequence \
        sends at once, but then the longer number cannot be dialled any more.",
    source: "value-languages 1.8, dp-delay",
    fires: &[Example::of("<Dial_Plan_1_>(91|91xx)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(91|92xx)</Dial_Plan_1_>")],
};

const NO_KEY: Check = Check {
    code: Code::new(907),
    name: "dial-plan-matches-nothing-dialled",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A sequence other than a hot line matches when no key is pressed.",
    explanation: "`x.` is any number of keys, none among them, and the guides warn of it. Write `xx.` for one or more.",
    source: "value-languages 1.8, dp-null",
    fires: &[Example::of("<Dial_Plan_1_>(*xx|x.)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(*xx|xx.)</Dial_Plan_1_>")],
};

const BAR_LEAK: Check = Check {
    code: Code::new(908),
    name: "dial-plan-bar-leak",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A barred number is sent after all when more keys are dialled.",
    explanation: "`!` bars exactly what its sequence matches. With one key more another sequence takes the number, and \
        networks mostly ignore the superfluous digit. Bar the longer numbers as well: `1900xx.!`.",
    source: "value-languages 1.8, dp-bar-leak",
    fires: &[Example::of("<Dial_Plan_1_>(1900xxxxxxx!|xx.)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(1900xxxxxxx!|1xxxxxxxxxx)</Dial_Plan_1_>")],
};

const BAR_USELESS: Check = Check {
    code: Code::new(909),
    name: "dial-plan-bar-useless",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A sequence bars what no other sequence would send.",
    explanation: "What no sequence matches is not sent by devices that reject incomplete numbers, so the bar changes \
        nothing there.",
    source: "value-languages 1.8, dp-bar-useless",
    fires: &[Example::of("<Dial_Plan_1_>(1900xxx!|2xxx)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(1900xxx!|1xxxxxx)</Dial_Plan_1_>")],
};

const GATEWAY: Check = Check {
    code: Code::new(910),
    name: "dial-plan-gateway",
    group: Group::DialPlans,
    severity: Severity::Error,
    soundness: Soundness::NeedsModel,
    summary: "A dial plan sends calls to a gateway that the model does not have.",
    explanation: "`gw0` to `gw4` are a telephone socket and gateways of adapters such as the SPA3102. Phones have none.",
    source: "value-languages 1.8, dp-gw",
    fires: &[Example::on("spa504g", "<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>")],
    silent: &[
        Example::on("spa3102", "<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
        Example::of("<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
    ],
};

const PARAMETER: Check = Check {
    code: Code::new(911),
    name: "dial-plan-parameter",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A route of a dial plan has a parameter that no guide knows.",
    explanation: "`uid`, `usr`, `pwd` and `nat` are known after the host of a route.",
    source: "value-languages 1.8, dp-gw",
    fires: &[Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;color=red&gt;)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;usr=a&gt;)</Dial_Plan_1_>")],
};

const SECRET: Check = Check {
    code: Code::new(912),
    name: "dial-plan-secret",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A dial plan holds a password.",
    explanation: "A plan is shown on the device's pages and in dumps, where passwords are hidden. Keep the account in the \
        parameters of the gateway.",
    source: "value-languages 1.8, dp-secret",
    fires: &[Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;usr=a;pwd=b&gt;)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;usr=a&gt;)</Dial_Plan_1_>")],
};

const TIMER: Check = Check {
    code: Code::new(913),
    name: "dial-plan-timer",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A timer of a dial plan is longer than devices allow, or the short one is not shorter than the long one.",
    explanation: "Timers go to 64 seconds. The short one runs when a number is complete, the long one while it is not, \
        so a short one that is not shorter makes complete numbers the slow ones.",
    source: "value-languages 1.8, dp-timer",
    fires: &[Example::of("<Dial_Plan_1_>L:4,S:9,(xx.)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>L:9,S:4,(xx.)</Dial_Plan_1_>")],
};

const HOT_LINE: Check = Check {
    code: Code::new(914),
    name: "dial-plan-hot-line",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A hot line that dials at once leaves no time for the other sequences.",
    explanation: "`P0` and `S0` at the beginning dial as soon as the handset is lifted. Give the caller some seconds, as \
        in `P5`, or remove the other sequences.",
    source: "value-languages 1.8, dp-hotline",
    fires: &[Example::of("<Dial_Plan_1_>(P0&lt;:1000&gt;|xx.)</Dial_Plan_1_>")],
    silent: &[Example::of("<Dial_Plan_1_>(P5&lt;:1000&gt;|xx.)</Dial_Plan_1_>")],
};

const SERVICE_CODE: Check = Check {
    code: Code::new(919),
    name: "dial-plan-service-code",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A sequence of the plan is the star code of a service that the device has itself.",
    explanation: "Devices add their own star codes to every plan, so that the sequence is not needed; the code starts the \
        service of the device and is not sent to the server. Empty the parameter of the code if the server is to get it.",
    source: "value-languages 1.8, dp-vsc; 4.4",
    fires: &[Example::of("<Dial_Plan_1_>(*69|xx.)</Dial_Plan_1_><Call_Return_Code>*69</Call_Return_Code>")],
    silent: &[
        Example::of("<Dial_Plan_1_>(*69|xx.)</Dial_Plan_1_><Call_Return_Code></Call_Return_Code>"),
        Example::of("<Dial_Plan_1_>(*xx|xx.)</Dial_Plan_1_><Call_Return_Code>*69</Call_Return_Code>"),
    ],
};

const GATEWAY_EMPTY: Check = Check {
    code: Code::new(920),
    name: "dial-plan-gateway-empty",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A plan sends calls to a gateway that this profile leaves empty.",
    explanation: "`gw1` to `gw4` are the hosts of `Gateway_1_1_` to `Gateway_4_1_`. A call to an empty one fails.",
    source: "value-languages 1.8, dp-gw; 1.6",
    fires: &[Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw1&gt;)</Dial_Plan_1_><Gateway_1_1_></Gateway_1_1_>")],
    silent: &[
        Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw1&gt;)</Dial_Plan_1_><Gateway_1_1_>192.0.2.1</Gateway_1_1_>"),
        Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw1&gt;)</Dial_Plan_1_>"),
        Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
    ],
};

/// The checks of this theme.
pub(super) const CHECKS: &[Check] = &[
    SYNTAX,
    LETTER,
    FORM,
    SHADOWED,
    COVERED,
    DELAY,
    NO_KEY,
    BAR_LEAK,
    BAR_USELESS,
    GATEWAY,
    PARAMETER,
    SECRET,
    TIMER,
    HOT_LINE,
    SERVICE_CODE,
    GATEWAY_EMPTY,
];

/// Looks at every dial plan.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in entries(subject) {
        match DialPlan::parse(entry.text()) {
            Ok(plan) => examine(subject, entry, &plan, findings),
            Err(faults) => broken(subject, entry, &faults, findings),
        }
    }
}

/// The mistakes of a plan. Of one that may hold a secret only the first: together they would spell it.
fn broken(subject: &Subject<'_>, entry: &Entry<'_>, faults: &Faults, findings: &mut Vec<Diagnostic>) {
    let is_quoted = is_quoted(entry);
    let most = if is_quoted { usize::MAX } else { 1 };
    findings.extend(faults.iter().take(most).map(|fault| {
        let message = match fault.kind {
            Mistake::Unexpected(_) if !is_quoted => "a character that has no meaning here".to_owned(),
            Mistake::NotSendable(_) if !is_quoted => "a character that cannot be sent".to_owned(),
            _ => fault.to_string(),
        };
        subject.within(&SYNTAX, entry, fault.range.clone(), message)
    }));
}

/// Whether a message may quote from a plan.
pub(super) fn is_quoted(entry: &Entry<'_>) -> bool {
    may_quote(entry.name, entry.text())
}

/// The parameters that hold a plan.
pub(super) fn entries<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = &'s Entry<'a>> {
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && next_placeholder(entry.text(), 0).is_none();
    subject.entries().filter(|entry| is_plan(entry.name)).filter(is_set)
}

/// `Dial_Plan_1_`, and the plans of a socket, `Dial_Plan_3_2_`.
fn is_plan(name: &str) -> bool {
    let index = name.strip_prefix("Dial_Plan_").and_then(|rest| rest.strip_suffix('_'));
    index.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_'))
}

fn examine(subject: &Subject<'_>, entry: &Entry<'_>, plan: &DialPlan, findings: &mut Vec<Diagnostic>) {
    let observations = analysis::observe(plan, dialer(subject)).list;
    let is_quoted = is_quoted(entry);
    let is_letter = |observation: &Observation| matches!(observation.what, What::UnknownLetter(_));
    // One after the other, letters would spell a secret by their places.
    let first = observations.iter().position(is_letter);
    let told = observations
        .iter()
        .enumerate()
        .filter(|(place, observation)| is_quoted || !is_letter(observation) || first == Some(*place));
    findings.extend(told.map(|(_, observation)| report(subject, entry, observation, is_quoted)));
    gateways(subject, entry, plan, findings);
    service_codes(subject, entry, plan, findings);
}

fn gateways(subject: &Subject<'_>, entry: &Entry<'_>, plan: &DialPlan, findings: &mut Vec<Diagnostic>) {
    let is_phone =
        subject.model.is_some_and(|model| matches!(model.family(), Family::Spa9xx | Family::Spa5xx | Family::Mpp));
    let line = entry.name.strip_prefix("Dial_Plan_").unwrap_or_default();
    for (_, route) in plan.routes() {
        let Some(gateway) = route.value.gateway() else { continue };
        if is_phone {
            findings.push(subject.within(&GATEWAY, entry, route.range.clone(), "this model has no gateway"));
            continue;
        }
        let names = [format!("Gateway_{gateway}_{line}"), format!("Gateway_{gateway}_1_")];
        let Some(host) = names.iter().find_map(|name| subject.get(name)).filter(|_| gateway > 0) else { continue };
        if host.value == Some("") {
            let message = format!("`{}` is empty in this profile", host.name);
            let finding = subject.within(&GATEWAY_EMPTY, entry, route.range.clone(), message);
            findings.push(finding.note(host.place.name, "it is emptied here"));
        }
    }
}

/// Sequences that are a code of the device, and nothing else.
fn service_codes(subject: &Subject<'_>, entry: &Entry<'_>, plan: &DialPlan, findings: &mut Vec<Diagnostic>) {
    let literal = |sequence: &Located<Sequence>| sequence.value.literal().filter(|keys| keys.starts_with(['*', '#']));
    if !plan.sequences.iter().any(|sequence| literal(sequence).is_some()) {
        return;
    }
    let codes: HashMap<&str, &Entry<'_>> =
        subject.entries().filter(|code| is_code(code.name)).map(|code| (code.text().trim(), code)).collect();
    for sequence in &plan.sequences {
        if let Some(code) = literal(sequence).and_then(|keys| codes.get(keys.as_str()).copied()) {
            let message = format!("this is the code of `{}`, so the server never gets it", code.name);
            let finding = subject.within(&SERVICE_CODE, entry, sequence.range.clone(), message);
            findings.push(finding.note(code.place.value, "the code is set here"));
        }
    }
}

/// How the model reads keys, with the timers that this profile sets; without a model, as later devices do.
pub(super) fn dialer(subject: &Subject<'_>) -> Dialer {
    with_timers(subject, subject.model.map_or_else(|| Dialer::new(Dialect::Cisco), Model::dialer))
}

/// The same with the timers that this profile sets.
fn with_timers(subject: &Subject<'_>, dialer: Dialer) -> Dialer {
    let seconds = |name: &str| subject.value(name)?.trim().parse().ok().map(Wait::seconds);
    let dialer = seconds("Interdigit_Short_Timer").map_or(dialer, |short| dialer.short(short));
    seconds("Interdigit_Long_Timer").map_or(dialer, |long| dialer.long(long))
}

fn report(subject: &Subject<'_>, entry: &Entry<'_>, observation: &Observation, is_quoted: bool) -> Diagnostic {
    let (check, severity) = match &observation.what {
        What::UnknownLetter(_) => (&LETTER, LETTER.severity),
        What::AnyInClass | What::CommaInClass | What::WildcardInSubstitution | What::PlusKey => (&FORM, FORM.severity),
        What::Shadowed { .. } => (&SHADOWED, SHADOWED.severity),
        What::CutShort { .. } => (&SHADOWED, Severity::Note),
        What::Covered { differs: true, .. } => (&COVERED, COVERED.severity),
        What::Covered { .. } => (&COVERED, Severity::Note),
        What::Delay { .. } => (&DELAY, DELAY.severity),
        What::MatchesNoKey => (&NO_KEY, NO_KEY.severity),
        What::BarLeak { .. } => (&BAR_LEAK, BAR_LEAK.severity),
        What::BarUseless => (&BAR_USELESS, BAR_USELESS.severity),
        What::UnknownParameter => (&PARAMETER, PARAMETER.severity),
        What::Secret => (&SECRET, SECRET.severity),
        What::TimerTooLong { .. } | What::ShortNotBelowLong { .. } => (&TIMER, TIMER.severity),
        What::TimersDisagree { .. } => (&TIMER, Severity::Note),
        What::HotLine => (&HOT_LINE, HOT_LINE.severity),
    };
    let message = if is_quoted { observation.what.to_string() } else { unquoted(&observation.what) };
    as_severity(subject.within(check, entry, observation.range.clone(), message), severity)
}

/// What is observed, without anything from the plan.
fn unquoted(what: &What) -> String {
    match what {
        What::UnknownLetter(_) => "a letter that is not documented; its sequence may match nothing".to_owned(),
        What::TimerTooLong { most, .. } => format!("a timer of more than {most} s, the longest a device takes"),
        What::ShortNotBelowLong { .. } => {
            "the short timer is not below the long one: complete numbers wait longer than incomplete ones".to_owned()
        }
        What::CutShort { by, .. } => {
            format!("some of its numbers cannot be dialled: sequence {by} is sent at once")
        }
        What::Covered { by, differs, .. } => format!(
            "never decides: sequence {by} decides all of its numbers{}",
            if *differs { ", and sends something else" } else { "" }
        ),
        What::Delay { with, .. } => format!("waits for more keys, as sequence {with} begins the same"),
        What::BarLeak { by, .. } => {
            format!("the bar is passed by dialling on: a longer number is sent by sequence {by}")
        }
        What::TimersDisagree { with, .. } => {
            format!("sequence {with} sets another short timer for a number of both; which one holds is not documented")
        }
        _ => what.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::Diagnostic;
    use spc_core::source::{Reader, Syntax};

    use crate::check::{Checker, Source};

    /// What is said of a plan as it is in a profile.
    fn said(plan: &str) -> Vec<Diagnostic> {
        let profile = format!("<flat-profile><Dial_Plan_1_>{plan}</Dial_Plan_1_></flat-profile>");
        let parsed = Reader::new().syntax(Syntax::Xml).read(profile.as_bytes()).unwrap();
        Checker::new().check(&[Source { bytes: profile.as_bytes(), syntax: Syntax::Xml }], &parsed)
    }

    fn messages(plan: &str, code: u16) -> Vec<String> {
        let code = super::Code::new(code);
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
        assert_eq!(letters, ["a letter that is not documented; its sequence may match nothing"]);
        assert_eq!(messages("(HUT2|xx.)", 902).len(), 3);
        let delays = messages("(91|91xx&lt;:@h;pwd=b&gt;)", 906);
        assert_eq!(delays, ["waits for more keys, as sequence 2 begins the same"]);
        let profile = "</Dial_Plan_1_><Emergency_Number_1_>112</Emergency_Number_1_>\
            <Dial_Plan_1_>(112&lt;:5&gt;&lt;:@h;pwd=b&gt;)";
        assert_eq!(messages(profile, 915), ["112 is sent as another number"]);
    }
}
