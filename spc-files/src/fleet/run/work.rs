//! The second reading of a device list: turns rows into files, in as many threads as are allowed.

use std::hint::black_box;

use sha2::{Digest, Sha256};
use spc_core::Recipient;
use spc_core::batch::seal_mixed;
use spc_core::key::KeyText;
use spc_devices::model::Model;

use crate::fleet::list::{ListFile, ListRows};
use crate::fleet::run::bases::{Base, Bases};
use crate::fleet::run::collector::{Collector, Destination, Kept, PieceOutput, Unrecorded};
use crate::fleet::run::settings::{FileSettings, settings_of};
use crate::fleet::run::survey::Survey;
use crate::fleet::write::layout::Layout;
use crate::fleet::write::manifest::Entry;
use crate::fleet::write::summary::Tally;
use crate::report::error::Error;
use crate::report::progress::Progress;
use crate::report::reporter::Reporter;
use crate::sys::jobs::Jobs;
use crate::sys::pipeline;
use crate::sys::random::random;
use crate::sys::signals;
use crate::write::directory::Directory;
use crate::write::mode::WriteOutcome;
use crate::write::stream::Stream;
use spc_fleet::Shard;
use spc_fleet::list::Device;
use spc_fleet::list::{Row, RowError};

/// The most and the fewest rows that a thread takes at a time: enough to fill the cipher's lanes, but few enough that their
/// files stay in the CPU's cache.
const MOST: usize = 32;
const LEAST: usize = 8;
/// About how many bytes of files, and of rows, a thread holds at a time.
const HELD: usize = 4 << 20;
/// The size of a block that is freed once, so that glibc keeps twice as many bytes for the next files. Otherwise it returns the
/// memory of each piece to the system, and getting the pages back takes longer than making XML files.
const KEPT: usize = 16 << 20;

/// How files are made from rows.
#[derive(Debug)]
pub struct Work<'a> {
    pub(crate) list: &'a ListFile<'a>,
    pub(crate) survey: &'a Survey,
    bases: &'a Bases,
    layout: &'a Layout,
    settings: &'a [FileSettings],
    shard: Option<Shard>,
}

impl<'a> Work<'a> {
    /// Makes all files of a surveyed list from prepared bases, with the names of the layout.
    #[must_use]
    pub const fn new(
        list: &'a ListFile<'a>,
        survey: &'a Survey,
        bases: &'a Bases,
        layout: &'a Layout,
        settings: &'a [FileSettings],
    ) -> Self {
        Self { list, survey, bases, layout, settings, shard: None }
    }

    /// Makes only a part of the list.
    #[must_use]
    pub const fn shard(mut self, shard: Option<Shard>) -> Self {
        self.shard = shard;
        self
    }
}

/// What has to be made from rows besides files.
#[derive(Clone, Copy)]
struct Wants {
    manifest: bool,
    hashes: bool,
    names: bool,
    is_dry: bool,
}

/// A row from which a file is made.
struct Job<'r> {
    device: Device<'r>,
    base: &'r Base,
    settings: &'r FileSettings,
    file: String,
    key: Option<KeyText>,
    values: Vec<&'r str>,
    salt: Option<[u8; 16]>,
}

