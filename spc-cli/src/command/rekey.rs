//! `spc rekey`: files from an old key to a new one, in memory, each of them replaced whole.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spc_core::TargetMac;
use spc_core::container::{self, Header, KeyForm, Protection};
use spc_core::format::Format;
use spc_core::key::{Key, KeyText};
use spc_core::open::{Encryption, Opened};
use spc_core::stock::{openssl, rfc8188};
use spc_files::fleet::{Folders, Naming, Records, Rewritten};
use spc_files::read::{FleetKey, Input, KeyRequest, Purpose, Requirements, Secret, device_key, key_files, opener};
use spc_files::write::{Output, Staged, report_leftovers};
use spc_files::{Advice, Error, Exit, Reporter};
use spc_fleet::devices::Listed;

use crate::args::Rekey;
use crate::plan::key::stretching;
use crate::plan::seal::warn_about_weak_key;
use crate::plan::{devices, key, names, open};

pub(crate) fn run(args: &Rekey, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    if args.how.nosalt {
        return Err(read_only("without salt"));
    }
    let layout = names::layout(&args.names, Folders::One, Naming::InList)?;
    let mut opener = open::opener(&args.key, &args.how);
    let wanted = key::new(&args.new_key);
    KeyRequest::share_stdin(None, &[opener.wanted(), &wanted])?;
    let (old_file, new_file) = (opener.wanted().file(), wanted.file());
    let keys: Vec<&Path> = old_file.as_deref().into_iter().chain(new_file.as_deref()).collect();
    let list =
        devices::open_list(args.devices.as_deref(), &args.writing, &key_files(&[opener.wanted(), &wanted]), reporter)?;
    let named: Vec<Named> = match list {
        None => {
            devices::refuse_directories(&args.files)?;
            let named = |path: &PathBuf| Named { path: path.clone(), mac: args.mac, key: None, is_clear: false };
            args.files.iter().map(named).collect()
        }
        Some(list) => {
            let listed = list.devices()?;
            if listed.iter().any(|device| device.key.is_some()) {
                opener.wanted().refuse_beside_list()?;
            }
            let directory = devices::directory(&args.files)?;
            report_leftovers(directory, reporter);
            let files = devices::files(directory, &args.names, args.model, listed, reporter)?;
            let own = |key: KeyText| Arc::new(FleetKey::Shared(Secret::listed(key)));
            let named = |(path, device): (PathBuf, Listed)| {
                let is_clear = matches!(device.format, Some(Format::Xml | Format::Gzip));
                Named { path, mac: Some(device.mac), key: device.key.map(own), is_clear }
            };
            files.into_iter().map(named).collect()
        }
    };
    let places = named.iter().map(|named| Place::of(named, &keys)).collect::<Result<Vec<_>, _>>();
    let places = places.map_err(|error| match args.devices {
        Some(_) => error.or_hint(
            "no file was changed; `spc verify --devices` lists what is missing, and --name says what the files are called",
        ),
        None => error,
    })?;
    // What is wrong with a record is known before a file is replaced.
    let records = Records::find(places.iter().map(|place| place.file.as_path()))?;
    let is_by_device = opener.wanted().is_master() || wanted.is_master();
    opener.load(reporter)?;
    let mut sealer = Sealer::load(args, &wanted, reporter)?;

    // Everything that can fail without touching a file comes before the first one is written.
    let mut files = Vec::with_capacity(places.len());
    let mut earlier = Vec::new();
    // Which of the two keys the last file had: of a fleet, the next one most likely has the same, and to try the other
    // one may take its thousands of rounds of hashing.
    let mut is_done = false;
    let mut in_clear = 0_usize;
    for place in &places {
        let input = Input::read(&place.named.path, opener::LIMIT)?;
        if place.named.is_clear && is_clear(&input) {
            in_clear = in_clear.saturating_add(1);
            if in_clear == places.len() {
                return Err(match in_clear {
                    1 => unkeyed(&input.name),
                    more => without_keys(&format!("none of the {more} files has a key to change")),
                });
            }
            reporter.note(&format!("`{}` is not encrypted, as the list says, and is left as it is", input.name));
            continue;
        }
        let name = place.named.path.file_name().and_then(|name| name.to_str());
        let mac = place.named.mac.or_else(|| layout.device(name?));
        if mac.is_none() && is_by_device {
            let failure = Error::usage(format!("cannot tell the device from the name of `{}`", input.name));
            let hint = "give --mac, or --name with the pattern of the names; leave the first files of `spc bootstrap` as they are";
            return Err(failure.hint(hint));
        }
        refuse_unkeyed(&input, opener.has_ikm())?;
        let with_own = |key| open::opener(&args.key, &args.how).with_key(Arc::clone(key));
        let mut own = place.named.key.as_ref().map(with_own);
        let has_new_key = |sealer: &Sealer<'_>| sealer.opens(&input, mac, reporter);
        let opened = match is_done && has_new_key(&sealer) {
            true => None,
            false => match own.as_mut().unwrap_or(&mut opener).open(&input, mac, Requirements::default(), reporter) {
                Ok(opened) => Some(opened),
                // An earlier run got so far before it was stopped.
                Err(_) if !is_done && has_new_key(&sealer) => None,
                Err(failure) => return Err(failure),
            },
        };
        is_done = opened.is_none();
        match opened {
            Some(opened) => {
                opener::note_warnings(&input, &opened, reporter);
                let bytes = sealer.seal(&opened, &input.name, mac, opener.ikm_form(), reporter)?;
                let rewritten = Rewritten::new(place.file.clone(), &input.bytes, &bytes);
                files.push(New { place, rewritten, bytes });
            }
            None => {
                reporter.note(&format!("`{}` already has the new key and is left as it is", input.name));
                earlier.push(Rewritten::earlier(place.file.clone(), &input.bytes));
            }
        }
    }
    if files.iter().any(|file| file.place.named.key.is_some()) {
        let hint = "put the new keys into it, or delete the column if they are derived from a master key";
        reporter.warn("the column `key` of the list has the old keys: the next `spc batch` would use them", Some(hint));
    }
    reporter.settle()?;
    if args.dry_run {
        for file in &files {
            reporter.note(&format!("would write `{}`", file.place.named.path.display()));
        }
        return Ok(());
    }
    replace(&files, earlier, &records, reporter)
}

