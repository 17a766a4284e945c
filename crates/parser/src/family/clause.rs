//! `for l in 1..N, j in 1..8`: the indices of a statement and what they run over.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::index::{NoIndex, Placed};
use super::index_reader::{self, Index, Indices};
use crate::lexer::{Keyword, Kind, Names, Token};
use crate::wrong::Wrong;

/// One index and what it runs over.
#[derive(Clone, Debug)]
pub struct Range {
    /// The index, by its place among the values.
    pub index: usize,
    /// The first value.
    pub lower: Placed,
    /// The last value.
    pub upper: Placed,
}

/// A statement has at most so many indices, those of its sums included.
pub const MOST_INDICES: usize = 64;

/// All families and sums of a worksheet have at most so many instances and terms together. To read that many takes some
/// five seconds and 1.7 GB.
pub const MOST_INSTANCES: u64 = 5_000_000;

/// Refuses ranges that are plainly too large, before anything is made. Only ends without other indices are looked at.
///
/// # Errors
/// The product of their lengths is above [`MOST_INSTANCES`].
pub fn check_size(ranges: &[Range]) -> Result<(), Wrong> {
    let mut size = 1u64;
    for range in ranges {
        let is_constant = |end: &Placed| end.expr.indices().next().is_none();
        if !is_constant(&range.lower) || !is_constant(&range.upper) {
            continue;
        }
        if let (Ok(lower), Ok(upper)) = (range.lower.expr.value(&[]), range.upper.expr.value(&[])) {
            let length = u64::try_from(upper.saturating_sub(lower).saturating_add(1)).unwrap_or(0);
            size = size.saturating_mul(length);
        }
    }
    match (ranges.first(), ranges.last()) {
        (Some(first), Some(last)) if size > MOST_INSTANCES => {
            Err(Box::new(too_many(first.lower.span.to(last.upper.span))))
        }
        (_, _) => Ok(()),
    }
}

/// What to say where there are more.
pub fn too_many(span: Span) -> Diagnostic {
    let message =
        format!("the families and sums of a worksheet may have up to {MOST_INSTANCES} instances and terms");
    Diagnostic::error(&code::TOO_MANY_MEMBERS, span, message).help("let the indices run over fewer values")
}

/// Reads what follows `for`, up to the end of the tokens; the indices named are in scope after it.
///
/// # Errors
/// It is not written like one, or names an index that has a meaning already.
pub fn read(
    tokens: &[Token],
    text: &str,
    names: &Names,
    indices: &mut Indices,
    is_quantity: &dyn Fn(&str) -> Option<Span>,
) -> Result<Vec<Range>, Wrong> {
    let mut ranges = Vec::new();
    let (mut start, mut depth) = (1, 0usize);
    for at in 1..=tokens.len() {
        match tokens.get(at).map(|token| token.kind) {
            Some(Kind::Open(_)) => depth += 1,
            Some(Kind::Close(_)) => depth = depth.saturating_sub(1),
            Some(Kind::Comma) if depth == 0 => {}
            Some(_) => continue,
            None => {}
        }
        let ends = at == tokens.len() || (depth == 0 && tokens[at].kind == Kind::Comma);
        if ends {
            let before = tokens[start - 1].span;
            ranges.push(one(&tokens[start..at], before, text, names, indices, is_quantity)?);
            start = at + 1;
        }
    }
    Ok(ranges)
}

fn shape(span: Span, message: &str) -> Wrong {
    Box::new(Diagnostic::error(&code::EXPECTED, span, message).help("write `for l in 1..50`"))
}

