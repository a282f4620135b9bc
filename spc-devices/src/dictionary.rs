//! The parameters that each model has.
//!
//! Knows: names, headings, kinds, languages, defaults and user access of parameters, as data. Must not know: what a
//! check does with a profile, how a finding is shown, or anything about files, keys or bytes.
//!
//! The tables `dictionary/*.tsv` are built by `tools/dictionary.py` from an inventory of published configuration files
//! (`tools/dictionary/`); each row keeps its sources. A table is parsed when it is first needed and then kept: it is
//! constant data in a faster form, so callers share no state that could change.
//!
//! ```
//! use spc_devices::dictionary::{Dictionary, Language};
//! use spc_devices::model::Model;
//!
//! let dictionary = Dictionary::of(Model::find("spa122")?).expect("the SPA122 has an inventory");
//! assert!(dictionary.get("SIP_ToS_DiffServ_Value_1_").is_some());
//! assert_eq!(dictionary.get("SIP_TOS_DiffServ_Value_1_"), None); // the spelling of the phones
//! assert_eq!(dictionary.spellings("SIP_TOS_DiffServ_Value_1_"), ["SIP_ToS_DiffServ_Value_1_"]);
//! assert_eq!(dictionary.text_name("SIP_ToS_DiffServ_Value_1_").as_deref(), Some("SIP_ToS/DiffServ_Value[1]"));
//! assert_eq!(dictionary.suggestions("Dial_Plna_1_", 1), ["Dial_Plan_1_"]);
//! assert_eq!(dictionary.get("Dial_Plan_1_").and_then(|plan| plan.language()), Some(Language::DialPlan));
//!
//! let fallback = Dictionary::of(Model::find("CP-7841-3PCC-K9")?).expect("the 88xx are used in its place");
//! assert!(fallback.is_fallback());
//! assert_eq!(fallback.source_model().name(), "88xx");
//! assert!(Dictionary::of(Model::find("SPA-3000")?).is_none()); // a known model, but nothing to check by
//! # Ok::<(), spc_devices::model::NotFound>(())
//! ```

pub(crate) mod all_models;
mod definition;
mod gateways;
mod language;
mod lookup;
mod near;
mod no_effect;
mod sample;
mod shape;
mod table;

pub use definition::{Choices, Definition, Kind};
pub use gateways::gateway_fault;
pub use language::Language;
pub use lookup::Dictionary;
pub use no_effect::NoEffect;
pub(crate) use table::is_status_name;

#[cfg(test)]
mod tests;
