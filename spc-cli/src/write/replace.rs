//! Which existing file an output takes the place of without being told to: one that a run of this program wrote.
//!
//! What people write, a profile with its comments above all, is in no other place: a slip of two names must not cost it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use spc_core::source::{NoImports, Reader, Syntax, sniff, to_text, to_xml};
use spc_core::{Format, limits};
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;

use crate::report::error::Error;
use crate::write::staged::Output;

/// No file of ours is larger.
const LIMIT: usize = 20 << 20;

/// What an output may take the place of, if that is there and not equal to it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Replaces {
    /// Anything: its name is of a pattern that is ours, or the user says so.
    Anything,
    /// What this program makes of profiles, and profiles in the form in which it writes them, with these names in text.
    Ours(Option<Dictionary>),
    /// The same, and starting profiles of any model.
    OursAndSamples,
}

impl Replaces {
    /// By whether `--overwrite` was given.
    pub(crate) const fn by(overwrite: bool, names: Option<Dictionary>) -> Self {
        if overwrite { Self::Anything } else { Self::Ours(names) }
    }

    /// The same for a command that writes starting profiles.
    pub(crate) const fn samples(overwrite: bool) -> Self {
        if overwrite { Self::Anything } else { Self::OursAndSamples }
    }

    /// Refuses an output, which the user called `named`, in whose place is somebody else's file.
    pub(crate) fn check(self, output: &Output, named: &Path, bytes: &[u8]) -> Result<(), Error> {
        let Output::File(path) = output else { return Ok(()) };
        let (names, is_any_sample): (_, fn(&[u8]) -> bool) = match self {
            Self::Anything => return Ok(()),
            Self::Ours(names) => (names, |_| false),
            Self::OursAndSamples => (None, is_sample),
        };
        let Some(there) = read(path) else { return Ok(()) };
        if there == bytes || is_compiled(&there) || is_emitted(&there, names) || is_any_sample(&there) {
            return Ok(());
        }
        let error = Error::usage(format!("`{}` exists, and spc did not write it", named.display()));
        Err(error.hint("name another file, or let --overwrite replace it"))
    }
}

/// A file that is there, up to the limit; `None` where there is nothing to lose.
fn read(path: &Path) -> Option<Vec<u8>> {
    let most = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    let mut there = Vec::new();
    File::open(path).ok()?.take(most).read_to_end(&mut there).ok()?;
    (!there.is_empty()).then_some(there)
}

/// Whether a file is a product: a container, or in a format of stock phones but XML.
fn is_compiled(there: &[u8]) -> bool {
    matches!(Format::detect(there), Ok(Format::Spc | Format::Gzip | Format::Openssl | Format::Rfc8188))
}

/// Whether a file is the starting profile of a model.
fn is_sample(there: &[u8]) -> bool {
    let is_xml = sniff(there) == Syntax::Xml;
    let sample = |model: Dictionary| if is_xml { model.sample_xml() } else { model.sample_text() };
    Model::all().filter_map(Dictionary::of).any(|model| sample(model).as_bytes() == there)
}

/// Whether a file is what this program writes of the profile in it, so that no comment and no order is lost with it.
fn is_emitted(there: &[u8], names: Option<Dictionary>) -> bool {
    let syntax = sniff(there);
    let Ok(parsed) = Reader::new().syntax(syntax).imports(&mut NoImports).read(there) else { return false };
    let written = match syntax {
        Syntax::Xml => to_xml(&parsed.profile),
        Syntax::Text => to_text(&parsed.profile, &|name| names.and_then(|names| names.text_name(name))),
    };
    there.len() <= limits::SOURCE && written.is_ok_and(|written| written.as_bytes() == there)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn is_replaced(there: &[u8]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, there).unwrap();
        let output = Output::resolve(&path, &[]).unwrap();
        assert!(Replaces::Anything.check(&output, &path, b"new").is_ok());
        Replaces::Ours(None).check(&output, &path, b"new").is_ok()
    }

    #[test]
    fn what_people_write_is_spared() {
        for source in ["<flat-profile>\n<A>x</A>\n</flat-profile>", "A \"x\" ; # why\n", "notes\n", "<html>", "\0\0"] {
            assert!(!is_replaced(source.as_bytes()), "{source:?}");
        }
        let commented =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n  <!-- why -->\n  <A>x</A>\n</flat-profile>\n";
        assert!(
            !is_replaced(commented.as_bytes()) && is_replaced(commented.replace("  <!-- why -->\n", "").as_bytes())
        );
    }

    #[test]
    fn what_this_program_wrote_is_replaced() {
        for product in [&b""[..], b"new", b"\x89SPC\r\n\x1a\n", b"Salted__12345678", b"\x1f\x8b\x08"] {
            assert!(is_replaced(product), "{product:?}");
        }
        let parsed = spc_core::source::read(b"A \"x\" ;  # why\n").unwrap();
        assert!(is_replaced(to_text(&parsed.profile, &|_| None).unwrap().as_bytes()));
    }
}
