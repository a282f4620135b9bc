//! `spc check` as programs and editors meet it: the forms of its findings, and what it does with bad input.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::schema;
use crate::spc::{Ran, Sandbox};

/// A profile with an error, a warning, a note, a suggestion, and text that tries to break out of its line.
const PROFILE: &str = "<flat-profile>
<Dial_Plan_1_>([2-9xx|911)</Dial_Plan_1_>
<Enable_VLAN>YES</Enable_VLAN>
<Resync_Error_Retry_Delay>0</Resync_Error_Retry_Delay>
<Extended_Function_2_>fnc=100%:,;ext=1</Extended_Function_2_>
</flat-profile>
";

fn lines(ran: &Ran) -> Vec<Value> {
    let text = std::str::from_utf8(&ran.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn json_is_the_documented_interface() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.xml", PROFILE);
    let ran = sandbox.spc("check bad.xml --model spa504g --message-format json");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let lines = lines(&ran);
    let (summary, findings) = lines.split_last().unwrap();
    let fields = [
        "schema",
        "code",
        "severity",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "parameter",
        "message",
        "help",
        "suggestion",
    ];
    for finding in findings {
        let names: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, fields, "{finding}");
        assert_eq!((&finding["schema"], &finding["file"]), (&1.into(), &"bad.xml".into()));
        assert!(["error", "warning", "note"].contains(&finding["severity"].as_str().unwrap()), "{finding}");
    }
    let of =
        |code: &str| findings.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("no {code}"));
    let plan = of("SPC0901");
    assert_eq!((&plan["severity"], &plan["parameter"]), (&"error".into(), &"Dial_Plan_1_".into()));
    assert_eq!((&plan["line"], &plan["end_line"], &plan["suggestion"]), (&2.into(), &2.into(), &Value::Null));
    assert!(plan["column"].as_u64() < plan["end_column"].as_u64(), "{plan}");
    let switch = of("SPC0520");
    assert_eq!(
        switch["suggestion"],
        serde_json::json!({ "line": 3, "column": 14, "end_line": 3, "end_column": 17, "replacement": "Yes" })
    );
    assert_eq!(of("SPC1044")["severity"], "note");
    let count = |severity: &str| findings.iter().filter(|finding| finding["severity"] == severity).count();
    assert_eq!(
        *summary,
        serde_json::json!({
            "schema": 1,
            "summary": {
                "files": 1,
                "errors": count("error"),
                "warnings": count("warning"),
                "notes": count("note"),
                "files_without_dictionary": 0,
            },
        })
    );
}

#[test]
fn the_documentation_of_json_has_every_field() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/check-json.md")).unwrap();
    let sandbox = Sandbox::new();
    sandbox.write("bad.xml", PROFILE);
    let ran = sandbox.spc("check bad.xml --model spa504g --message-format json");
    for line in lines(&ran) {
        for name in line.as_object().unwrap().keys() {
            assert!(page.contains(&format!("`{name}`")), "docs/check-json.md does not say what `{name}` is");
        }
    }
    // Its examples have what the program prints.
    // A finding about a list also names the column.
    let is_of_all = |key: &&String| *key != "list_column";
    let keys = |object: &Value| object.as_object().unwrap().keys().filter(is_of_all).cloned().collect::<Vec<_>>();
    let printed = lines(&ran);
    let (summary, finding) = (printed.last().unwrap(), &printed[0]);
    let examples: Vec<Value> = (page.lines().filter(|line| line.starts_with("{\"schema\"")))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(examples.iter().any(|example| example.get("summary").is_some()), "no example of the summary");
    for example in &examples {
        match example.get("summary") {
            Some(counts) => assert_eq!(keys(counts), keys(&summary["summary"])),
            None => assert_eq!(keys(example), keys(finding)),
        }
    }
}

/// The hint for a label typed as a name has the spelling of the model, whichever command reads it.
#[test]
fn names_are_spelt_as_the_model_spells_them_by_every_command() {
    let sandbox = Sandbox::new();
    sandbox
        .write("label.xml", "<flat-profile><SIP_ToS/DiffServ_Value_1_>0xb8</SIP_ToS/DiffServ_Value_1_></flat-profile>");
    for command in ["check label.xml --model spa504g", "compile label.xml --model spa504g --format gzip -o x"] {
        let ran = sandbox.spc(command);
        assert!(ran.stderr.contains("`SIP_TOS_DiffServ_Value_1_`"), "{command}: {}", ran.stderr);
    }
}

#[test]
fn sarif_is_valid_by_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let sandbox = Sandbox::new();
    sandbox.write("a b\u{fc}%.xml", PROFILE);
    sandbox.write("good.xml", "<flat-profile></flat-profile>");
    sandbox.write("broken.xml", "<flat-profile><A>1 & 2</A></flat-profile>");
    for (arguments, least) in [("a b\u{fc}%.xml", 4), ("good.xml", 0), ("broken.xml", 1), (".", 5)] {
        let arguments = ["check", arguments, "--model", "spa504g", "--message-format", "sarif"];
        let ran = sandbox.spc_with(arguments);
        let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
        assert_eq!(schema::faults(&schema, &document), [""; 0], "{arguments:?}");
        let run = &document["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert!(results.len() >= least, "{arguments:?}: {document:#}");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results {
            let rule = rules.iter().find(|rule| rule["id"] == result["ruleId"]).unwrap();
            assert!(rule["help"]["text"].as_str().is_some_and(|text| text.len() > 10), "{rule:#}");
        }
    }
}

