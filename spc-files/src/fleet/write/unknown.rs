//! Files in a fleet's directory that no run is known to have made.

use std::collections::HashSet;
use std::path::Path;

use spc_fleet::state::{Entry, SortedNames};

use crate::fleet::write::entries::entries;
use crate::report::reporter::Reporter;
use crate::sys::file_id::FileId;

/// How many files are named.
const FEW: usize = 3;

/// What is known about the files in a directory.
pub(crate) struct Known<'a> {
    /// Whether there is a record of earlier runs.
    pub(crate) has_record: bool,
    /// The files of this run.
    pub(crate) now: &'a SortedNames,
    /// The other files in the record.
    pub(crate) others: &'a [Entry],
    /// The manifest, which is not one of the files.
    pub(crate) manifest: Option<&'a Path>,
}

/// Reports how many files are unknown. None of them is removed, even if its device left the list. Parts of a list that several
/// machines wrote have no record.
pub(crate) fn report_unknown(directory: &Path, known: &Known<'_>, reporter: &Reporter) {
    let others: HashSet<&str> = known.others.iter().map(|entry| entry.file.as_str()).collect();
    // Compared by identity, however its path is written.
    let manifest = known.manifest.and_then(FileId::at);
    let is_known = |name: &str| {
        let is_manifest = || manifest.is_some() && FileId::at(&directory.join(name)) == manifest;
        known.now.contains(name) || others.contains(name) || is_manifest()
    };
    let mut named = Vec::new();
    let mut count = 0_usize;
    // Entries that cannot be read are not removed either.
    for (name, entry) in entries(directory).flatten() {
        if is_known(&name) || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        count = count.saturating_add(1);
        // The first ones by name.
        named.push(name);
        named.sort_unstable();
        named.truncate(FEW);
    }
    if count == 0 {
        return;
    }
    let shown: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
    let (shown, more) = (shown.join(", "), if count > FEW { ", .." } else { "" });
    let directory = directory.display();
    let (files, are) = if count == 1 { ("file", "is") } else { ("files", "are") };
    reporter.note(&match known.has_record {
        false => format!(
            "`{directory}` has no record of earlier runs, so {count} other {files} {are} left alone: {shown}{more}"
        ),
        true => {
            format!("the record of `{directory}` does not list {count} {files}, which {are} left alone: {shown}{more}")
        }
    });
}
