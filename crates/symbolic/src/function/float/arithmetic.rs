//! Sums and products of many floats, rounded once.

use chainrule_number::Rational;

/// The sum, correctly rounded: the errors of the additions are kept and added too.
///
/// Source: Shewchuk, Adaptive precision floating-point arithmetic (1997), the GROW-EXPANSION algorithm.
pub(in crate::function) fn sum(terms: &[f64]) -> f64 {
    match terms {
        [] => return 0.0,
        &[only] => return only,
        // One addition is rounded correctly as it is.
        &[first, second] => return first + second,
        _ => {}
    }
    let mut parts: Vec<f64> = Vec::with_capacity(4);
    for &term in terms {
        let mut carried = term;
        parts.retain_mut(|part| {
            let (high, low) = two_sum(carried, *part);
            (carried, *part) = (high, low);
            low != 0.0
        });
        parts.push(carried);
    }
    let Some(&largest) = parts.last() else { return 0.0 };
    if !largest.is_finite() || parts.iter().any(|part| part.is_nan()) {
        // An intermediate sum overflowed, or a term is not finite.
        return match terms.iter().copied().map(Rational::from_f64).collect::<Option<Vec<_>>>() {
            Some(exact) => exact.iter().fold(Rational::zero(), |sum, term| &sum + term).to_f64(),
            None => terms.iter().sum(),
        };
    }
    // From the largest down until one does not fit: what is left only decides a tie.
    let mut rest = parts.into_iter().rev();
    let mut high = rest.next().unwrap_or(0.0);
    for part in rest.by_ref() {
        let (sum, low) = two_sum(high, part);
        high = sum;
        if low != 0.0 {
            if let Some(next) = rest.next()
                && (low > 0.0) == (next > 0.0)
            {
                let away = high + 2.0 * low;
                if (away - high).to_bits() == (2.0 * low).to_bits() {
                    return away;
                }
            }
            break;
        }
    }
    high
}

/// The product, rounded once: the errors of the multiplications are kept, exponents are counted apart.
///
/// Source: Ogita, Rump, Oishi, Accurate sum and dot product (2005), section 5; the compensated product.
pub(in crate::function) fn product(factors: &[f64]) -> f64 {
    match factors {
        [] => return 1.0,
        &[only] => return only,
        &[first, second] => return first * second,
        _ => {}
    }
    if factors.iter().any(|factor| *factor == 0.0 || !factor.is_finite()) {
        return factors.iter().product();
    }
    let (mut high, mut low, mut exponent) = (1.0, 0.0, 0i64);
    for &factor in factors {
        let (mantissa, binary_exponent) = libm::frexp(factor);
        let next: f64 = high * mantissa;
        let missing = f64::mul_add(high, mantissa, -next);
        let (scaled, shift) = libm::frexp(next);
        low = libm::ldexp(f64::mul_add(low, mantissa, missing), -shift);
        high = scaled;
        exponent += i64::from(binary_exponent) + i64::from(shift);
    }
    let exponent = exponent.clamp(-10_000, 10_000);
    libm::ldexp(high + low, i32::try_from(exponent).unwrap_or(0))
}

/// The rounded sum and its exact error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

#[cfg(test)]
mod tests {
    use super::{product, sum};
    use chainrule_number::Rational;

    fn same(left: f64, right: f64) {
        assert_eq!(left.to_bits(), right.to_bits(), "{left:e} {right:e}");
    }

    #[test]
    fn sums_are_rounded_once() {
        same(sum(&[1e100, 1.0, -1e100]), 1.0);
        same(sum(&[1e308, 1e308, -1e308]), 1e308);
        same(sum(&[f64::MAX, f64::MAX, -f64::MAX, 5e-324, -f64::MAX]), 5e-324);
        same(sum(&[1.0, 2f64.powi(-53), 2f64.powi(-106)]), 1.0 + f64::EPSILON);
        same(sum(&[1.0, -(2f64.powi(-54)), -(2f64.powi(-107))]), 1.0 - f64::EPSILON / 2.0);
        same(sum(&[0.1; 10]), 1.0);
        assert!(sum(&[f64::INFINITY, 1.0, f64::NEG_INFINITY]).is_nan());
        same(sum(&[f64::INFINITY, 1.0, 2.0]), f64::INFINITY);
    }

    #[test]
    fn products_neither_overflow_nor_underflow_on_the_way() {
        for factors in [
            &[1e300, 1e300, 1e-300][..],
            &[1e-300, 1e-300, 1e300],
            &[300.0, 200.0, 125.0, 1001.0],
            &[5e-324, 0.5, 2.0],
            &[0.1, 0.2, 0.3, 0.7, 1.3, -1.7],
        ] {
            let exact = factors.iter().fold(Rational::one(), |product, &factor| {
                &product * &Rational::from_f64(factor).expect("a finite float")
            });
            same(product(factors), exact.to_f64());
        }
        same(product(&[-3.0, 0.0, 1e308, 1e308]), -0.0);
        same(product(&[1e300, 1e300, 1.0]), f64::INFINITY);
    }
}
