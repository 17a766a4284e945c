//! A chain of derivatives factor by factor: how much each stretches what comes to it, and in how many directions little is left.

use chainrule_array::chain::{Adjoint, Calculus, Jacobian};
use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, QuantityId, Shape, Whole, WholeId};
use chainrule_number::singular::{largest_at_least, largest_at_most, singular_values};
use chainrule_number::{Enclosure, Rational, Toward, Value};
use chainrule_program::array::{Array, whole};
use chainrule_proof::ProofRule;
use chainrule_proof::norm::Norms;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use rustc_hash::{FxHashMap, FxHashSet};

use super::derivation::{ArrayDerivation, LedgerFactor, LedgerRow, Map, Stretch};
use super::numbers::{Numbers, value};

/// Larger factors are not looked at in numbers.
const MOST_ENTRIES: usize = 1 << 20;

/// What the ledger is made from.
pub(super) struct Ledgers<'a> {
    pub(super) arrays: &'a Arrays,
    pub(super) calculus: &'a Calculus,
    pub(super) numbers: &'a Numbers,
    /// Bounds with the numbers of the leaves, whatever all others are.
    norms: Norms<'a>,
    stretches: FxHashMap<WholeId, Option<([usize; 2], Stretch)>>,
    /// The rows of adjoints: derivations share them.
    rows: FxHashMap<usize, LedgerRow>,
    /// The lengths of adjoints.
    pub(super) lengths: FxHashMap<usize, Option<Value>>,
    /// Whether a slope of a function stands in a factor.
    pub(super) slopes: FxHashMap<usize, bool>,
    /// The derivatives of softmaxes.
    softmax_slopes: FxHashSet<WholeId>,
}

impl<'a> Ledgers<'a> {
    pub(super) fn new(arrays: &'a Arrays, calculus: &'a Calculus, numbers: &'a Numbers) -> Self {
        let norms = Norms::for_all(arrays, &numbers.sizes, numbers.bits).with_leaves(&numbers.values);
        Self {
            arrays,
            calculus,
            numbers,
            norms,
            stretches: FxHashMap::default(),
            rows: FxHashMap::default(),
            lengths: FxHashMap::default(),
            slopes: FxHashMap::default(),
            softmax_slopes: softmax_slopes(arrays, calculus),
        }
    }

    /// The rows of a derivation, one for each of its adjoints; `lengths` are those of the derivatives.
    pub(super) fn rows(&mut self, derivation: &ArrayDerivation, lengths: &[Value]) -> Vec<LedgerRow> {
        let mut so_far: FxHashMap<QuantityId, Option<Rational>> = FxHashMap::default();
        let mut rows = Vec::with_capacity(derivation.adjoints.len());
        for (&place, length) in derivation.adjoints.iter().zip(lengths) {
            let adjoint = &self.calculus.adjoints[place];
            // All that a row comes from lies on the way of each derivation that it is in.
            if let Some(row) = self.rows.get(&place) {
                so_far.insert(adjoint.by, row.bound_so_far.clone());
                rows.push(row.clone());
                continue;
            }
            let is_first = self.is_first(adjoint);
            let factor = if is_first || adjoint.through.len() > 1 { None } else { self.factor(adjoint) };
            let bound = if is_first {
                above(length, self.numbers.bits)
            } else {
                self.bound(adjoint, factor.as_ref(), &so_far)
            };
            so_far.insert(adjoint.by, bound.clone());
            let row = LedgerRow { factor, ways: adjoint.through.len(), bound_so_far: bound };
            self.rows.insert(place, row.clone());
            rows.push(row);
        }
        rows
    }

    /// Whether a derivative comes from nothing but what is derived.
    fn is_first(&self, adjoint: &Adjoint) -> bool {
        adjoint.through.iter().all(|&place| self.calculus.jacobians[place].child == adjoint.of)
    }

