//! What was made, for other programs: one JSON object per file.

use serde_json::json;
use spc_core::TargetMac;
use spc_core::key::KeyId;

/// What a line says about a file.
pub(crate) struct Entry<'a> {
    pub(crate) mac: TargetMac,
    /// Its name relative to the directory, or in the archive.
    pub(crate) file: &'a str,
    /// Its length.
    pub(crate) bytes: usize,
    pub(crate) sha256: [u8; 32],
    pub(crate) format: &'static str,
    /// The model, in lists that have models; the inner `None` is for a row without one.
    pub(crate) model: Option<Option<&'static str>>,
    pub(crate) key: Option<KeyId>,
    /// Only for containers.
    pub(crate) serial: Option<u32>,
}

impl Entry<'_> {
    /// The line, with its end.
    pub(crate) fn line(&self) -> String {
        let mut line = json!({
            "mac": self.mac.to_string(),
            "file": self.file,
            "bytes": self.bytes,
            "sha256": hex::encode(self.sha256),
            "format": self.format,
            "key_id": self.key.map(|key| key.to_string()),
            "serial": self.serial,
        });
        if let (Some(model), Some(fields)) = (self.model, line.as_object_mut()) {
            fields.insert("model".into(), model.into());
        }
        let mut line = line.to_string();
        line.push('\n');
        line
    }
}
