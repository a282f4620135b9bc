//! Sample profiles with every parameter of a model and its default, in the layout of the original compiler's samples
//! (profile-language 2.5, 2.6).
//!
//! Where that layout leaves a choice, lines end in LF alone, the XML root has no namespace (the schemas that it would
//! name are not public), and pages without a parameter of the model are left out. A parameter whose default is not
//! known is commented out, so that a device keeps its value.

use super::definition::{Definition, Kind};
use super::lookup::Dictionary;
use spc_core::source::{escape, text_entry};

const TEXT_NOTE: &str = "\
# An entry after a # has no known factory default: the device keeps its value. Remove the # to set one.
";
const TEXT_ROUTER_NOTE: &str = "\
# The settings of the router section have no names in plain text. The sample in XML shows them.
";
const XML_NOTE: &str = "\
<!-- An element inside a comment has no known factory default: the device keeps its value. Take it out to set one. -->
";
const XML_ROUTER_NOTE: &str = "\
<!-- The router section. An element taken out of its comment needs the sections around it, too. -->
";

/// A parameter at one of its indices.
type Entry = (&'static Definition, Option<u16>);

/// One page of the device.
struct Sheet {
    heading: String,
    entries: Vec<Entry>,
}

impl Dictionary {
    /// A complete plain-text profile of the model to start from.
    ///
    /// The router section of an ATA is missing, because plain text cannot express its names.
    #[must_use]
    pub fn sample_text(&self) -> String {
        let mut out = format!("# *** \n# *** {}\n# *** \n\n\n{TEXT_NOTE}", self.title());
        for sheet in self.sheets() {
            out.push_str(&format!("\n# *** {}\n\n", sheet.heading));
            for entry in sheet.entries {
                write_text_entry(&mut out, entry);
            }
        }
        if self.router().next().is_some() {
            out.push_str(&format!("\n{TEXT_ROUTER_NOTE}"));
        }
        out
    }

    /// A complete XML profile of the model to start from.
    #[must_use]
    pub fn sample_xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<flat-profile>\n\n");
        out.push_str(&format!("<!-- {} -->\n\n{XML_NOTE}", self.title()));
        for sheet in self.sheets() {
            out.push_str(&format!("\n<!-- {} -->\n\n", sheet.heading));
            for entry in sheet.entries {
                out.push_str(&xml_entry(entry));
                out.push('\n');
            }
        }
        if self.router().next().is_some() {
            out.push_str(&format!("\n{XML_ROUTER_NOTE}\n"));
            self.write_router(&mut out);
        }
        out.push_str("\n</flat-profile>\n");
        out
    }

    fn title(&self) -> String {
        let model = self.source_model();
        let firmware = model.firmware().map_or_else(String::new, |version| format!(" {version}"));
        format!("{}{firmware} Configuration Parameters", model.name())
    }

    fn router(&self) -> impl Iterator<Item = &'static Definition> {
        self.definitions().filter(|definition| !definition.path().is_empty())
    }

    /// The pages in order. The pages for lines come line by line.
    fn sheets(&self) -> Vec<Sheet> {
        let flat: Vec<_> = self.definitions().filter(|definition| definition.path().is_empty()).collect();
        let pages: Vec<_> = flat.chunk_by(|a, b| a.page == b.page).collect();
        let is_per_line = |page: &[&Definition]| page.first().is_some_and(|definition| definition.page.per_line);
        let mut sheets = Vec::new();
        for block in pages.chunk_by(|a, b| is_per_line(a) && is_per_line(b)) {
            let indices = 0..=self.last_index(block);
            match block {
                [page] if !is_per_line(page) && !heading(page).contains('#') => {
                    let entries = indices.flat_map(|index| self.entries(page, index)).collect();
                    sheets.push(Sheet { heading: heading(page).to_owned(), entries });
                }
                _ => sheets.extend(indices.flat_map(|index| block.iter().map(move |page| self.sheet(page, index)))),
            }
        }
        sheets.retain(|sheet| !sheet.entries.is_empty());
        sheets
    }

    fn last_index(&self, block: &[&[&'static Definition]]) -> u16 {
        let ranges = block.iter().copied().flatten().filter_map(|definition| self.indices(definition));
        ranges.map(|range| *range.end()).max().unwrap_or(0)
    }

    fn sheet(&self, page: &[&'static Definition], index: u16) -> Sheet {
        Sheet { heading: heading(page).replace('#', &index.to_string()), entries: self.entries(page, index) }
    }

    /// The parameters of a page that have this index; 0 means none.
    fn entries(&self, page: &[&'static Definition], index: u16) -> Vec<Entry> {
        let entry = |definition: &'static Definition| match self.indices(definition) {
            None => (index == 0).then_some((definition, None)),
            Some(range) => range.contains(&index).then_some((definition, Some(index))),
        };
        page.iter().copied().filter_map(entry).collect()
    }

    /// Each line is a separate comment: a section without a live element would be a parameter (FORMAT 7.4).
    fn write_router(&self, out: &mut String) {
        let mut open: Vec<&str> = Vec::new();
        let mut line = |depth: usize, text: &str| out.push_str(&format!("<!-- {}{text} -->\n", "  ".repeat(depth)));
        for definition in self.router() {
            let path: Vec<_> = definition.path().split('/').collect();
            let shared = open.iter().zip(&path).take_while(|(open, section)| open == section).count();
            while open.len() > shared {
                let section = open.pop().unwrap_or_default();
                line(open.len(), &format!("</{section}>"));
            }
            for section in path.into_iter().skip(shared) {
                line(open.len(), &format!("<{section}>"));
                open.push(section);
            }
            let leaf = definition.name;
            line(open.len(), &format!("<{leaf}></{leaf}>{}", options(definition, " options: ")));
        }
        while let Some(section) = open.pop() {
            line(open.len(), &format!("</{section}>"));
        }
    }
}

fn heading(page: &[&Definition]) -> &'static str {
    page.first().map_or("", |definition| definition.page.heading)
}

fn write_text_entry(out: &mut String, (definition, index): Entry) {
    let default = definition.default_value(index);
    if default.is_none() {
        out.push('#');
    }
    let name = definition.text_name(index).unwrap_or_default();
    text_entry(out, &name, definition.access(), Some(&default.unwrap_or_default()));
    out.push_str(&options(definition, "  # options: "));
    out.push('\n');
}

fn xml_entry((definition, index): Entry) -> String {
    let name = definition.xml_name(index);
    let access = definition.access().map_or_else(String::new, |access| format!(" ua=\"{}\"", access.as_str()));
    let Some(value) = definition.default_value(index) else {
        return format!("<!-- <{name}{access}></{name}>{} -->", options(definition, " options: "));
    };
    let mut element = format!("<{name}{access}>");
    escape(&mut element, &value);
    element.push_str(&format!("</{name}>"));
    match definition.kind() {
        Kind::Choice(_) => format!("{element} <!--{} -->", options(definition, " options: ")),
        _ => element,
    }
}

/// The choices of a parameter after `lead`, or nothing.
fn options(definition: &Definition, lead: &str) -> String {
    match definition.kind() {
        Kind::Choice(choices) => format!("{lead}{}", choices.iter().collect::<Vec<_>>().join("/")),
        _ => String::new(),
    }
}
