//! `spc explain`: objects that scripts can read, no secret in any answer, nothing that steers a terminal.

use serde_json::{Value, json};

use crate::spc::{Sandbox, expect};

fn object(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let ran = sandbox.spc_with([&["explain"], arguments, &["--json"]].concat());
    ran.succeeds();
    assert_eq!(ran.stdout.iter().filter(|byte| **byte == b'\n').count(), 1, "one object a line");
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn rule_is_an_object_that_scripts_can_read() {
    let rule = "(\"$EMS\" eq \"mobile\" and $SWVER ge 2)? (c = \"$MA\" ;)! [--uid u$A --pwd $SB] http://a:81/$C|/$PSN";
    let object =
        object(&Sandbox::new(), &["rule", rule, "--mac", "000e08aabbcc", "--set", "EMS=mobile", "--set", "A=x"]);
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
                    "fault": null,
                }],
            },
            {
                "fate": "possible", "comparisons": [], "assignments": [],
                "targets": [
                    {"options": [], "url": "/$PSN", "scheme": "tftp", "server": null, "port": 69, "path": "/$PSN", "fault": null},
                ],
            },
        ],
    });
    assert_eq!(object, expected);
}

#[test]
fn an_impossible_address_is_reported() {
    for (address, fault, port) in [
        ("http://h:99999999/x", "a port must be a number from 1 to 65535", Value::Null),
        ("htpp://h/x", "devices fetch only over tftp, http and https", Value::Null),
        ("http:/h/x", "a scheme is followed by `://`", json!("")),
    ] {
        let object = object(&Sandbox::new(), &["rule", address]);
        let target = &object["alternatives"][0]["targets"][0];
        assert_eq!((&target["fault"], &target["port"]), (&json!(fault), &port), "{address}");
        let said = Sandbox::new().spc_with(["explain", "rule", address]);
        assert!(String::from_utf8_lossy(&said.stdout).contains(fault), "{address}");
    }
}

/// The objects that `spc dial --json` writes.
fn dialled(arguments: &[&str]) -> Vec<Value> {
    let ran = Sandbox::new().spc_with([&["dial", "--json"], arguments].concat());
    ran.succeeds();
    ran.stdout.split_inclusive(|byte| *byte == b'\n').map(|line| serde_json::from_slice(line).unwrap()).collect()
}

#[test]
fn dial_is_an_object_for_each_number_and_for_each_dialect_that_differs() {
    let plan = "(<9,:1>2xx|12S0|911<:@gw0>)";
    let rows = [
        json!(["9211", "cisco", "sent", "1211", null, 1, 0, ""]),
        json!(["1234", "cisco", "sent", "12", null, 2, 0, "34"]),
        json!(["911", "cisco", "sent", "911", "gw0", 3, 0, ""]),
        json!(["91", "cisco", "rejected", null, null, null, 10, ""]),
        json!(["91", "linksys", "sent", "91", null, null, 10, ""]),
        json!(["7", "cisco", "rejected", null, null, null, 0, ""]),
    ];
    let objects = dialled(&[plan, "9211", "1234", "911", "91", "7"]);
    assert_eq!(objects.len(), rows.len());
    let fields = ["number", "dialect", "outcome", "sent", "gateway", "sequence", "seconds", "left_over"];
    for (object, row) in objects.iter().zip(&rows) {
        let expected: serde_json::Map<_, _> = [("schema".to_owned(), json!(1))]
            .into_iter()
            .chain(
                fields.iter().zip(row.as_array().unwrap()).map(|(field, value)| ((*field).to_owned(), value.clone())),
            )
            .chain([("notes".to_owned(), json!([]))])
            .collect();
        assert_eq!(object.as_object(), Some(&expected));
    }
    let noted =
        |plan: &str, number: &str| dialled(&[plan, number, "--model", "spa504g"]).pop().unwrap()["notes"].clone();
    assert_eq!(noted(plan, "911"), json!(["this model has no gateway"]));
    assert_eq!(noted(plan, "9211"), json!([]));
    assert_eq!(
        noted("L:3,S:5,(xx.)", "12"),
        json!([
            "the short timer (5 s) is not shorter than the long one (3 s), so complete numbers wait as long as incomplete ones, or longer"
        ])
    );
    // Whoever names a device or a dialect gets that one.
    for (arguments, dialect, outcome) in [
        (["--dialect", "linksys"], "linksys", "sent"),
        (["--dialect", "cisco"], "cisco", "rejected"),
        (["--model", "spa942"], "linksys", "sent"),
        (["--model", "spa504g"], "cisco", "rejected"),
    ] {
        let objects = dialled(&[&[plan, "91"], arguments.as_slice()].concat());
        let facts: Vec<_> = objects.iter().map(|object| (&object["dialect"], &object["outcome"])).collect();
        assert_eq!(facts, [(&json!(dialect), &json!(outcome))]);
    }
    // `x` is any key on later families.
    let sent = |model: &str| dialled(&["(xxx)", "*69", "--model", model]).pop().unwrap()["sent"].clone();
    assert_eq!((sent("ata192"), sent("spa942")), (json!("*69"), Value::Null));
}

#[test]
fn every_vector_gives_the_result_in_its_row() {
    let vectors = include_str!("../../../testdata/vectors/dial.tsv");
    for row in vectors.lines().filter(|line| !line.starts_with('#')) {
        let [number, plan, typed, outcome, text, seconds] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not six columns: {row}");
        };
        for dialect in ["cisco", "linksys"] {
            let objects = dialled(&[plan, typed, "--dialect", dialect]);
            let [object] = &objects[..] else { panic!("{number}: {objects:?}") };
            let is_sent = outcome == "sent" || outcome == "incomplete" && dialect == "linksys";
            let expected = if is_sent { json!(["sent", text]) } else { json!(["rejected", null]) };
            assert_eq!(json!([object["outcome"], object["sent"]]), expected, "{number}: {typed} by {plan}: {object}");
            assert_eq!(object["seconds"].to_string(), seconds, "{number}: {typed} by {plan}: {object}");
            assert_eq!((&object["number"], &object["dialect"]), (&json!(typed), &json!(dialect)));
        }
    }
}

