//! A variable that a script did not fill in, as the whole value of every parameter of every model: it is found wherever
//! devices do not expand macros and not any text is a value (profile-language 9.6).

use std::collections::BTreeSet;

use spc_core::source::{Reader, Syntax};
use spc_devices::check::{Checker, Source};
use spc_devices::dictionary::{Definition, Dictionary, Kind, Language};
use spc_devices::model::Model;

/// Whether a parameter may have any text, or one in which macros are expanded.
fn takes_any_text(definition: &Definition) -> bool {
    match definition.language() {
        None => matches!(definition.kind(), Kind::Text { .. } | Kind::Secret),
        Some(Language::Rule | Language::Condition | Language::Message | Language::Macros) => true,
        Some(_) => false,
    }
}

#[test]
fn a_variable_as_a_whole_value_is_found_wherever_it_is_not_a_text() {
    let mut silent = BTreeSet::new();
    for dictionary in Model::all().filter(|model| model.is_series()).filter_map(Dictionary::of) {
        let model = Some(dictionary.source_model());
        let sample = dictionary.sample_xml();
        let sample = Reader::new().syntax(Syntax::Xml).read(sample.as_bytes()).unwrap();
        for parameter in &sample.profile.parameters {
            let name = parameter.name.as_str();
            let Some(definition) = dictionary.get(name).filter(|_| !name.contains('/')) else { continue };
            if takes_any_text(definition) {
                continue;
            }
            let profile = format!("<flat-profile><{name}>$value</{name}></flat-profile>");
            let parsed = Reader::new().syntax(Syntax::Xml).read(profile.as_bytes()).unwrap();
            let found = Checker::new().model(model).check(&[Source::new(profile.as_bytes(), Syntax::Xml)], &parsed);
            if found.is_empty() {
                let language = definition.language().map_or("", Language::word);
                silent.insert(format!("{language} {}", definition.xml_name(None)));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
