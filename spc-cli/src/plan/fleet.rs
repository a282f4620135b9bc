//! What `spc batch` makes of a list.

use std::path::{Path, PathBuf};

use spc_core::seal::Packing;
use spc_core::stock::gzip;
use spc_core::stock::template::Effort;
use spc_devices::model::Model;
use spc_files::fleet::{Destinations, Fault, FileSettings, Layout, ListFile, Phrases, Profiles, Prune, Spared};
use spc_files::read::{KeyRequest, is_dash};
use spc_files::write::{Named, Replaces};
use spc_files::{Advice, Error, Hint, Reporter};
use spc_fleet::{ModelFormat, codes};

use crate::args::{Batch, Format};
use crate::plan::names::{OfModel, of_model};
use crate::plan::preset;
use crate::plan::seal::SealPlan;
use crate::plan::write::is_compared;
use spc_fleet::Shard;
use spc_fleet::kinds::RowKinds;

/// Rows from which on a second for smaller files is well spent: writing them takes longer.
const LARGE_FLEET: u64 = 100_000;

/// Refuses flags that contradict each other, or would be ignored.
pub(crate) fn check_flags(args: &Batch) -> Result<(), Error> {
    let products = [args.place.archive.as_deref(), args.place.manifest.as_deref(), args.deps.deps.as_deref()];
    let to_stdout = products.into_iter().flatten().filter(|path| is_dash(path)).count();
    if to_stdout.saturating_add(args.json.into()) > 1 {
        return Err(Error::usage("only one of --archive, --manifest, --deps and --json can write to standard output"));
    }
    if args.place.out_dir.as_deref().is_some_and(is_dash) {
        return Err(Error::usage("--out-dir names a directory; --archive - writes to standard output"));
    }
    // A new directory appears when all of its files are made, and what is written meanwhile has no place in it.
    let is_early = |product: &&Path| {
        args.place.out_dir.as_deref().is_some_and(|directory| product.starts_with(directory) && !directory.exists())
    };
    if let Some(product) = products.into_iter().flatten().find(is_early) {
        let failure = Error::usage(format!("`{}` is in a directory that does not exist yet", product.display()));
        return Err(failure.hint("put it outside the directory, or create the directory first"));
    }
    Ok(())
}

/// Refuses flags about compressing that no file would heed.
fn check_packing(args: &Batch, plans: &[SealPlan]) -> Result<(), Error> {
    let pack = &args.pack;
    let is_packed = |plan: &SealPlan| preset::core_format(plan.format()).may_pack();
    if (pack.small || pack.no_template) && !plans.iter().any(is_packed) {
        let message = format!("--small and --no-template cannot be used with --format {}", args.format().name());
        return Err(Error::usage(message).hint("use them with --format openssl or gzip"));
    }
    if args.seal.format.level.is_some() && !pack.no_template {
        let failure = Error::usage("--level has no effect, because the shared text is compressed only once");
        return Err(failure.hint("use --small for smaller files, or --no-template to compress each file by itself"));
    }
    Ok(())
}

/// How the rows of a list are made.
pub(crate) struct Plans {
    /// One for each model and format.
    pub(crate) plans: Vec<SealPlan>,
    pub(crate) model_formats: Vec<ModelFormat>,
    /// The model and format of each kind of rows, or why there is none.
    pub(crate) of_kind: Vec<Result<usize, Fault>>,
}

impl Plans {
    /// For each plan the first one that makes the same of a base: models differ in little.
    pub(crate) fn alike(&self) -> Vec<usize> {
        let first = |(at, plan): (usize, &SealPlan)| self.plans.iter().position(|one| one.is_like(plan)).unwrap_or(at);
        self.plans.iter().enumerate().map(first).collect()
    }
}