#[test]
fn dial_shows_no_password_and_cannot_control_the_terminal() {
    let sandbox = Sandbox::new();
    for plan in [
        "(1<:@h;pwd=Th3Secret>)",
        "(1<:@h;pwd=Th3Secret",
        "(1<:@h;PWD = Th3Secret|2",
        "([\u{1b}[31m;pwd=Th3Secret)",
        "(1<:@u:Th3Secret@h>)",
        "(1<:u:Th3Secret@h>)",
        "(1|[--key Th3Secret] x)",
        "(1<:@h;usr=Th3Secret>)",
        "(1<:@h;usr=u;auth=Th3Secret>)",
        "(1<u:Th3Secret@h>)",
    ] {
        for more in [&["1"][..], &["--json"], &[]] {
            let ran = sandbox.spc_with([&["explain", "dial", plan], more].concat());
            let said = [ran.stdout.as_slice(), ran.stderr.as_bytes()].concat();
            let said = String::from_utf8_lossy(&said);
            assert!(!said.contains("Th3Secret") && !said.contains('\u{1b}'), "{plan}: {said}");
        }
    }
}

#[test]
fn a_plan_of_64_kib_is_answered_at_once() {
    for unit in ["[", "x.", "<", "1S0|", "("] {
        let plan = format!("({})", unit.repeat((1 << 16) / unit.len()));
        let ran = Sandbox::new().spc_fed(&format!("dial - {} --json", "1".repeat(64)), plan.as_bytes());
        assert!(matches!(ran.code, Some(0 | 1)) && ran.stderr.len() < 10_000, "{unit}: {}", ran.stderr);
    }
}

#[test]
fn keys_and_passwords_are_in_no_answer() {
    let sandbox = Sandbox::new();
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
            let ran = sandbox.spc_with(arguments);
            let said = String::from_utf8(ran.stdout).unwrap() + &ran.stderr;
            assert!(!said.contains("k3yk3y") && !said.contains("l1teral"), "{rule}: {said}");
            assert!(!said.contains("3yk3y"), "{rule}: {said}");
        }
    }
    let ran = sandbox.spc_with(["explain", "rule", "/x", "--set", "k3yk3y"]);
    expect(&ran, 2, &["--set needs NAME=VALUE"]);
    assert!(!ran.stderr.contains("k3yk3y"));
}

#[test]
fn hostile_text_is_escaped() {
    let sandbox = Sandbox::new();
    for json in [&[][..], &["--json"]] {
        let ran =
            sandbox.spc_with([&["explain", "rule", "/\u{1b}[31m\u{202e}\u{9b}x", "--set", "A=\u{7}"], json].concat());
        ran.succeeds();
        let said = String::from_utf8(ran.stdout).unwrap();
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}']), "{said:?}");
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let sandbox = Sandbox::new();
    let fed = sandbox.spc_fed("explain rule - --mac 000e08aabbcc --json", b"[--key k] /$MA.cfg\n");
    fed.succeeds();
    let object: Value = serde_json::from_slice(&fed.stdout).unwrap();
    assert_eq!(object["alternatives"][0]["targets"][0]["path"], "/000e08aabbcc.cfg");
    expect(&sandbox.spc_fed("explain dst -", b"\xff\n"), 1, &["standard input is not UTF-8"]);
}

#[test]
fn long_and_broken_rules_are_answered() {
    let sandbox = Sandbox::new();
    expect(&sandbox.spc_fed("explain rule -", &b"[".repeat(1 << 16)), 1, &["rule, character 1: missing `]`"]);
    let many = "($SWVER lt 1)? /x|".repeat(10_000) + "/$(MA:9223372036854775808)y";
    let ran = sandbox.spc_fed("explain rule - --set SWVER=2 --mac 000e08aabbcc --json", many.as_bytes());
    ran.succeeds();
    let object: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(
        (&object["taken"], &object["alternatives"][10_000]["targets"][0]["path"]),
        (&json!(10_001), &json!("/y"))
    );
}

#[test]
fn typed_text_cannot_control_the_terminal() {
    let sandbox = Sandbox::new();
    for word in ["Proxy\u{1b}[31m_1_", "SPC\u{202e}", "\u{9b}2J"] {
        for rest in [&["--model", "spa504g"][..], &[]] {
            let ran = sandbox.spc_with([&["explain", word], rest].concat());
            expect(&ran, 2, &[]);
            assert!(!ran.stderr.chars().any(|c| c != '\n' && c.is_control() || c == '\u{202e}'), "{:?}", ran.stderr);
        }
    }
}

#[test]
fn a_parameter_that_differs_is_an_object_for_each_definition() {
    let ran = Sandbox::new().spc("explain --json Resync_Periodic");
    ran.succeeds();
    let objects: Vec<Value> =
        ran.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert!(objects.len() > 1);
    let kinds: Vec<&Value> = objects.iter().map(|object| &object["kind"]).collect();
    assert!(kinds.contains(&&json!("integer")) && kinds.contains(&&json!("text")), "{kinds:?}");
    assert!(objects.iter().all(|object| object["explained_by"] == "schedule" && object["model"].is_null()));
    let models: Vec<&Value> = objects.iter().flat_map(|object| object["models"].as_array().unwrap()).collect();
    assert!(models.contains(&&json!("spa5xx")) && models.contains(&&json!("98xx")), "{models:?}");
}
