//! Compares a directory with its list: opens each file as its device would, and looks for other files.
//!
//! Knows: which files a list requires, and where. Must not know: how a file is made, changed or removed.

pub(crate) mod look;
pub(crate) mod verification;

use std::path::{Path, PathBuf};

use spc_core::key::KeyText;
use spc_devices::model::Model;
use spc_fleet::list::Row;
use spc_fleet::state::{Names, SortedNames};

use self::look::{Look, Now};
use self::verification::{NAMED, Verification};
use crate::fleet::run::contents::Contents;
use crate::fleet::write::entries::entries;
use crate::fleet::write::layout::ListedFile;
use crate::read::key::FleetKey;
use crate::read::opener::Opener;
use crate::report::advice::Advice;
use crate::report::error::{Error, ErrorKind};
use crate::report::exit::Exit;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;
use crate::sys::{pipeline, signals};
use crate::verify::file::{FileState, VerifiedFile};
use crate::write::leftovers::report_leftovers;

/// How many files a thread opens at a time.
const PIECE: usize = 32;
/// About how many files the key is tried on before all are opened, and the fewest that it must fail to open to count as wrong.
const TRIED: usize = 16;
const ENOUGH: usize = 8;

/// Opens the files of a fleet.
#[derive(Debug)]
pub struct Verifier<'a> {
    directory: &'a Path,
    files: &'a [ListedFile],
    opener: Opener,
    contents: Option<&'a Contents<'a>>,
    look: Look,
}

/// The next files, with their rows if contents are compared.
type Piece<'a> = (&'a [ListedFile], Option<Vec<Row>>);

/// A file that was checked, and its messages, which are shown when it is its turn.
type Looked<'a> = (VerifiedFile<'a>, Reporter);

impl<'a> Verifier<'a> {
    /// Opens these files of a directory, which are all the files of its list, in the order of its rows.
    #[must_use]
    pub fn new(directory: &'a Path, files: &'a [ListedFile], opener: Opener) -> Self {
        Self { directory, files, opener, contents: None, look: Look::default() }
    }

    /// Also compares the content of the files with what it would be if they were made now.
    #[must_use]
    pub const fn contents(mut self, contents: Option<&'a Contents<'a>>) -> Self {
        self.contents = contents;
        self
    }

    /// The lowest serial that is accepted.
    #[must_use]
    pub const fn min_serial(mut self, serial: u32) -> Self {
        self.look.min_serial = serial;
        self
    }

    /// The model of devices whose row names none, which must be able to read its file.
    #[must_use]
    pub const fn model(mut self, model: Option<Model>) -> Self {
        self.look.model = model;
        self
    }

