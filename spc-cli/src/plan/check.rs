//! What `spc check` reads, which checks are made, and how severe their findings are.

use std::path::PathBuf;

use spc_devices::check::{Checker, Level, Levels, Selector, checks};
use spc_files::read::{Filter, Reading};
use spc_files::{Error, Reporter};

use crate::args::{self, CheckArgs};
use crate::plan::{key, source};

/// Profiles, and how they are checked.
pub(crate) struct Check<'a> {
    /// Files and directories.
    pub(crate) inputs: &'a [PathBuf],
    /// Which files in directories are checked.
    pub(crate) filter: Filter,
    pub(crate) reading: Reading,
    pub(crate) checker: Checker,
    /// How many findings are shown per file.
    pub(crate) most: usize,
    pub(crate) corrections: Corrections,
}

/// What to do about findings whose correction is certain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Corrections {
    None,
    /// The changes are shown, and nothing is written.
    Shown,
    Made,
}

impl<'a> Check<'a> {
    pub(super) fn of(args: &'a args::Check, reporter: &Reporter) -> Result<Self, Error> {
        reporter.deny_warnings(args.deny_warnings);
        Ok(Self {
            inputs: &args.inputs,
            filter: Filter::new(args.include.clone(), args.exclude.clone()),
            checker: checker(&args.checks, reporter)?.model(args.model).complete(args.complete),
            reading: source::reading(&args.source, key::files_of_environment()),
            most: args.max_findings,
            corrections: match (args.fix, args.dry_run) {
                (false, _) => Corrections::None,
                (true, true) => Corrections::Shown,
                (true, false) => Corrections::Made,
            },
        })
    }
}

/// The checker that the flags request.
///
/// Codes override groups. Among codes and among groups, denying overrides warning, and warning overrides allowing.
fn checker(args: &CheckArgs, reporter: &Reporter) -> Result<Checker, Error> {
    if let Some(number) = args.emergency.iter().find(|number| !is_number(number)) {
        let failure = Error::usage(format!("--emergency: `{number}` is not a number that can be dialled"));
        return Err(failure.hint("use digits, `*` and `#`, and separate the numbers with commas, as in 112,999"));
    }
    let all: Vec<_> = checks().collect();
    let mut selected = Vec::new();
    for (flag, words, level) in [
        ("--allow", &args.allow, Level::Allow),
        ("--warn", &args.warn, Level::Warn),
        ("--deny", &args.deny, Level::Deny),
    ] {
        for word in words {
            let selector = Selector::parse(word, &all).map_err(|unknown| Error::usage(format!("{flag}: {unknown}")))?;
            if let Some(reason) = selector.without_effect(level) {
                reporter.warn(&format!("{flag} {word} has no effect: {reason}"), None);
            }
            selected.push((selector, level));
        }
    }
    // The sort is stable, so the order of the flags above is kept among codes and among groups.
    selected.sort_by_key(|(selector, _)| matches!(selector, Selector::Code(_)));
    let levels = selected.into_iter().fold(Levels::default(), |levels, (selector, level)| levels.with(selector, level));
    Ok(Checker::new().levels(levels).emergency(args.emergency.iter().cloned()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#'))
}
