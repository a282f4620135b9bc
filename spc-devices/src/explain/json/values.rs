//! Values of the small languages as JSON.

use serde_json::{Value, json};

use super::object::object;
use crate::explain;
use crate::lang::dst;
use crate::lang::key_function::{Field, KeyFunction};
use crate::lang::number::Decimal;
use crate::lang::schedule::{Delay, ResyncTime, Schedule};
use crate::lang::tone::{Cadence, Duration, Frequencies, Section, Segment, Sound, Tone};

/// When a daylight-saving rule changes the clock.
#[must_use]
pub fn dst(rule: &dst::DstRule) -> String {
    object([
        ("rule", rule.to_string().into()),
        ("seconds", rule.save.into()),
        ("is_over_new_year", rule.is_over_new_year().into()),
        ("words", explain::dst(rule).into()),
    ])
}

/// What the function of a line key or a softkey does.
#[must_use]
pub fn key_function(key: &KeyFunction) -> String {
    let name = |field: &Field| field.name.value.clone();
    object([
        ("words", explain::key_function(key).into()),
        ("functions", key.functions.iter().map(|function| function.value.clone()).collect()),
        ("options", key.options.iter().map(name).collect()),
        ("missing", key.missing().map(|(word, needs)| json!({"function": word.value, "one_of": needs})).collect()),
        ("unused", key.unused().map(name).collect()),
    ])
}

/// When a device resyncs or tries again; four digits may be a time of day as well.
#[must_use]
pub fn schedule(schedule: &Schedule, time: Option<ResyncTime>) -> String {
    let delay = |delay: &Delay| json!({"seconds": delay.seconds, "random": delay.random});
    object([
        ("delays", schedule.delays.iter().map(delay).collect()),
        ("words", explain::schedule(schedule).into()),
        ("time_of_day", time.map(|time| time.to_string()).into()),
        ("time_of_day_words", time.map(explain::time_of_day).into()),
    ])
}

/// What a tone sounds like.
#[must_use]
pub fn tone(tone: &Tone) -> String {
    let sound = |sound: &Sound| json!({"on": time(sound.on), "off": time(sound.off), "frequencies": sound.mix.numbers});
    sounds("tone", explain::tone(tone), hertz(&tone.frequencies), sections(&tone.sections, sound))
}

/// What a cadence sounds like.
#[must_use]
pub fn cadence(cadence: &Cadence) -> String {
    let segment = |segment: &Segment| json!({"on": time(segment.on), "off": time(segment.off)});
    sounds("cadence", explain::cadence(cadence), json!([]), sections(&cadence.sections, segment))
}

/// What frequencies sound like.
#[must_use]
pub fn frequencies(list: &Frequencies) -> String {
    sounds("frequencies", explain::frequencies(list), hertz(list), json!([]))
}

fn sounds(kind: &str, words: String, frequencies: Value, sections: Value) -> String {
    object([("kind", kind.into()), ("words", words.into()), ("frequencies", frequencies), ("sections", sections)])
}

fn hertz(list: &Frequencies) -> Value {
    list.list.iter().map(|one| json!({"hertz": one.value.hertz, "dbm": decimal(one.value.level)})).collect()
}

fn sections<S>(list: &[Section<S>], segment: impl Fn(&S) -> Value) -> Value {
    let one = |section: &Section<S>| {
        let segments: Value = section.segments.iter().map(|one| segment(&one.value)).collect();
        json!({"seconds": time(section.length.value), "segments": segments})
    };
    list.iter().map(one).collect()
}

/// Seconds; null means without end.
fn time(duration: Duration) -> Value {
    match duration {
        Duration::Seconds(seconds) => decimal(seconds),
        _ => Value::Null,
    }
}

/// As written: a decimal number is also a JSON number.
fn decimal(decimal: Decimal) -> Value {
    serde_json::from_str(&decimal.to_string()).unwrap_or_default()
}
