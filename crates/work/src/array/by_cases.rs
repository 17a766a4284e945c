//! Claims between arrays shown by a generic entry, case by case of signs: `relu(2*x) = 2*relu(x)`.
//!
//! What is no function of numbers in an entry, such as an entry of a quantity or a sum, counts as a name: what holds for
//! all numbers in its place holds for its own. A difference of sums over one size is 0 where the difference of what is
//! summed is.

use chainrule_array::chain::indices;
use chainrule_array::{Arrays, Entry, EntryId, Made, QuantityId, Role, Size, WholeId};
use chainrule_number::Rational;
use chainrule_program::Kernel;
use chainrule_proof::identity;
use chainrule_proof::ranges::{LeafRange, Ranges, ranges_of};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph};
use rustc_hash::FxHashMap;

use super::by_pieces;
use super::numbers::Numbers;
use crate::claim::agreement::{Agreement, agree};

/// So many differences are looked at for one claim.
const MOST_DIFFERENCES: usize = 8;

/// So many parts of entries are written as expressions for one claim.
const MOST_PARTS: usize = 4_000;

/// Definitions are put in for names so often, one inside the other.
const MOST_DEFINITIONS: usize = 24;

/// Numbers times entries, added up.
type Terms = Vec<(Rational, EntryId)>;

/// Whether two arrays are the same function, as far as that is shown by their generic entries: with the names that stand
/// in them first, then with what those are defined as, and with given numbers where some are handed in; on either side of
/// each kink alone where kinks are passed over.
pub(super) fn holds_by_cases(
    arrays: &mut Arrays,
    sides: [WholeId; 2],
    passes_over_kinks: bool,
    numbers: Option<&Numbers>,
) -> bool {
    let given = numbers.map_or_else(FxHashMap::default, |numbers| numbers.given_numbers(arrays));
    let shapes = sides.map(|side| arrays.shape(side).clone());
    let shape = if shapes[0].is_number() { &shapes[1] } else { &shapes[0] };
    if shapes.iter().any(|other| other != shape && !other.is_number()) {
        return false;
    }
    let at = indices(&arrays.letters_for(shape));
    let mut entry = |side: usize| {
        let indexes = if shapes[side].is_number() { &[][..] } else { &at };
        arrays.entry_of(sides[side], indexes)
    };
    let (Some(left), Some(right)) = (entry(0), entry(1)) else { return false };
    [(0, PutIn::All), (MOST_DEFINITIONS, PutIn::Derivatives), (MOST_DEFINITIONS, PutIn::All)].into_iter().any(
        |(definitions, put_in)| {
            let mut writer = Writer {
                graph: Graph::new(),
                names: FxHashMap::default(),
                written: FxHashMap::default(),
                ranges: Ranges::default(),
                parts: 0,
                definitions,
                put_in,
                given: &given,
                passes_over_kinks,
            };
            writer.is_zero(arrays, vec![(Rational::one(), left), (Rational::from_integer(-1), right)])
        },
    )
}

/// What is put in by its definition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PutIn {
    /// Derivatives alone: then an argument that is computed, `r = X·w - y`, has one name.
    Derivatives,
    All,
}

/// Writes entries as expressions of numbers.
struct Writer<'a> {
    graph: Graph,
    /// What stands for what is no function of numbers.
    names: FxHashMap<EntryId, ExprId>,
    written: FxHashMap<EntryId, ExprId>,
    /// What is known of those names.
    ranges: Ranges,
    parts: usize,
    /// Definitions may still be put in so often, one inside the other.
    definitions: usize,
    put_in: PutIn,
    /// The numbers that are put in for leaves.
    given: &'a FxHashMap<QuantityId, Rational>,
    passes_over_kinks: bool,
}

