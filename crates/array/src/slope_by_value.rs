//! Slopes by their values: `σ′(z) = σ(z)·(1 − σ(z))` and `tanh′(z) = 1 − tanh(z)²`.
//!
//! A slope is written so where it cancels against what is divided by, so that `p − y` comes about; and where what it is
//! taken of has no name but its value has one: `r ⊙ (1 − r)` instead of `σ′(W·x + U·h + b)`.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::function::{self, Arity, TABLE};
use chainrule_symbolic::graph::FunctionId;
use rustc_hash::FxHashSet;

use crate::arena::{Arrays, Entry, EntryId, Index, Made, QuantityId, Role, Whole};
use crate::entry::is;
use crate::monomial::Monomial;
use crate::rule::{ArrayRule, Rules};
use crate::tidy::{SumFact, tidy};

/// Whether a function is one of one argument with a name, such as √ and exp.
fn is_no_arithmetic(function: FunctionId) -> bool {
    ![&ADD, &MULTIPLY, &NEGATE, &DIVIDE, &POWER].into_iter().any(|row| function == function::id(row))
        && TABLE.get(function.index()).is_some_and(|row| row.arity == Arity::Exactly(1))
}

/// Quantities among which a value is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Among<'a> {
    /// All there are.
    All,
    /// These, in this order.
    These(&'a [QuantityId], &'a FxHashSet<QuantityId>),
}

/// Among so many quantities each is looked at; among more, those in whose argument the same quantities stand.
const FEW: usize = 24;

/// Where values of functions are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values<'a> {
    /// Quantities that may be defined as such a value.
    pub(crate) among: Among<'a>,
    /// The facts stated about leaves.
    pub(crate) facts: &'a [SumFact],
}

impl Arrays {
    /// An entry in which slopes of sigmoids are cancelled against what is divided by; the same where none is.
    pub(crate) fn with_slopes_cancelled(&mut self, id: EntryId) -> EntryId {
        match self.entry(id).made() {
            Made::Alone | Made::Derivative(_) => id,
            Made::Sum(size, body) => {
                let (letter, opened) = self.opened(size, body);
                let changed = self.with_slopes_cancelled(opened);
                if changed == opened { id } else { self.sum_over(letter, changed) }
            }
            Made::Apply { function, primes, arguments } if is(function, primes, &ADD) => {
                let changed: Vec<EntryId> =
                    arguments.iter().map(|&term| self.with_slopes_cancelled(term)).collect();
                if changed == arguments { id } else { self.add(&changed) }
            }
            Made::Apply { .. } => {
                let monomial = self.monomial(id);
                self.slope_cancelled(&monomial).unwrap_or_else(|| self.inside_factors(id, &monomial))
            }
        }
    }

    /// A product whose factors are looked into.
    fn inside_factors(&mut self, id: EntryId, monomial: &Monomial) -> EntryId {
        let mut changed = monomial.clone();
        let mut is_other = false;
        for (factor, power) in &mut changed.factors {
            let is_sum = matches!(self.entry(*factor), Entry::Sum(..))
                || matches!(self.entry(*factor), Entry::Apply { function, primes, .. } if is(*function, *primes, &ADD));
            if *power == 1 && is_sum {
                let new = self.with_slopes_cancelled(*factor);
                is_other |= new != *factor;
                *factor = new;
            }
        }
        if is_other { self.written(&changed) } else { id }
    }

