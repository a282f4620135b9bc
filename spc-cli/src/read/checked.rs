//! A profile that was read and checked, with all that a report about it needs.

use std::path::Path;

use spc_core::diagnostic::Diagnostic;
use spc_devices::check::{Checker, Source};

use crate::read::input::Input;
use crate::read::profile::{Reading, examine};
use crate::report::Shown;
use crate::report::error::Error;

/// What is wrong with a profile, and the sources that the findings are about.
pub(crate) struct Checked {
    pub(crate) findings: Vec<Diagnostic>,
    /// What explains the findings, where they would puzzle.
    pub(crate) note: Option<&'static str>,
    /// Name and bytes of the profile, and of the files that it imports, in the order they were read.
    sources: Vec<(String, Vec<u8>)>,
}

impl Checked {
    /// Reads and checks a file.
    pub(crate) fn file(path: &Path, checker: &Checker, reading: &Reading) -> Result<Self, Error> {
        Self::input(reading.read(path)?, checker, reading)
    }

    /// Checks a profile that was read.
    pub(crate) fn input(input: Input, checker: &Checker, reading: &Reading) -> Result<Self, Error> {
        let examined = examine(&input, reading)?;
        let shown = examined.shown(&input);
        let mut findings = examined.findings.clone();
        if let Some(parsed) = &examined.parsed {
            let syntax = examined.syntax;
            let sources: Vec<_> = shown.iter().map(|source| Source { bytes: source.bytes, syntax }).collect();
            findings.extend(checker.check(&sources, parsed));
            findings.sort_by_key(|finding| (finding.span.source, finding.span.start));
        }
        let note = examined.note;
        let imported = shown.iter().skip(1).map(|source| (source.name.to_owned(), source.bytes.to_vec()));
        let mut sources: Vec<(String, Vec<u8>)> = imported.collect();
        sources.insert(0, (input.name, input.bytes));
        Ok(Self { findings, note, sources })
    }

    /// The sources, for a report.
    pub(crate) fn shown(&self) -> Vec<Shown<'_>> {
        self.sources.iter().map(|(name, bytes)| Shown { name, bytes }).collect()
    }
}
