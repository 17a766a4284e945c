//! The operations, in a format.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Size, Whole, WholeId};
use chainrule_number::{Undefined, Value};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::function::{Function, TABLE};
use chainrule_symbolic::graph::{FunctionId, Graph};
use rustc_hash::FxHashSet;

use super::super::whole::{ProductSizes, transposed};
use super::Run;
use super::chosen::Chosen;
use super::seen::Calculation;
use crate::arithmetics::rounded;
use crate::array::Array;
use crate::builder::{Builder, Names};

impl Run<'_> {
    fn size(&self, size: Size) -> Result<usize, Undefined> {
        self.sizes.get(size)
    }

    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    pub(super) fn held_size(&self, size: usize) -> f64 {
        self.how.format.round_double(size as f64)
    }

    pub(super) fn evaluate(&mut self, whole: WholeId) -> Result<Array<f64>, Undefined> {
        match self.arrays.whole(whole).clone() {
            Whole::Number(value) => {
                Ok(Array::number(rounded(self.how.format, &Value::Exact(value)).to_f64()))
            }
            Whole::Size(size) => Ok(Array::number(self.held_size(self.size(size)?))),
            Whole::Quantity(quantity) => {
                self.outcome.values.get(&quantity).cloned().ok_or(Undefined::Unknown)
            }
            Whole::Ones(size) => {
                let count = self.size(size)?;
                Ok(Array { axes: vec![count], entries: vec![1.0; count] })
            }
            Whole::Identity(size) => {
                let count = self.size(size)?;
                Ok(diagonal_of(&vec![1.0; count]))
            }
            Whole::Rows { .. } | Whole::OneHot(..) | Whole::Part { .. } => self.selected(whole),
            Whole::Spread { vector, over, count } => {
                let (vector, count) = (self.evaluate(vector)?, self.size(count)?);
                let size = vector.entries.len();
                let entries = (0..count).flat_map(|_| vector.entries.iter().copied()).collect();
                let rows = Array { axes: vec![count, size], entries };
                Ok(if over == Over::EachColumn { transposed(&rows) } else { rows })
            }
            // What is defined by its entries alone is not carried out in formats.
            Whole::Entries { .. } => Err(Undefined::Unknown),
            Whole::Transpose(of) => Ok(transposed(&self.evaluate(of)?)),
            Whole::Product(left, right) => self.product(left, right),
            Whole::Word { word, over, arguments } => {
                let outer = self.is_shifted;
                self.is_shifted = self.how.shifts_exponents || !self.as_written.contains(&whole);
                let word = self.word(word, over, &arguments);
                self.is_shifted = outer;
                word
            }
            Whole::Apply { function, primes, arguments } => self.apply((function, primes), &arguments),
        }
    }

    fn selected(&mut self, whole: WholeId) -> Result<Array<f64>, Undefined> {
        let place = |number: u64| usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        match self.arrays.whole(whole).clone() {
            Whole::Rows { from, count, of } => {
                let (of, from) = (self.size(of)?, place(from).ok_or(Undefined::Unknown)?);
                let count = usize::try_from(count).map_err(|_| Undefined::Unknown)?;
                let mut entries = vec![0.0; count * of];
                for row in 0..count {
                    *entries.get_mut(row * of + from + row).ok_or(Undefined::Unknown)? = 1.0;
                }
                Ok(Array { axes: vec![count, of], entries })
            }
            Whole::OneHot(at, size) => {
                let mut entries = vec![0.0; self.size(size)?];
                let at = place(at).ok_or(Undefined::Unknown)?;
                *entries.get_mut(at).ok_or(Undefined::Unknown)? = 1.0;
                Ok(Array { axes: vec![entries.len()], entries })
            }
            Whole::Part { of, at } => {
                let of = self.outcome.values.get(&of).ok_or(Undefined::Unknown)?;
                let axes: Vec<usize> =
                    of.axes.iter().zip(&at).filter(|(_, at)| at.is_none()).map(|(size, _)| *size).collect();
                let mut entries = Vec::new();
                for free in Array::<f64>::indices(&axes) {
                    let mut free = free.into_iter();
                    let all: Option<Vec<usize>> =
                        at.iter().map(|fixed| fixed.map_or_else(|| free.next(), place)).collect();
                    let picked = all.and_then(|all| of.get(&all).copied());
                    entries.push(picked.ok_or(Undefined::Unknown)?);
                }
                Ok(Array { axes, entries })
            }
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { .. }
            | Whole::Entries { .. } => Err(Undefined::Unknown),
        }
    }

    fn product(&mut self, left: WholeId, right: WholeId) -> Result<Array<f64>, Undefined> {
        let (a, b) = (self.evaluate(left)?, self.evaluate(right)?);
        let (chosen_left, chosen_right) = (self.no_entries(left)?, self.no_entries(right)?);
        let ProductSizes { rows, inner, columns, axes } =
            ProductSizes::of(self.arrays, (left, &a), (right, &b));
        let mut entries = Vec::with_capacity(rows * columns);
        let mut terms = Vec::with_capacity(inner);
        for row in 0..rows {
            for column in 0..columns {
                let entry = row * columns + column;
                terms.clear();
                for place in 0..inner {
                    let (left, right) = (row * inner + place, place * columns + column);
                    if chosen_left.is_none_at(left) || chosen_right.is_none_at(right) {
                        continue;
                    }
                    terms.push(self.multiply(a.entries[left], b.entries[right], entry));
                }
                entries.push(match terms.as_slice() {
                    [] => 0.0,
                    [only] => *only,
                    [..] => self.sum(&terms, entry),
                });
            }
        }
        Ok(Array { axes, entries })
    }

    pub(super) fn multiply(&mut self, one: f64, other: f64, entry: usize) -> f64 {
        self.rounded(one * other, (Calculation::Product, entry), &[one, other])
    }

    pub(super) fn divide(&mut self, above: f64, below: f64, entry: usize) -> f64 {
        self.rounded(above / below, (Calculation::Quotient, entry), &[above, below])
    }

    /// A function of the table at one number, as its double kernel has it.
    pub(super) fn kernel(&mut self, row: &'static Function, argument: f64, entry: usize) -> f64 {
        let exact = (row.kernel.compute)(&[argument]);
        self.rounded(exact, (Calculation::Function(function::id(row), 0), entry), &[argument])
    }

    fn apply(&mut self, function: (FunctionId, u8), arguments: &[WholeId]) -> Result<Array<f64>, Undefined> {
        if let Some(softmax) = self.as_softmax(function, arguments) {
            return softmax;
        }
        if let Some(squares) = self.square_of_norm(function, arguments) {
            return squares;
        }
        let parts: Result<Vec<Array<f64>>, Undefined> =
            arguments.iter().map(|part| self.evaluate(*part)).collect();
        let chosen = self.no_entries_of(function, arguments)?;
        self.each_but(function, &parts?, &chosen)
    }

    /// A function, entry by entry.
    pub(super) fn each(
        &mut self,
        function: (FunctionId, u8),
        parts: &[Array<f64>],
    ) -> Result<Array<f64>, Undefined> {
        self.each_but(function, parts, &Chosen::all())
    }

    /// The same without those entries that nothing is computed for.
    fn each_but(
        &mut self,
        (id, primes): (FunctionId, u8),
        parts: &[Array<f64>],
        chosen: &Chosen,
    ) -> Result<Array<f64>, Undefined> {
        let axes =
            parts.iter().find(|part| !part.axes.is_empty()).map_or(Vec::new(), |array| array.axes.clone());
        let row = *TABLE.get(id.index()).ok_or(Undefined::Unknown)?;
        let mut entries = Vec::with_capacity(axes.iter().product());
        let mut operands = vec![0.0; parts.len()];
        for entry in 0..axes.iter().product() {
            if chosen.is_none_at(entry) {
                entries.push(0.0);
                continue;
            }
            for (operand, part) in operands.iter_mut().zip(parts) {
                *operand = if part.axes.is_empty() { part.entries[0] } else { part.entries[entry] };
            }
            entries.push(self.one((id, primes), row, &operands, entry)?);
        }
        Ok(Array { axes, entries })
    }

    fn one(
        &mut self,
        function: (FunctionId, u8),
        row: &'static Function,
        operands: &[f64],
        entry: usize,
    ) -> Result<f64, Undefined> {
        let (id, primes) = function;
        let is = |other: &'static Function| primes == 0 && *row == *other;
        if is(&NEGATE) {
            return Ok(-operands[0]);
        }
        if is(&ADD) {
            let (first, others) = operands.split_first().ok_or(Undefined::Unknown)?;
            return Ok(others.iter().fold(*first, |sum, term| {
                self.rounded(sum + term, (Calculation::Sum, entry), &[sum, *term])
            }));
        }
        if is(&MULTIPLY) {
            let (first, others) = operands.split_first().ok_or(Undefined::Unknown)?;
            return Ok(others.iter().fold(*first, |product, factor| self.multiply(product, *factor, entry)));
        }
        if is(&DIVIDE) {
            return Ok(self.divide(operands[0], operands[1], entry));
        }
        if primes == 0 {
            let exact = (row.kernel.compute)(operands);
            return Ok(self.rounded(exact, (Calculation::Function(id, 0), entry), operands));
        }
        let format = self.how.format;
        let slope_program = self.slopes.entry(function).or_insert_with(|| slope(function));
        let (program, argument, result) = slope_program.as_ref().ok_or(Undefined::Unknown)?;
        let mut registers = program.start_in(format);
        registers[argument.index()] = *operands.first().ok_or(Undefined::Unknown)?;
        program.run_in(format, 0..program.length(), &mut registers);
        let computed = registers[result.index()];
        let kernel = row.derivative_kernel.filter(|_| primes == 1);
        let exact = kernel.map_or(computed, |kernel| (kernel.compute)(operands));
        self.here.note(format, (Calculation::Function(id, primes), entry), operands, (exact, computed));
        Ok(computed)
    }

    /// The square of a length is a sum of squares, without a root.
    fn square_of_norm(
        &mut self,
        (id, primes): (FunctionId, u8),
        arguments: &[WholeId],
    ) -> Option<Result<Array<f64>, Undefined>> {
        let is_square = primes == 0
            && id == function::id(&POWER)
            && matches!(self.arrays.whole(*arguments.get(1)?), Whole::Number(number) if number.to_i64() == Some(2) && number.is_integer());
        let Whole::Word { word: Word::Norm | Word::FrobeniusNorm, over: Over::All, arguments: of } =
            self.arrays.whole(*arguments.first()?).clone()
        else {
            return None;
        };
        is_square.then(|| {
            let vector = self.evaluate(of[0])?;
            Ok(Array::number(self.squares(&vector.entries, 0)))
        })
    }

    pub(super) fn squares(&mut self, entries: &[f64], entry: usize) -> f64 {
        let terms: Vec<f64> = entries.iter().map(|number| self.multiply(*number, *number, entry)).collect();
        self.sum(&terms, entry)
    }

    /// What a quantity is computed as. Where exponents are to be shifted, exponentials with a name of their own are: what is
    /// divided by their sum does not see it.
    pub(super) fn defined(&mut self, whole: WholeId) -> Result<Array<f64>, Undefined> {
        if self.how.shifts_exponents
            && let Whole::Apply { function, primes: 0, arguments } = self.arrays.whole(whole).clone()
            && function == function::id(&EXP)
            && !self.arrays.shape(arguments[0]).is_number()
        {
            let array = self.evaluate(arguments[0])?;
            let columns = array.axes.last().copied().unwrap_or(1).max(1);
            let rows = array.entries.chunks(columns).enumerate();
            let entries = rows.flat_map(|(at, line)| self.exponentials(line, at * columns).0).collect();
            return Ok(Array { axes: array.axes, entries });
        }
        self.evaluate(whole)
    }

    /// `exp(z)/sum(exp(z))`, and `ln(sum(exp(z)))`, as the words have them, where exponents are to be shifted.
    fn as_softmax(
        &mut self,
        (id, primes): (FunctionId, u8),
        arguments: &[WholeId],
    ) -> Option<Result<Array<f64>, Undefined>> {
        if !self.how.shifts_exponents || primes != 0 {
            return None;
        }
        let exponent = |whole: WholeId| self.arrays.arguments_of(whole, &EXP).map(|arguments| arguments[0]);
        // A quantity that is nothing but exponentials counts as those.
        let definition = |whole: WholeId| {
            if let Whole::Quantity(quantity) = self.arrays.whole(whole) {
                self.arrays.definition(*quantity).unwrap_or(whole)
            } else {
                whole
            }
        };
        let summed = |whole: WholeId| {
            if let Whole::Word { word: Word::Sum, over: Over::All, arguments } =
                self.arrays.whole(definition(whole))
            {
                exponent(definition(arguments[0]))
            } else {
                None
            }
        };
        let (word, of) = if id == function::id(&DIVIDE) {
            let whole = exponent(definition(arguments[0]))?;
            (Word::Softmax, summed(arguments[1]).filter(|other| *other == whole)?)
        } else if id == function::id(&LN) {
            (Word::LogSumExp, summed(arguments[0])?)
        } else {
            return None;
        };
        let outer = std::mem::replace(&mut self.is_shifted, true);
        let word = self.word(word, Over::All, &[of]);
        self.is_shifted = outer;
        Some(word)
    }
}

pub(super) fn diagonal_of(entries: &[f64]) -> Array<f64> {
    let count = entries.len();
    let mut all = vec![0.0; count * count];
    for (place, entry) in entries.iter().enumerate() {
        all[place * (count + 1)] = *entry;
    }
    Array { axes: vec![count, count], entries: all }
}

/// The derivative of a function of one argument as a program, operation by operation as its row writes it.
fn slope((id, primes): (FunctionId, u8)) -> Option<super::Slope> {
    let mut graph = Graph::new();
    let symbol = graph.intern("z");
    let argument = graph.symbol(symbol);
    let derivative = graph.apply_primed(id, primes, &[argument]);
    let mut builder = Builder::new(FxHashSet::default());
    let input = builder.input();
    let mut names = Names::default();
    names.stated.insert(argument, input);
    let result = builder.expression(&mut graph, derivative, &mut names).ok()?;
    Some((builder.finish(), input, result))
}
