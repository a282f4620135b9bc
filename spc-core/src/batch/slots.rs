//! Turns columns and `{{column}}` into slots: the parameters whose values differ from recipient to recipient.
//!
//! Knows: which column goes where. Must not know: what files look like.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use core::ops::Range;

use super::error::{BatchError, ValuePlace};
use crate::limits;
use crate::payload::{Fill, PayloadError};
use crate::profile::{Parameter, ParameterName, Profile, Value};
use crate::seal::{SealError, Values};

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// The slots of a base, in byte order of their names.
pub(super) struct Slots {
    columns: Vec<String>,
    slots: Vec<Slot>,
    /// Columns that fill placeholders.
    placeholders: HashSet<usize>,
    /// Columns whose parameters the base does not have.
    additions: HashSet<usize>,
}

/// A parameter that is not the same for all recipients.
struct Slot {
    name: ParameterName<'static>,
    /// The column that sets the whole value, unless its cell is empty.
    column: Option<usize>,
    base: Base,
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
    /// Finds the slots, and the profile of a recipient whose cells are all empty but who has a value in every slot. The
    /// columns in `apart` set no parameter.
    pub(super) fn plan(
        base: &Profile<'_>,
        columns: &[&str],
        apart: &HashSet<usize>,
    ) -> Result<(Self, Profile<'static>), BatchError> {
        let mut by_name = by_name(columns)?;
        let mut entries = Vec::new();
        for parameter in base.folded() {
            let said = match parameter.value {
                None => Base::Keep,
                Some(text) => Base::Set(parts(text, &by_name).map_err(|fault| fault.of(base, parameter.name))?),
            };
            entries.push((parameter, said));
        }
        let placeholders: HashSet<usize> = entries.iter().flat_map(|(_, said)| said.placeholders()).collect();
        // A placeholder is only that; the other columns set parameters.
        by_name.retain(|_, column| !placeholders.contains(column) && !apart.contains(column));

        let mut profile = Profile::default();
        let mut slots = Vec::new();
        for (said, base) in entries {
            let name = said.name.clone().into_owned();
            let column = by_name.remove(name.as_str());
            let is_slot = column.is_some() || base.placeholders().next().is_some();
            let value = match &base {
                Base::Set(parts) => Value::Set(assemble(parts, |_| "").into_owned().into()),
                Base::Keep | Base::Absent if is_slot => Value::Set("".into()),
                Base::Keep | Base::Absent => Value::Keep,
            };
            let (access, keeps_user_value) = (said.access, said.keeps_user_value);
            profile.parameters.push(Parameter { name: name.clone(), value, access, keeps_user_value });
            if is_slot {
                slots.push(Slot { name, column, base });
            }
        }
        let additions = by_name.values().copied().collect();
        let mut rest: Vec<(&str, usize)> = by_name.into_iter().collect();
        rest.sort_unstable_by_key(|(_, column)| *column);
        for (name, column) in rest {
            let name = added(column, name)?;
            let value = Value::Set("".into());
            profile.parameters.push(Parameter::new(name.clone(), value));
            slots.push(Slot { name, column: Some(column), base: Base::Absent });
        }
        slots.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let columns = columns.iter().map(|&name| name.to_owned()).collect();
        Ok((Self { columns, slots, placeholders, additions }, profile))
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn is_placeholder(&self, column: usize) -> bool {
        self.placeholders.contains(&column)
    }

    pub(super) fn is_addition(&self, column: usize) -> bool {
        self.additions.contains(&column)
    }

    /// The parameters that are not the same for all recipients, each with the columns that contribute to it.
    pub(super) fn varying(&self) -> impl Iterator<Item = (&ParameterName<'static>, Vec<usize>)> {
        self.slots.iter().map(|slot| (&slot.name, slot.column.into_iter().chain(slot.base.placeholders()).collect()))
    }

    /// The index of a parameter's slot, and what the base has there.
    pub(super) fn find(&self, name: &ParameterName<'_>) -> Option<(usize, &Base)> {
        let index = self.slots.binary_search_by(|slot| slot.name.as_str().cmp(name.as_str())).ok()?;
        self.slots.get(index).map(|slot| (index, &slot.base))
    }

    /// What a parameter becomes for a recipient with these values, if it is a slot and can be filled.
    pub(super) fn value<'v>(&'v self, parameter: &str, values: Values<'v>) -> Option<Value<'v>> {
        if values.len() != self.columns.len() {
            return None;
        }
        let index = self.slots.binary_search_by(|slot| slot.name.as_str().cmp(parameter)).ok()?;
        match self.fill_slot(self.slots.get(index)?, values).ok()? {
            Fill::Set(text) => Some(Value::Set(text)),
            Fill::Keep | Fill::Absent => Some(Value::Keep),
        }
    }

    /// What goes into each slot for a recipient with these values.
    pub(super) fn fill<'v>(&'v self, values: Values<'v>) -> Result<Vec<Fill<'v>>, SealError> {
        if values.len() != self.columns.len() {
            return Err(SealError::Values { columns: self.columns.len(), given: values.len() });
        }
        for (column, value) in values.iter().enumerate() {
            // Most values are plain ASCII, which is much faster to check.
            let is_plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            let is_misfit = |c: char| c.is_ascii_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
            let misfit = if is_plain { None } else { value.char_indices().find(|(_, c)| is_misfit(*c)) };
            if let Some((position, character)) = misfit {
                return Err(SealError::Character { column, name: self.name(column), character, position });
            }
        }
        let mut fills = Vec::with_capacity(self.slots.len());
        let mut bytes = 0_usize;
        for slot in &self.slots {
            let fill = self.fill_slot(slot, values)?;
            bytes = bytes.saturating_add(fill.text().map_or(0, str::len));
            // Checked here as well, because placeholders can multiply a value before the whole is measured.
            if bytes > limits::PAYLOAD {
                return Err(PayloadError::TooLarge { bytes }.into());
            }
            fills.push(fill);
        }
        Ok(fills)
    }

    fn fill_slot<'v>(&'v self, slot: &'v Slot, values: Values<'v>) -> Result<Fill<'v>, SealError> {
        let cell = |column: usize| values.get(column).expect("there is a value for each column");
        let too_long = |column, bytes| SealError::ValueTooLong {
            column,
            name: self.name(column),
            parameter: slot.name.to_string(),
            bytes,
        };
        let own = slot.column.map(|column| (column, trim(cell(column)))).filter(|(_, text)| !text.is_empty());
        match (own, &slot.base) {
            (Some((column, text)), _) if text.len() > limits::VALUE => Err(too_long(column, text.len())),
            (Some((_, text)), _) => Ok(Fill::Set(Cow::Borrowed(text))),
            (None, Base::Absent) => Ok(Fill::Absent),
            (None, Base::Keep) => Ok(Fill::Keep),
            (None, Base::Set(parts)) => {
                let check = |bytes: usize, most: usize| {
                    let longest = || slot.base.placeholders().max_by_key(|column| cell(*column).len());
                    let to_blame = if bytes > most { longest() } else { None };
                    to_blame.map_or(Ok(()), |column| Err(too_long(column, bytes)))
                };
                // Checked before it is made, because placeholders multiply a value, and afterwards, because it is
                // trimmed.
                check(length(parts, cell), limits::PAYLOAD)?;
                let text = assemble(parts, cell);
                check(text.len(), limits::VALUE)?;
                Ok(Fill::Set(text))
            }
        }
    }

    fn name(&self, column: usize) -> String {
        self.columns.get(column).cloned().expect("slots name columns of the batch")
    }
}

