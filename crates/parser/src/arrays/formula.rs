//! Sums and definitions by entries: `sum(W[i,j]*x[j] for j in 1..n)`, `z[i] = … for i in 1..m`.
//!
//! They are read as the vectors and matrices that they are; what is none stays what it is, an entry.

use chainrule_array::{EntryId, Index, Letter, QuantityId, Shape, Size, SizeSum, WholeId, read};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_worksheet::{ClaimIndex, Relation};

use super::ast::{Expr, Join, Kind, Place, Range};
use super::elaboration::Elaboration;
use super::extreme::word_of_terms;
use super::parts::indices as indices_of;
use super::running::{Letters, Running};
use super::triangular::Condition;
use super::window::stands_shifted;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// `sum(… for i in 1..n)`
    pub(super) fn sum_for(&mut self, body: &Expr, ranges: &[Range], span: Span) -> Result<WholeId, Wrong> {
        let entry = match self.entry_of_sum(body, ranges, &Vec::new(), span) {
            Ok(entry) => entry,
            Err(_) if self.holds_lines(body) => return self.sum_of_lines(body, ranges),
            Err(wrong) => return Err(wrong),
        };
        Ok(read(self.arrays, entry, &[]).unwrap_or_else(|| self.arrays.by_entries(&[], entry)))
    }

    /// What a definition by entries defines, as a whole; by its entries where it is no vector or matrix of others.
    pub(super) fn by_entries(&mut self, body: &Expr, ranges: &[Range]) -> Result<WholeId, Wrong> {
        if let Some((name, terms)) = word_of_terms(body) {
            return self.extreme_of_terms(name, terms, ranges, body.span);
        }
        let letters = self.letters(ranges, &[body])?;
        let entry = self.number_at(body, &letters)?;
        let free: Vec<Letter> = letters.iter().map(|letter| letter.letter).collect();
        let Some(whole) = read(self.arrays, entry, &free) else {
            return Ok(self.arrays.by_entries(&free, entry));
        };
        let axes: Vec<Size> = free.iter().map(|&letter| self.arrays.size_of(letter)).collect();
        if *self.arrays.shape(whole) == Shape::of_axes(&axes) {
            return Ok(whole);
        }
        let message = format!("`{}` is the same at every index", self.written(body.span));
        Err(Diagnostic::error(&code::NOT_WITH_SHAPES, body.span, message)
            .help("define one number, without an index")
            .into())
    }

    /// The sides of a claim by entries.
    pub(super) fn sides_by_entries(
        &mut self,
        sides: [&Expr; 2],
        relation: Relation,
        ranges: &[Range],
    ) -> Result<([WholeId; 2], Vec<ClaimIndex>), Wrong> {
        let letters = self.letters(ranges, &sides)?;
        let free: Vec<Letter> = letters.iter().map(|letter| letter.letter).collect();
        let index = |running: &Running| ClaimIndex { name: running.name.clone(), above_one: running.shift };
        let indices = letters.iter().map(index).collect();
        let entries = sides.map(|side| self.number_at(side, &letters));
        let sides = match entries {
            [Ok(left), Ok(right)] => [left, right].map(|entry| self.arrays.by_entries(&free, entry)),
            [Err(wrong), _] | [_, Err(wrong)] => {
                if !sides.iter().any(|side| self.holds_lines(side)) {
                    return Err(wrong);
                }
                self.sides_by_lines(sides, relation, &letters)?
            }
        };
        Ok((sides, indices))
    }

    /// The letters of ranges, which run in these expressions, beside those around them, and what holds for letters whose
    /// ranges depend on others.
    pub(super) fn letters_among(
        &mut self,
        ranges: &[Range],
        within: &[&Expr],
        outer: &Letters,
    ) -> Result<(Letters, Vec<Condition>), Wrong> {
        let mut letters = Letters::new();
        let mut conditions = Vec::new();
        for range in ranges {
            if self.quantities.contains_key(&range.name) {
                let message = format!("`{}` is a quantity, and can't be an index here", range.name);
                return Err(Diagnostic::error(&code::DUPLICATE, range.span, message)
                    .help("take another letter for the index")
                    .into());
            }
            if range.open {
                let size = self.axes_of_letter(range, within)?;
                let letter = self.arrays.letter(size);
                self.ranges_read.push((range.name.clone(), size));
                letters.push(Running { name: range.name.clone(), letter, shift: 0, in_window: false });
                continue;
            }
            let around: Letters = letters.iter().chain(outer).cloned().collect();
            if let Some(running) = self.within_others(range, &around, &mut conditions)? {
                letters.push(running);
                continue;
            }
            let from = match self.sum_written(&range.from) {
                Some(from) if from.terms.is_empty() => from.constant,
                Some(_) | None => {
                    let message = "an index runs from a number on";
                    return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, range.from.span, message)
                        .help("write `1..n`")
                        .into());
                }
            };
            let to = self.sum_written(&range.to);
            let size = to.and_then(|mut to| {
                to.constant = to.constant.checked_add(1 - from)?;
                self.arrays.size_of_sum(&to)
            });
            let Some(size) = size else {
                let message = "an index runs up to a size: a number, or a letter of a declared shape";
                return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, range.to.span, message).into());
            };
            let letter = self.arrays.letter(size);
            self.arrays.name_index(size, &range.name);
            let in_window = from != 1
                || matches!(&*range.to.kind, Kind::Sum(_))
                || within.iter().any(|expr| stands_shifted(expr, &range.name));
            letters.push(Running { name: range.name.clone(), letter, shift: from - 1, in_window });
        }
        Ok((letters, conditions))
    }

    fn entry_of_sum(
        &mut self,
        body: &Expr,
        ranges: &[Range],
        outer: &Letters,
        span: Span,
    ) -> Result<EntryId, Wrong> {
        if let Some(running) =
            outer.iter().find(|running| ranges.iter().any(|range| range.name == running.name))
        {
            let message = format!("`{}` stands for two indices at once", running.name);
            return Err(Diagnostic::error(&code::DUPLICATE, span, message)
                .help("take another letter for the sum inside")
                .into());
        }
        let (bound_letters, conditions) = self.letters_among(ranges, &[body], outer)?;
        let mut letters = bound_letters.clone();
        letters.extend(outer.iter().cloned());
        let entry = self.entry(body, &letters)?;
        Ok(self.summed(&bound_letters, &conditions, entry))
    }

    /// A number at given indices.
    pub(super) fn entry(&mut self, expr: &Expr, letters: &Letters) -> Result<EntryId, Wrong> {
        match &*expr.kind {
            Kind::Number(value) => Ok(self.arrays.number_entry(value.clone())),
            Kind::Part(name, at) if self.is_delta(name) => self.delta_at(at, letters, expr),
            Kind::Part(name, at) => self.entry_of_part(name, at, letters, expr.span),
            Kind::SumFor(body, ranges) => self.entry_of_sum(body, ranges, letters, expr.span),
            Kind::Derivative { of, of_at, by, then, at } => {
                let quantity = self.derivative_quantity(of, (by, then.as_deref()), expr.span)?;
                let at: Vec<Place> = of_at.iter().chain(at).cloned().collect();
                self.entry_of_quantity(quantity, &at, letters, expr.span)
            }
            Kind::PartOf(of, at) => self.entry_of_expression(of, at, letters, expr.span),
            Kind::Sum(terms) => {
                let mut parts = Vec::with_capacity(terms.len());
                for (negative, term) in terms {
                    let entry = self.entry(term, letters)?;
                    parts.push(if *negative { self.arrays.negate(entry) } else { entry });
                }
                Ok(self.arrays.call(&ADD, &parts))
            }
            Kind::Product(factors) => {
                let mut product = self.entry(&factors[0].1, letters)?;
                for (join, factor) in &factors[1..] {
                    let entry = self.entry(factor, letters)?;
                    let row = match join {
                        Join::Times | Join::Each => &MULTIPLY,
                        Join::Over | Join::EachOver => &DIVIDE,
                    };
                    product = self.arrays.call(row, &[product, entry]);
                }
                Ok(product)
            }
            Kind::Negative(of) => {
                let of = self.entry(of, letters)?;
                Ok(self.arrays.call(&NEGATE, &[of]))
            }
            Kind::Power(base, exponent, _) => {
                let (base, exponent) = (self.entry(base, letters)?, self.entry(exponent, letters)?);
                Ok(self.arrays.call(&POWER, &[base, exponent]))
            }
            Kind::Call { name, arguments, .. } if self.is_delta(name) => self.delta(arguments, letters, expr),
            Kind::Call { name, primes, arguments, .. }
                if super::vocabulary::word_called(name).is_none() || arguments.len() > 1 =>
            {
                let Some(row) = function::find(name).filter(|row| row.arity.admits(arguments.len())) else {
                    return Err(self.no_number(expr));
                };
                let parts: Result<Vec<EntryId>, Wrong> =
                    arguments.iter().map(|part| self.entry(part, letters)).collect();
                Ok(self.arrays.apply(function::id(row), *primes, &parts?))
            }
            Kind::Name(name) if letters.iter().any(|letter| letter.name == *name) => {
                running(name, letters, expr.span).map(|running| self.index_as_number(running))
            }
            Kind::Name(_)
            | Kind::RowsOfIdentity(..)
            | Kind::Transpose(_)
            | Kind::Call { .. }
            | Kind::Held(_)
            | Kind::Literal(_) => self.entry_of_whole(expr),
        }
    }

    fn entry_of_part(
        &mut self,
        name: &str,
        at: &[Place],
        letters: &Letters,
        span: Span,
    ) -> Result<EntryId, Wrong> {
        let quantity = self.indexed(name, at.len(), span)?;
        self.entry_of_quantity(quantity, at, letters, span)
    }

    /// An entry of a quantity, at letters, numbers and sums of them.
    pub(super) fn entry_of_quantity(
        &mut self,
        quantity: QuantityId,
        at: &[Place],
        letters: &Letters,
        span: Span,
    ) -> Result<EntryId, Wrong> {
        let axes = self.arrays.quantity(quantity).shape.axes();
        if axes.len() != at.len() {
            let message =
                format!("`{}` has {}, not {}", self.written(span), indices_of(axes.len()), at.len());
            return Err(Diagnostic::error(&code::INDEX_COUNT, span, message).into());
        }
        let mut indices = Vec::with_capacity(at.len());
        // What stands beside the entry, and the letters over which it is summed with it.
        let (mut beside, mut summed) = (Vec::new(), Vec::new());
        for (axis, (place, &size)) in at.iter().zip(&axes).enumerate() {
            if let Some(at) = self.size_as_index(place, letters) {
                indices.push(self.index_at_size((quantity, axis, size), &at, span)?);
                continue;
            }
            indices.push(match place {
                Place::At(index) => {
                    if *index == 0 || matches!(size, Size::Number(count) if *index > count) {
                        return Err(self.outside(&axes, span));
                    }
                    Index::At(*index)
                }
                Place::Letter(letter) => {
                    let running = running(letter, letters, span)?.clone();
                    let runs = self.arrays.size_of(running.letter);
                    if running.shift == 0 && runs == size {
                        Index::Letter(running.letter)
                    } else if running.in_window || self.arrays.has_aligned() {
                        let (terms, rest) = ([(1, running)], SizeSum::default());
                        self.shifted(
                            (quantity, axis, size),
                            (&terms, &rest),
                            span,
                            (&mut beside, &mut summed),
                        )?
                    } else {
                        let complaints = self.complaints();
                        let message = format!(
                            "`{letter}` runs up to {}, and this axis of `{}` has {} entries",
                            complaints.size(runs),
                            self.arrays.quantity(quantity).name,
                            complaints.size(size)
                        );
                        let mut wrong = Diagnostic::error(&code::SHAPES_APART, span, message);
                        // Of sizes by letter it may be the declaration that is meant otherwise.
                        if let (Size::Number(_), Size::Number(count)) = (runs, size) {
                            wrong = wrong.help(format!("write `for {letter} in 1..{count}` for all of them"));
                        }
                        return Err(self.with_declaration(wrong, quantity).into());
                    }
                }
                Place::Shifted(terms, constant) => {
                    let mut running_terms = Vec::with_capacity(terms.len());
                    let mut rest = SizeSum::number(*constant);
                    for (times, letter) in terms {
                        match self.size_called(letter, letters) {
                            Some(size) => rest.add(*times, &self.arrays.sum_of_size(size)),
                            None => running_terms.push((*times, running(letter, letters, span)?.clone())),
                        }
                    }
                    self.shifted(
                        (quantity, axis, size),
                        (&running_terms, &rest),
                        span,
                        (&mut beside, &mut summed),
                    )?
                }
                Place::Chosen(of) => {
                    let letter = self.arrays.letter(size);
                    summed.push(letter);
                    beside.push(self.entry_chosen(of, size, letter, letters)?);
                    Index::Letter(letter)
                }
                Place::All | Place::Slice(..) => {
                    let message = format!("`{}` is no number", self.written(span));
                    return Err(Diagnostic::error(&code::SHAPES_APART, span, message)
                        .help("inside a sum over indices every index is a letter or a number")
                        .into());
                }
            });
        }
        let entry = self.arrays.of(quantity, &indices);
        if beside.is_empty() {
            return Ok(entry);
        }
        beside.insert(0, entry);
        let mut product = self.arrays.call(&MULTIPLY, &beside);
        for &letter in summed.iter().rev() {
            product = self.arrays.sum_over(letter, product);
        }
        Ok(product)
    }

    /// 1 where a letter is the index that `c[t]` holds, else 0.
    fn entry_chosen(
        &mut self,
        of: &Expr,
        size: Size,
        letter: Letter,
        letters: &Letters,
    ) -> Result<EntryId, Wrong> {
        let (name, mut at) = match &*of.kind {
            Kind::Part(name, at) => (name, at.clone()),
            Kind::Name(name) => (name, Vec::new()),
            _ => return Err(self.no_number(of)),
        };
        let quantity = self.indexed(name, at.len(), of.span)?;
        let places = self.one_hots(quantity, size, of.span)?;
        // A name that no reader can write.
        let placeholder = "\0";
        at.push(Place::Letter(placeholder.to_owned()));
        let mut all = letters.clone();
        all.push(Running { name: placeholder.to_owned(), letter, shift: 0, in_window: false });
        self.entry_of_quantity(places, &at, &all, of.span)
    }

    /// A number that has no indices.
    fn entry_of_whole(&mut self, expr: &Expr) -> Result<EntryId, Wrong> {
        let whole = self.expression(expr)?;
        if !self.arrays.shape(whole).is_number() {
            return Err(self.no_number(expr));
        }
        if let Some(entry) = self.arrays.entry_of(whole, &[]) {
            return Ok(entry);
        }
        let quantity = self.arrays.part_of_its_own(whole);
        Ok(self.arrays.of(quantity, &[]))
    }

    pub(super) fn no_number(&self, expr: &Expr) -> Wrong {
        let message = format!("`{}` is no number", self.written(expr.span));
        Diagnostic::error(&code::SHAPES_APART, expr.span, message)
            .help("inside a sum over indices, write entries: `x[i]`, `W[i,j]`")
            .into()
    }
}

/// What a letter runs over.
fn running<'l>(letter: &str, letters: &'l Letters, span: Span) -> Result<&'l Running, Wrong> {
    letters.iter().find(|running| running.name == *letter).ok_or_else(|| {
        let message = format!("nothing says what `{letter}` is here");
        Diagnostic::error(&code::UNKNOWN_NAME, span, message).into()
    })
}
