//! One base of a run, and the result of filling it with a row.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

use spc_core::batch::Batch;
use spc_core::profile::{ParameterName, Profile, Value};
use spc_devices::check::is_guessable;
use spc_devices::handover::Handover;
use spc_devices::model::Model;
use spc_fleet::list::Row;
use spc_fleet::{key_placeholders, user_of};

use crate::fleet::run::bases::loader::Loaded;

/// A base, prepared for the list's columns and the files of one model and format.
#[derive(Debug)]
pub(crate) struct Base {
    pub(super) loaded: Arc<Loaded>,
    /// The batch, shared by the models whose files are made in the same way.
    pub(crate) batch: Arc<Batch>,
    /// The index of its batch in the run.
    pub(super) place: usize,
    /// Its model and format, as an index into those of the run.
    pub(crate) model_format: usize,
    /// The model that its rows are for: the one that they name, or else the one that the base names.
    pub(crate) model: Option<Model>,
    /// What determines whether a phone can read its next file; `None` if columns affect that.
    handover: Option<Handover>,
    /// SIP passwords that columns contribute to.
    passwords: Vec<Password>,
    /// The columns, as the batch counts them, that a rule uses as a key.
    keys: HashSet<usize>,
}

impl Base {
    /// A base with its place among the batches of a run; `columns` are the names of those that set values.
    pub(super) fn new(
        loaded: Arc<Loaded>,
        batch: Arc<Batch>,
        columns: &[&str],
        place: usize,
        model_format: usize,
    ) -> Self {
        let profile = &loaded.profile;
        let in_rules = |name: &ParameterName<'_>| profile.text_of(name.as_str()).into_iter().flat_map(key_placeholders);
        let names: HashSet<&str> = batch.varying().flat_map(|(name, _)| in_rules(name)).collect();
        let keys = (0..columns.len()).filter(|at| columns.get(*at).is_some_and(|name| names.contains(name))).collect();
        let is_in_base = |name: &str| profile.parameters.iter().any(|one| one.name.as_str() == name);
        let password = |name: &str| {
            let user = user_of(name)?;
            let auth = user.replacen("User_ID", "Auth_ID", 1);
            Some(Password { parameter: name.to_owned(), user, auth, is_in_base: is_in_base(name) })
        };
        let passwords = batch.varying().filter_map(|(name, _)| password(name.as_str())).collect();
        let handover = handover(profile, &batch);
        let model = loaded.model;
        Self { loaded, batch, place, model_format, model, handover, passwords, keys }
    }

    /// Sets the model that its rows name, if they name one.
    pub(super) fn for_model(self, model: Option<Model>) -> Self {
        Self { model: model.or(self.model), ..self }
    }

    /// The columns, as the batch counts them, that a rule uses as a key.
    pub(super) fn keys(&self) -> &HashSet<usize> {
        &self.keys
    }

    /// Whether a column is one of these.
    pub(crate) fn is_key(&self, place: usize) -> bool {
        self.keys.contains(&place)
    }

    /// Whether a placeholder of another template language with a name was reported.
    pub(super) fn has_reported(&self, name: &str) -> bool {
        self.loaded.marked.iter().any(|column| column == name)
    }

    /// Whether a value has a name between the marks of a template language other than ours.
    pub(super) fn marks(&self, name: &str) -> bool {
        const MARKS: [(&str, &str); 7] =
            [("{", "}"), ("%", "%"), ("[", "]"), ("<", ">"), ("@", "@"), ("#", "#"), ("$", "$")];
        let marked = MARKS.map(|(open, close)| format!("{open}{name}{close}"));
        let mut values = self.loaded.profile.parameters.iter().filter_map(|parameter| parameter.value.text());
        values.any(|value| marked.iter().any(|marked| value.contains(marked)))
    }

    /// The columns, as the batch counts them, that set a parameter whose value in the base has placeholders, each with those.
    pub(crate) fn replaced(&self) -> impl Iterator<Item = (&str, usize, Vec<usize>)> {
        self.batch.varying().filter_map(|(name, columns)| {
            let (whole, parts) = columns.split_first()?;
            (!self.batch.is_placeholder(*whole) && !parts.is_empty()).then(|| (name.as_str(), *whole, parts.to_vec()))
        })
    }

    /// The base itself.
    pub(crate) fn profile(&self) -> &Profile<'static> {
        &self.loaded.profile
    }

    /// What distinguishes the base and its model from others of the run.
    pub(crate) const fn kind(&self) -> (usize, usize) {
        (self.place, self.model_format)
    }

    /// The values of a row for this base.
    pub(crate) fn values<'r>(&self, row: &'r Row) -> Vec<&'r str> {
        self.loaded.columns.iter().map(|column| row.cell(*column)).collect()
    }

    /// What determines whether the phone of a row can read its next file.
    pub(crate) fn handover(&self, values: &[&str]) -> Cow<'_, Handover> {
        match &self.handover {
            Some(handover) => Cow::Borrowed(handover),
            None => Cow::Owned(Handover::new(|name| self.value(name, values))),
        }
    }

    /// The value that a row's file gives a parameter.
    fn value<'r>(&'r self, name: &str, values: &'r [&'r str]) -> Option<Cow<'r, str>> {
        match self.batch.value(name, values) {
            Some(Value::Set(text)) => Some(text),
            Some(Value::Keep) => None,
            None => self.loaded.profile.text_of(name).map(Cow::Borrowed),
        }
    }

    /// Whether a row leaves a line without a password although the line has a user.
    pub(crate) fn leaves_password_empty(&self, values: &[&str]) -> bool {
        self.passwords.iter().any(|Password { parameter, user, is_in_base, .. }| {
            let user = self.value(user, values);
            match self.value(parameter, values) {
                Some(password) => password.is_empty() && user.is_none_or(|user| !user.is_empty()),
                // The phone keeps its present password, which is intended if the base says so.
                None => user.is_some_and(|user| !user.is_empty()) && !is_in_base,
            }
        })
    }

    /// Whether a row gives a line a password that attackers try first for its user name.
    pub(crate) fn has_guessable_password(&self, values: &[&str]) -> bool {
        self.passwords.iter().any(|Password { parameter, user, auth, .. }| {
            let is_of = |user: &str, password: &str| is_guessable(password, self.value(user, values).as_deref());
            self.value(parameter, values).is_some_and(|password| is_of(user, &password) || is_of(auth, &password))
        })
    }

    /// The column of the list that corresponds to a column of `batch`.
    pub(crate) fn column(&self, place: usize) -> Option<usize> {
        self.loaded.columns.get(place).copied()
    }
}

/// The SIP password of a line.
#[derive(Debug)]
struct Password {
    parameter: String,
    /// The parameter with the user name of its line.
    user: String,
    /// The parameter with the name that the line authenticates with, if it is a different one.
    auth: String,
    is_in_base: bool,
}

/// What determines whether a phone can read its next file, if that is the same for all rows.
fn handover(profile: &Profile<'_>, batch: &Batch) -> Option<Handover> {
    let varying: HashSet<&str> = batch.varying().map(|(name, _)| name.as_str()).collect();
    let is_same = Cell::new(true);
    let handover = Handover::new(|name| {
        is_same.set(is_same.get() && !varying.contains(name));
        profile.text_of(name).map(Cow::Borrowed)
    });
    is_same.get().then_some(handover)
}