impl Base {
    /// The columns that its value contains.
    fn placeholders(&self) -> impl Iterator<Item = usize> {
        let parts = match self {
            Self::Set(parts) => parts.as_slice(),
            Self::Absent | Self::Keep => &[],
        };
        parts.iter().filter_map(|part| match part {
            Part::Column(column) => Some(*column),
            Part::Constant(_) => None,
        })
    }
}

impl Part {
    fn text<'v>(&'v self, cell: impl Fn(usize) -> &'v str) -> &'v str {
        match self {
            Self::Constant(text) => text,
            Self::Column(column) => cell(*column),
        }
    }
}

/// The length of a value before its ends are trimmed.
fn length<'v>(parts: &'v [Part], cell: impl Fn(usize) -> &'v str) -> usize {
    parts.iter().map(|part| part.text(&cell).len()).fold(0, usize::saturating_add)
}

/// The value made of these parts, trimmed as in XML (FORMAT 7.6); but a value of the base to which no cell contributes
/// keeps the blanks at its ends.
fn assemble<'v>(parts: &'v [Part], cell: impl Fn(usize) -> &'v str) -> Cow<'v, str> {
    match parts {
        [] => Cow::Borrowed(""),
        [Part::Constant(text)] => Cow::Borrowed(text),
        [part] => Cow::Borrowed(trim(part.text(cell))),
        parts => {
            let mut text = String::with_capacity(length(parts, &cell));
            parts.iter().for_each(|part| text.push_str(part.text(&cell)));
            Cow::Owned(trim(&text).to_owned())
        }
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(' ')
}

/// The columns by name, without duplicates.
fn by_name<'n>(columns: &[&'n str]) -> Result<HashMap<&'n str, usize>, BatchError> {
    let mut by_name = HashMap::with_capacity(columns.len());
    for (column, &name) in columns.iter().enumerate() {
        if by_name.insert(name, column).is_some() {
            return Err(BatchError::RepeatedColumn { column, name: name.to_owned() });
        }
    }
    Ok(by_name)
}

