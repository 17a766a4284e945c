//! Entries and lines of expressions: `softmax(z)[1]`, `(A*B)[i,j]`, `inv(A)[2,*]`.

use chainrule_array::{EntryId, Index, Role, Shape, Size, WholeId, read};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Kind as Node, Place};
use super::elaboration::Elaboration;
use super::lines::Lines;
use super::parts::indices as indices_of;
use super::reader::Reader;
use super::running::Letters;
use crate::expression::Wrong;
use crate::lexer::Kind;

impl Reader<'_> {
    /// Whether indices stand right behind an expression that is no name: `softmax(z)[1]`.
    pub(super) fn is_part_of(&self, base: &Expr) -> bool {
        let is_expression = matches!(
            &*base.kind,
            Node::Call { .. }
                | Node::Transpose(_)
                | Node::Power(..)
                | Node::Sum(_)
                | Node::Product(_)
                | Node::Negative(_)
                | Node::SumFor(..)
        );
        let stands_close = self.here().start == base.span.end;
        is_expression && stands_close && self.peek() == Some(Kind::Open(b'['))
    }
}

impl Elaboration<'_> {
    /// `softmax(z)[1]`, `inv(A)[2,*]`
    pub(super) fn part_of_expression(
        &mut self,
        of: &Expr,
        at: &[Place],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let whole = self.expression(of)?;
        let axes = self.arrays.shape(whole).axes();
        if axes.len() != at.len() || at.is_empty() {
            return Err(self.other_count(axes.len(), at.len(), span));
        }
        let mut indices = Vec::with_capacity(at.len());
        let mut free = Vec::new();
        for (place, &size) in at.iter().zip(&axes) {
            indices.push(match place {
                Place::At(index) => {
                    if *index == 0 || matches!(size, Size::Number(count) if *index > count) {
                        return Err(self.outside(&axes, span));
                    }
                    Index::At(*index)
                }
                Place::All => {
                    let letter = self.arrays.letter(size);
                    free.push(letter);
                    Index::Letter(letter)
                }
                Place::Letter(_) | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => {
                    return Err(self.only_numbers(span));
                }
            });
        }
        let entry = self.entry_of_array(whole, &indices);
        let read = read(self.arrays, entry, &free)
            .filter(|&part| self.arrays.shape(part).axes().len() == free.len());
        Ok(read.unwrap_or_else(|| self.arrays.by_entries(&free, entry)))
    }

    /// The same where its indices, or those that stand in the expression, are letters.
    pub(super) fn entry_of_expression(
        &mut self,
        of: &Expr,
        at: &[Place],
        letters: &Letters,
        span: Span,
    ) -> Result<EntryId, Wrong> {
        let lines = match self.array_without_letters(of, letters) {
            Some(whole) => {
                let axes = self.arrays.letters_for(&self.arrays.shape(whole).clone());
                let indices: Vec<Index> = axes.iter().map(|&letter| Index::Letter(letter)).collect();
                Lines { entry: self.entry_of_array(whole, &indices), axes, is_row: false }
            }
            None => self.lines(of, letters)?,
        };
        if lines.axes.len() != at.len() {
            return Err(self.other_count(lines.axes.len(), at.len(), span));
        }
        let mut indices = Vec::with_capacity(at.len());
        for (place, &axis) in at.iter().zip(&lines.axes) {
            let size = self.arrays.size_of(axis);
            let index = match place {
                Place::At(index) => Some(Index::At(*index)),
                Place::Letter(name) => letters
                    .iter()
                    .find(|running| running.name == *name && running.shift == 0)
                    .filter(|running| self.arrays.size_of(running.letter) == size)
                    .map(|running| Index::Letter(running.letter)),
                Place::All | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => None,
            };
            indices.push(index.ok_or_else(|| self.only_numbers(span))?);
        }
        Ok(self.arrays.renamed(lines.entry, &lines.axes, &indices))
    }

    /// An expression in which no letter stands that runs here.
    fn array_without_letters(&mut self, of: &Expr, letters: &Letters) -> Option<WholeId> {
        let is_letter = |name: &str| letters.iter().any(|letter| letter.name == name);
        let mut stack = vec![of];
        while let Some(expr) = stack.pop() {
            let stands = match &*expr.kind {
                Node::Name(name) => is_letter(name),
                Node::Part(_, at) | Node::PartOf(_, at) | Node::RowsOfIdentity(_, at) => {
                    !at.iter().all(|place| matches!(place, Place::All | Place::At(_) | Place::Slice(..)))
                }
                Node::Derivative { .. } => true,
                _ => false,
            };
            if stands {
                return None;
            }
            stack.extend(expr.parts());
        }
        self.expression(of).ok()
    }

    /// An entry of an array; of one that is no formula of entries, as that of a quantity.
    fn entry_of_array(&mut self, whole: WholeId, at: &[Index]) -> EntryId {
        let is_derivative = self.arrays.quantities().any(|(name, quantity)| {
            matches!(quantity.role, Role::Adjoint { .. }) && self.arrays.whole_mentions(whole, name)
        });
        // What is derived later is put in for derivatives: they stand in no definition.
        if is_derivative && let Some(entry) = self.arrays.entry_of(whole, at) {
            return entry;
        }
        let is_row = matches!(self.arrays.shape(whole), Shape::Row(_));
        if is_row && let Some(entry) = self.arrays.entry_of(whole, at) {
            return entry;
        }
        let quantity = self.arrays.part_of_its_own(whole);
        self.arrays.of(quantity, at)
    }

    fn other_count(&self, axes: usize, given: usize, span: Span) -> Wrong {
        let message = format!("`{}` has {}, not {given}", self.written(span), indices_of(axes));
        Diagnostic::error(&code::INDEX_COUNT, span, message).into()
    }

    fn only_numbers(&self, span: Span) -> Wrong {
        let message =
            format!("of `{}` entries are taken at numbers and at letters that run", self.written(span));
        Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
            .help("give it a name, `B = …`, and take the part of that")
            .into()
    }
}
