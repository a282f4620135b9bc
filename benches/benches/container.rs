//! Payloads and containers, and two baselines on the same bytes: the bare `cbc` crate, and the three passes that
//! sealing cannot do without.

use std::hint::black_box;

use aes::Aes256Enc;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use spc_benches::{PAYLOADS, SPA_PHONE, mac, master, payload, protection};
use spc_core::container::{Device, open, seal};
use spc_core::payload::Payload;
use spc_core::profile::Duplicates;
use spc_core::source::{Reader, Syntax};

const KEY: [u8; 32] = [0x42; 32];
const IV: [u8; 16] = [0x24; 16];

fn encrypt(buffer: &mut [u8], length: usize) {
    cbc::Encryptor::<Aes256Enc>::new(&KEY.into(), &IV.into())
        .encrypt_padded::<Pkcs7>(buffer, length)
        .expect("the buffer has room for the padding");
}

fn authenticate(bytes: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(&KEY).expect("HMAC takes any key").chain_update(bytes).finalize().into_bytes().into()
}

fn encode(criterion: &mut Criterion) {
    let parsed = Reader::new().syntax(Syntax::Xml).read(SPA_PHONE).expect("the profile compiles");
    let encode = || Payload::encode(black_box(&parsed.profile), Duplicates::Fold).expect("the profile fits a payload");
    let payload = encode();
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Bytes(payload.as_bytes().len() as u64));
    group.bench_function("60k", |bencher| bencher.iter(encode));
}

fn seal_one(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("seal/one");
    let protection = protection();
    for (size, length) in PAYLOADS {
        let payload = payload(length);
        group.throughput(Throughput::Bytes(length as u64));
        group.bench_function(size, |bencher| bencher.iter(|| seal(black_box(&payload), &protection)));
    }
}

fn open_one(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open");
    let device = Device::new().mac(mac()).key(master().device_key(mac()));
    for (size, length) in PAYLOADS {
        let file = seal(&payload(length), &protection());
        group.throughput(Throughput::Bytes(length as u64));
        group.bench_function(size, |bencher| bencher.iter(|| open(black_box(&file), &device)));
    }
}

/// The bare crate: what sealing would cost if it only encrypted in place.
fn cbc_alone(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cbc");
    for (size, length) in PAYLOADS {
        let mut buffer = vec![0x55; length.next_multiple_of(16).saturating_add(16)];
        group.throughput(Throughput::Bytes(length as u64));
        group.bench_function(size, |bencher| bencher.iter(|| encrypt(black_box(&mut buffer), length)));
    }
}

/// The passes that sealing cannot do without, with the same crates: HMAC for the salt, CBC, HMAC for the tag.
fn passes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("passes");
    for (size, length) in PAYLOADS {
        let mut buffer = vec![0x55; length.next_multiple_of(16).saturating_add(16)];
        group.throughput(Throughput::Bytes(length as u64));
        group.bench_function(size, |bencher| {
            bencher.iter(|| {
                let buffer = black_box(&mut buffer);
                let salt = authenticate(buffer);
                encrypt(buffer, length);
                (salt, authenticate(buffer))
            });
        });
    }
}

criterion_group!(benches, encode, seal_one, open_one, cbc_alone, passes);
criterion_main!(benches);
