//! The chain rule over the entries of what lies between a quantity and what it is derived by.
//!
//! Each quantity between has one adjoint, `∂L/∂z`, in terms of those of the quantities computed from it: the cost is
//! linear in the definitions, every line is short, and nothing depends on a size. Where what is derived is no number, it
//! is one of its entries that is derived, with letters for its indices.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::arena::{Arrays, EntryId, Index, Letter, QuantityId, Role, WholeId};
use crate::derive::{Line, work_out};
pub use crate::node::indices;
use crate::one_line::{Reading, count, read_shorter};
use crate::read_by::ReadBy;
use crate::rule::{ArrayRule, Rules};
use crate::shape::{Shape, Size};
use crate::tidy::{SumFact, tidy};

/// An adjoint is put in where it has no more signs than this beside its name.
const MOST_SIGNS_FOR_A_NAME: usize = 6;

/// The derivative of a quantity by one that its definition mentions, entry by entry.
#[derive(Clone, Debug)]
pub struct Jacobian {
    /// What is derived.
    pub child: QuantityId,
    /// By what.
    pub parent: QuantityId,
    /// The indices of the child.
    pub at: Vec<Letter>,
    /// The indices of the parent.
    pub by: Vec<Letter>,
    /// How it is worked out; each line is equal to the one before.
    pub lines: Vec<Line>,
    /// The derivative as a vector or matrix, a row for each entry of the child and a column for each of the parent;
    /// nothing where it has more than two indices.
    pub reading: Option<WholeId>,
    /// What became of the indices in that.
    pub read_by: Vec<ReadBy>,
}

impl Jacobian {
    /// What it comes to.
    pub fn result(&self) -> EntryId {
        self.lines.last().expect("a working has a first line").after
    }
}

/// The derivative of what is asked about, mostly a loss, by a quantity.
#[derive(Clone, Debug)]
pub struct Adjoint {
    /// Of what.
    pub of: QuantityId,
    /// By what.
    pub by: QuantityId,
    /// The quantity that stands for it.
    pub name: QuantityId,
    /// The indices of what is derived; none of a number.
    pub of_at: Vec<Letter>,
    /// The indices of what it is derived by.
    pub at: Vec<Letter>,
    /// Through which quantities, those nearest to the loss first: places of Jacobians.
    pub through: Vec<usize>,
    /// How it is put together; each line is equal to the one before.
    pub lines: Vec<Line>,
    /// The same as a vector or matrix.
    pub reading: Option<WholeId>,
    /// What became of the indices in that.
    pub read_by: Vec<ReadBy>,
    /// The same without adjoints, where that is short.
    pub in_full: Option<WholeId>,
}

impl Adjoint {
    /// All indices: those of what is derived, then those of what it is derived by.
    pub fn free(&self) -> Vec<Letter> {
        self.of_at.iter().chain(&self.at).copied().collect()
    }

    /// What it comes to.
    pub fn result(&self) -> EntryId {
        self.lines.last().expect("a working has a first line").after
    }
}

/// Why there is no derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// What is derived does not depend on it: the derivative is 0.
    Independent,
    /// The derivative of this quantity by that one has no rule.
    NoRule(QuantityId, QuantityId),
}

/// Derives, and remembers what it derived.
#[derive(Debug, Default)]
pub struct Calculus {
    /// The facts stated about leaves.
    pub facts: Vec<SumFact>,
    /// The derivatives of quantities by those they mention, in the order in which they were met.
    pub jacobians: Vec<Jacobian>,
    jacobian_of: FxHashMap<(QuantityId, QuantityId), usize>,
    /// The adjoints, in the order in which they were met.
    pub adjoints: Vec<Adjoint>,
    adjoint_of: FxHashMap<(QuantityId, QuantityId), usize>,
    adjoint_named: FxHashMap<QuantityId, usize>,
    /// The quantities that each quantity is computed from at once, by its place.
    inputs: Vec<Vec<QuantityId>>,
}

/// The quantities that a quantity is computed from at once.
pub fn inputs(arrays: &Arrays, quantity: QuantityId) -> Vec<QuantityId> {
    arrays.definition(quantity).map_or_else(Vec::new, |definition| arrays.mentioned_in(definition))
}

