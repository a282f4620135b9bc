//! Where a key comes from, and every way in which that goes wrong.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::desk::{Desk, MAC, MASTER, run};

/// Compiles with a raw key, so that equal keys give equal files.
const COMPILE: &str = "compile p.xml --mac 000e08aabbcc -o out";

#[test]
fn every_source_gives_the_same_key() {
    let desk = Desk::new();
    desk.does(&format!("{COMPILE} --key-file raw"));
    let expected = desk.get("out");
    desk.put("crlf", "2b7e151628aed2a6abf7158809cf4f3c\r\n");
    desk.put("bare", "2b7e151628aed2a6abf7158809cf4f3c");
    let check = |command: &mut std::process::Command| {
        std::fs::remove_file(desk.path("out")).unwrap();
        let done = run(command);
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{command:?}");
        assert!(desk.get("out") == expected, "{command:?}");
    };
    for source in ["--key-file crlf", "--key-file bare", "--key-cmd 'cat raw'", "--key-cmd 'sh -c \"cat r\"aw'"] {
        check(&mut desk.command(&format!("{COMPILE} {source}")));
    }
    check(desk.command(COMPILE).env("SPC_KEY_FILE", "raw"));
    check(desk.command(COMPILE).env("SPC_KEY_CMD", "cat raw"));
    check(desk.command(&format!("{COMPILE} --key-file raw")).env("SPC_KEY_FILE", "missing"));
    for line in ["--key-fd 7 7<raw", "--key-fd 0 <raw", "--key-file - <raw", "--key-file /dev/fd/7 7<raw"] {
        check(&mut desk.shell(&format!("spc {COMPILE} {line}")));
    }
    check(&mut desk.shell(&format!("cat raw | spc {COMPILE} --key-file -")));
    check(&mut desk.shell(&format!("cat raw | spc {COMPILE} --key-fd 7 7<&0 </dev/null")));
}

#[test]
fn more_than_one_source_is_a_conflict() {
    let desk = Desk::new();
    let sources = [
        "--key-file raw",
        "--key-fd 7",
        "--key-cmd 'cat raw'",
        "--key-prompt",
        "--master-file master",
        "--hex-key 2b7e151628aed2a6abf7158809cf4f3c",
        "--ascii-key 'correct horse battery staple'",
    ];
    for (at, one) in sources.iter().enumerate() {
        for other in &sources[at + 1..] {
            desk.refuses(&format!("{COMPILE} {one} {other}"), 2, "cannot be used with");
        }
    }
    let mut both = desk.command(COMPILE);
    desk.refused(both.env("SPC_KEY_FILE", "raw").env("SPC_KEY_CMD", "cat raw"), 2, "are both set");
    desk.refuses(&format!("{COMPILE} --master"), 2, "a master key was requested, but no key is given");
    desk.refuses(&format!("{COMPILE} --master --hex-key {MASTER}"), 2, "cannot be used with");
    let twice = "standard input can be read only once";
    desk.refuses(&format!("compile - --mac {MAC} --key-file -"), 2, twice);
    desk.refuses("decompile - --key-fd 0", 2, twice);
    desk.refuses("verify - --master-file -", 2, twice);
    desk.refuses("rekey x.cfg --key-file - --new-key-file -", 2, twice);
    desk.refuses(&format!("bootstrap --mac {MAC} --url /x --master-file - --seal-key-fd 0"), 2, twice);
}

