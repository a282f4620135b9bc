//! `spc verify`: opens files as their devices would, and writes nothing.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Value};
use spc_core::container::{self, KeyForm};
use spc_core::escape::{escape_json, without_keys};
use spc_core::open::{Encryption, Opened};
use spc_files::fleet::{Contents, VerifiedFile, Verifier};
use spc_files::read::{Input, Opener, Requirements, check_model, opener};
use spc_files::{Error, ErrorKind, Exit, Reporter};

use crate::plan::bases;
use crate::plan::verify::{Files, Named, OfList, Verify};

/// The schema of the JSON objects, which `spc verify --help` describes. Fields may be added to it, but nothing else changes.
const SCHEMA: u32 = 1;

/// What is known about a file, in fixed words that scripts can compare.
type Facts = Map<String, Value>;

pub(crate) fn run(plan: Verify<'_>, reporter: &Reporter) -> Result<(), Error> {
    match plan.files {
        Files::Listed(list) => verify_list(&list, plan.opener, plan.is_json, reporter),
        Files::Named(named) => verify_named(&named, plan.opener, plan.is_json, reporter),
    }
}

/// Opens the files of a list, and reports what else is in their directory.
fn verify_list(plan: &OfList<'_>, opener: Opener, is_json: bool, reporter: &Reporter) -> Result<(), Error> {
    let load = |bases| Contents::load(bases, &plan.reading, &plan.list, plan.model, reporter);
    let contents = plan.bases.as_ref().map(load).transpose()?;
    bases::warn_of_unused(contents.as_ref().map(Contents::unused_bases).unwrap_or_default(), reporter);
    let verifier = Verifier::new(plan.directory, &plan.files, opener)
        .contents(contents.as_ref())
        .min_serial(plan.min_serial)
        .model(plan.model);
    let mut objects = BufWriter::new(io::stdout());
    let object = |seen: &VerifiedFile<'_>| match is_json {
        true => writeln!(objects, "{}", seen.json()).map_err(|error| Error::stdout(&error)),
        false => Ok(()),
    };
    let found = verifier.verify(object, reporter)?;
    if contents.is_none() && !found.is_key_wrong {
        reporter.note("without --base, the content of the files is not compared with the list");
    }
    reporter.lines([format!("spc: {}", found.line())]);
    if is_json {
        writeln!(objects, "{}", found.json()).map_err(|error| Error::stdout(&error))?;
    }
    objects.flush().map_err(|error| Error::stdout(&error))?;
    if let Some(doubt) = found.doubt() {
        reporter.note(&doubt);
    }
    found.worst.map_or_else(|| reporter.settle(), |exit| Err(Error::Reported(exit)))
}

/// Opens individually named files; a bad one does not end the run.
fn verify_named(plan: &Named<'_>, mut opener: Opener, is_json: bool, reporter: &Reporter) -> Result<(), Error> {
    let (mut worst, mut by_key, mut hints) = (None, 0_usize, Vec::new());
    let mut report = String::new();
    for path in plan.paths {
        let mut facts = Facts::new();
        facts.insert("schema".into(), SCHEMA.into());
        let verified = verify(path, plan, &mut opener, &mut facts, reporter);
        let opens = facts.contains_key("format");
        facts.insert("opens".into(), opens.into());
        // The other files are still worth checking.
        if let Err(failure) = verified {
            if failure.exit() == Exit::Interrupted {
                return Err(failure);
            }
            if let Error::Message { message, .. } = &failure {
                facts.insert("error".into(), without_keys(message).into());
            }
            facts.insert("exit".into(), (failure.exit() as u8).into());
            worst = worst.max(Some(failure.exit()));
            by_key = by_key.saturating_add((failure.kind() == ErrorKind::WrongKey).into());
            reporter.error(&failure.hint_once(&mut hints));
        }
        if is_json {
            report.push_str(&(escape_json(&Value::from(facts).to_string()) + "\n"));
        }
    }
    if by_key > 1 {
        reporter.note(&format!("{by_key} of {} files cannot be opened with this key", plan.paths.len()));
    }
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(report.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| Error::stdout(&error))?;
    worst.map_or_else(|| reporter.settle(), |exit| Err(Error::Reported(exit)))
}

/// Opens one file, and reports the result.
fn verify(
    path: &Path,
    plan: &Named<'_>,
    opener: &mut Opener,
    facts: &mut Facts,
    reporter: &Reporter,
) -> Result<(), Error> {
    facts.insert("file".into(), path.display().to_string().into());
    let input = Input::read_regular(path, opener::LIMIT)?;
    let mac = plan.mac.or_else(|| plan.layout.device(path.file_name()?.to_str()?));
    // --mac requires that the file is for that device. A container shows this by its target; a stock format, which has no
    // target, by being encrypted with the device's own key.
    let is_bound_by_key = opener.wanted().is_master() && !container::begins(&input.bytes);
    let demands = Requirements::default().target(plan.mac.is_some() && !is_bound_by_key).min_serial(plan.min_serial);
    let opened = opener.open(&input, mac, demands, reporter)?;
    if let Some(xml) = opener::xml(&input, &opened) {
        opener::parse(&opened, &xml, reporter)?;
    }
    opener::note_warnings(&input, &opened, reporter);
    facts.insert("format".into(), opened.format().name().into());
    if let Some(mac) = mac {
        facts.insert("mac".into(), mac.to_string().into());
    }
    facts.insert("hidden".into(), is_hidden(&opened).into());
    let warnings: Vec<String> = opened.warnings().iter().map(|warning| format!("it was {warning}")).collect();
    if !warnings.is_empty() {
        facts.insert("warnings".into(), warnings.into());
    }
    plan.model.map_or(Ok(()), |model| check_model(&input, &opened, model, reporter))?;
    say_how(&input.name, &opened, facts, reporter);
    Ok(())
}

/// Whether reading a file needs a key.
fn is_hidden(opened: &Opened) -> bool {
    opened.as_container().map_or_else(
        || !matches!(opened.encryption(), Encryption::None),
        |container| container.header().key_form() != KeyForm::None,
    )
}

/// Reports how a file was opened.
fn say_how(name: &str, opened: &Opened, facts: &mut Facts, reporter: &Reporter) {
    match (opened.as_container(), opened.encryption()) {
        (Some(container), _) => {
            let serial = container.header().serial();
            facts.insert("serial".into(), serial.into());
            let secrecy = if is_hidden(opened) { "" } else { ", without a key" };
            reporter.done(&format!("`{name}` opens (serial {serial}{secrecy})"));
        }
        (None, Encryption::Openssl { digest, .. }) => {
            facts.insert("digest".into(), digest.to_string().into());
            reporter.note(&format!(
                "`{name}` opens with digest {digest}, but openssl enc has no integrity check: the file may have been changed"
            ));
        }
        (None, Encryption::None) => reporter.done(&format!("`{name}` opens; it is not encrypted")),
        (None, _) => reporter.done(&format!("`{name}` opens")),
    }
}
