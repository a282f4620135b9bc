//! Which device a profile says it is for, in a comment or in the way a device's dump does.
//!
//! Knows: the places where a model is named. Must not know: what a check makes of it.

use memchr::memmem;
use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};
use spc_core::source::Parsed;

use super::definition::{Check, Example, Group, Soundness};
use super::directives::Directives;
use super::subject::{Source, as_severity, finding};
use crate::lang::condition::{Condition, Operand, Relation};
use crate::lang::rule;
use crate::model::Model;

static MODELS_DISAGREE: Check = Check {
    code: Code::new(1402),
    name: "models-disagree",
    group: Group::Profile,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A profile names two models, or a different one from the one it is checked for.",
    explanation: "A profile is checked for one model. If two comments name different models, one of them is wrong. A \
        model named by the caller takes precedence over a comment, and both take precedence over the product name in \
        a dump and over `xsi:schemaLocation`, with a warning.",
    source: "this program",
    fires: || {
        vec![
            Example::of("<!-- spc: model=spa504g --><GPP_A>1</GPP_A><!-- spc: model=spa942 --><GPP_B>1</GPP_B>"),
            Example::of("<!-- spc: model=spa504g model=8851 --><GPP_A>1</GPP_A>"),
            Example::on("spa942", "<!-- spc: model=spa504g --><GPP_A>1</GPP_A>"),
            Example::on("spa942", "<Product_Name>SPA504G</Product_Name><GPP_A>1</GPP_A>"),
            Example::on(
                "spa504g",
                "<flat-profile xmlns:xsi=\"x\" xsi:schemaLocation=\"http://www.sipura.net/xsd/SPA2102 s.xsd\">\
                 <GPP_A>1</GPP_A></flat-profile>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<!-- spc: model=spa504g --><GPP_A>1</GPP_A><!-- spc: model=SPA-504G --><GPP_B>1</GPP_B>"),
            Example::on("spa504g", "<!-- spc: model=spa504g --><GPP_A>1</GPP_A>"),
            Example::on("spa504g", "<!-- spc: model=spa5xx --><GPP_A>1</GPP_A>"),
            Example::on("spa504g", "<Product_Name>SPA504G</Product_Name><GPP_A>1</GPP_A>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&MODELS_DISAGREE];

/// The model that a profile is for: the requested one, or else the one that it names.
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
        let severity = if wanted.is_some() { Severity::Warning } else { Severity::Error };
        findings.push(disagreement(chosen, *model, *span, severity));
    }
    let product = product(parsed);
    // What a device wrote into its dump is true of that device, but the dump may be meant for another one.
    if let (Some(chosen), Some((model, span))) = (chosen, product)
        && !agree(chosen, model)
    {
        findings.push(disagreement(chosen, model, span, Severity::Warning));
    }
    let chosen = chosen.or(product.map(|(model, _)| model));
    let schema = of_schema(sources);
    if let (Some(chosen), Some((model, span))) = (chosen, schema)
        && !agree(chosen, model)
    {
        findings.push(disagreement(chosen, model, span, Severity::Warning));
    }
    chosen.or(schema.map(|(model, _)| model)).or_else(|| of_rule(parsed))
}

fn disagreement(chosen: Model, model: Model, span: Span, severity: Severity) -> Diagnostic {
    let message = format!("the profile is checked for {}, but this says {}", chosen.name(), model.name());
    as_severity(finding(&MODELS_DISAGREE, span, message), severity).help("name one model")
}

/// Whether both are one model, or one is the series of the other.
fn agree(one: Model, other: Model) -> bool {
    one == other || ((one.is_series() || other.is_series()) && one.family() == other.family())
}

/// The product name that a device writes into its own configuration.
fn product(parsed: &Parsed<'_>) -> Option<(Model, Span)> {
    let is_product = |name: &str| name == "Product_Name" || name.ends_with("/Product_Name");
    let mut entries = parsed.profile.parameters.iter().zip(&parsed.places);
    let (product, place) = entries.find(|(parameter, _)| is_product(parameter.name.as_str()))?;
    Some((Model::find(product.value.text()?).ok()?, place.value))
}

/// The schema that the start tag of the profile names.
fn of_schema(sources: &[Source<'_>]) -> Option<(Model, Span)> {
    let bytes = sources.first()?.bytes;
    let head = bytes.get(..bytes.len().min(HEAD))?;
    // If a character is cut off, everything before it is searched.
    let head = core::str::from_utf8(head).unwrap_or_else(|error| {
        core::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
    });
    let (_, location) = head.split_once("schemaLocation")?;
    let location = location.trim_start().strip_prefix('=')?.trim_start();
    let quote = location.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let rest = location.strip_prefix(quote)?;
    let mut start = head.len().checked_sub(rest.len())?;
    for word in rest.split(quote).next()?.split(|c: char| c.is_ascii_whitespace() || c == '/') {
        let name = word.trim_end_matches(".xsd");
        if let (Ok(model), true) = (Model::find(name), word.len() > 3) {
            return Some((model, Span::of(0, start..start.saturating_add(name.len()))?));
        }
        start = start.saturating_add(word.len()).saturating_add(1);
    }
    None
}

/// The series whose devices fetch a file with such a name, by `$PSN`: only the ATA 191 and 192 have their own. Or the
/// model that every alternative of the rule asks for, so that it does nothing on another one.
fn of_rule(parsed: &Parsed<'_>) -> Option<Model> {
    let rule = parsed.profile.parameters.iter().find(|parameter| parameter.name.as_str() == "Profile_Rule")?;
    let text = rule.value.text()?;
    if text.ends_with("/ata$PSN.cfg") {
        return Model::find("ata19x").ok();
    }
    // Few rules ask for it, and every profile is looked at.
    memmem::find(text.as_bytes(), b"PSN").or_else(|| memmem::find(text.as_bytes(), b"$PN"))?;
    let rule = rule::parse(text).ok()?;
    let mut models = rule.alternatives.iter().map(|alternative| asked(alternative.condition.as_ref()?));
    let first = models.next()??;
    models.all(|model| model == Some(first)).then_some(first)
}

/// The model that a condition asks for: `"$PSN" eq "504G"`.
fn asked(condition: &Condition<'_>) -> Option<Model> {
    condition.comparisons.iter().find_map(|comparison| {
        let sides = [comparison.left?, comparison.right];
        let is_name = |side: &Operand<'_>| matches!(side.text.text(), "$PN" | "$(PN)" | "$PSN" | "$(PSN)");
        let is_equal = comparison.operator.relation == Relation::Equal && sides.iter().any(is_name);
        let literal = sides.iter().find(|side| side.is_quoted && !side.text.text().contains('$'))?;
        is_equal.then(|| Model::find(literal.text.text()).ok())?
    })
}

/// How far into a source its start tag may be.
const HEAD: usize = 1_000;
/// How the namespaces that devices write begin.
const NAMESPACE: &[u8] = b"www.sipura.net/xsd/";

/// Whether a profile says that it is for a device from these vendors, even if the model is not known.
pub(super) fn is_for_device(sources: &[Source<'_>], parsed: &Parsed<'_>, directives: &Directives) -> bool {
    let is_named = || model(None, directives, sources, parsed, &mut Vec::new()).is_some();
    let head = sources.first().map(|source| source.bytes.get(..HEAD).unwrap_or(source.bytes)).unwrap_or_default();
    is_named() || head.windows(NAMESPACE.len()).any(|window| window == NAMESPACE)
}

#[cfg(test)]
mod tests {
    use spc_core::source::{self, Syntax};

    use super::*;

    fn found(source: &str) -> Option<&'static str> {
        let parsed = source::read(source.as_bytes()).unwrap();
        let sources = [Source::new(source.as_bytes(), Syntax::Xml)];
        model(None, &Directives::default(), &sources, &parsed, &mut Vec::new()).map(Model::name)
    }

    #[test]
    fn a_dump_names_its_model() {
        assert_eq!(found("<flat-profile><Product_Name>SPA504G</Product_Name></flat-profile>"), Some("SPA504G"));
        let schema = "<flat-profile xsi:schemaLocation=\"http://www.sipura.net/xsd/SPA525G2 x.xsd\" xmlns:xsi=\"x\"/>";
        assert_eq!(found(schema), Some("SPA525G2"));
        let schema = "<flat-profile xsi:schemaLocation=\"http://www.sipura.net/xsd/SPA50x-30x-SIP \
            SPA50x-30x-SIP-7-4-8a.xsd\" xmlns:xsi=\"x\"/>";
        assert_eq!(found(schema), Some("spa5xx"));
        for location in ["'http://x/SPA504G s.xsd'", " = \"http://x/SPA504G.xsd\""] {
            let location = location.strip_prefix(' ').map_or(format!("={location}"), |rest| format!(" {rest}"));
            let schema = format!("<flat-profile xsi:schemaLocation{location} xmlns:xsi=\"x\"/>");
            assert_eq!(found(&schema), Some("SPA504G"), "{schema}");
        }
        assert_eq!(found("<flat-profile><Profile_Rule>/ata$PSN.cfg</Profile_Rule></flat-profile>"), Some("ata19x"));
        assert_eq!(found("<flat-profile><Profile_Rule>/spa$PSN.cfg</Profile_Rule></flat-profile>"), None);
        let rule = |rule: &str| found(&format!("<flat-profile><Profile_Rule>{rule}</Profile_Rule></flat-profile>"));
        assert_eq!(rule("(\"$PSN\" eq \"504G\")? http://h/$MA.cfg"), Some("SPA504G"));
        assert_eq!(
            rule("(\"$PN\" eq \"SPA504G\" and $PRVST eq 0)? /a | (\"SPA504G\" eq \"$PN\")? /b"),
            Some("SPA504G")
        );
        for shared in [
            "(\"$PSN\" eq \"504G\")? /a | /b",
            "(\"$PSN\" eq \"504G\")? /a | (\"$PSN\" eq \"502G\")? /b",
            "(\"$PSN\" ne \"504G\")? /a",
            "(\"$A\" eq \"504G\")? /$PSN",
        ] {
            assert_eq!(rule(shared), None, "{shared}");
        }
        assert_eq!(found("<flat-profile><Product_Name>toaster</Product_Name></flat-profile>"), None);
        assert_eq!(found("<flat-profile/>"), None);
    }
}
