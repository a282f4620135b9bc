use super::*;
use crate::lang::Fault;
use crate::lang::number;

fn tone(text: &str) -> Result<String, Fault<Mistake>> {
    Tone::parse(text).map(|tone| tone.to_string())
}

fn fault(text: &str) -> (Mistake, &str) {
    let fault = Tone::parse(text).unwrap_err();
    (fault.kind, &text[fault.range])
}

#[test]
fn documented_tones_are_read_and_written_again() {
    for (text, written) in [
        ("350@-19,440@-19;10(*/0/1+2)", "350@-19,440@-19;10(*/0/1+2)"),
        ("350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)", "350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)"),
        (
            "985@-16,1428@-16,1777@-16;20(.380/0/1,.380/0/2,.380/0/3,0/4/0)",
            "985@-16,1428@-16,1777@-16;20(.38/0/1,.38/0/2,.38/0/3,0/4/0)",
        ),
        ("350@-19;1(0/*/0);20(.1/.1/1,.1/9.7/1)", "350@-19;1(0/*/0);20(.1/.1/1,.1/9.7/1)"),
        ("480@-10,620@0;10(.125/.125/1+2)", "480@-10,620@0;10(.125/.125/1+2)"),
        ("397@-19,507@-19;15(0/2/0,.2/.1/1,.1/2.1/2)", "397@-19,507@-19;15(0/2/0,.2/.1/1,.1/2.1/2)"),
        ("480@-19,620@-19;*(*/0/1+2)", "480@-19,620@-19;*(*/0/1+2)"),
        ("480@-19,620@-19,620@-19;*(*/0/1)", "480@-19,620@-19,620@-19;*(*/0/1)"),
        ("440@-19.5 , 480@-19 ; 2 ( 1 / 2 / 1 + 2 , 1/1/0 )", "440@-19.5,480@-19;2(1/2/1+2,1/1/0)"),
    ] {
        assert_eq!(tone(text).as_deref(), Ok(written));
        assert_eq!(tone(written).as_deref(), Ok(written));
    }
}

#[test]
fn documented_cadences_are_read_and_written_again() {
    for (text, written) in [
        ("60(2/4)", "60(2/4)"),
        ("60(.2/.2,.2/.2,.2/.2,1/4)", "60(.2/.2,.2/.2,.2/.2,1/4)"),
        ("30(.1/.1, .1/9.7)", "30(.1/.1,.1/9.7)"),
        ("2.3(.3/2)", "2.3(.3/2)"),
        ("*(.3/9.7)", "*(.3/9.7)"),
        ("2.25(.25/1.6);60(2/3.5)", "2.25(.25/1.6);60(2/3.5)"),
    ] {
        assert_eq!(Cadence::parse(text).map(|cadence| cadence.to_string()).as_deref(), Ok(written));
    }
}

#[test]
fn frequencies_are_read_and_written_again() {
    let list = Frequencies::parse("440@-10").unwrap();
    assert_eq!((list.list[0].value.hertz, list.list[0].value.level.thousandths()), (440, -10_000));
    assert_eq!(Frequencies::parse("1@1,2@2,3@3,4@4,5@5,6@-6.5").unwrap().to_string(), "1@1,2@2,3@3,4@4,5@5,6@-6.5");
}

#[test]
fn mistakes_in_tones_have_their_place() {
    assert_eq!(fault("350@-19,440@-19;10(*/0/1+3)"), (Mistake::NoSuchFrequency { index: 3, count: 2 }, "3"));
    assert_eq!(fault("350@-19,440@-19"), (Mistake::MissingSection, ""));
    assert_eq!(fault("350,440@-19;10(*/0/1)"), (Mistake::MissingLevel, ""));
    assert_eq!(fault("425@-16,10(*/0/1)"), (Mistake::SectionWithoutSemicolon, "10(*/0/1)"));
    assert_eq!(fault("400@-1910(*/0/1)"), (Mistake::SectionWithoutSemicolon, "400@-1910(*/0/1)"));
    assert_eq!(fault("425+450@-16;10(*/0/1)"), (Mistake::JoinedFrequencies, "425+450@-16"));
    assert_eq!(fault("350@-19;10"), (Mistake::MissingOpen, ""));
    assert_eq!(fault("350@-19;10(*/0/1"), (Mistake::MissingClose, ""));
    assert_eq!(fault("350@-19;10(*/0/1)x"), (Mistake::AfterSection, "x"));
    assert_eq!(fault("350@-19;10(*/0)"), (Mistake::ToneSegment, "*/0"));
    assert_eq!(fault("350@-19;10(*/0/1/1)"), (Mistake::ToneSegment, "*/0/1/1"));
    assert_eq!(fault("350@-19;1(1/1/1);2(1/1/1);3(1/1/1)"), (Mistake::TooManySections, "3(1/1/1)"));
    assert_eq!(fault("1@1,2@1,3@1,4@1,5@1,6@1,7@1;1(1/1/1)"), (Mistake::TooManyFrequencies, "7@1"));
    assert_eq!(fault("1@1;1(1/1/1,1/1/1,1/1/1,1/1/1,1/1/1,1/1/1,2/1/1)"), (Mistake::TooManySegments, "2/1/1"));
    assert_eq!(fault("350@-19;10(*/0/x)"), (Mistake::Mix, "x"));
    assert_eq!(fault("350@-19;10(*/0/1+0)"), (Mistake::Mix, "0"));
    assert_eq!(fault("350@-19.25;10(*/0/1)"), (Mistake::Number(number::Mistake::TooPrecise { places: 1 }), "5"));
    assert_eq!(fault("350@;10(*/0/1)"), (Mistake::Number(number::Mistake::Missing), ""));
    assert_eq!(fault("é@1;10(*/0/1)"), (Mistake::Number(number::Mistake::NotANumber), "é"));
    assert_eq!(fault("350@-19;-1(*/0/1)"), (Mistake::Number(number::Mistake::NotANumber), "-"));
    let long = format!("350@-19;10({}*/0/1)", " ".repeat(200));
    assert_eq!(fault(&long).0, Mistake::TooLong);
}

#[test]
fn cadence_needs_two_times() {
    let fault = Cadence::parse("60(2/4/1)").unwrap_err();
    assert_eq!((fault.kind, fault.range), (Mistake::CadenceSegment, 3..8));
}

#[test]
fn decimals_beyond_a_thousandth_of_a_second_are_ignored() {
    assert_eq!(Cadence::parse("60(2.00049/4)").unwrap().to_string(), "60(2/4)");
}

#[test]
fn silence_is_found() {
    assert!(Tone::parse("440@-20;30(.175/.175/0,.175/3.5/0)").unwrap().is_silent());
    assert!(Tone::parse("440@-20;30(0/1/1)").unwrap().is_silent());
    assert!(!Tone::parse("440@-20;30(0/1/1,1/0/1)").unwrap().is_silent());
}
