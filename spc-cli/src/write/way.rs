//! How the files of a run are written, and what becomes of them.

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Replace,
    /// `--if-changed`: an equal one and its time stay.
    KeepEqual,
    /// `--check`: nothing is written.
    Compare,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Written,
    /// It was there already.
    Equal,
    /// [`Way::Compare`] found another one, or none.
    Stale,
}

/// How the files of a run are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    pub(crate) way: Way,
    /// The mode of new files.
    pub(crate) mode: u32,
    /// Whether files are only listed.
    pub(crate) is_dry: bool,
}
