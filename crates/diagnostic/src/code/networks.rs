//! Definitions that do not fit together.

use super::Code;

/// A name is defined twice.
pub static DUPLICATE: Code = Code {
    id: "E0401",
    name: "duplicate",
    title: "A name is defined twice",
    explanation: "Each name is defined once; statements have no order, so a second definition can't replace the first. Give the second quantity a name of its own.",
    bad: "c = a + 1\nc = a + 2",
    good: "c = a + 1\nd = a + 2",
};

/// A quantity is computed from itself.
pub static CYCLE: Code = Code {
    id: "E0402",
    name: "cycle",
    title: "A quantity is computed from itself",
    explanation: "The quantities form a circle, so none of them can be computed. A recurrent network is written step by step: `h1` from `h0`, `h2` from `h1`.",
    bad: "a = b + 1\nb = 2*a",
    good: "a = c + 1\nb = 2*a",
};
