//! Runs that end early: Ctrl-C, a full disk, a list that changes, a reader that leaves.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::depot::{Depot, Done, Files, grouped, run};

/// A depot whose whole fleet takes some seconds, and the arguments that make it so.
fn slow() -> (Depot, &'static str) {
    let depot = Depot::new();
    depot.take_large_base();
    depot.list(1_500);
    (
        depot,
        "batch devices.csv --base base.xml --master-file master --format openssl --md md5 --no-template --no-check \
         --out-dir out",
    )
}

/// Starts a run and waits until it has begun to write.
fn begun(mut command: Command, has_begun: impl Fn() -> bool) -> Child {
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while !has_begun() {
        assert!(started.elapsed() < Duration::from_secs(60), "it never began to write");
        sleep(Duration::from_millis(5));
    }
    child
}

fn interrupted(child: Child) -> Done {
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    child.wait_with_output().unwrap().into()
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).map(Iterator::count).unwrap_or_default()
}

/// All files that a whole run makes.
fn whole(depot: &Depot, arguments: &str) -> Files {
    let done = run(&mut depot.command(&arguments.replace("--out-dir out", "--out-dir whole")));
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.files("whole")
}

#[test]
fn an_interrupted_new_directory_leaves_nothing() {
    let (depot, arguments) = slow();
    let before = depot.names();
    let staged = || depot.names().iter().any(|name| name.starts_with(".spc-out-") && count(&depot.path(name)) > 5);
    let done = interrupted(begun(depot.command(arguments), staged));
    assert_eq!(done.code, Some(130), "{done:?}");
    assert_eq!(
        done.stderr,
        "spc: error: interrupted\nspc: hint: nothing is left behind: `out` appears whole or not at all\n"
    );
    assert_eq!(depot.names(), before);
}

#[test]
fn an_interrupted_directory_has_whole_files_and_the_rest_can_follow() {
    let (depot, arguments) = slow();
    let expected = whole(&depot, arguments);
    fs::create_dir(depot.path("out")).unwrap();
    let done = interrupted(begun(depot.command(arguments), || count(&depot.path("out")) > 5));
    assert_eq!(done.code, Some(130), "{done:?}");
    let files = depot.files("out");
    assert!(files.len() < expected.len(), "it was over too soon to say");
    assert!(files.iter().all(|(name, bytes)| expected.get(name) == Some(bytes)), "a file that is not whole");
    let words = format!(
        "{} complete files are in place; {} were not written",
        grouped(files.len()),
        grouped(1_500 - files.len())
    );
    assert!(done.stderr.contains(&words), "not `{words}` but: {done:?}");

    let done = run(&mut depot.command(&format!("{arguments} --if-changed")));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stderr.contains(&format!("1 500 devices, {} up to date", files.len())), "{done:?}");
    assert!(depot.files("out") == expected);
}

#[test]
fn what_an_interrupted_run_made_can_be_pruned_later() {
    let (depot, arguments) = slow();
    let whole = fs::read_to_string(depot.path("devices.csv")).unwrap();
    let few: String = whole.lines().take(4).map(|line| format!("{line}\n")).collect();
    let prune = format!("{arguments} --prune");
    depot.put("devices.csv", &few);
    assert_eq!(run(&mut depot.command(&prune)).code, Some(0));
    depot.put("devices.csv", whole);
    let done = interrupted(begun(depot.command(&prune), || count(&depot.path("out")) > 40));
    assert_eq!(done.code, Some(130), "{done:?}");
    depot.put("devices.csv", few);
    let done = run(&mut depot.command(&format!("{prune} --prune-most")));
    assert!(done.code == Some(0) && depot.files("out").len() == 4, "three files and the state: {done:?}");
}

/// As when the terminal is closed; under `nohup` the run goes on.
#[test]
fn a_run_that_loses_its_terminal_leaves_nothing() {
    let (depot, arguments) = slow();
    let before = depot.names();
    let staged = || depot.names().iter().any(|name| name.starts_with(".spc-out-") && count(&depot.path(name)) > 5);
    let child = begun(depot.command(arguments), staged);
    kill_process(Pid::from_child(&child), Signal::HUP).unwrap();
    let done: Done = child.wait_with_output().unwrap().into();
    assert!(done.code == Some(130) && done.stderr.contains("nothing is left behind"), "{done:?}");
    assert_eq!(depot.names(), before);
}

