//! Everything a user can get wrong: a named error, the right exit code, nothing half-written.

use std::time::{Duration, Instant};

use crate::spc::{FILE, KEY, MAC, SPC, Sandbox, expect};

#[test]
fn a_file_that_is_not_a_profile_is_identified() {
    let sandbox = Sandbox::new();
    let deep = |count: usize| format!("<flat-profile>{}", "<a>".repeat(count));
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("empty", vec![], "the source is empty [SPC0101]"),
        ("blank", b" \n\n".to_vec(), "the source has no elements [SPC0101]"),
        ("5-mib", vec![b'<'; 5 << 20], "over the limit of 4194304 bytes [SPC0103]"),
        ("deep", deep(2_000_000).into_bytes(), "over the limit of 4194304 bytes [SPC0103]"),
        ("less-deep", deep(1_000_000).into_bytes(), "nested more than 16 deep [SPC0406]"),
        ("utf-16", b"\xff\xfe<\0a\0".to_vec(), "SPC0104"),
        ("latin-1", b"<flat-profile><A>caf\xe9</A></flat-profile>".to_vec(), "byte 0xe9 is not valid UTF-8 [SPC0102]"),
        ("cut", b"<flat-profile><A>1</A>".to_vec(), "end of file inside `<flat-profile>` [SPC0201]"),
        ("twice", b"<flat-profile/><flat-profile/>".to_vec(), "SPC0206"),
        ("doctype", b"<!DOCTYPE x><flat-profile/>".to_vec(), "SPC0205"),
        ("entity", b"<flat-profile><A>&nbsp;</A></flat-profile>".to_vec(), "SPC0204"),
    ];
    for (name, bytes, says) in cases {
        sandbox.write(name, bytes);
        let ran = sandbox.spc(&format!("compile {name} --mac {MAC}"));
        ran.ends(1, says);
        assert!(ran.stderr.contains(&format!(" --> {name}:")), "{name} is not named: {}", ran.stderr);
        assert!(!sandbox.path(FILE).exists(), "{name}");
        std::fs::remove_file(sandbox.path(name)).unwrap();
    }
    for zeros in [vec![0; 100], b"\0\x01\x02binary".to_vec()] {
        sandbox.write("zeros", zeros);
        sandbox.spc(&format!("compile zeros --mac {MAC}")).ends(1, "it is binary data in an unknown format");
        std::fs::remove_file(sandbox.path("zeros")).unwrap();
    }
    sandbox.spc_fed("compile - -o x", b"<flat-profile>").ends(1, " --> <stdin>:1:15");
    assert_eq!(sandbox.names(), ["key", "p.xml"]);
}

#[test]
fn a_value_that_is_not_a_device_is_reported() {
    let sandbox = Sandbox::new();
    for (mac, says) in [
        ("000e08aabbc", "a MAC address has 12 hexadecimal digits, but this one has 11"),
        ("000e08aabbccd", "this one has 13"),
        ("", "this one has 0"),
        ("00:0e-08:aa:bb:cc", "write a MAC address as 000e08aabbcc"),
        ("000e:08aa:bbcc", "write a MAC address as 000e08aabbcc"),
        ("000e08aabbcg", "character 'g' at position 12"),
        ("010e08aabbcc", "010e08aabbcc is a group (multicast) address"),
        ("ffffffffffff", "ffffffffffff is a group (multicast) address"),
        ("000000000000", "the all-zero MAC address does not identify a device"),
    ] {
        sandbox.spc_with(["compile", "p.xml", "--mac", mac]).ends(2, says);
        sandbox.spc_with(["verify", "p.xml", "--mac", mac]).ends(2, says);
    }
    assert_eq!(sandbox.names(), ["key", "p.xml"]);
}

#[test]
fn a_text_that_is_not_a_key_is_reported() {
    let sandbox = Sandbox::new();
    sandbox
        .spc("compile p.xml -o x --hex-key tea")
        .ends(3, "spc: hint: a raw key or a master key may contain only 0 to 9");
    for (key, says) in [
        ("", "is empty"),
        ("\n", "is empty"),
        ("00112233445566778899aabbccddeef", "odd number of hexadecimal digits (31)"),
        ("ab", "a raw key has 32 to 64 hexadecimal digits (128 to 256 bits), but this one has 2"),
        ("correct horse bättery staple", "is not printable ASCII"),
    ] {
        sandbox.write("k", key);
        sandbox.spc(&format!("compile p.xml --mac {MAC} --key-file k")).ends(3, says);
        assert!(!sandbox.path(FILE).exists());
    }
}

