//! What is found out about the files of a directory: counted, and named up to a bound.

use std::fs;
use std::path::Path;

use spc_files::report::progress::grouped;
use spc_files::sys::signals;
use spc_files::{Error, Exit, Hint, Reporter};
use spc_fleet::devices::Listed;
use spc_fleet::state::SortedNames;

/// Files that are named of each sort.
pub(super) const NAMED: u64 = 100;

/// What is found out about the files of a directory.
#[derive(Debug, Default)]
pub(super) struct Found {
    fine: u64,
    missing: u64,
    wrong: u64,
    stale: u64,
    extra: u64,
    unopened: u64,
    /// Those of the wrong ones that may have another key.
    by_key: u64,
    /// The ways to mend them that were shown: once is enough.
    hints: Vec<Hint>,
    pub(super) warned: u64,
    pub(super) worst: Option<Exit>,
}

/// What one file is.
pub(super) enum Verdict {
    Fine,
    Missing,
    Wrong(Error),
    Stale(Stale),
    /// It is there, and was not opened because the key is wrong.
    Unopened,
}

/// Why a file that opens is not the one that the list wants now.
pub(super) enum Stale {
    /// It has this serial, which is lower than the list's.
    Serial(u32),
    /// It holds something else than list and base make.
    Content,
}

impl Found {
    pub(super) fn count(&mut self, path: &Path, device: &Listed, verdict: &Verdict, reporter: &Reporter) {
        let shown = path.display();
        // Of those that are not named as well.
        self.worst = self.worst.max(match verdict {
            Verdict::Fine => None,
            Verdict::Missing | Verdict::Stale(_) => Some(Exit::Input),
            Verdict::Unopened => Some(Exit::NotOpenable),
            Verdict::Wrong(error) => Some(error.exit()),
        });
        let count = match verdict {
            Verdict::Fine => &mut self.fine,
            Verdict::Missing => &mut self.missing,
            Verdict::Wrong(_) => &mut self.wrong,
            Verdict::Stale(_) => &mut self.stale,
            Verdict::Unopened => &mut self.unopened,
        };
        *count = count.saturating_add(1);
        let is_named = *count <= NAMED;
        if matches!(verdict, Verdict::Wrong(error) if error.is_by_key()) {
            self.by_key = self.by_key.saturating_add(1);
        }
        if !is_named {
            return;
        }
        match verdict {
            Verdict::Fine | Verdict::Unopened => {}
            Verdict::Missing => self.fault(&format!("`{shown}` is missing: {} has no file", device.mac), reporter),
            Verdict::Stale(Stale::Content) => {
                let message =
                    format!("`{shown}` is stale: it opens, but the list and its base now make another profile");
                self.fault(&message, reporter);
            }
            Verdict::Stale(Stale::Serial(serial)) => {
                let listed = device.serial.unwrap_or_default();
                self.fault(&format!("`{shown}` is stale: its serial is {serial}, the list has {listed}"), reporter);
            }
            Verdict::Wrong(error) => reporter.error(&error.clone().hint_once(&mut self.hints)),
        }
    }

    fn fault(&mut self, message: &str, reporter: &Reporter) {
        self.worst = self.worst.max(Some(Exit::Input));
        reporter.error(&Error::new(Exit::Input, message));
    }

    /// Reports files that belong to no device of the list; hidden ones are none.
    pub(super) fn look_for_extra(
        &mut self,
        directory: &Path,
        folder: &str,
        names: &SortedNames,
        reporter: &Reporter,
    ) -> Result<(), Error> {
        let place = directory.join(folder);
        let fail = |error| Error::io("read", &place, &error);
        let mut entries = fs::read_dir(&place).map_err(fail)?.collect::<Result<Vec<_>, _>>().map_err(fail)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            signals::check()?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_shard = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if name.starts_with('.') {
                continue;
            }
            if folder.is_empty() && is_shard && entry.path().is_dir() {
                self.look_for_extra(directory, &name, names, reporter)?;
                continue;
            }
            let relative = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if !names.contains(&relative) {
                self.extra = self.extra.saturating_add(1);
                if self.extra <= NAMED {
                    self.fault(
                        &format!("`{}` is extra: no device of the list has it", entry.path().display()),
                        reporter,
                    );
                }
            }
        }
        Ok(())
    }

    /// Files that were looked at.
    pub(super) const fn looked_at(&self) -> u64 {
        let done = self.fine.saturating_add(self.wrong).saturating_add(self.stale);
        done.saturating_add(self.missing).saturating_add(self.unopened)
    }

    pub(super) fn finish(self, devices: usize, reporter: &Reporter) -> Result<(), Error> {
        let devices = u64::try_from(devices).unwrap_or(u64::MAX);
        let plural = if devices == 1 { "" } else { "s" };
        let mut line = format!("spc: {} device{plural}, {} fine", grouped(devices), grouped(self.fine));
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
        reporter.lines([line]);
        // One wrong key more likely than so many wrong files.
        if self.wrong > 1 && self.fine == 0 && self.stale == 0 && self.by_key == self.wrong {
            let files = grouped(self.wrong);
            reporter.note(&format!("none of the {files} files opens as the list says: is this the right key?"));
        }
        self.worst.map_or(Ok(()), |exit| Err(Error::Silent(exit)))
    }
}
