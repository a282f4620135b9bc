//! What happens to files whose devices have left the list.
//!
//! Knows: what earlier runs made, and who may remove files. Must not know: how files are made.

use std::path::Path;
use std::sync::Arc;

use spc_fleet::state::{Entry, SortedNames};

use crate::fleet::write::state::{self, Earlier, Left};
use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::write::mode::{WriteMode, Writing};

/// Which files of devices that left the list are removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prune {
    /// None; they are reported.
    #[default]
    Nothing,
    /// All, unless they are most of the list's files, because then the list is probably wrong.
    Some,
    /// All, even if they are most of the list's files.
    Most,
}

/// This many files may be removed, whatever share they are of the list's files.
const FEW: usize = 10;

/// Looks for files whose devices left the list.
pub(super) struct Departing<'a> {
    pub(super) earlier: &'a Earlier,
    pub(super) list: &'a Arc<str>,
    pub(super) directory: &'a Path,
    pub(super) prune: Prune,
    /// Whether any rows are bad; such a row may be about any device.
    pub(super) has_bad_rows: bool,
    pub(super) writing: Writing,
    pub(super) reporter: &'a Reporter,
}

/// What happened to the files of devices that left the list.
#[derive(Debug, Default)]
pub(super) struct Departed {
    /// Those that this list no longer has and that were not removed.
    pub(super) extra: u64,
    pub(super) removed: u64,
    /// Those that still exist, for the state.
    pub(super) kept: Vec<Entry>,
    /// Why none of them was removed, although the run did everything else.
    pub(super) refusal: Option<Error>,
    /// Why not all of them were removed.
    pub(super) failure: Option<Error>,
}

impl Departing<'_> {
    /// Removes or reports the files that are not in `now`.
    pub(super) fn settle(&self, now: &SortedNames) -> Result<Departed, Error> {
        let left = self.earlier.left(self.directory, self.list, now, self.reporter)?;
        self.note_others(&left);
        let Left { made, gone, kept, others, failure, .. } = left;
        let mut departed = match failure {
            Some(error) => {
                let error = error.hint("the files of the list were written, but no file was removed: try again");
                Departed { kept: gone, failure: Some(error), ..Departed::default() }
            }
            None if gone.is_empty() => Departed::default(),
            None if self.has_bad_rows => {
                self.reporter.note("some rows are bad, so it is not known which devices left the list");
                Departed { kept: gone, ..Departed::default() }
            }
            None => self.remove(gone, made, now),
        };
        departed.kept.extend(kept.into_iter().chain(others));
        Ok(departed)
    }

    /// Reports which files of other lists exist, and which of them now belong to this list.
    fn note_others(&self, left: &Left) {
        let list_of = |entry: &Entry| entry.list.as_deref().unwrap_or("an unknown list").to_owned();
        if let Some(first) = left.taken_over.first() {
            let of = list_of(first);
            let message = match left.taken_over.len() {
                1 => format!("`{}` was made from another list, `{of}`", first.file),
                files => format!("{files} files, such as `{}`, were made from another list, `{of}`", first.file),
            };
            let hint = "keep each device in only one list: a file that one list removes may be needed by another";
            self.reporter.warn(&message, Some(hint));
        }
        if let (true, Some(other)) = (self.prune != Prune::Nothing, left.others.first()) {
            let (of, count) = (list_of(other), left.others.len());
            self.reporter.note(&format!("files of other lists, such as `{of}`, are left alone: {count}"));
        }
    }

    /// Removes files, if this run may do so; `made` is the number of files that this list had.
    fn remove(&self, mut gone: Vec<Entry>, made: usize, now: &SortedNames) -> Departed {
        let report = |what: &str| state::report(&gone, now, self.directory, what, self.reporter);
        let stay = |gone: Vec<Entry>, refusal: Option<Error>| {
            let extra = u64::try_from(gone.len()).unwrap_or(u64::MAX);
            Departed { extra, kept: gone, refusal, ..Departed::default() }
        };
        if self.prune == Prune::Nothing {
            report("extra:");
            self.reporter.words(Advice::Prune).iter().for_each(|words| self.reporter.note(words));
            return stay(gone, None);
        }
        if gone.len() > FEW && gone.len() > made / 2 && self.prune != Prune::Most {
            report("extra:");
            let refused = match self.writing.way {
                WriteMode::Compare => format!("{} of the {made} files of this list would be removed", gone.len()),
                _ => format!(
                    "{} of the {made} files of this list would be removed, so none was; the files of its devices are up to \
                     date",
                    gone.len()
                ),
            };
            let renamed = gone.iter().filter(|entry| state::is_renamed(entry, now)).count();
            let hint = if renamed > gone.len() / 2 { Advice::PruneRenamed } else { Advice::PruneMost };
            return stay(gone, Some(Error::new(Exit::Input, refused).hint(hint)));
        }
        if self.writing.is_dry {
            report("would remove");
            return stay(gone, None);
        }
        if self.writing.way == WriteMode::Compare {
            report("extra:");
            return stay(gone, None);
        }
        report("removing");
        let (removed, result) = state::remove(&gone, self.directory);
        gone.drain(..removed);
        let removed = u64::try_from(removed).unwrap_or(u64::MAX);
        Departed { removed, kept: gone, failure: result.err(), ..Departed::default() }
    }
}
