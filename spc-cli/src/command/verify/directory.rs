//! `spc verify --devices`: a whole directory against its list, as all the devices would open their files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spc_core::Format;
use spc_core::container::{self, Device};
use spc_core::key::KeyText;
use spc_core::open::Opened;
use spc_files::read::{Demands, FleetKey, Input, Opener, Secret, opener};
use spc_files::report::progress::{Progress, grouped};
use spc_files::sys::{Jobs, pipeline, signals};
use spc_files::{Error, Exit, Reporter};
use spc_fleet::state::{Names, SortedNames};

use crate::args::Verify;
use crate::command::verify::model::check_model;
use crate::plan::open;
use spc_fleet::devices::Listed;

/// Files that a thread opens at once.
const PIECE: usize = 32;
/// Files that are named of each sort.
const NAMED: u64 = 100;

/// What is found out about the files of a directory.
#[derive(Debug, Default)]
struct Found {
    fine: u64,
    missing: u64,
    wrong: u64,
    stale: u64,
    extra: u64,
    warned: u64,
    worst: Option<Exit>,
}

/// What one file is.
enum Verdict {
    Fine,
    Missing,
    Wrong(Error),
    /// Of an older serial than the list has for it.
    Stale(u32),
}

/// Opens the file of each device, and looks for files that belong to none.
pub(super) fn verify(
    args: &Verify,
    directory: &Path,
    files: &[(PathBuf, Listed)],
    opener: &mut Opener,
    reporter: &Reporter,
) -> Result<(), Error> {
    let has_keys = files.iter().any(|(_, device)| device.key.is_some());
    if has_keys {
        opener.wanted().refuse_beside_list()?;
    }
    opener.load(reporter)?;
    let opener = &*opener;
    let mut pieces = files.chunks(PIECE);
    let mut found = Found::default();
    let mut progress = Progress::new();
    progress.begin("opening files", u64::try_from(files.len()).unwrap_or(u64::MAX));
    let done = pipeline::run(
        &Jobs::new(None, reporter),
        || signals::check().map(|()| pieces.next()),
        |piece| {
            let opener_of = || open::opener(&args.open.key, &args.open.how);
            let mut shared = opener_of().sharing(opener);
            let look = |entry| {
                // Notes are for those who ask about a file alone.
                let kept = reporter.apart();
                kept.keep();
                let (path, device): &(PathBuf, Listed) = entry;
                let verdict = match (&device.key, has_keys) {
                    (Some(key), _) => {
                        let secret = Secret::listed(KeyText::new(key.expose().to_owned()));
                        let mut own = opener_of().with_key(Arc::new(FleetKey::Shared(secret)));
                        verdict(args, path, device, Some(&mut own), &kept)
                    }
                    (None, true) => verdict(args, path, device, None, &kept),
                    (None, false) => verdict(args, path, device, Some(&mut shared), &kept),
                };
                Looked { path, device, verdict, kept }
            };
            Ok(piece.iter().map(look).collect())
        },
        |looked: Vec<Looked<'_>>| {
            progress.tick(found.fine.saturating_add(found.wrong).saturating_add(found.missing));
            for Looked { path, device, verdict, kept } in looked {
                found.count(path, device, &verdict, reporter);
                if reporter.adopt_warnings(&kept, found.warned < NAMED) {
                    found.warned = found.warned.saturating_add(1);
                }
            }
            Ok::<(), Error>(())
        },
    );
    progress.end();
    done?;
    let mut names = Names::default();
    let relative = |path: &Path| path.strip_prefix(directory).unwrap_or(path).to_string_lossy().into_owned();
    files.iter().for_each(|(path, device)| names.add(&relative(path), device.mac));
    found.look_for_extra(directory, "", &names.sorted(), reporter)?;
    found.finish(files.len(), reporter)
}

/// What was seen of one file.
struct Looked<'f> {
    path: &'f Path,
    device: &'f Listed,
    verdict: Verdict,
    /// What there is to say about it, once it is its turn.
    kept: Reporter,
}

