//! Claims about stacked columns: `claim d vec(A*X*B)/d vec(X) = kron(B^T, A)`.
//!
//! They are read by entries: row (j,i) of `vec(Y)`, the row index running fastest, is `Y[i,j]`, and the entry of `kron(P, Q)` in
//! row (a,b) and column (c,d) is `P[a,c]*Q[b,d]`. No size is multiplied by another.

use chainrule_array::chain::indices;
use chainrule_array::{EntryId, Index, Letter, QuantityId, Shape, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY};
use chainrule_worksheet::{ArrayClaim, Relation};

use super::ast::{Expr, Join, Kind as Node};
use super::elaboration::Elaboration;
use super::splitting::span_of;
use super::statements::Sheet;
use crate::expression::Wrong;
use crate::expression::quotient::matching_bracket;
use crate::lexer::{Kind, Token};

/// The two indices that stand for one of a stacked array: the outer, which an array of one column has not, and the inner.
type Pair = (Option<Letter>, Letter);

/// `d vec(Y)/d vec(X)` at the start of some tokens: what is in the brackets, and what follows.
struct Stacked<'t> {
    of: &'t [Token],
    by: &'t [Token],
    rest: &'t [Token],
}

impl Sheet<'_> {
    /// Reads a claim about stacked columns; nothing where it is none.
    pub(super) fn claim_of_stacked(&mut self, tokens: &[Token]) -> Option<Result<(), Wrong>> {
        let found = self.stacked(tokens)?;
        Some(self.claim_stacked(&found, tokens))
    }

    fn stacked<'t>(&self, tokens: &'t [Token]) -> Option<Stacked<'t>> {
        let one = |tokens: &'t [Token]| -> Option<(&'t [Token], &'t [Token])> {
            let word = |at: usize| match tokens.get(at)?.kind {
                Kind::Name(id) => Some(self.names.text(id)),
                Kind::Partial => Some("d"),
                _ => None,
            };
            let at = match (word(0), word(1)) {
                (Some("dvec"), _) => 1,
                (Some("d"), Some("vec")) => 2,
                (_, _) => return None,
            };
            let close = matching_bracket(tokens.get(at..)?)?;
            Some((tokens.get(at + 1..at + close)?, tokens.get(at + close + 1..)?))
        };
        let (of, rest) = one(tokens)?;
        let (Token { kind: Kind::Slash, .. }, rest) = rest.split_first()? else { return None };
        let (by, rest) = one(rest)?;
        Some(Stacked { of, by, rest })
    }

    fn claim_stacked(&mut self, found: &Stacked<'_>, tokens: &[Token]) -> Result<(), Wrong> {
        let span = span_of(tokens);
        let text = self.text[span.range()].to_owned();
        let Some((Token { kind: Kind::Relation(Relation::Equal), .. }, right)) = found.rest.split_first()
        else {
            let message = "of a derivative of stacked columns it is claimed what it is: `=` must follow";
            return Err(Diagnostic::error(&code::EXPECTED, span, message).into());
        };
        let of = self.whole_expression(found.of)?;
        let of = self.with_members(&of)?;
        let by = self.whole_expression(found.by)?;
        let by = self.with_members(&by)?;
        let right = self.whole_expression(right)?;
        let right = self.with_members(&right)?;
        let mut elaboration = self.elaboration(true);
        let quantities = [(&of, found.of), (&by, found.by)].map(|(expr, _)| {
            let whole = elaboration.expression(expr)?;
            Ok::<QuantityId, Wrong>(elaboration.arrays.part_of_its_own(whole))
        });
        let [of, by] = quantities;
        let (of, by) = (of?, by?);
        let name = elaboration.derivative_by(of, by);
        let [rows, columns] = [of, by].map(|quantity| {
            let shape = elaboration.arrays.quantity(quantity).shape.clone();
            (elaboration.arrays.letters_for(&shape), shape)
        });
        let pair = |letters: &[Letter]| match letters {
            [inner] => Some((None, *inner)),
            [inner, outer] => Some((Some(*outer), *inner)),
            [..] => None,
        };
        let (Some(row), Some(column)) = (pair(&rows.0), pair(&columns.0)) else {
            let message = "columns of vectors and matrices are stacked";
            return Err(Diagnostic::error(&code::SHAPES_APART, span, message).into());
        };
        let free: Vec<Letter> = rows.0.iter().chain(&columns.0).copied().collect();
        let left = elaboration.arrays.of(name, &indices(&free));
        let right = elaboration.of_pairs(&right, row, column)?;
        let sides = [left, right].map(|side| elaboration.arrays.by_entries(&free, side));
        let (indices, relation, units) = (Vec::new(), Relation::Equal, Vec::new());
        self.out.claims.push(ArrayClaim { sides, indices, relation, units, text, span });
        Ok(())
    }
}

