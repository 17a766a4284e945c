//! The names of what claims are proved by.

/// By what a claim is seen to hold: one entry for each way.
#[derive(Debug, PartialEq, Eq)]
pub struct ProofRule {
    /// For programs: lower case, with hyphens.
    pub id: &'static str,
    /// For readers.
    pub title: &'static str,
}

/// Interval arithmetic over the ranges of leaves and functions.
pub static RANGES: ProofRule = ProofRule { id: "ranges", title: "the ranges of its parts" };

/// The same, max(a, b) written as (a + b + |a − b|)/2.
pub static RANGES_WITHOUT_EXTREMES: ProofRule = ProofRule {
    id: "ranges-without-extremes",
    title: "the ranges of its parts, minima and maxima written as absolute values",
};

/// |a + b| ≤ |a| + |b|.
pub static TRIANGLE: ProofRule =
    ProofRule { id: "triangle", title: "the triangle inequality and the ranges of its parts" };

/// Ranges over boxes that are halved until each is decided (Moore, Interval Analysis, 1966).
pub static BOXES: ProofRule = ProofRule { id: "boxes", title: "boxes" };
