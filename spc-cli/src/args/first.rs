//! The flags of `spc bootstrap`.

use clap::Args;

use super::devices::DeviceArgs;
use super::key::SealKeyArgs;
use super::list::ListArgs;
use super::output::{NameArgs, WriteArgs};
use super::seal::{Format, SealArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc bootstrap --mac 000e08aabbcc --url 'http://prov.example.com/$MA.cfg' --master-file master.key\n  \
    spc bootstrap --mac 000e08aabbcc --url '/$MA.cfg' --master-file new.key --format openssl --model spa112 \
    --seal-master-file old.key\n  \
    spc bootstrap --devices devices.csv --url 'http://prov.example.com/$MA.cfg' --master-file master.key --out-dir first\n\n\
    The file is called bootstrap-{mac}.cfg unless -o or --name says otherwise. It sets GPP_SA to the device's key, derived \
    from the master key (--master-file, or --master with another source), and Profile_Rule to `[--key $SA] URL`. Anyone who \
    can read the file has the key, so use xml and gzip only on the bench, or over HTTPS with client certificates. An \
    encrypted format needs a key that the phone already has: one typed in by hand, or the one derived from the fleet's old \
    master key.")]
pub(crate) struct Bootstrap {
    #[command(flatten)]
    pub(crate) devices: DeviceArgs,
    /// URL from which the device then fetches its encrypted file, or `[--uid $A --pwd $B] URL`; the device expands macros such
    /// as $MA
    #[arg(long, value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) names: NameArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
    #[command(flatten)]
    pub(crate) seal_key: SealKeyArgs,
    /// Format of the file
    #[arg(long, value_enum, default_value_t = Format::Xml, help_heading = "Format", display_order = 0)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
}
