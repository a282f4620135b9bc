//! Where the files go, and what lists them.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;

use sha2::{Digest, Sha256};

use crate::depot::{Depot, Files, run};

#[test]
fn one_bad_row_prevents_all_writing() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password\n000e08000001,,\n000e0800000,,\n");
    depot.refuses("--manifest m", 1, &[]);
    fs::create_dir(depot.path("out")).unwrap();
    depot.refuses("--manifest m", 1, &[]);
    assert_eq!(depot.files("out"), Files::new());
}

#[test]
fn keep_going_writes_the_files_of_good_rows() {
    let depot = Depot::new();
    let list = "mac,ext,password\n000e08000001,,\n000e0800000,,\n000e08000003,,\n000e08000004,,\n000e08000003,,\n";
    depot.put("devices.csv", list);
    let done = depot.batch("--master-file master --out-dir out --keep-going --json --manifest m");
    assert_eq!(done.code, Some(6), "{done:?}");
    assert!(done.stderr.contains("spc: error: 3 bad rows were left out\n"), "{done:?}");
    // Nobody knows which of two rows for one device is meant.
    assert_eq!(depot.files("out").into_keys().collect::<Vec<_>>(), ["000e08000001.cfg", "000e08000004.cfg"]);
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&summary["written"], &summary["failed"], &summary["devices"]), (&2.into(), &3.into(), &2.into()));
    assert_eq!(fs::read_to_string(depot.path("m")).unwrap().lines().count(), 2);

    depot.put("devices.csv", "mac,ext,password\nx,,\n");
    depot.put("base.xml", "<flat-profile><A>{{ext}}{{password}}</A></flat-profile>");
    let done = depot.batch("--master-file master --out-dir none --keep-going");
    assert_eq!(done.code, Some(1), "there are no good ones: {done:?}");
    assert!(!depot.path("none").exists());
}

#[test]
fn a_summary_is_always_printed() {
    let depot = Depot::new();
    let done = depot.batch("--master-file master --out-dir out --format spc --json");
    let words: Vec<&str> = done.stderr.trim_end().split(", ").collect();
    assert!(words[0] == "spc: 3 devices" && words[1].ends_with(" s") && words[2].ends_with("/s"), "{done:?}");
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let bytes: usize = depot.files("out").values().map(Vec::len).sum();
    assert_eq!((&summary["schema"], &summary["devices"], &summary["bytes"]), (&1.into(), &3.into(), &bytes.into()));
}

#[test]
fn a_new_directory_is_like_any_other() {
    let depot = Depot::new();
    let before = depot.names();
    depot.makes("");
    fs::create_dir(depot.path("plain")).unwrap();
    let mode = |name| fs::metadata(depot.path(name)).unwrap().mode();
    assert_eq!(mode("out"), mode("plain"));
    assert_eq!(mode("out/000e08000000.cfg") & 0o777, 0o600);
    assert_eq!(depot.names().len(), before.len() + 2, "the directory was made beside its place: {:?}", depot.names());
    let done = depot.batch("--master-file master --out-dir nowhere/out");
    assert_eq!(done.code, Some(5), "{done:?}");
    let done = depot.batch("--master-file master --out-dir base.xml");
    assert_eq!(done.code, Some(5), "{done:?}");
}

