//! Training: a network, its gradients and an update rule as one program, run step after step.
//!
//! - [`Step`]: the program of one step, written from the network, the adjoints of the one calculus and the functions of an
//!   update rule;
//! - [`run`]: the steps, with what is to be reported of them.
//!
//! Absent on purpose: a differentiator of its own.

mod history;
mod plan;
mod rule;
mod step;

pub use history::{Course, End, History, Schedule, Snapshot, Stopped, run};
pub use plan::Plan;
pub use step::{Moved, Step};
