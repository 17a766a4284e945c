//! The scanner.

use chainrule_diagnostic::{Diagnostic, Span, code, escape};
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{char, one_of};
use nom::combinator::{opt, recognize};
use nom::sequence::{delimited, pair, preceded};
use nom::{IResult, Parser};

use super::alphabet::{greek, is_invisible, looks_like, subscript, superscript};
use super::token::Relation;
use super::{Keyword, Kind, NameId, Names, Token};

/// A statement may have up to so many tokens: two million terms.
pub const MOST_STATEMENT_TOKENS: usize = 4_000_000;

/// So many diagnostics are collected before the scanner gives up on a file.
const MOST_DIAGNOSTICS: usize = 1_000;

/// The tokens of a worksheet.
#[derive(Debug, Default)]
pub struct Tokens {
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// The names they mention.
    pub names: Names,
    /// What is wrong with characters and numbers.
    pub diagnostics: Vec<Diagnostic>,
}

/// Scans a whole worksheet.
pub fn scan(text: &str) -> Tokens {
    let mut scanner = Scanner { text, at: 0, out: Tokens::default(), in_statement: 0 };
    if text.starts_with('\u{FEFF}') {
        scanner.at = '\u{FEFF}'.len_utf8();
    }
    while scanner.at < text.len() && scanner.out.diagnostics.len() < MOST_DIAGNOSTICS {
        if !scanner.step() {
            break;
        }
    }
    scanner.out
}

struct Scanner<'text> {
    text: &'text str,
    at: usize,
    out: Tokens,
    in_statement: usize,
}

