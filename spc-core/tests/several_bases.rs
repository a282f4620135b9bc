//! Rows of several bases and formats, sealed together: each file is the one that its base makes alone.

#![cfg(test)]

use spc_core::batch::{Batch, seal_mixed};
use spc_core::key::{KeyText, MasterKey};
use spc_core::seal::{Keys, Openssl, Rfc8188, SealError, Spc};
use spc_core::source::{Reader, Syntax};
use spc_core::stock::gzip;
use spc_core::stock::openssl::{Digest, Kdf};
use spc_core::stock::rfc8188::IkmForm;
use spc_core::stock::template::Effort;
use spc_core::{Recipient, Target, TargetMac};

const KDF: Kdf = Kdf::new(Digest::Md5);

fn batch(xml: &str, target: impl Into<Target>) -> Batch {
    let base = Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap().profile;
    Batch::prepare(&base, &["x", "y"], target).unwrap()
}

fn master() -> MasterKey {
    MasterKey::from_bytes([0x5b; 32])
}

#[test]
fn rows_in_any_order_get_the_files_of_their_bases() {
    let short = "<flat-profile><A>{{x}}{{y}}</A></flat-profile>";
    let long = format!("<flat-profile><B>{}</B><C>{{{{y}}}}</C><x/></flat-profile>", "text ".repeat(900));
    let batches = [
        batch(short, Openssl::new(master(), KDF).packing(Effort::Fast)),
        batch(&long, Openssl::new(master(), KDF).packing(Effort::Fast)),
        batch(&long, Openssl::new(Keys::PerRecipient, KDF)),
        batch(short, Spc::new().keys(master())),
        batch(&long, Spc::new()),
        batch(short, Target::Xml),
        batch(&long, gzip::Level::default()),
        batch(&long, Rfc8188::new(master(), IkmForm::Base64Url)),
    ];
    let keys: Vec<KeyText> = (0..100).map(|number| KeyText::new(format!("{number:064}"))).collect();
    let values: Vec<[String; 2]> = (0..100).map(|number| ["v".repeat(number * 7), format!("{number}\0")]).collect();
    let recipients: Vec<(&Batch, Recipient<'_>)> = (0..100_u8)
        .map(|number| {
            let at = usize::from(number);
            let mac = TargetMac::new([0, 0x0e, 8, 0, 0, number]).unwrap();
            let mut values = values[at].each_ref().map(String::as_str);
            if number % 9 != 0 {
                values[1] = values[1].trim_end_matches('\0');
            }
            let values: &[&str] = Box::leak(Box::new(values));
            let base = at * 5 % batches.len();
            (&batches[base], Recipient::new(mac, values).key((base == 2).then_some(&keys[at])))
        })
        .collect();
    let files = seal_mixed(&recipients);
    assert_eq!(files.len(), recipients.len());
    for (number, (file, (batch, recipient))) in files.iter().zip(&recipients).enumerate() {
        assert_eq!(file, &batch.seal_for(recipient), "{number}");
        assert_eq!(batch.check(recipient), file.clone().map(drop), "{number}");
        let is_refused = matches!(file, Err(SealError::Character { column: 1, .. }));
        assert_eq!(is_refused, number % 9 == 0, "{number}: {file:?}");
    }
    assert!(seal_mixed(&[]).is_empty());
}
