//! The look of reports.

use anstyle::{AnsiColor, Style as Paint};
use spc_core::diagnostic::Severity;

/// How a run reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// The form of findings.
    pub form: Form,
    /// Whether the words for severities are coloured.
    pub is_coloured: bool,
}

/// The form in which findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Several lines, with the place in its source line, for people.
    #[default]
    Human,
    /// One line each, for editors.
    Short,
    /// One JSON object per line.
    Json,
    /// A single document for all profiles.
    Sarif,
    /// GitHub Actions annotations.
    Github,
}

impl Style {
    /// Findings in this form, with or without colours.
    #[must_use]
    pub const fn new(form: Form, is_coloured: bool) -> Self {
        Self { form, is_coloured }
    }

    /// The word that says what is reported: `error`, `warning`, `note` or `hint`.
    pub(super) fn kind(self, kind: &str) -> String {
        let colour = match kind {
            "error" => AnsiColor::BrightRed,
            "warning" => AnsiColor::Yellow,
            "note" => AnsiColor::BrightGreen,
            _ => AnsiColor::BrightCyan,
        };
        let paint = if self.is_coloured { Paint::new().fg_color(Some(colour.into())).bold() } else { Paint::new() };
        format!("{paint}{kind}{paint:#}")
    }

    pub(super) fn severity(self, severity: Severity) -> String {
        self.kind(severity.as_str())
    }
}

/// Who reports, and how it looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    pub(super) program: &'static str,
    pub(crate) style: Style,
}

impl Voice {
    /// How a message of this kind begins: `spc: error`.
    pub(crate) fn head(self, kind: &str) -> String {
        format!("{}: {}", self.program, self.style.kind(kind))
    }
}
