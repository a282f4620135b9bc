//! Renders steps and values as a gzip member.
//!
//! Knows: recorded bits, and what comes between them. Must not know: how they were found.

use super::bits::Writer;
use super::block::Codes;
use super::checksum;
use super::recorded::{Block, MissingValue, Reach, Template, Then};
use super::symbols::WINDOW;
use crate::stock::gzip;

/// A value in its place.
struct Placed<'v> {
    value: &'v [u8],
    /// The bytes of all values before it.
    before: usize,
}

pub(super) fn render(template: &Template, values: &[&[u8]], out: &mut Vec<u8>) -> Result<(), MissingValue> {
    let (placed, total) = place(&template.slots, values)?;
    out.extend_from_slice(&gzip::header(gzip::BEST));
    splice(template, &placed, out, total);
    out.extend_from_slice(&gzip::trailer(checksum(template, &placed), template.constant.saturating_add(total)));
    Ok(())
}

/// The values in their places, and how many bytes they have in total.
fn place<'v>(slots: &[usize], values: &[&'v [u8]]) -> Result<(Vec<Placed<'v>>, usize), MissingValue> {
    let mut total = 0_usize;
    let mut placed = Vec::with_capacity(slots.len());
    for &slot in slots {
        let value = values.get(slot).ok_or(MissingValue { slot, given: values.len() })?;
        placed.push(Placed { value, before: total });
        total = total.saturating_add(value.len());
    }
    Ok((placed, total))
}

fn checksum(template: &Template, placed: &[Placed<'_>]) -> u32 {
    let values = placed.iter().map(|placed| placed.value).chain([&[][..]]);
    template.runs.iter().zip(values).fold(0, |sum, (run, value)| checksum::update(run.after(sum), value))
}

/// Appends the deflate stream.
fn splice(template: &Template, placed: &[Placed<'_>], out: &mut Vec<u8>, total: usize) {
    const COUNTED: &str = "compiling counted the words and the places";
    let steps = template.blocks.iter().map(|block| block.steps.len()).sum::<usize>();
    let guess = [template.words.len().saturating_mul(8), steps.saturating_mul(9), total.saturating_mul(2)];
    let mut writer = Writer::new(out, guess.into_iter().fold(0, usize::saturating_add));
    let mut words = template.words.as_slice();
    let mut places = placed.iter();
    // The bytes of the values so far.
    let mut here = 0_usize;
    for Block { steps, codes } in &template.blocks {
        for step in steps {
            if step.words > 0 {
                writer.splice(words.split_off(..step.words as usize).expect(COUNTED));
            }
            writer.push(step.bits, step.count.into());
            match &step.then {
                Then::Nothing => {}
                Then::Value => {
                    let place = places.next().expect(COUNTED);
                    here = place.before.wrapping_add(place.value.len());
                    literals(&mut writer, codes, place.value);
                }
                Then::Reach(reach) => {
                    let before = placed.get(reach.from as usize).expect(COUNTED).before;
                    // `here` includes everything that `before` counts, and lengths in memory cannot add up to a wrap.
                    let distance = usize::from(reach.distance).wrapping_add(here.wrapping_sub(before));
                    if distance <= WINDOW {
                        let length = u32::from(reach.count);
                        let (bits, count) = codes.distance(distance);
                        writer.push(u64::from(reach.bits) | bits.wrapping_shl(length), length.wrapping_add(count));
                    } else {
                        literals(&mut writer, codes, reached(template, reach));
                    }
                }
            }
        }
    }
    writer.finish();
}

fn literals(writer: &mut Writer<'_>, codes: &Codes, bytes: &[u8]) {
    for &byte in bytes {
        let code = codes.symbol(byte.into());
        writer.push(code.bits.into(), code.length.into());
    }
}

/// The text that a reach stands for.
#[cold]
fn reached<'t>(template: &'t Template, reach: &Reach) -> &'t [u8] {
    let text = template.reached.get(reach.text as usize..).and_then(|text| text.get(..reach.length.into()));
    text.expect("a reach was recorded together with its text")
}
