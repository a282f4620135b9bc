//! Devices that left the list: their files are removed on request, and nothing else ever is.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::depot::{Depot, Done};

const STATE: &str = "out/.spc-fleet.json";

/// A directory with three devices, whose first run kept a state.
fn kept() -> Depot {
    let depot = Depot::new();
    let files = depot.makes("--prune");
    assert_eq!(files.len(), 4, "three devices and the state");
    let state: serde_json::Value = serde_json::from_slice(&files[".spc-fleet.json"]).unwrap();
    let lines = state["files"].as_array().unwrap();
    assert_eq!(lines.iter().filter(|line| line["file"].is_string()).count(), 3);
    let list = fs::canonicalize(depot.path("devices.csv")).unwrap();
    assert_eq!(lines[0]["list"].as_str(), list.to_str());
    let mode = fs::metadata(depot.path(STATE)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    depot
}

fn run(depot: &Depot, flags: &str) -> Done {
    depot.batch(&format!("--master-file master --out-dir out {flags}"))
}

fn names(depot: &Depot) -> Vec<String> {
    depot.files("out").into_keys().filter(|name| name != ".spc-fleet.json").collect()
}

#[test]
fn files_of_devices_that_left_are_removed_on_request() {
    let depot = kept();
    depot.list(1);
    for flags in ["--if-changed", "--check", "--dry-run", "--dry-run --prune", ""] {
        let done = run(&depot, flags);
        let code = i32::from(flags == "--check");
        assert_eq!(done.code, Some(code), "{flags}: {done:?}");
        assert!(done.stderr.contains("`out/000e08000001.cfg`: its device is not in the list"), "{flags}: {done:?}");
        assert_eq!(names(&depot).len(), 3, "{flags}");
    }
    let done = run(&depot, "--if-changed --prune --json");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(names(&depot), ["000e08000000.cfg"]);
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((summary["removed"].as_u64(), summary["left"].as_u64()), (Some(2), Some(0)));
    let done = run(&depot, "--check");
    assert!(done.code == Some(0) && !done.stderr.contains("left"), "{done:?}");
}

/// Another pattern of names, or folders: the devices are all there, and it is said so.
#[test]
fn renamed_files_are_not_reported_as_files_of_departed_devices() {
    for flags in ["--name 'spa{MAC}.cfg'", "--shards"] {
        let depot = kept();
        let done = run(&depot, flags);
        assert_eq!(done.code, Some(0), "{flags}: {done:?}");
        let why = "extra: `out/000e08000001.cfg`: its device's file has a different name now";
        assert!(done.stderr.contains(why) && !done.stderr.contains("not in the list"), "{flags}: {done:?}");
        let done = run(&depot, &format!("{flags} --prune"));
        assert_eq!(done.code, Some(0), "{flags}: {done:?}");
        assert!(done.stderr.contains("removing `out/000e08000001.cfg`: its device's file"), "{flags}: {done:?}");
        assert_eq!(names(&depot).len(), 3, "{flags}");
    }
    let depot = Depot::new();
    depot.list(24);
    depot.makes("--prune");
    let done = run(&depot, "--name 'spa{MAC}.cfg' --prune");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("have other names now; if that is intended, add --prune-most"), "{done:?}");
    // A state of an earlier version does not name the devices, and their files do.
    let state = fs::read_to_string(depot.path(STATE)).unwrap();
    let old: Vec<&str> = state.lines().map(|line| line.split(",\"mac\"").next().unwrap()).collect();
    let old: Vec<String> =
        old.iter().map(|line| if line.ends_with("\"") { format!("{line}}},") } else { (*line).to_owned() }).collect();
    let old = old.join("\n").replace("},\n]}", "}\n]}") + "\n";
    depot.put(STATE, &old);
    depot.list(23);
    let done = run(&depot, "--name 'spa{MAC}.cfg'");
    assert!(done.stderr.contains("a different name now"), "{old}: {done:?}");
    assert!(done.stderr.contains("`out/000e08000017.cfg`: its device is not in the list"), "{done:?}");
}

