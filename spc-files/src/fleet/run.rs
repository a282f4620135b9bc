//! A run over a device list: from its rows to files in memory, on all cores.

pub mod bases;
pub mod delivery;
pub mod making;
pub mod survey;
pub mod work;
