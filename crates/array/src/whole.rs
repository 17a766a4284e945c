//! Wholes put together: what has no shape is not made.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::FunctionId;

use crate::arena::{Arrays, EntryId, Index, Letter, QuantityId, Whole, WholeId};
use crate::entry::is;
use crate::one_line::count;
use crate::shape::{Shape, Size};
use crate::word::{Over, Word};

impl Arrays {
    /// An exact number.
    pub fn number(&mut self, value: Rational) -> WholeId {
        self.keep(Whole::Number(value), Shape::Number)
    }

    /// A size as a number.
    pub fn size_number(&mut self, size: Size) -> WholeId {
        self.keep(Whole::Size(size), Shape::Number)
    }

    /// A quantity.
    pub fn quantity_whole(&mut self, quantity: QuantityId) -> WholeId {
        let shape = self.quantity(quantity).shape.clone();
        self.keep(Whole::Quantity(quantity), shape)
    }

    /// A vector of ones.
    pub fn ones(&mut self, size: Size) -> WholeId {
        self.keep(Whole::Ones(size), Shape::Vector(size))
    }

    /// The identity matrix.
    pub fn identity(&mut self, size: Size) -> WholeId {
        self.keep(Whole::Identity(size), Shape::Matrix(size, size))
    }

    /// A vector that is 1 at one index, from 1, and 0 elsewhere.
    pub fn one_hot(&mut self, place: u64, size: Size) -> WholeId {
        self.keep(Whole::OneHot(place, size), Shape::Vector(size))
    }

    /// Some rows of the identity matrix.
    pub fn rows(&mut self, from: u64, count: u64, of: Size) -> WholeId {
        self.keep(Whole::Rows { from, count, of }, Shape::Matrix(Size::Number(count), of))
    }

    /// An array by its generic entry, with these letters for its indices.
    pub fn by_entries(&mut self, letters: &[Letter], entry: EntryId) -> WholeId {
        let last = u32::try_from(letters.len()).unwrap_or(0).saturating_sub(1);
        let body = self.mapped(entry, &|index, depth| match index {
            Index::Letter(free) => match (0..).zip(letters).find(|(_, letter)| **letter == free) {
                Some((place, _)) => Index::Bound(depth + last - place),
                None => index,
            },
            Index::Bound(_) | Index::At(_) | Index::Size(_) => index,
        });
        let axes: Vec<Size> = letters.iter().map(|&letter| self.size_of(letter)).collect();
        let shape = Shape::of_axes(&axes);
        self.keep(Whole::Entries { axes, body }, shape)
    }

    /// One entry, or one line, of a quantity.
    pub fn part(&mut self, of: QuantityId, at: &[Option<u64>]) -> Option<WholeId> {
        let axes = self.quantity(of).shape.axes();
        if axes.len() != at.len() {
            return None;
        }
        let left: Vec<Size> =
            axes.iter().zip(at).filter(|(_, at)| at.is_none()).map(|(size, _)| *size).collect();
        Some(self.keep(Whole::Part { of, at: at.to_vec() }, Shape::of_axes(&left)))
    }

    /// A function of numbers, entry by entry: operands are of one shape, or numbers.
    pub fn each(&mut self, function: FunctionId, primes: u8, arguments: &[WholeId]) -> Option<WholeId> {
        let mut shape = Shape::Number;
        for &argument in arguments {
            let argument_shape = self.shape(argument);
            if shape.is_number() {
                shape = argument_shape.clone();
            } else if !argument_shape.is_number() && *argument_shape != shape {
                return None;
            }
        }
        Some(self.keep(Whole::Apply { function, primes, arguments: arguments.to_vec() }, shape))
    }

    /// A row of the table of functions, entry by entry.
    pub fn each_row(&mut self, row: &'static Function, arguments: &[WholeId]) -> Option<WholeId> {
        self.each(function::id(row), 0, arguments)
    }

    /// A sum; a single term is itself.
    pub fn plus(&mut self, terms: &[WholeId]) -> Option<WholeId> {
        match terms {
            [only] => Some(*only),
            [..] => self.each_row(&ADD, terms),
        }
    }