/// The name of a parameter that a column adds to the base.
fn added(column: usize, name: &str) -> Result<ParameterName<'static>, BatchError> {
    let refused = |fault| BatchError::Column { column, name: name.to_owned(), fault };
    let parsed = ParameterName::parse(name).map_err(refused)?.into_owned();
    if name.contains('/') { Err(BatchError::Nested { column, name: name.to_owned() }) } else { Ok(parsed) }
}

/// Returns the columns that a base has as placeholders, without compiling it.
///
/// This is the first step of [`prepare_together`](crate::fleet::prepare_together), for callers that read their bases one by one and report
/// faults where they occur.
///
/// # Errors
/// Returns [`BatchError`] if two columns have the same name, or if a placeholder of the base is invalid.
pub fn placeholders(base: &Profile<'_>, columns: &[&str]) -> Result<HashSet<usize>, BatchError> {
    let by_name = by_name(columns)?;
    let mut placeholders = HashSet::new();
    for parameter in base.folded() {
        let Some(text) = parameter.value else { continue };
        let parts = parts(text, &by_name).map_err(|fault| fault.of(base, parameter.name))?;
        placeholders.extend(Base::Set(parts).placeholders());
    }
    Ok(placeholders)
}

/// What is wrong with a placeholder, and where in its value.
struct Fault {
    /// The text between the braces; `None` where they are not closed.
    placeholder: Option<String>,
    range: Range<usize>,
}

impl Fault {
    /// The error for a base in which this parameter has the value.
    fn of(self, base: &Profile<'_>, name: &ParameterName<'_>) -> BatchError {
        // The last occurrence that sets a value counts (FORMAT 7.8).
        let is_it = |one: &Parameter<'_>| one.name == *name && one.value.text().is_some();
        let parameter = base.parameters.iter().rposition(is_it).expect("the value is that of a parameter");
        let place = ValuePlace { parameter, range: self.range };
        let parameter = name.to_string();
        match self.placeholder {
            None => BatchError::UnclosedPlaceholder { parameter, place },
            Some(text) => {
                let placeholder = Some(text).filter(|text| text.len() <= limits::NAME);
                BatchError::UnknownPlaceholder { parameter, placeholder, place }
            }
        }
    }
}

/// Splits a value of the base at its placeholders.
fn parts(value: &str, columns: &HashMap<&str, usize>) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let mut constant = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once(OPEN) {
        constant.push_str(before);
        if let Some(after) = after.strip_prefix(OPEN) {
            constant.push_str(OPEN);
            rest = after;
            continue;
        }
        let start = value.len().saturating_sub(after.len()).saturating_sub(OPEN.len());
        let fault = |placeholder: Option<&str>, length: usize| Fault {
            placeholder: placeholder.map(str::to_owned),
            range: start..start.saturating_add(length),
        };
        let Some((text, after)) = after.split_once(CLOSE) else { return Err(fault(None, OPEN.len())) };
        let column = columns.get(text).or_else(|| columns.get(trim(text)));
        let length = text.len().saturating_add(OPEN.len()).saturating_add(CLOSE.len());
        let column = *column.ok_or_else(|| fault(Some(trim(text)), length))?;
        if !constant.is_empty() {
            parts.push(Part::Constant(core::mem::take(&mut constant)));
        }
        parts.push(Part::Column(column));
        rest = after;
    }
    constant.push_str(rest);
    if !constant.is_empty() {
        parts.push(Part::Constant(constant));
    }
    Ok(parts)
}
