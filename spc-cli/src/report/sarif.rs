//! Findings as one SARIF 2.1.0 document.

use serde_json::{Value, json};
use spc_core::diagnostic::{Diagnostic, Severity};
use spc_devices::check::checks;

use crate::report::codes;
use crate::report::sources::Sources;

/// What collects the findings of a run.
#[derive(Debug, Default)]
pub(super) struct Sarif {
    results: Vec<Value>,
}

impl Sarif {
    pub(super) fn add(&mut self, finding: &Diagnostic, sources: &Sources<'_>) {
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
    pub(super) fn document(self) -> Value {
        let of_readers = codes::rows().map(|row| {
            json!({
                "id": row.code.to_string(),
                "name": row.name,
                "shortDescription": { "text": row.explanation },
                "defaultConfiguration": { "level": level(row.severity) },
            })
        });
        let of_devices = checks().map(|check| {
            json!({
                "id": check.code.to_string(),
                "name": check.name,
                "shortDescription": { "text": check.summary },
                "fullDescription": { "text": check.explanation },
                "help": { "text": format!("{} Source: {}.", check.explanation, check.source) },
                "defaultConfiguration": { "level": level(check.severity) },
                "properties": { "tags": [check.group.name()] },
            })
        });
        let rules: Vec<Value> = of_readers.chain(of_devices).collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": { "name": "spc", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        })
    }
}

const fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A path as a relative reference: everything but the usual characters of file names as its bytes.
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
