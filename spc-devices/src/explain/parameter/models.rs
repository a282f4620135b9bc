//! The dictionaries that contain facts of their own.

use crate::dictionary::Dictionary;
use crate::model::Model;

/// The dictionary of every model with its own inventory.
pub(super) fn known() -> impl Iterator<Item = Dictionary> {
    Model::known().filter_map(Dictionary::of)
}
