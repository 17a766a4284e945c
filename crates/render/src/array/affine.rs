//! Indices as sums of others: `q-i+1`, and the ends of ranges that follow.

use chainrule_array::{Size, sum_in_whole_numbers};
use chainrule_symbolic::function::rows::piecewise::MAX;
use chainrule_symbolic::function::{self, Function};

use super::ArraySetter;
use crate::layout::{Layout, Number, Operator};

/// What an index is a sum of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The index of a sum that is set, by its place.
    Sum(usize),
    /// An index outside, by its name, and over what it runs.
    Outer(String, Option<Size>),
    /// A size by letter.
    Size(String),
}

/// Indices and sizes, each so many times, and a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Affine {
    pub(super) terms: Vec<(i64, Part)>,
    pub(super) constant: i64,
}

impl Affine {
    pub(super) fn add(&mut self, times: i64, other: &Self) {
        self.constant += times * other.constant;
        for (count, part) in &other.terms {
            match self.terms.iter_mut().find(|(_, other)| other == part) {
                Some((coefficient, _)) => *coefficient += times * count,
                None => self.terms.push((times * count, part.clone())),
            }
        }
        self.terms.retain(|(count, _)| *count != 0);
    }

    pub(super) fn plus(&self, number: i64) -> Self {
        let mut new = self.clone();
        new.constant += number;
        new
    }

    pub(super) fn negative(&self) -> Self {
        let mut new = Self::default();
        new.add(-1, self);
        new
    }
}

/// An index of a sum while it is being set.
pub(super) struct Bound {
    pub(super) name: String,
    pub(super) size: Size,
    /// What it is, where others determine it.
    pub(super) is: Option<Affine>,
    pub(super) from: Vec<Affine>,
    pub(super) to: Vec<Affine>,
}

/// Whether an index is told of others, or of their ranges, or its own range was told by others.
pub(super) fn is_needed(place: usize, bounds: &[Bound]) -> bool {
    let stands = |sum: &Affine| sum.terms.iter().any(|(_, part)| *part == Part::Sum(place));
    !bounds[place].from.is_empty()
        || !bounds[place].to.is_empty()
        || bounds.iter().any(|bound| bound.is.iter().chain(&bound.from).chain(&bound.to).any(stands))
}

/// An end of a range, where others bound it as well: the largest of them all, or the smallest.
pub(super) fn end(affine: &Affine, others: &[Affine], bounds: &[Bound], row: &'static Function) -> Layout {
    let largest = row == &MAX;
    let mut all: Vec<&Affine> = Vec::with_capacity(1 + others.len());
    for one in std::iter::once(affine).chain(others) {
        // Of those that differ by a number, one counts.
        let rival = all.iter_mut().find(|rival| {
            let mut gap = one.clone();
            gap.add(-1, rival);
            gap.terms.is_empty()
        });
        match rival {
            Some(rival) if (one.constant > rival.constant) == largest => *rival = one,
            Some(_) => {}
            None => all.push(one),
        }
    }
    let all: Vec<Layout> = all.into_iter().map(|one| layout(one, bounds)).collect();
    match all.as_slice() {
        [only] => only.clone(),
        all => ArraySetter::call(function::id(row), 0, all).layout,
    }
}

fn name<'a>(part: &'a Part, bounds: &'a [Bound]) -> &'a str {
    match part {
        Part::Sum(place) => &bounds[*place].name,
        Part::Outer(name, _) | Part::Size(name) => name,
    }
}

/// What is added stands before what is taken away.
fn in_order(of: &Affine) -> Vec<&(i64, Part)> {
    let (mut first, last): (Vec<_>, Vec<_>) = of.terms.iter().partition(|(times, _)| *times > 0);
    first.extend(last);
    first
}

/// `q-i+1`
pub(super) fn written(of: &Affine, bounds: &[Bound]) -> String {
    let terms = in_order(of).into_iter().map(|(times, part)| (*times, name(part, bounds)));
    sum_in_whole_numbers(terms, of.constant)
}

pub(super) fn layout(of: &Affine, bounds: &[Bound]) -> Layout {
    let mut terms: Vec<(bool, Layout)> = in_order(of)
        .into_iter()
        .map(|(times, part)| {
            let layout = Layout::name(name(part, bounds));
            let layout = if times.abs() == 1 {
                layout
            } else {
                let times = Layout::number(Number::plain(&times.abs().to_string()));
                Layout::joined(&[times, layout], Operator::Dot)
            };
            (*times < 0, layout)
        })
        .collect();
    if of.constant != 0 || terms.is_empty() {
        let number = (of.constant < 0, Layout::number(Number::plain(&of.constant.abs().to_string())));
        // What is added stands first: `4 - j`.
        let starts = of.constant > 0 && terms.iter().all(|(minus, _)| *minus);
        terms.insert(if starts { 0 } else { terms.len() }, number);
    }
    ArraySetter::sum(terms).layout
}
