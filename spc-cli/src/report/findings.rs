//! The findings of many files, in the form that was asked for.
//!
//! Knows: forms, counts, limits. Must not know: what was checked.

use std::io::{self, Write};

use serde_json::json;
use spc_core::diagnostic::{Code, Diagnostic, Severity};

use crate::report::error::Error;
use crate::report::located::{Lines, Shown};
use crate::report::reporter::Reporter;
use crate::report::sarif::Sarif;
use crate::report::{github, json, short, show};

/// How findings are printed.
#[derive(Debug)]
pub(crate) enum Form {
    /// For people, on standard error.
    Human,
    /// One line each, on standard output.
    Short,
    /// One object a line, on standard output.
    Json,
    /// One document, on standard output.
    Sarif(Sarif),
    /// Annotations, on standard output.
    Github,
}

/// How many findings of one code are shown of one file before the others are counted only: the commonest one must not
/// hide the next.
const OF_ONE_CODE: usize = 20;

/// Prints the findings of one file after the other, and counts them.
#[derive(Debug)]
pub(crate) struct Findings<'r> {
    form: Form,
    /// The most findings that are shown of one file.
    most: usize,
    reporter: &'r Reporter,
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl<'r> Findings<'r> {
    pub(crate) fn new(form: Form, most: usize, reporter: &'r Reporter) -> Self {
        Self { form, most, reporter, files: 0, errors: 0, warnings: 0, notes: 0 }
    }

    /// Whether any finding was an error.
    pub(crate) fn has_error(&self) -> bool {
        self.errors > 0
    }

    /// Prints what is wrong with a file.
    pub(crate) fn file(&mut self, findings: &[Diagnostic], sources: &[Shown<'_>]) -> Result<(), Error> {
        self.files = self.files.saturating_add(1);
        for finding in findings {
            self.reporter.count(finding.severity);
            let count = match finding.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                _ => &mut self.notes,
            };
            *count = count.saturating_add(1);
        }
        if findings.is_empty() {
            return Ok(());
        }
        let (shown, folded) = fold(findings, self.most);
        match &mut self.form {
            Form::Human => {
                let shown: Vec<Diagnostic> = shown.into_iter().cloned().collect();
                show(&shown, sources, self.reporter);
                let name = sources.first().map_or("", |source| source.name);
                for (code, more) in folded {
                    self.reporter.note(&format!("`{name}`: and {more} more like it [{code}]"));
                }
            }
            Form::Short | Form::Github | Form::Json => {
                let lines = Lines::of(sources);
                for finding in shown {
                    let line = match self.form {
                        Form::Short => short::line(finding, &lines),
                        Form::Github => github::line(finding, &lines),
                        _ => json::object(finding, &lines).to_string(),
                    };
                    print(&line)?;
                }
                if matches!(self.form, Form::Short) {
                    for (code, more) in folded {
                        print(&format!(
                            "{}: and {more} more like it [{code}]",
                            sources.first().map_or("", |one| one.name)
                        ))?;
                    }
                }
            }
            Form::Sarif(sarif) => {
                let lines = Lines::of(sources);
                shown.into_iter().for_each(|finding| sarif.add(finding, &lines));
            }
        }
        Ok(())
    }

    /// Prints what is known at the end only.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Self { files, errors, warnings, notes, .. } = self;
        match self.form {
            Form::Json => print(
                &json!({
                    "schema": json::SCHEMA,
                    "summary": { "files": files, "errors": errors, "warnings": warnings, "notes": notes },
                })
                .to_string(),
            ),
            Form::Sarif(sarif) => print(&format!("{:#}", sarif.document())),
            Form::Human | Form::Short | Form::Github => {
                if files == 1 && errors.max(warnings).max(notes) == 0 {
                    return Ok(());
                }
                let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
                let found = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].join(", ");
                self.reporter.done(&format!("checked {}: {found}", counted(files, "file")));
                Ok(())
            }
        }
    }
}

/// The findings that are shown, and how many there are more of each code.
fn fold(findings: &[Diagnostic], most: usize) -> (Vec<&Diagnostic>, Vec<(Code, usize)>) {
    let mut counts: Vec<(Code, usize, usize)> = Vec::new();
    let mut shown = Vec::new();
    for finding in findings {
        let at = counts.iter().position(|(code, ..)| *code == finding.code).unwrap_or_else(|| {
            counts.push((finding.code, 0, 0));
            counts.len().saturating_sub(1)
        });
        let Some((_, seen, left_out)) = counts.get_mut(at) else { continue };
        // The first of each code is shown even beyond the limit, so that no kind of fault stays unknown.
        if *seen < OF_ONE_CODE && (shown.len() < most || *seen == 0) {
            *seen = seen.saturating_add(1);
            shown.push(finding);
        } else {
            *left_out = left_out.saturating_add(1);
        }
    }
    let folded = counts.into_iter().filter(|(.., more)| *more > 0).map(|(code, _, more)| (code, more)).collect();
    (shown, folded)
}

fn print(line: &str) -> Result<(), Error> {
    writeln!(io::stdout().lock(), "{line}").map_err(|error| Error::stdout(&error))
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::Span;

    use super::*;

    #[test]
    fn the_commonest_finding_does_not_hide_the_next() {
        let of = |number| Diagnostic::new(Code::new(number), Severity::Warning, Span::default(), "text");
        let findings: Vec<Diagnostic> =
            std::iter::repeat_with(|| of(501)).take(500).chain([of(601), of(601)]).collect();
        let (shown, folded) = fold(&findings, 100);
        assert_eq!(shown.len(), OF_ONE_CODE + 2);
        assert_eq!(folded, [(Code::new(501), 480)]);
        let (shown, folded) = fold(&findings, 1);
        assert_eq!(shown.len(), 2);
        assert_eq!(folded, [(Code::new(501), 499), (Code::new(601), 1)]);
    }
}
