//! Reads a plain-text source as a profile: what entries mean, with imported files in place of their `import` lines.
//!
//! Having no mark means an access of its own, so every entry says what the user account may do. Values are literal:
//! there are no escapes, blanks are kept, and nothing has to be copied.

use super::encoding;
use super::findings::Mark;
use super::imports::{Importer, Imports};
use super::outline::Outline;
use super::parsed::Parsed;
use super::record::Record;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits::Limits;
use crate::profile::{Parameter, ParameterName, Value};

mod explain;
mod grammar;
mod item;
mod scanner;
mod sketch;
mod visible;

use item::{Broken, Entry, Import, Item};
use scanner::Scanner;

/// Reads a profile and the files it imports; errors are among the findings of the record.
pub(super) fn parse<'a>(
    bytes: &'a [u8],
    imports: &mut dyn Imports,
    limits: &Limits,
    record: Record<'a, '_>,
) -> Parsed<'a> {
    let mut reader = Reader { record, importer: Importer::new(imports, limits) };
    reader.source(bytes, |parameter| parameter);
    reader.record.finish(Span::default())
}

/// What the reader understands of one source: nothing, if the file has no plausible entry.
pub(super) fn outline(bytes: &[u8]) -> Outline {
    plain_text(bytes, 1).map(|(text, skipped)| sketch::outline(text, skipped)).unwrap_or_default()
}

/// Whether an entry with this name is about the parameter.
pub(super) fn spells(text: &str, name: &ParameterName<'_>) -> bool {
    grammar::is_whole_name(text) && ParameterName::from_label(text).is_ok_and(|read| read == *name)
}

struct Reader<'a, 'f, 'i> {
    record: Record<'a, 'f>,
    importer: Importer<'i>,
}

