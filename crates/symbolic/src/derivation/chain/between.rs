//! The part of a network that lies between a quantity and the quantity it is derived by.

use rustc_hash::FxHashMap;

use crate::graph::SymbolId;
use crate::network::Network;

/// The quantities that depend on `by` and on which `target` depends, inputs before users, and the edges among them.
///
/// Cost: linear in the part of the network below `target`.
#[derive(Clone, Debug)]
pub(in crate::derivation) struct Between {
    quantities: Vec<SymbolId>,
    starts: Vec<u32>,
    inputs: Vec<Input>,
}

/// An edge from a quantity to one of its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::derivation) struct Input {
    /// The input's place among the quantities between.
    pub(in crate::derivation) place: u32,
    /// Which of the quantity's inputs it is, in the order of [`Network::inputs`]; nothing where the derivative is stated
    /// as a whole.
    pub(in crate::derivation) edge: Option<u32>,
}

/// Notes about symbols that are wiped all at once: finding what lies between costs nothing for what does not.
#[derive(Clone, Debug, Default)]
pub(in crate::derivation) struct Marks {
    round: u32,
    /// By symbol: the round in which it was seen last, and one more than its place in that round, or 0.
    seen: Vec<(u32, u32)>,
}

impl Marks {
    /// Nothing is seen.
    pub(in crate::derivation) fn new() -> Self {
        Self::default()
    }

    fn wipe(&mut self, symbols: usize) {
        if self.round == u32::MAX {
            *self = Self::default();
        }
        self.round += 1;
        if self.seen.len() < symbols {
            self.seen.resize(symbols, (0, 0));
        }
    }

    /// Whether it was not seen before.
    fn see(&mut self, symbol: SymbolId) -> bool {
        let index = symbol.index();
        if self.seen.len() <= index {
            self.seen.resize(index + 1, (0, 0));
        }
        let (seen, _) = std::mem::replace(&mut self.seen[index], (self.round, 0));
        seen != self.round
    }

    /// Gives a symbol that was seen its place.
    fn put(&mut self, symbol: SymbolId, place: u32) {
        self.seen[symbol.index()].1 = place + 1;
    }

    fn place(&self, symbol: SymbolId) -> Option<u32> {
        let &(seen, place) = self.seen.get(symbol.index())?;
        if seen == self.round { place.checked_sub(1) } else { None }
    }
}

impl Between {
    /// Finds it; without `by`, all on which the target depends. `shortcuts` maps a quantity to the one quantity through
    /// which its derivative is stated, where the worksheet pins a derivative over more than one edge.
    ///
    /// The order is that of the levels, and on one level that in which the quantities are met from the target: it does
    /// not depend on what else the network holds.
    pub(in crate::derivation) fn new(
        network: &Network,
        target: SymbolId,
        by: Option<SymbolId>,
        shortcuts: &FxHashMap<SymbolId, SymbolId>,
        marks: &mut Marks,
    ) -> Self {
        marks.wipe(network.symbol_count());
        let mut below = vec![target];
        marks.see(target);
        let mut next = 0;
        let lowest = by.map(|by| network.level(by));
        let shortcut = |symbol: SymbolId| {
            if shortcuts.is_empty() { None } else { shortcuts.get(&symbol) }
        };
        let inputs_of = |symbol: SymbolId| match shortcut(symbol) {
            Some(through) => std::slice::from_ref(through),
            None => network.inputs(symbol),
        };
        while next < below.len() {
            let symbol = below[next];
            next += 1;
            if Some(symbol) == by {
                continue;
            }
            // A quantity no higher than `by` can't depend on it.
            let worth = |input: SymbolId| {
                lowest.is_none_or(|lowest| network.level(input) > lowest) || Some(input) == by
            };
            below.extend(inputs_of(symbol).iter().copied().filter(|&input| worth(input) && marks.see(input)));
        }
        // Stable: those of one level stay in the order in which they were met.
        below.sort_by_key(|&symbol| network.level(symbol));
        let mut between = Self { quantities: Vec::new(), starts: vec![0], inputs: Vec::new() };
        for symbol in below {
            let before = between.inputs.len();
            if Some(symbol) != by {
                let is_stated = shortcut(symbol).is_some();
                for (edge, &input) in (0u32..).zip(inputs_of(symbol)) {
                    let edge = (!is_stated).then_some(edge);
                    between.inputs.extend(marks.place(input).map(|place| Input { place, edge }));
                }
                if by.is_some() && between.inputs.len() == before {
                    continue;
                }
            }
            let mark =
                u32::try_from(between.quantities.len()).expect("a network holds fewer than 2^32 quantities");
            marks.put(symbol, mark);
            between.quantities.push(symbol);
            between.starts.push(u32::try_from(between.inputs.len()).expect("fewer than 2^32 edges"));
        }
        between
    }

    /// The quantities, inputs before users. The last is the target, if it depends on `by` at all; the first is `by`.
    pub(in crate::derivation) fn quantities(&self) -> &[SymbolId] {
        &self.quantities
    }

    /// A quantity's inputs, by its own place.
    pub(in crate::derivation) fn inputs(&self, place: usize) -> &[Input] {
        &self.inputs[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// Whether the target depends on `by`.
    pub(in crate::derivation) fn reaches(&self, target: SymbolId) -> bool {
        self.quantities.last() == Some(&target)
    }

    /// How many edges there are.
    pub(in crate::derivation) fn edge_count(&self) -> usize {
        self.inputs.len()
    }
}
