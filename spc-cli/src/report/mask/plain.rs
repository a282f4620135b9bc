//! Values of plain text, and where they end when their own line does not end them.

use spc_core::source::{Reader, Syntax};

use super::{LONGEST, Marks, Range, is_name, is_secret, next};

/// A line of plain text that is not blank.
pub(super) struct Line {
    range: Range,
    ends: Ends,
}

/// What the end of a line leaves open, if it speaks of a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Nothing, as the line is entries and no more, at least one of them with a value: the rest of a broken value reads
    /// so by a rare chance only.
    Clean,
    /// Nothing, by its quotes.
    Closed,
    /// Text without quotes: the next line may belong to it.
    InText,
    /// A value, which may go on up to a clean line.
    InValue,
}

/// The lines of a source.
pub(super) fn lines(source: &[u8]) -> Vec<Line> {
    let mut start = 0_usize;
    let mut lines = Vec::new();
    for line in source.split(|byte| *byte == b'\n') {
        let end = start.saturating_add(line.len());
        if !line.trim_ascii().is_empty() {
            lines.push(Line { range: start..end, ends: Ends::of(line) });
        }
        start = end.saturating_add(1);
    }
    lines
}

impl Ends {
    fn of(line: &[u8]) -> Self {
        // Most lines that are not clean have no value at all, and parsing takes longer than looking for one.
        let is_clean = line.contains(&b'"')
            && Reader::new()
                .syntax(Syntax::Text)
                .read(line)
                .is_ok_and(|read| read.profile.parameters.iter().any(|parameter| parameter.value.text().is_some()));
        if is_clean {
            return Self::Clean;
        }
        let line = String::from_utf8_lossy(line);
        let is_quote = |character| matches!(character, '"' | '\u{2018}'..='\u{201f}');
        let quotes = line.chars().filter(|character| is_quote(*character)).count();
        let line = line.trim_ascii_end();
        let (line, is_closed) = match line.strip_suffix(';') {
            Some(line) => (line.trim_ascii_end(), quotes >= 2),
            None => (line, quotes.is_multiple_of(2)),
        };
        match () {
            () if is_closed && line.ends_with(is_quote) => Self::Closed,
            () if quotes.is_multiple_of(2) => Self::InText,
            () => Self::InValue,
        }
    }
}