impl Calculus {
    /// Nothing is derived yet; these facts are stated.
    pub fn stating(facts: Vec<SumFact>) -> Self {
        Self { facts, ..Self::default() }
    }

    /// The place of the adjoint that a quantity stands for.
    pub fn place_of_name(&self, name: QuantityId) -> Option<usize> {
        self.adjoint_named.get(&name).copied()
    }

    /// The adjoint of something by a quantity, where it was derived.
    pub fn known_adjoint(&self, of: QuantityId, by: QuantityId) -> Option<&Adjoint> {
        self.adjoint_of.get(&(of, by)).map(|&place| &self.adjoints[place])
    }

    /// The adjoints from a quantity to what it is derived by, those nearest to the quantity first; the last is the one
    /// asked.
    ///
    /// # Errors
    /// The quantity does not depend on it, or a rule is missing.
    pub fn gradient(
        &mut self,
        arrays: &mut Arrays,
        of: QuantityId,
        by: QuantityId,
    ) -> Result<Vec<usize>, Obstacle> {
        let count = u32::try_from(arrays.quantities().count()).unwrap_or(u32::MAX);
        let listed = u32::try_from(self.inputs.len()).unwrap_or(u32::MAX);
        self.inputs.extend((listed..count).map(|place| inputs(arrays, QuantityId(place))));
        // A derivative that is no matrix is known by its entries alone: nothing more is derived from it.
        if let Some(unknown) = self.without_reading(arrays, of) {
            return Err(Obstacle::NoRule(of, unknown));
        }
        let between = between(&self.inputs, of, by);
        if between.is_empty() {
            return Err(Obstacle::Independent);
        }
        // What is computed from others has a larger id than they.
        let mut consumers: FxHashMap<QuantityId, Vec<QuantityId>> = FxHashMap::default();
        for &quantity in between.iter().rev() {
            for &input in &self.inputs[quantity.index()] {
                consumers.entry(input).or_default().push(quantity);
            }
        }
        let mut places = Vec::new();
        for &quantity in between.iter().rev().filter(|&&quantity| quantity != of) {
            let users = consumers.remove(&quantity).unwrap_or_default();
            places.push(self.adjoint(arrays, of, quantity, &users)?);
        }
        Ok(places)
    }

    /// A derivative from which a quantity is computed, and of which no matrix is known.
    fn without_reading(&self, arrays: &Arrays, of: QuantityId) -> Option<QuantityId> {
        // Only derivatives are computed from derivatives.
        if !matches!(arrays.quantity(of).role, Role::Adjoint { .. }) {
            return None;
        }
        let mut seen = FxHashSet::from_iter([of]);
        let mut stack = vec![of];
        while let Some(quantity) = stack.pop() {
            if matches!(arrays.quantity(quantity).role, Role::Adjoint { .. })
                && arrays.definition(quantity).is_none()
            {
                return Some(quantity);
            }
            stack.extend(self.inputs[quantity.index()].iter().copied().filter(|input| seen.insert(*input)));
        }
        None
    }

    /// The second derivative of a number: the derivative of its derivative. Its adjoints, as [`Calculus::gradient`] has
    /// them.
    ///
    /// # Errors
    /// The first does not depend on the second quantity, or a rule is missing.
    pub fn second(
        &mut self,
        arrays: &mut Arrays,
        of: QuantityId,
        by: [QuantityId; 2],
    ) -> Result<(QuantityId, Result<Vec<usize>, Obstacle>), Obstacle> {
        let first = self.gradient(arrays, of, by[0])?;
        let place = first.last().copied().ok_or(Obstacle::Independent)?;
        let derivative = self.adjoints[place].name;
        Ok((derivative, self.gradient(arrays, derivative, by[1])))
    }

