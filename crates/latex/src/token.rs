//! Formulas cut into tokens.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::combinator::{opt, recognize};
use nom::{IResult, Parser};

use crate::alphabet;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `\frac`, without its backslash; a character that stands for a command is one: `σ` is `\sigma`.
    Command(Box<str>),
    /// A letter or a sign.
    Char(char),
    /// A number in plain digits: `1{,}000.5` is `1000.5`.
    Number(Box<str>),
    /// What `\text{…}` holds.
    Text(Box<str>),
    /// `#1` in the body of a macro.
    Parameter(usize),
    /// `{`
    Open,
    /// `}`
    Close,
    /// `^`
    Up,
    /// `_`
    Down,
    /// `&`
    Align,
    /// `\\`
    Row,
}

/// A token and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Token {
    /// Whether it is this command.
    pub fn is_command(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Command(command) if &**command == name)
    }

    /// Whether it is this character.
    pub fn is_char(&self, sign: char) -> bool {
        self.kind == Kind::Char(sign)
    }
}

/// Commands that end a row as `\\` does; in Markdown they need no escape.
const LINE_ENDS: &[&str] = &["cr", "newline", "tabularnewline"];

/// Commands whose argument is words.
const WORDS: &[&str] = &[
    "text", "textbf", "textit", "textrm", "texttt", "textsf", "textup", "mbox", "hbox", "tag", "label",
    "color",
];

/// How numbers are written on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comma {
    /// A comma before three digits groups thousands; another one separates.
    #[default]
    Thousands,
    /// `1{,}5` is one and a half.
    Decimal,
}

/// Cuts `text[start..end]` into tokens.
pub fn tokens(text: &str, start: usize, end: usize, comma: Comma) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    // Only a formula of several lines asks how its first one begins: a line may hold thousands of formulas.
    let is_quoted = text[start..end].contains('\n') && {
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        text[line_start..start].trim_start().starts_with('>')
    };
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let Some(first) = rest.chars().next() else { break };
        let mut push = |kind: Kind, length: usize| {
            found.push(Token { kind, start: at, end: at + length });
            length
        };
        at += match first {
            '\n' if is_quoted => {
                let after = rest[1..].trim_start_matches([' ', '\t']);
                let skipped = rest.len() - after.len();
                if after.starts_with('>') { skipped + 1 } else { 1 }
            }
            '%' => rest.find('\n').unwrap_or(rest.len()),
            '{' => push(Kind::Open, 1),
            '}' => push(Kind::Close, 1),
            '^' => push(Kind::Up, 1),
            '_' => push(Kind::Down, 1),
            '&' if rest.starts_with("&amp;") => push(Kind::Align, 5),
            '&' if rest.starts_with("&lt;") => push(Kind::Char('<'), 4),
            '&' if rest.starts_with("&gt;") => push(Kind::Char('>'), 4),
            '&' => push(Kind::Align, 1),
            '#' => match rest[1..].chars().next().and_then(|digit| digit.to_digit(10)) {
                Some(digit) => push(Kind::Parameter(digit as usize), 2),
                None => push(Kind::Char('#'), 1),
            },
            '\\' => command(rest, &mut push),
            '0'..='9' | '.' => match number(rest, comma) {
                Some((digits, length)) => push(Kind::Number(digits.into()), length),
                None => push(Kind::Char(first), 1),
            },
            '~' => 1,
            _ if first.is_whitespace() => first.len_utf8(),
            _ => {
                let length = first.len_utf8();
                match alphabet::meaning(first) {
                    alphabet::Meaning::Command(name) => push(Kind::Command(name.into()), length),
                    alphabet::Meaning::Char(sign) => push(Kind::Char(sign), length),
                    alphabet::Meaning::Superscript(sign) => {
                        push(Kind::Up, length);
                        script(rest, length, sign, &mut push, alphabet::superscript)
                    }
                    alphabet::Meaning::Subscript(sign) => {
                        push(Kind::Down, length);
                        script(rest, length, sign, &mut push, alphabet::subscript)
                    }
                    alphabet::Meaning::Nothing => length,
                }
            }
        };
    }
    found
}

