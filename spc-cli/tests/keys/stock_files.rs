//! Files of stock formats that must not open, and why the program says so.

use spc_core::limits;
use spc_core::stock::gzip::{Level, pack};

use crate::desk::{Desk, MAC, PROFILE, has, run};

#[test]
fn a_wrong_phrase_is_refused_even_where_openssl_takes_it() {
    if !has("openssl") {
        return;
    }
    let desk = Desk::new();
    desk.does("compile p.xml --format openssl --md md5 --no-gzip --key-file phrase -o file");
    // About one wrong phrase in 245 meets a valid padding: the first of them is searched for.
    let search = "n=0; while :; do echo wrong$n >wrong; \
        openssl enc -d -aes-256-cbc -md md5 -pass file:wrong -in file >garbage 2>/dev/null && break; n=$((n+1)); done";
    assert_eq!(run(&mut desk.shell(search)).code, Some(0));
    assert_ne!(desk.get("garbage"), PROFILE.as_bytes());
    for command in ["decompile", "verify"] {
        desk.refuses(&format!("{command} file --key-file wrong"), 4, "the content is neither gzip nor XML");
        desk.refuses(&format!("{command} file --key-file wrong --md md5"), 4, "and the digest (--md");
    }
}

#[test]
fn all_digests_are_tried_and_other_rounds_have_to_be_named() {
    if !has("openssl") {
        return;
    }
    let desk = Desk::new();
    let openssl = |options: &str| {
        let line = format!("openssl enc -aes-256-cbc -pass file:phrase -in p.xml -out file {options} 2>&1");
        assert_eq!(run(&mut desk.shell(&line)).code, Some(0), "{options}");
    };
    for (made, named, other) in [
        ("-md md5", "", "--md sha256"),
        ("-md sha256", "", "--md md5"),
        ("-md sha1", "", "--md sha256"),
        ("-md sha512", "--md sha512", "--md md5"),
        ("-pbkdf2", "", "--md md5"),
        ("-pbkdf2 -md sha512", "--pbkdf2", "--pbkdf2 --md md5"),
        ("-pbkdf2 -iter 123", "--pbkdf2 --iter 123", "--pbkdf2"),
        ("-md md5 -nosalt", "--nosalt", "--nosalt --md sha256"),
    ] {
        openssl(made);
        assert_eq!(desk.does(&format!("decompile file --key-file phrase {named}")), PROFILE, "{made}");
        desk.refuses(&format!("decompile file --key-file phrase {other}"), 4, "neither gzip nor XML");
    }
    openssl("-md sha256");
    let done = desk.spc("verify file --key-file phrase");
    assert_eq!(done.code, Some(0));
    assert!(done.stderr.contains("digest sha256") && done.stderr.contains("no integrity"), "{done:?}");
    assert_eq!(desk.facts("file")["integrity"], "none");
}

#[test]
fn files_that_no_phone_reads_are_reported() {
    if !has("openssl") {
        return;
    }
    let desk = Desk::new();
    for (made, said) in [
        ("-md sha1", "made with sha1, which no phone reads"),
        ("-md sha512", "made with sha512, which no phone reads"),
        ("-md md5 -pbkdf2", "made with PBKDF2 (10000 rounds), which no phone is known to read"),
        ("-md md5 -nosalt", "made without a salt, which no phone is known to read"),
    ] {
        let line = format!("openssl enc -aes-256-cbc -pass file:phrase -in p.xml -out file {made} 2>&1");
        assert_eq!(run(&mut desk.shell(&line)).code, Some(0), "{made}");
        for command in ["decompile", "verify"] {
            let done = desk.spc(&format!("{command} file --key-file phrase"));
            assert_eq!(done.code, Some(0), "{made}");
            assert!(done.stderr.contains(said), "{made}: {}", done.stderr);
        }
        desk.refuses("verify file --key-file phrase --model spa112", 4, said);
    }
}

#[test]
fn files_encrypted_by_mistake_are_identified() {
    if !has("openssl") {
        return;
    }
    let desk = Desk::new();
    desk.put("text", "Display_Name[1] \"Lobby\" ;\n");
    for (made, said) in [
        ("cat p.xml | openssl enc -aes-256-cbc -md md5 -pass file:phrase", "encrypted twice"),
        ("iconv -f UTF-8 -t UTF-16 p.xml", "contains text in UTF-16"),
        ("cat text", "contains plain text, which no phone reads"),
    ] {
        let line = format!("({made} | openssl enc -aes-256-cbc -md md5 -pass file:phrase -out file) 2>&1");
        assert_eq!(run(&mut desk.shell(&line)).code, Some(0), "{made}");
        for command in ["decompile", "verify"] {
            desk.refuses(&format!("{command} file --key-file phrase"), 4, said);
            desk.refuses(&format!("{command} file --key-file raw"), 4, "the content is neither gzip nor XML");
        }
    }
    // Twenty-four bytes: three blocks of DES, and one and a half of AES.
    desk.put("file", b"Salted__01234567012345670123456701234567");
    desk.refuses("verify file --key-file phrase", 4, "a cipher other than AES-256-CBC, such as `-des3`");
}

