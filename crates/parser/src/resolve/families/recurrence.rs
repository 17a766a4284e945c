//! Which definitions belong to one recurrence: families and quantities that are computed from each other.

use rustc_hash::FxHashMap;

use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::{Families, FamilyId};

/// A family as a whole, or a quantity of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::resolve) enum Whole {
    Family(FamilyId),
    Quantity(SymbolId),
}

impl Whole {
    /// What a symbol belongs to.
    pub(in crate::resolve) fn of(families: &Families, symbol: SymbolId) -> Self {
        families.of(symbol).map_or(Self::Quantity(symbol), |member| Self::Family(member.family))
    }
}

/// Which wholes are computed from which.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Recurrences {
    places: FxHashMap<Whole, usize>,
    inputs: Vec<Vec<usize>>,
    components: Vec<usize>,
}

impl Recurrences {
    fn place(&mut self, whole: Whole) -> usize {
        let next = self.inputs.len();
        let place = *self.places.entry(whole).or_insert(next);
        if place == next {
            self.inputs.push(Vec::new());
        }
        place
    }

    /// Notes that a whole is computed from another.
    pub(in crate::resolve) fn add(&mut self, whole: Whole, input: Whole) {
        let (whole, input) = (self.place(whole), self.place(input));
        let inputs = &mut self.inputs[whole];
        // Members of one family follow each other; Tarjan's algorithm does not mind the others.
        if inputs.last() != Some(&input) {
            inputs.push(input);
        }
    }

    /// Finds the recurrences: strongly connected components, by Tarjan's algorithm with a stack of its own.
    pub(in crate::resolve) fn find(&mut self) {
        const NONE: usize = usize::MAX;
        let count = self.inputs.len();
        let (mut order, mut lowest) = (vec![NONE; count], vec![NONE; count]);
        self.components = vec![NONE; count];
        let (mut next, mut component) = (0, 0);
        let mut open: Vec<usize> = Vec::new();
        for first in 0..count {
            let mut stack: Vec<(usize, usize)> =
                if order[first] == NONE { vec![(first, 0)] } else { Vec::new() };
            while let Some((at, edge)) = stack.pop() {
                if edge == 0 {
                    order[at] = next;
                    lowest[at] = next;
                    next += 1;
                    open.push(at);
                } else {
                    let input = self.inputs[at][edge - 1];
                    lowest[at] = lowest[at].min(lowest[input]);
                }
                let unfinished = (edge..self.inputs[at].len()).find(|&edge| {
                    let input = self.inputs[at][edge];
                    if order[input] != NONE && self.components[input] == NONE {
                        lowest[at] = lowest[at].min(order[input]);
                    }
                    order[input] == NONE
                });
                if let Some(edge) = unfinished {
                    stack.push((at, edge + 1));
                    stack.push((self.inputs[at][edge], 0));
                    continue;
                }
                if lowest[at] == order[at] {
                    while let Some(member) = open.pop() {
                        self.components[member] = component;
                        if member == at {
                            break;
                        }
                    }
                    component += 1;
                }
            }
        }
    }

    /// Whether two wholes belong to one recurrence.
    pub(in crate::resolve) fn is_one(&self, one: Whole, other: Whole) -> bool {
        match (self.places.get(&one), self.places.get(&other)) {
            (Some(&one), Some(&other)) => self.components[one] == self.components[other],
            (_, _) => one == other,
        }
    }
}
