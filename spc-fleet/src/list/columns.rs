//! What the columns of a device list mean, and what a row says in them.
//!
//! Knows: our seven reserved columns, and what may be in them. Must not know: placeholders and parameters, which belong to the
//! core, or files.

use core::fmt;
use std::collections::{HashMap, HashSet};

use spc_core::profile::ParameterName;
use spc_core::{MacError, TargetMac};

use super::mac_like::{BLANKS, LONGEST, has_address, holds_address, is_like_mac};
use super::row::Row;
use crate::cause::{Cause, Fault};
use crate::cells::is_scientific;
use crate::limits::MOST_COLUMNS;
use crate::model_format::ModelFormatError;
use crate::names::check_file_name;

/// Our reserved columns.
const OURS: [&str; 7] = ["mac", "base", "serial", "name", "key", "model", "format"];
/// The most columns that a message names.
const NAMED: usize = 20;

/// The columns of a list.
#[derive(Clone, Debug)]
pub struct Columns {
    names: Vec<String>,
    mac: usize,
    base: Option<usize>,
    serial: Option<usize>,
    name: Option<usize>,
    key: Option<usize>,
    model: Option<usize>,
    format: Option<usize>,
    /// The other columns: placeholders and parameters.
    values: Vec<usize>,
    /// The number of names with spaces around them.
    trimmed: usize,
}

/// What a row says about its device. Missing and empty cells say nothing.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Device<'a> {
    /// Its address.
    pub mac: TargetMac,
    /// The name of its base profile.
    pub base: Option<&'a str>,
    /// The serial of its file.
    pub serial: Option<u32>,
    /// The name of its file.
    pub name: Option<&'a str>,
    /// Its key, as it is written.
    pub key: Option<&'a str>,
    /// The name of its model.
    pub model: Option<&'a str>,
    /// The name of the format of its file.
    pub format: Option<&'a str>,
}

impl Device<'_> {
    /// A device about which nothing else is said.
    #[must_use]
    pub const fn new(mac: TargetMac) -> Self {
        Self { mac, base: None, serial: None, name: None, key: None, model: None, format: None }
    }
}

/// Shows only the address, because the other cells may be anything.
impl fmt::Debug for Device<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Device").field("mac", &self.mac).finish_non_exhaustive()
    }
}