impl Elaboration<'_> {
    /// The entry of a matrix whose rows and columns are pairs of indices.
    fn of_pairs(&mut self, expr: &Expr, row: Pair, column: Pair) -> Result<EntryId, Wrong> {
        match &*expr.kind {
            Node::Call { name, arguments, .. } if name == "kron" => {
                let [outer, inner] = arguments.as_slice() else {
                    let message = format!("`kron` takes two matrices, not {}", arguments.len());
                    return Err(Diagnostic::error(&code::ARITY, expr.span, message).into());
                };
                let mut refusal = None;
                for (outer_row, inner_row) in readings(row) {
                    for (outer_column, inner_column) in readings(column) {
                        let found = self.factor_of_pair(outer, outer_row, outer_column).and_then(|entry| {
                            Ok((entry, self.factor_of_pair(inner, inner_row, inner_column)?))
                        });
                        match found {
                            Ok((outer, inner)) => return Ok(self.arrays.multiply(&[outer, inner])),
                            Err(wrong) => refusal = refusal.or(Some(wrong)),
                        }
                    }
                }
                Err(refusal.unwrap_or_else(|| self.no_pairs(expr.span)))
            }
            Node::Transpose(of) => self.of_pairs(of, column, row),
            Node::Negative(of) => {
                let of = self.of_pairs(of, row, column)?;
                Ok(self.arrays.negate(of))
            }
            Node::Sum(terms) => {
                let mut parts = Vec::with_capacity(terms.len());
                for (negative, term) in terms {
                    let entry = self.of_pairs(term, row, column)?;
                    parts.push(if *negative { self.arrays.negate(entry) } else { entry });
                }
                Ok(self.arrays.add(&parts))
            }
            Node::Product(factors) => {
                let mut product: Option<EntryId> = None;
                let mut has_pairs = false;
                for (join, factor) in factors {
                    let is_pairs = holds_kron(factor);
                    if is_pairs && has_pairs {
                        let message = "a product of two Kronecker products is written as one";
                        return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, expr.span, message)
                            .help("write `kron(P*R, Q*S)` for `kron(P, Q)*kron(R, S)`")
                            .into());
                    }
                    has_pairs |= is_pairs;
                    let entry = if is_pairs {
                        self.of_pairs(factor, row, column)?
                    } else {
                        self.number_in_pairs(factor)?
                    };
                    product = Some(match (product, join) {
                        (None, _) => entry,
                        (Some(before), Join::Times | Join::Each) => {
                            self.arrays.call(&MULTIPLY, &[before, entry])
                        }
                        (Some(before), Join::Over | Join::EachOver) => {
                            self.arrays.call(&DIVIDE, &[before, entry])
                        }
                    });
                }
                if !has_pairs {
                    return Err(self.no_pairs(expr.span));
                }
                product.ok_or_else(|| self.no_shape(expr.span))
            }
            _ => Err(self.no_pairs(expr.span)),
        }
    }

    fn no_pairs(&self, span: Span) -> Wrong {
        let message = format!("`{}` is no Kronecker product", self.written(span));
        Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
            .help("write what stacked columns are derived to with `kron`, as in `kron(B^T, A)`")
            .into()
    }

    /// A number in front of a Kronecker product.
    fn number_in_pairs(&mut self, expr: &Expr) -> Result<EntryId, Wrong> {
        let whole = self.expression(expr)?;
        if !self.arrays.shape(whole).is_number() {
            return Err(self.no_pairs(expr.span));
        }
        Ok(self.entry_at(whole, &[]))
    }

    /// The entry of one of the two matrices; the outer of an array of one column has one row.
    fn factor_of_pair(
        &mut self,
        expr: &Expr,
        row: Option<Letter>,
        column: Option<Letter>,
    ) -> Result<EntryId, Wrong> {
        let whole = self.expression(expr)?;
        let shape = self.arrays.shape(whole).clone();
        let size = |letter: Option<Letter>| letter.map(|letter| self.arrays.size_of(letter));
        let (rows, columns) = (size(row), size(column));
        let fits = match &shape {
            Shape::Number => rows.is_none() && columns.is_none(),
            Shape::Row(size) => rows.is_none() && columns == Some(*size),
            Shape::Vector(size) => columns.is_none() && rows == Some(*size),
            Shape::Matrix(height, width) => rows == Some(*height) && columns == Some(*width),
            Shape::Tensor(_) => false,
        };
        if !fits {
            let size_in_words = |size: Option<chainrule_array::Size>| {
                size.map_or("1".to_owned(), |size| self.complaints().size(size))
            };
            let message = format!(
                "`{}` is {}: here stands a matrix of {}×{}",
                self.written(expr.span),
                self.complaints().shape(whole),
                size_in_words(rows),
                size_in_words(columns)
            );
            return Err(Diagnostic::error(&code::SHAPES_APART, expr.span, message)
                .help("`vec(A*X*B)` is `kron(B^T, A)*vec(X)`: columns are stacked")
                .into());
        }
        let at: Vec<Index> = row.into_iter().chain(column).map(Index::Letter).collect();
        Ok(self.entry_at(whole, &at))
    }

    /// An entry of a whole; of one that is no formula of entries, as that of a quantity.
    fn entry_at(&mut self, whole: WholeId, at: &[Index]) -> EntryId {
        if let Some(entry) = self.arrays.entry_of(whole, at) {
            return entry;
        }
        let quantity = self.arrays.part_of_its_own(whole);
        self.arrays.of(quantity, at)
    }
}

/// The outer and the inner index of a pair; the index of an array of one column is that of either matrix, beside one of a
/// single row or column.
fn readings((outer, inner): Pair) -> Vec<(Option<Letter>, Option<Letter>)> {
    match outer {
        Some(_) => vec![(outer, Some(inner))],
        None => vec![(None, Some(inner)), (Some(inner), None)],
    }
}

/// Whether a Kronecker product stands in an expression.
fn holds_kron(expr: &Expr) -> bool {
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        if matches!(&*expr.kind, Node::Call { name, .. } if name == "kron") {
            return true;
        }
        stack.extend(expr.parts());
    }
    false
}
