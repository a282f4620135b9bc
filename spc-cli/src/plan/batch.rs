//! What `spc batch` makes from a list.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use spc_core::Format;
use spc_devices::check::Checker;
use spc_devices::either;
use spc_files::fleet::{FileSettings, Folders, Layout, ListFile, Naming, Packed, Phrases, Profiles, RowFault};
use spc_files::read::{KeyFiles, KeyRequest, Reading, key_files};
use spc_files::write::PROFILE;
use spc_files::{Error, Reporter};
use spc_fleet::kinds::RowKinds;
use spc_fleet::{ModelFormat, Shard, codes};

use crate::args;
use crate::plan::bases;
use crate::plan::seal::SealPlan;
use crate::plan::{key, list, names, preset, source};

mod outputs;
mod seals;

use outputs::Outputs;
use seals::SealPlans;

/// A list, and what its rows are made into.
pub(crate) struct Batch<'a> {
    pub(crate) started: Instant,
    pub(crate) list: ListFile<'a>,
    pub(crate) kinds: RowKinds,
    /// The bases for all rows, and for individual models.
    pub(crate) bases: Profiles,
    pub(crate) reading: Reading,
    pub(crate) is_checked: bool,
    pub(crate) seals: SealPlans,
    pub(crate) packed: Packed,
    /// How files are made under each plan.
    pub(crate) settings: Vec<FileSettings>,
    pub(crate) keys: KeyFiles,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) layout: Layout,
    /// The patterns of the file names, if nothing says which format or model the files are for.
    pub(crate) usual_names: Option<Vec<&'a str>>,
    pub(crate) shard: Option<Shard>,
    /// Whether the files of good rows are written even if other rows are bad.
    pub(crate) keeps_going: bool,
    pub(crate) jobs: Option<NonZeroUsize>,
    pub(crate) outputs: Outputs<'a>,
}

impl<'a> Batch<'a> {
    pub(super) fn of(args: &'a args::Batch, reporter: &'a Reporter) -> Result<Self, Error> {
        let started = Instant::now();
        reporter.deny_warnings(args.write.deny_warnings);
        let shard = shard(args)?;
        let outputs = Outputs::of(args)?;
        let wanted = key::usual(&args.seal.key);
        let keys = key_files(&[&wanted]);
        let list = list::open(&args.list, &args.writing, &keys, reporter)?;
        let folders = if args.place.shards { Folders::ByAddress } else { Folders::One };
        let naming = if list.columns().file().is_some() { Naming::InList } else { Naming::ByPattern };
        let layout = names::layout(&args.place.names, folders, naming)?;
        let bases = bases::named(&args.base)?;
        if bases.paths().next().is_none() && list.columns().base().is_none() {
            return Err(Error::usage("missing base profile").hint("give --base, or a column `base`"));
        }
        let wanted = if list.columns().key().is_some() { wanted.in_list()? } else { wanted };
        KeyRequest::share_stdin(bases.default_path(), &[&wanted])?;
        let kinds = list.kinds(reporter)?;
        let seals = SealPlans::of(args, &list, &kinds, &wanted, reporter)?;
        check_packing(args, &seals.all)?;
        check_serials(&list, &seals, reporter)?;
        bases::warn_of_unused(&bases.unused(&kinds, &seals.of_kind, &seals.model_formats), reporter);
        names::warn_of_unused(&layout, &seals.model_formats, reporter);
        let columns = list.columns().values().map(|(_, name)| name.to_owned());
        let checker = (!args.no_check).then(|| Checker::new().columns(columns));
        Ok(Self {
            started,
            reading: source::reading(&args.source, list.and(keys.clone())).checker(checker),
            usual_names: is_format_usual(args, &list).then(|| patterns(args)),
            settings: settings(args, &seals),
            list,
            kinds,
            bases,
            is_checked: !args.no_check,
            seals,
            packed: packed(args),
            keys,
            key_file: wanted.file(),
            layout,
            shard,
            keeps_going: args.keep_going,
            jobs: args.jobs,
            outputs,
        })
    }
}

/// How files are compressed.
const fn packed(args: &args::Batch) -> Packed {
    match (args.pack.no_template, args.pack.small) {
        (true, _) => Packed::Each,
        (false, true) => Packed::Small,
        (false, false) => Packed::Shared,
    }
}

/// Refuses flags about compression that would affect none of the files.
fn check_packing(args: &args::Batch, plans: &[SealPlan]) -> Result<(), Error> {
    let pack = &args.pack;
    let is_packed = |plan: &SealPlan| plan.format().may_pack();
    if (pack.small || pack.no_template) && !plans.iter().any(is_packed) {
        let message =
            format!("--small and --no-template cannot be used with --format {}", preset::format(args.format()).name());
        return Err(Error::usage(message).hint("use them with --format openssl or gzip"));
    }
    if args.seal.format.level.is_some() && !pack.no_template {
        let failure = Error::usage("--level has no effect, because the shared text is compressed only once");
        return Err(failure.hint("use --small for smaller files, or --no-template to compress each file on its own"));
    }
    Ok(())
}

/// Refuses serials if none of the files can hold one.
fn check_serials(list: &ListFile<'_>, seals: &SealPlans, reporter: &Reporter) -> Result<(), Error> {
    let Some(column) = list.columns().serial() else { return Ok(()) };
    let formats: Vec<&str> = seals.formats().iter().map(|plan| plan.format().name()).collect();
    if formats.is_empty() || formats.contains(&Format::Spc.name()) {
        return Ok(());
    }
    let message = format!("serials cannot be used with --format {}", either(&formats));
    Err(list.header_fault(column, &RowFault::new(column, codes::COLUMN_WITHOUT_MEANING, message), reporter))
}

/// Whether neither the flags nor the list name a format or a model.
fn is_format_usual(args: &args::Batch, list: &ListFile<'_>) -> bool {
    let columns = list.columns();
    let is_said = args.chosen_format.is_some() || args.seal.format.model.is_some();
    !is_said && columns.format().is_none() && columns.model().is_none()
}

/// The patterns of the file names.
fn patterns(args: &args::Batch) -> Vec<&str> {
    let names = &args.place.names.name;
    names.iter().map(String::as_str).chain(names.is_empty().then_some(PROFILE)).collect()
}

/// The part of the list to process, if not all of it.
fn shard(args: &args::Batch) -> Result<Option<Shard>, Error> {
    let parse = |text: &String| {
        text.parse().map_err(|why| Error::usage(format!("invalid value `{text}` for `--shard <K/N>`: {why}")))
    };
    args.shard.as_ref().map(parse).transpose()
}

/// How files are made under each plan.
fn settings(args: &args::Batch, seals: &SealPlans) -> Vec<FileSettings> {
    let settings = |(plan, model_format): (&SealPlan, &ModelFormat)| {
        let phrases = match plan.format() {
            Format::Openssl => Phrases::Phones { ascii_only: !args.seal.allow_non_ascii_key },
            _ => Phrases::Any,
        };
        FileSettings::new(*model_format, plan.target(), plan.key())
            .key_in_list(plan.is_key_in_list())
            .serial((plan.format() == Format::Spc).then_some(args.seal.serial))
            .phrases(phrases)
            .salted(plan.is_salted())
    };
    seals.all.iter().zip(&seals.model_formats).map(settings).collect()
}
