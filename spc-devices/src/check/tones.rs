//! Tones, cadences and frequencies: sounds that a device does not play.
//!
//! Knows: which parameters hold them. Must not know: the languages themselves.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject, as_severity};
use super::templates::is_open;
use super::words::{is_no, is_yes, numbered};
use crate::dictionary::Language;
use crate::lang::Fault;
use crate::lang::located::Located;
use crate::lang::tone::{Cadence, Duration, Frequencies, Frequency, Mistake, Section, Segment, Sound, Tone};

static SYNTAX: Check = Check {
    code: Code::new(1001),
    name: "tone-syntax",
    group: Group::Tones,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A tone, cadence or list of frequencies is not in the documented form.",
    explanation: "A tone has the form `frequency@level,..;seconds(on/off/frequencies,..)`, as in \
        `350@-19,440@-19;10(*/0/1+2)`. A cadence has the form `seconds(on/off,..)`. The limits are 6 frequencies, 2 \
        sections, 6 segments in each section, and 127 characters.",
    source: "value-languages 2.2, tone-syntax",
    fires: || {
        vec![
            Example::of("<Dial_Tone>350@-19,440@-19</Dial_Tone>"),
            Example::of("<Cadence_1>60(2/4</Cadence_1>"),
            Example::of("<CWT_Frequency>440</CWT_Frequency>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Tone>350@-19,440@-19;10(*/0/1+2)</Dial_Tone>"),
            Example::of("<Dial_Tone></Dial_Tone><Dial_Tone_Timeout>5</Dial_Tone_Timeout>"),
            Example::of("<Dial_Tone>{{tone}}</Dial_Tone><Cadence_1>60(2/4)</Cadence_1>"),
            Example::on("spa3102", "<Detect_Disconnect_Tone_1_>yes</Detect_Disconnect_Tone_1_>"),
        ]
    },
};

static NO_FREQUENCY: Check = Check {
    code: Code::new(1002),
    name: "tone-without-frequency",
    group: Group::Tones,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A segment of a tone plays a frequency that the tone does not have.",
    explanation: "`1+2` plays the first and the second frequency in the list before the `;`, and 0 is silence.",
    source: "value-languages 2.2, tone-index",
    fires: || vec![Example::of("<Dial_Tone>350@-19;10(*/0/1+2)</Dial_Tone>")],
    silent: || vec![Example::of("<Dial_Tone>350@-19,440@-19;10(*/0/1)</Dial_Tone>")],
};

static RANGE: Check = Check {
    code: Code::new(1003),
    name: "tone-range",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A tone has a frequency, a level or a length that nobody would hear.",
    explanation: "A telephone carries frequencies up to 4000 Hz. Levels are between -60 and 3 dBm, usually about -19. \
        A section of 0 seconds is not played. Times are in seconds: `500/500` sounds for eight minutes, `.5/.5` for \
        half a second. Digits after \
        the third one of a second are ignored, which is a note.",
    source: "value-languages 2.1 and 2.2, tone-range; profile-language 7",
    fires: || {
        vec![
            Example::of("<Dial_Tone>44000@-19;10(*/0/1)</Dial_Tone>"),
            Example::of("<Dial_Tone>440@19;10(*/0/1)</Dial_Tone>"),
            Example::of("<Dial_Tone>440@-19;0(*/0/1)</Dial_Tone>"),
            Example::of("<Busy_Tone>425@-16;10(500/500/1)</Busy_Tone>"),
            Example::of("<Ring1_Cadence>60(2000/4000)</Ring1_Cadence>"),
            Example::of("<Dial_Tone>350@-19;10(.1234/.1/1)</Dial_Tone>"),
            Example::of("<Cadence_1>60(.1234/4)</Cadence_1>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Tone>440@-19;10(*/0/1)</Dial_Tone>"),
            Example::of("<Busy_Tone>425@-16;10(.5/.5/1)</Busy_Tone>"),
            Example::of("<SIT1_Tone>950@-10,1400@-10;20(.3/0/1,.3/0/2,0/1000/0)</SIT1_Tone>"),
            Example::of("<Ring1_Cadence>60(2/4)</Ring1_Cadence>"),
            Example::of("<Dial_Tone>350@-19.5;10(.123/.1/1)</Dial_Tone>"),
        ]
    },
};

