//! Messages for people, on standard error: errors, warnings, hints, and one closing line.
//!
//! Quiet on success unless standard error is a terminal. All text that comes from outside passes through [`said`].

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spc_core::diagnostic::Severity;
use spc_core::escape::{escape, without_keys};

use crate::report::advice::{Advice, Hint};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::style::{Form, Style, Voice};

/// Reports the messages of one run: made once, passed down, and shared by all threads.
#[derive(Clone, Debug)]
pub struct Reporter {
    state: Arc<Mutex<State>>,
    program: Program,
}

/// A program's words for a piece of advice; `None` if the program has no such means.
pub type Words = fn(Advice) -> Option<String>;

/// The program that reports.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Program {
    /// Its name, with which its messages begin.
    pub name: &'static str,
    /// Its version, for reports that have one.
    pub version: &'static str,
    /// Its words for advice.
    pub words: Words,
}

impl Program {
    /// A program with this name and version, and its words for advice.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, words: Words) -> Self {
        Self { name, version, words }
    }
}

impl Default for Reporter {
    /// The reporter of a program that has no name of its own here, and gives no advice.
    fn default() -> Self {
        Self::new(Program::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"), |_| None))
    }
}

#[derive(Debug, Default)]
struct State {
    /// The look of messages.
    style: Style,
    /// Whether a warning ends the run.
    deny_warnings: bool,
    /// The exit code with which the first warning would end the run.
    warned: Option<Exit>,
    /// The messages that are kept instead of being written, while they are kept.
    kept: Option<String>,
}

impl State {
    fn style(&self) -> Style {
        Style { is_coloured: self.style.is_coloured && self.kept.is_none(), ..self.style }
    }

    /// A failure is ignored, because there is nowhere to report it.
    fn write_line(&mut self, line: &str) {
        match &mut self.kept {
            Some(kept) => kept.extend([line, "\n"]),
            None => drop(writeln!(io::stderr().lock(), "{line}")),
        }
    }
}

impl Reporter {
    /// The reporter of a program.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self { state: Arc::default(), program }
    }

