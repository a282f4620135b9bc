//! `spc inspect`: words that scripts may compare, sentences for people, and neither a name nor a value.

use serde_json::{Value, json};
use spc_core::stock::gzip::{Level, pack};

use crate::spc::{KEY, Sandbox};

/// A sandbox that has a file of each kind.
fn prepared() -> Sandbox {
    let sandbox = Sandbox::new();
    let phrase = "--ascii-key sixteen-or-more- --kdf-salt 000102030405060708090a0b0c0d0e0f --kdf-iter 10000";
    for line in [
        "compile p.xml -o generic",
        "compile p.xml -o target --mac 000e08aabbcc --serial 7",
        "compile p.xml -o raw --key-file key",
        &format!("compile p.xml -o phrase --mac 000e08aabbcc {phrase}"),
        "compile p.xml -o gzip --format gzip",
        "compile p.xml -o openssl --format openssl --md md5 --key-file key",
        "compile p.xml -o rfc8188 --format rfc8188 --ikm-hex --keyid k1 --key-file short",
    ] {
        sandbox.write("short", &KEY[..32]);
        assert_eq!(sandbox.spc(line).code, Some(0), "{line}");
    }
    sandbox.write("base64", "U2FsdGVkX18AAAAAAAAAAA==\n");
    sandbox.write("base64.xml", "PGZsYXQtcHJvZmlsZS8+Cg==\n");
    sandbox.write("utf-16", b"\xff\xfe<\0a\0/\0>\0");
    sandbox.write("html", "<!DOCTYPE html>\n<html><body>404</body></html>\n");
    sandbox.write(
        "zlib",
        b"\x78\x01\x01\x0f\x00\xf0\xff\x3c\x66\x6c\x61\x74\x2d\x70\x72\x6f\x66\x69\x6c\x65\x2f\x3e\x2c\x62\x05\x6f",
    );
    sandbox.write("marked", [b"\xef\xbb\xbf", sandbox.read("openssl").as_slice()].concat());
    sandbox.write("blanks", [b"\r\n", sandbox.read("gzip").as_slice()].concat());
    sandbox.write("base64.gz", pack(b"U2FsdGVkX18AAAAAAAAAAA==\n", Level::default()));
    sandbox.write("utf-16.gz", pack(b"\xff\xfe<\0a\0/\0>\0", Level::default()));
    sandbox.write("xhtml", "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"/>\n");
    sandbox.write("twice.gz", pack(&sandbox.read("gzip"), Level::default()));
    sandbox.write("encrypted.gz", pack(&sandbox.read("openssl"), Level::default()));
    sandbox.write("broken.xml", "<flat-profile><A>1</B></flat-profile>");
    sandbox.write("other.xml", "<device><A>1</A></device>");
    sandbox.write("text", "Proxy[1] \"a\" ;\n");
    let whole = sandbox.read("target");
    let mut corrupt = whole.clone();
    corrupt[100] ^= 1;
    sandbox.write("corrupt", corrupt);
    sandbox.write("cut", whole.split_last().unwrap().1);
    sandbox.write("long", [whole.as_slice(), b"\n"].concat());
    let packed = sandbox.read("gzip");
    sandbox.write("cut.gz", packed.split_last().unwrap().1);
    sandbox.write("cut.enc", &sandbox.read("openssl")[..40]);
    sandbox
}

fn facts(sandbox: &Sandbox, file: &str) -> Value {
    let ran = sandbox.spc(&format!("inspect --json {file}"));
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{file}");
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn facts_are_words_that_scripts_can_compare() {
    let sandbox = prepared();
    let container = |file: &str, more: Value| {
        let mut facts = json!({
            "schema": 1, "file": file, "bytes": 148, "format": "spc", "version": 1, "mode": file,
            "bound_to_a_device": false, "key": "none", "kdf_iterations": null, "kdf_salt": null, "secrecy": "none",
            "serial": 0, "ciphertext_bytes": 32, "integrity": "fits",
        });
        facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        facts
    };
    assert_eq!(facts(&sandbox, "generic"), container("generic", json!({})));
    assert_eq!(facts(&sandbox, "target"), container("target", json!({"bound_to_a_device": true, "serial": 7})));
    assert_eq!(facts(&sandbox, "raw"), container("raw", json!({"mode": "key", "key": "raw", "secrecy": "key"})));
    let phrase = json!({
        "mode": "target+key", "bound_to_a_device": true, "key": "passphrase", "secrecy": "phrase",
        "kdf_iterations": 10000, "kdf_salt": "000102030405060708090a0b0c0d0e0f",
    });
    assert_eq!(facts(&sandbox, "phrase"), container("phrase", phrase));

    let stock = |file: &str| {
        let facts = facts(&sandbox, file);
        ["format", "secrecy", "integrity"].map(|fact| facts[fact].as_str().unwrap().to_owned())
    };
    assert_eq!(stock("p.xml"), ["xml", "none", "none"]);
    assert_eq!(stock("gzip"), ["gzip", "none", "fits"]);
    assert_eq!(stock("openssl"), ["openssl", "phrase", "none"]);
    assert_eq!(stock("base64"), ["openssl-base64", "phrase", "none"]);
    assert_eq!(stock("rfc8188"), ["rfc8188", "key", "key"]);
    assert_eq!(stock("text"), ["text", "none", "none"]);
    assert_eq!(
        (&facts(&sandbox, "rfc8188")["record_size"], &facts(&sandbox, "rfc8188")["keyid_bytes"]),
        (&json!(4096), &json!(2))
    );
    assert_eq!(facts(&sandbox, "gzip")["unpacked_bytes"], sandbox.spc("decompile p.xml").stdout.len());
}

#[test]
fn unsupported_files_are_identified() {
    let sandbox = prepared();
    for (file, format) in [
        ("base64", "openssl-base64"),
        ("base64.xml", "base64"),
        ("utf-16", "utf-16"),
        ("html", "html"),
        ("zlib", "zlib"),
        ("twice.gz", "gzip-in-gzip"),
        ("encrypted.gz", "encrypted-in-gzip"),
        ("marked", "mark-before-binary"),
        ("blanks", "blanks-before-binary"),
        ("base64.gz", "base64-in-gzip"),
        ("utf-16.gz", "utf-16-in-gzip"),
        ("xhtml", "html"),
        ("broken.xml", "text"),
        ("other.xml", "xml"),
    ] {
        assert_eq!(facts(&sandbox, file)["format"], format, "{file}");
    }
    assert_eq!(facts(&sandbox, "other.xml")["profile"], false);
    assert_eq!(facts(&sandbox, "p.xml")["profile"], true);
    assert_eq!(facts(&sandbox, "broken.xml")["broken_xml"], true);
    for command in ["decompile", "verify"] {
        for (file, hint) in [
            ("encrypted.gz --key-file key", "compress first, then encrypt"),
            ("zlib", "gzencode, not gzcompress"),
            ("twice.gz", "gunzip it once"),
            ("utf-16", "save it as UTF-8"),
            ("html", "check the address and the login"),
            ("xhtml", "check the address and the login"),
            ("marked --key-file key", "remove the three bytes before it"),
            ("blanks", "remove everything before it"),
            ("base64.gz", "phones do not decode base64"),
            ("utf-16.gz", "save the XML as UTF-8"),
            ("base64 --key-file key", "base64 -d"),
        ] {
            sandbox.spc(&format!("{command} {file}")).ends(4, hint);
        }
    }
    for (file, what) in [
        ("encrypted.gz", "encrypted, then compressed"),
        ("rfc8188", "RFC 8188"),
        ("html", "web page"),
        ("xhtml", "web page"),
        ("marked", "`openssl enc` output after a byte order mark"),
        ("blanks", "gzip after spaces or line ends"),
    ] {
        sandbox.spc(&format!("check {file}")).ends(1, what);
        sandbox.spc(&format!("compile {file} -o never")).ends(1, what);
    }
}

#[test]
fn damage_is_a_fact_and_not_a_failure() {
    let sandbox = prepared();
    for (file, integrity) in [
        ("corrupt", "corrupt"),
        ("cut", "truncated"),
        ("long", "trailing-data"),
        ("cut.gz", "truncated"),
        ("cut.enc", "truncated"),
    ] {
        assert_eq!(facts(&sandbox, file)["integrity"], integrity, "{file}");
    }
    let whole = sandbox.read("phrase");
    for at in 10..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x40;
        sandbox.write("damaged", damaged);
        let facts = facts(&sandbox, "damaged");
        assert_eq!(facts["format"], "spc", "byte {at}");
        assert_ne!(facts["integrity"], "fits", "byte {at}");
    }
    sandbox.write("cut", &whole[..9]);
    assert_eq!(facts(&sandbox, "cut")["integrity"], "truncated");
    let mut method = sandbox.read("gzip");
    method[2] = 7;
    sandbox.write("method.gz", method);
    assert_eq!(facts(&sandbox, "method.gz")["integrity"], "corrupt");
}

#[test]
fn every_fact_and_word_is_in_the_help() {
    let sandbox = prepared();
    let help = String::from_utf8(sandbox.spc("inspect --help").stdout).unwrap();
    let help: Vec<&str> = help.split(|c: char| !c.is_ascii_alphanumeric() && !"_-+".contains(c)).collect();
    for file in sandbox.names().iter().filter(|name| !["key", "short"].contains(&name.as_str())) {
        for (fact, value) in facts(&sandbox, file).as_object().unwrap() {
            assert!(help.contains(&fact.as_str()), "{fact}");
            let is_word = !["file", "kdf_salt"].contains(&fact.as_str());
            if let Some(word) = value.as_str().filter(|_| is_word) {
                assert!(help.contains(&word), "{fact}: {word}");
            }
        }
    }
}

#[test]
fn people_get_sentences() {
    let sandbox = prepared();
    let said = |files: &str| String::from_utf8(sandbox.spc(&format!("inspect {files}")).stdout).unwrap();
    let target = "file: target\nbytes: 148\nformat: SPC container; stock phones do not read it\nversion: 1\n\
        mode: target\nbound to a device: yes\nkey: none\nsecrecy: none\nserial: 7\nciphertext bytes: 32\n\
        integrity: checksum matches\n";
    assert_eq!(said("target"), target);
    assert_eq!(said("p.xml target"), format!("{}\n{target}", said("p.xml")));
    assert!(said("corrupt").ends_with("integrity: corrupt: the checksum or the header is wrong\n"));
}
