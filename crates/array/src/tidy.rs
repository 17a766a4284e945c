//! Sums with δ lose it, what does not vary goes out of sums, terms and factors are collected.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};

use crate::arena::{Arrays, Entry, EntryId, Index, Letter, Made, QuantityId, Whole};
use crate::entry::is;
use crate::monomial::Monomial;
use crate::rule::{ArrayRule, Rules};
use crate::word::Over;

/// A stated fact about a leaf: its entries add up to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumFact {
    /// Of what.
    pub of: QuantityId,
    /// All entries, or those of each row or column.
    pub over: Over,
    /// To what they add up.
    pub value: Rational,
}

/// An entry in order: every rule that was needed is noted.
pub(crate) fn tidy(arrays: &mut Arrays, facts: &[SumFact], entry: EntryId, rules: &mut Rules) -> EntryId {
    Tidying { arrays, facts, rules }.entry(entry)
}

struct Tidying<'a> {
    arrays: &'a mut Arrays,
    facts: &'a [SumFact],
    rules: &'a mut Rules,
}

impl Tidying<'_> {
    fn entry(&mut self, id: EntryId) -> EntryId {
        match self.arrays.entry(id).made() {
            Made::Alone | Made::Derivative(_) => id,
            Made::Sum(size, body) => {
                let (letter, body) = self.arrays.opened(size, body);
                let body = self.entry(body);
                self.sum(letter, body)
            }
            Made::Apply { function, primes, arguments } => {
                let arguments: Vec<EntryId> = arguments.into_iter().map(|part| self.entry(part)).collect();
                let entry = self.arrays.apply(function, primes, &arguments);
                if is(function, primes, &ADD) {
                    self.terms(&arguments)
                } else if [&MULTIPLY, &NEGATE, &DIVIDE, &POWER].iter().any(|row| is(function, primes, row)) {
                    self.product(entry)
                } else {
                    entry
                }
            }
        }
    }

    /// A product in order; what holds a δ is multiplied out.
    fn product(&mut self, id: EntryId) -> EntryId {
        let monomial = self.arrays.monomial(id);
        if monomial.cancelled {
            self.rules.note(ArrayRule::Cancelled);
        }
        if monomial.coefficient.is_zero() {
            return self.arrays.integer_entry(0);
        }
        let with_delta =
            |(factor, power): &(EntryId, i64)| *power == 1 && self.is_sum_with_delta(*factor, None);
        if let Some(place) = monomial.factors.iter().position(with_delta)
            && monomial.factors.len() + usize::from(!monomial.coefficient.is_one()) > 1
        {
            return self.multiplied_out(&monomial, place);
        }
        self.arrays.written(&monomial)
    }

    /// Whether an entry is a sum of terms, one of which has a factor δ, with this letter where one is asked.
    fn is_sum_with_delta(&self, id: EntryId, letter: Option<Letter>) -> bool {
        match self.arrays.entry(id) {
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &ADD) => {
                arguments.iter().any(|&term| self.delta_in(&self.arrays.monomial(term), letter).is_some())
            }
            _ => false,
        }
    }

    /// The place of a factor δ, with this letter where one is asked.
    fn delta_in(&self, monomial: &Monomial, letter: Option<Letter>) -> Option<usize> {
        monomial.factors.iter().position(|(factor, _)| match self.arrays.entry(*factor) {
            Entry::Delta(left, right) => letter
                .is_none_or(|letter| [left, right].into_iter().any(|index| *index == Index::Letter(letter))),
            _ => false,
        })
    }

    fn multiplied_out(&mut self, monomial: &Monomial, place: usize) -> EntryId {
        self.rules.note(ArrayRule::MultipliedOut);
        let mut rest = monomial.clone();
        let (sum, _) = rest.factors.remove(place);
        let rest = self.arrays.written(&rest);
        let Entry::Apply { arguments, .. } = self.arrays.entry(sum).clone() else { return sum };
        let terms: Vec<EntryId> = arguments
            .into_iter()
            .map(|term| {
                let product = self.arrays.multiply(&[rest, term]);
                self.product(product)
            })
            .collect();
        self.terms(&terms)
    }

    /// Terms collected: those of equal factors are one.
    fn terms(&mut self, terms: &[EntryId]) -> EntryId {
        let mut flat: Vec<Monomial> = Vec::new();
        let mut stack: Vec<(EntryId, bool)> = terms.iter().rev().map(|&term| (term, false)).collect();
        while let Some((term, negative)) = stack.pop() {
            let mut monomial = self.arrays.monomial(term);
            if negative {
                monomial.coefficient = -&monomial.coefficient;
            }
            // A sum inside a sum, with a sign or without.
            if let [(only, 1)] = monomial.factors.as_slice()
                && monomial.coefficient.abs().is_one()
                && let Entry::Apply { function, primes, arguments } = self.arrays.entry(*only)
                && is(*function, *primes, &ADD)
            {
                let minus = monomial.coefficient.is_negative();
                stack.extend(arguments.iter().rev().map(|&part| (part, minus)));
                continue;
            }
            let key = monomial.key();
            match flat.iter_mut().find(|monomial| monomial.key() == key) {
                Some(like) => {
                    self.rules.note(ArrayRule::Collected);
                    like.coefficient = &like.coefficient + &monomial.coefficient;
                }
                None => flat.push(monomial),
            }
        }
        flat.retain(|monomial| !monomial.coefficient.is_zero());
        // What is taken away stands behind what it is taken from.
        if flat.first().is_some_and(|monomial| monomial.coefficient.is_negative())
            && let Some(place) = flat.iter().position(|monomial| monomial.coefficient.is_positive())
        {
            let first = flat.remove(place);
            flat.insert(0, first);
        }
        let terms: Vec<EntryId> = flat.iter().map(|monomial| self.arrays.written(monomial)).collect();
        self.arrays.add(&terms)
    }

    /// The sum of a body in order over a letter.
    fn sum(&mut self, letter: Letter, body: EntryId) -> EntryId {
        let monomial = self.arrays.monomial(body);
        if monomial.coefficient.is_zero() {
            return self.arrays.integer_entry(0);
        }
        // A factor that is a sum with a δ of this letter is multiplied out, term by term.
        let with_delta =
            |(factor, power): &(EntryId, i64)| *power == 1 && self.is_sum_with_delta(*factor, Some(letter));
        if let Some(place) = monomial.factors.iter().position(with_delta) {
            let out = self.multiplied_out(&monomial, place);
            return self.split(letter, out);
        }
        if let Some(place) = self.sum_with_stated_term(&monomial, letter) {
            let out = self.multiplied_out(&monomial, place);
            return self.split(letter, out);
        }
        if let [(only, 1)] = monomial.factors.as_slice()
            && self.must_split(*only, letter)
        {
            let inner = self.split(letter, *only);
            let scale = self.arrays.number_entry(monomial.coefficient.clone());
            let product = self.arrays.multiply(&[scale, inner]);
            return self.product(product);
        }
        if let Some(place) = self.delta_in(&monomial, Some(letter)) {
            let Entry::Delta(left, right) = *self.arrays.entry(monomial.factors[place].0) else {
                return body;
            };
            self.rules.note(ArrayRule::TermLeft);
            let other = if left == Index::Letter(letter) { right } else { left };
            let mut rest = monomial;
            rest.factors.remove(place);
            let rest = self.arrays.written(&rest);
            let left = self.arrays.substituted(rest, letter, other);
            return self.entry(left);
        }
        let (summed, outside): (Vec<_>, Vec<_>) =
            monomial.factors.iter().partition(|(factor, _)| self.arrays.has_letter(*factor, letter));
        let mut out =
            Monomial { coefficient: monomial.coefficient.clone(), factors: outside, cancelled: false };
        if summed.is_empty() {
            self.rules.note(ArrayRule::SumOfConstants);
            let size = self.arrays.size_of(letter);
            let size = self.arrays.size_entry(size);
            let rest = self.arrays.written(&out);
            let product = self.arrays.multiply(&[size, rest]);
            return self.product(product);
        }
        let inner = Monomial { coefficient: Rational::one(), factors: summed, cancelled: false };
        if let Some((value, rule)) = self.stated(&inner, letter) {
            self.rules.note(rule);
            out.coefficient = &out.coefficient * &value;
        } else {
            let inner = self.arrays.written(&inner);
            let inner = self.arrays.sum_over(letter, inner);
            out.push(inner, 1);
        }
        self.arrays.written(&out)
    }

    /// The place of a factor that is a sum, where one of its terms times the other factors adds up to a known number:
    /// 1 + z in `p·(1 + z)`, where the entries of p add up to 1.
    fn sum_with_stated_term(&self, monomial: &Monomial, letter: Letter) -> Option<usize> {
        let varies = |place: &usize| self.arrays.has_letter(monomial.factors[*place].0, letter);
        let varying: Vec<usize> = (0..monomial.factors.len()).filter(varies).collect();
        let &[one, other] = varying.as_slice() else { return None };
        [(one, other), (other, one)].into_iter().find_map(|(sum, rest)| {
            let (id, power) = monomial.factors[sum];
            let rest = Monomial {
                coefficient: Rational::one(),
                factors: vec![monomial.factors[rest]],
                cancelled: false,
            };
            let Entry::Apply { function, primes, arguments } = self.arrays.entry(id) else { return None };
            let is_sum = power == 1
                && is(*function, *primes, &ADD)
                && arguments.iter().any(|&term| !self.arrays.has_letter(term, letter));
            (is_sum && self.stated(&rest, letter).is_some()).then_some(sum)
        })
    }

    /// Whether a sum of terms must be summed term by term: one has a δ, of this letter or of one that is summed further out, or one
    /// does not vary.
    fn must_split(&self, id: EntryId, letter: Letter) -> bool {
        let Entry::Apply { function, primes, arguments } = self.arrays.entry(id) else { return false };
        is(*function, *primes, &ADD)
            && arguments.iter().any(|&term| {
                !self.arrays.has_letter(term, letter)
                    || self.delta_in(&self.arrays.monomial(term), None).is_some()
                    || self.is_stated_term(term, letter)
            })
    }

    fn is_stated_term(&self, term: EntryId, letter: Letter) -> bool {
        let mut inner = self.arrays.monomial(term);
        inner.factors.retain(|(factor, _)| self.arrays.has_letter(*factor, letter));
        self.stated(&inner, letter).is_some()
    }

    fn split(&mut self, letter: Letter, sum: EntryId) -> EntryId {
        let terms = match self.arrays.entry(sum).clone() {
            Entry::Apply { function, primes, arguments } if is(function, primes, &ADD) => arguments,
            _ => return self.sum(letter, sum),
        };
        let terms: Vec<EntryId> = terms.into_iter().map(|term| self.sum(letter, term)).collect();
        self.terms(&terms)
    }

    /// The number that the sum of these factors over a letter is stated to be.
    fn stated(&self, inner: &Monomial, letter: Letter) -> Option<(Rational, ArrayRule)> {
        let [(only, 1)] = inner.factors.as_slice() else { return None };
        let Entry::Of(quantity, at) = self.arrays.entry(*only) else { return None };
        if let Some(definition) = self.arrays.definition(*quantity)
            && matches!(self.arrays.whole(definition), Whole::OneHot(..))
        {
            return Some((Rational::one(), ArrayRule::SumByDefinition));
        }
        let on_letter = |place: usize| {
            at.iter().enumerate().all(|(axis, index)| (*index == Index::Letter(letter)) == (axis == place))
        };
        let over = match at.len() {
            1 => Some(Over::All),
            2 if on_letter(1) => Some(Over::EachRow),
            2 if on_letter(0) => Some(Over::EachColumn),
            _ => None,
        };
        if let Some(value) = over.and_then(|over| self.arrays.sum_by_definition(*quantity, over))
            && (at.len() == 2 || on_letter(0))
        {
            return Some((value.clone(), ArrayRule::SumByDefinition));
        }
        let fact = self.facts.iter().find(|fact| {
            let place = match (fact.over, at.len()) {
                (Over::All, 1) | (Over::EachColumn, 2) => 0,
                (Over::EachRow, 2) => 1,
                _ => return false,
            };
            fact.of == *quantity
                && at
                    .iter()
                    .enumerate()
                    .all(|(axis, index)| (*index == Index::Letter(letter)) == (axis == place))
        })?;
        Some((fact.value.clone(), ArrayRule::StatedFact))
    }
}
