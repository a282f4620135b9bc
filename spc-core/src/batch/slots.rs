//! Columns and `{{column}}` -> slots: the parameters whose values differ from recipient to recipient.
//!
//! Knows: which column goes where. Must not know: what a file looks like.

use std::borrow::Cow;
use std::collections::HashMap;

use super::error::{BatchError, RecipientError};
use crate::limits;
use crate::payload::Fill;
use crate::profile::{Folded, Parameter, ParameterName, Profile, Value};

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// The slots of a base, in the order of the bytes of their names.
pub(super) struct Slots {
    columns: Vec<String>,
    slots: Vec<Slot>,
}

/// A parameter that is not the same for all.
pub(super) struct Slot {
    pub(super) name: ParameterName<'static>,
    /// The column that sets the whole value, where its cell is not empty.
    column: Option<usize>,
    pub(super) base: Base,
}

/// What the base says about a parameter.
pub(super) enum Base {
    Absent,
    Keep,
    Set(Vec<Part>),
}

/// A part of a value.
pub(super) enum Part {
    Constant(String),
    Column(usize),
}

impl Slots {
    /// Finds the slots, and the profile of a recipient whose cells are all empty, in which every slot has a value.
    pub(super) fn plan(base: &Profile<'_>, columns: &[&str]) -> Result<(Self, Profile<'static>), BatchError> {
        let mut places = HashMap::with_capacity(columns.len());
        for (column, name) in columns.iter().enumerate() {
            if places.insert(*name, column).is_some() {
                return Err(BatchError::RepeatedColumn { column, name: (*name).to_owned() });
            }
        }
        let base = base.folded();
        let mut is_placeholder = vec![false; columns.len()];
        let mut entries = Vec::with_capacity(base.len());
        for parameter in &base {
            let said = match parameter.value {
                None => Base::Keep,
                Some(text) => Base::Set(parts(parameter, text, &places)?),
            };
            said.columns().for_each(|column| is_placeholder.iter_mut().skip(column).take(1).for_each(|is| *is = true));
            entries.push((parameter, said));
        }
        // What is left of the columns sets parameters.
        places.retain(|_, column| is_placeholder.get(*column) == Some(&false));

        let mut slots = Vec::new();
        let mut profile = Profile::default();
        for (parameter, base) in entries {
            let column = places.remove(parameter.name.as_str());
            let name = parameter.name.clone().into_owned();
            let is_slot = column.is_some() || base.columns().next().is_some();
            let value = match base.without_columns() {
                None if !is_slot => Value::Keep,
                text => Value::Set(text.unwrap_or_default().into()),
            };
            profile.parameters.push(Parameter { name: name.clone(), value, access: parameter.access });
            if is_slot {
                slots.push(Slot { name, column, base });
            }
        }
        for (name, column) in places {
            let refused = |fault| BatchError::Column { column, name: name.to_owned(), fault };
            let parsed = ParameterName::parse(name).map_err(refused)?.into_owned();
            if parsed.segments().nth(1).is_some() {
                return Err(BatchError::Nested { column, name: name.to_owned() });
            }
            profile.parameters.push(Parameter { name: parsed.clone(), value: Value::Set("".into()), access: None });
            slots.push(Slot { name: parsed, column: Some(column), base: Base::Absent });
        }
        slots.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok((Self { columns: columns.iter().map(|&name| name.to_owned()).collect(), slots }, profile))
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Slot> {
        self.slots.iter()
    }

    /// The index of a parameter's slot.
    pub(super) fn find(&self, name: &ParameterName<'_>) -> Option<usize> {
        self.slots.binary_search_by(|slot| slot.name.as_str().cmp(name.as_str())).ok()
    }

    /// What stands in each slot for a recipient with these values.
    pub(super) fn fill<'v>(&'v self, values: &[&'v str]) -> Result<Vec<Fill<'v>>, RecipientError> {
        if values.len() != self.columns.len() {
            return Err(RecipientError::Values { columns: self.columns.len(), given: values.len() });
        }
        for (column, value) in values.iter().enumerate() {
            let misfit =
                value.char_indices().find(|(_, c)| c.is_ascii_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
            if let Some((position, character)) = misfit {
                return Err(RecipientError::Character { column, name: self.name(column), character, position });
            }
        }
        self.slots.iter().map(|slot| self.fill_slot(slot, values)).collect()
    }

    fn fill_slot<'v>(&'v self, slot: &'v Slot, values: &[&'v str]) -> Result<Fill<'v>, RecipientError> {
        let cell = |column: usize| values.get(column).copied().unwrap_or_default();
        let own = slot.column.map(|column| trim(cell(column))).filter(|text| !text.is_empty());
        let text = match (own, &slot.base) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, Base::Absent) => return Ok(Fill::Absent),
            (None, Base::Keep) => return Ok(Fill::Keep),
            (None, Base::Set(parts)) => assemble(parts, cell),
        };
        if text.len() > limits::VALUE {
            let column = match own {
                Some(_) => slot.column,
                None => slot.base.columns().max_by_key(|column| cell(*column).len()),
            };
            let column = column.unwrap_or_default();
            let (name, parameter) = (self.name(column), slot.name.to_string());
            return Err(RecipientError::ValueTooLong { column, name, parameter, bytes: text.len() });
        }
        Ok(Fill::Set(text))
    }

    fn name(&self, column: usize) -> String {
        self.columns.get(column).cloned().unwrap_or_default()
    }
}

