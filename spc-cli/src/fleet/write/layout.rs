//! What the files of a fleet are called, below their directory or in their archive.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fleet::list::columns::Device;
use crate::report::error::Error;
use crate::write::names::Pattern;
use crate::write::staged::{Output, folder_of};

/// The names of a fleet.
#[derive(Debug)]
pub(crate) struct Layout {
    pattern: Pattern,
    in_folders: bool,
}

impl Layout {
    /// `in_folders` spreads the files; `has_names` says that the list brings names of its own.
    pub(crate) fn new(pattern: &str, in_folders: bool, has_names: bool) -> Result<Self, Error> {
        let pattern = Pattern::new(pattern)?;
        if !pattern.tells_devices_apart() && !has_names {
            return Err(Error::usage("--name gives all devices the same file").hint("put {mac} in it"));
        }
        Ok(Self { pattern, in_folders })
    }

    /// The name of a device's file, with its folder.
    pub(crate) fn file(&self, device: &Device<'_>) -> String {
        let name = device.name.map_or_else(|| self.pattern.name(Some(device.mac)), str::to_owned);
        if !self.in_folders {
            return name;
        }
        let [.., last] = device.mac.octets();
        format!("{last:02x}/{name}")
    }
}

/// The names, below a directory, of files that no device's may replace.
pub(crate) fn taken(directory: &Path, paths: &[&Path]) -> Vec<String> {
    let Ok(directory) = fs::canonicalize(directory) else { return Vec::new() };
    let real = |path: &Path| -> Option<PathBuf> {
        // It may not be there yet, but its folder is.
        Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?))
    };
    // The name itself, and what a link of that name leads to.
    let behind = |path: &&Path| match Output::resolve(path, &[]) {
        Ok(Output::File(file)) => [real(path), real(&file)],
        _ => [real(path), None],
    };
    let below = |path: PathBuf| path.strip_prefix(&directory).ok().map(|below| below.to_string_lossy().into_owned());
    let mut taken: Vec<String> = paths.iter().flat_map(behind).flatten().filter_map(below).collect();
    taken.dedup();
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(name: &str, shards: bool, has_names: bool) -> Result<Layout, Error> {
        Layout::new(name, shards, has_names)
    }

    fn file(layout: &Layout, name: Option<&str>) -> String {
        let mac = "000e08aabb0c".parse().unwrap();
        layout.file(&Device { mac, base: None, serial: None, name, key: None })
    }

    #[test]
    fn a_name_in_the_list_comes_before_the_pattern() {
        let layout = layout("spa{MAC}.cfg", false, true).unwrap();
        assert_eq!(file(&layout, None), "spa000E08AABB0C.cfg");
        assert_eq!(file(&layout, Some("a")), "a");
    }

    #[test]
    fn folders_are_named_by_the_last_byte() {
        let layout = layout("{mac}.cfg", true, false).unwrap();
        assert_eq!(file(&layout, None), "0c/000e08aabb0c.cfg");
        assert_eq!(file(&layout, Some("a")), "0c/a");
    }

    #[test]
    fn one_name_for_all_is_refused() {
        assert!(layout("a.cfg", false, false).is_err());
        assert!(layout("a.cfg", false, true).is_ok(), "the list may name them all");
    }

    #[test]
    fn what_is_read_in_the_directory_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("00")).unwrap();
        let paths = ["base.xml", "00/a.csv", "new.jsonl"].map(|name| folder.path().join(name));
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).chain([Path::new("/etc/passwd")]).collect();
        assert_eq!(taken(folder.path(), &paths), ["base.xml", "00/a.csv", "new.jsonl"]);
    }
}
