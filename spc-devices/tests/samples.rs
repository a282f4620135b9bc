//! The sample profile of each model, which is read back by the core.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use spc_core::source::{self, Parsed, Reader, Syntax};
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;

fn read(source: &str, syntax: Syntax) -> Parsed<'_> {
    Reader::new().syntax(syntax).read(source.as_bytes()).unwrap()
}

/// The entries of a sample, without its comments.
fn entry_lines(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split("  # options:").next().unwrap_or_default()).collect()
}

#[test]
fn the_sample_of_every_model_goes_through_xml_and_back() {
    let mut samples = 0;
    for dictionary in Model::all().filter_map(Dictionary::of) {
        let sample = dictionary.sample_text();
        let names = |name: &str| dictionary.text_name(name);
        let parsed = read(&sample, Syntax::Text);
        assert_eq!(parsed.diagnostics, [], "{dictionary:?}");
        let written = source::to_text(&parsed.profile, &names).unwrap();
        let mut lines = entry_lines(&sample);
        assert_eq!(written.lines().collect::<Vec<_>>(), lines, "{dictionary:?}");

        let xml = source::to_xml(&parsed.profile).unwrap();
        let back = source::to_text(&read(&xml, Syntax::Xml).profile, &names).unwrap();
        let mut back: Vec<&str> = back.lines().collect();
        back.sort_unstable();
        lines.sort_unstable();
        assert_eq!(back, lines, "{dictionary:?}");
        samples += 1;
    }
    assert!(samples > 0);
}
