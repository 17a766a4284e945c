//! Arrays written out: a name for every entry, and what it is computed as, in an expression of numbers.
//!
//! That is what a training takes: a program works on numbers one by one.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use rustc_hash::FxHashMap;

use crate::chain::indices;
use crate::{Arrays, Entry, EntryId, Index, Letter, QuantityId, Role, Size};

/// So many parts of expressions are written out, at most.
pub const MOST_WRITTEN: usize = 2_000_000;

/// Arrays written out.
#[derive(Debug, Default)]
pub struct WrittenOut {
    /// The names of the entries of each leaf and each definition with a name, row after row.
    pub names: FxHashMap<QuantityId, Vec<SymbolId>>,
    /// What the entries of definitions are computed as, each after those that it is computed from.
    pub formulas: Vec<(SymbolId, ExprId)>,
    /// Where the cases are not always as many as the size says: which of them are there.
    pub present: Option<Present>,
}

/// Leaves that say which cases are there: with them, what is summed over the cases is summed over those alone, and their
/// number is how many they are.
#[derive(Clone, Debug)]
pub struct Present {
    /// The size that counts the cases.
    pub size: Size,
    /// 1 for a case that is there, 0 for one that is not.
    pub marks: Vec<SymbolId>,
    /// How many are there.
    pub count: SymbolId,
}

impl Present {
    /// Names that nobody can type, for so many cases.
    fn of(graph: &mut Graph, size: Size, most: usize) -> Self {
        let mark = |case: usize| format!("case {case} of a step");
        let marks = (1..=most).map(|case| graph.intern(&mark(case))).collect();
        Self { size, marks, count: graph.intern("cases of a step") }
    }
}

/// Why arrays cannot be written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// This size has no number.
    OpenSize(Size),
    /// The entries of this quantity have no formula: an inverse is computed as a whole.
    NoFormula(QuantityId),
    /// It would have more than [`MOST_WRITTEN`] parts.
    TooMany,
}

impl WrittenOut {
    /// Writes out the leaves and definitions; `uneven` counts cases of which there are not always as many. The names are those of the quantities with the indices of the entry:
    /// `W[1,2]`; a number keeps its name.
    ///
    /// # Errors
    /// A size has no number, entries have no formula, or there would be too many.
    pub fn of(
        arrays: &mut Arrays,
        graph: &mut Graph,
        sizes: &FxHashMap<Size, usize>,
        uneven: Option<Size>,
    ) -> Result<Self, NotWritten> {
        let present = uneven
            .and_then(|size| Some((size, *sizes.get(&size)?)))
            .map(|(size, most)| Present::of(graph, size, most));
        let mut writer = Writer {
            present: present.as_ref(),
            graph,
            sizes,
            values: FxHashMap::default(),
            expressions: FxHashMap::default(),
            current: QuantityId(0),
            count: 0,
        };
        let mut out = Self { present: present.clone(), ..Self::default() };
        let quantities: Vec<QuantityId> = arrays.quantities().map(|(id, _)| id).collect();
        for quantity in quantities {
            writer.current = quantity;
            let data = arrays.quantity(quantity);
            let definition = match data.role {
                Role::Leaf => None,
                Role::Defined(definition) => Some(definition),
                Role::Adjoint { .. } => continue,
            };
            let (name, shape) = (data.name.clone(), data.shape.clone());
            let axes =
                shape.axes().into_iter().map(|size| writer.size(size)).collect::<Result<Vec<_>, _>>()?;
            let mut values = Vec::new();
            let formula = match definition {
                None => None,
                Some(definition) => {
                    let letters = arrays.letters_for(&shape);
                    let entry = arrays.entry_of(definition, &indices(&letters));
                    Some((letters, entry.ok_or(NotWritten::NoFormula(quantity))?))
                }
            };
            let mut names = Vec::new();
            for at in places(&axes)? {
                let value = match &formula {
                    None => None,
                    Some((letters, entry)) => {
                        let at: FxHashMap<Letter, u64> =
                            letters.iter().copied().zip(at.iter().copied()).collect();
                        Some(writer.entry(arrays, *entry, &at, &mut Vec::new())?)
                    }
                };
                // A part of an expression that counts as a quantity of its own is put in where it stands.
                if let (Some(value), true) = (value, name.is_empty()) {
                    values.push(value);
                    continue;
                }
                let symbol = writer.graph.intern(&name_of(&name, &at));
                out.formulas.extend(value.map(|value| (symbol, value)));
                values.push(writer.graph.symbol(symbol));
                names.push(symbol);
            }
            writer.values.insert(quantity, (axes, values));
            if !name.is_empty() {
                out.names.insert(quantity, names);
            }
        }
        Ok(out)
    }
}

/// The name of an entry.
fn name_of(name: &str, at: &[u64]) -> String {
    if at.is_empty() {
        return name.to_owned();
    }
    let at: Vec<String> = at.iter().map(u64::to_string).collect();
    // A member of a family has an index of its own, which comes first: `W[2]` has the entry `W[2,1,1]`.
    match name.strip_suffix(']') {
        Some(member) => format!("{member},{}]", at.join(",")),
        None => format!("{name}[{}]", at.join(",")),
    }
}

