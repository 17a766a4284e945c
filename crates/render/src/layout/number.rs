//! Numbers as digits.

use chainrule_number::{Rational, scientific, terminating};

/// A number as it is written: digits that are never all zero unless the number is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// Digits, with a point where it has decimals: `7507500000`, `0.25`, `2.5`.
    pub digits: String,
    /// The power of ten it is multiplied by, where one is written.
    pub exponent: Option<i64>,
    /// Whether it is a value to be read, `2×10⁻¹³`, and not a part of a formula, where `2e-13` is one number.
    pub value: bool,
}

/// Exact values are written out in full up to so many digits after the point.
const MOST_DECIMALS: usize = 24;

/// … and with up to so many before it.
const MOST_WHOLE: usize = 60;

/// Numbers in formulas are decimals up to so many digits after the point: constants of functions have thirty.
const MOST_LITERAL_DECIMALS: usize = 60;

/// Digits that are certain beyond this are not shown unless asked for.
const SHOWN_DIGITS: usize = 17;

/// Rounded values between `10^LEAST_PLAIN` and `10^MOST_PLAIN` are written without an exponent.
const LEAST_PLAIN: i64 = -5;
const MOST_PLAIN: i64 = 15;

/// Whole numbers in formulas with more zeros at their end than this are written with an exponent.
const MOST_ZEROS: usize = 20;

impl Number {
    /// An exact number as a value, and whether nothing was rounded away: all digits where it has no more of them than a
    /// reader takes in, rounded elsewhere. With `digits`, rounded to so many.
    pub fn value(value: &Rational, digits: Option<usize>) -> (Self, bool) {
        if value.is_zero() {
            return (Self { value: true, ..Self::plain("0") }, true);
        }
        if digits.is_none() {
            let is_readable = |text: &String| !is_long_and_small(text) && whole_digits(text) <= MOST_WHOLE;
            if let Some(text) = terminating(value, MOST_DECIMALS).filter(is_readable) {
                return (Self { value: true, ..Self::plain(&text) }, true);
            }
            if let Some(exact) = scientific(value, MOST_DECIMALS).filter(|rounded| rounded.exact) {
                return (Self::rounded(exact.negative, &exact.digits, exact.exponent), true);
            }
        }
        let rounded = scientific(value, digits.unwrap_or(SHOWN_DIGITS).max(1))
            .expect("a number other than zero has significant digits");
        let count = if rounded.exact { usize::MAX } else { digits.unwrap_or(SHOWN_DIGITS) };
        (Self::certain(rounded.negative, &rounded.digits, rounded.exponent, count), rounded.exact)
    }

    /// The same as [`Number::rounded`] for a number of which so many digits are certain: where it has more before its
    /// point, no zeros stand for those that are not.
    pub fn certain(negative: bool, digits: &str, exponent: i64, count: usize) -> Self {
        if usize::try_from(exponent).is_ok_and(|exponent| exponent >= count) {
            return Self { negative, digits: with_point(digits), exponent: Some(exponent), value: true };
        }
        Self::rounded(negative, digits, exponent)
    }

    /// `d.ddd × 10^e` from its digits, without exponent where it is of moderate size.
    pub fn rounded(negative: bool, digits: &str, exponent: i64) -> Self {
        if (LEAST_PLAIN..=MOST_PLAIN).contains(&exponent) {
            return Self { negative, digits: written_out(digits, exponent), exponent: None, value: true };
        }
        Self { negative, digits: with_point(digits), exponent: Some(exponent), value: true }
    }

    /// The same with zeros at its end, up to so many digits after the point.
    #[must_use]
    pub fn with_decimals(mut self, count: usize) -> Self {
        let written = match (self.exponent, self.digits.split_once('.')) {
            (None, None) => 0,
            (None, Some((_, decimals))) => decimals.len(),
            // With a power of ten the zeros would stand elsewhere.
            (Some(_), _) => return self,
        };
        if written == 0 && count > 0 {
            self.digits.push('.');
        }
        self.digits.push_str(&"0".repeat(count.saturating_sub(written)));
        self
    }

    /// A number without sign in a formula, exactly, where it is written as one number; nothing where it is a fraction
    /// of two whole numbers.
    pub(crate) fn literal(size: &Rational) -> Option<Self> {
        if size.is_integer() {
            let text = size.numerator().to_string();
            let zeros = text.len() - text.trim_end_matches('0').len();
            if zeros <= MOST_ZEROS {
                return Some(Self::plain(&text));
            }
            let exponent = i64::try_from(text.len()).ok()? - 1;
            let digits = with_point(text.trim_end_matches('0'));
            return Some(Self { negative: false, digits, exponent: Some(exponent), value: false });
        }
        // Halves, quarters, eighths and sixteenths read best as fractions; tenths and finer ones as decimals.
        let text = terminating(size, MOST_LITERAL_DECIMALS)?;
        let binary = size.denominator().to_string();
        if matches!(binary.as_str(), "2" | "4" | "8" | "16") {
            return None;
        }
        if !is_long_and_small(&text) {
            return Some(Self::plain(&text));
        }
        let exact = scientific(size, MOST_LITERAL_DECIMALS).filter(|rounded| rounded.exact)?;
        let digits = with_point(&exact.digits);
        Some(Self { negative: false, digits, exponent: Some(exact.exponent), value: false })
    }

