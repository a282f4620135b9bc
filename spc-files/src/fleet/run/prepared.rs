//! Compresses what the devices of a list share while the list is read for the first time.

use std::panic::resume_unwind;
use std::thread::{self, Builder};

use spc_core::Target;
use spc_core::fleet::Fleet;

use crate::fleet::run::survey::{Survey, Surveyor};
use crate::report::error::Error;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;

/// Surveys a list, and prepares its bases for these targets at the same time if another thread is allowed. If not, or if the
/// targets turn out to be different, [`Bases::prepare`](crate::fleet::Bases::prepare) does it afterwards.
///
/// # Errors
/// Those of [`Surveyor::survey`].
pub fn survey_and_prepare(
    surveyor: &Surveyor<'_>,
    targets: &[Target],
    jobs: &Jobs,
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<(Survey, Option<Result<Fleet, Error>>), Error> {
    thread::scope(|scope| {
        let prepared = jobs.another().and_then(|permit| {
            let prepare = move || {
                let prepared = surveyor.bases.prepare(surveyor.list, targets);
                drop(permit);
                prepared
            };
            Builder::new().spawn_scoped(scope, prepare).ok()
        });
        let survey = surveyor.survey(jobs, progress, reporter);
        let prepared = prepared.map(|prepared| prepared.join().unwrap_or_else(|panic| resume_unwind(panic)));
        survey.map(|survey| (survey, prepared))
    })
}
