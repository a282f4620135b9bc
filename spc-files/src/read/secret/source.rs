//! A source of a key text, and how the text is read from there.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use spc_core::key::KeyText;
use zeroize::Zeroizing;

use super::files::is_key;
use crate::read::input::is_dash;
use crate::report::error::{Error, describe};
use crate::report::reporter::Reporter;
use crate::sys::file_id::FileId;
use crate::sys::prompt::{can_prompt, prompt};
use spc_core::escape::is_dangerous;

/// No key is longer: at most 128 characters, or a passphrase of reasonable length for an openssl file.
pub(super) const LIMIT: usize = 4096;
/// One byte more shows that there is more.
const READ: u64 = 4097;
const STDIN: u32 = 0;
/// What joins commands in a shell, or redirects them.
const SHELL_SIGNS: [&str; 8] = ["|", "||", "&&", ";", "&", ">", ">>", "<"];

/// Whether a key is typed to make a file or to open one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Asked twice: a typing mistake would lock the file.
    Writing,
    /// Asked once: a typing mistake does no harm.
    Reading,
}

/// Where the key text is read from.
#[non_exhaustive]
pub enum KeySource {
    /// A file, and the variable that names it, if any. A key that was put in the variable by mistake must not be shown.
    File {
        /// Where it is.
        path: PathBuf,
        /// The variable that names it.
        variable: Option<&'static str>,
    },
    /// Opened as `/dev/fd/N`, which needs no unsafe code.
    Descriptor(u32),
    /// Standard input, to its end.
    Stdin,
    /// The output of a program that is run without a shell.
    Command {
        /// The program and its arguments, quoted as in a shell.
        line: String,
        /// The variable that names it.
        variable: Option<&'static str>,
    },
    /// The question to ask.
    Prompt(&'static str),
    /// On the command line, where others can see it.
    Argument(KeyText),
}

/// Shows only the kind, because a path or a command may be a key that was typed in its place.
impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File { .. } => "File(..)",
            Self::Descriptor(_) => "Descriptor(..)",
            Self::Stdin => "Stdin",
            Self::Command { .. } => "Command(..)",
            Self::Prompt(_) => "Prompt(..)",
            Self::Argument(_) => "Argument(..)",
        })
    }
}

impl KeySource {
    /// A file, or standard input for `-`.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        if is_dash(path) { Self::Stdin } else { Self::File { path: path.to_owned(), variable: None } }
    }

    /// The file that a variable of the environment names.
    pub(super) fn named(path: &Path, variable: &'static str) -> Self {
        if is_dash(path) { Self::Stdin } else { Self::File { path: path.to_owned(), variable: Some(variable) } }
    }

    /// A command line.
    #[must_use]
    pub const fn command(line: String) -> Self {
        Self::Command { line, variable: None }
    }

    /// A descriptor that is open; 0 is standard input.
    #[must_use]
    pub const fn descriptor(number: u32) -> Self {
        if number == STDIN { Self::Stdin } else { Self::Descriptor(number) }
    }

    /// Which file or pipe it is, if it is one.
    pub(super) fn file_id(&self) -> Option<FileId> {
        match self {
            Self::File { path, .. } => FileId::at(path),
            Self::Descriptor(number) => FileId::at(Path::new(&format!("/dev/fd/{number}"))),
            Self::Stdin => {
                let file = io::stdin().as_fd().try_clone_to_owned().map(File::from);
                FileId::of(&file.and_then(|file| file.metadata()).ok()?)
            }
            Self::Command { .. } | Self::Prompt(_) | Self::Argument(_) => None,
        }
    }

    /// The name of the source, for messages.
    pub(super) fn origin(&self) -> String {
        match self {
            Self::File { variable: Some(name), .. } => format!("the key file that {name} names"),
            Self::File { path, .. } if may_be_key(path) => "the key file".into(),
            Self::File { path, .. } => format!("key file `{}`", path.display()),
            Self::Descriptor(number) => format!("the key on descriptor {number}"),
            Self::Stdin => "the key on standard input".into(),
            Self::Command { .. } => "the output of the key command".into(),
            Self::Prompt(_) => "the key from the prompt".into(),
            Self::Argument(_) => "the key on the command line".into(),
        }
    }

    /// Reads the text, at most one byte more than the longest key, into a buffer that is wiped and does not grow.
    pub(super) fn read(&self, purpose: Purpose, reporter: &Reporter) -> Result<Zeroizing<Vec<u8>>, Error> {
        let unreadable = |error: io::Error| {
            let failure = Error::key(format!("cannot read {}: {}", self.origin(), describe(&error)));
            match self {
                Self::Descriptor(number) => failure.hint(format!("open it in the shell: {number}<FILE")),
                Self::File { path, .. } if is_key(path.as_os_str().as_bytes()) => {
                    failure.hint("its name looks like a key: put the key in a file, and give the name of that file")
                }
                Self::File { path, variable: None } if may_be_key(path) => failure
                    .hint("its name is not shown, because it may be the key: put the key in a file, and give the name of that file"),
                _ => failure,
            }
        };
        match self {
            Self::File { path, .. } => {
                let file = File::open(path).map_err(unreadable)?;
                warn_if_shared(&file, &self.origin(), reporter);
                bounded(file).map_err(unreadable)
            }
            Self::Descriptor(number) => {
                let file = File::open(format!("/dev/fd/{number}")).map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound => unreadable(io::Error::other("it is not open")),
                    _ => unreadable(error),
                });
                bounded(file?).map_err(unreadable)
            }
            // Uses a descriptor of its own, because the buffer of the standard library's handle is never wiped.
            Self::Stdin => {
                let file = io::stdin().as_fd().try_clone_to_owned().map(File::from);
                file.and_then(bounded).map_err(unreadable)
            }
            Self::Command { line, variable } => run(line, *variable, reporter),
            Self::Prompt(question) => {
                if !can_prompt() {
                    let failure = Error::key("there is no terminal to ask for the key on");
                    return Err(failure.hint("in a script, give a key file, a descriptor or a command"));
                }
                let text = ask(question)?;
                if purpose == Purpose::Writing && *text != *ask("again: ")? {
                    return Err(Error::key("the two keys differ"));
                }
                Ok(text)
            }
            Self::Argument(text) => Ok(Zeroizing::new(text.expose().as_bytes().to_vec())),
        }
    }
}

