//! `--model`: the family chooses what its phones read.

use crate::desk::Desk;

const OPENSSL: &str = "compile p.xml -o out --key-file phrase --format openssl";

#[test]
fn the_family_chooses_the_digest_and_a_flag_wins() {
    let desk = Desk::new();
    let md = |digest: &str| format!("decompile out --key-file phrase --md {digest}");
    for model in ["spa9xx", "spa5xx", "spa-ata", "spa1xx", "ata19x", "SPA504G", "spa122", "pap2t", "SPA-3000"] {
        desk.does(&format!("{OPENSSL} --model {model}"));
        desk.does(&md("md5"));
    }
    for model in ["mpp", "8851", "CP-6841-3PCC", "9861"] {
        desk.does(&format!("{OPENSSL} --model {model}"));
        desk.does(&md("sha256"));
    }
    desk.does(&format!("{OPENSSL} --model 8851 --md md5"));
    desk.does(&md("md5"));
    let done = desk.spc(&format!("{OPENSSL} --model spa122 --md sha256"));
    assert!(done.code == Some(0) && done.stderr.contains("SPA122 is not known to read openssl files with sha256"));
    desk.does(&md("sha256"));
}

#[test]
fn an_adapter_that_may_not_read_gzip_gets_xml_in_its_openssl_file() {
    let desk = Desk::new();
    let size = |desk: &Desk, options: &str| {
        desk.put("p.xml", format!("<flat-profile><GPP_A>{}</GPP_A></flat-profile>", "x".repeat(2000)));
        desk.does(&format!("{OPENSSL} {options}"));
        desk.get("out").len()
    };
    assert!(size(&desk, "--model ata191") > 2000 && size(&desk, "--model spa122") < 300);
    assert!(size(&desk, "--model ata191 --level 6") < 300);
    assert!(size(&desk, "--model spa122 --no-gzip") > 2000);
}

#[test]
fn a_format_that_the_device_does_not_read_is_reported() {
    let desk = Desk::new();
    let done = desk.spc("compile p.xml -o out --key-file raw --model spa504g --deny-warnings");
    let note =
        "the stock firmware of SPA504G does not read SPC containers; SPA504G reads xml, gzip and openssl with md5";
    assert_eq!((done.code, done.stderr), (Some(0), format!("spc: note: {note}\n")));
    for (model, rest, words) in [
        ("spa122", "--format rfc8188 --ikm-hex --key-file raw", "SPA122 is not known to read --format rfc8188"),
        ("ata19x", "--format gzip", "ata19x is not known to read --format gzip"),
        ("mpp", "--format openssl --pbkdf2 --key-file phrase", "with PBKDF2"),
    ] {
        desk.put("out", "");
        desk.refuses(&format!("compile p.xml -o out --model {model} {rest} --deny-warnings"), 1, words);
    }
    desk.does("compile p.xml -o out --model mpp --format rfc8188 --ikm-hex --key-file raw");
    desk.refuses("compile p.xml -o out --model snom870", 2, "unknown model; `spc models` lists them");
}
