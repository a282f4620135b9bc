//! What the dictionaries of all models know together, for a profile of which nothing says the model.
//!
//! `all-models.tsv` is built from the other tables by `tools/dictionary.py`, which describes the columns. The program looks
//! into it at every start without `--model`, so nothing is read beforehand: the places of its rows are found at build time.

use std::borrow::Cow;
use std::sync::LazyLock;

use core::ops::RangeInclusive;

use super::definition::{Index, Kind};
use super::near::{self, Named};
use super::shape::Shape;
use super::table::{definition_path, parse_index, parse_kind, readings};
use crate::model::Model;
use memchr::memchr;
use spc_core::profile::leaf;

/// What all models that have a parameter know about it together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Common {
    index: Index,
    kind: Option<Kind>,
}

static ROWS: &str = include_str!("all-models.tsv");
/// More than twice as many as rows: most names are found at the first place.
const SLOTS: usize = 4096;
/// Where rows begin, by the hash of their names; 0, where the head is, for none.
static PLACES: [u32; SLOTS] = places(ROWS.as_bytes());

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs at build time only, which stops where anything is out of range"
)]
const fn places(rows: &[u8]) -> [u32; SLOTS] {
    let mut places = [0; SLOTS];
    let mut at = 0;
    while at < rows.len() {
        let (start, mut hash) = (at, SEED);
        while rows[at] != b'\t' && rows[at] != b'\n' {
            hash = mixed(hash, rows[at]);
            at += 1;
        }
        while rows[at] != b'\n' {
            at += 1;
        }
        at += 1;
        if rows[start] != b'#' && rows[start] != b'@' {
            let mut slot = hash as usize % SLOTS;
            while places[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            places[slot] = start as u32;
        }
    }
    places
}

const SEED: u32 = 0x811c_9dc5;

/// FNV-1a, without regard to letter case.
const fn mixed(hash: u32, byte: u8) -> u32 {
    (hash ^ byte.to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193)
}

impl Common {
    /// The parameter of this name, if any model has it, with the index in the name.
    pub(crate) fn find(name: &str) -> Option<(Self, Option<u16>)> {
        keys(name).find_map(|key| {
            let columns = key.rows().find_map(|row| key.columns(row))?;
            Some((Self::read(columns), key.index))
        })
    }

    /// Reads the columns after the name. The sources come after those, so each of them ends with a tab.
    fn read(columns: &'static str) -> Self {
        let (index, rest) = cut(columns);
        let (kind, _) = cut(rest);
        Self { index: parse_index(index), kind: Some(kind).filter(|kind| !kind.is_empty()).map(parse_kind) }
    }

    /// The kind of its values, with the choices of all models and the widest range; `None` where models differ in more than
    /// that, and for values of a language, for text and for secrets.
    pub(crate) const fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// The indices that it has on any model whose lines are known.
    pub(crate) fn indices(&self) -> Option<RangeInclusive<u16>> {
        self.index.range(*MOST_LINES)
    }
}

/// The lines of the largest model with its expansion modules.
static MOST_LINES: LazyLock<u16> =
    LazyLock::new(|| Model::all().filter_map(Model::lines_with_modules).max().expect("lines of some models are known"));

/// The names of any model that differ from an unknown one only in case.
pub(crate) fn spellings(name: &str) -> Vec<String> {
    let of_key = |key: Key<'_>| {
        let names = key.rows().map(row_name).filter(|name| key.is_in_any_case(name));
        names.map(|name| Name(name).spelt(key.index)).collect::<Vec<_>>()
    };
    keys(name).flat_map(of_key).collect()
}

/// Names of any model that look like an unknown one, as [`Dictionary::suggestions`](super::Dictionary::suggestions) finds
/// those of one model.
pub(crate) fn suggestions(name: &str, limit: usize) -> Vec<String> {
    static SHAPED: LazyLock<Vec<(Name, Shape)>> = LazyLock::new(|| {
        let rows = ROWS.lines().filter(|row| !row.starts_with(['#', '@'])).map(row_name);
        rows.map(|name| (Name(name), Shape::of(name.bytes()))).collect()
    });
    near::suggestions(name, limit, SHAPED.iter().copied())
}

