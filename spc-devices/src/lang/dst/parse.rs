//! Reading a daylight-saving rule from a text.
//!
//! Knows: where its parts begin and end. Must not know: what they mean.

use super::fault::DstFault;
use super::tree::{Change, Day, DstRule, TimeOfDay, Weekday};
use crate::lang::Fault;
use crate::lang::cursor::{Cursor, is_blank};

type Result<T> = core::result::Result<T, Fault<DstFault>>;

/// Reads the value of a parameter as a daylight-saving rule.
///
/// Keywords may be in upper case and have spaces around them, as printed in the guides; a `;` may end the rule.
///
/// # Errors
///
/// The first thing that is not in the documented form, including an empty value.
pub fn parse(text: &str) -> Result<DstRule> {
    let mut cursor = Cursor::new(text);
    keyword(&mut cursor, "start")?;
    let start = change(&mut cursor)?;
    semicolon(&mut cursor, "end")?;
    keyword(&mut cursor, "end")?;
    let end = change(&mut cursor)?;
    semicolon(&mut cursor, "save")?;
    keyword(&mut cursor, "save")?;
    let at = cursor.at();
    let save = save(&mut cursor)?;
    let save_extent = cursor.extent_since(at);
    cursor.skip_blanks();
    cursor.eat(";");
    cursor.skip_blanks();
    if cursor.is_done() {
        return Ok(DstRule { start, end, save, save_extent });
    }
    let at = cursor.at();
    Err(fault(DstFault::Trailing, at, at.saturating_add(cursor.rest().trim_end_matches(is_blank).len())))
}

fn keyword(cursor: &mut Cursor<'_>, keyword: &'static str) -> Result<()> {
    cursor.skip_blanks();
    let start = cursor.at();
    let word = cursor.take_while(|c| c.is_ascii_alphabetic());
    cursor.skip_blanks();
    if !word.eq_ignore_ascii_case(keyword) || !cursor.eat("=") {
        return Err(fault(DstFault::MissingKeyword(keyword), start, start.saturating_add(word.len())));
    }
    cursor.skip_blanks();
    Ok(())
}

/// The `;` before a keyword.
fn semicolon(cursor: &mut Cursor<'_>, next: &'static str) -> Result<()> {
    let end = cursor.at();
    cursor.skip_blanks();
    match cursor.peek() {
        _ if cursor.eat(";") => Ok(()),
        None => Err(fault(DstFault::MissingKeyword(next), end, end)),
        Some(',') => Err(fault(DstFault::Comma, cursor.at(), cursor.at().saturating_add(1))),
        Some(_) => Err(fault(DstFault::MissingSemicolon, end, end)),
    }
}

fn change(cursor: &mut Cursor<'_>) -> Result<Change> {
    let start = cursor.at();
    let month = number(cursor, "month", 1, 12)?;
    slash(cursor)?;
    let at = cursor.at();
    let is_negative = sign(cursor)?;
    let day = number(cursor, "day", 1, 31);
    let day_range = (at, cursor.at());
    let day = day.map_err(|fault| match fault.kind {
        DstFault::OutOfRange(..) => Fault { kind: DstFault::Day, range: at..cursor.at() },
        _ => fault,
    })?;
    let days = days_of(month);
    if day > days && !is_negative {
        return Err(fault(DstFault::DayOfMonth(days), day_range.0, day_range.1));
    }
    slash(cursor)?;
    let weekday = number(cursor, "weekday", 0, 7)?;
    let day = match (weekday.checked_sub(1).and_then(|index| Weekday::ALL.get(usize::from(index))), is_negative) {
        (None, true) => return Err(fault(DstFault::NegativeDate, day_range.0, day_range.1)),
        (None, false) => Day::Exact(day),
        (Some(&weekday), true) => Day::OnOrBefore(day, weekday),
        (Some(&weekday), false) => Day::OnOrAfter(day, weekday),
    };
    let time = if cursor.eat("/") { time(cursor)? } else { TimeOfDay::default() };
    Ok(Change { month, day, time, extent: cursor.extent_since(start) })
}

/// The most days that a month can have in any year.
const fn days_of(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn save(cursor: &mut Cursor<'_>) -> Result<i32> {
    cursor.eat("/");
    let is_negative = sign(cursor)?;
    let at = cursor.at();
    let TimeOfDay { hour, minute, second } = time(cursor).map_err(|wrong| match wrong.kind {
        DstFault::OutOfRange("hour", ..) => fault(DstFault::Saved, at, cursor.at()),
        _ => wrong,
    })?;
    let of = |count: u8, unit: i32| i32::from(count).saturating_mul(unit);
    let seconds = of(hour, 3600).saturating_add(of(minute, 60)).saturating_add(second.into());
    Ok(if is_negative { seconds.saturating_neg() } else { seconds })
}

/// `HH[:mm[:ss]]`.
fn time(cursor: &mut Cursor<'_>) -> Result<TimeOfDay> {
    let hour = number(cursor, "hour", 0, 23)?;
    let minute = if cursor.eat(":") {
        number(cursor, "minute", 0, 59)?
    } else {
        return Ok(TimeOfDay { hour, minute: 0, second: 0 });
    };
    let second = if cursor.eat(":") { number(cursor, "second", 0, 59)? } else { 0 };
    Ok(TimeOfDay { hour, minute, second })
}

/// Whether a minus comes next; a plus is skipped.
fn sign(cursor: &mut Cursor<'_>) -> Result<bool> {
    let start = cursor.at();
    match cursor.peek() {
        Some(sign @ ('+' | '-')) => {
            cursor.next();
            Ok(sign == '-')
        }
        Some(c @ ('\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')) => {
            Err(fault(DstFault::NotAMinus, start, start.saturating_add(c.len_utf8())))
        }
        _ => Ok(false),
    }
}

fn slash(cursor: &mut Cursor<'_>) -> Result<()> {
    let at = cursor.at();
    if cursor.eat("/") { Ok(()) } else { Err(fault(DstFault::MissingSlash, at, at)) }
}

fn number(cursor: &mut Cursor<'_>, what: &'static str, least: u8, most: u8) -> Result<u8> {
    let start = cursor.at();
    let digits = cursor.take_while(|c| c.is_ascii_digit());
    if digits.is_empty() {
        return Err(fault(DstFault::MissingNumber(what), start, start));
    }
    // These are all digits, so only its size can be wrong.
    let number = digits.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| fault(DstFault::OutOfRange(what, least, most), start, cursor.at()))
}

const fn fault(kind: DstFault, start: usize, end: usize) -> Fault<DstFault> {
    Fault { kind, range: start..end }
}
