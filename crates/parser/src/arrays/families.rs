//! Families: `W[l] in R^(n×n) for l in 1..L`, `h[l] = tanh(W[l]*h[l-1]) for l in 1..L`. The index counts layers, or steps
//! in time; each member is an array of its own, with a name of its own, and what is said of all is written out.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::{Expr, Kind, Place, Range};
use super::parted::parted;
use crate::expression::Wrong;

/// A family is written out into so many members at most, and a sum over one into so many terms.
const MOST_MEMBERS: i64 = 400;

/// The families of a worksheet.
#[derive(Debug, Default)]
pub(super) struct Families {
    /// The names of members, by the name that they share and their index.
    pub(super) members: FxHashMap<(String, i64), String>,
    /// Those whose members are declared by a range: they have no others.
    pub(super) declared: FxHashSet<String>,
    /// The indices that there are.
    indices: FxHashMap<String, Vec<i64>>,
    /// What letters in the ends of ranges stand for: `let L = 3`.
    pub(super) counts: FxHashMap<String, i64>,
    /// Names at the ends of ranges.
    pub(super) bounds: FxHashSet<String>,
}

/// A definition of a family, or by entries: which of them shows when all have been read.
#[derive(Clone, Debug)]
pub(super) struct ByIndices {
    /// The name without indices.
    pub(super) base: String,
    /// Whether the first index stands above, as in `h^{(l)}`.
    pub(super) above: bool,
    pub(super) at: Vec<Place>,
    pub(super) span: Span,
    pub(super) body: Expr,
    pub(super) ranges: Vec<Range>,
}

/// The name of a member.
pub(super) fn member_name(base: &str, above: bool, index: i64) -> String {
    if above { format!("{base}^{{({index})}}") } else { format!("{base}[{index}]") }
}

impl Families {
    pub(super) fn has(&self, base: &str) -> bool {
        self.indices.contains_key(base)
    }

    pub(super) fn add(&mut self, base: &str, index: i64, name: String) {
        if self.members.insert((base.to_owned(), index), name).is_none() {
            self.indices.entry(base.to_owned()).or_default().push(index);
        }
    }

    /// Notes a name such as `h[0]` as that of a member.
    pub(super) fn note(&mut self, name: &str) {
        if let Some((base, index)) = of_member(name) {
            self.add(&base, index, name.to_owned());
        }
    }

    /// The name by which a member is known, however it is written.
    pub(super) fn known_as(&self, name: &str) -> Option<&str> {
        let (base, index) = of_member(name)?;
        self.members.get(&(base, index)).map(String::as_str)
    }

    /// All members, in the order of their indices.
    pub(super) fn all(&self, base: &str) -> Vec<&str> {
        self.indices_of(base).into_iter().filter_map(|index| self.member(base, index)).collect()
    }

    /// The indices of its members, in order.
    pub(super) fn indices_of(&self, base: &str) -> Vec<i64> {
        let mut indices = self.indices.get(base).cloned().unwrap_or_default();
        indices.sort_unstable();
        indices
    }

    pub(super) fn member(&self, base: &str, index: i64) -> Option<&str> {
        self.members.get(&(base.to_owned(), index)).map(String::as_str)
    }

    /// The whole number that an end of a range is.
    pub(super) fn whole(&self, expr: &Expr) -> Option<i64> {
        match &*expr.kind {
            Kind::Number(value) => value.to_i64().filter(|_| value.is_integer()),
            Kind::Name(name) => self.counts.get(name).copied(),
            Kind::Sum(terms) => terms.iter().try_fold(0i64, |sum, (negative, term)| {
                let whole = self.whole(term)?;
                if *negative { sum.checked_sub(whole) } else { sum.checked_add(whole) }
            }),
            Kind::Negative(of) => self.whole(of).map(|number| -number),
            _ => None,
        }
    }

