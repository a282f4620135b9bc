//! Keys typed on a terminal.

use std::process::Command;

use crate::desk::{Desk, MAC, PROFILE, has, run};

/// Runs a command on a terminal of its own, answers each prompt once it hides the answer, and prints what was shown.
const DRIVER: &str = r#"
import os, pty, sys, termios, time
answers, command = sys.argv[1].split("|"), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b""
def read():
    global shown
    try:
        piece = os.read(fd, 1024)
    except OSError:
        piece = b""
    shown += piece
    return piece
for answer in answers:
    start = len(shown)
    while not shown[start:].endswith(b": "):
        if not read():
            break
    else:
        while termios.tcgetattr(fd)[3] & termios.ECHO:
            time.sleep(0.01)
        os.write(fd, answer.encode() + b"\n")
while read():
    pass
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"#;

/// Types a key and presses Ctrl-C, and prints whether the terminal shows afterwards what is typed.
const BREAK: &str = r#"
import os, pty, signal, sys, termios, time
pid, fd = pty.fork()
if pid == 0:
    child = os.fork()
    if child == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    # The shell that stays behind on the terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    status = os.waitpid(child, 0)[1]
    echo = bool(termios.tcgetattr(0)[3] & termios.ECHO)
    os.write(1, f"<{os.WTERMSIG(status) if os.WIFSIGNALED(status) else status} {echo}>".encode())
    os._exit(0)
shown = b""
while not shown.endswith(b"key: "):
    shown += os.read(fd, 1024)
while termios.tcgetattr(fd)[3] & termios.ECHO:
    time.sleep(0.01)
os.write(fd, b"half a k\x03")
while b">" not in shown:
    shown += os.read(fd, 1024)
sys.stdout.write(shown.decode())
"#;

#[test]
fn ctrl_c_at_a_prompt_leaves_a_terminal_that_shows_what_is_typed() {
    if !has("python3") {
        return;
    }
    let desk = Desk::new();
    let spc = desk.command(&format!("compile p.xml --mac {MAC} -o out --key-prompt"));
    let mut driver = Command::new("python3");
    driver.args(["-c", BREAK]).arg(spc.get_program()).args(spc.get_args()).current_dir(desk.path(""));
    let done = run(&mut driver);
    assert!(done.stdout.contains("<2 True>"), "{} {}", done.stdout, done.stderr);
    assert!(!desk.path("out").exists());
}

/// What the terminal showed, and the exit code; `None` without the tool.
fn typed(desk: &Desk, answers: &str, arguments: &str) -> Option<(i32, String)> {
    if !has("python3") {
        return None;
    }
    let spc = desk.command(arguments);
    let mut driver = Command::new("python3");
    driver.args(["-c", DRIVER, answers]).arg(spc.get_program()).args(spc.get_args());
    driver
        .current_dir(desk.path(""))
        .env_remove("SPC_KEY_FILE")
        .env_remove("SPC_KEY_CMD")
        .env_remove("SPC_MASTER_FILE");
    let done = run(&mut driver);
    assert_eq!(done.stderr, "");
    Some((done.code.unwrap(), done.stdout))
}

const KEY: &str = "2b7e151628aed2a6abf7158809cf4f3c";

#[test]
fn a_key_is_asked_twice_for_encrypting_and_once_for_opening() {
    let desk = Desk::new();
    let compile = format!("compile p.xml --mac {MAC} -o out --key-prompt");
    let Some((code, shown)) = typed(&desk, &format!("{KEY}|{KEY}"), &compile) else { return };
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("key: ") && shown.contains("again: ") && !shown.contains(KEY), "{shown}");
    assert_eq!(desk.does(&format!("decompile out --mac {MAC} --key-file raw")), PROFILE);

    for arguments in ["--key-prompt", ""] {
        let (code, shown) = typed(&desk, KEY, &format!("verify out --mac {MAC} {arguments}")).unwrap();
        assert_eq!(code, 0, "{shown}");
        assert!(!shown.contains("again") && !shown.contains(KEY), "{shown}");
    }
}

#[test]
fn two_different_answers_write_nothing() {
    let desk = Desk::new();
    let compile = format!("compile p.xml --mac {MAC} -o out --key-prompt");
    let Some((code, shown)) = typed(&desk, &format!("{KEY}|{KEY}0"), &compile) else { return };
    assert_eq!(code, 3);
    assert!(shown.contains("the two keys differ") && !shown.contains(KEY), "{shown}");
    assert!(!desk.path("out").exists());
    let (code, shown) = typed(&desk, "|", &compile).unwrap();
    assert_eq!(code, 3, "{shown}");
    assert!(shown.contains("is empty"), "{shown}");
}

#[test]
fn damage_is_reported_before_a_key_is_asked_for() {
    let desk = Desk::new();
    desk.does(&format!("compile p.xml --mac {MAC} -o out --key-file raw"));
    let mut bytes = desk.get("out");
    bytes[100] ^= 1;
    desk.put("out", bytes);
    let Some((code, shown)) = typed(&desk, KEY, &format!("decompile out --mac {MAC}")) else { return };
    assert_eq!(code, 4, "{shown}");
    assert!(!shown.contains("key: "), "{shown}");
}

#[test]
fn both_keys_of_a_rekey_can_be_typed() {
    let desk = Desk::new();
    desk.does(&format!("compile p.xml --mac {MAC} --key-file raw"));
    let new = "603deb1015ca71be2b73aef0857d7781";
    let rekey = format!("rekey {MAC}.cfg --key-prompt --new-key-prompt");
    let Some((code, shown)) = typed(&desk, &format!("{KEY}|{new}|{new}"), &rekey) else { return };
    assert_eq!(code, 0, "{shown}");
    desk.put("typed", new);
    desk.does(&format!("verify {MAC}.cfg --mac {MAC} --key-file typed"));
}

#[test]
fn on_a_terminal_a_message_says_what_the_first_file_holds() {
    let desk = Desk::new();
    let bootstrap = format!("bootstrap --mac {MAC} --url /$MA.cfg --master-file master");
    let Some((code, shown)) = typed(&desk, "", &bootstrap) else { return };
    assert_eq!(code, 0);
    assert!(shown.contains("XML, not encrypted"), "{shown}");
}
