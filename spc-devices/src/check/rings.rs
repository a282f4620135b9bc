//! Ring tones and LEDs: rings other than the ones that were meant, and LEDs that do not change.
//!
//! Knows: which parameters hold them. Must not know: the languages themselves.

use std::collections::HashMap;

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::templates::is_open;
use super::words::numbered;
use crate::lang::led::{self, Led, LedPattern};
use crate::lang::ring::{Ring, Wave};
use crate::model::{Family, Model};

static RING: Check = Check {
    code: Code::new(1010),
    name: "ring-syntax",
    group: Group::Tones,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A ring tone is not in the documented form.",
    explanation: "A ring has the form `n=name;w=wave;c=cadence`, as in `n=Classic-1;w=3;c=1`.",
    source: "value-languages 2.1",
    fires: || vec![Example::of("<Ring1>n=Classic-1,w=3,c=1</Ring1>"), Example::of("<Ring1>n=Classic-1;w=3</Ring1>")],
    silent: || {
        vec![
            Example::of("<Ring1>n=Classic-1;w=3;c=1</Ring1>"),
            Example::of("<Ring1></Ring1><Ring_Volume>8</Ring_Volume>"),
            Example::of("<Ring1>n=Bell;w=file://Bell.rwb;c=0</Ring1>"),
        ]
    },
};

static SAME_NAME: Check = Check {
    code: Code::new(1011),
    name: "ring-name-twice",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Two rings have the same name.",
    explanation: "The `Alert-Info` header of a call names the ring, and the phone plays only one of the rings with \
        that name.",
    source: "value-languages 2.2, ring-name",
    fires: || {
        vec![
            Example::of("<Ring1>n=Bell;w=3;c=1</Ring1><Ring2>n=Bell;w=2;c=1</Ring2>"),
            Example::of("<Ring1_Name>Bellcore-r1</Ring1_Name><Ring2_Name>Bellcore-r1</Ring2_Name>"),
        ]
    },
    silent: || vec![Example::of("<Ring1>n=Bell-1;w=3;c=1</Ring1><Ring2>n=Bell-2;w=3;c=1</Ring2>")],
};

static WAVE: Check = Check {
    code: Code::new(1012),
    name: "ring-wave",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A ring names a sound or a cadence that the phone does not have.",
    explanation: "Sounds are numbered 1 to 4, on SPA500 phones 1 to 6, and cadences 1 to 9. Cadence 0 plays a file, \
        or a sound from 3 up, at its own length. It does not play sounds 1 and 2.",
    source: "value-languages 2.2, ring-w",
    fires: || {
        vec![
            Example::of("<Ring1>n=Bell;w=3;c=10</Ring1>"),
            Example::of("<Ring1>n=Bell;w=1;c=0</Ring1>"),
            Example::of("<Ring1>n=Bell;w=x;c=1</Ring1>"),
            Example::on("spa942", "<Ring1>n=Pulse;w=5;c=1</Ring1>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Ring1>n=Pulse;w=5;c=1</Ring1>"),
            Example::on("spa504g", "<Ring1>n=Pulse;w=5;c=1</Ring1>"),
            Example::of("<Ring1>n=Bell;w=3;c=0</Ring1>"),
            Example::of("<Ring1>n=Bell;w=file://Bell.rwb;c=0</Ring1><Ring2>n=B;w=192.0.2.1/bell;c=0</Ring2>"),
        ]
    },
};

static LED_COMMA: Check = Check {
    code: Code::new(1020),
    name: "light-comma",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The parts of an LED setting are separated by a comma instead of `;`.",
    explanation: "An LED setting has the form `c=colour;p=pattern`. With a comma, the whole text is read as the \
        colour, and no phone has such a colour.",
    source: "value-languages 2.2, led-comma",
    fires: || vec![Example::of("<BLF_Busy_LED>c=r,p=sb</BLF_Busy_LED>")],
    silent: || vec![Example::of("<BLF_Busy_LED>c=r;p=sb</BLF_Busy_LED>"), Example::of("<BLF_Busy_LED></BLF_Busy_LED>")],
};

static LED: Check = Check {
    code: Code::new(1021),
    name: "light-syntax",
    group: Group::Tones,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "An LED setting is not in the documented form.",
    explanation: "Colours are `o`, `r`, `g` and `a`. Patterns are `nb`, `sb`, `fb`, `db` and `ud`, or `n` and `b` on \
        multiplatform phones. `u=on/off` has up to four pairs of times.",
    source: "value-languages 2.1",
    fires: || {
        vec![Example::of("<BLF_Busy_LED>red</BLF_Busy_LED>"), Example::of("<BLF_Busy_LED>c=b;p=sb</BLF_Busy_LED>")]
    },
    silent: || vec![Example::of("<BLF_Busy_LED>c=r;p=ud;u=.1/.9</BLF_Busy_LED>")],
};

