//! What is noted of definitions: where they have a value, how they are written, their means and long sums.

use chainrule_number::Rational;
use chainrule_symbolic::graph::FunctionId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::node::{EntryId, Letter, QuantityId, WholeId};
use crate::word::Over;

/// Kept of all definitions together.
#[derive(Debug, Default)]
pub(crate) struct Domain {
    /// The expressions that stand in definitions.
    pub(crate) written: FxHashSet<WholeId>,
    /// What a definition divides by, or takes the logarithm of: it is not 0 where all of them have a value.
    pub(crate) divisors: FxHashSet<WholeId>,
    /// Leaves that are stated to be their own transposes.
    pub(crate) symmetric: FxHashSet<QuantityId>,
    /// The quantities with names, by what they are defined as.
    pub(crate) named: FxHashMap<WholeId, QuantityId>,
    /// The quantities with names that are quotients of two.
    pub(crate) quotients: Vec<NamedQuotient>,
    /// What the entries of a quantity, or of each of its lines, add up to by its definition.
    pub(crate) sums: FxHashMap<(QuantityId, Over), Rational>,
    /// The quantities that are a function of something, by the function and the quantities in that, in the order of their ids.
    pub(crate) values: FxHashMap<(FunctionId, Vec<QuantityId>), Vec<QuantityId>>,
    /// The definitions by which something is written shorter; none where a quantity counts as any numbers of its shape.
    pub(crate) definitions: Option<Definitions>,
}

/// What is derived where it is a quotient of numbers: the coefficient, and the numbers with their powers.
#[derive(Clone, Debug)]
pub(crate) struct Quotient {
    pub(crate) of: QuantityId,
    pub(crate) coefficient: Rational,
    pub(crate) numbers: Vec<(WholeId, i64)>,
}

/// What is derived, as a quotient of numbers: `(xᵀ·A·x)/norm(x)²` is L where L is defined so.
#[derive(Clone, Debug)]
pub(crate) struct Definitions {
    pub(crate) of: QuantityId,
    pub(crate) target: Option<Quotient>,
}

/// The quantities that are means, by what they are means of.
pub(crate) type Means = FxHashMap<(QuantityId, Over), QuantityId>;

/// The long sums in definitions.
#[derive(Debug, Default)]
pub(crate) struct LongSums {
    pub(crate) sums: FxHashSet<WholeId>,
    /// The terms of a long sum that mention a quantity, in order.
    pub(crate) terms: FxHashMap<(WholeId, QuantityId), Vec<WholeId>>,
    /// Definitions with nothing but the terms that depend.
    pub(crate) restricted: FxHashMap<(WholeId, QuantityId), WholeId>,
}

/// A quantity that is one expression divided by another, as `(x[i] - m)/s` is, entry by entry.
#[derive(Clone, Debug)]
pub(crate) struct NamedQuotient {
    pub(crate) quantity: QuantityId,
    pub(crate) at: Vec<Letter>,
    pub(crate) above: EntryId,
    pub(crate) below: EntryId,
    /// The quantities in both, and those that they are computed from.
    pub(crate) parts: FxHashSet<QuantityId>,
}

impl NamedQuotient {
    /// The quantity that is the quotient.
    pub(crate) fn quantity(&self) -> QuantityId {
        self.quantity
    }

    /// Whether a quantity stands in it.
    pub(crate) fn is_of(&self, quantity: QuantityId) -> bool {
        self.parts.contains(&quantity)
    }
}
