//! What the command-line parser answers itself: help, the version, and errors, worded like all other errors.

use spc_devices::either;
use std::borrow::Cow;
use std::error::Error as _;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::num::{IntErrorKind, ParseIntError};
use std::path::Path;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use spc_files::{Error, Exit};

use crate::args::Cli;

/// Prints what was requested, or says what is wrong with the command line; `words` is the whole command line, and `known` is
/// what it can contain.
pub(crate) fn answer(error: &clap::Error, words: &[OsString], known: clap::Command) -> Result<(), Error> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let printed = error.print().and_then(|()| io::stdout().flush());
            printed.map_err(|error| Error::stdout(&error))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Err(Error::Reported(Exit::Usage))
        }
        _ => Err(match long_option(error, words, known) {
            Some(hint) => fault(error, words).hint(hint),
            None => fault(error, words),
        }),
    }
}

/// Whether a word names a file; no command looks like a file name.
pub(crate) fn names_file(word: &OsStr) -> bool {
    Path::new(word).exists() || word.to_string_lossy().contains(['.', '/'])
}

/// What is wrong, and how to fix it.
fn fault(error: &clap::Error, words: &[OsString]) -> Error {
    let is_unknown = matches!(error.kind(), ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument);
    if let Some(file) = words.get(1).filter(|word| is_unknown && names_file(word)) {
        let file = file.to_string_lossy();
        let hint =
            format!("to compile it for one phone: spc compile {file} --mac 000e08aabbcc; see `spc --help` for more");
        return Error::usage(format!("missing command before `{file}`")).hint(hint);
    }
    let wrong = Error::usage(message(error));
    if let Some(hint) = other_words(error).or_else(|| suggestion(error)) {
        return wrong.hint(hint);
    }
    match error.kind() {
        // The message itself says which values are valid.
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => wrong,
        _ => wrong.hint(format!("see `{} --help`", command(words))),
    }
}

