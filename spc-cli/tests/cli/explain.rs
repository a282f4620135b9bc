//! `spc explain`: objects that scripts can read, no secret in any answer, nothing that steers a terminal.

use serde_json::{Value, json};

use crate::spc::{Room, expect};

fn object(room: &Room, arguments: &[&str]) -> Value {
    let ran = room.spc_with([&["explain"], arguments, &["--json"]].concat());
    ran.succeeds();
    assert_eq!(ran.stdout.iter().filter(|byte| **byte == b'\n').count(), 1, "one object a line");
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn rule_is_an_object_that_scripts_can_read() {
    let rule = "(\"$EMS\" eq \"mobile\" and $SWVER ge 2)? (c = \"$MA\" ;)! [--uid u$A --pwd $SB] http://a:81/$C|/$PSN";
    let object = object(&Room::new(), &["rule", rule, "--mac", "000e08aabbcc", "--set", "EMS=mobile", "--set", "A=x"]);
    let expected = json!({
        "schema": 1, "disabled": false, "taken": null, "undecided": 1, "missing": ["PSN", "SB", "SWVER"], "unknown": [],
        "alternatives": [
            {
                "fate": "undecided",
                "comparisons": [
                    {"text": "\"$EMS\" eq \"mobile\"", "left": "mobile", "right": "mobile", "outcome": true, "reason": null},
                    {
                        "text": "$SWVER ge 2", "left": "$SWVER", "right": "2", "outcome": null,
                        "reason": "a macro has no value here",
                    },
                ],
                "assignments": [{"parameter": "GPP_C", "value": "000e08aabbcc"}],
                "targets": [{
                    "options": [
                        {"name": "uid", "sources": ["the parameter GPP_A"], "value": "ux"},
                        {"name": "pwd", "sources": ["the parameter GPP_SB"], "value": null},
                    ],
                    "url": "http://a:81/000e08aabbcc", "scheme": "http", "server": "a", "port": 81, "path": "/000e08aabbcc",
                }],
            },
            {
                "fate": "possible", "comparisons": [], "assignments": [],
                "targets": [
                    {"options": [], "url": "/$PSN", "scheme": "tftp", "server": null, "port": 69, "path": "/$PSN"},
                ],
            },
        ],
    });
    assert_eq!(object, expected);
}

#[test]
fn keys_and_passwords_are_in_no_answer() {
    let room = Room::new();
    for rule in [
        "[--key $A --pwd l1teral --keyl1teral] http://u:l1teral@h/$A/$(A:1) | (GPP_SA = \"l1teral\" ;)! [--key $SA]/x",
        "(\"$A\" eq \"x\")? (p = \"$A\" ;)! [--key \"$A\"]/$P",
        "[--key l1teral",
        "[--key=l1teral] /x",
        "[--key l1teral] /x /l1teral",
        "[--key l1teral \"l1teral] /x",
        "(Password_1_ = l1teral ;)! /x",
        "# [--key l1teral] /x",
    ] {
        for json in [&[][..], &["--json"]] {
            let arguments = [&["explain", "rule", rule, "--set", "A=k3yk3y", "--set", "SA=k3yk3y"], json].concat();
            let ran = room.spc_with(arguments);
            let said = String::from_utf8(ran.stdout).unwrap() + &ran.stderr;
            assert!(!said.contains("k3yk3y") && !said.contains("l1teral"), "{rule}: {said}");
            assert!(!said.contains("3yk3y"), "{rule}: {said}");
        }
    }
    let ran = room.spc_with(["explain", "rule", "/x", "--set", "k3yk3y"]);
    expect(&ran, 2, &["--set wants NAME=VALUE"]);
    assert!(!ran.stderr.contains("k3yk3y"));
}

#[test]
fn hostile_text_is_escaped() {
    let room = Room::new();
    for json in [&[][..], &["--json"]] {
        let ran =
            room.spc_with([&["explain", "rule", "/\u{1b}[31m\u{202e}\u{9b}x", "--set", "A=\u{7}"], json].concat());
        ran.succeeds();
        let said = String::from_utf8(ran.stdout).unwrap();
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}']), "{said:?}");
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let room = Room::new();
    let fed = room.spc_fed("explain rule - --mac 000e08aabbcc --json", b"[--key k] /$MA.cfg\n");
    fed.succeeds();
    let object: Value = serde_json::from_slice(&fed.stdout).unwrap();
    assert_eq!(object["alternatives"][0]["targets"][0]["path"], "/000e08aabbcc.cfg");
    expect(&room.spc_fed("explain dst -", b"\xff\n"), 1, &["standard input is not UTF-8"]);
}

#[test]
fn long_and_broken_rules_are_answered() {
    let room = Room::new();
    expect(&room.spc_fed("explain rule -", &b"[".repeat(1 << 16)), 1, &["rule, character 1: missing `]`"]);
    let many = "($SWVER lt 1)? /x|".repeat(10_000) + "/$(MA:9223372036854775808)y";
    let ran = room.spc_fed("explain rule - --set SWVER=2 --mac 000e08aabbcc --json", many.as_bytes());
    ran.succeeds();
    let object: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(
        (&object["taken"], &object["alternatives"][10_000]["targets"][0]["path"]),
        (&json!(10_001), &json!("/y"))
    );
}
