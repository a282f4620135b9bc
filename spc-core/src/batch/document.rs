//! The XML of a fleet, as text or compressed: constant runs, and places for what differs, as late as possible (FORMAT
//! 6.9).
//!
//! Knows: which part of an element a slot replaces. Must not know: columns and keys.

use core::ops::Range;
use std::borrow::Cow;

use super::error::BatchError;
use super::slots::{Base, Slots};
use crate::payload::Fill;
use crate::primitives::DIGEST;
use crate::profile::{ParameterName, Profile};
use crate::seal::{Packing, SealError, bounds};
use crate::source::{escape, to_xml_with};
use crate::stock::gzip;
use crate::stock::template::identity::identity;
use crate::stock::template::{Piece, Template};

/// Room after a document for what a cipher adds: growing the buffer would leave a copy of the document behind.
const SPARE: usize = 32;

/// The documents of a fleet.
pub(super) struct Document {
    /// In the order of the text.
    places: Vec<Place>,
    /// Bytes of constant text.
    constant: usize,
    body: Body,
    /// A lower bound for the size of compressed files; 0 if none is compressed.
    least: usize,
}

/// The place of a slot: a value, or the part of the element that comes and goes with it.
struct Place {
    slot: usize,
    /// The constant text between the previous place and this one.
    run: Range<usize>,
    /// What is here if there is no value.
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
        // What differs comes last, so that most of what is compressed is one run from the first bit on.
        let is_slot = |name: &ParameterName<'_>| slots.find(name).is_some();
        let xml = to_xml_with(profile, is_slot, |name, element| {
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
        let least = match &body {
            Body::Text(_) => 0,
            // A value adds to what is compressed; it cannot plausibly halve the size of the rest.
            Body::Each(constant, level) => gzip::pack(constant.as_bytes(), *level).len() / 2,
            Body::Template(template) => {
                let without: Vec<&[u8]> = places.iter().map(|place| place.without.as_bytes()).collect();
                template.render(&without).expect("there is a value for each place").len()
            }
        };
        Ok(Self { places, constant: length, body, least })
    }

    /// Checks that the document of one recipient can be read back; makes it only if it is near the limits.
    pub(super) fn check(&self, fills: &[Fill<'_>]) -> Result<(), SealError> {
        // A character becomes at most five: `&amp;`.
        let most = |place: &Place| match place.fill(fills) {
            Fill::Set(value) => place.around().saturating_add(value.len().saturating_mul(5)),
            _ => place.without.len(),
        };
        let most = self.places.iter().map(most).fold(self.constant, usize::saturating_add);
        if self.bounds(most, self.least).is_ok() { Ok(()) } else { self.write(fills, Vec::new()).map(drop) }
    }

    /// Returns the document of one recipient, reusing the memory of `out`.
    pub(super) fn write(&self, fills: &[Fill<'_>], mut out: Vec<u8>) -> Result<Vec<u8>, SealError> {
        out.clear();
        let texts = self.texts(fills)?;
        self.append(&values(&texts), &mut out)?;
        Ok(out)
    }

    /// What is in each place for one recipient, unless that makes the document too long to read back.
    pub(super) fn texts<'v>(&'v self, fills: &'v [Fill<'_>]) -> Result<Vec<Cow<'v, str>>, SealError> {
        let length = |place: &Place| match place.fill(fills) {
            Fill::Set(value) => place.around().saturating_add(escaped_length(value)),
            _ => place.without.len(),
        };
        // Checked before they are made, because placeholders and references multiply a value.
        self.bounds(self.places.iter().map(length).fold(self.constant, usize::saturating_add), usize::MAX)?;
        Ok(self.places.iter().map(|place| place.text(place.fill(fills))).collect())
    }

    /// Appends the document with these values, one per place.
    pub(super) fn append(&self, values: &[&[u8]], out: &mut Vec<u8>) -> Result<(), SealError> {
        let before = out.len();
        match &self.body {
            Body::Text(constant) => self.assemble(constant, values, out),
            Body::Each(constant, level) => {
                let mut text = Vec::new();
                self.assemble(constant, values, &mut text);
                let packed = gzip::pack(&text, *level);
                out.reserve_exact(packed.len().saturating_add(SPARE));
                out.extend_from_slice(&packed);
            }
            Body::Template(template) => template.render_into(values, out).expect("there is a value for each place"),
        }
        let text = values.iter().map(|value| value.len()).fold(self.constant, usize::saturating_add);
        self.bounds(text, out.len().saturating_sub(before))
    }

    /// Identifies the text around the values, for documents that are not compressed.
    pub(super) fn identity(&self) -> [u8; DIGEST] {
        let constant = match &self.body {
            Body::Text(constant) | Body::Each(constant, _) => constant.as_str(),
            Body::Template(template) => return *template.identity(),
        };
        let runs = pieces(constant, &self.places).filter_map(|piece| match piece {
            Piece::Constant(run) => Some(run),
            Piece::Slot(_) => None,
        });
        let slots: Vec<usize> = (0..self.places.len()).collect();
        identity(runs, &slots, &[])
    }

    /// The template that renders the documents, if there is one.
    pub(super) const fn template(&self) -> Option<&Template> {
        match &self.body {
            Body::Template(template) => Some(template),
            Body::Text(_) | Body::Each(..) => None,
        }
    }

    /// Checks that a text of this many bytes, and its file, can be read back.
    fn bounds(&self, text: usize, file: usize) -> Result<(), SealError> {
        match self.body {
            Body::Text(_) => bounds::check_text(text),
            Body::Each(..) | Body::Template(_) => {
                bounds::check_packable(text)?;
                bounds::check_packed(text, file)
            }
        }
    }

    fn assemble(&self, constant: &str, values: &[&[u8]], text: &mut Vec<u8>) {
        let length = values.iter().map(|value| value.len()).fold(constant.len(), usize::saturating_add);
        // Reserved in full at once, because growth would leave copies behind.
        text.reserve_exact(length.saturating_add(SPARE));
        for piece in pieces(constant, &self.places) {
            text.extend_from_slice(match piece {
                Piece::Constant(run) => run,
                Piece::Slot(place) => values.get(place).copied().expect("there is a value for each place"),
            });
        }
    }
}

/// The values of a document.
pub(super) fn values<'v>(texts: &'v [Cow<'_, str>]) -> Vec<&'v [u8]> {
    texts.iter().map(|text| text.as_bytes()).collect()
}

/// Bytes of a value with its special characters written as references.
fn escaped_length(value: &str) -> usize {
    let extra = |byte| match byte {
        b'&' => 4,
        b'<' | b'>' => 3,
        _ => 0,
    };
    value.bytes().map(extra).fold(value.len(), usize::saturating_add)
}

/// The text in pieces; the index of a slot is the index of its place.
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

    /// What one recipient has in this place.
    fn fill<'f, 'v>(&self, fills: &'f [Fill<'v>]) -> &'f Fill<'v> {
        fills.get(self.slot).expect("a recipient has a value for each slot")
    }

    /// The text in this place.
    fn text<'v>(&self, fill: &'v Fill<'_>) -> Cow<'v, str> {
        let Fill::Set(value) = fill else { return Cow::Borrowed(self.without) };
        if self.around() == 0 && escaped_length(value) == value.len() {
            return Cow::Borrowed(value);
        }
        let mut text = self.before.clone();
        escape(&mut text, value);
        text.push_str(&self.after);
        Cow::Owned(text)
    }
}
