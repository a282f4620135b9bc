//! The order of names, and the rule that one element is one thing (FORMAT 6.4 to 6.6).

use crate::limits;

/// Why a name may not be in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// It does not sort after the name before it.
    Order,
    /// It is inside an element that is a parameter.
    Mixed,
}

/// Takes the names of a payload one after the other, in one pass without looking back; the cost is the sum of their
/// lengths.
///
/// It rests on one fact: in sorted order, everything between N and a name that starts with N also starts with N.
pub(super) struct Sections<'a> {
    previous: &'a [u8],
    /// `leaf[k]`: the first k bytes of the current name are themselves the name of an earlier record.
    leaf: [bool; limits::NAME + 1],
}

impl<'a> Sections<'a> {
    pub(super) const fn new() -> Self {
        Self { previous: b"", leaf: [false; limits::NAME + 1] }
    }

    pub(super) fn accept(&mut self, name: &'a [u8]) -> Result<(), Misplaced> {
        if name <= self.previous {
            return Err(Misplaced::Order);
        }
        let common = self.previous.iter().zip(name).take_while(|(a, b)| a == b).count();
        // Clearing is essential: `AB`, `AC/x` is valid.
        if let Some(stale) = self.leaf.get_mut(common.saturating_add(1)..=self.previous.len()) {
            stale.fill(false);
        }
        // No flags are left beyond the common prefix, so only its bytes can break the rule.
        let inside = name.iter().zip(&self.leaf).take(common.saturating_add(1)).skip(1);
        if inside.into_iter().any(|(byte, leaf)| *leaf && matches!(byte, b'/' | b'[')) {
            return Err(Misplaced::Mixed);
        }
        if let Some(leaf) = self.leaf.get_mut(name.len()) {
            *leaf = true;
        }
        self.previous = name;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition of FORMAT 6.5, by lookup.
    fn by_definition(names: &[String]) -> bool {
        names.iter().any(|outer| {
            names.iter().any(|name| name.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with(['/', '['])))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn one_pass_agrees_with_the_definition(mut names in prop::collection::vec("[AB]([AB./-]|\\[2\\]){0,4}", 1..12)) {
            names.sort();
            names.dedup();
            let mut sections = Sections::new();
            let mixed = names.iter().any(|name| sections.accept(name.as_bytes()).is_err());
            prop_assert_eq!(mixed, by_definition(&names), "{:?}", names);
        }
    }

    #[test]
    fn order_is_strict() {
        let mut sections = Sections::new();
        assert_eq!(sections.accept(b"B"), Ok(()));
        assert_eq!(sections.accept(b"B"), Err(Misplaced::Order));
        assert_eq!(sections.accept(b"A"), Err(Misplaced::Order));
        assert_eq!(Sections::new().accept(b""), Err(Misplaced::Order));
    }
}
