//! A fleet: many containers at once, and a base compiled once for devices with their own values.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_benches::cbc::{Alone, DEVICES, Lanes, MESSAGE};
use spc_benches::{SPA_PHONE, TOGETHER, device, master, payload, profile};
use spc_core::batch::Batch;
use spc_core::profile::Profile;
use spc_core::seal::{Openssl, Recipient, Spc, Target};
use spc_core::stock::openssl::{Digest, Kdf};
use spc_core::stock::template::Effort;

/// The parameters whose values differ from device to device.
const COLUMNS: [&str; 6] = ["GPP_A", "Proxy_1_", "Auth_ID_1_", "Display_Name_1_", "Password_1_", "User_ID_1_"];

/// The values of a device, with varying lengths, so that the branch predictor cannot learn them.
fn values(number: u64) -> [String; 6] {
    let digest = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut shifts = [0, 8, 16, 24, 32, 40];
    shifts.rotate_left(usize::try_from(digest % 6).unwrap_or_default());
    shifts.map(|shift| format!("{:x}", digest.wrapping_shr(shift)))
}

/// Passes the recipients of a fleet to `run`.
fn with_fleet<R>(devices: u64, run: impl FnOnce(&[Recipient<'_>]) -> R) -> R {
    let values: Vec<[String; 6]> = (0..devices).map(values).collect();
    let values: Vec<[&str; 6]> = values.iter().map(|values| values.each_ref().map(String::as_str)).collect();
    let recipients: Vec<Recipient<'_>> =
        (0..).zip(&values).map(|(number, values)| Recipient::new(device(number), values).serial(1)).collect();
    run(&recipients)
}

fn container() -> Target {
    Spc::new().keys(master()).into()
}

fn openssl() -> Target {
    Openssl::new(master(), Kdf::new(Digest::Sha256)).packing(Effort::Fast).into()
}

fn prepare(base: &Profile<'_>, target: Target) -> Batch {
    Batch::prepare(base, &COLUMNS, target).expect("the columns are parameters")
}

/// Like `seal/one/33k`, for this many devices.
fn many(criterion: &mut Criterion) {
    let payload = payload(33 << 10);
    let columns: [&str; 0] = [];
    let batch = Batch::prepare(&payload.profile(), &columns, container()).expect("a payload is a profile");
    let mut group = criterion.benchmark_group("seal");
    for (id, devices) in [("many-8/33k", 8), ("many-256/33k", 256)] {
        let recipients: Vec<Recipient<'_>> = (0..devices).map(|number| device(number).into()).collect();
        group.throughput(Throughput::Bytes(devices.saturating_mul(33 << 10)));
        group.bench_function(id, |bencher| {
            bencher.iter(|| {
                for recipients in recipients.chunks(TOGETHER) {
                    black_box(batch.seal_many(black_box(recipients)));
                }
            });
        });
    }
}

fn lanes(criterion: &mut Criterion) {
    let (mut alone, lanes) = (Alone::new(), Lanes::new());
    let mut group = criterion.benchmark_group("cbc");
    group.throughput(Throughput::Bytes(DEVICES.saturating_mul(MESSAGE as u64)));
    group.bench_function("one-by-one/16k", |bencher| bencher.iter(|| alone.encrypt()));
    group.bench_function("many/16k", |bencher| bencher.iter(|| lanes.encrypt()));
}

fn fleet(criterion: &mut Criterion) {
    let base = profile(SPA_PHONE);
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(20);
    for (id, target) in [("fleet-1000", openssl()), ("fleet-1000/spc", container())] {
        let batch = prepare(&base, target);
        group.throughput(Throughput::Elements(1000));
        with_fleet(1000, |recipients| {
            group.bench_function(id, |bencher| {
                bencher.iter(|| {
                    for recipients in recipients.chunks(TOGETHER) {
                        black_box(batch.seal_many(black_box(recipients)));
                    }
                });
            });
        });
    }
}

/// The time that a server spends on one request.
fn request(criterion: &mut Criterion) {
    let base = profile(SPA_PHONE);
    let mut group = criterion.benchmark_group("seal_for");
    for (id, target) in [("openssl/60k", openssl()), ("spc/60k", container())] {
        let batch = prepare(&base, target);
        with_fleet(97, |recipients| {
            let mut recipients = recipients.iter().cycle();
            group.bench_function(id, |bencher| {
                bencher.iter(|| batch.seal_for(recipients.next().expect("the fleet goes round")));
            });
        });
    }
    group.finish();
    criterion.bench_function("prepare/60k", |bencher| bencher.iter(|| prepare(black_box(&base), openssl())));
}

criterion_group!(benches, many, lanes, fleet, request);
criterion_main!(benches);
