//! A folder of its own for each test, and the program run in it.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) const MAC: &str = "000e08aabbcc";
pub(crate) const OTHER: &str = "000e08aabbcd";
/// The master key of FORMAT 9.3 and the key of the device `MAC`.
pub(crate) const MASTER: &str = "5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b";
pub(crate) const DEVICE_KEY: &str = "3389c1c64239e1be6e25f72c960112a18fe80d3c5ea0e9ff69760927468586db";
/// The same master key as `spc keygen` writes one.
pub(crate) const TAGGED: &str = "SPC-MASTER-KEY-1-5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b";
/// Another master key.
pub(crate) const NEW_MASTER: &str = "c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4";
/// A profile in its canonical form.
pub(crate) const PROFILE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n  \
    <Password_1_ ua=\"na\">planted-value</Password_1_>\n  <Proxy_1_>sip.example.com</Proxy_1_>\n</flat-profile>\n";

/// A folder with the profile `p.xml`, the key files `master`, `tagged`, `new`, `raw` and `phrase`, and nothing else.
pub(crate) struct Desk(TempDir);

/// What the program did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        desk.put("p.xml", PROFILE);
        desk.put("master", format!("{MASTER}\n"));
        desk.put("tagged", format!("# made on a day\n{TAGGED}\n"));
        desk.put("new", format!("{NEW_MASTER}\n"));
        desk.put("raw", "2b7e151628aed2a6abf7158809cf4f3c\n");
        desk.put("phrase", "correct horse battery staple\n");
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that its owner alone can read.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(self.path(name)).unwrap();
        file.write_all(bytes.as_ref()).unwrap();
    }

    pub(crate) fn get(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.get(name)).unwrap()
    }

    /// Every file with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    /// The program with arguments as a shell would split them, in this folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_spc"));
        command.args(shlex::split(arguments).unwrap());
        self.here(&mut command);
        command
    }

    /// A line for a shell, in which `spc` is the program.
    pub(crate) fn shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("spc() {{ '{}' \"$@\"; }}; {line}", env!("CARGO_BIN_EXE_spc"))]);
        self.here(&mut command);
        command
    }

    fn here(&self, command: &mut Command) {
        command
            .current_dir(self.0.path())
            .env_remove("SPC_KEY_FILE")
            .env_remove("SPC_KEY_CMD")
            .env_remove("SPC_MASTER_FILE")
            .env_remove("SPC_MASTER_CMD")
            .stdin(Stdio::null());
    }

    pub(crate) fn spc(&self, arguments: &str) -> Done {
        run(&mut self.command(arguments))
    }

    /// Runs the program, which is to succeed without a warning, and returns its standard output.
    #[track_caller]
    pub(crate) fn does(&self, arguments: &str) -> String {
        let done = self.spc(arguments);
        let is_quiet = done.stderr.lines().all(|line| line.starts_with("spc: note: "));
        assert!(done.code == Some(0) && is_quiet, "{arguments}: {done:?}");
        done.stdout
    }

    /// Runs the program, which is to fail with this code and these words, and to leave every file alone.
    #[track_caller]
    pub(crate) fn refuses(&self, arguments: &str, code: i32, words: &str) {
        self.refused(&mut self.command(arguments), code, words);
    }

    #[track_caller]
    pub(crate) fn refused(&self, command: &mut Command, code: i32, words: &str) {
        let before = self.files();
        let done = run(command);
        assert_eq!(done.code, Some(code), "{command:?}: {done:?}");
        assert!(done.stderr.contains(words), "{command:?}: {done:?}");
        assert_eq!(done.stdout, "", "{command:?}");
        assert!(!done.stderr.contains("planted-value"), "{done:?}");
        assert!(self.files() == before, "{command:?} changed a file");
    }

    /// The facts that `inspect` shows.
    pub(crate) fn facts(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.does(&format!("inspect --json {name}"))).unwrap()
    }
}

pub(crate) fn run(command: &mut Command) -> Done {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

/// Whether an outside tool is there; under CI it has to be.
pub(crate) fn has(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| Path::new(&folder).join(tool).is_file());
    assert!(found || std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{tool} is missing");
    if !found {
        eprintln!("skipped: {tool} is missing");
    }
    found
}
