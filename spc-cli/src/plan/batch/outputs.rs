//! Where the files of a list go, and what is written about them.
//!
//! Knows: the names of outputs, and what each may replace. Must not know: how files are made.

use std::path::Path;

use spc_files::Error;
use spc_files::fleet::{Destinations, ForeignFiles, Prune};
use spc_files::read::is_dash;
use spc_files::write::{NamedOutput, Replaces, Request, Writing};

use crate::args;
use crate::plan::write::{dependencies, writing};

/// Where all outputs go.
pub(crate) struct Outputs<'a> {
    pub(crate) folder: Option<&'a Path>,
    pub(crate) places: Destinations<'a>,
    pub(crate) manifest: Option<&'a Path>,
    pub(crate) deps: Option<Request<'a>>,
    /// The files whose times make can compare.
    pub(crate) targets: Vec<&'a Path>,
    /// What is written in addition to the devices' files, and what each may replace.
    pub(crate) products: Vec<(NamedOutput<'a>, Replaces)>,
    /// Where files that spc did not write are protected, if they are.
    pub(crate) foreign: Option<ForeignFiles<'a>>,
    pub(crate) writing: Writing,
    /// Whether a summary goes to standard output.
    pub(crate) is_json: bool,
}

impl<'a> Outputs<'a> {
    pub(super) fn of(args: &'a args::Batch) -> Result<Self, Error> {
        check(args)?;
        Ok(Self {
            targets: targets(args)?,
            folder: args.place.out_dir.as_deref(),
            places: places(args),
            manifest: args.place.manifest.as_deref(),
            deps: dependencies(&args.deps, args.place.overwrite),
            products: products(args),
            foreign: foreign_files(args),
            writing: writing(&args.write),
            is_json: args.json,
        })
    }
}

/// Refuses flags that contradict each other or would be ignored.
fn check(args: &args::Batch) -> Result<(), Error> {
    let products = [args.place.archive.as_deref(), args.place.manifest.as_deref(), args.deps.deps.as_deref()];
    let to_stdout = products.into_iter().flatten().filter(|path| is_dash(path)).count();
    if to_stdout.saturating_add(args.json.into()) > 1 {
        return Err(Error::usage("only one of --archive, --manifest, --deps and --json can write to standard output"));
    }
    if args.place.out_dir.as_deref().is_some_and(is_dash) {
        return Err(Error::usage("--out-dir names a directory; --archive - writes to standard output"));
    }
    // A new directory appears only when all of its files are made, so nothing can be written to it before then.
    let is_early = |product: &&Path| {
        args.place.out_dir.as_deref().is_some_and(|directory| product.starts_with(directory) && !directory.exists())
    };
    if let Some(product) = products.into_iter().flatten().find(is_early) {
        let failure = Error::usage(format!("`{}` is in a directory that does not exist yet", product.display()));
        return Err(failure.hint("put it outside the directory, or create the directory first"));
    }
    Ok(())
}

/// The targets in the `--deps` list: files whose times show whether the run has to be repeated.
///
/// A directory is not a target, because its time also changes when a run is interrupted or another file is added. Nor are the
/// devices' files: there can be a million of them, and those whose content is the same keep their times. The manifest is
/// written once all of them are in place.
fn targets(args: &args::Batch) -> Result<Vec<&Path>, Error> {
    let archive = args.place.archive.as_deref();
    let manifest = args.place.manifest.as_deref().filter(|path| !is_dash(path));
    if args.deps.deps.is_some() && archive.is_none() && manifest.is_none() {
        let failure = Error::usage("--deps needs an output file that make can compare, and a directory is not one");
        return Err(failure.hint("give --manifest FILE, which is written once all files are in place"));
    }
    Ok(archive.into_iter().chain(manifest).collect())
}

/// What is written in addition to the devices' files, and what each may replace.
fn products(args: &args::Batch) -> Vec<(NamedOutput<'_>, Replaces)> {
    let products = [
        ("--archive", &args.place.archive, Replaces::Archives),
        ("--manifest", &args.place.manifest, Replaces::Manifests),
        ("--deps", &args.deps.deps, Replaces::Depfiles),
    ];
    let named = products.into_iter().filter_map(|(flag, to, own)| Some((NamedOutput::new(flag, to.as_deref()?), own)));
    named.map(|(named, own)| (named, if args.place.overwrite { Replaces::Anything } else { own })).collect()
}

/// The directory in which files that spc did not write are protected: an existing one, unless the flags say otherwise.
fn foreign_files(args: &args::Batch) -> Option<ForeignFiles<'_>> {
    let is_guarded = !args.place.overwrite && !args.write.check;
    let directory = args.place.out_dir.as_deref().filter(|directory| is_guarded && directory.is_dir())?;
    Some(ForeignFiles::new(directory, args.place.manifest.as_deref().filter(|path| !is_dash(path))))
}

/// Where the files and their manifest go.
fn places(args: &args::Batch) -> Destinations<'_> {
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
