//! Which checks are made, and how bad their findings are.

use spc_devices::check::{Check, Checker, Level, Levels, Selector, checks};
use spc_files::Error;

use crate::args::CheckArgs;

/// The checker that the flags ask for.
///
/// Codes weigh more than groups, and among each of them denying more than warning and warning more than allowing.
pub(crate) fn checker(args: &CheckArgs) -> Result<Checker, Error> {
    if let Some(number) = args.emergency.iter().find(|number| !is_number(number)) {
        let failure = Error::usage(format!("--emergency: `{number}` is not a number that can be dialled"));
        return Err(failure.hint("digits, `*` and `#`, with commas between the numbers, as in 112,999"));
    }
    let all: Vec<&Check> = checks().collect();
    let mut selected = Vec::new();
    for (flag, words, level) in [
        ("--allow", &args.allow, Level::Allow),
        ("--warn", &args.warn, Level::Warn),
        ("--deny", &args.deny, Level::Deny),
    ] {
        for word in words {
            let selector = Selector::parse(word, &all).map_err(|unknown| Error::usage(format!("{flag}: {unknown}")))?;
            selected.push((selector, level));
        }
    }
    // The sort is stable, so that within codes and within groups the order of the flags above stays.
    selected.sort_by_key(|(selector, _)| matches!(selector, Selector::Code(_)));
    let levels = selected.into_iter().fold(Levels::default(), |levels, (selector, level)| levels.with(selector, level));
    Ok(Checker::new().levels(levels).emergency(args.emergency.iter().cloned()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#'))
}
