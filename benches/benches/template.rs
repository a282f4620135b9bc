//! The deflate template; `gzip/60k` is the cost that it saves per device.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use spc_benches::SPA_PHONE;
use spc_core::stock::template::{Effort, Piece, Template};

/// Elements whose values differ from device to device, in the order of the profile.
const OWN: [&str; 6] = ["<GPP_A ", "<Proxy_1_ ", "<Auth_ID_1_ ", "<Display_Name_1_ ", "<Password_1_ ", "<User_ID_1_ "];

/// The profile with a slot for each of them.
fn slotted(profile: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = profile;
    for (slot, name) in OWN.iter().enumerate() {
        let (_, tail) = rest.split_once(name).and_then(|(_, tail)| tail.split_once('>')).expect("the profile has it");
        let (_, end) = tail.split_once('<').expect("the element ends");
        let constant = rest.strip_suffix(tail).expect("it is what is left");
        pieces.extend([Piece::Constant(constant.as_bytes()), Piece::Slot(slot), Piece::Constant(b"<")]);
        rest = end;
    }
    pieces.push(Piece::Constant(rest.as_bytes()));
    pieces
}

fn compile(criterion: &mut Criterion) {
    let pieces = slotted(str::from_utf8(SPA_PHONE).expect("the profile is text"));
    let mut group = criterion.benchmark_group("template/compile");
    group.throughput(Throughput::Bytes(SPA_PHONE.len() as u64));
    group.bench_function("60k", |bencher| bencher.iter(|| Template::compile(black_box(&pieces), Effort::Fast)));
    group.sample_size(10);
    group.bench_function("small/60k", |bencher| bencher.iter(|| Template::compile(black_box(&pieces), Effort::Small)));
}

fn render(criterion: &mut Criterion) {
    let pieces = slotted(str::from_utf8(SPA_PHONE).expect("the profile is text"));
    let template = Template::compile(&pieces, Effort::Fast);
    // Varying lengths, so that the branch predictor cannot learn them.
    let fleet: Vec<[String; 6]> = (1..97_usize)
        .map(|device| {
            let mut shifts = [0, 8, 16, 24, 32, 40];
            shifts.rotate_left(device % 6);
            let digest = (device as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            shifts.map(|shift| format!("{:x}", digest.wrapping_shr(shift)))
        })
        .collect();
    let mut devices = fleet.iter().cycle();
    let mut file = Vec::new();
    let mut group = criterion.benchmark_group("template/render");
    group.throughput(Throughput::Bytes(SPA_PHONE.len() as u64));
    group.bench_function("60k", |bencher| {
        bencher.iter(|| {
            file.clear();
            let device = devices.next().expect("the fleet goes round");
            template.render_into(&device.each_ref().map(String::as_bytes), &mut file)
        });
    });
}

criterion_group!(benches, compile, render);
criterion_main!(benches);
