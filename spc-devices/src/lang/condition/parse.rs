//! Reading a condition from a text.
//!
//! Knows: where its parts begin and end. Must not know: rules and triggers around it.

use super::fault::ConditionFault;
use super::tree::{Comparison, Condition, Operand, Operator, Relation};
use crate::lang::cursor::{Cursor, is_blank};
use crate::lang::macro_text::MacroText;
use crate::lang::{Extent, Fault};

type Result<T> = core::result::Result<T, Fault<ConditionFault>>;

/// Reads all of the cursor's text as a condition.
pub(in crate::lang) fn parse<'a>(cursor: &mut Cursor<'a>) -> Result<Condition<'a>> {
    cursor.skip_blanks();
    let start = cursor.at();
    if cursor.is_done() {
        return Err(fault(ConditionFault::Empty, start, start));
    }
    let mut comparisons = Vec::new();
    loop {
        let comparison = comparison(cursor)?;
        let end = comparison.extent.end;
        let legacy = comparison.operator.is_legacy && comparison.left.is_none();
        let negation = legacy.then_some(comparison.operator.extent);
        comparisons.push(comparison);
        if let Some(sign) = negation.filter(|_| begins_with_operator(*cursor)) {
            return Err(fault(ConditionFault::NoNegation, sign.start, sign.end));
        }
        if cursor.is_done() {
            let extent = Extent { start, end };
            return Ok(Condition { comparisons, extent });
        }
        and(cursor)?;
    }
}

fn comparison<'a>(cursor: &mut Cursor<'a>) -> Result<Comparison<'a>> {
    let start = cursor.at();
    let (left, operator) = if let Some(operator) = operator(cursor)? {
        (None, operator)
    } else {
        let left = operand(cursor)?;
        cursor.skip_blanks();
        let operator = operator(cursor)?.ok_or_else(|| missing_operator(*cursor, left))?;
        (Some(left), operator)
    };
    cursor.skip_blanks();
    let right = operand(cursor)?;
    let extent = cursor.extent_since(start);
    cursor.skip_blanks();
    Ok(Comparison { left, operator, right, extent })
}

/// The next operator, if there is one.
fn operator(cursor: &mut Cursor<'_>) -> Result<Option<Operator>> {
    let start = cursor.at();
    let symbols = cursor.take_while(|c| matches!(c, '=' | '!' | '<' | '>'));
    if !symbols.is_empty() {
        let known = Relation::SPELLINGS.iter().find(|(_, symbol, _)| *symbol == symbols);
        let relation = match known {
            Some(&(relation, ..)) => relation,
            None if symbols == "!" => Relation::NotEqual,
            None => return Err(fault(ConditionFault::UnknownOperator, start, cursor.at())),
        };
        let extent = cursor.extent_since(start);
        return Ok(Some(Operator { relation, is_word: false, is_legacy: symbols == "!", extent }));
    }
    let word = peek_word(*cursor);
    let Some(&(relation, ..)) = Relation::SPELLINGS.iter().find(|(_, _, name)| *name == word) else {
        return Ok(None);
    };
    cursor.eat(word);
    Ok(Some(Operator { relation, is_word: true, is_legacy: false, extent: cursor.extent_since(start) }))
}

/// Whether the text continues with an operator.
pub(in crate::lang) fn begins_with_operator(mut cursor: Cursor<'_>) -> bool {
    operator(&mut cursor).is_ok_and(|found| found.is_some())
}

fn operand<'a>(cursor: &mut Cursor<'a>) -> Result<Operand<'a>> {
    let start = cursor.at();
    let is_quoted = cursor.is_at("\"");
    let text = if is_quoted {
        let text =
            cursor.quoted().ok_or_else(|| fault(ConditionFault::UnclosedQuote, start, start.saturating_add(1)))?;
        MacroText::within(text, start.saturating_add(1))
    } else {
        MacroText::within(bare(cursor), start)
    };
    if !is_quoted && text.text().is_empty() {
        return Err(no_operand(*cursor));
    }
    if let Some(broken) = text.fault() {
        return Err(Fault { kind: ConditionFault::Macro(broken.kind), range: broken.range });
    }
    if !is_quoted && matches!(text.text(), "and" | "AND") {
        return Err(fault(ConditionFault::MissingOperand, start, start));
    }
    if let Some(kind) = joint(text.text()).filter(|_| !is_quoted) {
        return Err(fault(kind, start, cursor.at()));
    }
    Ok(Operand { text, is_quoted })
}

