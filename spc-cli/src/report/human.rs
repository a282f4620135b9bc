//! The source line of a finding with the place marked.

use spc_core::diagnostic::{LineIndex, Span};

use crate::report::escape::is_dangerous;
use crate::report::mask::Range;

/// Bytes of a line that are looked at before and behind the place; profiles may be one line of 60 KB.
const AROUND: usize = 60;

/// One character of the line as it is shown.
struct Cell {
    /// Its byte in the source.
    at: usize,
    shown: char,
}

/// The line with its number, and a second line with the mark. Secret values are shown as `***`.
pub(super) fn lines(index: &LineIndex<'_>, secrets: &[Range], span: Span) -> [String; 2] {
    let (number, _) = index.locate(span.start);
    let (line, start) = (index.line(number), index.start(number));
    let offset = usize::try_from(span.start).unwrap_or(usize::MAX).saturating_sub(start);
    let is_inside = |at: &usize| line.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let boundary = |at: usize| (at..line.len()).find(|at| !is_inside(at)).unwrap_or(line.len());
    let (first, last) = (boundary(offset.saturating_sub(AROUND)), boundary(offset.saturating_add(AROUND)));
    let cells = cells(line.get(first..last).unwrap_or_default(), start.saturating_add(first), secrets);

    let position = |at: u32| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        cells.iter().position(|cell| cell.at >= at).unwrap_or(cells.len())
    };
    let (from, to) = (position(span.start), position(span.end));
    let shown: String = cells.iter().map(|cell| cell.shown).collect();
    let cut_before = if first > 0 { "..." } else { "" };
    let cut_behind = if last < line.len() { "..." } else { "" };
    let gutter = number.to_string();
    let blank = " ".repeat(gutter.len());
    let indent = " ".repeat(cut_before.len().saturating_add(from));
    let mark = "^".repeat(to.saturating_sub(from).max(1));
    [format!(" {gutter} | {cut_before}{shown}{cut_behind}"), format!(" {blank} | {indent}{mark}")]
}

/// The characters of a line; what a terminal must not see is replaced one for one, so that the mark stays in place.
fn cells(line: &[u8], start: usize, secrets: &[Range]) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(line.len());
    let mut at = start;
    let mut hidden = false;
    for chunk in line.utf8_chunks() {
        let invalid = chunk.invalid().iter().map(|_| ('\u{fffd}', 1));
        for (character, length) in chunk.valid().chars().map(|c| (c, c.len_utf8())).chain(invalid) {
            let next = secrets.get(secrets.partition_point(|range| range.end <= at));
            let is_secret = next.is_some_and(|range| range.contains(&at));
            if !is_secret {
                let shown = match character {
                    '\t' => ' ',
                    c if is_dangerous(c) => '\u{fffd}',
                    c => c,
                };
                cells.push(Cell { at, shown });
            } else if !hidden {
                cells.extend("***".chars().map(|shown| Cell { at, shown }));
            }
            hidden = is_secret;
            at = at.saturating_add(length);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::mask;

    fn shown(source: &str, start: usize, end: usize) -> [String; 2] {
        let span = Span::of(0, start..end).unwrap();
        lines(&LineIndex::new(source.as_bytes()), &mask::secrets(source.as_bytes()), span)
    }

    #[test]
    fn the_place_is_marked() {
        assert_eq!(shown("a\n<A ua=\"xx\"/>\n", 5, 12), [" 2 | <A ua=\"xx\"/>", "   |    ^^^^^^^"]);
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let source = format!("{}!{}", "a".repeat(200), "b".repeat(200));
        let [line, mark] = shown(&source, 200, 201);
        assert_eq!(line, format!(" 1 | ...{}!{}...", "a".repeat(60), "b".repeat(59)));
        assert_eq!(mark.find('^'), line.find('!'));
    }

    #[test]
    fn secrets_become_three_stars_and_the_mark_follows() {
        let source = "<Password_1_>long secret value</Pass_1_>";
        assert_eq!(shown(source, 32, 39), [" 1 | <Password_1_>***</Pass_1_>", "   |                   ^^^^^^^"]);
    }

    #[test]
    fn controls_are_replaced_one_for_one() {
        assert_eq!(shown("a\u{1b}\tb", 3, 4), [" 1 | a\u{fffd} b", "   |    ^"]);
    }
}
