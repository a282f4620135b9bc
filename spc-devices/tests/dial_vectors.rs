//! Numbers dialled by the plans of the vendor's guides, and by others, in both dialects (value-languages 1.10).
#![cfg(test)]

use spc_devices::lang::dial_plan::{DialPlan, Dialect, Keys, dial};

const C: &str = "([1-8]xx | 9, xxxxxxx | 9, <:1>[2-9]xxxxxxxxx | 8, <:1212>xxxxxxx | 9, 1 [2-9] xxxxxxxxx | \
    9, 1 900 xxxxxxx ! | 9, 011xxxxxx. | 0 | [49]11 )";
const K: &str =
    "(9,[3469]11S0|9,<:1408>[2-9]XXXXXX|9,<:1>[2-9]xxxxxxxxxS0|9,1[2-9]xxxxxxxxxS0|9,011xx.|9,xx.|[1-8]xxx)";
const U: &str = "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)";
const H: &str = "(P9<:23> | 9,8<:1408>[2-9]xxxxxx | 9,8,1[2-9]xxxxxxxxxS0 | 9,8,011xx. | 9,8,xx.|[1-8]xx)";
/// A `|` is missing before `[3469]11`.
const GLUED: &str = "(**xxxx|*xx|xxx**|xxxx**[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)";
const LOCAL: &str = "( 0 | [49]11 | 1 [2-9]xx [2-9]xxxxxx )";

