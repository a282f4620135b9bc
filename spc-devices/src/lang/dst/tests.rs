use super::*;
use crate::lang::Fault;

#[test]
fn rules_are_read_and_written_again() {
    for (text, written) in [
        ("start=4/1/7;end=10/-1/7;save=1", "start=4/1/7;end=10/-1/7;save=1"),
        ("start=3/-1/7/2;end=10/-1/7/2;save=1", "start=3/-1/7/2;end=10/-1/7/2;save=1"),
        ("start=3/8/7/02:0:0;end=11/1/7/2:0:0;save=1;", "start=3/8/7/2;end=11/1/7/2;save=1"),
        ("start=9/27/0/2;end=4/4/0/3;save=1:0:0", "start=9/27/0/2;end=4/4/0/3;save=1"),
        (" Start = 3/+8/7/2:30 ; End = 11/1/7 ; Save = /+0:30 ", "start=3/8/7/2:30;end=11/1/7;save=0:30"),
        ("start=3/-8/6/23:59:59;end=10/1/1;save=-1", "start=3/-8/6/23:59:59;end=10/1/1;save=-1"),
        ("start=3/1/7;end=10/1/7;save=-0", "start=3/1/7;end=10/1/7;save=0"),
    ] {
        let rule = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(rule.to_string(), written);
        assert_eq!(parse(written), Ok(rule));
    }
}

#[test]
fn days_mean_what_the_guides_say() {
    let rule = parse("start=3/8/7/2;end=10/-1/7;save=1").unwrap();
    assert_eq!(rule.start.day, Day::OnOrAfter(8, Weekday::Sunday));
    assert_eq!(rule.end.day, Day::OnOrBefore(1, Weekday::Sunday));
    assert_eq!((rule.start.time.hour, rule.end.time, rule.save), (2, TimeOfDay::default(), 3600));
    assert_eq!(parse("start=9/27/0/2;end=4/4/0/3;save=1").unwrap().start.day, Day::Exact(27));
}

#[test]
fn rules_over_new_year_are_known() {
    for (text, expected) in [
        ("start=3/8/7/2;end=11/1/7/2;save=1", false),
        ("start=9/27/0/2;end=4/4/0/3;save=1", true),
        ("start=3/-1/7;end=3/1/7;save=1", true),
        ("start=3/1/7;end=3/-1/7;save=1", false),
    ] {
        assert_eq!(parse(text).unwrap().is_over_new_year(), expected, "{text}");
    }
}

#[test]
fn faults_are_named_in_their_place() {
    use DstFault as F;
    for (text, kind, range) in [
        ("", F::MissingKeyword("start"), 0..0),
        // As one guide prints the default.
        ("3/-1/7/2;end=10/-1/7/2;save=1", F::MissingKeyword("start"), 0..0),
        ("x", F::MissingKeyword("start"), 0..1),
        ("start=3/8/7;save=1", F::MissingKeyword("end"), 12..16),
        ("start=3/8/7 end=11/1/7;save=1", F::MissingSemicolon, 11..11),
        ("start=3/8;end=11/1/7;save=1", F::MissingSlash, 9..9),
        ("start=3/8/7;end=11/1/7", F::MissingKeyword("save"), 22..22),
        ("start=3/8/7,end=11/1/7;save=1", F::Comma, 11..12),
        ("start=3/8/7;end=11/1/7;save=60", F::Saved, 28..30),
        ("start=3/8/7;end=11/1/7;save=", F::MissingNumber("hour"), 28..28),
        ("start=x/x/x/x:0:0;end=x/x/x/x:0:0;save=1", F::MissingNumber("month"), 6..6),
        ("start=13/8/7;end=11/1/7;save=1", F::OutOfRange("month", 1, 12), 6..8),
        ("start=3/99999999999/7;end=11/1/7;save=1", F::Day, 8..19),
        ("start=3/0/7;end=11/1/7;save=1", F::Day, 8..9),
        ("start=3/8/8;end=11/1/7;save=1", F::OutOfRange("weekday", 0, 7), 10..11),
        ("start=3/-8/0;end=11/1/7;save=1", F::NegativeDate, 8..10),
        ("start=3/\u{ad}1/7;end=11/1/7;save=1", F::NotAMinus, 8..10),
        ("start=3/\u{2212}1/7;end=11/1/7;save=1", F::NotAMinus, 8..11),
        ("start=3/8/7/24;end=11/1/7;save=1", F::OutOfRange("hour", 0, 23), 12..14),
        ("start=3/8/7/2:60;end=11/1/7;save=1", F::OutOfRange("minute", 0, 59), 14..16),
        ("start=3/8/7;end=11/1/7;save=1;x ", F::Trailing, 30..31),
    ] {
        assert_eq!(parse(text), Err(Fault { kind, range }), "{text}");
    }
}
