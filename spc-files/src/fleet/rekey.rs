//! Re-encrypts files with a new key, in memory; no file is replaced before all are made.
//!
//! Knows: the old and the new key, and the records of directories. Must not know: what a profile says.

pub(crate) mod file;
pub(crate) mod rekeyed;
pub(crate) mod sealer;

use std::path::Path;
use std::sync::Arc;

use spc_core::TargetMac;
use spc_core::container::Header;
use spc_core::format::Format;
use spc_core::open::Opened;

use self::file::{KeyedFile, Place};
use self::rekeyed::{New, Rekeyed};
use self::sealer::{NewKey, Sealer, unkeyed, without_keys};
use crate::fleet::write::layout::Layout;
use crate::fleet::write::rewritten::{Records, Rewritten};
use crate::read::input::Input;
use crate::read::opener::{self, Opener, Requirements};
use crate::report::advice::Advice;
use crate::report::error::{Error, ErrorKind};
use crate::report::reporter::Reporter;

/// Files that get a new key.
#[derive(Debug)]
pub struct Rekeying<'a> {
    places: Vec<Place<'a>>,
    layout: &'a Layout,
}

impl<'a> Rekeying<'a> {
    /// Finds these files. `keys` are the key files, and `layout` shows from a file's name which device it is for, if nothing else
    /// does.
    ///
    /// # Errors
    /// One of them is not a file that can be replaced.
    pub fn new(files: &'a [KeyedFile], keys: &[&Path], layout: &'a Layout) -> Result<Self, Error> {
        let places = files.iter().map(|file| Place::of(file, keys)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { places, layout })
    }

    /// Opens all files, and encrypts their content with the new key. Files that already have it, because an earlier run was
    /// interrupted, are left unchanged.
    ///
    /// # Errors
    /// A key cannot be read, or a file does not open, has no key, or cannot be encrypted again as it is.
    pub fn seal(&self, opener: Opener, new_key: &NewKey, reporter: &Reporter) -> Result<Rekeyed<'_>, Error> {
        // Errors in a record are found before a file is replaced.
        let records = Records::find(self.places.iter().map(|place| place.file.as_path()))?;
        let mut run = Run::load(opener, new_key, self.layout, reporter)?;
        let mut rekeyed = Rekeyed::new(records, self.places.len());
        let mut unencrypted = 0_usize;
        for place in &self.places {
            let input = Input::read(&place.named.path, opener::LIMIT)?;
            if place.named.is_unencrypted && has_open_format(&input) {
                unencrypted = unencrypted.saturating_add(1);
                if unencrypted == self.places.len() {
                    return Err(match unencrypted {
                        1 => unkeyed(&input.name),
                        more => without_keys(&format!("none of the {more} files has a key to change")),
                    });
                }
                reporter.note(&format!("`{}` is not encrypted, as the list says, and is left unchanged", input.name));
            } else if let Some(bytes) = run.seal(place.named, &input, reporter)? {
                let rewritten = Rewritten::new(place.file.clone(), &input.bytes, &bytes);
                rekeyed.files.push(New { place, rewritten, bytes });
            } else {
                reporter.note(&format!("`{}` already has the new key and is left unchanged", input.name));
                rekeyed.earlier.push(Rewritten::earlier(place.file.clone(), &input.bytes));
            }
        }
        Ok(rekeyed)
    }
}

/// Both keys, and what is known about them so far.
struct Run<'a> {
    opener: Opener,
    sealer: Sealer<'a>,
    layout: &'a Layout,
    /// Whether one of the keys differs by device.
    is_by_device: bool,
    /// Which of the two keys the last file had. In a fleet, the next file most likely has the same key, and trying the other one
    /// may take thousands of rounds of hashing.
    is_done: bool,
}

impl<'a> Run<'a> {
    fn load(mut opener: Opener, new: &'a NewKey, layout: &'a Layout, reporter: &Reporter) -> Result<Self, Error> {
        let is_by_device = opener.wanted().is_master() || new.wanted.is_master();
        opener.load(reporter)?;
        let sealer = Sealer::load(new, &opener, reporter)?;
        Ok(Self { opener, sealer, layout, is_by_device, is_done: false })
    }

    /// A file encrypted with the new key, unless it already has that key.
    fn seal(&mut self, named: &KeyedFile, input: &Input, reporter: &Reporter) -> Result<Option<Vec<u8>>, Error> {
        let mac = self.device(named, input)?;
        refuse_unkeyed(input, self.opener.ikm_form().is_some())?;
        let opened = self.open(named, input, mac, reporter)?;
        self.is_done = opened.is_none();
        let Some(opened) = opened else { return Ok(None) };
        opener::note_warnings(input, &opened, reporter);
        self.sealer.seal(&opened, &input.name, mac, self.opener.ikm_form(), reporter).map(Some)
    }

    /// The device of a file, if anything shows it.
    fn device(&self, named: &KeyedFile, input: &Input) -> Result<Option<TargetMac>, Error> {
        let name = || named.path.file_name().and_then(|name| name.to_str());
        let mac = named.mac.or_else(|| self.layout.device(name()?));
        if mac.is_none() && self.is_by_device {
            let failure = Error::usage(format!("cannot tell the device from the name of `{}`", input.name));
            return Err(failure.hint(Advice::SayDevice));
        }
        Ok(mac)
    }

    /// Opens a file with its old key; `None` if it has the new one.
    fn open(
        &mut self,
        named: &KeyedFile,
        input: &Input,
        mac: Option<TargetMac>,
        reporter: &Reporter,
    ) -> Result<Option<Opened>, Error> {
        if self.is_done && self.sealer.opens(input, mac, reporter) {
            return Ok(None);
        }
        let mut own = named.key.as_ref().map(|key| self.opener.clone().with_key(Arc::clone(key)));
        match own.as_mut().unwrap_or(&mut self.opener).open(input, mac, Requirements::default(), reporter) {
            Ok(opened) => Ok(Some(opened)),
            Err(_) if !self.is_done && self.sealer.opens(input, mac, reporter) => Ok(None),
            Err(failure) if failure.kind() == ErrorKind::NotEncrypted => Err(unkeyed(&input.name)),
            Err(failure) => Err(failure),
        }
    }
}

/// Whether a file is in a format of phones that anyone with the file can read.
fn has_open_format(input: &Input) -> bool {
    matches!(Format::detect(&input.bytes), Ok(Format::Xml | Format::Gzip))
}

/// Refuses a file that has no key to change.
fn refuse_unkeyed(input: &Input, is_rfc8188: bool) -> Result<(), Error> {
    let is_unkeyed = match Format::detect(&input.bytes) {
        Ok(Format::Spc) => Header::read(&input.bytes).is_ok_and(|header| !header.is_keyed()),
        // With an RFC 8188 key, the file may still be RFC 8188, whatever its salt looks like.
        Ok(_) if has_open_format(input) => !is_rfc8188,
        _ => false,
    };
    if is_unkeyed { Err(unkeyed(&input.name)) } else { Ok(()) }
}
