//! `spc explain SPC0501`: what a code means, why it matters, and how to fix what it reports.

use spc_devices::explain::code::CodeText;
use spc_devices::explain::json;
use spc_files::Error;

use super::answer;
use super::wrap::{columns, wrap};

/// The indentation of the lines of an example.
const INDENT: &str = "    ";

pub(super) fn show(text: &CodeText, is_json: bool) -> Result<(), Error> {
    if is_json {
        return answer::print_objects([json::code(text)]);
    }
    let columns = columns();
    let prose = |words: &str| wrap("", words, columns).split('\n').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = vec![format!("{} {}", text.code, text.name), String::new()];
    lines.extend(prose(text.summary));
    lines.push(String::new());
    lines.extend(prose(text.explanation));
    if let Some(example) = text.example {
        let mut title = "For example".to_owned();
        if let Some(model) = example.model {
            title = format!("{title}, checked for the model {model}");
        }
        if example.complete {
            title.push_str(", with --complete");
        }
        if !example.emergency.is_empty() {
            title = format!("{title}, with --emergency {}", example.emergency.join(","));
        }
        lines.push(String::new());
        if example.profile.is_empty() {
            lines.extend(prose(&format!("{title}, an empty file.")));
        } else {
            lines.extend(prose(&format!("{title}:")));
            lines.extend(example.profile.trim_end().split('\n').map(|line| format!("{INDENT}{line}")));
        }
    }
    lines.push(String::new());
    let group = text.group.map(|group| format!(" Group: {group}.")).unwrap_or_default();
    let about = format!("Severity: {}. Certain: {}.{group} Source: {}.", text.severity, text.certain(), text.source);
    lines.extend(prose(&about));
    answer::print_lines(lines)
}
