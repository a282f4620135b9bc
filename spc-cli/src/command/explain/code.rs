//! `spc explain SPC0501`: what a code means, why it matters, and how to fix what it reports.

use spc_devices::check::Example;
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
    lines.push(String::new());
    lines.extend(example(&text.example, prose));
    lines.push(String::new());
    let group = text.group.map(|group| format!(" Group: {group}.")).unwrap_or_default();
    let about = format!("Severity: {}. Certain: {}.{group} Source: {}.", text.severity, text.certain(), text.source);
    lines.extend(prose(&about));
    answer::print_lines(lines)
}

/// How a code comes to be reported.
fn example(example: &Example, prose: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    if let Some(situation) = example.situation {
        return prose(&format!("For example, {situation}."));
    }
    let block = |text: &str| text.trim_end().split('\n').map(|line| format!("{INDENT}{line}")).collect::<Vec<_>>();
    if let Some(command) = example.command {
        let files = example
            .files
            .iter()
            .flat_map(|(name, text)| [prose(&format!("With `{name}`:")), block(text), vec![String::new()]].concat());
        return files.chain(prose("For example:")).chain(block(command)).collect();
    }
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
    match example.profile {
        "" => prose(&format!("{title}, an empty file.")),
        profile => [prose(&format!("{title}:")), block(profile)].concat(),
    }
}
