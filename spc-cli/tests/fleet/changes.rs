//! A list that somebody changes while a run reads it: the run says so, and makes no file of what it did not check.
//!
//! The tests wait for no moment: a command that gives the key changes the list when it has been opened, and a pipe that
//! nobody empties holds a run up while it writes.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, UNIX_EPOCH};

use rustix::fs::OFlags;

use crate::depot::{Depot, Done, grouped, run};

/// Two changes within one tick of the clock look like one, so the list is an old one.
fn age(depot: &Depot) {
    let list = File::options().append(true).open(depot.path("devices.csv")).unwrap();
    list.set_modified(UNIX_EPOCH).unwrap();
}

#[test]
fn a_list_truncated_before_its_rows_are_checked_is_not_called_bad() {
    let depot = Depot::new();
    depot.list(40);
    let text = fs::read_to_string(depot.path("devices.csv")).unwrap();
    fs::create_dir(depot.path("there")).unwrap();
    depot.put("hook", "cat changed >devices.csv; cat master");
    for changed in
        ["", "mac,ext,password\n", &text[..60], &text[..75], "<flat-profile>\n", &text.replace("planted", "altered")]
    {
        for place in ["out", "there", "there --keep-going", "there --check", "there --dry-run"] {
            depot.put("devices.csv", &text);
            depot.put("changed", changed);
            age(&depot);
            let line = format!("batch devices.csv --base base.xml --master --key-cmd 'sh hook' --out-dir {place}");
            let done = run(&mut depot.command(&line));
            assert_eq!(done.code, Some(1), "{changed}, {place}: {done:?}");
            let said = done.stderr.contains("changed while it was being read [SPC2026]");
            assert!(said && !done.stderr.contains("planted"), "{changed}, {place}: {done:?}");
            assert!(
                !done.stderr.contains("nothing is written") && !depot.path("out").exists(),
                "{changed}, {place}: {done:?}"
            );
            assert!(depot.files("there").is_empty(), "{changed}, {place}");
        }
    }
}

/// Reads from a pipe until something comes or, where that may be, its writer is done.
fn read_some(pipe: &mut File, buffer: &mut [u8], may_end: bool) -> usize {
    let started = Instant::now();
    loop {
        match pipe.read(buffer) {
            Ok(0) if may_end => return 0,
            Ok(0) => {}
            Ok(read) => return read,
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
        assert!(started.elapsed() < Duration::from_secs(60), "nothing comes");
        sleep(Duration::from_millis(2));
    }
}

#[test]
fn no_file_is_made_from_rows_that_change_while_files_are_written() {
    const ROWS: u32 = 2_500;
    let depot = Depot::new();
    depot.list(ROWS);
    let expected = depot.makes("");
    let text = fs::read_to_string(depot.path("devices.csv")).unwrap();
    for (name, changed) in [("cut", text[..text.len() / 2].to_owned()), ("new", text.replace("planted", "altered"))] {
        depot.put("devices.csv", &text);
        age(&depot);
        fs::create_dir(depot.path(name)).unwrap();
        let pipe = depot.path(format!("{name}.jsonl"));
        if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            eprintln!("skipped: nothing makes a pipe here");
            return;
        }
        let without_waiting = OFlags::NONBLOCK.bits().cast_signed();
        let mut manifest = File::options().read(true).custom_flags(without_waiting).open(&pipe).unwrap();
        let line =
            format!("batch devices.csv --base base.xml --master-file master --out-dir {name} --manifest {name}.jsonl");
        let child = depot.command(&line).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // It fills a buffer that is larger than the pipe, so now it waits.
        assert_eq!(read_some(&mut manifest, &mut [0], false), 1);
        depot.put("devices.csv", &changed);
        while read_some(&mut manifest, &mut [0; 4096], true) > 0 {}
        let done: Done = child.wait_with_output().unwrap().into();
        let files = depot.files(name);
        assert!(done.code == Some(1) && !files.is_empty() && files.len() < expected.len(), "{name}: {done:?}");
        assert!(
            files.iter().all(|(file, bytes)| expected.get(file) == Some(bytes)),
            "{name}: a file of unchecked rows"
        );
        let (there, missing) = (grouped(files.len()), grouped(expected.len() - files.len()));
        let words = format!("{there} complete files are in place; {missing} were not written");
        assert_eq!(done.stderr.matches("`devices.csv` changed while it was being read").count(), 1, "{name}: {done:?}");
        assert!(done.stderr.contains(&words), "{name}: {done:?}");
    }
}
