//! `spc batch`: one base and a device list into one file per device.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::{self, Builder};
use std::time::Instant;

use spc_core::Target;
use spc_core::seal::Packing;
use spc_files::fleet::{
    Bases, Fault, FileSettings, Folders, ListFile, ModelFormats, Naming, Part, Survey, Surveyor, Tally, Work, bad_rows,
    deliver, names, taken_names,
};
use spc_files::read::{KeyRequest, is_dash, key_files};
use spc_files::report::progress::Progress;
use spc_files::sys::Jobs;
use spc_files::write::{Depfile, Deps, PROFILE, Ready, outputs, report_leftovers};
use spc_files::{Error, Exit, Reporter};

use spc_devices::check::Checker;
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_fleet::codes;

use crate::args::{Batch, Format};
use crate::plan::fleet::{self, Plans, check_flags, is_large, packing, places};
use crate::plan::seal::warn_if_weak_rules;
use crate::plan::write::{dependencies, writing};
use crate::plan::{key, list, names as file_names, preset, source};

pub(crate) fn run(args: &Batch, reporter: &Reporter) -> Result<(), Error> {
    let started = Instant::now();
    reporter.deny_warnings(args.write.deny_warnings);
    let mut progress = Progress::new();
    let shard = fleet::shard(args)?;
    check_flags(args)?;
    let outputs = fleet::outputs(args)?;
    let wanted = key::usual(&args.seal.key);
    let keys = key_files(&[&wanted]);
    let list = ListFile::open(&args.list, &list::writing(&args.writing), &keys, reporter)?;
    let folders = if args.place.shards { Folders::ByAddress } else { Folders::One };
    let naming = if list.columns().file().is_some() { Naming::InList } else { Naming::ByPattern };
    let layout = file_names::layout(&args.place.names, folders, naming)?;
    let named = fleet::bases(&args.base)?;
    if named.paths().next().is_none() && list.columns().base().is_none() {
        return Err(Error::usage("missing profile").hint("give --base, or a column `base`"));
    }
    let wanted = if list.columns().key().is_some() { wanted.in_list()? } else { wanted };
    KeyRequest::share_stdin(named.default_path(), &[&wanted])?;
    let kinds = list.kinds()?;
    let plans = fleet::plans(args, &list, &kinds, &wanted, reporter)?;
    check_serials(&list, &plans)?;
    fleet::warn_of_unused(&named, &layout, &kinds, &plans, reporter);
    let columns = list.columns().values().map(|(_, name)| name.to_owned());
    let checker = (!args.no_check).then(|| Checker::new().columns(columns));
    let reading = source::reading(&args.source, list.and(keys.clone())).checker(checker);
    let alike = plans.alike();
    let model_formats = ModelFormats::new(plans.of_kind.clone(), &plans.model_formats, &alike);
    // To check rows by, each file packed by itself is the quickest to prepare.
    let each: Vec<Target> = plans.plans.iter().map(|plan| plan.fleet(Packing::Each)).collect();
    let mut bases = Bases::load(&named, &reading, &list, kinds, &model_formats, &each, reporter)?;
    let models = unique(plans.model_formats.iter().filter_map(|model_format| model_format.model()));
    let dictionaries: Vec<Dictionary> = models.into_iter().filter_map(Dictionary::of).collect();
    bases.warn_of_additions(&list, &dictionaries, reporter);
    if fleet::is_format_usual(args, &list) {
        let names = &args.place.names.name;
        let names = names.iter().map(String::as_str).chain(names.is_empty().then_some(PROFILE));
        preset::say_default(bases.are_for_devices(), names, reporter);
    }
    let secret_columns = bases.secret_columns(&list);
    list.warn_if_shared(secret_columns);
    let secrets = || bases.secrets().saturating_add(secret_columns);
    let kept = bases.profiles().iter().map(|profile| profile.kept_for_users()).max();
    let mut warned: Vec<Format> = Vec::new();
    for plan in &plans.plans {
        // Once for each format, whichever models it is for.
        if !warned.contains(&plan.format()) {
            warned.push(plan.format());
            plan.warn_if_unhidden(secrets, false, args.seal.quiet_target, reporter);
            plan.warn_if_not_kept(kept.unwrap_or_default(), reporter);
            plan.warn_if_weak_key(&[], &bases.profiles(), reporter);
        }
    }
    if args.no_check {
        warn_if_weak_rules(&bases.profiles(), reporter);
    }

    let key_file = wanted.file();
    let inputs = [Some(list.path), key_file.as_deref()].into_iter().flatten().chain(named.paths());
    let inputs_named = inputs.filter(|path| !is_dash(path));
    let sources = bases.sources().to_vec();
    let inputs: Vec<&Path> = inputs_named.chain(sources.iter().map(PathBuf::as_path)).collect();
    // Before a long list is read: names that make cannot hold are the command line's fault.
    let imported = sources.iter().map(PathBuf::as_path).collect();
    let depfile =
        Depfile::new(dependencies(&args.deps, args.place.overwrite), &Deps::new(outputs, inputs.clone(), imported))?;
    let (named, replaces): (Vec<_>, Vec<_>) = fleet::products(args).into_iter().unzip();
    let outputs = outputs::resolve(&named, &inputs, &keys, args.json)?;
    for ((one, replaces), output) in named.iter().zip(replaces).zip(&outputs).filter(|_| !args.write.check) {
        replaces.check(output, one.path, &[])?;
    }
    let beside = [args.place.manifest.as_deref(), args.deps.deps.as_deref()].into_iter().flatten();
    let beside: Vec<&Path> = inputs.iter().copied().chain(beside).collect();
    let taken = args.place.out_dir.as_deref().map(|directory| taken_names(directory, &beside)).unwrap_or_default();
    let settings = fleet::settings(args, &plans);
    let spared = fleet::spared(args);
    let surveyor = Surveyor::new(&list, &bases, &layout, &settings)
        .shard(shard)
        .taken(&taken)
        .spared(spared.as_ref())
        .check_cells(!args.no_check);
    let jobs = Jobs::new(args.jobs, reporter);
    let (columns, expected) = (names(&list), list.rows_about());
    let targets = |rows| -> Vec<Target> {
        plans.plans.iter().map(|plan| plan.fleet(|level| packing(args, level, rows))).collect()
    };
    let early = targets(expected);
    let (survey, prepared) = thread::scope(|scope| {
        let (bases, columns, early) = (&bases, &columns, &early);
        // Another thread, if one may work, compresses what the devices share while this one reads the list.
        let prepared = jobs.another().and_then(|permit| {
            let prepare = move || {
                let prepared = bases.prepare(columns, early);
                drop(permit);
                prepared
            };
            Builder::new().spawn_scoped(scope, prepare).ok()
        });
        let survey = surveyor.survey(&jobs, &mut progress, reporter);
        (survey, prepared.map(|prepared| prepared.join().expect("a thread that panics ends the run")))
    });
    let survey = survey?;
    check_rows(&survey, args.keep_going)?;
    // Of several machines, one may be at work.
    if let (Some(directory), None) = (&args.place.out_dir, shard) {
        report_leftovers(directory, reporter);
    }
    reporter.settle()?;

    // By the rows there are, so that equal lists give equal files, however many threads there are.
    let is_right = is_large(expected) == is_large(survey.rows);
    let prepared = prepared.filter(|_| is_right).unwrap_or_else(|| bases.prepare(&columns, &targets(survey.rows)));
    bases.take(prepared?);
    let work = Work::new(&list, &survey, &bases, &layout, &settings).shard(shard);
    let delivered = deliver(&work, places(args), writing(&args.write), &inputs, &jobs, &mut progress, reporter)?;
    if args.write.dry_run {
        reporter.note(&format!("nothing was written: {}", delivered.tally.dry()));
        delivered.pruned()?;
        return finish(&survey, false);
    }
    if let Some(depfile) = depfile.filter(|_| !args.write.check) {
        let written = depfile.ready().and_then(Ready::deliver);
        written
            .map_err(|error| error.hint("all files are in place, and only this list of them is not: run it again"))?;
    }
    if let Some(plan) = plans.plans.iter().find(|plan| plan.format() == Format::Rfc8188) {
        plan.remarks(reporter);
    }
    let elapsed = started.elapsed();
    let tally = delivered.tally;
    let part = |(settings, tally): (&FileSettings, Tally)| {
        let (model, format) =
            (settings.model_format().model().map(Model::name), settings.model_format().format().name());
        Part::new(model, format, tally)
    };
    let parts: Vec<Part> = settings.iter().zip(delivered.by_settings.iter().copied()).map(part).collect();
    reporter.lines([format!("spc: {}", tally.line(elapsed))]);
    reporter.lines(parts.iter().map(|part| format!("spc: {}", part.line())));
    if args.json {
        writeln!(io::stdout().lock(), "{}", tally.json(elapsed, &parts)).map_err(|error| Error::stdout(&error))?;
    }
    delivered.pruned()?;
    finish(&survey, tally.is_stale)?;
    // Some is known only when the files are made.
    reporter.settle().map_err(|error| error.hint("all files are in place"))
}

