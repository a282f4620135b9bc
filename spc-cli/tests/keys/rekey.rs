//! From an old key to a new one: what stays, what changes, and that nothing is ever half done.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal, kill_process};

use crate::desk::{Desk, MAC, OTHER, PROFILE, has, run};

/// Every format with a key: how the file `MAC.cfg` is made, opened by the old key, moved, and opened by the new one.
const CASES: [(&str, &str, &str, &str); 10] = [
    ("--serial 7 --key-file raw", "--key-file raw", "--new-key-file new", "--key-file new"),
    ("--serial 7 --master-file master", "--master-file master", "--new-master-file new", "--master-file new"),
    ("--kdf-iter 10000 --key-file phrase", "--key-file phrase", "--new-master-file new", "--master-file new"),
    (
        "--master-file master",
        "--master-file master",
        "--new-key-file phrase --kdf-iter 10000 --kdf-salt 00112233445566778899aabbccddeeff",
        "--key-file phrase",
    ),
    ("--key-file raw", "--key-file raw", "--new-key-cmd 'cat new' --new-key-form hex --dry-run", "--key-file raw"),
    (
        "--format openssl --md md5 --master-file master",
        "--master-file master",
        "--new-key-cmd 'cat new' --new-master",
        "--master-file new",
    ),
    (
        "--format openssl --md sha256 --no-gzip --key-file phrase",
        "--key-file phrase",
        "--new-master-file new",
        "--master-file new --md sha256",
    ),
    (
        "--format openssl --pbkdf2 --iter 99 --key-file phrase",
        "--key-file phrase --pbkdf2 --iter 99",
        "--new-key-file raw",
        "--key-file raw --pbkdf2 --iter 99",
    ),
    (
        "--format rfc8188 --record-size 99 --keyid k7 --ikm-hex --key-file raw",
        "--key-file raw --ikm-hex",
        "--new-master-file new",
        "--master-file new --ikm-hex",
    ),
    (
        "--format rfc8188 --ikm-ascii --key-file phrase",
        "--key-file phrase --ikm-ascii",
        "--new-key-file raw",
        "--key-file raw --ikm-ascii",
    ),
];

#[test]
fn the_new_key_opens_what_the_old_one_did() {
    for (made, old, new, opens) in CASES {
        let desk = Desk::new();
        let file = format!("{MAC}.cfg");
        desk.spc(&format!("compile p.xml --mac {MAC} {made}"));
        assert_eq!(desk.does(&format!("decompile {file} --mac {MAC} {old}")), PROFILE, "{made}");
        let (before, facts) = (desk.get(&file), desk.facts(&file));

        let done = desk.spc(&format!("rekey {file} {old} {new}"));
        assert_eq!((done.code, done.stdout.as_str()), (Some(0), ""), "{new}: {done:?}");
        assert_eq!(desk.does(&format!("decompile {file} --mac {MAC} {opens}")), PROFILE, "{new}");
        if new.contains("--dry-run") {
            assert_eq!(desk.get(&file), before);
            continue;
        }
        let by_old_key = desk.spc(&format!("verify {file} --mac {MAC} {old}"));
        assert!(matches!(by_old_key.code, Some(3 | 4)), "{old}: {by_old_key:?}");
        let after = desk.facts(&file);
        for fact in ["format", "serial", "bound_to_a_device", "bytes", "record_size", "keyid_bytes", "mode"] {
            assert_eq!(after[fact], facts[fact], "{fact} of {made}");
        }
    }
}

#[test]
fn a_rekeyed_file_is_the_one_that_compile_would_make() {
    let desk = Desk::new();
    for how in [
        "--serial 9 --randomize",
        "--format openssl --md md5 --level 9",
        "--format openssl --md sha256 --random-salt",
        "--format rfc8188 --ikm-hex --keyid k --random-salt",
    ] {
        desk.does(&format!("compile p.xml --mac {MAC} --master-file master {how}"));
        let ikm = if how.contains("ikm") { "--ikm-hex" } else { "" };
        desk.does(&format!("rekey {MAC}.cfg {ikm} --master-file master --new-master-file new"));
        let plain = how.replace("--randomize", "").replace("--random-salt", "");
        desk.does(&format!("compile p.xml --mac {MAC} --master-file new {plain} -o expected"));
        assert_eq!(desk.get(&format!("{MAC}.cfg")), desk.get("expected"), "{how}");
    }
}