    /// A bound of the length of a derivative by those before it.
    fn bound(
        &mut self,
        adjoint: &Adjoint,
        factor: Option<&LedgerFactor>,
        so_far: &FxHashMap<QuantityId, Option<Rational>>,
    ) -> Option<Rational> {
        if let [only] = adjoint.through.as_slice() {
            let before = so_far.get(&self.calculus.jacobians[*only].child)?.as_ref()?;
            return Some(before * &factor?.at_most.as_ref()?.0);
        }
        let mut sum = Rational::zero();
        for &place in &adjoint.through {
            let jacobian = &self.calculus.jacobians[place];
            let before = so_far.get(&jacobian.child)?.as_ref()?;
            let (number, _) = self.at_most(jacobian.reading?)?;
            sum = &sum + &(before * &number);
        }
        Some(sum)
    }

    fn at_most(&mut self, of: WholeId) -> Option<(Rational, Vec<&'static ProofRule>)> {
        let bound = self.norms.norm(of);
        Some((bound.amount.as_number()?, bound.rules))
    }

    fn factor(&mut self, adjoint: &Adjoint) -> Option<LedgerFactor> {
        let [place] = *adjoint.through.as_slice() else { return None };
        let jacobian = &self.calculus.jacobians[place];
        let of_number = adjoint.of_at.is_empty();
        if let Some(reading) = jacobian.reading
            && jacobian.at.len() == 1
            && jacobian.by.len() == 1
        {
            let map = Map::Jacobian { place, is_transposed: of_number };
            return self.made(map, reading, of_number);
        }
        // What is no matrix may still multiply by one.
        let upstream = self.calculus.known_adjoint(adjoint.of, jacobian.child)?;
        let upstream = self.arrays.whole_of(upstream.name)?;
        let map = match self.arrays.whole(adjoint.reading?) {
            Whole::Product(left, right) if *left == upstream => Map::Right(*right),
            Whole::Product(left, right) if *right == upstream => Map::Left(*left),
            Whole::Apply { function, primes: 0, arguments } if *function == function::id(&MULTIPLY) => {
                let other = match arguments.as_slice() {
                    [one, other] if *one == upstream => *other,
                    [one, other] if *other == upstream => *one,
                    [..] => return None,
                };
                let (upstream_shape, shape) = (self.arrays.shape(upstream), self.arrays.shape(other));
                // A number times a vector is as long as the vector times its size.
                match (upstream_shape, shape) {
                    _ if upstream_shape == shape => Map::EachEntry(other),
                    (Shape::Number, Shape::Vector(_)) => Map::Right(other),
                    (_, _) => return None,
                }
            }
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => return None,
        };
        let (Map::Left(of) | Map::Right(of) | Map::EachEntry(of)) = map else { return None };
        self.made(map, of, false)
    }

    fn made(&mut self, map: Map, of: WholeId, is_transposed: bool) -> Option<LedgerFactor> {
        let (at_most, found) = if let Map::EachEntry(_) = map {
            let span = self.norms.entries(of);
            (span.size().map(|(size, _)| (size, Vec::new())), self.each_entry(of))
        } else {
            (self.at_most(of), self.stretch(of))
        };
        let (sizes, stretch) = found?;
        let sizes = if is_transposed { [sizes[1], sizes[0]] } else { sizes };
        Some(LedgerFactor { map, sizes, at_most, stretch: Some(stretch) })
    }

    fn number_of(&self, of: WholeId) -> Option<Array<Enclosure>> {
        let shape = self.arrays.shape(of).axes();
        let count = self.numbers.sizes.all(&shape).ok()?.iter().product::<usize>();
        let scene = self.numbers.scene(self.arrays);
        if count > MOST_ENTRIES { None } else { whole::evaluate(&scene, of).ok() }
    }

    /// What multiplying each entry does: the sizes of the entries are the singular values.
    fn each_entry(&self, of: WholeId) -> Option<([usize; 2], Stretch)> {
        let array = self.number_of(of)?;
        let count = array.entries.len();
        Some(([count, count], Stretch::All(sorted(&array.entries))))
    }

    fn stretch(&mut self, of: WholeId) -> Option<([usize; 2], Stretch)> {
        if let Some(stretch) = self.stretches.get(&of) {
            return stretch.clone();
        }
        let found = self.stretch_of(of);
        self.stretches.insert(of, found.clone());
        found
    }

