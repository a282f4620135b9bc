//! Tones and cadences in words.

use core::fmt::Write as _;

use super::cadence::{Cadence, Duration, Section, Segment};
use super::frequency::{Frequencies, Frequency};
use super::script::{Mix, Sound, Tone};
use crate::lang::number::Decimal;

impl Frequencies {
    /// What it is in plain English: `350 Hz at -19 dBm and 440 Hz at -19 dBm`.
    #[must_use]
    pub fn explain(&self) -> String {
        and(self.list.iter().map(|frequency| hertz(frequency.value)))
    }

    fn mixed(&self, mix: &Mix) -> String {
        let place = |number: &u32| usize::try_from(number.saturating_sub(1)).ok();
        and(mix.numbers.iter().filter_map(|number| self.list.get(place(number)?)).map(|found| hertz(found.value)))
    }
}

impl Cadence {
    /// What it is in plain English: `2 s on and 4 s off, for 60 s`.
    #[must_use]
    pub fn explain(&self) -> String {
        let beat = |segment: &Segment| Beat { what: String::new(), on: segment.on, off: segment.off };
        then(self.sections.iter().map(|section| explain(section, beat)))
    }
}

impl Tone {
    /// What it is in plain English: `480 Hz at -19 dBm and 620 Hz at -19 dBm, 0.5 s on and 0.5 s off, for 10 s`.
    #[must_use]
    pub fn explain(&self) -> String {
        let beat = |sound: &Sound| {
            let what = self.frequencies.mixed(&sound.mix);
            if what.is_empty() {
                Beat { what, on: Duration::Seconds(Decimal::default()), off: sum(sound.on, sound.off) }
            } else {
                Beat { what, on: sound.on, off: sound.off }
            }
        };
        then(self.sections.iter().map(|section| explain(section, beat)))
    }
}

/// A segment in words: what is on, if there is more than one thing that can be.
struct Beat {
    what: String,
    on: Duration,
    off: Duration,
}

fn explain<S>(section: &Section<S>, beat: impl Fn(&S) -> Beat) -> String {
    let length = section.length.value;
    let mut beats: Vec<Beat> = section.segments.iter().map(|segment| beat(&segment.value)).collect();
    // What comes after a time without end is never reached.
    if let Some(last) = beats.iter().position(|beat| beat.on == Duration::Forever || beat.off == Duration::Forever) {
        beats.truncate(last.saturating_add(1));
    }
    if beats.iter().all(|beat| beat.on.is_zero()) {
        return format!("silence {}", lasting(length));
    }
    if let [only] = beats.as_slice() {
        let what = if only.what.is_empty() { String::new() } else { format!("{}, ", only.what) };
        return match (only.on, only.off) {
            (Duration::Forever, _) => format!("{what}on {}", lasting(length)),
            (_, off) if off.is_zero() => format!("{what}on {}", lasting(length)),
            (on, Duration::Forever) => format!("{what}on for {}, then off", time(on)),
            (on, off) => format!("{what}{} on and {} off, {}", time(on), time(off), lasting(length)),
        };
    }
    let mut words = format!("{}, repeating: ", lasting(length));
    for (index, beat) in beats.iter().enumerate() {
        if index > 0 {
            words.push_str(", ");
        }
        let (what, off) = if beat.what.is_empty() { ("on", "off") } else { (beat.what.as_str(), "silence") };
        let parts = [(what, beat.on), (off_word(&beats, off), beat.off)];
        let said = parts.iter().filter(|(_, length)| !length.is_zero());
        for (place, (what, length)) in said.enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            let _ = write!(words, "{comma}{what} {}", lasting(*length));
        }
    }
    words
}

/// Silence is called off where nothing has a name.
fn off_word<'a>(beats: &[Beat], off: &'a str) -> &'a str {
    if beats.iter().any(|beat| !beat.what.is_empty()) { "silence" } else { off }
}

fn hertz(frequency: Frequency) -> String {
    format!("{} Hz at {} dBm", frequency.hertz, frequency.level)
}

fn time(duration: Duration) -> String {
    match duration {
        Duration::Seconds(seconds) => format!("{seconds} s"),
        Duration::Forever => "without end".to_owned(),
    }
}

fn lasting(duration: Duration) -> String {
    match duration {
        Duration::Seconds(seconds) => format!("for {seconds} s"),
        Duration::Forever => "without end".to_owned(),
    }
}

const fn sum(one: Duration, other: Duration) -> Duration {
    match (one, other) {
        (Duration::Seconds(one), Duration::Seconds(other)) => Duration::Seconds(one.saturating_add(other)),
        _ => Duration::Forever,
    }
}

fn and(words: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = words.collect();
    let Some(last) = words.pop() else {
        return String::new();
    };
    if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) }
}

fn then(sections: impl Iterator<Item = String>) -> String {
    sections.collect::<Vec<_>>().join("; then ")
}
