//! The sign of `u^v`, where u may be negative.
//!
//! For a negative u there are powers with whole exponents only, and `u^v = (−1)^v·|u|^v`. What exponent is even is not
//! known: `(−1)^v` is a number c of its own, with `(−1)^(v + 1) = −c`. Nothing binds it to `(−1)^(v/2)`: where v/2 is no
//! whole number, v may be one.

use std::collections::BTreeMap;

use chainrule_number::Elementary;
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::EXP;
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::field::Field;
use super::super::span::{Column, Span};
use super::Points;

/// What is known of powers of signs.
#[derive(Debug)]
pub(super) struct SignPowers {
    /// What is nowhere negative where both sides are defined: logarithms and roots are put to it.
    not_negative: FxHashSet<ExprId>,
    /// The atoms, by their values up to a number.
    atoms: FxHashMap<Column, (usize, u64)>,
    /// What stands for the logarithm of each sign.
    logarithms: Vec<Column>,
    /// Exponents times such logarithms, and the powers.
    span: Span,
    powers: Vec<Column>,
}

/// The sign of −1 itself, as an atom.
const MINUS_ONE: usize = 0;

impl SignPowers {
    /// Nothing is known yet.
    pub(super) fn new(field: Field) -> Self {
        Self {
            not_negative: FxHashSet::default(),
            atoms: FxHashMap::default(),
            logarithms: Vec::new(),
            span: Span::new(field),
            powers: Vec::new(),
        }
    }

    /// Takes note of what must not be negative for all of this to be defined.
    pub(super) fn expect_domains(&mut self, graph: &Graph, order: &[ExprId]) {
        for &id in order {
            let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
            let Some(row) = graph.builtin(function) else { continue };
            let needs_it = match row.definition {
                Definition::Primitive(primitive) => {
                    matches!(primitive, Elementary::Ln | Elementary::Sqrt | Elementary::Acosh)
                }
                Definition::Arithmetic if *row == POWER => {
                    matches!(graph.node(arguments[1]), Node::Number(number) if !number.is_integer())
                }
                Definition::Arithmetic | Definition::Formula(_) => false,
            };
            if needs_it {
                self.not_negative.insert(arguments[0]);
            }
        }
    }
}

