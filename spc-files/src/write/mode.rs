//! How the files of a run are written, and what happens to existing ones.

/// What happens to an existing file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteMode {
    /// It is replaced.
    Replace,
    /// An equal file stays unchanged, with its time.
    KeepEqual,
    /// It is compared, and nothing is written.
    Compare,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteOutcome {
    /// It is new, or has changed.
    Written,
    /// It already existed.
    Equal,
    /// [`WriteMode::Compare`] found a different file, or none.
    Stale,
}

/// How the files of a run are written.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Writing {
    /// What happens to existing files.
    pub way: WriteMode,
    /// The mode of new files.
    pub mode: u32,
    /// Whether files are only listed.
    pub is_dry: bool,
}

impl Writing {
    /// Files of this mode, written in this way.
    #[must_use]
    pub const fn new(way: WriteMode, mode: u32) -> Self {
        Self { way, mode, is_dry: false }
    }

    /// Whether files are only listed.
    #[must_use]
    pub const fn dry(mut self, is_dry: bool) -> Self {
        self.is_dry = is_dry;
        self
    }
}
