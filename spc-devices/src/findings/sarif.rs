//! Findings as one SARIF 2.1.0 document.

use serde_json::{Value, json};
use spc_core::diagnostic::{Diagnostic, Severity};

use super::sources::Sources;
use crate::explain::code::{self, CodeText};

/// Collects the findings of a run.
#[derive(Clone, Debug)]
pub struct Sarif {
    name: &'static str,
    version: &'static str,
    results: Vec<Value>,
}

impl Sarif {
    /// A report without findings yet, of this version of the tool.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, results: Vec::new() }
    }

    /// Adds a finding.
    pub fn add(&mut self, finding: &Diagnostic, sources: &Sources<'_>) {
        let locations: Vec<Value> = sources
            .locate(finding.span)
            .map(|at| {
                json!({ "physicalLocation": {
                    "artifactLocation": { "uri": uri(at.file) },
                    "region": {
                        "startLine": at.line,
                        "startColumn": at.column,
                        "endLine": at.end_line,
                        "endColumn": at.end_column,
                    },
                } })
            })
            .into_iter()
            .collect();
        let help = finding.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
        self.results.push(json!({
            "ruleId": finding.code.to_string(),
            "level": level(finding.severity),
            "message": { "text": format!("{}{help}", finding.message) },
            "locations": locations,
        }));
    }

    /// The whole document.
    #[must_use]
    pub fn document(self) -> String {
        let rules: Vec<Value> = code::all().into_iter().map(rule).collect();
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": { "name": self.name, "version": self.version, "rules": rules } },
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        format!("{document:#}")
    }
}

/// A code as a rule, with what `spc explain` says about it.
fn rule(text: CodeText) -> Value {
    let mut rule = json!({
        "id": text.code.to_string(),
        "name": text.name,
        "shortDescription": { "text": text.summary },
        "fullDescription": { "text": text.explanation },
        "help": { "text": format!("{} Source: {}.", text.explanation, text.source) },
        "defaultConfiguration": { "level": level(text.severity) },
    });
    if let (Some(group), Some(rule)) = (text.group, rule.as_object_mut()) {
        rule.insert("properties".to_owned(), json!({ "tags": [group.name()] }));
    }
    rule
}

const fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A path as a relative reference: everything but the usual characters in file names is percent-encoded.
fn uri(path: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
    path.bytes()
        .map(|byte| if is_plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("a b/ü%.xml"), "a%20b/%C3%BC%25.xml");
    }
}