    /// A product with a slope that is cancelled against one of its divisors, or against those of a sum in it.
    fn slope_cancelled(&mut self, monomial: &Monomial) -> Option<EntryId> {
        for (place, &(factor, power)) in monomial.factors.iter().enumerate() {
            let Entry::Apply { function, primes: 1, arguments } = self.entry(factor).clone() else {
                continue;
            };
            if power != 1 || function != function::id(&SIGMOID) {
                continue;
            }
            let value = self.value_of_sigmoid(arguments[0]);
            let (one, negative) = (self.integer_entry(1), self.negate(value));
            let rest = self.add(&[one, negative]);
            let parts = [value, rest];
            let divides = |(entry, power): &(EntryId, i64)| *power < 0 && parts.contains(entry);
            let mut others = monomial.clone();
            others.factors.remove(place);
            if others.factors.iter().any(divides) {
                let mut parts = parts;
                // What `σ(−u)` leaves of 1 is `σ(u)`.
                if !others.factors.iter().any(|(entry, power)| *power < 0 && *entry == rest)
                    && let Entry::Apply { function, primes, arguments } = self.entry(arguments[0]).clone()
                    && is(function, primes, &NEGATE)
                {
                    parts[1] = self.value_of_sigmoid(arguments[0]);
                }
                others.factors.extend(parts.map(|part| (part, 1)));
                let product = self.written(&others);
                let again = self.monomial(product);
                return Some(self.written(&again));
            }
            let sum = others.factors.iter().position(|&(factor, power)| {
                power == 1
                    && self
                        .terms_of(factor)
                        .iter()
                        .any(|&term| self.monomial(term).factors.iter().any(divides))
            });
            if let Some(sum) = sum {
                let (sum, _) = others.factors.remove(sum);
                let mut factors = parts.to_vec();
                if others.coefficient.is_negative() {
                    others.coefficient = -&others.coefficient;
                    factors.push(self.integer_entry(-1));
                }
                let inner = self.distributed(sum, &factors);
                others.factors.push((inner, 1));
                return Some(self.written(&others));
            }
        }
        None
    }

