//! Protects secrets in the memory of this process.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Prevents core dumps of this process, and keeps other processes of the same user from reading its memory.
pub fn harden() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    // Refused only if the limit is already lower.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
