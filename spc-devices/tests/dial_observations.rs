//! What is observed in a plan, and what is said about it in words.
#![cfg(test)]
#![expect(clippy::disallowed_types, reason = "only the library knows no clock")]

use std::time::{Duration, Instant};

use spc_devices::explain::dial_plan as explain;
use spc_devices::lang::dial_plan::analysis::{Observations, Observed, Trouble, emergency, glued, observe, same_code};
use spc_devices::lang::dial_plan::{DialPlan, Dialect, Dialer, Keypresses, Matcher, TimerKind, Wait};

const DIALER: Dialer = Dialer::new(Dialect::Cisco);
const FACTORY: &str = "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)";

fn observed(text: &str) -> Observations {
    observe(&DialPlan::parse(text).unwrap(), DIALER)
}

/// What is observed, with its sequence and text.
fn seen(text: &str) -> Vec<(Observed, Option<usize>, &str)> {
    let Observations { list, is_complete, .. } = observed(text);
    assert!(is_complete, "{text}");
    list.into_iter().map(|seen| (seen.what, seen.sequence, &text[seen.range])).collect()
}

fn keys(text: &str) -> Keypresses {
    Keypresses::parse(text).unwrap()
}

#[test]
fn each_observation_is_made_at_its_place() {
    use Observed::*;
    let example = ToOwned::to_owned;
    let table = [
        ("(*1.T)", UnknownLetter('T'), 1, "T"),
        ("([x*#]1)", AnyInClass, 1, "x"),
        ("(11[0-1,3-9]2)", CommaInClass, 1, ","),
        ("(<x:1>2)", WildcardInSubstitution, 1, "x"),
        ("(<0.:1>2)", WildcardInSubstitution, 1, "0."),
        ("(<+44:0>1)", PlusKey, 1, "+"),
        ("(1<:@h;user=joe>)", UnknownParameter, 1, "user=joe"),
        ("(1<:@h;nat;pwd=xyz>)", Secret, 1, "pwd=xyz"),
        (
            "(1L65 2)",
            TimerTooLong { kind: TimerKind::Long, wait: Wait::seconds(65), most: Wait::seconds(64) },
            1,
            "L65",
        ),
        (
            "(P61<:1>)",
            TimerTooLong { kind: TimerKind::Pause, wait: Wait::seconds(61), most: Wait::seconds(60) },
            1,
            "P61",
        ),
        ("(1L4S4 2.)", ShortNotBelowLong { short: Wait::seconds(4), long: Wait::seconds(4) }, 1, "S4"),
        ("(S0<:1000>|2xx)", HotLine, 1, "S0<:1000>"),
        ("(1x|x.)", MatchesNoKey, 2, "x."),
        ("(12S0|1234)", Shadowed { by: 1 }, 2, "1234"),
        ("(12S0|1xxx)", CutShort { by: 1, example: example("12") }, 2, "1xxx"),
        ("(1xx|<123:9>)", Covered { by: 1, differs: true, example: example("123") }, 2, "<123:9>"),
        ("(1xx|123)", Covered { by: 1, differs: false, example: example("123") }, 2, "123"),
        ("(123|1xx!)", Covered { by: 2, differs: true, example: example("123") }, 1, "123"),
        ("([3469]11|[2-9]xxxxxx)", Delay { with: 2, wait: Wait::seconds(3), example: example("311") }, 1, "[3469]11"),
        ("(1900xx!|xx.)", BarLeak { by: 2, example: example("1900000") }, 1, "1900xx!"),
        ("(1900!|2xx)", BarUseless, 1, "1900!"),
        ("(11S1|1xS2|1xx)", TimersDisagree { with: 2, example: example("11") }, 1, "11S1"),
    ];
    for (text, what, sequence, place) in table {
        let seen = seen(text);
        assert!(seen.contains(&(what.clone(), Some(sequence), place)), "{text}: {what:?} in {seen:?}");
    }
}

#[test]
fn a_sound_plan_gives_rise_to_nothing() {
    for text in [
        "(xx.)",
        "(S0<:1000>)",
        "(P5<:1000>|xxxx)",
        "(*xx|[2-9]11|0|1xxx[2-9]xxxxxxS0)",
        "(<9,:>1xxxxxxxxxx|<8,:1212>xxxxxxx)",
        "(1 947 xxxxxxx ! | 1 xxx xxxxxxx)",
        "L:8,S:4,(9,xxx)",
        // It hurries a number that the first one matches.
        "(xx.|911S0)",
    ] {
        assert_eq!(seen(text), [], "{text}");
    }
}

#[test]
fn the_factory_plan_only_waits() {
    let seen = seen(FACTORY);
    assert!(seen.iter().all(|(what, ..)| matches!(what, Observed::Delay { .. })), "{seen:?}");
    let waiting: Vec<_> = seen.iter().map(|(_, sequence, _)| sequence.unwrap()).collect();
    assert_eq!(waiting, [2, 3, 4, 5]);
}

#[test]
fn a_hostile_plan_is_observed_in_bounded_time() {
    let fill = |unit: &str| format!("({})", unit.repeat((1 << 16) / unit.len()));
    let branching = format!("({}{})", "x.1".repeat(40), "x".repeat(100));
    for text in [branching, fill("x."), fill("1x.|"), fill("[13]2S0|"), fill("12!|"), fill("x"), fill("1P5x.")] {
        let start = Instant::now();
        observed(&text);
        assert!(start.elapsed() < Duration::from_secs(10), "{:.20}: {:?}", text, start.elapsed());
    }
}

