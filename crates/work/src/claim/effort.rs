//! How much work all claims of a worksheet may be together.

use std::cell::Cell;

use chainrule_proof::bound::Budget;
use chainrule_worksheet::Relation;

use super::Judgement;

/// Steps of all claims together, about: some ten seconds.
const OF_ALL: usize = 60_000_000;

/// An operation at a point, with numbers of many digits, takes so many steps.
const STEPS_OF_AN_OPERATION: usize = 3;

/// Operations for the search for counterexamples: of one claim among very many, and of one where there are few.
const OPERATIONS: (usize, usize) = (2_000, 40_000);

/// Steps for the proofs of one claim among very many, and where there are few: about a second.
const STEPS: (usize, usize) = (60_000, 6_000_000);

/// The fewest points at which a claim is looked at.
const FEWEST_POINTS: usize = 6;

/// An identity takes so many steps for each node, where it is proved.
const OF_A_NODE: usize = 20;

/// … and, since each function is looked for among all others, a step for so many pairs of nodes.
const PAIRS_OF_A_STEP: usize = 4;

/// All that is tried for each node where nothing is decided, each with a tape of its own.
const OF_A_NODE_IN_VAIN: usize = 1_500;

/// What the claims of a worksheet may take, and have taken.
#[derive(Debug)]
pub(crate) struct Effort {
    operations: usize,
    /// How many claims are still to be judged, with the one that is.
    left: Cell<usize>,
    spent: Cell<usize>,
}

impl Effort {
    /// For so many claims.
    pub(crate) fn for_claims(count: usize) -> Self {
        let share = OF_ALL / 2 / count.max(1);
        Self {
            operations: (share / STEPS_OF_AN_OPERATION).clamp(OPERATIONS.0, OPERATIONS.1),
            left: Cell::new(count),
            spent: Cell::new(0),
        }
    }

    /// Operations for the search for points in one claim.
    pub(crate) fn operations(&self) -> usize {
        self.operations
    }

    /// Charges what a claim of this size took beside its budget: points, the field of an identity, the way downhill. An
    /// equation that is the same function is seen to be so at first; of what is not proved everything was tried.
    pub(crate) fn settle(&self, size: usize, relation: Relation, judgement: &Judgement) {
        let least = size.saturating_mul(FEWEST_POINTS);
        let points = self.operations.max(least).saturating_mul(STEPS_OF_AN_OPERATION);
        let (points, of_a_node) = match (judgement, relation) {
            (Judgement::Proved(_), Relation::Equal) => (0, OF_A_NODE),
            (
                Judgement::Proved(_)
                | Judgement::Refuted(_)
                | Judgement::Consistent { .. }
                | Judgement::Vacuous { .. },
                _,
            ) => (points, OF_A_NODE),
            (Judgement::Undecided(_), _) => (points, OF_A_NODE_IN_VAIN),
        };
        let pairs = size.saturating_mul(size) / PAIRS_OF_A_STEP;
        self.charge(points.saturating_add(size.saturating_mul(of_a_node)).saturating_add(pairs));
    }

    /// A claim is judged: what it does not take is left for the others.
    pub(crate) fn is_judged(&self) {
        self.left.set(self.left.get().saturating_sub(1));
    }

    /// The steps for the proofs of one claim; what is taken of them is to be charged.
    pub(crate) fn budget(&self) -> Budget {
        let share = OF_ALL.saturating_sub(self.spent.get()) / 2 / self.left.get().max(1);
        Budget::new(share.clamp(STEPS.0, STEPS.1))
    }

    /// Charges what a budget has spent.
    pub(crate) fn charge_spent(&self, budget: &Budget) {
        self.charge(budget.all() - budget.left());
    }

    fn charge(&self, steps: usize) {
        self.spent.set(self.spent.get().saturating_add(steps));
    }

    /// Whether nothing is left for more claims.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.get() > OF_ALL
    }
}

#[cfg(test)]
mod tests {
    use super::super::{By, Doubt};
    use super::{Effort, OPERATIONS, Relation, STEPS};

    #[test]
    fn many_claims_share_the_work() {
        let one = Effort::for_claims(1);
        assert_eq!((one.operations(), one.budget().all()), (OPERATIONS.1, STEPS.1));
        let many = Effort::for_claims(1_000_000);
        assert_eq!((many.operations(), many.budget().all()), (OPERATIONS.0, STEPS.0));
        // A hundred claims get what they need, and what is never decided ends the rest.
        let effort = Effort::for_claims(100);
        for _ in 0..100 {
            effort.settle(10, Relation::Less, &By::SameFunction.into());
            let budget = effort.budget();
            assert!(budget.spend(budget.all()));
            effort.charge_spent(&budget);
            effort.is_judged();
        }
        assert!(!effort.is_spent());
        // What trivial claims leave is for the last one.
        let effort = Effort::for_claims(81);
        for _ in 0..80 {
            effort.settle(1, Relation::Equal, &By::SameFunction.into());
            effort.is_judged();
        }
        assert_eq!(effort.budget().all(), STEPS.1);
        // Long identities end too, though each is proved.
        let effort = Effort::for_claims(400);
        for _ in 0..400 {
            effort.settle(1_000, Relation::Equal, &By::SameFunction.into());
        }
        assert!(effort.is_spent());
        let effort = Effort::for_claims(100);
        for _ in 0..100 {
            effort.settle(10_000, Relation::Less, &Doubt::NoPoint.into());
        }
        assert!(effort.is_spent());
    }
}
