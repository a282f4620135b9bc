//! The checks: what a device would ignore, misread or be harmed by, found before it is compiled.
//!
//! Knows: which checks there are, and how a run of them goes. Must not know: how a finding is shown, files, arguments.
//! One file per theme; each has the rows of its checks next to the code that makes their findings. A check that needs
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
pub use secrets::{is_guessable, is_masked};
pub use subject::Source;
use subject::Subject;
pub(crate) use templates::next_placeholder;

/// The function that looks at a profile, and the checks it reports.
struct Theme {
    checks: &'static [&'static Check],
    run: fn(&Subject<'_>, &mut Vec<Diagnostic>),
}

/// Every theme, in the order of the codes.
static THEMES: &[Theme] = &[
    Theme { checks: names::CHECKS, run: names::run },
    Theme { checks: shape::NESTED, run: shape::nested },
    Theme { checks: values::CHECKS, run: values::run },
    Theme { checks: limits::CHECKS, run: limits::run },
    Theme { checks: variables::CHECKS, run: variables::run },
    Theme { checks: ignored::CHECKS, run: ignored::run },
    Theme { checks: rules::CHECKS, run: rules::run },
    Theme { checks: branches::CHECKS, run: branches::run },
    Theme { checks: options::CHECKS, run: options::run },
    Theme { checks: upgrades::CHECKS, run: upgrades::run },
    Theme { checks: expansion::CHECKS, run: expansion::run },
    Theme { checks: secrets::CHECKS, run: secrets::run },
    Theme { checks: exposure::CHECKS, run: exposure::run },
    Theme { checks: dial_plans::CHECKS, run: dial_plans::run },
    Theme { checks: emergency::CHECKS, run: emergency::run },
    Theme { checks: tones::CHECKS, run: tones::run },
    Theme { checks: rings::CHECKS, run: rings::run },
    Theme { checks: time::CHECKS, run: time::run },
    Theme { checks: schedules::CHECKS, run: schedules::run },
    Theme { checks: key_functions::CHECKS, run: key_functions::run },
    Theme { checks: star_codes::CHECKS, run: star_codes::run },
    Theme { checks: softkeys::CHECKS, run: softkeys::run },
    Theme { checks: directories::CHECKS, run: directories::run },
    Theme { checks: patterns::CHECKS, run: patterns::run },
    Theme { checks: addresses::CHECKS, run: addresses::run },
    Theme { checks: network::CHECKS, run: network::run },
    Theme { checks: ports::CHECKS, run: ports::run },
    Theme { checks: registration::CHECKS, run: registration::run },
    Theme { checks: calls::CHECKS, run: calls::run },
    Theme { checks: fax::CHECKS, run: fax::run },
    Theme { checks: templates::CHECKS, run: templates::run },
    Theme { checks: program_values::CHECKS, run: program_values::run },
    Theme { checks: suppression::CHECKS, run: |_, _| {} },
    Theme { checks: stated::CHECKS, run: |_, _| {} },
    Theme { checks: shape::EMPTY, run: shape::empty },
    Theme { checks: reachability::CHECKS, run: reachability::run },
];

/// Every check, in the order of the codes.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    THEMES.iter().flat_map(|theme| theme.checks.iter().copied())
}

/// The check of this code.
#[must_use]
pub fn find(code: Code) -> Option<&'static Check> {
    checks().find(|check| check.code == code)
}

/// What guides limit the values of a parameter to, in words: `0 to 64 seconds`.
pub(crate) fn documented_limit(name: &str, family: Family) -> Option<String> {
    limits::documented(name, family).or_else(|| calls::documented(name))
}

/// Whether a profile says that it is for a stock device: by a comment that names the model, or as a dump of a device does.
///
/// `sources` are as [`Checker::check`] takes them.
#[must_use]
pub fn is_for_device(sources: &[Source<'_>], parsed: &Parsed<'_>) -> bool {
    stated::is_for_device(sources, parsed, &directives::read(sources, parsed))
}

/// A run of all checks over a profile, and what its caller knows about it.
///
/// Takes time linear in the profile. It holds nothing between two profiles, so one may serve many threads.
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
    /// Without a model, as one of several files, and reporting every check.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The device that the profile is for; without one, the device that the profile itself names, if it does.
    #[must_use]
    pub const fn model(mut self, model: Option<Model>) -> Self {
        self.model = model;
        self
    }

    /// Whether the profile is the whole configuration of its device, so that what it lacks has its factory default.
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

    /// The columns of a device list that fills in `{{column}}` for each device. Whether the list has every column that
    /// a profile names is for [`spc_core::batch`] to say: no `{{..}}` is reported as left over once there is a column.
    #[must_use]
    pub fn columns(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.columns = names.into_iter().map(Into::into).collect();
        self
    }

    /// Which severity findings get.
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

    /// What is wrong with a profile, in the order of the sources and of the places in them.
    ///
    /// `sources` are the profile and the files that it imports, in the order in which they were read, as
    /// [`Span::source`](spc_core::diagnostic::Span::source) counts them. No message holds the value of a secret.
    #[must_use]
    pub fn check(&self, sources: &[Source<'_>], parsed: &Parsed<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let directives = directives::read(sources, parsed);
        let model = stated::model(self.model, &directives, sources, parsed, &mut findings);
        let mut subject = Subject::new(sources, parsed, model);
        subject.is_complete = self.is_complete;
        subject.emergency = &self.emergency;
        subject.columns = &self.columns;
        for theme in THEMES {
            (theme.run)(&subject, &mut findings);
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
        // Several rules may use one parameter, and each of them leads to what is wrong with it.
        findings
            .dedup_by(|one, other| one.code == other.code && one.span == other.span && one.message == other.message);
        findings
    }

    /// The same for a profile that devices of several models get: each finding once, with the models that have it where
    /// others do not. `None` is for devices of an unknown model.
    ///
    /// Takes time linear in the number of models, each as long as [`check`](Self::check).
    #[must_use]
    pub fn check_for(&self, models: &[Option<Model>], sources: &[Source<'_>], parsed: &Parsed<'_>) -> Vec<Diagnostic> {
        let one = |model: &Option<Model>| (*model, self.clone().model(*model).check(sources, parsed));
        let mut findings = several::fold(models.iter().map(one).collect());
        findings.sort_by_key(|finding| (finding.span.source(), finding.span.start(), finding.code));
        findings
    }

    /// What the reader found, with the severity that the caller and the profile's comments ask for.
    ///
    /// Warnings can be raised and hidden as those of a check, by their code. Errors stay: there is no profile then, so that
    /// `parsed` is `None`.
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
        found.retain_mut(|finding| {
            if finding.severity == Severity::Error {
                return true;
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
