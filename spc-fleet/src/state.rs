//! What an earlier run made in a folder, so that the files of devices that left the list can be distinguished from others.
//!
//! Knows: names and hashes, line by line. Must not know: files. The text is one JSON object with one file per line. A line
//! before the files names their list, because several lists may fill one folder. The manifest of a run, which also has a line
//! for each file but names no list, is understood too.
//!
//! ```
//! use spc_fleet::state::{Names, Parser, Writer};
//!
//! let mut writer = Writer::default();
//! let text = writer.list(Some("/srv/site1.csv"))
//!     + &writer.entry("000e08000001.cfg", &[7; 32], "000e08000001".parse().ok())
//!     + &writer.entry("000e08000002.cfg", &[8; 32], "000e08000002".parse().ok())
//!     + &writer.end();
//! let mut now = Names::default();
//! now.add("000e08000002.cfg", "000e08000002".parse()?);
//! let now = now.sorted();
//!
//! let mut parser = Parser::default();
//! let mut left = Vec::new();
//! for line in text.lines() {
//!     left.extend(parser.line(line)?.filter(|entry| !now.contains(&entry.file)));
//! }
//! parser.end()?;
//! assert_eq!((left[0].file.as_str(), left[0].list.as_deref()), ("000e08000001.cfg", Some("/srv/site1.csv")));
//! assert!(left[0].mac.is_some_and(|mac| !now.has_device(mac)), "its device left the list");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use core::fmt::Write;

use spc_core::TargetMac;

use crate::folders;
use crate::names::check_file_name;
use crate::shard::number;

/// The version that this program writes and reads.
const VERSION: u64 = 1;
const HEAD: &str = "{\"spc-fleet\":";
const FILES: &str = ",\"files\":[";
const END: &str = "]}";

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its name, or the name of its folder (`00` to `ff`), a `/` and its name.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// The device that it is for, if that is known. States of earlier versions do not record it, but the file name may show it.
    pub mac: Option<TargetMac>,
    /// The list whose device it is for, if that is known.
    pub list: Option<Arc<str>>,
}

/// Why a state cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The text does not begin as a state does.
    #[error("it is not a list of files that spc wrote")]
    NotOurs,
    /// A later version of this program wrote it.
    #[error("it has version {0}, but this program supports only versions up to {VERSION}")]
    Later(u64),
    /// A line is not as this program writes it, so somebody edited it.
    #[error("line {0} is not as spc wrote it")]
    Line(u64),
    /// The text ends too soon.
    #[error("its end is missing")]
    Cut,
}

/// Writes a state, file by file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Writer {
    has_begun: bool,
}

impl Writer {
    /// The text that names the list of the next files. Use `None` if the list is not known, as before the first call.
    #[must_use]
    pub fn list(&mut self, list: Option<&str>) -> String {
        format!("{}{}", self.next(), serde_json::json!({ "list": list }))
    }

    /// The text for one more file, and its device if that is known.
    #[must_use]
    pub fn entry(&mut self, file: &str, sha256: &[u8; 32], mac: Option<TargetMac>) -> String {
        let mut text = self.next();
        let name = serde_json::Value::from(file);
        let hash = hex::encode(sha256);
        write!(text, "{{\"file\":{name},\"sha256\":\"{hash}\"").expect("a string takes everything");
        if let Some(mac) = mac {
            write!(text, ",\"mac\":\"{mac}\"").expect("a string takes everything");
        }
        text.push('}');
        text
    }

    /// The text after the last file.
    #[must_use]
    pub fn end(mut self) -> String {
        let begin = if self.has_begun { String::new() } else { self.next() };
        format!("{}\n{END}\n", begin.trim_end())
    }

    fn next(&mut self) -> String {
        if std::mem::replace(&mut self.has_begun, true) { ",\n".into() } else { format!("{HEAD}{VERSION}{FILES}\n") }
    }
}

/// Reads a state, line by line.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    line: u64,
    list: Option<Arc<str>>,
    is_manifest: bool,
    has_ended: bool,
}

impl Parser {
    /// Reads a manifest instead.
    #[must_use]
    pub fn manifest() -> Self {
        Self { is_manifest: true, ..Self::default() }
    }

