//! What changes when a terminal listens: refusals, the closing line, the prompt.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufReader, Read as _, Write as _};
use std::os::unix::ffi::OsStringExt as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use crate::spc::{FILE, KEY, MAC, Room, SPC};

/// Both ends of a terminal, and the path of the program's end.
struct Terminal {
    ours: File,
    theirs: File,
    path: OsString,
}

impl Terminal {
    fn new() -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let path = OsString::from_vec(ptsname(&ours, Vec::new()).unwrap().into_bytes());
        let theirs = File::options().read(true).write(true).open(&path).unwrap();
        Self { ours: ours.into(), theirs, path }
    }

    fn end(&self) -> Stdio {
        self.theirs.try_clone().unwrap().into()
    }

    /// Everything that was shown until the program's end closed.
    fn shown(self) -> String {
        self.converse("", "")
    }

    /// Types an answer as soon as a question is shown and nothing that is typed is.
    fn converse(self, question: &str, answer: &str) -> String {
        // Once no other process has it open, reading fails instead of waiting.
        drop(self.theirs);
        let mut keyboard = self.ours.try_clone().unwrap();
        let (mut shown, mut has_answered) = (Vec::new(), answer.is_empty());
        for byte in BufReader::new(&self.ours).bytes().map_while(Result::ok) {
            shown.push(byte);
            if !has_answered && shown.ends_with(question.as_bytes()) {
                let asked = Instant::now();
                while tcgetattr(&self.ours).unwrap().local_modes.contains(LocalModes::ECHO) {
                    assert!(asked.elapsed() < Duration::from_secs(20), "what is typed would be shown");
                    thread::yield_now();
                }
                keyboard.write_all(answer.as_bytes()).unwrap();
                has_answered = true;
            }
        }
        String::from_utf8(shown).unwrap()
    }
}

#[test]
fn a_binary_file_reaches_a_terminal_only_on_request() {
    let room = Room::new();
    let terminal = Terminal::new();
    let path = terminal.path.to_str().unwrap().to_owned();
    room.spc(&format!("compile p.xml -o {path}")).ends(2, "is a terminal, and the output is binary");
    room.spc(&format!("compile p.xml --format gzip -o {path}")).ends(2, "spc: hint: -o - writes it there all the same");
    room.spc(&format!("compile p.xml --format xml -o {path}")).succeeds();
    assert!(terminal.shown().starts_with("<?xml"));

    let terminal = Terminal::new();
    let ran =
        room.command(SPC).args(["compile", "p.xml", "--format", "gzip", "-o", "-"]).stdout(terminal.end()).status();
    assert!(ran.unwrap().success());
}

#[test]
fn one_closing_line_says_what_was_written_and_for_whom() {
    let room = Room::new();
    let said = |line: &str| {
        let terminal = Terminal::new();
        let status = room.command(SPC).args(line.split_whitespace()).stderr(terminal.end()).status().unwrap();
        assert!(status.success(), "{line}");
        terminal.shown()
    };
    let closing = "spc: wrote `000e08aabbcc.cfg` for 000e08aabbcc (SPC container, not hidden; \
        stock phones do not read it)\r\n";
    assert_eq!(said("compile p.xml --mac 000e08aabbcc"), closing);
    let closing = "spc: wrote `000e08aabbcc.cfg` for 000e08aabbcc (encrypted SPC container; \
        stock phones do not read it)\r\n";
    assert_eq!(said("compile p.xml --mac 000e08aabbcc --key-file key"), closing);
    assert_eq!(
        said("compile p.xml --mac 000e08aabbcc --key-file key --if-changed"),
        "spc: `000e08aabbcc.cfg` is up to date\r\n"
    );
    assert_eq!(
        said("verify 000e08aabbcc.cfg --mac 000e08aabbcc --key-file key"),
        "spc: `000e08aabbcc.cfg` opens (serial 0)\r\n"
    );
    assert_eq!(said("check p.xml"), "");
}

#[test]
fn a_keyed_file_asks_for_its_key() {
    let room = Room::new();
    room.spc("compile p.xml --mac 000e08aabbcc --key-file key").succeeds();
    // A session of its own, so that it asks on this terminal and not on the tester's.
    if !room.has_tool("setsid") {
        return;
    }
    for (typed, code) in [(KEY, 0), ("00112233445566778899aabbccddeeff", 4), ("", 3)] {
        let terminal = Terminal::new();
        let mut command = room.command("setsid");
        command.args(["--ctty", "--wait", SPC, "verify", FILE, "--mac", MAC]);
        command.stdin(terminal.end()).stdout(terminal.end()).stderr(terminal.end());
        let mut child = command.spawn().unwrap();
        drop(command);
        let shown = terminal.converse("key: ", &format!("{typed}\n"));
        assert_eq!(child.wait().unwrap().code(), Some(code), "{shown}");
        assert!(shown.starts_with("key: "), "{shown}");
        assert!(typed.is_empty() || !shown.contains(typed), "the key is echoed");
    }
}

#[test]
fn a_key_that_is_to_be_typed_is_typed_twice() {
    let room = Room::new();
    if !room.has_tool("setsid") {
        return;
    }
    for (first, second, says) in [(KEY, KEY, "spc: wrote `x`"), (KEY, "other", "spc: error: the two keys differ")] {
        let terminal = Terminal::new();
        let mut command = room.command("setsid");
        command.args(["--ctty", "--wait", SPC, "compile", "p.xml", "-o", "x", "--key-prompt"]);
        command.stdin(terminal.end()).stdout(terminal.end()).stderr(terminal.end());
        let mut child = command.spawn().unwrap();
        drop(command);
        let shown = terminal.converse("key: ", &format!("{first}\n{second}\n"));
        assert_eq!(child.wait().unwrap().success(), first == second, "{shown}");
        assert!(shown.contains(says), "{shown}");
    }
    room.spc("compile p.xml -o y --key-prompt").ends(3, "there is no terminal to ask for the key on");
}
