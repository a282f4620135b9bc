//! Ctrl-C: noticed between files, so that each one on disk is whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::report::error::Error;
use crate::report::exit::Exit;

/// Whether somebody wants the run to end.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. A second signal ends the program on the spot.
    pub(crate) fn listen() -> Result<Self, Error> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            let listen = flag::register_conditional_shutdown(signal, Exit::Interrupted.into(), Arc::clone(&asked))
                .and_then(|_| flag::register(signal, Arc::clone(&asked)));
            listen.map_err(|error| Error::new(Exit::Io, format!("cannot listen to signals: {error}")))?;
        }
        Ok(Self(asked))
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.0.load(Ordering::Relaxed) { Err(Error::new(Exit::Interrupted, "interrupted")) } else { Ok(()) }
    }
}
