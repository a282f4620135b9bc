//! `spc decompile`: a file back into its profile.

use std::io::{self, IsTerminal};
use std::path::Path;

use spc_core::escape::is_dangerous;
use spc_core::profile::Profile;
use spc_files::read::{Input, KeyRequest, Requirements, opener};
use spc_files::write::{Content, Existing, Output, Replaces, emit, is_stdout};
use spc_files::{Error, Reporter};

use crate::args::{Decompile, SyntaxArg};
use crate::plan::{open, preset, source};

pub(crate) fn run(args: &Decompile, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let mut opener = open::opener(&args.open.key, &args.open.how);
    KeyRequest::share_stdin(Some(&args.file), &[opener.wanted()])?;
    let input = Input::read(&args.file, opener::LIMIT)?;
    let names = preset::names(args.model, reporter);
    let write = |profile: &Profile<'_>, reporter: &Reporter| {
        emit(profile, source::syntax(args.to), names, &input.name, reporter)
    };
    let opened = opener.open(&input, args.open.mac, Requirements::default(), reporter)?;
    opener::note_warnings(&input, &opened, reporter);
    let text = if let Some(container) = opened.as_container() {
        write(&container.profile(), reporter)?
    } else {
        let xml = opener::xml(&input, &opened).expect("what is not a container holds XML");
        write(&opener::parse(&opened, &xml, reporter)?.profile, reporter)?
    };
    let key_file = opener.wanted().file();
    let inputs: Vec<&Path> = input.path.as_deref().into_iter().chain(key_file.as_deref()).collect();
    let output = Output::resolve(args.output.as_deref().unwrap_or(Path::new("-")), &inputs)?;
    let is_shown = matches!(output, Output::Stdout) && io::stdout().is_terminal();
    let text = if is_shown && args.to == SyntaxArg::Xml { harmless(&text) } else { text };
    reporter.settle()?;
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    Replaces::by(args.overwrite).check(&output, path, text.as_bytes())?;
    output.write(text.as_bytes(), Content::Text, args.out_mode, Existing::Replace)?;
    if let Some(path) = args.output.as_deref().filter(|path| !is_stdout(path)) {
        reporter.done(&format!("wrote `{}`", path.display()));
    }
    Ok(())
}

/// The same XML with references for characters of values that could steer a terminal.
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
