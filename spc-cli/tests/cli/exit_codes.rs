//! One test for each row of the exit code table: scripts and Makefiles depend on it.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::spc::{FILE, KEY, Room, SPC};

#[test]
fn done_is_0() {
    let room = Room::new();
    room.spc("compile p.xml --format spc --mac 000e08aabbcc").succeeds();
    room.spc("compile p.xml --format spc --mac 000e08aabbcc --check").succeeds();
    room.spc("verify 000e08aabbcc.cfg --mac 000e08aabbcc").succeeds();
    room.spc("check p.xml").succeeds();
    for product in ["decompile 000e08aabbcc.cfg --mac 000e08aabbcc", "inspect 000e08aabbcc.cfg", "--version"] {
        assert!(room.spc(product).code == Some(0), "{product}");
    }
}

#[test]
fn a_warning_is_0_unless_it_is_denied() {
    let room = Room::new();
    room.write("odd.xml", "<flat-profile>stray<A>1</A></flat-profile>");
    room.spc("check odd.xml").ends(0, "spc: warning: text between parameters");
    room.spc("compile odd.xml -o x").ends(0, "spc: warning: text between parameters");
    room.spc("check odd.xml --deny-warnings").ends(1, "spc: warning: ");
    room.spc("compile odd.xml -o x --deny-warnings").ends(1, "warnings are denied");
    room.spc("decompile odd.xml --deny-warnings").ends(1, "warnings are denied");
    // A warning about a key is a problem of the key.
    room.spc("compile p.xml -o x --deny-warnings --ascii-key sixteen-or-more-").ends(3, "warnings are denied");
}

#[test]
fn bad_input_is_1() {
    let room = Room::new();
    room.write("bad.xml", "<flat-profile><A></flat-profile>");
    room.spc("compile bad.xml --mac 000e08aabbcc").ends(1, "spc: error: end tag");
    room.spc("check p.xml bad.xml").ends(1, "spc: error: end tag");
    room.spc("decompile bad.xml").ends(1, "spc: error: end tag");
    room.spc("compile p.xml --mac 000e08aabbcc --check").ends(1, "missing");
}

#[test]
fn a_bad_command_line_is_2() {
    let room = Room::new();
    room.spc("compile p.xml --format spc --mac 000e08aabbcc").succeeds();
    for line in [
        "",
        "complie",
        "compile",
        "compile p.xml",
        "compile p.xml q.xml",
        "compile p.xml --mac 1",
        "compile p.xml -o x --serial -1",
        "compile p.xml -o x --serial 4294967296",
        "compile p.xml -o x --kdf-salt 00",
        "compile p.xml -o x --kdf-iter many",
        "compile p.xml -o x --ascii-key a-long-passphrase --kdf-iter 9999",
        "compile p.xml -o x --key-file key --key-fd 0",
        "compile p.xml -o x --master",
        "compile p.xml -o x --master-file key",
        "compile p.xml -o x --rc4",
        "compile p.xml -o x --format openssl --key-file key",
        "compile p.xml -o x --format rfc8188 --key-file key",
        "compile p.xml -o x --format gzip --key-file key",
        "compile p.xml -o x --level 5",
        "compile p.xml -o x --scramble a --randomize",
        "compile p.xml -o p.xml",
        "decompile 000e08aabbcc.cfg",
        "verify p.xml --min-serial x",
    ] {
        let ran = room.spc(line);
        assert_eq!((ran.code, ran.stdout.as_slice()), (Some(2), b"".as_slice()), "{line}: {}", ran.stderr);
    }
    let both = room.sh("SPC_KEY_FILE=key SPC_KEY_CMD='cat key' spc compile p.xml -o x");
    both.ends(2, "SPC_KEY_FILE and SPC_KEY_CMD are both set");
    assert_eq!(room.names(), [FILE, "key", "p.xml"]);
}

#[test]
fn a_bad_key_is_3() {
    let room = Room::new();
    room.spc("compile p.xml -o keyed --key-file key").succeeds();
    room.write("empty", "");
    room.write("two", format!("{KEY}\n{KEY}\n"));
    room.write("binary", [0xff, 0x80, 0, 1]);
    for (key, says) in [
        ("empty", "key file `empty` is empty"),
        ("two", "key file `two` has more than one line"),
        ("binary", "key file `binary` is not text"),
        ("none", "cannot read the key file: no such file or directory"),
        (".", "cannot read key file `.`: it is a directory"),
    ] {
        room.spc(&format!("compile p.xml -o x --key-file {key}")).ends(3, says);
        room.spc(&format!("verify keyed --key-file {key}")).ends(3, says);
    }
    room.spc("compile p.xml -o x --key-fd 99").ends(3, "descriptor 99: it is not open");
    room.spc("compile p.xml -o x --key-cmd none-such").ends(3, "cannot run the key command: program not found");
    room.spc("compile p.xml -o x --hex-key 0011").ends(3, "32 to 64 hexadecimal digits");
    room.spc("compile p.xml -o x --format openssl --md md5").ends(3, "--format openssl needs a key");
    room.spc("verify keyed").ends(3, "spc: hint: give --master-file or --key-file");
    room.spc("decompile keyed").ends(3, "spc: error: `keyed`: ");
    assert_eq!(room.names(), ["binary", "empty", "key", "keyed", "p.xml", "two"]);
}

#[test]
fn a_file_that_does_not_open_is_4() {
    let room = Room::new();
    room.spc("compile p.xml -o bound --mac 000e08aabbcc --serial 5").succeeds();
    room.spc("compile p.xml -o keyed --key-file key").succeeds();
    room.write("noise", [7; 100]);
    room.spc("verify bound --mac 000e08aabbcd").ends(4, "`bound`: the file is bound to another device");
    room.spc("verify bound --mac 000e08aabbcc --min-serial 6").ends(4, "serial");
    room.spc("verify keyed --hex-key 00112233445566778899aabbccddeeff").ends(4, "`keyed`: ");
    room.spc("decompile noise").ends(4, "`noise` is not in a known format");
    room.spc("inspect noise").ends(4, "`noise` is not in a known format");
    room.write("noise", "");
    room.spc("decompile noise").ends(4, "`noise` is empty");
    room.spc("inspect noise").ends(4, "`noise` is empty");
}

#[test]
fn a_failed_system_call_is_5() {
    let room = Room::new();
    for line in ["compile none -o x", "compile . -o x", "decompile none", "verify none", "inspect none", "check none"] {
        room.spc(line).ends(5, "spc: error: cannot read `");
    }
    room.spc("compile p.xml -o none/x").ends(5, "spc: error: cannot write `none/x`");
    // The worst of several inputs, the others are still looked at.
    room.write("bad.xml", "<flat-profile>");
    room.spc("check bad.xml none").ends(5, "end of file inside `<flat-profile>`");
    let ran = room.spc("inspect none p.xml");
    assert_eq!((ran.code, ran.stdout.is_empty()), (Some(5), false));
}

#[test]
fn ctrl_c_is_130() {
    let room = Room::new();
    let mut command = room.command(SPC);
    // It waits for a profile that does not come.
    let mut child = command.args(["compile", "-", "-o", "x"]).stdin(Stdio::piped()).spawn().unwrap();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let status = child.wait().unwrap();
    // What a shell makes of a signal.
    assert_eq!(status.signal().map(|signal| 128 + signal), Some(130));
    assert_eq!(room.names(), ["key", "p.xml"]);
}
