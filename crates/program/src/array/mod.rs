//! Arrays in numbers of any system: as wholes, by the operations of linear algebra, and entry by entry, by loops. Neither
//! knows of the other.
//!
//! - [`Array`]: numbers with sizes, row after row; [`Sizes`]: how large each size is;
//! - [`Functions`]: the functions of numbers, written out in primitives;
//! - [`whole`]: operations on arrays; `linear`: inverses and determinants; `largest`: the largest entry;
//! - [`entry`]: generic entries at given indices; `sums`: in which order nested sums are added up;
//! - [`in_format`]: whole arrays in number formats, operation by operation.

pub mod entry;
pub mod in_format;
mod largest;
mod linear;
mod sums;
pub mod whole;

use chainrule_array::{Arrays, QuantityId, Size};
use chainrule_number::{Rational, Scalar, Undefined};
use chainrule_symbolic::graph::{FunctionId, Graph};
use rustc_hash::FxHashMap;

use crate::template::Templates;

/// Numbers along so many axes, the last index running fastest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array<S> {
    /// How many there are along each axis.
    pub axes: Vec<usize>,
    /// The numbers.
    pub entries: Vec<S>,
}

impl<S: Clone> Array<S> {
    /// One number.
    pub fn number(value: S) -> Self {
        Self { axes: Vec::new(), entries: vec![value] }
    }

    /// The place of an entry among all, by its indices from 0.
    pub fn place(&self, at: &[usize]) -> usize {
        self.axes.iter().zip(at).fold(0, |place, (size, index)| place * size + index)
    }

    /// An entry, by its indices from 0.
    pub fn get(&self, at: &[usize]) -> Option<&S> {
        let is_inside =
            at.len() == self.axes.len() && self.axes.iter().zip(at).all(|(size, index)| index < size);
        if is_inside { self.entries.get(self.place(at)) } else { None }
    }

    /// An entry, by its indices from 0; a number stands at every place.
    pub fn get_or_number(&self, at: &[usize]) -> Option<&S> {
        if self.axes.is_empty() { self.entries.first() } else { self.get(at) }
    }

    /// All indices, from 0, in order.
    pub fn indices(axes: &[usize]) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for &size in axes {
            all = all
                .into_iter()
                .flat_map(|at: Vec<usize>| {
                    (0..size).map(move |index| {
                        let mut longer = at.clone();
                        longer.push(index);
                        longer
                    })
                })
                .collect();
        }
        all
    }
}

/// How large sizes are.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    /// The numbers of the sizes.
    pub counts: FxHashMap<Size, usize>,
    /// All indices by number that stand in the expressions, in order, where each counts as its place among them: what holds
    /// for all sizes is tried at small ones. Empty where they stand for themselves.
    pub ranks: Vec<u64>,
}

impl Sizes {
    /// The number of a size.
    ///
    /// # Errors
    /// It has none.
    pub fn get(&self, size: Size) -> Result<usize, Undefined> {
        self.counts.get(&size).copied().ok_or(Undefined::Unknown)
    }

    /// Where an index by number, from 1, stands, from 0.
    pub fn place(&self, index: u64) -> Option<usize> {
        if self.ranks.is_empty() {
            return usize::try_from(index).ok()?.checked_sub(1);
        }
        self.ranks.binary_search(&index).ok()
    }

    /// The numbers of several.
    ///
    /// # Errors
    /// One has none.
    pub fn all(&self, sizes: &[Size]) -> Result<Vec<usize>, Undefined> {
        sizes.iter().map(|&size| self.get(size)).collect()
    }
}

/// The functions of numbers that stand in arrays, written out in primitives.
#[derive(Debug)]
pub struct Functions {
    graph: Graph,
    templates: Templates,
}

impl Functions {
    /// Those that stand in these expressions.
    pub fn of(arrays: &Arrays) -> Self {
        let mut functions = Self { graph: Graph::new(), templates: Templates::new() };
        functions.prepare(arrays);
        functions
    }

    /// Writes out those that came since.
    pub fn prepare(&mut self, arrays: &Arrays) {
        for (function, primes, arity) in arrays.functions() {
            self.templates.prepare_function(&mut self.graph, (function, primes), arity);
        }
    }

    /// A function at arguments.
    ///
    /// # Errors
    /// It has no value there.
    pub fn apply<S: Scalar>(
        &self,
        function: FunctionId,
        primes: u8,
        arguments: &[&S],
        bits: u32,
    ) -> Result<S, Undefined> {
        self.templates.apply(&self.graph, (function, primes), arguments, bits)
    }
}

/// What numbers are computed from: arrays, their sizes, their functions and the numbers of quantities.
pub struct Scene<'a, S> {
    /// The expressions.
    pub arrays: &'a Arrays,
    /// How large they are.
    pub sizes: &'a Sizes,
    /// The functions in them.
    pub functions: &'a Functions,
    /// The numbers of quantities.
    pub values: &'a FxHashMap<QuantityId, Array<S>>,
    /// The working precision.
    pub bits: u32,
}

impl<'a, S> Scene<'a, S> {
    /// The same with other numbers of quantities.
    fn with_values<'v, T>(&self, values: &'v FxHashMap<QuantityId, Array<T>>) -> Scene<'v, T>
    where
        'a: 'v,
    {
        let Self { arrays, sizes, functions, values: _, bits } = *self;
        Scene { arrays, sizes, functions, values, bits }
    }
}

/// A whole number in any system.
pub(crate) fn integer<S: Scalar>(value: usize, bits: u32) -> S {
    S::from_rational(&Rational::from_integer(i64::try_from(value).unwrap_or(i64::MAX)), bits)
}
