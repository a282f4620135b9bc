//! `spc check`: what is wrong with profiles, and what their devices would ignore or misread.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use spc_files::read::{Checked, Filter, walk};
use spc_files::report::findings::Findings;
use spc_files::{Error, Exit, Reporter};

use crate::args::Check;
use crate::command::fix;
use crate::plan::{check, key, source};

pub(crate) fn run(args: &Check, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let checker = check::checker(&args.checks)?.model(args.model).complete(args.complete);
    let reading = source::reading(&args.source, key::files_of_environment());
    let filter = Filter { include: args.include.clone(), exclude: args.exclude.clone() };
    let files = walk::files(&args.inputs, &filter)?;
    if args.fix {
        return fix::run(&files, &checker, &reading, args.dry_run, reporter);
    }
    let mut findings = Findings::new(args.max_findings, reporter);
    let mut worst = None;
    let check = |file: &Result<PathBuf, Error>| file.clone().and_then(|path| Checked::file(&path, &checker, &reading));
    in_order(&files, check, |checked| {
        match checked {
            Ok(checked) => findings.file(&checked.findings, &checked.shown())?,
            // The other profiles are still worth a look; an unreadable one weighs more than a bad one.
            Err(error) => {
                reporter.error(&error);
                worst = worst.max(Some(error.exit()));
            }
        }
        Ok(())
    })?;
    let has_error = findings.has_error();
    findings.finish()?;
    match worst.max(has_error.then_some(Exit::Input)) {
        Some(exit) => Err(Error::Silent(exit)),
        None => reporter.settle().map_err(|_| Error::Silent(Exit::Input)),
    }
}

/// Does the work of all items on all cores, and hands the results over in the order of the items.
fn in_order<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..cores {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    // Nobody listens any more once a result could not be printed.
                    if sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = std::collections::BTreeMap::new();
        let mut wanted = 0_usize;
        for (at, result) in results {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&wanted) {
                take(result)?;
                wanted = wanted.saturating_add(1);
            }
        }
        Ok(())
    })
}
