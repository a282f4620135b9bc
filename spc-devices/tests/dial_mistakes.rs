//! Invalid plans, each with the text that its mistake is about, and hostile ones.
#![cfg(test)]
#![expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "only the library knows no clock and no environment"
)]

#[path = "common/hostile.rs"]
mod hostile;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use spc_devices::explain::dial_plan as explain;
use spc_devices::lang::dial_plan::analysis::observe;
use spc_devices::lang::dial_plan::{DialPlan, Dialect, Dialer, Faults, Keypresses, Mistake, Redacted, dial, may_show};

/// The mistakes of a plan, each with its text.
fn mistakes(text: &str) -> Vec<(Mistake, &str)> {
    let Err(faults) = DialPlan::parse(text) else { return Vec::new() };
    // The ranges are checked by taking the text out of them.
    let found: Vec<_> = faults.iter().map(|fault| (fault.kind, fault.range.clone())).collect();
    found.into_iter().map(|(kind, range)| (kind, &text[range])).collect()
}

#[test]
fn every_mistake_is_found_at_its_place() {
    use Mistake::*;
    let table: &[(&str, &[(Mistake, &str)])] = &[
        ("", &[(NoPlan, "")]),
        ("line1_dialplan", &[(NoPlan, "line1_dialplan")]),
        ("L:8,S:4,", &[(NoPlan, "L:8,S:4,")]),
        ("ab(1)", &[(NotATimer, "ab")]),
        ("P:5,(1)", &[(NotATimer, "P:5,")]),
        ("L:8(1)", &[(MissingComma, "")]),
        ("L:123456,(1)", &[(Number, "123456")]),
        ("(1S0.1234)", &[(Number, "0.1234")]),
        ("(L:8,S:4,(1))", &[(TimerInside, "L:8,"), (TimerInside, "S:4,")]),
        ("((1xx|2xx)|3xx)", &[(InnerParenthesis, "(")]),
        ("(0?xx)", &[(Optional, "?")]),
        ("(1|2", &[(Unclosed, "")]),
        ("(P9<:23> | (9,8<:1408>xx | 0)", &[(InnerParenthesis, "(")]),
        ("(1)(2)", &[(TextAfter, "(2)")]),
        ("(1) x", &[(TextAfter, "x")]),
        ("([12|3)", &[(UnclosedClass, "[12")]),
        ("([1[2]3)", &[(UnclosedClass, "[1")]),
        ("([]1)", &[(EmptyClass, "[]")]),
        ("([,]1)", &[(EmptyClass, "[,]")]),
        ("([9-2])", &[(ReversedRange, "9-2")]),
        ("([-3])", &[(BadRange, "-")]),
        ("([3-])", &[(BadRange, "-")]),
        ("([*-#])", &[(BadRange, "-")]),
        ("([1a])", &[(Unexpected('a'), "a")]),
        ("(1]2)", &[(Unexpected(']'), "]")]),
        ("(1>2)", &[(Unexpected('>'), ">")]),
        ("(1é)", &[(Unexpected('é'), "é")]),
        ("(<9:1xx|2)", &[(UnclosedSubstitution, "<9:1xx")]),
        (
            "(1x<:@fwd.example.com;nat;uid=joe;pwd=xyz)",
            &[(UnclosedSubstitution, "<:@fwd.example.com;nat;uid=joe;pwd=xyz")],
        ),
        ("(<91xx|2)", &[(UnclosedSubstitution, "<91xx")]),
        ("(<91>xx)", &[(MissingColon, "<91>")]),
        ("(<9:1!>xx)", &[(NotSendable('!'), "!")]),
        ("(<9:[1]>xx)", &[(NotSendable('['), "["), (NotSendable(']'), "]")]),
        ("(1<:@>)", &[(MissingHost, "")]),
        ("(1<:@a b>)", &[]),
        ("(1<:@a/b>)", &[(BadHost, "a/b")]),
        ("(1<:@a:0>)", &[(BadPort, ":0")]),
        ("(1<:@a:65536>)", &[(BadPort, ":65536")]),
        ("(1<:@a:>)", &[(BadPort, ":")]),
        ("(1<:2;uid=x>)", &[(ParameterWithoutHost, ";")]),
        ("(.1)", &[(NothingToRepeat, ".")]),
        ("(1|.)", &[(NothingToRepeat, ".")]),
        ("(1,.)", &[(NothingToRepeat, ".")]),
        ("(<9:>.)", &[(NothingToRepeat, ".")]),
        ("(x..)", &[(NothingToRepeat, ".")]),
        ("(S0.)", &[(NothingToRepeat, ".")]),
        ("(1!2)", &[(BarNotLast, "!")]),
        ("(1!!)", &[(BarNotLast, "!")]),
        ("(1-2)", &[(Unexpected('-'), "-")]),
        ("(1:2)", &[(Unexpected(':'), ":")]),
    ];
    for (text, expected) in table {
        assert_eq!(mistakes(text), *expected, "{text}");
    }
}