impl Columns {
    /// Reads the names of the columns; `renamed` are our names, each with the name that the list uses instead.
    ///
    /// # Errors
    /// [`Fault`], with the column at fault if there is one.
    pub fn new(mut names: Vec<String>, renamed: &[(String, String)]) -> Result<Self, Fault> {
        if names.len() > MOST_COLUMNS {
            return Err(Fault::of_cell(MOST_COLUMNS, Cause::TooManyColumns(names.len())));
        }
        if names.iter().any(|name| has_lone_return(name)) && !has_zero(&names) {
            // These names contain cells of devices.
            return Err(Fault::of_cell(0, Cause::LoneReturns));
        }
        if names.iter().any(|name| has_address(name)) {
            // No name is shown, because one of them may be a password.
            return Err(Fault::of_cell(0, Cause::HeaderIsRow));
        }
        let mut trimmed = 0_usize;
        for name in &mut names {
            let plain = name.trim_matches(BLANKS);
            if plain.len() < name.len() && !renamed.iter().any(|(_, theirs)| theirs == name) {
                trimmed = trimmed.saturating_add(1);
                *name = plain.to_owned();
            }
        }
        for (ours, theirs) in renamed {
            match names.iter().position(|name| name == theirs) {
                Some(index) => names.get_mut(index).into_iter().for_each(|name| name.clone_from(ours)),
                None if has_zero(&names) => return Err(Fault::of_cell(0, Cause::Utf16WithoutMark)),
                None => {
                    // Without a header, these are the cells of a device, including its password.
                    let has_header = names.iter().any(|name| is_like_mac(name));
                    let columns = has_header.then(|| listed(&names));
                    return Err(Fault::of_cell(0, Cause::NoSuchColumn { wanted: theirs.clone(), columns }));
                }
            }
        }
        if !names.iter().any(|name| name == "mac") {
            return Err(no_mac(&names));
        }
        let mut by_name = HashMap::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            let cause = match name.as_str() {
                "" => Cause::UnnamedColumn,
                _ if name.contains(char::is_control) => Cause::ControlInColumn,
                _ if by_name.insert(name.as_str(), index).is_some() => Cause::RepeatedColumn(name.clone()),
                // Anybody who uses this name on purpose has said so.
                _ if renamed.iter().any(|(ours, _)| ours == name) => continue,
                _ => match OURS.into_iter().find(|ours| name.eq_ignore_ascii_case(ours) && name != ours) {
                    Some(ours) => {
                        let has_ours = names.iter().any(|name| name == ours);
                        Cause::OursByAnotherCase { name: name.clone(), ours, has_ours }
                    }
                    None => continue,
                },
            };
            return Err(Fault::of_cell(index, cause));
        }
        let find = |wanted: &str| by_name.get(wanted).copied();
        let ours = OURS.map(find);
        let [Some(mac), base, serial, name, key, model, format] = ours else { return Err(no_mac(&names)) };
        let values = (0..names.len()).filter(|index| !ours.contains(&Some(*index))).collect();
        Ok(Self { names, mac, base, serial, name, key, model, format, values, trimmed })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The name of a column; empty beyond the last one.
    #[must_use]
    pub fn name(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str)
    }

    /// How many names had spaces around them, which are left out.
    #[must_use]
    pub const fn trimmed(&self) -> usize {
        self.trimmed
    }

    /// The column of addresses.
    #[must_use]
    pub const fn mac(&self) -> usize {
        self.mac
    }

    /// The column of base profiles.
    #[must_use]
    pub const fn base(&self) -> Option<usize> {
        self.base
    }

    /// The column of serials.
    #[must_use]
    pub const fn serial(&self) -> Option<usize> {
        self.serial
    }

    /// The column of file names.
    #[must_use]
    pub const fn file(&self) -> Option<usize> {
        self.name
    }

    /// The column of keys.
    #[must_use]
    pub const fn key(&self) -> Option<usize> {
        self.key
    }

    /// The column of models.
    #[must_use]
    pub const fn model(&self) -> Option<usize> {
        self.model
    }

    /// The column of formats.
    #[must_use]
    pub const fn format(&self) -> Option<usize> {
        self.format
    }

    /// The columns of ours that the list has, beside that of the addresses.
    pub fn reserved(&self) -> impl Iterator<Item = &str> {
        let ours = [self.base, self.serial, self.name, self.key, self.model, self.format];
        ours.into_iter().flatten().filter_map(|column| self.name(column))
    }

    /// The columns that are not reserved, in order.
    #[must_use]
    pub fn values(&self) -> impl ExactSizeIterator<Item = (usize, &str)> {
        self.values.iter().map(|index| (*index, self.name(*index).unwrap_or_default()))
    }

    /// The names of the columns that are not reserved, in order.
    #[must_use]
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.values().map(|(_, name)| name)
    }

    /// The cells of a row in the columns that are not reserved.
    #[must_use]
    pub fn cells<'r>(&'r self, row: &'r Row) -> impl ExactSizeIterator<Item = &'r str> {
        self.values.iter().map(|index| row.cell(*index))
    }

    /// The columns whose names show that they are secret, as positions among those that are not reserved.
    #[must_use]
    pub fn secrets(&self) -> HashSet<usize> {
        let is_secret = |name: &str| ParameterName::from_label(name).is_ok_and(|name| name.is_secret());
        self.values().enumerate().filter(|(_, (_, name))| is_secret(name)).map(|(place, _)| place).collect()
    }

    /// The names of the columns, for a message.
    #[must_use]
    pub fn listed(&self) -> String {
        listed(&self.names)
    }

    /// Whether a column of this name has a meaning of its own, so that it sets no value and fills no placeholder.
    #[must_use]
    pub fn is_reserved(name: &str) -> bool {
        OURS.contains(&name)
    }

    /// The column that sets a value and has the name most similar to a missing one, if any is similar.
    #[must_use]
    pub fn near(&self, missing: &str) -> Option<&str> {
        let plain = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(LONGEST).collect()
        };
        let sought = plain(missing);
        let limit = (sought.chars().count() / 4).max(1);
        let distance = |name: &str| strsim::osa_distance(&plain(name), &sought);
        let near = self.names().map(|name| (distance(name), name)).filter(|(distance, _)| *distance <= limit);
        near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
    }

    /// The reserved column that is not in the list and for which a name may be intended, such as `model` for `Modell`.
    #[must_use]
    pub fn meant(&self, name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        let missing = [("model", self.model), ("format", self.format), ("serial", self.serial)];
        let missing = missing.into_iter().filter(|(_, column)| column.is_none()).map(|(ours, _)| ours);
        missing.into_iter().find(|ours| strsim::osa_distance(ours, &name) == 1)
    }

    /// Why a row has no model and format, as a fault of the cell that names its model or its format.
    #[must_use]
    pub fn fault_of(&self, error: ModelFormatError) -> Fault {
        let column = if matches!(error, ModelFormatError::Model(_)) { self.model } else { self.format };
        Fault { cell: column, cause: Cause::ModelFormat(error) }
    }

    /// Reads a row, without its values.
    ///
    /// # Errors
    /// [`Fault`], with the cell at fault.
    pub fn device<'a>(&self, row: &'a Row) -> Result<Device<'a>, Fault> {
        if row.len() != self.count() {
            let cause = Cause::CellCount { row: row.len(), header: self.count() };
            return Err(Fault::of_cell(self.count().min(row.len()), cause));
        }
        let said = |column: Option<usize>| {
            let cell = column.map(|column| (column, row.cell(column)));
            cell.filter(|(_, cell)| !cell.is_empty())
        };
        let address = row.cell(self.mac).trim_matches(BLANKS);
        let mac = address.parse().map_err(|error| {
            let cause = match error {
                _ if is_scientific(address) => Cause::AddressAsNumber,
                MacError::Character { .. } if holds_address(address) => Cause::MoreThanAddress,
                error => Cause::Address(error),
            };
            Fault::of_cell(self.mac, cause)
        })?;
        let serial = said(self.serial)
            .map(|(column, text)| number(text).ok_or(Fault::of_cell(column, Cause::Serial)))
            .transpose()?;
        if let Some((column, name)) = said(self.name) {
            check_file_name(name).map_err(|cause| Fault::of_cell(column, cause))?;
        }
        if let Some((column, _)) = said(self.key).filter(|(_, key)| key.contains(char::is_control)) {
            return Err(Fault::of_cell(column, Cause::ControlInKey));
        }
        let [base, name, key, model, format] =
            [self.base, self.name, self.key, self.model, self.format].map(|column| said(column).map(|(_, cell)| cell));
        Ok(Device { mac, base, serial, name, key, model, format })
    }
}

