//! Reads a profile and reports what is wrong with it.

use std::fmt::Display;
use std::fs::Metadata;
use std::path::Path;

use spc_core::diagnostic::{Diagnostic, Diagnostics, Severity};
use spc_core::format::{Format, UnsupportedFile};
use spc_core::limits;
use spc_core::source::{self, Parsed, Reader, Syntax};
use spc_devices::check::{self, Checker};
use spc_devices::codes::PLACEHOLDER;
use spc_devices::model::Model;

use crate::read::imports::{Folder, Imported, Scope};
use crate::read::input::{Input, refuse_special};
use crate::read::secret::{KeyFiles, is_key};
use crate::report::advice::{Advice, Hint};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::report::{Shown, show};

/// The most bytes of a source to read.
const LIMIT: usize = limits::SOURCE;

/// How profiles are read.
#[derive(Clone, Debug)]
pub struct Reading {
    syntax: Option<Syntax>,
    scope: Scope,
    keys: KeyFiles,
    pub(crate) checker: Option<Checker>,
}

impl Reading {
    /// Reads profiles in either language, with imports from their own folders. A file in `keys` is not read as a profile, under
    /// any name.
    #[must_use]
    pub fn new(keys: KeyFiles) -> Self {
        Self { syntax: None, scope: Scope::default(), keys, checker: None }
    }

    /// Sets the language of all profiles, which is otherwise recognised by the first character.
    #[must_use]
    pub const fn language(mut self, syntax: Option<Syntax>) -> Self {
        self.syntax = syntax;
        self
    }

    /// Sets where `import` lines may lead.
    #[must_use]
    pub const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Also checks profiles for more than their language requires, if requested.
    #[must_use]
    pub fn checker(mut self, checker: Option<Checker>) -> Self {
        self.checker = checker;
        self
    }

    /// The language of a source.
    #[must_use]
    pub fn syntax(&self, bytes: &[u8]) -> Syntax {
        self.syntax.unwrap_or_else(|| source::sniff(bytes))
    }

    /// Reads the file of a profile, or standard input for `-`, unless it holds a key.
    ///
    /// # Errors
    /// It cannot be read, or holds keys.
    pub fn read(&self, path: &Path) -> Result<Input, Error> {
        let is_key_of_run = |about: &Metadata| self.keys.hold(about).then(|| not_a_profile(&path.display()));
        let input = Input::read_unless(path, LIMIT, is_key_of_run)?;
        if is_key(&input.bytes) { Err(not_a_profile(&input.name)) } else { Ok(input) }
    }

    /// Like [`read`](Self::read), but does not read a pipe or a device.
    ///
    /// # Errors
    /// It is a pipe or a device, cannot be read, or holds keys.
    pub fn read_regular(&self, path: &Path) -> Result<Input, Error> {
        refuse_special(path)?;
        self.read(path)
    }
}

/// A profile as written, and what it was read from.
#[derive(Debug)]
pub struct Source<'a> {
    /// What was read.
    pub parsed: Parsed<'a>,
    /// Its language.
    pub syntax: Syntax,
    imported: Vec<Imported>,
    findings: Vec<Diagnostic>,
}

impl Source<'_> {
    /// The files that it imports, in the order in which they were read.
    pub fn imported(&self) -> impl Iterator<Item = &Path> {
        self.imported.iter().map(|file| file.path.as_path())
    }

    /// The bytes of those files.
    pub fn imported_bytes(&self) -> usize {
        self.imported.iter().map(|file| file.bytes.len()).fold(0, usize::saturating_add)
    }

    /// Whether the profile, which was read from `input`, says that it is for a stock phone.
    #[must_use]
    pub fn is_for_device(&self, input: &Input) -> bool {
        check::is_for_device(&[check::Source::new(&input.bytes, self.syntax)], &self.parsed)
    }

    /// The model that the profile, which was read from `input`, says it is for.
    #[must_use]
    pub fn model(&self, input: &Input) -> Option<Model> {
        Checker::new().model_of(&checked_sources(&self.shown(input), self.syntax), &self.parsed)
    }

    /// The placeholders of other template languages that were reported, as they are written.
    pub(crate) fn placeholders<'s>(&'s self, input: &'s Input) -> impl Iterator<Item = &'s str> {
        let shown = self.shown(input);
        self.findings.iter().filter(|finding| finding.code == PLACEHOLDER).filter_map(move |finding| {
            let source = shown.get(usize::from(finding.span.source()))?;
            str::from_utf8(source.bytes.get(finding.span.range())?).ok()
        })
    }

    /// The profile, which was read from `input`, and its imports, for findings about them.
    #[must_use]
    pub fn shown<'s>(&'s self, input: &'s Input) -> Vec<Shown<'s>> {
        shown(input, self.syntax, &self.imported)
    }
}

