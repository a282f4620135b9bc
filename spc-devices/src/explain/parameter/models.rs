//! The dictionaries that say something of their own.

use crate::dictionary::Dictionary;
use crate::model::Model;

/// That of every model with an inventory of its own.
pub(super) fn known() -> impl Iterator<Item = Dictionary> {
    Model::known().filter_map(Dictionary::of)
}
