//! `spc batch`: turns base profiles and a device list into one file per device.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use spc_devices::model::Model;
use spc_files::fleet::{
    Bases, Delivered, FileSettings, ModelFormats, Part, Survey, Surveyor, Tally, Work, bad_rows, deliver,
    survey_and_prepare, taken_names,
};
use spc_files::read::{is_dash, warn_if_weak_rules};
use spc_files::report::progress::Progress;
use spc_files::sys::Jobs;
use spc_files::write::{Depfile, Deps, Ready, WriteMode, outputs, report_leftovers};
use spc_files::{Error, Exit, Reporter};

use crate::plan::batch::Batch;
use crate::plan::preset;

pub(crate) fn run(plan: &Batch<'_>, reporter: &Reporter) -> Result<(), Error> {
    let mut bases = load(plan, reporter)?;
    warn(plan, &bases, reporter);
    let sources = bases.sources().to_vec();
    let inputs = inputs(plan, &sources);
    // Done before a long list is read, because names that a makefile cannot hold are an error in the command line.
    let imported = sources.iter().map(PathBuf::as_path).collect();
    let depfile = Depfile::new(plan.outputs.deps, &Deps::new(plan.outputs.targets.clone(), inputs.clone(), imported))?;
    check_products(plan, &inputs)?;

    let (jobs, mut progress) = (Jobs::new(plan.jobs, reporter), Progress::new(reporter));
    let survey = survey(plan, &mut bases, &inputs, &jobs, &mut progress, reporter)?;
    let work = Work::new(&plan.list, &survey, &bases, &plan.layout, &plan.settings).shard(plan.shard);
    let delivered = deliver(&work, plan.outputs.places, plan.outputs.writing, &inputs, &jobs, &mut progress, reporter)?;
    if plan.outputs.writing.is_dry {
        reporter.note(&format!("nothing was written: {}", delivered.tally.dry()));
        delivered.pruned()?;
        return finish(&survey, false);
    }
    if let Some(depfile) = depfile.filter(|_| !is_compared(plan)) {
        let done = depfile.ready().and_then(Ready::deliver);
        done.map_err(|error| error.hint("all files are in place except for this list: run the same command again"))?;
    }
    plan.seals.formats().into_iter().for_each(|plan| plan.remarks(reporter));
    report(plan, &delivered, reporter)?;
    let is_stale = delivered.tally.is_stale;
    delivered.pruned()?;
    finish(&survey, is_stale)?;
    // Some warnings are given only when the files are made.
    reporter.settle().map_err(|error| error.hint("all files are in place"))
}

/// Reads the bases.
fn load(plan: &Batch<'_>, reporter: &Reporter) -> Result<Bases, Error> {
    let Batch { seals, list, .. } = plan;
    let alike = seals.alike();
    let model_formats = ModelFormats::new(seals.of_kind.clone(), &seals.model_formats, &alike);
    // For checking rows, packing each file on its own is the quickest to prepare.
    let each = seals.targets();
    Bases::load(&plan.bases, &plan.reading, list, plan.kinds.clone(), &model_formats, &each, reporter)
}

/// Warns about anything odd before any row is read.
fn warn(plan: &Batch<'_>, bases: &Bases, reporter: &Reporter) {
    bases.warn_of_additions(&plan.list, reporter);
    if let Some(names) = &plan.usual_names {
        preset::say_default(bases.are_for_devices(), names.iter().copied(), reporter);
    }
    let secret_columns = bases.secret_columns(&plan.list);
    plan.list.warn_if_shared(secret_columns, reporter);
    let secrets = || bases.secrets().saturating_add(secret_columns);
    let profiles = bases.profiles();
    let kept = profiles.iter().map(|profile| profile.kept_for_users()).max();
    // Once per format, whichever models it is for.
    for plan in plan.seals.formats() {
        plan.warn_if_unhidden(secrets, false, reporter);
        plan.warn_if_not_kept(kept.unwrap_or_default(), reporter);
        plan.warn_if_weak_key(&[], &profiles, reporter);
    }
    if !plan.is_checked {
        warn_if_weak_rules(&profiles, reporter);
    }
}

