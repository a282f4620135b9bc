//! What columns and placeholders mean, and which of them are refused.

use spc_core::batch::{Batch, BatchError, ValuePlace};
use spc_core::fleet::{Fleet, prepare_together};
use spc_core::payload::PayloadError;
use spc_core::profile::{NameError, Parameter, ParameterName, Profile};
use spc_core::seal::{SealError, Spc};
use spc_core::source::{EmitError, Syntax};
use spc_core::{Class, Error, Target, limits, source};

use crate::bases::{parsed, recipient};

/// The parameters in the XML of a recipient with these cells.
fn elements(base: &str, cells: &[(&str, &str)]) -> String {
    let (columns, values): (Vec<&str>, Vec<&str>) = cells.iter().copied().unzip();
    let batch = Batch::prepare(&parsed(base), &columns, Target::Xml).unwrap();
    let xml = String::from_utf8(batch.seal_for(&recipient(&values)).unwrap()).unwrap();
    let (_, rest) = xml.split_once("<flat-profile>\n").unwrap();
    rest.strip_suffix("</flat-profile>\n").unwrap().lines().map(str::trim_start).collect()
}

fn refused(base: &str, columns: &[&str]) -> BatchError {
    Batch::prepare(&parsed(base), columns, Target::Xml).unwrap_err()
}

#[test]
fn placeholders_are_filled_wherever_they_are() {
    let base = "<A ua=\"na\">sip:{{x}}@{{first name}}</A><B>{{x}}{{x}}</B><S><C>{{x}}</C></S>";
    assert_eq!(
        elements(base, &[("first name", "é<&>"), ("x", "1 2")]),
        "<A ua=\"na\">sip:1 2@é&lt;&amp;&gt;</A><B>1 21 2</B><S><C>1 2</C></S>"
    );
    assert_eq!(
        elements(base, &[("first name", ""), ("x", "")]),
        "<A ua=\"na\">sip:@</A><B></B><S><C></C></S>",
        "an empty cell fills a placeholder with nothing"
    );
}

#[test]
fn braces_are_written_doubled_and_cells_are_not_parsed() {
    let base = "<A>{{{{x}} {{x}} {{{{{{x}} }} {</A><B>{{{{</B>";
    assert_eq!(elements(base, &[("x", "{{x}}")]), "<B>{{</B><A>{{x}} {{x}} {{{{x}} }} {</A>");
    assert_eq!(elements("<B>{{{{</B>", &[]), "<B>{{</B>", "also without any column");
}

#[test]
fn columns_set_parameters_and_empty_cells_leave_them() {
    let base = "<A ua=\"ro\">a</A><B/><C ua=\"na\"/><D></D><S><E>e</E><F/></S>";
    let columns = ["A", "B", "C", "D", "S/E", "S/F", "New"];
    let with = |cells: [&'static str; 7]| {
        let cells: Vec<(&str, &str)> = columns.into_iter().zip(cells).collect();
        elements(base, &cells)
    };
    assert_eq!(
        with(["1", "2", "3", "<4>", "5", "6", "7"]),
        "<A ua=\"ro\">1</A><B>2</B><C ua=\"na\">3</C><D>&lt;4&gt;</D><New>7</New><S><E>5</E><F>6</F></S>"
    );
    let base = "<A ua=\"ro\">a</A><B/><C ua=\"na\"/><D></D><S><E>e</E><F/></S>";
    assert_eq!(with([""; 7]), base);
    assert_eq!(with(["  "; 7]), base, "a blank cell is empty");
}

#[test]
fn column_overrides_a_value_with_placeholders() {
    let base = "<A>{{x}}@b</A><x>kept</x>";
    assert_eq!(elements(base, &[("A", "own"), ("x", "1")]), "<x>kept</x><A>own</A>", "a placeholder sets no parameter");
    assert_eq!(elements(base, &[("A", ""), ("x", "1")]), "<x>kept</x><A>1@b</A>");
}