/// What becomes of a number.
#[derive(Clone, Copy)]
enum Becomes {
    Sent(&'static str),
    Rejected,
    /// Sent as dialled (linksys), rejected (cisco).
    Incomplete(&'static str),
}
use Becomes::{Incomplete, Rejected, Sent};

const NOW: &str = "0";
const SHORT: &str = "3";
const LONG: &str = "10";

/// Number of the vector, plan, keys, what becomes of them, seconds after the last key.
const VECTORS: &[(u8, &str, &str, Becomes, &str)] = &[
    (1, "(01.)", "0", Sent("0"), SHORT),
    (2, "(01.)", "01", Sent("01"), SHORT),
    (3, "(01.)", "0111", Sent("0111"), SHORT),
    (4, "(<8:1650>xxxxxxx)", "85551212", Sent("16505551212"), NOW),
    (5, "(<8:1650>xxxxxxx)", "85550112", Sent("16505550112"), NOW),
    (6, "(<:1>xxxxxxxxxx)", "9725550112", Sent("19725550112"), NOW),
    (7, "(9, 1xxxxxxxxxx)", "912125551234", Sent("912125551234"), NOW),
    (8, "(1900xxxxxxx!)", "19005551234", Rejected, NOW),
    (9, "( 1 xxx xxxxxxx )", "12125551234", Sent("12125551234"), NOW),
    (10, "( 1 xxx xxxxxxx | <:1212> xxxxxxx )", "5551234", Sent("12125551234"), NOW),
    (11, "( 1 xxx xxxxxxx | <:1212> xxxxxxx )", "13105551234", Sent("13105551234"), NOW),
    (12, "( <9,:> 1 xxx xxxxxxx | <8,:1212> xxxxxxx )", "912125551234", Sent("12125551234"), NOW),
    (13, "( <9,:> 1 xxx xxxxxxx | <8,:1212> xxxxxxx )", "85551234", Sent("12125551234"), NOW),
    (14, "S:4, ( 00 | 011 xxxxx x. )", "00", Sent("00"), NOW),
    (15, "S:4, ( 00 | 011 xxxxx x. )", "01144201", Sent("01144201"), "4"),
    (16, "S:4, ( 00 | 011 xxxxx x. )", "0114420", Incomplete("0114420"), LONG),
    (17, LOCAL, "0", Sent("0"), NOW),
    (18, LOCAL, "911", Sent("911"), NOW),
    (19, LOCAL, "411", Sent("411"), NOW),
    (20, LOCAL, "10", Rejected, NOW),
    (21, LOCAL, "12121", Rejected, NOW),
    (22, "( 1 [2-8]xx [2-9]xxxxxx )", "19", Rejected, NOW),
    (23, "( 1 947 xxxxxxx ! | 1 xxx xxxxxxx )", "19475551234", Rejected, NOW),
    (24, "( 1 947 xxxxxxx ! | 1 xxx xxxxxxx )", "12125551234", Sent("12125551234"), NOW),
    (25, "( S0 <:12125551234> )", "", Sent("12125551234"), NOW),
    (26, "( P5 <:1000> | xxxx )", "", Sent("1000"), "5"),
    (27, "( P5 <:1000> | xxxx )", "2345", Sent("2345"), NOW),
    (28, "(P0 <:1000>)", "", Sent("1000"), NOW),
    (29, "(P9 | [1-8]xx)", "", Rejected, "9"),
    (30, H, "", Sent("23"), "9"),
    (31, H, "9812125551234", Sent("9812125551234"), NOW),
    (32, C, "234", Sent("234"), NOW),
    (33, C, "95551234", Sent("95551234"), SHORT),
    (34, C, "92125551234", Sent("912125551234"), NOW),
    (35, C, "85551234", Sent("812125551234"), NOW),
    (36, C, "912125551234", Sent("912125551234"), NOW),
    (37, C, "919005551234", Rejected, NOW),
    (38, C, "9011442079460000", Sent("9011442079460000"), SHORT),
    (39, C, "0", Sent("0"), NOW),
    (39, C, "411", Sent("411"), NOW),
    (39, C, "911", Sent("911"), SHORT),
    (40, K, "9911", Sent("9911"), NOW),
    (41, K, "95551234", Sent("914085551234"), SHORT),
    (42, K, "92125551234", Sent("912125551234"), NOW),
    (43, K, "912125551234", Sent("912125551234"), NOW),
    (44, K, "9011442079", Sent("9011442079"), SHORT),
    (44, K, "9011442079~", Sent("9011442079"), NOW),
    (44, K, "9011442079#", Sent("9011442079"), NOW),
    (45, K, "955", Sent("955"), SHORT),
    (45, K, "955~", Sent("955"), NOW),
    (46, K, "5000", Sent("5000"), NOW),
    (47, "([39]11<:@gw0>|xx.)", "911", Sent("911"), SHORT),
    (48, "(*69|<*0,:>xx.<:@gw0>|xx.)", "*05551234", Sent("5551234"), SHORT),
    (49, U, "5551234", Sent("5551234"), SHORT),
    (50, U, "12125551234", Sent("12125551234"), NOW),
    (51, U, "911", Sent("911"), SHORT),
    (52, U, "*69", Sent("*69"), NOW),
    (53, U, "06123456789", Sent("06123456789"), SHORT),
    (54, U, "0612345678", Incomplete("0612345678"), LONG),
    (55, U, "112", Incomplete("112"), LONG),
    (55, U, "999", Incomplete("999"), LONG),
    (55, U, "000", Incomplete("000"), LONG),
    (56, GLUED, "911", Incomplete("911"), LONG),
    (57, "(1900xxxxxxx!|xx.)", "190055512345", Sent("190055512345"), SHORT),
    (58, "(12S0|1234)", "1234", Sent("12"), NOW),
    (60, "L:15, ( xxxx )", "12", Incomplete("12"), "15"),
];

#[test]
fn every_vector_has_its_outcome_in_both_dialects() {
    for (number, plan, typed, becomes, seconds) in VECTORS {
        let parsed = DialPlan::parse(plan).unwrap_or_else(|faults| panic!("{number}: {faults}"));
        let keys = Keys::parse(typed).unwrap();
        for dialect in [Dialect::Cisco, Dialect::Linksys] {
            let outcome = dial(&parsed, &keys, dialect);
            let sent = match becomes {
                Sent(text) => Some(*text),
                Rejected => None,
                Incomplete(text) => (dialect == Dialect::Linksys).then_some(*text),
            };
            assert_eq!(outcome.sent(), sent, "{number}: {typed} by {plan} in {dialect:?}");
            assert_eq!(outcome.wait.to_string(), *seconds, "{number}: {typed} by {plan} in {dialect:?}");
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
    let outcome =
        |plan: &str, typed: &str| dial(&DialPlan::parse(plan).unwrap(), &Keys::parse(typed).unwrap(), Dialect::Cisco);
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