    /// Opens the file of each device, and looks for files that belong to none. Everything wrong is reported, with the names of
    /// the first hundred files of each sort, and `each` gets every file.
    ///
    /// # Errors
    /// The list, its key or the directory cannot be read, a signal was received, or `each` failed.
    pub fn verify(
        mut self,
        mut each: impl FnMut(&VerifiedFile<'_>) -> Result<(), Error> + Send,
        reporter: &Reporter,
    ) -> Result<Verification, Error> {
        let has_keys = self.has_keys();
        if has_keys {
            self.opener.wanted().refuse_beside_list()?;
        }
        self.opener.load(reporter)?;
        let is_key_wrong = !has_keys && self.opener.has_key() && self.is_key_wrong(reporter);
        if is_key_wrong {
            self.contents = None;
        }
        let mut found = Verification::new(self.files.len(), is_key_wrong);
        self.open_all(&mut found, &mut each, reporter)?;
        report_leftovers(self.directory, reporter);
        for path in self.extra()? {
            found.count(&VerifiedFile::new(&path, None, FileState::Extra), &mut each, reporter)?;
        }
        Ok(found)
    }

    fn has_keys(&self) -> bool {
        self.files.iter().any(|file| file.device.key.is_some())
    }

    /// Opens all files, on all cores.
    fn open_all(
        &self,
        found: &mut Verification,
        each: &mut (impl FnMut(&VerifiedFile<'_>) -> Result<(), Error> + Send),
        reporter: &Reporter,
    ) -> Result<(), Error> {
        let mut progress = Progress::new(reporter);
        progress.begin("opening files", u64::try_from(self.files.len()).unwrap_or(u64::MAX));
        let (mut pieces, mut rows) =
            (self.files.chunks(PIECE), self.contents.map(|contents| contents.rows(reporter)).transpose()?);
        let (has_keys, is_key_wrong) = (self.has_keys(), found.is_key_wrong);
        let next = || -> Result<Option<Piece<'a>>, Error> {
            signals::check()?;
            let Some(piece) = pieces.next() else {
                return rows.as_ref().map_or(Ok(None), |rows| rows.end(reporter).map(|()| None));
            };
            Ok(Some((piece, rows.as_mut().map(|rows| rows.next(piece.len(), reporter)).transpose()?)))
        };
        let open = |(piece, rows): Piece<'a>| -> Result<Vec<Looked<'a>>, Error> {
            // A key in the list is for one file only. In a list with keys, files without one need none.
            let mut shared = (!has_keys).then(|| self.opener.clone());
            let looked = piece.iter().enumerate().map(|(place, ListedFile { path, device, .. })| {
                // Notes are only for users who ask about a single file.
                let kept = reporter.apart();
                kept.keep();
                let row = rows.as_ref().and_then(|rows| rows.get(place));
                let now = self.contents.zip(row).map(|(contents, row)| Now { contents, row, reporter });
                let own_key = device.key.as_ref().map(|key| KeyText::new(key.expose().to_owned()));
                let mut own = own_key.map(|key| self.opener.clone().with_key(FleetKey::listed(key)));
                let state = match is_key_wrong && !device.is_unencrypted() {
                    true => look::unopened(path),
                    false => self.look.state(path, device, own.as_mut().or(shared.as_mut()), now, &kept),
                };
                (VerifiedFile::new(path, Some(device.mac), state), kept)
            });
            Ok(looked.collect())
        };
        let count = |looked: Vec<Looked<'a>>| {
            progress.tick(found.looked_at());
            for (seen, kept) in looked {
                found.count(&seen, each, reporter)?;
                if reporter.adopt_warnings(&kept, found.warned < NAMED) {
                    found.warned = found.warned.saturating_add(1);
                }
            }
            Ok::<(), Error>(())
        };
        let done = pipeline::run(&Jobs::new(None, reporter), next, open, count);
        progress.end();
        done
    }

    /// Tries the key on a few files spread over a long list, because with a wrong key each file costs thousands of rounds of
    /// hashing. One file that opens, or fails for another reason, is proof enough to go on.
    fn is_key_wrong(&self, reporter: &Reporter) -> bool {
        let step = self.files.len() / TRIED;
        if step < 2 {
            return false;
        }
        let mut opener = self.opener.clone();
        let mut failed = 0_usize;
        for ListedFile { path, device, .. } in self.files.iter().step_by(step) {
            if device.is_unencrypted() {
                continue;
            }
            let kept = reporter.apart();
            kept.keep();
            match self.look.state(path, device, Some(&mut opener), None, &kept) {
                FileState::Missing => {}
                FileState::Wrong(error) if error.kind() == ErrorKind::WrongKey => failed = failed.saturating_add(1),
                _ => return false,
            }
        }
        if failed < ENOUGH {
            return false;
        }
        let message = format!("wrong key: none of the {failed} files tried can be opened, so the others were skipped");
        reporter.error(&Error::new(Exit::NotOpenable, message).hint(Advice::CheckAll));
        true
    }

    /// Everything in the directory that belongs to no device, sorted by name. Hidden files do not count.
    fn extra(&self) -> Result<Vec<PathBuf>, Error> {
        let names = self.names();
        let mut extra = Vec::new();
        for entry in entries(self.directory) {
            signals::check()?;
            let (name, entry) = entry?;
            if !names.contains(&name) {
                extra.push(entry.path());
            }
        }
        extra.sort_unstable();
        Ok(extra)
    }

    /// The names of the files below the directory.
    fn names(&self) -> SortedNames {
        let mut names = Names::default();
        for ListedFile { path, device, .. } in self.files {
            names.add(&path.strip_prefix(self.directory).unwrap_or(path).to_string_lossy(), device.mac);
        }
        names.sorted()
    }
}