/// A container of each kind: bound, keyed, both.
fn containers(sandbox: &Sandbox) -> [(&'static str, &'static str); 3] {
    sandbox.spc("compile p.xml -o bound --mac 000e08aabbcc --serial 7").succeeds();
    sandbox.spc("compile p.xml -o keyed --key-file key").succeeds();
    sandbox.spc("compile p.xml -o both --mac 000e08aabbcc --key-file key").succeeds();
    [("bound", "--mac 000e08aabbcc"), ("keyed", "--key-file key"), ("both", "--mac 000e08aabbcc --key-file key")]
}

#[test]
fn a_file_does_not_open_for_another_device_or_key() {
    let sandbox = Sandbox::new();
    containers(&sandbox);
    sandbox.write("other", KEY.replace('0', "1"));
    for (line, code, says) in [
        ("bound --mac 000e08aabbcd", 4, "`bound`: the file is bound to another device"),
        ("bound", 2, "`bound`: the file is bound to a device: its MAC address is needed"),
        ("bound --mac 000e08aabbcc --key-file key", 4, "spc: hint: to open it anyway, leave out the key"),
        ("keyed --key-file other", 4, "`keyed`: "),
        ("keyed --ascii-key sixteen-or-more-", 3, "`keyed`: "),
        ("keyed", 3, "`keyed`: "),
        ("both --mac 000e08aabbcd --key-file key", 4, "`both`: "),
        ("both --mac 000e08aabbcc --key-file other", 4, "`both`: "),
        ("both --key-file key", 2, "`both`: "),
        ("both --mac 000e08aabbcc", 3, "`both`: "),
    ] {
        sandbox.spc(&format!("decompile {line} -o out")).ends(code, says);
        sandbox.spc(&format!("verify {line}")).ends(code, says);
        assert!(!sandbox.path("out").exists());
    }
}

#[test]
fn verify_with_an_address_requires_a_bound_file() {
    let sandbox = Sandbox::new();
    containers(&sandbox);
    let verify = sandbox.spc("verify keyed --key-file key --mac 000e08aabbcc");
    verify.ends(4, "spc: hint: leave out --mac to open a file for any device");
    sandbox.spc("decompile keyed --key-file key --mac 000e08aabbcc -o out").succeeds();
}

#[test]
fn a_truncated_file_never_opens() {
    let sandbox = Sandbox::new();
    for (name, device) in containers(&sandbox) {
        let whole = sandbox.read(name);
        for length in (0..whole.len()).filter(|at| at % 7 == 0 || *at < 8) {
            sandbox.write("cut", &whole[..length]);
            sandbox.spc(&format!("decompile cut {device} -o out")).ends(4, "spc: error: `cut`");
        }
        sandbox.write("long", [whole.as_slice(), b"\n"].concat());
        sandbox.spc(&format!("decompile long {device} -o out")).ends(4, "spc: hint: transfer the file again");
    }
    assert!(!sandbox.path("out").exists());
}

#[test]
fn a_file_with_one_flipped_bit_never_opens() {
    let sandbox = Sandbox::new();
    for (name, device) in containers(&sandbox) {
        let whole = sandbox.read(name);
        for at in (0..whole.len()).step_by(3) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            sandbox.write("flipped", flipped);
            sandbox.spc(&format!("decompile flipped {device} -o out")).ends(4, "spc: error: `flipped`");
        }
    }
    assert!(!sandbox.path("out").exists());
}

#[test]
fn damage_from_a_text_mode_transfer_is_recognised() {
    let sandbox = Sandbox::new();
    containers(&sandbox);
    let whole = sandbox.read("bound");
    let unix = String::from_utf8_lossy(&whole[..8]).contains("\r\n");
    assert!(unix, "the magic has a line end to be damaged");
    let crlf: Vec<u8> =
        whole.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect();
    let lf: Vec<u8> = whole.iter().copied().filter(|byte| *byte != b'\r').collect();
    let ascii: Vec<u8> = whole.iter().map(|byte| byte & 0x7f).collect();
    for damaged in [crlf, lf, ascii] {
        sandbox.write("damaged", damaged);
        for command in ["decompile", "verify", "inspect"] {
            let ran = sandbox.spc(&format!("{command} damaged"));
            assert_eq!(ran.code, Some(4), "{command}: {}", ran.stderr);
        }
    }
    sandbox.write("damaged", [b"\x89SPC\r\r\n".as_slice(), &whole[6..]].concat());
    sandbox.spc("decompile damaged --mac 000e08aabbcc").ends(4, "spc: hint: transfer it in binary mode (TFTP: octet)");
}

