//! Puts the files of a fleet in place, with a manifest.

use std::path::Path;
use std::sync::Arc;

use spc_fleet::state::{Names, SortedNames};

use crate::fleet::run::collector::{Destination, Kept};
use crate::fleet::run::departed::{Departed, Departing, Prune};
use crate::fleet::run::work::Work;
use crate::fleet::write::state::{self, Earlier, State};
use crate::fleet::write::summary::Tally;
use crate::fleet::write::unknown::{Known, report_unknown};
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::numbers::grouped;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;
use crate::sys::signals;
use crate::write::abandoned::Abandoned;
use crate::write::archive::{Archive, refuse_compressed};
use crate::write::directory::Directory;
use crate::write::mode::{WriteMode, WriteOutcome, Writing};
use crate::write::staged::PRIVATE;
use crate::write::stream::Stream;

/// Where the files go.
#[derive(Clone, Copy, Debug)]
pub struct Destinations<'a> {
    place: Place<'a>,
    manifest: Option<&'a Path>,
    is_shared: bool,
    prune: Prune,
}

#[derive(Clone, Copy, Debug)]
enum Place<'a> {
    Folder(&'a Path),
    Archive(&'a Path),
}

impl<'a> Destinations<'a> {
    const fn new(place: Place<'a>) -> Self {
        Self { place, manifest: None, is_shared: false, prune: Prune::Nothing }
    }

    /// Files in a directory.
    #[must_use]
    pub const fn folder(path: &'a Path) -> Self {
        Self::new(Place::Folder(path))
    }

    /// Files in one archive, which goes to standard output for `-`.
    #[must_use]
    pub const fn archive(path: &'a Path) -> Self {
        Self::new(Place::Archive(path))
    }

    /// Sets the manifest, if one is requested.
    #[must_use]
    pub const fn manifest(mut self, path: Option<&'a Path>) -> Self {
        self.manifest = path;
        self
    }

    /// Sets whether other machines may fill the same directory.
    #[must_use]
    pub const fn shared(mut self, is_shared: bool) -> Self {
        self.is_shared = is_shared;
        self
    }

    /// Sets which files of devices that left the list are removed.
    #[must_use]
    pub const fn prune(mut self, prune: Prune) -> Self {
        self.prune = prune;
        self
    }
}

/// The result for the files.
#[derive(Debug)]
#[non_exhaustive]
pub struct Delivered {
    /// The tally of all devices.
    pub tally: Tally,
    /// The tally for each of the settings; empty if there is only one.
    pub by_settings: Vec<Tally>,
    /// Why files of devices that left the list were not removed, although everything else was done.
    refusal: Option<Error>,
}

impl Delivered {
    /// Checks that files of devices that left the list were removed, or were meant to stay. Call this when everything else is
    /// done.
    ///
    /// # Errors
    /// They are most of the list's files, so none was removed.
    pub fn pruned(self) -> Result<(), Error> {
        self.refusal.map_or(Ok(()), Err)
    }
}

/// Writes the files and the manifest, and returns what happened to them. `inputs` must not be overwritten.
///
/// # Errors
/// Files cannot be written, or the list has changed in the meantime.
pub fn deliver(
    work: &Work<'_>,
    places: Destinations<'_>,
    writing: Writing,
    inputs: &[&Path],
    jobs: &Jobs,
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<Delivered, Error> {
    signals::hold();
    let way = if writing.is_dry { WriteMode::Compare } else { writing.way };
    let delivery = Delivery { work, places, writing: Writing { way, ..writing }, inputs, jobs, reporter };
    // A dry run that writes to standard output has nothing to compare with.
    let manifest = places.manifest.filter(|_| !writing.is_dry);
    let mut manifest = manifest.map(|path| delivery.open(path)).transpose()?;
    let filled = match places.place {
        Place::Folder(path) => delivery.fill_folder(path, &mut manifest, progress)?,
        Place::Archive(path) => delivery.fill_archive(path, &mut manifest, progress)?,
    };
    delivery.finish(filled, manifest)
}

/// A run in progress.
struct Delivery<'a> {
    work: &'a Work<'a>,
    places: Destinations<'a>,
    writing: Writing,
    inputs: &'a [&'a Path],
    jobs: &'a Jobs,
    reporter: &'a Reporter,
}

/// The files that a run made, by its settings, and those of devices that left the list.
struct Filled {
    by_settings: Vec<Tally>,
    departed: Departed,
}