impl Writer<'_> {
    /// Whether a sum of terms is shown to be 0.
    fn is_zero(&mut self, arrays: &mut Arrays, terms: Terms) -> bool {
        let mut open = vec![terms];
        let mut count = 0;
        while let Some(terms) = open.pop() {
            count += 1;
            if count > MOST_DIFFERENCES {
                return false;
            }
            let Some(terms) = self.flat(arrays, terms) else { return false };
            let Some(whole) = self.sum(arrays, &terms) else { return false };
            if self.agrees(whole) {
                continue;
            }
            // Sums over one size together, each with the same letter.
            let mut rest = Terms::new();
            let mut sums: Vec<(Size, Terms)> = Vec::new();
            for (factor, entry) in terms {
                if let Entry::Sum(size, body) = arrays.entry(entry) {
                    let (size, body) = (*size, *body);
                    match sums.iter_mut().find(|(other, _)| *other == size) {
                        Some((_, bodies)) => bodies.push((factor, body)),
                        None => sums.push((size, vec![(factor, body)])),
                    }
                } else {
                    rest.push((factor, entry));
                }
            }
            if sums.is_empty() {
                return false;
            }
            let Some(rest) = self.sum(arrays, &rest) else { return false };
            if !self.agrees(rest) {
                return false;
            }
            for (size, bodies) in sums {
                let letter = arrays.letter(size);
                let opened = bodies.into_iter();
                open.push(opened.map(|(factor, body)| (factor, arrays.opened_with(body, letter))).collect());
            }
        }
        true
    }

    /// Whether an expression is 0 wherever it is defined.
    fn agrees(&mut self, expr: ExprId) -> bool {
        let written = Kernel::new().of(&mut self.graph, expr);
        let written = identity::without_extremes(&mut self.graph, written);
        let zero = self.graph.integer(0);
        matches!(agree(&mut self.graph, written, zero, &self.ranges), Agreement::Same)
            || by_pieces::is_zero(&self.graph, written, self.passes_over_kinks)
    }

    /// Terms whose sums, negatives and numbers as factors are taken apart, inside of sums over indices too.
    fn flat(&mut self, arrays: &mut Arrays, terms: Terms) -> Option<Terms> {
        let mut flat = Terms::new();
        let mut stack = terms;
        while let Some((factor, entry)) = stack.pop() {
            self.parts += 1;
            if self.parts > MOST_PARTS {
                return None;
            }
            if let Some(value) = self.definition(arrays, entry) {
                let before = self.definitions;
                self.definitions = before.saturating_sub(1);
                let inner = self.flat(arrays, vec![(factor, value)]);
                self.definitions = before;
                flat.extend(inner?);
                continue;
            }
            match arrays.entry(entry).made() {
                Made::Apply { function, primes: 0, arguments } if is(function, &ADD) => {
                    stack.extend(arguments.into_iter().map(|argument| (factor.clone(), argument)));
                }
                Made::Apply { function, primes: 0, arguments } if is(function, &NEGATE) => {
                    stack.push((-&factor, arguments[0]));
                }
                Made::Apply { function, primes: 0, arguments } if is(function, &DIVIDE) => {
                    let below = number(arrays, arguments[1]).and_then(|below| below.recip());
                    match below {
                        Some(below) => stack.push((&factor * &below, arguments[0])),
                        None => match divided_inside(arrays, arguments[0], arguments[1]) {
                            Some(terms) => {
                                stack.extend(terms.into_iter().map(|term| (factor.clone(), term)));
                            }
                            None => flat.push((factor, entry)),
                        },
                    }
                }
                Made::Apply { function, primes: 0, arguments } if is(function, &MULTIPLY) => {
                    let (number, others) = factors(arrays, arguments.clone());
                    if others == arguments {
                        flat.push((factor, entry));
                        continue;
                    }
                    let factor = &factor * &number;
                    match others.as_slice() {
                        [only] => stack.push((factor, *only)),
                        [..] => flat.push((factor, arrays.multiply(&others))),
                    }
                }
                Made::Sum(size, body) => {
                    let (letter, body) = arrays.opened(size, body);
                    let inner = self.flat(arrays, vec![(Rational::one(), body)])?;
                    for (number, body) in inner {
                        flat.push((&factor * &number, arrays.sum_over(letter, body)));
                    }
                }
                Made::Alone | Made::Apply { .. } | Made::Derivative(_) => flat.push((factor, entry)),
            }
        }
        Some(flat)
    }

    /// What is put in for an entry of a quantity, while definitions are put in.
    fn definition(&self, arrays: &mut Arrays, entry: EntryId) -> Option<EntryId> {
        let Entry::Of(quantity, at) = arrays.entry(entry).clone() else { return None };
        if let Some(number) = self.given.get(&quantity) {
            return Some(arrays.number_entry(number.clone()));
        }
        let is_left = self.put_in == PutIn::Derivatives
            && !matches!(arrays.quantity(quantity).role, Role::Adjoint { .. });
        let definition = arrays.definition(quantity).filter(|_| self.definitions > 0 && !is_left)?;
        arrays.entry_of(definition, &at)
    }

    /// Flat terms as one expression.
    fn sum(&mut self, arrays: &mut Arrays, terms: &Terms) -> Option<ExprId> {
        let mut all = Vec::with_capacity(terms.len());
        for (factor, entry) in terms {
            let expr = self.part(arrays, *entry)?;
            all.push(if *factor == Rational::one() {
                expr
            } else {
                let factor = self.graph.number(factor.clone());
                self.graph.call(&MULTIPLY, &[factor, expr])
            });
        }
        Some(match all.as_slice() {
            [] => self.graph.integer(0),
            [only] => *only,
            [..] => self.graph.call(&ADD, &all),
        })
    }

    /// Any entry as an expression. Entries are nested no deeper than the parser allows.
    fn expression(&mut self, arrays: &mut Arrays, entry: EntryId) -> Option<ExprId> {
        let terms = self.flat(arrays, vec![(Rational::one(), entry)])?;
        self.sum(arrays, &terms)
    }

    /// A flat entry as an expression.
    fn part(&mut self, arrays: &mut Arrays, entry: EntryId) -> Option<ExprId> {
        if let Some(&written) = self.written.get(&entry) {
            return Some(written);
        }
        let written = match arrays.entry(entry).clone() {
            Entry::Number(value) => self.graph.number(value),
            Entry::Size(Size::Number(count)) => self.graph.number(Rational::from_bigint(count.into())),
            Entry::Apply { function, primes, arguments } => {
                let mut inputs = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    inputs.push(self.expression(arrays, argument)?);
                }
                self.graph.apply_primed(function, primes, &inputs)
            }
            Entry::Size(_) => self.name(entry, Some(above_zero(true))),
            Entry::Delta(..) | Entry::Selected { .. } | Entry::Aligned { .. } => {
                self.name(entry, Some(above_zero(false)))
            }
            Entry::Sum(size, body) => {
                let (_, body) = arrays.opened(size, body);
                let summed = self.expression(arrays, body)?;
                let range = ranges_of(&mut self.graph, &[summed], &self.ranges)[0];
                let range = range.and_then(|range| {
                    if range.is_positive() {
                        Some(above_zero(true))
                    } else {
                        range.is_not_negative().then(|| above_zero(false))
                    }
                });
                self.name(entry, range)
            }
            Entry::Of(..) | Entry::Derivative { .. } => self.name(entry, None),
        };
        self.written.insert(entry, written);
        Some(written)
    }

    /// What stands for an entry, with what is known of it.
    fn name(&mut self, entry: EntryId, range: Option<LeafRange>) -> ExprId {
        let graph = &mut self.graph;
        let count = self.names.len();
        let name = *self.names.entry(entry).or_insert_with(|| {
            // A name that no reader can write.
            let symbol = graph.intern(&format!("entry {count}"));
            graph.symbol(symbol)
        });
        if let Some(range) = range {
            self.ranges.insert(name, range);
        }
        name
    }
}