    /// The derivative of a quantity by one that it mentions.
    ///
    /// # Errors
    /// A rule is missing.
    pub fn jacobian(
        &mut self,
        arrays: &mut Arrays,
        child: QuantityId,
        parent: QuantityId,
    ) -> Result<usize, Obstacle> {
        if let Some(&place) = self.jacobian_of.get(&(child, parent)) {
            return Ok(place);
        }
        let missing = Obstacle::NoRule(child, parent);
        let (shape, other) = (arrays.quantity(child).shape.clone(), arrays.quantity(parent).shape.clone());
        let (at, by) = (arrays.letters_for(&shape), arrays.letters_for(&other));
        let [at_indices, by_indices] = [&at, &by].map(|letters| indices(letters));
        let lines =
            if let Some((entry, rule)) = arrays.stated_partial(child, &at_indices, parent, &by_indices) {
                let mut lines = vec![Line { after: entry, rules: rule.into() }];
                let mut rules = Rules::default();
                let tidied = tidy(arrays, &self.facts, entry, &mut rules);
                if tidied != entry {
                    lines.push(Line { after: tidied, rules });
                }
                lines
            } else {
                let definition = arrays.definition(child).ok_or(missing)?;
                let restricted = arrays.restricted(definition, parent);
                let entry = arrays.entry_of(restricted.unwrap_or(definition), &at_indices).ok_or(missing)?;
                let mut lines = work_out(arrays, &self.facts, entry, parent, &by_indices).ok_or(missing)?;
                if restricted.is_some()
                    && let Some(first) = lines.first_mut()
                {
                    first.rules.note(ArrayRule::OtherTerms);
                }
                lines
            };
        let result = lines.last().expect("a working has a first line").after;
        let free: Vec<Letter> = at.iter().chain(&by).copied().collect();
        let (reading, read_by) = parted(read_shorter(arrays, result, &free));
        self.jacobians.push(Jacobian { child, parent, at, by, lines, reading, read_by });
        self.jacobian_of.insert((child, parent), self.jacobians.len() - 1);
        Ok(self.jacobians.len() - 1)
    }

