//! A finding about a device list, shown in the requested form.
//!
//! Knows: forms and places. Must not know: what is wrong with lists. No finding repeats a cell.

use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};
use spc_core::escape::{escape, escape_json, without_keys};
use spc_devices::findings::{ListLocation, list_github, list_json, list_short};
use spc_fleet::Lines;
use spc_fleet::list::ListPlace;

use crate::fleet::list::lines::shown;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::report::style::Form;

/// What is wrong with a list, or odd about it.
#[derive(Debug)]
pub(crate) struct Finding<'a> {
    list: &'a str,
    severity: Severity,
    code: Code,
    message: &'a str,
    hint: Option<&'a str>,
    column: Option<&'a str>,
    place: Option<ListPlace>,
    /// The rows that it is about, if there may be several.
    rows: Option<Lines>,
    /// How the run ends if this is a warning and warnings are denied.
    exit: Exit,
}

impl<'a> Finding<'a> {
    /// An error in this list.
    pub(crate) const fn error(list: &'a str, code: Code, message: &'a str) -> Self {
        let severity = Severity::Error;
        Self { list, severity, code, message, hint: None, column: None, place: None, rows: None, exit: Exit::Input }
    }

    /// A warning about this list.
    pub(crate) const fn warning(list: &'a str, code: Code, message: &'a str) -> Self {
        Self { severity: Severity::Warning, ..Self::error(list, code, message) }
    }

    /// Adds a hint on how to fix it, if there is one.
    pub(crate) const fn hint(self, hint: Option<&'a str>) -> Self {
        Self { hint, ..self }
    }

    /// Adds its place, which is also shown to people.
    pub(crate) const fn at(self, place: ListPlace) -> Self {
        Self { place: Some(place), ..self }
    }

    /// Adds the name of its column, if it is about one.
    pub(crate) const fn column(self, column: Option<&'a str>) -> Self {
        Self { column, ..self }
    }

    /// Adds its rows.
    pub(crate) const fn rows(self, rows: Lines) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// Marks it as being about a key: if warnings are denied, the run ends with exit code 3.
    pub(crate) const fn about_key(self) -> Self {
        Self { exit: Exit::Key, ..self }
    }

    /// Shows it.
    pub(crate) fn show(&self, reporter: &Reporter) {
        if self.severity == Severity::Warning {
            reporter.count_warning(self.exit);
        }
        let line = match reporter.voice().style.form {
            // SARIF is a single document written by `check`, which reads no lists.
            Form::Human | Form::Sarif => return reporter.lines(self.human(reporter)),
            Form::Short => escape(&list_short(&self.diagnostic(), self.list_place())),
            Form::Json => escape_json(&list_json(&self.diagnostic(), self.list_place())),
            Form::Github => escape(&list_github(&self.diagnostic(), self.list_place())),
        };
        reporter.lines([line]);
    }

    /// Shows it, and ends the run.
    pub(crate) fn end(&self, reporter: &Reporter) -> Error {
        self.show(reporter);
        Error::Reported(Exit::Input)
    }

    fn human(&self, reporter: &Reporter) -> Vec<String> {
        let voice = reporter.voice();
        let safe = |text: &str| escape(&without_keys(text));
        let rows = self.rows.map(|rows| format!(": {}", shown(rows))).unwrap_or_default();
        let mut lines =
            vec![format!("{}: {} [{}]{rows}", voice.head(self.severity.as_str()), safe(self.message), self.code)];
        if let Some(place) = self.place {
            let column = self.column.map(|name| format!(" (column `{name}`)")).unwrap_or_default();
            lines.push(escape(&format!(" --> {}:{}:{}{column}", self.list, place.line, place.column)));
        }
        lines.extend(self.hint.map(|hint| format!("{}: {}", voice.head("hint"), safe(hint))));
        lines
    }

    /// The finding for programs, which get no other text, so the message says how many rows it is about.
    fn diagnostic(&self) -> Diagnostic {
        let rows = self.rows.filter(|rows| rows.count > 1).map(|rows| format!(": {}", shown(rows)));
        let message = format!("{}{}", self.message, rows.unwrap_or_default());
        let finding = Diagnostic::new(self.code, self.severity, Span::default(), without_keys(&message));
        self.hint.into_iter().fold(finding, |finding, hint| finding.help(without_keys(hint)))
    }

    fn list_place(&self) -> ListLocation<'a> {
        let place = ListLocation::new(self.list);
        let place = self.rows.map_or(place, |rows| place.at(rows.first, None));
        let place = self.place.map_or(place, |at| place.at(at.line, Some(at.column)));
        self.column.map_or(place, |name| place.named(name))
    }
}
