//! Powers and transposes: what stands behind a caret.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;

use super::ast::{Expr, Kind as Node};
use super::complaint::bracketed;
use super::elaboration::Elaboration;
use super::reader::{Reader, called};
use crate::expression::Wrong;
use crate::lexer::{Kind, Token};

impl Reader<'_> {
    /// What stands behind a caret: `T`, `-1`, `-T`, a number, a name, or something in brackets.
    pub(super) fn raised(&mut self, base: Expr, each: bool) -> Result<Expr, Wrong> {
        let open = self.peek();
        let close = match open {
            Some(Kind::Open(b'{')) => Some(Kind::Close(b'}')),
            // `A^(-T)`
            Some(Kind::Open(b'(')) if self.is_transpose_in_brackets() => Some(Kind::Close(b')')),
            _ => None,
        };
        self.at += usize::from(close.is_some());
        if let Some(wrong) = self.transpose_written_together(&base) {
            return Err(wrong.into());
        }
        let is_t = |reader: &Self, at: usize| matches!(reader.tokens.get(at), Some(Token { kind: Kind::Name(id), .. }) if reader.names.text(*id) == "T");
        let start = base.span;
        let inverse = self.peek() == Some(Kind::Minus) && is_t(self, self.at + 1);
        let is_power = each && self.known_names.contains("T");
        // `ᵀ` and `.T` are never a power.
        let is_sign = !inverse && is_t(self, self.at) && &self.text[self.here().range()] != "T";
        if (is_t(self, self.at) || inverse) && !is_power {
            // By a matrix T nothing is raised unless it has the same shape, which shows when shapes are known.
            if self.known_names.contains("T") && (inverse || !self.t_is_array) && !is_sign {
                let of = &self.text[base.span.range()];
                let sign = if inverse { "-" } else { "" };
                let message = format!("`{of}^{sign}T` could be a transpose or a power by the quantity `T`");
                let transpose =
                    if inverse { format!("transpose(inv({of}))") } else { format!("{}ᵀ", bracketed(of)) };
                let power = if inverse { "(-T)" } else { "T" };
                return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, start.to(self.here()), message)
                    .help(format!("write `{transpose}` for the transpose"))
                    .help(format!("write `{} .^ {power}` for the power of each entry", bracketed(of)))
                    .help("or give the quantity `T` another name")
                    .into());
            }
            self.at += usize::from(inverse);
            let span = start.to(self.here());
            let is_method = self.text[self.here().range()].starts_with('.');
            self.at += 1;
            if is_method {
                return Ok(called("transpose", base, span));
            }
            let mut inner = base;
            if inverse {
                let minus_one = Expr::new(Node::Number(Rational::from_integer(-1)), span);
                inner = Expr::new(Node::Power(inner, minus_one, false), span);
            }
            self.closed(close)?;
            let span = start.to(self.tokens[self.at - 1].span);
            return Ok(Expr::new(Node::Transpose(inner), span));
        }
        let exponent = if close.is_some() { self.expression()? } else { self.exponent()? };
        self.closed(close)?;
        let exponent = self.raised_further(exponent)?;
        let span = start.to(exponent.span);
        Ok(Expr::new(Node::Power(base, exponent, each), span))
    }

    /// Whether `(T)` or `(-T)` stands next.
    fn is_transpose_in_brackets(&self) -> bool {
        let inner = match self.kind_at(1) {
            Some(Kind::Minus) => 2,
            _ => 1,
        };
        matches!(self.kind_at(inner), Some(Kind::Name(id)) if self.names.text(id) == "T")
            && self.kind_at(inner + 1) == Some(Kind::Close(b')'))
    }

    fn exponent(&mut self) -> Result<Expr, Wrong> {
        let start = self.here();
        if self.take(Kind::Minus) {
            let inner = self.primary()?;
            let inner = self.raised_further(inner)?;
            let span = start.to(inner.span);
            return Ok(Expr::new(Node::Negative(inner), span));
        }
        self.primary()
    }

    /// An exponent with what it is raised to itself: `2^x^2` is `2^(x^2)`. A transpose belongs to the whole power.
    fn raised_further(&mut self, exponent: Expr) -> Result<Expr, Wrong> {
        if let Some(Kind::Superscript(power)) = self.peek() {
            let span = self.here();
            self.at += 1;
            let power = Expr::new(Node::Number(Rational::from_integer(i64::from(power))), span);
            let whole = exponent.span.to(span);
            return Ok(Expr::new(Node::Power(exponent, power, false), whole));
        }
        if self.peek() != Some(Kind::Caret) || self.is_transpose_behind_caret() {
            return Ok(exponent);
        }
        let each = &self.text[self.here().range()] == ".^";
        self.at += 1;
        self.enter()?;
        let raised = self.raised(exponent, each)?;
        self.depth -= 1;
        Ok(raised)
    }

    fn is_transpose_behind_caret(&self) -> bool {
        let mut at = 1;
        while matches!(self.kind_at(at), Some(Kind::Open(_) | Kind::Minus)) {
            at += 1;
        }
        matches!(self.kind_at(at), Some(Kind::Name(id)) if matches!(self.names.text(id), "T" | "transpose"))
    }

    fn closed(&mut self, close: Option<Kind>) -> Result<(), Wrong> {
        match close {
            Some(close) if !self.take(close) => Err(self.expected("a closing bracket")),
            Some(_) | None => Ok(()),
        }
    }
}

impl Elaboration<'_> {
    /// A power of a square matrix whose exponent is no whole number.
    pub(super) fn other_power(&self, base: &Expr, exponent: &Expr, span: Span) -> Wrong {
        let (name, power) = (bracketed(self.written(base.span)), self.written(exponent.span));
        let power = power.trim_start_matches(['{', '(']).trim_end_matches(['}', ')']);
        let power = if power.contains(|c: char| !c.is_alphanumeric() && c != '.') {
            format!("({power})")
        } else {
            power.to_owned()
        };
        let message =
            format!("`{}` could be a power of the matrix, or the power of each entry", self.written(span));
        Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
            .help(format!(
                "write `diag(diagonal({name}) .^ {power})` where the matrix is diagonal, such as the degrees of a graph"
            ))
            .help(format!("write `{name} .^ {power}` for the power of each entry"))
            .note("powers of other matrices are read where the exponent is a whole number")
            .into()
    }
}
