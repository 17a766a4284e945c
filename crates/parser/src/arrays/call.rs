//! Calls: functions of numbers entry by entry, and the words for arrays.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Shape, Size, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::{self, Function};

use super::ast::{Expr, Kind};
use super::complaint::Operand;
use super::elaborate::Elaboration;
use super::reader::MADE_OF_SIZES;
use crate::expression::Wrong;

impl Elaboration<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        primes: u8,
        arguments: &[Expr],
        over: Over,
        span: Span,
    ) -> Result<WholeId, Wrong> {
        if MADE_OF_SIZES.contains(&name) {
            return if name == "onehot" {
                self.one_hot(arguments, span)
            } else {
                self.made_of_size(name, arguments, span)
            };
        }
        let mut operands = Vec::with_capacity(arguments.len());
        for argument in arguments {
            operands.push(self.operand(argument)?);
        }
        // `max(a, b)` is a function of numbers, `max(v)` the largest entry.
        let is_function = function::find(name).is_some() && operands.len() > 1;
        if let Some(word) = Word::find(name).filter(|_| !is_function) {
            return self.word(word, over, &operands, span);
        }
        let Some(row) = function::find(name) else {
            let message = format!("`{name}` is no function that is known");
            return Err(Diagnostic::error(&code::UNKNOWN_FUNCTION, span, message).into());
        };
        self.function(row, primes, &operands, over, span)
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
        let size = match arguments {
            [only] => self.size_written(only),
            [..] => None,
        };
        let Some(size) = size else {
            let message = format!("`{name}` takes one size");
            return Err(Diagnostic::error(&code::ARITY, span, message)
                .help(format!("write `{name}(3)`, or `{name}(n)` with a size by letter"))
                .into());
        };
        Ok(if name == "ones" { self.arrays.ones(size) } else { self.arrays.identity(size) })
    }

    /// A size: a whole number from 1 on, or a letter.
    pub(super) fn size_written(&mut self, expr: &Expr) -> Option<Size> {
        match &*expr.kind {
            Kind::Number(_) => index(expr).map(Size::Number),
            Kind::Name(letter) if self.arrays.size_names().contains(letter) => Some(self.arrays.size(letter)),
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
        if wholes.len() == word.row().arity
            && let Some(whole) = self.arrays.word(word, over, &wholes)
        {
            return Ok(whole);
        }
        if wholes.len() != word.row().arity {
            let message = format!("`{word}` takes {}, not {}", count(word.row().arity), wholes.len());
            return Err(Diagnostic::error(&code::ARITY, span, message).into());
        }
        Err(self.unfit(word, over, operands, span).into())
    }

    /// Why a word does not take these operands.
    fn unfit(&self, word: Word, over: Over, operands: &[Operand], span: Span) -> Diagnostic {
        let first = operands[0];
        let shape = self.arrays.shape(first.whole);
        let (shown, own) = (self.written(first.span), self.complaints().shape(first.whole));
        let two = |message: String| Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message);
        match (word, shape) {
            (Word::Softmax | Word::LogSumExp, Shape::Matrix(..)) => {
                two(format!("`{word}` of a matrix could be taken of each row or of each column"))
                    .help(format!("write `{word}({shown}, each row)`, as for a batch with one sample a row"))
                    .help(format!("write `{word}({shown}, each column)`"))
            }
            (Word::Norm, Shape::Matrix(..)) => {
                two("`norm` of a matrix could be its Frobenius norm or its largest singular value".to_owned())
                    .help(format!("write `norm_F({shown})` for the Frobenius norm"))
                    .help(format!("write `norm({shown}, each row)` for the lengths of its rows"))
            }
            (Word::Diag, Shape::Matrix(..)) => {
                Diagnostic::error(&code::SHAPES_APART, span, "`diag` makes a matrix of a vector")
                    .help(format!("write `diagonal({shown})` for the diagonal of a matrix"))
            }
            (Word::Diagonal, Shape::Vector(_)) => {
                Diagnostic::error(&code::SHAPES_APART, span, "`diagonal` takes the diagonal of a matrix")
                    .help(format!("write `diag({shown})` for the diagonal matrix of a vector"))
            }
            (Word::Trace | Word::Determinant | Word::LogDeterminant | Word::Inverse | Word::Diagonal, _) => {
                let message = format!("`{word}` takes a square matrix; `{shown}` is {own}");
                Diagnostic::error(&code::SHAPES_APART, span, message)
            }
            (Word::Dot | Word::Outer, _) => match operands.get(1) {
                Some(second) => self.complaints().entries(first, *second, "multiplied"),
                None => Diagnostic::error(&code::ARITY, span, format!("`{word}` takes two vectors")),
            },
            (_, _) => {
                let line = match over {
                    Over::All => "",
                    Over::EachRow => " of each row",
                    Over::EachColumn => " of each column",
                };
                let message = format!("`{word}`{line} can't be taken of `{shown}`, which is {own}");
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
