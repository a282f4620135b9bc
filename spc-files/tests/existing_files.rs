//! Files that are there already: a directory is compared with its list, and files get a new key, all or none of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::{Path, PathBuf};

use spc_core::container::{self, Protection};
use spc_core::key::{Key, MasterKey, RawKey};
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::stock::openssl::{self, Digest, EncSettings, Kdf, Phrase, ReadDigest};
use spc_core::{Format, TargetMac, source};
use spc_devices::model::Model;
use spc_devices::reading::CannotRead;
use spc_files::fleet::{
    Folders, KeyedFile, Layout, ListFile, ListedFile, Naming, NewKey, Rekeying, Verification, Verifier,
};
use spc_files::read::{Input, KeyRequest, KeySource, KnownSettings, Opener, Requirements, key_files, opener};
use spc_files::verify::{Binding, Expected, FileState, VerifiedFile};
use spc_files::{Exit, KeyRole, Reporter};
use spc_fleet::list::ListSyntax;

const MACS: [&str; 3] = ["000e08aabb01", "000e08aabb02", "000e08aabb03"];
const OLD: &str = "00112233445566778899aabbccddeeff";
const NEW: &str = "ffeeddccbbaa99887766554433221100";

/// A folder with a list of three devices and the containers of the first two.
struct Fleet(tempfile::TempDir);

impl Fleet {
    fn new() -> Self {
        let fleet = Self(tempfile::tempdir().unwrap());
        fs::create_dir(fleet.path("www")).unwrap();
        fs::write(fleet.path("devices.csv"), format!("mac\n{}\n", MACS.join("\n"))).unwrap();
        for (name, key) in [("old", OLD), ("new", NEW)] {
            fs::write(fleet.path(name), key).unwrap();
        }
        MACS.iter().take(2).for_each(|mac| fleet.put(mac, OLD));
        fleet
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, mac: &str) -> PathBuf {
        self.path("www").join(format!("{mac}.cfg"))
    }

    /// Writes the container of a device under a key.
    fn put(&self, mac: &str, key: &str) {
        self.put_under(mac, RawKey::from_hex(key).unwrap());
    }

    fn put_under(&self, mac: &str, key: impl Into<Key>) {
        let parsed = source::read(b"<flat-profile><A>1</A></flat-profile>").unwrap();
        let key: Key = key.into();
        let protection = Protection::generic().mac(mac.parse().unwrap()).key(key);
        let payload = Payload::encode(&parsed.profile, Duplicates::Fold).unwrap();
        fs::write(self.file(mac), container::seal(&payload, &protection)).unwrap();
    }

    fn wanted(&self, name: &str, role: KeyRole) -> KeyRequest {
        KeyRequest::new(role).source(Some(KeySource::file(&self.path(name))))
    }

    fn opener(&self, key: &str) -> Opener {
        Opener::new(self.wanted(key, KeyRole::Usual), KnownSettings::new(None, None))
    }

    /// The files of the list, where they are or should be.
    fn listed(&self) -> Vec<ListedFile> {
        let (reporter, path) = (Reporter::default(), self.path("devices.csv"));
        let list = ListFile::open(&path, &ListSyntax::default(), &key_files(&[]), &reporter).unwrap();
        layout().locate(&self.path("www"), list.devices(&Reporter::default()).unwrap(), None)
    }

    fn verify(&self, key: &str) -> (Verification, Vec<String>) {
        let (verification, states, _) = self.verify_by(self.opener(key));
        (verification, states)
    }

    /// The counts, the state of each file, and the messages.
    fn verify_by(&self, opener: Opener) -> (Verification, Vec<String>, String) {
        let (reporter, directory, files) = (Reporter::default(), self.path("www"), self.listed());
        reporter.keep();
        let mut states = Vec::new();
        let verifier = Verifier::new(&directory, &files, opener);
        let verified = verifier.verify(
            |file| {
                states.push(format!("{} {}", file.path.file_name().unwrap().display(), file.word()));
                assert_eq!(file.mac.is_none(), matches!(file.state, FileState::Extra));
                Ok(())
            },
            &reporter,
        );
        (verified.unwrap(), states, reporter.release())
    }

