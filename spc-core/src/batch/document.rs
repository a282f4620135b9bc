//! The canonical XML of a fleet, as text or compressed: constant runs, and places for what differs.
//!
//! Knows: what of an element a slot takes the place of. Must not know: columns and keys.

use core::ops::Range;
use std::borrow::Cow;

use super::error::BatchError;
use super::slots::{Base, Slots};
use crate::payload::Fill;
use crate::profile::Profile;
use crate::seal::{Packing, SealError, bounds};
use crate::source::{escape, to_xml_with};
use crate::stock::gzip;
use crate::stock::template::{Piece, Template};

/// The documents of a fleet.
pub(super) struct Document {
    /// In the order of the text.
    places: Vec<Place>,
    /// Bytes of constant text.
    constant: usize,
    body: Body,
    /// What no compressed file is smaller than; 0 where none is compressed.
    least: usize,
}

/// The place of a slot: a value, or as much of the element as comes and goes with it.
struct Place {
    slot: usize,
    /// The constant text between the place before and this one.
    run: Range<usize>,
    /// What is here without a value.
    without: &'static str,
    /// What is around a value.
    before: String,
    after: String,
}

enum Body {
    Text(String),
    Each(String, gzip::Level),
    Template(Template),
}

impl Document {
    /// `profile` is what [`Slots::plan`] returned with the slots.
    pub(super) fn new(profile: &Profile<'_>, slots: &Slots, packing: Option<Packing>) -> Result<Self, BatchError> {
        let mut found = Vec::new();
        let xml = to_xml_with(profile, |name, element| {
            if let Some((slot, base)) = slots.find(name) {
                let (taken, without) = match base {
                    Base::Set(_) => (element.value.clone(), ""),
                    Base::Keep => (element.tail, "/>"),
                    Base::Absent => (element.line, ""),
                };
                found.push((slot, taken, without, element.value));
            }
        })?;
        let text = |range: Range<usize>| xml.get(range).expect("elements lie inside the text, in order");
        let mut constant = String::with_capacity(xml.len());
        let mut places = Vec::with_capacity(found.len());
        let mut done = 0;
        for (slot, taken, without, value) in found {
            let start = constant.len();
            constant.push_str(text(done..taken.start));
            let [before, after] = [taken.start..value.start, value.end..taken.end].map(|range| text(range).to_owned());
            places.push(Place { slot, run: start..constant.len(), without, before, after });
            done = taken.end;
        }
        constant.push_str(text(done..xml.len()));
        let length = constant.len();
        let body = match packing {
            None => Body::Text(constant),
            Some(Packing::Each(level)) => Body::Each(constant, level),
            Some(Packing::Template(effort)) => {
                let pieces: Vec<Piece<'_>> = pieces(&constant, &places).collect();
                Body::Template(Template::compile(&pieces, effort))
            }
        };
        let mut document = Self { places, constant: length, body, least: 0 };
        document.least = match &document.body {
            Body::Text(_) => 0,
            // A value adds to what is compressed; that it should halve the rest is not to be feared.
            Body::Each(constant, level) => gzip::pack(constant.as_bytes(), *level).len() / 2,
            Body::Template(_) => document.fill(&[], Vec::new()).len(),
        };
        Ok(document)
    }

    /// Whether the document of one recipient can be read again; it is made only where that is near the limits.
    pub(super) fn check(&self, fills: &[Fill<'_>]) -> Result<(), SealError> {
        // A character becomes five at most: `&amp;`.
        let most = |place: &Place| match fills.get(place.slot) {
            Some(Fill::Set(value)) => place.around().saturating_add(value.len().saturating_mul(5)),
            _ => place.without.len(),
        };
        let most = self.places.iter().map(most).fold(self.constant, usize::saturating_add);
        if self.bounds(most, self.least).is_ok() { Ok(()) } else { self.write(fills, Vec::new()).map(drop) }
    }

    /// The document of one recipient, in the memory of `out`.
    pub(super) fn write(&self, fills: &[Fill<'_>], out: Vec<u8>) -> Result<Vec<u8>, SealError> {
        let length = |place: &Place| match fills.get(place.slot) {
            Some(Fill::Set(value)) => place.around().saturating_add(escaped_length(value)),
            _ => place.without.len(),
        };
        let text = self.places.iter().map(length).fold(self.constant, usize::saturating_add);
        // Before it is made, because placeholders and references multiply a value.
        self.bounds(text, usize::MAX)?;
        let file = self.fill(fills, out);
        self.bounds(text, file.len())?;
        Ok(file)
    }

    /// Whether a text of so many bytes, and its file, can be read again.
    fn bounds(&self, text: usize, file: usize) -> Result<(), SealError> {
        match self.body {
            Body::Text(_) => bounds::check_text(text),
            Body::Each(..) | Body::Template(_) => {
                bounds::check_packable(text)?;
                bounds::check_packed(text, file)
            }
        }
    }

    fn fill(&self, fills: &[Fill<'_>], mut out: Vec<u8>) -> Vec<u8> {
        let texts: Vec<Cow<'_, str>> = self.places.iter().map(|place| place.text(fills.get(place.slot))).collect();
        let values: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        out.clear();
        match &self.body {
            Body::Text(constant) => self.assemble(constant, &values, &mut out),
            Body::Each(constant, level) => {
                let mut text = Vec::new();
                self.assemble(constant, &values, &mut text);
                out = gzip::pack(&text, *level);
            }
            Body::Template(template) => {
                template.render_into(&values, &mut out).expect("there is a value for each place");
            }
        }
        out
    }

    fn assemble(&self, constant: &str, values: &[&[u8]], text: &mut Vec<u8>) {
        let length = values.iter().map(|value| value.len()).fold(constant.len(), usize::saturating_add);
        // The whole size at once, because growth would leave copies behind.
        text.reserve_exact(length);
        for piece in pieces(constant, &self.places) {
            text.extend_from_slice(match piece {
                Piece::Constant(run) => run,
                Piece::Slot(place) => values.get(place).copied().expect("there is a value for each place"),
            });
        }
    }
}

/// Bytes of a value with its references.
fn escaped_length(value: &str) -> usize {
    let extra = |byte| match byte {
        b'&' => 4,
        b'<' | b'>' => 3,
        _ => 0,
    };
    value.bytes().map(extra).fold(value.len(), usize::saturating_add)
}

/// The text in pieces; the index of a slot among them is that of its place.
fn pieces<'t>(constant: &'t str, places: &'t [Place]) -> impl Iterator<Item = Piece<'t>> {
    let run =
        |range: Range<usize>| Piece::Constant(constant.get(range).expect("places lie inside the text").as_bytes());
    let last = places.last().map_or(0, |place| place.run.end);
    let pairs = places.iter().enumerate().flat_map(move |(index, place)| [run(place.run.clone()), Piece::Slot(index)]);
    pairs.chain([run(last..constant.len())])
}

impl Place {
    /// Bytes around a value.
    const fn around(&self) -> usize {
        self.before.len().saturating_add(self.after.len())
    }

    /// What is here.
    fn text<'v>(&self, fill: Option<&'v Fill<'_>>) -> Cow<'v, str> {
        let Some(Fill::Set(value)) = fill else { return Cow::Borrowed(self.without) };
        if self.before.is_empty() && self.after.is_empty() && !value.contains(['&', '<', '>']) {
            return Cow::Borrowed(value);
        }
        let mut text = self.before.clone();
        escape(&mut text, value);
        text.push_str(&self.after);
        Cow::Owned(text)
    }
}
