//! The scanner.

use chainrule_diagnostic::{Diagnostic, Span, code};
use nom::bytes::complete::take_while;
use nom::character::complete::char;
use nom::combinator::recognize;
use nom::sequence::delimited;
use nom::{IResult, Parser};

use super::alphabet::{accented, greek, is_invisible, subscript, superscript};
use super::latex::names::SheetNames;
use super::meaningless::unknown;
use super::{Keyword, Kind, Names, Relation, Token};

/// A statement may have up to so many tokens: more than a hundred thousand terms.
pub const MOST_STATEMENT_TOKENS: usize = 250_000;

/// A worksheet may have up to so many tokens.
pub const MOST_TOKENS: usize = 20_000_000;

/// So many mistakes are collected before reading stops.
pub const MOST_MISTAKES: usize = 10_000;

/// The tokens of a worksheet.
#[derive(Debug, Default)]
pub struct Tokens {
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// The names they mention.
    pub names: Names,
    /// What is wrong with characters and numbers.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there was so much wrong that scanning stopped before the end.
    pub stopped: bool,
}

/// Scans a whole worksheet.
pub fn scan(text: &str) -> Tokens {
    scan_with(Scanner::new(text))
}

/// Scans a worksheet with declared shapes, in which `⊙`, `⊘`, `ᵀ` and `ℝ` are signs.
pub fn scan_arrays(text: &str) -> Tokens {
    let mut scanner = Scanner::new(text);
    scanner.arrays = true;
    scan_with(scanner)
}

fn scan_with(mut scanner: Scanner<'_>) -> Tokens {
    let text = scanner.text;
    if text.starts_with('\u{FEFF}') {
        scanner.at = '\u{FEFF}'.len_utf8();
    }
    while scanner.at < text.len() {
        if scanner.out.diagnostics.len() >= MOST_MISTAKES {
            scanner.out.stopped = true;
            break;
        }
        if !scanner.step() {
            break;
        }
    }
    scanner.out
}

pub(super) struct Scanner<'text> {
    pub(super) text: &'text str,
    pub(super) at: usize,
    pub(super) out: Tokens,
    /// Tokens of the statement so far.
    in_statement: usize,
    /// Where the bar stands that closes one already complained about.
    pub(super) closing_bar: Option<usize>,
    /// Up to where commands of LaTeX were complained about.
    pub(super) latex_until: usize,
    /// Whether the signs of vectors and matrices are read.
    pub(super) arrays: bool,
    /// Up to where lines are known to be no LaTeX.
    pub(super) plain_until: usize,
    /// Whether lines stand between `$$` and `$$`.
    pub(super) in_display: bool,
    /// The names of the worksheet, once a formula in LaTeX was met.
    pub(super) sheet_names: Option<SheetNames>,
}

