//! Every command line of the README and of `docs/` does what the text says, in the order of the text.
//!
//! One page is read from top to bottom in one directory that begins with nothing but `testdata`. A block marked `sh` has to
//! succeed. In a block marked `console`, a line after `$` is run and what follows is what it prints: `...` stands for any
//! lines, `[..]` for anything within one. What cannot be run here is marked `text`. `SPC_BLESS=1` rewrites the outputs.

#![expect(clippy::arithmetic_side_effects, reason = "line numbers of a page")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::spc::Sandbox;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A fenced block: its mark, and its lines.
struct Block {
    mark: String,
    /// The number of its first line, from 0.
    start: usize,
    lines: Vec<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(mark)) => open = Some(Block { mark: mark.into(), start: number + 1, lines: Vec::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.lines.push(line.into()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The program as it is installed, for the line with which a newcomer builds it.
fn installed(command: &str) -> String {
    command.replace("cargo run --quiet --locked -p sip-profile-compiler --", "spc")
}

/// Whether a line is as a pattern says in which `[..]` stands for anything.
fn is_like(pattern: &str, line: &str) -> bool {
    let mut rest = line;
    let mut pieces = pattern.split("[..]").peekable();
    let Some(first) = pieces.next() else { return false };
    let Some(after) = rest.strip_prefix(first) else { return false };
    rest = after;
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

/// Whether lines are as the page says, where `...` stands for any number of them.
fn are_like(patterns: &[String], lines: &[&str]) -> bool {
    match patterns.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => (0..=lines.len()).any(|skipped| are_like(rest, &lines[skipped..])),
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, after)| is_like(first, line) && are_like(rest, after))
        }
    }
}

/// Runs what a page says; gives the page back with the outputs of today, and what differs.
fn run(name: &str, page: &str) -> (String, String) {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.path("p.xml")).unwrap();
    fs::remove_file(sandbox.path("key")).unwrap();
    let testdata = fs::canonicalize(project().join("testdata")).unwrap();
    std::os::unix::fs::symlink(testdata, sandbox.path("testdata")).unwrap();
    let mut today: Vec<String> = Vec::new();
    let mut differences = String::new();
    let lines: Vec<&str> = page.lines().collect();
    let mut copied = 0;
    for block in blocks(page) {
        let place = format!("{name}:{}", block.start);
        today.extend(lines[copied..block.start].iter().map(|&line| line.into()));
        copied = block.start + block.lines.len();
        match block.mark.as_str() {
            "sh" => {
                let ran = sandbox.sh(&format!("set -eu\n{}", installed(&block.lines.join("\n"))));
                if ran.code != Some(0) {
                    writeln!(differences, "{place}: exit code {:?}\n{}", ran.code, ran.stderr).unwrap();
                }
                today.extend(block.lines);
            }
            "console" => {
                let mut rest = block.lines.as_slice();
                while let Some((first, after)) = rest.split_first() {
                    let command = first.strip_prefix("$ ").unwrap_or_else(|| panic!("{place}: no command: {first}"));
                    let end = after.iter().position(|line| line.starts_with("$ ")).unwrap_or(after.len());
                    let (expected, next) = after.split_at(end);
                    rest = next;
                    let ran = sandbox.sh(&format!("{{ {}\n}} 2>&1", installed(command)));
                    let printed = String::from_utf8(ran.stdout).unwrap();
                    let printed: Vec<&str> = printed.lines().collect();
                    today.push(first.clone());
                    if are_like(expected, &printed) {
                        today.extend_from_slice(expected);
                    } else {
                        writeln!(differences, "{place}: `{command}` prints\n{}", printed.join("\n")).unwrap();
                        today.extend(printed.iter().map(|&line| line.into()));
                    }
                }
            }
            "text" | "make" | "csv" | "json" | "xml" => today.extend(block.lines),
            other => panic!("{place}: mark the block `sh`, `console` or `text`, not `{other}`"),
        }
    }
    today.extend(lines[copied..].iter().map(|&line| line.into()));
    (today.join("\n") + "\n", differences)
}

#[test]
fn the_pages_do_what_they_say() {
    let mut pages = vec![project().join("README.md"), project().join("spc-cli/README.md")];
    pages.extend(fs::read_dir(project().join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    assert!(pages.len() > 5, "{pages:?}");
    let mut all = String::new();
    for path in pages {
        let page = fs::read_to_string(&path).unwrap();
        let (today, differences) = run(&path.file_name().unwrap().to_string_lossy(), &page);
        if std::env::var_os("SPC_BLESS").is_some() {
            fs::write(&path, today).unwrap();
        }
        all += &differences;
    }
    assert!(all.is_empty(), "{all}(SPC_BLESS=1 writes the outputs into the pages)");
}

#[test]
fn the_readme_is_short() {
    let readme = fs::read_to_string(project().join("README.md")).unwrap();
    assert!(readme.lines().count() < 180);
}
