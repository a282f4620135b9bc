//! Reading a rule from a text.
//!
//! Knows: where its parts begin and end. Must not know: values.

use super::fault::RuleFault;
use super::options;
use super::tree::{Alternative, Assignment, Rule, RuleTarget, RuleUrl};
use crate::lang::condition::{self, Condition, Relation};
use crate::lang::cursor::{Cursor, is_blank};
use crate::lang::macro_text::MacroText;
use crate::lang::{Extent, Fault};

type Result<T> = core::result::Result<T, Fault<RuleFault>>;

/// Reads the value of a parameter as a rule.
///
/// # Errors
///
/// The first thing that is not in a documented form. What does no harm to the rest, such as an option that no guide
/// has, or a target without a URL, is in the tree instead.
pub fn parse(text: &str) -> Result<Rule<'_>> {
    let mut cursor = Cursor::new(text);
    cursor.skip_blanks();
    if cursor.eat("#") {
        return Ok(Rule { alternatives: Vec::new(), disabled: Some(cursor.rest()) });
    }
    let mut alternatives = Vec::new();
    if !cursor.is_done() {
        alternatives.push(alternative(&mut cursor)?);
        while cursor.eat("|") {
            alternatives.push(alternative(&mut cursor)?);
        }
    }
    Ok(Rule { alternatives, disabled: None })
}

/// Reads up to a `|` or the end.
fn alternative<'a>(cursor: &mut Cursor<'a>) -> Result<Alternative<'a>> {
    cursor.skip_blanks();
    let start = cursor.at();
    let mut end = start;
    let mut condition = None;
    let mut assignments = None;
    while cursor.is_at("(") {
        let group = group(cursor)?;
        let fault = |kind| Err(Fault { kind, range: group.start..cursor.at() });
        if group.mark == '?' {
            if condition.is_some() {
                return fault(RuleFault::SecondCondition);
            }
            if assignments.is_some() {
                return fault(RuleFault::ConditionAfterAssignments);
            }
            let found = condition::parse(&mut cursor.within(group.start.saturating_add(1), group.end));
            condition =
                Some(found.map_err(|fault| Fault { kind: RuleFault::Condition(fault.kind), range: fault.range })?);
        } else if assignments.is_some() {
            return fault(RuleFault::SecondAssignments);
        } else {
            let inside = cursor.within(group.start.saturating_add(1), group.end);
            let found = read_assignments(&mut { inside });
            // What cannot be read as assignments may be a condition with the wrong mark after it.
            if found.is_err() && condition::parse(&mut { inside }).is_ok_and(|read| !is_assignment(&read)) {
                return fault(RuleFault::ConditionMark);
            }
            assignments = Some(found?);
        }
        end = cursor.at();
        cursor.skip_blanks();
    }
    let targets = targets(cursor, &mut end)?;
    let url = targets.last().and_then(|target| target.url).filter(|url| url.text.text().starts_with("--"));
    if let Some(Extent { start, end }) = url.map(|url| url.text.extent()) {
        return Err(place(RuleFault::OptionOutsideBrackets, start, end));
    }
    match cursor.peek() {
        None | Some('|') => {}
        Some('(') => return Err(place(RuleFault::ParenthesesAfterTarget, cursor.at(), cursor.at().saturating_add(1))),
        Some(_)
            if targets.iter().any(|target| target.url.is_some_and(|url| url.text.text().starts_with('$')))
                && condition::begins_with_operator(*cursor) =>
        {
            return Err(place(RuleFault::BareCondition, start, cursor.at()));
        }
        Some(_) => {
            let from = cursor.at();
            cursor.take_while(|c| !is_blank(c) && c != '|');
            return Err(place(RuleFault::TextAfterUrl, from, cursor.at()));
        }
    }
    let extent = Extent { start, end };
    Ok(Alternative { condition, assignments: assignments.unwrap_or_default(), targets, extent })
}

/// Whether what was read as a condition is an assignment without its `;`: a name, `=` and a value.
fn is_assignment(condition: &Condition<'_>) -> bool {
    condition.comparisons.iter().any(|one| {
        let is_name = one.left.is_some_and(|left| !left.is_quoted && !left.text.text().starts_with('$'));
        is_name && one.operator.relation == Relation::Equal && !one.operator.is_word
    })
}

