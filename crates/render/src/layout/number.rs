//! Exact numbers inside formulas.

use chainrule_symbolic::number::Rational;

use super::Value;

/// Fractions with a denominator up to this are written as fractions.
const SMALL_DENOMINATOR: i64 = 16;
/// Decimals are written up to this many digits after the point.
const MOST_DECIMALS: usize = 15;

/// How an exact number is written in a formula: `3`, `1/4`, `0.001`. The sign is kept apart.
pub(super) fn value(number: &Rational) -> Value {
    let magnitude = number.abs();
    let digits = if magnitude.is_integer() {
        magnitude.to_string()
    } else {
        let small = Rational::from_integer(SMALL_DENOMINATOR);
        let denominator = Rational::from_bigint(magnitude.denominator().clone());
        let fits = !(&small - &denominator).is_negative();
        let decimal = if fits { None } else { decimal(&magnitude) };
        decimal.unwrap_or_else(|| format!("{}/{}", magnitude.numerator(), magnitude.denominator()))
    };
    Value { negative: number.is_negative(), digits, exponent10: None, grouped: false }
}

/// The decimal of a number, where it ends soon enough.
fn decimal(number: &Rational) -> Option<String> {
    let ten = Rational::from_integer(10);
    let mut scaled = number.clone();
    for places in 1..=MOST_DECIMALS {
        scaled = &scaled * &ten;
        if scaled.is_integer() {
            let digits = format!("{:0>width$}", scaled.to_string(), width = places + 1);
            let (whole, rest) = digits.split_at(digits.len() - places);
            return Some(format!("{whole}.{rest}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::value;
    use chainrule_symbolic::number::Rational;

    #[test]
    fn numbers_in_formulas() {
        let text = |n, d| value(&Rational::fraction(n, d)).digits;
        assert_eq!(text(1, 4), "1/4");
        assert_eq!(text(1, 1000), "0.001");
        assert_eq!(text(1001, 100), "10.01");
        assert_eq!(text(1, 17), "1/17");
        assert_eq!(text(-12, 1), "12");
    }
}
