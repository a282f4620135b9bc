//! The parameters of one model: finding one by its name, and finding similar names.

use core::fmt;
use core::ops::RangeInclusive;

use super::definition::Definition;
use super::near::{self, Named};
use super::no_effect::{NoEffect, no_effect};
use super::table::{Table, is_status_name};
use crate::model::Model;

/// The parameters of one model.
///
/// Models with the same firmware image share a table, which also says which models have a name that others lack. Names
/// are spelt as in XML, with `/` between the sections of a path, and are case-sensitive, as on the device.
///
/// The first dictionary for an image reads its table (under a millisecond), and all others share it.
#[derive(Clone, Copy)]
pub struct Dictionary {
    model: Model,
    /// The model that the inventory describes: this one, or the series used in its place.
    source: Model,
    table: &'static Table,
}

impl Dictionary {
    /// The dictionary of a model: its own, or that of the nearest series ([`is_fallback`](Self::is_fallback)); `None`
    /// if no inventory is near enough, so that the model's parameters cannot be checked by name.
    ///
    /// ```
    /// use spc_devices::dictionary::{Dictionary, Kind};
    /// use spc_devices::model::Model;
    ///
    /// let dictionary = Dictionary::of(Model::find("Cisco SPA 504G")?).expect("it has an inventory");
    /// let port = dictionary.get("Web_Server_Port").expect("every phone has one");
    /// assert_eq!(port.kind(), Kind::Integer { min: 0, max: 65535 });
    /// assert_eq!(port.default_value(None).as_deref(), Some("80"));
    ///
    /// // A name with an index beyond the model is known; whether it is in range is a question of its own.
    /// let line = dictionary.get("Line_Enable_7_").expect("larger models have it");
    /// assert_eq!(dictionary.indices(line), Some(1..=4));
    /// # Ok::<(), spc_devices::model::NotFound>(())
    /// ```
    #[must_use]
    pub fn of(model: Model) -> Option<Self> {
        let source = if model.inventory().is_some() { model } else { model.stand_in()? };
        source.inventory().map(|inventory| Self { model, source, table: Table::of(inventory) })
    }

    /// The model it was asked for.
    #[must_use]
    pub const fn model(&self) -> Model {
        self.model
    }

    /// The model whose parameters it has: the same one, or the series used in its place.
    #[must_use]
    pub const fn source_model(&self) -> Model {
        self.source
    }

    /// Whether the model has no inventory of its own, so an unknown name may still be a parameter.
    #[must_use]
    pub fn is_fallback(&self) -> bool {
        self.source != self.model
    }

    /// The lines of the model, or those of the largest model with the same firmware image if its own count is not
    /// known.
    #[must_use]
    pub fn lines(&self) -> u16 {
        self.model.lines().unwrap_or(self.table.lines)
    }

    /// The lines of the model with its expansion modules, or those of the largest model of a series with an inventory;
    /// `None` if no source gives the number.
    #[must_use]
    pub fn counted_lines(&self) -> Option<u16> {
        let of_series = || (self.model.is_series() && !self.is_fallback()).then_some(self.table.lines);
        self.model.lines_with_modules().or_else(of_series)
    }