/// Whether the key itself may have been typed in place of its file's name: no such file exists, and the path is not in an
/// existing folder.
fn may_be_key(path: &Path) -> bool {
    let mut parts = path.components();
    let first = parts.next().map(|first| Path::new(first.as_os_str()).to_owned());
    let is_in_folder = parts.next().is_some() && first.is_some_and(|first| fs::symlink_metadata(first).is_ok());
    is_key(path.as_os_str().as_bytes()) || (fs::symlink_metadata(path).is_err() && !is_in_folder)
}

fn bounded(source: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(LIMIT * 2));
    source.take(READ).read_to_end(&mut text)?;
    Ok(text)
}

/// Warns if the key file can be read by its group or by others.
fn warn_if_shared(file: &File, origin: &str, reporter: &Reporter) {
    let Ok(about) = file.metadata() else { return };
    if about.is_file() && about.permissions().mode() & 0o044 != 0 {
        reporter
            .warn_about_key(&format!("{origin} can be read by other users"), Some("make it private with `chmod 600`"));
    }
}

/// Runs a command without a shell and reads its standard output; its standard error passes through.
fn run(line: &str, variable: Option<&str>, reporter: &Reporter) -> Result<Zeroizing<Vec<u8>>, Error> {
    let words =
        shlex::split(line).ok_or_else(|| Error::usage("the key command ends inside a quote or after a `\\`"))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(Error::usage("the key command is empty"));
    };
    if let Some(sign) = shell_sign(line, arguments) {
        let message = format!("the key command runs without a shell, so `{sign}` is passed to it as an argument");
        reporter.warn_about_key(&message, Some("let a shell run it: `sh -c 'COMMAND | COMMAND'`"));
    }
    let failed = |why: String| {
        Error::key(match variable {
            Some(name) => format!("the key command in {name} {why}"),
            None if is_key(program.as_bytes()) => format!("the key command {why}"),
            None => format!("key command `{program}` {why}"),
        })
    };
    let spawned = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| match error.kind() {
        // The key itself, which has no such characters, may have been typed in place of the command.
        io::ErrorKind::NotFound if variable.is_none() && !program.contains(is_dangerous) => {
            Error::key("cannot run the key command: program not found")
        }
        _ => failed(format!("cannot be run: {}", describe(&error))),
    })?;
    let output = child.stdout.take().map(bounded).transpose();
    let is_too_long = output.as_ref().is_ok_and(|text| text.as_ref().is_some_and(|text| text.len() > LIMIT));
    if is_too_long {
        // It prints more than is read, and may never end on its own.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| failed(describe(&error)))?;
    if !status.success() && !is_too_long {
        return Err(failed(status.signal().map_or_else(
            || format!("failed with exit status {}", status.code().unwrap_or_default()),
            |signal| format!("was ended by signal {signal}"),
        )));
    }
    output.map(Option::unwrap_or_default).map_err(|error| failed(describe(&error)))
}

/// A character sequence that a shell would act on, if it is not quoted.
fn shell_sign(line: &str, arguments: &[String]) -> Option<&'static str> {
    let is_argument = |sign: &str| arguments.iter().any(|argument| argument == sign);
    let is_bare = |sign: &str| line.split_whitespace().any(|word| word == sign);
    // An unquoted `$(..)`, which a shell would replace, is passed on literally.
    let is_replaced = |sign: &&str| {
        let begins = |word: &str| word.starts_with(*sign);
        line.split_whitespace().any(begins) && arguments.iter().any(|argument| begins(argument))
    };
    let joined = SHELL_SIGNS.into_iter().find(|sign| is_argument(sign) && is_bare(sign));
    joined.or_else(|| ["`", "$("].into_iter().find(is_replaced))
}

fn ask(question: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    prompt(question).map_err(|error| Error::key(format!("cannot read the key: {}", describe(&error))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shell_syntax_is_noticed_unless_it_is_quoted() {
        let sign = |line: &str| shell_sign(line, &shlex::split(line).unwrap()[1..]);
        assert_eq!(sign("pass show voip | head -n1"), Some("|"));
        assert_eq!(sign("age -d key.age > /dev/stdout"), Some(">"));
        assert_eq!(sign("cut -d '|' -f 2 keys"), None);
        assert_eq!(sign("sh -c 'pass show voip | head -n1'"), None);
        assert_eq!(sign("pass show a|b"), None);
        assert_eq!(sign("echo `cat key`"), Some("`"));
        assert_eq!(sign("echo $(cat key)"), Some("$("));
        assert_eq!(sign("printf '$(x)'"), None);
    }
}