#[test]
fn other_formats_are_opened_or_identified() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml -o p.gz --format gzip").succeeds();
    sandbox.spc("compile p.xml -o p.enc --format openssl --md sha256 --key-file key").succeeds();
    sandbox
        .spc("compile p.xml -o p.8188 --format rfc8188 --ikm-hex --hex-key 00112233445566778899aabbccddeeff")
        .ends(0, "");
    assert_eq!(sandbox.spc("decompile p.gz").stdout, sandbox.spc("decompile p.xml").stdout);
    assert_eq!(sandbox.spc("decompile p.enc --key-file key").stdout, sandbox.spc("decompile p.xml").stdout);

    sandbox.spc("decompile p.enc").ends(3, "is encrypted, but no key is given");
    sandbox.write("other", "another phrase");
    sandbox.spc("decompile p.enc --key-file other").ends(4, "spc: hint: check the key, --mac and the digest");
    sandbox.spc("decompile p.8188").ends(4, "spc: hint: give --ikm-hex, --ikm-ascii or --ikm-base64url");
    sandbox.spc("verify p.gz --min-serial 1").ends(4, "has no serial");
    // Nothing ties these to a device but a key that is made for it.
    for line in ["p.xml", "p.gz", "p.enc --key-file key"] {
        sandbox.spc(&format!("verify {line} --mac {MAC}")).ends(4, "is not bound to a device");
    }
    // What no key opens is named, whatever its settings and demands are.
    sandbox.write("empty", "");
    sandbox.write("text", "hello");
    for (file, what) in [("empty", "is empty"), ("text", "is plain text, not a compiled file")] {
        for flags in ["--master-file key", "--master-file key --ikm-hex", "--key-file key --ikm-hex", "--min-serial 2"]
        {
            sandbox.spc(&format!("verify {file} --mac {MAC} {flags}")).ends(4, what);
        }
    }
    sandbox.spc(&format!("compile p.xml --mac {MAC} --master-file key --format openssl --md md5")).succeeds();
    sandbox.spc(&format!("verify {FILE} --mac {MAC} --master-file key")).ends(0, "");
    sandbox.spc(&format!("verify {FILE} --mac 000e08aabbcd --master-file key")).ends(4, "--mac");
    for (name, device) in [("p.gz", ""), ("p.enc", "--key-file key")] {
        let whole = sandbox.read(name);
        for length in (1..whole.len()).step_by(5) {
            sandbox.write("cut", &whole[..length]);
            let ran = sandbox.spc(&format!("decompile cut {device} -o out"));
            // Cut in the first bytes, which show the format, it may look like the text of a profile.
            assert!(matches!(ran.code, Some(1 | 3 | 4)), "{name} at {length}: {}", ran.stderr);
            assert!(!sandbox.path("out").exists());
        }
    }
    let base64 = sandbox.read("p.enc").iter().map(|_| 'U').collect::<String>();
    sandbox.write("text", format!("U2FsdGVkX18{base64}"));
    sandbox.spc("decompile text").ends(4, "spc: hint: decode it first with `base64 -d`");
}

#[test]
fn a_compiled_file_is_not_a_source() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml -o p.spc").succeeds();
    sandbox.spc("compile p.xml -o p.gz --format gzip").succeeds();
    sandbox.spc("compile p.xml -o p.enc --format openssl --md md5 --key-file key").succeeds();
    for (name, what) in [("p.spc", "an SPC container"), ("p.gz", "gzip"), ("p.enc", "`openssl enc` output")] {
        for command in ["check", "compile -o out"] {
            let ran = sandbox.spc(&format!("{command} {name}"));
            ran.ends(1, &format!("`{name}` is not a profile in XML or plain text: it is {what}"));
            ran.ends(1, "spc: hint: `spc decompile` opens it");
        }
    }
    sandbox.write("odd.xml", "\u{200b}<flat-profile>\n<A>1</A>\n</flat-profile>");
    sandbox.spc("check odd.xml").ends(1, "text before the profile's XML [SPC");
}

#[test]
fn a_truncated_magic_number_is_a_truncated_container() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml -o p.spc").succeeds();
    for length in 1..8 {
        sandbox.write("cut", &sandbox.read("p.spc")[..length]);
        sandbox.spc("decompile cut").ends(4, "`cut`: the file is cut short");
    }
    sandbox.write("cut", "");
    sandbox.spc("decompile cut").ends(4, "`cut` is empty");
}

#[test]
fn a_file_too_large_to_be_ours_is_reported() {
    let sandbox = Sandbox::new();
    containers(&sandbox);
    let mut large = sandbox.read("bound");
    large.resize(21 << 20, 0);
    sandbox.write("large", large);
    sandbox.spc("decompile large --mac 000e08aabbcc").ends(4, "spc: error: `large`");
    sandbox.spc("decompile /dev/zero").ends(4, "`/dev/zero` is over 20 MiB, larger than any compiled profile");
    sandbox.spc("inspect large").ends(4, "`large` is over 20 MiB, larger than any compiled profile");
    sandbox.spc("compile /dev/zero -o x").ends(1, "over the limit of 4194304 bytes [SPC0103]");
}