/// `( .. )` and the mark after it.
struct Group {
    start: usize,
    /// Of the `)`.
    end: usize,
    mark: char,
}

/// Skips a pair of parentheses: what is in quotes does not count, and versions and macros have their own pairs.
fn group(cursor: &mut Cursor<'_>) -> Result<Group> {
    let start = cursor.at();
    let mut depth = 0_usize;
    loop {
        cursor.take_while(|c| !matches!(c, '(' | ')' | '"'));
        let at = cursor.at();
        match cursor.peek() {
            None => return Err(place(RuleFault::UnclosedParenthesis, start, start.saturating_add(1))),
            Some('"') => {
                let closed = cursor.quoted();
                closed.ok_or_else(|| place(RuleFault::UnclosedQuote, at, at.saturating_add(1)))?;
                continue;
            }
            Some('(') => depth = depth.saturating_add(1),
            Some(_) => depth = depth.saturating_sub(1),
        }
        cursor.next();
        if depth > 0 {
            continue;
        }
        let after = cursor.at();
        cursor.skip_blanks();
        return match cursor.peek() {
            Some(mark @ ('?' | '!')) => {
                cursor.next();
                Ok(Group { start, end: at, mark })
            }
            _ => Err(place(RuleFault::MissingMark, after, after)),
        };
    }
}

/// `{ name = "value" ; }`, to the end of the cursor's text.
fn read_assignments<'a>(cursor: &mut Cursor<'a>) -> Result<Vec<Assignment<'a>>> {
    let mut assignments = Vec::new();
    loop {
        cursor.skip_blanks();
        let start = cursor.at();
        if cursor.is_done() {
            let none = place(RuleFault::NoAssignment, start, start);
            return if assignments.is_empty() { Err(none) } else { Ok(assignments) };
        }
        let name = cursor.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if name.is_empty() {
            return Err(place(RuleFault::AssignmentName, start, start));
        }
        cursor.skip_blanks();
        if !cursor.eat("=") {
            let is_name = cursor.is_at("\"") || cursor.is_at(";") || cursor.is_done();
            let kind = if is_name { RuleFault::AssignmentEquals } else { RuleFault::AssignmentName };
            return Err(place(kind, start, cursor.at()));
        }
        cursor.skip_blanks();
        let quote = cursor.at();
        let value = cursor.quoted().ok_or_else(|| place(RuleFault::AssignmentQuotes, quote, quote))?;
        let value = text(value, quote.saturating_add(1))?;
        let end = cursor.at();
        cursor.skip_blanks();
        if !cursor.eat(";") {
            return Err(place(RuleFault::AssignmentSemicolon, end, end));
        }
        assignments.push(Assignment { name, value, extent: cursor.extent_since(start) });
    }
}

/// `[options] URL`, repeated as long as brackets follow.
fn targets<'a>(cursor: &mut Cursor<'a>, end: &mut usize) -> Result<Vec<RuleTarget<'a>>> {
    let mut targets = Vec::new();
    loop {
        let start = cursor.at();
        let has_brackets = cursor.is_at("[");
        let options = if has_brackets { options::parse(cursor)? } else { Vec::new() };
        let options_end = cursor.at();
        cursor.skip_blanks();
        let is_url = cursor.peek().is_some_and(|c| !matches!(c, '|' | '[' | '('));
        let url = if is_url && (has_brackets || targets.is_empty()) {
            let start = cursor.at();
            Some(RuleUrl { text: text(cursor.take_while(|c| !is_blank(c) && c != '|'), start)? })
        } else {
            None
        };
        if !has_brackets && url.is_none() {
            return Ok(targets);
        }
        *end = url.map_or(options_end, |url| url.text.extent().end);
        targets.push(RuleTarget { options, url, has_brackets, extent: Extent { start, end: *end } });
        cursor.skip_blanks();
    }
}

/// A part of the value, if its macros are valid.
fn text(text: &str, start: usize) -> Result<MacroText<'_>> {
    let text = MacroText::within(text, start);
    text.fault().map_or(Ok(text), |broken| Err(Fault { kind: RuleFault::Macro(broken.kind), range: broken.range }))
}

const fn place(kind: RuleFault, start: usize, end: usize) -> Fault<RuleFault> {
    Fault { kind, range: start..end }
}
