//! `spc check`: findings, and nothing else.

use crate::args::Check;
use crate::read::input::Input;
use crate::read::profile;
use crate::report::error::Failure;
use crate::report::exit::Exit;
use crate::report::reporter::Talk;

pub(crate) fn run(args: &Check) -> Result<(), Failure> {
    let mut talk = Talk::new(args.deny_warnings);
    let mut worst = None;
    for path in &args.inputs {
        let checked = Input::read(path, profile::LIMIT)
            .and_then(|input| profile::parse_source(&input, &args.source, &mut talk).map(|_| ()));
        if let Err(failure) = checked {
            // The other profiles are still worth a look; an unreadable one weighs more than a bad one.
            talk.failure(&failure);
            worst = worst.max(Some(failure.exit()));
        }
    }
    match worst {
        Some(exit) => Err(Failure::Silent(exit)),
        None => talk.settle().map_err(|_| Failure::Silent(Exit::Input)),
    }
}
