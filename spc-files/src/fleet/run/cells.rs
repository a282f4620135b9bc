//! Checks the cells of a list as `check` would check the values that they become.
//!
//! Knows: which parameters the columns fill, and what was found in which rows. Must not know: what can be wrong with a value,
//! which the libraries know. No finding repeats a cell.

use std::collections::HashMap;

use spc_core::diagnostic::{Code, Diagnostic, Severity};
use spc_core::profile::Value;
use spc_core::source::{self, Syntax, escape};
use spc_devices::check::{self, Checker, Group, Source, is_masked};
use spc_devices::codes::{PLACEHOLDER, TYPOGRAPHIC};
use spc_devices::dictionary::{Definition, Dictionary, Kind, Language};
use spc_devices::model::Model;
use spc_fleet::cells::{odd, odd_word};
use spc_fleet::list::{Columns, Row};
use spc_fleet::{Lines, codes, user_of};

use crate::fleet::list::finding::Finding;
use crate::fleet::list::lines::shown;
use crate::fleet::run::bases::{Base, Bases};
use crate::report::numbers::grouped;
use crate::report::reporter::Reporter;

/// How many different values are checked for each parameter, and beyond that for all together, which takes a fifth of a second
/// at most. For a secret, the first 1000 values are checked, including equal ones, because no secret is kept for comparison.
const OF_EACH: usize = 1000;
const OF_ALL: usize = 5_000;
/// How many findings are shown; each is about all rows that have it.
const SHOWN: usize = 100;
/// Odd cells have already been reported, and missing parameters are not a cell's fault.
const ELSEWHERE: [Code; 2] = [PLACEHOLDER, TYPOGRAPHIC];

/// What was found in the cells so far.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    of_bases: Vec<((usize, usize), OfBase)>,
    found: Vec<Found>,
    /// Columns that have set a parameter in every row so far, although its value in a base has placeholders.
    replaced: Vec<Replaced>,
    /// How many different values were checked for each base and model, not counting secrets.
    checked: usize,
    /// Rows with values that were not checked.
    unchecked: Lines,
}

/// What is checked in the rows of a base and a model.
#[derive(Debug, Default)]
struct OfBase {
    watched: Vec<Watched>,
    /// Columns of the list that set parameters that the model lacks, each with its finding for rows that fill it.
    lacking: Vec<(usize, usize)>,
}

/// A column that sets a parameter of a base whose value has placeholders that are used nowhere else.
#[derive(Debug)]
struct Replaced {
    kind: (usize, usize),
    parameter: String,
    column: usize,
    placeholders: Vec<usize>,
    /// Whether a row uses the base's value.
    is_used: bool,
}

/// A parameter that is a secret, or whose values are not free text.
#[derive(Debug)]
struct Watched {
    parameter: String,
    /// The column of the list that fills it.
    column: usize,
    /// The values that were checked, each with what was found. For secrets, it contains only a mask of asterisks.
    seen: HashMap<Box<str>, Vec<usize>>,
    /// For a secret, how many values were checked.
    secrets: Option<usize>,
    /// Whether plain letters, digits and blanks are always fine, as in a display name. They are not in a web password, because a
    /// check knows the most common ones, or in a value with a language, in which most words are mistakes.
    is_free: bool,
}

impl Watched {
    /// Whether a cell is certain to pass all checks.
    fn passes_over(&self, cell: &str) -> bool {
        // The text around the cell has no mistake of its own, because that would be a mistake in the base.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" -_.".contains(&byte);
        self.is_free && cell.bytes().all(is_plain) && cell.trim_ascii().len() == cell.len()
    }
}

/// A finding and the rows that have it.
#[derive(Debug)]
struct Found {
    code: Code,
    column: usize,
    /// The parameter that the cell sets, if the finding is about that.
    parameter: Option<String>,
    message: String,
    help: Option<String>,
    lines: Lines,
}

