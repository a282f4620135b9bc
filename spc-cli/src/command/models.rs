//! `spc models`: lists the known models, and what each of them reads.

use std::io::{self, Write};

use serde_json::Value;
use spc_core::Format;
use spc_core::stock::openssl::ReadDigest;
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_devices::reading;
use spc_files::Error;

/// The schema of the JSON objects, which `spc models --help` describes. Fields may be added to it, but nothing else changes.
const SCHEMA: u32 = 1;

const TITLES: [&str; 7] = ["MODEL", "SERIES", "LINES", "KEYS", "DIGEST", "PARAMETERS", "READS"];

pub(crate) fn run(models: &[Model], is_json: bool) -> Result<(), Error> {
    let lines: Vec<String> =
        if is_json { models.iter().map(|model| object(*model).to_string()).collect() } else { table(models) };
    let mut stdout = io::stdout().lock();
    let written = lines.iter().try_for_each(|line| writeln!(stdout, "{line}")).and_then(|()| stdout.flush());
    written.map_err(|error| Error::stdout(&error))
}

fn object(model: Model) -> Value {
    let dictionary = Dictionary::of(model);
    let facts: [(&str, Option<Value>); 13] = [
        ("schema", Some(SCHEMA.into())),
        ("name", Some(model.name().into())),
        ("series", Some(model.series().name().into())),
        ("family", Some(model.family().key().into())),
        ("is_series", Some(model.is_series().into())),
        ("lines", model.lines().map(Value::from)),
        ("line_keys", model.line_keys().map(Value::from)),
        ("reads", Some(reads(model).into())),
        ("digest", Some(ReadDigest::from(model.digest()).to_string().into())),
        ("dictionary", Some(basis(dictionary).into())),
        ("dictionary_of", dictionary.map(|dictionary| dictionary.source_model().name().into())),
        ("firmware", dictionary.and_then(|dictionary| dictionary.source_model().firmware()).map(Value::from)),
        ("profile_rule", Some(model.profile_rule().into())),
    ];
    facts.into_iter().filter_map(|(fact, value)| Some((fact.to_owned(), value?))).collect()
}

/// The models as a table. A dash means unknown or none.
fn table(models: &[Model]) -> Vec<String> {
    let rows: Vec<[String; 7]> =
        core::iter::once(TITLES.map(str::to_owned)).chain(models.iter().map(|model| row(*model))).collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..TITLES.len()).map(width).collect();
    let line = |row: &[String; 7]| -> String {
        row.iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}  "))
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    rows.iter().map(line).collect()
}

fn row(model: Model) -> [String; 7] {
    let count = |count: Option<u16>| count.map_or_else(|| "-".to_owned(), |count| count.to_string());
    let dictionary = Dictionary::of(model);
    let parameters = match dictionary {
        Some(dictionary) if dictionary.is_fallback() => format!("of {}", dictionary.source_model().name()),
        known => basis(known).to_owned(),
    };
    [
        model.name().to_owned(),
        if model.is_series() { "-".to_owned() } else { model.series().name().to_owned() },
        count(model.lines()),
        count(model.line_keys()),
        ReadDigest::from(model.digest()).to_string(),
        parameters,
        reads(model).join(", "),
    ]
}

fn reads(model: Model) -> Vec<&'static str> {
    reading::formats(model).map(Format::name).collect()
}

/// Which parameters are known: the model's own, those of its series, or none.
fn basis(dictionary: Option<Dictionary>) -> &'static str {
    match dictionary {
        None => "none",
        Some(dictionary) if dictionary.is_fallback() => "series",
        Some(_) => "own",
    }
}