#[test]
fn annotations_are_escaped_as_their_reader_expects() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("a,b:c")).unwrap();
    sandbox.write("a,b:c/100%.xml", PROFILE);
    let ran = sandbox.spc_with(["check", "a,b:c/100%.xml", "--model", "8851", "--message-format", "github"]);
    let text = String::from_utf8(ran.stdout).unwrap();
    for line in text.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)), "{line}");
        assert!(line.contains("file=a%2Cb%3Ac/100%25.xml,"), "{line}");
    }
    let odd = text.lines().find(|line| line.contains("SPC1102")).unwrap();
    assert!(odd.ends_with("::`100%25:,` is not a known function"), "{odd}");
}

/// That a run ended in time and said this once.
#[track_caller]
fn says(ran: &Ran, code: i32, text: &str) {
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    assert!(ran.stderr.contains(text), "not `{text}` but: {}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

#[test]
fn hostile_values_are_reported_quickly() {
    let sandbox = Sandbox::new();
    let brackets = "[".repeat((64 << 10) - 1);
    let too_long = "[".repeat(64 << 10);
    let rule = vec!["/$MA"; 10_000].join("|");
    let substring = "http://a.example/$(MA:9223372036854775808:9223372036854775808).xml";
    let cases = [
        ("Dial_Plan_1_", brackets.as_str(), 1, "SPC0901"),
        ("Dial_Plan_1_", too_long.as_str(), 1, "SPC0406"),
        ("Profile_Rule", rule.as_str(), 1, "SPC0613"),
        ("Profile_Rule", substring, 0, "SPC0630"),
        ("Cadence_1", brackets.as_str(), 1, "SPC1001"),
        ("Daylight_Saving_Time_Rule", brackets.as_str(), 1, "SPC1030"),
        ("Extended_Function_2_", brackets.as_str(), 1, "SPC1101"),
        ("Group_Paging_Script", brackets.as_str(), 1, "SPC1150"),
        ("Emergency_Number_1_", brackets.as_str(), 1, "SPC0921"),
    ];
    for (name, value, code, text) in cases {
        sandbox.write("hostile.xml", format!("<flat-profile><{name}>{value}</{name}></flat-profile>"));
        let start = Instant::now();
        let ran = sandbox.spc("check hostile.xml");
        assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
        assert!(ran.stderr.len() < 1 << 20, "{name}: {} bytes of messages", ran.stderr.len());
        says(&ran, code, text);
    }
}

#[test]
fn flags_without_effect_are_reported() {
    let sandbox = Sandbox::new();
    says(&sandbox.spc("check p.xml --emergency 1a2"), 2, "`1a2` is not a number that can be dialled");
    says(&sandbox.spc("check p.xml --emergency 112,,999"), 2, "is not a number");
    says(&sandbox.spc("check p.xml --model SPA505G"), 2, "SPA501G");
    says(&sandbox.spc("check p.xml --model ATA190"), 2, "ATA190");
    says(&sandbox.spc("check p.xml --deny SPC9999"), 2, "SPC9999");
    says(&sandbox.spc("check p.xml --allow dialplans"), 2, "dial-plans");
    says(&sandbox.spc("check nothing.xml"), 5, "nothing.xml");
}

#[test]
fn two_different_models_are_reported() {
    let sandbox = Sandbox::new();
    sandbox.write("model.xml", "<!-- spc: model=spa504g -->\n<flat-profile><A>1</A></flat-profile>");
    says(&sandbox.spc("check model.xml --model 8851"), 0, "SPC1402");
    assert!(!sandbox.spc("check model.xml").stderr.contains("SPC1402"));
}

#[test]
fn an_unknown_code_in_a_comment_is_warned_about() {
    let sandbox = Sandbox::new();
    sandbox.write("allow.xml", "<flat-profile>\n<!-- spc: allow SPC9999 -->\n<A>1</A></flat-profile>");
    says(&sandbox.spc("check allow.xml"), 0, "SPC1401");
    says(&sandbox.spc("check allow.xml"), 0, "allow.xml:2:");
    sandbox.write("allow.txt", "# spc: allow nonsense\nA \"1\" ;\n");
    says(&sandbox.spc("check allow.txt"), 0, "SPC1401");
}

#[test]
fn a_loop_of_links_does_not_hang() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("d")).unwrap();
    sandbox.write("d/a.xml", "<flat-profile><A>1</A></flat-profile>");
    symlink(".", sandbox.path("d/again")).unwrap();
    symlink("../d", sandbox.path("d/over")).unwrap();
    let start = Instant::now();
    let ran = sandbox.spc("check d --message-format json");
    assert!(start.elapsed() < Duration::from_secs(10));
    let summary = lines(&ran).pop().unwrap();
    assert_eq!((ran.code, &summary["summary"]["files"]), (Some(0), &1.into()), "{}", ran.stderr);
    // A link to itself leads to no file at all.
    symlink("self.xml", sandbox.path("d/self.xml")).unwrap();
    let ran = sandbox.spc("check d --message-format json");
    assert!(ran.code == Some(5) && lines(&ran)[0]["message"].as_str().unwrap().contains("self.xml"), "{ran:?}");
    let summary = lines(&ran).pop().unwrap()["summary"].clone();
    assert_eq!((&summary["files"], &summary["files_without_dictionary"]), (&2.into(), &1.into()));
}

