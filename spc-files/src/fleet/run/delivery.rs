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
use crate::write::archive::Archive;
use crate::write::directory::{Abandoned, Directory};
use crate::write::staged::PRIVATE;
use crate::write::stream::Stream;
use crate::write::way::{Outcome, Way, Writing};

/// Where the files go.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// The directory, if they do not go into the archive.
    pub folder: Option<&'a Path>,
    /// The archive, if there is no directory.
    pub archive: &'a Path,
    /// The list of the files.
    pub manifest: Option<&'a Path>,
    /// Whether other machines may fill the same directory.
    pub is_shared: bool,
    /// Whether files of devices that left the list are removed.
    pub prune: bool,
    /// Even if these are most of its files.
    pub prune_most: bool,
}

/// So many files may be removed, whatever part of the list's files they are.
const FEW: usize = 10;

/// What became of the files.
#[derive(Debug)]
pub struct Delivered {
    /// Of all devices.
    pub tally: Tally,
    /// The same for each making; nothing where there is one.
    pub by_making: Vec<Tally>,
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
    let mut by_making = if let Some(path) = places.folder {
        // Other machines' devices are no strangers.
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
                Some(State::new(stream, &list)?)
            }
        };
        let mut names = Names::default();
        let kept = Kept { state: state.as_mut(), names: (earlier.is_some() || is_first).then_some(&mut names), is_dry };
        let done = work.run(Destination::Directory(&directory), manifest.as_mut(), kept, jobs, progress, reporter);
        let tallies = match done {
            Ok(tallies) => tallies,
            Err(error) => {
                return Err(error.hint(with_list(left_by(directory.abandon(work.survey.devices), reporter), manifest)));
            }
        };
        let now = names.sorted();
        if let Some(earlier) = &earlier {
            let result = depart(earlier, &list, &now, path, places, work, way, is_dry, reporter);
            departed = result.map_err(|error| error.hint("the files of the list are written: run it again"))?;
        }
        if is_first {
            state::report_unknown(path, &now, reporter);
        }
        if let Some(mut state) = state {
            let written = departed.kept.iter().try_for_each(|entry| state.keep(entry));
            if let Err(error) = written.and_then(|()| state.finish()) {
                return Err(departed.failure.unwrap_or(error));
            }
        }
        directory.finish()?;
        if let Some(error) = departed.failure.take() {
            return Err(error);
        }
        tallies
    } else {
        let path = places.archive;
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
                    Some(left) => error.hint(with_list(left, manifest)),
                });
            }
        };
        let outcome = reported(archive.finish()?, path, reporter);
        tallies.iter_mut().for_each(|tally| tally.count_all(outcome));
        tallies
    };
    let mut tally = Tally::default();
    by_making.iter().for_each(|one| tally.add(one));
    if by_making.len() < 2 {
        by_making.clear();
    }
    (tally.left, tally.removed) = (departed.left, departed.removed);
    tally.is_stale = tally.stale > 0 || (way == Way::Compare && tally.left > 0);
    if let (Some(manifest), Some(path)) = (manifest, places.manifest) {
        tally.is_stale |= reported(manifest.finish()?, path, reporter) == Outcome::Stale;
    }
    tally.failed = u64::try_from(work.survey.bad.len()).unwrap_or(u64::MAX);
    Ok(Delivered { tally, by_making })
}

/// What a directory that was not finished leaves behind, and what to do about it.
fn left_by(abandoned: Abandoned, reporter: &Reporter) -> String {
    match abandoned {
        Abandoned::Folder(left, why) => {
            format!("`{}` is left behind and has to be removed: {why}", left.display())
        }
        Abandoned::Files { done, missing } => {
            let way_out = reporter.words(Advice::WriteMissing).map(|words| format!(": {words}")).unwrap_or_default();
            format!("{done} files are in place, each of them whole, and {missing} are missing{way_out}")
        }
        Abandoned::Nothing(place) => {
            format!("nothing is left behind: `{}` appears whole or not at all", place.display())
        }
    }
}

/// What a run that failed leaves behind, its manifest included.
fn with_list(left: String, manifest: Option<Stream>) -> String {
    match manifest.and_then(Stream::abandon) {
        None => left,
        Some(list) => {
            let left = left.strip_prefix("nothing is left behind: ").unwrap_or(&left);
            format!("`{}` is left behind and has to be removed; {left}", list.display())
        }
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
    let Left { made, mut gone, kept, others, failure } = earlier.left(directory, list, now, reporter)?;
    let mut departed = Departed::default();
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
    Delivered { tally, by_making: Vec::new() }
}

fn reported(outcome: Outcome, path: &Path, reporter: &Reporter) -> Outcome {
    if outcome == Outcome::Stale {
        reporter.note(&format!("`{}` is stale", path.display()));
    }
    outcome
}