fn one(
    tokens: &[Token],
    before: Span,
    text: &str,
    names: &Names,
    indices: &mut Indices,
    is_quantity: &dyn Fn(&str) -> Option<Span>,
) -> Result<Range, Wrong> {
    let after = Span::at(before.end as usize);
    let Some(Token { kind: Kind::Name(name), span }) = tokens.first().copied() else {
        return Err(shape(
            tokens.first().map_or(after, |token| token.span),
            "expected the name of an index after `for`",
        ));
    };
    if tokens.get(1).map(|token| token.kind) != Some(Kind::Keyword(Keyword::In)) {
        let place = tokens.get(1).map_or(Span::at(span.end as usize), |token| token.span);
        return Err(shape(place, "expected `in` and what the index runs over"));
    }
    let dots = tokens.iter().position(|token| token.kind == Kind::DotDot);
    let Some(dots) = dots else {
        let last = tokens[tokens.len() - 1].span;
        return Err(shape(
            Span::at(last.end as usize),
            "an index runs over whole numbers, from the first to the last: `1..50`",
        ));
    };
    let lower = index_reader::read(&tokens[2..dots], tokens[dots].span, text, names, indices)?;
    let upper = index_reader::read(&tokens[dots + 1..], tokens[dots].span, text, names, indices)?;
    let text = names.text(name);
    if let Some(earlier) = indices.named.iter().find(|index| index.in_scope && index.name == name) {
        return Err(Box::new(
            Diagnostic::error(
                &code::INDEX_NAME,
                span,
                format!("`{text}` is an index of this statement already"),
            )
            .also(earlier.span, "first named here")
            .help("choose another name for one of the two"),
        ));
    }
    if text.contains(['[', '^']) {
        return Err(shape(span, "the name of an index is a plain name, such as `l`"));
    }
    if indices.constants.contains_key(&name) {
        return Err(Box::new(
            Diagnostic::error(
                &code::INDEX_NAME,
                span,
                format!("`{text}` is a constant, so it can't be an index"),
            )
            .help("choose another name for the index"),
        ));
    }
    if let Some(place) = is_quantity(text) {
        return Err(Box::new(
            Diagnostic::error(
                &code::INDEX_NAME,
                span,
                format!("`{text}` is the name of a quantity and of an index"),
            )
            .also(place, "a quantity here")
            .help("choose another name for the index: it could be read both ways"),
        ));
    }
    if indices.named.len() >= MOST_INDICES {
        let message = format!("a statement may have up to {MOST_INDICES} indices");
        return Err(Box::new(Diagnostic::error(&code::TOO_MANY_MEMBERS, span, message).help("split it")));
    }
    let index = indices.named.len();
    indices.named.push(Index { name, span, in_scope: true });
    Ok(Range { index, lower, upper })
}

/// The message for an index that has no value.
pub fn no_index(why: NoIndex, span: Span, at: &str) -> Diagnostic {
    let message = match why {
        NoIndex::Fraction(above, below) => format!("{above}/{below} is no whole number{at}"),
        NoIndex::DivisionByZero => format!("this index divides by 0{at}"),
        NoIndex::TooLarge => format!("this index is larger than {}{at}", super::index::LARGEST_INDEX),
    };
    Diagnostic::error(&code::BAD_INDEX, span, message).help("an index is a whole number")
}

/// Goes through all values of some indices, the last index fastest.
#[derive(Debug)]
pub struct Odometer<'ranges> {
    ranges: &'ranges [Range],
    uppers: Vec<i64>,
    started: bool,
    /// Values that led to nothing.
    idle: u64,
}

impl<'ranges> Odometer<'ranges> {
    /// Before the first values.
    pub fn new(ranges: &'ranges [Range]) -> Self {
        Self { ranges, uppers: vec![0; ranges.len()], started: false, idle: 0 }
    }

    /// Puts the next values; answers whether there were any.
    ///
    /// # Errors
    /// An end of a range has no value.
    pub fn next(&mut self, values: &mut [i64]) -> Result<bool, Wrong> {
        let mut at;
        if self.started {
            let Some(next) = self.count_up(self.ranges.len(), values) else { return Ok(false) };
            at = next;
        } else {
            self.started = true;
            at = 0;
        }
        while at < self.ranges.len() {
            let range = &self.ranges[at];
            let end =
                |end: &Placed| end.expr.value(values).map_err(|why| Box::new(no_index(why, end.span, "")));
            let (lower, upper) = (end(&range.lower)?, end(&range.upper)?);
            if lower <= upper {
                values[range.index] = lower;
                self.uppers[at] = upper;
                at += 1;
                continue;
            }
            self.idle += 1;
            if self.idle > MOST_INSTANCES {
                return Err(Box::new(too_many(range.lower.span.to(range.upper.span))));
            }
            // Nothing here: the next value of an index before.
            let Some(next) = self.count_up(at, values) else { return Ok(false) };
            at = next;
        }
        Ok(true)
    }

    /// Counts up the last index before this place that has more values, and answers the place behind it.
    fn count_up(&self, before: usize, values: &mut [i64]) -> Option<usize> {
        let has_more = |&at: &usize| values[self.ranges[at].index] < self.uppers[at];
        let at = (0..before).rev().find(has_more)?;
        values[self.ranges[at].index] += 1;
        Some(at + 1)
    }
}