/// A file under the new key, on its way to its place.
struct New<'a> {
    place: &'a Place<'a>,
    /// For the record of its directory.
    rewritten: Rewritten,
    bytes: Vec<u8>,
}

/// Replaces the files: all are ready on disk before the first one takes its place, so that a full disk changes none. The
/// records of their directories then have the new bytes, so that `batch --prune` still knows the files; also those of files
/// that an earlier run replaced, because it may have ended before it recorded them.
fn replace(files: &[New<'_>], earlier: Vec<Rewritten>, records: &Records, reporter: &Reporter) -> Result<(), Error> {
    let mut staged = Vec::with_capacity(files.len());
    for New { place, bytes, .. } in files {
        let file = Staged::like(&place.file, &place.named.path, bytes, &place.about);
        staged.push(file.map_err(|error| error.or_hint("no file was changed: run it again"))?);
    }
    let mut done = earlier;
    for (count, (New { place, rewritten, .. }, file)) in files.iter().zip(staged).enumerate() {
        if let Err(error) = file.commit() {
            // The error of the file is the one to show.
            let _ = records.update(&done);
            return Err(Error::io("write", &place.named.path, &error).hint(format!(
                "{count} of {} files have the new key; this one and those after it still have the old one",
                files.len()
            )));
        }
        done.push(rewritten.clone());
        reporter.done(&format!("wrote `{}` with the new key", place.named.path.display()));
    }
    let hint = "all files have the new key, but `spc batch --prune` does not know them: run the same command again";
    records.update(&done).map_err(|error| error.hint(hint))
}

/// A file as the arguments or the list name it.
struct Named {
    path: PathBuf,
    /// Its device, where they say it.
    mac: Option<TargetMac>,
    /// Its own old key, where the list brings it.
    key: Option<Arc<FleetKey>>,
    /// Whether the list says that it is not encrypted, as those of some models of a mixed fleet are.
    is_clear: bool,
}

/// A file to be replaced.
struct Place<'a> {
    named: &'a Named,
    /// With all symbolic links followed.
    file: PathBuf,
    about: Metadata,
}

impl<'a> Place<'a> {
    fn of(named: &'a Named, keys: &[&Path]) -> Result<Self, Error> {
        let path = &named.path;
        let no_file = || Error::usage(format!("`{}` is not a file that can be replaced", path.display()));
        let Output::File(file) = Output::resolve(path, keys)? else {
            return Err(no_file().hint("name the file itself"));
        };
        let about = fs::metadata(&file).map_err(|error| Error::io("read", path, &error))?;
        Ok(Self { named, file, about })
    }
}

/// Whether anyone with the file can read it, for one of the phone formats.
fn is_clear(input: &Input) -> bool {
    matches!(Format::detect(&input.bytes), Ok(Format::Xml | Format::Gzip))
}

