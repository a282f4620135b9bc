//! `spc check`: reports what is wrong with profiles, and what their devices would ignore or misread.

use std::path::PathBuf;

use spc_files::read::{Checked, is_dash, walk};
use spc_files::report::findings::Findings;
use spc_files::sys::{Jobs, pipeline};
use spc_files::{Error, Exit, Reporter};

use crate::command::fix;
use crate::plan::check::{Check, Corrections};

pub(crate) fn run(plan: &Check<'_>, reporter: &Reporter) -> Result<(), Error> {
    let Check { checker, reading, .. } = plan;
    let files = walk::files(plan.inputs, &plan.filter)?;
    if files.is_empty() {
        let hint = "in directories, *.xml, *.cfg and *.txt (or --include) files are checked, except ignored ones";
        reporter.warn("nothing to check", Some(hint));
    }
    let mut findings = Findings::new(plan.most, reporter);
    let mut worst = None;
    let mut take = |(path, checked): (Option<PathBuf>, Result<Checked, Error>)| {
        match checked {
            Ok(checked) => {
                if !checked.has_dictionary {
                    findings.without_dictionary();
                }
                findings.file(&checked.findings, &checked.shown())?;
            }
            Err(error) if error.exit() == Exit::Interrupted => return Err(error),
            // The other profiles are still worth checking; for the exit code, an unreadable one outweighs a bad one.
            Err(error) => {
                let name = path.map(|path| if is_dash(&path) { "<stdin>".into() } else { path.display().to_string() });
                findings.unread(name.as_deref(), &error)?;
                worst = worst.max(Some(error.exit()));
            }
        }
        Ok(())
    };
    if plan.corrections == Corrections::None {
        let mut files = files.into_iter();
        let check = |file: walk::Entry| match file {
            Ok(path) => {
                let checked = Checked::file(&path, checker, reading);
                Ok((Some(path), checked))
            }
            Err((path, error)) => Ok((path, Err(error))),
        };
        pipeline::run(&Jobs::new(None, reporter), || Ok(files.next()), check, &mut take)?;
    } else {
        fix::run(files, checker, reading, plan.corrections == Corrections::Shown, take, reporter)?;
    }
    let has_error = findings.has_error();
    findings.finish()?;
    match worst.max(has_error.then_some(Exit::Input)) {
        Some(exit) => Err(Error::Reported(exit)),
        None => reporter.settle().map_err(|_| Error::Reported(Exit::Input)),
    }
}
