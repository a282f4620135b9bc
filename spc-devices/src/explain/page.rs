//! The page that lists every code, in Markdown: `docs/checks.md`.

use core::fmt::Write as _;

use super::code::{self, CodeText};
use crate::check::Group;

/// What comes before the codes.
const HEAD: &str = "\
# What `spc` reports

This page is made by `spc manual --checks`; do not edit it.

Every code is stable and never reused. `spc explain SPC0501` prints what is here. A severity is what a finding has unless
it has a reason to differ; `--deny`, `--warn` and `--allow` change it, by code, by name or by group. In
`compile` and `batch` a check only warns, whatever its severity is here, and the file is written. Codes without a group are
reported while a profile is read or a file is made, not by a check: warnings among them can be raised and hidden by
their code, errors cannot.

FORMAT is [spc-core/FORMAT.md](../spc-core/FORMAT.md); families, profile-language and value-languages are in
[docs/reference](reference).

";

/// The page.
#[must_use]
pub fn page() -> String {
    let all = code::all();
    let mut page = HEAD.to_owned();
    page.push_str("| Code | Name | Severity | Group | Reports |\n|---|---|---|---|---|\n");
    for text in &all {
        let (code, name) = (text.code, text.name);
        let anchor = format!("{code}-{name}").to_ascii_lowercase();
        let group = text.group.map_or("", Group::name);
        let _ =
            writeln!(page, "| [{code}](#{anchor}) | {name} | {} | {group} | {} |", text.severity, cell(text.summary));
    }
    for text in &all {
        section(&mut page, text);
    }
    page
}

fn section(page: &mut String, text: &CodeText) {
    let _ =
        write!(page, "\n## {} {}\n\n{}\n\n{}\n\n", text.code, text.name, prose(text.summary), prose(text.explanation));
    if let Some(example) = text.example {
        let model = example.model.map(|model| format!(", checked for the model `{model}`")).unwrap_or_default();
        let complete = if example.complete { ", as the whole configuration" } else { "" };
        let emergency = example.emergency.join(",");
        let emergency = if emergency.is_empty() { String::new() } else { format!(", with `--emergency {emergency}`") };
        let shown: String =
            example.profile.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect();
        let fence =
            if shown.is_empty() { "An empty file".to_owned() } else { format!("```text\n{}\n```", shown.trim_end()) };
        let _ = write!(page, "Example{model}{complete}{emergency}:\n\n{fence}\n\n");
    }
    let group = text.group.map(|group| format!(" Group: {group}.")).unwrap_or_default();
    let _ = writeln!(page, "Severity: {}. Certain: {}.{group} Source: {}.", text.severity, text.certain(), text.source);
}

/// Text in a cell of a table, where `|` would end it.
fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|")
}

/// Prose as Markdown shows it: what is outside of code has no tags.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let shown = parts.map(|(part, words)| if part % 2 == 0 { words.replace('<', "&lt;") } else { words.to_owned() });
    shown.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_row_and_a_section() {
        let page = page();
        for text in code::all() {
            assert_eq!(page.matches(&format!("\n## {} {}\n", text.code, text.name)).count(), 1, "{}", text.code);
            assert_eq!(page.matches(&format!("\n| [{}](#", text.code)).count(), 1, "{}", text.code);
        }
        assert!(
            page.lines()
                .filter(|line| line.starts_with('|'))
                .all(|line| line.replace("\\|", "").matches('|').count() == 6)
        );
    }
}
