//! Norms beside the length: `‖x‖₁`, `‖x‖_∞`, `‖x‖_3`. Of a vector each is a formula; of a matrix a foot has several meanings.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Shape, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;

use super::ast::{Expr, Kind as Node};
use super::complaint::Operand;
use super::elaboration::Elaboration;
use super::reader::{Reader, called};
use super::vocabulary::{BY_EXPONENT, LARGEST, SUM};
use crate::expression::Wrong;
use crate::lexer::{BARS, Kind};

/// A norm with an exponent, as it is written in the place of a number.
pub(super) fn norm_of_order(order: &str, of: Expr, span: Span) -> Option<Expr> {
    match order {
        "1" => Some(called(SUM, of, span)),
        "inf" => Some(called(LARGEST, of, span)),
        _ => {
            let exponent = order.parse().ok().filter(|exponent| *exponent > 0)?;
            Some(with_exponent(of, Node::Number(Rational::from_integer(exponent)), span))
        }
    }
}

fn with_exponent(of: Expr, exponent: Node, span: Span) -> Expr {
    let mut call = called(BY_EXPONENT, of, span);
    if let Node::Call { arguments, .. } = &mut *call.kind {
        arguments.push(Expr::new(exponent, span));
    }
    call
}

impl Reader<'_> {
    /// `‖x‖`, `‖A‖_F`
    pub(super) fn between_bars(&mut self) -> Result<Expr, Wrong> {
        let start = self.here();
        self.at += 1;
        let inner = self.expression()?;
        let end = self.here();
        if !self.take(Kind::Close(BARS)) {
            return Err(self.expected("the closing bars"));
        }
        let span = start.to(end);
        let foot = self.text[end.range()].trim_start_matches(['|', '‖', '∥', '\\']);
        let foot = foot.trim_start_matches("rVert").trim_start_matches("Vert");
        let foot = foot.trim_start_matches('_').trim_matches(['{', '}', ' ']);
        let shown = &self.text[inner.span.range()];
        let not_read = |message: String| Diagnostic::error(&code::NOT_WITH_SHAPES, span, message);
        match foot {
            "" => Ok(called("norm", inner, span)),
            "F" | "fro" => Ok(called("norm_F", inner, span)),
            "2" | "₂" | "op" => Ok(called("norm_2", inner, span)),
            "1" | "₁" => Ok(called(SUM, inner, span)),
            "inf" | "\\infty" | "∞" => Ok(called(LARGEST, inner, span)),
            "*" | "nuc" => Err(not_read("the sum of the singular values is not read".to_owned())
                .help(format!("write `norm_2({shown})` for the largest of them"))
                .help(format!("write `norm_F({shown})` for the square root of the sum of their squares"))
                .into()),
            "2,1" => Err(not_read("the norm of norms is not read from its foot".to_owned())
                .help(format!("write `sum(norm({shown}, each row))` for the lengths of the rows added up"))
                .help(format!("write `sum(norm({shown}, each column))` for those of the columns"))
                .into()),
            name if self.known_names.contains(name) || name == "p" || name == "q" => {
                Ok(with_exponent(inner, Node::Name(name.to_owned()), span))
            }
            order => norm_of_order(order, inner, span).ok_or_else(|| {
                not_read(format!("the norm with `{foot}` at its foot is not read"))
                    .help(format!("write `norm({shown})` for the length of a vector"))
                    .help(format!("write `norm_F({shown})` or `norm_2({shown})` for a matrix"))
                    .into()
            }),
        }
    }
}

impl Elaboration<'_> {
    /// A norm that is called by name.
    pub(super) fn norm(
        &mut self,
        norm: &str,
        operands: &[Operand],
        over: Over,
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let (of, exponent) = match operands {
            [of] if norm != BY_EXPONENT => (*of, None),
            [of, exponent] if norm == BY_EXPONENT => (*of, Some(*exponent)),
            [..] => {
                let message = format!("`{norm}` does not take these arguments");
                return Err(Diagnostic::error(&code::ARITY, span, message).into());
            }
        };
        let shape = self.arrays.shape(of.whole).clone();
        if !matches!(shape, Shape::Number | Shape::Vector(_) | Shape::Row(_)) && over == Over::All {
            return Err(self.of_a_matrix(norm, of, span).into());
        }
        if let Some(by) = exponent.filter(|by| !self.arrays.shape(by.whole).is_number()) {
            return Err(self.by_a_matrix(of, by, span).into());
        }
        let size = self.arrays.each_row(&ABS, &[of.whole]).ok_or_else(|| self.no_shape(span))?;
        if shape.is_number() {
            return Ok(size);
        }
        let no_shape = |elaboration: &Self| elaboration.no_shape(span);
        let Some(exponent) = exponent else {
            let word = if norm == SUM { Word::Sum } else { Word::Max };
            return self.arrays.word(word, over, &[size]).ok_or_else(|| no_shape(self));
        };
        if *self.arrays.whole(exponent.whole) == Whole::Number(Rational::from_integer(2)) {
            return self.arrays.word(Word::Norm, over, &[of.whole]).ok_or_else(|| no_shape(self));
        }
        // An even power has no sign.
        let is_even = matches!(self.arrays.whole(exponent.whole), Whole::Number(value)
            if (value * &Rational::fraction(1, 2)).is_integer());
        let base = if is_even { of.whole } else { size };
        let powers = self.arrays.each_row(&POWER, &[base, exponent.whole]);
        let sum = powers.and_then(|powers| self.arrays.word(Word::Sum, over, &[powers]));
        let one = self.arrays.number(Rational::one());
        let root = self.arrays.each_row(&DIVIDE, &[one, exponent.whole]);
        let whole = sum.zip(root).and_then(|(sum, root)| self.arrays.each_row(&POWER, &[sum, root]));
        whole.ok_or_else(|| no_shape(self))
    }

    /// What a norm of a matrix could be.
    fn of_a_matrix(&self, norm: &str, of: Operand, span: Span) -> Diagnostic {
        let text = self.written(of.span);
        let two = |first: &str, second: &str| {
            let message = format!("`{}` of a matrix could be {first} or {second}", self.written(span));
            Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
        };
        match norm {
            SUM => two("the largest sum of a column", "the sum of all entries, without their signs")
                .help(format!("write `max(sum(abs({text}), each column))` for the largest sum of a column"))
                .help(format!("write `sum(abs({text}))` for the sum of all entries")),
            LARGEST => two("the largest sum of a row", "the largest entry, without signs")
                .help(format!("write `max(sum(abs({text}), each row))` for the largest sum of a row"))
                .help(format!("write `max(max(abs({text}), each row))` for the largest entry")),
            _ => two("a norm of its entries", "one of its singular values").help(format!(
                "write `sum(abs({text})^3)^(1/3)` for the entries, with your exponent for the 3"
            )),
        }
    }

    /// `‖x‖_A`: a length by a matrix.
    fn by_a_matrix(&self, of: Operand, by: Operand, span: Span) -> Diagnostic {
        let foot = match self.arrays.whole(by.whole) {
            Whole::Quantity(quantity) => self.arrays.quantity(*quantity).name.clone(),
            _ => self.written(by.span).to_owned(),
        };
        let text = super::complaint::bracketed(self.written(of.span));
        let message = format!("`{}` could be the length by `{foot}` or by its inverse", self.written(span));
        Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
            .help(format!(
                "write `sqrt({text}^T*{foot}*{text})`, and for its square `{text}^T*{foot}*{text}`"
            ))
            .help(format!("write `sqrt({text}^T*{foot}^-1*{text})` for the Mahalanobis length"))
    }
}
