//! What is given as a list but is not one, and what of a list stays hidden.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::depot::{Depot, run};

#[test]
fn a_file_that_is_not_a_list_is_identified() {
    let depot = Depot::new();
    depot.makes("");
    let profile = fs::read(depot.path("base.xml")).unwrap();
    let container = fs::read(depot.path("out/000e08000001.cfg")).unwrap();
    let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0abcdefgh[Content_Types].xml".to_vec();
    for (file, words) in [
        (
            workbook,
            "is an Excel workbook (.xlsx), not a device list [SPC2041]\nspc: hint: in the spreadsheet program, save",
        ),
        (b"<html><table><tr><td>mac</td></tr></table></html>".to_vec(), "is a web page (HTML), not a device list"),
        (profile, "is XML, not a device list [SPC2041]\nspc: hint: a profile can be a base"),
        (container, "is an SPC container, not a device list"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec(), "is a PDF file, not a device list"),
    ] {
        depot.put("devices.csv", &file);
        for command in
            ["batch devices.csv --base base.xml --out-dir d --format xml", "verify out --devices devices.csv"]
        {
            let done = run(&mut depot.command(command));
            assert!(done.code == Some(1) && done.stderr.contains(words), "{words}: {done:?}");
            assert_eq!(done.stderr.matches("spc: error").count(), 1, "{done:?}");
        }
    }
    depot.list(3);
    let packed = Command::new("gzip").arg(depot.path("devices.csv")).status();
    if packed.is_ok_and(|status| status.success()) {
        let done = run(&mut depot.command("batch devices.csv.gz --base base.xml --out-dir d --format xml"));
        let words = "is gzip, not a device list [SPC2041]\nspc: hint: unpack it";
        assert!(done.code == Some(1) && done.stderr.contains(words), "{done:?}");
    }
}

/// A column that a rule of the base takes as a key is as secret as a password.
#[test]
fn a_column_that_is_a_key_by_the_rule_of_its_base_is_secret() {
    let depot = Depot::new();
    let rule = |rule: &str| format!("<flat-profile><Profile_Rule>{rule}</Profile_Rule></flat-profile>");
    depot.put("devices.csv", "mac,tok\n000e08000001,planted-one\n000e08000002,planted two ' ]\n");
    fs::set_permissions(depot.path("devices.csv"), fs::Permissions::from_mode(0o644)).unwrap();
    let batch = || depot.batch("--out-dir out --format xml --model spa504g --overwrite");
    for (value, is_secret) in
        [("[--key {{tok}}] http://prov.example.com/$MA.cfg", true), ("http://prov.example.com/{{tok}}/$MA.cfg", false)]
    {
        depot.put("base.xml", rule(value));
        let done = batch();
        assert_eq!(done.code, Some(0), "{done:?}");
        let said = "device list `devices.csv` holds secrets and can be read by other users";
        assert_eq!(done.stderr.contains(said), is_secret, "{value}: {done:?}");
        assert!(!done.stderr.contains("planted"), "{done:?}");
    }
}

/// What `spc` does not read as a source is not written in any format.
#[test]
fn a_profile_that_is_too_large_as_xml_is_refused_in_all_formats() {
    let depot = Depot::new();
    let value = |number: u32| format!("P{number} \"{}\" ;\n", "&".repeat(65_000));
    let fifteen: String = (0..15).map(value).collect();
    depot.put("base.txt", fifteen);
    depot.put("devices.csv", "mac\n000e08000001\n");
    for line in [
        "compile base.txt -o out.cfg",
        "compile base.txt -o out.cfg --format xml",
        "batch devices.csv --base base.txt --out-dir out",
        "batch devices.csv --base base.txt --out-dir out --format xml",
    ] {
        let done = run(&mut depot.command(line));
        assert!(done.code == Some(1) && done.stderr.contains("bytes as XML; the limit is 4194304"), "{line}: {done:?}");
        assert!(!depot.path("out").exists() && !depot.path("out.cfg").exists(), "{line}");
    }
}

/// Values beyond the bound are said to be unchecked, once.
#[test]
fn unchecked_values_are_reported_once() {
    let depot = Depot::new();
    depot.put(
        "base.xml",
        "<flat-profile><SIP_Port_1_>{{port}}</SIP_Port_1_><Dial_Plan_1_>({{plan}})</Dial_Plan_1_></flat-profile>",
    );
    let list = |rows: u32| {
        let row = |number: u32| format!("000e08{number:06x},{},{number}x.\n", 1024 + number);
        let rows: String = (0..rows).map(row).collect();
        depot.put("devices.csv", format!("mac,port,plan\n{rows}"));
    };
    let said = "5 000 different values were checked; some later ones were not: ";
    list(2_000);
    let done = depot.batch("--out-dir out --format xml --model spa504g");
    assert!(done.code == Some(0) && !done.stderr.contains("were checked"), "{done:?}");
    list(3_000);
    let done = depot.batch("--out-dir out --format xml --model spa504g");
    assert!(done.code == Some(0) && done.stderr.matches(said).count() == 1, "{done:?}");
}
