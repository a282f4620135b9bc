//! Our side of what `fleet.py` compares in process, and the `cbc` crate beside it: one thread, a key of its own for each
//! device.
//!
//! Each line of standard input is a work and how often; the answer is one line, its time in nanoseconds.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use spc_benches::cbc::{Alone, DEVICES, Lanes};
use spc_benches::{TOGETHER, device, master, payload};
use spc_core::container::{Job, Protection, seal, seal_many};

fn main() -> Result<(), Box<dyn Error>> {
    // As in any process that has run for a while: an allocator that never freed a large block gives the pages of each
    // batch back to the system, and fetching them again would be half of what is measured.
    drop(black_box(vec![0_u8; 16 << 20]));
    let (mut alone, lanes) = (Alone::new(), Lanes::new());
    let payload = payload(33 << 10);
    let protect = |number| Protection::generic().mac(device(number)).key(master().device_key(device(number)));
    let protections: Vec<Protection> = (0..DEVICES).map(protect).collect();
    let jobs: Vec<Job<'_>> = protections.iter().map(|protection| Job::new(&payload, protection)).collect();
    for line in stdin().lock().lines() {
        let line = line?;
        let (work, count) = line.split_once(' ').ok_or("a line is a work and a number")?;
        let mut work: Box<dyn FnMut()> = match work {
            "cbc-crate" => Box::new(|| alone.encrypt()),
            "cbc-lanes" => Box::new(|| lanes.encrypt()),
            "seal-one" => Box::new(|| jobs.iter().for_each(|job| drop(black_box(seal(job.payload, job.protection))))),
            "seal-many" => Box::new(|| jobs.chunks(TOGETHER).for_each(|jobs| drop(black_box(seal_many(jobs))))),
            _ => return Err(format!("no work is called `{work}`").into()),
        };
        let count: u32 = count.parse()?;
        let start = Instant::now();
        (0..count).for_each(|_| work());
        writeln!(stdout(), "{}", start.elapsed().as_nanos())?;
    }
    Ok(())
}
