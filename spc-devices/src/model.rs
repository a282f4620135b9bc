//! The models that a profile can be meant for: facts about each, and finding one by the name that people give it.
//!
//! Knows: families, lines, keys, formats and digests, as data. Must not know: parameters, values, or what a check does
//! with them.
//!
//! ```
//! use spc_devices::model::{Model, NotFound};
//!
//! assert_eq!(Model::find("CP-8841-3PCC-K9").map(Model::name), Ok("8841"));
//! assert_eq!(Model::find("504G").ok().and_then(Model::lines), Some(4));
//! assert!(matches!(Model::find("ATA190"), Err(NotFound::OtherSchema { .. })));
//! let Err(NotFound::Unknown { near, .. }) = Model::find("SPA505G") else { panic!("there is no such model") };
//! assert_eq!(near[0].name(), "SPA501G");
//! ```

use core::fmt;

mod dialer;
mod family;
mod find;
mod row;

pub use family::Family;
pub(crate) use row::Inventory;

use crate::lang::dial_plan::Dialer;
use crate::lang::shown;
use crate::listing::either;
use find::Miss;
use row::{MODELS, Row};
use spc_core::Format;
use spc_core::stock::openssl::Digest;

/// A model, or a series of models if only the series is known (`spa9xx`, `88xx`).
#[derive(Clone, Copy)]
pub struct Model(&'static Row);

/// Why a name does not belong to any model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotFound {
    /// A device that reads another kind of file.
    OtherSchema {
        /// The name that was asked for.
        name: String,
        /// What it reads instead.
        reason: &'static str,
    },
    /// Not a known device.
    Unknown {
        /// The name that was asked for.
        name: String,
        /// Up to three models with a name like it, the nearest first.
        near: Vec<Model>,
    },
}

impl NotFound {
    /// What may have been meant, or what the device reads instead; `None` if nothing is near.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::OtherSchema { reason, .. } => Some((*reason).to_owned()),
            Self::Unknown { near, .. } if near.is_empty() => None,
            Self::Unknown { near, .. } => {
                let near: Vec<String> = near.iter().map(|model| format!("`{}`", model.name())).collect();
                Some(format!("did you mean {}?", either(&near)))
            }
        }
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::OtherSchema { name, .. } | Self::Unknown { name, .. }) = self;
        match self {
            Self::OtherSchema { .. } => write!(f, "`{}` is not supported", shown(name))?,
            Self::Unknown { .. } => write!(f, "unknown model `{}`", shown(name))?,
        }
        self.help().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl core::error::Error for NotFound {}

impl Model {
    /// The model or series with this name, as on its box, in an order or in a conversation.
    ///
    /// Case, spaces and the characters `-`, `_`, `.` and `/` do not matter. `504G`, `SPA504`, `Cisco SPA 504G`,
    /// `CP-8841-3PCC-K9`, `DP-9861-K9` and `ATA192-MPP` are all understood. Takes time linear in the number of models.
    ///
    /// # Errors
    /// [`NotFound`], which says whether this is another kind of device, or which models have a similar name.
    pub fn find(name: &str) -> Result<Self, NotFound> {
        find::find(name).map(Self).map_err(|miss| match miss {
            Miss::Other(reason) => NotFound::OtherSchema { name: name.to_owned(), reason },
            Miss::Unknown(near) => {
                NotFound::Unknown { name: name.to_owned(), near: near.into_iter().map(Self).collect() }
            }
        })
    }

    /// Every series, each followed by its models.
    pub fn all() -> impl Iterator<Item = Self> {
        MODELS.iter().map(Self)
    }

    /// The name as the vendor writes it, or the key of a series.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        self.0.family
    }

    /// The series that it belongs to; a series belongs to itself.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
    pub fn series(self) -> Self {
        Self::named(self.0.series).expect("the series of every model is in the table, which a test shows")
    }

    /// The number of lines that it has without expansion modules; `None` for a series, and if no source says.
    ///
    /// For the SPA303 and the SPA508G, the number is known only from their names and keys.
    #[must_use]
    pub const fn lines(self) -> Option<u16> {
        self.0.lines
    }

    /// The number of lines that it has with all expansion modules that it supports; `None` if no source says.
    #[must_use]
    pub const fn lines_with_modules(self) -> Option<u16> {
        match self.0.lines_with_modules {
            None => self.0.lines,
            more => more,
        }
    }

    /// The number of line keys that it has, without those of expansion modules; `None` for adapters and series, and if
    /// no source says.
    #[must_use]
    pub const fn line_keys(self) -> Option<u16> {
        self.0.keys
    }

    /// Whether it is a series of models.
    #[must_use]
    pub fn is_series(self) -> bool {
        self.0.series == self.0.name
    }

    /// Whether the vendor says that it reads the format.
    #[must_use]
    pub const fn reads(self, format: Format) -> bool {
        self.family().reads(format)
    }

    /// The digest of its `openssl enc` files.
    #[must_use]
    pub const fn digest(self) -> Digest {
        self.family().digest()
    }

    /// How it reads keys, as its family does.
    #[must_use]
    pub const fn dialer(self) -> Dialer {
        self.family().dialer()
    }

    /// Its factory `Profile_Rule` (profile-language 10.5).
    #[must_use]
    pub fn profile_rule(self) -> &'static str {
        match self.family() {
            _ if self.name() == "PAP2T" => "/init.cfg",
            Family::Sipura => "/spa.cfg",
            Family::Spa9xx | Family::SpaAta | Family::Spa5xx | Family::Spa1xx => "/spa$PSN.cfg",
            Family::Ata19x => "/ata$PSN.cfg",
            Family::Mpp => "/$PSN.xml",
        }
    }

    /// The firmware version of the inventory that its dictionary comes from, if stated.
    #[must_use]
    pub const fn firmware(self) -> Option<&'static str> {
        self.0.firmware
    }

    /// The inventory of its own firmware image.
    pub(crate) const fn inventory(self) -> Option<Inventory> {
        self.0.inventory
    }

    /// The series whose inventory is nearest, if it has none of its own.
    pub(crate) fn stand_in(self) -> Option<Self> {
        self.0.stand_in.and_then(Self::named)
    }

    /// Every model with its own inventory.
    pub(crate) fn known() -> impl Iterator<Item = Self> {
        Self::all().filter(|model| !model.is_series() && model.inventory().is_some())
    }

    /// The names of some models with their own inventory; a series is named instead if all of its models are among
    /// them.
    #[must_use]
    pub fn names_by_series(models: &[Self]) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for model in models {
            let series = model.series();
            let is_whole = Self::known().all(|one| one.series() != series || models.contains(&one));
            let name = if is_whole { series.name() } else { model.name() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn named(name: &str) -> Option<Self> {
        Self::all().find(|model| model.name() == name)
    }
}

/// Each model has one row, so nothing but the row is compared.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.0, other.0)
    }
}

impl Eq for Model {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Model").field(&self.name()).finish()
    }
}

#[cfg(test)]
mod tests;
