//! What happens to files that were made: they go into the archive, the manifest and the record, and are counted and named.

use std::collections::BTreeMap;
use std::io::Write;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use spc_core::TargetMac;
use spc_fleet::state::Names;

use crate::fleet::write::state::State;
use crate::fleet::write::summary::Tally;
use crate::report::error::Error;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::write::archive::Archive;
use crate::write::directory::Directory;
use crate::write::stream::Stream;

/// How many stale files are named.
const NAMED: u64 = 100;

/// Where the files go.
pub(crate) enum Destination<'a> {
    Directory(&'a Directory),
    Archive(&'a mut Archive),
    /// Nowhere: a dry run makes them only to see whether it can.
    Nowhere,
}

/// What a run records about its files.
pub(crate) struct Kept<'a> {
    /// For later runs.
    pub(crate) state: Option<&'a mut State>,
    /// To recognise files of devices that left the list.
    pub(crate) names: Option<&'a mut Names>,
    /// Whether files are compared and named, and nothing is written.
    pub(crate) is_dry: bool,
}

/// The name of a file that is in place, its hash and its device.
type Hashed = (String, [u8; 32], TargetMac);

/// Files that are in place but not recorded yet, by their piece of the list.
#[derive(Default)]
pub(super) struct Unrecorded {
    pieces: AtomicU64,
    files: Mutex<BTreeMap<u64, Vec<Hashed>>>,
}

impl Unrecorded {
    /// A number for the next piece.
    pub(super) fn next_piece(&self) -> u64 {
        self.pieces.fetch_add(1, Ordering::Relaxed)
    }

    /// Adds the files of a piece that were written, whatever happened to the rest of it.
    pub(super) fn add(&self, made: &mut PieceOutput) {
        self.lock().insert(made.piece, mem::take(&mut made.hashes));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Vec<Hashed>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a thread made from its rows.
#[derive(Default)]
pub(super) struct PieceOutput {
    /// Of each of the settings.
    pub(super) tallies: Vec<Tally>,
    pub(super) manifest: String,
    /// The piece of the list.
    pub(super) piece: u64,
    /// For the state, if one is kept, until they are added to the unrecorded files.
    pub(super) hashes: Vec<Hashed>,
    /// What a dry run says.
    pub(super) said: Vec<String>,
    /// What a comparison says about files that are not as they should be.
    pub(super) stale: Vec<String>,
    pub(super) names: Vec<(String, TargetMac)>,
    /// For the archive.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Collects what the threads made, in the order of the list.
pub(super) struct Collector<'a, 'r> {
    pub(super) destination: Destination<'a>,
    pub(super) manifest: Option<&'a mut Stream>,
    pub(super) kept: Kept<'a>,
    pub(super) unrecorded: &'r Unrecorded,
    pub(super) progress: &'r mut Progress,
    pub(super) reporter: &'r Reporter,
    /// Of each of the settings.
    pub(super) tallies: Vec<Tally>,
}

impl Collector<'_, '_> {
    /// Collects what a thread made from its rows.
    pub(super) fn collect(&mut self, made: &PieceOutput) -> Result<(), Error> {
        if let Some(manifest) = &mut self.manifest {
            let written = manifest.write_all(made.manifest.as_bytes());
            written.map_err(|error| manifest.failed(&error))?;
        }
        if let Destination::Archive(archive) = &mut self.destination {
            made.files.iter().try_for_each(|(file, bytes)| archive.append(file, bytes))?;
        }
        self.record(made)?;
        self.say(made);
        for (sum, tally) in self.tallies.iter_mut().zip(&made.tallies) {
            sum.add(tally);
        }
        self.progress.tick(self.sum(Tally::devices));
        Ok(())
    }

    fn sum(&self, of: impl Fn(&Tally) -> u64) -> u64 {
        self.tallies.iter().map(of).fold(0, u64::saturating_add)
    }

    fn record(&mut self, made: &PieceOutput) -> Result<(), Error> {
        let hashes = self.unrecorded.lock().remove(&made.piece);
        if let Some(state) = &mut self.kept.state {
            hashes.iter().flatten().try_for_each(|(file, sha256, mac)| state.add(file, sha256, Some(*mac)))?;
        }
        if let Some(names) = &mut self.kept.names {
            made.names.iter().for_each(|(name, mac)| names.add(name, *mac));
        }
        Ok(())
    }

    fn say(&mut self, made: &PieceOutput) {
        if !made.said.is_empty() {
            self.progress.end();
            made.said.iter().for_each(|line| self.reporter.note(line));
        }
        for (said, number) in made.stale.iter().zip(self.sum(|tally| tally.stale)..NAMED) {
            self.progress.end();
            self.reporter.note(said);
            if number.saturating_add(1) == NAMED {
                self.reporter.note("more stale files are not listed");
            }
        }
    }

    /// Records files that threads wrote after a run had failed, because later runs must know them too.
    pub(super) fn rescue(&mut self) {
        for (file, sha256, mac) in mem::take(&mut *self.unrecorded.lock()).into_values().flatten() {
            if let Some(names) = &mut self.kept.names {
                names.add(&file, mac);
            }
            // A state that can no longer be written is not finished either, and the error of the run is the one to report.
            if let Some(state) = &mut self.kept.state {
                let _ = state.add(&file, &sha256, Some(mac));
            }
        }
    }
}
