//! The files in `testdata`, and what is next to the project in `../shared`.
#![expect(clippy::disallowed_methods, reason = "the ban on files is for the library, not for its tests")]

use std::fs;
use std::path::PathBuf;

/// A path below `testdata`.
pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../testdata").join(name)
}

/// The bytes of a file below `testdata`.
pub(crate) fn read(name: &str) -> Vec<u8> {
    let path = path(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
