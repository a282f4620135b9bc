//! A profile that was read and checked, with everything that a report about it needs.

use std::fmt;
use std::mem;
use std::path::Path;

use spc_core::diagnostic::Diagnostic;
use spc_core::source::Syntax;
use spc_devices::check::Checker;
use spc_devices::dictionary::Dictionary;

use crate::read::input::Input;
use crate::read::profile::{Reading, checked_sources, examine};
use crate::report::Shown;
use crate::report::error::Error;

/// The findings about a profile, and the sources that they refer to.
pub struct Checked {
    /// The findings, in the order of their places.
    pub findings: Vec<Diagnostic>,
    /// Name, bytes and language of the profile and of its imports, in the order in which they were read.
    sources: Vec<(String, Vec<u8>, Syntax)>,
    /// Whether the parameter names were compared with those of a model, or there were none to compare.
    pub has_dictionary: bool,
}

/// Shows no source: it holds passwords.
impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked").field("findings", &self.findings).finish_non_exhaustive()
    }
}

impl Checked {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// The file cannot be read, holds keys, or is not a profile. Anything wrong with the profile is in the findings.
    pub fn file(path: &Path, checker: &Checker, reading: &Reading) -> Result<Self, Error> {
        Self::input(reading.read(path)?, checker, reading)
    }

    /// Checks a profile that was read.
    ///
    /// # Errors
    /// The bytes are not a profile. Anything wrong with the profile is in the findings.
    pub fn input(input: Input, checker: &Checker, reading: &Reading) -> Result<Self, Error> {
        let mut examined = examine(&input, reading)?;
        let found = mem::take(&mut examined.findings);
        let shown = examined.shown(&input);
        let syntax = examined.syntax;
        let sources = checked_sources(&shown, syntax);
        let mut findings = checker.weigh(&sources, examined.parsed.as_ref(), found);
        let mut has_dictionary = true;
        if let Some(parsed) = &examined.parsed {
            has_dictionary = checker.model_of(&sources, parsed).is_some_and(|model| Dictionary::of(model).is_some());
            findings.extend(checker.check(&sources, parsed));
            findings.sort_by_key(|finding| (finding.span.source(), finding.span.start()));
        }
        let imported = shown.iter().skip(1);
        let imported = imported.map(|source| (source.name.to_owned(), source.bytes.to_vec(), source.syntax));
        let mut sources: Vec<_> = imported.collect();
        sources.insert(0, (input.name, input.bytes, syntax));
        Ok(Self { findings, sources, has_dictionary })
    }

    /// The sources, for a report.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown<'_>> {
        self.sources.iter().map(|(name, bytes, syntax)| Shown::new(name, bytes, *syntax)).collect()
    }
}
