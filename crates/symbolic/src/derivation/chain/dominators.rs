//! Through which quantities every way from one quantity to another leads.

use super::Between;

/// The tree of dominators of what lies between two quantities: what stands above a quantity in it is met on every way
/// from the first quantity to it.
///
/// Cost: one search for a common ancestor per edge, each logarithmic by jump pointers (Myers: An applicative random-access
/// stack, 1983).
#[derive(Debug)]
pub(in crate::derivation) struct Dominators {
    above: Vec<usize>,
    depth: Vec<usize>,
    jump: Vec<usize>,
}

impl Dominators {
    /// Of the quantities between, by their places.
    pub(in crate::derivation) fn of(between: &Between) -> Self {
        let count = between.quantities().len();
        let mut tree = Self { above: vec![0; count], depth: vec![0; count], jump: vec![0; count] };
        for place in 1..count {
            let inputs = between.inputs(place).iter().map(|input| input.place as usize);
            let above = inputs.reduce(|one, other| tree.common(one, other)).unwrap_or(0);
            tree.above[place] = above;
            tree.depth[place] = tree.depth[above] + 1;
            let far = tree.jump[above];
            let is_even = tree.depth[above] - tree.depth[far] == tree.depth[far] - tree.depth[tree.jump[far]];
            tree.jump[place] = if is_even { tree.jump[far] } else { above };
        }
        tree
    }

    /// Whether every way from the first quantity to one at a place leads through another.
    pub(in crate::derivation) fn leads_through(&self, place: usize, through: usize) -> bool {
        self.at_depth(place, self.depth[through]) == through
    }

    fn at_depth(&self, mut place: usize, depth: usize) -> usize {
        while self.depth[place] > depth {
            let far = self.jump[place];
            place = if self.depth[far] >= depth { far } else { self.above[place] };
        }
        place
    }

    fn common(&self, one: usize, other: usize) -> usize {
        let depth = self.depth[one].min(self.depth[other]);
        let (mut one, mut other) = (self.at_depth(one, depth), self.at_depth(other, depth));
        while one != other {
            let far = (self.jump[one], self.jump[other]);
            (one, other) = if far.0 == far.1 { (self.above[one], self.above[other]) } else { far };
        }
        one
    }
}
