//! One formula of a line: cut into statements and sides, each side read and put among the tokens.

use std::ops::Range;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_latex::is_connecting;
use chainrule_latex::macros::Macros;
use chainrule_latex::rows::{Relation, relation};
use chainrule_latex::token::{Comma, Kind as Sign, Token as Piece};
use chainrule_latex::{Formula, Names, Unread, function_named};

use super::names::{Families, SheetNames};
use super::plain::Plain;
use super::refusal::{Refusal, Surroundings};
use crate::lexer::scan::Scanner;
use crate::lexer::{Kind, Token};

/// Runs of letters from so many on are a name as likely as a product.
const LONG_RUN: usize = 3;

impl Scanner<'_> {
    /// Reads the formula at a place, whose names may have these indices, and puts what it says among the tokens.
    pub(super) fn formula(&mut self, place: Range<usize>, is_question: bool, indices: &[Box<str>]) {
        let sheet = self.sheet_names.take().unwrap_or_else(|| SheetNames::of(self.text));
        let around = Surroundings { names: &sheet.names, indices };
        let read = self.read_formula(&place, around, &sheet.families, is_question);
        self.sheet_names = Some(sheet);
        match read {
            Ok(plain) => self.put_plain(&plain),
            Err(refusal) => {
                let length = self.text.len();
                let span = Span::new(refusal.place.start.min(length), refusal.place.end.min(length));
                let mut wrong = Diagnostic::error(refusal.code, span, refusal.message);
                for help in refusal.help {
                    wrong = wrong.help(help);
                }
                self.wrong(wrong);
                self.put(Token { kind: Kind::UnknownCharacter, span: Span::new(place.start, place.end) });
            }
        }
    }

    fn read_formula(
        &self,
        place: &Range<usize>,
        around: Surroundings<'_>,
        families: &Families,
        is_question: bool,
    ) -> Result<Plain, Box<Refusal>> {
        let formula = Formula::read(self.text, place.clone(), &Macros::default(), Comma::Thousands)
            .map_err(|why| Box::new(unread(&why, place.clone())))?;
        let tokens = without_end(&formula.tokens);
        long_runs(tokens, around.names)?;
        let mut plain = Plain::new(families);
        let between = if is_question { ", " } else { "; " };
        let mut is_first = true;
        for range in statements(tokens) {
            let formula_tokens = &tokens[range];
            let Some(first) = formula_tokens.first() else { continue };
            if !is_first {
                plain.sign(between, first.start..first.start);
            }
            is_first = false;
            statement(&mut plain, self.text, formula_tokens, around)?;
        }
        Ok(plain)
    }

    /// Scans what a formula says, and puts its tokens where the formula has them.
    fn put_plain(&mut self, plain: &Plain) {
        let inner = Self::inner(plain.text());
        for mut diagnostic in inner.diagnostics {
            diagnostic.primary.span = plain.span(diagnostic.primary.span);
            self.wrong(diagnostic);
        }
        for token in inner.tokens {
            let kind = match token.kind {
                Kind::Name(id) => Kind::Name(self.out.names.intern(inner.names.text(id))),
                Kind::Member(id) => Kind::Member(self.out.names.intern(inner.names.text(id))),
                other => other,
            };
            self.put(Token { kind, span: plain.span(token.span) });
        }
    }
}

fn unread(why: &Unread, place: Range<usize>) -> Refusal {
    let refusal = Refusal::new(format!("this LaTeX is not read: {why}"), place);
    match why {
        Unread::Command(name) if name.len() > 1 => {
            refusal.help("plain mathematics is read too: `sigma(z)`, `a/b`, `x^2`, `w_11`, `dL/dw`")
        }
        Unread::Cases => refusal.help("write `max`, `min` or `step` for a choice"),
        Unread::Transpose | Unread::Vector => refusal
            .help("a worksheet of vectors and matrices is written plainly: `W in R^(2×3)`, `z = W*x + b`"),
        Unread::Dots => refusal.help("write out what is left out, or a sum with its limits"),
        _ => refusal,
    }
}

/// The tokens without the punctuation of the sentence that a formula ends.
fn without_end(tokens: &[Piece]) -> &[Piece] {
    let end = tokens
        .iter()
        .rposition(|token| {
            !matches!(token.kind, Sign::Char('.' | ',' | ';') | Sign::Row | Sign::Align)
                && !token.is_command("quad")
        })
        .map_or(0, |last| last + 1);
    &tokens[..end]
}

/// Whether a bracket or a brace opens, `\{` too.
fn opens(sign: &Sign) -> bool {
    matches!(sign, Sign::Open | Sign::Char('(' | '['))
        || matches!(sign, Sign::Command(name) if &**name == "{")
}

fn closes(sign: &Sign) -> bool {
    matches!(sign, Sign::Close | Sign::Char(')' | ']'))
        || matches!(sign, Sign::Command(name) if &**name == "}")
}

/// Where the statements of a formula stand: between rows, commas, wide spaces and connecting words.
fn statements(tokens: &[Piece]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            sign if opens(sign) => depth += 1,
            sign if closes(sign) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separates = depth == 0
            && match &token.kind {
                Sign::Row | Sign::Char(',' | ';') => true,
                Sign::Command(name) => matches!(&**name, "quad" | "Rightarrow" | "Leftrightarrow"),
                Sign::Text(text) => is_connecting(text.trim()),
                _ => false,
            };
        if separates {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..tokens.len());
    found.retain(|range| tokens[range.clone()].iter().any(|token| token.kind != Sign::Align));
    found
}