impl<'text> Scanner<'text> {
    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        self.out.tokens.push(Token { kind, span });
    }

    fn wrong(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    /// Scans one token; answers whether to go on.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        self.in_statement += 1;
        if self.in_statement > MOST_STATEMENT_TOKENS {
            let message =
                format!("this statement has more than {MOST_STATEMENT_TOKENS} signs, names and numbers");
            self.wrong(
                Diagnostic::error(&code::FILE_TOO_LARGE, Span::at(self.at), message)
                    .help("name parts of it and use the names"),
            );
            return false;
        }
        match first {
            ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}' => self.at += first.len_utf8(),
            '#' => self.at += rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '\n' | '\r' => {
                let length = if rest.starts_with("\r\n") { 2 } else { 1 };
                self.end(false, length);
            }
            ';' => self.end(true, 1),
            '0'..='9' => self.number(),
            '.' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => self.number(),
            '"' => self.quoted(),
            _ if is_letter(first) => self.name(),
            '-' | '−' | '–' => self.push(Kind::Minus, first.len_utf8()),
            '·' | '×' | '⋅' | '∙' | '*' => self.times(first),
            _ => self.sign(first),
        }
        true
    }

    fn end(&mut self, hard: bool, length: usize) {
        self.in_statement = 0;
        self.push(Kind::End { hard }, length);
    }

    fn times(&mut self, first: char) {
        if self.rest().starts_with("**") {
            let span = Span::new(self.at, self.at + 2);
            self.wrong(
                Diagnostic::error(&code::EXPECTED, span, "`**` is no operator here")
                    .help("write `^` for a power"),
            );
            self.push(Kind::Caret, 2);
            return;
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
            ('/' | '÷' | '∕', _) => (Kind::Slash, first.len_utf8()),
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
            ('∂', _) => (Kind::Partial, first.len_utf8()),
            ('Σ' | '∑' | 'Π' | '∏', _) => (Kind::BigOperator, first.len_utf8()),
            _ if superscript(first).is_some() => return self.superscript(),
            _ => return self.stranger(first),
        };
        self.push(kind, length);
    }

    /// `²`, `⁻¹`: a power.
    fn superscript(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c| superscript(c).is_none()).unwrap_or(rest.len());
        let digits: String = rest[..length].chars().filter_map(superscript).collect();
        match digits.parse::<i32>() {
            Ok(power) => self.push(Kind::Superscript(power), length),
            Err(_) => {
                let span = Span::new(self.at, self.at + length);
                let message = format!("`{}` is not read as a power", &rest[..length]);
                self.wrong(Diagnostic::error(&code::EXPECTED, span, message).help("write `^(…)`"));
                self.at += length;
            }
        }
    }

    /// A character that means nothing.
    fn stranger(&mut self, character: char) {
        let span = Span::new(self.at, self.at + character.len_utf8());
        let point = format!("U+{:04X}", u32::from(character));
        let diagnostic = if let Some(latin) = looks_like(character) {
            Diagnostic::error(
                &code::LOOK_ALIKE,
                span,
                format!("this letter ({point}) looks like the Latin letter `{latin}` but is another"),
            )
            .help(format!("type the Latin `{latin}`"))
        } else if is_invisible(character) {
            Diagnostic::error(
                &code::INVISIBLE_CHARACTER,
                span,
                format!("an invisible character ({point}) stands here"),
            )
            .help("delete it")
        } else if character.is_control() {
            Diagnostic::error(
                &code::CONTROL_CHARACTER,
                span,
                format!("a control character ({point}) stands here"),
            )
            .help("delete it")
        } else {
            let shown = escape(&character.to_string());
            let mut unknown = Diagnostic::error(
                &code::UNKNOWN_CHARACTER,
                span,
                format!("`{shown}` ({point}) has no meaning here"),
            );
            if character == '|' {
                unknown = unknown.help("write `abs(x)` for an absolute value");
            } else if character == '≠' || character == '!' {
                unknown = unknown.help("a claim compares with `=`, `~=`, `<`, `<=`, `>` or `>=`");
            }
            unknown
        };
        self.wrong(diagnostic);
        self.at += character.len_utf8();
    }

    fn quoted(&mut self) {
        let text: IResult<&str, &str> =
            recognize(delimited(char('"'), take_while(|c| c != '"' && c != '\n' && c != '\r'), char('"')))
                .parse(self.rest());
        match text {
            Ok((_, quoted)) => {
                if let Some((offset, bad)) =
                    quoted.char_indices().find(|&(_, c)| is_invisible(c) || c.is_control())
                {
                    self.at += offset;
                    self.stranger(bad);
                    self.at -= offset + bad.len_utf8();
                }
                self.push(Kind::Text, quoted.len());
            }
            Err(_) => {
                self.wrong(
                    Diagnostic::error(
                        &code::UNCLOSED_STRING,
                        Span::new(self.at, self.at + 1),
                        "this text is never closed",
                    )
                    .help("close it with `\"` on the same line"),
                );
                self.at += self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
            }
        }
    }

    fn number(&mut self) {
        let rest = self.rest();
        let length = match number(rest) {
            Ok((_, text)) => text.len(),
            Err(_) => 1,
        };
        // `1.2.3` is not two numbers.
        let after = &rest[length..];
        let goes_on = after.starts_with('.') && !after.starts_with("..");
        if goes_on {
            let more = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
            let span = Span::new(self.at, self.at + length + more);
            let message = format!("`{}` is not a number", &rest[..length + more]);
            self.wrong(
                Diagnostic::error(&code::BAD_NUMBER, span, message)
                    .help("numbers are written like 12, 0.5 or 1e-10"),
            );
            self.push(Kind::Number, length + more);
            return;
        }
        self.push(Kind::Number, length);
    }

    /// A name with its subscripts, label and member index, or a keyword.
    fn name(&mut self) {
        let rest = self.rest();
        let mut name = String::new();
        let mut length = 0;
        let mut is_member = false;
        let mut characters = rest.char_indices().peekable();
        while let Some(&(offset, character)) = characters.peek() {
            if let Some(spelled) = greek(character) {
                name.push_str(spelled);
            } else if character.is_ascii_alphanumeric() || character == '_' {
                name.push(character);
            } else if let Some(plain) = subscript(character) {
                if !plain.is_ascii_digit() && !name.contains('_') {
                    name.push('_');
                }
                name.push(plain);
            } else {
                break;
            }
            characters.next();
            length = offset + character.len_utf8();
            // `w_{11}`: what stands in the braces is the subscript.
            if character == '_'
                && let Some(inner) = braced(&rest[length..])
            {
                name.push_str(&plain_letters(inner));
                length += inner.len() + 2;
                break;
            }
        }
        let word = &rest[..length];
        if let Some(keyword) = Keyword::find(word) {
            self.push(Kind::Keyword(keyword), length);
            return;
        }
        let mut name = canonical_stem(&name);
        let after = &rest[length..];
        if let Some((label, used)) = label(after) {
            if label.chars().all(|c| c.is_ascii_alphanumeric())
                && label.starts_with(|c: char| c.is_ascii_digit())
            {
                name.push_str(&format!("^{{({label})}}"));
            } else {
                is_member = true;
            }
            length += used;
        }
        if rest[length..].starts_with('[') {
            let inner = rest[length + 1..].find(']').map(|end| &rest[length + 1..length + 1 + end]);
            let index: Option<String> = inner.map(|inner| inner.chars().filter(|c| *c != ' ').collect());
            match (inner, index) {
                (Some(inner), Some(index)) if is_plain_index(&index) => {
                    name.push_str(&format!("[{index}]"));
                    length += inner.len() + 2;
                }
                (Some(inner), _) if !inner.contains(['\n', '=', '[']) => {
                    is_member = true;
                    length += inner.len() + 2;
                }
                (Some(_) | None, _) => {}
            }
        }
        if is_member {
            self.push(Kind::Member, length);
            return;
        }
        let id: NameId = self.out.names.intern(&name);
        self.push(Kind::Name(id), length);
    }
}