#[test]
fn a_file_without_target_stays_without_one() {
    let desk = Desk::new();
    desk.does("compile p.xml --key-file raw -o any");
    desk.does("rekey any --key-file raw --new-key-file new");
    assert_eq!(desk.does("decompile any --key-file new"), PROFILE);
    assert_eq!(desk.facts("any")["mode"], "key");
}

#[test]
fn the_device_is_known_by_mac_or_by_the_name() {
    let desk = Desk::new();
    let keys = "--master-file master --new-master-file new";
    desk.does(&format!("compile p.xml --mac {MAC} --mac {OTHER} --master-file master --name spa{{MAC}}.cfg"));
    let (upper, other) = ("spa000E08AABBCC.cfg", "spa000E08AABBCD.cfg");
    desk.refuses(&format!("rekey {upper} {keys}"), 2, "cannot tell the device");
    desk.refuses(&format!("rekey {upper} {keys} --name x{{mac}}"), 2, "cannot tell the device");
    desk.refuses(&format!("rekey {upper} {keys} --name x{{mac}} --mac {MAC}"), 2, "cannot be used with");
    desk.refuses(&format!("rekey {upper} {keys} --name {{serial}}"), 2, "has a placeholder other than");
    desk.refuses(&format!("rekey {upper} {other} {keys} --mac {MAC}"), 4, "another device");
    desk.does(&format!("rekey {upper} {keys} --mac {MAC}"));
    desk.does(&format!("rekey {other} {keys} --name spa{{MAC}}.cfg"));
    for (file, mac) in [(upper, MAC), (other, OTHER)] {
        desk.does(&format!("verify {file} --mac {mac} --master-file new"));
    }
    desk.does(&format!("compile p.xml --mac {MAC} --key-file raw -o odd"));
    desk.refuses("rekey odd --key-file raw --new-key-file new", 2, "give --mac");
}

#[test]
fn a_file_without_a_key_cannot_get_a_new_one() {
    let desk = Desk::new();
    desk.does("compile p.xml -o generic --quiet-target");
    desk.does(&format!("compile p.xml -o target --mac {MAC} --quiet-target"));
    desk.does("compile p.xml -o packed --format gzip");
    for file in ["generic", "target", "packed", "p.xml"] {
        let words = format!("`{file}` has no key to change");
        desk.refuses(&format!("rekey {file} --mac {MAC} --key-file raw --new-key-file new"), 4, &words);
    }
}

#[test]
fn formats_that_are_only_read_are_not_written() {
    if !has("openssl") {
        return;
    }
    let desk = Desk::new();
    let rekey = "rekey old --key-file phrase --new-key-file raw";
    let openssl = "openssl enc -aes-256-cbc -pass file:phrase -in p.xml -out old";
    run(&mut desk.shell(&format!("{openssl} -md sha1 2>&1")));
    desk.refuses(&format!("{rekey} --md sha1"), 2, "cannot write openssl files with sha1");
    run(&mut desk.shell(&format!("{openssl} -md md5 -nosalt 2>&1")));
    desk.refuses(&format!("{rekey} --nosalt"), 2, "cannot write openssl files without salt");
    run(&mut desk.shell("head -c 99 /dev/zero | gzip | head -c 20 >cut"));
    run(&mut desk.shell(&format!("{openssl} -md md5 -in cut 2>&1")));
    desk.refuses(rekey, 4, "cut short");
}

