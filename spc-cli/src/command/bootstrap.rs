//! `spc bootstrap`: writes the first profile of a device, which contains its key and the URL of its next file.

use std::path::{Path, PathBuf};

use spc_files::write::{NamedOutput, Product, deliver, outputs};
use spc_files::{Error, Exit, Reporter};

use crate::plan::bootstrap::Bootstrap;

pub(crate) fn run(plan: &Bootstrap<'_>, reporter: &Reporter) -> Result<(), Error> {
    let Bootstrap { macs, outputs, seal, .. } = plan;
    let inputs: Vec<&Path> = plan.inputs.iter().map(PathBuf::as_path).collect();
    let named: Vec<NamedOutput<'_>> = outputs.iter().map(|(_, path)| NamedOutput::new("", path)).collect();
    let places = outputs::resolve(&named, &inputs, &plan.keys, false)?;
    let mut products = Vec::with_capacity(macs.len());
    for ((mac, output), (_, path)) in macs.iter().zip(places).zip(outputs) {
        let profile = plan.next.first_profile(&plan.master, *mac);
        if products.is_empty() {
            seal.warn_if_unhidden(|| profile.secrets(), true, reporter);
            seal.warn_if_weak_key(macs, &[&profile], reporter);
        }
        let sealed = seal.target().seal(&profile, &seal.recipient(Some(*mac))?);
        let bytes = sealed.map_err(|error| Error::new(Exit::Usage, error.to_string()))?;
        let what = seal.describe(Some(*mac));
        products.push(Product::new(output, path.clone(), bytes, plan.replaces, what));
    }
    deliver(&products, None, plan.writing, seal.content(), reporter)?;
    seal.remarks(reporter);
    Ok(())
}
