//! The tables: reading one and finding a name in it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use core::hash::{Hash, Hasher};

use foldhash::fast::FixedState;

use super::definition::{Choices, Default, Definition, Index, Kind, Page};
use super::language::Language;
use super::shape::Shape;
use crate::model::Inventory;
use spc_core::profile::{UserAccess, fold, leaf};

/// The parameters of one firmware image, in page order, and the place of each name.
pub(super) struct Table {
    pub(super) definitions: Vec<Definition>,
    /// The lines of the largest model.
    pub(super) lines: u16,
    sources: Vec<(&'static str, &'static str)>,
    places: HashMap<Key<'static>, Vec<usize>, FixedState>,
    /// The shapes of the definitions, made when near names are first needed.
    shapes: OnceLock<Vec<Shape>>,
}

static SPA9XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa9xx.tsv"), 6));
static SPA5XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa5xx.tsv"), 12));
static SPA_ATA: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa-ata.tsv"), 8));
static SPA1XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa1xx.tsv"), 2));
static ATA19X: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("ata19x.tsv"), 2));
static MPP_88XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("mpp-88xx.tsv"), 10));
static MPP_98XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("mpp-98xx.tsv"), 16));

/// The names under which devices show their status in dumps.
static STATUS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("status.txt").lines().filter(|line| !line.starts_with('#')).collect());

pub(crate) fn is_status_name(name: &str) -> bool {
    STATUS.contains(name)
}

impl Table {
    /// The table of an inventory, read when it is first needed.
    pub(super) fn of(inventory: Inventory) -> &'static Self {
        match inventory {
            Inventory::Spa9xx => &SPA9XX,
            Inventory::Spa5xx => &SPA5XX,
            Inventory::SpaAta => &SPA_ATA,
            Inventory::Spa1xx => &SPA1XX,
            Inventory::Ata19x => &ATA19X,
            Inventory::Mpp88xx => &MPP_88XX,
            Inventory::Mpp98xx => &MPP_98XX,
        }
    }

    /// Reads a table of `tools/dictionary.py`, which describes the columns.
    fn parse(text: &'static str, lines: u16) -> Self {
        let mut page = Page { heading: "", path: "", per_line: false };
        // The longest tables have a thousand rows.
        let (definitions, places) =
            (Vec::with_capacity(1024), HashMap::with_capacity_and_hasher(1024, FixedState::default()));
        let mut table = Self { definitions, lines, sources: Vec::new(), places, shapes: OnceLock::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if !line.contains('\t') {
                let (sign, rest) = line.split_at_checked(1).expect("a heading begins with its sign");
                let rest = rest.strip_prefix(' ').unwrap_or_default();
                if sign == "@" {
                    table.sources.extend(rest.split_once(' '));
                } else {
                    let (heading, path) = if sign == "/" { ("", rest) } else { (rest, "") };
                    page = Page { heading, path, per_line: sign == "*" };
                }
                continue;
            }
            let mut definition = parse_row(line, page);
            definition.is_variant = table.definitions.last().is_some_and(|last| last.name == definition.name);
            table.places.entry(Key::of(&definition)).or_default().push(table.definitions.len());
            table.definitions.push(definition);
        }
        table
    }

    /// The definitions with their shapes.
    pub(super) fn shaped(&'static self) -> impl Iterator<Item = (&'static Definition, Shape)> {
        let shapes =
            self.shapes.get_or_init(|| self.definitions.iter().map(|one| Shape::of(one.path_and_name())).collect());
        self.definitions.iter().zip(shapes.iter().copied())
    }

    /// The published files that have a parameter, and whether facts from elsewhere were added.
    pub(super) fn sources(&'static self, definition: &Definition) -> impl Iterator<Item = &'static str> {
        let letters = definition.sources;
        let files = self.sources.iter().filter(move |(letter, _)| letters.contains(letter)).map(|(_, origin)| *origin);
        files.chain(letters.contains('+').then_some("corrected or added from guides, see tools/dictionary/facts.tsv"))
    }

    /// The definitions that match a name when case is ignored, each with the index that the name then has.
    ///
    /// A number in a name may be its index or part of the name (`Speed_Dial_2_1_`), so each reading is looked up.
    pub(super) fn matches(&'static self, name: &str) -> Vec<(&'static Definition, Option<u16>)> {
        let leaf = leaf(name);
        let path = name.strip_suffix(leaf).and_then(|path| path.strip_suffix('/')).unwrap_or_default();
        let path = definition_path(path);
        let mut found = Vec::new();
        for (before, index, after) in readings(leaf) {
            let key = Key { path: &path, before, after, indexed: index.is_some() };
            for place in self.places.get(&key).into_iter().flatten() {
                found.extend(self.definitions.get(*place).map(|definition| (definition, index)));
            }
        }
        found
    }
}

