//! Numbers dialled with the plans in the vendor's guides, and with others, in both dialects (value-languages 1.10).
#![cfg(test)]

use spc_devices::lang::dial_plan::{DialPlan, Dialect, Keypresses, dial};

const C: &str = "([1-8]xx | 9, xxxxxxx | 9, <:1>[2-9]xxxxxxxxx | 8, <:1212>xxxxxxx | 9, 1 [2-9] xxxxxxxxx | \
    9, 1 900 xxxxxxx ! | 9, 011xxxxxx. | 0 | [49]11 )";
const K: &str =
    "(9,[3469]11S0|9,<:1408>[2-9]XXXXXX|9,<:1>[2-9]xxxxxxxxxS0|9,1[2-9]xxxxxxxxxS0|9,011xx.|9,xx.|[1-8]xxx)";
const U: &str = "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)";
const H: &str = "(P9<:23> | 9,8<:1408>[2-9]xxxxxx | 9,8,1[2-9]xxxxxxxxxS0 | 9,8,011xx. | 9,8,xx.|[1-8]xx)";
const LOCAL: &str = "( 0 | [49]11 | 1 [2-9]xx [2-9]xxxxxx )";

const VECTORS: &str = include_str!("../../testdata/vectors/dial.tsv");

#[test]
fn every_vector_has_its_outcome_in_both_dialects() {
    let rows = VECTORS.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(rows.clone().count(), 66);
    for row in rows {
        let [number, plan, typed, outcome, text, seconds] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not six columns: {row}");
        };
        let parsed = DialPlan::parse(plan).unwrap_or_else(|faults| panic!("{number}: {faults}"));
        let keys = Keypresses::parse(typed).unwrap();
        for dialect in [Dialect::Cisco, Dialect::Linksys] {
            let sent = match outcome {
                "sent" => Some(text),
                "rejected" => None,
                "incomplete" => (dialect == Dialect::Linksys).then_some(text),
                other => panic!("{number}: {other}"),
            };
            let becomes = dial(&parsed, &keys, dialect);
            assert_eq!(becomes.sent(), sent, "{number}: {typed} by {plan} in {dialect:?}");
            assert_eq!(becomes.wait.to_string(), seconds, "{number}: {typed} by {plan} in {dialect:?}");
        }
    }
}

#[test]
fn a_timer_of_the_whole_plan_is_refused_inside_it() {
    let faults = DialPlan::parse("(L:8,S:4,( xx ))").unwrap_err();
    let first = faults.iter().next().unwrap();
    assert_eq!((first.range.clone(), first.to_string().contains("before the `(`")), (1..5, true));
}

/// Which sequence decides, when the tone plays, where the call goes, and what is left over.
#[test]
fn the_details_of_a_vector_are_those_of_its_guide() {
    let outcome = |plan: &str, typed: &str| {
        dial(&DialPlan::parse(plan).unwrap(), &Keypresses::parse(typed).unwrap(), Dialect::Cisco)
    };
    let tones = [
        ("(9, 1xxxxxxxxxx)", "912125551234"),
        ("( <9,:> 1 xxx xxxxxxx | <8,:1212> xxxxxxx )", "912125551234"),
        ("( <9,:> 1 xxx xxxxxxx | <8,:1212> xxxxxxx )", "85551234"),
        (C, "95551234"),
    ];
    for (plan, typed) in tones {
        assert_eq!(outcome(plan, typed).tones, [1], "{typed} by {plan}");
    }
    assert_eq!(outcome("(*69|<*0,:>xx.<:@gw0>|xx.)", "*05551234").tones, [2]);
    for (plan, typed) in [("([39]11<:@gw0>|xx.)", "911"), ("(*69|<*0,:>xx.<:@gw0>|xx.)", "*05551234")] {
        assert_eq!(outcome(plan, typed).route().map(|route| route.host.as_str()), Some("gw0"));
    }
    let sequences =
        [(C, "95551234", 2), (C, "919005551234", 6), (K, "95551234", 2), (H, "9812125551234", 3), (H, "", 1)];
    for (plan, typed, sequence) in sequences {
        assert_eq!(outcome(plan, typed).sequence, Some(sequence), "{typed} by {plan}");
    }
    assert!(outcome(C, "919005551234").barred);
    assert_eq!(outcome("(12S0|1234)", "1234").left_over, "34");
    assert_eq!(outcome(LOCAL, "1012").left_over, "12");
    assert_eq!(outcome(U, "112").sequence, None);
}
