//! The flags of the commands about master keys.

use std::path::PathBuf;

use clap::Args;

use super::devices::DeviceArgs;
use super::key::KeyArgs;
use super::list::ListArgs;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc keygen\n  \
    spc keygen -o /root/fleet.key\n\n\
    The file is text: comments with the date and the key's id, then `SPC-MASTER-KEY-1-` and 64 hexadecimal digits. No command \
    accepts this as the key of a device. An existing file is never replaced, because without its master key nobody can \
    derive the keys of a fleet again. Keep a copy in a safe place. The key's id, which is not secret, is printed on standard \
    output.")]
pub(crate) struct Keygen {
    /// Write the key to this file, with mode 0600; - writes the key to standard output and its id to standard error
    #[arg(short, long, value_name = "PATH", default_value = "master.key")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc derive --mac 000e08aabbcc --master-file master.key --reveal\n  \
    spc derive --mac 000e08aabbcc --master-file master.key --profile-rule 'http://prov.example.com/$MA.cfg' -o rule\n  \
    spc derive --devices devices.csv --master-file master.key -o keys\n\n\
    Give the fleet's master key with --master-file, or with --master and another source. The output has one line per device, \
    which begins with the device's address if there are several devices.")]
pub(crate) struct Derive {
    #[command(flatten)]
    pub(crate) devices: DeviceArgs,
    /// Write `[--key KEY] URL`, ready for `Profile_Rule`, from a URL or `[--uid $A --pwd $B] URL`; the phone expands macros
    /// such as $MA
    #[arg(long, value_name = "URL")]
    pub(crate) profile_rule: Option<String>,
    /// Write the keys to this file, with mode 0600
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file named by -o, if it exists
    #[arg(long, visible_alias = "force", help_heading = "Output")]
    pub(crate) overwrite: bool,
    /// Print the keys to standard output, which may end up in a log
    #[arg(long, help_heading = "Output")]
    pub(crate) reveal: bool,
    /// On a warning, write nothing and exit 1, or 3 if it is about a key
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
}