fn message(error: &clap::Error) -> String {
    let argument = one(error, ContextKind::InvalidArg);
    let value = one(error, ContextKind::InvalidValue);
    // It is easy to type a key where only its source or its form belongs.
    let of = if argument.contains("key") || argument.contains("salt") {
        String::new()
    } else {
        format!(" `{}`", shown(&value))
    };
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` needs a value"),
        ErrorKind::InvalidValue => {
            let known = all(error, ContextKind::ValidValue).join(", ");
            format!("invalid value{of} for `{argument}` (use one of {known})")
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map(|reason| format!(": {}", reason_in_words(reason))).unwrap_or_default();
            format!("invalid value{of} for `{argument}`{reason}")
        }
        ErrorKind::UnknownArgument => format!("unexpected argument `{}`", shown(&argument)),
        ErrorKind::InvalidSubcommand => {
            format!("unknown command `{}`", shown(&one(error, ContextKind::InvalidSubcommand)))
        }
        ErrorKind::NoEquals => format!("`{argument}` needs its value after an `=`"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("wrong number of values for `{argument}`")
        }
        ErrorKind::ArgumentConflict => match all(error, ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == [argument.as_str()] => format!("`{argument}` is given twice"),
            prior => format!("`{argument}` cannot be used with {}", listed(&prior)),
        },
        ErrorKind::MissingRequiredArgument => {
            let missing = all(error, ContextKind::InvalidArg);
            missing.iter().map(|word| format!("missing {}", choice(word))).collect::<Vec<_>>().join(", ")
        }
        ErrorKind::MissingSubcommand => "missing command".into(),
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".into(),
        kind => kind.to_string(),
    }
}

/// The name used here for what other programs call something else.
fn other_words(error: &clap::Error) -> Option<String> {
    let command = |name| Some(format!("did you mean `{name}`?"));
    match (error.kind(), one(error, ContextKind::InvalidArg).as_str()) {
        (ErrorKind::UnknownArgument, "--key" | "--master-key" | "--new-key" | "--passphrase" | "--password" | "--pass" | "--secret" | "-k" | "-K") => {
            Some(
                "other users of this machine can see what is typed here: put the key in a file and give --key-file PATH, or --master-file PATH for a master key"
                    .into(),
            )
        }
        (ErrorKind::InvalidSubcommand, _) => match one(error, ContextKind::InvalidSubcommand).as_str() {
            "encrypt" | "build" | "make" | "create" => command("compile"),
            "decrypt" | "decode" | "unpack" | "extract" | "open" => command("decompile"),
            "lint" | "validate" | "test" => command("check"),
            "fleet" | "bulk" | "mass" => command("batch"),
            "info" | "show" | "identify" => command("inspect"),
            "genkey" | "key" | "generate" => command("keygen"),
            _ => None,
        },
        _ => None,
    }
}

/// What was probably meant.
fn suggestion(error: &clap::Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near: Vec<String> =
        kinds.into_iter().flat_map(|kind| all(error, kind)).map(|word| format!("`{word}`")).collect();
    // The parser's own advice, to pass an unknown option after `--`, fits none of the commands: none takes words that begin
    // with `-`.
    (!near.is_empty()).then(|| format!("did you mean {}?", either(&near)))
}

/// The long option that was typed with only one dash, as in `-target`.
fn long_option(error: &clap::Error, words: &[OsString], mut known: clap::Command) -> Option<String> {
    let short = one(error, ContextKind::InvalidArg);
    let typed =
        words.iter().filter_map(|word| word.to_str()).find(|word| word.len() > 2 && word.starts_with(&short))?;
    let name = typed.strip_prefix('-')?;
    known.build();
    let of = words.get(1).and_then(|word| known.find_subcommand(word)).unwrap_or(&known);
    of.get_arguments().any(|arg| arg.get_long() == Some(name)).then(|| format!("did you mean `--{name}`?"))
}

/// Replaces the standard library's words for an invalid number, which are written for programmers.
fn reason_in_words(reason: &(dyn std::error::Error + 'static)) -> Cow<'static, str> {
    match reason.downcast_ref::<ParseIntError>().map(ParseIntError::kind) {
        Some(IntErrorKind::PosOverflow | IntErrorKind::NegOverflow) => "the number is too large".into(),
        Some(IntErrorKind::Zero) => "it must be at least 1".into(),
        Some(_) => "not a whole number".into(),
        None => {
            let reason = reason.to_string();
            let range = reason.split_once(" is not in ").and_then(|(_, range)| range.split_once("..="));
            range.map(|(least, most)| format!("must be a number from {least} to {most}")).unwrap_or(reason).into()
        }
    }
}

/// A word up to a blank or `=`, because what follows may be a key. A key in place of the word is hidden, as in all messages.
pub(crate) fn shown(word: &str) -> Cow<'_, str> {
    match word.split_once(|c: char| c.is_whitespace() || c == '=') {
        Some((start, _)) => format!("{start} ...").into(),
        None => word.into(),
    }
}

/// An argument, or a group such as `<--a <X>|--b>`, one of which has to be given.
fn choice(word: &str) -> String {
    match word.strip_prefix('<').and_then(|word| word.strip_suffix('>')).filter(|group| group.contains('|')) {
        Some(group) => format!("one of {}", listed(&group.split('|').map(str::to_owned).collect::<Vec<_>>())),
        None => format!("`{word}`"),
    }
}

fn listed(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn one(error: &clap::Error, kind: ContextKind) -> String {
    all(error, kind).into_iter().next().unwrap_or_default()
}

fn all(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// The intended command, as far as it is known.
fn command(words: &[OsString]) -> String {
    let cli = Cli::command();
    let known = words.get(1).and_then(|word| cli.find_subcommand(word)).map(clap::Command::get_name);
    known.map_or_else(|| "spc".to_owned(), |name| format!("spc {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_examples() {
        fn check(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:\n  spc "), "{}: {help}", command.get_name());
            command.get_subcommands().filter(|command| command.get_name() != "help").for_each(check);
        }
        let mut cli = Cli::command();
        cli.build();
        cli.get_subcommands().filter(|command| command.get_name() != "help").for_each(check);
    }

    /// The message about an invalid command line.
    fn said(line: &[&str]) -> String {
        let words: Vec<OsString> = ["spc"].iter().chain(line).map(OsString::from).collect();
        format!("{:?}", fault(&Cli::command().try_get_matches_from(&words).unwrap_err(), &words))
    }

    #[test]
    fn the_words_of_other_programs_lead_to_ours() {
        for (line, hint) in [
            (&["lint", "p.xml"][..], "did you mean `check`?"),
            (&["encrypt"], "did you mean `compile`?"),
            (&["p.xml"], "missing command before `p.xml`"),
            (&["p.xml"], "spc compile p.xml --mac"),
            (&["compile", "--passphrase", "x"], "--key-file PATH"),
            (&["compile", "--key", "x"], "--key-file PATH"),
            (&["compile", "--master-key=x"], "--master-file PATH"),
            (&["compile", "--serial", "x", "p"], "`--serial <N>`: not a whole number"),
            (&["compile", "--serial", "-1", "p"], "see `spc compile --help`"),
        ] {
            assert!(said(line).contains(hint), "{line:?}: {}", said(line));
        }
    }

    #[test]
    fn an_unexpected_argument_is_cut_before_a_possible_key() {
        for line in [
            ["spc", "bootstrap", "--url", "--key planted http://h/"],
            ["spc", "derive", "--profile-rule", "--key planted http://h/"],
            ["spc", "derive", "--none=planted", "--mac"],
        ] {
            let words: Vec<OsString> = line.iter().map(OsString::from).collect();
            let error = Cli::command().try_get_matches_from(&words).unwrap_err();
            let said = format!("{:?}", fault(&error, &words));
            assert!(said.contains("`--") && !said.contains("planted"), "{said}");
        }
        for flag in ["--key-fd", "--key-form", "--kdf-salt"] {
            let words = ["spc", "compile", "p.xml", flag, "planted"];
            let error = Cli::command().try_get_matches_from(words).unwrap_err();
            let said = format!("{:?}", fault(&error, &words.map(OsString::from)));
            assert!(said.contains(flag) && !said.contains("planted"), "{said}");
        }
        assert_eq!((shown("--mac").as_ref(), shown("--key x y").as_ref()), ("--mac", "--key ..."));
    }
}
