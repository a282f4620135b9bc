//! `spc sample`: writes every parameter of a model with its default, as a start for a profile.

use spc_core::source::Syntax;
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_files::write::Output;
use spc_files::{Error, Reporter};

use crate::command::text;
use crate::plan::preset;
use crate::plan::profiles::Sample;

pub(crate) fn run(plan: &Sample<'_>, reporter: &Reporter) -> Result<(), Error> {
    let model = plan.model;
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
    let text = match plan.syntax {
        Syntax::Xml => dictionary.sample_xml(),
        Syntax::Text => dictionary.sample_text(),
    };
    let output = Output::resolve(plan.output.path, &[])?;
    text::write(&plan.output, &output, text.as_bytes(), &format!(" (a sample for {})", model.name()), reporter)
}
