//! `spc derive`: writes the key of a device, or a rule that contains it.

use std::path::{Path, PathBuf};

use spc_core::key::KeyText;
use spc_files::write::Output;
use spc_files::{Error, Reporter};
use zeroize::Zeroizing;

use crate::command::text;
use crate::plan::derive::Derive;

/// Twelve digits, a blank and the line end, in bytes.
const MAC_AND_ENDS: usize = 14;

pub(crate) fn run(plan: &Derive<'_>, reporter: &Reporter) -> Result<(), Error> {
    let inputs: Vec<&Path> = plan.inputs.iter().map(PathBuf::as_path).collect();
    let output = Output::resolve(plan.output.path, &inputs)?;
    let product = |key: &str| match &plan.rule {
        Some(rule) => rule.rule(key),
        None => KeyText::new(key.to_owned()),
    };
    let products: Vec<_> = plan.macs.iter().map(|mac| plan.master.device_key(*mac).with_hex(product)).collect();
    // Allocated at full size, because growing would leave copies of the keys in memory.
    let length = products.iter().map(|product| product.expose().len().saturating_add(MAC_AND_ENDS)).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for (mac, product) in plan.macs.iter().zip(&products) {
        if plan.names_devices {
            text.extend([mac.to_string().as_str(), " "]);
        }
        text.extend([product.expose(), "\n"]);
    }
    reporter.settle()?;
    text::write(&plan.output, &output, text.as_bytes(), "", reporter)
}
