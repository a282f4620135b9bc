//! `spc bootstrap`: the first profile of a device, which brings it its key and the address of its next file.

use std::path::Path;

use spc_core::TargetMac;
use spc_devices::next_file::NextFile;
use spc_files::read::{KeyRequest, key_files, load_master};
use spc_files::write::{BOOTSTRAP, Named, Product, Replaces, deliver, outputs};
use spc_files::{Error, Exit, Reporter};

use crate::args::{Bootstrap, Format};
use crate::plan::devices;
use crate::plan::key;
use crate::plan::names;
use crate::plan::next_file::next_file;
use crate::plan::seal::SealPlan;
use crate::plan::write::{is_compared, writing};

pub(crate) fn run(args: &Bootstrap, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.write.deny_warnings);
    let (inner, outer) = (key::usual(&args.seal.key), key::seal(&args.seal_key));
    let macs = &*devices::macs(&args.devices, &args.writing, &key_files(&[&inner, &outer]), reporter)?;
    let url = next_file("--url", &args.url, macs, reporter)?;
    let outputs = names::outputs(&args.names, BOOTSTRAP, macs)?;
    outputs.iter().try_for_each(|(mac, path)| keep_apart(*mac, path, &url))?;
    KeyRequest::share_stdin(None, &[&inner, &outer])?;
    let reproducible = is_compared(&args.write);
    let plan = SealPlan::new(&args.seal, args.format, &outer, reproducible, reporter)?;
    let master = load_master(&inner, reporter)?;

    let (inner_file, outer_file) = (inner.file(), outer.file());
    let list = args.devices.devices.as_deref();
    let inputs = [inner_file.as_deref(), outer_file.as_deref(), list];
    let inputs: Vec<&Path> = inputs.into_iter().flatten().collect();
    let named: Vec<Named<'_>> = outputs.iter().map(|(_, path)| Named::new("", path)).collect();
    let places = outputs::resolve(&named, &inputs, &key_files(&[&inner, &outer]), false)?;
    let spares_nothing = names::are_of_devices(&args.names) || args.names.overwrite;
    let replaces = Replaces::compiled(spares_nothing, plan.format() == Format::Xml);
    let mut products = Vec::with_capacity(macs.len());
    for ((mac, output), (_, path)) in macs.iter().zip(places).zip(&outputs) {
        let profile = url.first_profile(&master, *mac);
        if products.is_empty() {
            plan.warn_if_unhidden(|| profile.secrets(), true, args.seal.quiet_target, reporter);
            plan.warn_if_weak_key(macs, &[&profile], reporter);
        }
        let sealed = plan.target().seal(&profile, &plan.recipient(Some(*mac))?);
        let bytes = sealed.map_err(|error| Error::new(Exit::Usage, error.to_string()))?;
        let what = plan.describe(Some(*mac));
        products.push(Product::new(output, path.clone(), bytes, replaces, what));
    }
    deliver(&products, None, writing(&args.write), plan.content(), reporter)?;
    plan.remarks(reporter);
    Ok(())
}

/// Under the name of the second file the first one would be fetched again, or overwritten.
fn keep_apart(mac: Option<TargetMac>, path: &Path, url: &NextFile) -> Result<(), Error> {
    let second = mac.map(|mac| url.file_name(mac)).unwrap_or_default();
    // TFTP servers may not distinguish upper and lower case.
    if !path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(second.as_str())) {
        return Ok(());
    }
    let failure = Error::usage(format!("`{}` is the name of the file that --url asks for", path.display()));
    Err(failure.hint("give the first profile a name of its own, such as bootstrap-{mac}.cfg"))
}
