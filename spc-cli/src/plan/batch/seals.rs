//! How the files of a list are made: a plan for each model and format.
//!
//! Knows: the models and formats in a list. Must not know: what else is in a row, or where files go.

use spc_core::Target;
use spc_files::fleet::{ListFile, RowFault};
use spc_files::read::KeyRequest;
use spc_files::{Error, ErrorKind, Reporter};
use spc_fleet::kinds::RowKinds;
use spc_fleet::{ModelFormat, codes};

use crate::args;
use crate::plan::preset;
use crate::plan::seal::SealPlan;
use crate::plan::write::is_compared;

/// How the files of a list are made.
pub(crate) struct SealPlans {
    /// One for each model and format.
    pub(crate) all: Vec<SealPlan>,
    pub(crate) model_formats: Vec<ModelFormat>,
    /// The model and format of each kind of row, or why it has none.
    pub(crate) of_kind: Vec<Result<usize, RowFault>>,
}

impl SealPlans {
    /// Plans what is made from each kind of row.
    pub(super) fn of(
        args: &args::Batch,
        list: &ListFile<'_>,
        kinds: &RowKinds,
        wanted: &KeyRequest,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let otherwise = ModelFormat::new(args.seal.format.model, preset::format(args.format()));
        let (mut asked, of_kind) = list.model_formats(kinds, otherwise);
        if asked.is_empty() {
            asked.push(otherwise);
        }
        let several = SealPlan::several(&args.seal, &asked, wanted, is_compared(&args.write), reporter)?;
        let is_mixed = list.columns().model().is_some() || list.columns().format().is_some();
        let mut plans = Self { all: Vec::new(), model_formats: Vec::new(), of_kind: Vec::new() };
        let mut places: Vec<Result<usize, RowFault>> = Vec::with_capacity(several.len());
        for (number, (plan, model_format)) in several.into_iter().zip(asked.iter().copied()).enumerate() {
            places.push(match plan {
                Ok(plan) => {
                    plans.all.push(plan);
                    plans.model_formats.push(model_format);
                    Ok(plans.all.len().saturating_sub(1))
                }
                // A model in the row would also fix this.
                Err(Error::Message { kind: ErrorKind::NeedsDigest, message, hint, .. }) if is_mixed => {
                    let columns = list.columns();
                    let cell = columns.format().or(columns.model()).unwrap_or(columns.mac());
                    Err(hint.into_iter().fold(RowFault::new(cell, codes::UNUSABLE_FORMAT, message), RowFault::hint))
                }
                Err(error) => return Err(at_first_row(error, list, kinds, &of_kind, (&asked, number), reporter)),
            });
        }
        let place = |asked: usize| places.get(asked).cloned().expect("there is a place for each model and format");
        plans.of_kind = of_kind.into_iter().map(|asked| asked.and_then(place)).collect();
        Ok(plans)
    }

    /// For each plan, the first one that makes the same file from a base. This is the same for most models.
    pub(crate) fn alike(&self) -> Vec<usize> {
        let first = |(at, plan): (usize, &SealPlan)| self.all.iter().position(|one| one.is_like(plan)).unwrap_or(at);
        self.all.iter().enumerate().map(first).collect()
    }

    /// How the files of each plan are made, each packed on its own.
    pub(crate) fn targets(&self) -> Vec<Target> {
        self.all.iter().map(|plan| plan.target().clone()).collect()
    }

    /// The first plan of each format.
    pub(crate) fn formats(&self) -> Vec<&SealPlan> {
        let mut formats: Vec<&SealPlan> = Vec::new();
        for plan in &self.all {
            if !formats.iter().any(|one| one.format() == plan.format()) {
                formats.push(plan);
            }
        }
        formats
    }
}

/// Reports what a run lacks for some rows (a key, or how its text is read) at the first of these rows, if the list names
/// formats. A flag fixes this and no row can, so it ends the run even if the run would continue despite bad rows. Any other
/// error is about the flags alone.
fn at_first_row(
    error: Error,
    list: &ListFile<'_>,
    kinds: &RowKinds,
    of_kind: &[Result<usize, RowFault>],
    (asked, number): (&[ModelFormat], usize),
    reporter: &Reporter,
) -> Error {
    let (Some(cell), Some(format)) = (list.columns().format(), asked.get(number).map(|asked| asked.format())) else {
        return error;
    };
    let Error::Message { exit, kind, hint, .. } = &error else { return error };
    let needs = match kind {
        ErrorKind::NeedsKey => "needs a key, but none is given",
        ErrorKind::NeedsIkmForm => "needs to know how the key text is read",
        _ => return error,
    };
    let is_of = |kind: usize| {
        let of = of_kind.get(kind).and_then(|of| of.as_ref().ok()).and_then(|of| asked.get(*of));
        of.is_some_and(|asked| asked.format() == format)
    };
    let lack = |rows: &str| {
        let message = format!("the format {} {needs}: {rows}", format.name());
        hint.iter().cloned().fold(RowFault::new(cell, codes::UNUSABLE_FORMAT, message), RowFault::hint)
    };
    match list.report_lack(kinds, is_of, cell, lack, reporter) {
        Ok(true) => Error::Reported(*exit),
        Ok(false) => error,
        Err(failure) => failure,
    }
}