    /// The negative; twice it is what it was.
    pub fn minus(&mut self, of: WholeId) -> WholeId {
        match self.whole(of).clone() {
            Whole::Apply { function, primes, arguments } if is(function, primes, &NEGATE) => arguments[0],
            Whole::Number(value) => self.number(-&value),
            _ => self.each_row(&NEGATE, &[of]).unwrap_or(of),
        }
    }

    /// Number times array, or arrays entry by entry: numbers stand in front.
    pub fn times(&mut self, factors: &[WholeId]) -> Option<WholeId> {
        let mut flat: Vec<WholeId> = Vec::new();
        let mut negative = false;
        for &factor in factors {
            let mut factor = factor;
            if let Whole::Apply { function, primes, arguments } = self.whole(factor).clone()
                && is(function, primes, &NEGATE)
            {
                negative = !negative;
                factor = arguments[0];
            }
            match self.whole(factor).clone() {
                Whole::Apply { function, primes, arguments } if is(function, primes, &MULTIPLY) => {
                    flat.extend(arguments);
                }
                Whole::Number(value) if value.is_one() => {}
                _ => flat.push(factor),
            }
        }
        let (mut numbers, arrays): (Vec<WholeId>, Vec<WholeId>) =
            flat.into_iter().partition(|&factor| self.shape(factor).is_number());
        numbers.extend(arrays);
        let product = match numbers.as_slice() {
            [] => self.number(Rational::one()),
            [only] => *only,
            [..] => self.each_row(&MULTIPLY, &numbers)?,
        };
        Some(if negative { self.minus(product) } else { product })
    }

    /// The quotient, entry by entry or by a number.
    pub fn over(&mut self, above: WholeId, below: WholeId) -> Option<WholeId> {
        if let Whole::Number(value) = self.whole(below)
            && value.is_one()
        {
            return Some(above);
        }
        if let Whole::Apply { function, primes, arguments } = self.whole(above).clone()
            && is(function, primes, &NEGATE)
        {
            let quotient = self.each_row(&DIVIDE, &[arguments[0], below])?;
            return Some(self.minus(quotient));
        }
        self.each_row(&DIVIDE, &[above, below])
    }

    /// The power, entry by entry.
    pub fn raised(&mut self, base: WholeId, exponent: WholeId) -> Option<WholeId> {
        // A power of a power with whole exponents is one.
        if let (Whole::Apply { function, primes, arguments }, Whole::Number(outer)) =
            (self.whole(base).clone(), self.whole(exponent).clone())
            && is(function, primes, &POWER)
            && let Whole::Number(inner) = self.whole(arguments[1]).clone()
            && inner.is_integer()
            && outer.is_integer()
        {
            let product = self.number(&inner * &outer);
            return self.each_row(&POWER, &[arguments[0], product]);
        }
        self.each_row(&POWER, &[base, exponent])
    }

    /// A vector as every row or every column of a matrix.
    pub fn spread(&mut self, vector: WholeId, over: Over, count: Size) -> Option<WholeId> {
        let Shape::Vector(size) = *self.shape(vector) else { return None };
        let shape = match over {
            Over::EachRow => Shape::Matrix(count, size),
            Over::EachColumn => Shape::Matrix(size, count),
            Over::All => return None,
        };
        Some(self.keep(Whole::Spread { vector, over, count }, shape))
    }

    /// The product of linear algebra; number times anything is [`Arrays::times`].
    pub fn product(&mut self, left: WholeId, right: WholeId) -> Option<WholeId> {
        let (before, behind) = (self.shape(left), self.shape(right));
        if before.is_number() || behind.is_number() {
            return self.times(&[left, right]);
        }
        let shape = before.times(behind)?;
        Some(self.keep(Whole::Product(left, right), shape))
    }

