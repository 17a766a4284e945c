//! Logarithms taken apart: of products, of powers, of numbers by their primes.

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Node};
use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::super::span::Column;
use super::{Entry, Known, LogAtom, Points};

/// Whole numbers are taken apart into primes up to this one.
const LARGEST_PRIME: u32 = 1 << 12;

impl Points<'_> {
    /// Where strictness is asked for, only points count at which this is positive. It is asked of what a logarithm is
    /// put to, never of its factors: ln(x²) is defined for negative x too.
    pub(super) fn defined_above_zero(&mut self, of: &[u64]) {
        let field = self.field;
        for (dead, &value) in self.dead.iter_mut().zip(of) {
            *dead |= self.case.strict && !field.is_positive(value);
        }
    }

    pub(super) fn logarithm_of_power(&mut self, id: ExprId, base: ExprId, exponent: ExprId) -> Column {
        let field = self.field;
        if let Some(logarithm) = self.logarithms.get(&id) {
            return logarithm.clone();
        }
        let logarithm = self.logarithm(base);
        let product = field.times(&logarithm, &self.values[&exponent]);
        self.logarithms.insert(id, product.clone());
        product
    }

    /// ln |u|, taken apart: products into sums, powers into multiples, exponentials into their exponents.
    pub(super) fn logarithm(&mut self, root: ExprId) -> Column {
        let field = self.field;
        let mut stack = vec![(root, false)];
        while let Some((id, entered)) = stack.pop() {
            if self.logarithms.contains_key(&id) {
                continue;
            }
            let parts = self.log_parts(id);
            if !entered && !parts.is_empty() {
                stack.push((id, true));
                stack.extend(parts.iter().map(|&(part, _)| (part, false)));
                continue;
            }
            let logarithm = if parts.is_empty() {
                self.log_leaf(id)
            } else {
                let mut sum = vec![0; self.count];
                for (part, times) in parts {
                    for (sum, &entry) in sum.iter_mut().zip(&self.logarithms[&part]) {
                        *sum = field.add(*sum, field.mul(times, entry));
                    }
                }
                sum
            };
            self.logarithms.insert(id, logarithm);
        }
        self.logarithms[&root].clone()
    }

    /// The expressions of which an expression is a product, and how often each; nothing where it is none.
    pub(super) fn log_parts(&self, id: ExprId) -> Vec<(ExprId, u64)> {
        let field = self.field;
        let Node::Apply { function, arguments, .. } = self.graph.node(id) else { return Vec::new() };
        let Some(row) = self.graph.builtin(function) else { return Vec::new() };
        if *row == MULTIPLY {
            return arguments.iter().map(|&factor| (factor, 1)).collect();
        }
        if *row == DIVIDE {
            return vec![(arguments[0], 1), (arguments[1], field.neg(1))];
        }
        if *row == NEGATE || matches!(row.definition, Definition::Primitive(Elementary::Abs)) {
            return vec![(arguments[0], 1)];
        }
        if matches!(row.definition, Definition::Primitive(Elementary::Sqrt)) {
            return vec![(arguments[0], field.inverse(2))];
        }
        if *row == POWER
            && let Node::Number(number) = self.graph.node(arguments[1])
            && let Some(times) = field.element(number)
        {
            return vec![(arguments[0], times)];
        }
        Vec::new()
    }

    pub(super) fn log_leaf(&mut self, id: ExprId) -> Column {
        match self.graph.node(id) {
            Node::Number(number) => self.log_number(&number.clone()),
            Node::Apply { function, arguments, .. } => {
                let row = self.graph.builtin(function);
                if row.is_some_and(|row| matches!(row.definition, Definition::Primitive(Elementary::Exp))) {
                    return self.values[&arguments[0]].clone();
                }
                if row == Some(&POWER) {
                    return self.logarithm_of_power_leaf(arguments[0], arguments[1]);
                }
                self.log_atom(&self.values[&id].clone())
            }
            Node::Symbol(_) | Node::Derivative { .. } => self.log_atom(&self.values[&id].clone()),
        }
    }

    /// ln(u^v) = v·ln u, where ln u is known already.
    pub(super) fn logarithm_of_power_leaf(&mut self, base: ExprId, exponent: ExprId) -> Column {
        let field = self.field;
        let logarithm = match self.logarithms.get(&base) {
            Some(logarithm) => logarithm.clone(),
            None => self.log_atom(&self.values[&base].clone()),
        };
        field.times(&logarithm, &self.values[&exponent])
    }

    pub(super) fn log_number(&mut self, number: &Rational) -> Column {
        let field = self.field;
        let mut sum = vec![0; self.count];
        for (part, sign) in [(number.numerator(), 1), (number.denominator(), field.neg(1))] {
            for (prime, times) in prime_factors(&part) {
                let logarithm = self.log_prime(prime);
                for (sum, &entry) in sum.iter_mut().zip(&logarithm) {
                    *sum = field.add(*sum, field.mul(field.mul(sign, times), entry));
                }
            }
        }
        sum
    }

    pub(super) fn log_prime(&mut self, prime: BigInt) -> Column {
        if let Some(logarithm) = self.primes.get(&prime) {
            return logarithm.clone();
        }
        let value = self.constant(&Rational::from_bigint(prime.clone()));
        let logarithm = self.fresh();
        // The prime itself, even where it plays a negative number: its whole powers are right.
        self.span.add(&logarithm);
        self.entries.push(Entry::new(self.field, value, Known::Nothing));
        self.primes.insert(prime, logarithm.clone());
        logarithm
    }

    /// Remembers that the exponential of a logarithm is what it is the logarithm of.
    pub(super) fn bind(&mut self, logarithm: &[u64], of: &[u64]) {
        let field = self.field;
        self.span.add(logarithm);
        let exponential = of.iter().map(|&value| field.size(value)).collect();
        self.entries.push(Entry::new(self.field, exponential, Known::Nothing));
    }

    /// The logarithm of something that is no product: a number of its own, unless it is another one's multiple, by a
    /// number, an exponential or a name.
    pub(super) fn log_atom(&mut self, of: &Column) -> Column {
        let field = self.field;
        for (dead, &value) in self.dead.iter_mut().zip(of) {
            *dead |= value == 0;
        }
        if of.iter().all(|value| *value == of[0])
            && let Some(number) = field.small_fraction(of[0])
            && !number.is_zero()
        {
            return self.log_number(&number);
        }
        const MOST_TRIALS: usize = 4096;
        let trials = self.log_atoms.len().saturating_mul(self.entries.len() + 1);
        if trials <= MOST_TRIALS {
            for atom in 0..self.log_atoms.len() {
                let ratio = field.times(of, &self.log_atoms[atom].below);
                if let Some(logarithm) = self.log_ratio(&ratio) {
                    return field.plus(&self.log_atoms[atom].logarithm.clone(), &logarithm);
                }
            }
        }
        let logarithm = self.fresh();
        self.bind(&logarithm, of);
        self.log_atoms.push(LogAtom { below: field.inverses(of), logarithm: logarithm.clone() });
        logarithm
    }

    /// The logarithm of a ratio that is a number, or a number times an exponential or a logarithm's argument.
    pub(super) fn log_ratio(&mut self, ratio: &Column) -> Option<Column> {
        let field = self.field;
        let number = |column: &Column| {
            let same = column.iter().all(|value| *value == column[0]);
            same.then(|| field.small_fraction(column[0])).flatten().filter(|number| !number.is_zero())
        };
        if let Some(number) = number(ratio) {
            return Some(self.log_number(&number));
        }
        for entry in 0..self.entries.len() {
            let Entry { exponential, below, .. } = &self.entries[entry];
            let first = ratio.len().min(2);
            let found = [(exponential, false), (below, true)].into_iter().find_map(|(factor, back)| {
                // Most differ at the second point already.
                number(&field.times(&ratio[..first], &factor[..first]))?;
                number(&field.times(ratio, factor)).map(|number| (number, back))
            });
            if let Some((number, back)) = found {
                // ratio · factor is the number.
                let mut exponent = self.exponent_of(entry);
                if !back {
                    for value in &mut exponent {
                        *value = field.neg(*value);
                    }
                }
                return Some(field.plus(&self.log_number(&number), &exponent));
            }
        }
        None
    }

    /// The exponent that an entry stands for.
    pub(super) fn exponent_of(&self, entry: usize) -> Column {
        self.span.column(entry).to_vec()
    }
}

/// The primes of a whole number and how often each, as elements; what is left of large numbers stands whole.
fn prime_factors(number: &BigInt) -> Vec<(BigInt, u64)> {
    let mut rest = BigInt::from(number.magnitude().clone());
    let mut factors = Vec::new();
    let mut prime = 2u32;
    while !rest.is_one() && !rest.is_zero() && prime <= LARGEST_PRIME {
        let mut times = 0;
        while (&rest % prime).is_zero() {
            rest /= prime;
            times += 1;
        }
        if times > 0 {
            factors.push((BigInt::from(prime), times));
        }
        prime += if prime == 2 { 1 } else { 2 };
    }
    if !rest.is_one() && !rest.is_zero() {
        factors.push((rest, 1));
    }
    factors
}
