//! How the files of a run are written, and what becomes of them.

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Way {
    /// It is replaced.
    Replace,
    /// An equal one and its time stay.
    KeepEqual,
    /// It is compared, and nothing is written.
    Compare,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is new, or has changed.
    Written,
    /// It was there already.
    Equal,
    /// [`Way::Compare`] found another one, or none.
    Stale,
}

/// How the files of a run are written.
#[derive(Clone, Copy, Debug)]
pub struct Writing {
    /// What becomes of those that are there.
    pub way: Way,
    /// The mode of new files.
    pub mode: u32,
    /// Whether files are only listed.
    pub is_dry: bool,
}
