//! How the files of a run are written.

use std::path::Path;

use spc_files::write::{DepsSyntax, Replaces, Request, WriteMode, Writing};

use crate::args::{DepsArgs, DepsFormat, WriteArgs};

/// A text that a command writes.
pub(crate) struct TextFile<'a> {
    /// Where it goes; `-` is standard output.
    pub(crate) path: &'a Path,
    pub(crate) replaces: Replaces,
    pub(crate) mode: u32,
}

/// How files are written, according to the arguments.
pub(super) const fn writing(args: &WriteArgs) -> Writing {
    let way = match args {
        WriteArgs { check: true, .. } => WriteMode::Compare,
        WriteArgs { if_changed: true, .. } => WriteMode::KeepEqual,
        _ => WriteMode::Replace,
    };
    Writing::new(way, args.out_mode).dry(args.dry_run)
}

/// Whether a file must have the same bytes on each run.
pub(super) const fn is_compared(args: &WriteArgs) -> bool {
    args.if_changed || args.check
}

/// The list of dependencies, if one is requested.
pub(super) fn dependencies(args: &DepsArgs, overwrite: bool) -> Option<Request<'_>> {
    let syntax = match args.deps_format {
        DepsFormat::Make => DepsSyntax::Make,
        DepsFormat::Json => DepsSyntax::Json,
    };
    args.deps.as_deref().map(|path| Request::new(path, syntax, overwrite))
}