#[test]
fn values_are_trimmed_once_as_in_xml() {
    assert_eq!(
        elements("<A>{{x}} {{y}}</A><B>-{{x}}-</B>", &[("x", " a  b "), ("y", "")]),
        "<A>a  b</A><B>- a  b -</B>"
    );
    assert_eq!(elements("<A>a</A>", &[("A", "\u{a0} x ")]), "<A>\u{a0} x</A>");
}

#[test]
fn base_is_folded_first() {
    assert_eq!(elements("<A ua=\"na\">a</A><A>{{x}}</A><A/>", &[("x", "1")]), "<A ua=\"na\">1</A>");
    assert_eq!(elements("<A>{{gone}}</A><A>b</A>", &[("A", "c")]), "<A>c</A>");
}

#[test]
fn what_differs_comes_last_in_its_parent() {
    let base = "<A>{{x}}</A><B>b</B><New/><S><C>{{x}}</C><D/></S><T><E/></T>";
    assert_eq!(
        elements(base, &[("x", "1"), ("Added", ""), ("New", "")]),
        "<B>b</B><T><E/></T><A>1</A><New/><S><D/><C>1</C></S>",
        "whatever the values"
    );
}

#[test]
fn what_each_column_does_can_be_queried() {
    let batch = Batch::prepare(&parsed("<A>{{x}}</A><B/>"), &["x", "A", "B", "Notes"], Target::Xml).unwrap();
    let which = |ask: fn(&Batch, usize) -> bool| (0..5).filter(|&column| ask(&batch, column)).collect::<Vec<_>>();
    assert_eq!(which(Batch::is_placeholder), [0]);
    assert_eq!(which(Batch::is_addition), [3]);
}

#[test]
fn each_fault_of_base_and_columns_has_its_own_error() {
    let name = |name: &str| name.to_owned();
    assert_eq!(refused("", &["A", "b", "A"]), BatchError::RepeatedColumn { column: 2, name: name("A") });
    let fault = NameError::Character { character: ' ', position: 4 };
    let column = BatchError::Column { column: 1, name: name("Dial Plan"), fault };
    assert_eq!(refused("<A/>", &["A", "Dial Plan"]), column);
    assert_eq!(
        column.to_string(),
        "column `Dial Plan` is neither a placeholder of the base, `{{Dial Plan}}`, nor a parameter name: character ' ' \
         is not allowed in a name"
    );
    let fault = NameError::Empty;
    assert_eq!(refused("<A/>", &[""]), BatchError::Column { column: 0, name: name(""), fault });
    assert_eq!(refused("<S><A/></S>", &["S/B"]), BatchError::Nested { column: 0, name: name("S/B") });
    let unknown = refused("<A>{{x}}{{ y }}</A>", &["x"]);
    assert_eq!(unknown.to_string(), "placeholder `{{y}}` in the value of `A` has no column");
    assert!(matches!(&unknown, BatchError::UnknownPlaceholder { place, .. } if place.range == (5..12)), "{unknown:?}");
    let long = refused(&format!("<A>{{{{{}}}}}</A>", "y".repeat(256)), &[]);
    assert_eq!(long.to_string(), "a placeholder in the value of `A` has no column", "too long for a name");
    let unclosed = refused("<B/><A>1 {{x</A>", &["x"]);
    let place = |place: &ValuePlace| (place.parameter, place.range.clone()) == (1, 2..4);
    assert!(matches!(&unclosed, BatchError::UnclosedPlaceholder { place: at, .. } if place(at)), "{unclosed:?}");
    assert_eq!(
        refused("<S><A/></S>", &["S"]),
        BatchError::Payload(PayloadError::Mixed { name: name("S/A") }),
        "a column cannot make a section a parameter"
    );
}