    /// The same with the numbers of its factors in front of it, as products are usually written.
    pub(crate) fn product_in_order(&mut self, left: WholeId, right: WholeId) -> Option<WholeId> {
        let mut scale = Scale::default();
        let (left, right) = (self.unscaled(left, &mut scale), self.unscaled(right, &mut scale));
        // Chosen rows of an array are those rows, before they are put anywhere.
        let product = match *self.whole(left) {
            Whole::Product(outer, rows) if matches!(self.whole(rows), Whole::Rows { .. }) => {
                let chosen = self.product(rows, right)?;
                self.product(outer, chosen)?
            }
            _ => self.product(left, right)?,
        };
        self.scaled(product, scale)
    }

    /// A sum with the numbers of what is summed in front of it.
    pub(crate) fn sum_in_order(&mut self, over: Over, of: WholeId) -> Option<WholeId> {
        let mut scale = Scale::default();
        let of = self.unscaled(of, &mut scale);
        let sum = self.word(Word::Sum, over, &[of])?;
        self.scaled(sum, scale)
    }

    /// An array without its sign and the numbers that it is multiplied or divided by.
    fn unscaled(&mut self, of: WholeId, scale: &mut Scale) -> WholeId {
        let mut bare = of;
        while let Whole::Apply { function, primes, arguments } = self.whole(bare).clone() {
            if is(function, primes, &NEGATE) {
                scale.negative = !scale.negative;
                bare = arguments[0];
            } else if is(function, primes, &DIVIDE) && self.shape(arguments[1]).is_number() {
                scale.below.push(arguments[1]);
                bare = arguments[0];
            } else if is(function, primes, &MULTIPLY) {
                let (numbers, arrays): (Vec<WholeId>, Vec<WholeId>) =
                    arguments.into_iter().partition(|&argument| self.shape(argument).is_number());
                if numbers.is_empty() || arrays.is_empty() {
                    break;
                }
                scale.above.extend(numbers);
                let Some(product) = self.times(&arrays) else { break };
                bare = product;
            } else {
                break;
            }
        }
        bare
    }

    fn scaled(&mut self, bare: WholeId, scale: Scale) -> Option<WholeId> {
        let mut factors = scale.above;
        factors.push(bare);
        let mut whole = self.times(&factors)?;
        if !scale.below.is_empty() {
            let divisor = self.times(&scale.below)?;
            whole = self.over(whole, divisor)?;
        }
        Some(if scale.negative { self.minus(whole) } else { whole })
    }

    /// The transpose as it is written.
    pub fn transposed_as_written(&mut self, of: WholeId) -> Option<WholeId> {
        let shape = self.shape(of).transposed()?;
        Some(if shape.is_number() { of } else { self.keep(Whole::Transpose(of), shape) })
    }

    /// The transpose, pushed into products: `(A*B)^T` is `B^T*A^T`.
    pub fn transpose(&mut self, of: WholeId) -> Option<WholeId> {
        let shape = self.shape(of).transposed()?;
        if shape.is_number() || self.is_symmetric(of) {
            return Some(of);
        }
        match self.whole(of).clone() {
            Whole::Transpose(inner) => Some(inner),
            Whole::Product(left, right) => {
                let (left, right) = (self.transpose(left)?, self.transpose(right)?);
                self.product_in_order(right, left)
            }
            // Into a sum, where that makes it shorter: `(x*w^T + I)^T` is `w*x^T + I`.
            Whole::Apply { function, primes, arguments } if is(function, primes, &ADD) => {
                let terms: Option<Vec<WholeId>> =
                    arguments.into_iter().map(|part| self.transpose(part)).collect();
                let pushed = self.each(function, primes, &terms?)?;
                if count(self, pushed) <= count(self, of) {
                    Some(pushed)
                } else {
                    self.transposed_as_written(of)
                }
            }
            // Numbers stay outside.
            Whole::Apply { function, primes, arguments }
                if arguments.iter().filter(|&&part| !self.shape(part).is_number()).count() == 1
                    && [&MULTIPLY, &DIVIDE, &NEGATE].iter().any(|row| is(function, primes, row)) =>
            {
                let arguments: Option<Vec<WholeId>> =
                    arguments.into_iter().map(|part| self.transpose(part)).collect();
                self.each(function, primes, &arguments?)
            }
            Whole::Spread { vector, over, count } => {
                let over = match over {
                    Over::EachRow => Over::EachColumn,
                    Over::EachColumn => Over::EachRow,
                    Over::All => Over::All,
                };
                self.spread(vector, over, count)
            }
            Whole::Identity(_) | Whole::Word { word: Word::Diag, .. } | Whole::Number(_) | Whole::Size(_) => {
                Some(of)
            }
            Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::OneHot(..)
            | Whole::Rows { .. }
            | Whole::Entries { .. }
            | Whole::Apply { .. }
            | Whole::Word { .. }
            | Whole::Part { .. } => Some(self.keep(Whole::Transpose(of), shape)),
        }
    }