static SILENT: Check = Check {
    code: Code::new(1004),
    name: "tone-silent",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A tone makes no sound: every segment plays frequency 0 or has no length.",
    explanation: "Some devices ship with a silent call-waiting tone. Frequencies are numbered from 1.",
    source: "value-languages 2.2, tone-silent",
    fires: || vec![Example::of("<Call_Waiting_Tone>440@-20;30(.175/.175/0)</Call_Waiting_Tone>")],
    silent: || vec![Example::of("<Call_Waiting_Tone>440@-20;30(.175/.175/1)</Call_Waiting_Tone>")],
};

static SECURE_CALL: Check = Check {
    code: Code::new(1005),
    name: "tone-secure-call",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The tone of a secure call is louder or longer than the guides advise.",
    explanation: "The tone is played into the call, so it should be at most -19 dBm and shorter than 30 seconds.",
    source: "value-languages 2.2, tone-level",
    fires: || {
        vec![
            Example::of("<Secure_Call_Indication_Tone>397@-9;15(.2/.1/1)</Secure_Call_Indication_Tone>"),
            Example::of("<Secure_Call_Indication_Tone>397@-19;*(.2/.1/1)</Secure_Call_Indication_Tone>"),
        ]
    },
    silent: || vec![Example::of("<Secure_Call_Indication_Tone>397@-19;15(.2/.1/1)</Secure_Call_Indication_Tone>")],
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&SYNTAX, &NO_FREQUENCY, &RANGE, &SILENT, &SECURE_CALL];

/// In Hz.
const HIGHEST: u32 = 4000;
/// In thousandths of a dBm.
const LEVELS: core::ops::RangeInclusive<i64> = -60_000..=3_000;
/// In thousandths of a dBm, and of a second.
const SECURE_LEVEL: i64 = -19_000;
const SECURE_LENGTH: i64 = 30_000;

/// In thousandths of a second: nobody listens to one part of a tone for this long.
const LONGEST_PART: i64 = 100_000;

/// Looks at every tone.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in subject.entries() {
        let text = entry.text();
        let Some(language) = language(entry).filter(|_| !text.trim().is_empty()) else { continue };
        if is_open(text) || (is_switch(entry) && (is_yes(text) || is_no(text))) {
            continue;
        }
        let read = match language {
            Language::Tone => Tone::parse(text).map(|tone| self::tone(subject, entry, &tone, findings)),
            Language::Cadence => Cadence::parse(text).map(|cadence| {
                lengths(subject, entry, cadence.sections.iter().map(|section| &section.length), findings);
                let is_long = |length, part: &Segment| is_milliseconds(length, part.on);
                findings.extend(milliseconds(subject, entry, &cadence.sections, is_long));
            }),
            _ => Frequencies::parse(text).map(|list| frequencies(subject, entry, &list.list, findings)),
        };
        match read {
            Ok(()) => findings.extend(too_fine(subject, entry)),
            Err(fault) => findings.push(report(subject, entry, &fault)),
        }
    }
}

/// Whether it may be a switch with a tone's name: `Detect_Disconnect_Tone_1_`, or any parameter without a known
/// definition.
fn is_switch(entry: &Entry<'_>) -> bool {
    entry.definition.is_none() || entry.name.starts_with("Detect_")
}

/// The language of a parameter by its definition, or by its name where the model is not known.
fn language(entry: &Entry<'_>) -> Option<Language> {
    if let Some(known) = entry.definition {
        return known.language().filter(|one| matches!(one, Language::Tone | Language::Cadence | Language::Frequency));
    }
    let name = entry.name;
    let (base, number) = name.strip_suffix('_').and_then(|rest| rest.rsplit_once('_')).unwrap_or((name, "1"));
    let is_script = entry.text().contains(['@', '(', ';']);
    if base.ends_with("_Tone") && numbered(number, "", "").is_some() {
        return is_script.then_some(Language::Tone);
    }
    let is_cadence = numbered(name, "Cadence_", "").is_some()
        || ["Ring", "CWT"].iter().any(|start| numbered(name, start, "_Cadence").is_some());
    match name {
        "CWT_Frequency" => Some(Language::Frequency),
        _ if is_cadence => Some(Language::Cadence),
        _ => None,
    }
}

