//! Reads a profile and reports what is wrong with it.

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::limits::{self, Limits};
use spc_core::source::{self, NoImports, Parsed, Syntax};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Input;
use crate::report::{Shown, show};
use crate::talk::Talk;

/// The most bytes of a source that are read.
pub(crate) const LIMIT: usize = limits::SOURCE;

/// Parses a profile and shows every finding; warnings count for `--deny-warnings`.
pub(crate) fn parse<'a>(input: &'a Input, talk: &mut Talk) -> Result<Parsed<'a>, Failure> {
    let sources = [Shown { name: &input.name, bytes: &input.bytes }];
    let mut tell = |findings: &[Diagnostic]| {
        show(findings, &sources);
        findings.iter().for_each(|finding| talk.count(finding.severity));
    };
    match source::parse(&input.bytes, Syntax::Xml, &mut NoImports, &Limits::default()) {
        Ok(parsed) => {
            tell(&parsed.diagnostics);
            Ok(parsed)
        }
        Err(findings) => {
            tell(findings.as_slice());
            debug_assert!(findings.as_slice().iter().any(|finding| finding.severity == Severity::Error));
            Err(Failure::Silent(Exit::Input))
        }
    }
}
