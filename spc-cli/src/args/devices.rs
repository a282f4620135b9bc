//! The flags that name devices.

use std::path::PathBuf;

use clap::Args;
use spc_core::TargetMac;

// Which devices a file is for.
#[derive(Debug, Args)]
pub(crate) struct MacArgs {
    /// Bind the file to the device with this address; repeat to write one file per device
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Vec<TargetMac>,
}

// The devices of a command that needs at least one.
#[derive(Debug, Args)]
pub(crate) struct DeviceArgs {
    /// Address of a device; can be repeated
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC", required_unless_present = "devices")]
    pub(crate) mac: Vec<TargetMac>,
    /// Use all devices of this list, in the format that `spc batch` reads; if a row is bad, none is processed
    #[arg(long, value_name = "LIST", conflicts_with = "mac")]
    pub(crate) devices: Option<PathBuf>,
}
