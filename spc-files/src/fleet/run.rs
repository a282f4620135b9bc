//! A run over a device list: from its rows to files in memory, on all cores.

pub(crate) mod bases;
pub(crate) mod cells;
pub(crate) mod collector;
pub(crate) mod contents;
pub(crate) mod delivery;
pub(crate) mod departed;
pub(crate) mod foreign_files;
mod oddities;
pub(crate) mod packed;
pub(crate) mod prepared;
pub(crate) mod profiles;
pub(crate) mod settings;
mod short_name;
pub(crate) mod survey;
pub(crate) mod work;
