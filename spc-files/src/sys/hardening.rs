//! Keeps secrets in memory to this process.

use rustix::process::{Resource, Rlimit, setrlimit};

/// No core dump may hold the memory of this process, and no other process of the same user may read it.
pub fn harden() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    // Refused only where the limit is lower already.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
