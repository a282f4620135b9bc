//! `spc convert`: a profile in the other source language.

use std::path::Path;

use spc_core::source::{Syntax, comments};
use spc_files::read::profile;
use spc_files::write::{Content, Output, Product, Replaces, deliver, emit};
use spc_files::{Error, Reporter};

use crate::args::Convert;
use crate::plan::write::writing;
use crate::plan::{key, preset, source};

pub(crate) fn run(args: &Convert, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.write.deny_warnings);
    let names = preset::names(args.model, reporter);
    let reading = source::reading(&args.source, key::files_of_environment());
    let input = reading.read(&args.input)?;
    let source = profile::parse_source(&input, &reading, reporter)?;
    let other = match source.syntax {
        Syntax::Xml => Syntax::Text,
        Syntax::Text => Syntax::Xml,
    };
    let syntax = args.to.map_or(other, source::syntax);
    let text = emit(&source.parsed.profile, syntax, names, &input.name, reporter)?;

    match comments(&input.bytes, source.syntax).len() {
        0 => {}
        1 => reporter.note(&format!("`{}`: its comment is not in the output", input.name)),
        more => reporter.note(&format!("`{}`: its {more} comments are not in the output", input.name)),
    }
    let inputs: Vec<&Path> = input.path.as_deref().into_iter().chain(source.imported()).collect();
    let output = Output::resolve(&args.output, &inputs)?;
    let what = match syntax {
        Syntax::Xml => "as XML",
        Syntax::Text => "as plain text",
    };
    let replaces = Replaces::by(args.overwrite);
    let product = Product::new(output, args.output.clone(), text.into_bytes(), replaces, format!("({what})"));
    deliver(&[product], None, writing(&args.write), Content::Text, reporter)
}