#[test]
fn a_source_without_a_key_is_refused_by_name() {
    let desk = Desk::new();
    desk.put("empty", "");
    desk.put("blank", "\n");
    desk.put("two", "2b7e151628aed2a6abf7158809cf4f3c\n2b7e151628aed2a6abf7158809cf4f3c\n");
    desk.put("long", "a".repeat(4097));
    desk.put("binary", [0xa5; 32]);
    desk.put("fails", "");
    let cases = [
        ("--key-file missing", "cannot read the key file: no such file"),
        ("--key-file .", "cannot read key file `.`: it is a directory"),
        ("--key-file empty", "key file `empty` is empty"),
        ("--key-file blank", "key file `blank` is empty"),
        ("--key-file two", "key file `two` has more than one line"),
        ("--key-file long", "key file `long` is over 4096 bytes"),
        ("--key-file binary", "key file `binary` is not text"),
        ("--key-file -", "the key on standard input is empty"),
        ("--key-fd 77", "cannot read the key on descriptor 77: it is not open"),
        ("--key-cmd false", "key command `false` failed with exit status 1"),
        ("--key-cmd 'sh -c \"cat raw; exit 3\"'", "key command `sh` failed with exit status 3"),
        ("--key-cmd 'sh -c \"cat raw; kill -9 $$\"'", "key command `sh` was ended by signal 9"),
        ("--key-cmd no-such-command", "cannot run the key command: program not found"),
        ("--key-cmd true", "the output of the key command is empty"),
        ("--key-cmd 'cat two'", "the output of the key command has more than one line"),
        ("--key-cmd yes", "the output of the key command is over 4096 bytes"),
        ("--key-prompt", "there is no terminal to ask for the key on"),
        ("--hex-key ''", "the key on the command line is empty"),
    ];
    for (source, words) in cases {
        desk.refuses(&format!("{COMPILE} {source}"), 3, words);
    }
    for variable in ["SPC_KEY_FILE", "SPC_KEY_CMD"] {
        let mut empty = desk.command(COMPILE);
        desk.refused(empty.env(variable, ""), 3, "is set but empty");
    }
    for (words, message) in [("''", "the key command is empty"), ("'\"open'", "the key command ends inside a quote")] {
        desk.refuses(&format!("{COMPILE} --key-cmd {words}"), 2, message);
    }
}

#[test]
fn a_text_of_the_wrong_form_is_refused_and_never_cut() {
    let desk = Desk::new();
    desk.put("short", format!("{}\n", "5b".repeat(15)));
    desk.put("odd", format!("{}5\n", "5b".repeat(16)));
    desk.put("long", format!("{}\n", "5b".repeat(33)));
    desk.put("m62", format!("{}\n", "5b".repeat(31)));
    desk.put("m66", format!("{}\n", "5b".repeat(33)));
    desk.put("mtext", format!("{}xy\n", "5b".repeat(31)));
    desk.put("m32", [0xa5; 32]);
    desk.put("m32text", "0123456789abcdefghijklmnopqrstuv");
    desk.put("naive", "na\u{ef}ve phrase of some length\n");
    let cases = [
        ("--key-file short", "32 to 64 hexadecimal digits (128 to 256 bits), but this one has 30"),
        ("--key-file odd", "odd number of hexadecimal digits (33)"),
        ("--key-file long", "32 to 64 hexadecimal digits (128 to 256 bits), but this one has 66"),
        ("--key-file phrase --key-form hex", "character 2 of the key is not a hexadecimal digit"),
        ("--key-file naive", "character 3 of the key text is not printable ASCII"),
        ("--master-file m62", "a master key has 64 hexadecimal digits (32 bytes), but this one has 62"),
        ("--master-file m66", "a master key has 64 hexadecimal digits (32 bytes), but this one has 66"),
        ("--master-file mtext", "character 63 of the key is not a hexadecimal digit"),
        ("--master-file m32", "key file `m32` is not text"),
        ("--master-file m32text", "character 17 of the key is not a hexadecimal digit"),
        ("--key-cmd 'cat m62' --master", "the output of the key command: a master key has 64 hexadecimal digits"),
    ];
    for (source, words) in cases {
        desk.refuses(&format!("{COMPILE} {source}"), 3, words);
    }
    desk.refuses(&format!("{COMPILE} --key-file raw --key-form hex --master"), 2, "cannot be used with");
    desk.refuses("compile p.xml -o out --master-file master", 2, "so the device's address is needed");
}

#[test]
fn settings_without_a_key_are_refused() {
    let desk = Desk::new();
    let salt = "--kdf-salt 000102030405060708090a0b0c0d0e0f";
    let cases = [
        "--key-form hex".to_owned(),
        salt.to_owned(),
        format!("--key-file raw {salt}"),
        "--key-file raw --kdf-iter 700000".to_owned(),
        format!("--master-file master --mac {MAC} {salt}"),
        "--hex-key 2b7e151628aed2a6abf7158809cf4f3c --key-form ascii".to_owned(),
    ];
    for settings in cases {
        desk.refuses(&format!("{COMPILE} {settings}"), 2, "");
    }
}

