//! What make learns of a fleet from `--deps`, by make itself.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, SystemTime};

use crate::depot::{Depot, has, run};

/// A depot with a second base, which imports, and a list that names it.
fn depot() -> Depot {
    let depot = Depot::new();
    fs::create_dir(depot.path("bases")).unwrap();
    depot.put("bases/desk.txt", "import lines.txt\nDisplay_Name[1] \"Desk {{ext}}\" ;\n");
    depot.put("bases/lines.txt", "Password[1] \"{{password}}\" ;\n");
    depot.put("devices.csv", "mac,base,ext,password\n000e08000001,bases/desk.txt,1,\n000e08000002,,2,\n");
    depot
}

fn text(depot: &Depot, name: &str) -> String {
    fs::read_to_string(depot.path(name)).unwrap()
}

const INPUTS: &str = "base.xml bases/desk.txt bases/lines.txt devices.csv master";

#[test]
fn list_bases_imports_and_key_are_listed_and_sorted() {
    let depot = depot();
    let empty = "bases/desk.txt:\nbases/lines.txt:\n";
    for (place, outputs) in [
        ("--out-dir out --manifest m", "m"),
        ("--archive a.tar", "a.tar"),
        ("--archive a.tar --manifest m", "a.tar m"),
        ("--archive a.tar --manifest -", "a.tar"),
    ] {
        let done = depot.batch(&format!("--master-file master {place} --deps d"));
        assert_eq!(done.code, Some(0), "{place}: {done:?}");
        assert_eq!(text(&depot, "d"), format!("{outputs}: {INPUTS}\n{empty}"));
    }
    let done = depot.batch("--master-file master --archive - --deps d --deps-format json");
    assert!(done.code == Some(0) && done.stdout == fs::read(depot.path("a.tar")).unwrap());
    let inputs = INPUTS.replace(' ', "\",\"");
    assert_eq!(text(&depot, "d"), format!("{{\"schema\":1,\"outputs\":[\"-\"],\"inputs\":[\"{inputs}\"]}}\n"));
}

#[test]
fn a_base_that_does_not_exist_yet_is_listed() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,base,ext,password\n000e08000001,later.xml,,\n000e08000002,,,\n");
    let done = depot.batch("--master-file master --out-dir out --manifest m --deps d --keep-going");
    assert_eq!(done.code, Some(6), "{done:?}");
    assert_eq!(text(&depot, "d"), "m: base.xml devices.csv later.xml master\nlater.xml:\n");
}

#[test]
fn useless_or_harmful_lists_are_refused() {
    let depot = depot();
    depot.refuses("--deps d", 2, &["a directory is not one", "hint: give --manifest FILE"]);
    depot.refuses("--deps d --deps-format json", 2, &["a directory is not one"]);
    depot.refuses("--deps d --manifest -", 2, &["a directory is not one"]);
    depot.refuses("--deps - --manifest m --json", 2, &["can write to standard output"]);
    depot.refuses("--deps m --manifest m", 2, &["--manifest `m` and --deps `m` are the same file"]);
    depot.refuses("--deps-format json --manifest m", 2, &["--deps <FILE>"]);
    for input in INPUTS.split(' ') {
        depot.refuses(&format!("--deps {input} --manifest m"), 2, &[&format!("`{input}` is also an input")]);
    }
    depot.refuses("--deps d --manifest 'a;b'", 2, &["has a `;`, which cannot be written in a makefile"]);
    let before = depot.files(".");
    let done = depot.batch("--master-file master --archive - --deps d");
    assert!(done.code == Some(2) && done.stderr.contains("the output is not a file"), "{done:?}");
    // A device's file is not the list's either.
    depot.put("devices.csv", "mac,ext,password,name\n000e08000001,,,d\n");
    let done = depot.batch("--master-file master --out-dir . --deps d --manifest m");
    assert!(done.code == Some(1) && done.stderr.contains("(column `name`)"), "{done:?}");
    assert_eq!(depot.files(".").len(), before.len());
}

#[test]
fn nothing_is_listed_where_nothing_is_written() {
    let depot = depot();
    let before = depot.names();
    for (how, code) in [("--dry-run", 0), ("--check", 1)] {
        let done = depot.batch(&format!("--master-file master --out-dir out --manifest m --deps d {how}"));
        assert_eq!(done.code, Some(code), "{how}: {done:?}");
    }
    depot.put("devices.csv", "mac,ext,password\n000e0800000,,\n");
    depot.refuses("--manifest m --deps d", 1, &[]);
    assert_eq!(depot.names(), before);
}

/// The recipe of `examples/fleet`: whatever the fleet was made from makes it again, and nothing else does.
#[test]
fn make_rebuilds_a_fleet_when_its_sources_change() {
    if !has("make") {
        return;
    }
    let depot = depot();
    depot.put(
        "Makefile",
        "m:\n\t+$(SPC) batch devices.csv --base base.xml --master-file master --out-dir out --if-changed \
         --manifest m --deps m.d\n\ttouch m\n-include m.d\n",
    );
    let age = |name: &str, seconds: u64| {
        let time = SystemTime::now().checked_sub(Duration::from_secs(seconds)).unwrap();
        File::open(depot.path(name)).unwrap().set_modified(time).unwrap();
    };
    // Whether make runs the program when a file is younger than the manifest, by ten minutes.
    let remakes = |name: &str| {
        INPUTS.split(' ').filter(|input| depot.path(input).exists()).for_each(|input| age(input, 9000));
        age("m", 1000);
        if !name.is_empty() {
            age(name, 400);
        }
        let done = run(&mut depot.shell("make --no-print-directory"));
        assert_eq!(done.code, Some(0), "{name}: {done:?}");
        done.stderr.contains("spc: 2 devices")
    };
    assert!(run(&mut depot.shell("make")).stderr.contains("spc: 2 devices, "));
    assert!(!remakes(""), "nothing has changed");
    let before = fs::metadata(depot.path("out/000e08000001.cfg")).unwrap();
    for input in INPUTS.split(' ') {
        assert!(remakes(input), "{input}");
        assert!(!remakes(""), "{input} is seen twice");
    }
    let after = fs::metadata(depot.path("out/000e08000001.cfg")).unwrap();
    assert_eq!((after.ino(), after.mtime_nsec()), (before.ino(), before.mtime_nsec()), "equal files stay");
    // An import that is gone from the base as well stops nothing.
    depot.put("bases/desk.txt", "Password[1] \"{{password}} {{ext}}\" ;\n");
    fs::remove_file(depot.path("bases/lines.txt")).unwrap();
    assert!(remakes("bases/desk.txt"));
    assert_eq!(text(&depot, "m.d").lines().next().unwrap(), format!("m: {}", INPUTS.replace("bases/lines.txt ", "")));
    assert!(!remakes(""));

    // A run that fails leaves the old manifest, so the next make tries again.
    depot.put("devices.csv", "mac,ext,password\n000e0800000,,\n");
    for _ in 0..2 {
        let done = run(&mut depot.shell("make"));
        assert!(done.code == Some(2) && done.stderr.contains("nothing was written"), "{done:?}");
    }
    assert_eq!(text(&depot, "m").lines().count(), 2);
}
