//! What changes when a terminal listens: the refusal of binary files, and the closing line.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStringExt as _;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::spc::{SPC, Sandbox};

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
        drop(self.theirs);
        let mut shown = Vec::new();
        // Linux ends a terminal whose other end is closed by an error.
        let _ = { self.ours }.read_to_end(&mut shown);
        String::from_utf8(shown).unwrap()
    }
}

#[test]
fn a_binary_file_reaches_a_terminal_only_on_request() {
    let sandbox = Sandbox::new();
    let terminal = Terminal::new();
    let path = terminal.path.to_str().unwrap().to_owned();
    sandbox.spc(&format!("compile p.xml -o {path}")).ends(2, "is a terminal, but the output is binary");
    sandbox
        .spc(&format!("compile p.xml --format gzip -o {path}"))
        .ends(2, "spc: hint: use `-o -` to write it there anyway");
    sandbox.spc(&format!("compile p.xml --format xml -o {path}")).succeeds();
    assert!(terminal.shown().starts_with("<?xml"));

    let terminal = Terminal::new();
    let ran =
        sandbox.command(SPC).args(["compile", "p.xml", "--format", "gzip", "-o", "-"]).stdout(terminal.end()).status();
    assert!(ran.unwrap().success());
}

#[test]
fn one_closing_line_says_what_was_written_and_for_whom() {
    let sandbox = Sandbox::new();
    let said = |line: &str| {
        let terminal = Terminal::new();
        let status = sandbox.command(SPC).args(line.split_whitespace()).stderr(terminal.end()).status().unwrap();
        assert!(status.success(), "{line}");
        terminal.shown()
    };
    let closing = "spc: wrote `000e08aabbcc.cfg` for 000e08aabbcc (SPC container without a key; \
        stock phones do not read it)\r\n";
    assert_eq!(said("compile p.xml --mac 000e08aabbcc --format spc"), closing);
    let warned = said("compile p.xml --mac 000e08aabbcc");
    assert!(
        warned.contains("`000e08aabbcc.cfg` looks like a file that phones fetch")
            && warned.contains("--format openssl"),
        "{warned}"
    );
    let closing = "spc: wrote `000e08aabbcc.cfg` for 000e08aabbcc (encrypted SPC container; \
        stock phones do not read it)\r\n";
    assert_eq!(said("compile p.xml --mac 000e08aabbcc --key-file key --format spc"), closing);
    assert_eq!(
        said("compile p.xml --mac 000e08aabbcc --key-file key --format spc --if-changed"),
        "spc: `000e08aabbcc.cfg` is up to date\r\n"
    );
    assert_eq!(
        said("verify 000e08aabbcc.cfg --mac 000e08aabbcc --key-file key"),
        "spc: `000e08aabbcc.cfg` opens (serial 0)\r\n"
    );
    let closing = "spc: note: 1 file was checked without a model whose parameters are known, so only likely typos, and names \
        and values that no known model takes, were reported; `spc models` lists them\r\n";
    assert_eq!(said("check p.xml --color never"), closing);
}

#[test]
fn values_that_could_control_a_terminal_are_shown_as_references() {
    let sandbox = Sandbox::new();
    let raw = "<A>a\u{9b}31m\u{202e}b</A>";
    sandbox.write("p.xml", format!("<flat-profile>{raw}</flat-profile>"));
    let terminal = Terminal::new();
    let shown = sandbox.command(SPC).args(["decompile", "p.xml"]).stdout(terminal.end()).status();
    assert!(shown.unwrap().success());
    let shown = terminal.shown();
    assert!(shown.contains("<A>a&#155;31m&#8238;b</A>") && !shown.contains('\u{9b}'), "{shown:?}");
    // Whoever takes it into a file gets the value as it is; both read the same.
    let piped = sandbox.spc("decompile p.xml").stdout;
    assert!(String::from_utf8(piped.clone()).unwrap().contains(raw));
    sandbox.write("shown.xml", shown);
    assert_eq!(sandbox.spc("decompile shown.xml").stdout, piped);
}