#[test]
fn only_files_are_rekeyed() {
    let desk = Desk::new();
    let keys = "--key-file raw --new-key-file new";
    desk.refuses(&format!("rekey - {keys}"), 2, "`-` is not a file that can be replaced");
    desk.refuses(&format!("rekey /dev/null {keys}"), 2, "`/dev/null` is not a file that can be replaced");
    desk.refuses(&format!("rekey missing {keys}"), 5, "cannot read `missing`: no such file");
    desk.refuses(&format!("rekey . {keys}"), 2, "`.` is a directory");
    desk.refuses("rekey p.xml --key-file raw", 2, "missing one of");
    desk.refuses("rekey p.xml --key-file raw --new-master", 2, "missing one of");
    desk.refuses("rekey p.xml --key-file raw --new-key-file new --new-key-cmd x", 2, "cannot be used with");
    desk.does("compile p.xml -o file --key-file raw");
    desk.refuses("rekey file --new-key-file new", 3, "key");
    desk.refuses("rekey file --key-file raw --new-key-file missing", 3, "cannot read the key file");
}

#[test]
fn the_file_keeps_mode_owner_and_links() {
    let desk = Desk::new();
    desk.does(&format!("compile p.xml --mac {MAC} --key-file raw --out-mode 0640 -o real"));
    symlink("real", desk.path("link")).unwrap();
    // Only root may give a file away; everybody else keeps owner and group anyhow.
    let _ = chown(desk.path("real"), Some(1234), Some(4321));
    fs::set_permissions(desk.path("real"), Permissions::from_mode(0o640)).unwrap();
    let before = fs::metadata(desk.path("real")).unwrap();
    desk.does(&format!("rekey link --mac {MAC} --key-file raw --new-key-file new"));
    let after = fs::metadata(desk.path("real")).unwrap();
    assert_eq!((after.mode(), after.uid(), after.gid()), (before.mode(), before.uid(), before.gid()));
    assert_ne!(after.ino(), before.ino(), "the file was replaced, not written into");
    assert!(fs::symlink_metadata(desk.path("link")).unwrap().is_symlink());
    desk.does(&format!("verify real --mac {MAC} --key-file new"));
}

#[test]
fn one_file_that_does_not_open_changes_no_file() {
    let desk = Desk::new();
    desk.does(&format!("compile p.xml --mac {MAC} --mac {OTHER} --master-file master"));
    let mut broken = desk.get(&format!("{OTHER}.cfg"));
    broken[90] ^= 1;
    desk.put(&format!("{OTHER}.cfg"), broken);
    desk.refuses(&format!("rekey {MAC}.cfg {OTHER}.cfg --master-file master --new-master-file new"), 4, OTHER);
    desk.refuses(&format!("rekey {MAC}.cfg missing.cfg --master-file master --new-master-file new"), 5, "missing.cfg");
    desk.refuses(&format!("rekey {MAC}.cfg --master-file new --new-master-file new"), 4, MAC);
}

#[test]
fn a_run_rekeys_the_files_that_still_have_the_old_key() {
    let desk = Desk::new();
    let rekey = "--master-file master --new-master-file new";
    for format in ["", "--format openssl --md sha256", "--format rfc8188 --ikm-hex"] {
        desk.does(&format!("compile p.xml --mac {MAC} --mac {OTHER} --master-file master {format}"));
        let switch = if format.contains("ikm") { "--ikm-hex" } else { "" };
        desk.does(&format!("rekey {MAC}.cfg {rekey} {switch}"));
        let moved = desk.get(&format!("{MAC}.cfg"));
        let done = desk.spc(&format!("rekey {MAC}.cfg {OTHER}.cfg {rekey} {switch}"));
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert!(done.stderr.contains(&format!("`{MAC}.cfg` already has the new key")), "{}", done.stderr);
        assert_eq!(desk.get(&format!("{MAC}.cfg")), moved);
        desk.does(&format!("verify {OTHER}.cfg --mac {OTHER} --master-file new {switch}"));
    }
}

