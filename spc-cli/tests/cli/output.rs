//! What is left in files: all of the new bytes or all of the old ones, under the right name, and nothing else.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::time::{Duration, SystemTime};

use crate::spc::{FILE, MAC, Sandbox};

/// What `compile p.xml --mac MAC` makes.
fn product(sandbox: &Sandbox) -> Vec<u8> {
    let ran = sandbox.spc("compile p.xml --mac 000e08aabbcc -o -");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

fn mode(sandbox: &Sandbox, name: &str) -> u32 {
    fs::metadata(sandbox.path(name)).unwrap().permissions().mode() & 0o7777
}

#[test]
fn the_file_is_named_after_the_device() {
    let sandbox = Sandbox::new();
    sandbox.spc("compile p.xml --format spc --mac 00:0E:08:AA:BB:CC").succeeds();
    assert_eq!(sandbox.names(), [FILE, "key", "p.xml"]);
    assert_eq!(sandbox.read(FILE), product(&sandbox));
}

#[test]
fn patterns_name_the_files() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("d")).unwrap();
    sandbox
        .spc("compile p.xml --format spc --mac 000e08aabbcc --mac 000e08aabbcd --name spa{MAC}-{mac}.cfg --out-dir d")
        .succeeds();
    let files = ["d/spa000E08AABBCC-000e08aabbcc.cfg", "d/spa000E08AABBCD-000e08aabbcd.cfg"];
    for file in files {
        assert!(sandbox.path(file).exists(), "{file}");
    }
    sandbox.spc("compile p.xml --format spc --name all.cfg").succeeds();
    assert_eq!(sandbox.names(), ["all.cfg", "d", "key", "p.xml"]);

    sandbox.spc("compile p.xml").ends(2, "without --mac the file is for any device, so it has no default name");
    sandbox.spc("compile p.xml --mac 000e08aabbcc --mac 000e08aabbcd -o x").ends(2, "there are 2 devices");
    sandbox.spc("compile p.xml --mac 000e08aabbcc --mac 000e08aabbcd --name x").ends(2, "put {mac} in it");
    sandbox.spc("compile p.xml --mac 000e08aabbcc --mac 000E.08AA.BBCC").ends(2, "--mac 000e08aabbcc is given twice");
    for name in ["a/b", "..", ".", "{MAC}{serial}", "}{"] {
        sandbox.spc_with(["compile", "p.xml", "--mac", MAC, "--name", name]).ends(2, "spc: error: the file name `");
    }
    sandbox.spc_with(["compile", "p.xml", "--mac", MAC, "--name", ""]).ends(2, "spc: error: ");
    sandbox.spc("compile p.xml --mac 000e08aabbcc --out-dir -").ends(2, "--out-dir names a directory");
    assert_eq!(sandbox.names(), ["all.cfg", "d", "key", "p.xml"]);
}

#[test]
fn failures_leave_the_old_file_and_nothing_else() {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, "old");
    sandbox.write("bad.xml", "<flat-profile><A>");
    sandbox.write("odd.xml", "<flat-profile>stray</flat-profile>");
    sandbox.write("short", "abc\n");
    sandbox.write("damaged", "SPC1 and no more");
    let before = sandbox.names();
    let cases = [
        ("compile bad.xml --mac 000e08aabbcc", 1),
        ("compile odd.xml --mac 000e08aabbcc --deny-warnings", 1),
        ("compile p.xml --mac 000e08aabbc", 2),
        ("compile p.xml --mac 000e08aabbcc --master", 2),
        ("compile p.xml --mac 000e08aabbcc --rc4", 2),
        ("compile p.xml --mac 000e08aabbcc --format openssl --key-file short", 2),
        ("compile p.xml --mac 000e08aabbcc --key-file short", 3),
        ("compile p.xml --mac 000e08aabbcc --key-file none", 3),
        ("compile p.xml --mac 000e08aabbcc --key-cmd false", 3),
        ("compile none --mac 000e08aabbcc", 5),
        ("compile . --mac 000e08aabbcc", 5),
        ("decompile damaged -o 000e08aabbcc.cfg", 4),
        ("decompile none -o 000e08aabbcc.cfg", 5),
        ("decompile bad.xml -o 000e08aabbcc.cfg", 1),
        ("decompile odd.xml -o 000e08aabbcc.cfg --deny-warnings", 1),
    ];
    for (line, code) in cases {
        sandbox.spc(line).ends(code, "spc: error: ");
        assert_eq!((sandbox.names(), sandbox.read(FILE)), (before.clone(), b"old".to_vec()), "{line}");
    }
}

