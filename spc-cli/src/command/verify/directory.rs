//! `spc verify --devices`: a whole directory against its list, as all the devices would open their files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use spc_core::Format;
use spc_core::container::{self, Device};
use spc_core::format::KeyUse;
use spc_core::key::KeyText;
use spc_core::open::Opened;
use spc_core::profile::Profile;
use spc_files::fleet::Contents;
use spc_files::read::{FleetKey, Input, Opener, Requirements, Secret, opener};
use spc_files::report::progress::Progress;
use spc_files::sys::{Jobs, pipeline, signals};
use spc_files::write::report_leftovers;
use spc_files::{Advice, Error, Exit, Reporter};
use spc_fleet::devices::Listed;
use spc_fleet::list::Row;
use spc_fleet::state::Names;

use crate::args::Verify;
use crate::command::verify::found::{Found, NAMED, Stale, Verdict};
use crate::command::verify::model::check_model;
use crate::plan::open;

/// Files that a thread opens at once.
const PIECE: usize = 32;
/// Files that are tried before all are, to see whether the key is right, and how many of them have to say that it is not.
const TRIED: usize = 16;
const ENOUGH: usize = 8;

/// Opens the file of each device, compares it with what it would hold if it were made now, and looks for files that belong
/// to none.
pub(super) fn verify<'f>(
    args: &Verify,
    directory: &Path,
    files: &'f [(PathBuf, Listed)],
    opener: &mut Opener,
    contents: Option<&Contents<'_>>,
    reporter: &Reporter,
) -> Result<(), Error> {
    let has_keys = files.iter().any(|(_, device)| device.key.is_some());
    if has_keys {
        opener.wanted().refuse_beside_list()?;
    }
    opener.load(reporter)?;
    let opener = &*opener;
    let is_key_wrong = !has_keys && opener.has_key() && is_key_wrong(args, files, opener, reporter);
    let contents = contents.filter(|_| !is_key_wrong);
    let mut pieces = files.chunks(PIECE);
    let mut rows = contents.map(Contents::rows).transpose()?;
    let mut found = Found::new(args.json);
    let mut progress = Progress::new();
    progress.begin("opening files", u64::try_from(files.len()).unwrap_or(u64::MAX));
    let done = pipeline::run(
        &Jobs::new(None, reporter),
        || {
            signals::check()?;
            let Some(piece) = pieces.next() else {
                return rows.as_ref().map_or(Ok(None), |rows| rows.end().map(|()| None));
            };
            Ok(Some((piece, rows.as_mut().map(|rows| rows.next(piece.len())).transpose()?)))
        },
        |(piece, rows): (&'f [(PathBuf, Listed)], Option<Vec<Row>>)| {
            let opener_of = || open::opener(&args.open.key, &args.open.how);
            let mut shared = opener_of().sharing(opener);
            let look = |(place, entry): (usize, &'f (PathBuf, Listed))| {
                // Notes are for those who ask about a file alone.
                let kept = reporter.apart();
                kept.keep();
                let (path, device) = entry;
                let row = rows.as_ref().and_then(|rows| rows.get(place));
                let now = contents.zip(row).map(|(contents, row)| Now { contents, row });
                let verdict = match (&device.key, has_keys) {
                    _ if is_key_wrong && is_encrypted(device) => unopened(path),
                    (Some(key), _) => {
                        let secret = Secret::listed(KeyText::new(key.expose().to_owned()));
                        let mut own = opener_of().with_key(Arc::new(FleetKey::Shared(secret)));
                        verdict(args, path, device, Some(&mut own), now, &kept)
                    }
                    (None, true) => verdict(args, path, device, None, now, &kept),
                    (None, false) => verdict(args, path, device, Some(&mut shared), now, &kept),
                };
                Looked { path, device, verdict, kept }
            };
            Ok(piece.iter().enumerate().map(look).collect())
        },
        |looked: Vec<Looked<'_>>| {
            progress.tick(found.looked_at());
            for Looked { path, device, verdict, kept } in looked {
                found.count(path, device, &verdict, reporter)?;
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
    report_leftovers(directory, reporter);
    found.look_for_extra(directory, "", &names.sorted(), reporter)?;
    if contents.is_none() && !is_key_wrong {
        reporter.note("without --base, the content of the files is not compared with the list");
    }
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
fn verdict(
    args: &Verify,
    path: &Path,
    device: &Listed,
    opener: Option<&mut Opener>,
    now: Option<Now<'_>>,
    reporter: &Reporter,
) -> Verdict {
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) => return Verdict::Missing,
        Err(error) => return Verdict::Wrong(Error::io("read", path, &error)),
    }
    let opener = opener.filter(|_| is_encrypted(device));
    let opened = || -> Result<(Option<u32>, bool), Error> {
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
            let demands = Requirements::default().target(container::begins(&input.bytes)).min_serial(args.min_serial);
            opener.open(&input, Some(device.mac), demands, reporter)?
        } else {
            open_alone(&input.bytes).map_err(|error| wrong(error.to_string()))?
        };
        is_as_listed(&opened)?;
        let keeps_user_values = opened.as_container().is_none();
        let is_as_made =
            |profile: &Profile<'_>| now.map_or(Ok(true), |now| now.contents.holds(now.row, profile, keeps_user_values));
        let is_fresh = match (opener::xml(&input, &opened), opened.as_container()) {
            (Some(xml), _) => is_as_made(&opener::parse(&opened, &xml, reporter)?.profile)?,
            (None, Some(container)) => is_as_made(&container.profile())?,
            (None, None) => true,
        };
        let is_container = opened.format() == Format::Spc;
        let model = match device.model {
            Some(_) if is_container => None,
            named => named.or(args.model),
        };
        if let Some(model) = model {
            check_model(&input, &opened, model, reporter)?;
        }
        Ok((opened.serial(), is_fresh))
    };
    match (opened(), device.serial) {
        (Err(error), _) => Verdict::Wrong(error),
        (Ok((Some(serial), _)), Some(listed)) if serial < listed => Verdict::Stale(Stale::Serial(serial)),
        (Ok((_, false)), _) => Verdict::Stale(Stale::Content),
        (Ok((_, true)), _) => Verdict::Fine,
    }
}

