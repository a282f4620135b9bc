//! `spc batch`: one base and a device list into one file per device.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use spc_core::seal::Packing;

use spc_devices::check::Checker;
use spc_devices::dictionary::Dictionary;
use spc_devices::fleet::codes;

use crate::args::{Batch, Format};
use crate::fleet::list::List;
use crate::fleet::list::faults::Fault;
use crate::fleet::run::bases::{Bases, names};
use crate::fleet::run::delivery::deliver;
use crate::fleet::run::jobs::Jobs;
use crate::fleet::run::survey::{Survey, Surveyor};
use crate::fleet::run::work::Work;
use crate::fleet::write::layout::{self, Layout};
use crate::plan::fleet::{self, check_flags, is_large, packing, places};
use crate::plan::seal::SealPlan;
use crate::plan::write::{dependencies, is_compared, writing};
use crate::plan::{key, list, source};
use crate::read::input::is_dash;
use crate::read::secret::{Wanted, key_files};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::progress::{Progress, grouped};
use crate::report::reporter::Reporter;
use crate::write::depfile::{Depfile, Deps};
use crate::write::outputs;

pub(crate) fn run(args: &Batch, reporter: &Reporter) -> Result<(), Error> {
    let started = Instant::now();
    reporter.deny_warnings(args.write.deny_warnings);
    let mut progress = Progress::new();
    let shard = fleet::shard(args)?;
    check_flags(args)?;
    let outputs = fleet::outputs(args)?;
    let wanted = key::usual(&args.seal.key);
    let keys = key_files(&[&wanted]);
    let list = List::open(&args.list, &list::writing(&args.writing), &keys, reporter)?;
    let layout = Layout::new(&args.place.name, args.place.shards, list.columns.file().is_some())?;
    check_columns(args, &list)?;
    let wanted = if list.columns.key().is_some() { wanted.in_list()? } else { wanted };
    Wanted::share_stdin(args.base.as_deref(), &[&wanted])?;
    let plan = SealPlan::new(&args.seal, args.format, &wanted, is_compared(&args.write), reporter)?;
    let mut reading = source::reading(&args.source, list.and(keys.clone()));
    let columns = list.columns.values().map(|(_, name)| name.to_owned());
    reading.checker = (!args.no_check).then(|| Checker::new().model(args.seal.format.model).columns(columns));
    // To check rows by, each file packed by itself is the quickest to prepare.
    let mut bases = Bases::load(args.base.as_deref(), &reading, &list, &plan.fleet(Packing::Each), reporter)?;
    bases.warn_of_additions(&list, args.seal.format.model.and_then(Dictionary::of), reporter);
    let secret_columns = bases.secret_columns(&list);
    list.warn_if_shared(secret_columns);
    let secrets = || bases.secrets().saturating_add(secret_columns);
    plan.warn_if_unhidden(secrets, false, args.seal.quiet_target, reporter);
    let kept = bases.profiles().iter().map(|profile| profile.kept_for_users()).max();
    plan.warn_if_not_kept(kept.unwrap_or_default(), reporter);
    plan.warn_if_weak(&[], &bases.profiles(), reporter);

    let key_file = wanted.file();
    let inputs = [Some(list.path), args.base.as_deref(), key_file.as_deref()];
    let named = inputs.into_iter().flatten().filter(|path| !is_dash(path));
    let sources = bases.sources().to_vec();
    let inputs: Vec<&Path> = named.chain(sources.iter().map(PathBuf::as_path)).collect();
    // Before a long list is read: names that make cannot hold are the command line's fault.
    let imported = sources.iter().map(PathBuf::as_path).collect();
    let depfile = Depfile::new(
        dependencies(&args.deps, args.place.overwrite),
        &Deps { outputs, inputs: inputs.clone(), imported },
    )?;
    let named = fleet::products(args);
    let outputs = outputs::resolve(&named, &inputs, &keys, args.json)?;
    for (one, output) in named.iter().zip(&outputs).filter(|_| !args.write.check) {
        fleet::replaces(args, one).check(output, one.path, &[])?;
    }
    let beside = [args.place.manifest.as_deref(), args.deps.deps.as_deref()].into_iter().flatten();
    let beside: Vec<&Path> = inputs.iter().copied().chain(beside).collect();
    let taken = args.place.out_dir.as_deref().map(|directory| layout::taken(directory, &beside)).unwrap_or_default();
    let making = fleet::making(args, &plan, shard);
    let surveyor = Surveyor { making: &making, list: &list, bases: &bases, layout: &layout, taken: &taken };
    let jobs = Jobs::new(args.jobs, reporter);
    let (columns, expected) = (names(&list), list.rows_about());
    let target = |rows| plan.fleet(|level| packing(args, level, rows));
    let early = target(expected);
    let permit = if args.write.dry_run { None } else { jobs.another(1) };
    let (survey, prepared) = thread::scope(|scope| {
        let (bases, columns, early) = (&bases, &columns, &early);
        // Another thread, if one may work, compresses what the devices share while this one reads the list.
        let prepared = permit.as_ref().map(|_| scope.spawn(move || bases.prepare(columns, early)));
        let survey = surveyor.survey(&mut progress, reporter);
        (survey, prepared.map(|prepared| prepared.join().expect("a thread that panics ends the run")))
    });
    drop(permit);
    let survey = survey?;
    check_rows(&survey, args.keep_going)?;
    reporter.settle()?;

    if !args.write.dry_run {
        // By the rows there are, so that equal lists give equal files, however many threads there are.
        let is_right = is_large(expected) == is_large(survey.rows);
        let prepared = prepared.filter(|_| is_right).unwrap_or_else(|| bases.prepare(&columns, &target(survey.rows)));
        bases.take(prepared?);
    }
    let work = Work { making: &making, list: &list, survey: &survey, bases: &bases, layout: &layout };
    if args.write.dry_run {
        let devices = work.dry_run(args.place.out_dir.as_deref(), reporter)?;
        reporter.note(&format!("nothing is written: {} devices", grouped(devices)));
        return finish(&survey, false);
    }
    let tally = deliver(&work, places(args), writing(&args.write), &inputs, &jobs, &mut progress, reporter)?;
    if let Some(depfile) = depfile.filter(|_| !args.write.check) {
        depfile.ready()?.deliver()?;
    }
    plan.remarks(reporter);
    let elapsed = started.elapsed();
    reporter.lines([format!("spc: {}", tally.line(elapsed))]);
    if args.json {
        writeln!(io::stdout().lock(), "{}", tally.json(elapsed)).map_err(|error| Error::stdout(&error))?;
    }
    finish(&survey, tally.is_stale)
}