/// One statement: sides with relations between them.
fn statement(
    plain: &mut Plain,
    text: &str,
    tokens: &[Piece],
    around: Surroundings<'_>,
) -> Result<(), Box<Refusal>> {
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    while at < tokens.len() {
        match &tokens[at].kind {
            sign if opens(sign) => depth += 1,
            sign if closes(sign) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let found = if depth == 0 { relation(&tokens[at..]) } else { None };
        let Some((found, length)) = found else {
            at += 1;
            continue;
        };
        side(plain, text, &tokens[start..at], around)?;
        let place = tokens[at].start..tokens[at + length - 1].end;
        let sign = match found {
            Relation::Equal | Relation::Assign => " = ",
            Relation::About => " ~= ",
            Relation::Less => " < ",
            Relation::AtMost => " <= ",
            Relation::Greater => " > ",
            Relation::AtLeast => " >= ",
            Relation::None if tokens[at].is_command("in") => {
                plain.sign(" in ", place);
                return range(plain, text, &tokens[at + length..], around);
            }
            Relation::MuchLess | Relation::MuchGreater | Relation::None => {
                let text = text.get(place.clone()).unwrap_or_default();
                let message = format!("`{text}` says nothing that a worksheet can work with");
                return Err(Box::new(
                    Refusal::new(message, place).help("equations, `\\approx`, `\\le` and `\\ge` are read"),
                ));
            }
        };
        plain.sign(sign, place);
        at += length;
        start = at;
    }
    side(plain, text, &tokens[start..], around)
}

/// `[lo, hi]` behind `\in`.
fn range(
    plain: &mut Plain,
    text: &str,
    tokens: &[Piece],
    around: Surroundings<'_>,
) -> Result<(), Box<Refusal>> {
    let [open, inner @ .., close] = tokens else { return side(plain, text, tokens, around) };
    let signs = match (&open.kind, &close.kind) {
        (Sign::Char(open @ ('[' | '(')), Sign::Char(close @ (']' | ')'))) => [*open, *close],
        _ => return side(plain, text, tokens, around),
    };
    plain.sign(&signs[0].to_string(), open.start..open.end);
    for (place, part) in inner.split(|token| token.is_char(',') || token.is_char(';')).enumerate() {
        if place > 0 {
            let at = part.first().map_or(close.start, |first| first.start);
            plain.sign(", ", at..at);
        }
        side(plain, text, part, around)?;
    }
    plain.sign(&signs[1].to_string(), close.start..close.end);
    Ok(())
}

fn side(
    plain: &mut Plain,
    text: &str,
    tokens: &[Piece],
    around: Surroundings<'_>,
) -> Result<(), Box<Refusal>> {
    let pieces: Vec<Piece> = tokens.iter().filter(|token| token.kind != Sign::Align).cloned().collect();
    if pieces.is_empty() {
        return Ok(());
    }
    let tree = chainrule_latex::reader::read(&pieces, around.names)
        .map_err(|(why, place)| Box::new(unread(&why, place)))?;
    plain.tree(&tree, text, around)
}

/// Letters set close, `target`, are the product of the letters to LaTeX, and one name to most who write them.
fn long_runs(tokens: &[Piece], names: &Names) -> Result<(), Box<Refusal>> {
    let mut at = 0;
    while at < tokens.len() {
        if matches!(tokens[at].kind, Sign::Down | Sign::Up) {
            // `w_{new}`: scripts are read as they are.
            at = behind_group(tokens, at + 1);
            continue;
        }
        let mut run = String::new();
        let start = at;
        while let Some(Piece { kind: Sign::Char(letter), start, .. }) = tokens.get(at)
            && letter.is_alphabetic()
            && (run.is_empty() || tokens[at - 1].end == *start)
        {
            run.push(*letter);
            at += 1;
        }
        let count = at - start;
        at = at.max(start + 1);
        let next = tokens.get(start + count);
        let is_read = count < LONG_RUN
            || names.runs.contains(run.as_str())
            // `net_{h1}` is one name to the reader too.
            || (next.is_some_and(|next| next.kind == Sign::Down) && run.chars().all(|c| c.is_ascii_lowercase()))
            || function_named(&run).is_some()
            // `dout` in a derivative of the known name `out`.
            || run.strip_prefix('d').is_some_and(|rest| names.runs.contains(rest));
        if is_read {
            continue;
        }
        let product: Vec<String> = run.chars().map(String::from).collect();
        let place = tokens[start].start..tokens[start + count - 1].end;
        let mut refusal = Refusal::new(format!("`{run}` could be one name or a product of letters"), place)
            .help(format!("write `\\text{{{run}}}` for one name"))
            .help(format!("write `{}` for the product", product.join(" ")));
        refusal.code = &code::AMBIGUOUS_READING;
        return Err(Box::new(refusal));
    }
    Ok(())
}

/// The place behind the group or the sign at a place.
fn behind_group(tokens: &[Piece], at: usize) -> usize {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Sign::Open => depth += 1,
            Sign::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return place + 1;
        }
    }
    tokens.len()
}