impl Delivery<'_> {
    fn open(&self, path: &Path) -> Result<Stream, Error> {
        Stream::open(path, self.writing.way, self.writing.mode, self.inputs)
    }

    fn fill_folder(
        &self,
        path: &Path,
        manifest: &mut Option<Stream>,
        progress: &mut Progress,
    ) -> Result<Filled, Error> {
        let Self { work, places, writing, jobs, reporter, .. } = *self;
        let earlier = self.earlier(path)?;
        let directory = Directory::open(path, writing.way, writing.mode, places.is_shared, reporter)?;
        let list = state::list_name(work.list.path)?;
        let mut record = Record {
            state: self.open_state(&directory, path, &list, earlier.as_ref())?,
            earlier: earlier.as_ref(),
            list: &list,
            is_new: directory.new_place().is_some(),
        };
        let mut names = Names::default();
        let kept = Kept {
            state: record.state.as_mut(),
            names: (earlier.is_some() || self.prunes()).then_some(&mut names),
            is_dry: writing.is_dry,
        };
        let done = work.run(Destination::Directory(&directory), manifest.as_mut(), kept, jobs, progress, reporter);
        let now = names.sorted();
        let by_settings = match done {
            Ok(tallies) => tallies,
            Err(error) => {
                record.rescue(&now);
                let abandoned = directory.abandon(work.survey.devices);
                return Err(leaving(error, left_behind(&abandoned, manifest.take(), reporter), reporter));
            }
        };
        let mut departed = match self.settle(earlier.as_ref(), path, &list, &now) {
            Ok(departed) => departed,
            Err(error) => {
                record.rescue(&now);
                return Err(error.hint(kept_by(&directory, 0)));
            }
        };
        let kept = kept_by(&directory, departed.removed);
        let finished = record.finish(&departed).and_then(|()| directory.finish());
        match (departed.failure.take(), finished) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(error.hint(kept)),
            (None, Ok(())) => Ok(Filled { by_settings, departed }),
        }
    }

    fn prunes(&self) -> bool {
        self.places.prune != Prune::Nothing
    }

    /// What earlier runs made in a directory, unless other machines fill it too, because their devices have not left the list.
    fn earlier(&self, path: &Path) -> Result<Option<Earlier>, Error> {
        if !self.places.is_shared {
            return Earlier::find(path, self.places.manifest.filter(|_| self.prunes()));
        }
        let state = path.join(state::NAME);
        if state.is_file() {
            self.reporter.note(&format!(
                "the files of part of a list are not recorded in `{}`; a run over the whole list records them",
                state.display()
            ));
        }
        Ok(None)
    }

    /// The record of this run, if it keeps one.
    fn open_state(
        &self,
        directory: &Directory,
        path: &Path,
        list: &Arc<str>,
        earlier: Option<&Earlier>,
    ) -> Result<Option<State>, Error> {
        let keeps_state = self.prunes() || earlier.is_some_and(Earlier::is_state);
        if !keeps_state || self.writing.way == WriteMode::Compare || self.places.is_shared {
            return Ok(None);
        }
        let stream = Stream::open(&directory.folder().join(state::NAME), self.writing.way, PRIVATE, self.inputs)?;
        State::new(stream.called(&path.join(state::NAME)), list).map(Some)
    }

    /// Removes or reports the files of devices that left the list, and reports which files are not known.
    fn settle(
        &self,
        earlier: Option<&Earlier>,
        path: &Path,
        list: &Arc<str>,
        now: &SortedNames,
    ) -> Result<Departed, Error> {
        let departing = |earlier| Departing {
            earlier,
            list,
            directory: path,
            prune: self.places.prune,
            has_bad_rows: !self.work.survey.bad.is_empty(),
            writing: self.writing,
            reporter: self.reporter,
        };
        let departed = earlier.map(|earlier| departing(earlier).settle(now)).transpose()?.unwrap_or_default();
        if self.prunes() {
            let has_record = earlier.is_some_and(Earlier::is_state);
            let known = Known { has_record, now, others: &departed.kept, manifest: self.places.manifest };
            report_unknown(path, &known, self.reporter);
        }
        Ok(departed)
    }

    fn fill_archive(
        &self,
        path: &Path,
        manifest: &mut Option<Stream>,
        progress: &mut Progress,
    ) -> Result<Filled, Error> {
        let Self { work, writing, jobs, reporter, .. } = *self;
        refuse_compressed(path)?;
        let departed = Departed::default();
        let kept = Kept { state: None, names: None, is_dry: writing.is_dry };
        if writing.is_dry {
            let by_settings = work.run(Destination::Nowhere, None, kept, jobs, progress, reporter)?;
            return Ok(Filled { by_settings, departed });
        }
        let mut archive = Archive::new(self.open(path)?, writing.mode);
        let done = work.run(Destination::Archive(&mut archive), manifest.as_mut(), kept, jobs, progress, reporter);
        let mut by_settings = match done {
            Ok(tallies) => tallies,
            Err(error) => {
                return Err(match archive.abandon() {
                    None => error,
                    Some(abandoned) => leaving(error, left_behind(&abandoned, manifest.take(), reporter), reporter),
                });
            }
        };
        let outcome = reported(archive.finish()?, path, reporter);
        by_settings.iter_mut().for_each(|tally| tally.count_all(outcome));
        Ok(Filled { by_settings, departed })
    }

    /// Puts the manifest in place, and adds up the results.
    fn finish(&self, filled: Filled, manifest: Option<Stream>) -> Result<Delivered, Error> {
        let Filled { mut by_settings, departed } = filled;
        let mut tally = Tally::default();
        by_settings.iter().for_each(|one| tally.add(one));
        if by_settings.len() < 2 {
            by_settings.clear();
        }
        (tally.extra, tally.removed) = (departed.extra, departed.removed);
        tally.is_stale = tally.stale > 0 || (self.writing.way == WriteMode::Compare && tally.extra > 0);
        if let (Some(manifest), Some(path)) = (manifest, self.places.manifest) {
            let written = manifest.finish().map_err(|error| {
                let old = if path.exists() { "was not changed" } else { "was not written" };
                error.hint(format!("all files are in place, but `{}` {old}: try again", path.display()))
            })?;
            tally.is_stale |= reported(written, path, self.reporter) == WriteOutcome::Stale;
        }
        tally.failed = u64::try_from(self.work.survey.bad.len()).unwrap_or(u64::MAX);
        Ok(Delivered { tally, by_settings, refusal: departed.refusal })
    }
}

