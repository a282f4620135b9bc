//! `spc sample`: every parameter of a model with its default, to start a profile from.

use std::path::Path;

use spc_core::dictionary::Model;

use crate::args::{Sample, SyntaxArg};
use crate::failure::Failure;
use crate::input::is_dash;
use crate::output::{Content, Existing, Output};
use crate::preset;
use crate::talk::Talk;

pub(crate) fn run(args: &Sample) -> Result<(), Failure> {
    let model = preset::model(&args.model)?;
    let dictionary = model.dictionary().ok_or_else(|| {
        let failure =
            Failure::usage(format!("no parameter names are known of `{}`, so it has no sample", model.name()));
        let known = |model: &Model| model.dictionary().is_some();
        let relatives: Vec<Model> =
            Model::all().filter(known).filter(|other| other.family() == model.family()).collect();
        let choice = if relatives.is_empty() { Model::all().filter(known).collect() } else { relatives };
        failure.hint(format!("there are samples of {}", preset::list(choice.into_iter())))
    })?;
    let text = match args.format {
        SyntaxArg::Xml => dictionary.sample_xml(),
        SyntaxArg::Text => dictionary.sample_text(),
    };
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    Output::resolve(path, &[])?.write(text.as_bytes(), Content::Text, args.out_mode, Existing::Replace)?;
    if !is_dash(path) {
        Talk::new(false).done(&format!("wrote `{}` (a sample of {})", path.display(), model.name()));
    }
    Ok(())
}
