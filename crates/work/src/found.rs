//! What was found, in the types of those who found it: all that tellers need to know of them.

pub use chainrule_evaluator::ledger::{Event, Ledger, Order, Row};
pub use chainrule_evaluator::top_paths::{TopPath, TopPaths, Unranked};
pub use chainrule_evaluator::training::{Course, End, Snapshot};
pub use chainrule_evaluator::verdict::saturation::Saturation;
pub use chainrule_evaluator::verdict::{
    Beyond, Blame, Blamed, Cause, InFormat, Largest, Limits, Loss, Nan, Rearranged, Scales, Size,
    SteadyFormulas, Window, agree, blame,
};
pub use chainrule_judge::array::ArrayTally;
pub use chainrule_judge::step::{Tally, Verdict};
pub use chainrule_program::array::in_format::{Absorbed, Calculation, Carried, OutOfRange, Seen, SumOrder};
pub use chainrule_program::{Meaning, Observed, Operator};
pub use chainrule_proof::theorem::{Inference, PartBound, Theorem, Why};
