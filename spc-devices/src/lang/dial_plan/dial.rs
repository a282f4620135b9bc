//! What a device does with the keys that somebody presses (value-languages 1.4 to 1.6, 1.9).

use super::dialer::{Dialect, Dialer};
use super::keys::{DialKey, Keypresses};
use super::program::{Front, Program};
use super::stand::Stand;
use super::tree::{DialPlan, Route, Wait};

pub(super) mod trace;

/// What happens to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It is sent.
    Sent {
        /// What is sent, after the substitutions.
        text: String,
        /// Where the call goes instead of the line's proxy.
        route: Option<Route>,
    },
    /// The caller hears the reorder tone.
    Rejected,
}

/// Why it is decided when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DialReason {
    /// A sequence is complete, and no other key could change that.
    Complete,
    /// A sequence is complete, and its pause is over.
    Pause,
    /// A sequence is complete, and the short timer ran out, or is 0.
    ShortTimer,
    /// No sequence is complete, and the long timer ran out.
    LongTimer,
    /// `#` or the Dial softkey was pressed.
    SendKey,
    /// No sequence begins like this.
    NoSequence,
    /// No key was pressed.
    OffHook,
}

/// What a device does with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DialOutcome {
    /// Sent or rejected.
    pub verdict: Verdict,
    /// The sequence that decided, counted from 1; `None` if none did, so that the keys are sent as dialled or rejected.
    pub sequence: Option<usize>,
    /// Whether that sequence ends with `!`.
    pub barred: bool,
    /// How long the device waits after the last key that it used, or after the handset is lifted.
    pub wait: Wait,
    /// Why it is decided then.
    pub why: DialReason,
    /// The keys pressed after the number was decided, which belong to the call.
    pub left_over: String,
    /// After how many keys the outside dial tone begins to play, until the next key.
    pub tones: Vec<usize>,
}

impl DialOutcome {
    /// What is sent, if it is.
    #[must_use]
    pub fn sent(&self) -> Option<&str> {
        match &self.verdict {
            Verdict::Sent { text, .. } => Some(text),
            Verdict::Rejected => None,
        }
    }

    /// Where the call goes instead of the line's proxy.
    #[must_use]
    pub const fn route(&self) -> Option<&Route> {
        match &self.verdict {
            Verdict::Sent { route, .. } => route.as_ref(),
            Verdict::Rejected => None,
        }
    }
}

/// What a device with this dialect does with a number, with factory timers.
///
/// For more than one number, make a [`Matcher`] once.
#[must_use]
pub fn dial(plan: &DialPlan, keys: &Keypresses, dialect: Dialect) -> DialOutcome {
    Matcher::new(plan, Dialer::new(dialect)).dial(keys)
}

/// A plan as one device reads it.
#[derive(Clone, Debug)]
pub struct Matcher {
    program: Program,
    dialer: Dialer,
}

impl Matcher {
    /// Prepares a plan, in time linear in its text.
    #[must_use]
    pub fn new(plan: &DialPlan, dialer: Dialer) -> Self {
        Self { program: Program::new(plan, dialer.x()), dialer }
    }

    /// What the device does with a number.
    ///
    /// All sequences are followed at once, key by key, without ever going back, so the time is at most in proportion to
    /// the length of the plan times the number of keys (at most 64), however its repeats are nested.
    #[must_use]
    pub fn dial(&self, keys: &Keypresses) -> DialOutcome {
        let mut front = Front::start(&self.program);
        let mut tones = Vec::new();
        if front.tone {
            tones.push(0);
        }
        let mut dialled: Vec<DialKey> = Vec::new();
        let off_hook = self.off_hook(&front);
        if keys.is_empty() || (off_hook.sequence.is_some() && off_hook.wait == Wait::NONE) {
            return DialOutcome { left_over: keys.after(0), tones, ..off_hook };
        }
        for (place, press) in keys.presses().iter().enumerate() {
            let used = place.saturating_add(1);
            let advanced = press.is_some_and(|key| front.advance(&self.program, key));
            let outcome = match press {
                Some(key) if advanced => {
                    dialled.push(*key);
                    if front.tone {
                        tones.push(used);
                    }
                    self.at_once(&front, &dialled)
                }
                // The Dial softkey, and `#` if no sequence uses it.
                None => Some(self.send_key(&front, &dialled)),
                Some(DialKey::POUND) if !dialled.is_empty() => Some(self.send_key(&front, &dialled)),
                Some(_) => Some(rejected(DialReason::NoSequence, Wait::NONE)),
            };
            if let Some(outcome) = outcome {
                return DialOutcome { left_over: keys.after(used), tones, ..outcome };
            }
        }
        DialOutcome { tones, ..self.at_the_end(&front, &dialled) }
    }

