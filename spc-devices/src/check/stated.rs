//! Which device a profile says that it is for, in a comment or as a dump of a device does.
//!
//! Knows: the places where a model is named. Must not know: what a check makes of it.

use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};
use spc_core::source::Parsed;

use super::definition::{Check, Example, Group, Soundness};
use super::directives::Directives;
use super::subject::{Source, as_severity, finding};
use crate::model::Model;

const MODELS_DISAGREE: Check = Check {
    code: Code::new(1402),
    name: "models-disagree",
    group: Group::Profile,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A profile names two models, or another one than it is checked for.",
    explanation: "A profile is checked for one model. Two comments that name different ones are a mistake in one of them; \
        a model that the caller names wins over the comment, with a warning.",
    source: "this program",
    fires: &[
        Example::of("<!-- spc: model=spa504g --><GPP_A>1</GPP_A><!-- spc: model=spa942 --><GPP_B>1</GPP_B>"),
        Example::on("spa942", "<!-- spc: model=spa504g --><GPP_A>1</GPP_A>"),
    ],
    silent: &[
        Example::of("<!-- spc: model=spa504g --><GPP_A>1</GPP_A><!-- spc: model=SPA-504G --><GPP_B>1</GPP_B>"),
        Example::on("spa504g", "<!-- spc: model=spa504g --><GPP_A>1</GPP_A>"),
        Example::on("spa504g", "<!-- spc: model=spa5xx --><GPP_A>1</GPP_A>"),
    ],
};

/// The checks of this theme.
pub(super) const CHECKS: &[Check] = &[MODELS_DISAGREE];

/// The model that a profile is for: the wanted one, else the one that it names.
pub(super) fn model(
    wanted: Option<Model>,
    directives: &Directives,
    sources: &[Source<'_>],
    parsed: &Parsed<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Model> {
    let named = directives.models.iter().filter_map(|(name, span)| Some((Model::find(name).ok()?, *span)));
    let named: Vec<(Model, Span)> = named.collect();
    let first = named.first().map(|(model, _)| *model);
    let chosen = wanted.or(first);
    for (model, span) in &named {
        let Some(chosen) = chosen.filter(|chosen| !agree(*chosen, *model)) else { continue };
        let message = format!("the profile is checked for {}, and this says {}", chosen.name(), model.name());
        let finding = finding(&MODELS_DISAGREE, *span, message);
        let severity = if wanted.is_some() { Severity::Warning } else { Severity::Error };
        findings.push(as_severity(finding, severity).help("name one model"));
    }
    chosen.or_else(|| of_dump(sources, parsed))
}

/// Whether both are one model, or one is the series of the other.
fn agree(one: Model, other: Model) -> bool {
    one == other || ((one.is_series() || other.is_series()) && one.family() == other.family())
}

/// The model that a device writes into its own configuration: its product name, or the schema of its family.
fn of_dump(sources: &[Source<'_>], parsed: &Parsed<'_>) -> Option<Model> {
    let is_product = |name: &str| name == "Product_Name" || name.ends_with("/Product_Name");
    let product = parsed.profile.parameters.iter().find(|parameter| is_product(parameter.name.as_str()));
    let by_product = product.and_then(|product| Model::find(product.value.text()?).ok());
    by_product.or_else(|| {
        /// A schema is named in the start tag of the profile.
        const HEAD: usize = 1_000;
        let bytes = sources.first()?.bytes;
        let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD))?);
        let (_, location) = head.split_once("schemaLocation=\"")?;
        let (location, _) = location.split_once('"')?;
        let words = location.split(|c: char| c.is_whitespace() || c == '/');
        words.into_iter().find_map(|word| Model::find(word.trim_end_matches(".xsd")).ok().filter(|_| word.len() > 3))
    })
}

#[cfg(test)]
mod tests {
    use spc_core::source::{self, Syntax};

    use super::*;

    fn found(source: &str) -> Option<&'static str> {
        let parsed = source::read(source.as_bytes()).unwrap();
        let sources = [Source { bytes: source.as_bytes(), syntax: Syntax::Xml }];
        model(None, &Directives::default(), &sources, &parsed, &mut Vec::new()).map(Model::name)
    }

    #[test]
    fn a_dump_names_its_model() {
        assert_eq!(found("<flat-profile><Product_Name>SPA504G</Product_Name></flat-profile>"), Some("SPA504G"));
        let schema = "<flat-profile xsi:schemaLocation=\"http://www.sipura.net/xsd/SPA525G2 x.xsd\" xmlns:xsi=\"x\"/>";
        assert_eq!(found(schema), Some("SPA525G2"));
        assert_eq!(found("<flat-profile><Product_Name>toaster</Product_Name></flat-profile>"), None);
        assert_eq!(found("<flat-profile/>"), None);
    }
}
