//! What is in the place of a fleet's files already: it is read no further than it should be, and its mode is as asked.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, Instant};

use crate::depot::{Depot, run};

const BATCH: &str = "--master-file master --out-dir out";

#[test]
fn nothing_endless_is_read_and_no_pipe_is_waited_for() {
    let depot = Depot::new();
    let files = depot.makes("");
    let name = "000e08000001.cfg";
    let place = depot.path(format!("out/{name}"));
    let expected = fs::read(&place).unwrap();
    let started = Instant::now();
    for way in ["--if-changed", "--check"] {
        for kind in ["fifo", "zero", "huge"] {
            fs::remove_file(&place).unwrap();
            match kind {
                "fifo" => rustix::fs::mkfifoat(rustix::fs::CWD, &place, rustix::fs::Mode::RUSR).unwrap(),
                "zero" => symlink("/dev/zero", &place).unwrap(),
                _ => fs::File::create(&place).unwrap().set_len(3 << 30).unwrap(),
            }
            let done = depot.batch(&format!("{BATCH} {way}"));
            if way == "--check" {
                assert!(
                    done.code == Some(1) && done.stderr.contains(&format!("`{name}` is stale")),
                    "{kind}: {done:?}"
                );
            } else {
                assert!(done.code == Some(1) && done.stderr.contains("[SPC2016]"), "{kind}: {done:?}");
                let done = depot.batch(&format!("{BATCH} {way} --overwrite"));
                assert!(done.code == Some(0) && fs::read(&place).unwrap() == expected, "{kind}: {done:?}");
            }
        }
    }
    for flag in ["--archive", "--manifest"] {
        let place = depot.path("stream");
        rustix::fs::mkfifoat(rustix::fs::CWD, &place, rustix::fs::Mode::RUSR).unwrap();
        let rest = if flag == "--archive" { "" } else { "--out-dir out" };
        let done = depot.batch(&format!("--master-file master {rest} {flag} stream --check"));
        assert!(done.code == Some(2) && done.stderr.contains("cannot be compared"), "{done:?}");
        fs::remove_file(place).unwrap();
    }
    assert!(started.elapsed() < Duration::from_secs(60) && files.len() > 1);
}

#[test]
fn a_subdirectory_in_the_place_of_a_file_is_found_before_any_is_written() {
    let depot = Depot::new();
    fs::create_dir_all(depot.path("out/000e08000001.cfg")).unwrap();
    let done = depot.batch(BATCH);
    assert!(
        done.code == Some(1) && done.stderr.contains("the directory already has a subdirectory with this name"),
        "{done:?}"
    );
    assert!(depot.files("out").is_empty(), "{done:?}");
}

#[test]
fn names_in_the_list_never_replace_foreign_files() {
    let depot = Depot::new();
    let notes = b"mac,room\n";
    depot.put("devices.csv", "mac,ext,password,name\n000e08000001,1,p,first\n000e08000002,2,p,notes.csv\n");
    fs::create_dir(depot.path("out")).unwrap();
    fs::write(depot.path("out/notes.csv"), notes).unwrap();
    for way in [BATCH, &format!("{BATCH} --if-changed"), &format!("{BATCH} --dry-run"), "--out-dir out --format xml"] {
        let done = depot.batch(way);
        let said = [
            "the file would replace one that spc did not write, or cannot read [SPC2016]",
            "devices.csv:3:",
            "--overwrite",
        ];
        assert!(done.code == Some(1) && said.iter().all(|said| done.stderr.contains(said)), "{way}: {done:?}");
        assert!(fs::read(depot.path("out/notes.csv")).unwrap() == notes && !depot.path("out/first").exists());
    }
    for _ in 0..2 {
        // Its own files as well, once they are there.
        let done = depot.batch(&format!("{BATCH} --overwrite"));
        assert!(done.code == Some(0) && fs::read(depot.path("out/notes.csv")).unwrap() != notes, "{done:?}");
        assert_eq!(depot.batch(BATCH).code, Some(0));
    }
}

