//! Triggers, alias maps, schedules and daylight-saving rules, for any text: no panic, every fault inside the text, and
//! written as it was read.
#![cfg(test)]
#![expect(clippy::disallowed_methods, clippy::arithmetic_side_effects, reason = "only the library knows no clock")]

use proptest::prelude::*;
use spc_devices::lang::{alias_map, dst, schedule, trigger};

#[path = "common/hostile.rs"]
mod hostile;

/// Pieces that make up values, and pieces that break them.
fn texts() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "start=",
        "end=",
        "save=",
        ";",
        "/",
        "-1",
        "+",
        "3/8/7/2",
        "10/-1/7",
        "2:30",
        "0",
        "31",
        "99999999999999999999",
        ",",
        "3600",
        "3600+600",
        "0300",
        "2400",
        "/a = /b ;",
        "/CPE/x",
        "=",
        "$A",
        "eq",
        "\"",
        " ",
        "$A eq 1",
        "and",
        "#",
        "(",
        ")",
        "\u{ad}",
        "\u{2212}",
        "\u{e9}",
        "\n",
        "start=3/8/7/2;end=11/1/7/2;save=1",
    ]);
    let piece = prop_oneof![6 => known.prop_map(str::to_owned), 1 => ".{0,3}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A fault is inside its value, and a written tree reads as the same tree.
macro_rules! assert_inverse {
    ($parse:path, $text:expr) => {
        match $parse($text) {
            Ok(tree) => {
                let written = tree.to_string();
                let again = $parse(&written);
                prop_assert_eq!(again.as_ref(), Ok(&tree), "{}", &written);
            }
            Err(fault) => prop_assert!($text.get(fault.range.clone()).is_some(), "{:?}", fault),
        }
    };
}

proptest! {
    #![proptest_config(hostile::config())]

    #[test]
    fn any_text_is_a_value_or_a_fault_inside_it(text in texts()) {
        assert_inverse!(dst::parse, &text);
        assert_inverse!(schedule::parse, &text);
        assert_inverse!(schedule::parse_time, &text);
        assert_inverse!(trigger::parse, &text);
        assert_inverse!(alias_map::parse, &text);
    }
}

#[test]
fn reading_takes_time_in_proportion() {
    for unit in [
        "1,",
        "1+1,",
        "1",
        " ",
        "/a",
        "/",
        "/a=/b;",
        "start=",
        "3/8/7",
        ";",
        "$A eq 1 and ",
        "\"",
        "$A eq \"",
        "(",
        "=",
    ] {
        for head in ["", "start=3/8/7;end=11/1/7;save=1", "/a = ", "$A eq ", "1"] {
            hostile::assert_linear(unit, |text| {
                let text = [head, text].concat();
                drop(dst::parse(&text));
                drop(schedule::parse(&text));
                drop(schedule::parse_time(&text));
                drop(trigger::parse(&text));
                drop(alias_map::parse(&text));
            });
        }
    }
}
