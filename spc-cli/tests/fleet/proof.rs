//! A directory against its list, its base and its keys: what each file holds, and a key that opens none.

use std::fs;
use std::time::Duration;

use crate::depot::{Depot, run};

/// Each of these files opens, and holds what its list and base made once.
#[test]
fn a_file_that_differs_from_what_its_list_gives_is_stale() {
    let depot = Depot::new();
    let base = fs::read_to_string(depot.path("base.xml")).unwrap();
    for format in ["spc", "openssl --md md5", "gzip", "xml", "rfc8188 --ikm-ascii"] {
        let key = if matches!(format, "gzip" | "xml") { "" } else { "--master-file master" };
        let ikm = if format.starts_with("rfc") { "--ikm-ascii" } else { "" };
        depot.list(5);
        depot.put("base.xml", &base);
        let done = depot.batch(&format!("--out-dir out --format {format} {key}"));
        assert_eq!(done.code, Some(0), "{done:?}");
        let verify =
            |more: &str| run(&mut depot.command(&format!("verify --devices devices.csv out {key} {ikm} {more}")));
        let done = verify("--base base.xml");
        assert!(done.code == Some(0) && done.stderr == "spc: 5 devices, 5 fine\n", "{format}: {done:?}");

        let list = fs::read_to_string(depot.path("devices.csv")).unwrap();
        depot.put("devices.csv", list.replace(",planted-3", ",planted-other"));
        let done = verify("--base base.xml");
        assert!(
            done.code == Some(1) && done.stderr.contains("`out/000e08000003.cfg` is stale: "),
            "{format}: {done:?}"
        );
        assert!(done.stderr.ends_with("5 devices, 4 fine, 1 stale\n"), "{format}: {done:?}");
        assert!(!done.stderr.contains("planted"), "{done:?}");

        let done = verify("");
        let said = "without --base, the content of the files is not compared";
        assert!(done.code == Some(0) && done.stderr.contains(said), "{format}: {done:?}");

        depot.list(5);
        depot.put("base.xml", base.replace("ua=\"na\"", "ua=\"rw\""));
        let done = verify("--base base.xml");
        assert!(done.code == Some(1) && done.stderr.ends_with("0 fine, 5 stale\n"), "{format}: {done:?}");
        fs::remove_dir_all(depot.path("out")).unwrap();
    }
}

/// What keeps the value of a user is in some formats and not in others, and makes only those stale that have a place for it.
#[test]
fn a_base_that_keeps_user_values_is_verified_in_every_format() {
    let depot = Depot::new();
    let base =
        "<flat-profile><User_ID_1_ preserve-value=\"y\">{{ext}}</User_ID_1_><GPP_A>{{password}}</GPP_A></flat-profile>";
    depot.put("base.xml", base);
    depot.list(3);
    for (format, md, stale) in [("spc", "", 0), ("openssl", "--md md5", 3)] {
        let done = depot.batch(&format!("--format {format} {md} --master-file master --out-dir {format}"));
        assert_eq!(done.code, Some(0), "{done:?}");
        let verify = format!("verify {format} --devices devices.csv --base base.xml --master-file master {md}");
        let done = run(&mut depot.command(&verify));
        assert!(done.code == Some(0) && done.stderr.ends_with("3 devices, 3 fine\n"), "{format}: {done:?}");
        depot.put("base.xml", base.replace("<GPP_A>", "<GPP_A>x"));
        let done = run(&mut depot.command(&verify));
        assert!(done.code == Some(1) && done.stderr.ends_with("0 fine, 3 stale\n"), "{format}: {done:?}");
        // A container has no place for it.
        depot.put("base.xml", base.replace(" preserve-value=\"y\"", ""));
        let done = run(&mut depot.command(&verify));
        assert!(done.stderr.contains(&format!("{} fine", 3 - stale)), "{format}: {done:?}");
        depot.put("base.xml", base);
    }
}

