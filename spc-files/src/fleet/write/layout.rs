//! The names of a fleet's files, in their directory or archive.

use std::fs;
use std::path::{Path, PathBuf};

use spc_core::{Format, TargetMac};
use spc_devices::model::Model;
use spc_fleet::devices::Listed;
use spc_fleet::{ModelFormat, folders};

use crate::report::error::Error;
use crate::write::names::NamePattern;
use crate::write::staged::{Output, folder_of};
use spc_fleet::list::Device;

/// Whether the files of a fleet are all in one folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Folders {
    /// All of them are in the same folder.
    One,
    /// They are spread over 256 folders, by the last byte of the address.
    ByAddress,
}

/// Where the names of a fleet's files come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Naming {
    /// Only from the pattern, so it must contain the address.
    ByPattern,
    /// From a column of the list; the pattern is for rows that give no name.
    InList,
}

/// The names of a fleet.
#[derive(Debug)]
pub struct Layout {
    pattern: NamePattern,
    by_model: Vec<(Model, NamePattern)>,
    folders: Folders,
}

/// A device of a list, and its file in a directory.
#[derive(Debug)]
#[non_exhaustive]
pub struct ListedFile {
    /// Where it is, or should be.
    pub path: PathBuf,
    /// Its model and format.
    pub model_format: ModelFormat,
    /// Whose it is.
    pub device: Listed,
}

impl Layout {
    /// Names that follow a pattern, and patterns for some models.
    ///
    /// # Errors
    /// A pattern gives two devices one file, or is not the name of a file.
    pub fn new(pattern: &str, by_model: &[(Model, &str)], folders: Folders, naming: Naming) -> Result<Self, Error> {
        let read = |text: &str| {
            let pattern = NamePattern::new(text)?;
            if !pattern.differs_by_device() && naming == Naming::ByPattern {
                let message = format!("the file name `{text}` would be the same for all devices");
                return Err(Error::usage(message).hint("put {mac} in it"));
            }
            Ok(pattern)
        };
        let by_model = by_model.iter().map(|(model, pattern)| Ok((*model, read(pattern)?)));
        Ok(Self { pattern: read(pattern)?, by_model: by_model.collect::<Result<_, Error>>()?, folders })
    }

    fn index(&self, model_format: ModelFormat) -> Option<usize> {
        model_format.choose(self.by_model.iter().map(|(model, _)| *model))
    }

    fn pattern(&self, model_format: ModelFormat) -> &NamePattern {
        let of_model = self.index(model_format).and_then(|index| self.by_model.get(index));
        of_model.map_or(&self.pattern, |(_, pattern)| pattern)
    }

    /// The models whose own pattern is not used by any file of these models and formats.
    #[must_use]
    pub fn unused(&self, model_formats: &[ModelFormat]) -> Vec<Model> {
        let used: Vec<usize> = model_formats.iter().filter_map(|model_format| self.index(*model_format)).collect();
        let all = self.by_model.iter().enumerate();
        all.filter(|(index, _)| !used.contains(index)).map(|(_, (model, _))| *model).collect()
    }

    /// The device whose file has this name under one of the patterns.
    #[must_use]
    pub fn device(&self, name: &str) -> Option<TargetMac> {
        let patterns = std::iter::once(&self.pattern).chain(self.by_model.iter().map(|(_, pattern)| pattern));
        patterns.into_iter().find_map(|pattern| pattern.device(name))
    }

    /// The name of a device's file without its folder; `named` is the one in the list.
    #[must_use]
    pub fn name(&self, mac: TargetMac, named: Option<&str>, model_format: ModelFormat) -> String {
        named.map_or_else(|| self.pattern(model_format).name(Some(mac)), str::to_owned)
    }

    /// The name of a device's file, with its folder.
    #[must_use]
    pub fn file(&self, device: &Device<'_>, model_format: ModelFormat) -> String {
        let name = self.name(device.mac, device.name, model_format);
        if self.folders == Folders::One {
            return name;
        }
        format!("{}/{name}", folders::of(device.mac))
    }

