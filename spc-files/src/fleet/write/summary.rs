//! What a run did, in one line for people and one object for programs.

use std::time::Duration;

use crate::report::numbers::{grouped, per_second, rate};
use crate::write::mode::WriteOutcome;
use serde_json::json;

/// The schema of the JSON object.
const SCHEMA: u32 = 1;

/// What happened to the files of a run's devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Files that are new or have changed.
    pub written: u64,
    /// Files that already existed.
    pub equal: u64,
    /// Files that are not as they should be, if files are compared.
    pub stale: u64,
    /// How many of a dry run's stale files do not exist yet.
    pub new: u64,
    /// Files of devices that left the list, and are still there.
    pub extra: u64,
    /// Those that were removed.
    pub removed: u64,
    /// Rows at fault.
    pub failed: u64,
    /// The size of all files that were made.
    pub bytes: u64,
    /// Whether a comparison found a file or the manifest that is not as it should be.
    pub is_stale: bool,
}

impl Tally {
    /// Counts a file with this many bytes.
    pub fn count(&mut self, outcome: WriteOutcome, bytes: usize) {
        let of = match outcome {
            WriteOutcome::Written => &mut self.written,
            WriteOutcome::Equal => &mut self.equal,
            WriteOutcome::Stale => &mut self.stale,
        };
        *of = of.saturating_add(1);
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// Adds the counts of another part of the run.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.written, other.written),
            (&mut self.equal, other.equal),
            (&mut self.stale, other.stale),
            (&mut self.new, other.new),
            (&mut self.failed, other.failed),
            (&mut self.bytes, other.bytes),
        ] {
            *sum = sum.saturating_add(more);
        }
    }

    /// All files are in one archive, and share its fate.
    pub(crate) const fn count_all(&mut self, outcome: WriteOutcome) {
        let devices = self.devices();
        (self.written, self.equal, self.stale) = match outcome {
            WriteOutcome::Written => (devices, 0, 0),
            WriteOutcome::Equal => (0, devices, 0),
            WriteOutcome::Stale => (0, 0, devices),
        };
    }

    /// All devices whose files were made.
    #[must_use]
    pub const fn devices(&self) -> u64 {
        self.written.saturating_add(self.equal).saturating_add(self.stale)
    }

    /// `1 000 000 devices, 9.8 s, 102 000/s`
    #[must_use]
    pub fn line(&self, elapsed: Duration) -> String {
        format!("{}, {:.1} s, {}/s", self.counts(), elapsed.as_secs_f64(), rate(self.devices(), elapsed))
    }

    /// `1 000 000 devices, 3 up to date`
    #[must_use]
    pub fn counts(&self) -> String {
        let devices = self.devices();
        let mut line = format!("{} device{}", grouped(devices), if devices == 1 { "" } else { "s" });
        let counts = [
            (self.equal, "up to date"),
            (self.stale, "stale"),
            (self.extra, "extra"),
            (self.removed, "removed"),
            (self.failed, "failed"),
        ];
        for (count, what) in counts {
            if count > 0 {
                line.push_str(&format!(", {} {what}", grouped(count)));
            }
        }
        line
    }

    /// `3 devices, 1 new, 2 unchanged`
    #[must_use]
    pub fn dry(&self) -> String {
        let devices = self.devices();
        let mut line = format!("{} device{}", grouped(devices), if devices == 1 { "" } else { "s" });
        let changed = self.stale.saturating_sub(self.new);
        let counts = [(self.new, "new"), (changed, "changed"), (self.equal, "unchanged"), (self.extra, "extra")];
        for (count, what) in counts {
            if count > 0 {
                line.push_str(&format!(", {} {what}", grouped(count)));
            }
        }
        line
    }

    /// `parts` are the tallies of models and formats, if there are several.
    #[must_use]
    pub fn json(&self, elapsed: Duration, parts: &[Part]) -> String {
        let mut object = json!({
            "schema": SCHEMA,
            "devices": self.devices(),
            "written": self.written,
            "up_to_date": self.equal,
            "stale": self.stale,
            "left": self.extra,
            "removed": self.removed,
            "failed": self.failed,
            "bytes": self.bytes,
            "seconds": elapsed.as_secs_f64(),
            "per_second": per_second(self.devices(), elapsed),
        });
        let part = |part: &Part| {
            let Self { written, equal, stale, .. } = part.tally;
            let devices = part.tally.devices();
            json!({
                "model": part.model, "format": part.format, "devices": devices,
                "written": written, "up_to_date": equal, "stale": stale,
            })
        };
        if let (false, Some(fields)) = (parts.is_empty(), object.as_object_mut()) {
            fields.insert("models".into(), parts.iter().map(part).collect());
        }
        object.to_string()
    }
}

/// What happened to the files of one model and format.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Part {
    /// The model, if its rows name one.
    pub model: Option<&'static str>,
    /// The format.
    pub format: &'static str,
    /// What happened to the files.
    pub tally: Tally,
}

impl Part {
    /// What happened to the files of this model, if their rows name one, and this format.
    #[must_use]
    pub const fn new(model: Option<&'static str>, format: &'static str, tally: Tally) -> Self {
        Self { model, format, tally }
    }

    /// `SPA504G, openssl: 12 devices`
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}, {}: {}", self.model.unwrap_or("no model"), self.format, self.tally.counts())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_only_what_happened() {
        let elapsed = Duration::from_millis(9_800);
        let tally = Tally { written: 1_000_000, ..Tally::default() };
        assert_eq!(tally.line(elapsed), "1 000 000 devices, 9.8 s, 102 000/s");
        let tally = Tally { equal: 1, failed: 2, ..Tally::default() };
        assert_eq!(tally.line(elapsed), "1 device, 1 up to date, 2 failed, 9.8 s, 0/s");
    }
}