/// A profile as it was read, with findings that have not been shown yet.
#[derive(Debug)]
pub struct Examined<'a> {
    /// The profile; `None` where the findings hold an error.
    pub parsed: Option<Parsed<'a>>,
    /// In the order in which they were found.
    pub findings: Vec<Diagnostic>,
    /// Its language.
    pub syntax: Syntax,
    imported: Vec<Imported>,
}

impl Examined<'_> {
    /// The profile's own file and its imports, in the order in which they were read.
    #[must_use]
    pub fn shown<'s>(&'s self, input: &'s Input) -> Vec<Shown<'s>> {
        shown(input, self.syntax, &self.imported)
    }
}

/// Reads a source and shows nothing.
///
/// # Errors
/// The bytes are not a profile. Anything wrong with a profile is in the findings.
pub fn examine<'a>(input: &'a Input, reading: &Reading) -> Result<Examined<'a>, Error> {
    if let Some((what, hint)) = not_a_source(&input.bytes) {
        let message = format!("`{}` is not a profile in XML or plain text: it is {what}", input.name);
        return Err(Error::new(Exit::Input, message).hint(hint));
    }
    let syntax = reading.syntax(&input.bytes);
    let mut folder = Folder::new(input, reading.scope, &reading.keys);
    let parsed = Reader::new().syntax(syntax).imports(&mut folder).read(&input.bytes);
    let imported = folder.into_files();
    let (parsed, findings) = match parsed {
        Ok(mut parsed) => {
            let findings = std::mem::take(&mut parsed.diagnostics);
            (Some(parsed), findings)
        }
        Err(findings) => (None, findings.into_vec()),
    };
    Ok(Examined { parsed, findings, syntax, imported })
}

/// The profile and its imports, as the checks take them.
pub(crate) fn checked_sources<'a>(shown: &[Shown<'a>], syntax: Syntax) -> Vec<check::Source<'a>> {
    shown.iter().map(|source| check::Source::new(source.bytes, syntax)).collect()
}

/// What the checks report when compiling: notes are left out, and an error of a check does not stop the output, because
/// devices differ from what is documented.
fn remarks(
    checker: &Checker,
    models: Option<&[Option<Model>]>,
    parsed: &Parsed<'_>,
    sources: &[check::Source<'_>],
) -> Vec<Diagnostic> {
    let mut findings = match models {
        Some(models) => checker.check_for(models, sources, parsed),
        None => checker.check(sources, parsed),
    };
    findings.retain(|finding| finding.severity != Severity::Note);
    findings.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
    findings
}

/// Parses a source and shows every finding; warnings end the run if they are denied.
///
/// # Errors
/// The bytes are not a profile, or the profile has an error, which was shown.
pub fn parse_source<'a>(input: &'a Input, reading: &Reading, reporter: &Reporter) -> Result<Source<'a>, Error> {
    parse_checked(input, reading, None, reporter)
}

/// Parses a source in the same way, and checks it for all of these models.
///
/// # Errors
/// Those of [`parse_source`].
pub(crate) fn parse_source_for<'a>(
    input: &'a Input,
    reading: &Reading,
    models: &[Option<Model>],
    reporter: &Reporter,
) -> Result<Source<'a>, Error> {
    parse_checked(input, reading, Some(models), reporter)
}

fn parse_checked<'a>(
    input: &'a Input,
    reading: &Reading,
    models: Option<&[Option<Model>]>,
    reporter: &Reporter,
) -> Result<Source<'a>, Error> {
    let mut examined = examine(input, reading)?;
    let mut findings = std::mem::take(&mut examined.findings);
    if let Some(checker) = &reading.checker {
        let sources = checked_sources(&examined.shown(input), examined.syntax);
        findings = checker.weigh(&sources, examined.parsed.as_ref(), findings);
        if let Some(parsed) = &examined.parsed {
            findings.extend(remarks(checker, models, parsed, &sources));
        }
    }
    show(&findings, &examined.shown(input), reporter);
    findings.iter().for_each(|finding| reporter.count(finding.severity));
    let Examined { parsed, syntax, imported, .. } = examined;
    Ok(Source { parsed: parsed.ok_or(Error::Reported(Exit::Input))?, syntax, imported, findings })
}

