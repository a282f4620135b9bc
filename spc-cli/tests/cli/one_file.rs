//! No two outputs of a run are the same file, by whatever name.

use std::os::unix::fs::symlink;

use crate::spc::{MAC, Ran, Room, expect};

const OTHER: &str = "000e08aabbcd";

#[track_caller]
fn refused(room: &Room, ran: &Ran, words: &str) {
    expect(ran, 2, &[words]);
    assert!(!room.names().iter().any(|name| name.starts_with("out")), "{:?}", room.names());
}

#[test]
fn outputs_of_compile_are_kept_apart() {
    let room = Room::new();
    let one = "are the same file";
    refused(&room, &room.spc("compile p.xml -o out --deps ./out"), one);
    refused(&room, &room.spc("compile p.xml -o ./out --deps out"), one);
    symlink("out", room.path("link")).unwrap();
    refused(&room, &room.spc("compile p.xml -o out --deps link"), one);
    refused(&room, &room.spc("compile p.xml -o link --deps out"), one);
    symlink("out", room.path(format!("{MAC}.cfg"))).unwrap();
    symlink("out", room.path(format!("{OTHER}.cfg"))).unwrap();
    refused(&room, &room.spc(&format!("compile p.xml --mac {MAC} --mac {OTHER}")), one);
    let bootstrap =
        format!("bootstrap --mac {MAC} --mac {OTHER} --url /x/$MA.cfg --master-file key --name {{mac}}.cfg");
    refused(&room, &room.spc(&bootstrap.replace("/x/$MA.cfg", "/x/spa$MA.cfg")), one);
    refused(&room, &room.spc("compile p.xml -o /dev/stdout --deps - --deps-format json"), "the output is not a file");
    refused(&room, &room.spc("compile p.xml -o - --deps /dev/fd/1 --deps-format json"), "the output is not a file");
    refused(&room, &room.sh("spc compile p.xml -o out2 --key-fd 7 7<key --deps key"), "holds the key of this run");
}

#[test]
fn outputs_of_batch_are_kept_apart() {
    let room = Room::new();
    room.write("list.csv", format!("mac\n{MAC}\n{OTHER}\n"));
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
        symlink("out.tar", room.path("link")).unwrap();
        let ran = room.sh(&format!("{batch} {line}"));
        assert!(
            ran.code == Some(2) && (ran.stderr.contains(one) || ran.stderr.contains("standard output takes one")),
            "{line}: {ran:?}"
        );
        assert!(!room.path("out.tar").exists() && ran.stdout.is_empty(), "{line}");
        std::fs::remove_file(room.path("link")).unwrap();
    }
    // What a shell opened for standard output would lose its name.
    room.write("log", "");
    expect(&room.sh(&format!("{batch} --archive out.tar --manifest log --json >>log")), 2, &[one]);
    // A device's own file.
    std::fs::create_dir(room.path("www")).unwrap();
    symlink(format!("www/{MAC}.cfg"), room.path("link")).unwrap();
    for manifest in ["link".to_owned(), format!("www/{MAC}.cfg"), format!("./www/../www/{MAC}.cfg")] {
        let ran = room.sh(&format!("{batch} --out-dir www --manifest {manifest}"));
        assert!(
            ran.code == Some(1) && ran.stderr.contains("the file would replace one that this run reads or writes"),
            "{ran:?}"
        );
    }
}

#[test]
fn a_descriptor_is_appended_to_as_a_shell_would() {
    let room = Room::new();
    room.write("list.csv", format!("mac\n{MAC}\n"));
    room.write("log", "before\n");
    let batch = "spc batch list.csv --base p.xml --archive a.tar";
    for line in [
        "--manifest /dev/stdout >>log",
        "--manifest /dev/fd/1 >>log",
        "--manifest - >>log",
        "--manifest /dev/fd/7 7>>log",
    ] {
        room.write("log", "before\n");
        expect(&room.sh(&format!("{batch} {line}")), 0, &[]);
        let log = String::from_utf8(room.read("log")).unwrap();
        assert!(log.starts_with("before\n{\"mac\":") && log.lines().count() == 2, "{line}: {log}");
    }
    room.write("log", "before\n");
    expect(&room.sh("spc compile p.xml --format xml -o /dev/stdout >>log"), 0, &[]);
    assert!(room.read("log").starts_with(b"before\n<?xml"));
    expect(&room.spc(&format!("derive --mac {MAC} --master-file key -o /dev/stdout")), 2, &["a device key is secret"]);
}

#[test]
fn a_word_that_is_neither_command_nor_file_is_an_unknown_command() {
    let room = Room::new();
    for word in ["lint", "complie", "xyz"] {
        let ran = room.spc(&format!("{word} p.xml"));
        expect(&ran, 2, &[word, "command"]);
        assert!(!room.path("p.xml").metadata().unwrap().permissions().readonly() && room.names() == ["key", "p.xml"]);
    }
    room.spc("complie p.xml").ends(2, "compile");
    room.spc("missing.txt out.cfg").ends(5, "missing.txt");
    room.write("source", "A \"x\" ;\n");
    expect(&room.spc("source out.cfg"), 0, &[]);
}