#[test]
fn what_people_write_beside_the_guides_is_read() {
    for text in [
        "(*1.T)",
        "([x*#].)",
        "(11[0-1,3-9]x)",
        "(<x.:1>2)",
        "(<[1-3],x:>2)",
        "(|1)",
        "()",
        "L:,S:4,(1)",
        "(+x.|<+44:0>x.)",
    ] {
        assert_eq!(mistakes(text), [], "{text}");
    }
}

#[test]
fn blanks_do_not_change_a_plan_except_at_the_end_of_a_time() {
    let read = |text: &str| DialPlan::parse(text).unwrap();
    assert_eq!(read(" L : 8 , ( [2 - 9] x . | < 9 , : 1 > 2 S4 ) "), read("L:8,([2-9]x.|<9,:1>2S4)"));
    assert_ne!(read("(1S4 5)"), read("(1S45)"));
    assert_eq!(read("(1S4 5)").emit(), "(1S4 5)");
    assert_eq!(read("(1S 5)").emit(), "(1S 5)");
}

/// The number of cases of a property: many if there is time.
fn cases(of_a_quick_run: u32) -> ProptestConfig {
    let many = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    ProptestConfig {
        cases: if many { 100_000 } else { of_a_quick_run },
        failure_persistence: None,
        ..Default::default()
    }
}

fn element() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9*#+xX]",
        2 => "\\[[0-3]-[3-9]{1}[0-9*#x,]{0,3}\\]|\\[[0-9*#x]{1,3}\\]",
    ]
}

fn item() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (element(), prop::bool::weighted(0.2)).prop_map(|(text, dot)| if dot { text + "." } else { text }),
        1 => Just(",".to_owned()),
        1 => "[SLP]([0-9]{1,2}(\\.[0-9]{1,3})?)? ",
        1 => "<[0-9*#,]{0,3}:[0-9A-Za-z*#+]{0,4}>",
        1 => "<:[0-9]{0,2}@(gw[0-4]|[a-z]{1,4}\\.example)(:[1-9][0-9]{0,3})?(;nat|;uid=[a-z]{1,3}|;pwd=[a-z!]{0,3}){0,2}>",
        1 => "[A-KTa-w]",
    ]
}

fn plan() -> impl Strategy<Value = String> {
    let sequence = (prop::collection::vec(item(), 0..8), prop::bool::weighted(0.1))
        .prop_map(|(items, bar)| items.concat() + if bar { "!" } else { "" });
    ("((L|S):([0-9]{1,2})?,){0,2}", prop::collection::vec(sequence, 1..6))
        .prop_map(|(timers, sequences)| format!("{timers}({})", sequences.join("|")))
}

#[test]
fn a_plan_that_is_written_reads_as_the_same_plan() {
    let mut runner = TestRunner::new(cases(2_000));
    let test = |text: String| {
        let plan = DialPlan::parse(&text).map_err(|faults| TestCaseError::fail(format!("{text}: {faults}")))?;
        let written = plan.emit();
        let again = DialPlan::parse(&written);
        prop_assert_eq!(again.as_ref(), Ok(&plan), "{} {}", text, written);
        prop_assert_eq!(plan.emit(), written);
        Ok(())
    };
    runner.run(&plan(), test).unwrap();
}

