//! A run over a device list: from its rows to files in memory, on all cores.

pub(crate) mod bases;
pub(crate) mod jobs;
pub(crate) mod pipeline;
pub(crate) mod work;
