//! The command line of the original compiler, translated to the current commands.
//!
//! Knows: the original options, and the current arguments that mean the same. Must not know: what any command does with them.
//! The original file layout and RC4 are not recreated, so only our own decoder reads a file made here.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::{CommandFactory, Parser};
use spc_core::TargetMac;
use spc_core::escape::{HIDDEN, escape};
use spc_files::write::{Output, PRIVATE};
use spc_files::{Error, Reporter};

use crate::args::{Cli, Typed};
use crate::plan::seal;
use crate::usage;

pub(crate) mod typography;

/// Options whose arguments are never shown.
pub(crate) const SECRETS: [&str; 3] = ["--ascii-key", "--hex-key", "--scramble"];
/// The length in bytes of a time in the log, such as `2026-01-31T12:00:00Z`.
const TIME: u64 = 20;
/// The model of a sample if none is named: the one in the examples of the original guide.
const SAMPLE_MODEL: &str = "spa2102";

/// The command line of the original compiler
#[derive(Debug, Parser)]
#[command(
    name = "spc",
    override_usage = "spc [OPTIONS] <SOURCE> <OUTPUT>\n       spc --sample-profile <OUTPUT>\n       spc --sample-xml <OUTPUT>"
)]
struct Legacy {
    /// The profile
    #[arg(required_unless_present_any = ["sample_profile", "sample_xml"])]
    source: Option<PathBuf>,
    /// The file to write
    #[arg(required_unless_present_any = ["sample_profile", "sample_xml"])]
    output: Option<PathBuf>,
    /// Bind the file to the device with this address
    #[arg(long, value_name = "MAC")]
    target: Option<TargetMac>,
    /// Change every byte of the file by a phrase; this alone hides nothing
    #[arg(long, value_name = "PHRASE", allow_hyphen_values = true)]
    scramble: Option<Typed>,
    /// Encrypt with AES, which every key does anyway
    #[arg(long)]
    aes: bool,
    /// Refused: RC4 is broken
    #[arg(long)]
    rc4: bool,
    /// Encrypt with a passphrase
    #[arg(long, value_name = "PHRASE", allow_hyphen_values = true, conflicts_with = "hex_key")]
    ascii_key: Option<Typed>,
    /// Encrypt with a raw key
    #[arg(long, value_name = "HEX", allow_hyphen_values = true)]
    hex_key: Option<Typed>,
    /// Write a sample profile of all parameters, in plain text
    #[arg(long, value_name = "OUTPUT", conflicts_with_all = ["sample_xml", "source", "target", "scramble", "aes", "rc4", "ascii_key", "hex_key"])]
    sample_profile: Option<PathBuf>,
    /// Write a sample profile of all parameters, in XML
    #[arg(long, value_name = "OUTPUT", conflicts_with_all = ["source", "target", "scramble", "aes", "rc4", "ascii_key", "hex_key"])]
    sample_xml: Option<PathBuf>,
    /// Model of the sample [default: spa2102]
    #[arg(long, value_name = "MODEL", conflicts_with = "source")]
    model: Option<OsString>,
    /// Replace the output even if spc did not write it
    #[arg(long)]
    force: bool,
    /// Print nothing unless the run fails
    #[arg(long)]
    quiet: bool,
    /// Append the time, the command line and the messages to this file
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Print the equivalent current command, and do nothing else
    #[arg(long)]
    explain_legacy: bool,
}

/// Whether the arguments after the program's name are for the original compiler: they begin with an option, or with a source
/// that exists or has a name like a file. Any other word is treated as a command.
pub(crate) fn is_meant(arguments: &[OsString]) -> bool {
    let cli = Cli::command();
    let Some(first) = arguments.first() else { return false };
    let word = first.to_string_lossy();
    if matches!(&*word, "help" | "-h" | "--help" | "-V" | "--version") || cli.find_subcommand(first).is_some() {
        return false;
    }
    if word.starts_with('-') {
        let name = word.trim_start_matches('-').split('=').next();
        // The flags that every current command accepts may come before it.
        return !cli.get_arguments().any(|arg| arg.is_global_set() && arg.get_long() == name);
    }
    // One word cannot be a source and an output.
    arguments.len() > 1 && usage::names_file(first)
}

/// Runs the arguments, the first of which is the program's name; `run` is the current program.
pub(crate) fn run(
    words: &[OsString],
    reporter: &Reporter,
    run: impl Fn(&[OsString]) -> Result<(), Error>,
) -> Result<(), Error> {
    let legacy = match Legacy::try_parse_from(words) {
        Ok(legacy) => legacy,
        Err(error) => return usage::answer(&error, words, Legacy::command()),
    };
    let today = legacy.today()?;
    if legacy.explain_legacy {
        return legacy.explain(&today, reporter);
    }
    // Opened before the run, so that a log that cannot be written is reported before anything else is done.
    let log = legacy.log.as_deref().map(Log::open).transpose()?;
    if let (Some(log), Some(output)) = (&legacy.log, &legacy.output) {
        Output::resolve(output, &[log])?;
    }
    if !legacy.quiet && log.is_none() {
        legacy.name_sample(reporter);
        return run(&today);
    }
    reporter.keep();
    legacy.name_sample(reporter);
    let ended = run(&today);
    if let Err(error) = &ended {
        reporter.error(error);
    }
    let said = reporter.release();
    let logged = log.map_or(Ok(()), |log| log.append(words, &said));
    if ended.is_ok() && logged.is_ok() {
        return Ok(());
    }
    // --quiet applies only to runs that succeed; otherwise an error that is not in a log would be lost.
    reporter.lines(said.lines());
    if let Err(error) = logged {
        reporter.error(&error);
        // The exit code of the failed run says more than that of its log.
        return Err(ended.err().unwrap_or(error).reported());
    }
    ended.map_err(|failure| failure.reported())
}