/// Opens the file of one device as the device would; without an opener, as a device that has no key.
fn verdict(args: &Verify, path: &Path, device: &Listed, opener: Option<&mut Opener>, reporter: &Reporter) -> Verdict {
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) => return Verdict::Missing,
        Err(error) => return Verdict::Wrong(Error::io("read", path, &error)),
    }
    let opener = opener.filter(|_| !matches!(device.format, Some(Format::Gzip | Format::Xml)));
    let opened = || -> Result<Option<u32>, Error> {
        let input = Input::read_regular(path, opener::LIMIT)?;
        let wrong = |why: String| Error::new(Exit::NotOpenable, format!("`{}`: {why}", input.name));
        let is_as_listed = |opened: &Opened| match device.format {
            Some(format) if opened.format() != format => {
                Err(wrong(format!("the file is {}, but the list says {}", opened.format(), format.name())))
            }
            _ => Ok(()),
        };
        let opened = if let Some(opener) = opener {
            // What has another format is bound by its key, if by anything.
            let demands = Demands::default().target(container::begins(&input.bytes)).min_serial(args.min_serial);
            opener.open(&input, Some(device.mac), demands, reporter)?
        } else {
            open_alone(&input.bytes).map_err(|error| wrong(error.to_string()))?
        };
        is_as_listed(&opened)?;
        if let Some(xml) = opener::xml(&input, &opened) {
            opener::parse(&opened, &xml, reporter)?;
        }
        let is_container = opened.format() == Format::Spc;
        let model = match device.model {
            Some(_) if is_container => None,
            named => named.or(args.model),
        };
        if let Some(model) = model {
            check_model(&input, &opened, model, reporter)?;
        }
        Ok(opened.as_container().map(|container| container.header().serial()))
    };
    match (opened(), device.serial) {
        (Err(error), _) => Verdict::Wrong(error),
        (Ok(Some(serial)), Some(listed)) if serial < listed => Verdict::Stale(serial),
        (Ok(_), _) => Verdict::Fine,
    }
}

/// Opens a file without a key.
fn open_alone(file: &[u8]) -> Result<Opened, spc_core::Error> {
    spc_core::open::Opener::from(Device::new()).open(file)
}

impl Found {
    fn count(&mut self, path: &Path, device: &Listed, verdict: &Verdict, reporter: &Reporter) {
        let shown = path.display();
        // Of those that are not named as well.
        self.worst = self.worst.max(match verdict {
            Verdict::Fine => None,
            Verdict::Missing | Verdict::Stale(_) => Some(Exit::Input),
            Verdict::Wrong(error) => Some(error.exit()),
        });
        let count = match verdict {
            Verdict::Fine => &mut self.fine,
            Verdict::Missing => &mut self.missing,
            Verdict::Wrong(_) => &mut self.wrong,
            Verdict::Stale(_) => &mut self.stale,
        };
        *count = count.saturating_add(1);
        if *count > NAMED {
            return;
        }
        match verdict {
            Verdict::Fine => {}
            Verdict::Missing => self.fault(&format!("`{shown}` is missing: {} has no file", device.mac), reporter),
            Verdict::Stale(serial) => {
                let listed = device.serial.unwrap_or_default();
                self.fault(&format!("`{shown}` is stale: its serial is {serial}, the list has {listed}"), reporter);
            }
            Verdict::Wrong(error) => reporter.error(error),
        }
    }

    fn fault(&mut self, message: &str, reporter: &Reporter) {
        self.worst = self.worst.max(Some(Exit::Input));
        reporter.error(&Error::new(Exit::Input, message));
    }

    /// Reports files that belong to no device of the list; hidden ones are none.
    fn look_for_extra(
        &mut self,
        directory: &Path,
        folder: &str,
        names: &SortedNames,
        reporter: &Reporter,
    ) -> Result<(), Error> {
        let place = directory.join(folder);
        let fail = |error| Error::io("read", &place, &error);
        let mut entries = fs::read_dir(&place).map_err(fail)?.collect::<Result<Vec<_>, _>>().map_err(fail)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            signals::check()?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_shard = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if name.starts_with('.') {
                continue;
            }
            if folder.is_empty() && is_shard && entry.path().is_dir() {
                self.look_for_extra(directory, &name, names, reporter)?;
                continue;
            }
            let relative = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if !names.contains(&relative) {
                self.extra = self.extra.saturating_add(1);
                if self.extra <= NAMED {
                    self.fault(
                        &format!("`{}` is extra: no device of the list has it", entry.path().display()),
                        reporter,
                    );
                }
            }
        }
        Ok(())
    }

    fn finish(self, devices: usize, reporter: &Reporter) -> Result<(), Error> {
        let devices = u64::try_from(devices).unwrap_or(u64::MAX);
        let plural = if devices == 1 { "" } else { "s" };
        let mut line = format!("spc: {} device{plural}, {} fine", grouped(devices), grouped(self.fine));
        let counts = [
            (self.missing, "missing"),
            (self.wrong, "wrong"),
            (self.stale, "stale"),
            (self.extra, "extra"),
            (self.warned, "with warnings"),
        ];
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            line.push_str(&format!(", {} {what}", grouped(count)));
        }
        reporter.lines([line]);
        // One wrong key more likely than so many wrong files.
        if self.wrong > 1 && self.fine == 0 && self.stale == 0 && self.worst == Some(Exit::NotOpenable) {
            let files = grouped(self.wrong);
            reporter.note(&format!("none of the {files} files opens as the list says: is this the right key?"));
        }
        self.worst.map_or(Ok(()), |exit| Err(Error::Silent(exit)))
    }
}