/// `12`, `0.5`, `.5`, `1e-10`, `1_000_000`.
fn number(text: &str) -> IResult<&str, &str> {
    let digits = || take_while(|c: char| c.is_ascii_digit() || c == '_');
    let fraction = preceded(char('.'), take_while1(|c: char| c.is_ascii_digit()));
    let exponent = (one_of("eE"), opt(one_of("+-−")), take_while1(|c: char| c.is_ascii_digit()));
    let (rest, mut matched) = recognize((digits(), opt(fraction), opt(exponent))).parse(text)?;
    let mut rest = rest;
    // Digits grouped by narrow no-break spaces, as chainrule prints them.
    while let Ok((after, group)) =
        pair(char::<&str, nom::error::Error<&str>>('\u{202F}'), take_while1(|c: char| c.is_ascii_digit()))
            .parse(rest)
            .map(|(after, (_, group))| (after, group))
    {
        if group.len() != 3 {
            break;
        }
        rest = after;
        matched = &text[..text.len() - rest.len()];
    }
    Ok((rest, matched))
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || (greek(character).is_some() && character != 'Σ' && character != 'Π')
}

/// What stands between braces at the start of the text, where it is plain letters and digits.
fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let inner = &inner[..inner.find('}')?];
    let plain = |c: char| c.is_ascii_alphanumeric() || greek(c).is_some() || c == '_';
    (!inner.is_empty() && inner.chars().all(plain)).then_some(inner)
}

fn plain_letters(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match greek(c) {
            Some(spelled) => out.push_str(spelled),
            None => out.push(c),
        }
        out
    })
}

/// `w_11` and `w11` are one name; any other underscore counts.
fn canonical_stem(name: &str) -> String {
    match name.split_once('_') {
        Some((stem, digits))
            if !stem.is_empty()
                && stem.chars().all(|c| c.is_ascii_alphabetic())
                && !digits.is_empty()
                && digits.chars().all(|c| c.is_ascii_digit()) =>
        {
            format!("{stem}{digits}")
        }
        Some(_) | None => name.to_owned(),
    }
}

/// A layer label right after a name: `^{(2)}` or `⁽²⁾`. Answers what stands in it and how many bytes it takes.
fn label(text: &str) -> Option<(String, usize)> {
    if let Some(inner) = text.strip_prefix("^{(") {
        let end = inner.find(")}")?;
        return Some((inner[..end].trim().to_owned(), "^{(".len() + end + ")}".len()));
    }
    let inner = text.strip_prefix('⁽')?;
    let end = inner.find('⁾')?;
    let plain: Option<String> = inner[..end].chars().map(superscript).collect();
    Some((plain?, '⁽'.len_utf8() + end + '⁾'.len_utf8()))
}

fn is_plain_index(index: &str) -> bool {
    !index.is_empty()
        && index
            .split(',')
            .all(|part| !part.is_empty() && part.len() < 10 && part.chars().all(|c| c.is_ascii_digit()))
}