fn parse_row(line: &'static str, page: Page) -> Definition {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or_default();
    Definition {
        page,
        name: next(),
        index: parse_index(next()),
        access: UserAccess::from_attribute(next()),
        kind: parse_kind(next()),
        language: Language::from_word(next()),
        default: match next().split_at_checked(1) {
            None => Default::Unknown,
            Some(("=", value)) => Default::Value(value),
            Some((_, first)) => Default::Counted(first.parse().expect("a counted default is a number")),
        },
        sources: next(),
        models: next(),
        is_variant: false,
    }
}

pub(super) fn parse_index(text: &str) -> Index {
    match text {
        "" => Index::None,
        "L" => Index::Line,
        range => parse_range(range, '-').map(|(first, last)| Index::Range(first, last)).expect("a range has two ends"),
    }
}

pub(super) fn parse_kind(text: &'static str) -> Kind {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match word {
        "yn" => Kind::YesNo,
        "01" => Kind::Flag,
        "choice" => Kind::Choice(Choices(rest)),
        "int" => {
            let (min, max) = parse_range(rest, ' ').expect("a number has two bounds");
            Kind::Integer { min, max }
        }
        "num" => Kind::Number,
        "text" => Kind::Text { limit: rest.parse().ok() },
        "secret" => Kind::Secret,
        _ => unreachable!("the tool writes no other kind"),
    }
}

fn parse_range<T: core::str::FromStr>(text: &str, separator: char) -> Option<(T, T)> {
    let (first, last) = text.split_once(separator)?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// The ways to read a name: as it is, then with its last number as the index, then with the number before that
/// (`Dial_Plan_3_2_`). No name has its index further to the left.
pub(super) fn readings(leaf: &str) -> impl Iterator<Item = (&str, Option<u16>, &str)> {
    let is_digit = |at: usize| leaf.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts =
        (0..leaf.len()).rev().filter(move |at| is_digit(*at) && !at.checked_sub(1).is_some_and(is_digit)).take(2);
    let indexed = starts.filter_map(move |start| {
        let (before, rest) = leaf.split_at_checked(start)?;
        let digits = rest.len().saturating_sub(rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let (number, after) = rest.split_at_checked(digits)?;
        let index = number.parse().ok().filter(|index| *index <= spc_core::limits::INDEX)?;
        (!number.starts_with('0')).then_some((before, Some(index), after))
    });
    core::iter::once((leaf, None, "")).chain(indexed)
}

/// The path under which a repeated section is described: `Rule[2]` like `Rule`, `Rule2` like `Rule1`.
pub(super) fn definition_path(path: &str) -> Cow<'_, str> {
    if path.is_empty() {
        return Cow::Borrowed(path);
    }
    let numbered = |segment: &str| segment.strip_prefix("Rule").is_some_and(|rest| rest.parse::<u16>().is_ok());
    let first = |segment: &'_ str| -> String {
        let element = segment.split('[').next().unwrap_or_default();
        if numbered(element) { "Rule1".to_owned() } else { element.to_owned() }
    };
    Cow::Owned(path.split('/').map(first).collect::<Vec<_>>().join("/"))
}

/// A name without its index. Keys are equal if their XML spellings differ at most in case.
#[derive(Clone, Copy)]
struct Key<'a> {
    path: &'a str,
    before: &'a str,
    after: &'a str,
    indexed: bool,
}

impl Key<'static> {
    fn of(definition: &Definition) -> Self {
        let (before, after) = definition.name.split_once('#').unwrap_or((definition.name, ""));
        Self { path: definition.path(), before, after, indexed: definition.name.contains('#') }
    }
}

/// Whether two parts of a name are written the same in XML, except for case.
fn are_alike(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| fold(a).eq_ignore_ascii_case(&fold(b)))
}

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.indexed == other.indexed
            && are_alike(self.before, other.before)
            && are_alike(self.after, other.after)
            && are_alike(self.path, other.path)
    }
}

impl Eq for Key<'_> {}

impl Hash for Key<'_> {
    /// Mixes the bytes first (FNV-1a). The keys of a map come from a table, so nobody can make them collide, and
    /// hashing byte by byte with the map's own hash took half the time of reading a table.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let bytes = [self.path, self.before, self.after].into_iter().flat_map(str::bytes);
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let hash = bytes.map(|byte| fold(byte).to_ascii_lowercase()).fold(0xcbf2_9ce4_8422_2325, mix);
        state.write_u64(hash ^ u64::from(self.indexed));
    }
}