#[test]
fn a_write_that_fails_half_way_leaves_the_old_file() {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, "old");
    sandbox.write("big.xml", format!("<flat-profile><A>{}</A></flat-profile>", "a".repeat(60_000)));
    let before = sandbox.names();
    // The system refuses the file after some blocks, as a full disk does.
    let ran = sandbox.sh("trap '' XFSZ; ulimit -f 8; spc compile big.xml --mac 000e08aabbcc --overwrite");
    ran.ends(5, "cannot write `000e08aabbcc.cfg`: file too large");
    assert_eq!((sandbox.names(), sandbox.read(FILE)), (before, b"old".to_vec()));
}

#[test]
fn if_one_file_cannot_be_written_none_appears() {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, "old");
    symlink("none/x", sandbox.path("000e08aabbcd.cfg")).unwrap();
    let before = sandbox.names();
    let compile = "compile p.xml --format spc --mac 000e08aabbcc --overwrite";
    for (rest, says) in [
        ("--mac 000e08aabbcd", "cannot write `./none/x`: no such file"),
        ("--deps none/list", "cannot write `none/list`: no such file"),
    ] {
        sandbox.spc(&format!("{compile} {rest}")).ends(5, says);
        assert_eq!((sandbox.names(), sandbox.read(FILE)), (before.clone(), b"old".to_vec()), "{rest}");
    }
}

#[test]
fn unwritable_places_are_reported() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("d")).unwrap();
    let before = sandbox.names();
    let compile = |rest: &str| sandbox.spc(&format!("compile p.xml --format spc --mac 000e08aabbcc {rest}"));
    compile("--out-dir none").ends(5, "cannot write `none/000e08aabbcc.cfg`: no such file or directory");
    compile("--out-dir none").ends(5, "spc: hint: `none` must exist: directories are not created");
    compile("--out-dir p.xml").ends(5, "cannot write `p.xml/000e08aabbcc.cfg`: not a directory");
    compile("-o d").ends(5, "cannot write `d`: it is a directory");
    compile("-o none/").ends(5, "cannot write `none/`: ");
    compile("-o /dev/full").ends(5, "cannot write `/dev/full`: no space left on the device");
    // Where not even root can make a file.
    compile("-o /proc/000e08aabbcc.cfg").ends(5, "cannot write `/proc/000e08aabbcc.cfg`: ");
    sandbox.spc("decompile p.xml -o d").ends(5, "cannot write `d`: it is a directory");
    assert_eq!(sandbox.names(), before);
    assert_eq!(fs::read_dir(sandbox.path("d")).unwrap().count(), 0);
}

#[test]
fn a_directory_without_permission_is_refused() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("d")).unwrap();
    fs::set_permissions(sandbox.path("d"), fs::Permissions::from_mode(0o500)).unwrap();
    let ran = sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc --out-dir d");
    if rustix::process::geteuid().is_root() {
        ran.succeeds();
    } else {
        ran.ends(5, "cannot write `d/000e08aabbcc.cfg`: permission denied");
        assert_eq!(fs::read_dir(sandbox.path("d")).unwrap().count(), 0);
    }
}

#[test]
fn the_mode_is_the_requested_one_whatever_the_umask() {
    for umask in ["000", "022", "077", "777"] {
        let sandbox = Sandbox::new();
        sandbox.sh(&format!("umask {umask}; spc compile p.xml --format spc --mac 000e08aabbcc")).succeeds();
        sandbox.sh(&format!("umask {umask}; spc compile p.xml -o all.cfg --out-mode 0640")).succeeds();
        sandbox.sh(&format!("umask {umask}; spc decompile all.cfg -o all.xml --out-mode 644")).succeeds();
        assert_eq!((mode(&sandbox, FILE), mode(&sandbox, "all.cfg"), mode(&sandbox, "all.xml")), (0o600, 0o640, 0o644));
        // Not the old file's.
        sandbox.sh("spc compile p.xml -o all.cfg").succeeds();
        assert_eq!(mode(&sandbox, "all.cfg"), 0o600);
    }
    let sandbox = Sandbox::new();
    for mode in ["0444", "1777", "0888", "rw", "-1", ""] {
        let mode = format!("--out-mode={mode}");
        sandbox.spc_with(["compile", "p.xml", "-o", "x", &mode]).ends(2, "invalid value");
    }
}