impl Legacy {
    /// The current arguments that mean the same.
    fn today(&self) -> Result<Vec<OsString>, Error> {
        if self.rc4 {
            return Err(seal::rc4_refused());
        }
        if self.aes && self.ascii_key.is_none() && self.hex_key.is_none() {
            let failure = Error::key("--aes needs a key");
            return Err(failure.hint("give --ascii-key or --hex-key, or leave out --aes"));
        }
        let mut words = vec![OsString::from("spc")];
        let sample = self.sample_profile.as_deref().map(|path| ("text", path));
        if let Some((format, path)) = sample.or(self.sample_xml.as_deref().map(|path| ("xml", path))) {
            words.push("sample".into());
            push(&mut words, "--model", self.model.as_deref().unwrap_or(OsStr::new(SAMPLE_MODEL)));
            push(&mut words, "--format", OsStr::new(format));
            push(&mut words, "-o", path.as_os_str());
            return Ok(words);
        }
        words.push("compile".into());
        if let Some(mac) = &self.target {
            push(&mut words, "--mac", OsStr::new(&mac.to_string()));
        }
        let phrases = [&self.ascii_key, &self.hex_key, &self.scramble];
        for (flag, phrase) in SECRETS.into_iter().zip(phrases) {
            if let Some(phrase) = phrase {
                push(&mut words, flag, OsStr::new(phrase.expose()));
            }
        }
        if self.force {
            words.push("--overwrite".into());
        }
        push(&mut words, "-o", self.output.as_deref().unwrap_or(Path::new("")).as_os_str());
        let source = self.source.clone().unwrap_or_default().into_os_string();
        if is_flag(&source) {
            words.push("--".into());
        }
        words.push(source);
        Ok(words)
    }

    /// Prints the equivalent current command.
    fn explain(&self, today: &[OsString], reporter: &Reporter) -> Result<(), Error> {
        let mut line = shell_line(today);
        line.push(b'\n');
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&line).and_then(|()| stdout.flush());
        written.map_err(|error| Error::stdout(&error))?;
        if self.quiet || self.log.is_some() {
            reporter.note("--quiet and --log have no equivalent: redirect standard error");
        }
        Ok(())
    }

    /// Names the model of the sample if the user did not choose one.
    fn name_sample(&self, reporter: &Reporter) {
        if self.model.is_none() && (self.sample_profile.is_some() || self.sample_xml.is_some()) {
            reporter.note(&format!("the sample is for `{SAMPLE_MODEL}`; use --model to choose another model"));
        }
    }
}

/// Adds an option and its argument, joined with `=` if the argument would be taken for an option.
fn push(words: &mut Vec<OsString>, flag: &str, value: &OsStr) {
    let mut word = OsString::from(flag);
    if is_flag(value) {
        word.push("=");
        word.push(value);
        words.push(word);
    } else {
        words.extend([word, value.to_owned()]);
    }
}

fn is_flag(word: &OsStr) -> bool {
    word.as_bytes().starts_with(b"-") && word != "-"
}

/// The words as one line of shell, without secrets.
fn shell_line(words: &[OsString]) -> Vec<u8> {
    let mut shown: Vec<Vec<u8>> = Vec::with_capacity(words.len());
    let mut is_secret = false;
    for word in words {
        let bytes = word.as_bytes();
        let flag = bytes.split(|byte| *byte == b'=').next().unwrap_or_default();
        let is_flag = SECRETS.iter().any(|secret| secret.as_bytes() == flag);
        shown.push(match (is_secret, is_flag && flag.len() < bytes.len()) {
            (true, _) => HIDDEN.into(),
            (false, true) => [flag, b"=", HIDDEN.as_bytes()].concat(),
            // Arguments from the system never contain NUL, the only byte that cannot be quoted.
            (false, false) => shlex::bytes::try_quote(bytes).map(Cow::into_owned).unwrap_or_default(),
        });
        is_secret = is_flag && !is_secret && flag.len() == bytes.len();
    }
    shown.join(b" ".as_slice())
}

/// The file of `--log`.
struct Log<'a> {
    path: &'a Path,
    file: File,
}

impl<'a> Log<'a> {
    /// Opens a new file, or one that begins like a log. Any other file is a profile, a key or an output, which an extra line
    /// would break.
    fn open(path: &'a Path) -> Result<Self, Error> {
        let fail = |error: io::Error| Error::io("write", path, &error);
        let mut file =
            OpenOptions::new().read(true).append(true).create(true).mode(PRIVATE).open(path).map_err(fail)?;
        let mut start = Vec::new();
        if file.metadata().map_err(fail)?.is_file() {
            (&mut file).take(TIME).read_to_end(&mut start).map_err(fail)?;
        }
        let is_time = std::str::from_utf8(&start).is_ok_and(|time| humantime::parse_rfc3339(time).is_ok());
        if !start.is_empty() && !is_time {
            let failure = Error::usage(format!("`{}` is not a log of earlier runs", path.display()));
            return Err(failure.hint("--log appends to its file: choose another one"));
        }
        Ok(Self { path, file })
    }

    /// Appends the time, the command line and the messages of a run.
    fn append(mut self, words: &[OsString], said: &str) -> Result<(), Error> {
        let time = humantime::format_rfc3339_seconds(SystemTime::now());
        let line = OsString::from_vec(shell_line(words));
        let entry = format!("{time} {}\n{said}", escape(&line.to_string_lossy()));
        self.file.write_all(entry.as_bytes()).map_err(|error| Error::io("write", self.path, &error))
    }
}
