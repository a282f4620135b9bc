//! The reference implementation of the formats, `../shared/format/reference`: another project's, so that it may be
//! missing. Then its tests say so and pass.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value as Json, json};
use spc_core::profile::{Parameter, Profile, UserAccess};

#[path = "peers.rs"]
pub(crate) mod peers;

/// The reference and what it needs.
pub(crate) struct Reference {
    folder: PathBuf,
}

impl Reference {
    /// The reference, if it is there.
    pub(crate) fn find() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/format/reference");
        if !folder.join("generate.py").exists() {
            eprintln!("skipped: no reference in {}", folder.display());
            return None;
        }
        let is_installed = peers::is_installed("Python with cryptography", "python3", &["-c", "import cryptography"]);
        is_installed.then_some(Self { folder })
    }

    /// What it answers to each question: `reference.py` knows how they are asked.
    pub(crate) fn answers(&self, questions: &[Json]) -> Vec<Json> {
        let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
        let mut command = Command::new("python3");
        command.args(["-c", include_str!("reference.py")]).arg(&self.folder);
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