#[test]
fn links_remain_and_the_file_they_lead_to_is_replaced() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("d")).unwrap();
    sandbox.write("d/old.cfg", "old");
    symlink("d/old.cfg", sandbox.path("one")).unwrap();
    symlink("one", sandbox.path(FILE)).unwrap();
    sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc --overwrite").succeeds();
    assert!(
        sandbox.path(FILE).is_symlink() && sandbox.path("one").is_symlink() && !sandbox.path("d/old.cfg").is_symlink()
    );
    assert_eq!(sandbox.read("d/old.cfg"), product(&sandbox));

    symlink("d/new.cfg", sandbox.path("dangling")).unwrap();
    sandbox.spc("compile p.xml --mac 000e08aabbcc -o dangling").succeeds();
    assert!(sandbox.path("dangling").is_symlink());
    assert_eq!(sandbox.read("d/new.cfg"), product(&sandbox));

    symlink("none/new.cfg", sandbox.path("nowhere")).unwrap();
    sandbox.spc("compile p.xml -o nowhere").ends(5, "no such file or directory");
    symlink("loop", sandbox.path("loop")).unwrap();
    sandbox.spc("compile p.xml -o loop").ends(5, "cannot write `loop`: too many symbolic links");
    assert_eq!(sandbox.names(), [FILE, "d", "dangling", "key", "loop", "nowhere", "one", "p.xml"]);
}

#[test]
fn the_input_is_never_the_output() {
    let sandbox = Sandbox::new();
    fs::hard_link(sandbox.path("p.xml"), sandbox.path("hard.xml")).unwrap();
    symlink("p.xml", sandbox.path("soft.xml")).unwrap();
    let profile = sandbox.read("p.xml");
    for line in [
        "compile p.xml -o p.xml",
        "compile p.xml -o ./p.xml",
        "compile p.xml -o hard.xml",
        "compile p.xml -o soft.xml",
        "compile soft.xml -o p.xml",
        "compile hard.xml -o soft.xml",
        "compile p.xml --name p.xml",
        "decompile p.xml -o p.xml",
    ] {
        sandbox.spc(line).ends(2, "is also an input");
        assert_eq!(sandbox.read("p.xml"), profile, "{line}");
    }
    sandbox.sh("spc compile p.xml -o /dev/stdout >>p.xml").ends(2, "is also an input");
    assert_eq!(sandbox.read("p.xml"), profile);
}

#[test]
fn a_descriptor_without_a_file_name_is_written_in_place() {
    let sandbox = Sandbox::new();
    let product = product(&sandbox);
    let compile = "spc compile p.xml --format spc --mac 000e08aabbcc";
    assert_eq!(sandbox.sh(&format!("{compile} -o /dev/stdout | cat")).stdout, product);
    assert_eq!(sandbox.sh(&format!("{compile} -o /dev/fd/3 3>&1 | cat")).stdout, product);
    sandbox.sh(&format!("{compile} -o /dev/stdout >file")).succeeds();
    assert_eq!(sandbox.read("file"), product);
    sandbox.sh(&format!("printf before >file; {compile} -o /dev/stdout >>file")).succeeds();
    assert_eq!(sandbox.read("file"), [b"before".as_slice(), &product].concat());
    sandbox.sh(&format!("mkfifo pipe; cat pipe >file & {compile} -o pipe; wait")).succeeds();
    assert_eq!(sandbox.read("file"), product);
    sandbox.sh(&format!("{compile} -o /dev/null")).succeeds();
    assert_eq!(sandbox.names(), ["file", "key", "p.xml", "pipe"]);
}

