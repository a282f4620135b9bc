//! Payloads -> files, many at once: the bytes of [`seal`](super::seal()), with the ciphers in lockstep.

use super::protection::Protection;
use super::seal::Sealing;
use crate::payload::Payload;
use crate::primitives::lanes;

/// One file to be sealed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Job<'a> {
    /// What goes into it.
    pub payload: &'a Payload,
    /// How it is protected.
    pub protection: &'a Protection,
}

impl<'a> Job<'a> {
    /// A payload, and how it is protected.
    #[must_use]
    pub const fn new(payload: &'a Payload, protection: &'a Protection) -> Self {
        Self { payload, protection }
    }
}

/// Seals many files at once: the bytes of [`seal`](super::seal()) on each, in the same order, in less time, because
/// the CPU's AES unit is not left waiting for one file. All files are in memory, so hand in 16 to 64 at a time.
///
/// ```
/// # use spc_core::{container::{Job, Protection, seal, seal_many}, payload::Payload, profile::{Duplicates, Profile}};
/// let payload = Payload::encode(&Profile::default(), Duplicates::Fold)?;
/// let protection = Protection::generic().mac("000e08aabbcc".parse()?);
/// let files = seal_many(&[Job::new(&payload, &protection)]);
/// assert_eq!(files, [seal(&payload, &protection)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn seal_many(jobs: &[Job<'_>]) -> Vec<Vec<u8>> {
    let begin = |job: &Job<'_>| Sealing::begin(job.payload, job.protection, Vec::new());
    jobs.chunks(lanes::TOGETHER).flat_map(|jobs| Sealing::finish_many(jobs.iter().map(begin).collect())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::container::seal;
    use crate::key::RawKey;
    use crate::profile::{Duplicates, Parameter, ParameterName, Profile, Value};

    proptest! {
        #[test]
        fn many_are_the_bytes_of_one_after_the_other(jobs in prop::collection::vec((0..3000_usize, any::<[u8; 32]>()), 0..20)) {
            let payload = |length: usize| {
                let name = ParameterName::parse("GPP_A").unwrap();
                let parameters = vec![Parameter { name, value: Value::Set("x".repeat(length).into()), access: None, keeps_user_value: false }];
                Payload::encode(&Profile { parameters }, Duplicates::Fold).unwrap()
            };
            let jobs: Vec<(Payload, Protection)> = jobs
                .iter()
                .map(|(length, key)| (payload(*length), Protection::generic().key(RawKey::from_bytes(key).unwrap())))
                .collect();
            let many: Vec<Job<'_>> = jobs.iter().map(|(payload, protection)| Job { payload, protection }).collect();
            let one_by_one: Vec<Vec<u8>> = jobs.iter().map(|(payload, protection)| seal(payload, protection)).collect();
            prop_assert_eq!(seal_many(&many), one_by_one);
        }
    }
}
