//! The findings of one or more profiles, in the requested form.
//!
//! Knows: forms, counts, limits. Must not know: what was checked.

use std::io::{self, Write};

use spc_core::diagnostic::{Diagnostic, Severity, Span};
use spc_core::escape::{escape, escape_json};
use spc_core::source::Syntax;
use spc_devices::codes::{NOT_A_PROFILE, UNREADABLE_FILE};
use spc_devices::findings::{self, Sarif, Shown, Sources, Summary, fold, summary};

use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::human;
use crate::report::reporter::Reporter;
use crate::report::style::{Form, Voice};

/// The lines of the findings of one profile. In SARIF there are none, because it is a single document at the end.
pub(super) fn lines(found: &[Diagnostic], sources: &Sources<'_>, voice: Voice, most: usize) -> Vec<String> {
    let style = voice.style;
    let (shown, more) = fold(found, most);
    let count = shown.len();
    let shown = shown.into_iter();
    let mut lines: Vec<String> = match style.form {
        Form::Human => shown.flat_map(|finding| human::lines(finding, sources, voice)).collect(),
        Form::Short => shown.map(|finding| escape(&findings::short(finding, sources))).collect(),
        Form::Github => shown.map(|finding| escape(&findings::github(finding, sources))).collect(),
        Form::Json => shown.map(|finding| escape_json(&findings::json(finding, sources))).collect(),
        Form::Sarif => Vec::new(),
    };
    if matches!(style.form, Form::Human | Form::Short) {
        let name = if style.form == Form::Human { voice.program.to_owned() } else { escape(sources.profile()) };
        let line = |severity, count, code| format!("{name}: {severity}: and {count} more like it [{code}]");
        lines.extend(more.iter().map(|more| line(style.severity(more.severity), more.count, more.code)));
        if !more.is_empty() {
            let are = if count == 1 { "is" } else { "are" };
            lines.push(format!("{name}: {}: {}; {count} {are} shown", style.kind("note"), summary(found)));
        }
    }
    lines
}

/// Prints the findings of one file after the other, and counts them.
#[derive(Debug)]
pub struct Findings<'r> {
    /// Show at most this many findings per file.
    most: usize,
    reporter: &'r Reporter,
    sarif: Sarif,
    summary: Summary,
}

impl<'r> Findings<'r> {
    /// No findings yet; at most `most` are shown per file.
    #[must_use]
    pub fn new(most: usize, reporter: &'r Reporter) -> Self {
        let program = reporter.program();
        Self { most, reporter, sarif: Sarif::new(program.name, program.version), summary: Summary::default() }
    }

    /// Whether any finding was an error.
    #[must_use]
    pub fn has_error(&self) -> bool {
        self.summary.errors > 0
    }

