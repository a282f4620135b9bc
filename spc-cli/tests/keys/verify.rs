//! `spc verify` over the files of a fleet: every one is looked at, and its name shows its device.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::desk::{Desk, MAC, OTHER, has, run};

fn desk() -> Desk {
    let desk = Desk::new();
    for mac in [MAC, OTHER] {
        desk.does(&format!("compile p.xml --mac {mac} --master-file master --format openssl --md md5 -o {mac}.cfg"));
        desk.does(&format!("compile p.xml --mac {mac} --master-file master --serial 3 -o spa{mac}.spc"));
    }
    desk
}

#[test]
fn addresses_are_taken_from_the_names() {
    let desk = desk();
    desk.does(&format!("verify --master-file master {MAC}.cfg {OTHER}.cfg"));
    desk.does(&format!("verify --master-file master --name spa{{mac}}.spc spa{MAC}.spc spa{OTHER}.spc"));
    let swapped = format!("verify --master-file master {MAC}.cfg");
    fs::copy(desk.path(&format!("{OTHER}.cfg")), desk.path(&format!("{MAC}.cfg"))).unwrap();
    desk.refuses(&swapped, 4, &format!("`{MAC}.cfg`"));
    desk.does(&format!("verify --master-file master --mac {OTHER} {MAC}.cfg"));
    fs::copy(desk.path(&format!("spa{OTHER}.spc")), desk.path(&format!("spa{MAC}.spc"))).unwrap();
    desk.refuses(&format!("verify --master-file master --name spa{{mac}}.spc spa{MAC}.spc"), 4, "another device");
}

#[test]
fn a_file_that_fails_hides_no_other() {
    let desk = desk();
    desk.put("bad.cfg", "<flat-profile><A>1</B></flat-profile>");
    desk.put("empty.cfg", "");
    let line = format!("none.cfg bad.cfg {MAC}.cfg empty.cfg {OTHER}.cfg");
    let done = desk.spc(&format!("verify --master-file master --json {line}"));
    assert_eq!(done.code, Some(5), "the worst of them: {done:?}");
    let lines: Vec<Value> = done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let opens: Vec<_> = lines.iter().map(|facts| (facts["file"].as_str().unwrap(), facts["opens"] == true)).collect();
    let (first, second) = (format!("{MAC}.cfg"), format!("{OTHER}.cfg"));
    let expected = [
        ("none.cfg", false),
        ("bad.cfg", false),
        (first.as_str(), true),
        ("empty.cfg", false),
        (second.as_str(), true),
    ];
    assert_eq!(opens, expected);
    assert_eq!(lines[0]["exit"], 5);
    assert_eq!(lines[3]["error"], "`empty.cfg` is empty");
    let facts = json!({"schema": 1, "file": first, "state": "fine", "opens": true, "format": "openssl", "mac": MAC, "hidden": true, "digest": "md5"});
    assert_eq!(lines[2], facts);
    for words in ["cannot read `none.cfg`", "`empty.cfg` is empty", "`000e08aabbcd.cfg` opens with digest md5"] {
        assert!(done.stderr.contains(words), "{done:?}");
    }
    assert_eq!((&lines[1]["exit"], &lines[1]["state"]), (&json!(4), &json!("wrong")));
}

/// A run that is interrupted has reported all files that were done.
#[test]
fn an_object_is_printed_as_soon_as_its_file_is_done() {
    let desk = desk();
    let mut command = desk.command(&format!("verify --master-file master --json {MAC}.cfg -"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut facts = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    // The second file is not at its end yet.
    assert_eq!(facts()["file"], format!("{MAC}.cfg"));
    drop(child.stdin.take());
    assert_eq!(facts()["file"], "-");
    assert_eq!(child.wait().unwrap().code(), Some(4));
}

#[test]
fn a_model_says_which_of_many_it_does_not_read() {
    if !has("openssl") {
        return;
    }
    let desk = desk();
    for digest in ["sha256", "sha1", "sha512"] {
        let line = format!("openssl enc -aes-256-cbc -md {digest} -pass file:phrase -in p.xml -out {digest}.cfg 2>&1");
        assert_eq!(run(&mut desk.shell(&line)).code, Some(0));
    }
    let done = desk.spc("verify --key-file phrase --json --model spa112 sha256.cfg sha1.cfg sha512.cfg");
    assert_eq!(done.code, Some(4));
    for words in ["the SPA and ATA families need md5", "sha1, which no phone reads", "sha512, which no phone reads"] {
        assert!(done.stderr.contains(words), "{done:?}");
    }
    let lines: Vec<Value> = done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|facts| facts["exit"] == 4 && facts["opens"] == true), "{lines:?}");
    assert_eq!(lines[1]["warnings"], json!(["it was made with sha1, which no phone reads"]));
}
