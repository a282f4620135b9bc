//! `spc compile`: one profile into one file per device.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_core::source::Syntax;
use spc_devices::check::Checker;
use spc_devices::handover::Handover;
use spc_files::read::{KeyRequest, key_files, profile};
use spc_files::write::{Depfile, Deps, Named, Output, PROFILE, Product, Replaces, deliver, is_stdout, outputs};
use spc_files::{Error, Reporter};

use crate::args::{Compile, Format};
use crate::plan::seal::{SealPlan, not_sealed, warn_if_weak_rules};
use crate::plan::write::{dependencies, is_compared, writing};
use crate::plan::{devices, key, names, preset, source};

pub(crate) fn run(args: &Compile, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.write.deny_warnings);
    let macs = &args.macs.mac;
    devices::check(macs, reporter)?;
    let outputs = names::outputs(&args.names, PROFILE, macs)?;
    if args.verbatim && args.format() == Format::Spc {
        let failure = Error::usage("--verbatim cannot be used with --format spc, which does not store XML");
        return Err(failure.hint("use it with the other formats"));
    }
    let wanted = key::usual(&args.seal.key);
    KeyRequest::share_stdin(Some(&args.input), &[&wanted])?;
    let reproducible = is_compared(&args.write);
    let plan = SealPlan::new(&args.seal, args.format(), &wanted, reproducible, reporter)?;

    let keys = key_files(&[&wanted]);
    let checker = (!args.no_check).then(|| Checker::new().model(args.seal.format.model));
    let reading = source::reading(&args.source, keys.clone()).checker(checker);
    let input = reading.read(&args.input)?;
    if args.verbatim && reading.syntax(&input.bytes) == Syntax::Text {
        let failure = Error::usage(format!("`{}` is plain text, and --verbatim packs it as it is", input.name));
        return Err(failure.hint("devices read XML: leave out --verbatim to pack the profile as XML"));
    }
    let source = profile::parse_source(&input, &reading, reporter)?;
    let profile = &source.parsed.profile;
    if args.chosen_format.is_none() && args.seal.format.model.is_none() {
        let names = outputs.iter().filter_map(|(_, path)| path.file_name()?.to_str());
        preset::say_default(source.is_for_device(&input), names, reporter);
    }
    plan.warn_if_unhidden(|| profile.secrets(), !macs.is_empty(), args.seal.quiet_target, reporter);
    plan.warn_if_not_kept(profile.kept_for_users(), reporter);
    // Of several devices that lose it there is nothing else to be said.
    let devices = || macs.iter().map(|mac| Some(*mac)).chain(macs.is_empty().then_some(None));
    let handover = Handover::new(|name| profile.text_of(name).map(Cow::Borrowed));
    let fetch_keys = plan.fetch_keys();
    if let Some(loss) = devices().find_map(|mac| fetch_keys.loss(mac, None, &handover)) {
        reporter.warn(&format!("{loss} [{}]", loss.code()), Some(loss.help()));
    }
    plan.warn_if_weak_key(macs, &[profile], reporter);
    if args.no_check {
        warn_if_weak_rules(&[profile], reporter);
    }

    let key_file = wanted.file();
    let inputs: Vec<&Path> =
        input.path.as_deref().into_iter().chain(source.imported()).chain(key_file.as_deref()).collect();
    let named: Vec<Named<'_>> = outputs.iter().map(|(_, path)| Named::new("", path)).collect();
    let deps = args.deps.deps.iter().filter(|path| !is_stdout(path)).map(|path| Named::new("--deps", path));
    let places = outputs::resolve(&named.iter().copied().chain(deps).collect::<Vec<_>>(), &inputs, &keys, false)?;
    let spares_nothing = names::are_of_devices(&args.names) || args.names.overwrite;
    let replaces = Replaces::compiled(spares_nothing, args.format() == Format::Xml);
    let product = |((mac, path), output): (&(Option<TargetMac>, PathBuf), Output)| {
        let recipient = plan.recipient(*mac)?;
        let sealed = match args.verbatim {
            true => plan.target().seal_xml(&input.bytes, &recipient),
            false => plan.target().seal(profile, &recipient),
        };
        let bytes = sealed.map_err(|error| not_sealed(&input.name, &error))?;
        Ok(Product::new(output, path.clone(), bytes, replaces, plan.describe(*mac)))
    };
    let products = outputs.iter().zip(places).map(product).collect::<Result<Vec<_>, Error>>()?;
    let outputs = products.iter().map(|product| product.path.as_path()).collect();
    let deps = Deps::new(outputs, inputs, source.imported().collect());
    let depfile = Depfile::new(dependencies(&args.deps, args.names.overwrite), &deps)?;
    deliver(&products, depfile.as_ref(), writing(&args.write), plan.content(), reporter)?;
    plan.remarks(reporter);
    Ok(())
}
