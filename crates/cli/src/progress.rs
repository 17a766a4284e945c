//! A bar for long trainings, on standard error, where that is a terminal.

use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chainrule::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter trainings show no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar of one worksheet; it goes when this is dropped.
pub(crate) struct Bar(Arc<Mutex<Option<ProgressBar>>>);

impl Bar {
    /// No bar is shown yet.
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }

    /// Who shows it; nobody where standard error is no terminal.
    pub(crate) fn progress(&self) -> Option<Progress> {
        if !std::io::stderr().is_terminal() {
            return None;
        }
        let (start, shared_bar) = (Instant::now(), Arc::clone(&self.0));
        Some(Progress::new(move |done, all| {
            if start.elapsed() < PATIENCE {
                return;
            }
            let mut shared_bar = shared_bar.lock().unwrap_or_else(PoisonError::into_inner);
            let bar = shared_bar.get_or_insert_with(|| {
                let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr());
                let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} steps, {eta} left");
                bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            });
            bar.set_length(all);
            bar.set_position(done);
        }))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

/// The bar over many files; it goes when this is dropped.
pub(crate) struct Files {
    start: Instant,
    all: u64,
    state: Mutex<(u64, Option<ProgressBar>)>,
}

impl Files {
    /// No bar is shown yet.
    pub(crate) fn new(count: usize) -> Self {
        Self {
            start: Instant::now(),
            all: u64::try_from(count).unwrap_or(u64::MAX),
            state: Mutex::new((0, None)),
        }
    }

    /// One more file is done.
    pub(crate) fn done(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 += 1;
        if self.start.elapsed() < PATIENCE || !std::io::stderr().is_terminal() {
            return;
        }
        let done = state.0;
        let bar = state.1.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(self.all), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} files, {eta} left");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done);
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Some(bar) = self.state.lock().unwrap_or_else(PoisonError::into_inner).1.take() {
            bar.finish_and_clear();
        }
    }
}
