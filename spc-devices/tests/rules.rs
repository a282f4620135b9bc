//! Provisioning rules and their macros, for any text: no panic, every fault inside the text, and written as it was
//! read.
#![cfg(test)]
#![expect(clippy::disallowed_methods, clippy::arithmetic_side_effects, reason = "only the library knows no clock")]

use proptest::prelude::*;
use spc_devices::lang::macro_text::{MacroContext, MacroText, Values};
use spc_devices::lang::rule::{Taken, parse};

#[path = "common/hostile.rs"]
mod hostile;

fn device() -> Values {
    let mut values = Values::new();
    values.set("GPP_A", "k3yk3y\u{e9}").set("SWVER", "7.5.2").set_mac("000e08aabbcc".parse().unwrap());
    values
}

/// Pieces that make up rules, and pieces that break them.
fn texts() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "(",
        ")",
        ")?",
        ")!",
        "[",
        "]",
        "|",
        "\"",
        " ",
        "$",
        "$(",
        ":",
        "$A",
        "$(MA:2:3)",
        "$$",
        "--key",
        "--post",
        "--",
        "=",
        "!",
        "<",
        ">=",
        " eq ",
        " and ",
        " or ",
        "1.0.31(b)",
        "7.5.2",
        "a = \"x\" ;",
        ";",
        "#",
        "/x",
        "http://",
        "\u{201c}",
        "\u{e9}",
        "\n",
        "[--key $A]",
        "($A eq 1)?",
        "(c = \"\" ;)!",
    ]);
    let piece = prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,3}"];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(hostile::config())]

    #[test]
    fn any_text_is_a_rule_or_a_fault_inside_it(text in texts()) {
        match parse(&text) {
            Ok(rule) => {
                let written = rule.to_string();
                prop_assert_eq!(&parse(&written).expect(&written), &rule);
                let _ = rule.evaluate(&device());
                for each in rule.macros() {
                    let within = text.get(each.extent.range());
                    prop_assert!(within.is_some_and(|within| within.starts_with('$') && within.contains(each.used.name)));
                }
            }
            Err(fault) => prop_assert!(text.get(fault.range.clone()).is_some(), "{:?}", fault),
        }
    }

    #[test]
    fn parts_cover_any_text_with_macros(text in texts()) {
        let mut end = 0;
        for part in MacroText::new(&text).parts() {
            prop_assert!(part.extent.start == end && part.extent.end > end);
            end = part.extent.end;
        }
        prop_assert_eq!(end, text.len());
        let expanded = MacroText::new(&text).expand(&Values::new(), MacroContext::Credential);
        // Without any values, nothing changes but `$$`.
        prop_assert_eq!(expanded.text.replace('$', ""), text.replace('$', ""));
    }
}

#[test]
fn reading_takes_time_in_proportion() {
    for unit in [
        "[",
        "(",
        ")",
        "$(A:",
        "$(",
        "$",
        "/x|",
        "($A eq 1)?/x|",
        "[--key x]",
        "[--key x] /y ",
        "(\"",
        "a ",
        "[-- ",
        "\"",
        "($A eq 1 and ",
        "(a=\"\";",
        "(a(",
        "()!|",
        "[--key \"",
    ] {
        hostile::assert_linear(unit, |text| drop(parse(text).map(|rule| rule.to_string())));
        for head in ["(", "[", "($A eq ", "(a = \"x\" ; "] {
            hostile::assert_linear(unit, |text| {
                drop(parse(&[head, text].concat()).map(|rule| rule.to_string()));
            });
        }
    }
    hostile::assert_linear("$(A:9223372036854775808:9223372036854775808)$A", |text| {
        let _ = MacroText::new(text).expand(&device(), MacroContext::Plain);
    });
}

#[test]
fn last_of_ten_thousand_alternatives_is_taken() {
    let text = "($SWVER lt 1.0)? [--key $A] http://a/$MA.cfg | ".repeat(10_000) + "/x";
    let rule = parse(&text).unwrap();
    assert_eq!(rule.alternatives.len(), 10_001);
    assert_eq!(rule.evaluate(&device()).taken, Taken::Alternative(10_000));
}
