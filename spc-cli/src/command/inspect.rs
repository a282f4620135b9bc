//! `spc inspect`: shows what a file is, without a key, and without parameter names or values.

use std::io::{self, Write};
use std::iter;
use std::path::PathBuf;

use serde_json::{Map, Value};
use spc_core::container::{Header, KeyForm};
use spc_core::escape::{escape, escape_json};
use spc_core::inspect::{Facts as Inspected, Integrity, inspect};
use spc_files::read::opener::LIMIT;
use spc_files::read::{Input, opener};
use spc_files::{Error, Exit, Reporter};

/// The schema of the JSON objects, which `spc inspect --help` describes. Fields may be added to it, but nothing else changes.
const SCHEMA: u32 = 1;

/// A fact about a file: as programs compare it, and as people read it.
struct Fact {
    name: &'static str,
    /// `null` where it does not apply.
    value: Value,
    words: String,
}

/// A word that programs compare, and what it means.
type Word = (&'static str, &'static str);

const UNPROTECTED: Word = ("none", "none");
const BY_KEY: Word = ("key", "protected by its key");
const BY_PHRASE: Word = ("phrase", "as strong as its passphrase");

impl Fact {
    fn new(name: &'static str, value: impl Into<Value>, words: impl Into<String>) -> Self {
        Self { name, value: value.into(), words: words.into() }
    }

    fn word(name: &'static str, (word, words): Word) -> Self {
        Self::new(name, word, words)
    }

    fn flag(name: &'static str, is: bool) -> Self {
        Self::new(name, is, if is { "yes" } else { "no" })
    }

    fn number(name: &'static str, number: impl Into<Value> + ToString) -> Self {
        let words = number.to_string();
        Self::new(name, number, words)
    }

    /// One that may not apply.
    fn perhaps<T>(name: &'static str, value: Option<T>, fact: fn(&'static str, T) -> Self) -> Self {
        value.map_or_else(|| Self::new(name, Value::Null, ""), |value| fact(name, value))
    }
}

pub(crate) fn run(files: &[PathBuf], is_json: bool, reporter: &Reporter) -> Result<(), Error> {
    let mut worst = None;
    let mut report = String::new();
    for path in files {
        match Input::read(path, LIMIT).and_then(|input| facts(&input)) {
            Ok(facts) if is_json => report.push_str(&json(facts)),
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
    worst.map_or(Ok(()), |exit| Err(Error::Reported(exit)))
}

fn json(facts: Vec<Fact>) -> String {
    let facts = facts.into_iter().map(|fact| (fact.name.to_owned(), fact.value));
    let object: Map<String, Value> = iter::once(("schema".to_owned(), SCHEMA.into())).chain(facts).collect();
    escape_json(&Value::from(object).to_string()) + "\n"
}

/// The facts for people, one per line.
fn prose(facts: &[Fact]) -> String {
    let known = facts.iter().filter(|fact| !fact.value.is_null());
    known.map(|fact| format!("{}: {}\n", fact.name.replace('_', " "), fact.words)).collect()
}

fn facts(input: &Input) -> Result<Vec<Fact>, Error> {
    let file = input.bytes.as_slice();
    if file.len() > LIMIT {
        return Err(opener::too_large(&input.name));
    }
    let inspected = inspect(file).map_err(|error| match error {
        spc_core::Error::Open(error) => opener::not_openable(&input.name, &error),
        spc_core::Error::Format(unsupported) => opener::unreadable(&input.name, unsupported),
        error => Error::new(Exit::NotOpenable, format!("`{}`: {error}", input.name)),
    })?;
    let name = Fact::new("file", input.name.as_str(), escape(&input.name));
    let mut facts = vec![name, Fact::number("bytes", file.len())];
    facts.extend(own_facts(&inspected));
    facts.push(Fact::word("integrity", integrity(inspected.integrity())));
    Ok(facts)
}

const fn integrity(integrity: Integrity) -> Word {
    match integrity {
        Integrity::Fits => ("fits", "checksum matches"),
        Integrity::Truncated => ("truncated", "cut short"),
        Integrity::TrailingData => ("trailing-data", "trailing bytes after the end"),
        Integrity::TooLarge => ("too-large", "larger than the format allows"),
        Integrity::ByKey => ("key", "can be checked only with the key"),
        Integrity::Unprotected => ("none", "none"),
        _ => ("corrupt", "corrupt: the checksum or the header is wrong"),
    }
}

/// What a file of its format says about itself.
fn own_facts(inspected: &Inspected) -> Vec<Fact> {
    match inspected {
        Inspected::Spc { header, .. } => {
            let format = Fact::word("format", ("spc", "SPC container; stock phones do not read it"));
            iter::once(format).chain(header.iter().flat_map(container_facts)).collect()
        }
        Inspected::Gzip { unpacked, .. } => vec![
            Fact::word("format", ("gzip", "gzip")),
            Fact::word("secrecy", UNPROTECTED),
            Fact::perhaps("unpacked_bytes", *unpacked, Fact::number),
        ],
        Inspected::Openssl { .. } => vec![
            Fact::word(
                "format",
                ("openssl", "openssl enc with a salt; the file does not record the digest or the rounds"),
            ),
            Fact::word("secrecy", BY_PHRASE),
        ],
        Inspected::Rfc8188 { record_size, keyid } => vec![
            Fact::word("format", ("rfc8188", "RFC 8188 aes128gcm, going by its header, which has no magic number")),
            Fact::word("secrecy", BY_KEY),
            Fact::number("record_size", *record_size),
            Fact::number("keyid_bytes", keyid.len()),
        ],
        Inspected::Xml { is_profile } => vec![
            Fact::word("format", ("xml", "XML")),
            Fact::flag("profile", *is_profile),
            Fact::word("secrecy", UNPROTECTED),
        ],
        Inspected::Text { begins_as_xml } => vec![
            Fact::word("format", ("text", "plain-text source, or any other text")),
            Fact::perhaps("broken_xml", begins_as_xml.then_some(true), Fact::flag),
            Fact::word("secrecy", UNPROTECTED),
        ],
        Inspected::Unsupported(unsupported) => vec![
            Fact::new("format", unsupported.name(), format!("{unsupported}\nhint: {}", unsupported.hint())),
            Fact::word("secrecy", if unsupported.is_encrypted() { BY_PHRASE } else { UNPROTECTED }),
        ],
        _ => Vec::new(),
    }
}

fn container_facts(header: &Header) -> Vec<Fact> {
    let (key, secrecy) = match header.key_form() {
        KeyForm::Raw => ("raw", BY_KEY),
        KeyForm::Passphrase => ("passphrase", BY_PHRASE),
        _ => ("none", UNPROTECTED),
    };
    let mode = match (header.is_targeted(), header.is_keyed()) {
        (false, false) => "generic",
        (true, false) => "target",
        (false, true) => "key",
        (true, true) => "target+key",
    };
    let is_phrase = header.key_form() == KeyForm::Passphrase;
    let salt = is_phrase.then(|| hex::encode(header.kdf_salt()));
    vec![
        Fact::number("version", 1),
        Fact::word("mode", (mode, mode)),
        Fact::flag("bound_to_a_device", header.is_targeted()),
        Fact::word("key", (key, key)),
        Fact::perhaps("kdf_iterations", is_phrase.then(|| header.iterations()), Fact::number),
        Fact::perhaps("kdf_salt", salt, |name, salt| Fact::new(name, salt.clone(), salt)),
        Fact::word("secrecy", secrecy),
        Fact::number("serial", header.serial()),
        Fact::number("ciphertext_bytes", header.ciphertext()),
    ]
}
