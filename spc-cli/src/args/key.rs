//! The flags about keys: where a key comes from, and how its text is read.

use std::path::PathBuf;

use core::fmt;

use clap::{ArgGroup, Args, ValueEnum};
use zeroize::Zeroizing;

/// A key on the command line. Other users can see it there, but nothing shows it a second time.
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
    /// rfc8188: read the key text as hexadecimal digits
    #[arg(long, group = "ikm", help_heading = "Format")]
    pub(crate) ikm_hex: bool,
    /// rfc8188: use the characters of the key text as the key
    #[arg(long, group = "ikm", help_heading = "Format")]
    pub(crate) ikm_ascii: bool,
    /// rfc8188: read the key text as base64url
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
#[command(next_help_heading = "Key (one source, or SPC_KEY_FILE, SPC_KEY_CMD, SPC_MASTER_FILE or SPC_MASTER_CMD)",
    group = ArgGroup::new("key source").multiple(false))]
pub(crate) struct KeyArgs {
    /// Read the fleet's master key from this file; each device gets its own key
    #[arg(long, value_name = "PATH", group = "key source")]
    pub(crate) master_file: Option<PathBuf>,
    /// Read the key from this one-line file, or - for standard input
    #[arg(long, value_name = "PATH", group = "key source")]
    pub(crate) key_file: Option<PathBuf>,
    /// Prompt for the key on the terminal
    #[arg(long, group = "key source")]
    pub(crate) key_prompt: bool,
    /// Read the key from the output of this command, run without a shell
    #[arg(long, value_name = "CMD", group = "key source")]
    pub(crate) key_cmd: Option<String>,
    /// Read the key from this open file descriptor
    #[arg(long, value_name = "N", group = "key source")]
    pub(crate) key_fd: Option<u32>,
    #[arg(long, value_name = "HEX", group = "key source", hide = true, allow_hyphen_values = true)]
    pub(crate) hex_key: Option<Typed>,
    #[arg(long, value_name = "PHRASE", group = "key source", hide = true, allow_hyphen_values = true)]
    pub(crate) ascii_key: Option<Typed>,
    /// Treat the key as the fleet's master key, whatever its source
    #[arg(long, conflicts_with_all = ["hex_key", "ascii_key"])]
    pub(crate) master: bool,
    /// How to read the key text [default: hex if it has only hexadecimal digits, otherwise ascii]
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["master", "master_file", "hex_key", "ascii_key"])]
    pub(crate) key_form: Option<KeyFormArg>,
}

// The key that replaces the old one.
#[derive(Debug, Args)]
#[command(next_help_heading = "New key (one source)",
    group = ArgGroup::new("new key source").multiple(false).required(true))]
pub(crate) struct NewKeyArgs {
    /// Read the fleet's new master key from this file; each device gets its own key
    #[arg(long, value_name = "PATH", group = "new key source")]
    pub(crate) new_master_file: Option<PathBuf>,
    /// Read the new key from this one-line file, or - for standard input
    #[arg(long, value_name = "PATH", group = "new key source")]
    pub(crate) new_key_file: Option<PathBuf>,
    /// Prompt for the new key on the terminal
    #[arg(long, group = "new key source")]
    pub(crate) new_key_prompt: bool,
    /// Read the new key from the output of this command, run without a shell
    #[arg(long, value_name = "CMD", group = "new key source")]
    pub(crate) new_key_cmd: Option<String>,
    /// Read the new key from this open file descriptor
    #[arg(long, value_name = "N", group = "new key source")]
    pub(crate) new_key_fd: Option<u32>,
    /// Treat the new key as a master key, whatever its source
    #[arg(long)]
    pub(crate) new_master: bool,
    /// How to read the new key's text [default: hex if it has only hexadecimal digits, otherwise ascii]
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["new_master", "new_master_file"])]
    pub(crate) new_key_form: Option<KeyFormArg>,
}

// The key that a phone has before it receives its device key.
#[derive(Debug, Args)]
#[command(next_help_heading = "Key that the phone has now (one source), for an encrypted --format",
    group = ArgGroup::new("seal key source").multiple(false))]
pub(crate) struct SealKeyArgs {
    /// Encrypt with the device's key from another master key in this file, such as the fleet's old one
    #[arg(long, value_name = "PATH", group = "seal key source")]
    pub(crate) seal_master_file: Option<PathBuf>,
    /// Encrypt with the key in this one-line file, or - for standard input
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
