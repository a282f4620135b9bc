//! `spc check` on what it cannot check: each such file is a finding in every form, and is counted.

use serde_json::Value;

use crate::spc::{Sandbox, expect};

#[test]
fn a_file_that_is_not_a_profile_is_a_finding_in_every_form() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml -o r.bin --format rfc8188 --ikm-hex --key-file key").ends(0, "");
    sandbox.spc("compile p.xml -o g.gz --format gzip").succeeds();
    sandbox.spc("compile p.xml -o o.cfg --format openssl --md md5 --key-file key").succeeds();
    sandbox.spc("compile p.xml -o c.spc --format spc --mac 000e08aabbcc --key-file key").succeeds();
    sandbox.write("empty.xml", "");
    for (file, code, exit) in [
        ("r.bin", "SPC0107", 1),
        ("g.gz", "SPC0107", 1),
        ("o.cfg", "SPC0107", 1),
        ("c.spc", "SPC0107", 1),
        ("key", "SPC0107", 2),
        ("none.xml", "SPC0108", 5),
        ("empty.xml", "", 1),
    ] {
        let check = format!("check {file} --message-format");
        let out = |form: &str| {
            let ran = sandbox.spc(&format!("{check} {form}"));
            assert_eq!(ran.code, Some(exit), "{file} {form}: {ran:?}");
            (String::from_utf8(ran.stdout).unwrap(), ran.stderr)
        };
        let (json, _) = out("json");
        let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let [finding, summary] = &lines[..] else { panic!("{file}: {json}") };
        assert_eq!((&finding["file"], &finding["severity"]), (&file.into(), &"error".into()), "{file}: {json}");
        assert!(finding["code"].as_str().unwrap().starts_with(code) && finding["line"] == 1, "{file}: {json}");
        assert_eq!(
            summary["summary"],
            serde_json::json!({"files": 1, "errors": 1, "warnings": 0, "notes": 0, "files_without_dictionary": 0})
        );
        let sarif: Value = serde_json::from_str(&out("sarif").0).unwrap();
        let result = &sarif["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], finding["code"], "{file}");
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(place.as_str(), Some(file));
        assert!(out("github").0.starts_with(&format!("::error file={file},line=1,")), "{file}");
        assert!(out("short").0.starts_with(&format!("{file}:1:1: error: ")), "{file}");
        let (_, human) = out("human");
        assert!(human.starts_with("spc: error: ") && human.contains(code), "{human}");
    }
    // The others are checked anyway.
    let ran = sandbox.spc("check g.gz p.xml none.xml --message-format json");
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let text = String::from_utf8(ran.stdout).unwrap();
    assert!(text.contains("\"files\":3") && text.contains("\"errors\":2"), "{text}");
}

#[test]
fn no_more_findings_are_shown_than_requested() {
    let sandbox = Sandbox::new();
    let values = "<Enable_VLAN>YES</Enable_VLAN><Dial_Plan_1_>([2-9xx|911)</Dial_Plan_1_><Nonesuch>1</Nonesuch>";
    sandbox.write("bad.xml", format!("<flat-profile>{values}<Nonesuch_Two>1</Nonesuch_Two></flat-profile>"));
    let of = |most: usize| {
        let ran = sandbox.spc(&format!("check bad.xml --model spa504g --max-findings {most} --message-format json"));
        let text = String::from_utf8(ran.stdout).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (summary, findings) = lines.split_last().unwrap();
        (findings.len(), findings.first().map(|one| one["severity"].clone()), summary["summary"].clone())
    };
    let (all, _, summary) = of(100);
    assert!(all > 3);
    // The worst comes first where there is sandbox for one.
    assert_eq!(of(1), (1, Some("error".into()), summary.clone()));
    assert_eq!(of(2), (2, of(2).1, summary.clone()));
    assert_eq!(of(0), (0, None, summary));
    let ran = sandbox.spc("check bad.xml --model spa504g --max-findings 1");
    assert!(ran.stderr.contains("; 1 is shown") && ran.stderr.contains("more like it ["), "{}", ran.stderr);
}

#[test]
fn a_schema_of_another_model_is_reported() {
    let sandbox = Sandbox::new();
    let schema = "xmlns:xsi=\"x\" xsi:schemaLocation=\"http://www.sipura.net/xsd/SPA2102 s.xsd\"";
    sandbox
        .write("m.xml", format!("<!-- spc: model=spa504g --><flat-profile {schema}><GPP_A>1</GPP_A></flat-profile>"));
    let ran = sandbox.spc("check m.xml");
    expect(&ran, 0, &["the profile is checked for SPA504G, but this says SPA2102 [SPC1402]"]);
    expect(&sandbox.spc("check m.xml --deny models-disagree"), 1, &["SPC1402"]);
}