/// All numbers above 0, or those and 0.
fn above_zero(is_strict: bool) -> LeafRange {
    LeafRange::between(Some((Rational::zero(), is_strict)), None)
}

fn is(function: FunctionId, row: &'static Function) -> bool {
    function == function::id(row)
}

/// The numbers among the factors of a product, multiplied, and its other factors: those of products in it too.
fn factors(arrays: &Arrays, arguments: Vec<EntryId>) -> (Rational, Vec<EntryId>) {
    let (mut product, mut others) = (Rational::one(), Vec::new());
    let mut stack = arguments;
    stack.reverse();
    while let Some(entry) = stack.pop() {
        match arrays.entry(entry) {
            Entry::Number(value) => product = &product * value,
            Entry::Apply { function, primes: 0, arguments } if is(*function, &MULTIPLY) => {
                stack.extend(arguments.iter().rev());
            }
            Entry::Apply { function, primes: 0, arguments } if is(*function, &NEGATE) => {
                product = -&product;
                stack.push(arguments[0]);
            }
            Entry::Size(_)
            | Entry::Of(..)
            | Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Sum(..)
            | Entry::Apply { .. }
            | Entry::Derivative { .. } => others.push(entry),
        }
    }
    (product, others)
}

/// A sum over a divisor as terms, each divided: those of a sum over indices too, inside of it.
fn divided_inside(arrays: &mut Arrays, above: EntryId, below: EntryId) -> Option<Vec<EntryId>> {
    match arrays.entry(above).made() {
        Made::Sum(size, body) => {
            let (letter, body) = arrays.opened(size, body);
            let quotient = arrays.divide(body, below);
            Some(vec![arrays.sum_over(letter, quotient)])
        }
        Made::Apply { function, primes: 0, arguments } if is(function, &ADD) => {
            Some(arguments.into_iter().map(|part| arrays.divide(part, below)).collect())
        }
        Made::Alone | Made::Apply { .. } | Made::Derivative(_) => None,
    }
}

/// The number that an entry is.
fn number(arrays: &Arrays, entry: EntryId) -> Option<Rational> {
    if let Entry::Number(value) = arrays.entry(entry) { Some(value.clone()) } else { None }
}
