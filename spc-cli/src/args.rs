//! What was typed, nothing more: no file is read and no key is looked at here.
//!
//! Knows: names of flags, their values and their help. Must not know: what any of them does to a file.
//!
//! A group of arguments says what it is for in a plain comment: its documentation would become that of the command. The
//! sections of every help are in the same order: what it is about, output, key, format, container, source; and in each
//! the usual comes before the rare.

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

/// Compiles SIP phone and ATA profiles into one encrypted file per device, and opens them again
#[derive(Debug, Parser)]
#[command(
    name = "spc",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        spc compile phone.xml --mac 000e08aabbcc --format xml\n  \
        spc keygen\n  \
        spc batch devices.csv --base base.xml --master-file master.key --out-dir www\n\n\
        Exit codes: 0 done, 1 bad input, 2 usage, 3 key, 4 file cannot be opened, 5 I/O, 6 some devices of a list \
        failed, 130 interrupted.\n\n\
        Stock Linksys, Sipura and Cisco phones do not read the default format, `spc`. See --format in \
        `spc compile --help` for the ones they read."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Deferred: the arguments of the one command that is meant are built, not those of all, which took a third of the start.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Compile a profile into one file per device
    Compile(Compile),
    /// Compile one profile and a device list into one file per device
    Batch(Box<Batch>),
    /// Open a file and write its profile
    Decompile(Decompile),
    /// Show what a file is, without a key and without showing names or values
    Inspect(Inspect),
    /// Open a file as its device would, without writing anything
    Verify(Verify),
    /// Report what is wrong with profiles, and what a device would ignore or misread
    Check(Box<Check>),
    /// Explain a code, a parameter or a value: a rule, a dial plan, a schedule, a tone, a key
    Explain(Explain),
    /// Show what a device sends for dialled numbers: short for `explain dial`
    Dial(Dial),
    /// Write a profile in the other language: XML as plain text, or plain text as XML
    Convert(Convert),
    /// Write a starting profile: every parameter of a model with its factory default
    Sample(Sample),
    /// List the known models and what each of them reads
    Models(Models),
    /// Print the manual page, in roff
    #[command(hide = true)]
    Manual(Manual),
    /// Make a master key for a fleet
    Keygen(Keygen),
    /// Derive the key of a device from the master key
    Derive(Derive),
    /// Encrypt files again, with a new key
    Rekey(Rekey),
    /// Make the first profile for a device, with the device's key and the address of its next file
    Bootstrap(Bootstrap),
}

/// Reads a command line, the program's name first.
pub(crate) fn parse(words: &[OsString]) -> Result<Cli, clap::Error> {
    parse_one(words).map_or_else(|| Cli::try_parse_from(words), Ok)
}

/// The same where the second word is a command and nothing is wrong, knowing no command but that one: to give each of them
/// the flags of all, and to free what was built, took a quarter of the reading.
fn parse_one(words: &[OsString]) -> Option<Cli> {
    let name = words.get(1)?.to_str()?;
    let mut commands = Command::augment_subcommands(clap::Command::new(""));
    let meant = commands.find_subcommand_mut(name).map(std::mem::take)?;
    let mut cli = LookArgs::augment_args(clap::Command::new("spc")).subcommand(meant);
    let read = cli.try_get_matches_from_mut(words).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    // The process is short, and its end frees them at once.
    std::mem::forget((commands, cli));
    read.ok()
}
