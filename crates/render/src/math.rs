//! A piece of mathematics, spelled for every target.

use chainrule_symbolic::number::{Rational, scientific, terminating};

/// A piece of mathematics as Unicode text, as ASCII text and as LaTeX.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Math {
    /// For a terminal.
    pub unicode: String,
    /// For a terminal without Unicode.
    pub ascii: String,
    /// For LaTeX's math mode.
    pub latex: String,
}

/// Exact numbers are written out in full up to so many digits after the point.
const MOST_DECIMALS: usize = 24;

impl Math {
    /// The same in every spelling.
    pub fn plain(text: &str) -> Self {
        Self { unicode: text.to_owned(), ascii: text.to_owned(), latex: text.to_owned() }
    }

    /// One spelling for each target.
    pub fn new(unicode: &str, ascii: &str, latex: &str) -> Self {
        Self { unicode: unicode.to_owned(), ascii: ascii.to_owned(), latex: latex.to_owned() }
    }

    /// This, followed by another.
    #[must_use]
    pub fn then(mut self, other: &Self) -> Self {
        self.unicode.push_str(&other.unicode);
        self.ascii.push_str(&other.ascii);
        self.latex.push_str(&other.latex);
        self
    }

    /// Pieces with a sign between them.
    pub fn joined(pieces: &[Self], sign: &Self) -> Self {
        let mut out = Self::default();
        for (place, piece) in pieces.iter().enumerate() {
            if place > 0 {
                out = out.then(sign);
            }
            out = out.then(piece);
        }
        out
    }

    /// ` × ` between numbers.
    pub fn times() -> Self {
        Self::new(" × ", " * ", r" \times ")
    }

    /// An exact number as a value: all digits where it is whole or ends, `≈` digits elsewhere are the caller's to mark.
    /// With `digits`, rounded to so many.
    pub fn value(value: &Rational, digits: Option<usize>) -> Self {
        if digits.is_none()
            && let Some(text) = terminating(value, MOST_DECIMALS).filter(|text| !is_long_and_small(text))
        {
            return Self::digits(&text);
        }
        let Some(rounded) = scientific(value, digits.unwrap_or(17)) else { return Self::plain("0") };
        Self::decimal(rounded.negative, &rounded.digits, rounded.exponent)
    }

    /// Digits with a point, thousands grouped.
    fn digits(text: &str) -> Self {
        let (sign, size) = text.strip_prefix('-').map_or(("", text), |size| ("-", size));
        let (whole, decimals) =
            size.split_once('.').map_or((size, None), |(whole, decimals)| (whole, Some(decimals)));
        let grouped = |separator: &str| {
            let mut out = String::new();
            for (place, digit) in whole.chars().enumerate() {
                if place > 0 && whole.len() > 4 && (whole.len() - place) % 3 == 0 {
                    out.push_str(separator);
                }
                out.push(digit);
            }
            if let Some(decimals) = decimals {
                out.push('.');
                out.push_str(decimals);
            }
            out
        };
        Self {
            unicode: format!("{sign}{}", grouped("\u{202F}")),
            ascii: text.to_owned(),
            latex: format!("{sign}{}", grouped(r"\,")),
        }
    }

    /// `d.ddd × 10^e`, or plain digits where the exponent is small.
    pub fn decimal(negative: bool, digits: &str, exponent: i64) -> Self {
        let sign = if negative { "-" } else { "" };
        let count = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        if (-5..=15).contains(&exponent) {
            let text = if exponent < 0 {
                format!("0.{}{digits}", "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0)))
            } else if count <= exponent + 1 {
                format!("{digits}{}", "0".repeat(usize::try_from(exponent + 1 - count).unwrap_or(0)))
            } else {
                let point = usize::try_from(exponent + 1).unwrap_or(0);
                format!("{}.{}", &digits[..point], &digits[point..])
            };
            return Self::digits(&format!("{sign}{text}"));
        }
        let mantissa =
            if digits.len() > 1 { format!("{}.{}", &digits[..1], &digits[1..]) } else { digits.to_owned() };
        Self {
            unicode: format!("{sign}{mantissa}×10{}", superscript(&exponent.to_string())),
            ascii: format!("{sign}{mantissa}e{exponent}"),
            latex: format!(r"{sign}{mantissa}\times 10^{{{exponent}}}"),
        }
    }
}

/// Whether exact digits would be mostly zeros after the point: those read better with an exponent.
fn is_long_and_small(text: &str) -> bool {
    text.trim_start_matches('-').strip_prefix("0.").is_some_and(|decimals| decimals.starts_with("00000"))
}

/// Digits and signs as Unicode superscripts.
pub(crate) fn superscript(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '-' => '⁻',
            '(' => '⁽',
            ')' => '⁾',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '0' => '⁰',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            other => other,
        })
        .collect()
}
