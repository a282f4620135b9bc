//! The profiles of a folder, and of the folders in it.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use crate::read::input::is_dash;
use crate::report::error::Error;
use crate::report::exit::Exit;

/// The usual endings of profile names, in upper or lower case.
const USUAL: [&str; 3] = ["xml", "cfg", "txt"];

/// Which files of a folder are selected.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Globs of files to include; the usual names if there are none.
    pub include: Vec<String>,
    /// Globs of files to exclude.
    pub exclude: Vec<String>,
}

impl Filter {
    /// Files that match `include`, or have a usual name if that is empty, and do not match `exclude`.
    #[must_use]
    pub const fn new(include: Vec<String>, exclude: Vec<String>) -> Self {
        Self { include, exclude }
    }
}

/// The files that these paths stand for, in order: a file stands for itself, and a folder for all files that the filter
/// selects, sorted. A folder that cannot be read gives an error in place of its files. Links are followed, but never in circles.
///
/// # Errors
/// A pattern of the filter is not a glob.
pub fn files(paths: &[PathBuf], filter: &Filter) -> Result<Vec<Result<PathBuf, Error>>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if is_dash(path) || !path.is_dir() {
            files.push(Ok(path.clone()));
        } else {
            files.extend(of_folder(path, filter)?);
        }
    }
    Ok(files)
}

fn of_folder(folder: &Path, filter: &Filter) -> Result<Vec<Result<PathBuf, Error>>, Error> {
    let excluded = globs(folder, filter.exclude.iter().map(|glob| format!("!{glob}")))?;
    let included = globs(folder, filter.include.iter().cloned())?;
    // The walk itself never ignores a path that it was given.
    let is_meant = |path: &Path| match included.is_empty() {
        true => path.extension().is_some_and(|kind| USUAL.iter().any(|usual| kind.eq_ignore_ascii_case(usual))),
        false => included.matched(path, false).is_whitelist(),
    };
    let walk = WalkBuilder::new(folder)
        .overrides(excluded)
        .follow_links(true)
        .require_git(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .build();
    let mut files = Vec::new();
    for entry in walk {
        match entry {
            Ok(entry) => {
                if entry.file_type().is_some_and(|kind| kind.is_file()) && is_meant(entry.path()) {
                    files.push(Ok(entry.into_path()));
                }
            }
            // The files of a folder that a link leads back to have already been found.
            Err(error) if is_loop(&error) => {}
            Err(error) => files.push(Err(unreadable(&error))),
        }
    }
    Ok(files)
}

fn globs(folder: &Path, globs: impl Iterator<Item = String>) -> Result<Override, Error> {
    let mut builder = OverrideBuilder::new(folder);
    for glob in globs {
        builder
            .add(&glob)
            .map_err(|_| Error::usage(format!("`{}` is not a valid glob pattern", glob.trim_start_matches('!'))))?;
    }
    builder.build().map_err(|error| Error::usage(format!("the glob patterns cannot be used together: {error}")))
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

fn unreadable(error: &ignore::Error) -> Error {
    let path = path_of(error).map_or_else(|| "a directory".to_owned(), |path| format!("`{}`", path.display()));
    let reason = error.io_error().map_or("it cannot be read".to_owned(), crate::report::error::describe);
    Error::new(Exit::Io, format!("cannot read {path}: {reason}"))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}