    fn stretch_of(&self, of: WholeId) -> Option<([usize; 2], Stretch)> {
        if let Whole::Word { word: Word::Diag, arguments, .. } = self.arrays.whole(of) {
            return self.each_entry(arguments[0]);
        }
        let array = self.number_of(of)?;
        let bits = self.numbers.bits;
        let (sizes, columns) = match (array.axes.as_slice(), self.arrays.shape(of)) {
            ([rows, columns], _) => ([*rows, *columns], *columns),
            ([count], Shape::Row(_)) => ([1, *count], *count),
            ([count], _) => ([*count, 1], 1),
            ([..], _) => return None,
        };
        let stretch = if let Some(values) = singular_values(columns, &array.entries, bits) {
            let mut values: Vec<Value> = values.iter().map(value).collect();
            // Softmax does not see a number added to all scores.
            if self.is_softmax_slope(of)
                && let Some(last) = values.last_mut()
            {
                *last = Value::Exact(Rational::zero());
            }
            Stretch::All(values)
        } else {
            let (most, by) = largest_at_most(columns, &array.entries, bits);
            let least = largest_at_least(columns, &array.entries, bits);
            let [at_least, at_most] = [least, most].map(|end| value(&Enclosure::at(end)));
            Stretch::Largest { at_least, at_most, by }
        };
        Some((sizes, stretch))
    }

    /// Whether a matrix is the derivative of a softmax.
    pub(super) fn is_softmax_slope(&self, of: WholeId) -> bool {
        self.softmax_slopes.contains(&of)
    }

    /// The numbers of the matrix by which a factor multiplies, row after row.
    pub(super) fn matrix(&self, factor: &LedgerFactor) -> Option<Array<Enclosure>> {
        let Map::Jacobian { place, is_transposed } = factor.map else { return None };
        let matrix = self.number_of(self.calculus.jacobians[place].reading?)?;
        let [rows, columns] = *matrix.axes.as_slice() else { return None };
        if !is_transposed {
            return Some(matrix);
        }
        let entries = (0..columns)
            .flat_map(|column| (0..rows).map(move |row| row * columns + column))
            .map(|at| matrix.entries[at].clone())
            .collect();
        Some(Array { axes: vec![columns, rows], entries })
    }
}

/// The derivatives of softmaxes by what they are taken of.
fn softmax_slopes(arrays: &Arrays, calculus: &Calculus) -> FxHashSet<WholeId> {
    let is_softmax = |jacobian: &&Jacobian| {
        arrays.definition(jacobian.child).is_some_and(|definition| {
            matches!(
                arrays.whole(definition),
                Whole::Word { word: Word::Softmax, over: Over::All, arguments }
                    if arrays.whole_of(jacobian.parent) == Some(arguments[0])
            )
        })
    };
    calculus.jacobians.iter().filter(is_softmax).filter_map(|jacobian| jacobian.reading).collect()
}

/// The sizes of numbers, the largest first. Where enclosures overlap, their ends are put in order each for themselves.
fn sorted(entries: &[Enclosure]) -> Vec<Value> {
    let sizes: Vec<Enclosure> = entries.iter().map(Enclosure::size).collect();
    let (mut lower, mut upper): (Vec<_>, Vec<_>) =
        sizes.iter().map(|size| (size.lower().clone(), size.upper().clone())).unzip();
    lower.sort_by(|one, other| other.cmp(one));
    upper.sort_by(|one, other| other.cmp(one));
    let both = lower.into_iter().zip(upper);
    both.map(|(low, high)| value(&Enclosure::at(low).hull(&Enclosure::at(high)))).collect()
}

/// A fraction that a number is not above.
fn above(value: &Value, bits: u32) -> Option<Rational> {
    match value {
        Value::Exact(exact) => Some(exact.clone()),
        Value::Enclosed(_) => value.enclosure(bits).upper().rational_toward(Toward::Up),
    }
}
