//! Tokens to expressions with arrays.

use chainrule_array::MOST_DEPTH;
use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::graph::Name;
use rustc_hash::FxHashSet;

use super::ast::{Along, Expr, Join, Kind as Node, Place, Range};
use super::parted::{family_of, parted};
use super::vocabulary::{MADE_OF_SIZES, is_constant, norm_called, spread_of, word_called};
use crate::expression::{Wrong, number};
use crate::family::draft::Reduce;
use crate::lexer::{BARS, Kind, Names, Relation, Token};

/// Reads expressions of one statement.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) names: &'a Names,
    /// The names of quantities.
    pub(super) known_names: &'a FxHashSet<String>,
    /// Whether a quantity T is declared that is no number.
    pub(super) t_is_array: bool,
    /// Names that have a value, and those of sizes.
    pub(super) valued: &'a FxHashSet<String>,
    pub(super) at: usize,
    pub(super) depth: u32,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Where the next token stands, or the end of the statement.
    pub(super) fn here(&self) -> Span {
        let end = self.tokens.last().map_or(0, |token| token.span.end as usize);
        self.tokens.get(self.at).map_or(Span::at(end), |token| token.span)
    }

    pub(super) fn take(&mut self, kind: Kind) -> bool {
        let found = self.peek() == Some(kind);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expected(&self, what: &str) -> Wrong {
        let here = self.here();
        let found = if here.start == here.end {
            "the statement ends".to_owned()
        } else {
            format!("found `{}`", &self.text[here.range()])
        };
        let wrong = Diagnostic::error(&code::EXPECTED, here, format!("expected {what}, {found}"));
        if let Some(help) = self.sign_of_sums() {
            return wrong.help(help).into();
        }
        if self.peek() == Some(Kind::Open(b'[')) {
            return wrong
                .help("entries are taken of names: give it a name, `B = …`, and write `B[1,1]`")
                .into();
        }
        wrong.into()
    }

    /// A whole expression.
    pub(super) fn expression(&mut self) -> Result<Expr, Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            let message = format!("brackets and powers are nested deeper than {MOST_DEPTH}");
            let wrong = Diagnostic::error(&code::TOO_DEEP, self.here(), message);
            return Err(wrong.help("name the inner parts, and use the names").into());
        }
        let sum = self.sum();
        self.depth -= 1;
        sum
    }

    fn sum(&mut self) -> Result<Expr, Wrong> {
        let mut terms = Vec::new();
        let mut negative = false;
        let start = self.here();
        if self.take(Kind::Plus) {
            return Err(Diagnostic::error(&code::EXPECTED, start, "a sum begins with a term").into());
        }
        loop {
            let mut term = self.product()?;
            // A minus belongs to the whole first term: `-x*y` is `-(x*y)`.
            if let (Node::Product(factors), true) = (&mut *term.kind, terms.is_empty())
                && let Some((_, first)) = factors.first_mut()
                && let Node::Negative(inner) = &*first.kind
            {
                let inner = inner.clone();
                *first = inner;
                let span = term.span;
                term = Expr::new(Node::Negative(term), span);
            }
            terms.push((negative, term));
            negative = match self.peek() {
                Some(Kind::Plus) => false,
                Some(Kind::Minus) => true,
                _ => break,
            };
            self.at += 1;
        }
        if terms.len() == 1 {
            return Ok(terms.remove(0).1);
        }
        let span = terms[0].1.span.to(terms[terms.len() - 1].1.span);
        Ok(Expr::new(Node::Sum(terms), span))
    }

    fn product(&mut self) -> Result<Expr, Wrong> {
        let mut factors = vec![(Join::Times, self.factor()?)];
        let mut divided = false;
        loop {
            let sign = self.here();
            let join = match self.peek() {
                Some(Kind::Times) => match &self.text[sign.range()] {
                    "⊙" | ".*" | "∘" => Join::Each,
                    _ => Join::Times,
                },
                Some(Kind::Slash) => match &self.text[sign.range()] {
                    "⊘" | "./" => Join::EachOver,
                    _ => Join::Over,
                },
                Some(
                    Kind::Number
                    | Kind::Name(_)
                    | Kind::Member(_)
                    | Kind::Open(b'(' | BARS)
                    | Kind::Root
                    | Kind::Partial,
                ) => {
                    if divided {
                        let message =
                            "a factor side by side behind a quotient could stand above or below the line";
                        return Err(Diagnostic::error(&code::AMBIGUOUS_DIVISION, sign, message)
                            .help("write `*` and brackets")
                            .into());
                    }
                    let beside = self.factor()?;
                    if let Some((_, before)) = factors.last() {
                        self.no_numbers_side_by_side(before, &beside)?;
                        self.no_loose_words(before, &beside)?;
                    }
                    factors.push((Join::Times, beside));
                    continue;
                }
                _ => break,
            };
            self.at += 1;
            divided = join == Join::Over;
            factors.push((join, self.factor()?));
        }
        if factors.len() == 1 {
            return Ok(factors.remove(0).1);
        }
        let span = factors[0].1.span.to(factors[factors.len() - 1].1.span);
        Ok(Expr::new(Node::Product(factors), span))
    }

    fn factor(&mut self) -> Result<Expr, Wrong> {
        let start = self.here();
        if self.take(Kind::Minus) {
            self.enter()?;
            let inner = self.factor()?;
            self.depth -= 1;
            let span = start.to(inner.span);
            return Ok(Expr::new(Node::Negative(inner), span));
        }
        let mut base = self.primary()?;
        loop {
            if self.is_method() {
                base = self.method(base)?;
                continue;
            }
            if self.is_part_of(&base) {
                let (at, last) = self.indices()?;
                let span = base.span.to(last);
                base = Expr::new(Node::PartOf(base, at), span);
                continue;
            }
            if let Some(Kind::Superscript(power)) = self.peek() {
                let span = self.here();
                self.at += 1;
                let exponent = Expr::new(Node::Number(Rational::from_integer(i64::from(power))), span);
                let whole = base.span.to(span);
                base = Expr::new(Node::Power(base, exponent, false), whole);
                continue;
            }
            if self.peek() == Some(Kind::Prime) {
                return Err(self.prime_behind(&base));
            }
            if self.peek() != Some(Kind::Caret) {
                return Ok(base);
            }
            let each = &self.text[self.here().range()] == ".^";
            self.at += 1;
            self.enter()?;
            base = self.raised(base, each)?;
            self.depth -= 1;
        }
    }

    pub(super) fn enter(&mut self) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            let message = format!("signs and powers are nested deeper than {MOST_DEPTH}");
            return Err(Diagnostic::error(&code::TOO_DEEP, self.here(), message).into());
        }
        Ok(())
    }

    pub(super) fn primary(&mut self) -> Result<Expr, Wrong> {
        let span = self.here();
        if let Some(found) = self.derivative() {
            return Ok(found);
        }
        if let Some(wrong) = self.almost_derivative() {
            return Err(wrong.into());
        }
        match self.peek() {
            Some(Kind::Number) => {
                self.at += 1;
                let value = number(&self.text[span.range()], span)?;
                Ok(Expr::new(Node::Number(value), span))
            }
            Some(Kind::Name(id)) => {
                self.at += 1;
                let name = match self.names.text(id) {
                    trace @ ("trace" | "Trace" | "Tr") if self.peek() == Some(Kind::Open(b'(')) => {
                        if self.known_names.contains(trace) { trace } else { "tr" }
                    }
                    name => name,
                };
                self.named(name.to_owned(), span)
            }
            Some(Kind::BigOperator) if self.is_sum_called() => {
                self.at += 1;
                self.named("sum".to_owned(), span)
            }
            Some(Kind::Member(id)) => {
                self.at += 1;
                let base = family_of(self.names.text(id)).to_owned();
                let (mut at, mut last) = self.indices()?;
                self.further_indices(&mut at, &mut last)?;
                Ok(Expr::new(Node::Part(base, at), span.to(last)))
            }
            Some(Kind::Open(b'(')) => {
                self.at += 1;
                let mut inner = self.expression()?;
                let last = self.here();
                if !self.take(Kind::Close(b')')) {
                    return Err(self.expected("`)`"));
                }
                inner.span = span.to(last);
                Ok(inner)
            }
            Some(Kind::Open(b'[')) => self.literal(),
            Some(Kind::Open(BARS)) => self.between_bars(),
            Some(Kind::Relation(Relation::Less)) => {
                let wrong = Diagnostic::error(&code::EXPECTED, span, "`<` is no bracket here");
                Err(wrong.help("write `x^T*y` for the inner product").into())
            }
            Some(Kind::Root) => {
                self.at += 1;
                self.enter()?;
                let inner = self.primary()?;
                self.depth -= 1;
                let whole = span.to(inner.span);
                Ok(called(function::rows::power::SQRT.name, inner, whole))
            }
            _ => Err(self.expected("a number, a name or `(`")),
        }
    }

    /// `[1,2]` right behind `W[l]`: an entry of a member.
    pub(super) fn further_indices(&mut self, at: &mut Vec<Place>, last: &mut Span) -> Result<(), Wrong> {
        while self.peek() == Some(Kind::Open(b'[')) && self.here().start == last.end {
            let (more, end) = self.indices()?;
            at.extend(more);
            *last = end;
        }
        Ok(())
    }

    /// A name: of a quantity, an entry of one, or of a function with its arguments.
    fn named(&mut self, name: String, span: Span) -> Result<Expr, Wrong> {
        let parts = Name::from_canonical(&name);
        if !(parts.member().is_empty() && parts.label().is_empty()) {
            let (base, mut at) = parted(&name);
            let mut last = span;
            self.further_indices(&mut at, &mut last)?;
            let kind = if at.is_empty() { Node::Name(base) } else { Node::Part(base, at) };
            return Ok(Expr::new(kind, span.to(last)));
        }
        let mut primes = 0u8;
        let mut last = span;
        while self.peek() == Some(Kind::Prime) {
            last = self.here();
            primes = primes.saturating_add(1);
            self.at += 1;
        }
        let is_function = word_called(&name).is_some()
            || function::find(&name).is_some()
            || MADE_OF_SIZES.contains(&name.as_str())
            || norm_called(&name).is_some();
        // `np.sum`: the text of the name begins with the library.
        let is_program = self.text[span.range()].contains('.');
        let is_call = is_program
            || self.peek() == Some(Kind::Open(b'('))
                && (!self.known_names.contains(&name) || is_function)
                && (is_function || self.here().start == last.end);
        if !is_call {
            if is_function && !self.known_names.contains(&name) && !is_constant(&name) {
                return Err(self.no_argument(&name, span));
            }
            if primes > 0 {
                return Err(Diagnostic::error(&code::PRIME, last, "a prime belongs to a function")
                    .help(format!("write `{name}^T` for the transpose"))
                    .into());
            }
            if self.peek() == Some(Kind::Open(b'(')) && self.here().start == last.end {
                let message = format!("`{name}` is no function");
                return Err(Diagnostic::error(&code::NOT_A_FUNCTION, span, message)
                    .help(format!("write `{name}*(…)` for a product"))
                    .into());
            }
            return Ok(Expr::new(Node::Name(name), span));
        }
        self.at += 1;
        let mut given = self.arguments()?;
        let end = given.end;
        if let [Expr { kind, .. }] = given.list.as_mut_slice()
            && let (Node::SumFor(body, ranges), true) = (&**kind, given.runs)
        {
            let is_mean = Reduce::find(&name) == Some(Reduce::Mean);
            if is_mean && given.along == Along::Lines(Over::All) && ranges.iter().all(|range| !range.open) {
                return Ok(mean(body.clone(), ranges.clone(), span.to(end)));
            }
            let is_extreme = matches!(Reduce::find(&name), Some(Reduce::Largest | Reduce::Smallest));
            if is_extreme && given.along == Along::Lines(Over::All) && ranges.iter().all(|range| !range.open)
            {
                let (arguments, over) = (given.list, Along::Terms);
                return Ok(Expr::new(Node::Call { name, primes, arguments, over }, span.to(end)));
            }
            if name != "sum" || given.along != Along::Lines(Over::All) {
                let message = format!("`{name}` is not taken of a family beside declared shapes");
                let wrong = Diagnostic::error(&code::NOT_WITH_SHAPES, span.to(end), message);
                if let Some(help) = spread_of(&name) {
                    return Err(help.iter().fold(wrong, |wrong, line| wrong.help(*line)).into());
                }
                return Err(wrong.help("write `sum(… for i in 1..n)`, or take it of a vector").into());
            }
            return Ok(Expr::new(Node::SumFor(body.clone(), ranges.clone()), span.to(end)));
        }
        if name == "I"
            && self.peek() == Some(Kind::Open(b'['))
            && let [size] = given.list.as_slice()
        {
            let size = size.clone();
            let (at, last) = self.indices()?;
            return Ok(Expr::new(Node::RowsOfIdentity(size, at), span.to(last)));
        }
        let whole = span.to(end);
        if is_program || given.order.is_some() || given.is_written_as_in_programs(&name) {
            return self.of_a_program(&name, given, whole);
        }
        if let Some(along) = self.axis_by_number(&name, &given, whole)? {
            given.list.pop();
            given.along = along;
        }
        Ok(Expr::new(Node::Call { name, primes, arguments: given.list, over: given.along }, whole))
    }
}

/// A function of one array.
pub(super) fn called(name: &str, of: Expr, span: Span) -> Expr {
    let over = Along::Lines(Over::All);
    Expr::new(Node::Call { name: name.to_owned(), primes: 0, arguments: vec![of], over }, span)
}

/// The mean of terms: their sum over how many they are.
fn mean(body: Expr, ranges: Vec<Range>, span: Span) -> Expr {
    let one = || Expr::new(Node::Number(Rational::one()), span);
    let count = |range: &Range| match &*range.from.kind {
        Node::Number(from) if *from == Rational::one() => range.to.clone(),
        _ => {
            let terms = vec![(false, range.to.clone()), (true, range.from.clone()), (false, one())];
            Expr::new(Node::Sum(terms), span)
        }
    };
    let mut factors: Vec<(Join, Expr)> = ranges.iter().map(|range| (Join::Over, count(range))).collect();
    factors.insert(0, (Join::Times, Expr::new(Node::SumFor(body, ranges), span)));
    Expr::new(Node::Product(factors), span)
}
