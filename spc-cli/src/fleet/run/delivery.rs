//! Brings the files of a fleet to their places, with the list of them.

use std::path::Path;

use crate::fleet::run::jobs::Jobs;
use crate::fleet::run::work::{Destination, Work};
use crate::fleet::write::archive::Archive;
use crate::fleet::write::directory::Directory;
use crate::fleet::write::summary::Tally;
use crate::report::error::Error;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::signals;
use crate::write::stream::Stream;
use crate::write::way::{Outcome, Writing};

/// Where the files go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places<'a> {
    /// The directory, if they do not go into the archive.
    pub(crate) folder: Option<&'a Path>,
    pub(crate) archive: &'a Path,
    pub(crate) manifest: Option<&'a Path>,
    /// Whether other machines may fill the same directory.
    pub(crate) is_shared: bool,
}

/// What became of the files.
#[derive(Debug)]
pub(crate) struct Delivered {
    pub(crate) tally: Tally,
    /// The same for each making; nothing where there is one.
    pub(crate) by_making: Vec<Tally>,
}

/// Writes the files and the manifest, and says what became of them. `inputs` must not be overwritten.
pub(crate) fn deliver(
    work: &Work<'_>,
    places: Places<'_>,
    writing: Writing,
    inputs: &[&Path],
    jobs: &Jobs,
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<Delivered, Error> {
    signals::hold();
    let Writing { way, mode, .. } = writing;
    let open = |path: &Path| Stream::open(path, way, mode, inputs);
    let mut manifest = places.manifest.map(open).transpose()?;
    let mut by_making = if let Some(path) = places.folder {
        let directory = Directory::open(path, way, mode, places.is_shared, reporter)?;
        let done = work.run(Destination::Directory(&directory), manifest.as_mut(), jobs, progress, reporter);
        let tallies = match done {
            Ok(tallies) => tallies,
            Err(error) => return Err(error.hint(directory.abandon(work.survey.devices))),
        };
        directory.finish()?;
        tallies
    } else {
        let path = places.archive;
        let mut archive = Archive::new(open(path)?, mode);
        let done = work.run(Destination::Archive(&mut archive), manifest.as_mut(), jobs, progress, reporter);
        let mut tallies = match done {
            Ok(tallies) => tallies,
            Err(error) => {
                return Err(match archive.abandon() {
                    None => error,
                    Some(left) => error.hint(left),
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
    tally.is_stale = tally.stale > 0;
    if let (Some(manifest), Some(path)) = (manifest, places.manifest) {
        tally.is_stale |= reported(manifest.finish()?, path, reporter) == Outcome::Stale;
    }
    tally.failed = u64::try_from(work.survey.bad.len()).unwrap_or(u64::MAX);
    Ok(Delivered { tally, by_making })
}

fn reported(outcome: Outcome, path: &Path, reporter: &Reporter) -> Outcome {
    if outcome == Outcome::Stale {
        reporter.note(&format!("`{}` is stale", path.display()));
    }
    outcome
}