#[test]
fn files_with_the_old_and_the_new_key_may_alternate() {
    let desk = Desk::new();
    let rekey = "--master-file master --new-master-file new";
    for format in ["", "--format openssl --md md5", "--format openssl --pbkdf2"] {
        let files = [MAC, "000e08000001", OTHER, "000e08000002"].map(|mac| format!("{mac}.cfg"));
        for file in &files {
            let mac = file.trim_end_matches(".cfg");
            desk.does(&format!("compile p.xml --mac {mac} --master-file master {format}"));
        }
        desk.does(&format!("rekey {} {} {rekey}", files[0], files[2]));
        let all = files.join(" ");
        let done = desk.spc(&format!("rekey {all} {rekey}"));
        assert_eq!((done.code, done.stderr.matches("already has the new key").count()), (Some(0), 2), "{done:?}");
        let done = desk.spc(&format!("rekey {all} {rekey}"));
        assert_eq!((done.code, done.stderr.matches("already has the new key").count()), (Some(0), 4), "{done:?}");
        desk.does(&format!("verify {all} --master-file new"));
    }
}

#[test]
fn a_full_disk_changes_no_file() {
    let desk = Desk::new();
    desk.put("big.xml", PROFILE.replace("planted-value", &"x".repeat(20_000)));
    desk.does(&format!("compile p.xml --mac {MAC} --master-file master"));
    desk.does(&format!("compile big.xml --mac {OTHER} --master-file master"));
    // The limit on a file's size acts as the end of the disk: the first file fits, the second does not.
    let rekey = format!("spc rekey {MAC}.cfg {OTHER}.cfg --master-file master --new-master-file new");
    desk.refused(&mut desk.shell(&format!("trap '' XFSZ; ulimit -f 8; {rekey}")), 5, &format!("cannot write `{OTHER}"));
}

#[test]
fn a_killed_run_leaves_whole_files() {
    let desk = Desk::new();
    let macs: Vec<String> = (0..60).map(|n| format!("000e08aabb{n:02x}")).collect();
    let list = macs.iter().map(|mac| format!("--mac {mac}")).collect::<Vec<_>>().join(" ");
    desk.does(&format!("compile p.xml --master-file master {list}"));
    let files = macs.iter().map(|mac| format!("{mac}.cfg")).collect::<Vec<_>>().join(" ");
    for pause in [2, 5, 10, 20, 40] {
        let rekey = format!("rekey {files} --master-file master --new-master-file new");
        let mut child = desk.command(&rekey).spawn().unwrap();
        sleep(Duration::from_millis(pause));
        let _ = child.kill();
        child.wait().unwrap();
        let left =
            || fs::read_dir(desk.path(".")).unwrap().filter(|entry| is_temporary(&entry.as_ref().unwrap().file_name()));
        assert!(left().count() <= 1, "all temporary files are in one directory");
        let opens = |mac: &str, key| desk.spc(&format!("verify {mac}.cfg --mac {mac} --master-file {key}")).code;
        let mut is_moved = false;
        for mac in &macs {
            let keys = (opens(mac, "master"), opens(mac, "new"));
            assert!(keys == (Some(0), Some(4)) || keys == (Some(4), Some(0)), "{mac} after {pause} ms: {keys:?}");
            is_moved |= keys.1 == Some(0);
        }
        if is_moved {
            desk.does(&rekey);
            assert_eq!(left().count(), 0, "the next run removes what this one left");
            return;
        }
    }
}

#[test]
fn a_passphrase_that_phones_misread_is_refused_at_any_openssl_file() {
    let desk = Desk::new();
    desk.put("naive", "na\u{ef}ve but long and quiet\n");
    desk.does("compile p.xml --key-file phrase --format rfc8188 --ikm-ascii -o mpp");
    desk.does("compile p.xml --key-file phrase --format openssl --md md5 -o phone");
    let rekey = "--ikm-ascii --key-file phrase --new-key-file naive";
    for files in ["mpp phone", "phone mpp", "phone"] {
        desk.refuses(&format!("rekey {files} {rekey}"), 3, "ASCII");
    }
    desk.does(&format!("rekey phone {rekey} --allow-non-ascii-key"));
    desk.does("verify phone --key-file naive");
}