/// Refuses serials where none of the files has a place for one.
fn check_serials(list: &ListFile<'_>, plans: &Plans) -> Result<(), Error> {
    match list.columns().serial() {
        Some(column) if plans.plans.iter().all(|plan| plan.format() != Format::Spc) && !plans.plans.is_empty() => {
            let formats = unique(plans.plans.iter().map(|plan| plan.format().name()));
            let message = format!("serials cannot be used with --format {}", formats.join(" or "));
            Err(list.header_fault(column, &Fault::new(column, codes::COLUMN_WITHOUT_MEANING, message)))
        }
        _ => Ok(()),
    }
}

/// Each item once, where it came first.
fn unique<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.fold(Vec::new(), |mut found, item| {
        if !found.contains(&item) {
            found.push(item);
        }
        found
    })
}

fn check_rows(survey: &Survey, keep_going: bool) -> Result<(), Error> {
    let bad = u64::try_from(survey.bad.len()).unwrap_or(u64::MAX);
    if bad == 0 || (keep_going && bad < survey.rows) {
        return Ok(());
    }
    let failure = Error::new(Exit::Input, format!("{}, so nothing was written", bad_rows(bad, survey.rows)));
    Err(if bad == survey.rows { failure } else { failure.hint("--keep-going writes the others") })
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
