//! How far the float kernels are from the truth.

use chainrule_number::Enclosure;
use chainrule_number::Rational;
use chainrule_symbolic::function::{Function, Kernel, TABLE};
use rustc_hash::FxHashMap;

use crate::subject::{exact, rational};

/// 40 digits of mpmath, as an interval. `None` where the number is too small or too large to be written out.
pub(crate) fn golden(text: &str) -> Option<Enclosure> {
    let exponent: i64 =
        text.split_once('e').map_or(0, |(_, exponent)| exponent.parse().expect("an exponent"));
    if exponent.abs() > 20_000 {
        return None;
    }
    let value = exact(text);
    let slack = &value.abs() * &exact("1e-39");
    Some(Enclosure::from_range(&(&value - &slack), &(&value + &slack), 300))
}

/// How far a kernel is from the true value, in units in the last place of it: of the smallest float, below the normal
/// ones. Infinite where a kernel overflows, gives NaN, or gives 0 for what is not 0 as a float.
pub(crate) fn error_in_ulps(computed: f64, truth: &Rational) -> f64 {
    let nearest = truth.to_f64();
    if nearest.is_infinite() {
        return if computed.to_bits() == nearest.to_bits() { 0.0 } else { f64::INFINITY };
    }
    if !computed.is_finite() || (computed == 0.0 && truth.abs() >= rational(5e-324)) {
        return f64::INFINITY;
    }
    if nearest.abs() < f64::MIN_POSITIVE {
        let unit = rational(5e-324);
        return (&rational(computed) - truth).abs().checked_div(&unit).expect("not zero").to_f64();
    }
    let relative = (&rational(computed) - truth).abs().checked_div(&truth.abs()).expect("a normal float");
    // The mantissa, from 1 to 2.
    let mantissa = f64::from_bits((nearest.abs().to_bits() & ((1 << 52) - 1)) | (1023 << 52));
    relative.to_f64() * mantissa * 2f64.powi(52)
}

/// The largest errors of each row's kernels so far.
#[derive(Default)]
pub(crate) struct Worst(FxHashMap<(&'static str, bool), (f64, String)>);

impl Worst {
    pub(crate) fn note(
        &mut self,
        row: &'static Function,
        is_slope: bool,
        kernel: Kernel,
        at: &[f64],
        truth: &Enclosure,
    ) {
        let computed = (kernel.compute)(at);
        let error = if truth.lower().top().is_none_or(|top| top < -2000)
            && truth.upper().top().is_none_or(|top| top < -2000)
        {
            if computed == 0.0 { 0.0 } else { f64::INFINITY }
        } else if truth.lower().top().is_some_and(|top| top > 2000) {
            if computed.is_infinite() { 0.0 } else { f64::INFINITY }
        } else {
            error_in_ulps(computed, &truth.middle(200).to_rational().expect("moderate"))
        };
        let worst = self.0.entry((row.name, is_slope)).or_default();
        if error > worst.0 {
            *worst = (error, format!("{at:?} gives {computed:e}"));
        }
    }

    /// No error is larger than stated, and none is stated much larger than what so many points show.
    pub(crate) fn check(&self, is_dense: bool) {
        let mut wrong = Vec::new();
        for row in TABLE {
            for (is_slope, kernel) in [(false, Some(row.kernel)), (true, row.derivative_kernel)] {
                let Some(kernel) = kernel else { continue };
                let Some((error, place)) = self.0.get(&(row.name, is_slope)) else { continue };
                let stated = f64::from(kernel.ulps);
                let name = if is_slope { format!("{}'", row.name) } else { row.name.to_owned() };
                // The golden digits themselves are rounded, at the 40th.
                if *error > stated + 1e-9 || (is_dense && stated > 2.0 * error + 2.5) {
                    wrong.push(format!("{name}: stated {stated}, measured {error:.2} at {place}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