#[test]
fn a_dry_run_shows_what_would_happen_to_each_file() {
    let depot = kept();
    depot
        .put("devices.csv", "mac,ext,password\n000e08000000,0,planted-0\n000e08000001,7,planted-1\n000e08000009,9,p\n");
    let before = depot.files("out");
    let done = run(&depot, "--dry-run");
    assert_eq!(done.code, Some(0), "{done:?}");
    for line in [
        "would leave `out/000e08000000.cfg`: unchanged\n",
        "would write `out/000e08000001.cfg`: changed\n",
        "would write `out/000e08000009.cfg`: new\n",
        "extra: `out/000e08000002.cfg`: its device is not in the list\n",
        "nothing was written: 3 devices, 1 new, 1 changed, 1 unchanged, 1 extra\n",
    ] {
        assert!(done.stderr.contains(line), "not `{line}` but {}", done.stderr);
    }
    assert!(depot.files("out") == before);
}

#[test]
fn foreign_files_are_never_touched() {
    let depot = kept();
    depot.put("out/notes.cfg", "mine");
    depot.put("out/000e080000ff.cfg", "of another tool");
    depot.put("out/000e08000001.cfg", "changed by hand");
    fs::remove_file(depot.path("out/000e08000002.cfg")).unwrap();
    depot.put("precious", fs::read(depot.path("base.xml")).unwrap());
    symlink(depot.path("precious"), depot.path("out/000e08000002.cfg")).unwrap();
    depot.list(1);
    let done = run(&depot, "--prune");
    assert_eq!(done.code, Some(0), "{done:?}");
    for file in ["000e08000001.cfg", "000e08000002.cfg"] {
        assert!(done.stderr.contains(&format!("`out/{file}` differs from what the record says")), "{done:?}");
    }
    assert_eq!(
        names(&depot),
        ["000e08000000.cfg", "000e08000001.cfg", "000e08000002.cfg", "000e080000ff.cfg", "notes.cfg"]
    );
    assert!(depot.path("precious").exists());
    // A directory that no run of this program kept a state of.
    fs::create_dir(depot.path("theirs")).unwrap();
    depot.put("theirs/000e08000009.cfg", "x");
    let done = depot.batch("--master-file master --out-dir theirs --prune");
    assert!(done.code == Some(0) && depot.path("theirs/000e08000009.cfg").exists(), "{done:?}");
}

#[test]
fn a_state_that_is_not_ours_stops_the_run_before_it_writes() {
    let depot = kept();
    let good = fs::read_to_string(depot.path(STATE)).unwrap();
    depot.list(1);
    for (state, words) in [
        (good.replace("fleet\":1", "fleet\":2"), "it has version 2, but this program supports only versions up to 1"),
        (good.replace("000e08000001.cfg", "../base.xml"), "line 4 is not as spc wrote it"),
        (good.replace("\n]}", ""), "its end is missing"),
        ("[]".to_owned(), "not a list of files that spc wrote"),
    ] {
        depot.put(STATE, &state);
        let before = depot.files(".");
        for flags in ["--prune", "--if-changed", ""] {
            let done = run(&depot, flags);
            assert!(done.code == Some(1) && done.stderr.contains(words), "{flags}, {state}: {done:?}");
        }
        assert!(depot.files(".") == before, "{state}");
    }
}

#[test]
fn the_manifest_of_an_earlier_run_knows_its_files_too() {
    let depot = Depot::new();
    depot.makes("--manifest m.jsonl --shards");
    depot.list(1);
    let done = run(&depot, "--manifest m.jsonl --shards --prune");
    assert!(done.code == Some(0) && done.stderr.contains("removing `out/01/000e08000001.cfg`"), "{done:?}");
    assert_eq!(names(&depot), ["00/000e08000000.cfg"]);
}

