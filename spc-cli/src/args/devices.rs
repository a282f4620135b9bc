//! The flags that name devices.

use clap::Args;
use spc_core::TargetMac;
use spc_devices::dictionary::Model;

// Which devices a file is for.
#[derive(Debug, Args)]
pub(crate) struct MacArgs {
    /// Bind the file to this device; repeat it for one file each
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Vec<TargetMac>,
}

// The devices of a command that makes nothing without one.
#[derive(Debug, Args)]
pub(crate) struct DeviceArgs {
    /// The device's address; may be repeated
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC", required = true)]
    pub(crate) mac: Vec<TargetMac>,
}

/// A model or a family by its name.
pub(super) fn model(text: &str) -> Result<Model, String> {
    Model::find(text).ok_or_else(|| {
        let wanted = text.to_lowercase();
        let distance = |model: &Model| strsim::damerau_levenshtein(&wanted, &model.name().to_lowercase());
        let near = Model::all().min_by_key(distance).filter(|model| distance(model) <= 2);
        let near = near.map_or_else(String::new, |model| format!(", did you mean `{}`?", model.name()));
        let families: Vec<&str> = Model::all().filter(|model| model.is_series()).map(Model::name).collect();
        format!("unknown model{near} (families: {})", families.join(", "))
    })
}