/// Text made of the characters that occur in plans, and of any others.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select("()[]<>|:;@,.!-= xXSLPT0159*#+é".chars().collect::<Vec<_>>()), 0..40)
            .prop_map(String::from_iter),
        1 => any::<String>(),
        2 => (plan(), any::<prop::sample::Index>(), any::<char>()).prop_map(|(mut text, place, sign)| {
            text.insert(place.index(text.len()), sign);
            text
        }),
    ]
}

#[test]
fn a_hostile_plan_is_answered_with_places_inside_it() {
    let mut runner = TestRunner::new(cases(5_000));
    let test = |(text, digits): (String, String)| {
        match DialPlan::parse(&text) {
            Ok(plan) => {
                let outcome = dial(&plan, &Keypresses::parse(&digits).unwrap(), Dialect::Cisco);
                prop_assert!(outcome.left_over.len() <= digits.len());
            }
            Err(faults) => {
                let places: Vec<_> = faults.iter().map(|fault| fault.range.clone()).collect();
                prop_assert!(!places.is_empty() && places.len() <= Faults::MOST);
                prop_assert!(places.iter().all(|place| text.get(place.clone()).is_some()), "{:?}", places);
                prop_assert!(places.is_sorted_by_key(|place| place.start));
            }
        }
        Ok(())
    };
    runner.run(&(hostile(), "[0-9*#~]{0,12}"), test).unwrap();
}

/// Units that fill a plan, sound ones and broken ones.
const UNITS: &[&str] = &[
    "[",
    "<",
    "(",
    "x.",
    "[0-9].",
    "|",
    "x.|",
    "<:1>",
    "<1:2>x.",
    "S0",
    "!",
    "L:1,",
    "1[",
    "<:@a;pwd=",
    "x.,S1x.",
    "-",
    "12xx|",
    "9T|",
    "1!|",
    "1S2x|",
    "<9:>1xx|",
    "1<:@gw1;pwd=a>|",
    "1<:@h;usr=a>|",
];

fn filled(unit: &str, length: usize) -> String {
    format!("({})", unit.repeat(length / unit.len()))
}

/// All that `spc explain dial` says of a plan.
fn explained(plan: &DialPlan, text: &str) {
    let dialer = Dialer::new(Dialect::Cisco);
    let text = Redacted::new(text);
    for sequence in &plan.sequences {
        std::hint::black_box(explain::shown(&text, sequence, dialer));
    }
    std::hint::black_box(observe(plan, dialer).worded(text.is_shown()).count());
}

/// The search for what sequences send instead of each other has a budget.
#[test]
fn sequences_of_every_length_are_examined_in_time() {
    for (begin, repeated) in [("", "x"), ("<:1>", "x"), ("<9:>", "x.x"), ("", "x.1")] {
        let lengths = (1..300).map(|length| format!("{begin}x{}x.", repeated.repeat(length / repeated.len())));
        let text = format!("({})", lengths.collect::<Vec<_>>().join("|"));
        let plan = DialPlan::parse(&text).unwrap();
        let time = hostile::cpu_time(|| explained(&plan, &text));
        assert!(time < std::time::Duration::from_secs(3), "{begin}{repeated}: {time:?}");
    }
}

#[test]
fn time_for_a_plan_grows_with_its_length() {
    const LONGEST: usize = 1 << 14;
    let keys = Keypresses::parse(&"1".repeat(Keypresses::MOST)).unwrap();
    for unit in UNITS {
        hostile::assert_in_proportion(unit, LONGEST, |length| {
            let text = filled(unit, length);
            hostile::cpu_time(|| match DialPlan::parse(&text) {
                Ok(plan) => {
                    std::hint::black_box(dial(&plan, &keys, Dialect::Linksys));
                    explained(&plan, &text);
                }
                Err(faults) => {
                    std::hint::black_box(faults.worded(may_show(&text)).count());
                }
            })
        });
    }
}
