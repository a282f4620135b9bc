//! The canonical XML of a fleet, as text or compressed: constant runs, and places for what differs.
//!
//! Knows: what of an element a slot takes the place of. Must not know: columns and keys.

use core::ops::Range;
use std::borrow::Cow;

use super::error::BatchError;
use super::slots::{Base, Slots};
use super::target::Packing;
use crate::payload::Fill;
use crate::profile::Profile;
use crate::source::{escape, to_xml_with};
use crate::stock::gzip;
use crate::stock::template::{Piece, Template};

/// The documents of a fleet.
pub(super) struct Document {
    /// In the order of the text.
    places: Vec<Place>,
    body: Body,
}

/// The place of a slot: a value, or as much of the element as comes and goes with it.
struct Place {
    slot: usize,
    /// The constant text between the place before and this one.
    run: Range<usize>,
    /// What stands here without a value.
    without: &'static str,
    /// What stands around a value.
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
        let text = |range: Range<usize>| xml.get(range).unwrap_or_default();
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
        let body = match packing {
            None => Body::Text(constant),
            Some(Packing::Each(level)) => Body::Each(constant, level),
            Some(Packing::Template(effort)) => {
                let pieces: Vec<Piece<'_>> = pieces(&constant, &places).collect();
                Body::Template(Template::compile(&pieces, effort))
            }
        };
        Ok(Self { places, body })
    }

    /// The document of one recipient.
    pub(super) fn write(&self, fills: &[Fill<'_>]) -> Vec<u8> {
        let texts: Vec<Cow<'_, str>> = self.places.iter().map(|place| place.text(fills.get(place.slot))).collect();
        let values: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        match &self.body {
            Body::Text(constant) => self.assemble(constant, &values),
            Body::Each(constant, level) => gzip::pack(&self.assemble(constant, &values), *level),
            Body::Template(template) => template.render(&values).expect("there is a value for each place"),
        }
    }

    fn assemble(&self, constant: &str, values: &[&[u8]]) -> Vec<u8> {
        let length = values.iter().map(|value| value.len()).fold(constant.len(), usize::saturating_add);
        // The whole size at once, because growth would leave copies behind.
        let mut text = Vec::with_capacity(length);
        for piece in pieces(constant, &self.places) {
            text.extend_from_slice(match piece {
                Piece::Constant(run) => run,
                Piece::Slot(place) => values.get(place).copied().unwrap_or_default(),
            });
        }
        text
    }
}

/// The text in pieces; the index of a slot among them is that of its place.
fn pieces<'t>(constant: &'t str, places: &'t [Place]) -> impl Iterator<Item = Piece<'t>> {
    let run = |range: Range<usize>| Piece::Constant(constant.get(range).unwrap_or_default().as_bytes());
    let last = places.last().map_or(0, |place| place.run.end);
    let pairs = places.iter().enumerate().flat_map(move |(index, place)| [run(place.run.clone()), Piece::Slot(index)]);
    pairs.chain([run(last..constant.len())])
}

impl Place {
    /// What stands here.
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
