//! What a key dials: `8000 ,4085550100#,1234#@example.com`.

use core::fmt;

use spc_core::escape::HIDDEN;

/// A number or a name, keys to send once the call is up, and a host.
///
/// Its `Debug` hides the keys, which may be a PIN.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyTarget<'a> {
    /// Who is called: a number, a star code, a name, `$USER`.
    pub number: &'a str,
    /// What follows the number: `,` is a pause of two seconds, `X` waits for the user, and the rest is sent as keys.
    pub keys: &'a str,
    /// Where: a host with an optional port, `$PROXY`.
    pub host: Option<&'a str>,
}

impl<'a> KeyTarget<'a> {
    /// Splits the value of `ext=` or `sub=`. Any text is valid.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let (dialled, host) = match text.rsplit_once('@') {
            Some((dialled, host)) => (dialled, Some(host.trim())),
            None => (text, None),
        };
        // After a number an `X` waits; in a name it is a letter.
        let number = dialled.find(|sign: char| !sign.is_ascii_digit() && !"*#+".contains(sign));
        let wait = number.filter(|at| *at > 0 && dialled.get(*at..).is_some_and(|rest| rest.starts_with('X')));
        let end = wait.or_else(|| dialled.find([',', ' '])).unwrap_or(dialled.len());
        let (number, keys) = dialled.split_at_checked(end).unwrap_or((dialled, ""));
        Self { number, keys: keys.trim(), host }
    }

    /// Whether the keys look like an access code: digits after a pause or a wait, ending in `#`.
    #[must_use]
    pub fn has_access_code(self) -> bool {
        let code = |piece: &str| {
            let digits = piece.trim().strip_suffix('#');
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
        };
        self.keys.split([',', 'X', 'x']).skip(1).any(code)
    }
}

impl fmt::Debug for KeyTarget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = if self.keys.is_empty() { "" } else { HIDDEN };
        f.debug_struct("KeyTarget")
            .field("number", &self.number)
            .field("keys", &keys)
            .field("host", &self.host)
            .finish()
    }
}
