//! Other people's programs, which tests ask for a second opinion.
//!
//! A program that is not installed is skipped with a printed line, but under `CI=true` its absence is a failure.
#![expect(clippy::disallowed_methods, reason = "peers are programs")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

/// Whether a peer responds to the command that only checks for its presence.
pub(crate) fn is_installed(peer: &str, program: &str, arguments: &[&str]) -> bool {
    let answer = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let found = answer.is_ok_and(|status| status.success());
    if !found {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{peer} is not installed, and CI wants it");
        crate::skipped::skipped(&format!("{peer} is not installed"));
    }
    found
}

/// What a program prints for this input; it has to succeed.
pub(crate) fn answer(command: &mut Command, input: &[u8]) -> Vec<u8> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it is installed");
    let mut stdin = child.stdin.take().expect("a pipe was asked for");
    let output = thread::scope(|scope| {
        // A pipe holds 64 KiB: to write more, another thread has to read. A peer that gives up early closes its end,
        // which its exit status then shows.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("a child of ours")
    });
    let said = || String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{command:?}: {}", said());
    output.stdout
}
