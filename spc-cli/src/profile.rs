//! Reads a profile and reports what is wrong with it.

use std::path::Path;

use spc_core::diagnostic::{Diagnostic, Diagnostics, Severity};
use spc_core::limits::{self, Limits};
use spc_core::source::{self, NoImports, Parsed, Syntax};

use crate::args::SourceArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::imports::{Folder, Imported};
use crate::input::Input;
use crate::report::{Shown, show};
use crate::talk::Talk;

/// The most bytes of a source that are read.
pub(crate) const LIMIT: usize = limits::SOURCE;

/// A profile that somebody wrote, and what it was read from.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) parsed: Parsed<'a>,
    pub(crate) syntax: Syntax,
    imported: Vec<Imported>,
}

impl Source<'_> {
    /// The files it imports, in the order they were read.
    pub(crate) fn imported(&self) -> impl Iterator<Item = &Path> {
        self.imported.iter().map(|file| file.path.as_path())
    }

    /// The bytes of those files.
    pub(crate) fn imported_bytes(&self) -> usize {
        self.imported.iter().map(|file| file.bytes.len()).fold(0, usize::saturating_add)
    }

    /// The profile, which was read from `input`, and what it imports, for findings about them.
    pub(crate) fn shown<'s>(&'s self, input: &'s Input) -> Vec<Shown<'s>> {
        shown(input, &self.imported)
    }
}

/// Parses a source and shows every finding; warnings count for `--deny-warnings`.
pub(crate) fn parse_source<'a>(input: &'a Input, args: &SourceArgs, talk: &mut Talk) -> Result<Source<'a>, Failure> {
    let syntax = args.syntax(&input.bytes);
    let mut folder = Folder::new(input, args.allow_import);
    let parsed = source::parse(&input.bytes, syntax, &mut folder, &Limits::default());
    let imported = folder.into_files();
    Ok(Source { parsed: tell(parsed, input, &imported, talk)?, syntax, imported })
}

/// Parses the XML of a compiled file in the same way.
pub(crate) fn parse<'a>(input: &'a Input, talk: &mut Talk) -> Result<Parsed<'a>, Failure> {
    tell(source::parse(&input.bytes, Syntax::Xml, &mut NoImports, &Limits::default()), input, &[], talk)
}

fn tell<'a>(
    parsed: Result<Parsed<'a>, Diagnostics>,
    input: &Input,
    imported: &[Imported],
    talk: &mut Talk,
) -> Result<Parsed<'a>, Failure> {
    let findings: &[Diagnostic] = parsed.as_ref().map_or_else(Diagnostics::as_slice, |parsed| &parsed.diagnostics);
    show(findings, &shown(input, imported));
    findings.iter().for_each(|finding| talk.count(finding.severity));
    parsed.map_err(|findings| {
        debug_assert!(findings.as_slice().iter().any(|finding| finding.severity == Severity::Error));
        Failure::Silent(Exit::Input)
    })
}

fn shown<'a>(input: &'a Input, imported: &'a [Imported]) -> Vec<Shown<'a>> {
    let own = Shown { name: &input.name, bytes: &input.bytes };
    let others = imported.iter().map(|file| Shown { name: &file.name, bytes: &file.bytes });
    std::iter::once(own).chain(others).collect()
}
