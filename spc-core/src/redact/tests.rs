//! What excerpts show of profiles, and what they hide.

use super::*;

/// The excerpt of the first `needle`, and what is marked in it.
fn excerpt(source: &str, needle: &str) -> (String, String) {
    let start = source.find(needle).unwrap();
    let redactor = Redactor::new().source(source.as_bytes(), crate::source::sniff(source.as_bytes()));
    let excerpt = redactor.excerpt(Span::of(0, start..start.saturating_add(needle.len())).unwrap()).unwrap();
    let marked = excerpt.text[excerpt.mark].to_owned();
    (excerpt.text, marked)
}

#[track_caller]
fn assert_shown(source: &str, needle: &str, text: &str, marked: &str) {
    assert_eq!(excerpt(source, needle), (text.to_owned(), marked.to_owned()), "{source}");
}

#[test]
fn harmless_values_are_shown_where_a_finding_is_about_them() {
    let source = "<flat-profile>\n<Proxy_1_ ua=\"xx\">a&b</Proxy_1_><B>2</B>\n</flat-profile>";
    assert_shown(source, "&", "<Proxy_1_ ua=\"xx\">a&b</Proxy_1_><B>***</B>", "&");
    assert_shown(source, "2", "<Proxy_1_ ua=\"***\">***</Proxy_1_><B>2</B>", "2");
    let text = "# c\nProxy_1_ ! \"a\" ; B \"2\" ;\n";
    assert_shown(text, "a", "Proxy_1_ ! \"a\" ; B \"***\" ;", "a");
    assert_shown(text, "c", "***", "***");
}

#[test]
fn dial_plans_with_a_raw_mark_are_shown() {
    let source = "<flat-profile><Dial_Plan_1_>(<:1>xx|<9:>x.)</Dial_Plan_1_></flat-profile>";
    assert_shown(source, "<:", "<flat-profile><Dial_Plan_1_>(<:1>xx|<9:>x.)</Dial_Plan_1_></flat-profile>", "<:");
}

#[test]
fn secrets_are_not_shown_and_their_names_are_where_they_are_whole() {
    assert_shown("<flat-profile><Password_1_>a<x</Password_1_>", "x", "<flat-profile><***>***", "***");
    assert_shown(
        "<flat-profile><Password_1_ ua='zz'>b</Password_1_>",
        "zz",
        "<flat-profile><Password_1_ ua='***'>***</Password_1_>",
        "***",
    );
    assert_shown("# c\nPassword[1] \"a\" ; B ;", "B", "Password[1] \"***\" ; B ;", "B");
    assert_shown("# c\nA ;\nPassword[1] a ;", "P", "***", "***");
    assert_shown("# c\nGPP_A \"a\" ;", "G", "GPP_A \"***\" ;", "G");
    assert_shown("# c\nRule \"[--key $A] http://h/\" ;", "R", "Rule \"***\" ;", "R");
}

#[test]
fn placeholders_are_names() {
    let source = "<flat-profile><Password_1_>a{{ pw }}b{{c d}}{{0123456789abcdef}}</Password_1_></flat-profile>";
    assert_shown(source, "{{ pw", "<flat-profile><Password_1_>***{{ pw }}***</Password_1_></flat-profile>", "{{ pw");
}

#[test]
fn a_broken_entry_is_shown_as_far_as_it_is_harmless() {
    let before = "# c\nA \"1\" ;\n";
    assert_shown(&format!("{before}Proxy_1_ sip.example.com ; x"), "sip", "Proxy_1_ ***", "***");
    assert_shown(&format!("{before}Proxy_1_ \"a\""), "\"a", "Proxy_1_ \"a\"", "\"a");
    assert_shown(&format!("{before}hunter2\" ;"), "hunter2", "***", "***");
    assert_shown(&format!("{before}Proxy_1_hunter2\" ;"), "hunter2", "***", "***");
    assert_shown(&format!("{before}import base.txt Password[1] \"x\" ;"), "base", "***", "***");
    assert_shown(&format!("{before}import base.txt"), "base", "import base.txt", "base");
}

#[test]
fn nothing_is_shown_of_what_is_not_a_profile() {
    for source in ["8e4ca25900112233445566778899aabb8e4ca25900112233445566778899aabb\n", "a:b\nc:d", "\u{0}", ""] {
        let redactor = Redactor::new().source(source.as_bytes(), Syntax::Text);
        assert_eq!(redactor.excerpt(Span::default()), None, "{source}");
    }
}

#[test]
fn nothing_is_shown_of_a_source_that_is_too_large_to_read() {
    let text = |length: usize| {
        let source = format!("{}A \"1\" ;", " ".repeat(length - 7));
        Redactor::new().source(source.as_bytes(), Syntax::Text).text(0)
    };
    assert!(text(limits::SOURCE).is_some());
    assert_eq!(text(limits::SOURCE + 1), None);
}

#[test]
fn a_long_line_is_cut_and_nothing_can_steer_a_terminal() {
    let source =
        format!("<flat-profile>{}<A>\u{1f4de}\u{202e}\t!</A>{}</flat-profile>", "<B/>".repeat(100), "<C/>".repeat(100));
    let (text, marked) = excerpt(&source, "!");
    assert!(text.starts_with("...") && text.ends_with("...") && text.contains("<A>\u{1f4de}\u{fffd} !</A>"), "{text}");
    assert_eq!(marked, "!");
}

#[test]
fn latin1_is_marked_by_its_bytes() {
    let source = b"<?xml version='1.0' encoding='latin1'?><flat-profile><A>\xe9\xe8&</A></flat-profile>";
    let at = source.iter().position(|byte| *byte == b'&').unwrap();
    let excerpt = Redactor::new().source(source, Syntax::Xml).excerpt(Span::of(0, at..at + 1).unwrap()).unwrap();
    assert_eq!(&excerpt.text[excerpt.mark.clone()], "&");
    assert!(excerpt.text.contains("<A>éè&</A>"));
}

#[test]
fn a_single_sign_of_xml_may_be_edited_in_any_value() {
    let source = "<flat-profile><Rule>http://h/p?a=1&b=2</Rule></flat-profile>";
    let redactor = Redactor::new().source(source.as_bytes(), Syntax::Xml);
    let at = source.find('&').unwrap();
    let shows = |range| redactor.shows(Span::of(0, range).unwrap());
    assert!(shows(at..at + 1));
    assert!(!shows(at..at + 2) && !shows(at - 1..at) && !shows(at - 1..at + 1));
}
