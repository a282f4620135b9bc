//! `spc decompile`: turns a file back into its profile.

use std::io::{self, IsTerminal};
use std::path::Path;

use spc_core::escape::is_dangerous;
use spc_core::profile::Profile;
use spc_core::source::Syntax;
use spc_devices::model::Model;
use spc_files::read::{Input, Requirements, opener, profile};
use spc_files::write::{Output, emit};
use spc_files::{Error, Reporter};

use crate::command::text;
use crate::plan::preset;
use crate::plan::profiles::Decompile;

pub(crate) fn run(plan: Decompile<'_>, reporter: &Reporter) -> Result<(), Error> {
    let Decompile { mut opener, syntax, output: file, .. } = plan;
    let input = Input::read(plan.file, opener::LIMIT)?;
    let write = |profile: &Profile<'_>, stated: Option<Model>| {
        // Only plain text has names and access that depend on the model.
        let stated = stated.filter(|_| syntax == Syntax::Text);
        emit(profile, syntax, preset::names(plan.model.or(stated), reporter), &input.name, reporter)
    };
    let opened = opener.open(&input, plan.mac, Requirements::default(), reporter)?;
    opener::note_warnings(&input, &opened, reporter);
    let text = if let Some(container) = opened.as_container() {
        write(&container.profile(), None)?
    } else {
        let xml = opener::xml(&input, &opened).expect("what is not a container holds XML");
        let parsed = opener::parse(&opened, &xml, reporter)?;
        write(&parsed.profile, profile::stated_model(&xml, &parsed))?
    };
    let key_file = opener.wanted().file();
    let inputs: Vec<&Path> = input.path.as_deref().into_iter().chain(key_file.as_deref()).collect();
    let output = Output::resolve(file.path, &inputs)?;
    let is_shown = matches!(output, Output::Stdout) && io::stdout().is_terminal();
    let text = if is_shown && syntax == Syntax::Xml { harmless(&text) } else { text };
    reporter.settle()?;
    text::write(&file, &output, text.as_bytes(), "", reporter)
}

/// The same XML, with character references in place of characters that could control a terminal.
fn harmless(xml: &str) -> String {
    let mut safe = String::with_capacity(xml.len());
    for character in xml.chars() {
        if is_dangerous(character) && !matches!(character, '\n' | '\t') {
            safe.push_str(&format!("&#{};", u32::from(character)));
        } else {
            safe.push(character);
        }
    }
    safe
}
