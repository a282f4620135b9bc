//! What is found out about the files of a directory: counted, named up to a bound, and for programs an object for each.

use std::fs;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::Path;

use serde_json::{Map, Value, json};
use spc_core::escape::{escape_json, without_keys};
use spc_files::report::progress::grouped;
use spc_files::sys::signals;
use spc_files::{Error, Exit, Hint, Reporter};
use spc_fleet::devices::Listed;
use spc_fleet::folders;
use spc_fleet::state::SortedNames;

/// The schema of the JSON objects, which `spc verify --help` describes. Fields may be added to it, nothing else.
pub(super) const SCHEMA: u32 = 1;

/// Files that are named of each sort.
pub(super) const NAMED: u64 = 100;

/// What is found out about the files of a directory.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Where the objects go, if programs want them.
    objects: Option<BufWriter<Stdout>>,
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
    /// It holds something other than list and base make.
    Content,
}

impl Verdict {
    /// The word that scripts compare.
    const fn word(&self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Missing => "missing",
            Self::Wrong(_) => "wrong",
            Self::Stale(_) => "stale",
            Self::Unopened => "unopened",
        }
    }

    /// How the run ends if nothing is worse.
    const fn exit(&self) -> Option<Exit> {
        match self {
            Self::Fine => None,
            Self::Missing | Self::Stale(_) => Some(Exit::Input),
            Self::Unopened => Some(Exit::NotOpenable),
            Self::Wrong(error) => Some(error.exit()),
        }
    }

    /// What is wrong with the file at a path, if that is to be said of each file.
    fn error(&self, path: &Path, device: &Listed) -> Option<Error> {
        let shown = path.display();
        let message = match self {
            Self::Fine | Self::Unopened => return None,
            Self::Wrong(error) => return Some(error.clone()),
            Self::Missing => format!("`{shown}` is missing: {} has no file", device.mac),
            Self::Stale(Stale::Content) => {
                format!("`{shown}` is stale: it opens, but the list and its base now give a different profile")
            }
            Self::Stale(Stale::Serial(serial)) => {
                let listed = device.serial.unwrap_or_default();
                format!("`{shown}` is stale: its serial is {serial}, the list has {listed}")
            }
        };
        Some(Error::new(Exit::Input, message))
    }
}

impl Found {
    /// Nothing yet; with an object for each file on standard output, if programs want that.
    pub(super) fn new(has_objects: bool) -> Self {
        Self { objects: has_objects.then(|| BufWriter::new(io::stdout())), ..Self::default() }
    }

    /// Counts the file of a device, and says what is wrong with it.
    pub(super) fn count(
        &mut self,
        path: &Path,
        device: &Listed,
        verdict: &Verdict,
        reporter: &Reporter,
    ) -> Result<(), Error> {
        // Of those that are not named as well.
        self.worst = self.worst.max(verdict.exit());
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
        let error = verdict.error(path, device).filter(|_| is_named || self.objects.is_some());
        self.object(path, verdict.word(), Some(device), error.as_ref(), verdict.exit())?;
        if let Some(error) = error.filter(|_| is_named) {
            reporter.error(&error.hint_once(&mut self.hints));
        }
        Ok(())
    }

    /// Writes what is known about a file, if programs want it.
    fn object(
        &mut self,
        path: &Path,
        state: &str,
        device: Option<&Listed>,
        error: Option<&Error>,
        exit: Option<Exit>,
    ) -> Result<(), Error> {
        let Some(objects) = &mut self.objects else { return Ok(()) };
        let mut facts = Map::new();
        facts.insert("schema".into(), SCHEMA.into());
        facts.insert("file".into(), path.display().to_string().into());
        facts.insert("state".into(), state.into());
        if let Some(device) = device {
            facts.insert("mac".into(), device.mac.to_string().into());
        }
        if let Some(Error::Message { message, .. }) = error {
            facts.insert("error".into(), without_keys(message).into());
        }
        if let Some(exit) = exit {
            facts.insert("exit".into(), (exit as u8).into());
        }
        let line = escape_json(&Value::from(facts).to_string());
        writeln!(objects, "{line}").map_err(|error| Error::stdout(&error))
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
            if name.starts_with('.') {
                continue;
            }
            if folder.is_empty() && folders::is_one(&name) && entry.path().is_dir() {
                self.look_for_extra(directory, &name, names, reporter)?;
                continue;
            }
            let relative = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if !names.contains(&relative) {
                self.extra = self.extra.saturating_add(1);
                self.worst = self.worst.max(Some(Exit::Input));
                let path = entry.path();
                let message = format!("`{}` is extra: no device in the list uses it", path.display());
                let error = Error::new(Exit::Input, message);
                self.object(&path, "extra", None, Some(&error), Some(Exit::Input))?;
                if self.extra <= NAMED {
                    reporter.error(&error);
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

    /// Says how many files there are of each sort, and how the run ends.
    pub(super) fn finish(mut self, devices: usize, reporter: &Reporter) -> Result<(), Error> {
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
        if let Some(objects) = &mut self.objects {
            let summary = json!({ "schema": SCHEMA, "summary": {
                "devices": devices,
                "fine": self.fine,
                "missing": self.missing,
                "wrong": self.wrong,
                "unopened": self.unopened,
                "stale": self.stale,
                "extra": self.extra,
                "warned": self.warned,
            } });
            writeln!(objects, "{summary}").and_then(|()| objects.flush()).map_err(|error| Error::stdout(&error))?;
        }
        // One wrong key more likely than so many wrong files.
        if self.wrong > 1 && self.fine == 0 && self.stale == 0 && self.by_key == self.wrong {
            let files = grouped(self.wrong);
            reporter.note(&format!("none of the {files} files can be opened as the list says: is this the right key?"));
        }
        self.worst.map_or(Ok(()), |exit| Err(Error::Silent(exit)))
    }
}
