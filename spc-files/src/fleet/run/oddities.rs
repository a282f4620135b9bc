//! What is legal but odd in the rows of a list; each kind is reported once.

use spc_core::TargetMac;
use spc_devices::codes::{GUESSABLE_SIP_PASSWORD, WEAK_KEY};
use spc_devices::handover::Loss;
use spc_fleet::{Lines, codes};

use crate::fleet::list::finding::Finding;
use crate::fleet::list::warn_of_local;
use crate::fleet::run::short_name::ShortName;
use crate::report::advice::Advice;
use crate::report::reporter::Reporter;

/// What has to be compared with other rows (for a bad row, as far as it was checked), and what is legal but odd.
#[derive(Default)]
pub(super) struct Found {
    pub(super) mac: Option<TargetMac>,
    /// The name that the list gives.
    pub(super) file: Option<ShortName>,
    /// Why the device could not read its next file.
    pub(super) lost: Option<Loss>,
    pub(super) is_mac_local: bool,
    pub(super) is_password_empty: bool,
    pub(super) is_password_guessable: bool,
    /// Whether a rule would not take the phrase literally.
    pub(super) has_rule_syntax: bool,
    pub(super) is_key_weak: bool,
}

/// Rows that are legal but odd.
#[derive(Debug, Default)]
pub(super) struct Oddities {
    /// Devices that could not read their next file: the reason for the first one, and the rows of all.
    lost: Option<(Loss, Lines)>,
    local: Lines,
    passwords: Lines,
    guessable: Lines,
    phrases: Lines,
    weak: Lines,
}

impl Oddities {
    /// Keeps what is odd about a row.
    pub(super) fn note(&mut self, found: Found, line: u64) {
        if let Some(lost) = found.lost {
            self.lost.get_or_insert((lost, Lines::default())).1.note(line);
        }
        let noted = [
            (found.is_password_empty, &mut self.passwords),
            (found.is_password_guessable, &mut self.guessable),
            (found.is_mac_local, &mut self.local),
            (found.is_key_weak, &mut self.weak),
            (found.has_rule_syntax, &mut self.phrases),
        ];
        noted.into_iter().filter(|(is_odd, _)| *is_odd).for_each(|(_, lines)| lines.note(line));
    }

    /// Shows each kind once, with its rows.
    pub(super) fn warn(&self, list: &str, reporter: &Reporter) {
        let show = |lines: Lines, finding: Finding<'_>| {
            if lines.count > 0 {
                finding.rows(lines).show(reporter);
            }
        };
        if let Some((loss, lines)) = &self.lost {
            show(*lines, Finding::warning(list, loss.code(), &loss.to_string()).hint(Some(loss.help())));
        }
        warn_of_local(list, self.local, reporter);
        let empty = Finding::warning(list, codes::EMPTY_PASSWORD, "the SIP password of a line is empty");
        show(self.passwords, empty.hint(Some("fill in the cell, or leave the line's user empty too")));
        let message = "the SIP password of a line is its user name or a commonly tried word";
        let guessable = Finding::warning(list, GUESSABLE_SIP_PASSWORD, message);
        show(self.guessable, guessable.hint(Some("use a random password of twelve characters for each line")));
        let makes_keys = reporter.words(Advice::MakeKey);
        let about_key = |code, message| Finding::warning(list, code, message).hint(makes_keys.as_deref()).about_key();
        let phrase =
            "a passphrase with a `\"`, a `$` or outer spaces, which the phone's Profile_Rule does not take literally";
        show(self.phrases, about_key(codes::RULE_SYNTAX_IN_KEY, phrase));
        show(self.weak, about_key(WEAK_KEY, "a key that is easily guessed"));
    }
}
