//! How much work all claims of a worksheet may be together.

use std::cell::Cell;

/// Operations for the search for counterexamples of one claim, where there are few.
const OF_ONE: usize = 40_000;

/// Of one among very many.
const LEAST_OF_ONE: usize = 2_000;

/// Operations of all searches together, about: some ten seconds.
const OF_ALL: usize = 20_000_000;

/// The fewest points at which a claim is looked at.
const FEWEST_POINTS: usize = 6;

/// What the claims of a worksheet may take, and have taken.
#[derive(Debug)]
pub(crate) struct Effort {
    of_each: usize,
    spent: Cell<usize>,
}

impl Effort {
    /// For so many claims.
    pub(crate) fn for_claims(count: usize) -> Self {
        let share = OF_ALL / 2 / count.max(1);
        Self { of_each: share.clamp(LEAST_OF_ONE, OF_ONE), spent: Cell::new(0) }
    }

    /// Operations for the search in one claim of this size, which are charged.
    pub(crate) fn take(&self, size: usize) -> usize {
        let spent = self.of_each.max(size.saturating_mul(FEWEST_POINTS));
        self.spent.set(self.spent.get().saturating_add(spent));
        self.of_each
    }

    /// Whether nothing is left for more claims.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.get() > OF_ALL
    }
}

#[cfg(test)]
mod tests {
    use super::{Effort, LEAST_OF_ONE, OF_ALL, OF_ONE};

    #[test]
    fn many_claims_share_the_work() {
        assert_eq!(Effort::for_claims(1).take(10), OF_ONE);
        assert_eq!(Effort::for_claims(1_000_000).take(10), LEAST_OF_ONE);
        let effort = Effort::for_claims(100);
        for _ in 0..100 {
            effort.take(10);
        }
        assert!(!effort.is_spent());
        effort.take(OF_ALL);
        assert!(effort.is_spent());
    }
}
