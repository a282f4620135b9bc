//! How many threads may work: set by `-j`, by the number of cores, or by the tokens of GNU make's jobserver.
//!
//! Knows: the jobserver's protocol (GNU make manual, "POSIX Jobserver Interaction"). Must not know: what is worked on.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroUsize;
use std::os::unix::fs::FileTypeExt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::report::reporter::Reporter;
use rustix::fs::{Mode, OFlags};

/// The threads of a run: one is always allowed, and each further one needs a permit.
#[derive(Debug)]
pub struct Jobs {
    most: NonZeroUsize,
    server: Option<Jobserver>,
    /// The permits that have been given.
    others: AtomicUsize,
}

/// The most threads per core, and the number that is always allowed, because some threads wait for a disk.
const PER_CORE: NonZeroUsize = NonZeroUsize::new(4).expect("it is not 0");
const ALWAYS: NonZeroUsize = NonZeroUsize::new(64).expect("it is not 0");

/// Allows one more thread, until it is dropped.
#[derive(Debug)]
pub struct Permit<'a> {
    jobs: &'a Jobs,
    token: Option<u8>,
}

impl Jobs {
    #[cfg(test)]
    pub(crate) const fn limited(most: NonZeroUsize) -> Self {
        Self { most, server: None, others: AtomicUsize::new(0) }
    }

    /// As many as `-j` says, or one per core. Under a make with a jobserver, never more than it has tokens for.
    #[must_use]
    pub fn new(wanted: Option<NonZeroUsize>, reporter: &Reporter) -> Self {
        let makeflags = std::env::var("MAKEFLAGS").unwrap_or_default();
        let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        // More threads are not faster, and each takes memory.
        let most = wanted.unwrap_or(cores).min(cores.saturating_mul(PER_CORE).max(ALWAYS));
        let others = AtomicUsize::new(0);
        let Some(auth) = jobserver_auth(&makeflags) else { return Self { most, server: None, others } };
        let server = Jobserver::open(auth);
        if server.is_none() {
            reporter.note(
                "make's jobserver cannot be reached, so one thread works; put `+` before the recipe line to open it",
            );
        }
        Self { most: if server.is_some() { most } else { NonZeroUsize::MIN }, server, others }
    }

    /// A permit for one more thread, if there is one now.
    #[must_use]
    pub fn another(&self) -> Option<Permit<'_>> {
        let one_more = |others: usize| others.checked_add(1).filter(|threads| *threads < self.most.get());
        self.others.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok()?;
        // From here on, the permit counts until it is dropped, whether or not it is returned.
        let mut permit = Permit { jobs: self, token: None };
        if let Some(server) = &self.server {
            permit.token = Some(server.take()?);
        }
        Some(permit)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if let (Some(server), Some(token)) = (&self.jobs.server, self.token) {
            // This fails only if make is gone.
            let _ = (&server.write).write_all(&[token]);
        }
        self.jobs.others.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The pipe of a make's tokens, opened again, so that our own descriptor can be made non-blocking without affecting make.
#[derive(Debug)]
struct Jobserver {
    read: File,
    write: File,
}

impl Jobserver {
    /// Opens `fifo:PATH`, or the descriptors `R,W`.
    fn open(auth: &str) -> Option<Self> {
        let (read, write) = match auth.strip_prefix("fifo:") {
            Some(path) => (path.to_owned(), path.to_owned()),
            None => {
                let (read, write) = auth.split_once(',')?;
                let path = |number: &str| number.parse::<u16>().ok().map(|number| format!("/dev/fd/{number}"));
                (path(read)?, path(write)?)
            }
        };
        let open = |path: &str, how: OFlags| {
            let flags = how | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let file = File::from(rustix::fs::open(path, flags, Mode::empty()).ok()?);
            // make closes the descriptors for recipes without `+`, so the numbers may belong to other files by now.
            file.metadata().ok()?.file_type().is_fifo().then_some(file)
        };
        Some(Self { read: open(&read, OFlags::RDONLY)?, write: open(&write, OFlags::WRONLY)? })
    }

    fn take(&self) -> Option<u8> {
        let mut token = [0];
        let read = (&self.read).read(&mut token);
        matches!(read, Ok(1)).then_some(token).map(|[token]| token)
    }
}

/// Where the jobserver of the make that runs us is, if it has one. If several are named, the last one counts.
fn jobserver_auth(makeflags: &str) -> Option<&str> {
    let flags = ["--jobserver-auth=", "--jobserver-fds="];
    makeflags.split_ascii_whitespace().rev().find_map(|word| flags.iter().find_map(|flag| word.strip_prefix(flag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_jobserver_of_makeflags_counts() {
        assert_eq!(jobserver_auth(" -j4 --jobserver-auth=fifo:/tmp/x -- A=b"), Some("fifo:/tmp/x"));
        assert_eq!(jobserver_auth("w -j --jobserver-fds=3,4 --jobserver-auth=5,6"), Some("5,6"));
        assert_eq!(jobserver_auth("k"), None);
    }

    #[test]
    fn tokens_are_taken_while_available_and_returned() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, Mode::RUSR | Mode::WUSR).unwrap();
        // As make does: both ends stay open.
        let mut make = File::options().read(true).write(true).open(&path).unwrap();
        make.write_all(b"ab").unwrap();
        let server = Jobserver::open(&format!("fifo:{}", path.display()));
        let jobs = Jobs { server, ..Jobs::limited(NonZeroUsize::new(9).unwrap()) };
        let (first, second) = (jobs.another(), jobs.another());
        assert!(first.is_some() && second.is_some() && jobs.another().is_none());
        drop(second);
        assert!(jobs.another().is_some());
        drop(first);
        let mut tokens = [0; 2];
        make.read_exact(&mut tokens).unwrap();
        tokens.sort_unstable();
        assert_eq!(&tokens, b"ab");
    }

    #[test]
    fn what_is_not_a_pipe_is_not_a_jobserver() {
        for auth in ["fifo:/dev/null", "fifo:/nowhere", "-2,-2", "9999,9998", "x"] {
            assert!(Jobserver::open(auth).is_none(), "{auth}");
        }
    }

    #[test]
    fn without_a_jobserver_the_limit_counts() {
        let jobs = Jobs::limited(NonZeroUsize::new(2).unwrap());
        let other = jobs.another();
        assert!(other.is_some() && jobs.another().is_none());
        drop(other);
        assert!(jobs.another().is_some());
    }
}
