//! `given` and `let`: numbers for leaves and sizes, and facts about leaves.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Shape, Size, SumFact};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_worksheet::{ArrayValue, Relation};

use super::ast::{Expr, Kind as Node};
use super::statements::{Sheet, items, span_of};
use super::values;
use crate::expression::Wrong;
use crate::lexer::{Kind, Token};

impl Sheet<'_> {
    pub(super) fn given(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        for item in items(tokens) {
            match item {
                [
                    Token { kind: Kind::Name(id), span },
                    Token { kind: Kind::Relation(Relation::Equal), .. },
                    value @ ..,
                ] if !value.is_empty() => {
                    let expr = self.whole_expression(value)?;
                    let name = self.names.text(*id).to_owned();
                    self.value(&name, *span, &expr)?;
                }
                [Token { kind: Kind::Name(id), .. }, ..]
                    if Word::find(self.names.text(*id)) == Some(Word::Sum) =>
                {
                    self.fact(item)?;
                }
                [..] => {
                    let message = "expected a value or a fact: `x = [1, 2]`, `sum(y) = 1`";
                    return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span_of(item), message).into());
                }
            }
        }
        Ok(())
    }

    /// `sum(y) = 1`, `sum(Y, each row) = 1`
    fn fact(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let mut reader = self.reader(tokens);
        let left = reader.expression()?;
        if !reader.take(Kind::Relation(Relation::Equal)) {
            return Err(reader.expected("`=`"));
        }
        let right = reader.expression()?;
        if reader.peek().is_some() {
            return Err(reader.expected("the end of the fact"));
        }
        let value = values::number(&right)?;
        let Node::Call { arguments, over, .. } = &*left.kind else { return Ok(()) };
        let name = match arguments.as_slice() {
            [Expr { kind, .. }] => match &**kind {
                Node::Name(name) => self.quantities.get(name).copied(),
                _ => None,
            },
            [..] => None,
        };
        let Some(of) = name else {
            let message = "a fact is stated about a leaf with a declared shape";
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, left.span, message).into());
        };
        let fits = matches!(
            (over, &self.arrays.quantity(of).shape),
            (Over::All, Shape::Vector(_)) | (Over::EachRow | Over::EachColumn, Shape::Matrix(..))
        );
        if !fits {
            let message = "this sum has another shape than the fact: write `sum(y)` of a vector, `sum(Y, each row)` of a matrix";
            return Err(Diagnostic::error(&code::SHAPES_APART, left.span, message).into());
        }
        self.out.facts.push(SumFact { of, over: *over, value });
        Ok(())
    }

    /// A value for a leaf, or for a size by letter.
    pub(super) fn value(&mut self, name: &str, span: Span, expr: &Expr) -> Result<(), Wrong> {
        if self.arrays.size_names().iter().any(|own| own == name) {
            let value = values::number(expr)?;
            let Size::Letter(letter) = self.arrays.size(name) else { return Ok(()) };
            let count = value.to_i64().and_then(|value| u64::try_from(value).ok()).filter(|value| *value > 0);
            let Some(count) = count.filter(|_| value.is_integer()) else {
                let message = format!("`{name}` is a size: a whole number from 1 on");
                return Err(Diagnostic::error(&code::BAD_SHAPE, expr.span, message).into());
            };
            if let Some((_, other)) = self.out.sizes.iter().find(|(own, _)| *own == letter)
                && *other != count
            {
                let message = format!("`{name}` is {other} already, and can't be {count}");
                return Err(Diagnostic::error(&code::BAD_SHAPE, expr.span, message).into());
            }
            self.out.sizes.push((letter, count));
            return Ok(());
        }
        let (entries, sizes) = match &*expr.kind {
            Node::Literal(rows) => values::entries(rows, expr.span)?,
            _ => (vec![values::number(expr)?], Vec::new()),
        };
        let shape = values::shape_of(&sizes);
        if !self.quantities.contains_key(name) {
            self.declare(name, shape.clone(), span)?;
        }
        let quantity = self.quantities[name];
        self.known.insert(name.to_owned());
        let declared = self.arrays.quantity(quantity).shape.clone();
        if !values::fits(&declared, &sizes, &mut self.out.sizes) {
            let elaboration = self.elaboration(false);
            let complaints = elaboration.complaints();
            let message = format!(
                "`{name}` is declared {}, and this value is {}",
                complaints.of_shape(&declared),
                complaints.of_shape(&shape)
            );
            let place = self.places.get(name).copied();
            let mut wrong = Diagnostic::error(&code::BAD_SHAPE, expr.span, message);
            if let Some(place) = place {
                wrong = wrong.also(place, "declared here");
            }
            return Err(wrong.into());
        }
        if self.out.values.iter().any(|own| own.quantity == quantity) {
            let message = format!("`{name}` has a value already");
            return Err(Diagnostic::error(&code::DUPLICATE_VALUE, span, message).into());
        }
        self.out.values.push(ArrayValue { quantity, entries });
        Ok(())
    }

    /// A stated sum must agree with the values given.
    pub(super) fn check_facts(&mut self) {
        for fact in &self.out.facts {
            let Some(value) = self.out.values.iter().find(|own| own.quantity == fact.of) else { continue };
            let axes = self.arrays.quantity(fact.of).shape.axes();
            let width = value.entries.len() / self.rows_of(&axes, value.entries.len());
            let lines: Vec<Vec<&Rational>> = match fact.over {
                Over::All => vec![value.entries.iter().collect()],
                Over::EachRow => value.entries.chunks(width).map(|row| row.iter().collect()).collect(),
                Over::EachColumn => (0..width)
                    .map(|column| value.entries.iter().skip(column).step_by(width).collect())
                    .collect(),
            };
            for line in lines {
                let sum = line.into_iter().fold(Rational::zero(), |sum, own| &sum + own);
                if sum != fact.value {
                    let name = self.arrays.quantity(fact.of).name.clone();
                    let message = format!(
                        "the entries of `{name}` add up to {sum}, and are stated to add up to {}",
                        fact.value
                    );
                    let place = self.places.get(&name).copied().unwrap_or_default();
                    self.wrongs.push(Diagnostic::error(&code::BAD_SHAPE, place, message));
                    break;
                }
            }
        }
    }

    fn rows_of(&self, axes: &[Size], entries: usize) -> usize {
        match axes {
            [rows, _] => match rows {
                Size::Number(rows) => usize::try_from(*rows).unwrap_or(entries),
                Size::Letter(letter) => self
                    .out
                    .sizes
                    .iter()
                    .find(|(own, _)| own == letter)
                    .and_then(|(_, rows)| usize::try_from(*rows).ok())
                    .unwrap_or(entries),
            },
            [..] => 1,
        }
    }
}
