//! Calls: functions of numbers entry by entry, and the words for arrays.

use chainrule_array::word::{Over, WORDS, Word};
use chainrule_array::{Shape, Size, SizeSum, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::piecewise::MIN;
use chainrule_symbolic::function::{self, Function};

use super::ast::{Along, Expr, Join, Kind};
use super::complaint::{Operand, bracketed};
use super::elaboration::Elaboration;
use super::vocabulary::{MADE_OF_SIZES, norm_called, spread_of, word_called};
use crate::expression::Wrong;
use crate::expression::nearest;

impl Elaboration<'_> {
    pub(super) fn call(
        &mut self,
        (name, primes): (&str, u8),
        arguments: &[Expr],
        along: Along,
        span: Span,
    ) -> Result<WholeId, Wrong> {
        if let (Along::Terms, [terms]) = (along, arguments) {
            return self.extreme_of_terms(name, terms, &[], span);
        }
        if MADE_OF_SIZES.contains(&name) {
            return match (name, arguments) {
                ("onehot", [place, size]) if matches!(&*place.kind, Kind::Name(name) if self.quantities.contains_key(name)) =>
                {
                    let size = self.size_written(size);
                    let of = self.operand(place)?;
                    let (Some(size), Whole::Quantity(by)) = (size, self.arrays.whole(of.whole).clone())
                    else {
                        return Err(self.no_shape(span));
                    };
                    let places = self.one_hots(by, size, span)?;
                    Ok(self.arrays.quantity_whole(places))
                }
                ("onehot", _) => self.one_hot(arguments, span),
                (_, _) => self.made_of_size(name, arguments, span),
            };
        }
        let mut operands = Vec::with_capacity(arguments.len());
        for argument in arguments {
            operands.push(self.operand(argument)?);
        }
        let over = self.over(along, &operands, span)?;
        match (name, operands.as_slice()) {
            ("transpose", [of]) => return self.transposed_by_a_program(*of, span),
            ("matmul", [left, right]) => return self.product_of_a_program(*left, *right),
            (_, _) => {}
        }
        if let Some(norm) = norm_called(name) {
            return self.norm(norm, &operands, over, span);
        }
        if let Some(array) = self.stacked(name, &operands, span) {
            return array;
        }
        if name == MIN.name
            && let [of] = operands.as_slice()
        {
            return self.extreme(name, over, *of, span);
        }
        // `max(a, b)` is a function of numbers, `max(v)` the largest entry.
        let is_function = function::find(name).is_some() && operands.len() > 1;
        if let Some(word) = word_called(name).filter(|_| !is_function) {
            return self.word(word, over, &operands, span);
        }
        let Some(row) = function::find(name) else {
            let message = format!("`{name}` is no function that is known");
            let mut wrong = Diagnostic::error(&code::UNKNOWN_FUNCTION, span, message);
            if let ("cross", [u, v]) = (name, operands.as_slice())
                && let [u, v] = [u, v].map(|operand| self.written(operand.span))
                && [u, v].iter().all(|part| part.chars().all(char::is_alphanumeric))
            {
                wrong = wrong.help(format!(
                    "write its entries: `[{u}[2]*{v}[3] - {u}[3]*{v}[2], {u}[3]*{v}[1] - {u}[1]*{v}[3], {u}[1]*{v}[2] - {u}[2]*{v}[1]]`"
                ));
                return Err(wrong.into());
            }
            if let Some(help) = spread_of(name) {
                return Err(help.iter().fold(wrong, |wrong, line| wrong.help(*line)).into());
            }
            let functions = function::TABLE.iter().map(|row| row.name).filter(|name| name.len() > 1);
            let words = WORDS.iter().map(|row| row.name);
            let all = functions.chain(words).chain(MADE_OF_SIZES.iter().copied());
            if let Some(near) = nearest(name, all) {
                wrong = wrong.help(format!("did you mean `{near}`?"));
            }
            return Err(wrong.into());
        };
        self.function(row, primes, &operands, over, span)
    }

    /// The largest entry, or the least: that is the largest of the negatives, with its sign.
    pub(super) fn extreme(
        &mut self,
        name: &str,
        over: Over,
        of: Operand,
        span: Span,
    ) -> Result<WholeId, Wrong> {
        if name != MIN.name {
            return self.word(Word::Max, over, &[of], span);
        }
        let negative = self.arrays.each_row(&NEGATE, &[of.whole]).ok_or_else(|| self.no_shape(span))?;
        let negative = Operand { whole: negative, span: of.span };
        let largest = self.word(Word::Max, over, &[negative], span)?;
        self.arrays.each_row(&NEGATE, &[largest]).ok_or_else(|| self.no_shape(span))
    }

    /// Of what a word is taken, by the shape of the array.
    fn over(&self, along: Along, operands: &[Operand], span: Span) -> Result<Over, Wrong> {
        let Some(of) = operands.first() else { return Ok(Over::All) };
        let shape = self.arrays.shape(of.whole);
        if let Some(over) = along.of(shape) {
            return Ok(over);
        }
        let (text, described) = (self.written(of.span), self.complaints().shape(of.whole));
        let message = format!("`{text}` is {described}: it has no such axis");
        let wrong = Diagnostic::error(&code::NO_MEMBER, span, message);
        Err(match shape {
            Shape::Matrix(..) => {
                wrong.help("axes count from 0: `axis=0` is `each column`, `axis=1` is `each row`")
            }
            Shape::Tensor(_) => wrong.help("write the sum: `sum(A[i,j,k] for k in 1..n)`"),
            Shape::Number | Shape::Row(_) | Shape::Vector(_) => wrong.help("leave the axis out"),
        }
        .into())
    }

    /// `X.T`, `transpose(X)`
    fn transposed_by_a_program(&mut self, of: Operand, span: Span) -> Result<WholeId, Wrong> {
        if let Shape::Vector(_) = self.arrays.shape(of.whole) {
            let text = self.written(of.span).to_owned();
            let message = format!(
                "`{}` of a vector is the vector itself in NumPy, and a row elsewhere",
                self.written(span)
            );
            return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `{text}` for the vector"))
                .help(format!("write `{text}^T` for the row, as in `{text}^T*y`"))
                .into());
        }
        self.arrays.transposed_as_written(of.whole).ok_or_else(|| self.no_shape(span))
    }

    /// `np.dot(a, b)`, `A.matmul(B)`: of two vectors the inner product.
    fn product_of_a_program(&mut self, left: Operand, right: Operand) -> Result<WholeId, Wrong> {
        let shapes = [left, right].map(|operand| self.arrays.shape(operand.whole).clone());
        if let [Shape::Vector(_), Shape::Vector(_)] = shapes {
            return self.word(Word::Dot, Over::All, &[left, right], left.span.to(right.span));
        }
        self.joined(Join::Times, left, right)
    }

    fn function(
        &mut self,
        row: &'static Function,
        primes: u8,
        operands: &[Operand],
        over: Over,
        span: Span,
    ) -> Result<WholeId, Wrong> {
        if !row.arity.admits(operands.len()) || over != Over::All {
            let message = format!("`{}` does not take these arguments", row.name);
            return Err(Diagnostic::error(&code::ARITY, span, message).into());
        }
        let wholes: Vec<WholeId> = operands.iter().map(|operand| operand.whole).collect();
        self.arrays.each(function::id(row), primes, &wholes).ok_or_else(|| match operands {
            [first, second, ..] => self.complaints().entries(*first, *second, "combined").into(),
            [..] => self.no_shape(span),
        })
    }

    /// `ones(n)`, `I(n)`
    fn made_of_size(&mut self, name: &str, arguments: &[Expr], span: Span) -> Result<WholeId, Wrong> {
        let mut sizes = Vec::with_capacity(arguments.len());
        for argument in arguments {
            sizes.extend(self.size_written(argument));
        }
        let made = match (name, sizes.as_slice()) {
            _ if sizes.len() != arguments.len() => None,
            ("I", [size]) => Some(self.arrays.identity(*size)),
            ("ones" | "zeros", [size]) => Some(self.arrays.ones(*size)),
            ("ones" | "zeros", [rows, columns]) => {
                let (left, right) = (self.arrays.ones(*rows), self.arrays.ones(*columns));
                let right = self.arrays.transposed_as_written(right);
                right.and_then(|right| self.arrays.product(left, right))
            }
            _ => None,
        };
        let Some(made) = made else {
            let takes = if name == "I" { "one size" } else { "one size, or the rows and the columns" };
            let message = format!("`{name}` takes {takes}");
            return Err(Diagnostic::error(&code::ARITY, span, message)
                .help(format!("write `{name}(3)`, or `{name}(n)` with a size by letter"))
                .into());
        };
        if name == "zeros" {
            let zero = self.arrays.number(Rational::zero());
            return self.arrays.each_row(&MULTIPLY, &[zero, made]).ok_or_else(|| self.no_shape(span));
        }
        Ok(made)
    }

    /// A size: a whole number from 1 on, a letter, or a sum of them.
    pub(super) fn size_written(&mut self, expr: &Expr) -> Option<Size> {
        let sum = self.sum_written(expr)?;
        self.arrays.size_of_sum(&sum)
    }

    /// A sum of letters of sizes and whole numbers.
    pub(super) fn sum_written(&mut self, expr: &Expr) -> Option<SizeSum> {
        match &*expr.kind {
            Kind::Number(value) if value.is_integer() => value.to_i64().map(SizeSum::number),
            Kind::Name(letter) if self.arrays.size_names().contains(letter) => {
                let size = self.arrays.size(letter);
                Some(self.arrays.sum_of_size(size))
            }
            Kind::Name(letter) => self.counts.get(letter).map(|&count| SizeSum::number(count)),
            Kind::Sum(terms) => {
                let mut sum = SizeSum::default();
                for (negative, term) in terms {
                    let addend = self.sum_written(term)?;
                    sum.add(if *negative { -1 } else { 1 }, &addend);
                }
                Some(sum)
            }
            _ => None,
        }
    }

    /// `onehot(2, n)`
    fn one_hot(&mut self, arguments: &[Expr], span: Span) -> Result<WholeId, Wrong> {
        let found = match arguments {
            [place, size] => index(place).zip(self.size_written(size)),
            [..] => None,
        };
        let Some((place, size)) = found else {
            let message = "`onehot` takes the index that is 1, and a size";
            return Err(Diagnostic::error(&code::ARITY, span, message)
                .help("write `onehot(2, 3)` for `[0, 1, 0]`, or `onehot(2, n)` with a size by letter")
                .into());
        };
        if let Size::Number(count) = size
            && place > count
        {
            let message = format!("the index {place} lies outside: there are {count} entries");
            return Err(Diagnostic::error(&code::NO_MEMBER, span, message).into());
        }
        Ok(self.arrays.one_hot(place, size))
    }

    fn word(&mut self, word: Word, over: Over, operands: &[Operand], span: Span) -> Result<WholeId, Wrong> {
        let wholes: Vec<WholeId> = operands.iter().map(|operand| operand.whole).collect();
        // Of a vector the largest singular value is the length.
        let is_vector =
            matches!(wholes.as_slice(), [only] if matches!(self.arrays.shape(*only), Shape::Vector(_)));
        let word = if word == Word::SpectralNorm && is_vector { Word::Norm } else { word };
        if wholes.len() == word.row().arity
            && let Some(whole) = self.arrays.word(word, over, &wholes)
        {
            return Ok(whole);
        }
        if wholes.len() != word.row().arity {
            let message = format!("`{word}` takes {}, not {}", count(word.row().arity), wholes.len());
            let wrong = Diagnostic::error(&code::ARITY, span, message);
            let is_largest = word == Word::Norm
                && matches!(operands, [_, order] if matches!(self.written(order.span), "inf" | "Inf" | "∞" | "infinity"));
            return Err(if is_largest {
                let of = self.written(operands[0].span);
                wrong.help(format!("write `max(abs({of}))` for the largest entry, without its sign"))
            } else {
                wrong
            }
            .into());
        }
        if let Some(name) = operands
            .iter()
            .map(|operand| self.written(operand.span))
            .find(|text| self.numbers_by_default.contains_key(*text))
        {
            let place = operands
                .iter()
                .find(|operand| self.written(operand.span) == name)
                .map_or(span, |operand| operand.span);
            let mut wrong = self.unknown(name, place);
            if wrong.help.is_empty() {
                wrong = wrong.help(format!("declare it, `{name} in R^n` or `{name} in R^(m×n)`"));
            }
            return Err(wrong.into());
        }
        let wrong = self.unfit(word, over, operands, span);
        let has_places = !wrong.secondary.is_empty() || wrong.code != &code::SHAPES_APART;
        Err(if has_places { wrong } else { self.complaints().with_places(wrong, operands) }.into())
    }

    /// Why a word does not take these operands.
    fn unfit(&self, word: Word, over: Over, operands: &[Operand], span: Span) -> Diagnostic {
        let first = operands[0];
        let shape = self.arrays.shape(first.whole);
        let (text, described) = (self.written(first.span), self.complaints().shape(first.whole));
        let two = |message: String| Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message);
        match (word, shape) {
            (Word::Softmax | Word::LogSumExp, Shape::Matrix(..)) => {
                two(format!("`{word}` of a matrix could be taken of each row or of each column"))
                    .help(format!("write `{word}({text}, each row)`, as for a batch with one sample a row"))
                    .help(format!("write `{word}({text}, each column)`"))
            }
            (Word::Norm, Shape::Matrix(..)) => {
                two("`norm` of a matrix could be its Frobenius norm or its largest singular value".to_owned())
                    .help(format!("write `norm_F({text})` for the Frobenius norm"))
                    .help(format!("write `norm_2({text})` for the largest singular value"))
                    .help(format!("write `norm({text}, each row)` for the lengths of its rows"))
            }
            (Word::Diag, Shape::Matrix(..)) => {
                Diagnostic::error(&code::SHAPES_APART, span, "`diag` makes a matrix of a vector")
                    .help(format!("write `diagonal({text})` for the diagonal of a matrix"))
            }
            (Word::Diagonal, Shape::Vector(_)) => {
                Diagnostic::error(&code::SHAPES_APART, span, "`diagonal` takes the diagonal of a matrix")
                    .help(format!("write `diag({text})` for the diagonal matrix of a vector"))
            }
            (Word::Trace | Word::Determinant | Word::LogDeterminant | Word::Inverse | Word::Diagonal, _) => {
                let message = format!("`{word}` takes a square matrix; `{text}` is {described}");
                Diagnostic::error(&code::SHAPES_APART, span, message)
            }
            (Word::Dot, Shape::Matrix(..))
                if operands.get(1).is_some_and(|second| self.arrays.shape(second.whole) == shape) =>
            {
                let second = self.written(operands[1].span);
                let [left, right] = [text, second].map(bracketed);
                let message = format!("`dot` takes two vectors, and `{text}` and `{second}` are {described}");
                Diagnostic::error(&code::SHAPES_APART, span, message)
                    .help(format!("write `sum({left} ⊙ {right})` for the sum of all products of entries"))
            }
            (Word::Dot | Word::Outer, _) => match operands.get(1) {
                Some(second) => {
                    let wrong = self.complaints().entries(first, *second, "multiplied");
                    let columns = shape.axes().get(1).copied();
                    let rows = self.arrays.shape(second.whole).axes().first().copied();
                    let is_product = columns.is_some() && columns == rows;
                    if is_product {
                        let [left, right] = [text, self.written(second.span)].map(bracketed);
                        wrong.help(format!("write `{left}*{right}` for the product of the two"))
                    } else {
                        wrong
                    }
                }
                None => Diagnostic::error(&code::ARITY, span, format!("`{word}` takes two vectors")),
            },
            (_, _) => {
                let line = match over {
                    Over::All => "",
                    Over::EachRow => " of each row",
                    Over::EachColumn => " of each column",
                };
                let message = format!("`{word}`{line} can't be taken of `{text}`, which is {described}");
                Diagnostic::error(&code::SHAPES_APART, span, message)
            }
        }
    }
}

/// The whole number from 1 on that is written.
fn index(expr: &Expr) -> Option<u64> {
    match &*expr.kind {
        Kind::Number(value) if value.is_integer() => {
            value.to_i64().and_then(|value| u64::try_from(value).ok()).filter(|value| *value > 0)
        }
        _ => None,
    }
}

fn count(arity: usize) -> &'static str {
    if arity == 1 { "one array" } else { "two arrays" }
}
