//! Our side of the parse comparison in `peers.py`: parses one file as often as it is told and says how long that took.
//!
//! Each line of standard input is a number of parses; the answer to each is one line, their time in nanoseconds. So the
//! caller can take turns with other parsers in one run.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use spc_core::limits::Limits;
use spc_core::source::{self, NoImports};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: parse_loop FILE")?;
    let profile = std::fs::read(path)?;
    let limits = Limits::default();
    let syntax = source::sniff(&profile);
    source::parse(&profile, syntax, &mut NoImports, &limits)?;
    for line in stdin().lock().lines() {
        let count: u32 = line?.trim().parse()?;
        let start = Instant::now();
        for _ in 0..count {
            let _ = black_box(source::parse(black_box(&profile), syntax, &mut NoImports, &limits));
        }
        writeln!(stdout(), "{}", start.elapsed().as_nanos())?;
    }
    Ok(())
}
