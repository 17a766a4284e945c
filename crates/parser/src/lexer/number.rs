//! Numbers as written.

use chainrule_diagnostic::{Diagnostic, Span, code, escape};
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{char, one_of};
use nom::combinator::{opt, recognize};
use nom::sequence::pair;
use nom::{IResult, Parser};

use crate::expression::FRACTION_SIGNS;

use super::Kind;
use super::scan::Scanner;

impl Scanner<'_> {
    /// `½`; behind a digit it would be a part of a number, or a factor.
    pub(super) fn fraction_sign(&mut self, sign: char) {
        let length = sign.len_utf8();
        let is_one = FRACTION_SIGNS.iter().any(|(character, ..)| *character == sign);
        let is_behind_digit = self.text[..self.at].ends_with(|c: char| c.is_ascii_digit());
        if !is_one || is_behind_digit {
            let span = Span::new(self.at, self.at + length);
            let message = format!("`{sign}` can't be read here");
            let wrong = Diagnostic::error(&code::BAD_NUMBER, span, message)
                .help("write the number with a point or as a fraction: `2.5`, `5/2`");
            self.wrong(wrong);
            return self.push(Kind::UnknownCharacter, length);
        }
        self.push(Kind::Number, length);
    }

    pub(super) fn number(&mut self) {
        let rest = self.rest();
        let mut length = match number(rest) {
            Ok((_, text)) => text.len(),
            Err(_) => 1,
        };
        let after = &rest[length..];
        let more = |ends: fn(char) -> bool| after.find(ends).unwrap_or(after.len());
        // `1.2.3` is not two numbers, and `0x1F` is not a product.
        let bad = if after.starts_with('.') && !after.starts_with("..") && !is_dotted_sign(after) {
            length += more(|c| !c.is_ascii_digit() && c != '.');
            Some("numbers are written like 12, 0.5 or 1e-10")
        } else if &rest[..length] == "0" && is_hexadecimal(after) {
            length += more(|c| !c.is_ascii_alphanumeric());
            Some("numbers are written in base ten")
        } else if self.text[..self.at].ends_with('^') && !is_grouped(&rest[..length]) {
            if rest[..length].ends_with('_') {
                length += match after.strip_prefix('{') {
                    Some(_) => more(|c| c == '}') + 1,
                    None => more(|c| !c.is_ascii_alphanumeric()),
                };
            }
            Some("a subscript stands before the power, `w_{12}^2`, and a layer is a label, `w_{12}^{(1)}`")
        } else if has_stray_underscore(&rest[..length]) {
            Some("an underscore stands between two digits: `1_000_000`")
        } else if !is_grouped(&rest[..length]) {
            Some("underscores part groups of three digits: `1_000_000`")
        } else {
            None
        };
        let Some(help) = bad else { return self.push(Kind::Number, length) };
        let length = length.min(rest.len());
        let span = Span::new(self.at, self.at + length);
        let text: String = rest[..length].chars().take(40).collect();
        let message = format!("`{}` is not a number", escape(&text));
        self.wrong(Diagnostic::error(&code::BAD_NUMBER, span, message).help(help));
        self.push(Kind::UnknownCharacter, length);
    }
}

/// `.*`, `./`, `.^`: signs that work entry by entry; `2.**x` is a power.
fn is_dotted_sign(text: &str) -> bool {
    [".*", "./", ".^"].iter().any(|sign| text.starts_with(sign))
        && ![".**", ".//"].iter().any(|sign| text.starts_with(sign))
}

fn is_hexadecimal(after: &str) -> bool {
    after
        .strip_prefix(['x', 'X', 'b', 'o'])
        .is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether its underscores, if there are any, part groups of three digits: `1_12` is more likely a power and a subscript.
fn is_grouped(number: &str) -> bool {
    let whole = number.split(['.', 'e', 'E']).next().unwrap_or_default();
    whole.split('_').skip(1).all(|group| group.len() == 3)
}

fn has_stray_underscore(number: &str) -> bool {
    number.split('_').skip(1).any(|part| !part.starts_with(|c: char| c.is_ascii_digit()))
        || number.split('_').rev().skip(1).any(|part| !part.ends_with(|c: char| c.is_ascii_digit()))
}

/// `12`, `0.5`, `.5`, `1.`, `1e-10`, `1_000_000`.
fn number(text: &str) -> IResult<&str, &str> {
    let digits = || take_while(|c: char| c.is_ascii_digit() || c == '_');
    let decimals = || take_while(|c: char| c.is_ascii_digit());
    let exponent = (one_of("eE"), opt(one_of("+-−")), take_while1(|c: char| c.is_ascii_digit()));
    let (mut rest, _) = digits().parse(text)?;
    // The two dots of `1..3` are no decimal point, and neither is that of `1./x`.
    if rest.starts_with('.') && !rest.starts_with("..") && !is_dotted_sign(rest) {
        (rest, _) = pair(char::<&str, nom::error::Error<&str>>('.'), decimals()).parse(rest)?;
    }
    (rest, _) = opt(recognize(exponent)).parse(rest)?;
    // Digits grouped by narrow no-break spaces, as chainrule prints them.
    while let Ok((after, (_, group))) =
        pair(char::<&str, nom::error::Error<&str>>('\u{202F}'), take_while1(|c: char| c.is_ascii_digit()))
            .parse(rest)
    {
        if group.len() != 3 {
            break;
        }
        rest = after;
    }
    Ok((rest, &text[..text.len() - rest.len()]))
}
