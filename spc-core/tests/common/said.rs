//! Everything that errors, findings and `Debug` print, collected to be searched for secrets.

use core::error::Error;
use core::fmt::{Debug, Display};

use spc_core::diagnostic::Diagnostic;
use spc_core::source::{Reader, Syntax};

/// Everything that was printed.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) said: Vec<String>,
}

impl Log {
    pub(crate) fn debug(&mut self, value: &impl Debug) {
        self.said.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    pub(crate) fn display(&mut self, value: &(impl Debug + Display)) {
        self.debug(value);
        self.said.push(value.to_string());
    }

    pub(crate) fn error(&mut self, error: &impl Error) {
        self.display(error);
        let mut cause = error.source();
        while let Some(error) = cause {
            self.said.push(format!("{error} {error:?}"));
            cause = error.source();
        }
    }

    /// Records the error of something that has to fail.
    pub(crate) fn refused<T: Debug, E: Error>(&mut self, result: Result<T, E>) {
        self.error(&result.expect_err("it was made to fail"));
    }

    pub(crate) fn findings(&mut self, findings: &[Diagnostic]) {
        for finding in findings {
            self.display(finding);
            self.said.extend(finding.help.clone());
            self.said.extend(finding.notes.iter().map(|(_, note)| note.clone()));
        }
    }

    /// Records what reading prints, warnings or errors.
    pub(crate) fn read(&mut self, source: &[u8]) {
        match Reader::new().syntax(Syntax::Xml).read(source) {
            // A profile shows its names, which may contain what is not a secret: `Password_1_/b` is a parameter as
            // well.
            Ok(parsed) => self.findings(&parsed.diagnostics),
            Err(findings) => {
                self.findings(findings.as_slice());
                self.error(&findings);
                self.error(&spc_core::Error::from(findings));
            }
        }
    }

    #[track_caller]
    pub(crate) fn assert_silent_about(&self, secrets: &[String], at_least: usize) {
        assert!(self.said.len() >= at_least, "only {} texts to search", self.said.len());
        for said in &self.said {
            for secret in secrets {
                assert!(!said.contains(secret), "{secret} in: {said}");
            }
        }
    }
}