impl Base {
    /// The columns of its placeholders.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        let parts = match self {
            Self::Set(parts) => parts.as_slice(),
            Self::Absent | Self::Keep => &[],
        };
        parts.iter().filter_map(|part| match part {
            Part::Column(column) => Some(*column),
            Part::Constant(_) => None,
        })
    }

    /// The value when all placeholders are empty.
    fn without_columns(&self) -> Option<String> {
        match self {
            Self::Set(parts) => Some(assemble(parts, |_| "").into_owned()),
            Self::Absent | Self::Keep => None,
        }
    }
}

/// The value of these parts. Blanks at its ends go as they do in XML (FORMAT 7.6), but those of the base stay where no
/// cell has a part in it.
fn assemble<'v>(parts: &'v [Part], cell: impl Fn(usize) -> &'v str) -> Cow<'v, str> {
    let text = |part: &'v Part| match part {
        Part::Constant(text) => text.as_str(),
        Part::Column(column) => cell(*column),
    };
    match parts {
        [] => Cow::Borrowed(""),
        [Part::Constant(text)] => Cow::Borrowed(text),
        [part] => Cow::Borrowed(trim(text(part))),
        parts => Cow::Owned(trim(&parts.iter().map(text).collect::<String>()).to_owned()),
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(' ')
}

/// Cuts a value of the base at its placeholders.
fn parts(parameter: &Folded<'_>, value: &str, places: &HashMap<&str, usize>) -> Result<Vec<Part>, BatchError> {
    let mut parts = Vec::new();
    let mut constant = String::new();
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once(OPEN) {
        constant.push_str(before);
        if let Some(behind) = behind.strip_prefix(OPEN) {
            constant.push_str(OPEN);
            rest = behind;
            continue;
        }
        let parameter = || parameter.name.to_string();
        let (placeholder, behind) =
            behind.split_once(CLOSE).ok_or_else(|| BatchError::UnclosedPlaceholder { parameter: parameter() })?;
        let unknown = || BatchError::UnknownPlaceholder { parameter: parameter(), placeholder: placeholder.to_owned() };
        let column = *places.get(placeholder).ok_or_else(unknown)?;
        if !constant.is_empty() {
            parts.push(Part::Constant(core::mem::take(&mut constant)));
        }
        parts.push(Part::Column(column));
        rest = behind;
    }
    constant.push_str(rest);
    if !constant.is_empty() {
        parts.push(Part::Constant(constant));
    }
    Ok(parts)
}