/// A run of raised or lowered characters, as a group; answers with its length.
fn script(
    rest: &str,
    first: usize,
    sign: char,
    push: &mut impl FnMut(Kind, usize) -> usize,
    of: fn(char) -> Option<char>,
) -> usize {
    push(Kind::Open, first);
    let mut all = String::from(sign);
    let mut used = first;
    for next in rest[first..].chars() {
        let Some(sign) = of(next) else { break };
        all.push(sign);
        used += next.len_utf8();
    }
    let digits = all.trim_start_matches(['-', '+']);
    if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) {
        for sign in all[..all.len() - digits.len()].chars() {
            push(Kind::Char(sign), first);
        }
        push(Kind::Number(digits.into()), first);
    } else {
        for sign in all.chars() {
            push(Kind::Char(sign), first);
        }
    }
    push(Kind::Close, first);
    used
}

/// A command at the start of the rest; answers with its length.
fn command(rest: &str, push: &mut impl FnMut(Kind, usize) -> usize) -> usize {
    let letters = rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1);
    if letters == 0 {
        let Some(sign) = rest[1..].chars().next() else { return push(Kind::Char('\\'), 1) };
        let length = 1 + sign.len_utf8();
        return match sign {
            '\\' => {
                // `\\[2pt]` and `\\*` are line ends too.
                let after = rest[2..].strip_prefix('*').map_or(0, |_| 1);
                let bracket = rest[2 + after..]
                    .strip_prefix('[')
                    .and_then(|inner| inner.find(']'))
                    .filter(|&end| is_length(&rest[2 + after + 1..2 + after + 1 + end]));
                push(Kind::Row, 2 + after + bracket.map_or(0, |end| end + 2))
            }
            '{' | '}' | '|' => push(Kind::Command(sign.to_string().into()), length),
            '%' | '$' | '#' | '_' => push(Kind::Char(sign), length),
            '&' => push(Kind::Char('&'), length),
            // Spaces of all widths.
            _ => length,
        };
    }
    let name = &rest[1..=letters];
    let mut length = 1 + letters;
    if WORDS.contains(&name) {
        let after = &rest[length..];
        let inner = after.trim_start();
        if inner.starts_with('{')
            && let Some(end) = closing(inner)
        {
            let words = &inner[1..end];
            length += after.len() - inner.len() + end + 1;
            return match name {
                "tag" | "label" | "color" => {
                    // They say nothing about numbers; a star before the braces of `\tag*` neither.
                    length
                }
                _ => push(Kind::Text(words.into()), length),
            };
        }
    }
    if name == "operatorname" && rest[length..].starts_with('*') {
        length += 1;
    }
    if LINE_ENDS.contains(&name) {
        return push(Kind::Row, length);
    }
    push(Kind::Command(name.into()), length)
}

/// Whether the brackets behind `\\` hold a length: `2pt`, `0.5em`.
fn is_length(text: &str) -> bool {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ' '));
    ["pt", "em", "ex", "mm", "cm", "in", "\\jot", "\\baselineskip"].contains(&unit)
}

/// The place of the brace that closes the one at the start.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, sign) in text.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => {
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

/// A number at the start, in plain digits, and the length of what it was written in.
fn number(text: &str, comma: Comma) -> Option<(String, usize)> {
    let (rest, first) = digits_or_point(text).ok()?;
    let mut plain = first.to_owned();
    let mut rest = rest;
    if !plain.contains('.') {
        // Groups of three digits behind `{,}`, `\,`, a thin space or a plain comma.
        let mut is_first = plain.len() <= 3 && !plain.starts_with('0');
        while is_first || plain.len() > 3 {
            let Ok((after, group)) = thousands(rest) else { break };
            if plain.len() > 3 && is_first {
                break;
            }
            plain.push_str(group);
            rest = after;
            is_first = false;
        }
        let decimals: IResult<&str, &str> = match comma {
            Comma::Thousands => point_digits(rest),
            Comma::Decimal => alt((point_digits, comma_digits)).parse(rest),
        };
        if let Ok((after, decimals)) = decimals {
            plain.push('.');
            plain.push_str(decimals);
            rest = after;
        }
    }
    if let Ok((after, exponent)) = exponent(rest) {
        plain.push('e');
        plain.push_str(&exponent.replace('−', "-"));
        rest = after;
    }
    Some((plain, text.len() - rest.len()))
}

