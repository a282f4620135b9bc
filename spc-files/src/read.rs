//! What a run reads: profiles, their imports, keys, files to open.

pub mod checked;
pub mod fence;
pub mod imports;
pub mod input;
pub mod key;
pub mod opener;
pub mod profile;
pub mod secret;
pub mod walk;
