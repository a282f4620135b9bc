//! Our side of what `fleet.py` compares in process, with the `cbc` crate next to it: one thread, and a separate key for
//! each device.
//!
//! Each line of standard input names a task and how often to run it; the answer is one line with the time in
//! nanoseconds.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use spc_benches::cbc::{Alone, DEVICES, Lanes};
use spc_benches::{TOGETHER, device, master, payload};
use spc_core::batch::Batch;
use spc_core::seal::{Recipient, Spc};

fn main() -> Result<(), Box<dyn Error>> {
    // As in any process that has been running for a while: an allocator that has never freed a large block returns the
    // pages of each batch to the system, and getting them back would be half of what is measured.
    drop(black_box(vec![0_u8; 16 << 20]));
    let (mut alone, lanes) = (Alone::new(), Lanes::new());
    let payload = payload(33 << 10);
    let columns: [&str; 0] = [];
    let batch = Batch::prepare(&payload.profile(), &columns, Spc::new().keys(master()))?;
    let recipients: Vec<Recipient<'_>> = (0..DEVICES).map(|number| device(number).into()).collect();
    for line in stdin().lock().lines() {
        let line = line?;
        let (work, count) = line.split_once(' ').ok_or("a line is a work and a number")?;
        let mut work: Box<dyn FnMut()> = match work {
            "cbc-crate" => Box::new(|| alone.encrypt()),
            "cbc-lanes" => Box::new(|| lanes.encrypt()),
            "seal-one" => Box::new(|| recipients.iter().for_each(|one| drop(black_box(batch.seal_for(one))))),
            "seal-many" => {
                Box::new(|| recipients.chunks(TOGETHER).for_each(|some| drop(black_box(batch.seal_many(some)))))
            }
            _ => return Err(format!("no work is called `{work}`").into()),
        };
        let count: u32 = count.parse()?;
        let start = Instant::now();
        (0..count).for_each(|_| work());
        writeln!(stdout(), "{}", start.elapsed().as_nanos())?;
    }
    Ok(())
}