fn digits(text: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_digit()).parse(text)
}

/// `12`, or `.5`.
fn digits_or_point(text: &str) -> IResult<&str, &str> {
    alt((recognize((tag("."), digits)), digits)).parse(text)
}

fn point_digits(text: &str) -> IResult<&str, &str> {
    let (rest, (_, digits)) = (tag("."), digits).parse(text)?;
    Ok((rest, digits))
}

fn comma_digits(text: &str) -> IResult<&str, &str> {
    let (rest, (_, digits)) = (alt((tag("{,}"), tag(","))), digits).parse(text)?;
    Ok((rest, digits))
}

/// Three digits behind a sign that groups thousands, with no fourth one.
fn thousands(text: &str) -> IResult<&str, &str> {
    let sign = alt((
        tag("{,}"),
        tag("\\,"),
        tag("{\\,}"),
        tag("\u{202f}"),
        tag(","),
        tag("\\ "),
        recognize((tag("\\thinspace"), tag(" "))),
    ));
    let (rest, (_, group)) = (sign, take_while_m_n(3, 3, |c: char| c.is_ascii_digit())).parse(text)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(nom::Err::Error(nom::error::Error::new(text, nom::error::ErrorKind::Digit)));
    }
    Ok((rest, group))
}

/// `e-10`, with nothing but digits behind it.
fn exponent(text: &str) -> IResult<&str, &str> {
    let (rest, (_, number)) =
        (alt((tag("e"), tag("E"))), recognize((opt(alt((tag("-"), tag("+"), tag("−")))), digits)))
            .parse(text)?;
    Ok((rest, number))
}

#[cfg(test)]
mod tests {
    use super::{Comma, Kind, tokens};

    fn numbers(text: &str, comma: Comma) -> Vec<String> {
        let all = tokens(text, 0, text.len(), comma);
        all.into_iter()
            .filter_map(|token| match token.kind {
                Kind::Number(digits) => Some(digits.into_string()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn numbers_as_they_are_written() {
        for (text, plain) in [
            ("12", vec!["12"]),
            ("1.5 + .5", vec!["1.5", ".5"]),
            ("1{,}000", vec!["1000"]),
            ("400{,}000 - 1,234,567.5", vec!["400000", "1234567.5"]),
            (r"13\,781", vec!["13781"]),
            ("(1,2)", vec!["1", "2"]),
            ("1,2345", vec!["1", "2345"]),
            ("0,500", vec!["0", "500"]),
            ("1e-10", vec!["1e-10"]),
            ("2e^{3}", vec!["2", "3"]),
            ("x = 5.", vec!["5"]),
        ] {
            assert_eq!(numbers(text, Comma::Thousands), plain, "{text}");
        }
        assert_eq!(numbers("1{,}5 + 0,25", Comma::Decimal), ["1.5", "0.25"]);
    }

    #[test]
    fn characters_that_stand_for_commands() {
        let all = tokens("σ(x₁₂) × 2²", 0, "σ(x₁₂) × 2²".len(), Comma::Thousands);
        let kinds: Vec<Kind> = all.into_iter().map(|token| token.kind).collect();
        let command = |name: &str| Kind::Command(name.into());
        let number = |digits: &str| Kind::Number(digits.into());
        assert_eq!(
            kinds,
            [
                command("sigma"),
                Kind::Char('('),
                Kind::Char('x'),
                Kind::Down,
                Kind::Open,
                number("12"),
                Kind::Close,
                Kind::Char(')'),
                command("times"),
                number("2"),
                Kind::Up,
                Kind::Open,
                number("2"),
                Kind::Close,
            ]
        );
    }
}
