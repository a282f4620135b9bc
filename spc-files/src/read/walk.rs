//! The profiles of a folder, and of the folders in it.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use crate::read::input::is_dash;
use crate::report::error::{Error, describe};
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

/// A file to be read, or why a folder or a link in its place cannot be read, with its path if that is known.
pub type Entry = Result<PathBuf, (Option<PathBuf>, Error)>;

/// The files that these paths stand for, in order: a file stands for itself, and a folder for all files that the filter
/// selects, sorted. Links are followed, but never in circles.
///
/// # Errors
/// A pattern of the filter is not a glob.
pub fn files(paths: &[PathBuf], filter: &Filter) -> Result<Vec<Entry>, Error> {
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

fn of_folder(folder: &Path, filter: &Filter) -> Result<Vec<Entry>, Error> {
    let excluded = globs(folder, filter.exclude.iter().map(|glob| format!("!{glob}")))?;
    let included = globs(folder, filter.include.iter().cloned())?;
    // The walk itself never ignores a path that it was given, and does not ask about a link that leads nowhere.
    let is_included = |path: &Path| match included.is_empty() {
        true => path.extension().is_some_and(|kind| USUAL.iter().any(|usual| kind.eq_ignore_ascii_case(usual))),
        false => included.matched(path, false).is_whitelist(),
    };
    let is_meant = |path: &Path| is_included(path) && !excluded.matched(path, false).is_ignore();
    let walk = WalkBuilder::new(folder)
        .overrides(excluded.clone())
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
            Err(error) => {
                let path = path_of(&error);
                if path.is_none_or(|path| is_meant(path) || !path.is_symlink()) {
                    files.push(Err((path.map(Path::to_owned), unreadable(path, &error))));
                }
            }
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

fn unreadable(path: Option<&Path>, error: &ignore::Error) -> Error {
    let what = path.map_or_else(|| "a directory".to_owned(), |path| format!("`{}`", path.display()));
    // The walk puts the path into its own errors as well.
    let reason = match path.map(fs::metadata) {
        Some(Err(error)) => describe(&error),
        _ => error.io_error().map_or("it cannot be read".to_owned(), describe),
    };
    Error::new(Exit::Io, format!("cannot read {what}: {reason}"))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}