impl Cells {
    /// Checks the cells of a row, and the values that they give the parameters of its base.
    pub(crate) fn check(&mut self, row: &Row, columns: &Columns, bases: &Bases, base: &Base) {
        let is_odd = row.may_be_odd();
        let mut spoilt = Vec::new();
        for (column, _) in columns.values() {
            let cell = row.cell(column);
            if let Some(odd) = if is_odd { odd(cell) } else { odd_word(cell) } {
                if odd.code() != TYPOGRAPHIC {
                    spoilt.push(column);
                }
                let index = self.index(odd.code(), column, None, &odd.to_string(), Some(odd.help()));
                self.note(index, row);
            }
        }
        let at = match self.of_bases.iter().position(|(kind, _)| *kind == base.kind()) {
            Some(at) => at,
            None => {
                let faults = name_faults(base);
                let lacking = self.lacking(columns, bases, base, &faults);
                self.replaced.extend(replaced(base));
                self.of_bases.push((base.kind(), OfBase { watched: watched(base, &faults), lacking }));
                self.of_bases.len().saturating_sub(1)
            }
        };
        let of_base = |one: &&mut Replaced| one.kind == base.kind() && row.cell(one.column).trim().is_empty();
        self.replaced.iter_mut().filter(of_base).for_each(|one| one.is_used = true);
        // Taken out while findings are added.
        let Some(mut of_base) = self.of_bases.get_mut(at).map(|(_, of_base)| std::mem::take(of_base)) else { return };
        let lacked = of_base.lacking.iter().filter(|(column, _)| !row.cell(*column).is_empty());
        lacked.for_each(|(_, index)| self.note(*index, row));
        // In most rows no cell needs a check.
        let mut values = None;
        // A spoilt cell is a single mistake, whatever else a check would say about it.
        let is_checked = |one: &&mut Watched| !one.passes_over(row.cell(one.column)) && !spoilt.contains(&one.column);
        for one in of_base.watched.iter_mut().filter(is_checked) {
            let values = values.get_or_insert_with(|| base.values(row));
            let Some(Value::Set(value)) = base.batch.value(&one.parameter, &*values) else { continue };
            self.check_value(one, &value, row, base.model);
        }
        self.of_bases.get_mut(at).into_iter().for_each(|(_, place)| *place = std::mem::take(&mut of_base));
    }

    fn check_value(&mut self, one: &mut Watched, value: &str, row: &Row, model: Option<Model>) {
        // Any kind of mask will do.
        let value = if one.secrets.is_some() && is_masked(value) { MASK } else { value };
        if value.is_empty() {
            return;
        }
        if let Some(found) = one.seen.get(value) {
            found.iter().for_each(|index| self.note(*index, row));
            return;
        }
        let is_kept = match &mut one.secrets {
            Some(_) if value == MASK => true,
            Some(count) => {
                *count = count.saturating_add(1);
                if *count > OF_EACH {
                    return;
                }
                false
            }
            None if one.seen.len() < OF_EACH || self.checked < OF_ALL => true,
            None => {
                self.unchecked.note(row.line());
                return;
            }
        };
        if one.secrets.is_none() {
            self.checked = self.checked.saturating_add(1);
        }
        let found: Vec<usize> = findings(&one.parameter, value, model)
            .into_iter()
            .map(|(code, message, help)| self.index(code, one.column, Some(&one.parameter), &message, help.as_deref()))
            .collect();
        found.iter().for_each(|index| self.note(*index, row));
        if is_kept {
            one.seen.insert(value.into(), found);
        }
    }

    /// The columns that set parameters the model does not have, except those unknown to all models. For a parameter that the base
    /// has itself, the base was at fault.
    fn lacking(&mut self, columns: &Columns, bases: &Bases, base: &Base, faults: &[Diagnostic]) -> Vec<(usize, usize)> {
        let is_lacking = |place: usize, name: &str| base.batch.is_addition(place) && !bases.is_unknown(place, name);
        let lacking = columns.values().enumerate().filter_map(|(place, (column, name))| {
            let fault = of_parameter(faults, name).filter(|_| is_lacking(place, name))?;
            let help = fault.help.as_deref().unwrap_or("leave the cell empty for this model");
            Some((column, self.index(fault.code, column, Some(name), &fault.message, Some(help))))
        });
        lacking.collect()
    }

