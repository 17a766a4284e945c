//! Who is told how far a long run is.

use std::fmt;
use std::sync::Arc;

/// Told, now and then, how many steps of how many are done. Only the time that a run takes depends on it.
#[derive(Clone)]
pub struct Progress(Arc<dyn Fn(u64, u64) + Send + Sync>);

impl Progress {
    /// Tells this function: steps done, and steps in all.
    pub fn new(report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self(Arc::new(report))
    }

    pub(crate) fn tell(&self, done: u64, all: u64) {
        (self.0)(done, all);
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Progress")
    }
}
