//! Formulas cut into rows, rows into claims, and claims into sides with relations between them.

use std::ops::Range;

use crate::connecting::is_connecting;
use crate::layout::ENVIRONMENT;
use crate::macros::group_end;
use crate::token::{Kind, Token};

/// What stands between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `\approx`
    About,
    /// `<`
    Less,
    /// `\le`
    AtMost,
    /// `>`
    Greater,
    /// `\ge`
    AtLeast,
    /// `\ll`
    MuchLess,
    /// `\gg`
    MuchGreater,
    /// `:=`, `\leftarrow`: the left side gets the value of the right one.
    Assign,
    /// `\to`, `\in`, `\ne`: nothing that is judged.
    None,
}

impl Relation {
    /// As it is printed.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::About => "≈",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
            Self::MuchLess => "≪",
            Self::MuchGreater => "≫",
            Self::Assign => ":=",
            Self::None => "",
        }
    }
}

/// A relation and where it stands among the tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Which.
    pub relation: Relation,
    /// Its tokens.
    pub place: Range<usize>,
}

/// Sides with relations between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The tokens of each side; the first one is empty where the claim continues what stands above.
    pub sides: Vec<Range<usize>>,
    /// One less than sides.
    pub signs: Vec<Sign>,
    /// The word behind which it stands: `if`, `where`.
    pub word: Option<Box<str>>,
    /// Whether its last side is one of a list: `i = 1, 2, 3`.
    pub is_list: bool,
    /// Whether it is one side of `\iff`: it says when something holds, not that it does.
    pub is_equivalent: bool,
}

/// One row of a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its claims, in order.
    pub claims: Vec<Claim>,
}

