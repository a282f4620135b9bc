//! The checks: they find what a device would ignore, misread or be harmed by, before a profile is compiled.
//!
//! Knows: which checks there are, and how they are run. Must not know: how a finding is shown, files, arguments. There
//! is one file per topic, with the rows of its checks next to the code that makes their findings. A check that needs
//! two parameters reports only when both are in the profile, because devices apply several files one after the other,
//! unless the caller says that this one is the whole configuration.
//!
//! ```
//! use spc_core::source::{self, Syntax};
//! use spc_devices::check::{Checker, Source};
//!
//! let source = b"<flat-profile><User_ID_1_>{{extension}}</User_ID_1_></flat-profile>";
//! let parsed = source::read(source)?;
//! let findings = Checker::new().check(&[Source::new(source, Syntax::Xml)], &parsed);
//! assert_eq!(findings[0].to_string(), "warning: `{{extension}}` is an unfilled placeholder [SPC1301]");
//! # Ok::<(), spc_core::diagnostic::Diagnostics>(())
//! ```

use spc_core::diagnostic::{Code, Diagnostic, Severity};
use spc_core::source::Parsed;

use crate::dictionary::Dictionary;
use crate::model::{Family, Model};

mod addresses;
mod branches;
mod calls;
mod definition;
mod dial_plans;
mod directives;
mod directories;
mod emergency;
mod expansion;
mod exposure;
mod fax;
mod ignored;
mod key_functions;
mod levels;
mod limits;
mod line;
mod names;
mod network;
mod no_model;
mod not_there;
mod options;
mod patterns;
mod ports;
mod program_values;
mod reachability;
mod registration;
mod rings;
mod rules;
mod schedules;
mod secrets;
mod several;
mod shape;
mod softkeys;
mod star_codes;
mod start_tag;
mod stated;
mod subject;
mod suppression;
mod templates;
mod time;
mod tones;
mod upgrades;
mod values;
mod variables;
mod words;

pub use definition::{Check, Example, Group, Soundness};
pub use levels::{Level, Levels, Selector, UnknownSelector};
pub use program_values::is_no_value;
pub use secrets::{is_guessable, is_masked};
pub use subject::Source;
use subject::Subject;
pub use templates::has_placeholder;
pub(crate) use templates::next_placeholder;

/// The function that looks at a profile, and the checks that it reports.
struct Topic {
    checks: &'static [&'static Check],
    run: fn(&Subject<'_>, &mut Vec<Diagnostic>),
}

/// Every topic, in the order of the codes.
static TOPICS: &[Topic] = &[
    Topic { checks: names::CHECKS, run: names::run },
    Topic { checks: shape::NESTED, run: shape::nested },
    Topic { checks: values::CHECKS, run: values::run },
    Topic { checks: &[], run: no_model::run },
    Topic { checks: limits::CHECKS, run: limits::run },
    Topic { checks: variables::CHECKS, run: variables::run },
    Topic { checks: ignored::CHECKS, run: ignored::run },
    Topic { checks: rules::CHECKS, run: rules::run },
    Topic { checks: branches::CHECKS, run: branches::run },
    Topic { checks: options::CHECKS, run: options::run },
    Topic { checks: upgrades::CHECKS, run: upgrades::run },
    Topic { checks: expansion::CHECKS, run: expansion::run },
    Topic { checks: secrets::CHECKS, run: secrets::run },
    Topic { checks: exposure::CHECKS, run: exposure::run },
    Topic { checks: dial_plans::CHECKS, run: dial_plans::run },
    Topic { checks: emergency::CHECKS, run: emergency::run },
    Topic { checks: tones::CHECKS, run: tones::run },
    Topic { checks: rings::CHECKS, run: rings::run },
    Topic { checks: time::CHECKS, run: time::run },
    Topic { checks: schedules::CHECKS, run: schedules::run },
    Topic { checks: key_functions::CHECKS, run: key_functions::run },
    Topic { checks: star_codes::CHECKS, run: star_codes::run },
    Topic { checks: softkeys::CHECKS, run: softkeys::run },
    Topic { checks: directories::CHECKS, run: directories::run },
    Topic { checks: patterns::CHECKS, run: patterns::run },
    Topic { checks: addresses::CHECKS, run: addresses::run },
    Topic { checks: network::CHECKS, run: network::run },
    Topic { checks: ports::CHECKS, run: ports::run },
    Topic { checks: registration::CHECKS, run: registration::run },
    Topic { checks: calls::CHECKS, run: calls::run },
    Topic { checks: fax::CHECKS, run: fax::run },
    Topic { checks: templates::CHECKS, run: templates::run },
    Topic { checks: program_values::CHECKS, run: program_values::run },
    Topic { checks: suppression::CHECKS, run: |_, _| {} },
    Topic { checks: stated::CHECKS, run: |_, _| {} },
    Topic { checks: shape::EMPTY, run: shape::empty },
    Topic { checks: reachability::CHECKS, run: reachability::run },
];

