//! `spc verify`: opens files as their devices would, and writes nothing.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value};
use spc_core::container::{self, KeyForm};
use spc_core::escape::{escape_json, without_keys};
use spc_core::open::Encryption;
use spc_files::fleet::{Contents, Folders, Layout, Naming};
use spc_files::read::{Input, KeyRequest, Opener, Requirements, is_dash, key_files, opener};
use spc_files::{Error, Exit, Reporter};

mod directory;
mod found;
mod model;

use self::found::SCHEMA;
use self::model::check_model;
use crate::args::Verify;
use crate::plan::{devices, fleet, names, open, source};

/// What is known about a file: facts in words that scripts can compare.
type Facts = Map<String, Value>;

pub(crate) fn run(args: &Verify, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let layout = names::layout(&args.names, Folders::One, Naming::InList)?;
    let mut opener = open::opener(&args.open.key, &args.open.how);
    let keys = key_files(&[opener.wanted()]);
    if let Some(list) = devices::open_list(args.devices.as_deref(), &args.writing, &keys, reporter)? {
        let folder = devices::directory(&args.files)?;
        let files = devices::files(folder, &args.names, args.model, list.devices()?, reporter)?;
        let named = fleet::bases(&args.base)?;
        let has_bases = !args.base.is_empty() || list.columns().base().is_some();
        let reading = source::reading(&args.source, list.and(keys));
        let contents = has_bases.then(|| Contents::load(&named, &reading, &list, args.model, reporter)).transpose()?;
        let unused = contents.as_ref().map(Contents::unused_bases).unwrap_or_default();
        fleet::warn_of_unused_bases(unused, reporter);
        directory::verify(args, folder, &files, &mut opener, contents.as_ref(), reporter)?;
        return reporter.settle();
    }
    devices::refuse_directories(&args.files)?;
    for path in &args.files {
        KeyRequest::share_stdin(Some(path), &[opener.wanted()])?;
    }
    if args.files.iter().filter(|path| is_dash(path)).count() > 1 {
        return Err(Error::usage("standard input can be read only once, but is used twice"));
    }
    let (mut worst, mut by_key, mut hints) = (None, 0_usize, Vec::new());
    let mut report = String::new();
    for path in &args.files {
        let mut facts = Facts::new();
        facts.insert("schema".into(), SCHEMA.into());
        let verified = verify(path, args, &layout, &mut opener, &mut facts, reporter);
        let opens = facts.contains_key("format");
        facts.insert("opens".into(), opens.into());
        // The other files are still worth a look.
        if let Err(failure) = verified {
            if failure.exit() == Exit::Interrupted {
                return Err(failure);
            }
            if let Error::Message { message, .. } = &failure {
                facts.insert("error".into(), without_keys(message).into());
            }
            facts.insert("exit".into(), (failure.exit() as u8).into());
            worst = worst.max(Some(failure.exit()));
            by_key = by_key.saturating_add(failure.is_by_key().into());
            reporter.error(&failure.hint_once(&mut hints));
        }
        if args.json {
            report.push_str(&(escape_json(&Value::from(facts).to_string()) + "\n"));
        }
    }
    if by_key > 1 {
        reporter.note(&format!("{by_key} of {} files cannot be opened with this key", args.files.len()));
    }
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(report.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| Error::stdout(&error))?;
    worst.map_or_else(|| reporter.settle(), |exit| Err(Error::Silent(exit)))
}

/// Opens one file, and says how that went.
fn verify(
    path: &Path,
    args: &Verify,
    layout: &Layout,
    opener: &mut Opener,
    facts: &mut Facts,
    reporter: &Reporter,
) -> Result<(), Error> {
    facts.insert("file".into(), path.display().to_string().into());
    let input = Input::read_regular(path, opener::LIMIT)?;
    let name = &input.name;
    let mac = args.open.mac.or_else(|| layout.device(path.file_name()?.to_str()?));
    // --mac demands that the file is for that device: a container by its target, a stock format, which has none, by a key
    // that is made for the device.
    let is_bound_by_key = opener.wanted().is_master() && !container::begins(&input.bytes);
    let target = args.open.mac.is_some() && !is_bound_by_key;
    let demands = Requirements::default().target(target).min_serial(args.min_serial);
    let opened = opener.open(&input, mac, demands, reporter)?;
    if let Some(xml) = opener::xml(&input, &opened) {
        opener::parse(&opened, &xml, reporter)?;
    }
    opener::note_warnings(&input, &opened, reporter);
    facts.insert("format".into(), opened.format().name().into());
    if let Some(mac) = mac {
        facts.insert("mac".into(), mac.to_string().into());
    }
    let is_hidden = opened.as_container().map_or_else(
        || !matches!(opened.encryption(), Encryption::None),
        |container| container.header().key_form() != KeyForm::None,
    );
    facts.insert("hidden".into(), is_hidden.into());
    let warnings: Vec<String> = opened.warnings().iter().map(|warning| format!("it was {warning}")).collect();
    if !warnings.is_empty() {
        facts.insert("warnings".into(), warnings.into());
    }
    if let Some(model) = args.model {
        check_model(&input, &opened, model, reporter)?;
    }
    match (opened.as_container(), opened.encryption()) {
        (Some(container), _) => {
            let header = container.header();
            facts.insert("serial".into(), header.serial().into());
            let secrecy = if is_hidden { "" } else { ", not hidden" };
            reporter.done(&format!("`{name}` opens (serial {}{secrecy})", header.serial()));
        }
        (None, Encryption::Openssl { digest, .. }) => {
            facts.insert("digest".into(), digest.to_string().into());
            reporter.note(&format!(
                "`{name}` opens with digest {digest}, but openssl enc has no integrity check: it may have been changed"
            ));
        }
        (None, Encryption::None) => reporter.done(&format!("`{name}` opens; it is not encrypted")),
        (None, _) => reporter.done(&format!("`{name}` opens")),
    }
    Ok(())
}