/// What the file of a row holds if it is made now.
#[derive(Clone, Copy)]
struct Now<'c> {
    contents: &'c Contents<'c>,
    row: &'c Row,
}

/// Whether the list does not say that the file of a device is in clear.
fn is_encrypted(device: &Listed) -> bool {
    device.format.is_none_or(|format| format.key_use() != KeyUse::Never)
}

/// A file that is not opened, as far as it is there.
fn unopened(path: &Path) -> Verdict {
    match path.try_exists() {
        Ok(true) => Verdict::Unopened,
        Ok(false) => Verdict::Missing,
        Err(error) => Verdict::Wrong(Error::io("read", path, &error)),
    }
}

/// Tries the key on a few files from all over a long list: with a wrong one, each file costs thousands of rounds of
/// hashing. One that opens, or fails for another reason, is proof enough to go on.
fn is_key_wrong(args: &Verify, files: &[(PathBuf, Listed)], opener: &Opener, reporter: &Reporter) -> bool {
    let step = files.len() / TRIED;
    if step < 2 {
        return false;
    }
    let mut own = open::opener(&args.open.key, &args.open.how).sharing(opener);
    let mut failed = 0_usize;
    for (path, device) in files.iter().step_by(step).filter(|(_, device)| is_encrypted(device)) {
        let kept = reporter.apart();
        kept.keep();
        match verdict(args, path, device, Some(&mut own), None, &kept) {
            Verdict::Missing => {}
            Verdict::Wrong(error) if error.is_by_key() => failed = failed.saturating_add(1),
            _ => return false,
        }
    }
    if failed < ENOUGH {
        return false;
    }
    let message = format!("wrong key: none of the {failed} files tried can be opened, so the others were skipped");
    reporter.error(&Error::new(Exit::NotOpenable, message).hint(Advice::CheckAll));
    true
}

/// Opens a file without a key.
fn open_alone(file: &[u8]) -> Result<Opened, spc_core::Error> {
    spc_core::open::Opener::from(Device::new()).open(file)
}
