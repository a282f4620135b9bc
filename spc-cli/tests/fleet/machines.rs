//! Threads, machines and the template change the time a fleet takes, and no device's file.

use std::collections::BTreeMap;
use std::fs;

use crate::depot::{Depot, Files, has, run};

#[test]
fn threads_change_no_byte() {
    let depot = Depot::new();
    depot.list(2_000);
    for format in ["--format spc", "--format openssl --md md5"] {
        let archives: Vec<Vec<u8>> = ["-j1", "-j2", "-j7", ""]
            .map(|jobs| depot.batch(&format!("--master-file master --archive - {format} {jobs}")).stdout)
            .into();
        assert!(archives[0].len() > 1_000_000);
        assert!(archives.iter().all(|archive| *archive == archives[0]), "{format}");
    }
}

#[test]
fn parts_joined_are_the_whole() {
    let depot = Depot::new();
    depot.list(500);
    let whole = depot.makes("--format openssl --md md5 --manifest whole");
    let mut lines = Vec::new();
    for part in 0..3 {
        let arguments = format!("--out-dir parts --shard {part}/3 --manifest part{part} -j1");
        let done = depot.batch(&format!("--master-file master --format openssl --md md5 {arguments}"));
        assert_eq!(done.code, Some(0), "{done:?}");
        lines.extend(fs::read_to_string(depot.path(format!("part{part}"))).unwrap().lines().map(str::to_owned));
    }
    assert!(depot.files("parts") == whole);
    let manifest = fs::read_to_string(depot.path("whole")).unwrap();
    let mut expected: Vec<&str> = manifest.lines().collect();
    expected.sort_unstable();
    lines.sort_unstable();
    assert!(lines == expected);
}

#[test]
fn with_and_without_template_unpack_to_the_same() {
    let depot = Depot::new();
    depot.take_large_base();
    depot.list(40);
    let unpacked = |packing: &str| -> BTreeMap<String, Vec<u8>> {
        let _ = fs::remove_dir_all(depot.path("out"));
        let done = depot.batch(&format!("--format gzip {packing} --out-dir out"));
        assert_eq!(done.code, Some(0), "{done:?}");
        let unpack = |bytes: &Vec<u8>| spc_core::stock::gzip::unpack(bytes, 1 << 20).unwrap();
        depot.files("out").iter().map(|(name, bytes)| (name.clone(), unpack(bytes))).collect()
    };
    let alone = unpacked("--no-template");
    assert_eq!(alone.len(), 40);
    assert!(String::from_utf8_lossy(&alone["000e08000007.cfg"]).contains(">planted-7</Password_1_>"));
    assert!(unpacked("") == alone);
    assert!(unpacked("--small") == alone);
}

#[test]
fn encrypted_files_open_to_the_same_with_and_without_template() {
    let depot = Depot::new();
    depot.take_large_base();
    let opened = |packing: &str| -> Vec<String> {
        let _ = fs::remove_dir_all(depot.path("out"));
        depot.makes(&format!("--format openssl --md sha256 {packing}"));
        let macs = ["000e08000000", "000e08000001", "000e08000002"];
        macs.map(|mac| depot.opens(&format!("out/{mac}.cfg"), mac)).into()
    };
    assert!(opened("") == opened("--no-template"));
}

/// A part of a make with a jobserver takes no more threads than there are tokens, and gives them back.
#[test]
fn make_shares_its_jobs() {
    if !has("make") {
        return;
    }
    let depot = Depot::new();
    depot.list(1_000);
    depot.put(
        "Makefile",
        "all: a.tar b.tar\n%.tar: devices.csv base.xml\n\t+$(SPC) batch $< --base base.xml --master-file master --archive $@\n",
    );
    let done = run(&mut depot.shell("make --no-print-directory -j3 && make -q -j3 && echo fresh"));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(!done.stderr.contains("jobserver") && done.stdout.ends_with(b"fresh\n"), "{done:?}");
    assert!(fs::read(depot.path("a.tar")).unwrap() == fs::read(depot.path("b.tar")).unwrap());
}

#[test]
fn an_unreachable_jobserver_leaves_one_thread() {
    let depot = Depot::new();
    let mut command = depot.command("batch devices.csv --base base.xml --master-file master --out-dir out");
    let done = run(command.env("MAKEFLAGS", " -j --jobserver-auth=77,78"));
    assert!(done.code == Some(0) && done.stderr.contains("make's jobserver cannot be reached"), "{done:?}");
    assert_eq!(depot.files("out").len(), 3);
}

#[test]
fn a_part_may_be_empty() {
    let depot = Depot::new();
    let done = depot.batch("--master-file master --out-dir out --shard 999999/1000000");
    assert!(done.code == Some(0) && done.stderr.contains("spc: 0 devices"), "{done:?}");
    assert_eq!(depot.files("out"), Files::new());
}
