//! A folder that must contain every file that somebody else names, even after links are followed. The author of a profile or a
//! device list need not be the person who runs spc, and `/etc/passwd` must not end up in a file that is served.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder, whose own path has no links.
#[derive(Debug)]
pub(crate) struct Fence(PathBuf);

/// Where a file that was looked for in a folder really is.
#[derive(Debug)]
pub(crate) enum Found {
    /// In the folder or below it; the path has no links.
    Inside(PathBuf),
    /// Anywhere else.
    Outside,
}

impl Fence {
    /// A fence around a folder; an empty path is the current folder.
    #[must_use]
    pub(crate) fn around(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self(fs::canonicalize(folder).unwrap_or_default())
    }

    /// Follows the links of a path.
    ///
    /// # Errors
    /// The path does not exist, or cannot be inspected.
    pub(crate) fn find(&self, path: &Path) -> io::Result<Found> {
        let real = fs::canonicalize(path)?;
        // A folder that itself cannot be resolved contains nothing.
        let is_inside = !self.0.as_os_str().is_empty() && real.starts_with(&self.0);
        Ok(if is_inside { Found::Inside(real) } else { Found::Outside })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_leads_out_as_a_path_does() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, outside) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir(&inside).unwrap();
        fs::write(&outside, "x").unwrap();
        fs::write(inside.join("a"), "x").unwrap();
        symlink(&outside, inside.join("link")).unwrap();
        symlink(folder.path(), inside.join("up")).unwrap();
        symlink("a", inside.join("b")).unwrap();
        let fence = Fence::around(&inside);
        let is_inside = |name: &str| matches!(fence.find(&inside.join(name)).unwrap(), Found::Inside(_));
        assert!(is_inside("a") && is_inside("b"));
        assert!(!is_inside("link") && !is_inside("up/out") && !is_inside("../out"));
        assert!(fence.find(&inside.join("none")).is_err());
        assert!(matches!(Fence::around(&folder.path().join("none")).find(&outside).unwrap(), Found::Outside));
    }
}
