//! Calls as programs write them: `X.mean(axis=0)`, `np.sum(X, axis=1)`, `X.T`, and what stands in their place where they are not
//! read.

use chainrule_array::Shape;
use chainrule_array::word::{Over, WORDS};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};

use super::ast::{Along, Expr, Join, Kind as Node};
use super::norms::norm_of_order;
use super::reader::Reader;
use super::vocabulary::{MADE_OF_SIZES, spread_of, word_called};
use crate::expression::Wrong;
use crate::lexer::{Kind, Relation};

/// What stands between the brackets of a call.
#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) list: Vec<Expr>,
    /// Of what a word is taken.
    pub(super) along: Along,
    /// Which norm: `fro`, `1`, `2`, `inf`.
    pub(super) order: Option<String>,
    /// Whether its one argument stands for many: `… for i in 1..n`.
    pub(super) runs: bool,
    /// The closing bracket.
    pub(super) end: Span,
}

impl Reader<'_> {
    /// Whether a name is written as a method, `.mean`.
    pub(super) fn is_method(&self) -> bool {
        matches!(self.peek(), Some(Kind::Name(_))) && self.text[self.here().range()].starts_with('.')
    }

    /// `.mean(axis=0)` behind what it is taken of.
    pub(super) fn method(&mut self, of: Expr) -> Result<Expr, Wrong> {
        let span = self.here();
        let Some(Kind::Name(id)) = self.peek() else { return Ok(of) };
        let name = self.names.text(id).to_owned();
        self.at += 1;
        let whole = of.span.to(span);
        if !(self.peek() == Some(Kind::Open(b'(')) && self.here().start == span.end) {
            return Err(self.unread_program(&name, whole));
        }
        self.at += 1;
        let mut arguments = if self.peek() == Some(Kind::Close(b')')) {
            let end = self.here();
            self.at += 1;
            Arguments { list: Vec::new(), along: Along::Lines(Over::All), order: None, runs: false, end }
        } else {
            self.arguments()?
        };
        arguments.list.insert(0, of);
        let span = whole.to(arguments.end);
        self.of_a_program(&name, arguments, span)
    }

    /// What a function of a library, or a method, is here.
    pub(super) fn of_a_program(
        &self,
        name: &str,
        mut arguments: Arguments,
        span: Span,
    ) -> Result<Expr, Wrong> {
        let word = same_word(name);
        let of_two = [&MAX, &MIN].iter().any(|row| row.spellings.contains(&name));
        let by_lines =
            !of_two && (WORDS.iter().any(|row| row.name == word && row.by_lines) || word == MIN.name);
        // The second argument of a norm says which one, that of other words the axis.
        if let [_, second] = arguments.list.as_slice()
            && by_lines
            && let Some(number) = small(second)
        {
            if word == "norm" {
                arguments.order = Some(number.to_string());
            } else {
                arguments.along = Along::Axis(number);
            }
            arguments.list.pop();
        }
        let call = |name: &str, arguments: Vec<Expr>, over: Along| {
            Ok(Expr::new(Node::Call { name: name.to_owned(), primes: 0, arguments, over }, span))
        };
        let Arguments { list, along, order, .. } = arguments;
        let joined = |join: Join, list: Vec<Expr>| {
            let factors = list.into_iter().enumerate();
            let factors =
                factors.map(|(place, factor)| (if place == 0 { Join::Times } else { join }, factor));
            Ok(Expr::new(Node::Product(factors.collect()), span))
        };
        match (word, list.len()) {
            ("norm", 1) => match order.as_deref() {
                Some("fro") => call("norm_F", list, along),
                Some("2") if along == Along::Lines(Over::All) => call("norm_2", list, along),
                None | Some("2") => call("norm", list, along),
                Some(order) => {
                    let [inner] = <[Expr; 1]>::try_from(list).map_err(|_| self.unread_program(name, span))?;
                    norm_of_order(order, inner, span).ok_or_else(|| {
                        let message = format!("the norm of order `{order}` is not read");
                        Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                            .help("write `norm(x)` for the length of a vector")
                            .into()
                    })
                }
            },
            ("concat" | "concatenate", _) if along == Along::Lines(Over::All) => {
                // `concatenate([x, h])`, `concat(x, h)`
                let parts = match list.as_slice() {
                    [Expr { kind, .. }] => match &**kind {
                        Node::Literal(rows) if rows.len() == 1 => rows[0].clone(),
                        _ => list,
                    },
                    [..] => list,
                };
                Ok(Expr::new(Node::Literal(parts.into_iter().map(|part| vec![part]).collect()), span))
            }
            ("transpose" | "t", 1) => call("transpose", list, along),
            ("dot" | "matmul" | "mm" | "mv" | "bmm", 2) => call("matmul", list, along),
            ("solve", 2) => {
                let mut list = list;
                let first = list.remove(0);
                let minus_one = Expr::new(Node::Number(Rational::from_integer(-1)), span);
                let inverse = Expr::new(Node::Power(first, minus_one, false), span);
                list.insert(0, inverse);
                joined(Join::Times, list)
            }
            ("multiply" | "mul", 2) => joined(Join::Each, list),
            ("divide" | "div" | "true_divide", 2) => joined(Join::EachOver, list),
            ("add", 2) => {
                Ok(Expr::new(Node::Sum(list.into_iter().map(|term| (false, term)).collect()), span))
            }
            ("subtract" | "sub", 2) => {
                let terms = list.into_iter().enumerate().map(|(place, term)| (place > 0, term));
                Ok(Expr::new(Node::Sum(terms.collect()), span))
            }
            ("square", 1) => {
                let two = Expr::new(Node::Number(Rational::from_integer(2)), span);
                let [base] = <[Expr; 1]>::try_from(list).map_err(|_| self.unread_program(name, span))?;
                Ok(Expr::new(Node::Power(base, two, true), span))
            }
            ("pow" | "power", 2) => {
                let [base, power] =
                    <[Expr; 2]>::try_from(list).map_err(|_| self.unread_program(name, span))?;
                Ok(Expr::new(Node::Power(base, power, true), span))
            }
            (word, 2) if !of_two && (word == MAX.name || word == MIN.name) => {
                Err(self.unread_program(name, span))
            }
            (_, _) if order.is_some() => Err(self.unread_program(name, span)),
            (word, _) if is_called(word) => call(word, list, along),
            (_, _) => Err(self.unread_program(name, span)),
        }
    }

    /// A function or a method that is not read, with what is written in its place.
    fn unread_program(&self, name: &str, span: Span) -> Wrong {
        let text = &self.text[span.range()];
        let of = text.strip_suffix(&format!(".{name}")).unwrap_or("x");
        let message = format!("`{text}` is written in programs, not in worksheets");
        let wrong = Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message);
        let wrong = match name {
            "shape" | "size" | "ndim" => {
                wrong.help("write the letter of the size, as in `X in R^(N×d)`: `sum(X)/N`")
            }
            "item" | "numpy" | "copy" | "clone" | "float" | "double" | "squeeze" | "cpu" | "cuda" | "flatten"
            | "ravel" | "reshape" | "view" => wrong.help(format!("write `{of}`, the array as it is")),
            "detach" | "stop_gradient" | "no_grad" => wrong.help(
                "declare a quantity of its own for what is to count as constant, and leave out its definition",
            ),
            "grad" | "backward" => wrong.help("write `derive gradient of L`"),
            "einsum" | "tensordot" => wrong.help("write the sum: `sum(A[i,j]*B[j,k] for j in 1..n)`"),
            "where" => wrong.help("write `step(x)*a + (1 - step(x))*b`: `step` is 1 above 0 and 0 elsewhere"),
            "clip" | "clamp" => wrong.help("write `min(max(x, a), b)`"),
            _ if name == MAX.name || name == MIN.name => {
                let which = if name == MAX.name { "larger" } else { "smaller" };
                wrong
                    .help(format!("write `{name}(X, each row)` or `{name}(X, each column)` for one number a line"))
                    .help(format!("write `{name}(a, b)` for the {which} of two, entry by entry"))
            }
            _ => match spread_of(name) {
                Some(help) => help.iter().fold(wrong, |wrong, line| wrong.help(*line)),
                None => wrong.help("write the formula in terms of `sum`, `mean`, `norm`, products and functions"),
            },
        };
        wrong.into()
    }

    /// `axis=0`, `keepdims=True`, `'fro'`: what programs write among arguments. Answers whether there was one.
    pub(super) fn argument_of_a_program(&mut self, into: &mut Arguments) -> Result<bool, Wrong> {
        if self.peek() == Some(Kind::Prime)
            && let (Some(Kind::Name(id)), Some(Kind::Prime)) = (self.kind_at(1), self.kind_at(2))
        {
            into.order = Some(self.names.text(id).to_owned());
            self.at += 3;
            return Ok(true);
        }
        if self.peek() == Some(Kind::Text) {
            into.order = Some(self.text[self.here().range()].trim_matches('"').to_owned());
            self.at += 1;
            return Ok(true);
        }
        let (Some(Kind::Name(id)), Some(Kind::Relation(Relation::Equal))) = (self.peek(), self.kind_at(1))
        else {
            return Ok(false);
        };
        let start = self.here();
        let word = self.names.text(id).to_owned();
        self.at += 2;
        let value = self.here();
        match word.as_str() {
            "axis" | "dim" | "dims" => {
                let negative = self.take(Kind::Minus);
                let here = self.here();
                if self.take(Kind::Number)
                    && let Ok(number) = self.text[here.range()].parse::<i64>()
                {
                    into.along = Along::Axis(if negative { -number } else { number });
                    return Ok(true);
                }
                if self.text[here.range()] == *"None" {
                    self.at += 1;
                    return Ok(true);
                }
                Err(Diagnostic::error(
                    &code::NOT_WITH_SHAPES,
                    start.to(here),
                    "one axis is read, as a number",
                )
                .help("write `each row` or `each column`")
                .help("leave it out for all entries")
                .into())
            }
            "keepdims" | "keepdim" if matches!(&self.text[value.range()], "False" | "0") => {
                self.at += 1;
                Ok(true)
            }
            "keepdims" | "keepdim" => {
                let message = format!("`{word}` is not read: what is left is a vector, one number a line");
                Err(Diagnostic::error(&code::NOT_WITH_SHAPES, start.to(value), message)
                    .help("leave it out; where it is subtracted or divided by, `X - v` and `diag(1 ./ v)*X` take a vector of rows")
                    .into())
            }
            "ord" | "p" => {
                let argument = if self.peek() == Some(Kind::Number) {
                    self.at += 1;
                    true
                } else {
                    false
                };
                if argument {
                    into.order = Some(self.text[value.range()].to_owned());
                    return Ok(true);
                }
                self.argument_of_a_program(into)
            }
            _ => Err(Diagnostic::error(
                &code::NOT_WITH_SHAPES,
                start.to(value),
                format!("`{word}=` is written in programs, not in worksheets"),
            )
            .help(if word.chars().count() == 1 {
                format!("write `for {word} in 1..n` for an index that runs")
            } else {
                "leave it out".to_owned()
            })
            .into()),
        }
    }

    pub(super) fn kind_at(&self, further: usize) -> Option<Kind> {
        self.tokens.get(self.at + further).map(|token| token.kind)
    }

    /// `sum(X, 1)`: programs count axes from 0, MATLAB and Julia from 1.
    pub(super) fn axis_by_number(
        &self,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Result<Option<Along>, Wrong> {
        let [of, axis] = arguments.list.as_slice() else { return Ok(None) };
        let takes_lines = WORDS.iter().any(|row| row.name == name && row.by_lines);
        let Some(number) = small(axis).filter(|_| takes_lines && function::find(name).is_none()) else {
            return Ok(None);
        };
        let of = &self.text[of.span.range()];
        let written = |line: &str| format!("{name}({of}, each {line})");
        match number {
            -2..=0 => Ok(Some(Along::Axis(number))),
            1 => {
                let message = format!(
                    "`{}` can be read in two ways: axes count from 0 or from 1",
                    &self.text[span.range()]
                );
                Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                    .help(format!("write `{}` for what NumPy and PyTorch do", written("row")))
                    .help(format!("write `{}` for what MATLAB and Julia do", written("column")))
                    .into())
            }
            2 => {
                let message = format!(
                    "`{}` names an axis that only programs know that count from 1",
                    &self.text[span.range()]
                );
                Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                    .help(format!("write `{}`", written("row")))
                    .into())
            }
            _ => Ok(None),
        }
    }
}

