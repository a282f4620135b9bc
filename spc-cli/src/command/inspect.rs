//! `spc inspect`: shows what a file is, without a key, and without parameter names or values.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Map, Value, json};
use spc_core::container::{Header, KeyForm};
use spc_core::escape::{escape, escape_json};
use spc_core::format::UnsupportedFile;
use spc_core::inspect::{Facts as Inspected, Integrity, inspect};
use spc_files::read::opener::LIMIT;
use spc_files::read::{Input, opener};
use spc_files::{Error, Exit, Reporter};

/// The schema of the JSON objects, which `spc inspect --help` describes. Fields may be added to it, but nothing else changes.
const SCHEMA: u32 = 1;

/// What is known about a file, in fixed words that scripts can compare.
type Facts = Map<String, Value>;

pub(crate) fn run(files: &[PathBuf], is_json: bool, reporter: &Reporter) -> Result<(), Error> {
    let mut worst = None;
    let mut report = String::new();
    for path in files {
        match Input::read(path, LIMIT).and_then(|input| facts(&input)) {
            Ok((facts, _)) if is_json => report.push_str(&(escape_json(&Value::from(facts).to_string()) + "\n")),
            Ok((facts, unsupported)) => {
                let blank = if report.is_empty() { "" } else { "\n" };
                report.push_str(&format!("{blank}{}", prose(&facts, unsupported)));
            }
            Err(failure) => {
                reporter.error(&failure);
                worst = worst.max(Some(failure.exit()));
            }
        }
    }
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(report.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| Error::stdout(&error))?;
    worst.map_or(Ok(()), |exit| Err(Error::Reported(exit)))
}

/// What is known, and what the file is if it is not of a format that is read here.
fn facts(input: &Input) -> Result<(Facts, Option<UnsupportedFile>), Error> {
    let file = input.bytes.as_slice();
    if file.len() > LIMIT {
        return Err(opener::too_large(&input.name));
    }
    let inspected = inspect(file).map_err(|error| match error {
        spc_core::Error::Open(error) => opener::not_openable(&input.name, &error),
        spc_core::Error::Format(unsupported) => opener::unreadable(&input.name, unsupported),
        error => Error::new(Exit::NotOpenable, format!("`{}`: {error}", input.name)),
    })?;
    let own = own_facts(&inspected);
    let mut facts = Facts::new();
    facts.insert("schema".into(), SCHEMA.into());
    facts.insert("file".into(), input.name.as_str().into());
    facts.insert("bytes".into(), file.len().into());
    if let Value::Object(own) = own {
        facts.extend(own);
    }
    let unsupported = if let Inspected::Unsupported(unsupported) = inspected { Some(unsupported) } else { None };
    Ok((facts, unsupported))
}

/// The facts for people, one per line.
fn prose(facts: &Facts, unsupported: Option<UnsupportedFile>) -> String {
    let lines = facts.iter().filter(|(fact, value)| *fact != "schema" && !value.is_null());
    let line = |(fact, value): (&String, &Value)| match unsupported {
        Some(unsupported) if fact == "format" => format!("format: {unsupported}\nhint: {}\n", unsupported.hint()),
        _ => format!("{}: {}\n", fact.replace('_', " "), words(fact, value)),
    };
    lines.map(line).collect()
}

fn words(fact: &str, value: &Value) -> String {
    let word = match value {
        Value::Bool(true) => return "yes".into(),
        Value::Bool(false) => return "no".into(),
        Value::String(word) => word,
        number => return number.to_string(),
    };
    let words = match (fact, word.as_str()) {
        ("format", "spc") => "SPC container; stock phones do not read it",
        ("format", "openssl") => "openssl enc with a salt; the file does not record the digest or the rounds",
        ("format", "rfc8188") => "RFC 8188 aes128gcm, going by its header, which has no magic number",
        ("format", "xml") => "XML",
        ("format", "text") => "plain-text source, or any other text",
        ("secrecy", "key") => "protected by its key",
        ("secrecy", "phrase") => "as strong as its passphrase",
        ("integrity", "fits") => "checksum matches",
        ("integrity", "corrupt") => "corrupt: checksum does not match",
        ("integrity", "truncated") => "cut short",
        ("integrity", "trailing-data") => "trailing bytes after the end",
        ("integrity", "too-large") => "larger than the format allows",
        ("integrity", "key") => "can be checked only with the key",
        _ => word,
    };
    escape(words)
}

const fn integrity(integrity: Integrity) -> &'static str {
    match integrity {
        Integrity::Fits => "fits",
        Integrity::Truncated => "truncated",
        Integrity::TrailingData => "trailing-data",
        Integrity::TooLarge => "too-large",
        Integrity::ByKey => "key",
        Integrity::Unprotected => "none",
        _ => "corrupt",
    }
}

fn own_facts(inspected: &Inspected) -> Value {
    let whole = integrity(inspected.integrity());
    match inspected {
        Inspected::Spc { header, .. } => container_facts(header, whole),
        Inspected::Gzip { unpacked, .. } => {
            json!({"format": "gzip", "secrecy": "none", "unpacked_bytes": unpacked, "integrity": whole})
        }
        Inspected::Openssl { .. } => json!({"format": "openssl", "secrecy": "phrase", "integrity": whole}),
        Inspected::Rfc8188 { record_size, keyid } => json!({
            "format": "rfc8188",
            "secrecy": "key",
            "record_size": record_size,
            "keyid_bytes": keyid.len(),
            "integrity": whole,
        }),
        Inspected::Xml { is_profile } => {
            json!({"format": "xml", "profile": is_profile, "secrecy": "none", "integrity": whole})
        }
        Inspected::Text { begins_as_xml } => {
            let broken = begins_as_xml.then_some(true);
            json!({"format": "text", "broken_xml": broken, "secrecy": "none", "integrity": whole})
        }
        Inspected::Unsupported(unsupported) => {
            let secrecy = if unsupported.is_encrypted() { "phrase" } else { "none" };
            json!({"format": unsupported.name(), "secrecy": secrecy, "integrity": whole})
        }
        _ => json!({}),
    }
}

fn container_facts(header: &Header, whole: &str) -> Value {
    let (key, secrecy) = match header.key_form() {
        KeyForm::Raw => ("raw", "key"),
        KeyForm::Passphrase => ("passphrase", "phrase"),
        _ => ("none", "none"),
    };
    let mode = match (header.is_targeted(), header.key_form()) {
        (false, KeyForm::None) => "generic",
        (true, KeyForm::None) => "target",
        (false, _) => "key",
        (true, _) => "target+key",
    };
    let phrase = header.key_form() == KeyForm::Passphrase;
    json!({
        "format": "spc",
        "version": 1,
        "mode": mode,
        "bound_to_a_device": header.is_targeted(),
        "key": key,
        "kdf_iterations": phrase.then(|| header.iterations()),
        "kdf_salt": phrase.then(|| hex::encode(header.kdf_salt())),
        "secrecy": secrecy,
        "serial": header.serial(),
        "ciphertext_bytes": header.ciphertext(),
        "integrity": whole,
    })
}