#[test]
fn an_interrupted_archive_leaves_the_old_one() {
    let (depot, arguments) = slow();
    depot.put("a.tar", "old");
    let before = depot.names();
    let arguments = arguments.replace("--out-dir out", "--archive a.tar --manifest m --overwrite");
    let begins =
        || depot.names().iter().any(|name| fs::metadata(depot.path(name)).is_ok_and(|file| is_large(name, file.len())));
    let done = interrupted(begun(depot.command(&arguments), begins));
    assert_eq!(done.code, Some(130), "{done:?}");
    assert_eq!((depot.names(), fs::read(depot.path("a.tar")).unwrap()), (before, b"old".to_vec()));
}

fn is_large(name: &str, bytes: u64) -> bool {
    name.starts_with(".spc-") && bytes > 100_000
}

/// Makes a pipe that nobody reads or writes; `None` where nothing can.
fn pipe(depot: &Depot, name: &str) -> Option<()> {
    let made = Command::new("mkfifo").arg(depot.path(name)).status();
    made.is_ok_and(|status| status.success()).then_some(())
}

#[test]
fn a_pipe_is_not_a_base_and_is_not_waited_for() {
    let depot = Depot::new();
    let Some(()) = pipe(&depot, "pipe") else { return };
    let done = run(&mut depot.command("batch devices.csv --base pipe --out-dir out"));
    assert!(done.code == Some(5) && done.stderr.contains("`pipe`: it is not a regular file"), "{done:?}");
    depot.put("devices.csv", "mac,ext,password,base\n000e08000001,,,pipe\n");
    depot.refuses("", 1, &["`pipe`: it is not a regular file"]);
}

#[test]
fn one_signal_ends_a_run_that_waits_for_a_reader() {
    let depot = Depot::new();
    let Some(()) = pipe(&depot, "pipe") else { return };
    let before = depot.names();
    let arguments = "batch devices.csv --base base.xml --master-file master --archive pipe --manifest m";
    let staged = || depot.names().iter().any(|name| name.starts_with(".spc-"));
    let child = begun(depot.command(arguments), staged);
    sleep(Duration::from_millis(100));
    let done = interrupted(child);
    assert_eq!(done.code, None, "not ended by the signal: {done:?}");
    assert_eq!(depot.names(), before);
}

#[test]
fn a_list_that_changes_is_noticed() {
    let (depot, arguments) = slow();
    let before = depot.names();
    let staged = || depot.names().iter().any(|name| name.starts_with(".spc-out-") && count(&depot.path(name)) > 5);
    let child = begun(depot.command(arguments), staged);
    let mut list = File::options().append(true).open(depot.path("devices.csv")).unwrap();
    list.write_all(b"000e08ffffff,1,planted\n").unwrap();
    let done: Done = child.wait_with_output().unwrap().into();
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("`devices.csv` changed while it was being read"), "{done:?}");
    assert_eq!(depot.names(), before);
}

/// A disk of half a megabyte, which ends with the shell that asked for it; `None` where nobody may mount one.
fn on_small_disk(depot: &Depot, line: &str) -> Option<Done> {
    let may = |how: &str| run(&mut depot.shell(&format!("{how} true"))).code == Some(0);
    let how = ["unshare --mount", "unshare --map-root-user --mount"].into_iter().find(|how| may(how));
    let Some(how) = how else {
        eprintln!("skipped: nobody may mount a small disk here");
        return None;
    };
    fs::create_dir(depot.path("disk")).unwrap();
    let mount = "mount -t tmpfs -o size=512k none disk || exit 99";
    let done = run(&mut depot.shell(&format!("{how} sh -c '{mount}; {line}'")));
    if done.code == Some(99) {
        eprintln!("skipped: nobody may mount a small disk here");
        return None;
    }
    Some(done)
}

#[test]
fn a_full_disk_leaves_whole_files_in_a_directory() {
    let depot = Depot::new();
    depot.list(2_000);
    let expected = depot.makes("");
    let line = "\"$SPC\" batch devices.csv --base base.xml --master-file master --out-dir disk; echo $?; ls -A disk; cp disk/* kept";
    fs::create_dir(depot.path("kept")).unwrap();
    let Some(done) = on_small_disk(&depot, line) else { return };
    assert!(done.stdout.starts_with(b"5\n") && !String::from_utf8_lossy(&done.stdout).contains(".spc-"), "{done:?}");
    let kept = depot.files("kept");
    assert!(!kept.is_empty() && kept.iter().all(|(name, bytes)| expected.get(name) == Some(bytes)));
    let words = format!(
        "{} complete files are in place; {} were not written",
        grouped(kept.len()),
        grouped(2_000 - kept.len())
    );
    assert!(done.stderr.contains("no space left on the device") && done.stderr.contains(&words), "{words}: {done:?}");
}

