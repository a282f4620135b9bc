//! Bases, keys and recipients for the other tests.

use std::sync::Arc;

use spc_core::batch::Batch;
use spc_core::key::{Key, KeyText, MasterKey};
use spc_core::profile::Profile;
use spc_core::seal::{Keys, Openssl, Rfc8188, SealError, Spc};
use spc_core::source::{Reader, Syntax};
use spc_core::stock::openssl;
use spc_core::stock::rfc8188::{Ikm, IkmForm};
use spc_core::{Recipient, Target, TargetMac};

pub(crate) const MD5: openssl::Kdf = openssl::Kdf::new(openssl::Digest::Md5);
pub(crate) const SECRET: &str = "planted secret";

pub(crate) fn parsed(elements: &str) -> Profile<'static> {
    let xml = format!("<flat-profile>{elements}</flat-profile>");
    Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap().profile.into_owned()
}

pub(crate) fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

pub(crate) fn recipient<'a>(values: &'a [&'a str]) -> Recipient<'a> {
    Recipient::new(mac(), values)
}

pub(crate) fn sealed(target: &Target, key: Option<&str>) -> Result<Vec<u8>, SealError> {
    let batch = Batch::prepare(&parsed("<Password_1_>{{x}}</Password_1_>"), &["x"], target.clone()).unwrap();
    let key = key.map(|text| KeyText::new(text.into()));
    let values = [SECRET];
    let recipient = recipient(&values).key(key.as_ref());
    let file = batch.seal_for(&recipient);
    assert_eq!(batch.check(&recipient), file.clone().map(drop));
    file
}

pub(crate) fn spc(keys: Option<Keys<Key>>) -> Target {
    keys.map_or(Spc::new(), |keys| Spc::new().keys(keys)).into()
}

pub(crate) fn openssl(keys: Keys<openssl::Phrase>) -> Target {
    Openssl::new(keys, MD5).into()
}

pub(crate) fn rfc8188(keys: Keys<Ikm>) -> Target {
    Rfc8188::new(keys, IkmForm::Ascii).into()
}

pub(crate) fn master() -> Arc<MasterKey> {
    Arc::new(MasterKey::from_bytes([0x5b; 32]))
}
