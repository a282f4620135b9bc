//! The canonical XML of a fleet, as text or compressed: constant runs, and a place for each slot.
//!
//! Knows: what of an element a slot covers. Must not know: which column a value comes from, and keys.

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
    covers: Vec<Cover>,
    body: Body,
}

/// What a slot covers of the text.
struct Cover {
    /// What stands there without a value.
    without: &'static str,
    /// What stands around a value.
    before: String,
    after: String,
}

enum Body {
    Text(Text),
    Each(Text, gzip::Level),
    Template(Template),
}

/// Constant text, and the slots in it.
struct Text {
    constant: String,
    /// Where each slot stands, by the bytes of constant text before it, and its index.
    places: Vec<(usize, usize)>,
}

impl Document {
    /// `profile` is what [`Slots::plan`] returned with the slots.
    pub(super) fn new(profile: &Profile<'_>, slots: &Slots, packing: Option<Packing>) -> Result<Self, BatchError> {
        let mut found: Vec<(usize, Range<usize>, Range<usize>)> = Vec::new();
        let xml = to_xml_with(profile, |name, element| {
            if let Some(index) = slots.find(name) {
                let covered = match slots.iter().nth(index).map(|slot| &slot.base) {
                    Some(Base::Set(_)) => element.value.clone(),
                    Some(Base::Keep) => element.tail,
                    Some(Base::Absent) | None => element.line,
                };
                found.push((index, covered, element.value));
            }
        })?;
        let slice = |range: Range<usize>| xml.get(range).unwrap_or_default();
        let mut covers: Vec<Cover> = slots
            .iter()
            .map(|slot| {
                let without = if matches!(slot.base, Base::Keep) { "/>" } else { "" };
                Cover { without, before: String::new(), after: String::new() }
            })
            .collect();
        let mut text = Text { constant: String::with_capacity(xml.len()), places: Vec::with_capacity(found.len()) };
        let mut done = 0;
        for (index, covered, value) in found {
            text.constant.push_str(slice(done..covered.start));
            text.places.push((text.constant.len(), index));
            if let Some(cover) = covers.get_mut(index) {
                slice(covered.start..value.start).clone_into(&mut cover.before);
                slice(value.end..covered.end).clone_into(&mut cover.after);
            }
            done = covered.end;
        }
        text.constant.push_str(slice(done..xml.len()));
        let body = match packing {
            None => Body::Text(text),
            Some(Packing::Each(level)) => Body::Each(text, level),
            Some(Packing::Template(effort)) => Body::Template(Template::compile(&text.pieces(), effort)),
        };
        Ok(Self { covers, body })
    }

    /// About how long a document is.
    pub(super) fn length(&self) -> usize {
        match &self.body {
            Body::Text(text) => text.constant.len(),
            Body::Each(..) | Body::Template(_) => 0,
        }
    }

    /// Appends the document of one recipient.
    pub(super) fn write(&self, fills: &[Fill<'_>], out: &mut Vec<u8>) {
        let texts: Vec<Cow<'_, str>> = self.covers.iter().zip(fills).map(|(cover, fill)| cover.text(fill)).collect();
        let values: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        match &self.body {
            Body::Text(text) => text.write(&values, out),
            Body::Each(text, level) => {
                let mut xml = Vec::new();
                text.write(&values, &mut xml);
                out.extend_from_slice(&gzip::pack(&xml, *level));
            }
            Body::Template(template) => template.render_into(&values, out).expect("there is one value a slot"),
        }
    }
}

impl Cover {
    /// What stands in the slot's place.
    fn text<'v>(&self, fill: &'v Fill<'_>) -> Cow<'v, str> {
        let Fill::Set(value) = fill else { return Cow::Borrowed(self.without) };
        let is_plain = self.before.is_empty() && self.after.is_empty() && !value.contains(['&', '<', '>']);
        if is_plain {
            return Cow::Borrowed(value);
        }
        let mut text = self.before.clone();
        escape(&mut text, value);
        text.push_str(&self.after);
        Cow::Owned(text)
    }
}

impl Text {
    fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut done = 0;
        for &(before, slot) in &self.places {
            pieces.push(Piece::Constant(self.constant.get(done..before).unwrap_or_default().as_bytes()));
            pieces.push(Piece::Slot(slot));
            done = before;
        }
        pieces.push(Piece::Constant(self.constant.get(done..).unwrap_or_default().as_bytes()));
        pieces
    }

    fn write(&self, values: &[&[u8]], out: &mut Vec<u8>) {
        let length = values.iter().map(|value| value.len()).fold(self.constant.len(), usize::saturating_add);
        out.reserve(length);
        for piece in self.pieces() {
            out.extend_from_slice(match piece {
                Piece::Constant(bytes) => bytes,
                Piece::Slot(slot) => values.get(slot).copied().unwrap_or_default(),
            });
        }
    }
}