#[test]
fn a_bad_row_is_not_a_device_that_left() {
    let depot = kept();
    depot.put("devices.csv", "mac,ext,password\n000e08000000,0,planted-0\n000e0800000x,1,planted-1\n");
    let done = run(&depot, "--prune --keep-going");
    assert_eq!(done.code, Some(6), "{done:?}");
    assert!(done.stderr.contains("it is not known which devices left"), "{done:?}");
    assert_eq!(names(&depot).len(), 3);
    // And they are known still.
    depot.list(1);
    assert_eq!(run(&depot, "--prune").code, Some(0));
    assert_eq!(names(&depot).len(), 1);
}

#[test]
fn nothing_is_lost_if_files_cannot_be_removed_or_written() {
    let depot = kept();
    depot.list(1);
    // A full disk: the state cannot be written, so the old one stays, and knows at least what there is.
    let state = fs::read(depot.path(STATE)).unwrap();
    let limited = "ulimit -f 0; exec \"$SPC\" batch devices.csv --base base.xml --master-file master \
        --out-dir out --if-changed --prune";
    let done = crate::depot::run(&mut depot.shell(limited));
    assert_eq!(done.code, Some(5), "{done:?}");
    assert!(fs::read(depot.path(STATE)).unwrap() == state);
    let words =
        "the files of the list are in place, and 2 files of devices that left the list were removed: try again\n";
    assert!(done.stderr.contains("cannot write `out/.spc-fleet.json`") && done.stderr.contains(words), "{done:?}");
    let done = run(&depot, "--if-changed --prune");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(names(&depot), ["000e08000000.cfg"]);
}

/// Each file is smaller than what a process may write, and the list of them is not.
#[test]
fn if_only_a_list_of_the_files_cannot_be_written_the_hint_says_so() {
    let limited = |depot: &Depot, blocks: u32, flags: &str| {
        let line =
            format!("ulimit -f {blocks}; exec \"$SPC\" batch devices.csv --base base.xml --master-file master {flags}");
        let done = crate::depot::run(&mut depot.shell(&line));
        assert_eq!(done.code, Some(5), "{flags}: {done:?}");
        done.stderr
    };
    let depot = Depot::new();
    depot.list(40);
    let before = depot.names();
    let said = limited(&depot, 1, "--out-dir out --prune");
    assert!(said.contains("cannot write `out/.spc-fleet.json`: "), "{said}");
    assert!(said.contains("hint: nothing is left behind: `out` appears whole or not at all\n"), "{said}");
    assert_eq!(depot.names(), before);

    depot.makes("");
    let said = limited(&depot, 0, "--out-dir out --if-changed --manifest m.jsonl");
    assert!(said.contains("hint: all files are in place, but `m.jsonl` was not written: try again\n"), "{said}");
    assert!(!depot.path("m.jsonl").exists());
    depot.makes("--manifest m.jsonl");
    let manifest = fs::read(depot.path("m.jsonl")).unwrap();
    depot.list(39);
    let said = limited(&depot, 0, "--out-dir out --if-changed --manifest m.jsonl");
    assert!(said.contains("hint: all files are in place, but `m.jsonl` was not changed: try again\n"), "{said}");
    assert!(fs::read(depot.path("m.jsonl")).unwrap() == manifest);
}

#[test]
fn shards_and_archives_keep_no_state() {
    let depot = Depot::new();
    for flags in ["--out-dir out --prune --shard 0/2", "--archive a.tar --prune"] {
        let done = depot.batch(&format!("--master-file master {flags}"));
        assert_eq!(done.code, Some(2), "{flags}: {done:?}");
    }
    kept();
}

