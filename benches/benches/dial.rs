//! Dial plans: parsing one, dialling with it, and examining it as a check does.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_devices::lang::dial_plan::analysis::observe;
use spc_devices::lang::dial_plan::{DialPlan, Dialect, Dialer, Keypresses, Matcher};

/// The factory default of most devices.
const FACTORY: &str = "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)";
const NUMBERS: [&str; 4] = ["911", "12125551234", "*69", "0612345678"];

fn plan(text: &str) -> DialPlan {
    DialPlan::parse(text).expect("the plan is sound")
}

fn keys(text: &str) -> Keypresses {
    Keypresses::parse(text).expect("the number has keys only")
}

fn matching(criterion: &mut Criterion) {
    let numbers = NUMBERS.map(keys);
    let mut group = criterion.benchmark_group("dial/match");
    group.throughput(Throughput::Elements(numbers.len() as u64));
    let matcher = Matcher::new(&plan(FACTORY), Dialer::new(Dialect::Cisco));
    group.bench_function("factory", |bencher| {
        bencher.iter(|| numbers.each_ref().map(|number| matcher.dial(black_box(number))));
    });
    // As many repeats as fit in 64 KiB, and as many keys as are allowed: the slowest case.
    let hostile = Matcher::new(&plan(&format!("({})", "x.".repeat(1 << 15))), Dialer::new(Dialect::Cisco));
    let most = keys(&"1".repeat(Keypresses::MOST));
    group.throughput(Throughput::Elements(1));
    group.sample_size(10);
    group.bench_function("hostile", |bencher| bencher.iter(|| hostile.dial(black_box(&most))));
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("dial/parse");
    group.throughput(Throughput::Bytes(FACTORY.len() as u64));
    group.bench_function("factory", |bencher| bencher.iter(|| DialPlan::parse(black_box(FACTORY))));
}

fn observing(criterion: &mut Criterion) {
    let plan = plan(FACTORY);
    criterion.bench_function("dial/observe/factory", |bencher| {
        bencher.iter(|| observe(black_box(&plan), Dialer::new(Dialect::Cisco)));
    });
}

criterion_group!(benches, matching, reading, observing);
criterion_main!(benches);
