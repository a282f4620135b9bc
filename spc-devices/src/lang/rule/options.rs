//! The options of a rule, `[--key $A --post b]`.
//!
//! Knows: where options and their arguments begin and end. Must not know: the rest of the rule.

use super::fault::RuleFault;
use super::tree::{OptionKind, RuleOption, Word};
use crate::lang::Fault;
use crate::lang::cursor::{Cursor, is_blank};
use crate::lang::macro_text::MacroText;

/// Reads from the next `[` to its `]`.
pub(super) fn parse<'a>(cursor: &mut Cursor<'a>) -> Result<Vec<RuleOption<'a>>, Fault<RuleFault>> {
    let start = cursor.at();
    cursor.eat("[");
    let mut options = Vec::new();
    loop {
        cursor.skip_blanks();
        if cursor.is_done() {
            return Err(fault(RuleFault::UnclosedBracket, start, start.saturating_add(1)));
        }
        if cursor.eat("]") {
            return Ok(options);
        }
        options.push(option(cursor)?);
    }
}

fn option<'a>(cursor: &mut Cursor<'a>) -> Result<RuleOption<'a>, Fault<RuleFault>> {
    let start = cursor.at();
    if !cursor.eat("--") {
        let argument = Some(word(cursor)?);
        return Ok(RuleOption { kind: OptionKind::Stray, written: "", argument, extent: cursor.extent_since(start) });
    }
    let written = cursor.take_while(|c| !ends_word(c) && c != '=');
    let kind = OptionKind::KNOWN.iter().find(|known| known.0 == written).map_or(OptionKind::Unknown, |known| known.1);
    let end = cursor.at();
    if cursor.eat("=") {
        return Err(fault(RuleFault::EqualsSign, end, cursor.at()));
    }
    let mut extent = cursor.extent_since(start);
    let takes_none = matches!(kind, OptionKind::Delta | OptionKind::Status);
    let mut ahead = *cursor;
    ahead.skip_blanks();
    let argument = if takes_none || ahead.is_done() || ahead.is_at("]") || ahead.is_at("--") {
        None
    } else {
        *cursor = ahead;
        let argument = word(cursor)?;
        extent = cursor.extent_since(start);
        Some(argument)
    };
    if argument.is_none() && kind.wants_argument() {
        return Err(fault(RuleFault::MissingArgument(kind), start, end));
    }
    Ok(RuleOption { kind, written, argument, extent })
}

fn word<'a>(cursor: &mut Cursor<'a>) -> Result<Word<'a>, Fault<RuleFault>> {
    let start = cursor.at();
    let is_quoted = cursor.is_at("\"");
    let text = if is_quoted {
        let text = cursor.quoted().ok_or_else(|| fault(RuleFault::UnclosedQuote, start, start.saturating_add(1)))?;
        MacroText::within(text, start.saturating_add(1))
    } else {
        MacroText::within(cursor.take_while(|c| !ends_word(c)), start)
    };
    match text.fault() {
        Some(broken) => Err(Fault { kind: RuleFault::Macro(broken.kind), range: broken.range }),
        None => Ok(Word { text, is_quoted }),
    }
}

const fn ends_word(c: char) -> bool {
    is_blank(c) || matches!(c, '"' | ']')
}

const fn fault(kind: RuleFault, start: usize, end: usize) -> Fault<RuleFault> {
    Fault { kind, range: start..end }
}
