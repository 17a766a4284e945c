//! Numbers as written.

use std::borrow::Cow;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::{LiteralError, MAX_DIGITS, Rational, parse_decimal};

use crate::wrong::Wrong;

/// A number of LaTeX in plain digits: `1{,}000` is `1000`, `9.5 \times 10^{-7}` is `9.5e-7`.
pub(crate) fn plain_number(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '{', ',', '×', '·']) {
        return Cow::Borrowed(text);
    }
    let mut plain: String = text.chars().filter(|c| !matches!(c, '{' | '}' | ' ' | '\t')).collect();
    for group in ["\\,", ","] {
        plain = plain.replace(group, "");
    }
    for times in ["\\times", "\\cdot", "×", "·"] {
        plain = plain.replace(&format!("{times}10^"), "e");
    }
    Cow::Owned(plain)
}

/// Fractions that are one sign.
pub(crate) const FRACTION_SIGNS: &[(char, i64, i64)] = &[
    ('½', 1, 2),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('¼', 1, 4),
    ('¾', 3, 4),
    ('⅕', 1, 5),
    ('⅙', 1, 6),
    ('⅛', 1, 8),
    ('⅒', 1, 10),
];

/// The exact value of a number as written.
pub(crate) fn number(text: &str, span: Span) -> Result<Rational, Wrong> {
    if let Some((_, above, below)) = FRACTION_SIGNS.iter().find(|(sign, ..)| text.chars().eq([*sign])) {
        return Ok(Rational::fraction(*above, *below));
    }
    let text = &*plain_number(text);
    let plain: String =
        text.chars().filter(|c| *c != '\u{202F}').map(|c| if c == '−' { '-' } else { c }).collect();
    parse_decimal(&plain).map_err(|error| {
        Box::new(match error {
            LiteralError::Malformed => {
                Diagnostic::error(&code::BAD_NUMBER, span, format!("`{text}` is not a number"))
                    .help("numbers are written like 12, 0.5 or 1e-10")
            }
            LiteralError::TooLarge => Diagnostic::error(
                &code::NUMBER_TOO_LARGE,
                span,
                format!("an exact number may have up to {MAX_DIGITS} digits; this one would have more"),
            )
            .help("scale the quantity, or write the number as a power with a name of its own"),
        })
    })
}

/// The unit of the last printed digit of a decimal number: 1e-9 for `0.082167041`.
pub(crate) fn last_digit(text: &str) -> Option<Rational> {
    let text = plain_number(text);
    let text = text.trim().trim_start_matches(['-', '−', '+', ' ']).replace(['_', '\u{202F}'], "");
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || !mantissa.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent: i64 = exponent.replace('−', "-").parse().ok()?;
    parse_decimal(&format!("1e{}", exponent - i64::try_from(decimals).ok()?)).ok()
}
