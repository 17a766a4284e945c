//! Expressions with shapes.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, QuantityId, Role, Shape, Size, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE, POWER};

use super::ast::{Expr, Kind, Place};
use super::complaint::{Complaints, Operand, bracketed};
use super::elaboration::Elaboration;
use super::identity::{Term, no_size};
use super::parts::indices as indices_of;
use super::together::{in_other_case, several_names};
use crate::expression::Wrong;

impl Elaboration<'_> {
    pub(super) fn complaints(&self) -> Complaints<'_> {
        Complaints { text: self.text, arrays: self.arrays, places: self.places }
    }

    pub(super) fn written(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// An expression as an operand.
    pub(super) fn operand(&mut self, expr: &Expr) -> Result<Operand, Wrong> {
        Ok(Operand { whole: self.expression(expr)?, span: expr.span })
    }

    /// An expression with its shape.
    pub(super) fn expression(&mut self, expr: &Expr) -> Result<WholeId, Wrong> {
        match &*expr.kind {
            Kind::Number(value) => Ok(self.arrays.number(value.clone())),
            Kind::Held(whole) => Ok(*whole),
            Kind::Name(name) => self.name(name, expr.span),
            Kind::Part(name, at) => self.part(name, at, expr.span),
            Kind::RowsOfIdentity(size, at) => self.rows_of_identity(size, at, expr.span),
            Kind::PartOf(of, at) => self.part_of_expression(of, at, expr.span),
            Kind::SumFor(body, ranges) => self.sum_for(body, ranges, expr.span),
            Kind::Sum(terms) => self.sum(terms),
            Kind::Product(factors) => self.product(factors, expr.span),
            Kind::Negative(of) => {
                let of = self.expression(of)?;
                if let Whole::Number(value) = self.arrays.whole(of) {
                    let value = -value;
                    return Ok(self.arrays.number(value));
                }
                let negative = self.arrays.each_row(&NEGATE, &[of]);
                negative.ok_or_else(|| self.no_shape(expr.span))
            }
            Kind::Power(base, exponent, each) => self.power(base, exponent, *each, expr.span),
            Kind::Transpose(of) => {
                if let Kind::Name(name) = &*of.kind
                    && self.numbers_by_default.contains_key(name)
                {
                    let message =
                        format!("nothing declares the shape of `{name}`, and a number has no transpose");
                    return Err(Diagnostic::error(&code::UNKNOWN_NAME, of.span, message)
                        .help(format!("declare it, `{name} in R^n` or `{name} in R^(m×n)`"))
                        .into());
                }
                if let Kind::Number(_) = &*of.kind {
                    let wrong =
                        Diagnostic::error(&code::SHAPES_APART, expr.span, "a number has no transpose");
                    let row = "write `ones(n)^T` for a row of ones; `sum(x)` is `ones(n)^T*x`";
                    return Err(if self.written(of.span) == "1" { wrong.help(row) } else { wrong }.into());
                }
                let whole = self.expression(of)?;
                let caret = self.text.get(of.span.range().end..expr.span.range().end).unwrap_or("");
                if caret.trim_start().starts_with('^')
                    && let Some(&t) = self.quantities.get("T")
                    && self.arrays.quantity(t).shape == *self.arrays.shape(whole)
                {
                    let base = self.written(of.span);
                    let message = format!(
                        "`{base}^T` could be a transpose or a power by the quantity `T`, entry by entry"
                    );
                    return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, expr.span, message)
                        .help(format!("write `{}ᵀ` for the transpose", bracketed(base)))
                        .help(format!("write `{base} .^ T` for the power of each entry"))
                        .help("or give the quantity `T` another name")
                        .into());
                }
                self.arrays.transposed_as_written(whole).ok_or_else(|| {
                    let message =
                        format!("`{}` has more than two indices: it has no transpose", self.written(of.span));
                    Diagnostic::error(&code::SHAPES_APART, expr.span, message).into()
                })
            }
            Kind::Call { name, primes, arguments, over } => {
                self.call((name, *primes), arguments, *over, expr.span)
            }
            Kind::Derivative { of, of_at, by, then, at } => {
                let at: Vec<Place> = of_at.iter().chain(at).cloned().collect();
                self.derivative(of, (by, then.as_deref()), &at, expr.span)
            }
            Kind::Literal(rows) => self.literal(rows, None, expr.span),
        }
    }

    pub(super) fn no_shape(&self, span: Span) -> Wrong {
        let message = format!("`{}` has no shape", self.written(span));
        Diagnostic::error(&code::SHAPES_APART, span, message).into()
    }

    fn name(&mut self, name: &str, span: Span) -> Result<WholeId, Wrong> {
        if let Some(&quantity) = self.quantities.get(name) {
            return Ok(self.arrays.quantity_whole(quantity));
        }
        if self.arrays.size_names().iter().any(|size_name| size_name == name) {
            let size = self.arrays.size(name);
            return Ok(self.arrays.size_number(size));
        }
        if let Some(row) = chainrule_symbolic::function::find(name)
            && row.arity == chainrule_symbolic::function::Arity::Exactly(0)
        {
            return self.arrays.each_row(row, &[]).ok_or_else(|| self.no_shape(span));
        }
        if name == "I" {
            return Err(no_size(span).into());
        }
        Err(self.unknown(name, span).into())
    }

    /// A name of which nothing says what it is.
    pub(super) fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let message = format!("nothing says what `{name}` is");
        let wrong = Diagnostic::error(&code::UNKNOWN_NAME, span, message);
        if let Some(parts) = several_names(name, &|part| self.quantities.contains_key(part)) {
            return wrong.help(format!("write `{}` for the product", parts.join("*")));
        }
        match in_other_case(name, self.quantities.keys()) {
            Some(meant) => wrong.help(format!("did you mean `{meant}`?")),
            None => wrong,
        }
    }

    pub(super) fn part_of(
        &mut self,
        quantity: QuantityId,
        at: &[Option<u64>],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let axes = self.arrays.quantity(quantity).shape.axes();
        if axes.len() != at.len() {
            let name = self.arrays.quantity(quantity).name.clone();
            let message = format!("`{name}` has {}, not {}", indices_of(axes.len()), at.len());
            return Err(Diagnostic::error(&code::INDEX_COUNT, span, message).into());
        }
        for (size, place) in axes.iter().zip(at) {
            let fits = match (size, place) {
                (Size::Number(count), Some(place)) => (1..=*count).contains(place),
                (Size::Letter(_), Some(place)) => *place >= 1,
                (_, None) => true,
            };
            if !fits {
                let shape = self.complaints().of_shape(&Shape::of_axes(&axes));
                let message = format!("`{}` lies outside: the shape is {shape}", self.written(span));
                return Err(Diagnostic::error(&code::NO_MEMBER, span, message)
                    .help("indices count from 1")
                    .into());
            }
        }
        self.arrays.part(quantity, at).ok_or_else(|| self.no_shape(span))
    }

    /// Says of `W[2]` how a row and a column are written.
    pub(super) fn with_whole_axes(
        &self,
        wrong: Diagnostic,
        span: Span,
        counts: (usize, usize),
    ) -> Diagnostic {
        let index = match self.written(span).split_once('[') {
            Some((name, index)) if counts == (2, 1) => index.strip_suffix(']').map(|index| (name, index)),
            Some(_) | None => None,
        };
        match index {
            Some((name, index)) => wrong
                .help(format!("write `{name}[{index},*]` for the row"))
                .help(format!("write `{name}[*,{index}]` for the column")),
            None => wrong,
        }
    }

    /// The quantity that a derivative is, in a claim.
    fn derivative(
        &mut self,
        of: &str,
        (by, then): (&str, Option<&str>),
        at: &[Place],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let name = self.derivative_quantity(of, (by, then), span)?;
        if at.is_empty() {
            return Ok(self.arrays.quantity_whole(name));
        }
        let fixed: Option<Vec<Option<u64>>> = at
            .iter()
            .map(|place| match place {
                Place::At(at) => Some(Some(*at)),
                Place::All => Some(None),
                Place::Letter(_) | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => None,
            })
            .collect();
        let Some(fixed) = fixed else { return self.part_at_sizes(name, at, span) };
        self.part_of(name, &fixed, span)
    }

    /// The quantity that a derivative is.
    pub(super) fn derivative_quantity(
        &mut self,
        of: &str,
        (by, then): (&str, Option<&str>),
        span: Span,
    ) -> Result<QuantityId, Wrong> {
        if !self.derivatives {
            let message = "a derivative can't stand in a definition";
            return Err(Diagnostic::error(&code::BAD_QUERY, span, message)
                .help("ask for it with `derive`, or state it with `claim`")
                .into());
        }
        let (Some(&of), Some(&by)) = (self.quantities.get(of), self.quantities.get(by)) else {
            return Err(self.no_shape(span));
        };
        let mut name = self.derivative_by(of, by);
        if let Some(then) = then {
            let &then = self.quantities.get(then).ok_or_else(|| self.no_shape(span))?;
            name = self.derivative_by(name, then);
        }
        Ok(name)
    }

    /// The quantity that the derivative of one quantity by another is.
    pub(super) fn derivative_by(&mut self, of: QuantityId, by: QuantityId) -> QuantityId {
        let [of_axes, other] = [of, by].map(|quantity| self.arrays.quantity(quantity).shape.axes());
        let axes = [of_axes, other].concat();
        let role = Role::Adjoint { of, by };
        let quantity = self.arrays.quantities().find(|(_, quantity)| quantity.role == role).map(|(id, _)| id);
        quantity.unwrap_or_else(|| self.arrays.add_quantity("", Shape::of_axes(&axes), role))
    }

    fn sum(&mut self, terms: &[(bool, Expr)]) -> Result<WholeId, Wrong> {
        let mut read = Vec::with_capacity(terms.len());
        for (_, term) in terms {
            read.push(self.term(term)?);
        }
        let square = read.iter().find_map(|term| match term {
            Term::Read(operand) => {
                Some(self.arrays.shape(operand.whole)).filter(|shape| shape.is_square()).cloned()
            }
            Term::Multiple(..) => None,
        });
        let mut operands = Vec::with_capacity(terms.len());
        for term in read {
            operands.push(self.side_beside(term, square.as_ref())?);
        }
        self.terms_are_declared(terms, &operands)?;
        // The widest shape is that of the sum; numbers and biases go along with it.
        let width = |shape: &Shape| shape.axes().len();
        let Some(&widest) = operands.iter().reduce(|best, operand| {
            let wider = width(self.arrays.shape(operand.whole)) > width(self.arrays.shape(best.whole));
            if wider { operand } else { best }
        }) else {
            return Ok(self.arrays.number(Rational::zero()));
        };
        let shape = self.arrays.shape(widest.whole).clone();
        let mut parts = Vec::with_capacity(terms.len());
        for ((negative, _), operand) in terms.iter().zip(&operands) {
            let whole = self.beside(*operand, widest, &shape)?;
            let minus = |arrays: &mut Arrays| match arrays.whole(whole).clone() {
                Whole::Number(value) => Some(arrays.number(-&value)),
                _ => arrays.each_row(&NEGATE, &[whole]),
            };
            let part = if *negative { minus(self.arrays) } else { Some(whole) };
            parts.push(part.ok_or_else(|| self.no_shape(operand.span))?);
        }
        self.arrays.each_row(&ADD, &parts).ok_or_else(|| self.no_shape(widest.span))
    }

    /// A term of a sum that has the shape of its widest term.
    fn beside(&mut self, operand: Operand, widest: Operand, shape: &Shape) -> Result<WholeId, Wrong> {
        let own_shape = self.arrays.shape(operand.whole).clone();
        match (&own_shape, shape) {
            _ if own_shape == *shape => Ok(operand.whole),
            // Of one entry every number is a multiple of the identity.
            (Shape::Number, Shape::Matrix(Size::Number(1), _)) => Ok(operand.whole),
            (Shape::Number, _) if shape.is_square() => {
                let (number, n) = (self.written(operand.span), self.complaints().size(shape.axes()[0]));
                let message = format!(
                    "`{number}` beside the square matrix `{}` could be added to every entry, or as a multiple of the identity",
                    self.written(widest.span)
                );
                // `λI` is meant as λ times the identity.
                let times = match number.strip_suffix('I').unwrap_or(number) {
                    "1" => String::new(),
                    scale => format!("{scale}*"),
                };
                let wrong =
                    Diagnostic::error(&code::TWO_ARRAY_READINGS, operand.span.to(widest.span), message)
                        .help(format!("write `{times}ones({n})*ones({n})^T` for every entry"))
                        .help(format!("write `{times}I({n})` for a multiple of the identity"));
                Err(self.complaints().with_places(wrong, &[widest]).into())
            }
            (Shape::Number, _) => Ok(operand.whole),
            (Shape::Vector(size), Shape::Matrix(rows, columns)) => {
                let (to_rows, to_columns) = (size == columns, size == rows);
                if to_columns && *columns == Size::Number(1) && size != columns {
                    return Err(self.complaints().one_column(widest, operand).into());
                }
                let spread = match (to_rows, to_columns) {
                    (true, true) => return Err(self.complaints().two_biases(widest, operand, *rows).into()),
                    (true, false) => self.arrays.spread(operand.whole, Over::EachRow, *rows),
                    (false, true) => self.arrays.spread(operand.whole, Over::EachColumn, *columns),
                    (false, false) => None,
                };
                spread.ok_or_else(|| self.complaints().entries(widest, operand, "added").into())
            }
            _ => Err(self.complaints().entries(widest, operand, "added").into()),
        }
    }

    fn power(&mut self, base: &Expr, exponent: &Expr, each: bool, span: Span) -> Result<WholeId, Wrong> {
        if let Kind::Name(name) = &*base.kind
            && name == "e"
            && self.numbers_by_default.contains_key(name)
        {
            let message = "`e` has no value here: it is a plain name, not Euler's number";
            let power = bracketed(self.written(exponent.span));
            let power = if power.starts_with('(') { power } else { format!("({power})") };
            return Err(Diagnostic::error(&code::CONSTANT_E, base.span, message)
                .help(format!("write `exp{power}` for the exponential"))
                .into());
        }
        let (b, e) = (self.operand(base)?, self.operand(exponent)?);
        let shape = self.arrays.shape(b.whole).clone();
        if let Kind::Name(name) = &*exponent.kind
            && matches!(name.as_str(), "t" | "H" | "tr" | "top" | "transpose")
            && !(each || shape.is_number())
        {
            let (of, text) = (bracketed(self.written(base.span)), self.written(span));
            let message = format!("`{text}` could be a transpose, or a power by the quantity `{name}`");
            return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `{of}^T` for the transpose"))
                .help(format!("write `{of} .^ {name}` for the power of each entry"))
                .into());
        }
        let exponent_value = match self.arrays.whole(e.whole) {
            Whole::Number(value) => Some(value.clone()),
            _ => None,
        };
        if each || !shape.is_square() {
            if exponent_value == Some(Rational::from_integer(-1)) && !each && !shape.is_number() {
                let message = format!("`{}` is not square: it has no inverse", self.written(base.span));
                return Err(Diagnostic::error(&code::SHAPES_APART, span, message)
                    .help(format!(
                        "write `1 ./ {}` for the reciprocal of each entry",
                        self.written(base.span)
                    ))
                    .into());
            }
            let power = self.arrays.each_row(&POWER, &[b.whole, e.whole]);
            return power.ok_or_else(|| self.complaints().entries(b, e, "raised").into());
        }
        match exponent_value.and_then(|value| if value.is_integer() { value.to_i64() } else { None }) {
            Some(-1) => {
                self.arrays.word(Word::Inverse, Over::All, &[b.whole]).ok_or_else(|| self.no_shape(span))
            }
            Some(power @ -16..=-2) => {
                let inverse = self.arrays.word(Word::Inverse, Over::All, &[b.whole]);
                let inverse = inverse.ok_or_else(|| self.no_shape(span))?;
                let mut product = inverse;
                for _ in 1..-power {
                    product = self.arrays.product(product, inverse).ok_or_else(|| self.no_shape(span))?;
                }
                Ok(product)
            }
            Some(power @ 3..=16) => {
                let mut product = b.whole;
                for _ in 1..power {
                    product = self.arrays.product(product, b.whole).ok_or_else(|| self.no_shape(span))?;
                }
                Ok(product)
            }
            Some(2) => {
                let name = bracketed(self.written(base.span));
                let message = format!(
                    "`{}` could be a product of the matrix with itself, or the power of each entry",
                    self.written(span)
                );
                Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                    .help(format!("write `{name}*{name}` for the product"))
                    .help(format!("write `{name} .^ 2` for the power of each entry"))
                    .into())
            }
            _ => Err(self.other_power(base, exponent, span)),
        }
    }
}
