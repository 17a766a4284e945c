//! `given` and `let`: numbers for leaves and sizes, and facts about leaves.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Shape, Size, SumFact};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_worksheet::{ArrayValue, Relation};

use super::ast::{Expr, Kind as Node};
use super::elaboration::Chosen;
use super::splitting::{items, span_of};
use super::statements::Sheet;
use super::values;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, NameId, Token};

impl Sheet<'_> {
    pub(super) fn given(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        for item in items_with_ranges(tokens) {
            match item {
                [
                    Token { kind: Kind::Name(id), span },
                    Token { kind: Kind::Relation(Relation::Equal), .. },
                    value @ ..,
                ] if !value.is_empty() => {
                    if self.is_file(value) {
                        let name = self.names.text(*id).to_owned();
                        self.value_of_file(&name, *span, value)?;
                        continue;
                    }
                    if self.symmetric(*id, item)? {
                        continue;
                    }
                    let expr = self.whole_expression(value)?;
                    let name = self.name_of_member(self.names.text(*id));
                    let is_new = !self.quantities.contains_key(&name);
                    self.valued.insert(name.clone());
                    self.value(&name, *span, &expr)?;
                    if is_new && self.quantities.contains_key(&name) {
                        self.numbers_by_default.insert(name, vec![*span]);
                    }
                }
                [Token { kind: Kind::Member(id), .. }, ..] => self.given_members(*id, item)?,
                // `h[0][1] = 2`
                [Token { kind: Kind::Name(id), span }, Token { kind: Kind::Open(b'['), span: next }, ..]
                    if span.end == next.start =>
                {
                    self.given_members(*id, item)?;
                }
                [Token { kind: Kind::Name(id), .. }, ..]
                    if Word::find(self.names.text(*id)) == Some(Word::Sum) =>
                {
                    self.fact(item)?;
                }
                [..] => {
                    let message = "expected a value or a fact: `x = [1, 2]`, `sum(y) = 1`, `A = A^T`";
                    let wrong = Diagnostic::error(&code::NOT_WITH_SHAPES, span_of(item), message);
                    let is_range = item
                        .iter()
                        .any(|token| matches!(token.kind, Kind::Relation(relation) if !matches!(relation, Relation::Equal | Relation::About)) || token.kind == Kind::Keyword(Keyword::In));
                    return Err(if is_range {
                        wrong.help("ranges of entries are not stated: a claim holds for all entries, or fails at some")
                    } else {
                        wrong
                    }
                    .into());
                }
            }
        }
        Ok(())
    }

    /// The name by which a member is known.
    pub(super) fn name_of_member(&self, name: &str) -> String {
        self.families.known_as(name).unwrap_or(name).to_owned()
    }

    /// `W = W^T`: whether it is that.
    fn symmetric(&mut self, id: NameId, tokens: &[Token]) -> Result<bool, Wrong> {
        let right = self.whole_expression(&tokens[2..])?;
        let name = self.names.text(id).to_owned();
        let is_own = matches!(&*right.kind, Node::Transpose(of) if matches!(&*of.kind, Node::Name(transposed) if *transposed == name));
        if !is_own {
            return Ok(false);
        }
        let Some(&quantity) = self.quantities.get(&name) else {
            let message =
                format!("nothing declares `{name}`: a fact is stated about a leaf with a declared shape");
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, tokens[0].span, message)
                .help(format!("write `{name} in R^(n×n)`"))
                .into());
        };
        if !self.arrays.quantity(quantity).shape.is_square() {
            let shape = self.arrays.quantity(quantity).shape.clone();
            let shape = self.elaboration(false).complaints().of_shape(&shape);
            let message = format!("`{name}` is {shape}: only a square matrix is its own transpose");
            return Err(Diagnostic::error(&code::SHAPES_APART, span_of(tokens), message).into());
        }
        self.arrays.state_symmetric(quantity);
        self.symmetric.push((quantity, span_of(tokens)));
        Ok(true)
    }

    /// Values of matrices that are stated to be symmetric.
    fn check_symmetric(&mut self) {
        for &(quantity, span) in &self.symmetric {
            let Some(value) = self.out.values.iter().find(|value| value.quantity == quantity) else {
                continue;
            };
            let size = value.entries.len().isqrt();
            let wrong =
                (0..size).flat_map(|row| (0..row).map(move |column| (row, column))).find(|&(row, column)| {
                    value.entries[row * size + column] != value.entries[column * size + row]
                });
            if let Some((row, column)) = wrong {
                let name = self.arrays.quantity(quantity).name.clone();
                let [one, other] =
                    [(row, column), (column, row)].map(|(row, column)| &value.entries[row * size + column]);
                let message = format!(
                    "`{name}` is stated to be its own transpose, and its value is not: `{name}[{0},{1}]` is {one}, `{name}[{1},{0}]` is {other}",
                    row + 1,
                    column + 1
                );
                self.wrongs.push(Diagnostic::error(&code::BAD_SHAPE, span, message));
            }
        }
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
        let Node::Call { arguments, over: along, .. } = &*left.kind else { return Ok(()) };
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
        let over = along.of(&self.arrays.quantity(of).shape);
        let fits = matches!(
            (over, &self.arrays.quantity(of).shape),
            (Some(Over::All), Shape::Vector(_)) | (Some(Over::EachRow | Over::EachColumn), Shape::Matrix(..))
        );
        let Some(over) = over.filter(|_| fits) else {
            let message = "this sum has another shape than the fact: write `sum(y)` of a vector, `sum(Y, each row)` of a matrix";
            return Err(Diagnostic::error(&code::SHAPES_APART, left.span, message).into());
        };
        self.out.facts.push(SumFact { of, over, value });
        Ok(())
    }

    /// A value for a leaf, or for a size by letter.
    pub(super) fn value(&mut self, name: &str, span: Span, expr: &Expr) -> Result<(), Wrong> {
        if let Some(part) = self.as_part_of_declared(name) {
            return self.give_part(part, span, expr);
        }
        if self.is_count(name) && !self.quantities.contains_key(name) {
            return Ok(());
        }
        if self.arrays.size_names().iter().any(|size_name| size_name == name) {
            let value = values::number(expr)?;
            let Size::Letter(letter) = self.arrays.size(name) else { return Ok(()) };
            let count = value.to_i64().and_then(|value| u64::try_from(value).ok()).filter(|value| *value > 0);
            let Some(count) = count.filter(|_| value.is_integer()) else {
                let message = format!("`{name}` is a size: a whole number from 1 on");
                return Err(Diagnostic::error(&code::BAD_SHAPE, expr.span, message).into());
            };
            if let Some((_, other)) = self.out.sizes.iter().find(|(size, _)| *size == letter)
                && *other != count
            {
                let message = format!("`{name}` is {other} already, and can't be {count}");
                return Err(Diagnostic::error(&code::BAD_SHAPE, expr.span, message).into());
            }
            self.out.sizes.push((letter, count));
            return Ok(());
        }
        let (entries, sizes) = values::array(expr)?;
        self.numbers(name, (span, expr.span), entries, sizes)
    }

    /// Numbers for a leaf, row after row, with their sizes and where they are written.
    pub(super) fn numbers(
        &mut self,
        name: &str,
        (span, written): (Span, Span),
        entries: Vec<Rational>,
        mut sizes: Vec<u64>,
    ) -> Result<(), Wrong> {
        let of_vector = |sheet: &Self| {
            sheet
                .quantities
                .get(name)
                .is_some_and(|&own_id| sheet.arrays.quantity(own_id).shape.axes().len() == 1)
        };
        // One line of numbers is a vector where that is declared.
        if let [1, columns] = sizes.as_slice()
            && of_vector(self)
        {
            sizes = vec![*columns];
        }
        let shape = values::shape_of(&sizes);
        if !self.quantities.contains_key(name) {
            self.declare(name, shape.clone(), span)?;
            self.families.note(name);
        }
        let quantity = self.quantities[name];
        self.known_names.insert(name.to_owned());
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
            let mut wrong = Diagnostic::error(&code::BAD_SHAPE, written, message);
            if let Some(place) = place {
                wrong = wrong.also(place, "declared here");
            }
            return Err(self.with_other_sizes(wrong, &declared, &sizes).into());
        }
        if self.out.values.iter().any(|value| value.quantity == quantity) {
            let message = format!("`{name}` has a value already");
            let mut wrong = Diagnostic::error(&code::DUPLICATE_VALUE, span, message);
            if let Some(&first) = self.given_at.get(&quantity) {
                wrong = wrong.also(first, "first here");
            }
            return Err(wrong.into());
        }
        self.given_at.insert(quantity, span);
        self.out.values.push(ArrayValue { quantity, entries });
        Ok(())
    }

    /// A complaint with what says the numbers of the sizes by letter that a value does not have.
    fn with_other_sizes(&self, wrong: Diagnostic, declared: &Shape, lengths: &[u64]) -> Diagnostic {
        let axes = declared.axes();
        if axes.len() != lengths.len() {
            return wrong;
        }
        axes.iter().zip(lengths).fold(wrong, |wrong, (axis, length)| {
            let Size::Letter(letter) = axis else { return wrong };
            let known = self.out.sizes.iter().find(|(size, _)| size == letter).map(|(_, count)| *count);
            let Some(count) = known.filter(|count| count != length) else { return wrong };
            let size = &self.arrays.size_names()[letter.0 as usize];
            let by = self.out.values.iter().find_map(|value| {
                let quantity = self.arrays.quantity(value.quantity);
                let has_size = quantity.shape.axes().contains(axis);
                self.given_at.get(&value.quantity).filter(|_| has_size).map(|&at| (at, &quantity.name))
            });
            match by {
                Some((at, name)) => wrong.also(at, format!("`{size}` is {count} by the value of `{name}`")),
                None => wrong.note(format!("`{size}` is {count} here")),
            }
        })
    }

    /// The numbers of what is 1 at the indices that quantities hold, where those are given.
    pub(super) fn give_chosen(&mut self) {
        for Chosen { by, size, places } in self.chosen.clone() {
            if !self.out.leaves.contains(&places) {
                self.out.leaves.push(places);
            }
            let has_value =
                |quantity| self.out.values.iter().any(|value: &ArrayValue| value.quantity == quantity);
            let count = match size {
                Size::Number(count) => Some(count),
                Size::Letter(letter) => {
                    self.out.sizes.iter().find(|(size, _)| *size == letter).map(|(_, count)| *count)
                }
            };
            let value = self.out.values.iter().find(|value| value.quantity == by);
            let (Some(count), Some(value), false) = (count, value, has_value(places)) else { continue };
            let mut entries = Vec::new();
            let mut wrong = None;
            for (place, index) in value.entries.iter().enumerate() {
                let at = index.to_i64().filter(|_| index.is_integer()).and_then(|at| u64::try_from(at).ok());
                let Some(at) = at.filter(|at| (1..=count).contains(at)) else {
                    wrong = Some((place + 1, index.clone()));
                    break;
                };
                entries.extend((1..=count).map(|place| Rational::from_integer(i64::from(place == at))));
            }
            let name = self.arrays.quantity(by).name.clone();
            if let Some((place, index)) = wrong {
                let message = format!(
                    "`{name}[{place}]` is {index}, and chooses among {count}: no index from 1 to {count}"
                );
                let span = self.places.get(&name).copied().unwrap_or_default();
                self.wrongs.push(Diagnostic::error(&code::NO_MEMBER, span, message));
                continue;
            }
            self.out.values.push(ArrayValue { quantity: places, entries });
        }
    }

    /// A stated sum must agree with the values given.
    pub(super) fn check_facts(&mut self) {
        self.check_symmetric();
        for fact in &self.out.facts {
            let Some(value) = self.out.values.iter().find(|value| value.quantity == fact.of) else {
                continue;
            };
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
                let sum = line.into_iter().fold(Rational::zero(), |sum, number| &sum + number);
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
                    .find(|(size, _)| size == letter)
                    .and_then(|(_, rows)| usize::try_from(*rows).ok())
                    .unwrap_or(entries),
            },
            [..] => 1,
        }
    }
}

/// Items of a list, each with all ranges of its indices: `W[i,j] = i - j for i in 1..2, j in 1..3` is one.
fn items_with_ranges(tokens: &[Token]) -> Vec<&[Token]> {
    let mut all: Vec<&[Token]> = Vec::new();
    let mut start = 0;
    for item in items(tokens) {
        let is_range = matches!(
            item,
            [Token { kind: Kind::Name(_), .. }, Token { kind: Kind::Keyword(Keyword::In), .. }, ..]
        );
        let goes_on =
            |before: &&[Token]| before.iter().any(|token| token.kind == Kind::Keyword(Keyword::For));
        let end = start + item.len();
        match all.last_mut().filter(|before| is_range && goes_on(before)) {
            Some(before) => *before = &tokens[start - before.len() - 1..end],
            None => all.push(item),
        }
        start = end + 1;
    }
    all
}