/// Bases, names and formats of a mixed list are those that `batch` takes.
#[test]
fn the_files_of_a_mixed_list_are_compared_with_their_own_bases() {
    let depot = Depot::new();
    depot.put("mpp.xml", "<flat-profile><Password_1_>{{password}}</Password_1_></flat-profile>");
    let row = |number: u32| {
        let (model, format) = [("8851", "xml"), ("spa504g", "openssl"), ("", "spc")][number as usize % 3];
        format!("000e08{number:06x},{model},{format},{number},planted-{number}\n")
    };
    let rows: String = (0..30).map(row).collect();
    depot.put("devices.csv", format!("mac,model,format,ext,password\n{rows}"));
    let how = "--base base.xml --base 88xx=mpp.xml --name '88xx={MAC}.xml' --master-file master";
    let done = run(&mut depot.command(&format!("batch devices.csv {how} --out-dir out")));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(depot.path("out/000E08000003.xml").is_file());
    let verify = format!("verify out --devices devices.csv {how}");
    let done = run(&mut depot.command(&verify));
    assert!(done.code == Some(0) && done.stderr == "spc: 30 devices, 30 fine\n", "{done:?}");
    let done = run(&mut depot.command(&format!("{verify} --base spa112=mpp.xml")));
    let words = "warning: no row of the list uses the --base for SPA112";
    assert!(done.code == Some(0) && done.stderr.contains(words), "{done:?}");
    depot.put("mpp.xml", "<flat-profile><Password_1_>{{password}}</Password_1_><A>1</A></flat-profile>");
    let done = run(&mut depot.command(&verify));
    assert!(done.code == Some(1) && done.stderr.ends_with("20 fine, 10 stale\n"), "{done:?}");

    // A base beside the list needs no flag.
    depot.put("devices.csv", "mac,base,ext,password\n000e08000001,base.xml,1,planted-1\n");
    let done = run(&mut depot.command("batch devices.csv --out-dir one --master-file master"));
    assert_eq!(done.code, Some(0), "{done:?}");
    let verify = "verify one --devices devices.csv --master-file master";
    assert!(run(&mut depot.command(verify)).stderr.ends_with("spc: 1 device, 1 fine\n"));
    depot.put("devices.csv", "mac,base,ext,password\n000e08000001,base.xml,2,planted-1\n");
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(1) && done.stderr.contains("1 stale"), "{done:?}");
    depot.put("devices.csv", "mac,base,ext,password\n000e08000001,none.xml,2,planted-1\n");
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(1) && done.stderr.contains("base"), "{done:?}");
}

#[test]
fn a_wrong_key_is_detected_with_a_few_files_and_reported_once() {
    let depot = Depot::new();
    depot.list(2_000);
    let done = depot.batch("--out-dir out --master-file master --format openssl --md sha256");
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.put("wrong", format!("{}\n", "c4".repeat(32)));
    fs::remove_file(depot.path("out/000e080007ce.cfg")).unwrap();
    depot.put("out/notes.txt", "x");
    let verify = |key: &str| depot.command(&format!("verify out --devices devices.csv --master-file {key}"));
    let begun = std::time::Instant::now();
    let done = run(&mut verify("wrong"));
    let took = begun.elapsed();
    assert_eq!(done.code, Some(4), "{done:?}");
    assert_eq!(done.stderr.matches("wrong key").count(), 1, "{done:?}");
    assert!(done.stderr.contains("is missing") && done.stderr.contains("`out/notes.txt` is extra"), "{done:?}");
    assert!(done.stderr.ends_with("2 000 devices, 0 fine, 1 missing, 1 999 not opened, 1 extra\n"), "{done:?}");
    assert!(done.stderr.lines().count() < 8, "{done:?}");
    // All of them would take minutes.
    assert!(took < Duration::from_secs(30), "{took:?}");

    // Files that are damaged do not make the key a wrong one.
    let junk = [b"Salted__".as_slice(), &[7; 40]].concat();
    let damaged = Depot::new();
    damaged.list(40);
    damaged.makes("--format openssl --md md5");
    (0..30).for_each(|number| damaged.put(&format!("out/000e08{number:06x}.cfg"), &junk));
    let done = run(&mut damaged.command("verify out --devices devices.csv --master-file master"));
    assert!(done.code == Some(4) && done.stderr.contains("10 fine, 30 wrong"), "{done:?}");
    assert_eq!(done.stderr.matches("spc: hint").count(), 1, "one hint for all of them: {done:?}");
}

/// Each file is named, but what to do about all of them is said once.
#[test]
fn files_without_their_key_get_one_hint() {
    let depot = Depot::new();
    depot.makes("");
    let done = run(&mut depot.command("verify out --devices devices.csv --base base.xml"));
    assert!(done.stderr.contains("3 wrong") && done.stderr.matches("spc: error").count() == 3, "{done:?}");
    assert_eq!(done.stderr.matches("spc: hint").count(), 1, "{done:?}");
    let done = run(&mut depot.command("verify out/000e08000000.cfg out/000e08000001.cfg"));
    assert_eq!(
        (done.stderr.matches("spc: error").count(), done.stderr.matches("spc: hint").count()),
        (2, 1),
        "{done:?}"
    );
}

#[test]
fn files_that_a_wrong_key_does_not_open_get_one_hint_and_a_count() {
    let depot = Depot::new();
    depot.makes("");
    depot.put("wrong", format!("{}\n", "c4".repeat(32)));
    let files = "out/000e08000000.cfg out/000e08000001.cfg out/000e08000002.cfg";
    let done = run(&mut depot.command(&format!("verify {files} --master-file wrong")));
    assert_eq!(done.code, Some(4), "{done:?}");
    assert_eq!(done.stderr.matches("spc: hint").count(), 1, "{done:?}");
    assert!(done.stderr.ends_with("3 of 3 files cannot be opened with this key\n"), "{done:?}");
    let done = run(&mut depot.command("verify out/000e08000000.cfg --master-file wrong"));
    assert!(done.stderr.contains("spc: hint") && !done.stderr.contains("1 of 1"), "{done:?}");
}
