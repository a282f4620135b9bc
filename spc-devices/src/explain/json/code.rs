//! A code as JSON.

use serde_json::json;

use super::object::object;
use crate::check::Group;
use crate::explain::code::CodeText;

/// What a code means.
#[must_use]
pub fn code(text: &CodeText) -> String {
    let example = &text.example;
    let files = example.files.iter().map(|(name, text)| json!({ "name": name, "text": text }));
    let example = json!({
        "profile": example.profile,
        "model": example.model,
        "complete": example.complete,
        "emergency": example.emergency,
        "command": example.command,
        "files": files.collect::<Vec<_>>(),
        "situation": example.situation,
    });
    object([
        ("code", text.code.to_string().into()),
        ("name", text.name.into()),
        ("severity", text.severity.as_str().into()),
        ("group", text.group.map(Group::name).into()),
        ("soundness", text.soundness.to_string().into()),
        ("summary", text.summary.into()),
        ("explanation", text.explanation.into()),
        ("example", example),
        ("source", text.source.into()),
    ])
}
