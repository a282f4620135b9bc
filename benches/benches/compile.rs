//! The whole path for one device, from XML bytes to a sealed file, and the most expensive step of the stock formats.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_benches::{SPA_PHONE, mac, master};
use spc_core::seal::Spc;
use spc_core::stock::gzip;
use spc_core::{Target, compile};

fn one(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile/one");
    group.throughput(Throughput::Bytes(SPA_PHONE.len() as u64));
    let target = Target::from(Spc::new().keys(master().device_key(mac())));
    group.bench_function("60k", |bencher| bencher.iter(|| compile(black_box(SPA_PHONE), &target, mac())));
}

fn pack(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("gzip");
    group.throughput(Throughput::Bytes(SPA_PHONE.len() as u64));
    group.bench_function("60k", |bencher| bencher.iter(|| gzip::pack(black_box(SPA_PHONE), gzip::Level::default())));
}

criterion_group!(benches, one, pack);
criterion_main!(benches);
