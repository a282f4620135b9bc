//! What `spc batch` makes of a list.

use std::path::Path;

use spc_core::seal::Packing;
use spc_core::stock::gzip;
use spc_core::stock::template::Effort;

use crate::args::{Batch, Format};
use crate::fleet::list::shard::Shard;
use crate::fleet::run::delivery::Places;
use crate::fleet::run::making::{Making, Phrases};
use crate::plan::seal::SealPlan;
use crate::read::input::is_dash;
use crate::report::error::Error;
use crate::write::outputs::Named;
use crate::write::replace::Replaces;

/// Rows from which on a second for smaller files is well spent: writing them takes longer.
const LARGE_FLEET: u64 = 100_000;

/// Refuses flags that contradict each other, or would be ignored.
pub(crate) fn check_flags(args: &Batch) -> Result<(), Error> {
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
        let failure = Error::usage("--level has no meaning when the shared text is compressed once");
        return Err(failure.hint("use --small for smaller files, or --no-template to compress each file by itself"));
    }
    // A new directory appears when all of its files are made, and what is written meanwhile has no place in it.
    let is_early = |product: &&Path| {
        args.place.out_dir.as_deref().is_some_and(|directory| product.starts_with(directory) && !directory.exists())
    };
    if let Some(product) = products.into_iter().flatten().find(is_early) {
        let failure = Error::usage(format!("`{}` is in a directory that does not exist yet", product.display()));
        return Err(failure.hint("put it beside the directory, or make the directory first"));
    }
    Ok(())
}

/// What `--deps` says is made: files whose times tell whether the run has to be made again.
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

/// What is written beside the devices' files.
pub(crate) fn products(args: &Batch) -> Vec<Named<'_>> {
    let named = [("--archive", &args.place.archive), ("--manifest", &args.place.manifest), ("--deps", &args.deps.deps)];
    named.into_iter().filter_map(|(flag, path)| Some(Named { flag, path: path.as_deref()? })).collect()
}

/// What one of these may take the place of.
pub(crate) fn replaces(args: &Batch, product: &Named<'_>) -> Replaces {
    match product.flag {
        _ if args.place.overwrite => Replaces::Anything,
        "--archive" => Replaces::Archives,
        "--manifest" => Replaces::Manifests,
        _ => Replaces::Depfiles,
    }
}

/// The part of the list that is made, if not all of it.
pub(crate) fn shard(args: &Batch) -> Result<Option<Shard>, Error> {
    let parse = |text: &String| {
        text.parse().map_err(|why| Error::usage(format!("invalid value `{text}` for `--shard <K/N>`: {why}")))
    };
    args.shard.as_ref().map(parse).transpose()
}

/// What is made of each row.
pub(crate) fn making(args: &Batch, plan: &SealPlan, shard: Option<Shard>) -> Making {
    Making {
        kind: plan.target().format(),
        format: args.format.name(),
        serial: (args.format == Format::Spc).then_some(args.seal.serial),
        phrases: match args.format {
            Format::Openssl => Phrases::Phones { ascii_only: !args.seal.force },
            _ => Phrases::Any,
        },
        is_salted: plan.is_salted(),
        key_ids: plan.key_ids(),
        fetch_keys: plan.fetch_keys(),
        shard,
    }
}

/// Where the files go, and the list of them.
pub(crate) fn places(args: &Batch) -> Places<'_> {
    Places {
        folder: args.place.out_dir.as_deref(),
        archive: args.place.archive.as_deref().unwrap_or(Path::new("-")),
        manifest: args.place.manifest.as_deref(),
        is_shared: args.shard.is_some(),
    }
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