/// Every check, in the order of the codes.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    TOPICS.iter().flat_map(|topic| topic.checks.iter().copied())
}

/// The check with this code.
#[must_use]
pub fn find(code: Code) -> Option<&'static Check> {
    checks().find(|check| check.code == code)
}

/// The limits that guides set for the values of a parameter, in words: `0 to 64 seconds`.
pub(crate) fn documented_limit(name: &str, family: Family) -> Option<String> {
    limits::documented(name, family).or_else(|| calls::documented(name))
}

/// Whether a profile says that it is for a stock device: in a comment that names the model, or in the way a device's
/// dump does.
///
/// `sources` are as [`Checker::check`] takes them.
#[must_use]
pub fn is_for_device(sources: &[Source<'_>], parsed: &Parsed<'_>) -> bool {
    stated::is_for_device(sources, parsed, &directives::read(sources, parsed))
}

/// Runs all checks on a profile, with what its caller knows about it.
///
/// Takes time linear in the size of the profile. It keeps nothing between two profiles, so many threads may share one.
///
/// ```
/// use spc_core::diagnostic::Severity;
/// use spc_core::source::{self, Syntax};
/// use spc_devices::check::{Checker, Group, Level, Levels, Selector, Source};
/// use spc_devices::model::Model;
///
/// let bytes = b"<flat-profile><Dial_Plan_1_>([2-9]xxxxxx)</Dial_Plan_1_></flat-profile>";
/// let parsed = source::read(bytes)?;
/// let checker = Checker::new()
///     .model(Model::find("spa504g").ok())
///     .emergency(["112"])
///     .levels(Levels::default().with(Selector::Group(Group::DialPlans), Level::Deny));
/// let findings = checker.check(&[Source::new(bytes, Syntax::Xml)], &parsed);
/// let finding = findings.iter().find(|finding| finding.message.starts_with("112 is")).expect("112 does not get out");
/// assert_eq!(finding.severity, Severity::Error);
/// # Ok::<(), spc_core::diagnostic::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Checker {
    model: Option<Model>,
    is_complete: bool,
    emergency: Vec<String>,
    columns: Vec<String>,
    levels: Levels,
}

impl Checker {
    /// A checker without a model, for one of several files, that reports every check.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The device that the profile is for; without one, the device that the profile itself names, if it names one.
    #[must_use]
    pub const fn model(mut self, model: Option<Model>) -> Self {
        self.model = model;
        self
    }

    /// Whether the profile is the device's whole configuration, so that whatever it lacks has its factory default.
    #[must_use]
    pub const fn complete(mut self, is_complete: bool) -> Self {
        self.is_complete = is_complete;
        self
    }

    /// Numbers that must get through, such as `112`, in addition to those in the profile.
    #[must_use]
    pub fn emergency(mut self, numbers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.emergency = numbers.into_iter().map(Into::into).collect();
        self
    }

    /// The columns of a device list that fills in `{{column}}` for each device. [`spc_core::batch`] reports whether the
    /// list has every column that a profile names: once there is a column, no `{{..}}` is reported as left over.
    #[must_use]
    pub fn columns(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.columns = names.into_iter().map(Into::into).collect();
        self
    }

