//! The logistic sigmoid, softplus, `silu` and mish.
//!
//! Each derivative with a zero is written as a slope times `f(z) − f(z₀)`, where `z₀` is that zero: with `d = z − z₀` all
//! terms have the sign of `d`, and nothing cancels.

/// Beyond this size of the argument the exponential is close to the smallest normal float: its root is squared last.
const FAR: f64 = 700.0;

/// σ(z): the exponential is only taken of −|z|.
pub(in crate::function) fn sigmoid(z: f64) -> f64 {
    let small = libm::exp(-z.abs());
    if z < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) }
}

/// factor · σ'(z + low), where `low` is what `z` lost in rounding: σ'(z) = t/(1 + t)² with t = exp(−|z|).
pub(in crate::function) fn sigmoid_slope(z: f64, low: f64, factor: f64) -> f64 {
    let size = z.abs();
    let moved = if z > 0.0 { -low } else { low };
    if size > FAR {
        return far(size, factor + factor * moved);
    }
    let small = libm::exp(-size);
    let small = small + small * moved;
    factor * small / ((1.0 + small) * (1.0 + small))
}

/// factor · exp(−size), for sizes beyond [`FAR`].
fn far(size: f64, factor: f64) -> f64 {
    let root = libm::exp(-0.5 * size);
    root * factor * root
}

/// ln(1 + exp z).
pub(in crate::function) fn softplus(z: f64) -> f64 {
    let small = libm::log1p(libm::exp(-z.abs()));
    if z > 0.0 { z + small } else { small }
}

/// z·σ(z).
pub(in crate::function) fn silu(z: f64) -> f64 {
    if z < -FAR { far(-z, z) } else { z * sigmoid(z) }
}

/// Where the derivative of `silu` is 0, with what the float lacks, and exp of it.
const SILU_ZERO: (f64, f64) = (-1.278_464_542_761_073_7, -1.094_699_418_309_343_7e-16);
const SILU_ZERO_EXP: f64 = 0.278_464_542_761_073_8;

/// The derivative of `silu`: σ'(z)·(exp z + 1 + z) below 0, σ(z)·(1 + z·σ(−z)) above.
pub(in crate::function) fn silu_slope(z: f64) -> f64 {
    if z > 0.0 {
        return sigmoid(z) * (1.0 + z * sigmoid(-z));
    }
    // exp z₀ = −1 − z₀, so that exp z + 1 + z = d + exp z₀·(exp d − 1).
    let d = z - SILU_ZERO.0 - SILU_ZERO.1;
    sigmoid_slope(z, 0.0, d + SILU_ZERO_EXP * libm::expm1(d))
}

/// z·tanh(softplus z), with tanh(ln(1 + e)) = n/(n + 2) and n = e·(e + 2).
pub(in crate::function) fn mish(z: f64) -> f64 {
    if z < -FAR {
        return far(-z, z);
    }
    let small = libm::exp(-z.abs());
    if z > 0.0 {
        let above = 1.0 + 2.0 * small;
        z * (above / (above + 2.0 * small * small))
    } else {
        let n = small * (small + 2.0);
        z * n / (n + 2.0)
    }
}

/// Where the derivative of mish is 0, with what the float lacks; exp of it; and 6 + 4 times it.
const MISH_ZERO: (f64, f64) = (-1.192_431_214_515_495_2, -4.848_482_984_803_104_4e-17);
const MISH_ZERO_EXP: f64 = 0.303_482_535_281_528_9;
const SIX_AND_FOUR_ZEROS: f64 = 1.230_275_141_938_019_1;

/// The derivative of mish: e·f(z)/(n + 2)², where f(z) = e³ + 4e² + 6e + 4 + 4z·(e + 1) and e = exp z.
pub(in crate::function) fn mish_slope(z: f64) -> f64 {
    if z > 0.0 {
        let small = libm::exp(-z);
        let above = 1.0 + 2.0 * small;
        let below = above + 2.0 * small * small;
        return above / below + 4.0 * z * small * small * (1.0 + small) / (below * below);
    }
    // f(z) − f(z₀) with e = E·(1 + m): every bracket is above 0.
    let d = z - MISH_ZERO.0 - MISH_ZERO.1;
    let grown = libm::expm1(d);
    let at_zero = MISH_ZERO_EXP;
    let exp = libm::exp(z);
    let bracket = at_zero * at_zero * (3.0 + grown * (3.0 + grown))
        + 4.0 * at_zero * (2.0 + grown)
        + SIX_AND_FOUR_ZEROS;
    let gap = at_zero * grown * bracket + 4.0 * d * (1.0 + exp);
    if z < -FAR {
        return far(-z, 0.25 * gap);
    }
    let below = exp * (exp + 2.0) + 2.0;
    exp * gap / (below * below)
}
