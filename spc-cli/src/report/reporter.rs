//! What is said to people, on standard error: errors, warnings, hints, and one closing line.
//!
//! Quiet on success unless standard error is a terminal. Everything that comes from outside passes [`escape`].

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use spc_core::diagnostic::Severity;

use crate::report::error::Failure;
use crate::report::exit::Exit;

/// The voice of one run.
#[derive(Debug)]
pub(crate) struct Talk {
    deny_warnings: bool,
    denied: Option<Exit>,
}

impl Talk {
    pub(crate) const fn new(deny_warnings: bool) -> Self {
        Self { deny_warnings, denied: None }
    }

    /// A warning about the profile or the output: with `--deny-warnings` the run ends with exit 1.
    pub(crate) fn warn(&mut self, message: &str, hint: Option<&str>) {
        self.deny(Exit::Input);
        self.say("warning", message, hint);
    }

    /// A warning about a key: with `--deny-warnings` the run ends with exit 3.
    pub(crate) fn warn_about_key(&mut self, message: &str, hint: Option<&str>) {
        self.deny(Exit::Key);
        self.say("warning", message, hint);
    }

    /// Something to know that is no reason to stop.
    pub(crate) fn note(&self, message: &str) {
        self.say("note", message, None);
    }

    /// Counts a finding that was shown already.
    pub(crate) fn count(&mut self, severity: Severity) {
        if severity == Severity::Warning {
            self.deny(Exit::Input);
        }
    }

    fn deny(&mut self, exit: Exit) {
        if self.deny_warnings {
            self.denied.get_or_insert(exit);
        }
    }

    /// Ends the run if a warning was given and `--deny-warnings` holds. To be asked before anything is written.
    pub(crate) fn settle(&self) -> Result<(), Failure> {
        match self.denied {
            None => Ok(()),
            Some(exit) => Err(Failure::new(exit, "a warning was given, and --deny-warnings makes it an error")),
        }
    }

    /// The closing line of a run, for people and logs only.
    pub(crate) fn done(&self, message: &str) {
        if is_held() || io::stderr().is_terminal() {
            write_line(&format!("spc: {}", escape(message)));
        }
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        if let Failure::Told { message, hint, .. } = failure {
            self.say("error", message, hint.as_deref());
        }
    }

    fn say(&self, kind: &str, message: &str, hint: Option<&str>) {
        write_line(&format!("spc: {kind}: {}", escape(message)));
        if let Some(hint) = hint {
            write_line(&format!("spc: hint: {}", escape(hint)));
        }
    }
}

/// What is kept back instead of being written, while [`hold`] holds.
static HELD: Mutex<Option<String>> = Mutex::new(None);

/// Keeps all that is said from now on until [`release`]: for `--quiet` and `--log` of the original command line.
pub(crate) fn hold() {
    *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(String::new());
}

/// What was said since [`hold`]; from now on it is written again.
pub(crate) fn release() -> String {
    HELD.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
}

fn is_held() -> bool {
    HELD.lock().unwrap_or_else(PoisonError::into_inner).is_some()
}

/// Writes to standard error; there is nowhere to report that this failed.
pub(crate) fn write_line(line: &str) {
    if let Some(held) = HELD.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        held.push_str(line);
        return held.push('\n');
    }
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Text from outside as a terminal may see it: nothing in it can move the cursor or turn the writing direction.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_dangerous(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Controls, and the invisible characters that reorder or hide text.
pub(crate) fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_could_steer_it() {
        assert_eq!(escape("a\u{1b}[31mb\u{202e}c\n"), "a\\u{1b}[31mb\\u{202e}c\\u{a}");
        assert_eq!(escape("Größe €"), "Größe €");
    }
}
