//! What `--model` stands for: a model's names, its digest, and which formats it reads.

use spc_core::dictionary::{Dictionary, Format as Stock, Model};

use crate::args::Format;
use crate::failure::Failure;
use crate::talk::Talk;

/// The model or family of this name.
pub(crate) fn model(name: &str) -> Result<Model, Failure> {
    Model::find(name).ok_or_else(|| {
        let failure = Failure::usage(format!("no model or family `{name}` is known"));
        let wanted = name.to_lowercase();
        let distance = |model: &Model| strsim::damerau_levenshtein(&wanted, &model.name().to_lowercase());
        match Model::all().min_by_key(distance).filter(|model| distance(model) <= 2) {
            Some(near) => failure.hint(format!("did you mean `{}`?", near.name())),
            None => failure.hint(format!("known are {}", list(Model::all()))),
        }
    })
}

/// The names of a model's parameters; without an inventory there is nothing to know them by, which is said.
pub(crate) fn dictionary(name: &str, talk: &Talk) -> Result<Option<Dictionary>, Failure> {
    let model = model(name)?;
    let dictionary = model.dictionary();
    if dictionary.is_none() {
        talk.note(&format!("no parameter names are known of `{}`, so none can be looked up", model.name()));
    }
    Ok(dictionary)
}

/// Says when the devices do not read the format that was chosen.
pub(crate) fn judge_format(model: Model, format: Format, talk: &Talk) {
    let stock = match format {
        Format::Spc => None,
        Format::Openssl => Some(Stock::Openssl),
        Format::Rfc8188 => Some(Stock::Rfc8188),
        Format::Gzip => Some(Stock::Gzip),
        Format::Xml => Some(Stock::Xml),
    };
    let name = model.name();
    match stock {
        None => talk.note(&format!("an unmodified `{name}` does not read --format spc; it reads {}", formats(model))),
        Some(stock) if !model.reads(stock) => talk.note(&format!(
            "no guide says that `{name}` reads --format {}; it reads {}",
            format.name(),
            formats(model)
        )),
        Some(_) => {}
    }
}

/// The formats that a model reads, by the names of `--format`.
fn formats(model: Model) -> String {
    let all = [
        (Format::Openssl, Stock::Openssl),
        (Format::Rfc8188, Stock::Rfc8188),
        (Format::Gzip, Stock::Gzip),
        (Format::Xml, Stock::Xml),
    ];
    let read = all.into_iter().filter(|(_, stock)| model.reads(*stock));
    read.map(|(format, _)| format.name()).collect::<Vec<_>>().join(", ")
}

/// The names of models, for a message.
pub(crate) fn list(models: impl Iterator<Item = Model>) -> String {
    models.map(Model::name).collect::<Vec<_>>().join(", ")
}
