//! `dL/dw`, `∂L/∂w`, `d^2L/dw^2`, `∂²L/∂w1∂w2`: derivatives, written like divisions.

use chainrule_diagnostic::Span;

use crate::token::{Kind, Names, Token};

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The name; for a member of a family with indices to be worked out, the pattern of the family.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The token of such a member, from the first token of the derivative.
    pub member: Option<usize>,
}

/// A derivative as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotient {
    /// What is derived, and where its name stands.
    pub of: Placed,
    /// By what, outermost first; a name stands once for each order.
    pub by: Vec<Placed>,
    /// The names with their `d`, where the same text could be a division of quantities: `dL`, `dw`.
    pub plain: Option<(String, String)>,
    /// Where it stands.
    pub span: Span,
    /// How many tokens it takes.
    pub length: usize,
}

impl Quotient {
    /// All names in it.
    pub fn names(&self) -> impl Iterator<Item = &Placed> {
        std::iter::once(&self.of).chain(&self.by)
    }
}

/// Reads a derivative at the start of the tokens, if one stands there.
pub fn read(tokens: &[Token], names: &Names, text: &str) -> Option<Quotient> {
    // Nearly all names begin no derivative; nothing is made for those.
    if let Kind::Name(id) | Kind::Member(id) = tokens.first()?.kind
        && !names.text(id).starts_with(['d', 'p'])
    {
        return None;
    }
    let mut cursor = Cursor { tokens, names, text, at: 0 };
    let (mark, order, of, plain_of) = cursor.numerator()?;
    cursor.take(Kind::Slash)?;
    let (by, plain_by) = cursor.denominator(mark, order)?;
    if by.len() != order {
        return None;
    }
    let plain = plain_of.zip(plain_by);
    let span = tokens[0].span.to(tokens[cursor.at - 1].span);
    Some(Quotient { of, by, plain, span, length: cursor.at })
}

/// How the `d` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    D,
    Partial,
    Word,
}

struct Cursor<'a> {
    tokens: &'a [Token],
    names: &'a Names,
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    fn take(&mut self, kind: Kind) -> Option<()> {
        (self.peek()? == kind).then(|| self.at += 1)
    }

    fn name(&mut self) -> Option<Placed> {
        let token = self.tokens.get(self.at)?;
        let (id, member) = match token.kind {
            Kind::Name(id) => (id, None),
            Kind::Member(id) => (id, Some(self.at)),
            _ => return None,
        };
        self.at += 1;
        let mut span = token.span;
        if member.is_some() {
            let close = self.at + matching_bracket(&self.tokens[self.at..])?;
            span = span.to(self.tokens[close].span);
            self.at = close + 1;
        }
        Some(Placed { name: self.names.text(id).to_owned(), span, member })
    }

    /// `²` or `^2`; order 1 where neither stands.
    fn order(&mut self) -> Option<usize> {
        let order = match self.peek() {
            Some(Kind::Superscript(power)) => {
                self.at += 1;
                usize::try_from(power).ok()?
            }
            Some(Kind::Caret) => {
                let number = self.tokens.get(self.at + 1).filter(|token| token.kind == Kind::Number)?;
                self.at += 2;
                self.text[number.span.range()].parse().ok()?
            }
            Some(_) | None => 1,
        };
        (1..=MOST_ORDER).contains(&order).then_some(order)
    }

    /// `dL`, `∂L`, `d^2L`, `partial L`.
    fn numerator(&mut self) -> Option<(Mark, usize, Placed, Option<String>)> {
        if self.take(Kind::Partial).is_some() {
            let order = self.order()?;
            return Some((Mark::Partial, order, self.name()?, None));
        }
        let found = self.name()?;
        let first = found.name.as_str();
        if first == "partial" {
            let order = self.order()?;
            return Some((Mark::Word, order, self.name()?, None));
        }
        if first == "d" {
            let higher = matches!(self.peek(), Some(Kind::Superscript(_) | Kind::Caret));
            let order = self.order()?;
            return higher.then_some(()).and_then(|()| Some((Mark::D, order, self.name()?, None)));
        }
        let first = found.name.clone();
        Some((Mark::D, 1, found.without_d()?, Some(first)))
    }

    /// `dw`, `dw^2`, `(dw1 dw2)`, `∂w1∂w2`.
    fn denominator(&mut self, mark: Mark, wanted: usize) -> Option<(Vec<Placed>, Option<String>)> {
        let bracket = self.take(Kind::Open(b'(')).is_some();
        let mut by = Vec::new();
        let mut plain = None;
        while by.len() < wanted {
            let before = self.at;
            let name = match mark {
                Mark::Partial => self.take(Kind::Partial).and_then(|()| self.name()),
                Mark::Word => self.name().filter(|word| word.name == "partial").and_then(|_| self.name()),
                Mark::D => self.name().and_then(|found| {
                    plain = Some(found.name.clone());
                    found.without_d()
                }),
            };
            let Some(name) = name else {
                self.at = before;
                break;
            };
            let order = self.order()?;
            by.extend(std::iter::repeat_n(name, order));
            if matches!(self.peek(), Some(Kind::Times)) && bracket {
                self.at += 1;
            }
        }
        if by.is_empty() || (bracket && self.take(Kind::Close(b')')).is_none()) {
            return None;
        }
        let plain = if by.len() == 1 && !bracket { plain } else { None };
        Some((by, plain))
    }
}

impl Placed {
    /// The name in `dL`, without its d.
    fn without_d(self) -> Option<Self> {
        let name = self.name.strip_prefix('d').filter(|rest| starts_a_name(rest))?.to_owned();
        let Span { start, end } = self.span;
        Some(Self { name, span: Span { start: (start + 1).min(end), end }, member: self.member })
    }
}

/// The place of the bracket that closes the one that is first.
pub(crate) fn matching_bracket(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Derivatives are read up to this order.
pub const MOST_ORDER: usize = 6;

fn starts_a_name(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
}
