//! `spc convert`: writes a profile in the other source language.

use std::path::Path;

use spc_core::source::{Syntax, comments};
use spc_files::read::profile;
use spc_files::write::{Content, Output, Product, deliver, emit};
use spc_files::{Error, Reporter};

use crate::plan::preset;
use crate::plan::profiles::Convert;

pub(crate) fn run(plan: &Convert<'_>, reporter: &Reporter) -> Result<(), Error> {
    let input = plan.reading.read(plan.input)?;
    let source = profile::parse_source(&input, &plan.reading, reporter)?;
    let other = match source.syntax {
        Syntax::Xml => Syntax::Text,
        Syntax::Text => Syntax::Xml,
    };
    let syntax = plan.syntax.unwrap_or(other);
    // Only plain text has names and access that depend on the model.
    let stated = || (syntax == Syntax::Text).then(|| source.model(&input)).flatten();
    let names = preset::names(plan.model.or_else(stated), reporter);
    let text = emit(&source.parsed.profile, syntax, names, &input.name, reporter)?;

    match comments(&input.bytes, source.syntax).len() {
        0 => {}
        1 => reporter.note(&format!("`{}`: its comment was not copied", input.name)),
        more => reporter.note(&format!("`{}`: its {more} comments were not copied", input.name)),
    }
    let inputs: Vec<&Path> = input.path.as_deref().into_iter().chain(source.imported()).collect();
    let output = Output::resolve(plan.output, &inputs)?;
    let what = match syntax {
        Syntax::Xml => "as XML",
        Syntax::Text => "as plain text",
    };
    let product = Product::new(output, plan.output.into(), text.into_bytes(), plan.replaces, format!("({what})"));
    deliver(&[product], None, plan.writing, Content::Text, reporter)
}
