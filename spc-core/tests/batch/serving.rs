//! What a server does with a batch: many threads, its own memory, files that nobody can read.

use spc_core::batch::Batch;
use spc_core::fleet::Fleet;
use spc_core::key::{KeyText, RawKey};
use spc_core::seal::{Keys, Openssl, Packing, SealError, Spc};
use spc_core::stock::gzip as stock_gzip;
use spc_core::stock::rfc8188::Ikm;
use spc_core::stock::template::Effort;
use spc_core::{Recipient, Target, limits};

use crate::bases::{MD5, mac, master, openssl, parsed, recipient, rfc8188, spc};

#[test]
fn recipients_that_are_refused_do_not_stop_the_others() {
    for target in [spc(Some(Keys::PerRecipient)), openssl(Keys::PerRecipient), rfc8188(Keys::PerRecipient)] {
        let batch = Batch::prepare(&parsed("<A>{{x}}</A>"), &["x"], target).unwrap();
        let key = KeyText::new("5b".repeat(32));
        let values: Vec<[String; 1]> = (0..100).map(|n| [format!("{n}")]).collect();
        let values: Vec<[&str; 1]> = values.iter().map(|[value]| [value.as_str()]).collect();
        let recipients: Vec<Recipient<'_>> =
            values.iter().enumerate().map(|(n, values)| recipient(values).key((n % 7 != 3).then_some(&key))).collect();
        let files = batch.seal_many(&recipients);
        assert_eq!(files.iter().filter(|file| **file == Err(SealError::NoKey)).count(), 14);
        assert_eq!(files, recipients.iter().map(|one| batch.seal_for(one)).collect::<Vec<_>>());
    }
}

#[test]
fn what_a_server_shares_serves_many_threads() {
    const fn shared<T: Send + Sync>() {}
    shared::<Batch>();
    shared::<Fleet>();
    shared::<Target>();
    shared::<Recipient<'_>>();
    shared::<spc_core::open::Opener>();
}

#[test]
fn reused_memory_gives_the_same_file() {
    let key = KeyText::new("5b".repeat(32));
    let mut out = b"what was there before".repeat(1000);
    for target in [spc(Some(Keys::PerRecipient)), openssl(Keys::PerRecipient), rfc8188(Keys::PerRecipient)] {
        let batch = Batch::prepare(&parsed("<A>{{x}}</A>"), &["x"], target).unwrap();
        for value in ["one", "another that is longer", ""] {
            let values = [value];
            let to = recipient(&values).key(&key);
            let place = out.as_ptr();
            batch.seal_into(&to, &mut out).unwrap();
            assert_eq!((Ok(out.clone()), out.as_ptr()), (batch.seal_for(&to), place));
            assert!(batch.xml_for(&to).unwrap().contains(&format!("<A>{value}</A>")));
        }
        let refused = batch.seal_into(&recipient(&["\t"]).key(&key), &mut Vec::new());
        assert!(matches!(refused, Err(SealError::Character { .. })));
    }
}

#[test]
fn the_xml_of_a_recipient_keeps_what_users_set() {
    let base = parsed("<A preserve-value=\"y\">{{x}}</A><B preserve-value=\"y\">1</B><C>2</C>");
    let key = KeyText::new("5b".repeat(32));
    for target in [spc(Some(Keys::PerRecipient)), openssl(Keys::PerRecipient)] {
        let batch = Batch::prepare(&base, &["x"], target).unwrap();
        let xml = batch.xml_for(&recipient(&["7"]).key(&key)).unwrap();
        for line in ["<A preserve-value=\"y\">7</A>", "<B preserve-value=\"y\">1</B>", "<C>2</C>"] {
            assert!(xml.contains(line), "{xml}");
        }
    }
}

#[test]
fn what_nobody_can_read_is_refused_for_the_device_that_causes_it() {
    let names: Vec<String> = (0..15).map(|n| format!("P{n:02}")).collect();
    let base = parsed(&names.iter().map(|name| format!("<{name}/>")).collect::<String>());
    let escaped = vec!["&".repeat(limits::VALUE); 15];
    let run = "x".repeat(limits::VALUE);
    let dense_base = parsed(&format!("<A>{run}</A><B>{run}</B><C/>"));
    let fine = vec!["a value".to_owned(); 15];
    let key = RawKey::from_bytes(&[7; 32]).unwrap();
    for (target, is_packed) in [
        (Target::Xml, false),
        (Spc::new().keys(key).into(), false),
        (rfc8188(Ikm::from_ascii("an input key").unwrap().into()), false),
        (Packing::from(Effort::Fast).into(), true),
        (stock_gzip::Level::default().into(), true),
        (Openssl::new(master(), MD5).packing(Effort::Fast).into(), true),
    ] {
        let batch = Batch::prepare(&base, &names, target.clone()).unwrap();
        let refused = |values: &Vec<String>| {
            let to = Recipient::new(mac(), values);
            let refused = batch.seal_for(&to).map(drop);
            assert_eq!(batch.check(&to), refused, "{target:?}");
            assert_eq!(batch.seal_many(&[to])[0].clone().map(drop), refused, "{target:?}");
            refused
        };
        assert_eq!(refused(&fine), Ok(()));
        let limit = if is_packed { limits::UNPACKED } else { limits::SOURCE };
        assert!(matches!(refused(&escaped), Err(SealError::TooLarge { limit: at, .. }) if at == limit), "{target:?}");
        let batch = Batch::prepare(&dense_base, &["C"], target.clone()).unwrap();
        let sealed = batch.seal_for(&recipient(&["c"])).map(drop);
        assert_eq!(batch.check(&recipient(&["c"])), sealed, "{target:?}");
        assert_eq!(matches!(sealed, Err(SealError::TooDense { .. })), is_packed, "{target:?}");
    }
}