/// All indices from 1, the last running fastest.
fn places(axes: &[u64]) -> Result<Vec<Vec<u64>>, NotWritten> {
    let count = axes.iter().try_fold(1u64, |count, &size| count.checked_mul(size));
    if count.is_none_or(|count| count > MOST_WRITTEN as u64) {
        return Err(NotWritten::TooMany);
    }
    let mut all = vec![Vec::new()];
    for &size in axes {
        let longer = |at: Vec<u64>| {
            (1..=size).map(move |index| at.iter().copied().chain([index]).collect::<Vec<u64>>())
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    Ok(all)
}

/// An entry with what the letters in it and the indices of the sums around it stand for.
type Instance = (EntryId, Vec<u64>, Vec<u64>);

struct Writer<'a> {
    graph: &'a mut Graph,
    sizes: &'a FxHashMap<Size, usize>,
    present: Option<&'a Present>,
    /// The entries written so far, row after row.
    values: FxHashMap<QuantityId, (Vec<u64>, Vec<ExprId>)>,
    expressions: FxHashMap<Instance, ExprId>,
    /// Whose entries are being written.
    current: QuantityId,
    count: usize,
}

impl Writer<'_> {
    fn size(&self, size: Size) -> Result<u64, NotWritten> {
        let count = match size {
            Size::Number(count) => Some(count),
            Size::Letter(_) => self.sizes.get(&size).and_then(|&count| u64::try_from(count).ok()),
        };
        count.ok_or(NotWritten::OpenSize(size))
    }

    fn number(&mut self, value: u64) -> ExprId {
        self.graph.number(Rational::from_bigint(value.into()))
    }

    /// Whether the sizes have numbers that stand as indices in an entry.
    fn are_known(&self, entry: &Entry) -> Result<(), NotWritten> {
        for index in entry.own_indices() {
            if let Index::Size(letter) = index {
                self.size(Size::Letter(letter))?;
            }
        }
        Ok(())
    }

    /// An entry at given indices. Expressions are nested no deeper than the parser allows.
    fn entry(
        &mut self,
        arrays: &Arrays,
        id: EntryId,
        letters: &FxHashMap<Letter, u64>,
        bound: &mut Vec<u64>,
    ) -> Result<ExprId, NotWritten> {
        let at = arrays.letters_in(id).iter().filter_map(|letter| letters.get(letter).copied()).collect();
        let instance = (id, at, bound.clone());
        if let Some(&written) = self.expressions.get(&instance) {
            return Ok(written);
        }
        self.count += 1;
        if self.count > MOST_WRITTEN {
            return Err(NotWritten::TooMany);
        }
        self.are_known(arrays.entry(id))?;
        let sizes = self.sizes;
        let number_of = |letter| sizes.get(&Size::Letter(letter)).map_or(0, |&count| count as u64);
        let place = |index: &Index, bound: &[u64]| match index {
            Index::Bound(depth) => bound[bound.len() - 1 - *depth as usize],
            Index::Letter(letter) => letters[letter],
            Index::At(at) => *at,
            Index::Size(letter) => number_of(*letter),
        };
        if let Some((terms, constant)) = arrays.index_of_number(id) {
            let at = |index: &Index| i64::try_from(place(index, bound)).unwrap_or(i64::MAX);
            let value = terms.iter().fold(constant, |sum, (times, index)| sum + times * at(index));
            return Ok(self.graph.number(Rational::from_integer(value)));
        }
        let written = match arrays.entry(id) {
            Entry::Number(value) => self.graph.number(value.clone()),
            Entry::Size(size) => {
                if let Some(present) = self.present.filter(|present| present.size == *size) {
                    self.graph.symbol(present.count)
                } else {
                    let size = self.size(*size)?;
                    self.number(size)
                }
            }
            Entry::Of(quantity, at) => {
                let (axes, values) = &self.values[quantity];
                let place =
                    axes.iter().zip(at).fold(0, |all, (size, index)| all * size + place(index, bound) - 1);
                values[usize::try_from(place).unwrap_or(usize::MAX)]
            }
            Entry::Delta(left, right) => self.number(u64::from(place(left, bound) == place(right, bound))),
            Entry::Selected { from, at: [row, column], count } => {
                let (row, column) = (place(row, bound), place(column, bound));
                self.number(u64::from(row <= *count && row - 1 + from == column))
            }
            Entry::Aligned { terms, constant } => {
                let sum = terms.iter().fold(*constant, |sum, (times, index)| {
                    sum + times * i64::try_from(place(index, bound)).unwrap_or(i64::MAX >> 16)
                });
                self.number(u64::from(sum == 0))
            }
            Entry::Sum(size, body) => {
                let mut terms = Vec::new();
                let mut indices = 1..=self.size(*size)?;
                if let Some(pinned) = arrays.pinned(*body) {
                    // The index of the sum is no other than this one.
                    bound.push(0);
                    let at = pinned.at(|index| i64::try_from(place(index, bound)).unwrap_or(i64::MAX >> 16));
                    bound.pop();
                    let at = at.and_then(|at| u64::try_from(at).ok()).filter(|at| indices.contains(at));
                    let Some(at) = at else {
                        return Ok(self.number(0));
                    };
                    indices = at..=at;
                }
                for index in indices {
                    bound.push(index);
                    let term = self.entry(arrays, *body, letters, bound);
                    bound.pop();
                    let mut term = term?;
                    let present = self.present.filter(|present| present.size == *size);
                    let mark = present.zip(usize::try_from(index - 1).ok());
                    if let Some(&mark) = mark.and_then(|(present, place)| present.marks.get(place)) {
                        let mark = self.graph.symbol(mark);
                        term = self.graph.call(&MULTIPLY, &[mark, term]);
                    }
                    terms.push(term);
                }
                match terms.as_slice() {
                    [only] => *only,
                    _ => self.graph.call(&ADD, &terms),
                }
            }
            Entry::Apply { function, primes, arguments } => {
                let inputs: Result<Vec<ExprId>, NotWritten> =
                    arguments.iter().map(|&part| self.entry(arrays, part, letters, bound)).collect();
                self.graph.apply_primed(*function, *primes, &inputs?)
            }
            Entry::Derivative { .. } => return Err(NotWritten::NoFormula(self.current)),
        };
        self.expressions.insert(instance, written);
        Ok(written)
    }
}