    /// The indices of a range over members.
    pub(super) fn range(&self, range: &Range) -> Result<std::ops::RangeInclusive<i64>, Wrong> {
        if range.open {
            let letter = &range.name;
            let message = format!("nothing says over what `{letter}` runs");
            return Err(Diagnostic::error(&code::UNKNOWN_NAME, range.span, message)
                .help(format!("write `for {letter} in 1..3` behind it"))
                .into());
        }
        let ends = [&range.from, &range.to].map(|end| (end, self.whole(end)));
        for (end, value) in ends {
            if value.is_none() {
                let message =
                    "members of a family are written out one by one, and this end of the range has no number";
                let mut wrong = Diagnostic::error(&code::NOT_WITH_SHAPES, end.span, message);
                if let Kind::Name(name) = &*end.kind {
                    wrong = wrong.help(format!("write `let {name} = 3`"));
                }
                return Err(wrong.into());
            }
        }
        let [from, to] = ends.map(|(_, value)| value.unwrap_or_default());
        if to - from >= MOST_MEMBERS {
            let message =
                format!("`{}` has {} members; up to {MOST_MEMBERS} are read", range.name, to - from + 1);
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, range.span, message).into());
        }
        if to < from {
            let message = format!("this range is empty: it goes from {from} to {to}");
            return Err(Diagnostic::error(&code::NO_MEMBER, range.span, message).into());
        }
        Ok(from..=to)
    }

    /// Whether a letter counts members somewhere in an expression: it is the first index of a family, or stands in it.
    pub(super) fn counts_members(&self, letter: &str, expr: &Expr, defined: Option<&str>) -> bool {
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            if let Kind::Part(base, at) = &*expr.kind {
                let first = at.first();
                let is_shifted = matches!(first, Some(Place::Shifted(terms, _)) if terms.iter().any(|(_, name)| name == letter));
                let is_letter = matches!(first, Some(Place::Letter(name)) if name == letter);
                if (self.has(base) && (is_shifted || is_letter))
                    || (defined == Some(base.as_str()) && is_shifted)
                {
                    return true;
                }
            }
            if let Kind::Derivative { of, of_at, by, at, .. } = &*expr.kind {
                let is_letter = |base: &String, at: &[Place]| {
                    self.has(base) && matches!(at.first(), Some(Place::Letter(name)) if name == letter)
                };
                if is_letter(of, of_at) || is_letter(by, at) {
                    return true;
                }
            }
            stack.extend(expr.parts());
        }
        false
    }
}

/// The family and the index of `h[0]` or `h^{(0)}`.
pub(super) fn of_member(name: &str) -> Option<(String, i64)> {
    let (base, at) = parted(name);
    match at.as_slice() {
        [Place::At(index)] => Some((base, i64::try_from(*index).ok()?)),
        [Place::Shifted(terms, index)] if terms.is_empty() => Some((base, *index)),
        [..] => None,
    }
}

/// Letters with the numbers in their places.
pub(super) type Numbers = [(String, i64)];

/// An index with numbers in the places of letters.
pub(super) fn placed(place: &Place, numbers: &Numbers) -> Result<Place, Wrong> {
    let number = |letter: &str| numbers.iter().find(|(name, _)| name == letter).map(|(_, value)| *value);
    let (terms, constant) = match place {
        Place::Letter(letter) => (vec![(1, letter.clone())], 0),
        Place::Shifted(terms, constant) => (terms.clone(), *constant),
        Place::Chosen(of) => return Ok(Place::Chosen(Box::new(at_numbers(of, numbers)?))),
        Place::All | Place::At(_) | Place::Slice(..) => return Ok(place.clone()),
    };
    let mut sum = constant;
    let mut left = Vec::new();
    for (times, letter) in terms {
        match number(&letter) {
            Some(value) => sum = sum.saturating_add(times.saturating_mul(value)),
            None => left.push((times, letter)),
        }
    }
    Ok(match (left.as_slice(), u64::try_from(sum)) {
        ([], Ok(at)) => Place::At(at),
        ([(1, letter)], Ok(0)) => Place::Letter(letter.clone()),
        _ => Place::Shifted(left, sum),
    })
}

/// An expression with numbers in the places of letters.
pub(super) fn at_numbers(expr: &Expr, numbers: &Numbers) -> Result<Expr, Wrong> {
    expr.rebuilt(&mut |expr| {
        let places = |at: &[Place]| at.iter().map(|place| placed(place, numbers)).collect::<Result<_, _>>();
        Ok(match &*expr.kind {
            Kind::Name(name) => numbers
                .iter()
                .find(|(letter, _)| letter == name)
                .map(|(_, value)| Expr::new(Kind::Number(Rational::from_integer(*value)), expr.span)),
            Kind::Part(base, at) => Some(Expr::new(Kind::Part(base.clone(), places(at)?), expr.span)),
            Kind::SumFor(body, ranges) => {
                // A letter of its own hides the one outside.
                let outer: Vec<(String, i64)> = numbers
                    .iter()
                    .filter(|(letter, _)| ranges.iter().all(|range| range.name != *letter))
                    .cloned()
                    .collect();
                let body = at_numbers(body, &outer)?;
                let ends = |range: &Range| -> Result<Range, Wrong> {
                    let (from, to) = (at_numbers(&range.from, numbers)?, at_numbers(&range.to, numbers)?);
                    Ok(Range { name: range.name.clone(), from, to, open: range.open, span: range.span })
                };
                let ranges = ranges.iter().map(ends).collect::<Result<_, _>>()?;
                Some(Expr::new(Kind::SumFor(body, ranges), expr.span))
            }
            Kind::Derivative { of, of_at, by, then, at } => {
                let (of_at, at) = (places(of_at)?, places(at)?);
                let kind = Kind::Derivative { of: of.clone(), of_at, by: by.clone(), then: then.clone(), at };
                Some(Expr::new(kind, expr.span))
            }
            _ => None,
        })
    })
}
