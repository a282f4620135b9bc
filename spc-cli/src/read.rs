//! What a run reads: profiles, their imports, keys, files to open.

pub(crate) mod checked;
pub(crate) mod fence;
pub(crate) mod imports;
pub(crate) mod input;
pub(crate) mod key;
pub(crate) mod opener;
pub(crate) mod profile;
pub(crate) mod secret;
pub(crate) mod walk;