    fn opens(&self, mac: &str, key: &str) -> bool {
        let input = Input::read(&self.file(mac), opener::LIMIT).unwrap();
        let mac: TargetMac = mac.parse().unwrap();
        self.opener(key).open(&input, Some(mac), Requirements::default(), &Reporter::default()).is_ok()
    }
}

fn layout() -> Layout {
    Layout::new("{mac}.cfg", &[], Folders::One, Naming::ByPattern).unwrap()
}

/// As a program verifies one file that it has just made, or is about to serve.
fn verified(file: &Path, expected: Expected, opener: &mut Opener) -> (FileState, String) {
    let reporter = Reporter::default();
    reporter.keep();
    let found = VerifiedFile::open(file, &expected, opener, &reporter);
    let json = found.json();
    (found.state, json)
}

#[test]
fn one_file_is_verified_for_its_device() {
    let fleet = Fleet::new();
    let [mac, other] = [MACS[0], MACS[1]].map(|mac| mac.parse().unwrap());
    let file = fleet.file(MACS[0]);
    let verify = |expected, key: &str| verified(&file, expected, &mut fleet.opener(key));

    let (state, json) = verify(Expected::new().device(mac, Binding::All), "old");
    let FileState::Fine(found) = state else { panic!("{state:?}") };
    assert_eq!((found.format, found.is_encrypted, found.serial), (Format::Spc, true, Some(0)));
    let expected = format!(
        r#"{{"schema":1,"file":"{}","state":"fine","opens":true,"mac":"{mac}","format":"spc","hidden":true,"serial":0}}"#,
        file.display()
    );
    assert_eq!(json, expected);

    for (expected, key, words) in [
        (Expected::new().device(other, Binding::Unchecked), "old", "another device"),
        (Expected::new().device(mac, Binding::All), "new", "the key is not the one"),
        (Expected::new().device(mac, Binding::All).min_serial(1), "old", "too old"),
        (
            Expected::new().device(mac, Binding::All).format(Some(Format::Openssl)),
            "old",
            "but the expected format is openssl",
        ),
    ] {
        let (state, json) = verify(expected, key);
        let FileState::Wrong(error) = state else { panic!("{state:?}") };
        assert!(error.to_string().contains(words), "{error}");
        assert!(
            json.contains(r#""opens":false"#) && json.contains(&format!(r#""exit":{}"#, error.exit() as u8)),
            "{json}"
        );
    }
    // It opens, but stock firmware reads no container.
    let model = Model::find("spa112").unwrap();
    let (state, json) = verify(Expected::new().device(mac, Binding::All).model(Some(model)), "old");
    let FileState::Unread(found) = state else { panic!("{state:?}") };
    assert_eq!(found.read_by, Some((model, Err(CannotRead::Container))));
    assert!(json.contains(r#""state":"wrong","opens":true"#) && json.contains(r#""exit":4"#), "{json}");
}

#[test]
fn one_file_that_only_a_key_binds_shows_whose_it_is_by_a_key_of_its_own() {
    let (fleet, macs) = fleet_of_master(1);
    let mac: TargetMac = macs[0].parse().unwrap();
    let seal = |phrase: &str| {
        let phrase = Phrase::new(phrase.as_bytes().to_vec()).unwrap();
        let file = openssl::seal(b"<flat-profile/>", &EncSettings::new(phrase, Kdf::new(Digest::Sha256)));
        fs::write(fleet.file(&macs[0]), file).unwrap();
    };
    let file = fleet.file(&macs[0]);
    MasterKey::from_hex(&OLD.repeat(2)).unwrap().device_key(mac).with_hex(seal);
    let (state, json) = verified(&file, Expected::new().device(mac, Binding::All), &mut master_opener(&fleet, "old"));
    let FileState::Fine(found) = state else { panic!("{state:?}") };
    assert_eq!((found.digest, found.serial), (Some(ReadDigest::Sha256), None));
    assert!(json.ends_with(r#""format":"openssl","hidden":true,"digest":"sha256"}"#), "{json}");

    // A key that all share proves nothing.
    seal(&NEW.repeat(2));
    for (binding, opens) in [(Binding::All, false), (Binding::Containers, true), (Binding::Unchecked, true)] {
        let (state, _) = verified(&file, Expected::new().device(mac, binding), &mut fleet.opener("new"));
        assert_eq!(matches!(state, FileState::Fine(_)), opens, "{binding:?}: {state:?}");
    }
    // Neither does a file that is not encrypted, which a device without a key reads.
    fs::write(&file, "<flat-profile/>").unwrap();
    let input = Input::read(&file, opener::LIMIT).unwrap();
    let expected = Expected::new().device(mac, Binding::Containers);
    let found = expected.verify(&input, None, &Reporter::default()).unwrap();
    assert_eq!((found.format, found.is_encrypted, found.unread().is_none()), (Format::Xml, false, true));
}

#[test]
fn every_file_of_a_directory_has_a_state() {
    let fleet = Fleet::new();
    fleet.put(MACS[1], NEW);
    fs::write(fleet.path("www").join("left.cfg"), "?").unwrap();
    fs::write(fleet.path("www").join(".hidden"), "?").unwrap();
    // A folder that a run may have made is looked into, and another one is extra as it is.
    for folder in ["0c", "other"] {
        fs::create_dir(fleet.path("www").join(folder)).unwrap();
        fs::write(fleet.path("www").join(folder).join("inner.cfg"), "?").unwrap();
    }
    let (verification, states) = fleet.verify("old");
    let [first, second, third] = MACS;
    let expected = [
        format!("{first}.cfg fine"),
        format!("{second}.cfg wrong"),
        format!("{third}.cfg missing"),
        "inner.cfg extra".to_owned(),
        "left.cfg extra".to_owned(),
        "other extra".to_owned(),
    ];
    assert_eq!(states, expected);
    assert_eq!(verification.line(), "3 devices, 1 fine, 1 missing, 1 wrong, 3 extra");
    assert_eq!(verification.worst, Some(Exit::NotOpenable));
}

#[test]
fn a_key_that_opens_no_file_is_questioned() {
    let (verification, _) = Fleet::new().verify("new");
    assert_eq!((verification.wrong, verification.missing), (2, 1));
    assert!(verification.doubt().unwrap().contains("is this the right key?"));
}

/// A list of so many devices, each with a container under its key of the master key `old`.
fn fleet_of_master(devices: u32) -> (Fleet, Vec<String>) {
    let fleet = Fleet(tempfile::tempdir().unwrap());
    fs::create_dir(fleet.path("www")).unwrap();
    for (name, key) in [("old", OLD), ("new", NEW)] {
        fs::write(fleet.path(name), key.repeat(2)).unwrap();
    }
    let master = MasterKey::from_hex(&OLD.repeat(2)).unwrap();
    let macs: Vec<String> = (0..devices).map(|device| format!("000e08{device:06x}")).collect();
    fs::write(fleet.path("devices.csv"), format!("mac\n{}\n", macs.join("\n"))).unwrap();
    macs.iter().for_each(|mac| fleet.put_under(mac, master.device_key(mac.parse().unwrap())));
    (fleet, macs)
}

fn master_opener(fleet: &Fleet, key: &str) -> Opener {
    let source = KeySource::file(&fleet.path(key));
    Opener::new(KeyRequest::new(KeyRole::Usual).source(Some(source)).master(true), KnownSettings::new(None, None))
}

#[test]
fn a_wrong_master_key_is_tried_on_some_files_of_a_long_list_and_the_others_are_not_opened() {
    let (fleet, macs) = fleet_of_master(40);
    let [.., last] = macs.as_slice() else { panic!("there are devices") };
    fs::remove_file(fleet.file(last)).unwrap();
    let (verification, states, messages) = fleet.verify_by(master_opener(&fleet, "new"));
    assert!(verification.is_key_wrong);
    assert_eq!((verification.unopened, verification.missing, verification.wrong, verification.fine), (39, 1, 0, 0));
    assert_eq!(states.iter().filter(|state| state.ends_with(" unopened")).count(), 39);
    assert_eq!(verification.line(), "40 devices, 0 fine, 1 missing, 39 not opened");
    assert_eq!(verification.worst, Some(Exit::NotOpenable));
    // One message for all of them, and every second file was tried.
    assert_eq!(messages.matches("none of the 20 files tried can be opened, so the others were skipped").count(), 1);
    assert!(!messages.contains(macs.first().unwrap()), "{messages}");
}

#[test]
fn every_file_of_a_long_list_is_opened_if_the_key_opens_one_that_is_tried() {
    let (fleet, macs) = fleet_of_master(40);
    let (verification, _, messages) = fleet.verify_by(master_opener(&fleet, "old"));
    assert_eq!((verification.fine, verification.unopened, verification.is_key_wrong), (40, 0, false));
    assert!(!messages.contains("error"), "{messages}");
    // One file that opens shows that the key is a right one, so each of the others is wrong by itself.
    let other = MasterKey::from_hex(&NEW.repeat(2)).unwrap();
    macs.iter().skip(1).for_each(|mac| fleet.put_under(mac, other.device_key(mac.parse().unwrap())));
    let (verification, _, _) = fleet.verify_by(master_opener(&fleet, "old"));
    assert_eq!((verification.fine, verification.wrong, verification.unopened), (1, 39, 0));
}

#[test]
fn every_file_of_a_short_list_is_opened_whatever_the_key() {
    let (fleet, _) = fleet_of_master(31);
    let (verification, _, _) = fleet.verify_by(master_opener(&fleet, "new"));
    assert_eq!((verification.is_key_wrong, verification.wrong, verification.unopened), (false, 31, 0));
}

fn rekey(fleet: &Fleet, files: &[KeyedFile]) -> Result<Vec<PathBuf>, spc_files::Error> {
    let (reporter, layout) = (Reporter::default(), layout());
    reporter.keep();
    let new_key = NewKey::new(fleet.wanted("new", KeyRole::New));
    let rekeying = Rekeying::new(files, &[&fleet.path("old"), &fleet.path("new")], &layout)?;
    let rekeyed = rekeying.seal(fleet.opener("old"), &new_key, &reporter)?;
    let paths = rekeyed.paths().map(Path::to_owned).collect();
    rekeyed.replace(&reporter).map(|()| paths)
}

#[test]
fn files_get_a_new_key_unless_they_already_have_it() {
    let fleet = Fleet::new();
    fleet.put(MACS[1], NEW);
    let files: Vec<KeyedFile> = MACS.iter().take(2).map(|mac| KeyedFile::new(fleet.file(mac), None)).collect();
    assert_eq!(rekey(&fleet, &files).unwrap(), [fleet.file(MACS[0])]);
    for mac in MACS.iter().take(2) {
        assert!(fleet.opens(mac, "new") && !fleet.opens(mac, "old"), "{mac}");
    }
}

#[test]
fn no_file_gets_a_new_key_if_one_cannot() {
    let fleet = Fleet::new();
    fs::write(fleet.file(MACS[2]), "<flat-profile/>").unwrap();
    let files: Vec<KeyedFile> = fleet.listed().into_iter().map(KeyedFile::from).collect();
    let error = rekey(&fleet, &files).unwrap_err();
    assert!(error.to_string().contains("has no key to change"), "{error}");
    assert!(MACS.iter().take(2).all(|mac| fleet.opens(mac, "old")));
    assert_eq!(Format::detect(&fs::read(fleet.file(MACS[2])).unwrap()), Ok(Format::Xml));
}