/// Plans what is made of each kind of rows.
pub(crate) fn plans(
    args: &Batch,
    list: &ListFile<'_>,
    kinds: &RowKinds,
    wanted: &KeyRequest,
    reporter: &Reporter,
) -> Result<Plans, Error> {
    let columns = list.columns();
    let otherwise = ModelFormat::new(args.seal.format.model, preset::core_format(args.format()));
    let mut asked: Vec<ModelFormat> = Vec::new();
    let mut of_kind: Vec<Result<usize, Fault>> = Vec::with_capacity(kinds.all().len());
    for kind in kinds.all() {
        of_kind.push(match ModelFormat::read(kind.model.as_deref(), kind.format.as_deref(), otherwise) {
            Ok(model_format) => Ok(asked.iter().position(|known| *known == model_format).unwrap_or_else(|| {
                asked.push(model_format);
                asked.len().saturating_sub(1)
            })),
            Err(error) => Err(columns.fault_of(error).into()),
        });
    }
    if asked.is_empty() {
        asked.push(otherwise);
    }
    let made = |model_format: &ModelFormat| {
        (model_format.model(), preset::format(model_format.format()).unwrap_or(args.format()))
    };
    let wanted_kinds: Vec<_> = asked.iter().map(made).collect();
    let several = SealPlan::several(&args.seal, &wanted_kinds, wanted, is_compared(&args.write), reporter)?;
    let is_mixed = columns.model().is_some() || columns.format().is_some();
    let mut found = Plans { plans: Vec::new(), model_formats: Vec::new(), of_kind: Vec::new() };
    let mut places: Vec<Result<usize, Fault>> = Vec::with_capacity(several.len());
    for (number, (plan, model_format)) in several.into_iter().zip(asked.iter().copied()).enumerate() {
        places.push(match plan {
            Ok(plan) => {
                found.plans.push(plan);
                found.model_formats.push(model_format);
                Ok(found.plans.len().saturating_sub(1))
            }
            // A model in the row would also do.
            Err(Error::Message { message, hint: Some(hint @ Hint::Advice(Advice::SayDigest)), .. }) if is_mixed => {
                let cell = columns.format().or(columns.model()).unwrap_or(columns.mac());
                Err(Fault::new(cell, codes::UNUSABLE_FORMAT, message).hint(hint))
            }
            Err(error) => return Err(at_first_row(error, list, kinds, &of_kind, (&asked, number))),
        });
    }
    let place = |asked: usize| places.get(asked).cloned().expect("there is a place for each model and format");
    found.of_kind = of_kind.into_iter().map(|asked| asked.and_then(place)).collect();
    check_packing(args, &found.plans)?;
    Ok(found)
}

/// What a run lacks for some rows, at the first of them where the list names formats: a key, or how its text is read. One flag
/// mends it and no row does, so it ends the run, also where others would go on without these rows. Any other error is of
/// the flags alone.
fn at_first_row(
    error: Error,
    list: &ListFile<'_>,
    kinds: &RowKinds,
    of_kind: &[Result<usize, Fault>],
    (asked, number): (&[ModelFormat], usize),
) -> Error {
    let (Some(cell), Some(format)) = (list.columns().format(), asked.get(number).map(|asked| asked.format())) else {
        return error;
    };
    let Error::Message { exit, hint: Some(Hint::Advice(advice)), .. } = &error else { return error };
    let needs = match advice {
        Advice::GiveKey(_) => "needs a key, and none is given",
        Advice::SayIkmForm => "needs to know how the key text is read",
        _ => return error,
    };
    let is_of = |kind: usize| {
        let of = of_kind.get(kind).and_then(|of| of.as_ref().ok()).and_then(|of| asked.get(*of));
        of.is_some_and(|asked| asked.format() == format)
    };
    let lack = |rows: &str| {
        let message = format!("the format {} {needs}: {rows}", format.name());
        Fault::new(cell, codes::UNUSABLE_FORMAT, message).hint(advice.clone())
    };
    match list.report_lack(kinds, is_of, cell, lack) {
        Ok(true) => Error::Silent(*exit),
        Ok(false) => error,
        Err(failure) => failure,
    }
}

/// The profiles that `--base` names.
pub(crate) fn bases(values: &[PathBuf]) -> Result<Profiles, Error> {
    let mut named = Profiles::default();
    for value in values {
        match of_model(&value.to_string_lossy()) {
            OfModel::One(model, path) if !value.exists() => {
                let twice = |model: Model| Error::usage(format!("--base is given twice for {}", model.name()));
                named.add(model, path.into()).map_err(twice)?;
            }
            OfModel::Unknown(error) if !value.exists() => {
                let failure = Error::usage(format!("--base MODEL=PATH: {error}"));
                return Err(if error.help().is_some() { failure } else { failure.hint(Advice::ListModels) });
            }
            _ => named.set_default(value.clone()).map_err(|_| {
                let failure = Error::usage("--base is given twice for all models");
                failure.hint("--base MODEL=PATH is for a model or a series")
            })?,
        }
    }
    Ok(named)
}

/// Warns of bases and names that no row takes: a model was probably forgotten in the list, or misspelt.
pub(crate) fn warn_of_unused(named: &Profiles, layout: &Layout, kinds: &RowKinds, plans: &Plans, reporter: &Reporter) {
    warn_of_unused_bases(&named.unused(kinds, &plans.of_kind, &plans.model_formats), reporter);
    warn_of_unused_names(layout, &plans.model_formats, reporter);
}

/// Warns of bases for models and series that no row takes.
pub(crate) fn warn_of_unused_bases(models: &[Model], reporter: &Reporter) {
    models.iter().for_each(|model| warn_of_one(*model, "--base", reporter));
}

/// Warns of names that no file of these models has.
pub(crate) fn warn_of_unused_names(layout: &Layout, model_formats: &[ModelFormat], reporter: &Reporter) {
    layout.unused(model_formats).into_iter().for_each(|model| warn_of_one(model, "--name", reporter));
}

