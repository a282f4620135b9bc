//! The command line of the original compiler: what its guides show works, and says what it stands for today.

use std::fs;

use crate::spc::{FILE, MAC, Ran, Sandbox};

/// A profile and the phrase of the guides' examples, which no output may show.
const SOURCE: &str = "Proxy[1] ! \"sip.example.net\" ;\n";
const PHRASE: &str = "apple4sale";

fn prepared() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("spa2102.txt", SOURCE);
    sandbox
}

/// That a run ended so and said each of these, and never the phrase.
#[track_caller]
fn expect(ran: &Ran, code: i32, said: &[&str]) {
    crate::spc::expect(ran, code, said);
    assert!(!ran.stderr.contains(PHRASE), "{}", ran.stderr);
}

fn explained(sandbox: &Sandbox, arguments: &str) -> String {
    let ran = sandbox.spc(&format!("--explain-legacy {arguments}"));
    expect(&ran, 0, &[]);
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn documented_invocations_do_what_they_are_documented_to_do() {
    let cases = [
        ("", "", "compile -o today.cfg spa2102.txt"),
        (
            "--scramble SomeSecretPhrase",
            "--scramble ***",
            "compile --scramble SomeSecretPhrase -o today.cfg spa2102.txt",
        ),
        ("--target 000e08aabbcc", "--mac 000e08aabbcc", "compile --mac 000e08aabbcc -o today.cfg spa2102.txt"),
    ];
    for (options, shown, today) in cases {
        let sandbox = prepared();
        expect(&sandbox.spc(&format!("{options} spa2102.txt spa2102.cfg")), 0, &[]);
        expect(&sandbox.spc(today), 0, &[]);
        assert_eq!(sandbox.read("spa2102.cfg"), sandbox.read("today.cfg"), "{options}");
        let shown = if shown.is_empty() { String::new() } else { format!("{shown} ") };
        let line = format!("spc compile {shown}-o spa2102.cfg spa2102.txt\n");
        assert_eq!(explained(&sandbox, &format!("{options} spa2102.txt spa2102.cfg")), line);
    }
}

#[test]
fn keys_encrypt_and_are_never_shown() {
    let sandbox = prepared();
    let warning = "a key on the command line can be seen by other users";
    let ran = sandbox.spc(&format!("--aes --target {MAC} --ascii-key {PHRASE} spa2102.txt {FILE}"));
    expect(&ran, 0, &[warning]);
    sandbox.write("phrase", format!("{PHRASE}\n"));
    let back = sandbox.spc(&format!("decompile {FILE} --mac {MAC} --key-file phrase --to text"));
    assert!(String::from_utf8(back.stdout).unwrap().contains("sip.example.net"), "{}", back.stderr);
    let key = "2b7e151628aed2a6abf7158809cf4f3c";
    expect(&sandbox.spc(&format!("--hex-key={key} spa2102.txt {FILE}")), 0, &[warning]);
    for option in [format!("--hex-key {key}"), format!("--hex-key={key}"), format!("--aes --hex-key={key}")] {
        let line = explained(&sandbox, &format!("{option} spa2102.txt a.cfg"));
        assert_eq!(line, "spc compile --hex-key *** -o a.cfg spa2102.txt\n");
    }
    let line = explained(&sandbox, "--ascii-key=-planted spa2102.txt a.cfg");
    assert_eq!(line, "spc compile --ascii-key=*** -o a.cfg spa2102.txt\n");
}

#[test]
fn refusals_say_why_and_what_to_do_instead() {
    let sandbox = prepared();
    let rc4 = ["--rc4 is not supported: RC4 is broken", "--key-file or --master-file encrypts with AES-256"];
    expect(&sandbox.spc(&format!("--rc4 --ascii-key {PHRASE} spa2102.txt spa2102.cfg")), 2, &rc4);
    expect(&sandbox.spc(&format!("--explain-legacy --rc4 --ascii-key {PHRASE} a b")), 2, &rc4);
    expect(&sandbox.spc("--aes spa2102.txt a.cfg"), 3, &["--aes needs a key"]);
    expect(&sandbox.spc("--target 000e08aabb spa2102.txt a.cfg"), 2, &["000e08aabb"]);
    expect(&sandbox.spc("--frobnicate spa2102.txt a.cfg"), 2, &["--frobnicate"]);
    expect(&sandbox.spc("spa2102.txt"), 2, &["missing command before `spa2102.txt`", "spc compile spa2102.txt --mac"]);
    expect(&sandbox.spc("spa2102.txt --mac x"), 2, &["missing command before `spa2102.txt`"]);
    expect(&sandbox.spc("missing.txt a.cfg"), 5, &["cannot read `missing.txt`"]);
    expect(&sandbox.spc("compil spa2102.txt a.cfg"), 2, &["unknown command `compil`", "`compile`"]);
    expect(&sandbox.spc("frobnicate"), 2, &["unknown command `frobnicate`", "`spc --help`"]);
    assert!(!sandbox.path("a.cfg").exists() && !sandbox.path("spa2102.cfg").exists());
}

#[test]
fn a_file_with_a_name_like_a_command_is_a_file() {
    let sandbox = prepared();
    fs::rename(sandbox.path("spa2102.txt"), sandbox.path("check1")).unwrap();
    expect(&sandbox.spc("check1 a.cfg"), 0, &[]);
    // A command is a command, whatever files there are.
    sandbox.write("check", SOURCE);
    expect(&sandbox.spc("check ./check"), 0, &[]);
    let line = explained(&sandbox, "check1 -- -a.cfg");
    assert_eq!(line, "spc compile '-o=-a.cfg' check1\n");
    expect(&sandbox.spc("check1 -- -a.cfg"), 0, &[]);
    expect(&sandbox.spc("--target 000e08aabbcc -- -a.cfg b.cfg"), 1, &[]);
}

#[test]
fn samples_are_for_the_named_model() {
    let sandbox = prepared();
    let note = "the sample is for `spa2102`; use --model to choose another model";
    expect(&sandbox.spc("--sample-profile plain.txt"), 0, &[note]);
    expect(&sandbox.spc("--sample-xml config.xml"), 0, &[note]);
    assert_eq!(sandbox.read("plain.txt"), sandbox.spc("sample --model spa2102").stdout);
    assert_eq!(sandbox.read("config.xml"), sandbox.spc("sample --model spa2102 --format xml").stdout);
    let named = sandbox.spc("--model spa942 --sample-profile plain.txt");
    assert_eq!((named.code, named.stderr.as_str()), (Some(0), ""));
    assert_eq!(sandbox.read("plain.txt"), sandbox.spc("sample --model spa942").stdout);
    assert_eq!(explained(&sandbox, "--sample-xml x.xml"), "spc sample --model spa2102 --format xml -o x.xml\n");
}

#[test]
fn typographic_dashes_and_quotes_are_reported() {
    let sandbox = prepared();
    let ran = sandbox.spc_with(["–-rc4", "–-ascii-key", PHRASE, "spa2102.txt", "spa2102.cfg"]);
    expect(&ran, 2, &["argument 1 `\u{2013}-rc4` has a typographic dash (U+2013)", "hint: type it as --rc4"]);
    expect(&sandbox.spc_with(["–-sample-profile", "plain.txt"]), 2, &["type it as --sample-profile"]);
    expect(&sandbox.spc_with(["compile", "—o", "x"]), 2, &["argument 2", "type it as -o"]);
    expect(
        &sandbox.spc_with(["spa2102.txt", "“a b.cfg”"]),
        2,
        &["typographic quote (U+201C)", "type it as \"a b.cfg\""],
    );
    let phrase = format!("“{PHRASE}”");
    expect(&sandbox.spc_with(["--ascii-key", &phrase, "spa2102.txt", "a.cfg"]), 2, &["argument 2", "keyboard"]);
    assert_eq!(sandbox.names(), ["key", "p.xml", "spa2102.txt"]);
}

#[test]
fn quiet_runs_print_only_when_they_fail() {
    let sandbox = prepared();
    let ran = sandbox.spc(&format!("--quiet --ascii-key {PHRASE} spa2102.txt a.cfg"));
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    sandbox.write("bad.txt", "A \"x\n");
    expect(&sandbox.spc("--quiet bad.txt b.cfg"), 1, &["SPC0302", "bad.txt:1:"]);
}

#[test]
fn logs_have_the_time_the_command_and_the_messages() {
    let sandbox = prepared();
    for output in ["a.cfg", "b.cfg"] {
        let ran = sandbox.spc(&format!("--log build.log --ascii-key {PHRASE} spa2102.txt {output}"));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    }
    let log = String::from_utf8(sandbox.read("build.log")).unwrap();
    let line = " --log build.log --ascii-key *** spa2102.txt a.cfg\n";
    assert!(log.contains(line) && log.contains("wrote `b.cfg`") && log.contains("seen by other users"), "{log}");
    assert!(log.starts_with("20") && !log.contains(PHRASE), "{log}");
    // A line more would break any of these; the last two are there, and not there yet.
    let product = sandbox.read("a.cfg");
    for (log, output, says) in [
        ("spa2102.txt", "a.cfg", "`spa2102.txt` is not a log of earlier runs"),
        ("key", "a.cfg", "`key` is not a log of earlier runs"),
        ("a.cfg", "a.cfg", "`a.cfg` is not a log of earlier runs"),
        ("d.cfg", "d.cfg", "output `d.cfg` is also an input"),
    ] {
        expect(&sandbox.spc(&format!("--log {log} spa2102.txt {output}")), 2, &[says]);
    }
    assert_eq!(sandbox.read("a.cfg"), product);
    expect(&sandbox.spc("--log none/x spa2102.txt e.cfg"), 5, &["cannot write `none/x`"]);
    assert!(!sandbox.path("e.cfg").exists());
    expect(&sandbox.spc("--log build.log none.txt c.cfg"), 5, &["cannot read `none.txt`"]);
    assert!(String::from_utf8(sandbox.read("build.log")).unwrap().contains("cannot read `none.txt`"));
    assert_eq!(sandbox.read("spa2102.txt"), SOURCE.as_bytes());
}

#[test]
fn a_log_that_cannot_be_written_loses_nothing() {
    let sandbox = prepared();
    let log = "cannot write `/dev/full`: no space left";
    // The fault of the run counts for more than that of its log.
    expect(&sandbox.spc("--log /dev/full none.txt c.cfg"), 5, &["cannot read `none.txt`", log]);
    sandbox.write("bad.txt", "A \"x\n");
    expect(&sandbox.spc("--log /dev/full bad.txt c.cfg"), 1, &["SPC0302", log]);
    let key = format!("--ascii-key {PHRASE}");
    expect(
        &sandbox.spc(&format!("--log /dev/full {key} spa2102.txt a.cfg")),
        5,
        &["wrote `a.cfg`", "seen by other", log],
    );
}

#[test]
fn the_manual_page_lists_every_option_of_the_original() {
    let page = String::from_utf8(prepared().spc("manual").stdout).unwrap().replace("\\-", "-");
    let (today, original) = page.split_once("ORIGINAL COMMAND LINE").unwrap();
    for command in ["compile", "decompile", "convert", "sample", "check"] {
        assert!(today.contains(&format!("spc-{command}")), "{command}");
    }
    let options = "target scramble rc4 aes ascii-key hex-key sample-profile sample-xml quiet log explain-legacy model";
    for option in options.split(' ') {
        assert!(original.contains(&format!("--{option}")), "{option}");
    }
    assert!(original.contains("No available guide confirms"));
}

#[test]
fn a_slip_in_an_option_is_named() {
    let sandbox = prepared();
    let forgotten = sandbox.spc("--target spa2102.txt out.cfg");
    expect(&forgotten, 2, &["invalid value `spa2102.txt` for `--target <MAC>`"]);
    expect(&sandbox.spc("-target 000e08aabbcc spa2102.txt out.cfg"), 2, &["did you mean `--target`?"]);
    expect(&sandbox.spc("compile -mac 000e08aabbcc spa2102.txt"), 2, &["did you mean `--mac`?"]);
    expect(&sandbox.spc("compile -xyz spa2102.txt"), 2, &["see `spc compile --help`"]);
    expect(&sandbox.spc("compile --serial 4294967296 spa2102.txt"), 2, &["must be a number from 0 to 4294967295"]);
    expect(&sandbox.spc("compile --level 0 spa2102.txt"), 2, &["must be a number from 1 to 9"]);
}
