//! One formula of a page, cut into rows.

use crate::layout::{ENVIRONMENT, plain};
use crate::macros::{Endless, Macros};
use crate::names::Names;
use crate::reader::{self, Failure, Unread};
use crate::rows::{Row, rows};
use crate::token::{Comma, Kind, Token, tokens};
use crate::tree::{Name, Tree};
use std::ops::Range;

/// So many bytes of one formula are read.
const MOST_BYTES: usize = 100_000;

/// One formula, with its tokens.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Without layout, macros expanded.
    pub tokens: Vec<Token>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Formula {
    /// Reads what stands at a place of a text.
    ///
    /// # Errors
    /// It is too long, or its macros never end.
    pub fn read(text: &str, place: Range<usize>, macros: &Macros, comma: Comma) -> Result<Self, Unread> {
        if place.len() > MOST_BYTES {
            return Err(Unread::TooLong);
        }
        let all = tokens(text, place.start, place.end, comma);
        let expanded = macros.expand(&all).map_err(|endless| match endless {
            Endless::TooLong if macros.is_empty() => Unread::TooLong,
            Endless::TooDeep | Endless::TooLong => Unread::EndlessMacro,
        })?;
        let tokens = with_upright_transposes(&joined(&plain(&expanded)));
        let rows = rows(&tokens);
        Ok(Self { tokens, rows })
    }

    /// Reads one side.
    ///
    /// # Errors
    /// It is none of what is understood.
    pub fn side(&self, side: &Range<usize>, names: &Names) -> Result<Tree, Failure> {
        reader::read(&self.tokens[side.clone()], names)
    }

    /// Where tokens stand in the text.
    pub fn place(&self, tokens: &Range<usize>) -> Range<usize> {
        let covered = &self.tokens[tokens.clone()];
        if let (Some(first), Some(last)) = (covered.first(), covered.last()) {
            return first.start..last.end.max(first.start);
        }
        let at = self.tokens.get(tokens.start).map_or(0, |token| token.start);
        at..at
    }
}

/// `A^{\mathrm{T}}`, `A^{\mathsf T}` and `A^{\text{T}}` as `A^\top`.
fn with_upright_transposes(tokens: &[Token]) -> Vec<Token> {
    let is_upright = |token: &Token| matches!(&token.kind, Kind::Text(word) if word.trim() == "T");
    let mut found = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        found.push(token.clone());
        at += 1;
        if token.kind != Kind::Up {
            continue;
        }
        let length = match &tokens[at..] {
            [open, sign, close, ..]
                if open.kind == Kind::Open && is_upright(sign) && close.kind == Kind::Close =>
            {
                3
            }
            [sign, ..] if is_upright(sign) => 1,
            _ => continue,
        };
        let (start, end) = (tokens[at].start, tokens[at + length - 1].end);
        found.push(Token { kind: Kind::Command("top".into()), start, end });
        at += length;
    }
    found
}

/// Rows that begin with an operator go on with the row above: the line end between them is dropped. So is the empty group
/// that stands before an operator to give it its space: `\quad {} + b`.
fn joined(tokens: &[Token]) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    // The rows of a matrix, or of cases, are rows whatever they begin with.
    let mut environments = 0_usize;
    while at < tokens.len() {
        if tokens[at].is_command(ENVIRONMENT) {
            environments += 1;
        } else if tokens[at].is_command("end") {
            environments = environments.saturating_sub(1);
        }
        let next = if tokens[at].kind == Kind::Row && !joined.is_empty() && environments == 0 {
            behind_indent(tokens, at + 1)
        } else if is_empty_group(tokens, at)
            && joined.last().is_none_or(|last| !matches!(last.kind, Kind::Up | Kind::Down))
        {
            at + 2
        } else {
            at
        };
        if next > at && tokens.get(next).is_some_and(is_operator) {
            at = next;
        }
        joined.push(tokens[at].clone());
        at += 1;
    }
    joined
}

/// Where a row begins, behind what only moves it to the right.
fn behind_indent(tokens: &[Token], mut at: usize) -> usize {
    loop {
        at += match tokens.get(at) {
            Some(token) if token.kind == Kind::Align || token.is_command("quad") => 1,
            Some(_) if is_empty_group(tokens, at) => 2,
            Some(_) | None => return at,
        };
    }
}

fn is_empty_group(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at..at + 2), Some([open, close]) if open.kind == Kind::Open && close.kind == Kind::Close)
}

fn is_operator(token: &Token) -> bool {
    token.is_char('+') || token.is_char('-') || token.is_command("cdot") || token.is_command("times")
}

/// The name that tokens are without any doubt: `x^2` is a power.
pub fn bare_name_of(tokens: &[Token]) -> Option<Name> {
    let (stem, _) = reader::stem(tokens, |_| true)?;
    let mut names = Names { has_e: true, ..Names::default() };
    names.runs.insert(stem.into());
    reader::read(tokens, &names).ok()?.as_name().cloned()
}

/// The name that tokens are, whatever is known of the page: all letters of a run together.
pub fn name_of(tokens: &[Token]) -> Option<Name> {
    let (stem, _) = reader::stem(tokens, |_| true)?;
    let mut names = Names::default();
    names.runs.insert(stem.clone().into());
    names.has_e = true;
    for has_index in [false, true] {
        names.labels.insert((stem.clone().into(), has_index));
    }
    let tree = reader::read(tokens, &names).ok()?;
    tree.as_name().cloned()
}
