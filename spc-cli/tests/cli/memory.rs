//! What a run takes of a small build host.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, copy, sink};
use std::process::Stdio;

use crate::spc::{SPC, Sandbox};

/// The most memory a run had, in KiB, once it writes more than a pipe holds and waits for its reader.
fn peak(sandbox: &Sandbox, line: &str) -> u32 {
    let mut child = sandbox.command(SPC).args(line.split_whitespace()).stdout(Stdio::piped()).spawn().unwrap();
    let mut product = child.stdout.take().unwrap();
    product.read_exact(&mut [0]).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    assert!(copy(&mut product, &mut sink()).unwrap() > 65_536, "{line}: it did not wait");
    assert!(child.wait().unwrap().success());
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel counts it");
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn four_mib_of_repeats_take_less_than_64_mib() {
    let sandbox = Sandbox::new();
    // Long enough for the pipe to fill.
    let long = "x".repeat(60_000);
    let fill = |head: String, unit: &str, tail: &str| {
        let count = ((4 << 20) - head.len() - tail.len()) / unit.len();
        [&head, unit.repeat(count).as_str(), tail].concat()
    };
    sandbox.write("repeats.xml", fill(format!("<flat-profile><A>{long}</A><B>{long}</B>"), "<C/>", "</flat-profile>"));
    sandbox.write("repeats.txt", fill(format!("A \"{long}\";B \"{long}\";"), "C;", ""));
    for source in ["repeats.xml", "repeats.txt"] {
        let peak = peak(&sandbox, &format!("compile {source} -o - --format xml"));
        assert!(peak < 64 * 1024, "{source}: {peak} KiB");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_profile_of_200_kb_takes_less_than_16_mib() {
    let sandbox = Sandbox::new();
    let mut profile = String::from("<flat-profile>\n");
    for line in 0..2000 {
        writeln!(profile, "  <Parameter_{line}_ ua=\"na\">value {line} {}</Parameter_{line}_>", "x".repeat(40))
            .unwrap();
    }
    profile.push_str("</flat-profile>\n");
    assert!((190_000..220_000).contains(&profile.len()));
    sandbox.write("large.xml", profile);
    sandbox.spc("compile large.xml -o large.gz --format gzip").succeeds();
    for line in
        ["compile large.xml -o -", "compile large.xml -o - --key-file key", "decompile large.xml", "decompile large.gz"]
    {
        let peak = peak(&sandbox, line);
        assert!(peak < 16 * 1024, "{line}: {peak} KiB");
    }
}
