//! `spc batch`: one base and a device list into one file per device.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use spc_core::batch::Packing;
use spc_core::stock::gzip;
use spc_core::stock::template::Effort;

use crate::args::{Batch, Format};
use crate::fleet::Outcome;
use crate::fleet::list::List;
use crate::fleet::list::survey::{Survey, Surveyor};
use crate::fleet::run::bases::Bases;
use crate::fleet::run::jobs::Jobs;
use crate::fleet::run::work::{Destination, Work};
use crate::fleet::write::archive::Archive;
use crate::fleet::write::directory::Directory;
use crate::fleet::write::layout::{self, Layout};
use crate::fleet::write::summary::Tally;
use crate::plan::seal::SealPlan;
use crate::plan::{key, source};
use crate::read::input::is_dash;
use crate::read::secret::{KeyFiles, Wanted};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::progress::{Progress, grouped};
use crate::report::reporter::Reporter;
use crate::sys::interrupt::Interrupt;
use crate::write::depfile::{Depfile, Deps};
use crate::write::stream::{Stream, Way};

/// Rows from which on a second for smaller files is well spent: writing them takes longer.
const LARGE_FLEET: u64 = 100_000;

pub(crate) fn run(args: &Batch, reporter: &Reporter) -> Result<(), Error> {
    let started = Instant::now();
    let interrupt = Interrupt::listen()?;
    reporter.deny_warnings(args.write.deny_warnings);
    let mut progress = Progress::new();
    check_flags(args)?;
    let outputs = outputs(args)?;
    let wanted = key::usual(&args.seal.key);
    let keys = KeyFiles::of(&[&wanted]);
    let list = List::open(&args.list, &keys, reporter)?;
    let layout = Layout::new(&args.place, list.columns.file().is_some())?;
    list.warn_if_shared();
    let (plan, key_file) = plan(args, &list, wanted, reporter)?;
    // To check rows by, each file packed by itself is the quickest to prepare.
    let mut bases = Bases::load(
        args.base.as_deref(),
        &source::reading(&args.source, list.and(keys)),
        &list,
        &plan.fleet(Packing::Each)?,
        reporter,
    )?;
    let secrets = || bases.secrets().saturating_add(list.columns.secrets());
    plan.warn_if_unhidden(secrets, false, args.seal.quiet_target, reporter);

    let inputs = [Some(list.path), args.base.as_deref(), key_file.as_deref()];
    let named = inputs.into_iter().flatten().filter(|path| !is_dash(path));
    let sources = bases.sources().to_vec();
    let inputs: Vec<&Path> = named.chain(sources.iter().map(PathBuf::as_path)).collect();
    // Before a long list is read: names that make cannot hold are the command line's fault.
    let imported = sources.iter().map(PathBuf::as_path).collect();
    let depfile = Depfile::new(&args.deps, &Deps { outputs, inputs: inputs.clone(), imported })?;
    let beside = [args.place.manifest.as_deref(), args.deps.deps.as_deref()].into_iter().flatten();
    let beside: Vec<&Path> = inputs.iter().copied().chain(beside).collect();
    let taken = args.place.out_dir.as_deref().map(|directory| layout::taken(directory, &beside)).unwrap_or_default();
    let surveyor = Surveyor { args, list: &list, bases: &bases, layout: &layout, taken: &taken };
    let survey = surveyor.survey(&mut progress, &interrupt, reporter)?;
    check_rows(args, &survey)?;
    reporter.settle()?;

    if !args.write.dry_run {
        bases.retarget(&list, &plan.fleet(|level| packing(args, level, survey.rows))?)?;
    }
    let (list, survey, bases, layout) = (&list, &survey, &bases, &layout);
    let work = Work { args, list, survey, bases, layout, plan: &plan, interrupt: &interrupt };
    if args.write.dry_run {
        let devices = work.dry_run(reporter)?;
        reporter.note(&format!("nothing is written: {} devices", grouped(devices)));
        return finish(survey, false);
    }
    let (tally, is_stale) = deliver(&work, &inputs, &mut progress, reporter)?;
    if let Some(depfile) = depfile.filter(|_| !args.write.check) {
        depfile.ready()?.deliver()?;
    }
    plan.remarks(reporter);
    let elapsed = started.elapsed();
    reporter.lines([format!("spc: {}", tally.line(elapsed))]);
    if args.json {
        let written = writeln!(io::stdout().lock(), "{}", tally.json(elapsed));
        written.map_err(|error| Error::io("write", Path::new("standard output"), &error))?;
    }
    finish(survey, is_stale)
}

/// Refuses flags that contradict each other, or would be ignored.
fn check_flags(args: &Batch) -> Result<(), Error> {
    let (pack, format) = (&args.pack, &args.seal.format);
    let products = [args.place.archive.as_deref(), args.place.manifest.as_deref(), args.deps.deps.as_deref()];
    let to_stdout = products.into_iter().flatten().filter(|path| is_dash(path)).count();
    if to_stdout.saturating_add(args.json.into()) > 1 {
        return Err(Error::usage("standard output takes one of --archive, --manifest, --deps and --json"));
    }
    if (pack.small || pack.no_template) && !matches!(args.format, Format::Openssl | Format::Gzip) {
        let message = format!("--small and --no-template have no meaning with --format {}", args.format.name());
        return Err(Error::usage(message).hint("they belong to --format openssl or gzip"));
    }
    if format.level.is_some() && !pack.no_template {
        let failure = Error::usage("--level has no meaning where the shared text is compressed once");
        return Err(failure.hint("--small makes smaller files; --no-template compresses each one by itself"));
    }
    // A new directory appears when all of its files are made, and what is written meanwhile has no place in it.
    let is_early = |product: &&Path| {
        args.place.out_dir.as_deref().is_some_and(|directory| product.starts_with(directory) && !directory.exists())
    };
    if let Some(product) = products.into_iter().flatten().find(is_early) {
        let failure = Error::usage(format!("`{}` stands in a directory that is still to be made", product.display()));
        return Err(failure.hint("put it beside the directory, or make the directory first"));
    }
    Ok(())
}