#[test]
fn standard_output_may_be_full_or_without_reader_or_closed() {
    let sandbox = Sandbox::new();
    for command in ["compile p.xml -o -", "decompile p.xml", "inspect p.xml"] {
        let full = sandbox.sh(&format!("spc {command} >/dev/full"));
        full.ends(5, "spc: error: cannot write standard output: no space left on the device");
    }
    // More than a pipe holds.
    let values = ["A", "B", "C"].map(|name| format!("<{name}>{}</{name}>", "a".repeat(60_000)));
    sandbox.write("big.xml", format!("<flat-profile>{}</flat-profile>", values.concat()));
    let others = ["check big.xml --message-format json", "sample --model spa504g", "models", "manual", "--help"];
    let files = ["compile big.xml -o -", "compile big.xml -o /dev/stdout", "decompile big.xml"];
    for command in files.into_iter().chain(others) {
        let gone =
            sandbox.sh(&format!("(sleep 0.1; spc {command} 2>said; echo $? >code) | true; cat said; cat code >&2"));
        assert_eq!((gone.stdout.as_slice(), gone.stderr.as_str()), (b"".as_slice(), "141\n"), "{command}");
    }
    sandbox.sh("spc compile p.xml --mac 000e08aabbcc -o out <&- >&- 2>&-").succeeds();
    assert_eq!(sandbox.read("out"), product(&sandbox));
}

#[test]
fn if_changed_leaves_an_equal_file_and_its_time_alone() {
    let sandbox = Sandbox::new();
    let compile = "compile p.xml --format spc --mac 000e08aabbcc --if-changed";
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let age = || File::options().write(true).open(sandbox.path(FILE)).unwrap().set_modified(long_ago).unwrap();
    let is_old = || fs::metadata(sandbox.path(FILE)).unwrap().modified().unwrap() == long_ago;
    sandbox.spc(compile).succeeds();
    age();
    let inode = || fs::metadata(sandbox.path(FILE)).unwrap().ino();
    let first = inode();
    sandbox.spc(compile).succeeds();
    assert!(is_old() && inode() == first);
    sandbox.spc(&format!("{compile} --out-mode 0640")).succeeds();
    assert_eq!((mode(&sandbox, FILE), is_old()), (0o640, false), "equal bytes of another mode are another file");
    age();
    sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc").succeeds();
    assert!(!is_old(), "without the flag the file is new each time");
    age();
    sandbox.write("p.xml", "<flat-profile><A>2</A></flat-profile>");
    sandbox.spc(compile).succeeds();
    assert!(!is_old());
    assert_eq!(sandbox.read(FILE), product(&sandbox));
}

#[test]
fn check_finds_what_is_stale_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let check = "compile p.xml --format spc --mac 000e08aabbcc --check";
    sandbox.spc(check).ends(1, "spc: note: `000e08aabbcc.cfg` is missing");
    assert_eq!(sandbox.names(), ["key", "p.xml"]);
    sandbox.spc("compile p.xml --format spc --mac 000e08aabbcc").succeeds();
    sandbox.spc(check).succeeds();
    sandbox.write(FILE, "old");
    sandbox.spc(&format!("{check} --mac 000e08aabbcd")).ends(1, "`000e08aabbcd.cfg` is missing");
    assert_eq!(
        (sandbox.names(), sandbox.read(FILE)),
        (vec![FILE.into(), "key".into(), "p.xml".into()], b"old".to_vec())
    );
    for other in ["-o -", "-o /dev/null", "-o /dev/stdout"] {
        sandbox.spc(&format!("{check} {other}")).ends(2, "only a file can be checked for changes");
    }
    sandbox.spc(&format!("{check} --randomize")).ends(2, "random bytes differ on each run");
    sandbox.spc(&format!("{check} --if-changed")).ends(2, "cannot be used with `--if-changed`");
    sandbox.spc(&format!("{check} --dry-run")).ends(2, "cannot be used with `--dry-run`");
}

#[test]
fn dry_run_lists_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let ran = sandbox.spc("compile p.xml --mac 000e08aabbcc --mac 000e08aabbcd --dry-run");
    ran.ends(0, "spc: note: would write `000e08aabbcc.cfg` for 000e08aabbcc");
    ran.ends(0, "spc: note: would write `000e08aabbcd.cfg` for 000e08aabbcd");
    sandbox.spc("compile p.xml -o - --dry-run").ends(0, "would write `-` for any device");
    assert_eq!((sandbox.names(), ran.stdout), (vec!["key".into(), "p.xml".into()], vec![]));
}
