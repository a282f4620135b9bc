//! The command line as it was typed, and nothing more: this module reads no files and looks at no keys.
//!
//! Knows: the names of the flags, their values and their help. Must not know: what any of them does to a file.
//!
//! A group of arguments is described in a plain comment, because clap would use a doc comment as the help of the command.
//! The sections of every help text are in the same order: the subject, output, key, format, container, source. In each
//! section, common flags come before rare ones.

use std::ffi::OsString;

use clap::{Args as _, FromArgMatches as _, Parser, Subcommand};

mod batch;
mod check;
mod compile;
mod deps;
mod devices;
mod dial;
mod explain;
mod files;
mod first;
mod key;
mod list;
mod look;
mod manual;
mod master;
mod models;
mod open;
mod output;
mod profiles;
mod seal;
mod source;
mod value;

pub(crate) use batch::Batch;
pub(crate) use check::{Check, CheckArgs};
pub(crate) use compile::Compile;
pub(crate) use deps::{DepsArgs, DepsFormat};
pub(crate) use devices::DeviceArgs;
pub(crate) use dial::{Dial, DialectArg};
pub(crate) use explain::{Explain, Rule, Subject, ValueArgs};
pub(crate) use files::{Decompile, Inspect, Rekey, Verify};
pub(crate) use first::Bootstrap;
pub(crate) use key::{IkmArgs, KeyArgs, KeyFormArg, NewKeyArgs, SealKeyArgs, Typed};
pub(crate) use list::ListArgs;
pub(crate) use look::{ColorArg, FormArg, LookArgs};
pub(crate) use manual::Manual;
pub(crate) use master::{Derive, Keygen};
pub(crate) use models::Models;
pub(crate) use open::{HowArgs, ReadDigest};
pub(crate) use output::{NameArgs, PatternArgs, WriteArgs};
pub(crate) use profiles::{Convert, Sample};
pub(crate) use seal::{Digest, Format, FormatArgs, KdfArgs, SealArgs};
pub(crate) use source::{SourceArgs, SyntaxArg};

/// Compile SIP phone and ATA profiles into one encrypted file per device, and open such files again
#[derive(Debug, Parser)]
#[command(
    name = "spc",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        spc compile phone.xml --mac 000e08aabbcc --format xml\n  \
        spc keygen\n  \
        spc batch devices.csv --base base.xml --master-file master.key --out-dir www\n\n\
        Exit codes: 0 success, 1 bad input or stale output, 2 bad command line, 3 bad or missing key, 4 file cannot be \
        opened, 5 I/O error, 6 some devices of a list failed, 130 interrupted.\n\n\
        Stock Linksys, Sipura and Cisco phones do not read the default format, `spc`. For the formats that they read, see \
        --format in `spc compile --help`."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Deferred: only the arguments of the command in use are built. Building those of all commands took a third of the
/// startup time.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Compile a profile into one file per device
    Compile(Compile),
    /// Compile a base profile for every device in a list
    Batch(Box<Batch>),
    /// Open a compiled file and write its profile
    Decompile(Decompile),
    /// Show what a file is; needs no key, and shows no parameter names or values
    Inspect(Inspect),
    /// Check that compiled files open as their devices would open them; writes nothing
    Verify(Verify),
    /// Report what is wrong with profiles, and what a device would ignore or misread
    Check(Box<Check>),
    /// Explain a code, a parameter, or a value such as a provisioning rule or a dial plan
    Explain(Explain),
    /// Show what a device sends for dialled numbers; short for `explain dial`
    Dial(Dial),
    /// Convert a profile from XML to plain text, or from plain text to XML
    Convert(Convert),
    /// Write a sample profile: every parameter of a model, with its factory default
    Sample(Sample),
    /// List the known models and the formats that each one reads
    Models(Models),
    /// Print the manual page in roff, or the page of all checks
    Manual(Manual),
    /// Generate a master key for a fleet
    Keygen(Keygen),
    /// Derive device keys from the master key
    Derive(Derive),
    /// Re-encrypt files with a new key
    Rekey(Rekey),
    /// Write a device's first profile, which contains its key and the URL of its next file
    Bootstrap(Bootstrap),
}

/// Parses a command line, of which the first word is the program's name.
pub(crate) fn parse(words: &[OsString]) -> Result<Cli, clap::Error> {
    parse_one(words).map_or_else(|| Cli::try_parse_from(words), Ok)
}

/// A fast path for when the second word is a command and nothing is wrong: only that command is built. Giving every command
/// its global flags, and freeing what was built, took a quarter of the parsing time.
fn parse_one(words: &[OsString]) -> Option<Cli> {
    let name = words.get(1)?.to_str()?;
    let mut commands = Command::augment_subcommands(clap::Command::new(""));
    let meant = commands.find_subcommand_mut(name).map(std::mem::take)?;
    let mut cli = LookArgs::augment_args(clap::Command::new("spc")).subcommand(meant);
    let read = cli.try_get_matches_from_mut(words).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    // The process is short-lived, and its end frees them all at once.
    std::mem::forget((commands, cli));
    read.ok()
}