#[test]
fn a_foreign_file_named_after_a_device_is_not_replaced() {
    let depot = Depot::new();
    let foreign: [&[u8]; 3] = [b"y\n", b"<flat-profile>\n<!-- mine -->\n<A>x</A>\n</flat-profile>\n", b"\0\x01\x02"];
    fs::create_dir(depot.path("out")).unwrap();
    for bytes in foreign {
        fs::write(depot.path("out/000e08000001.cfg"), bytes).unwrap();
        for way in ["", "--if-changed", "--dry-run", "--format xml", "--format gzip"] {
            let key = if way.contains("format") { "" } else { "--master-file master" };
            let done = depot.batch(&format!("{key} --out-dir out {way}"));
            let said = ["spc did not write, or cannot read [SPC2016]", "devices.csv:3:", "--overwrite"];
            assert!(done.code == Some(1) && said.iter().all(|said| done.stderr.contains(said)), "{way}: {done:?}");
            assert_eq!(depot.files("out").len(), 1);
        }
        assert_eq!(fs::read(depot.path("out/000e08000001.cfg")).unwrap(), bytes);
    }
    let done = depot.batch(&format!("{BATCH} --keep-going"));
    assert!(done.code == Some(6) && depot.files("out").len() == 3, "{done:?}");
    assert_eq!(depot.batch(&format!("{BATCH} --overwrite")).code, Some(0));
    // What an earlier run made is its own, as the state says, or the manifest.
    for way in ["--prune", "--manifest list.jsonl"] {
        assert_eq!(depot.batch(&format!("{BATCH} {way}")).code, Some(0));
        fs::write(depot.path("out/000e08000001.cfg"), b"damaged").unwrap();
        assert_eq!(depot.batch(&format!("{BATCH} {way}")).code, Some(0), "{way}");
        fs::remove_file(depot.path("out/.spc-fleet.json")).ok();
    }
}

#[test]
fn a_fleet_of_any_format_can_be_made_again() {
    let depot = Depot::new();
    let base = "<flat-profile>\n<!-- c --><s><A>1</A><Display_Name_1_ ua=\"na\">{{ext}}</Display_Name_1_></s>\n\
        <B>two\nlines</B><s><C>&amp;</C><Password_1_>{{password}}</Password_1_></s><D/><E></E></flat-profile>";
    depot.put("base.xml", base);
    for format in ["xml", "gzip", "openssl --md md5", "rfc8188 --ikm-hex", "spc"] {
        let key = if ["xml", "gzip"].contains(&format) { "" } else { "--master-file master" };
        for way in ["", "--if-changed", ""] {
            let done = depot.batch(&format!("--format {format} {key} --out-dir again {way}"));
            assert_eq!(done.code, Some(0), "{format}: {done:?}");
        }
    }
}

#[test]
fn a_tightened_mode_also_applies_to_unchanged_files() {
    let depot = Depot::new();
    let batch = format!("{BATCH} --manifest list.jsonl");
    assert_eq!(depot.batch(&format!("{batch} --out-mode 0644")).code, Some(0));
    let mode = |name: &str| fs::metadata(depot.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("out/000e08000001.cfg"), mode("list.jsonl")), (0o644, 0o644));
    let before = fs::read(depot.path("out/000e08000001.cfg")).unwrap();
    assert_eq!(depot.batch(&format!("{batch} --if-changed")).code, Some(0));
    assert_eq!((mode("out/000e08000001.cfg"), mode("list.jsonl")), (0o600, 0o600));
    assert_eq!(fs::read(depot.path("out/000e08000001.cfg")).unwrap(), before);
    let done = depot.batch(&format!("{batch} --if-changed"));
    assert!(done.stderr.contains("up to date"), "{done:?}");
}

#[test]
fn a_umask_never_restricts_the_owner() {
    let depot = Depot::new();
    for (rest, file) in
        [("--out-dir out", "out/000e08000001.cfg"), ("--out-dir deep --shards", "deep/01/000e08000001.cfg")]
    {
        for again in [false, true] {
            let line = format!("umask 777; \"$SPC\" batch devices.csv --base base.xml --master-file master {rest}");
            let done = run(&mut depot.shell(&line));
            assert_eq!(done.code, Some(0), "{done:?}");
            let mode = |name: &str| fs::metadata(depot.path(name)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(file), 0o600, "{rest} {again}");
            let folder = file.split('/').next().unwrap();
            assert_eq!(mode(folder), 0o700, "{rest} {again}");
        }
    }
}

#[test]
fn leftovers_of_a_killed_run_are_reported_and_removed() {
    let depot = Depot::new();
    fs::create_dir(depot.path(".spc-out-aB3dE6")).unwrap();
    depot.put(".spc-out-aB3dE6/000e08000001.cfg", "half");
    depot.put(".spc-out-aB3dE6/.spc-new", "");
    // Another program's, by chance.
    fs::create_dir(depot.path(".spc-out-theirs")).unwrap();
    depot.put(".spc-out-theirs/notes", "x");
    fs::set_permissions(depot.path(".spc-out-aB3dE6"), Permissions::from_mode(0o755)).unwrap();
    let done = depot.batch(BATCH);
    assert!(done.code == Some(0) && done.stderr.contains("removed `./.spc-out-aB3dE6`"), "{done:?}");
    assert!(!depot.path(".spc-out-aB3dE6").exists() && depot.path(".spc-out-theirs/notes").exists());
    assert!(!depot.path("out/.spc-new").exists());
}