    /// Prints what is wrong with a file: on standard error for people, otherwise on standard output.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn file(&mut self, findings: &[Diagnostic], sources: &[Shown<'_>]) -> Result<(), Error> {
        self.summary.files = self.summary.files.saturating_add(1);
        for finding in findings {
            self.reporter.count(finding.severity);
            let count = match finding.severity {
                Severity::Error => &mut self.summary.errors,
                Severity::Warning => &mut self.summary.warnings,
                _ => &mut self.summary.notes,
            };
            *count = count.saturating_add(finding.count);
        }
        if findings.is_empty() {
            return Ok(());
        }
        let (sources, voice) = (Sources::of(sources), self.reporter.voice());
        if voice.style.form == Form::Sarif {
            fold(findings, self.most).0.into_iter().for_each(|finding| self.sarif.add(finding, &sources));
        }
        let lines = lines(findings, &sources, voice, self.most);
        if voice.style.form == Form::Human {
            self.reporter.lines(lines);
            return Ok(());
        }
        lines.iter().try_for_each(|line| print(line))
    }

    /// Counts a file that was checked without the parameters of its model.
    pub fn without_dictionary(&mut self) {
        self.summary.files_without_dictionary = self.summary.files_without_dictionary.saturating_add(1);
    }

    /// Prints why a file was not checked, and counts it as a file with an error. `name` is the name of the file, if known.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn unread(&mut self, name: Option<&str>, why: &Error) -> Result<(), Error> {
        let Error::Message { exit, message, hint, .. } = why else { return Ok(()) };
        self.summary.files = self.summary.files.saturating_add(1);
        self.summary.errors = self.summary.errors.saturating_add(1);
        let code = if *exit == Exit::Io { UNREADABLE_FILE } else { NOT_A_PROFILE };
        let finding = Diagnostic::new(code, Severity::Error, Span::default(), message.clone());
        let hint = hint.as_ref().and_then(|hint| self.reporter.hint(hint));
        let findings = [hint.into_iter().fold(finding, Diagnostic::help)];
        let voice = self.reporter.voice();
        // For people, the message itself names the file, and no place in it is known.
        let named = name.filter(|_| voice.style.form != Form::Human);
        let source: Vec<Shown<'_>> = named.map(|name| Shown::new(name, b"", Syntax::Text)).into_iter().collect();
        let sources = Sources::of(&source);
        match voice.style.form {
            Form::Sarif => {
                findings.iter().for_each(|finding| self.sarif.add(finding, &sources));
                Ok(())
            }
            Form::Human => {
                self.reporter.lines(lines(&findings, &sources, voice, self.most));
                Ok(())
            }
            Form::Short | Form::Json | Form::Github => {
                lines(&findings, &sources, voice, self.most).iter().try_for_each(|line| print(line))
            }
        }
    }

    /// Prints what is known only at the end.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn finish(self) -> Result<(), Error> {
        let Summary { files, errors, warnings, notes, files_without_dictionary, .. } = self.summary;
        match self.reporter.voice().style.form {
            Form::Json => print(&findings::json_summary(&self.summary)),
            Form::Sarif => print(&self.sarif.document()),
            Form::Human | Form::Short | Form::Github => {
                if files_without_dictionary > 0 {
                    let were = if files_without_dictionary == 1 { "was" } else { "were" };
                    let files = counted(files_without_dictionary, "file");
                    let models = self.reporter.words(Advice::ListModels).map(|words| format!("; {words}"));
                    let models = models.unwrap_or_default();
                    self.reporter.note(&format!(
                        "{files} {were} checked without a model whose parameters are known, so only likely typos, and names \
                         and values that no known model takes, were reported{models}"
                    ));
                }
                if files == 1 && errors.max(warnings).max(notes) == 0 {
                    return Ok(());
                }
                let found = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].join(", ");
                self.reporter.summary(&format!("checked {}: {found}", counted(files, "file")));
                Ok(())
            }
        }
    }
}

/// `1 file`, `2 files`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn print(line: &str) -> Result<(), Error> {
    writeln!(io::stdout().lock(), "{line}").map_err(|error| Error::stdout(&error))
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::Diagnostics;
    use spc_core::source::Reader;

    use super::*;
    use crate::report::style::Style;

    fn printed(source: &str, form: Form) -> Vec<String> {
        let findings = Reader::new().syntax(Syntax::Xml).read(source.as_bytes());
        let findings = findings.map_or_else(Diagnostics::into_vec, |parsed| parsed.diagnostics);
        let shown = Shown::new("x", source.as_bytes(), Syntax::Xml);
        lines(&findings, &Sources::of(&[shown]), Voice { program: "spc", style: Style::new(form, false) }, 100)
    }

    #[test]
    fn the_most_common_fault_does_not_hide_the_next() {
        let source = format!("<flat-profile><A/>{}<B>&</B></flat-profile>", "<A/>\n".repeat(150));
        for (form, name) in [(Form::Human, "spc"), (Form::Short, "x")] {
            let lines = printed(&source, form);
            let of = |code: &str| lines.iter().filter(|line| line.ends_with(code)).count();
            assert_eq!((of("[SPC0402]"), of("[SPC0203]")), (21, 1));
            let end = [
                format!("{name}: warning: and 130 more like it [SPC0402]"),
                format!("{name}: note: 1 error, 150 warnings; 21 are shown"),
            ];
            assert_eq!(lines[lines.len() - 2..], end);
        }
    }

    #[test]
    fn a_few_of_one_kind_are_all_shown() {
        let plan = |line: usize| format!("<Dial_Plan_{line}_>(<:1>xx)</Dial_Plan_{line}_>\n");
        let plans: String = (1..=4).map(plan).collect();
        let lines = printed(&format!("<flat-profile>\n{plans}</flat-profile>"), Form::Human);
        let places: Vec<&String> = lines.iter().filter(|line| line.starts_with(" --> ")).collect();
        assert_eq!(places, [" --> x:2:16", " --> x:3:16", " --> x:4:16", " --> x:5:16"]);
    }
}
