//! Draws an excerpt: the line with its number, and a mark under it, which is correct under wide characters too.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use spc_core::diagnostic::Severity;
use spc_core::redact::Excerpt;

use crate::report::style::Style;

/// Wider than any excerpt, which has already been shortened.
const WIDTH: usize = 1_000;

/// The lines of an excerpt.
pub(super) fn draw(excerpt: &Excerpt, severity: Severity, style: Style) -> Vec<String> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        _ => Level::NOTE,
    };
    let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
    let snippet = Snippet::source(&excerpt.text).line_start(excerpt.line).annotation(mark);
    let renderer = if style.is_coloured { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.term_width(WIDTH).render(&[Group::with_level(level).element(snippet)]);
    drawn.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use spc_core::diagnostic::Span;
    use spc_core::redact::Redactor;
    use spc_core::source::Syntax;

    use super::*;

    fn drawn(source: &str, needle: &str) -> Vec<String> {
        let start = source.find(needle).unwrap();
        let redactor = Redactor::new().source(source.as_bytes(), Syntax::Xml);
        let excerpt = redactor.excerpt(Span::of(0, start..start.saturating_add(needle.len())).unwrap()).unwrap();
        draw(&excerpt, Severity::Error, Style::default())
    }

    #[test]
    fn the_mark_is_under_its_place() {
        let source = "<flat-profile>\n<A>\u{8a71}\u{8a71}&amp;x</A>\n</flat-profile>";
        assert_eq!(drawn(source, "&amp;"), ["  |", "2 | <A>\u{8a71}\u{8a71}&amp;x</A>", "  |        ^^^^^"]);
        assert_eq!(
            drawn("<flat-profile>\n<Password_1_>long secret</Password_1_></flat-profile>", "secret")[2],
            "  |              ^^^"
        );
    }

    #[test]
    fn colours_are_added_and_nothing_else_is_different() {
        let excerpt = Excerpt::of_value("(9|x", &[], 0..1);
        let coloured = draw(&excerpt, Severity::Error, Style { is_coloured: true, ..Style::default() });
        assert!(coloured.iter().any(|line| line.contains("\u{1b}[")));
        let stripped: Vec<String> =
            coloured.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect();
        let stripped: Vec<&str> = stripped.iter().map(|line| line.trim_end()).collect();
        assert_eq!(stripped, draw(&excerpt, Severity::Error, Style::default()));
    }
}
