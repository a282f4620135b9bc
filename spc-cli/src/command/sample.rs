//! `spc sample`: every parameter of a model with its default, to start a profile from.

use std::path::Path;

use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_files::write::{Content, Existing, Output, Replaces, is_stdout};
use spc_files::{Error, Reporter};

use crate::args::{Sample, SyntaxArg};
use crate::plan::preset;

pub(crate) fn run(args: &Sample, reporter: &Reporter) -> Result<(), Error> {
    let model = args.model;
    let dictionary = Dictionary::of(model).ok_or_else(|| {
        let failure = Error::usage(format!("no sample for `{}`: its parameter names are not known", model.name()));
        let known = |relatives: bool| -> Vec<&str> {
            let models =
                Model::all().filter(|other| Dictionary::of(*other).is_some_and(|dictionary| !dictionary.is_fallback()));
            models.filter(|other| !relatives || other.family() == model.family()).map(Model::name).collect()
        };
        let relatives = known(true);
        let choice = if relatives.is_empty() { known(false) } else { relatives };
        failure.hint(format!("there are samples for {}", choice.join(", ")))
    })?;
    preset::say_fallback(dictionary, reporter);
    let text = match args.format {
        SyntaxArg::Xml => dictionary.sample_xml(),
        SyntaxArg::Text => dictionary.sample_text(),
    };
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    let output = Output::resolve(path, &[])?;
    Replaces::samples(args.overwrite).check(&output, path, text.as_bytes())?;
    output.write(text.as_bytes(), Content::Text, args.out_mode, Existing::Replace)?;
    if !is_stdout(path) {
        reporter.done(&format!("wrote `{}` (a sample of {})", path.display(), model.name()));
    }
    Ok(())
}
