//! `spc verify`: opens files as their devices would, and writes nothing.

use std::io::{self, BufWriter, Write};

use spc_files::fleet::{Contents, Verifier};
use spc_files::read::Opener;
use spc_files::verify::{Verified, VerifiedFile};
use spc_files::{Error, ErrorKind, Exit, Reporter};

use crate::plan::bases;
use crate::plan::verify::{Files, Named, OfList, Verify};

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
    reporter.summary(&found.line());
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
    for path in plan.paths {
        let file = VerifiedFile::open(path, &plan.expected(path), &mut opener, reporter);
        // The other files are still worth checking.
        if let Some(failure) = file.error() {
            if failure.exit() == Exit::Interrupted {
                return Err(failure);
            }
            by_key = by_key.saturating_add((failure.kind() == ErrorKind::WrongKey).into());
            reporter.error(&failure.hint_once(&mut hints));
        } else if let Some(verified) = file.verified() {
            say_how(verified, reporter);
        }
        worst = worst.max(file.exit());
        if is_json {
            writeln!(io::stdout(), "{}", file.json()).map_err(|error| Error::stdout(&error))?;
        }
    }
    if by_key > 1 {
        reporter.note(&format!("{by_key} of {} files cannot be opened with this key", plan.paths.len()));
    }
    worst.map_or_else(|| reporter.settle(), |exit| Err(Error::Reported(exit)))
}

/// Reports how a file was opened.
fn say_how(file: &Verified, reporter: &Reporter) {
    let name = &file.name;
    match (file.serial, file.digest) {
        (Some(serial), _) => {
            let secrecy = if file.is_encrypted { "" } else { ", without a key" };
            reporter.done(&format!("`{name}` opens (serial {serial}{secrecy})"));
        }
        (None, Some(digest)) => reporter.note(&format!(
            "`{name}` opens with digest {digest}, but openssl enc has no integrity check: the file may have been changed"
        )),
        (None, None) if file.is_encrypted => reporter.done(&format!("`{name}` opens")),
        (None, None) => reporter.done(&format!("`{name}` opens; it is not encrypted")),
    }
}
