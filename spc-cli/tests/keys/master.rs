//! The master key of a fleet is read where it is asked for, and refused where it would be everybody's key.

use std::fs;
use std::process::Command;

use crate::desk::{Desk, MAC, MASTER, TAGGED, run};

const COMPILE: &str = "compile p.xml --mac 000e08aabbcc -o out";

#[test]
fn a_tagged_key_is_not_an_ordinary_key_whatever_its_source() {
    let desk = Desk::new();
    let refused = |command: &mut Command, words: &str| {
        desk.refused(command, 3, "is the master key of a fleet, which must not be used as the key of a device");
        desk.refused(command, 3, words);
        assert!(!run(command).stderr.contains("5b5b"), "{command:?}");
    };
    desk.put("bare", TAGGED);
    desk.put("lower", TAGGED.to_lowercase());
    for format in ["", "--format openssl --md md5", "--format rfc8188 --ikm-ascii", "--format rfc8188 --ikm-base64url"]
    {
        for source in ["--key-file tagged", "--key-file bare", "--key-file lower", "--key-cmd 'cat tagged'"] {
            refused(&mut desk.command(&format!("{COMPILE} {format} {source}")), "--master-file");
        }
        refused(desk.command(&format!("{COMPILE} {format}")).env("SPC_KEY_FILE", "tagged"), "SPC_MASTER_FILE");
        refused(desk.command(&format!("{COMPILE} {format}")).env("SPC_KEY_CMD", "cat tagged"), "SPC_MASTER_CMD");
        refused(&mut desk.shell(&format!("spc {COMPILE} {format} --key-fd 7 7<tagged")), "add --master");
        refused(&mut desk.shell(&format!("spc {COMPILE} {format} --key-file - <tagged")), "add --master");
        refused(&mut desk.command(&format!("{COMPILE} {format} --ascii-key {TAGGED}")), "--master");
    }
    refused(&mut desk.command(&format!("{COMPILE} --key-file tagged --key-form ascii")), "--master-file");
    let bootstrap = format!("bootstrap --mac {MAC} --url /x/$MA.cfg --format openssl --md md5 --master-file master");
    refused(&mut desk.command(&format!("{bootstrap} --seal-key-file tagged")), "--seal-master-file");
    refused(&mut desk.command(&format!("{bootstrap} --seal-key-cmd 'cat tagged'")), "--seal-master");
    desk.does("compile p.xml --mac 000e08aabbcc --key-file raw");
    let rekey = "rekey 000e08aabbcc.cfg --key-file raw";
    refused(&mut desk.command(&format!("{rekey} --new-key-file tagged")), "--new-master-file");
    refused(&mut desk.command("rekey 000e08aabbcc.cfg --key-file tagged --new-key-file raw"), "--master-file");
    refused(&mut desk.command("decompile 000e08aabbcc.cfg --key-file tagged"), "--master-file");
}

#[test]
fn a_tagged_key_in_a_device_list_is_a_bad_row() {
    let desk = Desk::new();
    desk.put("list.csv", format!("mac,key\n{MAC},{TAGGED}\n"));
    for format in ["spc", "openssl --md md5", "rfc8188 --ikm-ascii"] {
        let batch = format!("batch list.csv --base p.xml --out-dir www --format {format}");
        desk.refuses(&batch, 1, "this is a fleet's master key, which does not encrypt files itself");
        assert!(!desk.path("www").exists() && !desk.spc(&batch).stderr.contains("5b5b"));
    }
}

#[test]
fn every_master_source_reads_a_tagged_key_and_bare_digits() {
    let desk = Desk::new();
    desk.does(&format!("{COMPILE} --master-file master"));
    let expected = desk.get("out");
    let check = |command: &mut Command| {
        fs::remove_file(desk.path("out")).unwrap();
        let done = run(command);
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{command:?}");
        assert!(desk.get("out") == expected, "{command:?}");
    };
    for file in ["master", "tagged"] {
        check(&mut desk.command(&format!("{COMPILE} --master-file {file}")));
        check(&mut desk.command(&format!("{COMPILE} --master --key-file {file}")));
        check(&mut desk.command(&format!("{COMPILE} --master --key-cmd 'cat {file}'")));
        check(&mut desk.shell(&format!("spc {COMPILE} --master --key-fd 7 7<{file}")));
        check(desk.command(COMPILE).env("SPC_MASTER_FILE", file));
        check(desk.command(COMPILE).env("SPC_MASTER_CMD", format!("cat {file}")));
        check(desk.command(&format!("{COMPILE} --master")).env("SPC_KEY_FILE", file));
        check(desk.command(&format!("{COMPILE} --master-file {file}")).env("SPC_MASTER_FILE", "missing"));
    }
    desk.put("list.csv", format!("mac\n{MAC}\n"));
    let done = run(desk.command("batch list.csv --base p.xml --out-dir www").env("SPC_MASTER_FILE", "tagged"));
    assert!(done.code == Some(0) && desk.get("www/000e08aabbcc.cfg") == expected, "{done:?}");
    desk.does("keygen -o fresh");
    desk.does(&format!("{COMPILE} --master-file fresh"));
    desk.does(&format!("verify out --mac {MAC} --master-file fresh"));
}

#[test]
fn variables_that_contradict_each_other_or_a_flag_are_refused() {
    let desk = Desk::new();
    for (one, other) in [
        ("SPC_KEY_FILE", "SPC_KEY_CMD"),
        ("SPC_KEY_FILE", "SPC_MASTER_FILE"),
        ("SPC_KEY_CMD", "SPC_MASTER_CMD"),
        ("SPC_MASTER_FILE", "SPC_MASTER_CMD"),
    ] {
        let words = format!("{one} and {other} are both set");
        desk.refused(desk.command(COMPILE).env(one, "raw").env(other, "raw"), 2, &words);
    }
    let empty = "SPC_MASTER_FILE is set but empty";
    desk.refused(desk.command(COMPILE).env("SPC_MASTER_FILE", ""), 3, empty);
    let form = "a master key has a fixed form, but a different one was requested";
    desk.refused(desk.command(&format!("{COMPILE} --key-form hex")).env("SPC_MASTER_FILE", "master"), 2, form);
    desk.put("two", format!("{MASTER}\n{TAGGED}\n"));
    desk.refuses(&format!("{COMPILE} --master-file two"), 3, "more than one line apart from comments");
    desk.put("later", TAGGED.replace("KEY-1", "KEY-2"));
    desk.refuses(&format!("{COMPILE} --master-file later"), 3, "does not begin with `SPC-MASTER-KEY-1-`");
    desk.refuses(&format!("{COMPILE} --key-file later"), 3, "is the master key of a fleet");
}

#[test]
fn a_key_put_into_a_variable_is_not_shown() {
    let desk = Desk::new();
    for (variable, words) in [
        ("SPC_KEY_FILE", "cannot read the key file that SPC_KEY_FILE names: no such file"),
        ("SPC_MASTER_FILE", "cannot read the key file that SPC_MASTER_FILE names: no such file"),
        ("SPC_KEY_CMD", "the key command in SPC_KEY_CMD cannot be run: no such file"),
        ("SPC_MASTER_CMD", "the key command in SPC_MASTER_CMD cannot be run: no such file"),
    ] {
        for key in [MASTER, "planted-secret-phrase"] {
            let mut command = desk.command(COMPILE);
            command.env(variable, key);
            desk.refused(&mut command, 3, words);
            let said = run(&mut command).stderr;
            assert!(!said.contains("5b5b") && !said.contains("planted"), "{said}");
        }
    }
}
