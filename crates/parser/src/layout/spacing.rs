//! The spaces within a statement, and where a long one is broken.

use pretty::{Arena, DocAllocator, DocBuilder};

use chainrule_diagnostic::Span;

use crate::lexer::{Keyword, Kind, Token};

/// A line is broken where it would be longer.
const WIDTH: usize = 120;

/// The lines of a broken statement behind its first one stand in by so much.
const INDENT: isize = 2;

/// What stands between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Space,
    /// A space at which the line may be broken.
    Break,
}

/// A statement with even spaces.
pub(super) fn statement(tokens: &[Token], text: &str) -> String {
    let arena: Arena<'_> = Arena::new();
    let mut layout: DocBuilder<'_, Arena<'_>> = arena.nil();
    let mut state = State::of(tokens);
    let mut before: Option<Token> = None;
    let long = long_brackets(tokens);
    let mut at = 0;
    while at < tokens.len() {
        let is_long = long[at];
        let (token, used) = whole(&tokens[at..]);
        at += used;
        // The indices of a member stand close.
        let text: String = match token.kind {
            Kind::Member(_) => text[token.span.range()].chars().filter(|c| !c.is_whitespace()).collect(),
            _ => text[token.span.range()].to_owned(),
        };
        if let Some(before) = before {
            let had_space = token.span.start > before.span.end;
            layout = match state.between(before, token, had_space) {
                Between::Nothing => layout,
                Between::Space => layout.append(" "),
                Between::Break => layout.append(arena.softline()),
            };
        }
        state.take(token, is_long);
        layout = layout.append(arena.text(text));
        before = Some(token);
    }
    let mut out = String::new();
    let laid_out = layout.nest(INDENT).group();
    if laid_out.render_fmt(WIDTH, &mut out).is_err() {
        out.clear();
    }
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// For each token, whether it opens a bracket that is too long for a line.
fn long_brackets(tokens: &[Token]) -> Vec<bool> {
    let mut long = vec![false; tokens.len()];
    let mut open: Vec<usize> = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => open.push(place),
            Kind::Close(_) => {
                if let Some(start) = open.pop() {
                    let length = token.span.end.saturating_sub(tokens[start].span.start);
                    long[start] = length as usize >= WIDTH - 20;
                }
            }
            _ => {}
        }
    }
    long
}

/// The token that stands first, a member of a family with its indices, and how many tokens it was scanned into.
fn whole(tokens: &[Token]) -> (Token, usize) {
    let first = tokens[0];
    if !matches!(first.kind, Kind::Member(_)) {
        return (first, 1);
    }
    let (mut depth, mut end) = (0_usize, first.span.end);
    for (place, token) in tokens.iter().enumerate().skip(1) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        end = end.max(token.span.end);
        if depth == 0 {
            let span = Span::new(first.span.start as usize, end as usize);
            return (Token { kind: first.kind, span }, place + 1);
        }
    }
    (first, 1)
}

/// What is open at a place of a statement.
struct State {
    /// The brackets that are open, and whether each is too long for a line.
    open: Vec<(u8, bool)>,
    /// How many brackets were open where the indices of a family began: `for l in 1..N-1`.
    indices: Option<usize>,
    /// Whether an operand must follow, so that a sign belongs to it.
    wants_operand: bool,
    /// Whether the sign just taken belongs to its operand.
    is_sign: bool,
    /// Whether commas and signs at the top may end a line.
    may_break: bool,
}

impl State {
    fn of(tokens: &[Token]) -> Self {
        let may_break = match tokens.first().map(|token| token.kind) {
            Some(Kind::Keyword(keyword)) => {
                matches!(keyword, Keyword::Given | Keyword::Let | Keyword::Claim | Keyword::Derive)
            }
            _ => true,
        };
        Self { open: Vec::new(), indices: None, wants_operand: true, is_sign: false, may_break }
    }

    /// Whether signs stand close here: in indices and their ranges.
    fn is_tight(&self) -> bool {
        self.indices.is_some() || matches!(self.open.last(), Some((b'[', _)))
    }

    fn between(&self, before: Token, after: Token, had_space: bool) -> Between {
        let gap = |space: bool| if space { Between::Space } else { Between::Nothing };
        let may_break = self.open.last().map_or(self.may_break, |(_, is_long)| *is_long);
        let breakable = if may_break { Between::Break } else { Between::Space };
        match (before.kind, after.kind) {
            // The end of a row, where it stands inside of a statement.
            (Kind::Comma | Kind::End { .. }, _) => breakable,
            (Kind::Open(_), _) | (_, Kind::Close(_) | Kind::Comma | Kind::End { .. }) => Between::Nothing,
            // `1 ./ x`: behind the digits a point would be theirs.
            (Kind::Number, Kind::Times | Kind::Slash | Kind::Caret)
                if had_space && after.span.end - after.span.start == 2 =>
            {
                Between::Space
            }
            (_, Kind::Relation(_) | Kind::Tilde | Kind::Keyword(_) | Kind::Text)
            | (Kind::Relation(_) | Kind::Tilde | Kind::Keyword(_) | Kind::Text, _) => Between::Space,
            (_, Kind::Plus | Kind::Minus) if self.wants_operand => Between::Nothing,
            (_, Kind::Plus | Kind::Minus) => gap(!self.is_tight()),
            // Behind a sign: of a sum, or of one operand.
            (Kind::Plus | Kind::Minus, _) if self.is_sign => Between::Nothing,
            (Kind::Plus | Kind::Minus, _) if self.is_tight() => Between::Nothing,
            (Kind::Plus | Kind::Minus, _) => breakable,
            (Kind::Times | Kind::Slash | Kind::Caret | Kind::DotDot | Kind::Root | Kind::Partial, _)
            | (
                _,
                Kind::Times | Kind::Slash | Kind::Caret | Kind::DotDot | Kind::Prime | Kind::Superscript(_),
            ) => Between::Nothing,
            (
                Kind::Number
                | Kind::Name(_)
                | Kind::Member(_)
                | Kind::Superscript(_)
                | Kind::BigOperator
                | Kind::Prime
                | Kind::Close(_)
                | Kind::Infinity
                | Kind::Question
                | Kind::UnknownCharacter,
                _,
            ) => gap(had_space),
        }
    }

    fn take(&mut self, token: Token, is_long: bool) {
        match token.kind {
            Kind::Open(sign) => self.open.push((sign, is_long)),
            Kind::Close(_) => {
                self.open.pop();
                self.indices = self.indices.filter(|&depth| depth <= self.open.len());
            }
            Kind::Keyword(Keyword::For) => self.indices = Some(self.open.len()),
            _ => {}
        }
        let is_operator = matches!(
            token.kind,
            Kind::Plus
                | Kind::Minus
                | Kind::Times
                | Kind::Slash
                | Kind::Caret
                | Kind::Comma
                | Kind::End { .. }
                | Kind::Open(_)
                | Kind::Relation(_)
                | Kind::Tilde
                | Kind::DotDot
                | Kind::Root
                | Kind::Keyword(_)
        );
        self.is_sign = self.wants_operand && matches!(token.kind, Kind::Plus | Kind::Minus);
        self.wants_operand = is_operator;
    }
}
