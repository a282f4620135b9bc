//! A fleet's files are those that each device's own profile compiles to.

#![cfg(test)]

use std::sync::Arc;

use spc_core::batch::{Batch, Keys, Packing, Recipient, Target};
use spc_core::container::{Protection, Randomizer};
use spc_core::key::MasterKey;
use spc_core::limits::Limits;
use spc_core::profile::Profile;
use spc_core::source::{self, NoImports, Syntax};
use spc_core::stock::gzip;
use spc_core::stock::template::Effort;
use spc_core::{TargetMac, compile};

fn parsed(xml: &str) -> Profile<'_> {
    source::parse(xml.as_bytes(), Syntax::Xml, &mut NoImports, &Limits::default()).unwrap().profile
}

fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

#[test]
fn columns_set_values_and_fill_placeholders() {
    let base = parsed(
        "<flat-profile><A ua=\"na\">{{x}}@{{y}}</A><B/><C ua=\"rw\"/><D>d</D><E>{{{{x}}</E><F>{{x}}</F></flat-profile>",
    );
    let values = [" 1 & 2", "<y>", "", "c", "d2", "new"];
    let columns = ["x", "y", "B", "C", "D", "Z"];
    let xml = "<flat-profile><A ua=\"na\">1 &amp; 2@&lt;y></A><B/><C ua=\"rw\">c</C><D>d2</D><E>{{x}}</E><F>1 &amp; 2</F><Z>new</Z></flat-profile>";
    let recipient = Recipient { mac: mac(), serial: 7, key: None, values: &values, salt: None };
    let expected = compile(xml, &spc_core::Target::Xml).unwrap();
    let seal = |target| Batch::prepare(&base, &columns, target).unwrap().seal_for(&recipient).unwrap();
    assert_eq!(String::from_utf8(seal(Target::Xml)).unwrap(), String::from_utf8(expected.clone()).unwrap());
    for packing in [Packing::Each(gzip::Level::default()), Packing::Template(Effort::Fast)] {
        assert_eq!(gzip::unpack(&seal(Target::Gzip(packing)), 1 << 20).unwrap(), expected);
    }
    let master = Arc::new(MasterKey::from_bytes([7; 32]));
    let protection = Protection::generic().mac(mac()).serial(7).key(master.device_key(mac()));
    let spc = Target::Spc { keys: Some(Keys::Master(master)), randomizer: Randomizer::default() };
    assert_eq!(seal(spc), compile(xml, &protection.into()).unwrap());
}
