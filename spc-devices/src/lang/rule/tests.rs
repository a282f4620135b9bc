use super::*;
use crate::lang::condition::{ConditionFault, Truth};
use crate::lang::macro_text::{MacroFault, MacroName, Values};

fn read(text: &str) -> Result<Rule<'_>, (RuleFault, core::ops::Range<usize>)> {
    parse(text).map_err(|fault| (fault.kind, fault.range))
}

/// Rules from the guides and from practice, and how they are written again.
const RULES: [(&str, &str); 26] = [
    ("", ""),
    ("/spa$PSN.cfg", "/spa$PSN.cfg"),
    ("# http://192.168.1.200/sample.cfg", "# http://192.168.1.200/sample.cfg"),
    ("(<1.0)?/pre-rel.cfg | /curr.cfg", "(< 1.0)? /pre-rel.cfg | /curr.cfg"),
    ("[--key VerySecretValue] /x", "[--key VerySecretValue] /x"),
    ("[--key \"my secret phrase\"] /x", "[--key \"my secret phrase\"] /x"),
    ("[--key a37d2fb9055c1d04883a0745eb0917a4] /x", "[--key a37d2fb9055c1d04883a0745eb0917a4] /x"),
    ("[--key 6e4f2a8733ba7c90aa13250bde4f6927]ur.well.com/a", "[--key 6e4f2a8733ba7c90aa13250bde4f6927] ur.well.com/a"),
    ("[--key $B] ps.global.com/profiles/active/sample.cfg", "[--key $B] ps.global.com/profiles/active/sample.cfg"),
    ("[ --key $K ]/x", "[--key $K] /x"),
    ("[--key \"$SB\" --post g]/x", "[--key \"$SB\" --post g] /x"),
    ("[--alias a --key abracadabra321 --post c]/x", "[--alias a --key abracadabra321 --post c] /x"),
    ("[--post j --alias k] /x", "[--post j --alias k] /x"),
    ("[--post f ] http://ps.one.com/cpe/resyncs?", "[--post f] http://ps.one.com/cpe/resyncs?"),
    (
        "( $SWVER ne 2.0.6 )? http://ps.tell.com/sw/spa021024.bin",
        "($SWVER ne 2.0.6)? http://ps.tell.com/sw/spa021024.bin",
    ),
    (
        "(\"$EMS\" eq \"mobile\" and \"$MUID\" ne \"\" and \"$MPWD\" ne \"\")?[--uid $MUID$PDOM --pwd $MPWD] http://a/x|http://a/y",
        "(\"$EMS\" eq \"mobile\" and \"$MUID\" ne \"\" and \"$MPWD\" ne \"\")? [--uid $MUID$PDOM --pwd $MPWD] http://a/x | http://a/y",
    ),
    (
        "( User_ID_1_ = \"uid$B\" ; GPP_C = \"\" ; GPP_D = \"$MA\" ; )!",
        "( User_ID_1_ = \"uid$B\" ; GPP_C = \"\" ; GPP_D = \"$MA\" ; )!",
    ),
    ("(c=\"\";d=\"a;)?\";)! /x", "( c = \"\" ; d = \"a;)?\" ; )! /x"),
    ("( $SWVER != 7.6.2 ) ? tftp://a/fw.bin", "($SWVER != 7.6.2)? tftp://a/fw.bin"),
    (
        "($SWVER lt 1.0.31(b)) ? (p=\"(\";)!\n[--key $A]\n$(A:1)/x",
        "($SWVER lt 1.0.31(b))? ( p = \"(\" ; )! [--key $A] $(A:1)/x",
    ),
    ("[--status] http://a/s [--delta] http://a/d", "[--status] http://a/s [--delta] http://a/d"),
    ("($A eq 1)? /a | | /c", "($A eq 1)? /a |  | /c"),
    ("|", " | "),
    ("[] #x", "[] #x"),
    ("[--frob x stray --]", "[--frob x stray --]"),
    ("{$a}://{$b}/spa$MA.xml", "{$a}://{$b}/spa$MA.xml"),
];

