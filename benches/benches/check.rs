//! Checking a profile that has already been read, for its model and without one: all checks, from the parameters
//! to the sorted findings.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_benches::PROFILES;
use spc_core::source::{Reader, Syntax};
use spc_devices::check::{Checker, Source};
use spc_devices::model::Model;

/// The devices that the profiles of `PROFILES` are for.
const MODELS: [&str; 3] = ["spa504g", "spa504g", "8851"];

fn checking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for ((size, profile), model) in PROFILES.into_iter().zip(MODELS) {
        let parsed = Reader::new().syntax(Syntax::Xml).read(profile).expect("the profile compiles");
        let sources = [Source::new(profile, Syntax::Xml)];
        let checker = Checker::new().model(Some(Model::find(model).expect("the model is known")));
        group.throughput(Throughput::Bytes(profile.len() as u64));
        group.bench_function(size, |bencher| bencher.iter(|| checker.check(black_box(&sources), black_box(&parsed))));
        let no_model = Checker::new();
        group.bench_function(format!("no-model/{size}"), |bencher| {
            bencher.iter(|| no_model.check(black_box(&sources), black_box(&parsed)));
        });
    }
}

criterion_group!(benches, checking);
criterion_main!(benches);
