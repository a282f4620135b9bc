//! `spc check`: findings, and nothing else.

use crate::args::Check;
use crate::plan::{key, source};
use crate::read::profile;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

pub(crate) fn run(args: &Check, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let reading = source::reading(&args.source, key::files_of_environment());
    let mut worst = None;
    for path in &args.inputs {
        let checked =
            reading.read(path).and_then(|input| profile::parse_source(&input, &reading, reporter).map(|_| ()));
        if let Err(failure) = checked {
            // The other profiles are still worth a look; an unreadable one weighs more than a bad one.
            reporter.error(&failure);
            worst = worst.max(Some(failure.exit()));
        }
    }
    match worst {
        Some(exit) => Err(Error::Silent(exit)),
        None => reporter.settle().map_err(|_| Error::Silent(Exit::Input)),
    }
}