/// The first time with digits that a device ignores: more than three after the point (profile-language 7, `Time3`).
fn too_fine(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    const DIGITS: usize = 3;
    let text = entry.text();
    text.match_indices('.').find_map(|(at, _)| {
        let start = at.saturating_add(1);
        let digits = text.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
        let message = "a device ignores what is below a thousandth of a second";
        let range = start.saturating_add(DIGITS)..start.saturating_add(digits);
        (digits > DIGITS).then(|| as_severity(subject.within(&RANGE, entry, range, message), Severity::Note))
    })
}

fn report(subject: &Subject<'_>, entry: &Entry<'_>, fault: &Fault<Mistake>) -> Diagnostic {
    let check = match fault.kind {
        Mistake::NoSuchFrequency { .. } => &NO_FREQUENCY,
        _ => &SYNTAX,
    };
    let finding = subject.within(check, entry, fault.range.clone(), fault.to_string());
    if fault.kind == Mistake::Modulated { as_severity(finding, Severity::Warning) } else { finding }
}

fn tone(subject: &Subject<'_>, entry: &Entry<'_>, tone: &Tone, findings: &mut Vec<Diagnostic>) {
    frequencies(subject, entry, &tone.frequencies.list, findings);
    lengths(subject, entry, tone.sections.iter().map(|section| &section.length), findings);
    let is_long = |length, part: &Sound| is_milliseconds(length, part.on);
    findings.extend(milliseconds(subject, entry, &tone.sections, is_long));
    if tone.is_silent() {
        findings.push(subject.on_value(&SILENT, entry, "this tone has no sound"));
    }
    if entry.name.starts_with("Secure_Call_Indication_Tone") {
        let is_loud = |one: &&Located<Frequency>| one.value.level.thousandths() > SECURE_LEVEL;
        let loud = tone.frequencies.list.iter().find(is_loud).map(Located::range);
        findings.extend(loud.map(|range| subject.within(&SECURE_CALL, entry, range, "louder than -19 dBm")));
        let is_long = |length: Duration| match length {
            Duration::Seconds(seconds) => seconds.thousandths() >= SECURE_LENGTH,
            _ => true,
        };
        let long = tone.sections.iter().map(|section| &section.length).find(|length| is_long(length.value));
        findings.extend(
            long.map(|length| subject.within(&SECURE_CALL, entry, length.range(), "not shorter than 30 seconds")),
        );
    }
}

fn frequencies(subject: &Subject<'_>, entry: &Entry<'_>, list: &[Located<Frequency>], findings: &mut Vec<Diagnostic>) {
    for one in list {
        let message = match one.value {
            Frequency { hertz: 0, .. } => "0 Hz is silent".to_owned(),
            Frequency { hertz, .. } if hertz > HIGHEST => {
                format!("more than the {HIGHEST} Hz that a telephone carries")
            }
            Frequency { level, .. } if !LEVELS.contains(&level.thousandths()) => {
                "the level is not between -60 and 3 dBm".to_owned()
            }
            _ => continue,
        };
        findings.push(subject.within(&RANGE, entry, one.range(), message));
    }
}

/// Whether part of a section sounds so much longer than the section that its time was meant in milliseconds. A long
/// silence at the end of a section is usual.
fn is_milliseconds(section: Duration, on: Duration) -> bool {
    match (section, on) {
        (Duration::Seconds(section), Duration::Seconds(on)) => {
            on.thousandths() >= LONGEST_PART && on.thousandths() > section.thousandths()
        }
        _ => false,
    }
}

/// The first part of a tone or a cadence whose times seem to be in milliseconds.
fn milliseconds<S>(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    sections: &[Section<S>],
    is_long: impl Fn(Duration, &S) -> bool,
) -> Option<Diagnostic> {
    let part = sections
        .iter()
        .find_map(|section| section.segments.iter().find(|part| is_long(section.length.value, &part.value)))?;
    let finding = subject.within(&RANGE, entry, part.range(), "longer than its whole section");
    Some(finding.help("times are in seconds: half a second is `.5`"))
}

fn lengths<'l>(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    lengths: impl Iterator<Item = &'l Located<Duration>>,
    findings: &mut Vec<Diagnostic>,
) {
    for length in lengths.filter(|length| length.value.is_zero()) {
        findings.push(subject.within(&RANGE, entry, length.range(), "a section of 0 seconds is not played"));
    }
}