/// What later runs need to know about this one.
struct Record<'a> {
    state: Option<State>,
    earlier: Option<&'a Earlier>,
    list: &'a Arc<str>,
    /// Whether the directory is new, so nothing is left of it if the run fails.
    is_new: bool,
}

impl Record<'_> {
    /// Records what a run that ended early made, because later runs must know its files too. If that fails, they are left alone
    /// like somebody else's files.
    fn rescue(self, made: &SortedNames) {
        if let Some(mut state) = self.state.filter(|_| !self.is_new) {
            let kept = self.earlier.map_or(Ok(()), |earlier| earlier.keep_all(&mut state, self.list, made));
            let _ = kept.and_then(|()| state.finish());
        }
    }

    /// Records all files, including those of devices that left the list that still exist.
    fn finish(self, departed: &Departed) -> Result<(), Error> {
        let Some(mut state) = self.state else { return Ok(()) };
        departed.kept.iter().try_for_each(|entry| state.keep(entry))?;
        state.finish()
    }
}

/// Reports what a failed run leaves behind, even if its error has already been shown.
fn leaving(error: Error, left: String, reporter: &Reporter) -> Error {
    if matches!(error, Error::Reported(_)) {
        reporter.note(&left);
    }
    error.hint(left)
}

/// What a failed run leaves behind, including its manifest, and what to do about it.
fn left_behind(abandoned: &Abandoned, manifest: Option<Stream>, reporter: &Reporter) -> String {
    let left = match abandoned {
        Abandoned::Nothing(place) => format!("`{}` appears whole or not at all", place.display()),
        Abandoned::Temporary(left, why) => {
            let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("`{}` was left behind; remove it{why}", left.display())
        }
        Abandoned::Files { done, missing } => {
            let way_out = reporter.words(Advice::WriteMissing).map(|words| format!(": {words}")).unwrap_or_default();
            let done = match done {
                1 => "1 complete file is in place".to_owned(),
                done => format!("{} complete files are in place", grouped(*done)),
            };
            let missing = match missing {
                1 => "1 was not written, and any old version of it is unchanged".to_owned(),
                more => format!("{} were not written, and any old versions of them are unchanged", grouped(*more)),
            };
            format!("{done}; {missing}{way_out}")
        }
    };
    match (manifest.and_then(Stream::abandon), abandoned) {
        (Some(list), _) => format!("`{}` was left behind; remove it; {left}", list.display()),
        (None, Abandoned::Nothing(_)) => format!("nothing is left behind: {left}"),
        (None, _) => left,
    }
}

/// What remains of a directory whose files have been written if a later step fails.
fn kept_by(directory: &Directory, removed: u64) -> String {
    let removed = match removed {
        0 => String::new(),
        1 => ", and 1 file of a device that left the list was removed".to_owned(),
        more => format!(", and {} files of devices that left the list were removed", grouped(more)),
    };
    match directory.new_place() {
        Some(place) => format!("nothing is left behind: `{}` appears whole or not at all", place.display()),
        None => format!("the files of the list are in place{removed}: try again"),
    }
}

fn reported(outcome: WriteOutcome, path: &Path, reporter: &Reporter) -> WriteOutcome {
    if outcome == WriteOutcome::Stale {
        let is = if path.exists() { "stale" } else { "missing" };
        reporter.note(&format!("`{}` is {is}", path.display()));
    }
    outcome
}