/// Where no key is, none can be changed.
fn refuse_unkeyed(input: &Input, is_rfc8188: bool) -> Result<(), Error> {
    let is_unkeyed = match Format::detect(&input.bytes) {
        Ok(Format::Spc) => Header::read(&input.bytes).is_ok_and(|header| header.key_form() == KeyForm::None),
        // With an input key the file may still be RFC 8188, whatever its salt looks like.
        Ok(_) if is_clear(input) => !is_rfc8188,
        _ => false,
    };
    if !is_unkeyed {
        return Ok(());
    }
    Err(unkeyed(&input.name))
}

fn unkeyed(name: &str) -> Error {
    without_keys(&format!("`{name}` has no key to change"))
}

fn without_keys(message: &str) -> Error {
    Error::new(Exit::NotOpenable, message).hint("anybody can read it: compile the profile again with a key")
}

fn read_only(how: &str) -> Error {
    let failure = Error::usage(format!("`rekey` cannot write openssl files {how}"));
    failure.hint("decompile the file and compile it again")
}

/// The new key, in the forms that the formats want.
struct Sealer<'a> {
    args: &'a Rekey,
    key: Arc<FleetKey>,
    /// A shared key of containers, made once: a passphrase takes its time.
    container_key: Option<Arc<Key>>,
    /// Whether it is known to be a phrase that phones read.
    is_phrase_checked: bool,
    /// Whether a warning says that it is easily guessed.
    is_weakness_said: bool,
}

impl<'a> Sealer<'a> {
    fn load(args: &'a Rekey, wanted: &KeyRequest, reporter: &Reporter) -> Result<Self, Error> {
        let secret = wanted.load(Purpose::Writing, reporter)?;
        let secret =
            secret.ok_or_else(|| Error::usage("the new key is missing").hint(Advice::GiveKey(wanted.role())))?;
        Ok(Self {
            args,
            key: Arc::new(FleetKey::new(secret)?),
            container_key: None,
            is_phrase_checked: false,
            is_weakness_said: false,
        })
    }

    /// Whether the new key opens a file.
    fn opens(&self, input: &Input, mac: Option<TargetMac>, reporter: &Reporter) -> bool {
        let mut opener = open::opener(&self.args.key, &self.args.how).with_key(Arc::clone(&self.key));
        opener.open(input, mac, Requirements::default(), reporter).is_ok()
    }

    /// The same content in the same format under the new key. What is packed stays packed.
    fn seal(
        &mut self,
        opened: &Opened,
        name: &str,
        mac: Option<TargetMac>,
        form: Option<rfc8188::IkmForm>,
        reporter: &Reporter,
    ) -> Result<Vec<u8>, Error> {
        // What is weak depends on the format and the device, so every file is asked until one answers.
        if let (FleetKey::Shared(secret), false) = (&*self.key, self.is_weakness_said) {
            let macs: Vec<TargetMac> = mac.into_iter().collect();
            self.is_weakness_said = warn_about_weak_key(secret, opened.format(), &macs, &[], reporter);
        }
        if let Some(container) = opened.as_container() {
            let key = self.container_key(mac, reporter)?;
            let protection = Protection::generic().serial(container.header().serial()).key(key);
            let protection = match mac {
                Some(mac) if container.header().is_targeted() => protection.mac(mac),
                _ => protection,
            };
            return Ok(container::seal(container.payload(), &protection));
        }
        let content = opened.content().expect("only a container has no content");
        match (opened.encryption(), form) {
            (Encryption::Openssl { is_salted: false, .. }, _) => Err(read_only("without salt")),
            (Encryption::Openssl { digest, iterations, .. }, _) => {
                let written = digest.writable().ok_or_else(|| read_only(&format!("with {digest}")))?;
                if !std::mem::replace(&mut self.is_phrase_checked, true) {
                    self.key.check_phrase(self.args.allow_non_ascii_key, reporter)?;
                }
                let kdf = openssl::Kdf::new(written);
                let kdf = iterations.map_or(kdf, |rounds| kdf.pbkdf2(rounds));
                Ok(openssl::seal(content, &openssl::EncSettings::new(self.key.phrase(mac)?, kdf)))
            }
            (Encryption::Rfc8188 { record_size, keyid }, Some(form)) => {
                let settings = rfc8188::CodingSettings::new(self.key.ikm(form, mac)?);
                Ok(rfc8188::seal(content, &settings.record_size(*record_size).keyid(keyid.clone())))
            }
            _ => Err(unkeyed(name)),
        }
    }

    fn container_key(&mut self, mac: Option<TargetMac>, reporter: &Reporter) -> Result<Arc<Key>, Error> {
        let secret = match &*self.key {
            FleetKey::Master(master) => return Ok(device_key(master, mac)?.into()),
            FleetKey::Shared(secret) => secret,
        };
        if let Some(key) = &self.container_key {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(secret.container_key(&stretching(&self.args.kdf), false, reporter)?);
        Ok(Arc::clone(self.container_key.insert(key)))
    }
}