/// What `--deps` says is made: files whose times tell whether the run has to be made again.
///
/// A directory is none: its time is new after a run that was interrupted, or when another file comes. Nor are the
/// devices' files, of which there can be a million, and equal ones keep their times. The manifest is written when all
/// of them are in their places.
fn outputs(args: &Batch) -> Result<Vec<&Path>, Error> {
    let archive = args.place.archive.as_deref();
    let manifest = args.place.manifest.as_deref().filter(|path| !is_dash(path));
    if args.deps.deps.is_some() && archive.is_none() && manifest.is_none() {
        let failure = Error::usage("--deps names a file that make can compare, and a directory is none");
        return Err(failure.hint("give --manifest FILE: it is written when all files are in their places"));
    }
    Ok(archive.into_iter().chain(manifest).collect())
}

/// How files are made, and the file that the key stands in.
fn plan(
    args: &Batch,
    list: &List<'_>,
    wanted: Wanted,
    reporter: &Reporter,
) -> Result<(SealPlan, Option<PathBuf>), Error> {
    if args.base.is_none() && list.columns.base().is_none() {
        return Err(Error::usage("no profile is named").hint("give --base, or a column `base`"));
    }
    if let Some(column) = list.columns.serial()
        && args.format != Format::Spc
    {
        let message = format!("serials have no meaning with --format {}", args.format.name());
        return Err(list.header_fault(column, &message));
    }
    let wanted = if list.columns.key().is_some() { wanted.in_list()? } else { wanted };
    Wanted::share_stdin(args.base.as_deref(), &[&wanted])?;
    let reproducible = args.write.if_changed || args.write.check;
    Ok((SealPlan::new(&args.seal, args.format, &wanted, reproducible, reporter)?, wanted.file()))
}

/// The same for all parts of a list, so by all of its rows.
fn packing(args: &Batch, level: gzip::Level, rows: u64) -> Packing {
    if args.pack.no_template {
        Packing::Each(level)
    } else if args.pack.small || rows >= LARGE_FLEET {
        Packing::Template(Effort::Small)
    } else {
        Packing::Template(Effort::Fast)
    }
}

fn check_rows(args: &Batch, survey: &Survey) -> Result<(), Error> {
    let bad = u64::try_from(survey.bad.len()).unwrap_or(u64::MAX);
    if bad == 0 || (args.keep_going && bad < survey.rows) {
        return Ok(());
    }
    let (bad, rows) = (grouped(bad), grouped(survey.rows));
    let failure = Error::new(Exit::Input, format!("{bad} of {rows} rows are at fault, so nothing is written"));
    Err(if args.keep_going { failure } else { failure.hint("--keep-going writes the others") })
}

/// Writes the files, and whatever tells of them. The second result is whether `--check` found something stale.
fn deliver(
    work: &Work<'_>,
    inputs: &[&Path],
    progress: &mut Progress,
    reporter: &Reporter,
) -> Result<(Tally, bool), Error> {
    let (place, write) = (&work.args.place, &work.args.write);
    let way = Way::of(write);
    let open = |path: &PathBuf| Stream::open(path, way, write.out_mode, inputs);
    let jobs = Jobs::new(work.args.jobs, reporter);
    let mut manifest = place.manifest.as_ref().map(open).transpose()?;
    let mut tally = if let Some(path) = &place.out_dir {
        let directory = Directory::open(path, way, write.out_mode, work.args.shard.is_some())?;
        let done = work.run(Destination::Directory(&directory), manifest.as_mut(), &jobs, progress, reporter);
        let left_behind = |failure: Error| failure.hint(directory.left_behind(work.survey.devices));
        let tally = done.map_err(left_behind)?;
        directory.finish()?;
        tally
    } else {
        let path = place.archive.clone().unwrap_or_default();
        let mut archive = Archive::new(open(&path)?, write.out_mode);
        let done = work.run(Destination::Archive(&mut archive), manifest.as_mut(), &jobs, progress, reporter);
        let mut tally = done.map_err(|failure| match is_dash(&path) {
            true => failure,
            false => failure.hint(format!("nothing is left behind: `{}` appears whole or not at all", path.display())),
        })?;
        tally.count_all(told(archive.finish(&path)?, &path, reporter));
        tally
    };
    let mut is_stale = tally.stale > 0;
    if let (Some(manifest), Some(path)) = (manifest, &place.manifest) {
        is_stale |= told(manifest.finish()?, path, reporter) == Outcome::Stale;
    }
    tally.failed = u64::try_from(work.survey.bad.len()).unwrap_or(u64::MAX);
    Ok((tally, is_stale))
}

fn told(outcome: Outcome, path: &Path, reporter: &Reporter) -> Outcome {
    if outcome == Outcome::Stale {
        reporter.note(&format!("`{}` is stale", path.display()));
    }
    outcome
}

/// How a run ends that went through.
fn finish(survey: &Survey, is_stale: bool) -> Result<(), Error> {
    match survey.bad.len() {
        0 if is_stale => Err(Error::Silent(Exit::Input)),
        0 => Ok(()),
        1 => Err(Error::new(Exit::SomeFailed, "1 row is at fault and was left out")),
        bad => Err(Error::new(Exit::SomeFailed, format!("{bad} rows are at fault and were left out"))),
    }
}
