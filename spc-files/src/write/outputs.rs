//! The outputs of a run as a whole: no two of them are the same file, and none is an input.
//!
//! Two names may lead to the same file: through a link, through `./`, through a descriptor. Only the output that is written
//! last would remain, without any message.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::read::secret::KeyFiles;
use crate::report::error::Error;
use crate::sys::file_id::FileId;
use crate::write::staged::{Output, folder_of, stdout_id};

/// Where the bytes of an output end up.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Place {
    Stdout,
    /// A path without links, whether the file exists or not.
    File(PathBuf),
    /// A pipe. Devices are not included: they keep nothing, so several outputs may go to the same one.
    Pipe(FileId),
    Nowhere,
}

impl Place {
    fn of(output: &Output) -> Self {
        match output {
            Output::Stdout => Self::Stdout,
            Output::Special(path) => FileId::at(path).map_or(Self::Nowhere, Self::Pipe),
            Output::File(path) => {
                let folder = fs::canonicalize(folder_of(path)).unwrap_or_else(|_| folder_of(path).to_owned());
                Self::File(folder.join(path.file_name().unwrap_or_default()))
            }
        }
    }
}

/// An output that is named on the command line or by a pattern, and goes to one place.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NamedOutput<'a> {
    /// What messages call it, such as the flag that names it; empty for the files of devices.
    pub label: &'static str,
    /// As it was named.
    pub path: &'a Path,
}

/// Resolves the outputs of a run, in order. `writes_to_stdout` says whether something else is printed there.
///
/// # Errors
/// Two of them are one file, or one is an input.
pub fn resolve(
    named: &[NamedOutput<'_>],
    inputs: &[&Path],
    keys: &KeyFiles,
    writes_to_stdout: bool,
) -> Result<Vec<Output>, Error> {
    let inputs: HashSet<FileId> = inputs.iter().filter_map(|input| FileId::at(input)).collect();
    let outputs = named.iter().map(|one| Output::beside(one.path, &inputs)).collect::<Result<Vec<_>, _>>()?;
    let places: Vec<Place> = outputs.iter().map(Place::of).collect();
    // A file that a shell opened for standard output would lose its name if another output replaced it.
    let stdout = (writes_to_stdout || places.contains(&Place::Stdout)).then(stdout_id).flatten();
    let mut by_place: HashMap<&Place, &NamedOutput<'_>> = HashMap::with_capacity(places.len());
    for (one, place) in named.iter().zip(&places) {
        if fs::metadata(one.path).is_ok_and(|about| about.is_file() && keys.hold(&about)) {
            return Err(Error::usage(format!("{} holds the key of this run", one.words())));
        }
        let is_stdout_file = stdout.as_ref().is_some_and(|stdout| match place {
            Place::File(path) => FileId::at(path).as_ref() == Some(stdout),
            Place::Pipe(pipe) => pipe == stdout,
            Place::Stdout => writes_to_stdout,
            Place::Nowhere => false,
        });
        if is_stdout_file || (*place == Place::Stdout && writes_to_stdout) {
            let error = Error::usage(format!("{} and standard output are the same file", one.words()));
            return Err(error.hint("give each output its own file"));
        }
        if let Some(earlier) = by_place.insert(place, one).filter(|_| *place != Place::Nowhere) {
            let error = Error::usage(format!("{} and {} are the same file", earlier.words(), one.words()));
            return Err(error.hint("give each output its own file"));
        }
    }
    Ok(outputs)
}

impl<'a> NamedOutput<'a> {
    /// An output and what messages call it; only its path if `label` is empty.
    #[must_use]
    pub const fn new(label: &'static str, path: &'a Path) -> Self {
        Self { label, path }
    }
}

impl NamedOutput<'_> {
    fn words(&self) -> String {
        let blank = if self.label.is_empty() { "" } else { " " };
        format!("{}{blank}`{}`", self.label, self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn one_file(paths: &[&Path]) -> bool {
        let named: Vec<NamedOutput<'_>> = paths.iter().map(|path| NamedOutput::new("the list", path)).collect();
        match resolve(&named, &[], &KeyFiles::default(), false) {
            Err(Error::Message { message, .. }) => message.contains("are the same file"),
            other => other.is_err(),
        }
    }

    #[test]
    fn two_names_of_one_file_are_found_whether_it_is_there_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        symlink("new", path("link")).unwrap();
        symlink(".", path("here")).unwrap();
        for there in [false, true] {
            let (new, dotted, link, other) = (path("new"), path("./new"), path("link"), path("other"));
            assert!(one_file(&[&new, &dotted]) && one_file(&[&new, &link]) && one_file(&[&new, &path("here/new")]));
            assert!(one_file(&[&other, &new, &link]) && !one_file(&[&other, &link]));
            if !there {
                fs::write(path("new"), "x").unwrap();
            }
        }
    }

    #[test]
    fn devices_keep_nothing_so_outputs_may_share_them() {
        assert!(!one_file(&[Path::new("/dev/null"), Path::new("/dev/null")]));
        assert!(one_file(&[Path::new("-"), Path::new("-")]) && one_file(&[Path::new("-"), Path::new("/dev/fd/1")]));
    }
}