impl<'a> Reader<'a, '_, '_> {
    /// Reads the importer's current source. `keep` lets a parameter outlive its source.
    fn source<'s>(&mut self, bytes: &'s [u8], keep: fn(Parameter<'s>) -> Parameter<'a>) {
        let source = self.importer.source();
        let (text, skipped) = match plain_text(bytes, source) {
            Ok(decoded) => decoded,
            Err(finding) => {
                let span = Span { source, ..finding.span };
                return self.record.report(self.importer.traced(Diagnostic { span, ..finding }));
            }
        };
        // A file in another language has a fault on every line, which together are one fault.
        let mut first: Option<(Broken<'s>, Mark)> = None;
        let mut is_plausible = false;
        for item in Scanner::new(text, skipped, source) {
            match item {
                Item::Entry(entry) => {
                    is_plausible = true;
                    self.entry(entry, keep);
                }
                Item::Import(import) => {
                    is_plausible = true;
                    self.import(&import);
                }
                Item::Broken(broken) => {
                    is_plausible |= broken.is_plausible;
                    let mark = first.is_none().then(|| self.record.mark());
                    if explain::is_template_line(broken.fault) {
                        self.record.report_once(explain::explain(&broken));
                    } else {
                        self.record.report_as(explain::code(broken.fault), || explain::explain(&broken));
                    }
                    first = first.or(mark.map(|mark| (broken, mark)));
                }
            }
        }
        if let Some((broken, mark)) = first.filter(|_| !is_plausible) {
            self.record.retract_to(mark);
            let broken = Broken { name: None, ..broken };
            let blanks = text.len().saturating_sub(text.trim_ascii_start().len());
            let start = skipped.saturating_add(blanks);
            let start = Span { source, ..Span::new(start, start) };
            self.record.report(self.importer.traced(explain::explain_file(&broken, text, start)));
        }
    }

    fn entry<'s>(&mut self, entry: Entry<'s>, keep: fn(Parameter<'s>) -> Parameter<'a>) {
        if let Some(value) = entry.value {
            self.record.check_value(entry.name, entry.is_doubtful, value, entry.place.value);
        }
        let name = match ParameterName::from_label(entry.name) {
            Ok(name) => name,
            // What the grammar accepts as a name can only be too long.
            Err(error) => {
                return self.record.report(Diagnostic::of(Code::OVER_LIMIT, entry.place.name, error.to_string()));
            }
        };
        let value = entry.value.map_or(Value::Keep, |value| Value::Set(value.into()));
        let parameter = keep(Parameter::new(name, value).access(entry.access));
        self.record.parameter(parameter, entry.place, entry.is_doubtful);
    }

    fn import(&mut self, import: &Import<'_>) {
        if import.name.is_empty() {
            let message = "`import` without the name of a file";
            return self.record.report(Diagnostic::of(Code::IMPORT_UNREADABLE, import.line, message));
        }
        match self.importer.enter(import.name, import.is_doubtful, import.line) {
            Ok(bytes) => {
                self.source(&bytes, Parameter::into_owned);
                self.importer.leave();
            }
            Err(Some(finding)) => self.record.report(finding),
            Err(None) => {}
        }
    }
}

/// The text of a source after a byte order mark and the length of the mark, or why it is not plain text at all.
fn plain_text(bytes: &[u8], source: u16) -> Result<(&str, usize), Diagnostic> {
    let (text, skipped) = encoding::decode_utf8(bytes)?;
    let blanks = text.len().saturating_sub(text.trim_ascii_start().len());
    match text.as_bytes().get(blanks) {
        None if source == 0 => Err(Diagnostic::of(Code::EMPTY, Span::default(), "the source is empty")),
        Some(b'<') => {
            let start = skipped.saturating_add(blanks);
            let span = Span::at(start, 1);
            let help = match source {
                0 => "its first character shows that it is XML: read it as XML",
                _ => "only plain text can be imported: write the file as plain text",
            };
            Err(Diagnostic::of(Code::NOT_AN_ENTRY, span, "expected plain text, found XML").help(help))
        }
        _ => Ok((text, skipped)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::profile::Profile;
    use std::io;

    use crate::source::{Import, ImportError, Place, Reader, Syntax};

    /// Files by name; the profile itself is `main`.
    struct Files<'f>(&'f [(&'f str, &'f [u8])]);

    impl Imports for Files<'_> {
        fn profile(&self) -> Option<&str> {
            Some("main")
        }

        fn read(&mut self, name: &str, _from: u16, most: usize) -> Result<Import, ImportError> {
            let name = name.trim_start_matches("./");
            let found = self.0.iter().find(|(file, _)| *file == name);
            let (identity, bytes) = found.ok_or(ImportError::Io(io::ErrorKind::NotFound))?;
            let bytes = bytes.get(..=most).unwrap_or(bytes);
            Ok(Import::new(*identity, bytes.to_vec()))
        }
    }

    fn read<'t>(text: &'t str, files: &[(&str, &str)]) -> Result<Parsed<'t>, crate::diagnostic::Diagnostics> {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        Reader::new().syntax(Syntax::Text).imports(&mut Files(&files)).read(text.as_bytes())
    }

    /// The one finding of a refused run, its place and those of its notes as source and first byte.
    fn refusal(text: &str, files: &[(&str, &str)]) -> (Code, String, Vec<(u16, u32)>) {
        let mut findings = read(text, files).unwrap_err().into_vec();
        findings.retain(|finding| finding.severity == Severity::Error);
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        let spans = core::iter::once(finding.span).chain(finding.notes.iter().map(|(span, _)| *span));
        (finding.code, finding.message.clone(), spans.map(|span| (span.source, span.start)).collect())
    }

    fn entries(profile: &Profile<'_>) -> Vec<(String, Option<String>, &'static str)> {
        let entry = |parameter: &Parameter<'_>| {
            let access = parameter.access.unwrap().as_str();
            (parameter.name.to_string(), parameter.value.text().map(str::to_owned), access)
        };
        profile.parameters.iter().map(entry).collect()
    }

    #[test]
    fn marks_and_values_mean_what_the_guide_says() {
        let text = "\u{feff}# a comment; with \"marks\" !\r\nA \"v\" ;\tB!\" v#\\ \";\rC?\"\" ;#;\r\n  D ! ; E ? ; F ;\nProxy[1] ;";
        let parsed = read(text, &[]).unwrap();
        let set = |name: &str, value: &str, access| (name.to_owned(), Some(value.to_owned()), access);
        let keep = |name: &str, access| (name.to_owned(), None, access);
        let expected = [
            set("A", "v", "na"),
            set("B", " v#\\ ", "rw"),
            set("C", "", "ro"),
            keep("D", "rw"),
            keep("E", "ro"),
            keep("F", "na"),
            keep("Proxy_1_", "na"),
        ];
        assert_eq!(entries(&parsed.profile), expected);
        let slice = |span: Span| &text[span.start as usize..span.end as usize];
        let places: Vec<_> = parsed.places.iter().map(|place| (slice(place.name), slice(place.value))).collect();
        assert_eq!(places[1], ("B", " v#\\ "));
        assert_eq!(places[6], ("Proxy[1]", ""));
        assert_eq!(parsed.diagnostics, []);
    }

    #[test]
    fn imports_are_spliced_in_and_repeats_across_them_have_their_own_code() {
        let base = "\u{feff}Param1 \"base value 1\" ; Param2 \"base value 2\" ;";
        let parsed =
            read("import base.txt \r\nParam1 \"new\" ; Param7 ! ;\nParam7 ! ;", &[("base.txt", base)]).unwrap();
        let names: Vec<_> = entries(&parsed.profile).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["Param1", "Param2", "Param1", "Param7", "Param7"]);
        assert_eq!(parsed.places[1].name, Span { source: 1, start: 27, end: 33 });
        let found: Vec<_> = parsed.diagnostics.iter().map(|finding| (finding.code, finding.notes[0].0)).collect();
        let second = Span { source: 0, start: 33, end: 39 };
        let Place { name: first, .. } = parsed.places[0];
        assert_eq!(found, [(Code::REPEATED_ACROSS, first), (Code::REPEATED_SAME, second)]);
    }

    #[test]
    fn import_cycles_are_reported_with_the_whole_path() {
        let message = |text, files| refusal(text, files).1;
        assert_eq!(message("import ./main", &[("main", "")]), "`./main` imports itself");
        assert_eq!(message("import a", &[("a", "import ./a")]), "`./a` imports itself");
        let files = [("a", "A ;\nimport b"), ("b", "import c"), ("c", "import a")];
        let (code, message, spans) = refusal("import a", &files);
        assert_eq!((code, message.as_str()), (Code::IMPORT_CYCLE, "imports form a cycle: a -> b -> c -> a"));
        assert_eq!(spans, [(3, 0), (2, 0), (1, 4), (0, 0)]);
        let files = [("a", "import b"), ("b", "import main"), ("main", "")];
        assert_eq!(refusal("import a", &files).1, "imports form a cycle: the profile -> a -> b -> main");
        // Importing a file twice is not a cycle.
        assert_eq!(read("import a\nimport a", &[("a", "A ;")]).unwrap().places[1].name.source, 2);
    }

    #[test]
    fn files_that_cannot_be_imported_are_reported_at_their_line() {
        let (code, message, spans) = refusal("\nimport a", &[("a", "A ;\n\nimport b \"c\"")]);
        assert_eq!((code, message.as_str()), (Code::IMPORT_UNREADABLE, "cannot import `***`: no such file"));
        assert_eq!(spans, [(1, 5), (0, 1)]);
        let xml = refusal("import a", &[("a", " <flat-profile/>")]);
        assert_eq!((xml.0, xml.2), (Code::NOT_AN_ENTRY, vec![(1, 1), (0, 0)]));
        let utf16 = refusal("import a", &[("a", "A\0 \0;\0")]);
        assert_eq!((utf16.0, utf16.2), (Code::UNSUPPORTED_ENCODING, vec![(1, 0), (0, 0)]));
        let none = Reader::new().syntax(Syntax::Text).read(b"import a.txt");
        assert_eq!(none.unwrap_err().to_string(), "cannot import `a.txt`: imports are not supported here [SPC0303]");
        assert!(read("import a", &[("a", "")]).is_ok_and(|parsed| parsed.profile.parameters.is_empty()));
    }

    #[test]
    fn imports_are_bounded_in_depth_number_and_size() {
        let chain: Vec<(String, String)> = (1..=9).map(|n| (n.to_string(), format!("import {}", n + 1))).collect();
        let mut files: Vec<(&str, &str)> = chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        files[7].1 = "A ;";
        assert!(read("import 1", &files).is_ok());
        files[7].1 = "import 9";
        let (code, _, spans) = refusal("import 1", &files);
        assert_eq!((code, spans[0], spans.len()), (Code::IMPORT_LIMIT, (8, 0), 9));

        let lines = "import a\n".repeat(64);
        assert!(read(&lines, &[("a", "")]).is_ok());
        assert_eq!(refusal(&format!("{lines}import a"), &[("a", "")]).0, Code::IMPORT_LIMIT);

        let within = |text: &str, files: &[(&str, &[u8])]| {
            let limits = Limits::default().source(18);
            let refused = Reader::new()
                .syntax(Syntax::Text)
                .imports(&mut Files(files))
                .limits(limits)
                .read(text.as_bytes())
                .err();
            refused.map(|findings| findings.as_slice()[0].code)
        };
        assert_eq!(within("import a\nimport b", &[("a", &[b'#'; 17]), ("b", b"#")]), None);
        assert_eq!(within("import a\nimport b", &[("a", &[b'#'; 17]), ("b", b"##")]), Some(Code::IMPORT_LIMIT));
        assert_eq!(within("import a", &[("a", &[b'#'; 19])]), Some(Code::SOURCE_TOO_LARGE));
    }

    #[test]
    fn nothing_is_read_beyond_what_the_limit_leaves() {
        /// The number of bytes that each call may read.
        struct Large(Vec<usize>);

        impl Imports for Large {
            fn read(&mut self, name: &str, _from: u16, most: usize) -> Result<Import, ImportError> {
                self.0.push(most);
                Ok(Import::new(name, vec![b'#'; 10.min(most + 1)]))
            }
        }

        let mut large = Large(Vec::new());
        let limits = Limits::default().source(25);
        let refused =
            Reader::new().syntax(Syntax::Text).imports(&mut large).limits(limits).read(b"import a\nimport b\n");
        assert!(refused.is_ok());
        let mut large = Large(Vec::new());
        let limits = Limits::default().source(100);
        let text = "import a\n".repeat(11);
        let refused = Reader::new().syntax(Syntax::Text).imports(&mut large).limits(limits).read(text.as_bytes());
        let codes: Vec<Code> = refused.unwrap_err().iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::IMPORT_LIMIT]);
        assert_eq!(large.0, [100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0]);
    }

    #[test]
    fn imports_that_fail_count_as_well() {
        /// Has no files, and counts the requests.
        struct Nothing(usize);

        impl Imports for Nothing {
            fn read(&mut self, _name: &str, _from: u16, _most: usize) -> Result<Import, ImportError> {
                self.0 += 1;
                Err(ImportError::Refused("no such file"))
            }
        }

        let mut nothing = Nothing(0);
        let text = "import a\n".repeat(100);
        let refused = Reader::new().syntax(Syntax::Text).imports(&mut nothing).read(text.as_bytes());
        let codes: Vec<Code> = refused.unwrap_err().as_slice().iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [[Code::IMPORT_UNREADABLE; 64].as_slice(), &[Code::IMPORT_LIMIT]].concat());
        assert_eq!(nothing.0, 64);
    }

    #[test]
    fn what_is_not_plain_text_at_all_is_reported_once() {
        let (code, _, spans) = refusal("\u{feff} <flat-profile>\n<A>x</A>\n</flat-profile>", &[]);
        assert_eq!((code, spans), (Code::NOT_AN_ENTRY, vec![(0, 4)]));
        assert_eq!(refusal("\r\n", &[]).0, Code::EMPTY);
        let utf16: Vec<u8> = "Proxy[1] ;".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [utf16.as_slice(), &[b"\xff\xfe", utf16.as_slice()].concat(), &[b"\0", utf16.as_slice()].concat()]
        {
            let syntax = crate::source::sniff(bytes);
            let refused = Reader::new().syntax(syntax).read(bytes).unwrap_err();
            assert_eq!(refused.to_string(), "the source is UTF-16 [SPC0104]");
        }
    }

    #[test]
    fn limits_of_names_and_values_hold_to_the_byte() {
        let code = |text: String| read(&text, &[]).err().map(|refused| refused.as_slice()[0].code);
        assert_eq!(code(format!("{} ;", "N".repeat(255))), None);
        assert_eq!(code(format!("{} ;", "N".repeat(256))), Some(Code::OVER_LIMIT));
        assert_eq!(code(format!("A \"{}\" ;", "v".repeat(65_535))), None);
        assert_eq!(code(format!("A \"{}\" ;", "v".repeat(65_536))), Some(Code::OVER_LIMIT));
    }
}