#[test]
fn a_raw_key_in_another_notation_is_not_silently_a_passphrase() {
    let desk = Desk::new();
    let digits = "2b7e151628aed2a6abf7158809cf4f3c";
    for key in [format!("{digits} \n"), format!(" {digits}"), format!("0x{digits}"), "2b:7e:15:16:".repeat(4) + "28"] {
        desk.put("dressed", key);
        let done = desk.spc(&format!("{COMPILE} --key-file dressed"));
        assert!(done.stderr.contains("is hexadecimal digits with spaces or separators"), "{}", done.stderr);
        desk.refuses(&format!("{COMPILE} --key-file dressed --deny-warnings"), 3, "");
        let meant = desk.spc(&format!("{COMPILE} --key-file dressed --key-form ascii"));
        assert!(!meant.stderr.contains("is hexadecimal digits"), "{}", meant.stderr);
    }
}

#[test]
fn formats_say_which_key_they_need() {
    let desk = Desk::new();
    desk.put("naive", "na\u{ef}ve, and long enough\n");
    let cases = [
        ("--format openssl --md md5", 3, "--format openssl needs a key"),
        ("--format rfc8188 --ikm-hex", 3, "--format rfc8188 needs a key"),
        ("--format rfc8188 --key-file raw", 2, "needs to know how the key text is read"),
        ("--format rfc8188 --key-file raw --ikm-hex --ikm-ascii", 2, "cannot be used with"),
        ("--format rfc8188 --key-file phrase --ikm-hex", 3, "is not a hexadecimal digit"),
        ("--format rfc8188 --key-file phrase --ikm-base64url", 3, "is not base64url"),
        ("--format openssl --md md5 --key-file naive", 3, "is not ASCII, and phones read only ASCII"),
        ("--format openssl --key-file raw", 2, "needs the digest that the phone expects"),
        ("--format xml --key-file raw", 2, "a key is given, but this format does not encrypt"),
        ("--format gzip --master-file master", 2, "a key is given, but this format does not encrypt"),
        ("--key-file raw -o raw", 2, "is given twice"),
    ];
    for (rest, code, words) in cases {
        desk.refuses(&format!("{COMPILE} {rest}"), code, words);
    }
    desk.does(&format!("{COMPILE} --format openssl --md md5 --key-file naive --allow-non-ascii-key"));
    assert_eq!(desk.does("decompile out --key-file naive"), crate::desk::PROFILE);
}

#[test]
fn no_output_replaces_the_key_file() {
    let desk = Desk::new();
    let is_input = "is also an input";
    desk.refuses("compile p.xml --key-file raw -o raw", 2, is_input);
    desk.refused(desk.command("compile p.xml -o raw").env("SPC_KEY_FILE", "raw"), 2, is_input);
    desk.refuses(&format!("derive --mac {MAC} --master-file master -o master"), 2, is_input);
    desk.refuses(&format!("bootstrap --mac {MAC} --url /x --master-file master -o master"), 2, is_input);
    desk.does("compile p.xml --key-file raw -o out");
    desk.refuses("decompile out --key-file raw -o raw", 2, is_input);
    desk.refuses("rekey raw --key-file raw --new-key-file phrase", 2, is_input);
    desk.refuses("rekey phrase --key-file raw --new-key-file phrase", 2, is_input);
}

#[test]
fn a_key_that_others_can_read_gives_a_warning() {
    let desk = Desk::new();
    let warning = "spc: warning: key file `raw` can be read by other users\n";
    for mode in [0o640, 0o604, 0o644] {
        std::fs::set_permissions(desk.path("raw"), Permissions::from_mode(mode)).unwrap();
        let done = desk.spc(&format!("{COMPILE} --key-file raw"));
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.stderr.starts_with(warning), "{done:?}");
        std::fs::remove_file(desk.path("out")).unwrap();
        desk.refuses(&format!("{COMPILE} --key-file raw --deny-warnings"), 3, "warnings are denied");
    }
    std::fs::set_permissions(desk.path("raw"), Permissions::from_mode(0o400)).unwrap();
    desk.does(&format!("{COMPILE} --key-file raw --deny-warnings"));
}

#[test]
fn a_key_on_the_command_line_gives_a_warning_and_is_not_repeated() {
    let desk = Desk::new();
    for key in ["--hex-key 2b7e151628aed2a6abf7158809cf4f3c", "--ascii-key '--correct horse battery staple'"] {
        let done = desk.spc(&format!("{COMPILE} {key} --kdf-iter 600000"));
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.stderr.starts_with("spc: warning: a key on the command line can be seen"), "{done:?}");
        assert!(!done.stderr.contains("2b7e") && !done.stderr.contains("correct"), "{done:?}");
        desk.refuses(&format!("{COMPILE} {key} --deny-warnings"), 3, "warnings are denied");
    }
}

