//! A plan in words, and what happens to a number.
//!
//! The words do not contain the password of a route.

use core::fmt::Write as _;

use spc_core::escape::HIDDEN;

use crate::lang::dial_plan::{
    DialKey, DialOutcome, DialPlan, DialReason, Dialer, Dialled, Element, Item, Member, Pattern, Redacted, Route,
    Sequence, Substitution, TimerKind, Verdict, Wait, may_show,
};
use crate::lang::located::Located;
use crate::listing::either;

mod notes;

pub use notes::{Note, notes};

/// The text of a sequence, and its meaning in words, with `***` for what may contain a login.
#[must_use]
pub fn shown(text: &Redacted<'_>, place: &Located<Sequence>, dialer: Dialer) -> (String, String) {
    let shown = text.part(place.range());
    let words = if shown == HIDDEN && !may_say(&place.value) {
        "not shown, because it may hold a login".to_owned()
    } else {
        sequence(&place.value, dialer)
    };
    (shown, words)
}

/// Whether a sequence may be shown in words although its text may not: it sends no login, and no letter spells one.
fn may_say(sequence: &Sequence) -> bool {
    sequence.items.iter().all(|item| match &item.value {
        Item::Unknown(_) => false,
        Item::Substitution(substitution) => {
            let is_host = substitution.route.as_ref().is_none_or(|route| may_show(&route.value.host));
            is_number(&substitution.text) && is_host
        }
        _ => true,
    })
}

/// What happens to a number, with `***` for a login that is sent.
#[must_use]
pub fn without_login(mut outcome: DialOutcome) -> DialOutcome {
    if let Verdict::Sent { text, route } = &mut outcome.verdict {
        if !is_number(text) {
            HIDDEN.clone_into(text);
        }
        if let Some(route) = route.as_mut().filter(|route| !may_show(&route.host)) {
            HIDDEN.clone_into(&mut route.host);
        }
    }
    outcome
}

/// Whether what is sent is a number, and not `user:password`.
fn is_number(text: &str) -> bool {
    // A long number looks like a key.
    text.chars().all(|sign| DialKey::new(sign).is_some()) || (!text.contains(':') && may_show(text))
}

/// A sequence in words: `9, then the outside dial tone, 7 digits; sent at once`.
#[must_use]
pub fn sequence(sequence: &Sequence, dialer: Dialer) -> String {
    let mut parts = Parts { x: if dialer.any_key { "key" } else { "digit" }, ..Parts::default() };
    for item in &sequence.items {
        match &item.value {
            Item::Element(element) => parts.element(element),
            Item::Substitution(substitution) => parts.substitution(substitution),
            Item::Tone => parts.push("the outside dial tone".to_owned()),
            Item::Timer(timer) => parts.timer(timer.kind, timer.wait()),
            Item::Bar => parts.notes.push("barred: the call is rejected".to_owned()),
            Item::Unknown(letter) => parts.push(format!("`{letter}`, which is not documented")),
        }
    }
    parts.finish()
}

/// The timers of the whole plan in words, if it sets any.
#[must_use]
pub fn timers(plan: &DialPlan) -> Option<String> {
    let named = [(TimerKind::Short, "short"), (TimerKind::Long, "long")];
    let set: Vec<String> = named
        .iter()
        .filter_map(|(kind, name)| plan.timer(*kind).map(|wait| format!("the {name} timer is {}", seconds(wait))))
        .collect();
    (!set.is_empty()).then(|| set.join(", "))
}

/// What happens to a number: `sent as 12125551234 by sequence 2 at once`.
#[must_use]
pub fn outcome(outcome: &DialOutcome) -> String {
    let mut words = match &outcome.verdict {
        Verdict::Sent { text, route } => {
            let mut words = if outcome.sequence.is_some() {
                format!("sent as {}", if text.is_empty() { "an empty number" } else { text })
            } else {
                format!("sent as dialled, {text}, although no sequence matches")
            };
            if let Some(route) = route {
                let _ = write!(words, " through {}", place(route));
            }
            words
        }
        Verdict::Rejected if outcome.barred => "rejected: barred".to_owned(),
        Verdict::Rejected => "rejected".to_owned(),
    };
    if let Some(sequence) = outcome.sequence {
        let _ = write!(words, " by sequence {sequence}");
    }
    let wait = seconds(outcome.wait);
    let when = match outcome.why {
        DialReason::Complete => " at the last key".to_owned(),
        DialReason::NoSequence => ": no sequence begins like this".to_owned(),
        DialReason::SendKey if outcome.sequence.is_none() && outcome.sent().is_some() => {
            ", when # or Dial is pressed".to_owned()
        }
        DialReason::SendKey => " when # or Dial is pressed".to_owned(),
        DialReason::OffHook if outcome.wait == Wait::NONE => " as soon as the handset is lifted".to_owned(),
        DialReason::OffHook => format!(", {wait} after the handset is lifted"),
        DialReason::Pause => format!(" after a pause of {wait}"),
        DialReason::ShortTimer if outcome.wait == Wait::NONE => " at the last key, without waiting".to_owned(),
        DialReason::ShortTimer => format!(", {wait} after the last key, because more keys could follow"),
        DialReason::LongTimer if outcome.sent().is_some() => format!(", {wait} after the last key"),
        DialReason::LongTimer => format!(", {wait} after the last key: the number is incomplete"),
    };
    words.push_str(&when);
    if outcome.why == DialReason::SendKey && outcome.sequence.is_none() && outcome.sent().is_none() {
        words.push_str(": the number is incomplete");
    }
    if !outcome.left_over.is_empty() {
        let _ = write!(words, "; not used: {}", outcome.left_over);
    }
    for keys in &outcome.tones {
        let _ = match keys {
            0 => write!(words, "; outside dial tone before the first key"),
            1 => write!(words, "; outside dial tone after the first key"),
            _ => write!(words, "; outside dial tone after key {keys}"),
        };
    }
    words
}