    /// Warns about placeholders that no row uses.
    fn warn_of_replaced(&self, list: &str, columns: &Columns, reporter: &Reporter) {
        let mut warned: Vec<&str> = Vec::new();
        let is_never_used =
            |one: &&Replaced| !self.replaced.iter().any(|other| other.parameter == one.parameter && other.is_used);
        for Replaced { parameter, column, placeholders, .. } in self.replaced.iter().filter(is_never_used) {
            // Several models may have the base.
            if warned.contains(&parameter.as_str()) {
                continue;
            }
            warned.push(parameter);
            let unused = placeholders.first().and_then(|column| columns.name(*column)).unwrap_or_default();
            let message = format!(
                "every row sets `{parameter}` in the column of that name, so `{{{{{unused}}}}}` in the base's value is never used"
            );
            let hint = "delete the column, or leave its cells empty where the base's value should be used";
            Finding::warning(list, codes::REPLACED_PLACEHOLDER, &message)
                .hint(Some(hint))
                .column(columns.name(*column))
                .show(reporter);
        }
    }

    fn note(&mut self, index: usize, row: &Row) {
        self.found.get_mut(index).into_iter().for_each(|found| found.lines.note(row.line()));
    }

    /// The index of a finding, which does not change any more.
    fn index(
        &mut self,
        code: Code,
        column: usize,
        parameter: Option<&str>,
        message: &str,
        help: Option<&str>,
    ) -> usize {
        let wanted = (code, column, parameter, message);
        let key =
            |found: &Found| (found.code, found.column, found.parameter.as_deref(), found.message.as_str()) == wanted;
        self.found.iter().position(key).unwrap_or_else(|| {
            let (parameter, help) = (parameter.map(str::to_owned), help.map(str::to_owned));
            self.found.push(Found {
                code,
                column,
                parameter,
                message: message.to_owned(),
                help,
                lines: Lines::default(),
            });
            self.found.len().saturating_sub(1)
        })
    }

    /// Warns about everything that was found.
    pub(crate) fn warn(&self, list: &str, columns: &Columns, reporter: &Reporter) {
        // A column that a model lacks may be empty in all of its rows.
        let found = || self.found.iter().filter(|found| found.lines.count > 0);
        for Found { code, column, parameter, message, help, lines } in found().take(SHOWN) {
            let name = columns.name(*column).unwrap_or_default();
            let is_named = |parameter: &&str| *parameter == name || message.contains(&format!("`{parameter}`"));
            let message = match parameter.as_deref().filter(|parameter| !is_named(parameter)) {
                Some(parameter) => format!("column `{name}`: `{parameter}`: {message}"),
                None => format!("column `{name}`: {message}"),
            };
            let finding = Finding::warning(list, *code, &message).hint(help.as_deref());
            finding.rows(*lines).column(Some(name)).show(reporter);
        }
        self.warn_of_replaced(list, columns, reporter);
        let hidden = found().count().saturating_sub(SHOWN);
        if hidden > 0 {
            let hidden = grouped(u64::try_from(hidden).unwrap_or(u64::MAX));
            reporter.note(&format!("{hidden} more warnings about cells are not shown"));
        }
        if self.unchecked.count > 0 {
            let (checked, rows) = (grouped(u64::try_from(self.checked).unwrap_or(u64::MAX)), shown(self.unchecked));
            reporter.note(&format!("{checked} different values were checked; some later ones were not: {rows}"));
        }
    }
}

/// The columns that set a parameter of a base with placeholders in its value.
fn replaced(base: &Base) -> Vec<Replaced> {
    let all = base.replaced().filter_map(|(parameter, whole, parts)| {
        let placeholders = parts.into_iter().filter_map(|place| base.column(place)).collect();
        let (kind, parameter, column) = (base.kind(), parameter.to_owned(), base.column(whole)?);
        Some(Replaced { kind, parameter, column, placeholders, is_used: false })
    });
    all.collect()
}