/// Refuses a list that lacks what the files need, or has what they have no place for.
fn check_columns(args: &Batch, list: &List<'_>) -> Result<(), Error> {
    if args.base.is_none() && list.columns.base().is_none() {
        return Err(Error::usage("missing profile").hint("give --base, or a column `base`"));
    }
    match list.columns.serial() {
        Some(column) if args.format != Format::Spc => {
            let message = format!("serials have no meaning with --format {}", args.format.name());
            Err(list.header_fault(&Fault::new(column, codes::COLUMN_WITHOUT_MEANING, message)))
        }
        _ => Ok(()),
    }
}

fn check_rows(survey: &Survey, keep_going: bool) -> Result<(), Error> {
    let bad = u64::try_from(survey.bad.len()).unwrap_or(u64::MAX);
    if bad == 0 || (keep_going && bad < survey.rows) {
        return Ok(());
    }
    let (bad, rows) = (grouped(bad), grouped(survey.rows));
    let failure = Error::new(Exit::Input, format!("{bad} of {rows} rows are bad, so nothing is written"));
    Err(if keep_going { failure } else { failure.hint("--keep-going writes the others") })
}

/// How a run ends that went through.
fn finish(survey: &Survey, is_stale: bool) -> Result<(), Error> {
    match survey.bad.len() {
        0 if is_stale => Err(Error::Silent(Exit::Input)),
        0 => Ok(()),
        1 => Err(Error::new(Exit::SomeFailed, "1 bad row was left out")),
        bad => Err(Error::new(Exit::SomeFailed, format!("{bad} bad rows were left out"))),
    }
}