/// `1 second`, `0.5 seconds`.
fn seconds(wait: Wait) -> String {
    format!("{wait} {}", if wait == Wait::seconds(1) { "second" } else { "seconds" })
}

fn place(route: &Route) -> String {
    let port = route.port.map(|port| format!(":{port}")).unwrap_or_default();
    match route.gateway() {
        Some(0) => format!("the socket for a telephone line (gw0{port})"),
        Some(number) => format!("gateway {number}{port}"),
        None => format!("{}{port}", route.host),
    }
}

/// What is pressed, in order, and what applies to the whole sequence.
#[derive(Default)]
struct Parts {
    parts: Vec<String>,
    notes: Vec<String>,
    /// Consecutive keys with exactly one spelling.
    spelled: String,
    /// This many `x`, the last of them repeated or not.
    wild: usize,
    open: bool,
    x: &'static str,
}

impl Parts {
    fn element(&mut self, element: &Element) {
        match (&element.pattern, element.repeated) {
            (Pattern::Any, repeated) if !self.open => {
                self.spell();
                self.wild = self.wild.saturating_add(usize::from(!repeated));
                self.open = repeated;
            }
            (Pattern::Any, repeated) => {
                self.flush();
                self.wild = usize::from(!repeated);
                self.open = repeated;
            }
            (Pattern::Key(key), false) => {
                self.count();
                self.spelled.push(key.sign());
            }
            (pattern, repeated) => {
                let one = match pattern {
                    Pattern::Class(members) => one_of(members, self.x),
                    Pattern::Key(key) => key.to_string(),
                    Pattern::Any => self.x.to_owned(),
                };
                self.push(if repeated { format!("{one} any number of times or not at all") } else { one });
            }
        }
    }

    fn substitution(&mut self, substitution: &Substitution) {
        self.flush();
        if !substitution.dialled.is_empty() {
            let mut dialled = Self { x: self.x, ..Self::default() };
            for part in &substitution.dialled {
                match &part.value {
                    Dialled::Element(element) => dialled.element(element),
                    Dialled::Tone => dialled.push("the outside dial tone".to_owned()),
                }
            }
            dialled.flush();
            let sent = match substitution.text.as_str() {
                "" => "not sent".to_owned(),
                text => format!("sent as {text}"),
            };
            self.parts.push(format!("{} ({sent})", dialled.parts.join(", ")));
        } else if !substitution.text.is_empty() {
            self.parts.push(format!("{} is sent here", substitution.text));
        }
        if let Some(route) = &substitution.route {
            self.notes.push(format!("the call goes through {}", place(&route.value)));
        }
    }

    fn timer(&mut self, kind: TimerKind, wait: Wait) {
        let is_first = self.parts.is_empty() && self.spelled.is_empty() && self.wild == 0 && !self.open;
        let time = seconds(wait);
        match kind {
            TimerKind::Pause if is_first => self.parts.push(format!("{time} without a key press")),
            TimerKind::Pause => self.push(format!("a pause of {time}")),
            TimerKind::Short if wait == Wait::NONE => self.notes.push("sent at once when complete".to_owned()),
            TimerKind::Short => self.notes.push(format!("sent {time} after the last key when complete")),
            TimerKind::Long => self.notes.push(format!("{time} for each further key")),
        }
    }

    fn push(&mut self, part: String) {
        self.flush();
        self.parts.push(part);
    }

    fn flush(&mut self) {
        self.spell();
        self.count();
    }

    fn spell(&mut self) {
        if !self.spelled.is_empty() {
            self.parts.push(core::mem::take(&mut self.spelled));
        }
    }

    fn count(&mut self) {
        let (wild, open) = (core::mem::take(&mut self.wild), core::mem::take(&mut self.open));
        let x = self.x;
        self.parts.extend(match (wild, open) {
            (0, false) => None,
            (0, true) => Some(format!("any number of {x}s or none")),
            (1, false) => Some(format!("1 {x}")),
            (count, false) => Some(format!("{count} {x}s")),
            (count, true) => Some(format!("{count} or more {x}s")),
        });
    }

    fn finish(mut self) -> String {
        self.flush();
        let keys = if self.parts.is_empty() { "no key".to_owned() } else { self.parts.join(", ") };
        if self.notes.is_empty() { keys } else { format!("{keys}; {}", self.notes.join("; ")) }
    }
}

/// `one of 2 to 9 or *`.
fn one_of(members: &[Located<Member>], x: &str) -> String {
    let words: Vec<String> = members
        .iter()
        .filter_map(|member| match member.value {
            Member::Key(key) => Some(key.to_string()),
            Member::Range(from, to) => Some(range(from, to)),
            Member::Any => Some(format!("any {x}")),
            Member::Comma => None,
        })
        .collect();
    either(&words)
}

fn range(from: DialKey, to: DialKey) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}
