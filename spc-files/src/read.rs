//! What a run reads: profiles, their imports, keys, files to open.
//!
//! Knows: sources, formats, and where keys come from. Must not know: device lists, or what is written.

pub(crate) mod checked;
pub(crate) mod corrected;
pub(crate) mod fence;
pub(crate) mod imports;
pub(crate) mod input;
pub(crate) mod key;
pub(crate) mod key_use;
pub mod opener;
pub mod profile;
pub(crate) mod secret;
pub mod walk;

pub use checked::Checked;
pub use corrected::corrected;
pub use imports::Scope;
pub use input::{Input, is_dash};
pub use key::{FleetKey, device_key, device_needed, load_master, warn_if_kept, warn_if_weak_rules, warn_of};
pub use key_use::FetchKeys;
pub use opener::{KnownSettings, Opener, Requirements};
pub use profile::Reading;
pub use secret::{
    KeyFiles, KeyRequest, KeySource, Purpose, Secret, Stretching, TextForm, Variable, kdf_without_phrase, key_files,
};
pub use walk::Filter;