    /// The severity that findings get.
    #[must_use]
    pub fn levels(mut self, levels: Levels) -> Self {
        self.levels = levels;
        self
    }

    /// The model that a profile is checked for: the one that was chosen, or else the one that the profile itself names.
    #[must_use]
    pub fn model_of(&self, sources: &[Source<'_>], parsed: &Parsed<'_>) -> Option<Model> {
        stated::model(self.model, &directives::read(sources, parsed), sources, parsed, &mut Vec::new())
    }

    /// What is wrong with a profile, in the order of the sources and the places in them.
    ///
    /// `sources` are the profile and the files that it imports, in the order in which they were read, as
    /// [`Span::source`](spc_core::diagnostic::Span::source) counts them. No message contains the value of a secret.
    #[must_use]
    pub fn check(&self, sources: &[Source<'_>], parsed: &Parsed<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let directives = directives::read(sources, parsed);
        let model = stated::model(self.model, &directives, sources, parsed, &mut findings);
        let mut subject = Subject::new(sources, parsed, model);
        subject.is_complete = self.is_complete;
        subject.emergency = &self.emergency;
        subject.columns = &self.columns;
        for topic in TOPICS {
            (topic.run)(&subject, &mut findings);
        }
        let all: Vec<&Check> = checks().collect();
        let suppressed = suppression::read(&directives, &all, &mut findings);
        findings.retain_mut(|finding| {
            let Some(check) = find(finding.code) else { return true };
            let severity = self.levels.apply(check, finding.severity);
            finding.severity = severity.unwrap_or(finding.severity);
            severity.is_some() && !suppressed.hides(check, finding.span)
        });
        findings.sort_by_key(|finding| (finding.span.source(), finding.span.start(), finding.code));
        not_there::drop_values(&subject, &all, &mut findings);
        // Several rules may use one parameter, and each of them leads to what is wrong with it.
        findings
            .dedup_by(|one, other| one.code == other.code && one.span == other.span && one.message == other.message);
        templates::fold_typographic(&mut findings);
        findings
    }

    /// The same for a profile for devices of several models: each finding once, naming the models that have it if
    /// others do not. `None` means devices of an unknown model.
    ///
    /// Takes time linear in the number of models, each as long as [`check`](Self::check).
    #[must_use]
    pub fn check_for(&self, models: &[Option<Model>], sources: &[Source<'_>], parsed: &Parsed<'_>) -> Vec<Diagnostic> {
        let one = |model: &Option<Model>| (*model, self.clone().model(*model).check(sources, parsed));
        let mut findings = several::fold(models.iter().map(one).collect());
        findings.sort_by_key(|finding| (finding.span.source(), finding.span.start(), finding.code));
        findings
    }

    /// What the reader found, with the severity that the caller and the comments in the profile ask for.
    ///
    /// Warnings can be raised and hidden by their code, like those of a check. Errors stay: there is no profile then,
    /// so `parsed` is `None`, and a hint with the spelling of a name has that of the model. Repeats that a finding about
    /// status lines explains are dropped.
    #[must_use]
    pub fn weigh(
        &self,
        sources: &[Source<'_>],
        parsed: Option<&Parsed<'_>>,
        mut found: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let directives = parsed.map(|parsed| directives::read(sources, parsed)).unwrap_or_default();
        let all: Vec<&Check> = checks().collect();
        let suppressed = suppression::read(&directives, &all, &mut Vec::new());
        if parsed.is_none() && found.iter().any(|finding| finding.parameter.is_some()) {
            let model = self.model_of(sources, &Parsed::default());
            names::spell(model.and_then(Dictionary::of), &mut found);
        }
        found.retain_mut(|finding| {
            if finding.severity == Severity::Error {
                return true;
            }
            if start_tag::is_repeated_by_status(finding, sources) {
                return false;
            }
            let severity = self.levels.apply_to_reader(finding.code, finding.severity);
            finding.severity = severity.unwrap_or(finding.severity);
            severity.is_some() && !suppressed.hides_code(finding.code, finding.span)
        });
        found
    }
}

#[cfg(test)]
mod tests;
