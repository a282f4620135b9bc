//! What a check is, with everything that a person may want to know about it.
//!
//! Knows: codes, groups, explanations, examples. Must not know: how any check works.

use core::fmt;

use spc_core::diagnostic::{Code, Severity};

/// One check: what it reports, how far it can be trusted, and examples that prove it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Check {
    /// Its number, as in `SPC0501`: stable, never reused.
    pub code: Code,
    /// A short name of small letters and hyphens, as in `unknown-parameter`.
    pub name: &'static str,
    /// The group that it can be turned on and off with.
    pub group: Group,
    /// How severe a finding is, unless the finding itself has a reason to differ.
    pub severity: Severity,
    /// When a finding is certain.
    pub soundness: Soundness,
    /// What it reports, in one sentence.
    pub summary: &'static str,
    /// Why it matters and how to fix it, in a few sentences.
    pub explanation: &'static str,
    /// Where the facts come from: a section of the reference, a guide, a report.
    pub source: &'static str,
    /// Profiles in which it reports something. They are made on demand: a table of them would be two thousand pointers,
    /// which the loader would have to write whenever a program starts.
    pub fires: fn() -> Vec<Example>,
    /// Profiles that look alike and in which it reports nothing.
    pub silent: fn() -> Vec<Example>,
}

/// The groups of checks; each can be allowed, warned about or denied as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Group {
    /// Names of parameters: unknown, misspelt, of another family.
    Names,
    /// Values: kinds, choices, ranges, lengths.
    Values,
    /// Leftovers of templates, double escaping, typographic characters.
    Templates,
    /// Provisioning rules and upgrades.
    Provisioning,
    /// Passwords, keys and what exposes them.
    Secrets,
    /// Dial plans.
    DialPlans,
    /// Tones, rings, cadences, LEDs and time.
    Tones,
    /// Line keys, softkeys, star codes and directories.
    Keys,
    /// Addresses, ports, lines and codecs.
    Network,
    /// The profile as a whole: a phone that can never be reached again.
    Profile,
}

impl Group {
    /// Every group, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Names,
        Self::Values,
        Self::Templates,
        Self::Provisioning,
        Self::Secrets,
        Self::DialPlans,
        Self::Tones,
        Self::Keys,
        Self::Network,
        Self::Profile,
    ];

    /// Its name on the command line, as in `dial-plans`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Values => "values",
            Self::Templates => "templates",
            Self::Provisioning => "provisioning",
            Self::Secrets => "secrets",
            Self::DialPlans => "dial-plans",
            Self::Tones => "tones",
            Self::Keys => "keys",
            Self::Network => "network",
            Self::Profile => "profile",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// When a finding is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Soundness {
    /// Always.
    Sound,
    /// When the model is known; without a model the check reports only what is wrong for every known one, if anything.
    NeedsModel,
    /// When the profile is the whole configuration of the device; several files may be applied one after the other.
    NeedsWholeConfiguration,
    /// Usually: the check depends on what such a profile usually means.
    Heuristic,
}

impl fmt::Display for Soundness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sound => "sound",
            Self::NeedsModel => "needs the model",
            Self::NeedsWholeConfiguration => "needs the whole configuration",
            Self::Heuristic => "heuristic",
        })
    }
}

/// A small profile, and what its caller says about it; or a command with the files that it reads; or a situation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Example {
    /// The parameters of an XML profile, without the `flat-profile` around them; a whole source if it begins with
    /// `<?xml`, `<flat-profile` or, in plain text, with `#`.
    pub profile: &'static str,
    /// The model it is checked for.
    pub model: Option<&'static str>,
    /// Whether the caller says it is the whole configuration.
    pub complete: bool,
    /// Emergency numbers that the caller names.
    pub emergency: &'static [&'static str],
    /// The command of a shell that reports the code, if it is not `spc check` with the profile.
    pub command: Option<&'static str>,
    /// The files that the command reads, each with its name and its text.
    pub files: &'static [(&'static str, &'static str)],
    /// When the code is reported, in words that complete a sentence, if no small file or command shows it.
    pub situation: Option<&'static str>,
}

impl Example {
    /// A profile without a named model.
    #[must_use]
    pub const fn of(profile: &'static str) -> Self {
        Self { profile, model: None, complete: false, emergency: &[], command: None, files: &[], situation: None }
    }

    /// A command that needs no files.
    #[must_use]
    pub const fn by(command: &'static str) -> Self {
        Self { command: Some(command), ..Self::of("") }
    }

    /// The same command, with the files that it reads.
    #[must_use]
    pub const fn with(self, files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, ..self }
    }

    /// What no small file or command shows.
    #[must_use]
    pub const fn when(situation: &'static str) -> Self {
        Self { situation: Some(situation), ..Self::of("") }
    }

    /// A profile of a model.
    #[must_use]
    pub const fn on(model: &'static str, profile: &'static str) -> Self {
        Self { model: Some(model), ..Self::of(profile) }
    }

    /// The same profile, as the whole configuration of the device.
    #[must_use]
    pub const fn complete(self) -> Self {
        Self { complete: true, ..self }
    }

    /// The same profile, with these emergency numbers.
    #[must_use]
    pub const fn emergency(self, numbers: &'static [&'static str]) -> Self {
        Self { emergency: numbers, ..self }
    }

    /// The whole source.
    #[must_use]
    pub fn source(&self) -> String {
        let is_whole = ["<?xml", "<flat-profile", "#"].iter().any(|start| self.profile.starts_with(start));
        if is_whole { self.profile.to_owned() } else { format!("<flat-profile>\n{}\n</flat-profile>\n", self.profile) }
    }
}