    /// The file on the next line, if there is one on it.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn line(&mut self, text: &str) -> Result<Option<Entry>, StateError> {
        self.line = self.line.saturating_add(1);
        let text = text.trim_end_matches(['\r', '\n']);
        if self.line == 1 && !self.is_manifest {
            let version = text.strip_prefix(HEAD).and_then(|rest| rest.split(',').next()?.parse().ok());
            return match version {
                Some(version) if version > VERSION => Err(StateError::Later(version)),
                Some(VERSION) if text.ends_with(FILES) => Ok(None),
                _ => Err(StateError::NotOurs),
            };
        }
        if self.has_ended || (self.is_manifest && text.is_empty()) {
            return if text.is_empty() { Ok(None) } else { Err(StateError::Line(self.line)) };
        }
        if !self.is_manifest && text == END {
            self.has_ended = true;
            return Ok(None);
        }
        let text = if self.is_manifest { text } else { text.strip_suffix(',').unwrap_or(text) };
        let line = serde_json::from_str(text).map_err(|_| StateError::Line(self.line))?;
        if let Some(list) = list(&line).filter(|_| !self.is_manifest) {
            self.list = list;
            return Ok(None);
        }
        entry(&line, self.list.clone()).map(Some).ok_or(StateError::Line(self.line))
    }

    /// Checks that the state was complete.
    ///
    /// # Errors
    /// [`StateError::Cut`] if the end is missing.
    pub fn end(self) -> Result<(), StateError> {
        if self.has_ended || self.is_manifest { Ok(()) } else { Err(StateError::Cut) }
    }
}

/// The list of the next files, if the line names one.
fn list(line: &serde_json::Value) -> Option<Option<Arc<str>>> {
    let list = line.as_object().filter(|object| object.len() == 1)?.get("list")?;
    if list.is_null() { Some(None) } else { list.as_str().map(|list| Some(list.into())) }
}

fn entry(object: &serde_json::Value, list: Option<Arc<str>>) -> Option<Entry> {
    let file = object.get("file")?.as_str()?;
    let (folder, name) = file.split_once('/').map_or((None, file), |(folder, name)| (Some(folder), name));
    if check_file_name(name).is_err() || !folder.is_none_or(folders::is_one) {
        return None;
    }
    let mut sha256 = [0; 32];
    hex::decode_to_slice(object.get("sha256")?.as_str()?, &mut sha256).ok()?;
    let said = object.get("mac").map(|mac| mac.as_str().and_then(|mac| mac.parse().ok()));
    // A device that is not an address is never written.
    let mac = said.map_or_else(|| Some(mac_in(name)), |mac| mac.map(Some))?;
    Some(Entry { file: file.to_owned(), sha256, mac, list })
}

/// The address in the name of a file: the last twelve of a run of hexadecimal digits, because a prefix such as `spa` may end
/// with one.
fn mac_in(name: &str) -> Option<TargetMac> {
    let digits = name.split(|c: char| !c.is_ascii_hexdigit());
    digits.filter_map(|digits| digits.get(digits.len().checked_sub(12)?..)).find_map(|digits| digits.parse().ok())
}

/// Names of files and their devices, as eight bytes each: a million take 16 MB.
#[derive(Clone, Debug, Default)]
pub struct Names {
    files: Vec<u64>,
    devices: Vec<u64>,
}

/// The same, sorted for lookups.
///
/// Two names are confused so rarely (one in ten million for a million of each) that it never matters: a file would then be
/// kept.
#[derive(Clone, Debug)]
pub struct SortedNames(Names);

impl Names {
    /// Adds the name of a device's file.
    pub fn add(&mut self, name: &str, mac: TargetMac) {
        self.files.push(short(name));
        self.devices.push(number(mac));
    }

    /// All names that were added.
    #[must_use]
    pub fn sorted(mut self) -> SortedNames {
        self.files.sort_unstable();
        self.devices.sort_unstable();
        SortedNames(self)
    }
}

impl SortedNames {
    /// Whether a name was added.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.files.binary_search(&short(name)).is_ok()
    }

    /// Whether a file of this device was added, whatever its name is.
    #[must_use]
    pub fn has_device(&self, mac: TargetMac) -> bool {
        self.0.devices.binary_search(&number(mac)).is_ok()
    }
}