#[test]
fn a_call_for_help_that_fails_or_waits_is_found() {
    let trouble = |text: &str, dialect, number: &str| {
        let plan = DialPlan::parse(text).unwrap();
        emergency(&plan, Dialer::new(dialect), [&keys(number)]).pop().map(|found| (found.trouble, found.glued))
    };
    assert_eq!(trouble("(112|911|xx.S5)", Dialect::Cisco, "112"), Some((Trouble::WaitsShort, None)));
    assert_eq!(trouble("([49]11|1xxx)", Dialect::Cisco, "911"), None);
    assert_eq!(trouble(FACTORY, Dialect::Cisco, "112"), Some((Trouble::Rejected, None)));
    assert_eq!(trouble(FACTORY, Dialect::Linksys, "112"), Some((Trouble::WaitsLong, None)));
    assert_eq!(trouble("(911!|xx.)", Dialect::Cisco, "911"), Some((Trouble::Rejected, None)));
    let changed = Trouble::Changed { sent: "1911".to_owned() };
    assert_eq!(trouble("(<:1>xxx)", Dialect::Cisco, "911"), Some((changed, None)));
    assert_eq!(trouble("(11S0|112)", Dialect::Cisco, "112"), Some((Trouble::Changed { sent: "11".to_owned() }, None)));

    let text = "(xxxx**[3469]11|xxxxxxxx)";
    let (found, place) = trouble(text, Dialect::Cisco, "911").unwrap();
    assert_eq!(
        (found, place.map(|(sequence, place)| (sequence, &text[place]))),
        (Trouble::Rejected, Some((1, "[3469]11")))
    );
    assert_eq!(glued(&DialPlan::parse("(1xxx)").unwrap(), &keys("911")), None);
}

#[test]
fn a_sequence_that_is_a_code_is_found() {
    let plan = DialPlan::parse("(*69|*6x|*,69S0|<*69:1>)").unwrap();
    assert_eq!(same_code(&plan, "*69"), [1, 3]);
}

#[test]
fn each_sequence_is_put_into_words() {
    let table = [
        ("[2-9]xxxxxx", "2 to 9, 6 digits"),
        ("9,<:1408>xxxx.", "9, the outside dial tone, 1408 is sent here, 3 or more digits"),
        ("<9,:>1xxS0", "9, the outside dial tone (not sent), 1, 2 digits; sent at once when complete"),
        ("<8:1650>x", "8 (sent as 1650), 1 digit"),
        ("[39]11<:@gw0>", "3 or 9, 11; the call goes through the socket for a telephone line (gw0)"),
        ("1<:@h.example:5080;pwd=xyz>", "1; the call goes through h.example:5080"),
        ("1900xxx!", "1900, 3 digits; barred: the call is rejected"),
        ("P5<:1000>", "5 seconds without a key press, 1000 is sent here"),
        ("[1-3*#].", "1 to 3, * or # any number of times or not at all"),
        ("01.", "0, 1 any number of times or not at all"),
        ("x.", "any number of digits or none"),
        ("1L8xP1", "1, 1 digit, a pause of 1 second; 8 seconds for each further key"),
        ("*1.T", "*, 1 any number of times or not at all, `T`, which is not documented"),
        ("", "no key"),
    ];
    for (text, words) in table {
        let plan = DialPlan::parse(&format!("({text})")).unwrap();
        assert_eq!(explain::sequence(&plan.sequences[0].value, DIALER), words, "{text}");
    }
    let plan = DialPlan::parse("L:8,S:0.5,(1)").unwrap();
    assert_eq!(explain::timers(&plan).as_deref(), Some("the short timer is 0.5 seconds, the long timer is 8 seconds"));
}

#[test]
fn what_becomes_of_a_number_is_put_into_words() {
    let words = |text: &str, dialect, number: &str| {
        let plan = DialPlan::parse(text).unwrap();
        explain::outcome(&Matcher::new(&plan, Dialer::new(dialect)).dial(&keys(number)))
    };
    let table = [
        ("(<9,:>1xx)", "9123", "sent as 123 by sequence 1 at the last key; outside dial tone after the first key"),
        ("(12S0|1234)", "1234", "sent as 12 by sequence 1 at the last key, without waiting; not used: 34"),
        ("(xx.)", "12", "sent as 12 by sequence 1, 3 seconds after the last key, because more keys could follow"),
        ("(1234)", "12", "rejected, 10 seconds after the last key: the number is incomplete"),
        ("(1234)", "12#", "rejected when # or Dial is pressed: the number is incomplete"),
        ("(1234)", "3", "rejected: no sequence begins like this"),
        ("(11!)", "11", "rejected: barred by sequence 1 at the last key"),
        ("(P5<:1000>|xx)", "", "sent as 1000 by sequence 1, 5 seconds after the handset is lifted"),
    ];
    for (text, number, expected) in table {
        assert_eq!(words(text, Dialect::Cisco, number), expected, "{number} by {text}");
    }
    assert_eq!(
        words("(1234)", Dialect::Linksys, "12~"),
        "sent as dialled, 12, although no sequence matches, when # or Dial is pressed"
    );
    assert_eq!(
        words("(1234)", Dialect::Linksys, "12"),
        "sent as dialled, 12, although no sequence matches, 10 seconds after the last key"
    );
}
