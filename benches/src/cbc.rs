//! AES-CBC of 16 KiB for each of several devices under its own key: the bare crate on one after the other, and the
//! lanes, as close as the API gets to them.
//!
//! With a given salt, an `openssl enc` file takes one pass of CBC, and also three MD5 blocks, a memory allocation and
//! two copies, which count against the lanes.

use std::hint::black_box;

use aes::Aes256Enc;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use spc_core::batch::Batch;
use spc_core::key::KeyText;
use spc_core::seal::{Keys, Openssl, Recipient};
use spc_core::stock::openssl::{Digest, Kdf};

use crate::{TOGETHER, device, profile};

/// The number of devices in one pass.
pub const DEVICES: u64 = 64;
/// The number of bytes that each of them encrypts, before padding.
pub const MESSAGE: usize = 16 << 10;

/// The bare crate.
#[derive(Debug)]
pub struct Alone {
    keys: Vec<[u8; 32]>,
    buffers: Vec<Vec<u8>>,
}

/// Batches without compression.
#[derive(Debug)]
pub struct Lanes {
    batch: Batch,
    keys: Vec<KeyText>,
}

impl Alone {
    /// Creates the keys and the messages.
    #[must_use]
    pub fn new() -> Self {
        let keys: Vec<[u8; 32]> = (0..=u8::MAX).map(|byte| [byte; 32]).zip(0..DEVICES).map(|(key, _)| key).collect();
        let buffers = keys.iter().map(|_| vec![0x55; MESSAGE + 16]).collect();
        Self { keys, buffers }
    }

    /// Encrypts the messages of all devices.
    ///
    /// # Panics
    /// Never, because the buffers have room for the padding.
    pub fn encrypt(&mut self) {
        for (key, buffer) in self.keys.iter().zip(black_box(&mut self.buffers)) {
            cbc::Encryptor::<Aes256Enc>::new(key.into(), &[0x24; 16].into())
                .encrypt_padded::<Pkcs7>(buffer, MESSAGE)
                .expect("the buffer has room for the padding");
        }
    }
}

impl Default for Alone {
    fn default() -> Self {
        Self::new()
    }
}

impl Lanes {
    /// Prepares a base whose XML has exactly the length of a message.
    ///
    /// # Panics
    /// Panics if it does not.
    #[must_use]
    pub fn new() -> Self {
        let text = format!("<flat-profile><A>{}</A></flat-profile>", "x".repeat(MESSAGE - 80));
        let target = Openssl::new(Keys::PerRecipient, Kdf::new(Digest::Md5));
        let batch = Batch::prepare(&profile(text.as_bytes()), &[""; 0], target).expect("the base fits a payload");
        let lanes = Self { batch, keys: (0..DEVICES).map(|number| KeyText::new(format!("{number:064x}"))).collect() };
        // `Salted__`, the salt, and a whole block of padding.
        let is_exact = |file: Result<Vec<u8>, _>| file.is_ok_and(|file| file.len() == MESSAGE + 16 + 16);
        let files = lanes.batch.seal_many(&lanes.recipients());
        assert!(files.into_iter().all(is_exact), "the id of a bench states the size of the plaintext");
        lanes
    }

    /// Makes the files of all devices, several at a time.
    pub fn encrypt(&self) {
        for recipients in self.recipients().chunks(TOGETHER) {
            black_box(self.batch.seal_many(black_box(recipients)));
        }
    }

    fn recipients(&self) -> Vec<Recipient<'_>> {
        let recipient = |(number, key)| Recipient::from(device(number)).key(key).salt([7; 16]);
        (0..).zip(&self.keys).map(recipient).collect()
    }
}

impl Default for Lanes {
    fn default() -> Self {
        Self::new()
    }
}
