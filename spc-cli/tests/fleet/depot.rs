//! A folder of its own for each test, with a base, a master key and lists of devices in it.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) const MASTER: &str = "5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b";
/// The password, `planted-...`, must never be seen in a message.
const BASE: &str = "<flat-profile>\n<Display_Name_1_>Desk {{ext}}</Display_Name_1_>\n\
    <Password_1_ ua=\"na\">{{password}}</Password_1_>\n<Proxy_1_>sip.example.net</Proxy_1_>\n</flat-profile>\n";

/// The folder: `base.xml`, `master`, `devices.csv` with three devices, and nothing else.
pub(crate) struct Depot(TempDir);

/// What the program did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// Files by their names, with their bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

impl Depot {
    pub(crate) fn new() -> Self {
        let depot = Self(TempDir::new().unwrap());
        depot.put("base.xml", BASE);
        depot.put("master", format!("{MASTER}\n"));
        depot.list(3);
        depot
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that its owner alone can read.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(self.path(name)).unwrap();
        file.write_all(bytes.as_ref()).unwrap();
    }

    /// Writes a list of so many devices, from 000e08000000 on.
    pub(crate) fn list(&self, devices: u32) {
        let row = |number| format!("000e08{number:06x},{number},planted-{number}\n");
        let rows: String = (0..devices).map(row).collect();
        self.put("devices.csv", format!("mac,ext,password\n{rows}"));
    }

    /// Takes a real profile for a base, whose files take a while each without a template.
    pub(crate) fn take_large_base(&self) {
        let profile = fs::read_to_string("../testdata/profiles/spa-phone.xml").unwrap();
        let (before, after) = profile.split_once("Desk 2041").unwrap();
        let (between, end) = after.split_once("ZypL6a8vthXkU7").unwrap();
        self.put("base.xml", format!("{before}{{{{ext}}}}{between}{{{{password}}}}{end}"));
    }

    /// The files below a folder, by their names below it.
    pub(crate) fn files(&self, folder: &str) -> Files {
        let top = self.path(folder);
        let mut files = Files::new();
        let mut folders = vec![top.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&top).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    /// The names of everything in the folder itself, hidden ones too.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program in this folder, with arguments as a shell would split them.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_spc"));
        command.args(shlex::split(arguments).unwrap());
        self.here(&mut command);
        command
    }

    /// A line for a shell in this folder; `$SPC` is the program.
    pub(crate) fn shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", line]).env("SPC", env!("CARGO_BIN_EXE_spc"));
        self.here(&mut command);
        command
    }

    fn here(&self, command: &mut Command) {
        command.current_dir(self.0.path()).stdin(Stdio::null());
        for variable in ["SPC_KEY_FILE", "SPC_KEY_CMD", "SPC_MASTER_FILE", "SPC_MASTER_CMD", "MAKEFLAGS"] {
            command.env_remove(variable);
        }
    }

    /// `spc batch` of the list and the base; the master key is not given.
    pub(crate) fn batch(&self, arguments: &str) -> Done {
        run(&mut self.command(&format!("batch devices.csv --base base.xml {arguments}")))
    }

    /// `spc batch`, encrypted by the master key, into the new directory `out`, which is to succeed.
    #[track_caller]
    pub(crate) fn makes(&self, arguments: &str) -> Files {
        let done = self.batch(&format!("--master-file master --out-dir out {arguments}"));
        assert_eq!(done.code, Some(0), "{arguments}: {done:?}");
        self.files("out")
    }

    /// `spc batch`, which must fail with this code and these words, and leave nothing behind.
    #[track_caller]
    pub(crate) fn refuses(&self, arguments: &str, code: i32, words: &[&str]) {
        let before = self.names();
        let done = self.batch(&format!("--master-file master --out-dir out {arguments}"));
        assert_eq!(done.code, Some(code), "{arguments}: {done:?}");
        words.iter().for_each(|words| assert!(done.stderr.contains(words), "not `{words}` but: {}", done.stderr));
        assert!(!done.stderr.contains("planted"), "{}", done.stderr);
        assert!(done.stdout.is_empty(), "{done:?}");
        assert_eq!(self.names(), before);
    }

    /// The profile in a file, as a device with its key from the master reads it.
    #[track_caller]
    pub(crate) fn opens(&self, path: &str, mac: &str) -> String {
        let is_targeted = if mac.is_empty() { String::new() } else { format!("--mac {mac} --master-file master") };
        let done = run(&mut self.command(&format!("decompile {path} {is_targeted}")));
        assert_eq!(done.code, Some(0), "{path}: {done:?}");
        String::from_utf8(done.stdout).unwrap()
    }
}

pub(crate) fn run(command: &mut Command) -> Done {
    command.output().unwrap().into()
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).expect("what is said is UTF-8");
        Self { code: output.status.code(), stdout: output.stdout, stderr }
    }
}

/// Whether an outside tool is there; under CI it has to be.
pub(crate) fn has(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(tool).is_file());
    assert!(found || std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{tool} is missing");
    if !found {
        eprintln!("skipped: {tool} is missing");
    }
    found
}

/// A number as messages write it.
pub(crate) fn grouped(number: usize) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands} {rest:03}"),
    }
}