#[test]
fn a_weak_key_is_warned_about_once_whichever_file_shows_it() {
    let desk = Desk::new();
    desk.put("address", "00:0e:08:aa:bb:cd\n");
    for mac in [MAC, OTHER] {
        desk.does(&format!("compile p.xml --mac {mac} --key-file raw --format openssl --md md5"));
    }
    let done = desk.spc(&format!("rekey {MAC}.cfg {OTHER}.cfg --key-file raw --new-key-file address --dry-run"));
    assert_eq!((done.code, done.stderr.matches("SPC0703").count()), (Some(0), 1), "{done:?}");
}

#[test]
fn an_interrupted_run_says_which_key_the_files_have() {
    let desk = Desk::new();
    let macs: Vec<String> = (0..400).map(|n| format!("000e08aa{n:04x}")).collect();
    let list: String = macs.iter().map(|mac| format!(" --mac {mac}")).collect();
    desk.does(&format!("compile p.xml --master-file master{list}"));
    let files: String = macs.iter().map(|mac| format!(" {mac}.cfg")).collect();
    let mut command = desk.command(&format!("rekey{files} --master-file master --new-master-file new"));
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    let temporary = || fs::read_dir(desk.path(".")).unwrap().any(|entry| is_temporary(&entry.unwrap().file_name()));
    while !temporary() {
        assert!(started.elapsed() < Duration::from_secs(60), "it never began to write");
        sleep(Duration::from_millis(1));
    }
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(130), "{said}");
    let moved = said.matches("with the new key").count();
    let state = match moved {
        0 => "no file was changed: try again".to_owned(),
        _ => format!("{moved} of 400 files have the new key, the others still have the old one: try again"),
    };
    assert!(said.ends_with(&format!("spc: error: interrupted\nspc: hint: {state}\n")), "{said}");
    assert!(!temporary(), "a temporary file is left");
}

fn is_temporary(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with(".spc-")
}

#[test]
fn a_file_without_a_key_is_named_as_such_whatever_the_old_key_is() {
    let desk = Desk::new();
    desk.does(&format!("compile p.xml --mac {MAC} --format gzip"));
    desk.does("compile p.xml --format xml -o plain");
    for switch in ["", "--ikm-hex", "--ikm-ascii"] {
        for file in [&format!("{MAC}.cfg"), "plain"] {
            let line = format!("rekey {file} --mac {MAC} {switch} --master-file master --new-master-file new");
            desk.refuses(&line, 4, &format!("`{file}` has no key to change"));
        }
    }
}

#[test]
fn what_a_killed_run_left_is_removed_unless_another_run_may_use_it() {
    let desk = Desk::new();
    desk.does(&format!("compile p.xml --mac {MAC} --master-file master"));
    for (name, mark) in [(".spc-rekey-abcDE1", ".spc-new"), (".spc-rekey-theirs", "notes")] {
        fs::create_dir(desk.path(name)).unwrap();
        desk.put(&format!("{name}/{mark}"), "");
        desk.put(&format!("{name}/.spc-fileAB"), "planted-value");
    }
    let live = fs::File::open(desk.path(".spc-rekey-abcDE1")).unwrap();
    flock(&live, FlockOperation::NonBlockingLockExclusive).unwrap();
    let rekey = |old, new| desk.spc(&format!("rekey {MAC}.cfg --master-file {old} --new-master-file {new}"));
    assert_eq!(rekey("master", "new").code, Some(0));
    assert!(desk.path(".spc-rekey-abcDE1").exists(), "its run is alive");
    drop(live);
    let done = rekey("new", "master");
    assert!(
        done.code == Some(0) && done.stderr.contains(".spc-rekey-abcDE1`, left behind by a killed run"),
        "{done:?}"
    );
    assert!(!desk.path(".spc-rekey-abcDE1").exists() && desk.path(".spc-rekey-theirs/notes").exists());
}
