//! `spc explain tone`: what a tone, a cadence or a list of frequencies sounds like.

use serde_json::{Value, json};
use spc_devices::explain;
use spc_devices::lang::number::Decimal;
use spc_devices::lang::tone::{Cadence, Duration, Frequencies, Section, Segment, Sound, Tone};
use spc_files::report::error::Error;

use super::answer;
use crate::args::ValueArgs;

pub(super) fn run(args: &ValueArgs) -> Result<(), Error> {
    let value = answer::value(&args.value)?;
    let (kind, words, frequencies, sections) = read(&value)?;
    if !args.json {
        return answer::print_lines([words]);
    }
    answer::print_json([
        ("kind", kind.into()),
        ("words", words.into()),
        ("frequencies", frequencies),
        ("sections", sections),
    ])
}

/// Only frequencies have `@`, and only sections have brackets.
fn read(value: &str) -> Result<(&'static str, String, Value, Value), Error> {
    match (value.contains('@'), value.contains('(')) {
        (false, true) => {
            let cadence = Cadence::parse(value).map_err(|fault| answer::fault("cadence", value, &fault))?;
            let segment = |segment: &Segment| json!({"on": time(segment.on), "off": time(segment.off)});
            Ok(("cadence", explain::cadence(&cadence), json!([]), sections(&cadence.sections, segment)))
        }
        (true, false) if !value.contains(';') => {
            let list = Frequencies::parse(value).map_err(|fault| answer::fault("frequencies", value, &fault))?;
            Ok(("frequencies", explain::frequencies(&list), frequencies(&list), json!([])))
        }
        _ => {
            let tone = Tone::parse(value).map_err(|fault| answer::fault("tone", value, &fault))?;
            let sound =
                |sound: &Sound| json!({"on": time(sound.on), "off": time(sound.off), "frequencies": sound.mix.numbers});
            Ok(("tone", explain::tone(&tone), frequencies(&tone.frequencies), sections(&tone.sections, sound)))
        }
    }
}

fn frequencies(list: &Frequencies) -> Value {
    list.list.iter().map(|one| json!({"hertz": one.value.hertz, "dbm": decimal(one.value.level)})).collect()
}

fn sections<S>(list: &[Section<S>], segment: impl Fn(&S) -> Value) -> Value {
    let one = |section: &Section<S>| {
        let segments: Value = section.segments.iter().map(|one| segment(&one.value)).collect();
        json!({"seconds": time(section.length.value), "segments": segments})
    };
    list.iter().map(one).collect()
}

/// Seconds; null is without end.
fn time(duration: Duration) -> Value {
    match duration {
        Duration::Seconds(seconds) => decimal(seconds),
        _ => Value::Null,
    }
}

/// As written: a decimal number is a JSON number too.
fn decimal(decimal: Decimal) -> Value {
    serde_json::from_str(&decimal.to_string()).unwrap_or_default()
}
