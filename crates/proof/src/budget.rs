//! How much work a search may take, in steps: the same on every machine.

use std::cell::Cell;

/// Steps that are left. A step is about one operation on two ranges.
#[derive(Debug)]
pub struct Budget {
    left: Cell<usize>,
    all: usize,
}

/// The steps that a claim may take: about a second.
const STEPS_OF_A_CLAIM: usize = 6_000_000;

impl Budget {
    /// For one claim.
    pub fn of_a_claim() -> Self {
        Self::new(STEPS_OF_A_CLAIM)
    }

    /// This many steps.
    pub fn new(steps: usize) -> Self {
        Self { left: Cell::new(steps), all: steps }
    }

    /// Takes so many steps; whether there were as many.
    pub fn spend(&self, steps: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(steps));
        left >= steps
    }

    /// How many are left.
    pub fn left(&self) -> usize {
        self.left.get()
    }

    /// Whether all are spent.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// How many there were in all.
    pub fn all(&self) -> usize {
        self.all
    }

    /// A part of what is left, for one of several ways to a goal: what it does not take goes back with
    /// [`Budget::give_back`].
    #[must_use]
    pub fn part(&self, one_in: usize) -> Self {
        let steps = self.left.get() / one_in.max(1);
        self.left.set(self.left.get() - steps);
        Self::new(steps)
    }

    /// Takes back what is left of a part.
    pub fn give_back(&self, part: &Self) {
        self.left.set(self.left.get() + part.left.get());
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn what_a_part_does_not_take_comes_back() {
        let budget = Budget::new(100);
        let part = budget.part(4);
        assert!(part.spend(20) && !part.spend(10) && part.is_spent());
        budget.give_back(&part);
        assert!(budget.spend(75) && budget.is_spent() && !budget.spend(1));
        assert_eq!(budget.all(), 100);
    }
}
