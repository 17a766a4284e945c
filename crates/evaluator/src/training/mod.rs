//! Training: a network, its gradients and an update rule as one program, run step after step.
//!
//! - [`Step`]: the program of one step, written from the derivations of the one calculus and from the functions of an
//!   update rule; [`SingleMove`]: the rule alone;
//! - [`Program`]: operations over registers; [`StepArithmetic`]: what they are carried out in: doubles, narrower formats,
//!   exact fractions, enclosures;
//! - [`run`]: the steps, with what is to be reported of them.
//!
//! Absent on purpose: a differentiator of its own.

mod arithmetic;
mod builder;
mod history;
mod in_turn;
mod narrow;
mod plan;
mod program;
mod rule;
mod step;
mod sweep;

pub use arithmetic::{Double, Enclosing, Exact, Narrow, StepArithmetic, Writing};
pub use builder::WithoutNumber;
pub use history::{Course, End, History, Schedule, Snapshot, Stopped, run};
pub use plan::{MOST_INSTRUCTIONS, Plan, Unwritten};
pub use program::{Program, Register};
pub use rule::SingleMove;
pub use step::{Meaning, Moved, Step};

use crate::number::Value;

/// A number that a run met, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observed {
    /// This one.
    Value(Value),
    /// An infinity.
    Infinite {
        /// Whether it is minus infinity.
        negative: bool,
    },
    /// Not a number.
    NotANumber,
}
