//! What each device's file would hold if it were made now, to compare with the existing file.
//!
//! Knows: rows and bases. Must not know: formats, keys and files, which make no difference to the content.

use spc_core::profile::Profile;
use spc_core::source::to_xml;
use spc_core::{Format, Recipient, Target};
use spc_devices::model::Model;
use spc_fleet::ModelFormat;
use spc_fleet::list::{Row, RowError};

use crate::fleet::list::{ListFile, ListRows};
use crate::fleet::run::bases::{Bases, ModelFormats};
use crate::fleet::run::profiles::Profiles;
use crate::read::profile::Reading;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// The contents of the files of a list.
#[derive(Debug)]
pub struct Contents<'a> {
    list: &'a ListFile<'a>,
    bases: Bases,
    unused: Vec<Model>,
}

impl<'a> Contents<'a> {
    /// Reads the bases; `model` is the model of rows that name none.
    ///
    /// # Errors
    /// A base cannot be read or used, or rows have none.
    pub fn load(
        named: &Profiles,
        reading: &Reading,
        list: &'a ListFile<'a>,
        model: Option<Model>,
        reporter: &Reporter,
    ) -> Result<Self, Error> {
        let kinds = list.kinds(reporter)?;
        let (model_formats, of_kind) = list.model_formats(&kinds, ModelFormat::new(model, Format::Xml));
        let targets = vec![Target::Xml; model_formats.len()];
        let unused = named.unused(&kinds, &of_kind, &model_formats);
        // The model makes no difference to the content of a file, so all are prepared like the first one.
        let alike = vec![0; model_formats.len()];
        let model_formats = ModelFormats::new(of_kind, &model_formats, &alike);
        let bases = Bases::load(named, reading, list, kinds, &model_formats, &targets, reporter)?;
        match bases.fault() {
            Some(fault) => Err(Error::new(Exit::Input, format!("`{}`: {fault}", list.name))),
            None => Ok(Self { list, bases, unused }),
        }
    }

    /// The models and series whose base no row uses.
    #[must_use]
    pub fn unused_bases(&self) -> &[Model] {
        &self.unused
    }

    /// The rows, from the first one on.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn rows(&self, reporter: &Reporter) -> Result<ContentRows<'_>, Error> {
        Ok(ContentRows { list: self.list, rows: self.list.rows(reporter)? })
    }

    /// Whether a profile is the one that a row's file would hold. `keeps_user_values` says whether the file can store
    /// `preserve-value`, which a container cannot (FORMAT 7.7).
    ///
    /// # Errors
    /// No file can be made for the row, or the list was changed.
    pub fn holds(
        &self,
        row: &Row,
        profile: &Profile<'_>,
        keeps_user_values: bool,
        reporter: &Reporter,
    ) -> Result<bool, Error> {
        let device = self.list.columns().device(row).map_err(|_| self.list.changed(reporter))?;
        let base = self.bases.find(&device).map_err(|_| self.list.changed(reporter))?;
        let values = base.values(row);
        let made = base.batch.xml_for(&Recipient::new(device.mac, &values)).map_err(|error| {
            let message = format!("no file can be made for line {} of `{}`: {error}", row.line(), self.list.name);
            Error::new(Exit::Input, message)
        })?;
        let is_made = |profile: &Profile<'_>| to_xml(profile).is_ok_and(|held| held == made);
        if keeps_user_values || base.profile().kept_for_users() == 0 {
            return Ok(is_made(profile));
        }
        let mut profile = profile.clone();
        for parameter in &mut profile.parameters {
            parameter.keeps_user_value = base.profile().keeps_user_value(parameter.name.as_str());
        }
        Ok(is_made(&profile))
    }
}

/// The rows of a list whose devices are already known.
#[derive(Debug)]
pub struct ContentRows<'a> {
    list: &'a ListFile<'a>,
    rows: ListRows<'a>,
}

impl ContentRows<'_> {
    /// The next rows, all of them.
    ///
    /// # Errors
    /// The list no longer has that many rows, or they cannot be read.
    pub fn next(&mut self, count: usize, reporter: &Reporter) -> Result<Vec<Row>, Error> {
        let read = |_| {
            let mut row = Row::default();
            match self.rows.read(&mut row) {
                Ok(true) => Ok(row),
                Err(RowError::Io(error)) => Err(Error::io("read", self.list.path, &error)),
                Ok(false) | Err(_) => Err(self.list.changed(reporter)),
            }
        };
        (0..count).map(read).collect()
    }

    /// Checks that the list still is the one whose devices are known.
    ///
    /// # Errors
    /// It has changed.
    pub fn end(&self, reporter: &Reporter) -> Result<(), Error> {
        self.list.unchanged(reporter)
    }
}