#[test]
fn base_and_all_its_columns_keep_to_the_limits() {
    let prepare =
        |base: &Profile<'_>, columns: &[&str], target: Target| Batch::prepare(base, columns, target).map(drop);
    let parameter =
        |name: String, text: &str| Parameter::set(ParameterName::parse(&name).unwrap().into_owned(), text.to_owned());
    let full = (0..limits::PARAMETERS).map(|n| parameter(format!("P{n}"), "")).collect();
    assert_eq!(prepare(&full, &["P0"], Target::Xml), Ok(()));
    assert_eq!(prepare(&full, &["P"], Target::Xml), Err(PayloadError::TooMany.into()));
    let with = |text: &str| Profile::new(vec![parameter("A".into(), text)]);
    let control = PayloadError::IllegalCharacter { name: "A".into(), position: 1 };
    assert_eq!(prepare(&with("a\tb"), &[], Target::Xml), Err(control.into()), "also where no payload is made");
    assert_eq!(prepare(&with("\u{ffff}"), &[], Spc::new().into()), Ok(()));
    let unsayable = EmitError::Noncharacter { name: "A".into() };
    assert_eq!(prepare(&with("\u{ffff}"), &[], Target::Xml), Err(unsayable.into()));
}

#[test]
fn each_fault_of_a_recipient_has_its_own_error() {
    let batch = Batch::prepare(&parsed("<A>a{{x}}{{y}}</A>"), &["x", "y", "B"], Target::Xml).unwrap();
    let refused = |values: &[&str]| {
        let error = batch.seal_for(&recipient(values)).unwrap_err();
        assert_eq!(batch.check(&recipient(values)), Err(error.clone()));
        assert_eq!(error.class(), Class::Input);
        error
    };
    assert_eq!(refused(&["1", "2"]), SealError::Values { columns: 3, given: 2 });
    for character in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{fffe}', '\u{ffff}'] {
        let character_of = SealError::Character { column: 1, name: "y".into(), character, position: 2 };
        assert_eq!(refused(&["", &format!("é{character}"), ""]), character_of);
    }
    let long = |bytes: usize| "v".repeat(bytes);
    let too_long = |column, name: &str, parameter: &str| SealError::ValueTooLong {
        column,
        name: name.into(),
        parameter: parameter.into(),
        bytes: limits::VALUE + 1,
    };
    assert_eq!(refused(&["1", &long(limits::VALUE - 1), ""]), too_long(1, "y", "A"), "the longest cell is to blame");
    assert_eq!(refused(&["", "", &long(limits::VALUE + 1)]), too_long(2, "B", "B"));
    assert!(batch.seal_for(&recipient(&["1", &long(limits::VALUE - 2), &long(limits::VALUE)])).is_ok());
    let blanks = format!("{}   ", long(limits::VALUE - 2));
    assert!(batch.seal_for(&recipient(&["1", &blanks, ""])).is_ok(), "blanks at the end are not part of a value");
}

#[test]
fn whole_profile_keeps_to_its_limit() {
    let names: Vec<String> = (0..17).map(|n| format!("P{n:02}")).collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let most = "v".repeat(limits::VALUE);
    // Each record takes 7 bytes in addition to its value.
    let last = "v".repeat(limits::PAYLOAD - 15 * (limits::VALUE + 7) - 2 * 7);
    let mut values = vec![most.as_str(); 15];
    values.extend([last.as_str(), ""]);
    for target in [Target::Xml, Spc::new().into()] {
        let base: String = columns.iter().map(|name| format!("<{name}/>")).collect();
        let batch = Batch::prepare(&parsed(&base), &columns, target).unwrap();
        assert!(batch.seal_for(&recipient(&values)).is_ok());
        let mut over = values.clone();
        over[16] = "v";
        let bytes = limits::PAYLOAD + 1;
        assert_eq!(batch.check(&recipient(&over)), Err(PayloadError::TooLarge { bytes }.into()));
    }
    let placeholders: String = (0..10_000).map(|n| format!("<P{n}>a{{{{x}}}}</P{n}>")).collect();
    let batch = Batch::prepare(&parsed(&placeholders), &["x"], Target::Xml).unwrap();
    let refused = batch.check(&recipient(&[&most[1..]])).unwrap_err();
    assert!(matches!(refused, SealError::Payload(PayloadError::TooLarge { .. })), "{refused}");
}

