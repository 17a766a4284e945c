//! The bell curve, its integral Φ, and the two GELUs.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::logistic::{sigmoid, sigmoid_slope};

/// 1/√(2π).
const FRAC_1_SQRT_2PI: f64 = 0.398_942_280_401_432_7;

/// What `FRAC_1_SQRT_2` lacks of 1/√2.
const FRAC_1_SQRT_2_LOW: f64 = -4.833_646_656_726_457e-17;

/// Below this argument Φ is taken from its asymptotic series.
const TAIL: f64 = -30.0;

/// Beyond this size everything Gaussian has reached its limit.
const LIMIT: f64 = 40.0;

/// factor · exp(−rate·z²), for a rate of 1 or 1/2: what z² loses in rounding is put back.
fn decay(z: f64, rate: f64, factor: f64) -> f64 {
    if z.abs() > LIMIT {
        return 0.0 * factor;
    }
    let square = z * z;
    let low = z.mul_add(z, -square);
    let factor = factor - factor * rate * low;
    let exponent = rate * square;
    if exponent < 700.0 {
        return factor * libm::exp(-exponent);
    }
    let root = libm::exp(-0.5 * exponent);
    root * factor * root
}

/// The derivative of the error function, 2/√π · exp(−z²).
pub(in crate::function) fn erf_slope(z: f64) -> f64 {
    decay(z, 1.0, FRAC_2_SQRT_PI)
}

/// Φ(z) = erfc(−z/√2)/2, for arguments from [`TAIL`] to [`LIMIT`]: what −z/√2 loses in rounding is put back.
fn below(z: f64) -> f64 {
    let high = -z * FRAC_1_SQRT_2;
    let low = f64::mul_add(-z, FRAC_1_SQRT_2, -high) - z * FRAC_1_SQRT_2_LOW;
    0.5 * (libm::erfc(high) - FRAC_2_SQRT_PI * libm::exp(-high * high) * low)
}

/// −z·Φ(z)/φ(z) = 1 − s + 3s² − 15s³ + …, with s = 1/z², for arguments below [`TAIL`].
///
/// Source: NIST DLMF 7.12.1.
fn tail(z: f64) -> f64 {
    let s = 1.0 / (z * z);
    [13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0].iter().fold(1.0, |series, odd| 1.0 - odd * s * series)
}

/// z·Φ(z).
pub(in crate::function) fn gelu(z: f64) -> f64 {
    if z > LIMIT {
        z
    } else if z < TAIL {
        decay(z, 0.5, -FRAC_1_SQRT_2PI * tail(z))
    } else {
        z * below(z)
    }
}

/// Where the derivative of GELU is 0, with what the float lacks.
const GELU_ZERO: (f64, f64) = (-0.751_791_524_693_564_5, 1.495_675_917_700_988_3e-17);

/// The derivative of GELU, Φ(z) + z·φ(z).
pub(in crate::function) fn gelu_slope(z: f64) -> f64 {
    if z > LIMIT {
        return 1.0;
    }
    if z < TAIL {
        return decay(z, 0.5, FRAC_1_SQRT_2PI * (z + tail(z) / -z));
    }
    let d = z - GELU_ZERO.0 - GELU_ZERO.1;
    if d.abs() > 0.5 {
        return below(z) + decay(z, 0.5, FRAC_1_SQRT_2PI * z);
    }
    // Φ(z)/φ(z) + z is y with y' = 2 − z² + z·y; its Taylor series around its zero.
    let given = [2.0 - GELU_ZERO.0 * GELU_ZERO.0, -2.0 * GELU_ZERO.0, -1.0];
    let (mut before, mut coefficient, mut power, mut y) = (0.0, 0.0, 1.0, 0.0);
    for n in 0..24u8 {
        let next = (given.get(usize::from(n)).unwrap_or(&0.0) + GELU_ZERO.0 * coefficient + before)
            / f64::from(n + 1);
        (before, coefficient) = (coefficient, next);
        power *= d;
        y += next * power;
    }
    decay(z, 0.5, FRAC_1_SQRT_2PI * y)
}

/// 2·√(2/π), and what it lacks.
const RATE: (f64, f64) = (1.595_769_121_605_730_8, -9.969_308_809_110_92e-17);

/// 0.044715, and what it lacks.
const CUBIC: (f64, f64) = (0.044_715, 2.196_021_142_708_559_5e-18);

/// v = 2·√(2/π)·(z + 0.044715·z³), and what it lost in rounding: GELU's tanh approximation is z·σ(v).
fn inner(z: f64) -> (f64, f64) {
    let square = z * z;
    let square_low = z.mul_add(z, -square);
    let part = CUBIC.0 * square;
    let part_low = CUBIC.0.mul_add(square, -part) + CUBIC.0 * square_low + CUBIC.1 * square;
    let sum = 1.0 + part;
    let of_part = sum - 1.0;
    let sum_low = (1.0 - (sum - of_part)) + (part - of_part) + part_low;
    let cubic = z * sum;
    let cubic_low = z.mul_add(sum, -cubic) + z * sum_low;
    let v = RATE.0 * cubic;
    (v, RATE.0.mul_add(cubic, -v) + RATE.0 * cubic_low + RATE.1 * cubic)
}

/// z·σ(v).
pub(in crate::function) fn gelu_tanh(z: f64) -> f64 {
    if z.abs() > LIMIT {
        return if z > 0.0 { z } else { -0.0 };
    }
    let (v, low) = inner(z);
    if v > 0.0 {
        return z * sigmoid(v);
    }
    // σ(v) = (1 + exp v)·σ'(v)
    sigmoid_slope(v, low, z) * (1.0 + libm::exp(v))
}

/// Where the derivative of the tanh approximation is 0, with what the float lacks, and exp v there.
const TANH_ZERO: (f64, f64) = (-0.752_461_422_071_016_3, 3.635_560_509_207_687e-17);
const TANH_ZERO_EXP: f64 = 0.291_955_211_914_767_14;

/// The derivative of z·σ(v): σ(v)·(1 + z·v'·σ(−v)), and below 0 the same as σ'(v)·(1 + exp v + z·v').
pub(in crate::function) fn gelu_tanh_slope(z: f64) -> f64 {
    if z.abs() > LIMIT {
        return if z > 0.0 { 1.0 } else { -0.0 };
    }
    let (v, low) = inner(z);
    if z > 0.0 {
        let moved = RATE.0 * z * (1.0 + 3.0 * CUBIC.0 * z * z);
        return sigmoid(v) * (1.0 + moved * sigmoid(-v));
    }
    // 1 + exp v + z·v' is 0 at z₀: with d = z − z₀ both differences have the sign of d.
    let zero = TANH_ZERO.0;
    let d = z - zero - TANH_ZERO.1;
    let squares = CUBIC.0 * (z * z + z * zero + zero * zero);
    let exp_gap = TANH_ZERO_EXP * libm::expm1(RATE.0 * d * (1.0 + squares));
    let rate_gap = RATE.0 * d * (1.0 + 3.0 * squares);
    sigmoid_slope(v, low, exp_gap + rate_gap)
}
