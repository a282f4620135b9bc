//! How the file of a row is made: its model and its format, from the row itself or from the defaults.
//!
//! Knows: names of models and formats. Must not know: keys, columns, files.

use core::fmt;

use spc_core::Format;
use spc_core::diagnostic::Code;
use spc_devices::model::{Model, NotFound};

use spc_devices::fleet_codes as codes;

/// The model that a file is made for, and its format.
///
/// ```
/// use spc_core::Format;
/// use spc_fleet::ModelFormat;
///
/// let otherwise = ModelFormat::new(None, Format::Openssl);
/// let model_format = ModelFormat::read(Some("CP-8841-3PCC-K9"), None, otherwise)?;
/// assert_eq!((model_format.model().map(|model| model.name()), model_format.format()), (Some("8841"), Format::Openssl));
/// # Ok::<(), spc_fleet::ModelFormatError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelFormat {
    model: Option<Model>,
    format: Format,
}

/// Why a row has no model and format.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelFormatError {
    /// No model has this name.
    Model(NotFound),
    /// No format has this name.
    Format(String),
}

impl ModelFormat {
    /// A file of this format for this model, if it is known.
    #[must_use]
    pub const fn new(model: Option<Model>, format: Format) -> Self {
        Self { model, format }
    }

    /// The model and format that a row names; `otherwise` is used for what the row does not name.
    ///
    /// # Errors
    /// [`ModelFormatError`], for an unknown name.
    pub fn read(model: Option<&str>, format: Option<&str>, otherwise: Self) -> Result<Self, ModelFormatError> {
        let model = model.map(Model::find).transpose().map_err(ModelFormatError::Model)?;
        let format = match format {
            None => otherwise.format,
            Some(name) => Format::named(name.trim()).ok_or_else(|| ModelFormatError::Format(name.to_owned()))?,
        };
        Ok(Self { model: model.or(otherwise.model), format })
    }

    /// The model.
    #[must_use]
    pub const fn model(self) -> Option<Model> {
        self.model
    }

    /// The format.
    #[must_use]
    pub const fn format(self) -> Format {
        self.format
    }

    /// Selects the choice for this model from several, each for a model or a series. A choice for the model itself takes
    /// precedence over one for its series.
    #[must_use]
    pub fn choose(self, choices: impl Iterator<Item = Model> + Clone) -> Option<usize> {
        let model = self.model?;
        let find = |wanted: Model| choices.clone().position(|choice| choice == wanted);
        find(model).or_else(|| find(model.series()))
    }
}

impl ModelFormatError {
    /// Its code.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Model(_) => codes::UNKNOWN_MODEL,
            Self::Format(_) => codes::UNKNOWN_FORMAT,
        }
    }

    /// What may have been intended, if a known name is similar.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Model(missing) => missing.help(),
            Self::Format(_) => {
                let names: Vec<&str> = Format::WRITABLE.into_iter().map(Format::name).collect();
                Some(format!("the formats are {}", names.join(", ")))
            }
        }
    }
}

/// Shows the same as `Display`, which never shows a cell that may be a password.
impl fmt::Debug for ModelFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModelFormatError({self})")
    }
}

/// A name that is not similar to a known one is not repeated: in a list whose cells are shifted, it may be a password.
impl fmt::Display for ModelFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(NotFound::OtherSchema { name, .. }) => {
                write!(f, "model `{}` is not supported", name.escape_debug())
            }
            Self::Model(NotFound::Unknown { name, near, .. }) if !near.is_empty() => {
                write!(f, "unknown model `{}`", name.escape_debug())
            }
            Self::Model(_) => f.write_str("unknown model"),
            Self::Format(name) if !is_near_format(name) => f.write_str("unknown format"),
            Self::Format(name) => write!(f, "unknown format `{}`", name.escape_debug()),
        }
    }
}

impl core::error::Error for ModelFormatError {}

/// Whether a name differs from that of a format by only one letter.
fn is_near_format(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    let longest = Format::WRITABLE.iter().map(|known| known.name().len()).max().unwrap_or_default();
    name.len() <= longest.saturating_add(4)
        && Format::WRITABLE.iter().any(|known| strsim::osa_distance(&name, known.name()) <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_overrides_the_defaults() {
        let model = |name| Model::find(name).ok();
        let otherwise = ModelFormat::new(model("spa504g"), Format::Spc);
        let read = |model, format| ModelFormat::read(model, format, otherwise);
        assert_eq!(read(None, None), Ok(otherwise));
        assert_eq!(read(Some("8851"), Some("OpenSSL")), Ok(ModelFormat::new(model("8851"), Format::Openssl)));
        let unknown = read(Some("spa505g"), None).unwrap_err();
        assert!(
            unknown.code() == codes::UNKNOWN_MODEL && unknown.help().is_some_and(|help| help.contains("SPA501G")),
            "{unknown}"
        );
        let unknown = read(None, Some("zip")).unwrap_err();
        assert_eq!((unknown.to_string().as_str(), unknown.code()), ("unknown format `zip`", codes::UNKNOWN_FORMAT));
        for (model, format) in [(Some("planted"), None), (None, Some("planted"))] {
            let unknown = read(model, format).unwrap_err();
            assert!(
                unknown.to_string().starts_with("unknown ") && !unknown.to_string().contains("planted"),
                "{unknown}"
            );
        }
    }

    #[test]
    fn a_model_is_chosen_before_its_series() {
        let choose = |name: &str, choices: &[&str]| {
            let choices: Vec<Model> = choices.iter().map(|name| Model::find(name).unwrap()).collect();
            ModelFormat::new(Model::find(name).ok(), Format::Xml).choose(choices.iter().copied())
        };
        assert_eq!(choose("8851", &["88xx", "8851"]), Some(1));
        assert_eq!(choose("8861", &["spa5xx", "88xx", "8851"]), Some(1));
        assert_eq!(choose("spa112", &["88xx", "spa5xx"]), None);
    }
}