impl Work<'_> {
    /// Makes all files.
    pub(crate) fn run(
        &self,
        destination: Destination<'_>,
        manifest: Option<&mut Stream>,
        kept: Kept<'_>,
        jobs: &Jobs,
        progress: &mut Progress,
        reporter: &Reporter,
    ) -> Result<Vec<Tally>, Error> {
        // Zeros that are never touched take no pages.
        drop(black_box(vec![0_u8; KEPT]));
        let mut rows = self.rows(reporter)?;
        let directory = match &destination {
            Destination::Directory(directory) => Some(*directory),
            Destination::Archive(_) | Destination::Nowhere => None,
        };
        let wants = Wants {
            manifest: manifest.is_some(),
            hashes: kept.state.is_some(),
            names: kept.names.is_some(),
            is_dry: kept.is_dry,
        };
        let unrecorded = Unrecorded::default();
        progress.begin("writing", self.survey.devices);
        let tallies = vec![Tally::default(); self.settings.len()];
        let mut collector =
            Collector { destination, manifest, kept, unrecorded: &unrecorded, progress, reporter, tallies };
        let done = pipeline::run(
            jobs,
            || rows.piece(),
            |piece| {
                let mut made = PieceOutput { piece: unrecorded.next_piece(), ..PieceOutput::default() };
                let done = self.make(&piece, directory, wants, &mut made, reporter);
                if wants.hashes {
                    unrecorded.add(&mut made);
                }
                done.map(|()| made)
            },
            |made: PieceOutput| collector.collect(&made),
        );
        collector.progress.end();
        if done.is_err() {
            collector.rescue();
        }
        done.map(|()| collector.tallies)
    }

    fn rows<'r>(&'r self, reporter: &'r Reporter) -> Result<Pieces<'r>, Error> {
        let size = HELD.checked_div(self.bases.largest()).unwrap_or(MOST).clamp(LEAST, MOST);
        let Self { list, survey, shard, .. } = *self;
        Ok(Pieces { rows: list.rows(reporter)?, list, survey, shard, size, count: 0, reporter })
    }

    /// Makes the files of some rows. All rows have been checked, so a fault means that the list has changed.
    fn make(
        &self,
        rows: &[Row],
        directory: Option<&Directory>,
        wants: Wants,
        made: &mut PieceOutput,
        reporter: &Reporter,
    ) -> Result<(), Error> {
        let jobs = rows.iter().map(|row| self.job(row, reporter)).collect::<Result<Vec<_>, Error>>()?;
        made.tallies = vec![Tally::default(); self.settings.len()];
        let recipients: Vec<_> = jobs.iter().map(|job| (&*job.base.batch, self.recipient(job))).collect();
        for (job, sealed) in jobs.iter().zip(seal_mixed(&recipients)) {
            let bytes = sealed.map_err(|_| self.list.changed(reporter))?;
            let sha256 = (wants.manifest || wants.hashes).then(|| <[u8; 32]>::from(Sha256::digest(&bytes)));
            if let Some(sha256) = sha256.filter(|_| wants.manifest) {
                made.manifest.push_str(&self.entry(job, bytes.len(), sha256).line());
            }
            let outcome = directory.map_or(Ok(WriteOutcome::Written), |directory| directory.put(&job.file, &bytes))?;
            if let Some(sha256) = sha256.filter(|_| wants.hashes) {
                made.hashes.push((job.file.clone(), sha256, job.device.mac));
            }
            if wants.names {
                made.names.push((job.file.clone(), job.device.mac));
            }
            match directory {
                Some(directory) if wants.is_dry => {
                    let (line, is_new) = directory.would_do(&job.file, outcome);
                    made.said.push(line);
                    if let (Some(tally), true) = (made.tallies.get_mut(job.base.model_format), is_new) {
                        tally.new = tally.new.saturating_add(1);
                    }
                }
                None if wants.is_dry => made.said.push(format!("would write `{}`", job.file)),
                Some(directory) if outcome == WriteOutcome::Stale => {
                    let is = if directory.has(&job.file) { "stale" } else { "missing" };
                    made.stale.push(format!("`{}` is {is}", job.file));
                }
                _ => {}
            }
            if let Some(tally) = made.tallies.get_mut(job.base.model_format) {
                tally.count(outcome, bytes.len());
            }
            if directory.is_none() && !wants.is_dry {
                made.files.push((job.file.clone(), bytes));
            }
        }
        Ok(())
    }

    fn job<'r>(&'r self, row: &'r Row, reporter: &Reporter) -> Result<Job<'r>, Error> {
        let device = self.list.columns().device(row).map_err(|_| self.list.changed(reporter))?;
        let base = self.bases.find(&device).map_err(|_| self.list.changed(reporter))?;
        let settings = settings_of(self.settings, base);
        Ok(Job {
            file: self.layout.file(&device, settings.model_format),
            key: device.key.map(|text| KeyText::new(text.to_owned())),
            values: base.values(row),
            salt: settings.is_salted.then(random).transpose()?,
            settings,
            device,
            base,
        })
    }

    fn recipient<'r>(&self, job: &'r Job<'_>) -> Recipient<'r> {
        let Job { device, key, values, salt, .. } = job;
        Recipient::new(device.mac, values).serial(job.serial()).key(key.as_ref()).salt(*salt)
    }

    fn entry<'r>(&self, job: &'r Job<'_>, bytes: usize, sha256: [u8; 32]) -> Entry<'r> {
        let (mac, settings) = (job.device.mac, job.settings);
        let serial = settings.serial.map(|_| job.serial());
        let key = settings.key_ids.of(mac, job.key.as_ref());
        let names_models = self.list.columns().model().is_some();
        let model = names_models.then(|| settings.model_format.model().map(Model::name));
        Entry { mac, file: &job.file, bytes, sha256, format: settings.model_format.format().name(), model, key, serial }
    }
}

impl Job<'_> {
    fn serial(&self) -> u32 {
        self.device.serial.or(self.settings.serial).unwrap_or_default()
    }
}

/// The good rows of this part of the list, a few at a time.
struct Pieces<'a> {
    rows: ListRows<'a>,
    list: &'a ListFile<'a>,
    survey: &'a Survey,
    shard: Option<Shard>,
    size: usize,
    /// The number of rows read.
    count: u64,
    reporter: &'a Reporter,
}

impl Pieces<'_> {
    /// The next rows; `None` after the last ones, if the list is still the same as when it was checked.
    fn piece(&mut self) -> Result<Option<Vec<Row>>, Error> {
        signals::check()?;
        let mut piece = Vec::with_capacity(self.size);
        let mut bytes = 0_usize;
        while piece.len() < self.size && bytes < HELD {
            let mut row = Row::default();
            match self.rows.read(&mut row) {
                Ok(false) => break,
                Ok(true) | Err(RowError::Row(_)) => {}
                Err(RowError::Io(error)) => return Err(Error::io("read", self.list.path, &error)),
                Err(_) => return Err(self.list.changed(self.reporter)),
            }
            self.count = self.count.saturating_add(1);
            if self.survey.bad.binary_search(&row.line()).is_ok() {
                continue;
            }
            if let Some(shard) = self.shard {
                let device = self.list.columns().device(&row).map_err(|_| self.list.changed(self.reporter))?;
                if !shard.holds(device.mac) {
                    continue;
                }
            }
            bytes = bytes.saturating_add(row.bytes());
            piece.push(row);
        }
        // Checked after the rows were read and before files are made from them.
        self.list.unchanged(self.reporter)?;
        match piece.is_empty() {
            false => Ok(Some(piece)),
            true if self.count == self.survey.rows => Ok(None),
            true => Err(self.list.changed(self.reporter)),
        }
    }
}