#[test]
fn the_other_files_are_checked_if_one_has_vanished() {
    let sandbox = Sandbox::new();
    sandbox.write("a.xml", "<flat-profile><A>1</A></flat-profile>");
    sandbox.write("z.xml", "<flat-profile><A>1 & 2</A></flat-profile>");
    let ran = sandbox.spc("check a.xml gone.xml z.xml --message-format short");
    assert_eq!(ran.code, Some(5), "{}", ran.stderr);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("gone.xml:1:1: error: cannot read"), "{:?}", ran.stdout);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("z.xml:1:"), "{:?}", ran.stdout);
}

/// Whenever they go away: every run ends, and names what it could not read.
#[test]
fn files_that_vanish_from_a_directory_are_reported() {
    let sandbox = Sandbox::new();
    let filler = "<Proxy_1_>sip.example.com</Proxy_1_>".repeat(200);
    for round in 0..5 {
        fs::create_dir(sandbox.path("d")).unwrap();
        for at in 0..100 {
            sandbox.write(format!("d/{at:03}.xml"), format!("<flat-profile>{filler}</flat-profile>"));
        }
        let mut command = sandbox.command(crate::spc::SPC);
        command.args(["check", "d", "--message-format", "short"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(3 * round));
        fs::remove_dir_all(sandbox.path("d")).unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap());
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        match ran.code {
            Some(0) => {}
            Some(5) => assert!(String::from_utf8_lossy(&ran.stdout).contains("cannot read `d"), "{ran:?}"),
            other => panic!("{other:?}: {}", ran.stderr),
        }
    }
}

#[test]
fn ignored_files_are_skipped_and_endings_are_read_in_either_case() {
    let sandbox = Sandbox::new();
    for folder in ["d", "d/build", "empty"] {
        fs::create_dir(sandbox.path(folder)).unwrap();
    }
    for name in ["a.xml", "b.xml", "C.XML", "build/e.xml", "f.md"] {
        sandbox.write(format!("d/{name}"), "<flat-profile><Proxy_1_>x</Oops></flat-profile>");
    }
    sandbox.write("d/.gitignore", "b.xml\nbuild/\n");
    let files = |arguments: &str| {
        let ran = sandbox.spc(&format!("check d {arguments} --message-format short"));
        let said = String::from_utf8(ran.stdout).unwrap();
        let mut names: Vec<String> = said.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect();
        names.dedup();
        names
    };
    assert_eq!(files(""), ["d/C.XML", "d/a.xml"]);
    assert_eq!(files("--include *.md --include b.xml"), ["d/f.md"]);
    assert_eq!(files("--exclude a.xml"), ["d/C.XML"]);
    for line in ["check empty", "check d --include *.none"] {
        sandbox.spc(line).ends(0, "warning: nothing to check");
        sandbox.spc(&format!("{line} --deny-warnings")).ends(1, "warning: nothing to check");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_reported_by_name_and_only_if_it_was_asked_for() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("d")).unwrap();
    symlink("nowhere", sandbox.path("d/dead.xml")).unwrap();
    let found = sandbox.spc("check d --message-format json");
    let lines: Vec<Value> =
        String::from_utf8(found.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((found.code, &lines[0]["file"], &lines[0]["code"]), (Some(5), &"d/dead.xml".into(), &"SPC0108".into()));
    for filter in ["--include *.dat", "--exclude dead.xml"] {
        sandbox.spc(&format!("check d {filter}")).ends(0, "nothing to check");
    }
    fs::remove_file(sandbox.path("d/dead.xml")).unwrap();
    symlink("loop.xml", sandbox.path("d/loop.xml")).unwrap();
    let found = sandbox.spc("check d");
    assert_eq!((found.code, found.stderr.matches("loop.xml").count()), (Some(5), 1), "{}", found.stderr);
}

#[test]
fn levels_take_several_names_and_suggest_the_right_one() {
    let sandbox = Sandbox::new();
    sandbox.write("p.xml", PROFILE);
    let kinds = |flags: &str| {
        let ran = sandbox.spc(&format!("check p.xml --model spa504g --message-format short {flags}"));
        String::from_utf8(ran.stdout).unwrap().matches(": error: ").count()
    };
    assert!(kinds("--deny values,SPC1102") > kinds("--deny values") && kinds("--deny values") > kinds(""));
    sandbox.spc("check p.xml --deny values,nams").ends(2, "did you mean `names`?");
    sandbox.spc("check p.xml --allow unknown-paramter").ends(2, "did you mean `unknown-parameter`?");
}
