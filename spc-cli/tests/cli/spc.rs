//! Runs the program in a directory of its own and says how it went.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program.
pub(crate) const SPC: &str = env!("CARGO_BIN_EXE_spc");
/// A device.
pub(crate) const MAC: &str = "000e08aabbcc";
/// The file that phones ask for, of that device.
pub(crate) const FILE: &str = "000e08aabbcc.cfg";
/// A raw key.
pub(crate) const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
/// A small profile.
pub(crate) const PROFILE: &str = "<flat-profile>\n<Proxy_1_>sip.example.net</Proxy_1_>\n</flat-profile>\n";

/// A directory for one test, with `p.xml` and the key file `key` in it.
#[derive(Debug)]
pub(crate) struct Sandbox(tempfile::TempDir);

impl Sandbox {
    pub(crate) fn new() -> Self {
        let sandbox = Self(tempfile::tempdir().unwrap());
        sandbox.write("p.xml", PROFILE);
        sandbox.write("key", format!("{KEY}\n"));
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(sandbox.path("key"), private).unwrap();
        sandbox
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names of everything in the directory, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// A command in the directory, with nothing on standard input and no key in the environment.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).stdin(Stdio::null());
        for variable in ["SPC_KEY_FILE", "SPC_KEY_CMD", "SPC_MASTER_FILE", "SPC_MASTER_CMD"] {
            command.env_remove(variable);
        }
        command
    }

    /// Whether a tool is installed: its test is skipped where it is not, but not under `CI=true`.
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    pub(crate) fn has_tool(&self, tool: &str) -> bool {
        let is_there = self.sh(&format!("command -v {tool}")).code == Some(0);
        if !is_there {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{tool} is not installed, and CI wants it");
            eprintln!("skipped: {tool} is not installed");
        }
        is_there
    }

    /// Runs the program; a blank divides its arguments.
    pub(crate) fn spc(&self, arguments: &str) -> Ran {
        self.spc_with(arguments.split_whitespace())
    }

    pub(crate) fn spc_with(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
        self.command(SPC).args(arguments).output().unwrap().into()
    }

    /// Runs the program with these bytes on standard input.
    pub(crate) fn spc_fed(&self, arguments: &str, input: &[u8]) -> Ran {
        let mut command = self.command(SPC);
        command.args(arguments.split_whitespace()).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // It may end before it has read all, as its exit code shows.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap().into()
    }

    /// Runs a line of shell in which `spc` is the program.
    pub(crate) fn sh(&self, line: &str) -> Ran {
        let folder = Path::new(SPC).parent().unwrap();
        let path = [folder.as_os_str().as_bytes(), b":", std::env::var_os("PATH").unwrap().as_bytes()].concat();
        self.command("sh").args(["-c", line]).env("PATH", OsStr::from_bytes(&path)).output().unwrap().into()
    }
}

/// How a run went.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).expect("what is said is UTF-8");
        Self { code: output.status.code(), stdout: output.stdout, stderr }
    }
}

/// That a run ended so and said each of these.
#[track_caller]
pub(crate) fn expect(ran: &Ran, code: i32, said: &[&str]) {
    ran.ends(code, "");
    said.iter().for_each(|says| ran.ends(code, says));
}

impl Ran {
    /// It ended with this code and said this, and an error went with nothing on standard output.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32, says: &str) {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert!(self.stderr.contains(says), "not `{says}` but: {}", self.stderr);
        assert!(code == 0 || self.stdout.is_empty(), "an error with a product: {:?}", self.stdout);
    }

    /// It succeeded without a word.
    #[track_caller]
    pub(crate) fn succeeds(&self) {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""));
    }
}
