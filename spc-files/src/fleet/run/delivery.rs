//! Brings the files of a fleet to their places, with the list of them.

use std::path::Path;
use std::sync::Arc;

use spc_fleet::state::{Entry, Names, SortedNames};

use crate::fleet::run::work::{Destination, Kept, Work};
use crate::fleet::write::state::{self, Earlier, Left, State};
use crate::fleet::write::summary::Tally;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;
use crate::sys::signals;
use crate::write::abandoned::Abandoned;
use crate::write::archive::Archive;
use crate::write::directory::Directory;
use crate::write::staged::PRIVATE;
use crate::write::stream::Stream;
use crate::write::way::{Outcome, Way, Writing};

/// Where the files go.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    place: Place<'a>,
    manifest: Option<&'a Path>,
    is_shared: bool,
    prune: bool,
    prune_most: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place<'a> {
    Folder(&'a Path),
    Archive(&'a Path),
}

impl<'a> Places<'a> {
    const fn new(place: Place<'a>) -> Self {
        Self { place, manifest: None, is_shared: false, prune: false, prune_most: false }
    }

    /// Files in a directory.
    #[must_use]
    pub const fn folder(path: &'a Path) -> Self {
        Self::new(Place::Folder(path))
    }

    /// Files in one archive, or in one on standard output for `-`.
    #[must_use]
    pub const fn archive(path: &'a Path) -> Self {
        Self::new(Place::Archive(path))
    }

    /// The list of the files, if one is wanted.
    #[must_use]
    pub const fn manifest(mut self, path: Option<&'a Path>) -> Self {
        self.manifest = path;
        self
    }

    /// Whether other machines may fill the same directory.
    #[must_use]
    pub const fn shared(mut self, is_shared: bool) -> Self {
        self.is_shared = is_shared;
        self
    }

    /// Whether files of devices that left the list are removed, and whether they are even if they are most of its files.
    #[must_use]
    pub const fn prune(mut self, prune: bool, most: bool) -> Self {
        (self.prune, self.prune_most) = (prune, most);
        self
    }
}

/// So many files may be removed, whatever part of the list's files they are.
const FEW: usize = 10;

/// What became of the files.
#[derive(Debug)]
#[non_exhaustive]
pub struct Delivered {
    /// Of all devices.
    pub tally: Tally,
    /// The same for each of the settings; nothing where there is only one.
    pub by_settings: Vec<Tally>,
}

/// Writes the files and the manifest, and says what became of them. `inputs` must not be overwritten.
///
/// # Errors
/// Files cannot be written, the list was changed meanwhile, or files of other devices must not be removed.
pub fn deliver(
    work: &Work<'_>,
    places: Places<'_>,
    writing: Writing,
    inputs: &[&Path],
    jobs: &Jobs,
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<Delivered, Error> {
    signals::hold();
    let Writing { mode, is_dry, .. } = writing;
    let way = if is_dry { Way::Compare } else { writing.way };
    let open = |path: &Path| Stream::open(path, way, mode, inputs);
    // A dry run that writes to standard output has nothing to compare with.
    let mut manifest = places.manifest.filter(|_| !is_dry).map(open).transpose()?;
    let mut departed = Departed::default();
    let mut by_settings = match places.place {
        Place::Folder(path) => {
            // Other machines' devices have not left the list.
            let earlier =
                if places.is_shared { None } else { Earlier::find(path, places.manifest.filter(|_| places.prune))? };
            let is_first = places.prune && earlier.is_none();
            let directory = Directory::open(path, way, mode, places.is_shared, reporter)?;
            let keeps_state = places.prune || earlier.as_ref().is_some_and(Earlier::is_state);
            let list = state::list_name(work.list.path)?;
            let mut state = match keeps_state && way != Way::Compare && !places.is_shared {
                false => None,
                true => {
                    let stream = Stream::open(&directory.folder().join(state::NAME), way, PRIVATE, inputs)?;
                    Some(State::new(stream.called(&path.join(state::NAME)), &list)?)
                }
            };
            let mut names = Names::default();
            let kept =
                Kept { state: state.as_mut(), names: (earlier.is_some() || is_first).then_some(&mut names), is_dry };
            let done = work.run(Destination::Directory(&directory), manifest.as_mut(), kept, jobs, progress, reporter);
            let tallies = match done {
                Ok(tallies) => tallies,
                Err(error) => {
                    if directory.is_in_place() {
                        keep_record(state, earlier.as_ref(), &list, &names.sorted());
                    }
                    let abandoned = directory.abandon(work.survey.devices);
                    return Err(leaving(error, left_behind(&abandoned, manifest, reporter), reporter));
                }
            };
            let now = names.sorted();
            if let Some(earlier) = &earlier {
                departed = match depart(earlier, &list, &now, path, places, work, way, is_dry, reporter) {
                    Ok(departed) => departed,
                    Err(error) => {
                        if directory.is_in_place() {
                            keep_record(state, Some(earlier), &list, &now);
                        }
                        return Err(error.hint(kept_by(&directory, 0)));
                    }
                };
            }
            if is_first {
                state::report_unknown(path, &now, reporter);
            }
            let kept = kept_by(&directory, departed.removed);
            if let Some(mut state) = state {
                let written = departed.kept.iter().try_for_each(|entry| state.keep(entry));
                if let Err(error) = written.and_then(|()| state.finish()) {
                    return Err(departed.failure.unwrap_or(error.hint(kept)));
                }
            }
            if let Err(error) = directory.finish() {
                return Err(departed.failure.unwrap_or(error.hint(kept)));
            }
            if let Some(error) = departed.failure.take() {
                return Err(error);
            }
            tallies
        }
        Place::Archive(path) => {
            let kept = Kept { state: None, names: None, is_dry };
            if is_dry {
                let nowhere = Destination::Nowhere;
                return work.run(nowhere, None, kept, jobs, progress, reporter).map(|tallies| dry(&tallies));
            }
            let mut archive = Archive::new(open(path)?, mode);
            let done = work.run(Destination::Archive(&mut archive), manifest.as_mut(), kept, jobs, progress, reporter);
            let mut tallies = match done {
                Ok(tallies) => tallies,
                Err(error) => {
                    return Err(match archive.abandon() {
                        None => error,
                        Some(abandoned) => leaving(error, left_behind(&abandoned, manifest, reporter), reporter),
                    });
                }
            };
            let outcome = reported(archive.finish()?, path, reporter);
            tallies.iter_mut().for_each(|tally| tally.count_all(outcome));
            tallies
        }
    };
    let mut tally = Tally::default();
    by_settings.iter().for_each(|one| tally.add(one));
    if by_settings.len() < 2 {
        by_settings.clear();
    }
    (tally.left, tally.removed) = (departed.left, departed.removed);
    tally.is_stale = tally.stale > 0 || (way == Way::Compare && tally.left > 0);
    if let (Some(manifest), Some(path)) = (manifest, places.manifest) {
        let written = manifest.finish().map_err(|error| {
            let old = if path.exists() { "is as it was" } else { "is not written" };
            error.hint(format!("all files are in place, and `{}` {old}: run it again", path.display()))
        })?;
        tally.is_stale |= reported(written, path, reporter) == Outcome::Stale;
    }
    tally.failed = u64::try_from(work.survey.bad.len()).unwrap_or(u64::MAX);
    Ok(Delivered { tally, by_settings })
}

/// Says what a run that failed leaves behind, also where its error is shown already.
fn leaving(error: Error, left: String, reporter: &Reporter) -> Error {
    if matches!(error, Error::Silent(Exit::Input)) {
        reporter.note(&left);
    }
    error.hint(left)
}

/// What a run that failed leaves behind, its manifest included, and what to do about it.
fn left_behind(abandoned: &Abandoned, manifest: Option<Stream>, reporter: &Reporter) -> String {
    let left = match abandoned {
        Abandoned::Nothing(place) => format!("`{}` appears whole or not at all", place.display()),
        Abandoned::Temporary(left, why) => {
            let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("`{}` is left behind and has to be removed{why}", left.display())
        }
        Abandoned::Files { done, missing } => {
            let way_out = reporter.words(Advice::WriteMissing).map(|words| format!(": {words}")).unwrap_or_default();
            let done = match done {
                1 => "1 file is in place, and it is whole".to_owned(),
                done => format!("{done} files are in place, each of them whole"),
            };
            format!("{done}, and {missing} {} missing{way_out}", if *missing == 1 { "is" } else { "are" })
        }
    };
    match (manifest.and_then(Stream::abandon), abandoned) {
        (Some(list), _) => format!("`{}` is left behind and has to be removed; {left}", list.display()),
        (None, Abandoned::Nothing(_)) => format!("nothing is left behind: {left}"),
        (None, _) => left,
    }
}

/// What is kept of a directory whose files are written, where what comes after them fails.
fn kept_by(directory: &Directory, removed: u64) -> String {
    let removed = match removed {
        0 => String::new(),
        1 => ", and 1 file of a device that left is removed".to_owned(),
        more => format!(", and {more} files of devices that left are removed"),
    };
    match directory.new_place() {
        Some(place) => format!("nothing is left behind: `{}` appears whole or not at all", place.display()),
        None => format!("the files of the list are in place{removed}: run it again"),
    }
}

/// What became of the files of devices that left the list.
#[derive(Debug, Default)]
struct Departed {
    left: u64,
    removed: u64,
    /// Those that are there still, for the state.
    kept: Vec<Entry>,
    /// Why not all were removed.
    failure: Option<Error>,
}

/// Records what a run that ends early made: later runs have to know its files as well. Where that fails, they are left alone
/// as files of somebody else.
fn keep_record(state: Option<State>, earlier: Option<&Earlier>, list: &Arc<str>, made: &SortedNames) {
    if let Some(mut state) = state {
        let kept = earlier.map_or(Ok(()), |earlier| earlier.keep_all(&mut state, list, made));
        let _ = kept.and_then(|()| state.finish());
    }
}

/// Removes the files of devices that left the list, or reports them.
#[expect(clippy::too_many_arguments, reason = "all of them are of one run")]
fn depart(
    earlier: &Earlier,
    list: &Arc<str>,
    now: &SortedNames,
    directory: &Path,
    places: Places<'_>,
    work: &Work<'_>,
    way: Way,
    is_dry: bool,
    reporter: &Reporter,
) -> Result<Departed, Error> {
    let Left { made, mut gone, kept, others, taken_over, failure } = earlier.left(directory, list, now, reporter)?;
    let mut departed = Departed::default();
    if let Some(first) = taken_over.first() {
        let of = first.list.as_deref().unwrap_or("an unknown list");
        let message = match taken_over.len() {
            1 => format!("`{}` was made from another list, `{of}`", first.file),
            files => format!("{files} files, such as `{}`, were made from another list, `{of}`", first.file),
        };
        reporter
            .warn(&message, Some("a device belongs in one list only: what one list removes, the other still needs"));
    }
    if let (true, Some(other)) = (places.prune, others.first()) {
        let of = other.list.as_deref().unwrap_or("an unknown list");
        reporter.note(&format!("files of other lists, such as `{of}`, are left alone: {}", others.len()));
    }
    if let Some(error) = failure {
        departed.failure = Some(error.hint("the files of the list are written and none was removed: run it again"));
    } else if gone.is_empty() {
    } else if !work.survey.bad.is_empty() {
        // A bad row may be about any device.
        reporter.note("rows are bad, so no file is taken for one of a device that left the list");
    } else if !places.prune {
        departed.left = count(&gone);
        state::report(&gone, now, directory, "stale:", reporter);
        reporter.words(Advice::Prune).iter().for_each(|words| reporter.note(words));
    } else if gone.len() > FEW && gone.len() > made / 2 && !places.prune_most {
        departed.left = count(&gone);
        state::report(&gone, now, directory, "stale:", reporter);
        let refused = format!("{} of the {made} files of this list would be removed; none was", gone.len());
        let renamed = gone.iter().filter(|entry| state::is_renamed(entry, now)).count();
        let hint = if renamed > gone.len() / 2 { Advice::PruneRenamed } else { Advice::PruneMost };
        departed.failure = Some(Error::new(Exit::Input, refused).hint(hint));
    } else if way == Way::Compare {
        departed.left = count(&gone);
        state::report(&gone, now, directory, if is_dry { "would remove" } else { "stale:" }, reporter);
    } else {
        state::report(&gone, now, directory, "removing", reporter);
        let (removed, result) = state::remove(&gone, directory);
        gone.drain(..removed);
        departed.removed = u64::try_from(removed).unwrap_or(u64::MAX);
        departed.failure = result.err();
    }
    departed.kept = gone;
    departed.kept.extend(kept);
    departed.kept.extend(others);
    Ok(departed)
}

fn count(entries: &[Entry]) -> u64 {
    u64::try_from(entries.len()).unwrap_or(u64::MAX)
}

/// What a run into an archive would do.
fn dry(tallies: &[Tally]) -> Delivered {
    let mut tally = Tally::default();
    tallies.iter().for_each(|one| tally.add(one));
    Delivered { tally, by_settings: Vec::new() }
}

fn reported(outcome: Outcome, path: &Path, reporter: &Reporter) -> Outcome {
    if outcome == Outcome::Stale {
        let is = if path.exists() { "stale" } else { "missing" };
        reporter.note(&format!("`{}` is {is}", path.display()));
    }
    outcome
}