    fn stand(&self, front: &Front) -> Stand {
        Stand::of(&self.program, self.dialer, front.states())
    }

    /// What happens with no key pressed.
    fn off_hook(&self, front: &Front) -> DialOutcome {
        let ends = front.states().iter().filter(|place| self.program.state(**place).is_end);
        let first = ends
            .map(|place| self.program.state(*place).sequence)
            .map(|sequence| {
                let row = self.program.row(sequence);
                (row.pause.or(row.short).unwrap_or(Wait::OFF_HOOK), sequence)
            })
            .min();
        let Some((wait, sequence)) = first else {
            let pauses = front.states().iter().filter_map(|place| self.program.state(*place).pause);
            return rejected(DialReason::OffHook, pauses.min().unwrap_or(Wait::OFF_HOOK));
        };
        DialOutcome { wait, ..self.decided(sequence, &[], DialReason::OffHook) }
    }

    /// What is decided by the last key, if anything.
    fn at_once(&self, front: &Front, dialled: &[DialKey]) -> Option<DialOutcome> {
        let stand = self.stand(front);
        let winner = stand.winner()?;
        if !stand.extendable {
            let pause = self.program.row(winner).pause.unwrap_or(Wait::NONE);
            let why = if pause == Wait::NONE { DialReason::Complete } else { DialReason::Pause };
            return Some(DialOutcome { wait: pause, ..self.decided(winner, dialled, why) });
        }
        (stand.short == Wait::NONE).then(|| self.decided(winner, dialled, DialReason::ShortTimer))
    }

    /// What `#` or the Dial softkey does.
    fn send_key(&self, front: &Front, dialled: &[DialKey]) -> DialOutcome {
        match self.stand(front).winner() {
            Some(winner) => self.decided(winner, dialled, DialReason::SendKey),
            None => self.incomplete(dialled, DialReason::SendKey, Wait::NONE),
        }
    }

    /// What happens if no other key follows.
    fn at_the_end(&self, front: &Front, dialled: &[DialKey]) -> DialOutcome {
        let stand = self.stand(front);
        match stand.winner() {
            Some(winner) => DialOutcome { wait: stand.short, ..self.decided(winner, dialled, DialReason::ShortTimer) },
            None => self.incomplete(dialled, DialReason::LongTimer, stand.long),
        }
    }

    /// The outcome if a sequence is complete.
    fn decided(&self, sequence: usize, dialled: &[DialKey], why: DialReason) -> DialOutcome {
        let row = self.program.row(sequence);
        let text = if row.barred { String::new() } else { trace::sent(&self.program, sequence, dialled) };
        // An empty number is not a call: the phone plays the reorder tone.
        let verdict = if row.barred || (text.is_empty() && row.route.is_none()) {
            Verdict::Rejected
        } else {
            Verdict::Sent { text, route: row.route.clone() }
        };
        DialOutcome { verdict, sequence: sequence.checked_add(1), barred: row.barred, ..rejected(why, Wait::NONE) }
    }

    /// The outcome of an incomplete number.
    fn incomplete(&self, dialled: &[DialKey], why: DialReason, wait: Wait) -> DialOutcome {
        let verdict = match self.dialer.dialect {
            Dialect::Linksys if !dialled.is_empty() => {
                Verdict::Sent { text: dialled.iter().map(|key| key.sign()).collect(), route: None }
            }
            _ => Verdict::Rejected,
        };
        DialOutcome { verdict, ..rejected(why, wait) }
    }
}

fn rejected(why: DialReason, wait: Wait) -> DialOutcome {
    DialOutcome {
        verdict: Verdict::Rejected,
        sequence: None,
        barred: false,
        wait,
        why,
        left_over: String::new(),
        tones: Vec::new(),
    }
}
