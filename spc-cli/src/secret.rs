//! Where a key comes from: a file, a descriptor, a command, the environment, a prompt, or the command line.
//!
//! One source or none; the text is one line, wiped on drop, and never part of a message.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use spc_core::key::{Key, KeyError, KeyText, MasterKey, Passphrase, RawKey};
use zeroize::Zeroizing;

use crate::args::{KeyArgs, KeyFormArg};
use crate::exit::Exit;
use crate::failure::{Failure, describe};
use crate::input::is_dash;
use crate::talk::Talk;

/// No key is longer: 128 characters, or a phrase of an openssl file in any reason.
const LIMIT: usize = 4096;
/// One byte more tells that there is more.
const READ: u64 = 4097;

/// Where the key text is to be taken from.
#[derive(Debug)]
enum Source {
    File(PathBuf),
    Stdin,
    Command(String),
    Prompt,
    /// On the command line, where others can see it.
    Argument(Zeroizing<String>),
}

/// The key of a run, read but not yet judged.
#[derive(Debug)]
pub(crate) struct Secret {
    pub(crate) text: KeyText,
    /// Where it came from, for messages.
    pub(crate) origin: String,
    /// Whether the text is the fleet's master key.
    pub(crate) is_master: bool,
    form: Option<KeyFormArg>,
}

/// Whether a key is typed to make a file or to open one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Asked twice: a slip would lock the file.
    Writing,
    Reading,
}

impl Secret {
    /// Reads the key that the arguments or the environment name; `None` when they name none.
    pub(crate) fn load(args: &KeyArgs, purpose: Purpose, talk: &mut Talk) -> Result<Option<Self>, Failure> {
        let Some((source, is_master)) = choose(args)? else {
            return Ok(None);
        };
        let origin = source.origin();
        if matches!(source, Source::Argument(_)) {
            talk.warn_about_key(
                "a key on the command line can be seen by other users, in shell histories and in logs",
                Some("use --key-file, --key-fd, --key-cmd or --key-prompt"),
            );
        }
        let form = args.form();
        let text = source.read(purpose, talk)?;
        Ok(Some(Self { text: KeyText::new(one_line(text, &origin)?), origin, is_master, form }))
    }

    /// Asks for a key, for a file that turns out to want one; `None` without a terminal to ask on.
    pub(crate) fn ask() -> Result<Option<Self>, Failure> {
        if !can_prompt() {
            return Ok(None);
        }
        let text = prompt("key: ")?;
        Ok(Some(Self { text: KeyText::new(text), origin: "the prompt".into(), is_master: false, form: None }))
    }

    /// The text as the fleet's master key.
    pub(crate) fn master(&self) -> Result<MasterKey, Failure> {
        MasterKey::from_hex(self.text.expose()).map_err(|error| Failure::bad_key(&self.origin, error))
    }

    /// Whether the text is read as a raw key of a container: digits only, unless `--key-form` says otherwise.
    pub(crate) fn is_raw(&self) -> bool {
        let digits = || self.text.expose().bytes().all(|byte| byte.is_ascii_hexdigit());
        self.form.map_or_else(digits, |form| form == KeyFormArg::Hex)
    }

    /// The text as the key of a container; a phrase is stretched here, once a run.
    pub(crate) fn container_key(
        &self,
        kdf: impl FnOnce() -> Result<([u8; 16], u32), Failure>,
        talk: &mut Talk,
    ) -> Result<Key, Failure> {
        let bad = |error| Failure::bad_key(&self.origin, error);
        if self.text.expose().is_empty() {
            return Err(bad(KeyError::Empty));
        }
        if self.is_raw() {
            return Ok(RawKey::from_hex(self.text.expose()).map_err(bad)?.into());
        }
        let phrase = Passphrase::new(self.text.expose().to_owned()).map_err(bad)?;
        if phrase.is_short() {
            talk.warn_about_key(
                "the passphrase has fewer than 16 characters and can be guessed offline [SPC0703]",
                Some("`spc keygen` makes a key that cannot be guessed"),
            );
        }
        let (salt, iterations) = kdf()?;
        Ok(phrase.stretch(&salt, iterations).map_err(|error| Failure::usage(error.to_string()))?.into())
    }
}

