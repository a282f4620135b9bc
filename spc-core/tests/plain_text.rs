//! Plain text and XML against each other: the same settings give the same bytes, and what is written can be read back.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "profiles are files; a missing one ends the test"
)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use spc_core::container::{Protection, seal};
use spc_core::diagnostic::{Code, LineIndex};
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, ParameterName, Profile, UserAccess};
use spc_core::source::{self, EmitError, Import, ImportError, Imports, Loss, Parsed, Reader, Syntax};

#[path = "common/corpus.rs"]
mod corpus;
#[path = "common/skipped.rs"]
mod skipped;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Files in one folder.
struct Folder(PathBuf);

impl Imports for Folder {
    fn read(&mut self, name: &str, _from: u16, _most: usize) -> Result<Import, ImportError> {
        let bytes = fs::read(self.0.join(name)).map_err(|error| ImportError::Io(error.kind()))?;
        Ok(Import::new(name, bytes))
    }
}

fn read_text(text: &str) -> Parsed<'_> {
    Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap()
}

fn read_xml(xml: &str) -> Parsed<'_> {
    Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap()
}

fn no_names(_: &str) -> Option<String> {
    None
}

fn container(profile: &Profile<'_>) -> Vec<u8> {
    let protection = Protection::generic().mac("000e08aabbcc".parse().unwrap());
    seal(&Payload::encode(profile, Duplicates::Fold).unwrap(), &protection)
}

#[test]
fn two_spellings_of_the_same_settings_are_one_container() {
    let read = |file| fs::read_to_string(folder("../testdata/profiles").join(file)).unwrap();
    let (text, xml) = (read("two-spellings.txt"), read("two-spellings.xml"));
    let (text, xml) = (read_text(&text), read_xml(&xml));
    assert_eq!(container(&text.profile), container(&xml.profile));
    assert_eq!(xml.profile.parameters.len(), 14);
    let codes: Vec<Code> = text.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::REPEATED_OTHER]);
}

#[test]
fn an_adapter_inherits_what_its_site_shares() {
    let folder = folder("../testdata/profiles");
    let bytes = fs::read(folder.join("ata.txt")).unwrap();
    let parsed = Reader::new().syntax(Syntax::Text).imports(&mut Folder(folder)).read(&bytes).unwrap();
    let repeated: Vec<(Code, u16, u16)> = parsed
        .diagnostics
        .iter()
        .map(|finding| (finding.code, finding.span.source(), finding.notes[0].0.source()))
        .collect();
    assert_eq!(repeated, [(Code::REPEATED_ACROSS, 0, 1); 2]);
    let profile = parsed.profile.fold();
    assert_eq!(profile.parameters.len(), 52);
    let entry = |name| profile.get(&ParameterName::from_label(name).unwrap()).unwrap();
    assert_eq!(entry("Resync_Periodic").value.text(), Some("14400"));
    assert_eq!(entry("User_Password").value.text(), Some("2290"));
    assert_eq!(entry("User_Password").access, Some(UserAccess::ReadOnly));
    assert_eq!(entry("Mailbox_ID[2]").value.text(), Some("  4202  "));
}

/// What is left of a profile after the losses that [`source::text_losses`] reports.
fn without_losses(profile: &Profile<'_>) -> Profile<'static> {
    let mut left = profile.clone().fold().into_owned();
    for loss in source::text_losses(profile) {
        let (Loss::Access { name } | Loss::Idle { name } | Loss::Section { name }) = &loss else { unreachable!() };
        let at = left.parameters.iter().position(|parameter| parameter.name.as_str() == name).unwrap();
        match loss {
            Loss::Access { .. } => left.parameters[at].access = Some(UserAccess::None),
            _ => {
                left.parameters.remove(at);
            }
        }
    }
    left
}

/// How many parameters of a folder's XML profiles plain text refuses. All others read back except for their losses.
fn refused_in(folder: &Path) -> usize {
    let mut refused = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        if source::sniff(&bytes) == Syntax::Text {
            continue;
        }
        let Ok(parsed) = Reader::new().syntax(Syntax::Xml).read(&bytes) else { continue };
        let mut profile = parsed.profile;
        let text = loop {
            match source::to_text(&profile, &no_names) {
                Ok(text) => break text,
                Err(EmitError::Section { name } | EmitError::Quote { name }) => {
                    profile.parameters.retain(|parameter| parameter.name.as_str() != name);
                    refused += 1;
                }
                Err(error) => panic!("{}: {error}", path.display()),
            }
        };
        let again = read_text(&text);
        assert_eq!(again.diagnostics, [], "{}", path.display());
        assert_eq!(again.profile, without_losses(&profile), "{}", path.display());
    }
    refused
}