static PATTERN: Check = Check {
    code: Code::new(1022),
    name: "light-pattern",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The pattern in an LED setting does not match its other parts, or this phone does not have it.",
    explanation: "`u=` works only with `p=ud`, and `p=ud` needs it. Multiplatform phones have only `p=n` and `p=b`, \
        which older phones do not have.",
    source: "value-languages 2.2, led-value",
    fires: || {
        vec![
            Example::of("<BLF_Busy_LED>c=r;p=sb;u=.1/.9</BLF_Busy_LED>"),
            Example::of("<BLF_Busy_LED>c=r;p=ud</BLF_Busy_LED>"),
            Example::on("8851", "<BLF_Busy_LED>c=r;p=fb</BLF_Busy_LED>"),
            Example::on("spa504g", "<BLF_Busy_LED>c=r;p=b</BLF_Busy_LED>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<BLF_Busy_LED>c=r;p=ud;u=.1/.9</BLF_Busy_LED>"),
            Example::on("8851", "<BLF_Busy_LED>c=r;p=b</BLF_Busy_LED>"),
            Example::of("<BLF_Busy_LED>c=r;p=fb</BLF_Busy_LED>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&RING, &SAME_NAME, &WAVE, &LED_COMMA, &LED, &PATTERN];

/// The highest cadence number.
const CADENCES: u32 = 9;

/// Looks at every ring and every LED.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_ours = |entry: &&Entry<'_>| entry.name.starts_with("Ring") || entry.name.ends_with("_LED");
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && !is_open(entry.text());
    let mut rings = HashMap::new();
    let mut names = HashMap::new();
    for entry in subject.entries().filter(is_ours).filter(is_set) {
        if numbered(entry.name, "Ring", "").is_some() {
            match Ring::parse(entry.text()) {
                Ok(ring) => {
                    findings.extend(wave(subject, entry, &ring));
                    let range = ring.name.range();
                    if let Some(first) = rings.insert(ring.name.value, entry) {
                        findings.push(same_name(subject, entry, first, range));
                    }
                }
                Err(fault) => findings.push(subject.within(&RING, entry, fault.range.clone(), fault.to_string())),
            }
        } else if numbered(entry.name, "Ring", "_Name").is_some() {
            if let Some(first) = names.insert(entry.text().trim(), entry) {
                findings.push(same_name(subject, entry, first, 0..entry.text().len()));
            }
        } else if entry.name.ends_with("_LED") {
            findings.extend(light(subject, entry));
        }
    }
}

fn same_name(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    first: &Entry<'_>,
    range: core::ops::Range<usize>,
) -> Diagnostic {
    let finding = subject.within(&SAME_NAME, entry, range, format!("`{}` has the same name", first.name));
    finding.note(first.place.value, "its name is here")
}

fn wave(subject: &Subject<'_>, entry: &Entry<'_>, ring: &Ring) -> Option<Diagnostic> {
    let cadence = &ring.cadence;
    if cadence.value > CADENCES {
        let message = format!("cadences are 0 to {CADENCES}");
        return Some(subject.within(&WAVE, entry, cadence.range(), message));
    }
    let sound = match &ring.wave.value {
        Wave::BuiltIn(sound) => *sound,
        Wave::File(file) if !file.contains(['/', '.']) => {
            let finding = subject.within(&WAVE, entry, ring.wave.range(), "neither the number of a sound nor a file");
            return Some(finding.help("as in `w=3` or `w=tftp://192.0.2.1/bell.wav`"));
        }
        _ => return None,
    };
    if matches!(sound, 1 | 2) && cadence.value == 0 {
        let message = format!("sound {sound} has no length of its own, so it needs a cadence");
        return Some(subject.within(&WAVE, entry, cadence.range(), message));
    }
    let most = match subject.model.map(Model::family)? {
        Family::Sipura | Family::Spa9xx => 4,
        Family::Spa5xx => 6,
        _ => return None,
    };
    let message = format!("the sounds of this model are 1 to {most}");
    (sound > most || sound == 0).then(|| subject.within(&WAVE, entry, ring.wave.range(), message))
}

fn light(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let light = match Led::parse(entry.text()) {
        Ok(light) => light,
        Err(fault) => {
            let check = if fault.kind == led::Mistake::Comma { &LED_COMMA } else { &LED };
            return Some(subject.within(check, entry, fault.range.clone(), fault.to_string()));
        }
    };
    let pattern = light.pattern.as_ref();
    let is_user = pattern.is_some_and(|pattern| pattern.value == LedPattern::User);
    match (&light.times, pattern) {
        (Some(times), _) if !is_user => {
            Some(subject.within(&PATTERN, entry, times.range(), "`u=` has an effect only with `p=ud`"))
        }
        (None, Some(pattern)) if is_user => {
            Some(subject.within(&PATTERN, entry, pattern.range(), "`p=ud` needs `u=on/off`"))
        }
        (_, Some(pattern)) => {
            let message = match (subject.model?.family(), pattern.value) {
                (Family::Mpp, LedPattern::Steady | LedPattern::Blink) => return None,
                (Family::Mpp, _) => "this model has only `p=n` and `p=b`",
                (_, LedPattern::Blink) => "this model has `p=sb` and `p=fb`, not `p=b`",
                _ => return None,
            };
            Some(subject.within(&PATTERN, entry, pattern.range(), message))
        }
        _ => None,
    }
}
