//! Checks the cells of a list as `check` would check the values that they become.
//!
//! Knows: which parameters columns fill, and what was found about which rows. Must not know: what is wrong with a value,
//! which the libraries know. No finding repeats a cell.

use std::collections::HashMap;

use spc_core::diagnostic::{Code, Severity};
use spc_core::profile::Value;
use spc_core::source::{self, Syntax, escape};
use spc_devices::check::{Checker, Source};
use spc_devices::dictionary::{Dictionary, Kind};
use spc_devices::model::Model;
use spc_fleet::Lines;
use spc_fleet::cells::odd;
use spc_fleet::list::{Columns, Row};

use crate::fleet::list::shown;
use crate::fleet::run::bases::Base;
use crate::report::progress::grouped;
use crate::report::reporter::Reporter;

/// Distinct values of a parameter that are checked; those of longer lists are alike.
const DISTINCT: usize = 1000;
/// Findings that are shown; each is about all rows that have it.
const SHOWN: usize = 100;
/// Odd cells have been reported already, and what a profile lacks is not a cell's fault.
const ELSEWHERE: [Code; 2] = [Code::new(1301), Code::new(1304)];

/// What was found in the cells so far.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    bases: Vec<((usize, usize), Vec<Watched>)>,
    found: Vec<Found>,
}

/// A parameter whose values are not free text.
#[derive(Debug)]
struct Watched {
    parameter: String,
    /// The column that fills it, counted in the list.
    column: usize,
    /// The values that were checked, each with what was found.
    seen: HashMap<Box<str>, Vec<usize>>,
}

/// A finding and the rows that have it.
#[derive(Debug)]
struct Found {
    code: Code,
    column: usize,
    message: String,
    help: Option<String>,
    lines: Lines,
}

impl Cells {
    /// Checks the cells of a row, and what they make of the parameters of its base.
    pub(crate) fn check(&mut self, row: &Row, columns: &Columns, base: &Base, model: Option<Model>) {
        let is_odd = row.may_be_odd();
        for (column, _) in columns.values().filter(|_| is_odd) {
            if let Some(odd) = odd(row.cell(column)) {
                let index = self.index(odd.code(), column, &odd.to_string(), Some(odd.help()));
                self.note(index, row);
            }
        }
        let at = match self.bases.iter().position(|(kind, _)| *kind == base.kind()) {
            Some(at) => at,
            None => {
                self.bases.push((base.kind(), watched(base, model)));
                self.bases.len().saturating_sub(1)
            }
        };
        let Some((_, watched)) = self.bases.get_mut(at) else { return };
        if watched.is_empty() {
            return;
        }
        let values = base.values(row);
        // Taken out while findings are added.
        let mut watched = std::mem::take(watched);
        for one in &mut watched {
            let Some(Value::Set(value)) = base.batch.value(&one.parameter, &values) else { continue };
            if value.is_empty() {
                continue;
            }
            if let Some(found) = one.seen.get(&*value) {
                found.iter().for_each(|index| self.note(*index, row));
            } else if one.seen.len() < DISTINCT {
                let found: Vec<usize> = findings(&one.parameter, &value, model)
                    .into_iter()
                    .map(|(code, message, help)| self.index(code, one.column, &message, help.as_deref()))
                    .collect();
                found.iter().for_each(|index| self.note(*index, row));
                one.seen.insert(value.into(), found);
            }
        }
        self.bases.get_mut(at).into_iter().for_each(|(_, place)| *place = std::mem::take(&mut watched));
    }

    fn note(&mut self, index: usize, row: &Row) {
        self.found.get_mut(index).into_iter().for_each(|found| found.lines.note(row.line()));
    }

    fn index(&mut self, code: Code, column: usize, message: &str, help: Option<&str>) -> usize {
        let same = |found: &Found| (found.code, found.column, found.message.as_str()) == (code, column, message);
        self.found.iter().position(same).unwrap_or_else(|| {
            let (message, help) = (message.to_owned(), help.map(str::to_owned));
            self.found.push(Found { code, column, message, help, lines: Lines::default() });
            self.found.len().saturating_sub(1)
        })
    }

    /// Warns of all that was found.
    pub(crate) fn warn(&self, columns: &Columns, reporter: &Reporter) {
        for Found { code, column, message, help, lines } in self.found.iter().take(SHOWN) {
            let name = columns.name(*column).unwrap_or_default();
            let message = format!("column `{name}`: {message} [{code}]: {}", shown(*lines));
            reporter.warn(&message, help.as_deref());
        }
        let hidden = self.found.len().saturating_sub(SHOWN);
        if hidden > 0 {
            let hidden = grouped(u64::try_from(hidden).unwrap_or(u64::MAX));
            reporter.note(&format!("{hidden} more warnings about cells are not shown"));
        }
    }
}

/// The parameters of a base that one column fills and whose values have a language, choices, a kind or a range.
fn watched(base: &Base, model: Option<Model>) -> Vec<Watched> {
    let known = model.or_else(|| Model::find("spa504g").ok());
    let Some(dictionary) = known.and_then(Dictionary::of) else { return Vec::new() };
    let filled = base.batch.varying().filter_map(|(name, columns)| match columns[..] {
        [place] if !name.is_secret() => Some((name.as_str(), base.column(place)?)),
        _ => None,
    });
    let is_checked = |name: &str| {
        dictionary.get(name).is_some_and(|definition| match definition.kind() {
            Kind::Secret => false,
            Kind::Text { .. } => definition.language().is_some(),
            _ => true,
        })
    };
    filled
        .filter(|(name, _)| is_checked(name))
        .map(|(name, column)| Watched { parameter: name.to_owned(), column, seen: HashMap::new() })
        .collect()
}

/// What the checks say about a profile that sets this parameter alone.
fn findings(parameter: &str, value: &str, model: Option<Model>) -> Vec<(Code, String, Option<String>)> {
    let mut xml = format!("<flat-profile><{parameter}>");
    escape(&mut xml, value);
    xml.push_str(&format!("</{parameter}></flat-profile>"));
    // A parameter in a section or with odd signs is checked in its base.
    let Ok(parsed) = source::read(xml.as_bytes()) else { return Vec::new() };
    let checked = Checker::new().model(model).check(&[Source { bytes: xml.as_bytes(), syntax: Syntax::Xml }], &parsed);
    checked
        .into_iter()
        .filter(|finding| finding.severity != Severity::Note && !ELSEWHERE.contains(&finding.code))
        .map(|finding| (finding.code, format!("`{parameter}`: {}", finding.message), finding.help))
        .collect()
}