#[test]
fn files_in_a_directory_are_replaced_one_by_one() {
    let depot = Depot::new();
    let made = depot.makes("");
    depot.put("out/other", "x");
    depot.put("out/000e08000001.cfg", "Salted__12345678");
    let again = depot.makes("--out-mode 0640");
    assert_eq!(again.len(), 4);
    assert!(made.iter().all(|(name, bytes)| again.get(name) == Some(bytes)));
    assert_eq!(fs::metadata(depot.path("out/000e08000001.cfg")).unwrap().mode() & 0o777, 0o640);
    assert_eq!(fs::metadata(depot.path("out/other")).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn equal_files_and_their_times_stay() {
    let depot = Depot::new();
    depot.makes("--if-changed --manifest m");
    let state = |name: &str| {
        let about = fs::metadata(depot.path(name)).unwrap();
        (about.ino(), about.mtime(), about.mtime_nsec())
    };
    let names = ["out/000e08000000.cfg", "out/000e08000002.cfg", "m"];
    let before = names.map(state);
    fs::remove_file(depot.path("out/000e08000001.cfg")).unwrap();
    let done = depot.batch("--master-file master --out-dir out --if-changed --manifest m");
    assert!(done.stderr.contains("3 devices, 2 up to date, "), "{done:?}");
    assert_eq!(names.map(state), before);
    assert!(depot.path("out/000e08000001.cfg").exists());
}

#[test]
fn check_writes_nothing_and_lists_what_is_stale() {
    let depot = Depot::new();
    let done = depot.batch("--master-file master --out-dir out --check");
    assert!(done.code == Some(1) && done.stderr.contains("3 devices, 3 stale, "), "{done:?}");
    assert!(!depot.path("out").exists());
    depot.makes("--manifest m");
    let done = depot.batch("--master-file master --out-dir out --manifest m --check");
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.put("out/000e08000001.cfg", "old");
    let done = depot.batch("--master-file master --out-dir out --check");
    assert!(done.code == Some(1) && done.stderr.contains("`000e08000001.cfg` is stale"), "{done:?}");
    assert_eq!(fs::read(depot.path("out/000e08000001.cfg")).unwrap(), b"old");
    depot.put("m", "");
    let done = depot.batch("--master-file master --out-dir out --manifest m --check");
    assert!(done.code == Some(1) && done.stderr.contains("`m` is stale"), "{done:?}");
}

#[test]
fn a_dry_run_lists_and_writes_nothing() {
    let depot = Depot::new();
    let before = depot.names();
    let done = depot.batch("--master-file master --out-dir out --shards --manifest m --dry-run");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(done.stderr.matches("would write").count(), 3, "{done:?}");
    assert!(done.stderr.contains("would write `out/02/000e08000002.cfg`"), "{done:?}");
    assert_eq!(depot.names(), before);
}

#[test]
fn an_archive_holds_the_files_and_depends_on_nothing_else() {
    let depot = Depot::new();
    depot.list(600);
    let files = depot.makes("--shards");
    let archive = |arguments: &str| {
        let done = depot.batch(&format!("--master-file master --shards --out-mode 0640 {arguments}"));
        assert_eq!(done.code, Some(0), "{done:?}");
        done.stdout
    };
    let streamed = archive("--archive -");
    archive("--archive a.tar");
    assert!(fs::read(depot.path("a.tar")).unwrap() == streamed);
    let mut inside = Files::new();
    for entry in tar::Archive::new(streamed.as_slice()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let header = entry.header();
        let about = (header.mtime().unwrap(), header.uid().unwrap(), header.gid().unwrap(), header.mode().unwrap());
        assert_eq!(about, (0, 0, 0, 0o640));
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        inside.insert(entry.path().unwrap().to_str().unwrap().to_owned(), bytes);
    }
    assert!(inside == files);
    let done = depot.batch("--master-file master --shards --archive a.tar --out-mode 0640 --check");
    assert!(done.code == Some(0) && done.stderr.contains("600 devices, 600 up to date"), "{done:?}");
    let done = depot.batch("--master-file master --archive a.tar --check");
    assert!(done.code == Some(1) && done.stderr.contains("`a.tar` is stale"), "{done:?}");
}

#[test]
fn the_manifest_lists_each_file_in_the_order_of_the_list() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password,serial\n000e08000009,,,\n000e08000001,1,planted,8\n");
    let files = depot.makes("--manifest m");
    let manifest = fs::read_to_string(depot.path("m")).unwrap();
    let lines: Vec<serde_json::Value> = manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["mac"], &lines[1]["mac"]), (&"000e08000009".into(), &"000e08000001".into()));
    for line in &lines {
        let bytes = &files[line["file"].as_str().unwrap()];
        assert_eq!(line["bytes"], bytes.len());
        assert_eq!(line["sha256"], hex::encode(Sha256::digest(bytes)));
        assert_eq!(line["format"], "spc");
    }
    assert_eq!((&lines[0]["serial"], &lines[1]["serial"]), (&0.into(), &8.into()));
    let inspected = run(&mut depot.command("derive --mac 000e08000001 --master-file master -o device"));
    assert_eq!(inspected.code, Some(0));
    let key = spc_core::key::RawKey::from_hex(fs::read_to_string(depot.path("device")).unwrap().trim()).unwrap();
    assert_eq!(lines[1]["key_id"], key.id().to_string());
}