impl<'text> Scanner<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            text,
            at: 0,
            out: Tokens::default(),
            in_statement: 0,
            closing_bar: None,
            latex_until: 0,
            arrays: false,
            plain_until: 0,
            in_display: false,
            sheet_names: None,
        }
    }

    /// Puts a token as it is.
    pub(super) fn put(&mut self, token: Token) {
        self.in_statement += 1;
        self.out.tokens.push(token);
    }

    pub(super) fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    pub(super) fn push(&mut self, kind: Kind, length: usize) {
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        self.in_statement += 1;
        self.out.tokens.push(Token { kind, span });
    }

    pub(super) fn wrong(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    /// Scans one token; answers whether to go on.
    pub(super) fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        if self.is_too_long() {
            return false;
        }
        let is_blank = matches!(first, ' ' | '\t' | '\n' | '\r' | '#');
        if !is_blank && !self.arrays && self.at >= self.plain_until && self.latex_line() {
            return true;
        }
        if self.arrays && self.spelling_of_a_program(first) {
            return true;
        }
        match first {
            ' ' | '\t' => self.at += 1,
            _ if is_space(first) => self.at += first.len_utf8(),
            '#' => self.comment(),
            '\n' | '\r' => {
                let length = if rest.starts_with("\r\n") { 2 } else { 1 };
                self.end(false, length);
            }
            ';' => self.end(true, 1),
            '0'..='9' => self.number(),
            '.' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => self.number(),
            '"' => self.quoted(),
            '¼'..='¾' | '⅐'..='⅞' => self.fraction_sign(first),
            // `W[:,1]`: as programs write a whole axis.
            ':' if self.arrays && self.is_axis() => self.push(Kind::Times, 1),
            ':' if self.arrays && self.is_slice() => self.slice(),
            '⊙' | '∘' | '⊘' | 'ᵀ' | 'ℝ' if self.arrays => self.array_sign(first),
            _ if is_letter(first) || self.begins_with_accent(first) => self.name(),
            '-' | '−' | '–' => self.push(Kind::Minus, first.len_utf8()),
            '·' | '×' | '⋅' | '∙' | '∗' | '*' => self.times(first),
            _ => self.sign(first),
        }
        true
    }

    /// `ŷ` on its own, not within a word of another language.
    fn begins_with_accent(&self, first: char) -> bool {
        let is_in_word = |c: char| c.is_alphabetic() || c == '_';
        accented(first).is_some()
            && !self.text[..self.at].ends_with(is_in_word)
            && !self.rest()[first.len_utf8()..]
                .starts_with(|c: char| c.is_alphabetic() && subscript(c).is_none())
    }

    /// Whether the statement or the worksheet has more tokens than are read; that is said, once.
    fn is_too_long(&mut self) -> bool {
        let (message, help) = if self.in_statement > MOST_STATEMENT_TOKENS {
            let message =
                format!("this statement has more than {MOST_STATEMENT_TOKENS} signs, names and numbers");
            (message, "name parts of it and use the names")
        } else if self.out.tokens.len() > MOST_TOKENS {
            (format!("the worksheet has more than {MOST_TOKENS} signs, names and numbers"), "split it")
        } else {
            return false;
        };
        self.out.stopped = true;
        self.wrong(Diagnostic::error(&code::FILE_TOO_LARGE, Span::at(self.at), message).help(help));
        true
    }

    fn end(&mut self, hard: bool, length: usize) {
        self.in_statement = 0;
        // Empty lines need no token each.
        if !hard && matches!(self.out.tokens.last(), None | Some(Token { kind: Kind::End { .. }, .. })) {
            self.at += length;
            return;
        }
        self.push(Kind::End { hard }, length);
    }

    /// Whether a colon stands for a whole axis: between brackets and commas.
    fn is_axis(&self) -> bool {
        let before = self.text[..self.at].trim_end();
        let after = self.rest()[1..].trim_start();
        let ends = |text: &str| text.is_empty() || text.starts_with([',', ']', '}']);
        before.ends_with(['[', ',', '{']) && ends(after)
    }

    /// A sign of vectors and matrices; which of the ways to multiply is meant, its text says.
    fn array_sign(&mut self, sign: char) {
        let length = sign.len_utf8();
        match sign {
            '⊘' => self.push(Kind::Slash, length),
            'ᵀ' => {
                self.push(Kind::Caret, 0);
                let id = self.out.names.intern("T");
                self.push(Kind::Name(id), length);
            }
            'ℝ' => {
                let id = self.out.names.intern("R");
                self.push(Kind::Name(id), length);
            }
            _ => self.push(Kind::Times, length),
        }
    }

    fn times(&mut self, first: char) {
        // A power, as programs write it.
        if self.rest().starts_with("**") {
            return self.push(Kind::Caret, 2);
        }
        self.push(Kind::Times, first.len_utf8());
    }

    fn sign(&mut self, first: char) {
        let rest = self.rest();
        let two = rest.get(..2).unwrap_or("");
        let (kind, length) = match (first, two) {
            (_, "~=") => (Kind::Relation(Relation::About), 2),
            (_, "<=" | "=<") => (Kind::Relation(Relation::AtMost), 2),
            (_, ">=" | "=>") => (Kind::Relation(Relation::AtLeast), 2),
            (_, "..") => (Kind::DotDot, 2),
            // Term by term, as programs for arrays write it: between single numbers it is the plain operator.
            (_, ".^") => {
                self.power_of_a_power();
                (Kind::Caret, 2)
            }
            (_, ".*") => (Kind::Times, 2),
            (_, "./") => (Kind::Slash, 2),
            (_, "//") => return self.foreign_comment("//"),
            ('%', _) if self.begins_comment() => return self.foreign_comment("%"),
            (_, ":=") => {
                let span = Span::new(self.at, self.at + 2);
                self.wrong(
                    Diagnostic::error(&code::EXPECTED, span, "`:=` is no sign here").help("write `=`"),
                );
                (Kind::Relation(Relation::Equal), 2)
            }
            ('≠', _) | (_, "!=") => {
                let length = if first == '!' { 2 } else { first.len_utf8() };
                let mut wrong = unknown('≠', self.at);
                if first == '!' {
                    "`!=` has no meaning here".clone_into(&mut wrong.message);
                }
                wrong.primary.span = Span::new(self.at, self.at + length);
                self.wrong(wrong);
                (Kind::Relation(Relation::Equal), length)
            }
            (_, "==") => {
                let span = Span::new(self.at, self.at + 2);
                self.wrong(
                    Diagnostic::error(&code::EXPECTED, span, "`==` is no sign here").help("write `=`"),
                );
                (Kind::Relation(Relation::Equal), 2)
            }
            ('≈', _) => (Kind::Relation(Relation::About), first.len_utf8()),
            ('≤', _) => (Kind::Relation(Relation::AtMost), first.len_utf8()),
            ('≥', _) => (Kind::Relation(Relation::AtLeast), first.len_utf8()),
            ('=', _) => (Kind::Relation(Relation::Equal), 1),
            ('<', _) => (Kind::Relation(Relation::Less), 1),
            ('>', _) => (Kind::Relation(Relation::Greater), 1),
            ('∈', _) => (Kind::Keyword(Keyword::In), first.len_utf8()),
            ('~', _) => (Kind::Tilde, 1),
            ('+', _) => (Kind::Plus, 1),
            ('/' | '÷' | '∕' | '⁄', _) => (Kind::Slash, first.len_utf8()),
            ('^', _) => (Kind::Caret, 1),
            ('(' | '[' | '{', _) => (Kind::Open(u8::try_from(first).expect("an ASCII bracket")), 1),
            (')' | ']' | '}', _) => (Kind::Close(u8::try_from(first).expect("an ASCII bracket")), 1),
            (',', _) => (Kind::Comma, 1),
            ('\'' | '′' | '’', _) => (Kind::Prime, first.len_utf8()),
            ('″', _) => {
                self.push(Kind::Prime, 0);
                (Kind::Prime, first.len_utf8())
            }
            ('√', _) => (Kind::Root, first.len_utf8()),
            ('∞', _) => (Kind::Infinity, first.len_utf8()),
            ('∂', _) => (Kind::Partial, first.len_utf8()),
            ('Σ' | '∑' | 'Π' | '∏', _) => (Kind::BigOperator, first.len_utf8()),
            _ if superscript(first).is_some() => return self.superscript(),
            _ => return self.unknown_character(first),
        };
        self.push(kind, length);
    }

    /// `²`, `⁻¹`: a power.
    fn superscript(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c| superscript(c).is_none()).unwrap_or(rest.len());
        let plain: String = rest[..length].chars().filter_map(superscript).take(40).collect();
        if let Ok(power) = plain.parse::<i32>() {
            return self.push(Kind::Superscript(power), length);
        }
        // `x ∈ ℝⁿ`: shapes are read from the text.
        let is_shape = self.out.tokens.last().is_some_and(|token| {
            token.span.end as usize == self.at && matches!(&self.text[token.span.range()], "R" | "ℝ")
        });
        if self.arrays && is_shape {
            return self.push(Kind::Superscript(1), length);
        }
        let span = Span::new(self.at, self.at + length);
        let text: String = rest[..length].chars().take(40).collect();
        let message = format!("`{text}` is not read as a power");
        self.wrong(Diagnostic::error(&code::EXPECTED, span, message).help(format!("write `^({plain})`")));
        self.push(Kind::UnknownCharacter, length);
    }

    fn quoted(&mut self) {
        let text: IResult<&str, &str> =
            recognize(delimited(char('"'), take_while(|c| c != '"' && c != '\n' && c != '\r'), char('"')))
                .parse(self.rest());
        if let Ok((_, quoted)) = text {
            if let Some((offset, bad)) =
                quoted.char_indices().find(|&(_, c)| is_invisible(c) || c.is_control())
            {
                self.wrong(unknown(bad, self.at + offset));
            }
            self.push(Kind::Text, quoted.len());
        } else {
            self.wrong(
                Diagnostic::error(
                    &code::UNCLOSED_STRING,
                    Span::new(self.at, self.at + 1),
                    "this text is never closed",
                )
                .help("close it with `\"` on the same line"),
            );
            let length = self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
            self.push(Kind::UnknownCharacter, length);
        }
    }
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || (greek(character).is_some() && character != 'Σ' && character != 'Π')
}

/// Blanks of any width, but not the line and paragraph separators.
fn is_space(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// The rest of the statement, as far as a message looks: a line may be ten megabytes long.
pub(super) fn nearby(text: &str) -> &str {
    const FAR: usize = 200;
    let end = text.char_indices().take(FAR).find(|(_, c)| matches!(c, '\n' | '\r' | ';' | '#'));
    let end = end.or_else(|| text.char_indices().nth(FAR)).map_or(text.len(), |(offset, _)| offset);
    &text[..end]
}
