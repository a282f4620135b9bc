//! How the program speaks: in one voice, and never so that it could steer a terminal.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use crate::spc::Sandbox;

#[test]
fn command_line_errors_look_like_all_others() {
    let sandbox = Sandbox::new();
    let cases = [
        ("compile p.xml --mac 1", "spc: error: invalid value `1` for `--mac <MAC>`: "),
        ("compile", "spc: error: missing `<INPUT>`"),
        ("compile p.xml --key-fil k", "spc: hint: did you mean `--key-file`?"),
        ("complie", "spc: hint: did you mean `sample`, `decompile` or `compile`?"),
        ("check p.xml --mac 1", "spc: error: unexpected argument `--mac`"),
        ("compile p.xml --check --dry-run", "spc: error: `--check` cannot be used with `--dry-run`"),
        ("compile p.xml -o a -o b", "spc: error: `--output <PATH>` is given twice"),
        ("compile p.xml --format", "spc: error: `--format <FORMAT>` needs a value"),
        ("compile p.xml --format opnssl", "spc: hint: did you mean `openssl`?"),
        ("compile p.xml --format x", "(use one of spc, openssl, rfc8188, gzip, xml)"),
        ("rekey a", "spc: error: missing one of `--new-master-file <PATH>`, `--new-key-file <PATH>`"),
        ("batch a.csv --out-dir o --shard 1", "spc: error: invalid value `1` for `--shard <K/N>`: a shard is K/N"),
    ];
    for (line, says) in cases {
        let ran = sandbox.spc(line);
        ran.ends(2, says);
        assert!(ran.stderr.lines().all(|line| line.starts_with("spc: ")), "{}", ran.stderr);
    }
}

#[test]
fn no_command_at_all_prints_the_help_and_fails() {
    let ran = Sandbox::new().spc("");
    ran.ends(2, "Usage: spc [OPTIONS] <COMMAND>");
    assert!(ran.stderr.starts_with("Compile SIP phone"), "{}", ran.stderr);
}

#[test]
fn help_and_version_are_products() {
    let sandbox = Sandbox::new();
    for line in ["--help", "-h", "help", "help compile", "compile --help", "--version"] {
        let ran = sandbox.spc(line);
        ran.succeeds();
        assert!(!ran.stdout.is_empty());
    }
    sandbox
        .sh("spc --help >/dev/full")
        .ends(5, "spc: error: cannot write standard output: no space left on the device");
}

/// What moves the cursor, colours, rings or turns the writing direction.
fn steers(text: &str) -> bool {
    text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c))
}

#[test]
fn hostile_names_are_escaped_for_terminals() {
    let sandbox = Sandbox::new();
    let name = "a\u{1b}[31mb\u{202e}c\u{7}\u{9b}2J";
    sandbox.write(name, "<flat-profile><A ua=\"x\"/></flat-profile>");
    sandbox.write("good", "<flat-profile><A>1</A></flat-profile>");
    fs::create_dir(sandbox.path("d")).unwrap();
    let missing = format!("{name}/{name}");
    let cases: [&[&str]; 17] = [
        &["check", name],
        &["check", &missing],
        &["compile", name, "-o", "x"],
        &["compile", name, "--mac", "000e08aabbcc"],
        &["compile", "good", "-o", &missing],
        &["compile", "good", "-o", name, "--mac", name],
        &["compile", "good", "--name", name, "--dry-run"],
        &["compile", "good", "--name", name, "--check"],
        &["compile", "good", "--name", &format!("{name}{{x}}")],
        &["compile", "good", "-o", "x", "--key-file", name],
        &["compile", "good", "-o", "x", "--key-file", &missing],
        &["compile", "good", "-o", "x", "--key-cmd", name],
        &["decompile", name],
        &["inspect", name, &missing],
        &["verify", &missing],
        &[name],
        &["compile", &format!("--{name}")],
    ];
    for arguments in cases {
        let ran = sandbox.spc_with(arguments);
        let said = format!("{}{}", ran.stderr, String::from_utf8(ran.stdout).unwrap());
        assert!(!steers(&said), "{arguments:?}: {said:?}");
        assert!(said.contains("\\u{202e}"), "{arguments:?} is not named: {said}");
    }
}

#[test]
fn hostile_profiles_are_escaped_for_terminals() {
    let sandbox = Sandbox::new();
    let sources = [
        "<flat-profile><A\u{202e}B>1</A\u{202e}B></flat-profile>",
        "<flat-profile><A ua=\"\u{202e}\u{200b}\">1</A></flat-profile>",
        "<flat-profile><A \u{202e}=\"1\">1</A></flat-profile>",
        "<flat-profile><A ua=\"x\">\u{9b}31m\u{202e}\u{2028}</A></flat-profile>",
        "<flat-profile>\u{1b}[31m<A/></flat-profile>",
        "<flat-profile><A>&\u{202e};</A></flat-profile>",
        "<flat-profile><A></\u{9b}></flat-profile>",
        "\u{1b}[2J<flat-profile/>",
    ];
    for source in sources {
        sandbox.write("hostile.xml", source);
        let ran = sandbox.spc("check hostile.xml");
        assert!(ran.code == Some(1) || ran.stderr.contains("warning"), "{source:?}: {}", ran.stderr);
        assert!(!steers(&ran.stderr), "{source:?}: {:?}", ran.stderr);
    }
}

#[test]
fn paths_that_are_not_text_work_and_are_shown() {
    let sandbox = Sandbox::new();
    let name = OsStr::from_bytes(b"p\xff\xfe.xml");
    sandbox.write(name, crate::spc::PROFILE);
    let output = OsStr::from_bytes(b"\xff.cfg");
    let word = OsStr::new;
    sandbox.spc_with([word("compile"), name, word("-o"), output]).succeeds();
    sandbox.spc_with([word("verify"), output]).succeeds();
    sandbox.spc_with([word("inspect"), word("--json"), output]).succeeds();
    sandbox.spc_with([word("check"), OsStr::from_bytes(b"\xff")]).ends(5, "cannot read `\u{fffd}`: no such file");
    sandbox.spc_with([OsStr::from_bytes(b"comp\xff")]).ends(2, "spc: error: ");
    sandbox.spc_with([word("compile"), name, word("--mac"), OsStr::from_bytes(b"\xff")]).ends(2, "spc: error: ");
}