/// The files that the run reads; `sources` are the files of the bases.
fn inputs<'p>(plan: &'p Batch<'_>, sources: &'p [PathBuf]) -> Vec<&'p Path> {
    let named = [Some(plan.list.path), plan.key_file.as_deref()].into_iter().flatten().chain(plan.bases.paths());
    named.filter(|path| !is_dash(path)).chain(sources.iter().map(PathBuf::as_path)).collect()
}

const fn is_compared(plan: &Batch<'_>) -> bool {
    matches!(plan.outputs.writing.way, WriteMode::Compare)
}

/// Refuses outputs that would replace an input, each other, or somebody else's file.
fn check_products(plan: &Batch<'_>, inputs: &[&Path]) -> Result<(), Error> {
    let named: Vec<_> = plan.outputs.products.iter().map(|(named, _)| *named).collect();
    let outputs = outputs::resolve(&named, inputs, &plan.keys, plan.outputs.is_json)?;
    for ((named, replaces), output) in plan.outputs.products.iter().zip(&outputs).filter(|_| !is_compared(plan)) {
        replaces.check(output, named.path, &[])?;
    }
    Ok(())
}

/// Checks all rows, and prepares the bases for that many rows.
fn survey(
    plan: &Batch<'_>,
    bases: &mut Bases,
    inputs: &[&Path],
    jobs: &Jobs,
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<Survey, Error> {
    let outputs = &plan.outputs;
    let beside = [outputs.manifest, outputs.deps.map(|deps| deps.path)].into_iter().flatten();
    let beside: Vec<&Path> = inputs.iter().copied().chain(beside).collect();
    let taken = outputs.folder.map(|folder| taken_names(folder, &beside)).unwrap_or_default();
    let surveyor = Surveyor::new(&plan.list, bases, &plan.layout, &plan.settings)
        .shard(plan.shard)
        .taken(&taken)
        .foreign(outputs.foreign.as_ref())
        .check_cells(plan.is_checked);
    let (survey, prepared) =
        survey_and_prepare(&surveyor, &plan.seals.targets(), plan.packed, jobs, progress, reporter)?;
    check_rows(&survey, plan.keeps_going)?;
    // If several machines share the list, another one may still be running.
    if let (Some(folder), None) = (outputs.folder, plan.shard) {
        report_leftovers(folder, reporter);
    }
    reporter.settle()?;
    bases.take(&prepared.finish()?);
    Ok(survey)
}

fn check_rows(survey: &Survey, keeps_going: bool) -> Result<(), Error> {
    let bad = u64::try_from(survey.bad.len()).unwrap_or(u64::MAX);
    if bad == 0 || (keeps_going && bad < survey.rows) {
        return Ok(());
    }
    let failure = Error::new(Exit::Input, format!("{}, so nothing was written", bad_rows(bad, survey.rows)));
    Err(if bad == survey.rows { failure } else { failure.hint("add --keep-going to write the others") })
}

/// Reports what was done, in total and for each model and format.
fn report(plan: &Batch<'_>, delivered: &Delivered, reporter: &Reporter) -> Result<(), Error> {
    let (tally, elapsed) = (delivered.tally, plan.started.elapsed());
    let part = |(settings, tally): (&FileSettings, Tally)| {
        let made = settings.model_format();
        Part::new(made.model().map(Model::name), made.format().name(), tally)
    };
    let parts: Vec<Part> = plan.settings.iter().zip(delivered.by_settings.iter().copied()).map(part).collect();
    reporter.summary(&tally.line(elapsed));
    parts.iter().filter(|part| part.tally.devices() > 0).for_each(|part| reporter.summary(&part.line()));
    if plan.outputs.is_json {
        writeln!(io::stdout().lock(), "{}", tally.json(elapsed, &parts)).map_err(|error| Error::stdout(&error))?;
    }
    Ok(())
}

/// The result of a run that was completed.
fn finish(survey: &Survey, is_stale: bool) -> Result<(), Error> {
    match survey.bad.len() {
        0 if is_stale => Err(Error::Reported(Exit::Input)),
        0 => Ok(()),
        1 => Err(Error::new(Exit::SomeFailed, "1 bad row was left out")),
        bad => Err(Error::new(Exit::SomeFailed, format!("{bad} bad rows were left out"))),
    }
}
