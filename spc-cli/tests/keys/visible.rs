//! No secret stands where other users of the machine can see it.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::desk::{DEVICE_KEY, Desk, MAC, MASTER, NEW_MASTER};

/// The arguments of every process.
fn command_lines() -> Vec<String> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines.map(|line| String::from_utf8_lossy(&line).into_owned()).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn the_memory_of_a_run_is_not_for_other_processes_of_the_user() {
    use std::os::unix::fs::MetadataExt;
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root can be another user");
        return;
    }
    let desk = Desk::new();
    fs::set_permissions(desk.path(""), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = desk.command("compile p.xml -o - --key-cmd 'sleep 2'");
    let nobody = 65_534;
    let mut child =
        std::os::unix::process::CommandExt::uid(&mut command, nobody).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    // What the kernel lets nobody trace, it gives to root.
    let owner = || fs::metadata(format!("/proc/{}/mem", child.id())).map(|about| about.uid());
    while owner().is_ok_and(|owner| owner == nobody) && start.elapsed() < Duration::from_secs(2) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(owner().unwrap(), 0);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn no_key_is_on_a_command_line_while_spc_runs() {
    if !fs::exists("/proc/self/cmdline").unwrap() {
        eprintln!("skipped: no /proc");
        return;
    }
    let desk = Desk::new();
    // The key command holds each run at the point where its keys pass through other processes.
    let (master, new) = ("--key-cmd './slow master' --master", "--new-key-cmd './slow new' --new-master");
    desk.put("slow", "#!/bin/sh\nsleep 0.2; cat \"$1\"; sleep 0.2\n");
    fs::set_permissions(desk.path("slow"), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let flows = [
        format!("bootstrap --mac {MAC} --url http://prov.example.com/$MA.cfg {master}"),
        format!("derive --mac {MAC} --profile-rule http://prov.example.com/$MA.cfg -o rule {master}"),
        format!("compile p.xml --mac {MAC} --format openssl --md md5 {master}"),
        format!("decompile {MAC}.cfg --mac {MAC} -o back.xml {master}"),
        format!("verify {MAC}.cfg --mac {MAC} {master}"),
        format!("rekey {MAC}.cfg {master} {new}"),
        format!("compile p.xml --mac {MAC} --format rfc8188 --ikm-hex {master}"),
        format!("compile p.xml --mac {MAC} {master}"),
    ];
    for flow in flows {
        let mut child = desk.command(&flow).stderr(Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        let mut seen = 0;
        let status = loop {
            let lines = command_lines();
            seen += usize::from(lines.iter().any(|line| line.contains("./slow")));
            for secret in [MASTER, NEW_MASTER, DEVICE_KEY] {
                assert!(!lines.iter().any(|line| line.contains(secret)), "{flow}");
            }
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{flow} does not end");
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(status.success(), "{flow}");
        assert!(seen > 3, "{flow} was over before anybody looked");
    }
}