/// The XML name of a parameter with the sections around it, and with `#` for its index.
#[derive(Clone, Copy)]
struct Name(&'static str);

impl Named for Name {
    fn is_indexed(self) -> bool {
        self.0.contains('#')
    }

    fn spelt(self, index: Option<u16>) -> String {
        index.map_or_else(|| self.0.to_owned(), |index| self.0.replace('#', &index.to_string()))
    }
}

fn row_name(row: &'static str) -> &'static str {
    cut(row).0
}

/// What is before the next tab, and what is after it.
fn cut(text: &'static str) -> (&'static str, &'static str) {
    let (before, rest) = memchr(b'\t', text.as_bytes()).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    (before, rest.strip_prefix('\t').unwrap_or_default())
}

/// One way to read a name.
struct Key<'a> {
    path: Cow<'a, str>,
    before: &'a str,
    index: Option<u16>,
    after: &'a str,
}

fn keys(name: &str) -> impl Iterator<Item = Key<'_>> {
    let leaf = leaf(name);
    let path = definition_path(name.strip_suffix(leaf).and_then(|path| path.strip_suffix('/')).unwrap_or_default());
    readings(leaf).map(move |(before, index, after)| Key { path: path.clone(), before, index, after })
}

impl Key<'_> {
    /// The parts of the name as in the rows.
    fn parts(&self) -> [&str; 5] {
        let slash = if self.path.is_empty() { "" } else { "/" };
        [&self.path, slash, self.before, if self.index.is_some() { "#" } else { "" }, self.after]
    }

    /// What follows the name in a row, if it is this one.
    fn columns(&self, row: &'static str) -> Option<&'static str> {
        self.parts().iter().try_fold(row, |rest, part| rest.strip_prefix(part))?.strip_prefix('\t')
    }

    fn is_in_any_case(&self, name: &str) -> bool {
        let mut rest = name;
        self.parts().iter().all(|part| {
            let Some((start, after)) = rest.split_at_checked(part.len()) else { return false };
            rest = after;
            start.eq_ignore_ascii_case(part)
        }) && rest.is_empty()
    }

    /// The table from each of the few rows on whose names may be this one, in any letter case.
    fn rows(&self) -> impl Iterator<Item = &'static str> {
        let hash = self.parts().iter().fold(SEED, |hash, part| part.bytes().fold(hash, mixed));
        let first = usize::try_from(hash).unwrap_or_default();
        let places = (0..SLOTS).map_while(move |step| {
            let place = *PLACES.get(first.wrapping_add(step) % SLOTS)?;
            usize::try_from(place).ok().filter(|place| *place > 0)
        });
        places.filter_map(|place| ROWS.get(place..))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dictionary;
    use super::*;

    #[test]
    fn every_parameter_of_a_model_is_known_with_all_its_indices_and_values() {
        for dictionary in Model::all().filter_map(Dictionary::of) {
            for definition in dictionary.definitions() {
                let ends = dictionary
                    .most_indices(definition)
                    .map_or([None, None], |range| [Some(*range.start()), Some(*range.end())]);
                for index in ends {
                    let name = definition.xml_name(index);
                    let (common, found) = Common::find(&name).unwrap_or_else(|| panic!("{dictionary:?} {name}"));
                    assert_eq!(found, index, "{name}");
                    assert!(index.is_none_or(|index| common.indices().unwrap().contains(&index)), "{name}");
                    let (own, all) = (definition.kind(), common.kind());
                    let is_within = match (own, all) {
                        (_, None) => true,
                        (Kind::Choice(own), Some(Kind::Choice(all))) => {
                            own.iter().all(|one| all.iter().any(|of| of == one))
                        }
                        (Kind::Integer { min, max }, Some(Kind::Integer { min: least, max: most })) => {
                            least <= min && max <= most && definition.language().is_none()
                        }
                        (own, Some(all)) => own == all && definition.language().is_none(),
                    };
                    assert!(is_within, "{dictionary:?} {name}: {own:?} {all:?}");
                }
            }
        }
    }

    #[test]
    fn other_names_are_not_known() {
        for name in
            ["", "Pasword_1_", "proxy_1_", "Proxy", "Password_01_", "Password_10000_", "a/Password_1_", "@", "#"]
        {
            assert!(Common::find(name).is_none(), "{name}");
        }
        assert_eq!(spellings("proxy_7_"), ["Proxy_7_"]);
        assert_eq!(spellings("proxy_7_x"), [""; 0]);
        assert_eq!(suggestions("Pasword_7_", 1), ["Password_7_"]);
        assert_eq!(suggestions("Frobnicate_Widget", 1), [""; 0]);
    }

    #[test]
    fn half_of_the_places_are_free() {
        assert!(PLACES.iter().filter(|place| **place > 0).count() * 2 < SLOTS);
    }
}
