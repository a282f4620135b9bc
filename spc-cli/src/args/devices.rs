//! The flags that name devices.

use std::path::PathBuf;

use clap::Args;
use spc_core::TargetMac;

// Which devices a file is for.
#[derive(Debug, Args)]
pub(crate) struct MacArgs {
    /// Bind the file to this device; may be repeated to write one file per device
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC")]
    pub(crate) mac: Vec<TargetMac>,
}

// The devices of a command that makes nothing without one.
#[derive(Debug, Args)]
pub(crate) struct DeviceArgs {
    /// The device's address; may be repeated
    #[arg(long = "mac", visible_alias = "target", value_name = "MAC", required_unless_present = "devices")]
    pub(crate) mac: Vec<TargetMac>,
    /// Use all devices of a list in the format of `spc batch`; if a row is bad, none is processed
    #[arg(long, value_name = "LIST", conflicts_with = "mac")]
    pub(crate) devices: Option<PathBuf>,
}