#[test]
fn hostile_sources_cost_no_more_than_their_length() {
    let sandbox = Sandbox::new();
    let start = Instant::now();
    let xml = [
        "a/",
        "<Password>",
        "<!--",
        "Password:",
        "<Password =\"",
        ">",
        "<Password><!--</Password>-->\n",
        "--key \"a\" ",
    ];
    let text = [
        "\"",
        "\n",
        "a ",
        "a;\n",
        "\"\n",
        "a\"\";\n",
        "Password ",
        "Password;",
        "Password\"",
        "Password \"a\" ;",
        "Password\n",
        "Password \"\n",
        "# Password \"\n",
        "# \"Password\n",
        "Password a\nB \"1\";\n",
        "--key \"a\" ",
        "--key\n",
        "a://b",
        "a://b\n",
    ];
    // The finding makes it look for what has to be hidden.
    let xml = xml.map(|unit| ("<flat-profile><a ua=\"x\"/>", unit));
    for (head, unit) in xml.into_iter().chain(text.map(|unit| ("a\nb ", unit))) {
        let hostile = unit.repeat((2 << 20) / unit.len());
        sandbox.write("hostile", format!("{head}{hostile}"));
        assert_eq!(sandbox.spc("check hostile").code, Some(1), "{unit}");
    }
    assert!(start.elapsed() < Duration::from_secs(60), "a search is done again and again");
}

#[test]
fn noise_is_not_read_as_text() {
    let sandbox = Sandbox::new();
    let noise: Vec<u8> = (0_u32..96).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect();
    sandbox.write("noise", &noise);
    sandbox.write("odd", &noise[..95]);
    for command in ["check", "compile -o out"] {
        expect(
            &sandbox.spc(&format!("{command} noise")),
            1,
            &["`noise` is not a profile in XML or plain text: it is binary data", "-nosalt"],
        );
        expect(
            &sandbox.spc(&format!("{command} odd")),
            1,
            &["`odd` is not a profile in XML or plain text: it is binary data", "damaged"],
        );
    }
    // A text with a few damaged places is shown these.
    sandbox.write("text", b"Proxy[1] \"a\xff\x01 and a long value that is text\" ;\n");
    expect(&sandbox.spc("check text"), 1, &["byte 0xff is not valid UTF-8"]);
}

#[test]
fn a_key_in_place_of_its_file_is_not_shown() {
    let sandbox = Sandbox::new();
    let line = format!("compile p.xml -o out --key-file {KEY}");
    let ran = sandbox.spc(&line);
    expect(&ran, 3, &["cannot read the key file: no such file", "looks like a key"]);
    let by_variable = sandbox.command(SPC).args(["compile", "p.xml", "-o", "out"]).env("SPC_KEY_FILE", KEY).output();
    let by_command = sandbox.spc(&format!("compile p.xml -o out --key-cmd {KEY}"));
    let by_variable: crate::spc::Ran = by_variable.unwrap().into();
    assert_eq!((by_variable.code, by_command.code), (Some(3), Some(3)));
    for said in [ran, by_variable, by_command] {
        assert!(!said.stderr.contains(&KEY[..16]), "{}", said.stderr);
    }
}

#[test]
fn the_default_format_is_not_taken_for_what_phones_read() {
    let sandbox = Sandbox::new();
    let note = "the SPC container; use --format openssl for them";
    let says = |line: &str| sandbox.spc(line).stderr.contains(note);
    for line in
        ["compile p.xml --mac 000e08aabbcc", "compile p.xml -o spa504g.cfg", "compile p.xml --name 000e08aabbcc.xml"]
    {
        assert!(says(line), "{line}");
        assert!(!says(&format!("{line} --format spc")), "{line}");
    }
    assert!(!says("compile p.xml -o x.spc") && says("p.xml 000e08aabbcc.cfg"));
    for (name, profile) in [
        ("comment.xml", "<!-- spc: model=spa504g --><flat-profile><A>1</A></flat-profile>"),
        ("schema.xml", "<flat-profile xmlns=\"http://www.sipura.net/xsd/SPA9999-SIP\"><A>1</A></flat-profile>"),
        ("dump.xml", "<flat-profile><Product_Name>SPA504G</Product_Name></flat-profile>"),
    ] {
        sandbox.write(name, profile);
        assert!(says(&format!("compile {name} -o x.spc")), "{name}");
        assert!(!says(&format!("compile {name} -o x.spc --format spc")), "{name}");
    }
    sandbox.write("list.csv", format!("mac\n{MAC}\n"));
    let batch = |rest: &str| says(&format!("batch list.csv --out-dir out --base {rest}"));
    assert!(batch("p.xml") && batch("dump.xml --name x{mac}.spc"));
    assert!(!batch("p.xml --format spc") && !batch("p.xml --name x{mac}.spc") && !batch("dump.xml --model spa504g"));
}
