//! Compresses what the devices of a list share while the list is read for the first time.

use std::panic::resume_unwind;
use std::thread::{self, Builder};

use spc_core::Target;

use crate::fleet::list::ListFile;
use crate::fleet::run::bases::{Bases, PreparedBatches};
use crate::fleet::run::packed::Packed;
use crate::fleet::run::survey::{Survey, Surveyor};
use crate::report::error::Error;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;

/// The bases of a list that was surveyed, which are prepared for its rows, or will be when they are needed.
#[derive(Debug)]
pub struct Prepared<'a> {
    bases: &'a Bases,
    list: &'a ListFile<'a>,
    targets: Vec<Target>,
    /// What was prepared for these targets during the survey.
    batches: Option<Result<PreparedBatches, Error>>,
}

impl Prepared<'_> {
    /// What the devices share, for [`Bases::take`].
    ///
    /// # Errors
    /// A base cannot be prepared beside the others.
    pub fn finish(self) -> Result<PreparedBatches, Error> {
        self.batches.unwrap_or_else(|| self.bases.prepare(self.list, &self.targets))
    }
}

/// Surveys a list, and prepares its bases for these targets at the same time if another thread is allowed, packed for the
/// estimated number of rows. If it turns out that the list is packed differently, [`Prepared::finish`] prepares them again:
/// the actual number decides, so that equal lists give equal files, however many threads there are.
///
/// # Errors
/// Those of [`Surveyor::survey`].
pub fn survey_and_prepare<'a>(
    surveyor: &Surveyor<'a>,
    targets: &[Target],
    packed: Packed,
    jobs: &Jobs,
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<(Survey, Prepared<'a>), Error> {
    let expected = surveyor.list.rows_about();
    let (survey, batches) = thread::scope(|scope| {
        let prepared = jobs.another().and_then(|permit| {
            let prepare = move || {
                let prepared = surveyor.bases.prepare(surveyor.list, &packed.targets(targets, expected));
                drop(permit);
                prepared
            };
            Builder::new().spawn_scoped(scope, prepare).ok()
        });
        let survey = surveyor.survey(jobs, progress, reporter);
        let prepared = prepared.map(|prepared| prepared.join().unwrap_or_else(|panic| resume_unwind(panic)));
        survey.map(|survey| (survey, prepared))
    })?;
    let batches = batches.filter(|_| packed.is_same(expected, survey.rows));
    let targets = packed.targets(targets, survey.rows);
    Ok((survey, Prepared { list: surveyor.list, bases: surveyor.bases, targets, batches }))
}