#[test]
fn files_of_another_list_are_never_removed() {
    let depot = kept();
    depot.put("site2.csv", "mac,ext,password\n000e08000002,2,p\n000e080000aa,3,p\n000e080000ab,3,p\n");
    let site2 = |flags: &str| {
        let line = format!("batch site2.csv --base base.xml --master-file master --out-dir out {flags}");
        crate::depot::run(&mut depot.command(&line))
    };
    let done = site2("--prune");
    assert!(done.code == Some(0) && done.stderr.contains("devices.csv`, are left alone: 2"), "{done:?}");
    assert!(done.stderr.contains("`000e08000002.cfg` was made from another list"), "{done:?}");
    assert_eq!(names(&depot).len(), 5);
    let done = site2("--check");
    assert!(done.code == Some(0) && !done.stderr.contains("stale"), "{done:?}");
    // A file that both lists had is of the one that wrote it last.
    depot.list(1);
    assert_eq!(run(&depot, "--prune").code, Some(0));
    assert_eq!(names(&depot), ["000e08000000.cfg", "000e08000002.cfg", "000e080000aa.cfg", "000e080000ab.cfg"]);
    depot.put("site2.csv", "mac,ext,password\n000e080000aa,3,p\n");
    assert_eq!(site2("--prune").code, Some(0));
    assert_eq!(names(&depot), ["000e08000000.cfg", "000e080000aa.cfg"]);
}

#[test]
fn most_files_of_a_list_are_removed_only_on_request() {
    let depot = Depot::new();
    depot.list(24);
    depot.makes("--prune");
    depot.list(11);
    for flags in ["--prune", "--prune --dry-run", "--prune --if-changed"] {
        let done = run(&depot, flags);
        assert_eq!(done.code, Some(1), "{flags}: {done:?}");
        assert!(done.stderr.contains("13 of the 24 files of this list would be removed"), "{done:?}");
        assert!(done.stderr.contains("add --prune-most"), "{done:?}");
        assert_eq!(names(&depot).len(), 24, "{flags}");
    }
    assert_eq!(run(&depot, "--prune-most").code, Some(2));
    assert_eq!(run(&depot, "--prune --prune-most").code, Some(0));
    assert_eq!(names(&depot).len(), 11);
    // Half of them is not most, and ten are few.
    depot.list(1);
    assert_eq!(run(&depot, "--prune").code, Some(0));
    assert_eq!(names(&depot).len(), 1);
}

#[test]
fn a_rekeyed_file_is_still_known() {
    let depot = kept();
    depot.put("new", crate::depot::MASTER.replace('5', "6"));
    let rekey = "rekey --devices devices.csv --master-file master --new-master-file new out";
    assert_eq!(crate::depot::run(&mut depot.command(rekey)).code, Some(0));
    depot.list(2);
    let done = depot.batch("--master-file new --out-dir out --if-changed");
    assert!(done.stderr.contains("extra: `out/000e08000002.cfg`: its device is not in the list"), "{done:?}");
    let done = depot.batch("--master-file new --out-dir out --if-changed --prune");
    assert!(done.code == Some(0) && done.stderr.contains("removing `out/000e08000002.cfg`"), "{done:?}");
    assert_eq!(names(&depot), ["000e08000000.cfg", "000e08000001.cfg"]);
    // A file that somebody changed before is still left alone.
    depot.put("out/000e08000001.cfg", "<flat-profile/>");
    depot.put("list.csv", "mac\n000e08000000\n");
    let rekey = "rekey --devices list.csv --master-file new --new-master-file master out";
    assert_eq!(crate::depot::run(&mut depot.command(rekey)).code, Some(0));
    depot.list(1);
    let done = run(&depot, "--prune");
    assert!(done.code == Some(0) && done.stderr.contains("differs from what the record says"), "{done:?}");
    assert_eq!(names(&depot), ["000e08000000.cfg", "000e08000001.cfg"]);
}

