//! Turns pieces into steps: an encoder's tokens in Huffman codes of our own, recorded up to each place where devices
//! differ.
//!
//! Knows: blocks, parts and codes. Must not know: values.

use core::mem;

use super::bits::{Bits, MOST};
use super::block::{Codes, Frequencies};
use super::checksum::Append;
use super::layout::{Layout, Part};
use super::piece::{Effort, Piece};
use super::recorded::{Block, Reach, Step, Template, Then};
use super::symbols::END;
use super::{identity, tokens};
use crate::primitives::DIGEST;
use crate::stock::gzip;

pub(super) fn compile(pieces: &[Piece<'_>], effort: Effort) -> Template {
    let layout = Layout::new(pieces);
    let blocks = tokens::parse(&encode(&layout.text, effort)).expect("an encoder writes whole streams");
    let mut recorder = Recorder { text: &layout.text, ..Recorder::default() };
    let mut at = 0;
    for (number, tokens) in (1..).zip(&blocks) {
        recorder.block(&layout.parts(tokens, &mut at), number == blocks.len());
    }
    let runs = layout.runs.iter().map(|run| layout.text.get(run.clone()).expect("runs lie inside the text"));
    let mut template = Template {
        runs: runs.clone().map(Append::new).collect(),
        constant: runs.clone().map(<[u8]>::len).sum(),
        slots: layout.slots,
        blocks: recorder.blocks,
        words: recorder.words,
        reached: recorder.reached,
        identity: [0; DIGEST],
    };
    let values = template.slots.iter().max().map_or(0, |most| most.saturating_add(1));
    let empty = template.render(&vec![&[][..]; values]).expect("there is a value for each slot");
    template.identity = identity::identity(runs, &template.slots, &empty);
    template
}

/// Compresses the text as a raw deflate stream.
fn encode(text: &[u8], effort: Effort) -> Vec<u8> {
    match effort {
        Effort::Fast => gzip::deflate(text, gzip::BEST, Vec::new()),
        Effort::Small => {
            let mut stream = Vec::new();
            zopfli::compress(zopfli::Options::default(), zopfli::Format::Deflate, text, &mut stream)
                .expect("writing to memory cannot fail");
            stream
        }
    }
}

/// Why a part has its bytes.
const PARTS: &str = "parts are inside the text";

#[derive(Default)]
struct Recorder<'t> {
    text: &'t [u8],
    /// The constant bits since the last step. They continue from one block to the next.
    bits: Bits,
    steps: Vec<Step>,
    blocks: Vec<Block>,
    words: Vec<[u8; 8]>,
    reached: Vec<u8>,
}

impl Recorder<'_> {
    fn block(&mut self, parts: &[Part], last: bool) {
        let codes = self.frequencies(parts).codes();
        codes.header(last, &mut self.bits);
        for part in parts {
            match part {
                Part::Literals(range) => {
                    for &byte in self.text.get(range.clone()).expect(PARTS) {
                        self.symbol(&codes, byte.into());
                    }
                }
                Part::Match { length, distance } => {
                    for (bits, count) in [codes.length(*length), codes.distance(*distance)] {
                        self.bits.push(bits, count);
                    }
                }
                Part::Reach { text, distance, from } => {
                    let (bits, count) = codes.length(text.len());
                    let reach = Reach {
                        bits: narrow(bits),
                        count: narrow(count),
                        distance: narrow(*distance),
                        from: narrow(*from),
                        text: narrow(self.reached.len()),
                        length: narrow(text.len()),
                    };
                    self.reached.extend_from_slice(self.text.get(text.clone()).expect(PARTS));
                    self.step(Then::Reach(reach));
                }
                Part::Value => self.step(Then::Value),
            }
        }
        self.symbol(&codes, END);
        if last {
            self.step(Then::Nothing);
        }
        if !self.steps.is_empty() {
            self.blocks.push(Block { steps: mem::take(&mut self.steps), codes });
        }
    }

    fn frequencies(&self, parts: &[Part]) -> Frequencies {
        let mut frequencies = Frequencies::new();
        let mut any_literal = false;
        let mut any_distance = false;
        for part in parts {
            match part {
                Part::Literals(range) => {
                    for &byte in self.text.get(range.clone()).expect(PARTS) {
                        frequencies.symbol(byte.into());
                    }
                }
                Part::Match { length, distance } => frequencies.pair(*length, *distance),
                Part::Reach { text, distance, .. } => {
                    frequencies.pair(text.len(), *distance);
                    any_distance = true;
                }
                Part::Value => any_literal = true,
            }
        }
        // Values may contain any byte, and may move a reach to any distance, or too far: then it becomes literals.
        if any_literal || any_distance {
            frequencies.every_literal();
        }
        if any_distance {
            frequencies.every_distance();
        }
        frequencies
    }

    fn symbol(&mut self, codes: &Codes, symbol: usize) {
        let code = codes.symbol(symbol);
        self.bits.push(code.bits.into(), code.length.into());
    }

    /// Ends a run of constant bits.
    fn step(&mut self, then: Then) {
        let Bits { words, mut held, mut count } = mem::take(&mut self.bits);
        self.words.extend_from_slice(&words);
        let mut words = narrow(words.len());
        if count > MOST {
            let (low, high) = (held & u64::from(u32::MAX), held >> 32);
            self.steps.push(Step { words, bits: low, count: 32, then: Then::Nothing });
            (words, held, count) = (0, high, count.saturating_sub(32));
        }
        self.steps.push(Step { words, bits: held, count: narrow(count), then });
    }
}

/// Converts a number to a smaller type: there are many steps, and more small ones fit in the cache.
fn narrow<Wide, Small: TryFrom<Wide>>(number: Wide) -> Small {
    Small::try_from(number).ok().expect("the constant text is below 4 GiB, all else far below")
}