#[test]
fn a_passphrase_has_no_id() {
    let depot = Depot::new();
    depot.put("phrase", "correct horse battery staple\n");
    let key_ids = |arguments: &str| -> Vec<serde_json::Value> {
        let done = depot.batch(&format!("{arguments} --archive /dev/null --manifest -"));
        assert_eq!(done.code, Some(0), "{done:?}");
        let lines = done.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice::<serde_json::Value>(line).unwrap()["key_id"].clone()).collect()
    };
    let null = serde_json::Value::Null;
    assert_eq!(key_ids("--key-file phrase --kdf-iter 10000"), [null.clone(), null.clone(), null.clone()]);
    assert_eq!(key_ids("--key-file phrase --format openssl --md md5"), [null.clone(), null.clone(), null.clone()]);
    assert_eq!(key_ids("--format gzip"), [null.clone(), null.clone(), null.clone()]);
    let raw = key_ids("--key-file master");
    assert!(raw[0] == raw[2] && raw[0].is_string(), "{raw:?}");
    let derived = key_ids("--master-file master --format openssl --md md5");
    assert!(derived[0] != derived[1] && derived[0].is_string(), "{derived:?}");
}

#[test]
fn no_device_replaces_what_is_read() {
    let depot = Depot::new();
    for name in ["devices.csv", "base.xml", "master", "m"] {
        depot.put("devices.csv", format!("mac,ext,password,name\n000e08000001,,,{name}\n"));
        let before = depot.files(".");
        let done = depot.batch("--master-file master --out-dir . --manifest m");
        assert_eq!(done.code, Some(1), "{name}: {done:?}");
        assert!(done.stderr.contains(" --> devices.csv:2:16 (column `name`)"), "{name}: {done:?}");
        assert!(depot.files(".") == before, "{name}");
    }
    let done = depot.batch("--master-file master --archive devices.csv");
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn the_missing_directory_of_an_output_is_named() {
    let depot = Depot::new();
    for (flags, code, words) in [
        (
            "--out-dir no/such/site",
            5,
            "cannot make `no/such/site`: no such file or directory\nspc: hint: `no/such` must exist: only the last directory is created\n",
        ),
        (
            "--out-dir out --manifest no/m.jsonl",
            5,
            "cannot write `no/m.jsonl`: no such file or directory\nspc: hint: `no` must exist: directories are not created\n",
        ),
        ("--archive no/a.tar", 5, "hint: `no` must exist: directories are not created\n"),
    ] {
        let before = depot.names();
        let done = depot.batch(&format!("--master-file master {flags}"));
        assert!(done.code == Some(code) && done.stderr.contains(words), "{flags}: {done:?}");
        assert_eq!(depot.names(), before, "{flags}");
    }
}

#[test]
fn an_archive_is_never_called_compressed() {
    let depot = Depot::new();
    for name in ["a.tar.gz", "a.tgz", "A.ZIP", "a.tar.zst"] {
        for more in ["", "--dry-run"] {
            let done = depot.batch(&format!("--master-file master --archive {name} {more}"));
            let message = format!("the archive is tar, not compressed, which does not fit the name `{name}`");
            assert!(done.code == Some(2) && done.stderr.contains(&message), "{done:?}");
        }
        assert!(!depot.path(name).exists());
    }
    for name in ["a.tar", "archive", "devices.2026"] {
        assert_eq!(depot.batch(&format!("--master-file master --archive {name}")).code, Some(0), "{name}");
    }
}
