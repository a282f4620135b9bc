//! `spc derive`: the key of a device, or the rule that holds it.

use std::path::Path;

use spc_files::read::{key_files, load_master};
use spc_files::write::{Content, Existing, Output, PRIVATE, Replaces, is_stdout};
use spc_files::{Error, Reporter};
use zeroize::Zeroizing;

use crate::args::Derive;
use crate::plan::devices;
use crate::plan::key;
use crate::plan::next_file::next_file;

/// Twelve digits, a blank and the line end.
const MAC_AND_ENDS: usize = 14;

pub(crate) fn run(args: &Derive, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    if is_stdout(path) && !args.reveal {
        let failure = Error::usage("a device key is secret, and standard output may end up in a log");
        return Err(failure.hint("-o PATH writes it to a file of mode 0600; --reveal shows it"));
    }
    let wanted = key::usual(&args.key);
    let macs = &*devices::macs(&args.devices, &args.writing, &key_files(&[&wanted]), reporter)?;
    let rule = args.profile_rule.as_deref().map(|text| next_file("--profile-rule", text, macs, reporter));
    let rule = rule.transpose()?;
    let master = load_master(&wanted, reporter)?;
    let key_file = wanted.file();
    let inputs: Vec<&Path> = key_file.as_deref().into_iter().chain(args.devices.devices.as_deref()).collect();
    let output = Output::resolve(path, &inputs)?;

    let product = |key: &str| match &rule {
        Some(rule) => rule.rule(key),
        None => Zeroizing::new(key.to_owned()),
    };
    let products: Vec<_> = macs.iter().map(|mac| master.device_key(*mac).with_hex(product)).collect();
    // At full size, because growing would leave copies of the keys in memory.
    let length = products.iter().map(|product| product.len().saturating_add(MAC_AND_ENDS)).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for (mac, product) in macs.iter().zip(&products) {
        if macs.len() > 1 || args.devices.devices.is_some() {
            text.extend([mac.to_string().as_str(), " "]);
        }
        text.extend([product.as_str(), "\n"]);
    }
    reporter.settle()?;
    let replaces = if args.overwrite { Replaces::Anything } else { Replaces::Nothing };
    replaces.check(&output, path, text.as_bytes())?;
    output.write(text.as_bytes(), Content::Text, PRIVATE, Existing::Replace)?;
    if !is_stdout(path) {
        reporter.done(&format!("wrote `{}`", path.display()));
    }
    Ok(())
}