/// The one source of the arguments, or of the environment.
fn choose(args: &KeyArgs) -> Result<Option<(Source, bool)>, Failure> {
    let file = |path: &Path| if is_dash(path) { Source::Stdin } else { Source::File(path.to_owned()) };
    let argument = |text: &str| Source::Argument(Zeroizing::new(text.to_owned()));
    let from_flags = None
        .or_else(|| args.key_file.as_deref().map(file))
        .or_else(|| args.master_file.as_deref().map(file))
        .or_else(|| args.key_fd.map(|fd| Source::File(PathBuf::from(format!("/dev/fd/{fd}")))))
        .or_else(|| args.key_cmd.clone().map(Source::Command))
        .or_else(|| args.key_prompt.then_some(Source::Prompt))
        .or_else(|| args.hex_key.as_deref().map(argument))
        .or_else(|| args.ascii_key.as_deref().map(argument));
    let is_master = args.master || args.master_file.is_some();
    if let Some(source) = from_flags {
        return Ok(Some((source, is_master)));
    }
    let variable = |name: &str| std::env::var_os(name).filter(|value: &OsString| !value.is_empty());
    let source = match (variable("SPC_KEY_FILE"), variable("SPC_KEY_CMD")) {
        (Some(_), Some(_)) => {
            let failure = Failure::usage("SPC_KEY_FILE and SPC_KEY_CMD are both set");
            return Err(failure.hint("unset one of them"));
        }
        (Some(path), None) => Source::File(path.into()),
        (None, Some(command)) => Source::Command(command.to_string_lossy().into_owned()),
        (None, None) if is_master => {
            let failure = Failure::usage("--master says how to read a key, and there is none");
            return Err(failure.hint("give --master-file, or --key-file, --key-fd, --key-cmd or --key-prompt with it"));
        }
        (None, None) => return Ok(None),
    };
    Ok(Some((source, is_master)))
}

impl Source {
    fn origin(&self) -> String {
        match self {
            Self::File(path) => format!("key file `{}`", path.display()),
            Self::Stdin => "the key on standard input".into(),
            Self::Command(_) => "the output of the key command".into(),
            Self::Prompt => "the prompt".into(),
            Self::Argument(_) => "the key on the command line".into(),
        }
    }

    fn read(self, purpose: Purpose, talk: &mut Talk) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let unreadable = |path: &Path, error: &io::Error| {
            Failure::key(format!("cannot read key file `{}`: {}", path.display(), describe(error)))
        };
        match self {
            Self::File(path) => {
                let file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
                warn_if_shared(&file, &path, talk);
                bounded(file).map_err(|error| unreadable(&path, &error))
            }
            Self::Stdin => bounded(io::stdin().lock()).map_err(|error| unreadable(Path::new("-"), &error)),
            Self::Command(line) => run(&line),
            Self::Prompt => {
                if !can_prompt() {
                    let failure = Failure::key("--key-prompt needs a terminal");
                    return Err(failure.hint("in scripts use --key-file, --key-fd or --key-cmd"));
                }
                let first = Zeroizing::new(prompt("key: ")?);
                if purpose == Purpose::Writing && *first != *Zeroizing::new(prompt("key again: ")?) {
                    return Err(Failure::key("the two keys differ"));
                }
                Ok(Zeroizing::new(first.as_bytes().to_vec()))
            }
            Self::Argument(text) => Ok(Zeroizing::new(text.as_bytes().to_vec())),
        }
    }
}

/// Reads one byte more than any key has, into a buffer that does not grow.
fn bounded(source: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(LIMIT * 2));
    source.take(READ).read_to_end(&mut text)?;
    Ok(text)
}

/// A key that group or others can read is shared with them.
pub(crate) fn warn_if_shared(file: &File, path: &Path, talk: &mut Talk) {
    let Ok(about) = file.metadata() else { return };
    if about.is_file() && about.permissions().mode() & 0o044 != 0 {
        let message = format!("key file `{}` can be read by other users", path.display());
        talk.warn_about_key(&message, Some("chmod 600 takes that away"));
    }
}

/// Runs a command without a shell and takes its standard output.
fn run(line: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let words = shlex::split(line).filter(|words| !words.is_empty());
    let Some((program, arguments)) = words.as_deref().and_then(<[String]>::split_first) else {
        return Err(Failure::usage("the key command has no words, or a quote that is not closed"));
    };
    let failed = |why: String| Failure::key(format!("key command `{program}` {why}"));
    let spawned = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| failed(format!("cannot be run: {}", describe(&error))))?;
    let output = child.stdout.take().map(bounded).transpose();
    let status = child.wait().map_err(|error| failed(describe(&error)))?;
    if !status.success() {
        return Err(failed(format!("failed: {status}")));
    }
    output.map(Option::unwrap_or_default).map_err(|error| failed(describe(&error)))
}

/// The text of one line, its line ending removed: never cut, never guessed.
fn one_line(text: Zeroizing<Vec<u8>>, origin: &str) -> Result<String, Failure> {
    if text.len() > LIMIT {
        return Err(Failure::key(format!("{origin} is longer than {LIMIT} bytes, which no key is")));
    }
    let line = text.strip_suffix(b"\n").map_or(text.as_slice(), |line| line.strip_suffix(b"\r").unwrap_or(line));
    if line.is_empty() {
        return Err(Failure::key(format!("{origin} is empty")).hint("a key is one line of text"));
    }
    if line.contains(&b'\n') {
        return Err(Failure::key(format!("{origin} has more than one line")).hint("a key is one line of text"));
    }
    let line = std::str::from_utf8(line).map_err(|_| {
        Failure::key(format!("{origin} is not text")).hint("write the bytes of a key as hexadecimal digits")
    })?;
    Ok(line.to_owned())
}

/// Whether there is someone to ask.
fn can_prompt() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn prompt(question: &str) -> Result<String, Failure> {
    rpassword::prompt_password(question)
        .map_err(|error| Failure::new(Exit::Key, format!("cannot read the key: {}", describe(&error))))
}
