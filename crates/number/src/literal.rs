//! Numbers as people write them.

use num_bigint::BigInt;

use super::Rational;

/// A number may be written with up to so many digits, and with an exponent up to this size.
pub const MAX_DIGITS: usize = 10_000;

/// Why text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralError {
    /// It is not written like one.
    Malformed,
    /// It has more than [`MAX_DIGITS`] digits, or would have when written out.
    TooLarge,
}

/// The exact value of `12`, `0.1`, `.5`, `1e-10`, `1_000_000`.
///
/// # Errors
/// The text is no number, or too large; that is decided before anything is computed.
pub fn parse_decimal(text: &str) -> Result<Rational, LiteralError> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent),
        None => (text, "0"),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = whole.chars().chain(decimals.chars()).filter(|c| *c != '_').collect();
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(LiteralError::Malformed);
    }
    let plain_exponent = exponent.trim_start_matches(['+', '-']);
    if plain_exponent.is_empty()
        || !plain_exponent.chars().all(|c| c.is_ascii_digit())
        || exponent.len() > plain_exponent.len() + 1
    {
        return Err(LiteralError::Malformed);
    }
    let decimals = decimals.chars().filter(|c| *c != '_').count();
    if digits.len() > MAX_DIGITS {
        return Err(LiteralError::TooLarge);
    }
    if digits.chars().all(|c| c == '0') {
        return Ok(Rational::zero());
    }
    let exponent: i64 = exponent.parse().map_err(|_| LiteralError::TooLarge)?;
    let shift = exponent
        .checked_sub(i64::try_from(decimals).map_err(|_| LiteralError::TooLarge)?)
        .ok_or(LiteralError::TooLarge)?;
    let size = usize::try_from(shift.unsigned_abs()).map_err(|_| LiteralError::TooLarge)?;
    if size.saturating_add(digits.len()) > 2 * MAX_DIGITS {
        return Err(LiteralError::TooLarge);
    }
    let value: BigInt = digits.parse().map_err(|_| LiteralError::Malformed)?;
    let scale = BigInt::from(10u32).pow(u32::try_from(size).map_err(|_| LiteralError::TooLarge)?);
    let number = if shift >= 0 {
        Rational::new(value * scale, BigInt::from(1u32))
    } else {
        Rational::new(value, scale)
    };
    number.ok_or(LiteralError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::{LiteralError, parse_decimal};
    use crate::Rational;

    #[test]
    fn every_way_of_writing_is_exact() {
        assert_eq!(parse_decimal("0.1"), Ok(Rational::fraction(1, 10)));
        assert_eq!(parse_decimal("1e-3"), Ok(Rational::fraction(1, 1000)));
        assert_eq!(parse_decimal(".5"), Ok(Rational::fraction(1, 2)));
        assert_eq!(parse_decimal("1_000_000"), Ok(Rational::from_integer(1_000_000)));
        assert_eq!(parse_decimal("2.5E+3"), Ok(Rational::from_integer(2500)));
        assert_eq!(parse_decimal("1e999999999"), Err(LiteralError::TooLarge));
        assert_eq!(parse_decimal("1e99999999999999999999"), Err(LiteralError::TooLarge));
        assert_eq!(parse_decimal("1e"), Err(LiteralError::Malformed));
        assert_eq!(parse_decimal("."), Err(LiteralError::Malformed));
    }
}
