//! `spc inspect`: what a file is, without a key, a name or a value.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use spc_core::container::{self, Header, KeyForm, MAGIC, OpenError};
use spc_core::limits;
use spc_core::source::{self, Syntax};
use spc_core::stock::{self, gzip, rfc8188};

use crate::args::Inspect;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Input;
use crate::opened::LIMIT;
use crate::talk::{Talk, escape};

/// The schema of the JSON objects.
const SCHEMA: u32 = 1;

pub(crate) fn run(args: &Inspect) -> Result<(), Failure> {
    let talk = Talk::new(false);
    let mut worst = None;
    let mut report = String::new();
    for path in &args.files {
        let told = Input::read(path, LIMIT).and_then(|input| describe(&input).map(|facts| (input.name, facts)));
        match told {
            Ok((name, facts)) if args.json => {
                let mut object = Map::new();
                object.insert("schema".into(), SCHEMA.into());
                object.insert("file".into(), name.into());
                object.extend(facts);
                report.push_str(&Value::from(object).to_string());
                report.push('\n');
            }
            Ok((name, facts)) => {
                report.push_str(&format!("file: {}\n", escape(&name)));
                for (fact, value) in facts.into_iter().filter(|(_, value)| !value.is_null()) {
                    let value = value.as_str().map_or_else(|| value.to_string(), escape);
                    report.push_str(&format!("{}: {value}\n", fact.replace('_', " ")));
                }
            }
            Err(failure) => {
                talk.failure(&failure);
                worst = worst.max(Some(failure.exit()));
            }
        }
    }
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(report.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| Failure::stdout(&error))?;
    worst.map_or(Ok(()), |exit| Err(Failure::Silent(exit)))
}

fn describe(input: &Input) -> Result<Map<String, Value>, Failure> {
    let file = input.bytes.as_slice();
    let facts = if file.is_empty() || file.starts_with(MAGIC.first_chunk::<4>().expect("the magic is longer")) {
        container_facts(file).map_err(|error| Failure::not_openable(&input.name, &error))?
    } else {
        match stock::sniff(file) {
            Some(format) => stock_facts(file, format),
            None if source::sniff(file) == Syntax::Text && is_text(file) => {
                json!({"format": "text", "what": "plain-text source, or any other text", "bytes": file.len()})
            }
            None => {
                let failure =
                    Failure::new(Exit::NotOpenable, format!("`{}` is in no format that is known here", input.name));
                return Err(failure.hint("known are the SPC container, XML, gzip, openssl enc and RFC 8188"));
            }
        }
    };
    match facts {
        Value::Object(facts) => Ok(facts),
        _ => Ok(Map::new()),
    }
}

fn is_text(file: &[u8]) -> bool {
    let may_stand = |character: char| !character.is_control() || matches!(character, '\t' | '\n' | '\r');
    std::str::from_utf8(file).is_ok_and(|text| text.chars().all(may_stand))
}

fn container_facts(file: &[u8]) -> Result<Value, OpenError> {
    let header = Header::read(file)?;
    let integrity = match container::check_integrity(file) {
        Ok(_) => "checksum fits",
        Err(OpenError::Truncated) => "cut short",
        Err(OpenError::TrailingData) => "bytes behind its end",
        Err(OpenError::TooLarge) => "larger than the format allows",
        Err(_) => "corrupt: checksum does not fit",
    };
    let key = match header.key_form() {
        KeyForm::Raw => "raw key",
        KeyForm::Passphrase => "passphrase",
        _ => "none",
    };
    let mode = match (header.is_targeted(), header.key_form()) {
        (false, KeyForm::None) => "generic",
        (true, KeyForm::None) => "target",
        (false, _) => "key",
        (true, _) => "target+key",
    };
    let secrecy = match header.key_form() {
        KeyForm::None => "none",
        KeyForm::Passphrase => "as strong as the passphrase",
        _ => "by its key",
    };
    let phrase = header.key_form() == KeyForm::Passphrase;
    Ok(json!({
        "format": "spc",
        "version": 1,
        "mode": mode,
        "bound_to_a_device": header.is_targeted(),
        "key": key,
        "secrecy": secrecy,
        "serial": header.serial(),
        "bytes": file.len(),
        "ciphertext_bytes": header.ciphertext(),
        "integrity": integrity,
        "stock_phones": "do not read this format",
        "kdf_iterations": phrase.then(|| header.iterations()),
        "kdf_salt": phrase.then(|| hex::encode(header.kdf_salt())),
    }))
}

fn stock_facts(file: &[u8], format: stock::Format) -> Value {
    let bytes = file.len();
    match format {
        stock::Format::Gzip => {
            let integrity = match gzip::unpack(file, limits::UNPACKED) {
                Ok(plain) => format!("checksum fits, {} bytes inside", plain.len()),
                Err(error) => error.to_string(),
            };
            json!({"format": "gzip", "secrecy": "none", "bytes": bytes, "integrity": integrity})
        }
        stock::Format::Openssl => json!({
            "format": "openssl",
            "what": "openssl enc with a salt; digest and rounds are not in the file",
            "secrecy": "as strong as the phrase",
            "bytes": bytes,
            "integrity": "none",
            "whole_blocks": bytes.is_multiple_of(16),
        }),
        stock::Format::OpensslBase64 => json!({
            "format": "openssl-base64",
            "what": "openssl enc -a, which no phone reads; decode it with base64 -d",
            "bytes": bytes,
        }),
        stock::Format::Rfc8188 => {
            let header = rfc8188::Header::read(file).ok();
            json!({
                "format": "rfc8188",
                "what": "RFC 8188 aes128gcm, by its header, which has no magic",
                "secrecy": "by its key",
                "bytes": bytes,
                "record_size": header.as_ref().map(|header| header.record_size().get()),
                "keyid_bytes": header.map(|header| header.keyid().len()),
                "integrity": "by its key",
            })
        }
        _ => json!({"format": "xml", "secrecy": "none", "bytes": bytes, "integrity": "none"}),
    }
}