fn warn_of_one(model: Model, flag: &str, reporter: &Reporter) {
    let message = format!("no row of the list uses the {flag} for {}", model.name());
    reporter.warn(&message, Some("check the models of the list, and --model"));
}

/// What `--deps` says is made: files whose times show whether the run has to be made again.
///
/// A directory is none: its time is new after a run that was interrupted, or when another file comes. Nor are the
/// devices' files, of which there can be a million, and equal ones keep their times. The manifest is written when all
/// of them are in their places.
pub(crate) fn outputs(args: &Batch) -> Result<Vec<&Path>, Error> {
    let archive = args.place.archive.as_deref();
    let manifest = args.place.manifest.as_deref().filter(|path| !is_dash(path));
    if args.deps.deps.is_some() && archive.is_none() && manifest.is_none() {
        let failure = Error::usage("--deps needs an output file that make can compare, and a directory is not one");
        return Err(failure.hint("give --manifest FILE: it is written when all files are in their places"));
    }
    Ok(archive.into_iter().chain(manifest).collect())
}

/// What is written in addition to the devices' files, and what each may replace.
pub(crate) fn products(args: &Batch) -> Vec<(Named<'_>, Replaces)> {
    let products = [
        ("--archive", &args.place.archive, Replaces::Archives),
        ("--manifest", &args.place.manifest, Replaces::Manifests),
        ("--deps", &args.deps.deps, Replaces::Depfiles),
    ];
    let named = products.into_iter().filter_map(|(flag, path, ours)| Some((Named::new(flag, path.as_deref()?), ours)));
    named.map(|(named, ours)| (named, if args.place.overwrite { Replaces::Anything } else { ours })).collect()
}

/// Whether nothing says which format or model the files are for.
pub(crate) fn is_format_usual(args: &Batch, list: &ListFile<'_>) -> bool {
    let columns = list.columns();
    let is_said = args.chosen_format.is_some() || args.seal.format.model.is_some();
    !is_said && columns.format().is_none() && columns.model().is_none()
}

/// The directory in which files that spc did not write are spared: one that is there, unless the flags say otherwise.
pub(crate) fn spared(args: &Batch) -> Option<Spared<'_>> {
    let is_spared = !args.place.overwrite && !args.write.check;
    let directory = args.place.out_dir.as_deref().filter(|directory| is_spared && directory.is_dir())?;
    Some(Spared::new(directory, args.place.manifest.as_deref().filter(|path| !is_dash(path))))
}

/// The part of the list that is made, if not all of it.
pub(crate) fn shard(args: &Batch) -> Result<Option<Shard>, Error> {
    let parse = |text: &String| {
        text.parse().map_err(|why| Error::usage(format!("invalid value `{text}` for `--shard <K/N>`: {why}")))
    };
    args.shard.as_ref().map(parse).transpose()
}

/// How files are made by each plan.
pub(crate) fn settings(args: &Batch, plans: &Plans) -> Vec<FileSettings> {
    let settings = |(plan, model_format): (&SealPlan, &ModelFormat)| {
        let phrases = match plan.format() {
            Format::Openssl => Phrases::Phones { ascii_only: !args.seal.allow_non_ascii_key },
            _ => Phrases::Any,
        };
        FileSettings::new(*model_format, plan.key_ids(), plan.fetch_keys())
            .key_in_list(plan.is_key_in_list())
            .serial((plan.format() == Format::Spc).then_some(args.seal.serial))
            .phrases(phrases)
            .salted(plan.is_salted())
    };
    plans.plans.iter().zip(&plans.model_formats).map(settings).collect()
}

/// Where the files go, and the list of them.
pub(crate) fn places(args: &Batch) -> Destinations<'_> {
    let archive = || Destinations::archive(args.place.archive.as_deref().unwrap_or(Path::new("-")));
    let places = args.place.out_dir.as_deref().map_or_else(archive, Destinations::folder);
    let manifest = args.place.manifest.as_deref();
    let prune = match (args.prune, args.prune_most) {
        (false, _) => Prune::Nothing,
        (true, false) => Prune::Some,
        (true, true) => Prune::Most,
    };
    places.manifest(manifest).shared(args.shard.is_some()).prune(prune)
}

/// Whether a second for smaller files is well spent.
pub(crate) const fn is_large(rows: u64) -> bool {
    rows >= LARGE_FLEET
}

/// The same for all parts of a list, so by all of its rows.
pub(crate) fn packing(args: &Batch, level: gzip::Level, rows: u64) -> Packing {
    if args.pack.no_template {
        Packing::Each(level)
    } else if args.pack.small || is_large(rows) {
        Packing::Template(Effort::Small)
    } else {
        Packing::Template(Effort::Fast)
    }
}