impl Marks<'_> {
    /// `Password[1] ! "value" ;`: the value, without its quotes. `Password: value`, as in a comment, and any other text
    /// behind a name that begins a line: the rest of the line. In a broken line of plain text, all that may belong to
    /// the value.
    pub(super) fn entry(&self, at: usize) -> Option<Range> {
        let text = self.from(at);
        let is_broken = self.is_broken(at);
        let name = secret_name(text, is_broken)?;
        let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'!' | b'?');
        let between = text.get(name..)?.iter().take_while(is_between).count();
        let start = at.saturating_add(name).saturating_add(between);
        match self.source.get(start)? {
            b'"' => {
                let start = start.saturating_add(1);
                let line_end = self.line_end(start);
                // A value may hold a quote by mistake, so it ends at the last one of its line.
                let last = self.source.get(start..line_end)?.iter().rposition(|byte| *byte == b'"');
                let last = last.map(|last| start.saturating_add(last));
                let end = match last {
                    Some(last) if !is_broken || self.is_closed(start, last) => last,
                    None if is_broken => self.clean_line(at),
                    _ => self.continuation(at),
                };
                Some(start..end)
            }
            b'<' | b'>' if !self.is_text => None,
            b';' | b'\n' | b'\r' if !is_broken => None,
            b';' => {
                let start = start.saturating_add(1);
                (!is_end(self.rest_of_line(start))).then(|| start..self.continuation(at))
            }
            b'\n' | b'\r' if self.is_comment(at) => None,
            b'\n' | b'\r' => Some(start..self.continuation(at)).filter(|range| !range.is_empty()),
            b'=' | b':' => Some(start..self.loose_end(at, start)),
            _ if is_broken || self.begins_line(at) => Some(start..self.loose_end(at, start)),
            _ => None,
        }
    }

    /// Where text behind a name ends: at a tag or with its line, or behind a broken line.
    fn loose_end(&self, at: usize, start: usize) -> usize {
        let tag = if self.is_text { None } else { next(&self.tags, start) };
        tag.unwrap_or(self.source.len()).min(self.continuation(at))
    }

    /// The line of plain text at this place, and those behind it.
    fn lines_from(&self, at: usize) -> Option<(&Line, &[Line])> {
        let behind = self.lines.partition_point(|line| line.range.start <= at);
        self.lines.get(behind.checked_sub(1)?..)?.split_first()
    }

    /// Whether this place is in a line of plain text that does not read clean.
    pub(super) fn is_broken(&self, at: usize) -> bool {
        self.lines_from(at).is_some_and(|(line, _)| line.ends != Ends::Clean)
    }

    /// Whether this place is in a line that may leave a secret open.
    pub(super) fn is_open(&self, at: usize) -> bool {
        self.lines_from(at).is_some_and(|(line, _)| matches!(line.ends, Ends::InText | Ends::InValue))
    }

    /// Where a secret at this place ends that its line may leave open: with the line or behind it.
    pub(super) fn continuation(&self, at: usize) -> usize {
        let end = self.line_end(at);
        match self.lines_from(at) {
            Some((Line { ends: Ends::InValue, .. }, _)) => self.clean_line(at),
            Some((Line { ends: Ends::InText, .. }, [next, ..])) if !self.is_comment(at) => match next.ends {
                Ends::Clean => next.range.start,
                _ => next.range.end,
            },
            _ => end,
        }
    }

    /// The first line that reads clean behind this place.
    fn clean_line(&self, at: usize) -> usize {
        let behind = self.lines_from(at).map(|(_, behind)| behind).unwrap_or_default();
        behind.iter().find(|line| line.ends == Ends::Clean).map_or(self.source.len(), |line| line.range.start)
    }

    /// Whether the value that begins here ends with this quote, the last one of its line.
    fn is_closed(&self, value: usize, last: usize) -> bool {
        let quotes = || self.source.get(value..last).unwrap_or_default().iter().filter(|byte| **byte == b'"').count();
        let behind = self.rest_of_line(last.saturating_add(1));
        (behind.starts_with(b";") || quotes().is_multiple_of(2)) && is_end(behind)
    }

    fn rest_of_line(&self, at: usize) -> &[u8] {
        self.source.get(at..self.line_end(at)).unwrap_or_default().trim_ascii_start()
    }

    /// What stands before this place on its line, as far as it is looked at.
    fn before(&self, at: usize) -> &[u8] {
        let before = self.source.get(at.saturating_sub(LONGEST)..at).unwrap_or_default();
        before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default()
    }

    /// Whether nothing but blanks and the signs between entries stand before it on its line.
    fn begins_line(&self, at: usize) -> bool {
        self.before(at).iter().all(|byte| matches!(byte, b' ' | b'\t' | b'#' | b';' | b'!' | b'?'))
    }

    fn is_comment(&self, at: usize) -> bool {
        self.before(at).contains(&b'#')
    }
}

/// Whether the rest of a line is no more than a `;` and a comment.
fn is_end(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b";").unwrap_or(rest).trim_ascii_start();
    rest.is_empty() || rest.starts_with(b"#")
}

/// The length of the secret name that the text begins with; in a broken line it may be the label of a web page, whose
/// blank is no part of a name: `Auth ID`.
fn secret_name(text: &[u8], is_broken: bool) -> Option<usize> {
    let in_label = |byte: &&u8| is_name(**byte) || matches!(byte, b'[' | b']' | b'(' | b')' | b'/');
    let length = |text: &[u8]| text.iter().take(LONGEST.saturating_add(1)).take_while(in_label).count();
    let word = length(text);
    // A long run of letters must not be read again from each of them.
    if word > LONGEST {
        return None;
    }
    if is_secret(text.get(..word)?) {
        return Some(word);
    }
    let behind = text.get(word..)?.strip_prefix(b" ").filter(|_| is_broken)?;
    let label = word.saturating_add(1).saturating_add(length(behind));
    (label <= LONGEST && is_secret(text.get(..label)?)).then_some(label)
}

#[cfg(test)]
mod tests {
    use crate::report::mask::tests::masked;