#[test]
fn the_key_command_runs_without_a_shell_and_may_complain() {
    let desk = Desk::new();
    let done = desk.spc(&format!("{COMPILE} --key-cmd 'echo $(cat raw)' --kdf-iter 10000"));
    assert_eq!(done.code, Some(0), "{done:?}");
    desk.put("literal", "$(cat raw)\n");
    assert_eq!(desk.does(&format!("decompile out --mac {MAC} --key-file literal")), crate::desk::PROFILE);

    let done = desk.spc(&format!("{COMPILE} --key-cmd 'sh -c \"echo agent locked >&2; cat raw\"'"));
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), "agent locked\n"));
}

#[test]
fn the_key_command_gets_no_standard_input() {
    let desk = Desk::new();
    let mut command = desk.command(&format!("compile - --mac {MAC} -o out --key-cmd 'sh -c \"cat; cat raw\"'"));
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(crate::desk::PROFILE.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(desk.does(&format!("decompile out --mac {MAC} --key-file raw")), crate::desk::PROFILE);
}

#[test]
fn a_key_with_invisible_characters_is_refused_or_gives_a_warning() {
    let desk = Desk::new();
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases: [(Vec<u8>, &str); 9] = [
        (utf_16("Greenhouse-4711\n"), "it looks like UTF-16 text"),
        (utf_16("\u{feff}Greenhouse-4711\r\n"), "it looks like UTF-16 text"),
        ("Greenhouse".encode_utf16().flat_map(u16::to_be_bytes).collect(), "it looks like UTF-16 text"),
        ("\u{feff}Greenhouse-4711\n".into(), "begins with a UTF-8 byte order mark"),
        ("Green\0house-4711\n".into(), "has a NUL byte in it"),
        ("Greenhouse-4711\t\n".into(), "has a tab at its end"),
        ("Green\thouse-4711\n".into(), "has a tab in it"),
        ("Greenhouse-4711\r".into(), "has a carriage return at its end"),
        ("Green\u{1b}house\n".into(), "has the control character U+001B in it"),
    ];
    for (key, words) in cases {
        desk.put("odd", key);
        desk.refuses(&format!("{COMPILE} --key-file odd"), 3, words);
        desk.refuses(&format!("{COMPILE} --key-cmd 'cat odd' --format openssl --md md5"), 3, words);
    }
    desk.put("odd", utf_16(MASTER));
    desk.refuses(&format!("{COMPILE} --master-file odd"), 3, "it looks like UTF-16 text");
    for key in ["correct horse battery staple \n", " correct horse battery staple\n"] {
        desk.put("odd", key);
        let compile = format!("{COMPILE} --key-file odd --format openssl --md md5");
        let done = desk.spc(&compile);
        let is_said = done.stderr.contains("begins or ends with a space, which is part of the key");
        assert!(done.code == Some(0) && is_said, "{done:?}");
        desk.refuses(&format!("{compile} --deny-warnings"), 3, "warnings are denied");
    }
}

#[test]
fn replacing_a_file_does_not_allow_a_bad_key() {
    let desk = Desk::new();
    desk.put("naive", "na\u{ef}ve but long and quiet\n");
    desk.put("out", "precious");
    let openssl = format!("{COMPILE} --format openssl --md md5 --key-file naive");
    desk.refuses(&format!("{openssl} --force"), 3, "--allow-non-ascii-key to write the file anyway");
    desk.refuses(&format!("{openssl} --allow-non-ascii-key"), 2, "--overwrite");
    desk.refuses(
        &format!("{COMPILE} --force --allow-non-ascii-key --key-file raw"),
        2,
        "cannot be used with --format spc",
    );
    desk.does(&format!("{openssl} --allow-non-ascii-key --force"));
    desk.put("out", "precious");
    desk.does(&format!("{COMPILE} --force --key-file raw"));
}

#[test]
fn a_number_of_rounds_that_is_refused_is_not_also_warned_about() {
    let desk = Desk::new();
    let done = desk.spc(&format!("{COMPILE} --key-file phrase --kdf-iter 9999"));
    assert_eq!(
        (done.code, done.stderr.as_str()),
        (Some(2), "spc: error: 9999 PBKDF2 rounds are outside the range 10000 to 10000000\n")
    );
}
