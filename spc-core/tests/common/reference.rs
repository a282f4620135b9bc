//! The reference implementations in `reference/`, in Python and C, which share no code with the crates.

use std::io::BufRead as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};
use spc_core::profile::{Parameter, Profile, UserAccess};

#[path = "peers.rs"]
pub(crate) mod peers;

/// The reference and what it needs.
pub(crate) struct Reference;

impl Reference {
    /// The reference, if it can run here.
    pub(crate) fn find() -> Option<Self> {
        let is_installed = peers::is_installed("Python with cryptography", "python3", &["-c", "import cryptography"]);
        is_installed.then_some(Self)
    }

    /// Its answer to each question; `reference.py` knows how to ask.
    #[expect(clippy::disallowed_methods, reason = "the reference is a program")]
    pub(crate) fn answers(&self, questions: &[Json]) -> Vec<Json> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference/python");
        let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
        let mut command = Command::new("python3");
        command.args(["-c", include_str!("reference.py")]).arg(folder);
        let output = peers::answer(&mut command, lines.as_bytes());
        let answers: Vec<Json> = output.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        assert_eq!(answers.len(), questions.len());
        answers
    }
}

/// A profile as the reference writes it.
pub(crate) fn params(profile: &Profile<'_>) -> Json {
    let entry = |parameter: &Parameter<'_>| {
        let access = parameter.access.map(UserAccess::as_str);
        json!({"name": parameter.name.as_str(), "ua": access, "value": parameter.value.text()})
    };
    profile.parameters.iter().map(entry).collect()
}