    #[test]
    fn text_values_are_hidden_even_when_broken() {
        assert_eq!(masked("Password[1] ! \"ab\" ;"), "Password[1] ! \"**\" ;");
        assert_eq!(masked("# Password[1] \"a\"b\" ;\nA \"x\" ;"), "# Password[1] \"***\" ;\nA \"x\" ;");
        assert_eq!(masked("# Password[1] abc ;\nA \"x\" ;"), "# Password[1] *****\nA \"x\" ;");
        assert_eq!(masked("Password[1] ! ;\nA \"x\" ;"), "Password[1] ! ;\nA \"x\" ;");
        assert_eq!(masked("Admin_Passwd \"abc\nA \"x\" ;"), "Admin_Passwd \"****A \"x\" ;");
    }

    #[test]
    fn lines_behind_an_open_value_are_hidden_up_to_a_clean_one() {
        for (shown, hidden) in [
            ("Password_1_ \"", "ab\nc\" ;\n"),
            ("Password_1_ \"", "ab\r\nc[x] 2\" ;\r\n\r\nd ;\n"),
            ("Password_1_ ", "= \"a\nb\nc\" ;\n"),
            ("Password_1_ ", "\u{201c}a\nb\nc\u{201d} ;\n"),
            ("# Password_1_ \"", "a\nb\nc\" ;\n"),
            ("Password_1_ \"", "a\"b\"c\nd\ne\" ;\n"),
            ("Password_1_ \"", "a\" \"b\nc\" ;\n"),
            ("Password_1_ \"", "a\" \"\nc\" ;\n"),
            ("A \"x ; Password_1_ \"", "\na\nb\" ;\n"),
            ("Profile_Rule \"[--key ", "a\nb\nc ]d\n"),
            ("Profile_Rule \"a://", "b:c\nd\ne@f/\n"),
            ("Profile_Rule \"a://", "b:c d\ne@f/\" ;\n"),
        ] {
            let clean = "A \"x\" ; # y\nB";
            let expected = format!("{shown}{}{clean}", "*".repeat(hidden.len()));
            assert_eq!(masked(&format!("{shown}{hidden}{clean}")), expected);
        }
        assert_eq!(masked("<A>Password \"b\nc</A>\n<B/>"), "<A>Password \"*\nc</A>\n<B/>");
    }

    #[test]
    fn a_password_without_quotes_hides_the_next_line_and_no_more() {
        assert_eq!(masked("Password_1_ a\nb c\nd e"), "Password_1_ *****\nd e");
        assert_eq!(masked("Password_1_\n\"ab\" c\nd e"), "Password_1_*******\nd e");
        assert_eq!(masked("A ! ; Password_1_\n\"ab\" c\nd e"), "A ! ; Password_1_*******\nd e");
        assert_eq!(masked("Password_1_ a\nB \"1\" ;\nd e"), "Password_1_ **B \"1\" ;\nd e");
        assert_eq!(masked("# the password\nb c"), "# the password\nb c");
        assert_eq!(masked("# password: a\nb c"), "# password***\nb c");
    }

    #[test]
    fn what_follows_a_secret_on_a_broken_line_is_hidden() {
        assert_eq!(masked("Password_1_ ! ; ab\n"), "Password_1_ ! ;***\n");
        assert_eq!(masked("Password_1_ \"a\" ; bc\n"), "Password_1_ \"*******\n");
        assert_eq!(masked("A \"x\" ; Password_1_ ab\n"), "A \"x\" ; Password_1_ **\n");
        assert_eq!(masked("A \"[--key b\" ; cd\n"), "A \"[--key *******\n");
        assert_eq!(masked("A \"[--key \"b\" ]c\" ;\n"), "A \"[--key \"***]c\" ;\n");
        assert_eq!(masked("A \"[--key\" b c ]d\" ;\n"), "A \"[--key\" ****]d\" ;\n");
        assert_eq!(masked("Auth ID \"ab\" ;\n"), "Auth ID \"**\" ;\n");
        assert_eq!(masked("Password_1_ \"a\" ; # b\nB"), "Password_1_ \"*\" ; # b\nB");
        assert_eq!(masked("Password_1_ \"a\" # b\nB"), "Password_1_ \"*\" # b\nB");
        assert_eq!(masked("A \"say Password now\" ;\nB"), "A \"say Password now\" ;\nB");
    }

    #[test]
    fn loose_text_hides_its_passwords() {
        assert_eq!(masked("password=a b\nA \"1\" ;"), "password*****A \"1\" ;");
    }
}
