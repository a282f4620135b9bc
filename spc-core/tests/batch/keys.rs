//! The keys and salts of a fleet, none of which is ever shown.

use std::sync::Arc;

use spc_core::batch::Batch;
use spc_core::container::{Device, Header, open};
use spc_core::key::{KeyError, KeyText, MasterKey, Passphrase, RawKey};
use spc_core::seal::{Keys, Packing, SealError};
use spc_core::stock::rfc8188::Ikm;
use spc_core::stock::template::Effort;
use spc_core::stock::{openssl, rfc8188 as stock_rfc8188};
use spc_core::{Class, Error, Target, source};

use crate::bases::{MD5, SECRET, mac, master, openssl, parsed, recipient, rfc8188, sealed, spc};

#[test]
fn master_key_gives_each_device_the_same_text_in_every_format() {
    let digits = "3389c1c64239e1be6e25f72c960112a18fe80d3c5ea0e9ff69760927468586db";
    let same = |master: Target, own: Target| {
        let file = sealed(&master, None).unwrap();
        assert_eq!(sealed(&own, Some(digits)).unwrap(), file);
    };
    same(spc(Some(Keys::Master(master()))), spc(Some(Keys::PerRecipient)));
    same(openssl(Keys::Master(master())), openssl(Keys::PerRecipient));
    same(rfc8188(Keys::Master(master())), rfc8188(Keys::PerRecipient));
}

#[test]
fn one_key_for_all_is_that_of_a_single_file() {
    let profile = parsed("<Password_1_>planted secret</Password_1_>");
    let file = |settings: Target| settings.seal(&profile, &mac().into()).unwrap();
    let phrase = || openssl::Phrase::new(b"phrase".to_vec()).unwrap();
    let ikm = || Ikm::from_ascii("an input key").unwrap();
    let stretched = Passphrase::new("a passphrase".into()).unwrap().stretch(&[7; 16], 10_000).unwrap();
    let settings = [openssl(phrase().into()), spc(Some(stretched.into())), spc(None)];
    for settings in settings {
        assert_eq!(sealed(&settings, None).unwrap(), file(settings.clone()), "{settings:?}");
    }
    let xml = source::to_xml(&profile).unwrap().into_bytes();
    let settings = openssl::EncSettings::new(phrase(), MD5);
    assert_eq!(sealed(&openssl(phrase().into()), None).unwrap(), openssl::seal(&xml, &settings));
    // Its salt is that of a fleet's file.
    let [of_fleet, alone] = [sealed(&rfc8188(ikm().into()), None).unwrap(), file(rfc8188(ikm().into()))];
    let opened = |file: &[u8]| stock_rfc8188::open(file, &ikm()).unwrap();
    assert!(opened(&of_fleet) == xml && opened(&alone) == xml && of_fleet != alone);
}

#[test]
fn each_fault_of_a_key_has_its_own_error() {
    let raw = || Some(Keys::Shared(Arc::new(RawKey::from_bytes(&[7; 32]).unwrap().into())));
    let unused = [
        spc(None),
        spc(raw()),
        spc(Some(Keys::Master(master()))),
        openssl(Keys::Master(master())),
        rfc8188(Keys::Master(master())),
        Target::Xml,
        Target::Gzip(Packing::Template(Effort::Fast)),
    ];
    for target in unused {
        assert_eq!(sealed(&target, Some("key")), Err(SealError::UnusedKey), "{target:?}");
    }
    for target in [spc(Some(Keys::PerRecipient)), openssl(Keys::PerRecipient), rfc8188(Keys::PerRecipient)] {
        assert_eq!(sealed(&target, None), Err(SealError::NoKey), "{target:?}");
        assert_eq!(sealed(&target, Some("")), Err(KeyError::Empty.into()), "{target:?}");
    }
    assert_eq!(sealed(&spc(Some(Keys::PerRecipient)), Some("my phrase")), Err(SealError::Passphrase));
    let short = KeyError::RawLength { digits: 2 };
    assert_eq!(sealed(&spc(Some(Keys::PerRecipient)), Some("ab")), Err(short.into()));
    let odd = KeyError::NotPrintable { position: 1 };
    assert_eq!(sealed(&rfc8188(Keys::PerRecipient), Some("é")), Err(odd.into()));
    for error in [SealError::NoKey, SealError::UnusedKey, SealError::Passphrase, odd.into()] {
        assert_eq!(Error::from(error).class(), Class::Key);
    }
}

#[test]
fn a_salt_makes_equal_input_give_different_files_that_still_open() {
    let seal = |target: &Target, salt| {
        let batch = Batch::prepare(&parsed("<A>a</A>"), &[""; 0], target.clone()).unwrap();
        batch.seal_for(&recipient(&[]).salt(salt).serial(7)).unwrap()
    };
    let targets = [spc(Some(Keys::Master(master()))), openssl(Keys::Master(master())), rfc8188(Keys::Master(master()))];
    for target in &targets {
        let file = seal(target, Some([1; 16]));
        assert_eq!(file, seal(target, Some([1; 16])), "{target:?}");
        assert_ne!(file, seal(target, Some([2; 16])), "{target:?}");
        assert_ne!(file, seal(target, None), "{target:?}");
    }
    let device = Device::new().mac(mac()).key(master().device_key(mac()));
    let file = seal(&targets[0], Some([1; 16]));
    assert_eq!(open(&file, &device).unwrap().profile(), parsed("<A>a</A>"));
    assert_eq!(Header::read(&file).unwrap().serial(), 7);
    assert_eq!(seal(&targets[1], Some([1; 16]))[8..16], [1; 8]);
    assert_eq!(seal(&targets[2], Some([1; 16]))[..16], [1; 16]);
}

#[test]
fn nothing_secret_is_shown() {
    let digits = "5b".repeat(32);
    let key = KeyText::new(digits.clone());
    let values = [SECRET];
    let shown = [
        format!("{:?}", recipient(&values).key(&key)),
        format!("{:?}", spc(Some(Keys::Master(Arc::new(MasterKey::from_hex(&digits).unwrap()))))),
        format!(
            "{:?}",
            Batch::prepare(&parsed("<Password_1_>planted secret</Password_1_>"), &[""; 0], Target::Xml).unwrap()
        ),
        format!("{:?}", Batch::prepare(&parsed("<Password_1_>planted{{secret</Password_1_>"), &[""; 0], Target::Xml)),
        format!("{:?}", sealed(&rfc8188(Keys::PerRecipient), Some("planted secret\u{7}"))),
        format!("{:?}", sealed(&spc(Some(Keys::PerRecipient)), Some(SECRET))),
        format!("{:?}", {
            let batch = Batch::prepare(&parsed(""), &["Password_1_"], Target::Xml).unwrap();
            batch.seal_for(&recipient(&["planted secret\t"]))
        }),
    ];
    for text in shown {
        assert!(!["planted", "secret", "5b5b"].iter().any(|secret| text.contains(secret)), "{text}");
    }
}