/// The error for a file that holds only a secret; its content is never shown.
fn not_a_profile(name: &impl Display) -> Error {
    let error = Error::usage(format!("`{name}` holds keys, so it is not read as a profile"));
    error.hint("name the profile, not the key file")
}

/// What a file is if it is not a source, and what to do about it: already compiled, or another known kind of file.
fn not_a_source(bytes: &[u8]) -> Option<(String, Hint)> {
    match Format::detect(bytes) {
        Ok(Format::Xml | Format::Text) => None,
        Ok(Format::Rfc8188) => Some(("RFC 8188 or random data".into(), Advice::DecompileRfc8188.into())),
        Ok(format) => Some((format.to_string(), Advice::Decompile.into())),
        // The parsers report these, and files of only a few bytes.
        Err(UnsupportedFile::Unknown { is_whole_blocks }) if is_noise(bytes) => {
            // What was encrypted is not text in any encoding.
            let hint = match is_whole_blocks && str::from_utf8(bytes).is_err() {
                true => Advice::DecompileUnsalted.into(),
                false => "encrypted, compressed or damaged files look like this".into(),
            };
            Some(("binary data in an unknown format".into(), hint))
        }
        Err(UnsupportedFile::Empty | UnsupportedFile::Utf16 | UnsupportedFile::Unknown { .. }) => None,
        Err(foreign) => Some((foreign.to_string(), foreign.hint().into())),
    }
}

/// Whether bytes are random, like encrypted and compressed data, or zeros, as in the files of other programs, and not text with
/// a few damaged places.
fn is_noise(bytes: &[u8]) -> bool {
    /// Fewer bytes prove nothing.
    const LEAST: usize = 16;
    let odd = bytes.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    // In noise it is one byte in eleven.
    let has_much = bytes.len() >= LEAST && odd > bytes.len() / 32;
    let has_zeros = || bytes.first() == Some(&0) || (has_much && bytes.contains(&0));
    // Of an endless file of zeros, the size is the fault.
    (has_much && str::from_utf8(bytes).is_err()) || (bytes.len() <= LIMIT && has_zeros())
}

/// Parses the XML of a compiled file in the same way.
///
/// # Errors
/// The XML is not a profile; its findings were shown.
pub fn parse<'a>(input: &'a Input, reporter: &Reporter) -> Result<Parsed<'a>, Error> {
    let parsed = parse_xml(input);
    let findings: &[Diagnostic] = parsed.as_ref().map_or_else(Diagnostics::as_slice, |parsed| &parsed.diagnostics);
    show(findings, &shown(input, Syntax::Xml, &[]), reporter);
    findings.iter().for_each(|finding| reporter.count(finding.severity));
    parsed.map_err(|_| Error::Reported(Exit::Input))
}

/// Parses the XML from an encrypted file. None of its lines is shown: damage that no checksum detects may break the very tags
/// that mark secrets, and nobody can look up a line in the encrypted file anyway.
///
/// # Errors
/// The XML is not a profile.
pub fn parse_decrypted<'a>(input: &'a Input, reporter: &Reporter) -> Result<Parsed<'a>, Error> {
    let parsed = parse_xml(input).map_err(|findings| {
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        let code = findings.as_slice().iter().find(is_error).map(|finding| finding.code.to_string());
        let code = code.unwrap_or_default();
        let message = format!("`{}` opens, but its content is not a complete profile [{code}]", input.name);
        let failure = Error::new(Exit::NotOpenable, message);
        failure.hint("the file was damaged or changed, which its format may not detect: transfer it again")
    })?;
    show(&parsed.diagnostics, &[], reporter);
    parsed.diagnostics.iter().for_each(|finding| reporter.count(finding.severity));
    Ok(parsed)
}

/// The model that the XML of a compiled file says it is for.
#[must_use]
pub fn stated_model(input: &Input, parsed: &Parsed<'_>) -> Option<Model> {
    Checker::new().model_of(&[check::Source::new(&input.bytes, Syntax::Xml)], parsed)
}

fn parse_xml(input: &Input) -> Result<Parsed<'_>, Diagnostics> {
    Reader::new().syntax(Syntax::Xml).read(&input.bytes)
}

fn shown<'a>(input: &'a Input, syntax: Syntax, imported: &'a [Imported]) -> Vec<Shown<'a>> {
    let own = Shown::new(&input.name, &input.bytes, syntax);
    let others = imported.iter().map(|file| Shown::new(&file.name, &file.bytes, Syntax::Text));
    std::iter::once(own).chain(others).collect()
}