/// Cuts plain tokens into rows.
pub fn rows(tokens: &[Token]) -> Vec<Row> {
    let mut all = Vec::new();
    let mut start = 0;
    let (mut braces, mut environments) = (0_usize, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Open => braces += 1,
            Kind::Close => braces = braces.saturating_sub(1),
            Kind::Command(name) if &**name == ENVIRONMENT => environments += 1,
            Kind::Command(name) if &**name == "end" => environments = environments.saturating_sub(1),
            Kind::Row if braces == 0 && environments == 0 => {
                all.push(row(tokens, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(row(tokens, start..tokens.len()));
    all.retain(|row| !row.claims.is_empty());
    all
}

/// The range without braces around all of it: `\boxed{a = b}`.
fn unwrapped(tokens: &[Token], mut range: Range<usize>) -> Range<usize> {
    loop {
        let inner = trimmed(tokens, range.clone());
        let is_group = inner.len() > 2 && tokens[inner.start].kind == Kind::Open;
        // Of one group inside another, as deep as they may be, the end is looked for once in each.
        if !is_group
            || group_end(&tokens[..inner.end], inner.start) + 1 != inner.end
            || inner.len() > LONGEST_GROUP
        {
            return range;
        }
        range = inner.start + 1..inner.end - 1;
    }
}

/// Groups of so many tokens may stand around a whole row.
const LONGEST_GROUP: usize = 2_000;

/// A piece of a row between separators.
struct Piece {
    range: Range<usize>,
    word: Option<Box<str>>,
    behind_comma: bool,
    is_equivalent: bool,
}

/// How deep a place stands in brackets and in environments.
#[derive(Default)]
struct Nesting {
    depth: usize,
    environments: usize,
}

impl Nesting {
    /// Goes past a token.
    fn pass(&mut self, token: &Kind) {
        match token {
            Kind::Open | Kind::Char('(' | '[') => self.depth += 1,
            Kind::Close | Kind::Char(')' | ']') => self.depth = self.depth.saturating_sub(1),
            Kind::Command(name) if matches!(&**name, "{" | "langle") => self.depth += 1,
            Kind::Command(name) if matches!(&**name, "}" | "rangle") => {
                self.depth = self.depth.saturating_sub(1);
            }
            Kind::Command(name) if &**name == ENVIRONMENT => self.environments += 1,
            Kind::Command(name) if &**name == "end" => {
                self.environments = self.environments.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn is_outside(&self) -> bool {
        self.depth == 0 && self.environments == 0
    }
}

fn row(tokens: &[Token], range: Range<usize>) -> Row {
    let range = unwrapped(tokens, range);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open =
        Piece { range: range.start..range.start, word: None, behind_comma: false, is_equivalent: false };
    let mut nesting = Nesting::default();
    let mut open_has_relation = false;
    for at in range.clone() {
        let token = &tokens[at];
        let mut word = None;
        let mut is_comma = false;
        nesting.pass(&token.kind);
        // `x &=& 1` has its relation in a column of its own.
        let behind_relation = at > open.range.start && relation(&tokens[at - 1..range.end]).is_some();
        let has_relation = open_has_relation && !behind_relation;
        open_has_relation |= nesting.is_outside() && relation(&tokens[at..range.end]).is_some();
        let separates = nesting.is_outside()
            && match &token.kind {
                Kind::Char(',' | ';') => {
                    is_comma = true;
                    true
                }
                // `at x = 2: …`
                Kind::Char(':') => {
                    let is_number = |token: Option<&Token>| {
                        token.is_some_and(|token| matches!(token.kind, Kind::Number(_)))
                    };
                    // `4:6:3` is a ratio, `x = 2: 3 + 4` is not.
                    let is_close = tokens.get(at + 1).is_some_and(|next| next.start == token.end);
                    let is_ratio = is_close
                        && is_number(tokens.get(at.wrapping_sub(1)))
                        && is_number(tokens.get(at + 1));
                    !is_ratio && !tokens.get(at + 1).is_some_and(|next| next.is_char('='))
                }
                Kind::Command(name) => {
                    matches!(&**name, "quad" | "Rightarrow" | "Leftrightarrow" | "forall" | "mid" | "because")
                        || (&**name == "to" && is_consequence(tokens, (open.range.start..range.end, at)))
                }
                // The next column of equations, or what is said beside one: `x = 1 && \text{rule}`.
                Kind::Align => {
                    tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Align)
                        && relation(&tokens[at + 2..range.end.max(at + 2)]).is_none()
                        || (has_relation && begins_equation(&tokens[at + 1..range.end]))
                }
                Kind::Text(text) => {
                    let trimmed = text.trim();
                    let is_word = is_connecting(trimmed);
                    if is_word {
                        word = Some(trimmed.into());
                    }
                    is_word
                }
                _ => false,
            };
        if separates {
            open_has_relation = false;
            open.range.end = at;
            let is_equivalent = token.is_command("Leftrightarrow");
            open.is_equivalent |= is_equivalent;
            let next = Piece { range: at + 1..at + 1, word, behind_comma: is_comma, is_equivalent };
            pieces.push(std::mem::replace(&mut open, next));
        }
    }
    open.range.end = range.end;
    pieces.push(open);
    let mut row = Row::default();
    for piece in pieces {
        let Piece { range, word, behind_comma, is_equivalent } = piece;
        let range = trimmed(tokens, range);
        if range.is_empty() {
            continue;
        }
        let claim = Claim { is_equivalent, ..claim(tokens, range.clone(), word) };
        if claim.signs.is_empty() {
            // `i = 1, 2, 3`
            if behind_comma
                && !is_number_of_equation(&tokens[range])
                && let Some(last) = row.claims.last_mut()
            {
                last.is_list = true;
            }
        } else {
            row.claims.push(claim);
        }
    }
    row
}

/// Whether an arrow stands between two equations: `f(x) = x^2 \rightarrow f'(x) = 2x`.
fn is_consequence(tokens: &[Token], (range, arrow): (Range<usize>, usize)) -> bool {
    const NEAR: usize = 400;
    let has_equality = |range: Range<usize>| {
        let mut nesting = Nesting::default();
        tokens[range].iter().any(|token| {
            nesting.pass(&token.kind);
            nesting.is_outside() && token.is_char('=')
        })
    };
    let start = arrow.saturating_sub(NEAR).max(range.start);
    let end = (arrow + NEAR).min(range.end);
    has_equality(start..arrow) && has_equality(arrow + 1..end)
}

/// Whether the column that begins here is the left side of an equation, `& y &= 2`, or the empty one of a row that goes on.
fn begins_equation(tokens: &[Token]) -> bool {
    let mut nesting = Nesting::default();
    for (at, token) in tokens.iter().enumerate() {
        nesting.pass(&token.kind);
        if !nesting.is_outside() {
            continue;
        }
        if token.kind == Kind::Align {
            return relation(&tokens[at + 1..]).is_some();
        }
        if relation(&tokens[at..]).is_some() {
            return false;
        }
    }
    false
}

/// `(3)`: the number of an equation.
fn is_number_of_equation(tokens: &[Token]) -> bool {
    matches!(
        tokens,
        [
            Token { kind: Kind::Char('('), .. },
            Token { kind: Kind::Number(_), .. },
            Token { kind: Kind::Char(')'), .. }
        ]
    )
}

/// The range without signs of alignment at its ends, full stops, and the number of an equation behind dots.
fn trimmed(tokens: &[Token], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && matches!(tokens[range.start].kind, Kind::Align) {
        range.start += 1;
    }
    loop {
        let tokens = &tokens[range.clone()];
        let Some(last) = tokens.last() else { return range };
        if matches!(last.kind, Kind::Align | Kind::Char('.' | ':')) {
            range.end -= 1;
        } else if tokens.len() > 3
            && is_number_of_equation(&tokens[tokens.len() - 3..])
            && tokens[tokens.len() - 4].is_command("dots")
        {
            range.end -= 3;
        } else if last.is_command("dots") && tokens.len() > 1 && !ends_open(&tokens[tokens.len() - 2]) {
            range.end -= 1;
        } else {
            return range;
        }
    }
}

/// Whether something must follow: dots behind an operator are part of the formula.
fn ends_open(token: &Token) -> bool {
    matches!(token.kind, Kind::Char('+' | '-' | '=' | '/' | ','))
        || token.is_command("cdot")
        || token.is_command("times")
}

fn claim(tokens: &[Token], range: Range<usize>, word: Option<Box<str>>) -> Claim {
    let mut claim = Claim { word, ..Claim::default() };
    let mut start = range.start;
    let mut nesting = Nesting::default();
    let mut at = range.start;
    while at < range.end {
        nesting.pass(&tokens[at].kind);
        let found = if nesting.is_outside() { relation(&tokens[at..range.end]) } else { None };
        let Some((relation, length)) = found else {
            at += 1;
            continue;
        };
        claim.sides.push(without_alignment(tokens, start..at));
        claim.signs.push(Sign { relation, place: at..at + length });
        at += length;
        start = at;
    }
    claim.sides.push(without_alignment(tokens, start..range.end));
    claim
}

fn without_alignment(tokens: &[Token], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && tokens[range.start].kind == Kind::Align {
        range.start += 1;
    }
    while range.start < range.end && tokens[range.end - 1].kind == Kind::Align {
        range.end -= 1;
    }
    range
}

/// The relation at the start, and how many tokens it takes.
pub fn relation(tokens: &[Token]) -> Option<(Relation, usize)> {
    let next = |offset: usize, sign: char| {
        // A sign of alignment may stand between the two.
        tokens.get(offset).is_some_and(|token| token.is_char(sign))
    };
    let first = tokens.first()?;
    Some(match &first.kind {
        Kind::Char('=') if next(1, '=') => (Relation::Equal, 2),
        Kind::Char('=') if next(1, '>') => (Relation::None, 2),
        Kind::Char('=') => (Relation::Equal, 1),
        Kind::Char(':') if next(1, '=') => (Relation::Assign, 2),
        Kind::Char('<') if next(1, '=') => (Relation::AtMost, 2),
        Kind::Char('<') if next(1, '<') => (Relation::MuchLess, 2),
        Kind::Char('<') => (Relation::Less, 1),
        Kind::Char('>') if next(1, '=') => (Relation::AtLeast, 2),
        Kind::Char('>') if next(1, '>') => (Relation::MuchGreater, 2),
        Kind::Char('>') => (Relation::Greater, 1),
        Kind::Command(name) => match &**name {
            "approx" => (Relation::About, 1),
            "le" => (Relation::AtMost, 1),
            "less" => (Relation::Less, 1),
            "ge" => (Relation::AtLeast, 1),
            "greater" => (Relation::Greater, 1),
            "ll" => (Relation::MuchLess, 1),
            "gg" => (Relation::MuchGreater, 1),
            "equiv" => (Relation::Equal, 1),
            "assign" | "gets" => (Relation::Assign, 1),
            "to" | "in" | "sim" | "propto" | "ne" | "notin" | "subset" | "subseteq" | "perp" | "parallel" => {
                (Relation::None, 1)
            }
            _ => return None,
        },
        _ => return None,
    })
}
