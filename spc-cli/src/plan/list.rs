//! The device list of a run, if the arguments name one.

use std::path::Path;

use spc_files::fleet::ListFile;
use spc_files::read::KeyFiles;
use spc_files::{Error, Reporter};
use spc_fleet::list::ListSyntax;

use crate::args::ListArgs;

/// The list. `keys` are the key files of the run.
pub(super) fn open<'a>(
    path: &'a Path,
    args: &ListArgs,
    keys: &KeyFiles,
    reporter: &Reporter,
) -> Result<ListFile<'a>, Error> {
    ListFile::open(path, &syntax(args), keys, reporter)
}

/// The list, if there is one.
pub(super) fn open_named<'a>(
    path: Option<&'a Path>,
    args: &ListArgs,
    keys: &KeyFiles,
    reporter: &Reporter,
) -> Result<Option<ListFile<'a>>, Error> {
    match path {
        Some(path) => open(path, args, keys, reporter).map(Some),
        None if syntax(args).is_silent() => Ok(None),
        None => Err(Error::usage("--delimiter and --column need a device list").hint("give --devices")),
    }
}

/// The layout of the list.
fn syntax(args: &ListArgs) -> ListSyntax {
    ListSyntax::default().delimiter(args.delimiter).renamed(args.column.clone())
}