fn listed(names: &[String]) -> String {
    let plain = names.iter().filter(|name| !name.contains(char::is_control));
    let named: Vec<String> = plain.take(NAMED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(named.len()) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Whether a name holds a carriage return without a line feed after it.
fn has_lone_return(name: &str) -> bool {
    name.split('\r').skip(1).any(|after| !after.starts_with('\n'))
}

/// Whether a name has a zero byte, as in UTF-16 that is read as UTF-8.
fn has_zero(names: &[String]) -> bool {
    names.iter().any(|name| name.contains('\0'))
}

/// The fault of a list without the one column that it needs.
fn no_mac(names: &[String]) -> Fault {
    if has_zero(names) {
        return Fault::of_cell(0, Cause::Utf16WithoutMark);
    }
    if let Some((index, name)) = names.iter().enumerate().find(|(_, name)| is_like_mac(name)) {
        return Fault::of_cell(index, Cause::MacByAnotherName(name.clone()));
    }
    // If the header was split into several cells, blanks, hyphens and brackets are not separators.
    let is_cut = |c: char| if names.len() == 1 { !c.is_alphanumeric() } else { ",;|:\t".contains(c) };
    let is_otherwise_cut = |name: &String| name.split(is_cut).any(is_like_mac);
    Fault::of_cell(0, if names.iter().any(is_otherwise_cut) { Cause::MacNotSeparated } else { Cause::NoMac })
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