/// What is wrong with a record is known before a file is replaced, and what a run missed the next one makes good.
#[test]
fn rekey_reads_records_first_and_repairs_them() {
    let depot = kept();
    depot.put("new", crate::depot::MASTER.replace('5', "6"));
    let rekey = |flags: &str| {
        let line = format!("rekey --devices devices.csv --master-file master --new-master-file new out {flags}");
        crate::depot::run(&mut depot.command(&line))
    };
    let (record, before) = (fs::read(depot.path(STATE)).unwrap(), depot.files("out"));
    fs::write(depot.path(STATE), [record.as_slice(), b"garbage\n"].concat()).unwrap();
    for flags in ["", "--dry-run"] {
        let done = rekey(flags);
        assert!(done.code == Some(1) && done.stderr.contains("cannot use `"), "{done:?}");
    }
    fs::write(depot.path(STATE), &record).unwrap();
    assert!(depot.files("out") == before);
    // As after a run that was killed before it recorded what it did.
    assert_eq!(rekey("").code, Some(0));
    fs::write(depot.path(STATE), &record).unwrap();
    let done = rekey("");
    assert!(done.code == Some(0) && done.stderr.contains("already has the new key"), "{done:?}");
    // By a link to its folder, and from there, it is the same file.
    symlink("out", depot.path("www")).unwrap();
    let back = "rekey www/000e08000002.cfg --master-file new --new-master-file master";
    assert_eq!(crate::depot::run(&mut depot.command(back)).code, Some(0));
    depot.list(1);
    let done = depot.batch("--master-file new --out-dir out --if-changed --prune");
    assert!(done.code == Some(0) && !done.stderr.contains("differs from"), "{done:?}");
    assert_eq!(names(&depot), ["000e08000000.cfg"]);
}

/// What several machines wrote is in no record, and is not skipped in silence.
#[test]
fn files_of_parts_of_a_list_are_reported_as_unknown() {
    let depot = kept();
    depot.list(6);
    assert_eq!(run(&depot, "--shard 0/1").code, Some(0));
    depot.list(3);
    let done = run(&depot, "--prune");
    let said = "the record of `out` does not list 3 files, which are left alone: `000e08000003.cfg`, \
        `000e08000004.cfg`, `000e08000005.cfg`\n";
    assert!(done.code == Some(0) && done.stderr.contains(said), "{done:?}");
    // One run over the whole list records them.
    depot.list(6);
    assert_eq!(run(&depot, "--if-changed --prune").code, Some(0));
    depot.list(3);
    let done = run(&depot, "--prune");
    assert!(done.code == Some(0) && !done.stderr.contains("does not list"), "{done:?}");
    assert_eq!(names(&depot).len(), 3);
}

/// Everything but the removal is done, and said.
#[test]
fn a_refused_prune_still_says_what_was_written() {
    let depot = Depot::new();
    depot.list(40);
    assert_eq!(run(&depot, "--prune").code, Some(0));
    let rows: String = (40..60).map(|number| format!("000e08{number:06x},{number},p\n")).collect();
    depot.put("devices.csv", format!("mac,ext,password\n{rows}"));
    let done = run(&depot, "--prune --manifest m --json");
    assert!(
        done.code == Some(1) && done.stderr.contains("so none was; the files of its devices are up to date"),
        "{done:?}"
    );
    let counts: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((counts["written"].as_u64(), counts["left"].as_u64()), (Some(20), Some(40)));
    assert!(depot.path("m").is_file() && names(&depot).len() == 60);
    let done = run(&depot, "--prune --dry-run");
    assert!(done.code == Some(1) && done.stderr.contains("20 devices, 20 unchanged, 40 extra\n"), "{done:?}");
}

#[test]
fn the_first_prune_reports_unknown_files() {
    let depot = Depot::new();
    depot.makes("");
    depot.list(1);
    let done = run(&depot, "--prune");
    let said = "no record of earlier runs, so 2 other files are left alone: `000e08000001.cfg`, \
        `000e08000002.cfg`\n";
    assert!(done.code == Some(0) && done.stderr.contains(said), "{done:?}");
    assert_eq!(names(&depot).len(), 3);
    let done = run(&depot, "--prune");
    assert!(done.code == Some(0) && !done.stderr.contains("no record"), "{done:?}");
    let fresh = kept();
    assert!(!run(&fresh, "--prune").stderr.contains("no record"));
}
