//! One test for each row of the exit code table: scripts and Makefiles depend on it.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::spc::{FILE, KEY, SPC, Sandbox};

#[test]
fn done_is_0() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc").succeeds();
    sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc --check").succeeds();
    sandbox.spc("verify 000e08aabbcc.cfg --mac 000e08aabbcc").succeeds();
    for product in
        ["check p.xml", "decompile 000e08aabbcc.cfg --mac 000e08aabbcc", "inspect 000e08aabbcc.cfg", "--version"]
    {
        assert!(sandbox.spc(product).code == Some(0), "{product}");
    }
}

#[test]
fn a_warning_is_0_unless_it_is_denied() {
    let sandbox = Sandbox::new();
    sandbox.write("odd.xml", "<flat-profile>stray<A>1</A></flat-profile>");
    sandbox.spc("check odd.xml").ends(0, "spc: warning: text between parameters");
    sandbox.spc("compile odd.xml -o x").ends(0, "spc: warning: text between parameters");
    sandbox.spc("check odd.xml --deny-warnings").ends(1, "spc: warning: ");
    sandbox.spc("compile odd.xml -o x --deny-warnings").ends(1, "warnings are denied");
    sandbox.spc("decompile odd.xml --deny-warnings").ends(1, "warnings are denied");
    // A warning about a key is a problem of the key.
    sandbox.spc("compile p.xml -o x --deny-warnings --ascii-key sixteen-or-more-").ends(3, "warnings are denied");
}

#[test]
fn bad_input_is_1() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.xml", "<flat-profile><A></flat-profile>");
    sandbox.spc("compile bad.xml --mac 000e08aabbcc").ends(1, "spc: error: `<A>` has no end tag");
    sandbox.spc("check p.xml bad.xml").ends(1, "spc: error: `<A>` has no end tag");
    sandbox.spc("decompile bad.xml").ends(1, "spc: error: `<A>` has no end tag");
    sandbox.spc("compile p.xml --mac 000e08aabbcc --check").ends(1, "missing");
}

#[test]
fn a_bad_command_line_is_2() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc").succeeds();
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
        let ran = sandbox.spc(line);
        assert_eq!((ran.code, ran.stdout.as_slice()), (Some(2), b"".as_slice()), "{line}: {}", ran.stderr);
    }
    let both = sandbox.sh("SPC_KEY_FILE=key SPC_KEY_CMD='cat key' spc compile p.xml -o x");
    both.ends(2, "SPC_KEY_FILE and SPC_KEY_CMD are both set");
    assert_eq!(sandbox.names(), [FILE, "key", "p.xml"]);
}

#[test]
fn a_bad_key_is_3() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml -o keyed --key-file key").succeeds();
    sandbox.write("empty", "");
    sandbox.write("two", format!("{KEY}\n{KEY}\n"));
    sandbox.write("binary", [0xff, 0x80, 0, 1]);
    for (key, says) in [
        ("empty", "key file `empty` is empty"),
        ("two", "key file `two` has more than one line"),
        ("binary", "key file `binary` is not text"),
        ("none", "cannot read the key file: no such file or directory"),
        (".", "cannot read key file `.`: it is a directory"),
    ] {
        sandbox.spc(&format!("compile p.xml -o x --key-file {key}")).ends(3, says);
        sandbox.spc(&format!("verify keyed --key-file {key}")).ends(3, says);
    }
    sandbox.spc("compile p.xml -o x --key-fd 99").ends(3, "descriptor 99: it is not open");
    sandbox.spc("compile p.xml -o x --key-cmd none-such").ends(3, "cannot run the key command: program not found");
    sandbox.spc("compile p.xml -o x --hex-key 0011").ends(3, "32 to 64 hexadecimal digits");
    sandbox.spc("compile p.xml -o x --format openssl --md md5").ends(3, "--format openssl needs a key");
    sandbox.spc("verify keyed").ends(3, "spc: hint: give --master-file or --key-file");
    sandbox.spc("decompile keyed").ends(3, "spc: error: `keyed`: ");
    assert_eq!(sandbox.names(), ["binary", "empty", "key", "keyed", "p.xml", "two"]);
}

#[test]
fn a_file_that_does_not_open_is_4() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml -o bound --mac 000e08aabbcc --serial 5").succeeds();
    sandbox.spc("compile p.xml -o keyed --key-file key").succeeds();
    sandbox.write("noise", [7; 100]);
    sandbox.spc("verify bound --mac 000e08aabbcd").ends(4, "`bound`: the file is bound to another device");
    sandbox.spc("verify bound --mac 000e08aabbcc --min-serial 6").ends(4, "serial");
    sandbox.spc("verify keyed --hex-key 00112233445566778899aabbccddeeff").ends(4, "`keyed`: ");
    sandbox.spc("decompile noise").ends(4, "`noise` is not in a known format");
    sandbox.spc("inspect noise").ends(4, "`noise` is not in a known format");
    sandbox.write("noise", "");
    sandbox.spc("decompile noise").ends(4, "`noise` is empty");
    sandbox.spc("inspect noise").ends(4, "`noise` is empty");
}

#[test]
fn a_failed_system_call_is_5() {
    let sandbox = Sandbox::new();
    for line in ["compile none -o x", "compile . -o x", "decompile none", "verify none", "inspect none", "check none"] {
        sandbox.spc(line).ends(5, "spc: error: cannot read `");
    }
    sandbox.spc("compile p.xml -o none/x").ends(5, "spc: error: cannot write `none/x`");
    // The worst of several inputs, the others are still looked at.
    sandbox.write("bad.xml", "<flat-profile>");
    sandbox.spc("check bad.xml none").ends(5, "end of file inside `<flat-profile>`");
    let ran = sandbox.spc("inspect none p.xml");
    assert_eq!((ran.code, ran.stdout.is_empty()), (Some(5), false));
}

#[test]
fn ctrl_c_is_130() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(SPC);
    // It waits for a profile that does not come.
    let mut child = command.args(["compile", "-", "-o", "x"]).stdin(Stdio::piped()).spawn().unwrap();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let status = child.wait().unwrap();
    // What a shell makes of a signal.
    assert_eq!(status.signal().map(|signal| 128 + signal), Some(130));
    assert_eq!(sandbox.names(), ["key", "p.xml"]);
}
