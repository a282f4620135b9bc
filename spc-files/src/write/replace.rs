//! Which existing files an output may replace without an explicit request: those that this program wrote.
//!
//! What people write, above all a profile with its comments, may exist nowhere else, and must not be lost because two names
//! were confused.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use spc_core::source::{Reader, Syntax, sniff, to_xml};
use spc_core::{Format, limits};
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;

use crate::read::opener::LIMIT;
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::write::staged::Output;

/// What an output may replace, if that exists and differs from it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Replaces {
    /// Anything, because the user says so.
    Anything,
    /// What this program compiles. A profile in text form may be somebody's source, however it is laid out.
    Compiled,
    /// The same, and sample profiles of any model.
    CompiledAndSamples,
    /// What this program compiles, and XML in the exact form that this program writes, if XML is written.
    CompiledOrXml,
    /// A list of dependencies.
    Depfiles,
    /// A manifest: one object for each file of a fleet.
    Manifests,
    /// An archive of a fleet.
    Archives,
    /// Nothing, because a key may exist nowhere else.
    Nothing,
}

impl Replaces {
    /// Chosen by whether anything may be replaced.
    #[must_use]
    pub const fn by(overwrite: bool) -> Self {
        if overwrite { Self::Anything } else { Self::Compiled }
    }

    /// The same for a compiled file: XML is replaced only by XML.
    #[must_use]
    pub const fn compiled(overwrite: bool, is_xml: bool) -> Self {
        match (overwrite, is_xml) {
            (true, _) => Self::Anything,
            (false, true) => Self::CompiledOrXml,
            (false, false) => Self::Compiled,
        }
    }

    /// The same for a command that writes sample profiles.
    #[must_use]
    pub const fn samples(overwrite: bool) -> Self {
        if overwrite { Self::Anything } else { Self::CompiledAndSamples }
    }

    /// Refuses an output, which the user called `named`, if it would replace somebody else's file.
    ///
    /// # Errors
    /// There is such a file, or the file cannot be read.
    pub fn check(self, output: &Output, named: &Path, bytes: &[u8]) -> Result<(), Error> {
        let Output::File(path) = output else { return Ok(()) };
        if matches!(self, Self::Anything) {
            return Ok(());
        }
        let why = match read(path) {
            Ok(there) if there == bytes || self.is_ours(&there) => return Ok(()),
            Ok(_) if matches!(self, Self::Nothing) => String::new(),
            Ok(_) => ", and spc did not write it".to_owned(),
            Err(error) => format!(", and it cannot be read: {error}"),
        };
        let error = Error::usage(format!("`{}` exists{why}", named.display()));
        Err(error.hint(Advice::Overwrite))
    }

    /// Whether a file may be replaced, whatever the new content is. A file that cannot be read may not, nor may a pipe or a
    /// device, which is not read.
    #[must_use]
    pub fn takes(self, path: &Path) -> bool {
        let is_special = || fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir());
        matches!(self, Self::Anything) || (!is_special() && read(path).is_ok_and(|there| self.is_ours(&there)))
    }

    fn is_ours(self, there: &[u8]) -> bool {
        there.is_empty()
            || match self {
                Self::Anything => true,
                Self::Compiled => is_compiled(there),
                Self::CompiledAndSamples => is_compiled(there) || is_sample(there),
                Self::CompiledOrXml => is_compiled(there) || is_laid_out(there) || is_canonical(there),
                Self::Depfiles => is_depfile(there),
                Self::Manifests => is_manifest(there),
                Self::Archives => is_archive(there),
                Self::Nothing => false,
            }
    }
}

/// The bytes of an existing file, up to the limit; empty if there is nothing to lose. A folder cannot be replaced.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    let mut there = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut there));
    match read.map_err(|error| (error.kind(), error)) {
        Err((ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory, _)) => Ok(Vec::new()),
        Err((_, error)) => Err(error),
        Ok(_) => Ok(there),
    }
}

/// Whether a file is compiled: a container, or in a format of stock phones other than XML.
fn is_compiled(there: &[u8]) -> bool {
    matches!(Format::detect(there), Ok(Format::Spc | Format::Gzip | Format::Openssl | Format::Rfc8188))
}

/// Whether a file is the sample profile of a model.
fn is_sample(there: &[u8]) -> bool {
    let is_xml = sniff(there) == Syntax::Xml;
    let sample = |model: Dictionary| if is_xml { model.sample_xml() } else { model.sample_text() };
    Model::all().filter_map(Dictionary::of).any(|model| sample(model).as_bytes() == there)
}

/// Whether a file is a make rule without a recipe, which gcc and others write as well, or our JSON.
fn is_depfile(there: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(there) else { return false };
    if let Some(fields) = object(text) {
        return text.lines().count() == 1
            && ["schema", "outputs", "inputs"].iter().all(|name| fields.contains_key(*name));
    }
    // Names contain no such characters unless they are escaped.
    let is_plain = |line: &str| !line.starts_with(char::is_whitespace) && !line.contains(['\t', '=', ';']);
    let mut lines = text.lines();
    lines.next().is_some_and(|rule| is_plain(rule) && !rule.starts_with('#') && rule.contains(": "))
        && lines.all(|line| is_plain(line) && line.ends_with(':'))
}

/// Whether a file begins with a manifest's line for a file.
fn is_manifest(there: &[u8]) -> bool {
    let line = there.split(|byte| *byte == b'\n').next().and_then(|line| str::from_utf8(line).ok());
    let names = ["mac", "file", "bytes", "sha256", "format", "key_id", "serial"];
    line.and_then(object).is_some_and(|fields| names.iter().all(|name| fields.contains_key(*name)))
}

