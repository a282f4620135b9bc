//! Flag values that are more than a text or a number, and what can be wrong with them.

use spc_devices::model::{Model, NotFound};

/// Why a value cannot be used. No part of the value is shown, because it may be a key that was typed after the wrong flag;
/// for a model, only similar known names are shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ValueError {
    #[error("a mode is written in octal digits, such as 0640")]
    NotOctal,
    #[error("a mode is 0600 to 0777: the owner must be able to read and write the file")]
    Mode,
    #[error("a separator is a single punctuation character, such as `;`, or `tab`")]
    Separator,
    #[error("a column is given as NAME=HEADER, as in mac='MAC Address'")]
    Column,
    #[error("a salt is 32 hexadecimal digits; this one has {0} characters")]
    SaltLength(usize),
    #[error("a salt is 32 hexadecimal digits, but character {0} is not one")]
    SaltDigit(usize),
    #[error("{}; {}", if matches!(.0, NotFound::OtherSchema { .. }) { "not supported" } else { "unknown model" },
        .0.help().unwrap_or_else(|| "`spc models` lists them".to_owned()))]
    Model(NotFound),
}

pub(super) fn octal(text: &str) -> Result<u32, ValueError> {
    let mode = u32::from_str_radix(text, 8).map_err(|_| ValueError::NotOctal)?;
    if mode & !0o777 != 0 || mode & 0o600 != 0o600 { Err(ValueError::Mode) } else { Ok(mode) }
}

pub(super) fn delimiter(text: &str) -> Result<u8, ValueError> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii_punctuation() && *byte != b'"' || *byte == b'\t' => Ok(*byte),
        _ => Err(ValueError::Separator),
    }
}

pub(super) fn column(text: &str) -> Result<(String, String), ValueError> {
    match text.split_once('=') {
        Some((ours, theirs)) if !ours.is_empty() && !theirs.is_empty() => Ok((ours.to_owned(), theirs.to_owned())),
        _ => Err(ValueError::Column),
    }
}

pub(super) fn salt(text: &str) -> Result<[u8; 16], ValueError> {
    let count = text.chars().count();
    let mut bytes = [0; 16];
    match text.chars().position(|digit| !digit.is_ascii_hexdigit()) {
        _ if count != 32 => Err(ValueError::SaltLength(count)),
        Some(at) => Err(ValueError::SaltDigit(at.saturating_add(1))),
        None => {
            hex::decode_to_slice(text, &mut bytes).expect("32 hexadecimal digits are 16 bytes");
            Ok(bytes)
        }
    }
}

/// A model or a series, by its name.
pub(super) fn model(text: &str) -> Result<Model, ValueError> {
    Model::find(text).map_err(ValueError::Model)
}
