//! Opens a file as its device would, and refuses one that is not for it.
//!
//! Knows: the device, and what a file must be for it. Must not know: where the file is, or how the result is shown.

use spc_core::container;
use spc_core::open::{self, Opened};
use spc_core::profile::Profile;
use spc_core::{Format, TargetMac};
use spc_devices::model::Model;
use spc_devices::reading::ReadBy;

use crate::read::input::Input;
use crate::read::opener::{self, Opener, Requirements};
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;
use crate::verify::verified::Verified;

/// Which files must show that they are for their device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Binding {
    /// None: the address is only what the name of the file suggests.
    #[default]
    Unchecked,
    /// Containers, which must be bound to the address. Other formats are bound by their key, if by anything.
    Containers,
    /// All: a container by its address, any other file by a key that is made for the device.
    All,
}

/// What a file is expected to be: which device opens it, and what that device demands.
///
/// ```
/// use spc_files::Reporter;
/// use spc_files::read::Input;
/// use spc_files::verify::{Binding, Expected};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("000e08aabbcc.cfg");
/// std::fs::write(&path, "<flat-profile><A>1</A></flat-profile>")?;
///
/// let expected = Expected::new().device("000e08aabbcc".parse()?, Binding::Containers);
/// let verified = expected.verify(&Input::read(&path, 1 << 20)?, None, &Reporter::default())?;
/// assert!(!verified.is_encrypted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected {
    pub(super) mac: Option<TargetMac>,
    binding: Binding,
    min_serial: u32,
    format: Option<Format>,
    model: Option<Model>,
}

impl Expected {
    /// Anything that opens, for no device in particular.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The device that opens the file, and whether the file must be for no other.
    #[must_use]
    pub const fn device(mut self, mac: TargetMac, binding: Binding) -> Self {
        (self.mac, self.binding) = (Some(mac), binding);
        self
    }

    /// The lowest serial that is accepted.
    #[must_use]
    pub const fn min_serial(mut self, serial: u32) -> Self {
        self.min_serial = serial;
        self
    }

    /// The format that the file must have, if only one is right.
    #[must_use]
    pub const fn format(mut self, format: Option<Format>) -> Self {
        self.format = format;
        self
    }

    /// The model of the device: whether it reads the file is found out.
    #[must_use]
    pub const fn model(mut self, model: Option<Model>) -> Self {
        self.model = model;
        self
    }

    /// Opens a file, which must hold a profile. Without an opener it is opened as by a device that has no key.
    ///
    /// # Errors
    /// It does not open, is not what is expected, or is not a profile; the findings about a profile were shown.
    pub fn verify(&self, input: &Input, opener: Option<&mut Opener>, reporter: &Reporter) -> Result<Verified, Error> {
        self.verify_with(input, opener, |_, _| Ok(()), reporter).map(|(verified, ())| verified)
    }

    /// The same, and `look` sees the profile.
    ///
    /// # Errors
    /// Those of [`Self::verify`], and that of `look`.
    pub fn verify_with<T>(
        &self,
        input: &Input,
        opener: Option<&mut Opener>,
        look: impl FnOnce(&Opened, &Profile<'_>) -> Result<T, Error>,
        reporter: &Reporter,
    ) -> Result<(Verified, T), Error> {
        let opened = self.open(input, opener, reporter)?;
        let seen = seen_by(look, input, &opened, reporter)?;
        opener::note_warnings(input, &opened, reporter);
        let verified = Verified::new(input.name.clone(), self.mac, &opened, self.model);
        if let Some((model, Ok(ReadBy::Before11_3))) = verified.read_by {
            let (file, name) = (&verified.name, model.name());
            reporter.note(&format!("`{file}` was made with md5, which {name} reads only before firmware 11.3"));
        }
        Ok((verified, seen))
    }

    fn open(&self, input: &Input, opener: Option<&mut Opener>, reporter: &Reporter) -> Result<Opened, Error> {
        let wrong = |why: String| Error::new(Exit::NotOpenable, format!("`{}`: {why}", input.name));
        let opened = if let Some(opener) = opener {
            let is_container = container::begins(&input.bytes);
            let is_for_it = match self.binding {
                Binding::Unchecked => false,
                Binding::Containers => is_container,
                Binding::All => is_container || !opener.wanted().is_master(),
            };
            let demands = Requirements::default().target(is_for_it).min_serial(self.min_serial);
            opener.open(input, self.mac, demands, reporter)?
        } else {
            open::Opener::new().open(&input.bytes).map_err(|error| wrong(error.to_string()))?
        };
        match self.format {
            Some(format) if opened.format() != format => {
                Err(wrong(format!("the file is {}, but the expected format is {}", opened.format(), format.name())))
            }
            _ => Ok(opened),
        }
    }
}

/// What `look` makes of the profile in a file.
fn seen_by<T>(
    look: impl FnOnce(&Opened, &Profile<'_>) -> Result<T, Error>,
    input: &Input,
    opened: &Opened,
    reporter: &Reporter,
) -> Result<T, Error> {
    if let Some(container) = opened.as_container() {
        return look(opened, &container.profile());
    }
    let xml = opener::xml(input, opened).expect("what is not a container holds XML");
    look(opened, &opener::parse(opened, &xml, reporter)?.profile)
}
