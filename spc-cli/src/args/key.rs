//! The flags that name keys: where a key comes from and how its text is read.

use std::path::PathBuf;

use core::fmt;

use clap::{ArgGroup, Args, ValueEnum};
use zeroize::Zeroizing;

/// A key on the command line, where others can see it: which is not a reason to show it again.
#[derive(Clone)]
pub(crate) struct Typed(Zeroizing<String>);

impl Typed {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(..)")
    }
}

// How the key text of an RFC 8188 file is read.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("ikm").multiple(false))]
pub(crate) struct IkmArgs {
    /// rfc8188: the key text is hexadecimal digits
    #[arg(long, group = "ikm", help_heading = "Format")]
    pub(crate) ikm_hex: bool,
    /// rfc8188: use the characters of the key text as they are
    #[arg(long, group = "ikm", help_heading = "Format")]
    pub(crate) ikm_ascii: bool,
    /// rfc8188: the key text is base64url
    #[arg(long, group = "ikm", help_heading = "Format")]
    pub(crate) ikm_base64url: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyFormArg {
    /// A raw key: 32 to 64 hexadecimal digits
    Hex,
    /// A passphrase
    Ascii,
}

// Where the key comes from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Key (one source; else SPC_KEY_FILE, SPC_KEY_CMD, SPC_MASTER_FILE or SPC_MASTER_CMD)",
    group = ArgGroup::new("key source").multiple(false))]
pub(crate) struct KeyArgs {
    /// The fleet's master key from this file; every device gets a key of its own
    #[arg(long, value_name = "PATH", group = "key source")]
    pub(crate) master_file: Option<PathBuf>,
    /// Key from this file, one line; - for standard input
    #[arg(long, value_name = "PATH", group = "key source")]
    pub(crate) key_file: Option<PathBuf>,
    /// Ask for the key on the terminal
    #[arg(long, group = "key source")]
    pub(crate) key_prompt: bool,
    /// Key from the output of this command, run without a shell
    #[arg(long, value_name = "CMD", group = "key source")]
    pub(crate) key_cmd: Option<String>,
    /// Key from this open file descriptor
    #[arg(long, value_name = "N", group = "key source")]
    pub(crate) key_fd: Option<u32>,
    #[arg(long, value_name = "HEX", group = "key source", hide = true, allow_hyphen_values = true)]
    pub(crate) hex_key: Option<Typed>,
    #[arg(long, value_name = "PHRASE", group = "key source", hide = true, allow_hyphen_values = true)]
    pub(crate) ascii_key: Option<Typed>,
    /// Treat the key as the fleet's master key, whatever its source
    #[arg(long, conflicts_with_all = ["hex_key", "ascii_key"])]
    pub(crate) master: bool,
    /// How to read the key text [default: hex if it is hexadecimal digits only, else ascii]
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["master", "master_file", "hex_key", "ascii_key"])]
    pub(crate) key_form: Option<KeyFormArg>,
}

// The key that files get instead of their old one.
#[derive(Debug, Args)]
#[command(next_help_heading = "New key (one source)",
    group = ArgGroup::new("new key source").multiple(false).required(true))]
pub(crate) struct NewKeyArgs {
    /// The fleet's new master key from this file; every device gets a key of its own
    #[arg(long, value_name = "PATH", group = "new key source")]
    pub(crate) new_master_file: Option<PathBuf>,
    /// New key from this file, one line; - for standard input
    #[arg(long, value_name = "PATH", group = "new key source")]
    pub(crate) new_key_file: Option<PathBuf>,
    /// Ask for the new key on the terminal
    #[arg(long, group = "new key source")]
    pub(crate) new_key_prompt: bool,
    /// New key from the output of this command, run without a shell
    #[arg(long, value_name = "CMD", group = "new key source")]
    pub(crate) new_key_cmd: Option<String>,
    /// New key from this open file descriptor
    #[arg(long, value_name = "N", group = "new key source")]
    pub(crate) new_key_fd: Option<u32>,
    /// Treat the new key as a master key, whatever its source
    #[arg(long)]
    pub(crate) new_master: bool,
    /// How the new key's text is read [default: hex if it is hexadecimal digits only, else ascii]
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["new_master", "new_master_file"])]
    pub(crate) new_key_form: Option<KeyFormArg>,
}

// The key that a phone has before it gets its device key.
#[derive(Debug, Args)]
#[command(next_help_heading = "Key the phone has now (one source), for an encrypted --format",
    group = ArgGroup::new("seal key source").multiple(false))]
pub(crate) struct SealKeyArgs {
    /// Encrypt with the device's key of this other master key: the fleet's old one
    #[arg(long, value_name = "PATH", group = "seal key source")]
    pub(crate) seal_master_file: Option<PathBuf>,
    /// Encrypt with the key in this file, one line; - for standard input
    #[arg(long, value_name = "PATH", group = "seal key source")]
    pub(crate) seal_key_file: Option<PathBuf>,
    /// Encrypt with the key from the output of this command, run without a shell
    #[arg(long, value_name = "CMD", group = "seal key source")]
    pub(crate) seal_key_cmd: Option<String>,
    /// Encrypt with the key from this open file descriptor
    #[arg(long, value_name = "N", group = "seal key source")]
    pub(crate) seal_key_fd: Option<u32>,
    /// Treat the encrypting key as a master key, whatever its source
    #[arg(long, requires = "seal key source")]
    pub(crate) seal_master: bool,
}