    fn terms_of(&self, id: EntryId) -> Vec<EntryId> {
        match self.entry(id) {
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &ADD) => arguments.clone(),
            _ => Vec::new(),
        }
    }

    /// A sum times factors, multiplied out until no factor is a sum, equal terms collected.
    fn distributed(&mut self, sum: EntryId, factors: &[EntryId]) -> EntryId {
        let mut open: Vec<Monomial> = Vec::new();
        for term in self.terms_of(sum).into_iter().rev() {
            let mut all = vec![term];
            all.extend(factors);
            let product = self.multiply(&all);
            open.push(self.monomial(product));
        }
        let mut closed: Vec<Monomial> = Vec::new();
        while let Some(monomial) = open.pop() {
            let place = monomial
                .factors
                .iter()
                .position(|&(factor, power)| power == 1 && !self.terms_of(factor).is_empty());
            if let Some(place) = place {
                let mut rest = monomial;
                let (sum, _) = rest.factors.remove(place);
                let rest = self.written(&rest);
                for term in self.terms_of(sum).into_iter().rev() {
                    let product = self.multiply(&[rest, term]);
                    open.push(self.monomial(product));
                }
                continue;
            }
            match closed.iter_mut().find(|other| other.key() == monomial.key()) {
                Some(like) => like.coefficient = &like.coefficient + &monomial.coefficient,
                None => closed.push(monomial),
            }
        }
        closed.retain(|monomial| monomial.coefficient != Rational::zero());
        if let Some(place) = closed.iter().position(|monomial| monomial.coefficient.is_positive()) {
            let first = closed.remove(place);
            closed.insert(0, first);
        }
        let terms: Vec<EntryId> = closed.iter().map(|monomial| self.written(monomial)).collect();
        self.add(&terms)
    }

    /// The entry of the quantity that is this sigmoid, or the sigmoid itself.
    fn value_of_sigmoid(&mut self, argument: EntryId) -> EntryId {
        self.value_of(function::id(&SIGMOID), argument, Values { among: Among::All, facts: &[] })
            .unwrap_or_else(|| self.call(&SIGMOID, &[argument]))
    }

    /// The entry of a quantity, among these, that is defined as this function of this argument.
    fn value_of(&mut self, function: FunctionId, argument: EntryId, values: Values<'_>) -> Option<EntryId> {
        let letters = self.letters_in(argument);
        for quantity in self.candidates(function, argument, values.among) {
            let Role::Defined(definition) = self.quantity(quantity).role else { continue };
            let of = match self.whole(definition) {
                Whole::Apply { function: applied, primes: 0, arguments } if *applied == function => {
                    arguments[0]
                }
                _ => continue,
            };
            let axes = self.shape(of).axes();
            let choices: Vec<Vec<Index>> = match axes.as_slice() {
                [] => vec![Vec::new()],
                [size] => {
                    self.letters_of_size(&letters, *size).into_iter().map(|index| vec![index]).collect()
                }
                [rows, columns] => {
                    let columns = self.letters_of_size(&letters, *columns);
                    let rows = self.letters_of_size(&letters, *rows);
                    rows.iter().flat_map(|row| columns.iter().map(|column| vec![*row, *column])).collect()
                }
                [..] => Vec::new(),
            };
            for at in choices {
                let Some(entry) = self.entry_of(of, &at) else { continue };
                // The argument may have been put in order since.
                if entry == argument || tidy(self, values.facts, entry, &mut Rules::default()) == argument {
                    return Some(self.of(quantity, &at));
                }
            }
        }
        None
    }

    /// The quantities that may be this function of this argument.
    fn candidates(&self, function: FunctionId, argument: EntryId, among: Among<'_>) -> Vec<QuantityId> {
        let (count, all) = match among {
            Among::All => (self.quantities().count(), None),
            Among::These(all, _) => (all.len(), Some(all)),
        };
        if count <= FEW {
            return all
                .map_or_else(|| self.quantities().map(|(quantity, _)| quantity).collect(), <[_]>::to_vec);
        }
        let quantities = self.values_of(function, &self.quantities_in(argument)).iter().copied();
        quantities
            .filter(|quantity| match among {
                Among::All => true,
                Among::These(_, all) => all.contains(quantity),
            })
            .collect()
    }

    /// An entry in which values that have a name stand by it, and slopes of what has no name are written by such values;
    /// the same where there is none.
    pub(crate) fn with_slopes_by_value(
        &mut self,
        id: EntryId,
        values: Values<'_>,
        rules: &mut Rules,
    ) -> EntryId {
        match self.entry(id).made() {
            Made::Alone | Made::Derivative(_) => id,
            Made::Sum(size, body) => {
                let (letter, opened) = self.opened(size, body);
                let changed = self.with_slopes_by_value(opened, values, rules);
                if changed == opened { id } else { self.sum_over(letter, changed) }
            }
            Made::Apply { function, primes: 1, arguments } => {
                let Some(by_value) = self.slope_by_value(function, arguments[0], values) else { return id };
                rules.note(ArrayRule::SlopeByValue(function));
                by_value
            }
            Made::Apply { function, primes: 0, arguments } if is_no_arithmetic(function) => {
                let by_name = self.value_of(function, arguments[0], values);
                if by_name.is_some() {
                    rules.note(ArrayRule::Definition);
                }
                by_name.unwrap_or(id)
            }
            Made::Apply { function, primes, arguments } => {
                let changed: Vec<EntryId> =
                    arguments.iter().map(|&part| self.with_slopes_by_value(part, values, rules)).collect();
                if changed == arguments { id } else { self.apply(function, primes, &changed) }
            }
        }
    }

    /// `s·(1 − s)` and `1 − t²`.
    fn slope_by_value(
        &mut self,
        function: FunctionId,
        argument: EntryId,
        values: Values<'_>,
    ) -> Option<EntryId> {
        let [is_sigmoid, is_tanh] = [&SIGMOID, &TANH].map(|row| function == function::id(row));
        let has_name = matches!(self.entry(argument), Entry::Of(..));
        if has_name || !(is_sigmoid || is_tanh) {
            return None;
        }
        let value = self.value_of(function, argument, values)?;
        let one = self.integer_entry(1);
        Some(if is_sigmoid {
            let negative = self.negate(value);
            let rest = self.add(&[one, negative]);
            self.multiply(&[value, rest])
        } else {
            let two = self.integer_entry(2);
            let square = self.power(value, two);
            let negative = self.negate(square);
            self.add(&[one, negative])
        })
    }

    fn letters_of_size(&self, letters: &[crate::arena::Letter], size: crate::shape::Size) -> Vec<Index> {
        letters
            .iter()
            .filter(|letter| self.size_of(**letter) == size)
            .map(|letter| Index::Letter(*letter))
            .collect()
    }
}