    /// A word for arrays; nothing where the operands do not fit.
    pub fn word(&mut self, word: Word, over: Over, arguments: &[WholeId]) -> Option<WholeId> {
        let shapes: Vec<Shape> = arguments.iter().map(|&argument| self.shape(argument).clone()).collect();
        let shape = shape_of_word(word, over, &shapes)?;
        Some(self.keep(Whole::Word { word, over, arguments: arguments.to_vec() }, shape))
    }
}

/// Numbers by which an array is multiplied and divided, and its sign.
#[derive(Debug, Default)]
struct Scale {
    negative: bool,
    above: Vec<WholeId>,
    below: Vec<WholeId>,
}

/// The shape of what a word gives; nothing where its operands do not fit.
fn shape_of_word(word: Word, over: Over, operands: &[Shape]) -> Option<Shape> {
    if operands.len() != word.row().arity || (over != Over::All && !word.row().by_lines) {
        return None;
    }
    let first = operands.first()?;
    let by_line = |shape: &Shape| match (over, shape) {
        (Over::EachRow, Shape::Matrix(rows, _)) => Some(Shape::Vector(*rows)),
        (Over::EachColumn, Shape::Matrix(_, columns)) => Some(Shape::Vector(*columns)),
        _ => None,
    };
    match word {
        Word::Sum | Word::Mean => match (over, first) {
            (Over::All, Shape::Vector(_) | Shape::Matrix(..) | Shape::Tensor(_)) => Some(Shape::Number),
            _ => by_line(first),
        },
        Word::Norm | Word::LogSumExp | Word::Max => match (over, first) {
            (Over::All, Shape::Matrix(..)) if word == Word::Max => Some(Shape::Number),
            (Over::All, Shape::Vector(_)) => Some(Shape::Number),
            _ => by_line(first),
        },
        Word::Softmax | Word::Largest => match (over, first) {
            (Over::All, Shape::Matrix(..)) if word == Word::Largest => Some(first.clone()),
            (Over::All, Shape::Vector(_)) | (Over::EachRow | Over::EachColumn, Shape::Matrix(..)) => {
                Some(first.clone())
            }
            _ => None,
        },
        Word::FrobeniusNorm | Word::SpectralNorm => {
            matches!(first, Shape::Matrix(..)).then_some(Shape::Number)
        }
        Word::Dot => match (first, operands.get(1)?) {
            (Shape::Vector(a), Shape::Vector(b)) if a == b => Some(Shape::Number),
            _ => None,
        },
        Word::Outer => match (first, operands.get(1)?) {
            (Shape::Vector(a), Shape::Vector(b)) => Some(Shape::Matrix(*a, *b)),
            _ => None,
        },
        Word::Trace | Word::Determinant | Word::LogDeterminant => first.is_square().then_some(Shape::Number),
        Word::Inverse => first.is_square().then(|| first.clone()),
        Word::Diag => match first {
            Shape::Vector(size) => Some(Shape::Matrix(*size, *size)),
            _ => None,
        },
        Word::Diagonal => match first {
            Shape::Matrix(rows, columns) if rows == columns => Some(Shape::Vector(*rows)),
            _ => None,
        },
    }
}
