//! No file that holds a key is read as a profile, by whatever name: findings about it would show the key.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::desk::{Desk, MAC, MASTER, TAGGED, run};

/// That a run ends so and says this, and writes nothing and no digit of a key.
#[track_caller]
fn hides(desk: &Desk, command: &mut Command, code: i32, words: &str) {
    desk.refused(command, code, words);
    let said = run(command).stderr;
    assert!(!said.contains("5b5b") && !said.contains("2b7e"), "{said}");
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("m.key", format!("{MASTER}\n"));
    symlink("m.key", desk.path("soft")).unwrap();
    fs::hard_link(desk.path("m.key"), desk.path("hard")).unwrap();
    desk
}

#[test]
fn an_import_of_the_runs_own_key_is_refused() {
    let desk = desk();
    desk.put("phrase.key", "planted-value; it has \"quotes\"\n");
    symlink("phrase.key", desk.path("phrase.link")).unwrap();
    for name in ["m.key", "soft", "hard", "./m.key", "tagged"] {
        desk.put("e.txt", format!("import {name}\n"));
        let words = format!("cannot import `{name}`: it holds keys, so it is not read as a profile");
        for rest in ["--master-file m.key", "--master --key-cmd 'cat m.key'", ""] {
            hides(&desk, &mut desk.command(&format!("compile e.txt --mac {MAC} -o x {rest}")), 1, &words);
        }
        hides(
            &desk,
            desk.command(&format!("compile e.txt --mac {MAC} -o x")).env("SPC_MASTER_FILE", "m.key"),
            1,
            &words,
        );
        for rest in ["--key-file - <m.key", "--key-fd 7 7<m.key", "--key-file /dev/fd/7 7<m.key"] {
            hides(&desk, &mut desk.shell(&format!("spc compile e.txt --mac {MAC} -o x --master {rest}")), 1, &words);
        }
        hides(&desk, &mut desk.command("check e.txt"), 1, &words);
        hides(&desk, &mut desk.command("convert e.txt out"), 1, &words);
    }
    for name in ["phrase.key", "phrase.link"] {
        desk.put("e.txt", format!("import {name}\n"));
        let words = "it holds keys, so it is not read as a profile";
        hides(&desk, &mut desk.command(&format!("compile e.txt --mac {MAC} -o x --key-file phrase.key")), 1, words);
        hides(&desk, desk.command("check e.txt").env("SPC_KEY_FILE", "phrase.key"), 1, words);
    }
}

#[test]
fn a_key_named_in_place_of_the_profile_is_refused() {
    let desk = desk();
    desk.put("phrase.key", "planted-value; it has \"quotes\"\n");
    for name in ["m.key", "soft", "hard", "tagged", "raw"] {
        let words = format!("`{name}` holds keys, so it is not read as a profile");
        for command in ["check", "convert --to xml", "compile -o x --master-file new --mac 000e08aabbcc"] {
            let rest = if command.starts_with("convert") { "out" } else { "" };
            hides(&desk, &mut desk.command(&format!("{command} {name} {rest}")), 2, &words);
        }
        let flag = if name == "raw" { "--key-file" } else { "--master-file" };
        hides(&desk, &mut desk.command(&format!("compile {name} --mac {MAC} -o x {flag} {name}")), 2, &words);
    }
    let compile = format!("spc compile --mac {MAC} -o x --key-file phrase.key");
    let words = "holds keys, so it is not read as a profile";
    for input in ["phrase.key", "- <phrase.key", "/dev/stdin <phrase.key", "/dev/fd/7 7<phrase.key"] {
        hides(&desk, &mut desk.shell(&format!("{compile} {input}")), 2, words);
    }
    hides(&desk, desk.command("check phrase.key").env("SPC_KEY_FILE", "phrase.key"), 2, words);
    hides(&desk, &mut desk.shell(&format!("printf %s {TAGGED} | spc check -")), 2, words);
}

#[test]
fn a_base_that_is_a_key_or_the_list_itself_is_refused() {
    let desk = desk();
    let batch = "batch list.csv --out-dir www --master-file m.key";
    desk.put("list.csv", format!("mac,Password_1_\n{MAC},planted-value\n"));
    for base in ["m.key", "soft", "hard", "tagged", "list.csv", "/dev/fd/7 7<m.key", "- <m.key"] {
        let line = format!("spc {batch} --base {base}");
        hides(&desk, &mut desk.shell(&line), 2, "holds keys, so it is not read as a profile");
    }
    desk.put("base.txt", "import list.csv\n");
    hides(
        &desk,
        &mut desk.command(&format!("{batch} --base base.txt")),
        1,
        "it holds keys, so it is not read as a profile",
    );
    for base in ["m.key", "hard", "list.csv"] {
        desk.put("list.csv", format!("mac,base,Password_1_\n{MAC},{base},planted-value\n"));
        hides(&desk, &mut desk.command(batch), 1, "holds keys, so it is not read as a profile");
    }
    hides(
        &desk,
        &mut desk.command("batch m.key --base p.xml --out-dir www --master-file m.key"),
        2,
        "holds the key of this run",
    );
    assert!(!desk.path("www").exists());
}