/// Whether a file begins like the archive of a fleet: with a file that has no time and no owner.
fn is_archive(there: &[u8]) -> bool {
    let Some(block) = there.get(..512) else { return false };
    let mut header = tar::Header::new_old();
    header.as_mut_bytes().copy_from_slice(block);
    let numbers = [header.mtime().ok(), header.uid().ok(), header.gid().ok()];
    header.as_gnu().is_some() && numbers == [Some(0); 3]
}

fn object(text: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(text).ok()
}

/// Whether a file is laid out like the XML that this program writes: one element per line, and no comments. A fleet may have a
/// million such files, and most then need not be parsed.
fn is_laid_out(there: &[u8]) -> bool {
    const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n";
    let inside =
        str::from_utf8(there).ok().and_then(|text| text.strip_prefix(START)?.strip_suffix("</flat-profile>\n"));
    inside.is_some_and(|inside| {
        inside.lines().all(|line| {
            let element = line.trim_start_matches(' ');
            let indent = line.len().saturating_sub(element.len());
            indent >= 2
                && indent.is_multiple_of(2)
                && element.starts_with('<')
                && element.ends_with('>')
                && !element.contains("<!")
        })
    })
}

/// Whether a file is the canonical XML of its profile, so that replacing it loses no comments and no order.
fn is_canonical(there: &[u8]) -> bool {
    let parsed = Reader::new().syntax(Syntax::Xml).read(there);
    there.len() <= limits::SOURCE
        && parsed.is_ok_and(|parsed| to_xml(&parsed.profile).is_ok_and(|written| written.as_bytes() == there))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use spc_core::source::to_text;

    use super::*;

    fn is_replaced(there: &[u8]) -> bool {
        is_replaced_by(Replaces::Compiled, there)
    }

    fn is_replaced_by(replaces: Replaces, there: &[u8]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, there).unwrap();
        let output = Output::resolve(&path, &[]).unwrap();
        assert!(Replaces::Anything.check(&output, &path, b"new").is_ok());
        replaces.check(&output, &path, b"new").is_ok()
    }

    #[test]
    fn lists_and_archives_are_recognised_by_their_shape() {
        let list = Replaces::Depfiles;
        for ours in ["a b: c d\n", "a: b\nb:\nc:\n", "{\"schema\":1,\"outputs\":[\"a\"],\"inputs\":[]}\n", ""] {
            assert!(is_replaced_by(list, ours.as_bytes()), "{ours}");
        }
        for theirs in [
            "all: a\n\tcc a\n",
            "a: b ; cc b\n",
            "X = 1\n",
            "a:b\n",
            "notes\n",
            "# a: b\n",
            "{}\n",
            "a: b\n\n",
            "A: b\nsay: no\n",
        ] {
            assert!(!is_replaced_by(list, theirs.as_bytes()), "{theirs}");
        }
        let line = "{\"bytes\":1,\"file\":\"a\",\"format\":\"spc\",\"key_id\":null,\"mac\":\"m\",\"serial\":1,\"sha256\":\"0\"}\n";
        assert!(is_replaced_by(Replaces::Manifests, line.as_bytes()));
        assert!(
            !is_replaced_by(Replaces::Manifests, b"{\"mac\":\"m\"}\n")
                && !is_replaced_by(Replaces::Manifests, b"mac,file\n")
        );
        let mut header = tar::Header::new_gnu();
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        assert!(is_replaced_by(Replaces::Archives, header.as_bytes()));
        header.set_mtime(1);
        assert!(!is_replaced_by(Replaces::Archives, header.as_bytes()) && !is_replaced_by(Replaces::Archives, &[0; 9]));
        assert!(!is_replaced_by(Replaces::Nothing, b"0123") && is_replaced_by(Replaces::Nothing, b"new"));
    }

    #[test]
    fn files_written_by_people_are_not_replaced() {
        for source in ["<flat-profile>\n<A>x</A>\n</flat-profile>", "A \"x\" ; # why\n", "notes\n", "<html>", "\0\0"] {
            assert!(!is_replaced(source.as_bytes()), "{source:?}");
        }
        let canonical = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n  <A>x</A>\n</flat-profile>\n";
        let commented = canonical.replace("  <A>", "  <!-- why -->\n  <A>");
        assert!(!is_replaced(canonical.as_bytes()) && !is_replaced_by(Replaces::CompiledOrXml, commented.as_bytes()));
        assert!(is_replaced_by(Replaces::CompiledOrXml, canonical.as_bytes()));
        let text = to_text(&spc_core::source::read(b"A \"x\" ;\n").unwrap().profile, &|_| None).unwrap();
        assert!(!is_replaced(text.as_bytes()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn unreadable_files_are_not_replaced() {
        // Nobody can read its first byte, not even root.
        let path = Path::new("/proc/self/mem");
        let refused = Replaces::Compiled.check(&Output::File(path.to_owned()), path, b"new").unwrap_err();
        assert!(format!("{refused:?}").contains("cannot be read"), "{refused:?}");
        let folder = tempfile::tempdir().unwrap();
        for nothing in [folder.path().join("none"), folder.path().to_owned()] {
            assert!(Replaces::Compiled.check(&Output::File(nothing.clone()), &nothing, b"new").is_ok());
        }
    }

    #[test]
    fn what_this_program_wrote_is_replaced() {
        for product in [&b""[..], b"new", b"\x89SPC\r\n\x1a\n", b"Salted__12345678", b"\x1f\x8b\x08"] {
            assert!(is_replaced(product), "{product:?}");
        }
    }
}