#[test]
fn verify_says_whether_a_model_reads_the_file() {
    let desk = Desk::new();
    let verify = "verify file --key-file phrase --model";
    desk.does("compile p.xml --format openssl --md sha256 --key-file phrase -o file");
    desk.refuses(&format!("{verify} spa112"), 4, "made with sha256, but the SPA and ATA families need md5");
    assert_eq!(desk.spc(&format!("{verify} 8851")).code, Some(0));
    desk.does("compile p.xml --format openssl --md md5 --key-file phrase -o file");
    assert_eq!(desk.spc(&format!("{verify} spa112")).code, Some(0));
    desk.refuses(&format!("{verify} ata191"), 4, "it is compressed");
    let done = desk.spc(&format!("{verify} 8851"));
    assert!(done.code == Some(0) && done.stderr.contains("only before firmware 11.3"), "{done:?}");
    desk.does("compile p.xml --key-file phrase --kdf-iter 600000 -o file");
    desk.refuses(&format!("{verify} 8851"), 4, "stock firmware does not read SPC containers");
    desk.does("compile p.xml --format rfc8188 --ikm-hex --key-file raw -o file");
    desk.refuses("verify file --key-file raw --ikm-hex --model spa112", 4, "it is RFC 8188");
    assert_eq!(desk.spc("verify file --key-file raw --ikm-hex --model 8851").code, Some(0));
}

/// The salt of this file begins as XML does, and nothing but its key can show what it is.
#[test]
fn a_salt_that_looks_like_xml_or_gzip_opens_with_an_input_key() {
    let desk = Desk::new();
    desk.put("ikm", "000102030405060708090a0b0c0d0e0f\n");
    let mut odd = 0;
    for number in 0..700 {
        desk.put("p.xml", format!("<flat-profile><A>{number}</A></flat-profile>"));
        desk.does("compile p.xml --format rfc8188 --verbatim --ikm-hex --key-file ikm -o file");
        let file = desk.get("file");
        if !(file.starts_with(b"<") || file.starts_with(b"\x1f\x8b")) {
            continue;
        }
        odd += 1;
        let xml = desk.does("decompile file --key-file ikm --ikm-hex");
        assert!(xml.contains(&format!("<A>{number}</A>")), "{xml}");
        desk.refuses("verify file --key-file raw --ikm-hex", 4, "does not authenticate");
        break;
    }
    assert_eq!(odd, 1, "no salt began as another format, so nothing was tested");
    desk.put("p.xml", "<flat-profile><A>64967</A></flat-profile>");
    desk.does("compile p.xml --format rfc8188 --verbatim --ikm-hex --key-file ikm -o file");
    assert!(desk.does("decompile file --key-file ikm --ikm-hex").contains("64967"));
    desk.does("compile p.xml --format rfc8188 --record-size 1048593 --ikm-hex --key-file ikm -o file");
    assert!(desk.does("decompile file --key-file ikm --ikm-hex").contains("64967"));
}

#[test]
fn base64_is_recognised_and_decoded_by_others() {
    let desk = Desk::new();
    desk.put("file", "U2FsdGVkX18BI0VniavN7+O/H5q441/ho+Xf2GlFicg=\n");
    for command in ["decompile file --key-file phrase", "verify file --key-file phrase"] {
        desk.refuses(command, 4, "spc: hint: decode it first with `base64 -d`");
    }
    assert_eq!(desk.facts("file")["format"], "openssl-base64");
}

#[test]
fn broken_gzip_is_refused() {
    let desk = Desk::new();
    let member = pack(PROFILE.as_bytes(), Level::default());
    let cases = [
        (member[..member.len() - 9].to_vec(), "cut short"),
        ([member.as_slice(), &member].concat(), "were two files joined together?"),
        (pack(&vec![b' '; limits::UNPACKED + 1], Level::default()), "unpacks to more than"),
        ([&member[..20], b"damage", &member[26..]].concat(), "checksum"),
    ];
    for (bytes, words) in cases {
        desk.put("file", bytes);
        for command in ["decompile", "verify"] {
            desk.refuses(&format!("{command} file"), 4, words);
        }
    }
}

#[test]
fn a_key_requires_an_encrypted_file() {
    let desk = Desk::new();
    desk.does("compile p.xml -o packed --format gzip");
    desk.does(&format!("compile p.xml -o target --mac {MAC} --quiet-target"));
    for (file, device) in [("p.xml", String::new()), ("packed", String::new()), ("target", format!("--mac {MAC}"))] {
        for command in ["decompile", "verify"] {
            desk.refuses(&format!("{command} {file} {device} --key-file raw"), 4, "leave out the key");
            let mut named = desk.command(&format!("{command} {file} {device}"));
            desk.refused(named.env("SPC_KEY_FILE", "raw"), 4, "SPC_KEY_FILE");
        }
    }
    assert_eq!(desk.does("decompile packed"), PROFILE);
}

#[test]
fn an_encrypted_file_needs_its_key() {
    let desk = Desk::new();
    desk.does("compile p.xml --format openssl --md md5 --key-file phrase -o o");
    desk.does("compile p.xml --format rfc8188 --ikm-hex --key-file raw -o r");
    desk.does("compile p.xml --key-file raw -o s");
    desk.refuses("decompile o", 3, "is encrypted, but no key is given");
    desk.refuses("decompile r --ikm-hex", 3, "is encrypted, but no key is given");
    desk.refuses("decompile r --key-file raw", 4, "cannot tell how to read the key");
    desk.refuses("decompile r --key-file raw --ikm-ascii", 4, "does not authenticate");
    desk.refuses("decompile s", 3, "give --master-file or --key-file");
    desk.refuses("decompile s --key-file phrase", 3, "raw key");
    desk.refuses("decompile s --key-file new", 4, "the key is not the one the file was made with");
    desk.refuses("decompile o --master-file master", 2, "so the device's address is needed");
}
