//! What the devices know: their models, and the parameters each model has.
//!
//! Knows: names, headings, kinds, defaults and user access of parameters, as data. Must not know: how a finding about a
//! profile is judged or shown, and anything about files, keys or bytes.
//!
//! The tables `dictionary/*.tsv` are built by `tools/dictionary.py` from facts about published configuration files; each
//! says at its head from which. A table is parsed when first asked for and then kept: it is constant data in a faster
//! shape, so no caller can see or change a state.
//!
//! ```
//! use spc_devices::dictionary::{Dictionary, Model};
//!
//! let dictionary = Dictionary::for_model("spa122").expect("the SPA122 has an inventory");
//! assert!(dictionary.get("SIP_ToS_DiffServ_Value_1_").is_some());
//! assert_eq!(dictionary.get("SIP_TOS_DiffServ_Value_1_"), None); // the spelling of the phones
//! assert_eq!(dictionary.spellings("SIP_TOS_DiffServ_Value_1_"), ["SIP_ToS_DiffServ_Value_1_"]);
//! assert_eq!(dictionary.text_name("SIP_ToS_DiffServ_Value_1_").as_deref(), Some("SIP_ToS/DiffServ_Value[1]"));
//! assert!(Model::find("SPA-3000").is_some_and(|model| model.dictionary().is_none())); // known, but nothing to check by
//! ```

use core::fmt;
use core::ops::RangeInclusive;

mod definition;
mod dialer;
mod model;
mod sample;
mod table;

pub use definition::{Choices, Definition, Kind};
pub use model::{Family, Model};

use table::Table;

/// The parameters of one model.
///
/// Models of one firmware image share a table; within it, names that only some of them have are told apart. Names are
/// those of XML, with `/` between the sections of a path, and compare by case as on the device.
#[derive(Clone, Copy)]
pub struct Dictionary {
    model: Model,
    table: &'static Table,
}

impl Dictionary {
    /// The dictionary of a model by its name ([`Model::find`]); `None` for an unknown name and for a model without
    /// inventory, whose parameters cannot be checked by name.
    #[must_use]
    pub fn for_model(name: &str) -> Option<Self> {
        Model::find(name)?.dictionary()
    }

    /// The model it describes.
    #[must_use]
    pub const fn model(&self) -> Model {
        self.model
    }

    /// The lines of the model, or of the largest model of its firmware image where its own count is not known.
    #[must_use]
    pub fn lines(&self) -> u16 {
        self.model.lines().unwrap_or(self.table.lines)
    }

    /// All parameters, in the order of the device's pages.
    pub fn definitions(&self) -> impl Iterator<Item = &'static Definition> {
        let model = self.model;
        self.table.definitions.iter().filter(move |definition| definition.is_on(model))
    }

    /// The parameter of this name, in time that does not depend on the size of the dictionary.
    ///
    /// Any index from 1 to 9999 is found, so that `Proxy_7_` on a phone with four lines is a known parameter with an
    /// index out of [range](Self::indices) rather than an unknown name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static Definition> {
        self.matches(name).find(|(definition, _)| definition.is_spelt(name)).map(|(definition, _)| definition)
    }

    /// The names of this model that differ from an unknown name only in case, as they should be written.
    ///
    /// For a message, never for a correction: `Password_1_` and `password_1_` may be two parameters of one profile.
    #[must_use]
    pub fn spellings(&self, name: &str) -> Vec<String> {
        let others = self.matches(name).filter(|(definition, _)| !definition.is_spelt(name));
        others.map(|(definition, index)| definition.xml_name(index)).collect()
    }

    /// The plain-text spelling of a parameter's XML name: `Proxy[1]`, `Set_Local_Date_(mm/dd)`.
    ///
    /// It cannot be computed from the XML name, in which `_` stands for six characters. `None` for an unknown name and
    /// in the router section, which plain text cannot say.
    #[must_use]
    pub fn text_name(&self, name: &str) -> Option<String> {
        let definition = self.get(name)?;
        definition.text_name(definition.index_in(name))
    }

    /// The indices a parameter has on this model; `None` for a parameter without index.
    #[must_use]
    pub fn indices(&self, definition: &Definition) -> Option<RangeInclusive<u16>> {
        definition.indices(self.lines())
    }

    /// The definitions that fit a name when case is ignored, each with the index that the name then has.
    fn matches(&self, name: &str) -> impl Iterator<Item = (&'static Definition, Option<u16>)> {
        let model = self.model;
        self.table.matches(name).into_iter().filter(move |(definition, _)| definition.is_on(model))
    }
}

/// Names the model only: a table is thousands of lines.
impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dictionary").field(&self.model.name()).finish()
    }
}

#[cfg(test)]
mod tests;
