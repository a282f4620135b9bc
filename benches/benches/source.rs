//! Reading and writing profiles: from bytes to the model, including spans, and from the model to canonical XML.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_benches::{PROFILES, SPA_PHONE};
use spc_core::limits::Limits;
use spc_core::source::{self, Reader, Syntax};

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse/xml");
    let limits = Limits::default();
    for (size, profile) in PROFILES {
        group.throughput(Throughput::Bytes(profile.len() as u64));
        group.bench_function(size, |bencher| {
            bencher.iter(|| Reader::new().syntax(Syntax::Xml).limits(limits).read(black_box(profile)));
        });
    }
}

fn emit(criterion: &mut Criterion) {
    let parsed = Reader::new().syntax(Syntax::Xml).read(SPA_PHONE).expect("the profile compiles");
    let mut group = criterion.benchmark_group("emit");
    group.throughput(Throughput::Bytes(SPA_PHONE.len() as u64));
    group.bench_function("60k", |bencher| bencher.iter(|| source::to_xml(black_box(&parsed.profile))));
}

criterion_group!(benches, parse, emit);
criterion_main!(benches);
