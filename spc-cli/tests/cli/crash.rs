//! Runs that are ended from outside while they write: every file is whole, the old one or the new one.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::spc::{SPC, Sandbox};

/// Enough files that a run has to be caught in one of them.
const DEVICES: usize = 12;

fn name(device: usize) -> String {
    format!("000e08aabb{device:02x}.cfg")
}

/// A sandbox that has two versions of a profile and of each device's file.
fn prepared() -> (Sandbox, [Vec<Vec<u8>>; 2]) {
    let sandbox = Sandbox::new();
    let files = ["1", "2"].map(|digit| {
        let values = ["A", "B", "C"].map(|name| format!("<{name}>{}</{name}>", digit.repeat(60_000)));
        sandbox.write(format!("{digit}.xml"), format!("<flat-profile>{}</flat-profile>", values.concat()));
        assert!(compile(&sandbox, &format!("{digit}.xml")).wait().unwrap().success());
        (0..DEVICES).map(|device| sandbox.read(name(device))).collect()
    });
    (sandbox, files)
}

fn compile(sandbox: &Sandbox, profile: &str) -> Child {
    let mut command = sandbox.command(SPC);
    command.args(["compile", profile]);
    for device in 0..DEVICES {
        command.arg("--mac").arg(format!("000e08aabb{device:02x}"));
    }
    command.spawn().unwrap()
}

/// Ends runs at all times of their lives, and looks at what each leaves.
fn end_by(signal: Signal, rounds: u32, mut look: impl FnMut(&Sandbox, ExitStatus)) {
    let (sandbox, files) = prepared();
    let start = Instant::now();
    assert!(compile(&sandbox, "1.xml").wait().unwrap().success());
    let whole = start.elapsed();
    for round in 0..rounds {
        let mut child = compile(&sandbox, ["1.xml", "2.xml"][usize::try_from(round).unwrap() % 2]);
        thread::sleep(whole.mul_f64(f64::from(round) / f64::from(rounds)).min(Duration::from_secs(2)));
        // It is not waited for yet, so its number is still its own.
        kill_process(Pid::from_child(&child), signal).unwrap();
        let status = child.wait().unwrap();
        for device in 0..DEVICES {
            let left = sandbox.read(name(device));
            assert!(files.iter().any(|version| version[device] == left), "{} is neither old nor new", name(device));
        }
        look(&sandbox, status);
    }
}

fn leftovers(sandbox: &Sandbox) -> Vec<String> {
    sandbox.names().into_iter().filter(|name| name.starts_with('.')).collect()
}

#[test]
fn a_killed_run_leaves_old_files_or_new_ones() {
    let mut killed = 0;
    end_by(Signal::KILL, 50, |_, status| killed += usize::from(status.signal() == Some(9)));
    assert!(killed > 0, "no run was caught");
}

#[test]
fn ctrl_c_leaves_no_temporary_file_and_ends_with_the_signal() {
    for (signal, number, rounds) in [(Signal::INT, 2, 30), (Signal::TERM, 15, 10)] {
        let mut caught = 0;
        end_by(signal, rounds, |sandbox, status| {
            assert_eq!(leftovers(sandbox), Vec::<String>::new());
            assert!(status.signal() == Some(number) || status.code() == Some(0), "{status}");
            caught += usize::from(status.signal() == Some(number));
        });
        assert!(caught > 0, "no run was caught");
    }
}
