//! The tables: reading one, and finding a name in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use core::hash::{Hash, Hasher};

use super::definition::{Choices, Default, Definition, Index, Kind, Page};
use spc_core::profile::{UserAccess, fold};

/// The parameters of one firmware image, in page order, and where each name stands.
pub(super) struct Table {
    pub(super) definitions: Vec<Definition>,
    /// The lines of the largest model.
    pub(super) lines: u16,
    places: HashMap<Key<'static>, Vec<usize>>,
}

pub(super) static SPA9XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa9xx.tsv"), 6));
pub(super) static SPA5XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa5xx.tsv"), 12));
pub(super) static SPA_ATA: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa-ata.tsv"), 8));
pub(super) static SPA1XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("spa1xx.tsv"), 2));
pub(super) static ATA19X: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("ata19x.tsv"), 2));
pub(super) static MPP_88XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("mpp-88xx.tsv"), 10));
pub(super) static MPP_98XX: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("mpp-98xx.tsv"), 16));

impl Table {
    /// Reads a table of `tools/dictionary.py`, which describes the columns.
    fn parse(text: &'static str, lines: u16) -> Self {
        let mut page = Page { heading: "", path: "", per_line: false };
        let mut definitions = Vec::new();
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if !line.contains('\t') {
                let (sign, rest) = line.split_at_checked(1).expect("a heading begins with its sign");
                let rest = rest.strip_prefix(' ').unwrap_or_default();
                let (heading, path) = if sign == "/" { ("", rest) } else { (rest, "") };
                page = Page { heading, path, per_line: sign == "*" };
                continue;
            }
            let definition = parse_row(line, page);
            places.entry(Key::of(&definition)).or_default().push(definitions.len());
            definitions.push(definition);
        }
        Self { definitions, lines, places }
    }

    /// The definitions that fit a name when case is ignored, each with the index that the name then has.
    ///
    /// A number in a name may be its index or part of it (`Speed_Dial_2_1_`), so each reading is looked up.
    pub(super) fn matches(&'static self, name: &str) -> Vec<(&'static Definition, Option<u16>)> {
        let (path, leaf) = name.rsplit_once('/').unwrap_or(("", name));
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
        index: match next() {
            "" => Index::None,
            "L" => Index::Line,
            range => {
                parse_range(range, '-').map(|(first, last)| Index::Range(first, last)).expect("a range has two ends")
            }
        },
        access: UserAccess::from_attribute(next()),
        kind: parse_kind(next()),
        default: match next().split_at_checked(1) {
            None => Default::Unknown,
            Some(("=", value)) => Default::Value(value),
            Some((_, first)) => Default::Counted(first.parse().expect("a counted default is a number")),
        },
        models: next(),
    }
}

fn parse_kind(text: &'static str) -> Kind {
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
        "rule" => Kind::Rule,
        "when" => Kind::Condition,
        "msg" => Kind::Message,
        "dial" => Kind::DialPlan,
        "tone" => Kind::Tone,
        "cadence" => Kind::Cadence,
        _ => unreachable!("the tool writes no other kind"),
    }
}

fn parse_range<T: core::str::FromStr>(text: &str, separator: char) -> Option<(T, T)> {
    let (first, last) = text.split_once(separator)?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// The ways to read a name: as it is, then with its last number as the index, then with the one before
/// (`Dial_Plan_3_2_`). No name has its index further ahead.
fn readings(leaf: &str) -> impl Iterator<Item = (&str, Option<u16>, &str)> {
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
fn definition_path(path: &str) -> Cow<'_, str> {
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

/// A name without its index. Equal are keys whose XML spellings differ at most in case.
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

/// Whether two parts of a name are written alike in XML, but for case.
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
    fn hash<H: Hasher>(&self, state: &mut H) {
        for part in [self.path, self.before, self.after] {
            part.bytes().for_each(|byte| state.write_u8(fold(byte).to_ascii_lowercase()));
        }
        self.indexed.hash(state);
    }
}