    /// A value that is written already: `-0.13`.
    pub fn decimal(text: &str) -> Self {
        Self { value: true, ..Self::plain(text) }
    }

    /// Digits as they stand, with a sign where one stands.
    pub(crate) fn plain(text: &str) -> Self {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        Self { negative, digits: digits.to_owned(), exponent: None, value: false }
    }

    /// The digits before the point in groups of three from the right, where there are more than four, and what
    /// stands after the point.
    pub(crate) fn groups(&self) -> (Vec<&str>, Option<&str>) {
        let (whole, decimals) = match self.digits.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (self.digits.as_str(), None),
        };
        if whole.len() <= 4 {
            return (vec![whole], decimals);
        }
        let first = match whole.len() % 3 {
            0 => 3,
            rest => rest,
        };
        let mut groups = vec![&whole[..first]];
        let mut at = first;
        while at < whole.len() {
            groups.push(&whole[at..at + 3]);
            at += 3;
        }
        (groups, decimals)
    }
}

/// How many digits stand before the point.
fn whole_digits(text: &str) -> usize {
    text.trim_start_matches('-').split('.').next().unwrap_or_default().len()
}

/// Whether exact digits would be mostly zeros after the point: those read better with an exponent.
fn is_long_and_small(text: &str) -> bool {
    text.trim_start_matches('-').strip_prefix("0.").is_some_and(|decimals| decimals.starts_with("00000"))
}

fn with_point(digits: &str) -> String {
    match digits.split_at_checked(1) {
        Some((first, rest)) if !rest.is_empty() => format!("{first}.{rest}"),
        Some(_) | None => digits.to_owned(),
    }
}

/// Significant digits with their point put where the exponent says, between 10^-5 and 10^15.
fn written_out(digits: &str, exponent: i64) -> String {
    let Ok(before) = usize::try_from(exponent + 1) else {
        return format!("0.{}{digits}", "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0)));
    };
    if before == 0 {
        format!("0.{digits}")
    } else if digits.len() <= before {
        format!("{digits}{}", "0".repeat(before - digits.len()))
    } else {
        format!("{}.{}", &digits[..before], &digits[before..])
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Rational};
    use chainrule_number::parse_decimal;

    fn value(text: &str, digits: Option<usize>) -> (String, Option<i64>) {
        let (number, _) = Number::value(&parse_decimal(text).unwrap(), digits);
        (number.digits, number.exponent)
    }

    #[test]
    fn values_keep_their_digits() {
        assert_eq!(value("7507500000", None), ("7507500000".to_owned(), None));
        assert_eq!(value("7507500000", Some(3)), ("7.51".to_owned(), Some(9)));
        assert_eq!(value("7507500000", Some(5)), ("7507500000".to_owned(), None));
        assert_eq!(value("2e-13", None), ("2".to_owned(), Some(-13)));
        assert_eq!(value("0.9999999999998", None), ("0.9999999999998".to_owned(), None));
        assert_eq!(value("1e-6021", Some(2)), ("1".to_owned(), Some(-6021)));
        assert_eq!(value("0.05", Some(3)), ("0.05".to_owned(), None));
        assert_eq!(value("0", Some(3)), ("0".to_owned(), None));
        assert_eq!(value(&"7".repeat(60), None), ("7".repeat(60), None));
        assert_eq!(value(&"7".repeat(61), None), ("7.7777777777777778".to_owned(), Some(60)));
        assert_eq!(value("1e5000", None), ("1".to_owned(), Some(5000)));
        let long = parse_decimal("1.23456789012345678901234567e-7").unwrap();
        assert!(!Number::value(&long, None).1);
    }

    #[test]
    fn literals_are_exact() {
        let write = |n, d| Number::literal(&Rational::fraction(n, d)).map(|l| (l.digits, l.exponent));
        assert_eq!(write(1, 2), None);
        assert_eq!(write(1, 3), None);
        assert_eq!(write(1, 10), Some(("0.1".to_owned(), None)));
        assert_eq!(write(3, 20), Some(("0.15".to_owned(), None)));
        assert_eq!(write(1, 10_000_000_000), Some(("1".to_owned(), Some(-10))));
        assert_eq!(write(7, 1), Some(("7".to_owned(), None)));
    }
}
