//! What a plan's tree shows without dialling.

use core::ops::Range;

use super::observation::{Observation, Observed};
use crate::lang::dial_plan::keys::DialKey;
use crate::lang::dial_plan::tree::{
    DialPlan, Dialled, Element, Item, Member, Pattern, Sequence, Substitution, Timer, TimerKind, Wait,
};
use crate::lang::located::Located;

/// The longest short and long timer (value-languages 1.8).
const LONGEST: Wait = Wait::seconds(64);
/// The longest pause.
const LONGEST_PAUSE: Wait = Wait::seconds(60);

pub(super) fn observe(plan: &DialPlan) -> Vec<Observation> {
    let mut list = Vec::new();
    let mut timers = Timers::default();
    for timer in &plan.timers {
        timers.meet(None, timer.value, &timer.range(), &mut list);
    }
    for (place, sequence) in plan.sequences.iter().enumerate() {
        let number = place.checked_add(1);
        let mut see = |what, range: &Range<usize>| list.push(Observation::new(what, number, range.clone()));
        if sequence.value.items.is_empty() {
            see(Observed::Empty, &sequence.range());
        }
        for item in &sequence.value.items {
            match &item.value {
                Item::Unknown(letter) => see(Observed::UnknownLetter(*letter), &item.range()),
                Item::Element(element) => keys(element, &item.range(), &mut see),
                Item::Substitution(substitution) => {
                    replaced(substitution, &mut see);
                    // Letters without digits may be a user name.
                    let is_pattern = |sign: char| sign.is_ascii_digit() || "xX*#+.".contains(sign);
                    let text = substitution.text.as_str();
                    if text.contains(['x', 'X']) && text.len() > 1 && text.chars().all(is_pattern) {
                        see(Observed::WildcardSent, &item.range());
                    }
                }
                _ => {}
            }
        }
        let mut timers = Timers::default();
        for item in &sequence.value.items {
            if let Item::Timer(timer) = item.value {
                timers.meet(number, timer, &item.range(), &mut list);
            }
        }
        if plan.sequences.len() > 1 && is_hot_line(&sequence.value) {
            list.push(Observation::new(Observed::HotLine, number, sequence.range()));
        }
    }
    list
}

/// Whether it dials without a key and without waiting.
fn is_hot_line(sequence: &Sequence) -> bool {
    let mut at_once = false;
    for item in &sequence.items {
        match &item.value {
            Item::Timer(timer) if timer.kind != TimerKind::Long => at_once = timer.wait() == Wait::NONE,
            Item::Element(_) | Item::Unknown(_) => return false,
            Item::Substitution(substitution) if substitution.dialled.iter().any(|part| part.value != Dialled::Tone) => {
                return false;
            }
            _ => {}
        }
    }
    at_once
}

fn keys(element: &Element, range: &Range<usize>, see: &mut impl FnMut(Observed, &Range<usize>)) {
    let plus = DialKey::new('+');
    match &element.pattern {
        Pattern::Key(key) if Some(*key) == plus => see(Observed::PlusKey, range),
        Pattern::Class(members) => {
            for Located { value, extent } in members {
                let range = &extent.range();
                match value {
                    Member::Any => see(Observed::AnyInClass, range),
                    Member::Comma => see(Observed::CommaInClass, range),
                    Member::Key(key) if Some(*key) == plus => see(Observed::PlusKey, range),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn replaced(substitution: &Substitution, see: &mut impl FnMut(Observed, &Range<usize>)) {
    for Located { value, extent } in &substitution.dialled {
        let range = &extent.range();
        if let Dialled::Element(element) = value {
            keys(element, range, see);
            if element.repeated || !matches!(element.pattern, Pattern::Key(_)) {
                see(Observed::WildcardInSubstitution, range);
            }
        }
    }
    for Located { value, extent } in substitution.route.iter().flat_map(|route| &route.value.parameters) {
        let range = &extent.range();
        if !value.is_known() {
            see(Observed::UnknownParameter, range);
        }
        if value.is_secret() && value.value.as_ref().is_some_and(|value| !value.is_empty()) {
            see(Observed::Secret, range);
        }
    }
}

/// The short and the long timer of a plan or a sequence, up to the point that has been read.
#[derive(Default)]
struct Timers {
    short: Option<Wait>,
    long: Option<Wait>,
    is_reported: bool,
}

impl Timers {
    fn meet(&mut self, sequence: Option<usize>, timer: Timer, range: &Range<usize>, list: &mut Vec<Observation>) {
        let (wait, kind) = (timer.wait(), timer.kind);
        let most = if kind == TimerKind::Pause { LONGEST_PAUSE } else { LONGEST };
        if wait > most {
            let what = Observed::TimerTooLong { kind, wait, most };
            list.push(Observation::new(what, sequence, range.clone()));
        }
        match kind {
            TimerKind::Short => self.short = Some(wait),
            TimerKind::Long => self.long = Some(wait),
            TimerKind::Pause => {}
        }
        if let (Some(short), Some(long), false) = (self.short, self.long, self.is_reported)
            && short >= long
        {
            self.is_reported = true;
            list.push(Observation::new(Observed::ShortNotBelowLong { short, long }, sequence, range.clone()));
        }
    }
}