fn short(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mut parser: Parser) -> Result<Vec<String>, StateError> {
        let mut files = Vec::new();
        for line in text.lines() {
            files.extend(parser.line(line)?.map(|entry| entry.file));
        }
        parser.end().map(|()| files)
    }

    #[test]
    fn a_written_state_can_be_read_and_is_json() {
        for names in [&[][..], &["a.cfg"], &["a.cfg", "0c/\"b\".cfg", "ä"]] {
            let mut writer = Writer::default();
            let text: String = names.iter().map(|name| writer.entry(name, &[0xab; 32], None)).collect();
            let text = text + &writer.end();
            assert_eq!(read(&text, Parser::default()).unwrap(), names, "{text}");
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!((json["spc-fleet"].as_u64(), json["files"].as_array().unwrap().len()), (Some(1), names.len()));
        }
    }

    #[test]
    fn each_file_is_known_with_its_list() {
        let mut writer = Writer::default();
        let mut text = writer.entry("a", &[1; 32], None);
        for list in [Some("/srv/ä \"1\".csv"), Some("{}"), None] {
            text += &(writer.list(list) + &writer.entry("b", &[2; 32], None) + &writer.entry("c", &[3; 32], None));
        }
        text += &writer.end();
        let mut parser = Parser::default();
        let entries: Vec<Entry> = text.lines().filter_map(|line| parser.line(line).unwrap()).collect();
        let lists: Vec<Option<&str>> = entries.iter().map(|entry| entry.list.as_deref()).collect();
        let (first, second) = (Some("/srv/ä \"1\".csv"), Some("{}"));
        assert_eq!(lists, [None, first, first, second, second, None, None]);
        let bad = text.replace("\"{}\"", "1");
        assert_eq!(read(&bad, Parser::default()), Err(StateError::Line(6)));
    }

    #[test]
    fn foreign_states_are_refused() {
        let mut writer = Writer::default();
        let good = writer.entry("a", &[1; 32], None) + &writer.entry("b", &[2; 32], None) + &writer.end();
        for (text, why) in [
            ("[]".to_owned(), StateError::NotOurs),
            ("{\"files\":[\n]}".to_owned(), StateError::NotOurs),
            (good.replace("fleet\":1", "fleet\":2"), StateError::Later(2)),
            (good.replace("\n]}", ""), StateError::Cut),
            (good.replace("\"b\"", "\"../b\""), StateError::Line(3)),
            (good.replace("\"b\"", "\"zz/b\""), StateError::Line(3)),
            (good.replace("\"b\"", "\".spc-b\""), StateError::Line(3)),
            (good.replace("0202", "02"), StateError::Line(3)),
            (good.clone() + "x", StateError::Line(5)),
        ] {
            assert_eq!(read(&text, Parser::default()), Err(why), "{text}");
        }
        assert_eq!(read("", Parser::default()), Err(StateError::Cut));
    }

    #[test]
    fn a_file_is_known_with_its_device() {
        let mac: TargetMac = "000e08000001".parse().unwrap();
        for (line, wanted) in [
            (Writer::default().entry("phone.cfg", &[1; 32], Some(mac)), Some(mac)),
            (Writer::default().entry("spa000E08000001.cfg", &[1; 32], None), Some(mac)),
            (Writer::default().entry("phone.cfg", &[1; 32], None), None),
        ] {
            let mut parser = Parser::default();
            let entry = line.lines().find_map(|line| parser.line(line).unwrap()).unwrap();
            assert_eq!(entry.mac, wanted, "{line}");
        }
        let bad = Writer::default().entry("a", &[1; 32], Some(mac)).replace("000e08000001", "x");
        assert_eq!(read(&bad, Parser::default()), Err(StateError::Line(2)));
    }

    #[test]
    fn a_manifest_is_understood_too() {
        let hash = "ab".repeat(32);
        let line = format!("{{\"mac\":\"000e08000001\",\"file\":\"a.cfg\",\"bytes\":1,\"sha256\":\"{hash}\"}}\n");
        assert_eq!(read(&line, Parser::manifest()).unwrap(), ["a.cfg"]);
        assert_eq!(read("{}\n", Parser::manifest()), Err(StateError::Line(1)));
    }
}
