//! Three passes over whole profiles, byte for byte: compiling gives `output.cfg`, decompiling that gives `decoded.xml`,
//! and compiling that gives `output.cfg` again.
//!
//! A change of bytes is a change of format, or a bug. If it is wanted,
//! `SPC_BLESS=1 cargo test -p sip-profile-core --test golden` rewrites the files; review the diff.
#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "only the library knows no files and no environment")]

use std::fs;

use spc_core::container::Device;
use spc_core::key::MasterKey;
use spc_core::seal::Spc;
use spc_core::{Recipient, Target, TargetMac, compile, decompile};

#[path = "common/testdata.rs"]
mod testdata;

/// The master key and the device of FORMAT 9.3.
fn device() -> (Target, Recipient<'static>, Device) {
    let master = MasterKey::from_bytes([0x5b; 32]);
    let mac: TargetMac = "000e08aabbcc".parse().unwrap();
    let device = Device::new().mac(mac).key(master.device_key(mac)).min_serial(7).require_target(true);
    (Spc::new().keys(master).into(), Recipient::from(mac).serial(7), device)
}

fn assert_three_passes(name: &str) {
    let (target, recipient, device) = device();
    let source = testdata::read(&format!("profiles/{name}.xml"));
    let sealed = compile(source, &target, recipient).unwrap();
    let decoded = decompile(&sealed, &device).unwrap();
    if std::env::var_os("SPC_BLESS").is_some_and(|bless| bless == "1") {
        let folder = testdata::path("golden").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("output.cfg"), &sealed).unwrap();
        fs::write(folder.join("decoded.xml"), &decoded).unwrap();
    }
    let golden = |file: &str| testdata::read(&format!("golden/{name}/{file}"));
    assert!(sealed == golden("output.cfg"), "{name}: different bytes from output.cfg");
    assert!(decoded.as_bytes() == golden("decoded.xml"), "{name}: other XML than decoded.xml");
    assert!(
        compile(&decoded, &target, recipient).unwrap() == sealed,
        "{name}: decoded.xml compiles to different bytes"
    );
}

#[test]
fn each_profile_is_unchanged() {
    const PROFILES: [&str; 5] = ["ata-router", "awkward", "mpp-phone", "small-phone", "spa-phone"];
    PROFILES.into_iter().for_each(assert_three_passes);
    let folders = fs::read_dir(testdata::path("golden")).unwrap();
    let mut folders: Vec<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, PROFILES, "a folder that is not tested");
}