#[test]
fn the_place_of_a_placeholder_is_found_in_the_source() {
    let span = |xml: &str, columns: &[&str]| {
        let base = source::read(xml.as_bytes()).unwrap();
        let error = Batch::prepare(&base.profile, columns, Target::Xml).unwrap_err();
        let span = error.span(&base, xml.as_bytes(), Syntax::Xml).unwrap();
        xml[usize::try_from(span.start()).unwrap()..usize::try_from(span.end()).unwrap()].to_owned()
    };
    let of = |value: &str| format!("<flat-profile><A>{{{{no}}}}</A><A>{value}</A><B>{{{{no}}}}</B></flat-profile>");
    assert_eq!(span(&of("a {{{{ &amp; {{x}} {{ no }} c"), &["x"]), "{{ no }}");
    assert_eq!(span(&of("a &lt; {{{{{{x}}{{no"), &["x"]), "{{");
    let written_as_references = "&#123;&#123;no&#125;&#125;";
    assert_eq!(span(&of(written_as_references), &["x"]), written_as_references);
    assert_eq!(refused("<A/>", &["A", "A"]).span(&source::Parsed::default(), b"", Syntax::Xml), None);
}

#[test]
fn a_placeholder_of_one_base_sets_no_parameter_in_another() {
    let (desk, gate) = (parsed("<Name>{{ext}}</Name><ext>kept</ext>"), parsed("<Line/><ext>own</ext>"));
    let columns = ["ext", "Line", "Note"];
    let fleet = Fleet::prepare([("desk", &desk), ("gate", &gate)], &columns, Target::Xml).unwrap();
    assert_eq!(fleet.names().collect::<Vec<_>>(), ["desk", "gate"]);
    let which = |ask: fn(&Fleet, usize) -> bool| (0..4).filter(|&column| ask(&fleet, column)).collect::<Vec<_>>();
    assert_eq!(which(Fleet::is_placeholder), [0]);
    assert_eq!(which(Fleet::is_addition), [2], "`Line` is a parameter of one base");
    let xml = |base: &str| fleet.base(base).unwrap().xml_for(&recipient(&["4711", "", ""])).unwrap();
    assert!(xml("desk").contains("<Name>4711</Name>") && xml("desk").contains("<ext>kept</ext>"));
    assert!(xml("gate").contains("<ext>own</ext>") && xml("gate").contains("<Line/>"));
    assert!(fleet.base("attic").is_none());

    let broken = parsed("<Name>{{who}}</Name>");
    let error = Fleet::prepare([("desk", &desk), ("gate", &broken)], &columns, Target::Xml).unwrap_err();
    assert_eq!(error.to_string(), "base `gate`: placeholder `{{who}}` in the value of `Name` has no column");
    assert_eq!(Error::from(error).class(), Class::Input);
    let bases = [(&desk, Target::Xml), (&broken, Target::Xml), (&broken, Target::Xml)];
    let error = prepare_together(bases, &columns).unwrap_err();
    assert_eq!((error.index, error.to_string().starts_with("base 2: placeholder `{{who}}`")), (1, true), "{error}");
}

#[test]
fn bases_without_names_keep_their_order() {
    let bases: Vec<_> = (0..12).map(|number| parsed(&format!("<Name>{number} {{{{ext}}}}</Name>"))).collect();
    let batches = prepare_together(bases.iter().map(|base| (base, Target::Xml)), &["ext"]).unwrap();
    for (number, batch) in batches.iter().enumerate() {
        assert!(batch.xml_for(&recipient(&["7"])).unwrap().contains(&format!("<Name>{number} 7</Name>")));
    }
}
