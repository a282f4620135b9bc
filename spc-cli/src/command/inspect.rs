//! `spc inspect`: what a file is, without a key, a name or a value.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use spc_core::container::{self, Header, KeyForm, OpenError};
use spc_core::limits;
use spc_core::source::{self, Syntax};
use spc_core::stock::{self, StockError, gzip, rfc8188};

use crate::args::Inspect;
use crate::read::input::Input;
use crate::read::opener::{self, LIMIT};
use crate::report::error::Error;
use crate::report::escape::escape;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// The schema of the JSON objects, which `spc inspect --help` describes. Fields may be added to it, nothing else.
const SCHEMA: u32 = 1;

/// What is known about a file: facts in words that scripts can compare.
type Facts = Map<String, Value>;

pub(crate) fn run(args: &Inspect, reporter: &Reporter) -> Result<(), Error> {
    let mut worst = None;
    let mut report = String::new();
    for path in &args.files {
        match Input::read(path, LIMIT).and_then(|input| facts(&input)) {
            Ok(facts) if args.json => report.push_str(&format!("{}\n", Value::from(facts))),
            Ok(facts) => {
                let blank = if report.is_empty() { "" } else { "\n" };
                report.push_str(&format!("{blank}{}", prose(&facts)));
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
    worst.map_or(Ok(()), |exit| Err(Error::Silent(exit)))
}

fn facts(input: &Input) -> Result<Facts, Error> {
    let file = input.bytes.as_slice();
    if file.len() > LIMIT {
        return Err(opener::too_large(&input.name));
    }
    let own = if container::begins(file) {
        container_facts(file).map_err(|error| opener::not_openable(&input.name, &error))?
    } else {
        match stock::sniff(file) {
            Some(format) => stock_facts(file, format),
            None if source::sniff(file) == Syntax::Text && is_text(file) => {
                json!({"format": "text", "secrecy": "none", "integrity": "none"})
            }
            None => {
                let failure =
                    Error::new(Exit::NotOpenable, format!("`{}` is in no format that is known here", input.name));
                return Err(failure.hint("known are the SPC container, XML, gzip, openssl enc and RFC 8188"));
            }
        }
    };
    let mut facts = Facts::new();
    facts.insert("schema".into(), SCHEMA.into());
    facts.insert("file".into(), input.name.as_str().into());
    facts.insert("bytes".into(), file.len().into());
    if let Value::Object(own) = own {
        facts.extend(own);
    }
    Ok(facts)
}

/// The facts for people, a line each.
fn prose(facts: &Facts) -> String {
    let lines = facts.iter().filter(|(fact, value)| *fact != "schema" && !value.is_null());
    let line = |(fact, value): (&String, &Value)| format!("{}: {}\n", fact.replace('_', " "), words(fact, value));
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
        ("format", "openssl") => "openssl enc with a salt; digest and rounds are not in the file",
        ("format", "openssl-base64") => "openssl enc -a, which no phone reads; decode it with base64 -d",
        ("format", "rfc8188") => "RFC 8188 aes128gcm, by its header, which has no magic",
        ("format", "xml") => "XML",
        ("format", "text") => "plain-text source, or any other text",
        ("secrecy", "key") => "by its key",
        ("secrecy", "phrase") => "as strong as its phrase",
        ("integrity", "fits") => "checksum fits",
        ("integrity", "corrupt") => "corrupt: checksum does not fit",
        ("integrity", "truncated") => "cut short",
        ("integrity", "trailing-data") => "bytes behind its end",
        ("integrity", "too-large") => "larger than the format allows",
        ("integrity", "key") => "told by its key only",
        _ => word,
    };
    escape(words)
}

fn is_text(file: &[u8]) -> bool {
    let may_stand = |character: char| !character.is_control() || matches!(character, '\t' | '\n' | '\r');
    std::str::from_utf8(file).is_ok_and(|text| text.chars().all(may_stand))
}

fn container_facts(file: &[u8]) -> Result<Value, OpenError> {
    let header = Header::read(file)?;
    let integrity = match container::check_integrity(file) {
        Ok(_) => "fits",
        Err(OpenError::Truncated) => "truncated",
        Err(OpenError::TrailingData) => "trailing-data",
        Err(OpenError::TooLarge { .. }) => "too-large",
        Err(_) => "corrupt",
    };
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
    Ok(json!({
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
        "integrity": integrity,
    }))
}

fn stock_facts(file: &[u8], format: stock::Format) -> Value {
    match format {
        stock::Format::Gzip => {
            let (integrity, unpacked) = match gzip::unpack(file, limits::UNPACKED) {
                Ok(plain) => ("fits", Some(plain.len())),
                Err(StockError::TrailingData { .. }) => ("trailing-data", None),
                Err(StockError::Truncated) => ("truncated", None),
                Err(StockError::TooLarge { .. }) => ("too-large", None),
                Err(_) => ("corrupt", None),
            };
            json!({"format": "gzip", "secrecy": "none", "unpacked_bytes": unpacked, "integrity": integrity})
        }
        stock::Format::Openssl => json!({
            "format": "openssl",
            "secrecy": "phrase",
            "integrity": if file.len().is_multiple_of(16) { "none" } else { "truncated" },
        }),
        stock::Format::OpensslBase64 => json!({"format": "openssl-base64", "secrecy": "phrase", "integrity": "none"}),
        stock::Format::Rfc8188 => {
            let header = rfc8188::Header::read(file).ok();
            json!({
                "format": "rfc8188",
                "secrecy": "key",
                "record_size": header.as_ref().map(|header| header.record_size().get()),
                "keyid_bytes": header.map(|header| header.keyid().len()),
                "integrity": "key",
            })
        }
        _ => json!({"format": "xml", "secrecy": "none", "integrity": "none"}),
    }
}
