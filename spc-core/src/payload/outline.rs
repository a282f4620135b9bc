//! A payload with gaps for some records: what the payloads of a fleet share is encoded once.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::canonical::Payload;
use super::error::PayloadError;
use super::record::{push_record, record_length};
use crate::limits;
use crate::profile::{Duplicates, ParameterName, Profile, UserAccess};

/// Constant records, with places for others between them.
pub(crate) struct Outline {
    constant: Zeroizing<Vec<u8>>,
    open: Vec<Open>,
}

/// A place for a record.
struct Open {
    name: ParameterName<'static>,
    access: Option<UserAccess>,
    /// Bytes of constant records before it.
    before: usize,
}

/// What goes into a place for a record.
pub(crate) enum Fill<'v> {
    /// No record.
    Absent,
    /// A record without a value.
    Keep,
    /// A record with a value that contains no control character and is within [`limits::VALUE`].
    Set(Cow<'v, str>),
}

impl Fill<'_> {
    /// The value, if any.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Set(text) => Some(text),
            Self::Absent | Self::Keep => None,
        }
    }
}

impl Outline {
    /// Checks the whole profile, and leaves open the records that `is_open` selects.
    pub(crate) fn new(
        profile: &Profile<'_>,
        is_open: impl Fn(&ParameterName<'_>) -> bool,
    ) -> Result<Self, PayloadError> {
        let whole = Payload::encode(profile, Duplicates::Fold)?;
        let mut constant = Zeroizing::new(Vec::with_capacity(whole.as_bytes().len()));
        let mut open = Vec::new();
        for parameter in profile.folded() {
            if is_open(parameter.name) {
                let name = parameter.name.clone().into_owned();
                open.push(Open { name, access: parameter.access, before: constant.len() });
            } else {
                push_record(&mut constant, parameter.name.as_str(), parameter.access, parameter.value);
            }
        }
        Ok(Self { constant, open })
    }

    /// Returns the length of the payload with these records, one per place in the order of names.
    pub(crate) fn measure(&self, fills: &[Fill<'_>]) -> usize {
        let record = |(open, fill): (&Open, &Fill<'_>)| match fill {
            Fill::Absent => 0,
            Fill::Keep | Fill::Set(_) => record_length(open.name.as_str(), fill.text().unwrap_or_default()),
        };
        self.open.iter().zip(fills).map(record).fold(self.constant.len(), usize::saturating_add)
    }

    /// Returns the payload with these records, one per place in the order of names, which [`measure`](Self::measure)
    /// found to be within [`limits::PAYLOAD`].
    pub(crate) fn fill(&self, fills: &[Fill<'_>]) -> Payload {
        debug_assert!(self.measure(fills) <= limits::PAYLOAD, "the caller has measured");
        let mut out = Zeroizing::new(Vec::with_capacity(self.measure(fills)));
        let mut done = 0;
        for (open, fill) in self.open.iter().zip(fills) {
            out.extend_from_slice(self.constant.get(done..open.before).expect("places are in order"));
            done = open.before;
            if !matches!(fill, Fill::Absent) {
                push_record(&mut out, open.name.as_str(), open.access, fill.text());
            }
        }
        out.extend_from_slice(self.constant.get(done..).expect("places lie inside the records"));
        Payload(out)
    }
}