#[test]
fn documented_rules_are_read_and_written_again() {
    for (text, written) in RULES {
        let rule = read(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(rule.to_string(), written);
        assert_eq!(read(written).unwrap(), rule, "{text}");
    }
}

#[test]
fn faults_are_named_in_their_place() {
    use RuleFault as F;
    for (text, kind, range) in [
        ("($A eq 1", F::UnclosedParenthesis, 0..1),
        ("($A eq \"1)? /x", F::UnclosedQuote, 7..8),
        ("($A eq 1) /x", F::MissingMark, 9..9),
        ("($A eq 1)", F::MissingMark, 9..9),
        ("($A eq 1)? ($B eq 1)? /x", F::SecondCondition, 11..21),
        ("(a=\"\";)!(b=\"\";)!", F::SecondAssignments, 8..16),
        ("(a=\"\";)!($B eq 1)? /x", F::ConditionAfterAssignments, 8..18),
        ("/x ($A eq 1)?", F::ParenthesesAfterTarget, 3..4),
        ("/x y", F::TextAfterUrl, 3..4),
        ("--key $SA http://a/b", F::OptionOutsideBrackets, 0..5),
        ("[--key $SA] --delta", F::OptionOutsideBrackets, 12..19),
        ("http://a/b c.xml | /x", F::TextAfterUrl, 11..16),
        ("/x , /y", F::TextAfterUrl, 3..4),
        ("$SWVER ne 7.6.2 ? http://a/b", F::BareCondition, 0..7),
        ("$A ne", F::BareCondition, 0..3),
        ("$A/x ney", F::TextAfterUrl, 5..8),
        ("($SWVER ne 7.6.2)! /x", F::ConditionMark, 0..18),
        ("(\"$A\" eq \"1\")! /x", F::ConditionMark, 0..14),
        ("(a = \"x\" and b = \"y\")! /x", F::AssignmentSemicolon, 8..8),
        ("[--key $A /x", F::UnclosedBracket, 0..1),
        ("[--key \"$A] /x", F::UnclosedQuote, 7..8),
        ("[--key] /x", F::MissingArgument(OptionKind::Key), 1..6),
        ("[--post --key $A] /x", F::MissingArgument(OptionKind::Post), 1..7),
        ("[--key=$A] /x", F::EqualsSign, 6..7),
        ("( )! /x", F::NoAssignment, 2..2),
        ("(= \"x\" ;)! /x", F::AssignmentName, 1..1),
        ("(Display_Name[1] = \"x\" ;)! /x", F::AssignmentName, 1..13),
        ("(a \"x\" ;)! /x", F::AssignmentEquals, 1..3),
        ("(a = x ;)! /x", F::AssignmentQuotes, 5..5),
        ("(a = \"x\")! /x", F::AssignmentSemicolon, 8..8),
        ("/a | ()? /x", F::Condition(ConditionFault::Empty), 6..6),
        ("/a | ($A == 1)? /x", F::Condition(ConditionFault::UnknownOperator), 9..11),
        ("/$(MA", F::Macro(MacroFault::NotClosed), 1..5),
        ("[--key $(A:)] /x", F::Macro(MacroFault::NoNumber), 7..11),
    ] {
        assert_eq!(read(text), Err((kind, range)), "{text}");
    }
}

#[test]
fn what_devices_do_without_is_in_the_tree() {
    let rule = read("/a [--frob --key \"x\" y]").unwrap();
    let [first, second] = &rule.alternatives[0].targets[..] else { panic!("two targets") };
    assert!(!first.has_brackets && second.url.is_none());
    let kinds: Vec<_> = second.options.iter().map(|option| (option.kind, option.extent.range())).collect();
    assert_eq!(kinds, [(OptionKind::Unknown, 4..10), (OptionKind::Key, 11..20), (OptionKind::Stray, 21..22)]);
    assert_eq!(
        read("[--post c --alias A]/x").unwrap().alternatives[0].targets[0].options[0].parameter().unwrap(),
        "GPP_C"
    );
    assert_eq!(read("[--post c --alias A]/x").unwrap().alternatives[0].targets[0].options[1].parameter(), None);
}

#[test]
fn macros_are_found_with_their_role() {
    let rule = read("(\"$A\" eq \"$B\")? (c = \"$D\" ;)! [--key $SA --post e] /$F | /$MA").unwrap();
    let found: Vec<_> =
        rule.macros().map(|each| (each.alternative, each.used.name, each.role, each.extent.start)).collect();
    assert_eq!(
        found,
        [
            (0, "A", Role::Condition, 2),
            (0, "B", Role::Condition, 10),
            (0, "D", Role::Assignment("c"), 22),
            (0, "SA", Role::Option(OptionKind::Key), 37),
            (0, "F", Role::Url, 52),
            (1, "MA", Role::Url, 58),
        ]
    );
}

fn device() -> Values {
    let mut values = Values::new();
    values.set("GPP_A", "k3yk3y").set("B", "prov").set("SA", "s3cret").set("SWVER", "7.5.2").set("PSN", "504G");
    values.set_mac("000e08aabbcc".parse().unwrap());
    values
}

#[test]
fn first_alternative_that_holds_is_taken() {
    for (text, taken) in [
        ("($SWVER lt 7.5.2b)? /a | /b", Taken::Alternative(0)),
        ("($SWVER ge 7.5.2b)? /a | /b", Taken::Alternative(1)),
        ("($SWVER ge 7.5.2b)? /a", Taken::None),
        ("($HWVER ge 1)? /a | /b", Taken::Undecided(0)),
        ("($SWVER lt 1)? /a | ($HWVER ge 1)? /b", Taken::Undecided(1)),
        ("# /a", Taken::None),
        ("", Taken::None),
    ] {
        assert_eq!(read(text).unwrap().evaluate(&device()).taken, taken, "{text}");
    }
}

#[test]
fn taken_target_has_its_url_and_key() {
    let rule = read("[--key $SA --uid u$B] https://$B.example.net/$MA.cfg?v=$SWVER").unwrap();
    let evaluation = rule.evaluate(&device());
    let target = &evaluation.alternatives[0].targets[0];
    assert_eq!(*target.url.as_ref().unwrap().text, "https://prov.example.net/000e08aabbcc.cfg?v=7.5.2");
    let [key, uid] = &target.options[..] else { panic!("two options") };
    assert_eq!(
        (key.argument.as_ref().unwrap().text.as_str(), key.argument.as_ref().unwrap().shown.as_str()),
        ("s3cret", "***")
    );
    assert_eq!(key.sources().map(MacroName::meaning).collect::<Vec<_>>(), ["the parameter GPP_SA"]);
    assert_eq!(uid.argument.as_ref().unwrap().shown, "uprov");
}

#[test]
fn assignments_hold_for_what_is_fetched_then() {
    let rule = read("(b = \"x$PSN\" ; User_ID_1_ = \"7\" ;)! /$B/$UID1 | /$B").unwrap();
    let evaluation = rule.evaluate(&device());
    let urls: Vec<_> =
        evaluation.alternatives.iter().map(|each| each.targets[0].url.as_ref().unwrap().shown.clone()).collect();
    assert_eq!(urls, ["/x504G/7", "/prov"]);
    assert_eq!(evaluation.alternatives[0].assigned[0].parameter, "GPP_B");
}

#[test]
fn keys_are_shown_nowhere() {
    let text = "(\"$A\" eq \"x\" and \"$B\" eq \"prov\")? (GPP_SB = \"t0psecret\" ; a = \"t0psecret\" ; c = \"$A\" ;)! \
        [--key \"x$A\" --pwd l1teral --keyl1teral] http://u:$B@h/$A/$SA/$C";
    let rule = read(text).unwrap();
    let evaluation = rule.evaluate(&device());
    let debug = format!("{rule:?} {evaluation:?}");
    for secret in ["k3yk3y", "s3cret", "t0psecret", "l1teral"] {
        assert!(!debug.contains(secret), "{secret} in {debug}");
    }
    let only = &evaluation.alternatives[0];
    assert_eq!(only.outcome, Truth::False);
    assert_eq!(only.comparisons[0].left.shown, "***");
    assert_eq!(only.targets[0].url.as_ref().unwrap().shown.clone(), "http://***@h/***/$SA/***");
    assert!(only.assigned.iter().all(|each| each.value.shown == "***"));
}

#[test]
fn unknown_macros_stay_and_are_reported() {
    let rule = read("/$STRANGE/$SA/$HWVER").unwrap();
    let url = rule.evaluate(&device()).alternatives[0].targets[0].url.clone().unwrap();
    assert_eq!(*url.text, "/$STRANGE/$SA/$HWVER");
    assert_eq!(
        (&url.unknown[..], &url.missing[..]),
        (&["STRANGE".to_owned(), "SA".to_owned()][..], &["HWVER".to_owned()][..])
    );
}
