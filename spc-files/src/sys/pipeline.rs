//! Processes numbered pieces with many threads, and passes on their results one at a time and in order.
//!
//! Each thread takes the next piece itself and waits for the turn of its result, so there are never more pieces in memory than
//! threads at work. Knows: threads, order. Must not know: what the pieces are.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread::{self, Scope};

use crate::sys::jobs::Jobs;

/// Takes pieces from `next` until there are none left, does `work` on them in as many threads as `jobs` has permits for, and
/// passes the results to `finish` in the order of the pieces.
///
/// The first error in that order ends the run; an error of `next` does so at once. Pieces that were begun are worked on, but
/// not finished.
///
/// # Errors
/// The first one.
pub fn run<P, R, E: Send>(
    jobs: &Jobs,
    next: impl FnMut() -> Result<Option<P>, E> + Send,
    work: impl Fn(P) -> Result<R, E> + Sync,
    finish: impl FnMut(R) -> Result<(), E> + Send,
) -> Result<(), E> {
    let pipeline = Pipeline {
        source: Mutex::new(Source { number: 0, next }),
        work,
        door: Mutex::new(Door { number: 0, finish, is_closed: false, failure: None }),
        moved: Condvar::new(),
    };
    thread::scope(|scope| pipeline.work_and_hire(scope, jobs));
    let failure = held(&pipeline.door).failure.take();
    failure.map_or(Ok(()), Err)
}

struct Pipeline<N, W, F, E> {
    source: Mutex<Source<N>>,
    work: W,
    door: Mutex<Door<F, E>>,
    /// Signalled when the door lets a result through or closes.
    moved: Condvar,
}

struct Source<N> {
    /// The number of the next piece.
    number: u64,
    next: N,
}

struct Door<F, E> {
    /// The piece whose turn it is.
    number: u64,
    finish: F,
    is_closed: bool,
    failure: Option<E>,
}

impl<F, E> Door<F, E> {
    fn close(&mut self, failure: Option<E>) {
        if !self.is_closed {
            self.is_closed = true;
            self.failure = failure;
        }
    }
}

/// What a mutex holds.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("a thread that panics ends all others")
}

impl<N, W, F, P, R, E> Pipeline<N, W, F, E>
where
    N: FnMut() -> Result<Option<P>, E> + Send,
    W: Fn(P) -> Result<R, E> + Sync,
    F: FnMut(R) -> Result<(), E> + Send,
    E: Send,
{
    /// Works until nothing is left, and starts another thread for each piece that it takes, if there is a permit. So there are
    /// never more threads than pieces.
    fn work_and_hire<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>, jobs: &'scope Jobs) {
        let guard = ClosesOnPanic(self);
        while let Some((number, piece)) = self.take() {
            if let Some(permit) = jobs.another() {
                // If the system has no more threads, those at work do it alone.
                let _ = thread::Builder::new().spawn_scoped(scope, move || {
                    self.work_and_hire(scope, jobs);
                    drop(permit);
                });
            }
            let result = (self.work)(piece);
            self.pass(number, result);
        }
        drop(guard);
    }

    fn take(&self) -> Option<(u64, P)> {
        let mut source = held(&self.source);
        if held(&self.door).is_closed {
            return None;
        }
        match (source.next)() {
            Ok(piece) => {
                let number = source.number;
                source.number = number.saturating_add(1);
                piece.map(|piece| (number, piece))
            }
            Err(failure) => {
                held(&self.door).close(Some(failure));
                self.moved.notify_all();
                None
            }
        }
    }

    /// Passes a result through the door when all earlier ones have passed.
    fn pass(&self, number: u64, result: Result<R, E>) {
        let is_waiting = |door: &mut Door<F, E>| door.number != number && !door.is_closed;
        let mut door =
            self.moved.wait_while(held(&self.door), is_waiting).expect("a thread that panics ends all others");
        if door.is_closed {
            return;
        }
        door.number = number.saturating_add(1);
        if let Err(failure) = result.and_then(&mut door.finish) {
            door.close(Some(failure));
        }
        drop(door);
        self.moved.notify_all();
    }
}

/// Closes the door if a thread panics, because the others would wait forever for its turn to pass.
struct ClosesOnPanic<'a, N, W, F, E>(&'a Pipeline<N, W, F, E>);

impl<N, W, F, E> Drop for ClosesOnPanic<'_, N, W, F, E> {
    fn drop(&mut self) {
        if thread::panicking() {
            if let Ok(mut door) = self.0.door.lock() {
                door.close(None);
            }
            self.0.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::time::Duration;

    use super::*;

    /// Processes numbers; later ones are done sooner.
    fn finished(threads: usize, fails_at: Option<u64>) -> (Vec<u64>, Result<(), u64>) {
        let jobs = Jobs::limited(NonZeroUsize::new(threads).unwrap());
        let mut numbers = 0..50;
        let mut finished = Vec::new();
        let result = run(
            &jobs,
            || Ok(numbers.next()),
            |number: u64| {
                thread::sleep(Duration::from_micros(50_u64.saturating_sub(number).saturating_mul(20)));
                if fails_at.is_some_and(|at| number >= at) { Err(number) } else { Ok(number) }
            },
            |number| {
                finished.push(number);
                Ok(())
            },
        );
        (finished, result)
    }

    #[test]
    fn results_come_in_the_order_of_the_pieces() {
        for threads in [1, 2, 8] {
            assert_eq!(finished(threads, None), ((0..50).collect(), Ok(())));
        }
    }

    #[test]
    fn the_first_failure_in_order_ends_it() {
        for threads in [1, 2, 8] {
            assert_eq!(finished(threads, Some(20)), ((0..20).collect(), Err(20)));
        }
    }

    #[test]
    fn a_source_that_fails_ends_it() {
        let mut left = 3;
        let next = || {
            left -= 1;
            if left == 0 { Err("gone") } else { Ok(Some(left)) }
        };
        let jobs = Jobs::limited(NonZeroUsize::new(2).unwrap());
        assert_eq!(run(&jobs, next, Ok, |_| Ok(())), Err("gone"));
    }

    #[test]
    fn there_are_never_more_threads_than_pieces() {
        let jobs = Jobs::limited(NonZeroUsize::new(100_000).unwrap());
        let (mut numbers, mut asked) = (0..6, 0);
        let next = || {
            asked += 1;
            Ok::<_, ()>(numbers.next())
        };
        assert_eq!(run(&jobs, next, Ok, |_| Ok(())), Ok(()));
        assert!(asked <= 13, "each thread asks once without success, and there are at most seven: {asked}");
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_ends_all_threads() {
        let jobs = Jobs::limited(NonZeroUsize::new(4).unwrap());
        let mut numbers = 0..50;
        let work = |number: u64| {
            // The first thread, which has a name, leaves pieces for the hired ones.
            thread::sleep(Duration::from_millis(20));
            assert!(thread::current().name().is_some(), "a hired thread panics");
            Ok::<u64, ()>(number)
        };
        let _ = run(&jobs, || Ok(numbers.next()), work, |_| Ok(()));
    }
}
