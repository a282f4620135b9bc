//! What holds for every check, whatever it looks at.

use std::collections::HashSet;

use spc_core::diagnostic::{CODES, Diagnostic, Severity};
use spc_core::source::{self, Reader};

use super::*;
use crate::dictionary::Dictionary;
use crate::model::Model;

/// What the checks say about an example.
fn findings(example: &Example) -> Vec<Diagnostic> {
    let source = example.source();
    let syntax = source::sniff(source.as_bytes());
    let parsed =
        Reader::new().syntax(syntax).read(source.as_bytes()).unwrap_or_else(|refused| panic!("{source}\n{refused}"));
    let model = example.model.map(|name| Model::find(name).unwrap_or_else(|missing| panic!("{missing}")));
    let checker = Checker::new().model(model).complete(example.complete).emergency(example.emergency.iter().copied());
    let findings = checker.check(&[Source::new(source.as_bytes(), syntax)], &parsed);
    for finding in &findings {
        let text = source.get(finding.span.range());
        assert!(text.is_some(), "{finding} is outside of\n{source}");
    }
    findings
}

#[test]
fn every_example_that_should_fire_does() {
    let mut silent = Vec::new();
    for check in checks() {
        assert!(!(check.fires)().is_empty(), "{} has no example that fires", check.code);
        for example in (check.fires)() {
            let found = findings(&example);
            if !found.iter().any(|finding| finding.code == check.code) {
                silent.push(format!("{}: {example:?}\n{found:?}", check.code));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn every_example_that_should_be_silent_is() {
    let mut loud = Vec::new();
    for check in checks() {
        assert!(!(check.silent)().is_empty(), "{} has no example that is silent", check.code);
        for example in (check.silent)() {
            let found = findings(&example);
            if found.iter().any(|finding| finding.code == check.code) {
                loud.push(format!("{}: {example:?}\n{found:?}", check.code));
            }
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

#[test]
fn codes_and_names_are_used_once() {
    let mut codes: HashSet<Code> = CODES.iter().map(|row| row.code).collect();
    let mut names: HashSet<&str> = CODES.iter().map(|row| row.name).collect();
    for check in checks() {
        assert!(codes.insert(check.code), "{} is used twice", check.code);
        assert!(names.insert(check.name), "{} is used twice", check.name);
        assert!(check.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        assert!(!Group::ALL.iter().any(|group| group.name() == check.name), "{} is a group, too", check.name);
    }
}

/// Whatever a typing mistake leaves: no panic, and every place is inside the source, on character boundaries.
#[test]
fn no_slip_breaks_a_check() {
    for example in checks().flat_map(|check| (check.fires)().into_iter().chain((check.silent)())) {
        let source = example.source();
        let syntax = source::sniff(source.as_bytes());
        let model = example.model.and_then(|name| Model::find(name).ok());
        let checker = Checker::new().model(model).complete(example.complete).emergency(["112"]);
        for (at, _) in source.char_indices() {
            let (before, mut after) = (&source[..at], source[at..].chars());
            after.next();
            for slip in ["", "\u{e9}", "[", ";"] {
                let text = [before, slip, after.as_str()].concat();
                let Ok(parsed) = Reader::new().syntax(syntax).read(text.as_bytes()) else { continue };
                for finding in checker.check(&[Source::new(text.as_bytes(), syntax)], &parsed) {
                    assert!(text.get(finding.span.range()).is_some(), "{finding} is outside of\n{text}");
                    let edit = finding.suggestion.map(|edit| edit.span.range());
                    assert!(edit.is_none_or(|range| text.get(range).is_some()), "{text}");
                }
            }
        }
    }
}

#[test]
fn every_check_is_explained() {
    for check in checks() {
        for text in [check.summary, check.explanation] {
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", check.code);
        }
        assert!(check.explanation.len() > check.summary.len() / 2 && !check.source.is_empty(), "{}", check.code);
    }
}

#[test]
fn levels_hide_and_raise_findings() {
    let source = b"<flat-profile><A>{{x}}</A><!-- spc: allow placeholder --><B>{{y}}</B></flat-profile>";
    let parsed = Reader::new().syntax(source::Syntax::Xml).read(source).unwrap();
    let sources = [Source::new(source, source::Syntax::Xml)];
    let all: Vec<&Check> = checks().collect();
    let run = |levels: Levels| -> Vec<Severity> {
        let findings = Checker::new().levels(levels).check(&sources, &parsed);
        findings.into_iter().map(|finding| finding.severity).collect()
    };
    let select = |word: &str| Selector::parse(word, &all).unwrap();
    assert_eq!(run(Levels::default()), [Severity::Warning]);
    assert_eq!(run(Levels::default().with(select("templates"), Level::Deny)), [Severity::Error]);
    assert_eq!(run(Levels::default().with(select("spc1301"), Level::Allow)), []);
    let later = Levels::default().with(select("SPC1301"), Level::Allow).with(select("templates"), Level::Warn);
    assert_eq!(run(later), [Severity::Warning]);
    assert!(Selector::parse("SPC9999", &all).is_err() && Selector::parse("SPC", &all).is_err());
}

#[test]
fn every_code_that_can_be_printed_can_be_selected() {
    let all: Vec<&Check> = checks().collect();
    let texts = crate::explain::code::all();
    assert!(texts.len() > all.len());
    for text in texts {
        let code = Ok(Selector::Code(text.code));
        for word in [text.code.to_string(), text.code.to_string().to_lowercase(), text.name.to_owned()] {
            assert_eq!(Selector::parse(&word, &all), code, "{word}");
        }
    }
}

#[test]
fn what_a_reader_warns_of_is_raised_and_hidden_as_well() {
    let weighed = |source: &str, words: &[(&str, Level)]| -> Vec<Severity> {
        let all: Vec<&Check> = checks().collect();
        let levels = words
            .iter()
            .fold(Levels::default(), |levels, (word, level)| levels.with(Selector::parse(word, &all).unwrap(), *level));
        let sources = [Source::new(source.as_bytes(), source::Syntax::Xml)];
        let (parsed, found) = match Reader::new().syntax(source::Syntax::Xml).read(source.as_bytes()) {
            Ok(parsed) => (Some(parsed.clone()), parsed.diagnostics),
            Err(found) => (None, found.into_vec()),
        };
        let weighed = Checker::new().levels(levels).weigh(&sources, parsed.as_ref(), found);
        weighed.into_iter().map(|finding| finding.severity).collect()
    };
    let twice = "<flat-profile><A>1</A><A>1</A></flat-profile>";
    assert_eq!(weighed(twice, &[]), [Severity::Warning]);
    assert_eq!(weighed(twice, &[("SPC0402", Level::Deny)]), [Severity::Error]);
    assert_eq!(weighed(twice, &[("repeated-same", Level::Allow)]), []);
    assert_eq!(weighed(twice, &[("SPC0402", Level::Allow), ("SPC0402", Level::Warn)]), [Severity::Warning]);
    let allowed = "<flat-profile><A>1</A><!-- spc: allow SPC0402 --><A>1</A></flat-profile>";
    assert_eq!(weighed(allowed, &[]), []);
    assert_eq!(weighed("<flat-profile><A>1</A", &[("SPC0201", Level::Allow)]), [Severity::Error]);
}

#[test]
fn a_label_typed_as_a_name_is_spelt_as_the_model_spells_it() {
    let hint = |source: &str, model: &str| {
        let found = Reader::new().syntax(source::Syntax::Xml).read(source.as_bytes()).unwrap_err().into_vec();
        let checker = Checker::new().model(Model::find(model).ok());
        let sources = [Source::new(source.as_bytes(), source::Syntax::Xml)];
        let found = checker.weigh(&sources, None, found).into_iter().next().unwrap();
        (found.help.unwrap(), found.parameter.unwrap())
    };
    for label in ["SIP_ToS/DiffServ_Value_1_", "SIP_TOS/DiffServ_Value_1_", "SIP_ToS/DiffServ_Value[1]"] {
        let source = format!("<flat-profile><{label}>0xb8</{label}></flat-profile>");
        for (model, name) in [
            ("spa504g", "SIP_TOS_DiffServ_Value_1_"),
            ("8851", "SIP_TOS_DiffServ_Value_1_"),
            ("spa112", "SIP_ToS_DiffServ_Value_1_"),
        ] {
            assert_eq!(hint(&source, model), (format!("XML writes it as `{name}`"), name.into()), "{label} {model}");
        }
        let (mechanical, _) = hint(&source, "");
        assert_eq!(mechanical, format!("XML writes it as `{}`", label.replace(['/', '[', ']'], "_")));
        let commented = format!("<!-- spc: model=spa504g -->{source}");
        assert_eq!(hint(&commented, "").1.as_ref(), "SIP_TOS_DiffServ_Value_1_");
    }
    assert_eq!(hint("<flat-profile><Foo[1]>x</Foo[1]></flat-profile>", "spa504g").1.as_ref(), "Foo_1_");
}

#[test]
fn placeholders_are_not_left_overs_where_a_list_fills_them_in() {
    let source = b"<flat-profile><A>{{ x }}-{{y}}</A></flat-profile>";
    let parsed = Reader::new().syntax(source::Syntax::Xml).read(source).unwrap();
    let sources = [Source::new(source, source::Syntax::Xml)];
    let count = |columns: &[&str]| Checker::new().columns(columns.iter().copied()).check(&sources, &parsed).len();
    assert_eq!((count(&["x", "y"]), count(&["x"]), count(&[])), (0, 0, 1));
}

#[test]
fn the_factory_values_of_a_model_are_in_order() {
    let languages = ["SPC09", "SPC10", "SPC11"];
    for dictionary in Model::all().filter_map(Dictionary::of) {
        for sample in [dictionary.sample_xml(), dictionary.sample_text()] {
            let syntax = source::sniff(sample.as_bytes());
            let parsed = Reader::new().syntax(syntax).read(sample.as_bytes()).unwrap();
            let checker = Checker::new().model(Some(dictionary.model()));
            let found = checker.check(&[Source::new(sample.as_bytes(), syntax)], &parsed);
            let bad = found.iter().filter(|finding| finding.severity != Severity::Note).filter(|finding| {
                let code = finding.code.to_string();
                languages.iter().any(|language| code.starts_with(language))
            });
            let bad: Vec<String> = bad.map(|finding| format!("{finding} {:?}", finding.parameter)).collect();
            assert!(bad.is_empty(), "{dictionary:?}: {bad:?}");
        }
    }
}

/// The number of distinct states after a repeat grows exponentially with what follows it, so the search for unused
/// sequences is limited.
#[test]
fn a_plan_that_branches_too_much_says_that_not_all_of_it_was_looked_at() {
    let plan = |keys: usize| {
        let keys = "x".repeat(keys);
        format!("<flat-profile><Dial_Plan_1_>(x.1{keys}|x.2{keys})</Dial_Plan_1_></flat-profile>")
    };
    let notes = |source: &str| {
        let parsed = Reader::new().syntax(source::Syntax::Xml).read(source.as_bytes()).unwrap();
        let found = Checker::new().check(&[Source::new(source.as_bytes(), source::Syntax::Xml)], &parsed);
        found.into_iter().filter(|finding| finding.message.contains("too many branches")).collect::<Vec<_>>()
    };
    assert!(notes(&plan(3)).is_empty());
    let found = notes(&plan(18));
    assert_eq!(found.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Note]);
    assert_eq!(found.first().map(|finding| finding.code), Some(Code::new(905)));
}

/// The messages and hints of the findings about a profile.
fn said(model: &str, inside: &str) -> Vec<(String, String)> {
    let source = format!("<flat-profile>{inside}</flat-profile>");
    let parsed = Reader::new().syntax(source::Syntax::Xml).read(source.as_bytes()).unwrap();
    let checker = Checker::new().model(Model::find(model).ok());
    let found = checker.check(&[Source::new(source.as_bytes(), source::Syntax::Xml)], &parsed);
    found.into_iter().map(|finding| (finding.message, finding.help.unwrap_or_default())).collect()
}

#[test]
fn a_hint_names_what_was_probably_meant() {
    for (model, inside, hint) in [
        (
            "spa942",
            "<Default_Ring_1_>2</Default_Ring_1_>",
            "did you mean `Default_Ring__1__`? `Default_Ring_1_` is a parameter of spa-ata, spa1xx, ata19x, 68xx, 88xx, 98xx",
        ),
        ("spa504g", "<GPP_Q>x</GPP_Q>", "this model has `GPP_A` to `GPP_P`"),
        (
            "spa508g",
            "<Unit_3_Key_1_>x</Unit_3_Key_1_>",
            "it is a parameter of 68xx, 88xx, 98xx; this model has `Unit_1_Key_1` and `Unit_2_Key_1`",
        ),
        // The value is not one of the parameter with the nearest name.
        ("8841", "<Speed_Dial_1_>101</Speed_Dial_1_>", ""),
        ("spa504g", "<Registrar_1_>pbx.example.net</Registrar_1_>", ""),
        ("spa504g", "<Registr_1_>Yes</Registr_1_>", "did you mean `Register_1_`?"),
        (
            "spa504g",
            "<Profile_Rule>[user:pw]https://h/$MA.xml</Profile_Rule>",
            "multiplatform phones have options for a login: `[--uid NAME --pwd PASSWORD]`",
        ),
    ] {
        let said = said(model, inside);
        assert_eq!(said.iter().map(|(_, hint)| hint.as_str()).collect::<Vec<_>>(), [hint], "{inside} {said:?}");
    }
    let said = said("", "<Registrar_1_>pbx.example.net</Registrar_1_>");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn one_mistake_in_a_value_is_one_finding_in_plain_words() {
    for (inside, message) in [
        ("<Dial_Plan_1_>(1-800-xxx-xxxx)</Dial_Plan_1_>", "`-` has no meaning here (and 2 more like it)"),
        ("<Dial_Plan_1_>(\"xx.\")</Dial_Plan_1_>", "quotes are not part of a plan (and 1 more like it)"),
        ("<Dial_Plan_1_>(\\+xx.)</Dial_Plan_1_>", "`\\` has no meaning here"),
        (
            "<Dial_Plan_1_>(L:8,S:4,(xx))</Dial_Plan_1_>",
            "a timer of the whole plan belongs before the `(`; in a sequence it has no `:` (and 1 more like it)",
        ),
        (
            "<Dial_Plan_1_>(..xx)</Dial_Plan_1_>",
            "`.` has nothing to repeat; it belongs after a key, `x` or a class (and 1 more like it)",
        ),
        (
            "<Extended_Function_1_>fnc=sd ext=101@$PROXY nme=A</Extended_Function_1_>",
            "the parts of a key function are separated by `;`",
        ),
        (
            "<Extended_Function_1_>fnc=sd&amp;ext=101</Extended_Function_1_>",
            "the parts of a key function are separated by `;`",
        ),
        (
            "<Extended_Function_1_>fnc=sd:ext=101@$PROXY</Extended_Function_1_>",
            "the parts of a key function are separated by `;`",
        ),
        (
            "<Extended_Function_1_>fnc=sd;ext=101@$PROXY nme=A</Extended_Function_1_>",
            "the parts of a key function are separated by `;`",
        ),
        ("<Ring1>n=Classic-1,w=3,c=1</Ring1>", "the fields of a ring are separated by `;`"),
        ("<Primary_DNS>dns.google</Primary_DNS>", "`Primary_DNS`: an IPv4 address is expected here, not a name"),
    ] {
        let said = said("spa504g", inside);
        assert_eq!(said.iter().map(|(message, _)| message.as_str()).collect::<Vec<_>>(), [message], "{inside}");
    }
    for (options, message) in [
        ("66;160", "options are separated by commas, as in `66,160`"),
        ("66,300", "an option is a number from 1 to 254"),
    ] {
        let said = said("8851", &format!("<DHCP_Option_To_Use>{options}</DHCP_Option_To_Use>"));
        assert_eq!(said.first().map(|(message, _)| message.as_str()), Some(message), "{options}");
    }
}