impl Arguments {
    /// As in a library, the second argument of a norm says which one, and `concat` puts vectors together.
    pub(super) fn is_written_as_in_programs(&self, name: &str) -> bool {
        let is_norm = name == "norm" && matches!(self.list.as_slice(), [_, order] if small(order).is_some());
        is_norm || matches!(name, "concat" | "concatenate")
    }
}

impl Along {
    /// Of what it is, for an array of this shape; nothing where there is no such axis.
    pub(super) fn of(self, shape: &Shape) -> Option<Over> {
        match (self, shape) {
            (Self::Lines(over), _) => Some(over),
            (Self::Axis(0 | -1), Shape::Vector(_)) | (Self::Terms, _) => Some(Over::All),
            (Self::Axis(0 | -2), Shape::Matrix(..)) => Some(Over::EachColumn),
            (Self::Axis(1 | -1), Shape::Matrix(..)) => Some(Over::EachRow),
            (Self::Axis(_), _) => None,
        }
    }
}

/// The word by which a function of a library is known here.
fn same_word(name: &str) -> &str {
    match name {
        "trace" | "Tr" => "tr",
        "inverse" => "inv",
        "eye" | "identity" => "I",
        "reduce_sum" | "nansum" => "sum",
        "reduce_mean" | "nanmean" => "mean",
        "amax" | "reduce_max" => MAX.name,
        "amin" | "reduce_min" => MIN.name,
        other if MAX.spellings.contains(&other) => MAX.name,
        other if MIN.spellings.contains(&other) => MIN.name,
        "reduce_logsumexp" => "logsumexp",
        other => other,
    }
}

/// Whether it is called here by this name.
fn is_called(name: &str) -> bool {
    word_called(name).is_some() || function::find(name).is_some() || MADE_OF_SIZES.contains(&name)
}

/// A small whole number as it is written.
fn small(expr: &Expr) -> Option<i64> {
    match &*expr.kind {
        Node::Number(value) if value.is_integer() => value.to_i64().filter(|value| value.abs() <= 8),
        Node::Negative(of) => small(of).map(|value| -value),
        _ => None,
    }
}
