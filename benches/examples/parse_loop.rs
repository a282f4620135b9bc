//! Our side of the parse comparison in `peers.py`: parses one file as often as requested, and prints how long that
//! took.
//!
//! Each line of standard input is a number of parses; the answer is one line with their time in nanoseconds. This lets
//! the caller alternate with other parsers in one run.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use spc_core::limits::Limits;
use spc_core::source::{self, Reader};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: parse_loop FILE")?;
    let profile = std::fs::read(path)?;
    let limits = Limits::default();
    let syntax = source::sniff(&profile);
    Reader::new().syntax(syntax).limits(limits).read(&profile)?;
    for line in stdin().lock().lines() {
        let count: u32 = line?.trim().parse()?;
        let start = Instant::now();
        for _ in 0..count {
            let _ = black_box(Reader::new().syntax(syntax).limits(limits).read(black_box(&profile)));
        }
        writeln!(stdout(), "{}", start.elapsed().as_nanos())?;
    }
    Ok(())
}