impl Points<'_> {
    /// The sign of a power with an exponent that varies.
    pub(super) fn sign_of_power(&mut self, base: ExprId, exponent: ExprId) -> Column {
        let field = self.field;
        let mut sign = vec![1; self.count];
        for (atom, count) in self.atoms_of_sign(base) {
            // What stands there an even number of times is not negative.
            if count % 2 == 0 {
                continue;
            }
            let column = field.times(&self.sign_powers.logarithms[atom].clone(), &self.values[&exponent]);
            let exponents = self.power_of_sign(&column);
            let powers: Column =
                exponents.into_iter().map(|exponent| whole_power(field, exponent, count)).collect();
            sign = field.times(&sign, &powers);
        }
        sign
    }

    /// The atoms whose signs, multiplied, are the sign of an expression, and how often each stands there.
    fn atoms_of_sign(&mut self, root: ExprId) -> BTreeMap<usize, i64> {
        let mut atoms: BTreeMap<usize, i64> = BTreeMap::new();
        let mut stack = vec![(root, 1i64)];
        while let Some((id, count)) = stack.pop() {
            let mut found = |atom: usize| *atoms.entry(atom).or_insert(0) += count;
            let pattern = self.case.pattern.iter().find(|(other, _)| *other == id).map(|&(_, sign)| sign > 0);
            let is_upwards = self.given_signs.get(&id).map(|sign| sign.is_upwards()).or(pattern);
            if is_upwards == Some(true) || self.sign_powers.not_negative.contains(&id) {
                continue;
            }
            if is_upwards == Some(false) {
                found(self.minus_one());
                continue;
            }
            match self.graph.node(id) {
                Node::Number(number) if number.is_negative() => found(self.minus_one()),
                Node::Number(_) => {}
                Node::Apply { function, arguments, .. } if self.is(function, &MULTIPLY) => {
                    stack.extend(arguments.iter().map(|&factor| (factor, count)));
                }
                Node::Apply { function, arguments, .. } if self.is(function, &DIVIDE) => {
                    stack.extend([(arguments[0], count), (arguments[1], -count)]);
                }
                Node::Apply { function, arguments, .. } if self.is(function, &NEGATE) => {
                    found(self.minus_one());
                    stack.push((arguments[0], count));
                }
                Node::Apply { function, .. } if self.is(function, &ABS) || self.is(function, &EXP) => {}
                Node::Apply { function, .. } if self.is_root(function) => {}
                Node::Apply { function, arguments, .. }
                    if self.is(function, &POWER)
                        && let Node::Number(number) = self.graph.node(arguments[1]) =>
                {
                    // A root is not negative.
                    if let Some(whole) = number.to_i64() {
                        stack.push((arguments[0], count.saturating_mul(whole)));
                    }
                }
                Node::Apply { function, arguments, .. }
                    if self.is(function, &POWER) && self.atoms_of_sign_are_none(arguments[0]) => {}
                Node::Apply { .. } | Node::Symbol(_) | Node::Derivative { .. } => {
                    let (atom, is_same) = self.sign_power_atom(id);
                    found(atom);
                    if !is_same {
                        found(self.minus_one());
                    }
                }
            }
        }
        atoms
    }

    /// Whether a base is known not to be negative, by itself.
    fn atoms_of_sign_are_none(&self, base: ExprId) -> bool {
        let is_known = self.given_signs.get(&base).is_some_and(|sign| sign.is_upwards());
        let is_number = matches!(self.graph.node(base), Node::Number(number) if !number.is_negative());
        is_known || is_number || self.sign_powers.not_negative.contains(&base)
    }

    fn is_root(&self, function: chainrule_symbolic::graph::FunctionId) -> bool {
        let row = self.graph.builtin(function);
        row.is_some_and(|row| matches!(row.definition, Definition::Primitive(Elementary::Sqrt)))
    }

    /// The atom of −1.
    fn minus_one(&mut self) -> usize {
        if self.sign_powers.logarithms.is_empty() {
            let sign = vec![self.field.neg(1); self.count];
            self.new_sign(sign);
        }
        MINUS_ONE
    }

    /// The atom of something that is no product, and whether it has the sign of that atom or the other one.
    fn sign_power_atom(&mut self, id: ExprId) -> (usize, bool) {
        // −1 is always the first.
        self.minus_one();
        let field = self.field;
        let values = self.values[&id].clone();
        let sign: Column =
            values.iter().map(|&value| if field.is_positive(value) { 1 } else { field.neg(1) }).collect();
        let Some((column, scale)) = field.scaled(&values) else { return (self.new_sign(sign), true) };
        if let Some(&(atom, other_scale)) = self.sign_powers.atoms.get(&column)
            && let Some(ratio) = field.small_fraction(field.mul(scale, field.inverse(other_scale)))
        {
            return (atom, ratio.is_positive());
        }
        let atom = self.new_sign(sign);
        self.sign_powers.atoms.insert(column, (atom, scale));
        (atom, true)
    }

    /// A new atom with this sign at the points.
    fn new_sign(&mut self, sign: Column) -> usize {
        let logarithm = self.fresh();
        self.sign_powers.span.add(&logarithm);
        self.sign_powers.powers.push(sign);
        self.sign_powers.logarithms.push(logarithm);
        self.sign_powers.logarithms.len() - 1
    }

    /// The power that belongs to an exponent times the logarithm of a sign: a product of whole powers of others, or a
    /// number of its own, of either sign.
    fn power_of_sign(&mut self, column: &[u64]) -> Column {
        let field = self.field;
        let whole = self.sign_powers.span.express(column).and_then(|parts| {
            let whole = |(entry, times): (usize, chainrule_number::Rational)| Some((entry, times.to_i64()?));
            parts.into_iter().map(whole).collect::<Option<Vec<_>>>()
        });
        if let Some(parts) = whole {
            let mut out = vec![1; self.count];
            for (entry, count) in parts {
                let powers = &self.sign_powers.powers[entry];
                for (product, &power) in out.iter_mut().zip(powers) {
                    *product = field.mul(*product, whole_power(field, power, count));
                }
            }
            return out;
        }
        let entry = self.sign_powers.span.add(column);
        let drawn = self.fresh_of_either_sign(entry);
        self.sign_powers.powers.push(drawn.clone());
        drawn
    }

    /// Independent numbers of which some are positive and some negative: at the first attempt as the Walsh function of
    /// this number, so that products of different ones are too.
    fn fresh_of_either_sign(&mut self, number: usize) -> Column {
        let field = self.field;
        let drawn = self.fresh();
        let squares = self.fresh_positive();
        (0usize..)
            .zip(&self.attempts)
            .zip(drawn.into_iter().zip(squares))
            .map(|((point, &attempt), (drawn, square))| {
                if attempt > 0 {
                    return drawn;
                }
                if (point & (number + 1)).count_ones().is_multiple_of(2) { square } else { field.neg(square) }
            })
            .collect()
    }
}

/// A whole power, which may be negative.
fn whole_power(field: Field, base: u64, exponent: i64) -> u64 {
    field.power(if exponent < 0 { field.inverse(base) } else { base }, exponent.unsigned_abs())
}