#[test]
fn a_full_disk_leaves_no_new_directory_and_no_archive() {
    for (place, left) in [("--out-dir disk/out", "`disk/out`"), ("--archive disk/a.tar", "`disk/a.tar`")] {
        let depot = Depot::new();
        depot.list(2_000);
        let line =
            format!("\"$SPC\" batch devices.csv --base base.xml --master-file master {place}; echo $?; ls -A disk");
        let Some(done) = on_small_disk(&depot, &line) else { return };
        assert_eq!(done.stdout, b"5\n", "{done:?}");
        assert!(done.stderr.contains("no space left on the device"), "{done:?}");
        assert!(done.stderr.contains(&format!("nothing is left behind: {left}")), "{done:?}");
    }
}

/// Whatever the full disk stops, the next run knows which files are to go, and removes these and no others.
#[test]
fn nothing_is_lost_if_the_disk_fills_during_a_prune() {
    let depot = Depot::new();
    depot.list(30);
    let expected = depot.makes("");
    depot.list(60);
    let short = String::from_utf8(fs::read(depot.path("devices.csv")).unwrap()).unwrap();
    let short: String = short.lines().take(31).map(|line| format!("{line}\n")).collect();
    depot.put("short.csv", short);
    fs::create_dir(depot.path("kept")).unwrap();
    let batch = "\"$SPC\" batch devices.csv --base base.xml --master-file master --out-dir disk --if-changed --prune --prune-most";
    let fill = "head -c 1000000 /dev/zero >disk/.fill 2>/dev/null; cp short.csv devices.csv";
    let line = format!("{batch}; echo $?; {fill}; {batch}; echo $?; rm disk/.fill; {batch}; echo $?; cp disk/* kept");
    let Some(done) = on_small_disk(&depot, &line) else { return };
    let codes = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(codes == "0\n5\n0\n" || codes == "0\n0\n0\n", "{done:?}");
    assert!(depot.files("kept") == expected, "{done:?}");
}

#[test]
fn a_full_device_is_an_io_error_and_a_closed_pipe_a_signal() {
    let depot = Depot::new();
    depot.list(2_000);
    let done = depot.batch("--master-file master --archive /dev/full");
    assert!(done.code == Some(5) && done.stderr.contains("no space left on the device"), "{done:?}");
    let line = "(\"$SPC\" batch devices.csv --base base.xml --master-file master --format spc --archive -; echo $? >&2) | head -c 1000 >/dev/null";
    let done = run(&mut depot.shell(line));
    assert_eq!(done.stderr, "141\n", "without a word: {done:?}");
}

/// All files are on the disk before the first one takes its place.
#[test]
fn a_full_disk_changes_none_of_several_files() {
    let depot = Depot::new();
    let before = depot.makes("");
    depot.put("new", crate::depot::MASTER.replace('5', "6"));
    let limited = |line: &str| {
        let done = run(&mut depot.shell(&format!("ulimit -f 0; exec \"$SPC\" {line}")));
        assert_eq!(done.code, Some(5), "{line}: {done:?}");
        done.stderr
    };
    let said = limited("rekey --devices devices.csv out --master-file master --new-master-file new");
    assert!(said.contains("hint: no file was changed: try again\n"), "{said}");
    assert!(depot.files("out") == before);
    let said =
        limited("compile base.xml --format spc --mac 000e08000001 --mac 000e08000002 --master-file master --no-check");
    assert!(said.contains("hint: none of the 2 files was written\n"), "{said}");
    assert!(!depot.names().iter().any(|name| name.ends_with(".cfg") || name.starts_with(".spc-")));
}

/// A killed run removes nothing that it began, and what it began holds passwords.
#[test]
fn leftovers_of_a_killed_run_are_reported() {
    let depot = Depot::new();
    let files = depot.makes("");
    let count = files.len();
    assert_eq!(depot.batch("--master-file master --out-dir out").code, Some(0));
    depot.put("out/.spc-aB3dE9", "half a file");
    depot.put("out/.spc-mine.txt", "not a temporary file");
    let words = "warning: `out/.spc-aB3dE9` may be left from a run that was killed";
    let done = depot.batch("--master-file master --out-dir out");
    assert!(done.code == Some(0) && done.stderr.contains(words), "{done:?}");
    let verified = run(&mut depot.command("verify out --devices devices.csv --master-file master"));
    assert!(verified.code == Some(0) && verified.stderr.contains(words), "{verified:?}");
    let denied = depot.batch("--master-file master --out-dir out --deny-warnings");
    assert_eq!(denied.code, Some(1), "{denied:?}");
    let shared = depot.batch("--master-file master --out-dir out --shard 0/1");
    assert!(shared.code == Some(0) && !shared.stderr.contains(words), "another machine may be at work: {shared:?}");
    assert_eq!(count, depot.files("out").iter().filter(|(name, _)| !name.starts_with('.')).count());
}
