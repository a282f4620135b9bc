use super::*;
use crate::lang::cursor::Cursor;
use crate::lang::macro_text::Values;

fn read(text: &str) -> Result<Condition<'_>, (ConditionFault, core::ops::Range<usize>)> {
    parse(&mut Cursor::new(text)).map_err(|fault| (fault.kind, fault.range))
}

fn outcome(text: &str, values: &[(&str, &str)]) -> Truth {
    let mut given = Values::new();
    for (name, value) in values {
        given.set(name, value);
    }
    let condition = read(text).unwrap();
    Truth::all(condition.compare(&given).iter().map(|compared| compared.outcome))
}

#[test]
fn documented_conditions_are_read_and_written_again() {
    for text in [
        "$REGTMR1 gt 300 and $PRVTMR gt 1200 and \"$EXTIP\" ne \"\"",
        "$SWVER ge 2.0.6 and \"$CCERT\" eq \"Installed\"",
        "$SWVER ne 2.0.6",
        "\"$EMS\" eq \"mobile\" and \"$MUID\" ne \"\" and \"$MPWD\" ne \"\"",
        "! 1.0.33",
        "< 1.0",
        "$SWVER lt 1.0.31(b)",
        "$(SWVER) < 2.0.3(0412s)",
        "$UPGTMR gt 300 and $PRVTMR ge 600",
        "$PRVST ne -1",
        "$SWVER ne sip88xx.11-0-0MPP",
    ] {
        let condition = read(text).unwrap();
        assert_eq!(condition.to_string(), text);
        assert_eq!(read(&condition.to_string()).unwrap(), condition);
    }
    assert_eq!(read("<1.0").unwrap().to_string(), "< 1.0");
    assert_eq!(read(" $A=1 AND\n\"$B\"ne\"x\" ").unwrap().to_string(), "$A = 1 and \"$B\" ne \"x\"");
}

#[test]
fn faults_are_named_in_their_place() {
    use ConditionFault as F;
    for (text, kind, range) in [
        ("", F::Empty, 0..0),
        ("  ", F::Empty, 2..2),
        ("$A", F::MissingOperator, 0..2),
        ("$A and $B eq 1", F::MissingOperator, 0..2),
        ("$A eq", F::MissingOperand, 5..5),
        ("$A eq and $B eq 1", F::MissingOperand, 6..6),
        ("$A == 1", F::UnknownOperator, 3..5),
        ("$A EQ 1", F::CapitalOperator, 3..5),
        ("$A is 1", F::UnknownOperator, 3..5),
        ("$A eq 1 $B eq 2", F::MissingAnd, 8..8),
        ("$A eq 1 or $B eq 2", F::OnlyAnd, 8..10),
        ("$A eq 1 || $B eq 2", F::OnlyAnd, 8..9),
        ("not $A eq 1", F::NoNegation, 0..3),
        ("$A not 1", F::NoNegation, 3..6),
        ("!\"$A\" eq \"1\"", F::NoNegation, 0..1),
        ("$A eq 1 and ! $B eq 2", F::NoNegation, 12..13),
        ("($A eq 1)", F::InnerParentheses, 0..1),
        ("$A eq 1 and ($B eq 2)", F::InnerParentheses, 12..13),
        ("$A eq 1)", F::InnerParentheses, 7..8),
        ("\"$A eq 1", F::UnclosedQuote, 0..1),
        ("\u{201c}$A\u{201d} eq 1", F::TypographicQuote, 0..3),
        ("\"$A\" eq \u{201c}x\u{201d}", F::TypographicQuote, 8..11),
        ("$A eq 1;", F::UnexpectedCharacter(';'), 7..8),
        ("$(A eq 1", F::Macro(crate::lang::macro_text::MacroFault::NotClosed), 0..3),
        ("\"$(A:x)\" eq \"\"", F::Macro(crate::lang::macro_text::MacroFault::NoNumber), 1..5),
    ] {
        assert_eq!(read(text), Err((kind, range)), "{text}");
    }
}

#[test]
fn comparisons_follow_the_kind_of_their_operands() {
    use Truth::{False, True, Undecided as U};
    for (text, value, expected) in [
        ("$SWVER lt 7.5.2b", "7.5.2", True),
        ("$SWVER lt 7.5.2b", "7.5.2b", False),
        ("$SWVER != 7.6.2", "7.6.2f", True),
        ("<1.0", "0.9.9", True),
        ("! 1.0.33", "1.0.33", False),
        ("$SWVER ge 2.0.10", "2.0.9", False),
        ("$SWVER ge 5", "10", True),
        ("$SWVER gt -2", "-1", True),
        ("\"$SWVER\" eq \"7.6.2\"", "7.6.2", True),
        ("\"$SWVER\" eq \"7.6.2\"", "7.6.02", False),
        ("$SWVER eq 7.6.2", "7.6.02", True),
        ("\"$SWVER\" lt \"7.6.2\"", "7.5", U(Undecided::TextHasNoOrder)),
        ("$SWVER lt 7.6.2.a", "7.5", U(Undecided::RightUnreadable)),
        ("$SWVER eq \"SPA504G\"", "SPA504G", U(Undecided::LeftUnreadable)),
        ("$HWVER eq \"SPA504G\"", "", U(Undecided::LeftUnreadable)),
        ("$SWVER lt 7.6.2", "", U(Undecided::LeftUnreadable)),
        ("$SWVER lt 11.3.2", "sip88xx.11-3-2MPP-1", U(Undecided::DifferentForms)),
        ("$HWVER lt 1", "x", U(Undecided::MissingValue)),
        ("$HWVER lt 1 and $SWVER eq 2", "1", False),
        ("$HWVER lt 1 and $SWVER eq 1", "1", U(Undecided::MissingValue)),
    ] {
        assert_eq!(outcome(text, &[("SWVER", value)]), expected, "{text} for {value}");
    }
}

#[test]
fn what_no_device_can_compare_is_named_in_its_place() {
    use Undecided::{LeftUnreadable, RightUnreadable, TextHasNoOrder};
    for (text, fault) in [
        ("\"$SWVER\" < \"7.5.2\"", Some((TextHasNoOrder, 0..18))),
        ("$PRVTMR gt \"1\"", Some((TextHasNoOrder, 0..14))),
        ("$PRVTMR gt abc", Some((RightUnreadable, 11..14))),
        ("abc eq $PRVTMR", Some((LeftUnreadable, 0..3))),
        ("< abc", Some((RightUnreadable, 2..5))),
        ("$PN eq \"SPA504G\"", Some((LeftUnreadable, 0..3))),
        ("\"$EXTIP\" ne \"\"", None),
        ("$SWVER lt sip88xx.11-3-2MPP0001-609", None),
        ("$PRVST eq -1", None),
        ("$A eq $B", None),
    ] {
        let condition = read(text).unwrap();
        let found = condition.comparisons[0].fault().map(|fault| (fault.kind, fault.range));
        assert_eq!(found, fault, "{text}");
    }
}
