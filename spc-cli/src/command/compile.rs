//! `spc compile`: turns one profile into one file per device.

use std::borrow::Cow;
use std::path::Path;

use spc_core::TargetMac;
use spc_core::profile::Profile;
use spc_core::source::Syntax;
use spc_devices::handover::Handover;
use spc_files::read::{FetchKeys, Input, profile, warn_if_weak_rules};
use spc_files::write::{Depfile, Deps, NamedOutput, Product, deliver, is_stdout, outputs};
use spc_files::{Error, Reporter};

use crate::plan::compile::Compile;
use crate::plan::preset;
use crate::plan::seal::not_sealed;

pub(crate) fn run(plan: &Compile<'_>, reporter: &Reporter) -> Result<(), Error> {
    let input = plan.reading.read(plan.input)?;
    if plan.is_verbatim && plan.reading.syntax(&input.bytes) == Syntax::Text {
        let failure = Error::usage(format!("`{}` is plain text, which --verbatim would pack as it is", input.name));
        return Err(failure.hint("devices read XML: leave out --verbatim to pack the profile as XML"));
    }
    let source = profile::parse_source(&input, &plan.reading, reporter)?;
    let profile = &source.parsed.profile;
    if plan.is_format_usual {
        let names = plan.outputs.iter().filter_map(|(_, path)| path.file_name()?.to_str());
        preset::say_default(source.is_for_device(&input), names, reporter);
    }
    warn(plan, profile, reporter);

    let inputs = input.path.as_deref().into_iter().chain(source.imported()).chain(plan.key_file.as_deref());
    let inputs: Vec<&Path> = inputs.collect();
    let named = plan.outputs.iter().map(|(_, path)| NamedOutput::new("", path));
    let deps = plan.deps.iter().filter(|deps| !is_stdout(deps.path)).map(|deps| NamedOutput::new("--deps", deps.path));
    let places = outputs::resolve(&named.chain(deps).collect::<Vec<_>>(), &inputs, &plan.keys, false)?;
    let mut products = Vec::with_capacity(plan.outputs.len());
    for ((mac, path), output) in plan.outputs.iter().zip(places) {
        let bytes = sealed(plan, &input, profile, *mac)?;
        products.push(Product::new(output, path.clone(), bytes, plan.replaces, plan.seal.describe(*mac)));
    }
    let outputs = products.iter().map(|product| product.path.as_path()).collect();
    let depfile = Depfile::new(plan.deps, &Deps::new(outputs, inputs, source.imported().collect()))?;
    deliver(&products, depfile.as_ref(), plan.writing, plan.seal.content(), reporter)?;
    plan.seal.remarks(reporter);
    Ok(())
}

/// Warns about what the devices would lose, and about secrets that are easily guessed or read.
fn warn(plan: &Compile<'_>, profile: &Profile<'_>, reporter: &Reporter) {
    let Compile { macs, seal, .. } = plan;
    seal.warn_if_unhidden(|| profile.secrets(), !macs.is_empty(), reporter);
    seal.warn_if_not_kept(profile.kept_for_users(), reporter);
    // Once is enough: the warning is the same for all devices.
    let mut devices = macs.iter().map(|mac| Some(*mac)).chain(macs.is_empty().then_some(None));
    let handover = Handover::new(|name| profile.text_of(name).map(Cow::Borrowed));
    let fetch_keys = FetchKeys::new(seal.target(), seal.key());
    if let Some(loss) = devices.find_map(|mac| fetch_keys.loss(mac, None, &handover)) {
        reporter.warn(&format!("{loss} [{}]", loss.code()), Some(loss.help()));
    }
    seal.warn_if_weak_key(macs, &[profile], reporter);
    if !plan.is_checked {
        warn_if_weak_rules(&[profile], reporter);
    }
}

/// The file for one device, or for any.
fn sealed(plan: &Compile<'_>, input: &Input, profile: &Profile<'_>, mac: Option<TargetMac>) -> Result<Vec<u8>, Error> {
    let recipient = plan.seal.recipient(mac)?;
    let sealed = match plan.is_verbatim {
        true => plan.seal.target().seal_xml(&input.bytes, &recipient),
        false => plan.seal.target().seal(profile, &recipient),
    };
    sealed.map_err(|error| not_sealed(&input.name, &error))
}