    /// The adjoint of a quantity on a way from the number; those of what is computed from it are known.
    fn adjoint(
        &mut self,
        arrays: &mut Arrays,
        of: QuantityId,
        by: QuantityId,
        consumers: &[QuantityId],
    ) -> Result<usize, Obstacle> {
        if let Some(&place) = self.adjoint_of.get(&(of, by)) {
            return Ok(place);
        }
        let [of_shape, shape] = [of, by].map(|quantity| arrays.quantity(quantity).shape.clone());
        let [of_at, at] = [&of_shape, &shape].map(|shape| arrays.letters_for(shape));
        let [of_indices, at_indices] = [&of_at, &at].map(|letters| indices(letters));
        let free: Vec<Letter> = of_at.iter().chain(&at).copied().collect();
        let (mut by_names, mut put_in, mut through) = (Vec::new(), Vec::new(), Vec::new());
        for &consumer in consumers {
            let place = self.jacobian(arrays, consumer, by)?;
            through.push(place);
            let jacobian = self.jacobians[place].clone();
            let shape = arrays.quantity(consumer).shape.clone();
            let letters = if consumer == of { of_at.clone() } else { arrays.letters_for(&shape) };
            let own_indices = indices(&letters);
            let entry = arrays.of(consumer, &own_indices);
            let derivative = arrays.derivative(entry, by, &at_indices);
            let from: Vec<Letter> = jacobian.at.iter().chain(&jacobian.by).copied().collect();
            let to: Vec<Index> = own_indices.iter().chain(&at_indices).copied().collect();
            let result = arrays.renamed(jacobian.result(), &from, &to);
            if consumer == of {
                by_names.push(derivative);
                put_in.push(result);
                continue;
            }
            // Those that the number does not reach without it were derived before.
            let Some(&through) = self.adjoint_of.get(&(of, consumer)) else { continue };
            let upstream_at: Vec<Index> = of_indices.iter().chain(&own_indices).copied().collect();
            let upstream = arrays.of(self.adjoints[through].name, &upstream_at);
            for (list, factor) in [(&mut by_names, derivative), (&mut put_in, result)] {
                let mut term = arrays.multiply(&[upstream, factor]);
                for &letter in letters.iter().rev() {
                    term = arrays.sum_over(letter, term);
                }
                list.push(term);
            }
        }
        let (by_names, put_in) = (arrays.add(&by_names), arrays.add(&put_in));
        let mut lines = vec![
            Line { after: by_names, rules: ArrayRule::ChainRule.into() },
            Line { after: put_in, rules: ArrayRule::FactorsPutIn.into() },
        ];
        let (mut rules, mut result) = self.tidied(arrays, put_in);
        let mut reading = read_shorter(arrays, result, &free);
        // With the adjoints themselves put in, much may cancel: that is the shorter way then.
        if let Some((full, full_rules)) = self.with_adjoints(arrays, of, put_in)
            && let Some(full_reading) = read_shorter(arrays, full.1, &free)
            && reading.as_ref().is_none_or(|reading| {
                let length = count(arrays, full_reading.whole);
                // Where a sum is known by its definition, what is longer for want of names may be shorter without them.
                let knows_sum = full_rules.all().contains(&ArrayRule::SumByDefinition);
                let spelled_out = self.in_full(arrays, of, reading.whole).filter(|_| knows_sum);
                length <= count(arrays, reading.whole)
                    || spelled_out.is_some_and(|whole| length < count(arrays, whole))
            })
        {
            lines[1] = Line { after: full.0, rules: ArrayRule::FactorsPutIn.into() };
            (rules, result, reading) = (full_rules, full.1, Some(full_reading));
        }
        // What is no matrix has nothing but its entries to be told by.
        if reading.is_none()
            && let Some((full, full_rules)) = self.with_adjoints(arrays, of, put_in)
            && arrays.tree_size(full.1) <= arrays.tree_size(result) + MOST_SIGNS_FOR_A_NAME
        {
            lines[1] = Line { after: full.0, rules: ArrayRule::FactorsPutIn.into() };
            (rules, result) = (full_rules, full.1);
        }
        if result != lines[1].after {
            lines.push(Line { after: result, rules });
        }
        self.cancel_slopes(arrays, of, (&free, put_in), (&mut lines, &mut reading));
        self.quotients_by_name(arrays, (of, consumers), (&free, put_in), (&mut lines, &mut reading));
        self.drop_sums_of_centred(arrays, &free, (&mut lines, &mut reading));
        // The derivative of what a definition says at once is told as it is worked out.
        let between: Vec<QuantityId> = consumers.iter().copied().filter(|&consumer| consumer != of).collect();
        self.slopes_by_value(arrays, &between, &free, (&mut lines, &mut reading));
        let (reading, read_by) = parted(reading);
        let axes: Vec<Size> = of_shape.axes().into_iter().chain(shape.axes()).collect();
        let name = arrays.add_quantity("", Shape::of_axes(&axes), Role::Adjoint { of, by });
        // What is no matrix is known by its entries.
        let come_to = reading.unwrap_or_else(|| arrays.by_entries(&free, result));
        arrays.comes_to(name, come_to);
        let in_full = reading.and_then(|reading| self.in_full(arrays, of, reading));
        self.adjoints.push(Adjoint { of, by, name, of_at, at, through, lines, reading, read_by, in_full });
        self.adjoint_of.insert((of, by), self.adjoints.len() - 1);
        self.adjoint_named.insert(name, self.adjoints.len() - 1);
        Ok(self.adjoints.len() - 1)
    }
}

fn parted(reading: Option<Reading>) -> (Option<WholeId>, Vec<ReadBy>) {
    reading.map_or((None, Vec::new()), |reading| (Some(reading.whole), reading.by))
}

/// The quantities from which a quantity is computed and that are computed from another, both included; in the order in which
/// they are computed.
fn between(all: &[Vec<QuantityId>], of: QuantityId, by: QuantityId) -> Vec<QuantityId> {
    let mut reached = vec![false; of.index() + 1];
    reached[of.index()] = true;
    let mut depends = vec![false; of.index() + 1];
    for place in (0..=of.index()).rev() {
        if reached[place] {
            for input in &all[place] {
                reached[input.index()] = true;
            }
        }
    }
    for place in 0..=of.index() {
        depends[place] = place == by.index() || all[place].iter().any(|input| depends[input.index()]);
    }
    if by.index() > of.index() || !depends[of.index()] {
        return Vec::new();
    }
    (0..=of.0)
        .map(QuantityId)
        .filter(|quantity| reached[quantity.index()] && depends[quantity.index()])
        .collect()
}
