//! Derivatives of functions of numbers, taken over from the rows of the one table of functions.

use chainrule_symbolic::function::{Function, Prime};
use chainrule_symbolic::graph::{ExprId, FunctionId, Node, Walk};
use rustc_hash::FxHashMap;

use crate::arena::{Arrays, Entry, EntryId};

impl Arrays {
    /// The partial derivative of a function by one of its arguments; nothing where the table has none.
    pub(crate) fn partial(
        &mut self,
        function: FunctionId,
        primes: u8,
        arguments: &[EntryId],
        place: usize,
    ) -> Option<EntryId> {
        let row = self.scratch.builtin(function)?;
        if primes > 0 || (row.prime == Prime::Named && arguments.len() == 1) {
            // A slope that is an activation itself is written as that: the one of softplus is the sigmoid.
            if primes == 0
                && let Some(slope) = self.partial_of_row(row, arguments, place)
                && let Entry::Apply { function, primes: 0, arguments: of } = self.entry(slope)
                && of.as_slice() == arguments
                && self.scratch.builtin(*function).is_some_and(|row| row.prime == Prime::Named)
            {
                return Some(slope);
            }
            // A second derivative of a function with a name keeps its name.
            return (arguments.len() == 1).then(|| self.apply(function, primes.saturating_add(1), arguments));
        }
        self.partial_of_row(row, arguments, place)
    }

    /// The derivative of a row written out.
    pub fn partial_of_row(
        &mut self,
        row: &'static Function,
        arguments: &[EntryId],
        place: usize,
    ) -> Option<EntryId> {
        let build = row.partials.get(place)?;
        let symbols: Vec<ExprId> = (0..arguments.len())
            .map(|number| {
                let symbol = self.scratch.intern(&format!("z{number}"));
                self.scratch.symbol(symbol)
            })
            .collect();
        let slope = build(&mut self.scratch, &symbols);
        let mut taken: FxHashMap<ExprId, EntryId> =
            symbols.into_iter().zip(arguments.iter().copied()).collect();
        for id in Walk::below(&self.scratch, &[slope]) {
            if taken.contains_key(&id) {
                continue;
            }
            let entry = match self.scratch.node(id) {
                Node::Number(value) => {
                    let value = value.clone();
                    self.number_entry(value)
                }
                Node::Apply { function, primes, arguments } => {
                    let arguments: Option<Vec<EntryId>> =
                        arguments.iter().map(|part| taken.get(part).copied()).collect();
                    self.apply(function, primes, &arguments?)
                }
                Node::Symbol(_) | Node::Derivative { .. } => return None,
            };
            taken.insert(id, entry);
        }
        taken.get(&slope).copied()
    }
}
