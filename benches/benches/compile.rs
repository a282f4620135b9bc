//! The whole path for one device: XML bytes to a sealed file.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_benches::{SPA_PHONE, mac, master};
use spc_core::container::{Protection, seal};
use spc_core::limits::Limits;
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source;

fn one(criterion: &mut Criterion) {
    let master = master();
    let mut group = criterion.benchmark_group("compile/one");
    group.throughput(Throughput::Bytes(SPA_PHONE.len() as u64));
    group.bench_function("60k", |bencher| {
        bencher.iter(|| {
            let parsed = source::parse(black_box(SPA_PHONE), &Limits::default()).expect("the profile compiles");
            let payload = Payload::encode(&parsed.profile, Duplicates::Fold).expect("the profile fits a payload");
            seal(&payload, &Protection::generic().mac(mac()).key(master.device_key(mac())))
        });
    });
}

criterion_group!(benches, one);
criterion_main!(benches);