#[test]
fn xml_written_as_text_loses_only_what_is_reported() {
    assert!(refused_in(&folder("../testdata/profiles")) > 0);
    if let Some(corpus) = corpus::folder() {
        assert!(refused_in(&corpus) > 0);
    }
}

#[test]
fn the_published_sample_is_written_back_exactly() {
    let Some(corpus) = corpus::folder() else { return };
    for (file, entries) in [("spc-spa8000-5.1.12-global.txt", 322), ("spc-spa8000-5.1.12-8lines-rendered.txt", 1_810)] {
        let text = fs::read_to_string(corpus.join(file)).unwrap();
        let parsed = read_text(&text);
        // The names as spelt in the file itself replace a dictionary.
        let spelt = parsed.places.iter().map(|place| &text[place.name.start() as usize..place.name.end() as usize]);
        let parameters = parsed.profile.parameters.iter();
        let names: HashMap<&str, &str> = parameters.map(|parameter| parameter.name.as_str()).zip(spelt).collect();
        let name = |name: &str| names.get(name).map(|&text| text.to_owned());
        let written = source::to_text(&parsed.profile, &name).unwrap();
        let lines = entry_lines(&text);
        assert_eq!(written.lines().collect::<Vec<_>>(), lines, "{file}");
        assert_eq!(lines.len(), entries);
        assert_eq!(source::text_losses(&parsed.profile), []);

        // The same settings in XML give the same container, and writing them as text again changes nothing.
        let xml = source::to_xml(&parsed.profile).unwrap();
        let xml = read_xml(&xml);
        assert_eq!(container(&xml.profile), container(&parsed.profile));
        let first = source::to_text(&xml.profile, &name).unwrap();
        let again = source::to_xml(&read_text(&first).profile).unwrap();
        assert_eq!(source::to_text(&read_xml(&again).profile, &name).unwrap(), first);
    }
}

/// Plain text without its comments, which is all that a profile keeps.
fn entry_lines(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split("  # options:").next().unwrap_or_default()).collect()
}

#[test]
fn files_in_another_language_are_refused_where_they_differ() {
    let Some(corpus) = corpus::folder() else { return };
    for (file, code, place) in [
        ("spa962-colon-format.cfg", Code::NOT_AN_ENTRY, (7, 18)),
        ("spc-spa8000-5.1.12-line-template.txt", Code::INVALID_NAME, (4, 13)),
    ] {
        let bytes = fs::read(corpus.join(file)).unwrap();
        let refused = source::read(&bytes).unwrap_err();
        let first = &refused.as_slice()[0];
        let index = LineIndex::new(&bytes);
        assert_eq!((first.code, index.locate(first.span.start())), (code, place), "{file}");
        assert!(first.help.is_some(), "{file}");
    }
}

/// The text of entries, with every freedom that the grammar allows.
fn entries() -> impl Strategy<Value = String> {
    let blank = "[ \t]{0,2}";
    let name = "[A-Z_][A-Za-z0-9_().-]{0,50}(/[A-Z]){0,1}(\\[[0-9]{1,2}\\]){0,1}";
    let value = prop::option::of("\"[^\"\\p{Cc}]{0,12}\"").prop_map(Option::unwrap_or_default);
    let end = prop::sample::select(vec!["", "\n", "\r\n", "\r", "\n\n", "  # a \"comment\" ; \n"]);
    let entry = (blank, name, blank, prop::sample::select(vec!["", "!", "?"]), blank, value, blank, end)
        .prop_map(|(a, name, b, mark, c, value, d, end)| format!("{a}{name}{b}{mark}{c}{value}{d};{end}"));
    prop::collection::vec(entry, 0..12).prop_map(|entries| format!("#\n{}", entries.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_from_text_and_written_reads_the_same(text in entries()) {
        let profile = read_text(&text).profile.fold();
        let written = source::to_text(&profile, &no_names).unwrap();
        prop_assert_eq!(&read_text(&written).profile, &profile);
        prop_assert_eq!(source::to_text(&read_text(&written).profile, &no_names).unwrap(), written);
    }

    #[test]
    fn any_characters_are_read_or_refused_with_a_place(text in "(import |[AB1\\[\\]!?\"';:#{=<é“–\u{a0}\u{feff} \t\r\n\u{0}])\
        {0,40}") {
        match Reader::new().syntax(Syntax::Text).read(text.as_bytes()) {
            Ok(parsed) => {
                prop_assert_eq!(parsed.places.len(), parsed.profile.parameters.len());
                let written = source::to_text(&parsed.profile, &no_names).unwrap();
                prop_assert_eq!(read_text(&written).profile, parsed.profile.fold());
            }
            Err(refused) => {
                for finding in refused.as_slice() {
                    prop_assert!(text.as_bytes().get(finding.span.start() as usize..finding.span.end() as usize).is_some());
                }
            }
        }
    }
}
