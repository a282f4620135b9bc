//! No two outputs of a run are the same file, by whatever name.

use std::os::unix::fs::symlink;

use crate::spc::{MAC, Ran, Sandbox, expect};

const OTHER: &str = "000e08aabbcd";

#[track_caller]
fn refused(sandbox: &Sandbox, ran: &Ran, words: &str) {
    expect(ran, 2, &[words]);
    assert!(!sandbox.names().iter().any(|name| name.starts_with("out")), "{:?}", sandbox.names());
}

#[test]
fn outputs_of_compile_are_kept_apart() {
    let sandbox = Sandbox::new();
    let one = "are the same file";
    refused(&sandbox, &sandbox.spc("compile p.xml -o out --deps ./out"), one);
    refused(&sandbox, &sandbox.spc("compile p.xml -o ./out --deps out"), one);
    symlink("out", sandbox.path("link")).unwrap();
    refused(&sandbox, &sandbox.spc("compile p.xml -o out --deps link"), one);
    refused(&sandbox, &sandbox.spc("compile p.xml -o link --deps out"), one);
    symlink("out", sandbox.path(format!("{MAC}.cfg"))).unwrap();
    symlink("out", sandbox.path(format!("{OTHER}.cfg"))).unwrap();
    refused(&sandbox, &sandbox.spc(&format!("compile p.xml --mac {MAC} --mac {OTHER}")), one);
    let bootstrap =
        format!("bootstrap --mac {MAC} --mac {OTHER} --url /x/$MA.cfg --master-file key --name {{mac}}.cfg");
    refused(&sandbox, &sandbox.spc(&bootstrap.replace("/x/$MA.cfg", "/x/spa$MA.cfg")), one);
    refused(
        &sandbox,
        &sandbox.spc("compile p.xml -o /dev/stdout --deps - --deps-format json"),
        "the output is not a file",
    );
    refused(
        &sandbox,
        &sandbox.spc("compile p.xml -o - --deps /dev/fd/1 --deps-format json"),
        "the output is not a file",
    );
    refused(
        &sandbox,
        &sandbox.sh("spc compile p.xml -o out2 --key-fd 7 7<key --deps key"),
        "holds the key of this run",
    );
}

#[test]
fn outputs_of_batch_are_kept_apart() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", format!("mac\n{MAC}\n{OTHER}\n"));
    let batch = "spc batch list.csv --base p.xml";
    let one = "are the same file";
    for line in [
        "--archive out.tar --manifest out.tar",
        "--archive out.tar --manifest ./out.tar",
        "--archive out.tar --deps link",
        "--archive - --manifest /dev/stdout",
        "--archive /dev/fd/1 --manifest /dev/stdout",
        "--archive /dev/stdout --json",
        "--archive out.tar --manifest /dev/stdout --json",
        "--archive out.tar --deps /dev/stdout --manifest -",
    ] {
        symlink("out.tar", sandbox.path("link")).unwrap();
        let ran = sandbox.sh(&format!("{batch} {line}"));
        assert!(
            ran.code == Some(2) && (ran.stderr.contains(one) || ran.stderr.contains("standard output takes one")),
            "{line}: {ran:?}"
        );
        assert!(!sandbox.path("out.tar").exists() && ran.stdout.is_empty(), "{line}");
        std::fs::remove_file(sandbox.path("link")).unwrap();
    }
    // What a shell opened for standard output would lose its name.
    sandbox.write("log", "");
    expect(&sandbox.sh(&format!("{batch} --archive out.tar --manifest log --json >>log")), 2, &[one]);
    // A device's own file.
    std::fs::create_dir(sandbox.path("www")).unwrap();
    symlink(format!("www/{MAC}.cfg"), sandbox.path("link")).unwrap();
    for manifest in ["link".to_owned(), format!("www/{MAC}.cfg"), format!("./www/../www/{MAC}.cfg")] {
        let ran = sandbox.sh(&format!("{batch} --out-dir www --manifest {manifest}"));
        assert!(
            ran.code == Some(1) && ran.stderr.contains("the file would replace one that this run reads or writes"),
            "{ran:?}"
        );
    }
}

#[test]
fn a_descriptor_is_appended_to_as_a_shell_would() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", format!("mac\n{MAC}\n"));
    sandbox.write("log", "before\n");
    let batch = "spc batch list.csv --base p.xml --archive a.tar";
    for line in [
        "--manifest /dev/stdout >>log",
        "--manifest /dev/fd/1 >>log",
        "--manifest - >>log",
        "--manifest /dev/fd/7 7>>log",
    ] {
        sandbox.write("log", "before\n");
        expect(&sandbox.sh(&format!("{batch} {line}")), 0, &[]);
        let log = String::from_utf8(sandbox.read("log")).unwrap();
        assert!(log.starts_with("before\n{\"mac\":") && log.lines().count() == 2, "{line}: {log}");
    }
    sandbox.write("log", "before\n");
    expect(&sandbox.sh("spc compile p.xml --format xml -o /dev/stdout >>log"), 0, &[]);
    assert!(sandbox.read("log").starts_with(b"before\n<?xml"));
    expect(
        &sandbox.spc(&format!("derive --mac {MAC} --master-file key -o /dev/stdout")),
        2,
        &["a device key is secret"],
    );
}

#[test]
fn a_word_that_is_neither_command_nor_file_is_an_unknown_command() {
    let sandbox = Sandbox::new();
    for word in ["lint", "complie", "xyz"] {
        let ran = sandbox.spc(&format!("{word} p.xml"));
        expect(&ran, 2, &[word, "command"]);
        assert!(
            !sandbox.path("p.xml").metadata().unwrap().permissions().readonly() && sandbox.names() == ["key", "p.xml"]
        );
    }
    sandbox.spc("complie p.xml").ends(2, "compile");
    sandbox.spc("missing.txt out.cfg").ends(5, "missing.txt");
    sandbox.write("source", "A \"x\" ;\n");
    expect(&sandbox.spc("source out.cfg"), 0, &[]);
}
