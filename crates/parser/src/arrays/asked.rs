//! `derive` and `claim`.

use chainrule_array::{QuantityId, Whole};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_worksheet::{ArrayClaim, ArrayQuery, Relation};

use super::ast::Kind as Node;
use super::complaint::Operand;
use super::statements::{Sheet, items, span_of};
use crate::expression::{Wrong, last_digit};
use crate::lexer::{Keyword, Kind, Token};

impl Sheet<'_> {
    /// `derive dL/dW, dL/db`, `derive gradient of L`
    pub(super) fn derive(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let list = &tokens[1..];
        if let [
            Token { kind: Kind::Name(word), .. },
            Token { kind: Kind::Keyword(Keyword::Of), .. },
            Token { kind: Kind::Name(of), span },
        ] = list
            && self.names.text(*word) == "gradient"
        {
            let of = self.quantity(self.names.text(*of), *span)?;
            for by in self.out.leaves.clone() {
                if self.arrays.quantity(by).name != "T" {
                    self.ask(of, by, *span)?;
                }
            }
            return Ok(());
        }
        for item in items(list) {
            let span = span_of(item);
            let found = self.whole_expression(item)?;
            let Node::Derivative { of, by, at } = &*found.kind else {
                let message = "expected a derivative such as `dL/dW`, of names of the worksheet";
                return Err(Diagnostic::error(&code::BAD_QUERY, span, message).into());
            };
            if !at.is_empty() {
                let message = "an entry of a gradient is asked for with the whole: all entries have one form";
                return Err(Diagnostic::error(&code::BAD_QUERY, span, message)
                    .help(format!("write `derive d{of}/d{by}`"))
                    .into());
            }
            let (of, by) = (self.quantity(of, span)?, self.quantity(by, span)?);
            self.ask(of, by, span)?;
        }
        Ok(())
    }

    fn quantity(&self, name: &str, span: Span) -> Result<QuantityId, Wrong> {
        self.quantities.get(name).copied().ok_or_else(|| {
            Diagnostic::error(&code::UNKNOWN_NAME, span, format!("nothing says what `{name}` is")).into()
        })
    }

    fn ask(&mut self, of: QuantityId, by: QuantityId, span: Span) -> Result<(), Wrong> {
        if !self.arrays.quantity(of).shape.is_number() {
            let name = self.arrays.quantity(of).name.clone();
            let shape = self.arrays.quantity(of).shape.clone();
            let shape = self.elaboration(false).complaints().of_shape(&shape);
            let message = format!("`{name}` has the shape {shape}: a gradient is of one number");
            let number = if name == "L" { "E" } else { "L" };
            return Err(Diagnostic::error(&code::NOT_ONE_NUMBER, span, message)
                .help(format!("derive a number of it: `{number} = sum({name})`, `{number} = norm({name})^2`"))
                .into());
        }
        self.out.queries.push(ArrayQuery { of, by, span });
        Ok(())
    }

    pub(super) fn claim(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let span = span_of(&tokens[1..]);
        let mut reader = self.reader(&tokens[1..]);
        let left = reader.expression()?;
        let Some(Kind::Relation(relation @ (Relation::Equal | Relation::About))) = reader.peek() else {
            return Err(reader.expected("`=` or `~=`"));
        };
        reader.at += 1;
        let right = reader.expression()?;
        if reader.peek().is_some() {
            return Err(reader.expected("the end of the claim"));
        }
        let unit = match relation {
            Relation::About => last_digit(&self.text[right.span.range()]),
            _ => None,
        };
        let mut elaboration = self.elaboration(true);
        let sides = [elaboration.expression(&left)?, elaboration.expression(&right)?];
        let shapes = sides.map(|side| elaboration.arrays.shape(side).clone());
        let is_zero = *elaboration.arrays.whole(sides[1]) == Whole::Number(Rational::zero());
        if shapes[0] != shapes[1] && !is_zero {
            let complaints = elaboration.complaints();
            let message = format!(
                "`{}` is {}, and `{}` is {}: they can't be equal",
                complaints.written(Operand { whole: sides[0], span: left.span }),
                complaints.shape(sides[0]),
                complaints.written(Operand { whole: sides[1], span: right.span }),
                complaints.shape(sides[1]),
            );
            let mut wrong = Diagnostic::error(&code::SHAPES_APART, span, message);
            if shapes[0].transposed().as_ref() == Some(&shapes[1]) {
                wrong = wrong
                    .help("one side is transposed: the entry [i,j] of `dL/dW` is the derivative by `W[i,j]`");
            }
            return Err(wrong.into());
        }
        let text = self.text[span.range()].to_owned();
        self.out.claims.push(ArrayClaim { sides, relation, unit, text, span });
        Ok(())
    }
}