    /// All parameters, in the order of the device's pages.
    pub fn definitions(&self) -> impl Iterator<Item = &'static Definition> {
        let model = self.source;
        self.table.definitions.iter().filter(move |definition| definition.is_on(model))
    }

    /// The parameter with this name, in time that does not depend on the size of the dictionary.
    ///
    /// Any index from 1 to 9999 is found, so that `Proxy_7_` on a phone with four lines is a known parameter with an
    /// index out of [range](Self::indices) rather than an unknown name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static Definition> {
        self.matches(name).find(|(definition, _)| definition.is_spelt(name)).map(|(definition, _)| definition)
    }

    /// This model's names that differ from an unknown name only in case, with the correct spelling. Costs as much as
    /// [`get`](Self::get).
    ///
    /// For messages, never for corrections: `Password_1_` and `password_1_` may be two parameters of one profile.
    #[must_use]
    pub fn spellings(&self, name: &str) -> Vec<String> {
        let others = self.matches(name).filter(|(definition, _)| !definition.is_spelt(name));
        others.map(|(definition, index)| definition.xml_name(index)).collect()
    }

    /// This model's names that look like an unknown name, nearest first, up to a maximum number.
    ///
    /// Letter case, underscores and the punctuation of plain text and of the web page (`Proxy[1]`, `Resync At (HHmm)`)
    /// do not count. One in five letters and digits may differ, but at least one and at most three; two swapped
    /// neighbours are one difference. An index is kept, and is 1 if the name has none; another number is not a slip.
    ///
    /// Takes time linear in the number of parameters, some tens of microseconds: use it for findings that are shown,
    /// not for every name in a file.
    #[must_use]
    pub fn suggestions(&self, name: &str, limit: usize) -> Vec<String> {
        let model = self.source;
        near::suggestions(name, limit, self.table.shaped().filter(|(definition, _)| definition.is_on(model)))
    }

    /// This model's names that differ from an unknown one in a number or a letter that counts parameters, as `GPP_A` does
    /// from `GPP_Q`, in the order of the device's pages. Takes as long as [`suggestions`](Self::suggestions).
    #[must_use]
    pub fn siblings(&self, name: &str) -> Vec<String> {
        let model = self.source;
        near::siblings(name, self.table.shaped().filter(|(definition, _)| definition.is_on(model)))
    }

    /// Whether a name sets nothing on this model, but is one under which devices show their status in dumps.
    ///
    /// Such names are under `Info/` on the device's pages. Costs as much as [`get`](Self::get).
    #[must_use]
    pub fn is_status(&self, name: &str) -> bool {
        is_status_name(name) && self.get(name).is_none()
    }

    /// The models with their own inventory that have a parameter with this name; only the series is named if all of its
    /// models have it.
    ///
    /// The first call reads all tables; later ones make seven lookups like that of [`get`](Self::get).
    ///
    /// ```
    /// use spc_devices::dictionary::Dictionary;
    ///
    /// assert_eq!(Dictionary::models_with("Call_Unpark_Code"), ["68xx", "88xx", "98xx"]);
    /// assert_eq!(Dictionary::models_with("Dial_Plan_8_2_"), ["SPA3102"]);
    /// ```
    #[must_use]
    pub fn models_with(name: &str) -> Vec<&'static str> {
        let mut models = Vec::new();
        for inventory in Model::all().filter(|model| model.is_series()).filter_map(Model::inventory) {
            let mut found = Table::of(inventory).matches(name);
            found.retain(|(definition, _)| definition.is_spelt(name));
            let has_it = |model: Model| found.iter().any(|(definition, _)| definition.is_on(model));
            let of_image = Model::known().filter(|model| model.inventory() == Some(inventory));
            models.extend(of_image.filter(|model| !found.is_empty() && has_it(*model)));
        }
        Model::names_by_series(&models)
    }

    /// The plain-text spelling of a parameter's XML name: `Proxy[1]`, `Set_Local_Date_(mm/dd)`.
    ///
    /// It cannot be computed from the XML name, in which `_` replaces six characters. `None` for an unknown name and in
    /// the router section, which plain text cannot express.
    #[must_use]
    pub fn text_name(&self, name: &str) -> Option<String> {
        let definition = self.get(name)?;
        definition.text_name(definition.index_in(name))
    }

    /// The indices that a parameter has on this model; `None` for a parameter without an index.
    #[must_use]
    pub fn indices(&self, definition: &Definition) -> Option<RangeInclusive<u16>> {
        definition.indices(self.lines())
    }

    /// All the indices that a parameter can have, including those for the lines of expansion modules.
    #[must_use]
    pub fn most_indices(&self, definition: &Definition) -> Option<RangeInclusive<u16>> {
        definition.indices(self.counted_lines().unwrap_or_else(|| self.lines()))
    }

    /// Whether the model is known not to have a parameter with this index.
    ///
    /// `false` for a line if no source gives the model's number of lines, and for a key if the inventory is that of a
    /// related model, because this one may have more keys.
    #[must_use]
    pub fn is_beyond(&self, definition: &Definition, index: u16) -> bool {
        let is_counted = if definition.is_per_line() { self.counted_lines().is_some() } else { !self.is_fallback() };
        is_counted && self.most_indices(definition).is_some_and(|indices| !indices.contains(&index))
    }

    /// Why a parameter in the model's firmware does nothing on the model; `None` if no source says that.
    #[must_use]
    pub fn no_effect(&self, name: &str) -> Option<NoEffect> {
        no_effect(self.model, name)
    }

    /// The published files in which a parameter in this dictionary was found, each with its origin.
    pub fn sources(&self, definition: &Definition) -> impl Iterator<Item = &'static str> {
        self.table.sources(definition)
    }

    /// The definitions that match a name when case is ignored, each with the index that the name then has.
    fn matches(&self, name: &str) -> impl Iterator<Item = (&'static Definition, Option<u16>)> {
        let model = self.source;
        self.table.matches(name).into_iter().filter(move |(definition, _)| definition.is_on(model))
    }
}

/// Shows only the model: a table has thousands of lines.
impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dictionary").field(&self.model.name()).finish()
    }
}

impl Named for &Definition {
    fn is_indexed(self) -> bool {
        Definition::is_indexed(self)
    }

    fn spelt(self, index: Option<u16>) -> String {
        self.xml_name(index)
    }
}