/// A number, a version or a macro, up to the first character that cannot be part of one.
fn bare<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let start = cursor.at();
    loop {
        let run = cursor.take_while(|c| !is_blank(c) && !is_special(c));
        // `$(A)`, and the build of a version, `1.0.31(b)`.
        let can_open = run.ends_with(|c: char| c == '$' || c.is_ascii_alphanumeric());
        let mut inside = *cursor;
        if !can_open || !inside.eat("(") {
            return cursor.since(start);
        }
        inside.take_while(|c| c.is_ascii_alphanumeric() || c == ':');
        if !inside.eat(")") {
            if run.ends_with('$') {
                // A broken macro, which is reported as such.
                *cursor = inside;
            }
            return cursor.since(start);
        }
        *cursor = inside;
    }
}

fn and(cursor: &mut Cursor<'_>) -> Result<()> {
    let start = cursor.at();
    let word = peek_word(*cursor);
    if matches!(word, "and" | "AND") {
        cursor.eat(word);
        cursor.skip_blanks();
        return Ok(());
    }
    let kind = match (joint(word), cursor.peek()) {
        (Some(joint), _) => joint,
        (None, Some('|' | '&')) => ConditionFault::OnlyAnd,
        (None, Some('(' | ')')) => ConditionFault::InnerParentheses,
        (None, Some('\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}')) => ConditionFault::TypographicQuote,
        (None, Some(c)) if is_special(c) && c != '"' => ConditionFault::UnexpectedCharacter(c),
        _ => return Err(fault(ConditionFault::MissingAnd, start, start)),
    };
    let length = if word.is_empty() { cursor.peek().map_or(0, char::len_utf8) } else { word.len() };
    Err(fault(kind, start, start.saturating_add(length)))
}

fn missing_operator(mut cursor: Cursor<'_>, left: Operand<'_>) -> Fault<ConditionFault> {
    let start = cursor.at();
    let word = cursor.take_while(|c| !is_blank(c) && !is_special(c));
    if matches!(word, "and" | "AND") || word.is_empty() {
        return match cursor.peek() {
            Some('|' | '&' | '(' | ')' | '\u{2018}'..='\u{201f}') if word.is_empty() => no_operand(cursor),
            _ => fault(ConditionFault::MissingOperator, left.text.extent().start, left.text.extent().end),
        };
    }
    let small = word.to_ascii_lowercase();
    let is_capital = Relation::SPELLINGS.iter().any(|(_, _, name)| *name == small);
    let other = if is_capital { ConditionFault::CapitalOperator } else { ConditionFault::UnknownOperator };
    let kind = joint(word).unwrap_or(other);
    fault(kind, start, cursor.at())
}

/// What is in the place of an operand.
fn no_operand(cursor: Cursor<'_>) -> Fault<ConditionFault> {
    let start = cursor.at();
    let kind = match cursor.peek() {
        Some('(' | ')') => ConditionFault::InnerParentheses,
        Some('|' | '&') => ConditionFault::OnlyAnd,
        Some('\u{2018}'..='\u{201f}') => ConditionFault::TypographicQuote,
        Some(c) if is_special(c) && !matches!(c, '=' | '!' | '<' | '>') => ConditionFault::UnexpectedCharacter(c),
        _ => return fault(ConditionFault::MissingOperand, start, start),
    };
    fault(kind, start, start.saturating_add(cursor.peek().map_or(0, char::len_utf8)))
}

fn peek_word(mut cursor: Cursor<'_>) -> &str {
    cursor.take_while(|c| !is_blank(c) && !is_special(c))
}

/// What is wrong with a logical operator that conditions do not have, if this is one.
fn joint(word: &str) -> Option<ConditionFault> {
    match word {
        _ if word.eq_ignore_ascii_case("not") => Some(ConditionFault::NoNegation),
        _ if ["or", "xor"].iter().any(|joint| word.eq_ignore_ascii_case(joint)) => Some(ConditionFault::OnlyAnd),
        _ => None,
    }
}

/// What ends a number, a version or a macro.
const fn is_special(c: char) -> bool {
    matches!(c, '"' | '=' | '!' | '<' | '>' | '(' | ')' | '[' | ']' | '|' | '&' | '?' | ';' | '\u{2018}'..='\u{201f}')
}

const fn fault(kind: ConditionFault, start: usize, end: usize) -> Fault<ConditionFault> {
    Fault { kind, range: start..end }
}
