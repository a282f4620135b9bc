//! Compiles several bases for one list of columns, for example phones of two models in one device list.
//!
//! Knows: that a column that is a placeholder in one base sets no parameter in another. Must not know: files, rows.

use std::collections::{BTreeMap, HashSet};

use core::fmt;

use crate::batch::{Batch, BatchError, placeholders, strs};
use crate::profile::Profile;
use crate::seal::Target;

/// The error in one of several bases that were compiled together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("base {}: {error}", index.saturating_add(1))]
#[non_exhaustive]
pub struct BaseError {
    /// The base, counted from 0.
    pub index: usize,
    /// What is wrong with it.
    pub error: BatchError,
}

impl BaseError {
    fn named(self, names: Vec<String>) -> FleetError {
        let base = names.into_iter().nth(self.index).expect("each base has a name");
        FleetError { base, error: self.error }
    }
}

/// Compiles bases for recipients with one value for each of these columns, and returns them in the same order. A column that is
/// a placeholder in one base does not set a parameter in any of them. [`Fleet`] does this for bases with names.
///
/// # Errors
/// Returns [`BaseError`] for a base that is invalid.
pub fn prepare_together<'p, 's: 'p>(
    bases: impl IntoIterator<Item = (&'p Profile<'s>, Target)>,
    columns: &[impl AsRef<str>],
) -> Result<Vec<Batch>, BaseError> {
    let columns = strs(columns);
    let bases: Vec<(&Profile<'_>, Target)> = bases.into_iter().collect();
    let at = |index| move |error| BaseError { index, error };
    let mut found = HashSet::new();
    for (index, (base, _)) in bases.iter().enumerate() {
        found.extend(placeholders(base, &columns).map_err(at(index))?);
    }
    let prepare = |(index, (base, target))| Batch::prepare_beside(base, &columns, &found, target).map_err(at(index));
    bases.into_iter().enumerate().map(prepare).collect()
}

/// The bases of a fleet by name, compiled for the same columns.
///
/// ```
/// # use spc_core::fleet::Fleet;
/// # use spc_core::{Recipient, Target, TargetMac, source};
/// let desk = source::read(b"<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>")?.profile;
/// let gate = source::read(b"<flat-profile><Line_Name>{{ext}}</Line_Name></flat-profile>")?.profile;
/// let fleet = Fleet::prepare([("spa504g", &desk), ("spa112", &gate)], &["ext"], Target::Xml)?;
///
/// let mac: TargetMac = "000e08aabbcc".parse()?;
/// let batch = fleet.base("spa112").ok_or("no such base")?;
/// let file = batch.seal_for(&Recipient::new(mac, &["4711"]))?;
/// assert!(String::from_utf8(file)?.contains("<Line_Name>4711</Line_Name>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Fleet {
    bases: BTreeMap<String, Batch>,
}

/// The error in one of the bases of a fleet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("base `{base}`: {error}")]
#[non_exhaustive]
pub struct FleetError {
    /// The name of the base.
    pub base: String,
    /// What is wrong with it.
    pub error: BatchError,
}

impl Fleet {
    /// Compiles the bases for recipients with one value for each of these columns. A column that is a placeholder in
    /// one base does not set a parameter in any of them.
    ///
    /// # Errors
    /// Returns [`FleetError`] for a base that is invalid.
    pub fn prepare<'p, 's: 'p, N: Into<String>>(
        bases: impl IntoIterator<Item = (N, &'p Profile<'s>)>,
        columns: &[impl AsRef<str>],
        target: impl Into<Target>,
    ) -> Result<Self, FleetError> {
        let target = target.into();
        Self::prepare_each(bases.into_iter().map(|(name, base)| (name, base, target.clone())), columns)
    }

    /// Compiles bases that each have their own target, for example for phones of several families. One profile may
    /// occur under several names.
    ///
    /// # Errors
    /// Returns [`FleetError`] for a base that is invalid.
    pub fn prepare_each<'p, 's: 'p, N: Into<String>>(
        bases: impl IntoIterator<Item = (N, &'p Profile<'s>, Target)>,
        columns: &[impl AsRef<str>],
    ) -> Result<Self, FleetError> {
        let (names, bases): (Vec<String>, Vec<_>) =
            bases.into_iter().map(|(name, base, target)| (name.into(), (base, target))).unzip();
        match prepare_together(bases, columns) {
            Ok(batches) => Ok(Self { bases: names.into_iter().zip(batches).collect() }),
            Err(error) => Err(error.named(names)),
        }
    }

    /// Returns a base by its name.
    #[must_use]
    pub fn base(&self, name: &str) -> Option<&Batch> {
        self.bases.get(name)
    }

    /// Returns the names of the bases, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.bases.keys().map(String::as_str)
    }

    /// Returns whether a column is a placeholder in one of the bases, so that it sets no parameter in any.
    #[must_use]
    pub fn is_placeholder(&self, column: usize) -> bool {
        self.bases.values().any(|batch| batch.is_placeholder(column))
    }

    /// Returns whether a column sets a parameter that no base has: its name may be misspelt, or it may be a note.
    #[must_use]
    pub fn is_addition(&self, column: usize) -> bool {
        !self.bases.is_empty() && self.bases.values().all(|batch| batch.is_addition(column))
    }
}

/// Shows only the names of the bases: values and keys are secret.
impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.bases.keys()).finish()
    }
}