    /// A new reporter of the same program, for which nothing has been reported yet.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self::new(self.program)
    }

    /// The program that reports.
    pub(crate) const fn program(&self) -> Program {
        self.program
    }

    /// The program's words for a piece of advice.
    #[must_use]
    pub fn words(&self, advice: Advice) -> Option<String> {
        (self.program.words)(advice)
    }

    /// A hint as it is shown.
    #[must_use]
    pub fn hint(&self, hint: &Hint) -> Option<String> {
        match hint {
            Hint::Text(text) => Some(text.clone()),
            Hint::Advice(advice) => self.words(advice.clone()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the look of all messages from now on.
    pub fn look(&self, style: Style) {
        self.state().style = style;
    }

    /// The form of findings now.
    #[must_use]
    pub fn form(&self) -> Form {
        self.voice().style.form
    }

    /// The program that reports, and the current look: messages that are kept have no colours.
    pub(crate) fn voice(&self) -> Voice {
        Voice { program: self.program.name, style: self.state().style() }
    }

    /// Sets whether a warning ends the run in [`settle`](Self::settle).
    pub fn deny_warnings(&self, deny: bool) {
        self.state().deny_warnings = deny;
    }

    /// A warning about the profile or the output: if warnings are denied, the run ends with exit code 1.
    pub fn warn(&self, message: &str, hint: Option<&str>) {
        self.say(Some(Exit::Input), "warning", message, hint);
    }

    /// A warning about a key: if warnings are denied, the run ends with exit code 3.
    pub fn warn_about_key(&self, message: &str, hint: Option<&str>) {
        self.say(Some(Exit::Key), "warning", message, hint);
    }

    /// Something to know, but not a reason to stop.
    pub fn note(&self, message: &str) {
        self.say(None, "note", message, None);
    }

    /// Why the run ends and how to fix it, unless that has already been reported.
    pub fn error(&self, error: &Error) {
        if let Error::Message { message, hint, .. } = error {
            let hint = hint.as_ref().and_then(|hint| self.hint(hint));
            self.say(None, "error", message, hint.as_deref());
        }
    }

    /// The line that sums up what a run found, wherever standard error goes.
    pub fn summary(&self, message: &str) {
        self.state().write_line(&format!("{}: {}", self.program.name, said(message)));
    }

    /// The closing line of a run, for people and logs only.
    pub fn done(&self, message: &str) {
        let is_seen = self.state().kept.is_some() || io::stderr().is_terminal();
        if is_seen {
            self.summary(message);
        }
    }

    /// Counts a finding that has already been shown.
    pub fn count(&self, severity: Severity) {
        if severity == Severity::Warning {
            self.count_warning(Exit::Input);
        }
    }

    /// Counts a warning that has already been shown; if warnings are denied, the run ends with this exit code.
    pub(crate) fn count_warning(&self, exit: Exit) {
        self.state().warned.get_or_insert(exit);
    }

    /// Ends the run if there was a warning and warnings are denied. Call this before anything is written.
    ///
    /// # Errors
    /// There was a warning, and warnings are denied.
    pub fn settle(&self) -> Result<(), Error> {
        let state = self.state();
        match state.warned.filter(|_| state.deny_warnings) {
            None => Ok(()),
            Some(exit) => Err(Error::new(exit, "there was a warning, and warnings are denied")),
        }
    }

    fn say(&self, warns: Option<Exit>, kind: &str, message: &str, hint: Option<&str>) {
        let mut state = self.state();
        state.warned = state.warned.or(warns);
        let voice = Voice { program: self.program.name, style: state.style() };
        state.write_line(&format!("{}: {}", voice.head(kind), said(message)));
        if let Some(hint) = hint {
            state.write_line(&format!("{}: {}", voice.head("hint"), said(hint)));
        }
    }

    /// Lines that belong together and are already safe, such as a finding with its place.
    pub fn lines<S: AsRef<str>>(&self, lines: impl IntoIterator<Item = S>) {
        let mut state = self.state();
        lines.into_iter().for_each(|line| state.write_line(line.as_ref()));
    }

    /// Holds back all messages from now on, until [`release`](Self::release).
    pub fn keep(&self) {
        self.state().kept = Some(String::new());
    }

    /// Returns what was kept; from now on, lines are written again.
    #[must_use]
    pub fn release(&self) -> String {
        self.state().kept.take().unwrap_or_default()
    }

    /// Takes over the warnings that another reporter kept, and shows its messages if requested. Returns whether there was a
    /// warning.
    #[must_use]
    pub fn adopt_warnings(&self, other: &Self, show: bool) -> bool {
        // Separate statements, because each one takes the lock.
        let warned = other.state().warned;
        let said = other.release();
        let mut state = self.state();
        state.warned = state.warned.or(warned);
        if warned.is_some() && show {
            said.lines().for_each(|line| state.write_line(line));
        }
        warned.is_some()
    }

    /// Reports a panic, which is a bug. The report must not print what is in memory, and must not hold back earlier messages.
    pub fn report_panics(&self) {
        let reporter = self.clone();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let name = reporter.program.name;
            let bug = format!("{name}: error: internal error at {place}; this is a bug in {name}");
            let kept = reporter.release();
            reporter.lines(kept.lines().chain([bug.as_str()]));
        }));
    }
}

/// A message made safe for a terminal and a log: escaped, and without anything that may be a key.
fn said(text: &str) -> String {
    escape(&without_keys(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_share_messages_and_whether_they_end_the_run() {
        let reporter = Reporter::new(Program::new("provision", "1.0.0", |_| None));
        reporter.keep();
        std::thread::scope(|scope| {
            for number in 0..4 {
                let reporter = &reporter;
                scope.spawn(move || reporter.warn(&format!("warning {number}"), Some("a hint")));
            }
        });
        assert!(reporter.settle().is_ok());
        reporter.deny_warnings(true);
        assert_eq!(reporter.settle().unwrap_err().exit(), Exit::Input);
        let said = reporter.release();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 8);
        assert!(
            lines
                .chunks(2)
                .all(|pair| pair[0].starts_with("provision: warning: warning") && pair[1] == "provision: hint: a hint")
        );
    }
}
