//! Finding a model by its name, as people write it.

use std::cmp::Reverse;

use super::family::Family;
use super::row::{ALIASES, MODELS, OTHERS, Row};

/// Why a name does not belong to any model.
pub(super) enum Miss {
    /// A device of another kind, and what it reads.
    Other(&'static str),
    /// The nearest models, best first.
    Unknown(Vec<&'static Row>),
}

/// The most models that are suggested for an unknown name.
const NEAR: usize = 3;

/// By how many letters two names may differ if they are near.
const DISTANCE: usize = 2;

/// The vendors and kinds of phone that may come before a name, and the parts of an order number that may come after it.
const PREFIXES: &[&str] = &["cisco", "linksys", "sipura", "ipphone", "model"];
const SUFFIXES: &[&str] = &["k9", "nr", "3pcc", "3pw", "mpp", "na", "eu", "uk", "au", "xu", "g1", "rc", "w"];

/// The row for a name. Case, spaces and punctuation do not matter.
pub(super) fn find(name: &str) -> Result<&'static Row, Miss> {
    let wanted = plain(name);
    let bare = PREFIXES.iter().fold(wanted.as_str(), |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
    if let Some(row) = known(&wanted) {
        return Ok(row);
    }
    let mut rest = bare;
    loop {
        if let Some(row) = known(rest) {
            return Ok(row);
        }
        match SUFFIXES.iter().find_map(|suffix| rest.strip_suffix(suffix)) {
            Some(shorter) if !shorter.is_empty() => rest = shorter,
            _ => break,
        }
    }
    let phone = ["cp", "mpp", "dp"].iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
    let other = OTHERS.iter().find(|(prefix, _)| is_of(phone, prefix));
    Err(other.map_or_else(|| Miss::Unknown(near(bare)), |(_, what)| Miss::Other(what)))
}

/// The row for a name without punctuation, in small letters.
fn known(name: &str) -> Option<&'static Row> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, series)| plain(series));
    let name = alias.as_deref().unwrap_or(name);
    let phone = ["cp", "mpp", "dp"].iter().find_map(|prefix| name.strip_prefix(prefix)).filter(|rest| !rest.is_empty());
    // `SPA504`, and `504G` or `191` without the letters in front
    let fronts: &[&str] = if name.starts_with(|c: char| c.is_ascii_digit()) { &["spa", "ata"] } else { &[] };
    let mut longer = fronts.iter().flat_map(|front| ["", "g"].map(|end| [*front, name, end].concat()));
    by_letters(name)
        .or_else(|| by_letters(phone?).filter(|row| row.family == Family::Mpp))
        .or_else(|| by_letters(&[name, "g"].concat()).filter(|_| name.len() > 1))
        .or_else(|| longer.find_map(|name| by_letters(&name)))
}

/// The row whose name has these letters and digits.
fn by_letters(name: &str) -> Option<&'static Row> {
    MODELS.iter().find(|row| letters(row.name).eq(name.chars()))
}

/// Whether a name belongs to a series of other devices: `7961g`, `79xx`, `ata187`.
fn is_of(name: &str, prefix: &str) -> bool {
    let Some(rest) = name.strip_prefix(prefix) else { return false };
    if !prefix.starts_with(|c: char| c.is_ascii_digit()) {
        return !rest.starts_with(|c: char| c.is_ascii_digit());
    }
    // One model, such as `8821` and `8821-EX`, or a series by its first digits.
    if prefix.len() > 2 {
        return !rest.starts_with(|c: char| c.is_ascii_digit());
    }
    let number: String = rest.chars().take(2).collect();
    number.len() == 2 && number.chars().all(|c| c.is_ascii_digit() || c == 'x')
}

fn near(name: &str) -> Vec<&'static Row> {
    if !(3..=24).contains(&name.len()) {
        return Vec::new();
    }
    let distance = |row: &Row| strsim::osa_distance(&plain(row.name), name);
    let mut rows: Vec<_> = MODELS.iter().map(|row| (distance(row), row)).collect();
    rows.retain(|(distance, _)| *distance <= DISTANCE);
    let shared = |row: &Row| plain(row.name).bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    rows.sort_by_key(|(distance, row)| (*distance, Reverse(shared(row))));
    rows.into_iter().take(NEAR).map(|(_, row)| row).collect()
}

fn plain(name: &str) -> String {
    letters(name).collect()
}

/// The letters and digits of a name as people write it, in small letters.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | '.' | '/' | '=')).map(|c| c.to_ascii_lowercase())
}
