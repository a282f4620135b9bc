//! The results for the files of a directory: counted, named up to a limit, and summarised in one line or object.
//!
//! Knows: states and counts. Must not know: how a file is opened.

use serde_json::json;

use crate::report::advice::Hint;
use crate::report::error::{Error, ErrorKind};
use crate::report::exit::Exit;
use crate::report::numbers::grouped;
use crate::report::reporter::Reporter;
use crate::verify::file::{FileState, SCHEMA, VerifiedFile};

/// How many files of each sort are named.
pub(super) const NAMED: u64 = 100;

/// The results for the files of a directory.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Verification {
    /// Devices of the list.
    pub devices: u64,
    /// Files that are as they should be.
    pub fine: u64,
    /// Files that do not exist.
    pub missing: u64,
    /// Files that do not open, or that their devices do not read.
    pub wrong: u64,
    /// Files whose content differs from what the list now requires.
    pub stale: u64,
    /// Files of no device.
    pub extra: u64,
    /// Files that were not opened because the key is wrong.
    pub unopened: u64,
    /// Files with warnings.
    pub warned: u64,
    /// Whether the key opens none of the files that were tried, so the others were skipped.
    pub is_key_wrong: bool,
    /// How the run ends.
    pub worst: Option<Exit>,
    /// How many of the wrong files may have a different key.
    by_key: u64,
    /// The hints that were already shown; once is enough.
    hints: Vec<Hint>,
}

impl Verification {
    pub(super) fn new(devices: usize, is_key_wrong: bool) -> Self {
        Self { devices: u64::try_from(devices).unwrap_or(u64::MAX), is_key_wrong, ..Self::default() }
    }

    /// Counts a file, and reports what is wrong with it.
    pub(super) fn count(
        &mut self,
        seen: &VerifiedFile<'_>,
        each: &mut impl FnMut(&VerifiedFile<'_>) -> Result<(), Error>,
        reporter: &Reporter,
    ) -> Result<(), Error> {
        // Files that are not named count as well.
        self.worst = self.worst.max(seen.exit());
        let count = match &seen.state {
            FileState::Fine(_) => &mut self.fine,
            FileState::Missing => &mut self.missing,
            FileState::Wrong(_) | FileState::Unread(_) => &mut self.wrong,
            FileState::Stale(..) => &mut self.stale,
            FileState::Unopened => &mut self.unopened,
            FileState::Extra => &mut self.extra,
        };
        *count = count.saturating_add(1);
        let is_named = *count <= NAMED;
        if matches!(&seen.state, FileState::Wrong(error) if error.kind() == ErrorKind::WrongKey) {
            self.by_key = self.by_key.saturating_add(1);
        }
        each(seen)?;
        if let (true, Some(error)) = (is_named, seen.error()) {
            reporter.error(&error.hint_once(&mut self.hints));
        }
        Ok(())
    }

    /// How many files were checked.
    pub(super) const fn looked_at(&self) -> u64 {
        let done = self.fine.saturating_add(self.wrong).saturating_add(self.stale);
        done.saturating_add(self.missing).saturating_add(self.unopened)
    }

    /// `1 000 devices, 998 fine, 2 missing`
    #[must_use]
    pub fn line(&self) -> String {
        let plural = if self.devices == 1 { "" } else { "s" };
        let mut line = format!("{} device{plural}, {} fine", grouped(self.devices), grouped(self.fine));
        let counts = [
            (self.missing, "missing"),
            (self.wrong, "wrong"),
            (self.unopened, "not opened"),
            (self.stale, "stale"),
            (self.extra, "extra"),
            (self.warned, "with warnings"),
        ];
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            line.push_str(&format!(", {} {what}", grouped(count)));
        }
        line
    }

    /// The same as one JSON object.
    #[must_use]
    pub fn json(&self) -> String {
        let summary = json!({ "schema": SCHEMA, "summary": {
            "devices": self.devices,
            "fine": self.fine,
            "missing": self.missing,
            "wrong": self.wrong,
            "unopened": self.unopened,
            "stale": self.stale,
            "extra": self.extra,
            "warned": self.warned,
        } });
        summary.to_string()
    }

    /// The message for the case that a wrong key is more likely than so many wrong files.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        let is_key = self.wrong > 1 && self.fine == 0 && self.stale == 0 && self.by_key == self.wrong;
        let files = grouped(self.wrong);
        is_key.then(|| format!("none of the {files} files can be opened as the list says: is this the right key?"))
    }
}
