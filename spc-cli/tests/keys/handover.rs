//! No file takes from a phone, without a word, the rule or the key by which it reads the next one; and none brings it a
//! placeholder for a value.

use crate::desk::{DEVICE_KEY, Desk, Done, MAC, OTHER};

const OPENSSL: &str = "--format openssl --md md5";
const NO_KEY: &str =
    "warning: `Profile_Rule` fetches the next file without `[--key ..]`, although this one is encrypted [SPC1420]";
const OTHER_KEY: &str = "[SPC1421]";

fn profile(parameters: &str) -> String {
    format!("<flat-profile>{parameters}</flat-profile>")
}

/// Runs `compile`, and `batch` with one device and with two, over the same profile.
fn everywhere(desk: &Desk, parameters: &str, flags: &str) -> [Done; 2] {
    desk.put("loss.xml", profile(parameters));
    desk.put("one.csv", format!("mac\n{MAC}\n"));
    [
        desk.spc(&format!("compile loss.xml --mac {MAC} -o out {flags}")),
        desk.spc(&format!("batch one.csv --base loss.xml --archive a.tar {flags}")),
    ]
}

#[test]
fn a_rule_without_a_key_is_a_warning_in_every_command() {
    let desk = Desk::new();
    let rule = "<Profile_Rule>http://prov.example.com/$MA.cfg</Profile_Rule>";
    for key in ["--master-file master", "--key-file phrase"] {
        for flags in [format!("{OPENSSL} {key}"), format!("--format rfc8188 --ikm-ascii {key}")] {
            for done in everywhere(&desk, rule, &flags) {
                assert!(done.code == Some(0) && done.stderr.contains(NO_KEY), "{flags}: {done:?}");
            }
            for done in everywhere(&desk, rule, &format!("{flags} --deny-warnings")) {
                assert_eq!(done.code, Some(1), "{flags}: {done:?}");
            }
        }
    }
    let keyed = "<Profile_Rule>[--key $SA] http://prov.example.com/$MA.cfg</Profile_Rule>";
    for (parameters, flags) in
        [(keyed, OPENSSL), (rule, "--format gzip"), (rule, "--format spc"), ("<Proxy_1_>a</Proxy_1_>", OPENSSL)]
    {
        let key = if flags == "--format gzip" { "" } else { "--master-file master" };
        for done in everywhere(&desk, parameters, &format!("{flags} {key}")) {
            assert!(done.code == Some(0) && !done.stderr.contains("warning"), "{flags}: {done:?}");
        }
    }
}

#[test]
fn another_key_in_the_profile_is_a_warning_in_every_command() {
    let desk = Desk::new();
    let sa = |key: &str| format!("<GPP_SA>{key}</GPP_SA>");
    for (parameters, flags, is_lost) in [
        (sa("planted-value"), "--master-file master", true),
        (sa(""), "--master-file master", true),
        (sa(DEVICE_KEY), "--master-file master", false),
        (sa("planted-value"), "--key-file phrase", true),
        (sa("correct horse battery staple"), "--key-file phrase", false),
        ("<GPP_SA/>".into(), "--key-file phrase", false),
        (sa("planted-value") + "<Profile_Rule>[--key $SB] /$MA.cfg</Profile_Rule>", "--key-file phrase", false),
        ("<GPP_SB>x</GPP_SB><Profile_Rule>[--key $SB] /$MA.cfg</Profile_Rule>".into(), "--key-file phrase", true),
        ("<Profile_Rule>[--key planted-value] /$MA.cfg</Profile_Rule>".into(), "--key-file phrase", true),
    ] {
        for done in everywhere(&desk, &parameters, &format!("{OPENSSL} {flags}")) {
            assert_eq!(done.code, Some(0), "{parameters} {done:?}");
            assert_eq!(done.stderr.contains(OTHER_KEY), is_lost, "{parameters} {flags}: {done:?}");
            assert!(!done.stderr.contains("planted") && !done.stderr.contains(DEVICE_KEY), "{done:?}");
        }
    }
}

#[test]
fn each_row_of_a_list_is_checked_with_its_own_values_and_key() {
    let desk = Desk::new();
    let batch = format!("batch list.csv --base b.xml --archive a.tar {OPENSSL}");
    let succeeds = |flags: &str| {
        let done = desk.spc(&format!("{batch} {flags}"));
        assert!(done.code == Some(0) && !done.stderr.contains("warning"), "{done:?}");
    };
    desk.put("b.xml", profile("<GPP_SA/>"));
    desk.put("list.csv", format!("mac,GPP_SA\n{MAC},{DEVICE_KEY}\n{OTHER},\n"));
    succeeds("--master-file master");
    desk.put("list.csv", format!("mac,GPP_SA\n{MAC},{DEVICE_KEY}\n{OTHER},{DEVICE_KEY}\n"));
    let done = desk.spc(&format!("{batch} --master-file master"));
    assert!(done.code == Some(0) && done.stderr.contains("[SPC1421]: line 3\n"), "{done:?}");
    desk.put("list.csv", format!("mac,key,GPP_SA\n{MAC},a long phrase of one,a long phrase of one\n{OTHER},the long phrase of another,the long phrase of another\n"));
    succeeds("");
    desk.put("list.csv", format!("mac,key,GPP_SA\n{MAC},x,y\n{OTHER},planted-value,z\n"));
    let done = desk.spc(&batch);
    assert!(done.code == Some(0) && done.stderr.contains("[SPC1421]: 2 rows, the first on line 2\n"), "{done:?}");
    desk.put("b.xml", profile("<Profile_Rule>{{rule}}</Profile_Rule>"));
    desk.put("list.csv", format!("mac,rule\n{MAC},[--key $SA] /$MA.cfg\n{OTHER},/$MA.cfg\n"));
    let done = desk.spc(&format!("{batch} --master-file master"));
    assert!(done.code == Some(0) && done.stderr.contains("[SPC1420]: line 3\n"), "{done:?}");
}

#[test]
fn a_placeholder_sent_to_a_phone_gives_a_warning() {
    let desk = Desk::new();
    desk.put("t.xml", profile("<User_ID_1_>{{extension}}</User_ID_1_>"));
    let warning = "warning: `{{extension}}` is an unfilled placeholder [SPC1301]";
    for (out, format) in [("x", "--format xml"), ("o", "--format openssl --md md5 --master-file master")] {
        let compile = format!("compile t.xml --mac {MAC} -o {out} {format}");
        let done = desk.spc(&compile);
        assert!(done.code == Some(0) && done.stderr.contains(warning), "{done:?}");
        desk.refuses(&format!("{compile} --deny-warnings"), 1, "unfilled placeholder");
    }
    desk.put("a.txt", "import b.txt\n");
    desk.put("b.txt", "User_ID[1] \"{{extension}}\" ;\n");
    let done = desk.spc(&format!("compile a.txt --mac {MAC} -o out --format xml"));
    assert!(done.stderr.contains(warning) && done.stderr.contains("b.txt:1:13"), "{done:?}");
    desk.put("list.csv", format!("mac,extension\n{MAC},101\n"));
    let done = desk.spc("batch list.csv --base t.xml --archive a.tar --format xml");
    assert!(done.code == Some(0) && !done.stderr.contains("warning"), "{done:?}");
}