/// The parameters of a base that a single column fills, and that are secrets or whose values have a language, choices, a kind or
/// a range.
fn watched(base: &Base, faults: &[Diagnostic]) -> Vec<Watched> {
    let known = base.model.or_else(|| Model::find("spa504g").ok());
    let Some(dictionary) = known.and_then(Dictionary::of) else { return Vec::new() };
    let is_checked = |name: &str| {
        dictionary.get(name).is_some_and(|definition| match definition.kind() {
            Kind::Secret => false,
            Kind::Text { .. } => definition.language().is_some(),
            _ => true,
        })
    };
    let watched = base.batch.varying().filter_map(|(name, columns)| {
        let [place] = columns[..] else { return None };
        // Of a parameter that does not exist, no value is right.
        if of_parameter(faults, name.as_str()).is_some() {
            return None;
        }
        let secrets = name.is_secret().then_some(0);
        let is_watched = secrets.is_some() || is_checked(name.as_str());
        let column = base.column(place).filter(|_| is_watched && (secrets.is_some() || !base.is_key(place)))?;
        let parameter = name.as_str().to_owned();
        let is_web = || user_of(&parameter).is_none() && parameter.to_ascii_lowercase().contains("passw");
        let has_macros = || dictionary.get(name.as_str()).and_then(Definition::language) == Some(Language::Macros);
        let is_free = if secrets.is_some() { !is_web() } else { has_macros() };
        Some(Watched { parameter, column, seen: HashMap::new(), secrets, is_free })
    });
    watched.collect()
}

/// What the checks say about the names of the parameters that columns fill, whatever their values are.
fn name_faults(base: &Base) -> Vec<Diagnostic> {
    let mut xml = "<flat-profile>".to_owned();
    // What is in a section is checked in its base.
    for (name, _) in base.batch.varying().filter(|(name, _)| !name.as_str().contains('/')) {
        xml.push_str(&format!("<{name}/>"));
    }
    xml.push_str("</flat-profile>");
    let mut faults = checked(&xml, base.model);
    faults.retain(|fault| check::find(fault.code).is_some_and(|check| check.group == Group::Names));
    faults
}

/// The finding about a parameter.
fn of_parameter<'f>(findings: &'f [Diagnostic], name: &str) -> Option<&'f Diagnostic> {
    findings.iter().find(|finding| finding.parameter.as_deref() == Some(name))
}

/// What the checks say about a profile, except for notes.
fn checked(xml: &str, model: Option<Model>) -> Vec<Diagnostic> {
    let Ok(parsed) = source::read(xml.as_bytes()) else { return Vec::new() };
    let mut found = Checker::new().model(model).check(&[Source::new(xml.as_bytes(), Syntax::Xml)], &parsed);
    found.retain(|finding| finding.severity != Severity::Note);
    found
}

/// What a dump shows in place of a secret.
const MASK: &str = "****";

/// What the checks say about a profile that sets this parameter alone.
fn findings(parameter: &str, value: &str, model: Option<Model>) -> Vec<(Code, String, Option<String>)> {
    let mut xml = format!("<flat-profile><{parameter}>");
    escape(&mut xml, value);
    xml.push_str(&format!("</{parameter}></flat-profile>"));
    // A parameter in a section or with unusual characters is checked in its base.
    checked(&xml, model)
        .into_iter()
        .filter(|finding| !ELSEWHERE.contains(&finding.code))
        .map(|finding| {
            // The column is named before the message, so `is` does not need a subject.
            let [own, subject] = [format!("`{parameter}`: "), format!("`{parameter}` is ")];
            let message = finding.message.strip_prefix(&own).or(finding.message.strip_prefix(&subject));
            let message = message.unwrap_or(&finding.message).to_owned();
            (finding.code, message, finding.help)
        })
        .collect()
}