    /// Finds the files of devices in a directory, directly in it or in the folders `00` to `ff`; `model` is the model of rows
    /// that name none.
    #[must_use]
    pub fn locate(&self, directory: &Path, devices: Vec<Listed>, model: Option<Model>) -> Vec<ListedFile> {
        let locate = |device: Listed| {
            let format = device.format.unwrap_or(Format::Spc);
            let model_format = ModelFormat::new(device.model.or(model), format);
            let name = self.name(device.mac, device.name.as_deref(), model_format);
            let in_folder = directory.join(folders::of(device.mac)).join(&name);
            // A path that cannot be inspected counts as existing: opening it will say why.
            let path = if in_folder.try_exists().unwrap_or(true) { in_folder } else { directory.join(name) };
            ListedFile { path, model_format, device }
        };
        devices.into_iter().map(locate).collect()
    }
}

/// The names, relative to a directory, of files that no device's file may replace.
#[must_use]
pub fn taken_names(directory: &Path, paths: &[&Path]) -> Vec<String> {
    let Ok(directory) = fs::canonicalize(directory) else { return Vec::new() };
    let real = |path: &Path| -> Option<PathBuf> {
        // It may not exist yet, but its folder does.
        Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?))
    };
    // The name itself, and what a link of that name leads to.
    let leads_to = |path: &&Path| match Output::resolve(path, &[]) {
        Ok(Output::File(file)) => [real(path), real(&file)],
        _ => [real(path), None],
    };
    let below = |path: PathBuf| path.strip_prefix(&directory).ok().map(|below| below.to_string_lossy().into_owned());
    let mut taken: Vec<String> = paths.iter().flat_map(leads_to).flatten().filter_map(below).collect();
    taken.dedup();
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(name: &str, folders: Folders, naming: Naming) -> Result<Layout, Error> {
        Layout::new(name, &[], folders, naming)
    }

    fn file(layout: &Layout, name: Option<&str>) -> String {
        let mac = "000e08aabb0c".parse().unwrap();
        let mut device = Device::new(mac);
        device.name = name;
        layout.file(&device, ModelFormat::new(None, Format::Spc))
    }

    #[test]
    fn a_name_in_the_list_comes_before_the_pattern() {
        let layout = layout("spa{MAC}.cfg", Folders::One, Naming::InList).unwrap();
        assert_eq!(file(&layout, None), "spa000E08AABB0C.cfg");
        assert_eq!(file(&layout, Some("a")), "a");
    }

    #[test]
    fn folders_are_named_by_the_last_byte() {
        let layout = layout("{mac}.cfg", Folders::ByAddress, Naming::ByPattern).unwrap();
        assert_eq!(file(&layout, None), "0c/000e08aabb0c.cfg");
        assert_eq!(file(&layout, Some("a")), "0c/a");
    }

    #[test]
    fn a_model_can_have_a_pattern_of_its_own() {
        let mpp = Model::find("88xx").unwrap();
        let layout = Layout::new("{mac}.cfg", &[(mpp, "{MAC}.xml")], Folders::One, Naming::ByPattern).unwrap();
        let mac = "000e08aabb0c".parse().unwrap();
        let device = Device::new(mac);
        let file = |model: &str| layout.file(&device, ModelFormat::new(Model::find(model).ok(), Format::Xml));
        assert_eq!((file("8841").as_str(), file("spa504g").as_str()), ("000E08AABB0C.xml", "000e08aabb0c.cfg"));
        assert_eq!(layout.device("000E08AABB0C.xml"), Some(mac));
        let unused = |model: &str| layout.unused(&[ModelFormat::new(Model::find(model).ok(), Format::Xml)]);
        assert_eq!((unused("8841"), unused("spa504g")), (vec![], vec![mpp]));
        assert!(Layout::new("{mac}.cfg", &[(mpp, "phone.xml")], Folders::One, Naming::ByPattern).is_err());
    }

    #[test]
    fn one_name_for_all_is_refused() {
        assert!(layout("a.cfg", Folders::One, Naming::ByPattern).is_err());
        assert!(layout("a.cfg", Folders::One, Naming::InList).is_ok(), "the list may name them all");
    }

    #[test]
    fn names_of_files_that_are_read_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("00")).unwrap();
        let paths = ["base.xml", "00/a.csv", "new.jsonl"].map(|name| folder.path().join(name));
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).chain([Path::new("/etc/passwd")]).collect();
        assert_eq!(taken_names(folder.path(), &paths), ["base.xml", "00/a.csv", "new.jsonl"]);
    }
}
