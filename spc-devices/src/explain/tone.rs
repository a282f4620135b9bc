//! Tones and cadences in words.

use core::fmt::Write as _;

use crate::lang::number::Decimal;
use crate::lang::tone::{Cadence, Duration, Frequencies, Frequency, Mix, Section, Segment, Sound, Tone};
use crate::listing;

/// Says which frequencies there are: `350 Hz at -19 dBm and 440 Hz at -19 dBm`.
#[must_use]
pub fn frequencies(list: &Frequencies) -> String {
    listing::all(&list.list.iter().map(|frequency| hertz(frequency.value)).collect::<Vec<_>>())
}

/// Says what the rhythm of a cadence is: `2 s on and 4 s off, for 60 s`.
#[must_use]
pub fn cadence(cadence: &Cadence) -> String {
    let beat = |segment: &Segment| Beat { what: String::new(), on: segment.on, off: segment.off };
    then(cadence.sections.iter().map(|part| section(part, beat)))
}

/// Says what a tone sounds like: `480 Hz at -19 dBm and 620 Hz at -19 dBm, 0.5 s on and 0.5 s off, for 10 s`.
#[must_use]
pub fn tone(tone: &Tone) -> String {
    let beat = |sound: &Sound| {
        let what = mixed(&tone.frequencies, &sound.mix);
        if what.is_empty() {
            Beat { what, on: Duration::Seconds(Decimal::default()), off: sum(sound.on, sound.off) }
        } else {
            Beat { what, on: sound.on, off: sound.off }
        }
    };
    then(tone.sections.iter().map(|part| section(part, beat)))
}

fn mixed(frequencies: &Frequencies, mix: &Mix) -> String {
    let place = |number: &u32| usize::try_from(number.saturating_sub(1)).ok();
    let found = mix.numbers.iter().filter_map(|number| frequencies.list.get(place(number)?));
    listing::all(&found.map(|frequency| hertz(frequency.value)).collect::<Vec<_>>())
}

/// A segment in words, with what is on if more than one thing can be.
struct Beat {
    what: String,
    on: Duration,
    off: Duration,
}

fn section<S>(section: &Section<S>, beat: impl Fn(&S) -> Beat) -> String {
    let length = section.length.value;
    let mut beats: Vec<Beat> = section.segments.iter().map(|segment| beat(&segment.value)).collect();
    // Nothing after a time without end is ever reached.
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

/// Silence is called "off" if nothing has a name.
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

fn then(sections: impl Iterator<Item = String>) -> String {
    sections.collect::<Vec<_>>().join("; then ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_explained() {
        for (text, words) in [
            ("350@-19,440@-19;10(*/0/1+2)", "350 Hz at -19 dBm and 440 Hz at -19 dBm, on for 10 s"),
            (
                "480@-19,620@-19;10(.5/.5/1+2)",
                "480 Hz at -19 dBm and 620 Hz at -19 dBm, 0.5 s on and 0.5 s off, for 10 s",
            ),
            ("440@-10;*(*/0/1)", "440 Hz at -10 dBm, on without end"),
            (
                "600@-16;2(.2/.2/1);10(*/0/1)",
                "600 Hz at -16 dBm, 0.2 s on and 0.2 s off, for 2 s; then 600 Hz at -16 dBm, on for 10 s",
            ),
            (
                "985@-16,1428@-16;20(.380/0/1,.380/0/2,0/4/0)",
                "for 20 s, repeating: 985 Hz at -16 dBm for 0.38 s, 1428 Hz at -16 dBm for 0.38 s, silence for 4 s",
            ),
            ("440@-20;30(.175/.175/0,.175/3.5/0)", "silence for 30 s"),
            ("350@-19;1(0/*/0);20(.1/0/1)", "silence for 1 s; then 350 Hz at -19 dBm, on for 20 s"),
        ] {
            assert_eq!(tone(&Tone::parse(text).unwrap()), words);
        }
    }

    #[test]
    fn cadences_are_explained() {
        for (text, words) in [
            ("60(2/4)", "2 s on and 4 s off, for 60 s"),
            ("60(.8/.4,.8/4)", "for 60 s, repeating: on for 0.8 s, off for 0.4 s, on for 0.8 s, off for 4 s"),
            ("*(1/1)", "1 s on and 1 s off, without end"),
        ] {
            assert_eq!(cadence(&Cadence::parse(text).unwrap()), words);
        }
        assert_eq!(
            frequencies(&Frequencies::parse("1@-1,2@-2,3@-3").unwrap()),
            "1 Hz at -1 dBm, 2 Hz at -2 dBm and 3 Hz at -3 dBm"
        );
    }
}
