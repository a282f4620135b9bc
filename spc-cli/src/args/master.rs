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
    The file is text: the date and the key's id in comments, then `SPC-MASTER-KEY-1-` and 64 hexadecimal digits, which no \
    command takes for the key of a device. An existing file is never replaced: without its master key, nobody can derive \
    the keys of a fleet again. Keep a copy in a safe place. Standard output gets the key's id, which names the key \
    and is not secret.")]
pub(crate) struct Keygen {
    /// Write to this file, with mode 0600; - writes the key to standard output, and its id to standard error
    #[arg(short, long, value_name = "PATH", default_value = "master.key")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    spc derive --mac 000e08aabbcc --master-file master.key --reveal\n  \
    spc derive --mac 000e08aabbcc --master-file master.key --profile-rule 'http://prov.example.com/$MA.cfg' -o rule\n  \
    spc derive --devices devices.csv --master-file master.key -o keys\n\n\
    The key given is the fleet's master key: --master-file, or --master with another source. Each device gets one line, \
    which starts with its address if there are several devices.")]
pub(crate) struct Derive {
    #[command(flatten)]
    pub(crate) devices: DeviceArgs,
    /// Write `[--key KEY] URL`, ready for `Profile_Rule`, for a URL or `[--uid $A --pwd $B] URL`; macros such as $MA are
    /// left for the phone to expand
    #[arg(long, value_name = "URL")]
    pub(crate) profile_rule: Option<String>,
    /// Write to this file, with mode 0600
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file named by -o if it exists
    #[arg(long, visible_alias = "force", help_heading = "Output")]
    pub(crate) overwrite: bool,
    /// Print the secret to standard output
    #[arg(long, help_heading = "Output")]
    pub(crate) reveal: bool,
    /// Write nothing if there is a warning, and exit 1 (3 for one about a key)
    #[arg(long, help_heading = "Output")]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) writing: ListArgs,
}
