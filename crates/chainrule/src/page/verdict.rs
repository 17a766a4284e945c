//! What is wrong with a derivative's size, factor by factor and format by format, and what was found to repair it.

use chainrule_evaluator::ledger::{Ledger, Window};
use chainrule_evaluator::number::Held;
use chainrule_evaluator::number::format::Format;
use chainrule_evaluator::verdict::cancellation::Cancellation;
use chainrule_evaluator::verdict::saturation::Saturation;
use chainrule_evaluator::verdict::{Blame, Cause, HEALTHY, InFormat, Size, agree, blame};
use chainrule_render::{Inline, Layout, Number, Operator, Role};
use chainrule_symbolic::number::Rational;

use super::Page;
use super::ledger::rational;
use crate::numerics::Numerics;
use crate::report::DerivationReport;
use crate::value::{held, set};

/// Numbers in sentences are rounded to so many digits, where the reader does not ask for more.
const DIGITS: usize = 6;

/// Factors are named where the largest share of the logarithm is at least this: one hundredth.
const LEAST_SHARE: f64 = 0.01;

impl Page<'_> {
    pub(super) fn verdict(&mut self, own: &DerivationReport, numerics: &Numerics) {
        let (Some(size), Some(value)) = (numerics.size, &own.value) else { return };
        if own.factors.len() > 1 {
            let blamed = match numerics.ledgers.as_slice() {
                [ledger] => blame(ledger),
                [..] => Vec::new(),
            };
            self.size(size, value.log10_abs(), &blamed, own.factors.len());
        }
        let mut items = Vec::new();
        let asked = !self.report.formats.is_empty();
        for in_format in &numerics.formats {
            if size != Size::Zero && (asked || !in_format.causes.is_empty()) {
                self.in_format(in_format, numerics, &mut items);
            }
        }
        if asked {
            items.extend(self.difference_quotient(own, numerics));
        }
        if let Some(saturation) = numerics.saturation.as_ref().filter(|_| {
            matches!(size, Size::Vanishing | Size::Zero)
                || numerics.formats.iter().any(|own| !own.causes.is_empty())
        }) {
            items.push(self.saturation(saturation, numerics.saturated));
            items.extend(self.repairs(saturation));
        }
        if size == Size::Exploding {
            items.extend(Self::clipping(numerics));
        }
        self.list(items);
    }

    /// Whether the derivative is of a size that a weight can be moved by.
    fn size(&mut self, size: Size, log10: f64, blamed: &[Blame], count: usize) {
        let factor = |id| self.setter.expression(self.report.calculus.factor(id).name);
        let what = if blamed.is_empty() { "derivative" } else { "product" };
        let sized =
            |text: Inline| text.text(format!(": the {what} is about ")).math(Layout::power_of_ten(log10, 1));
        let text = match size {
            // Why it is 0 was said before.
            Size::Zero => return,
            Size::Exploding => sized(Inline::new().role(Role::Bad, "exploding")),
            Size::Vanishing => sized(Inline::new().role(Role::Bad, "vanishing")),
            Size::Healthy => {
                Inline::new().role(Role::Good, "healthy").text(format!(": the {what} is of moderate size"))
            }
        };
        let bound = |size| Layout::power_of_ten(size, 0);
        let text = text.text(" (exploding above ").math(bound(HEALTHY));
        let mut text = text.text(", vanishing below ").math(bound(-HEALTHY)).text(").");
        // Among very many factors none stands out.
        let stands_out = blamed.first().is_some_and(|own| own.share >= LEAST_SHARE);
        if size != Size::Healthy && stands_out {
            text = text.text(" The largest shares of its logarithm: ");
            for (place, own) in blamed.iter().enumerate() {
                let before = if place == 0 { "" } else { ", " };
                text = text.text(before).math(factor(own.factor)).text(format!(" {}", percent(own.share)));
            }
            text = text.text(if count > blamed.len() {
                format!(" of {count} factors.")
            } else {
                ".".to_owned()
            });
        }
        self.paragraph(text);
    }

    /// What a program in a format makes of it.
    fn in_format(&self, own: &InFormat, numerics: &Numerics, items: &mut Vec<Inline>) {
        let name = own.format.name;
        let digits = self.digits.unwrap_or_else(|| digits_of(own.format));
        let short = |number: &Held| held(number, Some(digits));
        let exact = |number: &Held| {
            let is_whole = number.to_rational().is_some_and(|value| value.is_integer());
            held(number, if is_whole && self.digits.is_none() { None } else { Some(digits) })
        };
        let mut text = Inline::new().text(format!("{name}: "));
        let (Some(computed), Some(kept)) = (&own.computed, &own.held) else {
            items.push(text.text("not computed: some number in it is not known closely enough"));
            return;
        };
        let is_right = agree(own.format, *computed, *kept);
        text = text.text("a program gives ").math(exact(computed));
        text = match (is_right, computed == kept) {
            _ if kept.finite().is_none() => text.text("; the derivative is beyond the numbers of the format"),
            (true, true) => text.text(", the number of the format nearest to the derivative"),
            (true, false) => text.text("; nearest to the derivative is ").math(exact(kept)),
            (false, _) => text.text(", where the nearest number of the format is ").math(exact(kept)),
        };
        if own.causes.is_empty() {
            items.push(if is_right {
                text
            } else {
                text.text(": its inputs and sums were rounded on the way")
            });
            return;
        }
        items.push(text);
        for cause in &own.causes {
            let text = Inline::new().text(format!("{name}: "));
            items.push(match cause {
                Cause::Cancellation(cancellation) => self.cancellation(text, own.format, cancellation),
                Cause::Underflow { path, subnormal, zero, repair } => {
                    let ledger = &numerics.ledgers[*path];
                    let mut text = text.role(Role::Bad, "range underflow").text(": the product ");
                    let smallest = Held::Finite(own.format.smallest());
                    let normal = Held::Finite(own.format.smallest_normal());
                    if let Some(place) = subnormal {
                        text = self.at(text.text("turns subnormal, below "), short(&normal), ledger, *place);
                    }
                    if let Some(place) = zero {
                        let and = if subnormal.is_some() { ", and " } else { "" };
                        let text_so_far = text.text(format!("{and}turns 0, below half of "));
                        text = self.at(text_so_far, short(&smallest), ledger, *place);
                    }
                    scales(text, *repair, ledger, own.format)
                }
                Cause::Overflow { path, place, repair } => {
                    let ledger = &numerics.ledgers[*path];
                    let largest = Held::Finite(own.format.largest());
                    let text = text.role(Role::Bad, "range overflow").text(": the product rises above ");
                    scales(self.at(text, short(&largest), ledger, *place), *repair, ledger, own.format)
                }
            });
        }
    }

    /// `6e-5, at factor 9 of 12, ∂z/∂a`
    fn at(&self, text: Inline, limit: Layout, ledger: &Ledger, place: usize) -> Inline {
        let name = self.setter.expression(self.report.calculus.factor(ledger.factors[place]).name);
        let text = text.math(limit);
        text.text(format!(", at factor {} of {}, ", place + 1, ledger.factors.len())).math(name)
    }

    fn cancellation(&self, text: Inline, format: &Format, own: &Cancellation) -> Inline {
        let digits = self.digits.unwrap_or(12);
        let factor = self.setter.expression(self.report.calculus.factor(own.factor).name);
        let mut sides = vec![factor, self.setter.expression(own.formula)];
        sides.extend(own.written.map(|formula| self.setter.expression(formula)));
        let text = text.role(Role::Bad, "cancellation").text(" in ");
        let text = text.math(Layout::joined(&sides, Operator::Equal));
        let text = text.text(": computed as written it comes to ");
        let text = text.math(held(&own.computed, Some(digits))).text("; its true value is ");
        let text = text.math(set(&own.truth, Some(digits)).0);
        match &own.repair {
            None => text,
            Some(repair) => text
                .text(". Rearranged, ")
                .math(self.setter.expression(repair.formula))
                .text(" comes to ")
                .math(held(&repair.value, Some(digits)))
                .text(format!(" in {}", format.name)),
        }
    }

    fn saturation(&self, own: &Saturation, count: usize) -> Inline {
        let digits = self.digits.unwrap_or(DIGITS);
        let part = own.value.log10_abs() - own.steepest.log10_abs();
        let text = Inline::new().role(Role::Bad, "saturation").text(": at ");
        let at = self.setter.expression(own.argument).related(Operator::Equal, &set(&own.at, Some(digits)).0);
        let text = text.math(at).text(" the activation is on its flat side, ");
        let value = set(&own.value, Some(digits)).0;
        let text = text.math(self.setter.expression(own.slope).related(Operator::Equal, &value));
        let text = if part.is_finite() {
            text.text(", ").math(Layout::power_of_ten(part, 1)).text(" of the most it can be, ")
        } else {
            text.text("; the most it can be is ")
        };
        let text = text.math(super::facts::fraction(&own.steepest));
        match count {
            0 | 1 => text,
            _ => text.text(format!(" (the flattest of {count} such activations)")),
        }
    }

    /// What would help against a saturated activation.
    fn repairs(&self, own: &Saturation) -> Vec<Inline> {
        let digits = self.digits.unwrap_or(DIGITS);
        let mut items = Vec::new();
        if let Some(replaced) = &own.repair {
            let text =
                Inline::new().text(format!("repair: {} in its place has the slope ", replaced.function.name));
            let text = text
                .math(set(&replaced.slope, Some(digits)).0)
                .text(" there; with the other factors as they are the product is ");
            items.push(text.math(set(&replaced.product.to_value(), Some(digits)).0));
        }
        if let Some(weight) = &own.weight {
            let factor = self.report.calculus.factor(weight.factor);
            let size =
                |inner: &Layout| Layout::sequence(&[Layout::text("|"), inner.clone(), Layout::text("|")]);
            let name = self.setter.expression(factor.result);
            let product = Layout::joined(&[name.clone(), self.setter.expression(own.slope)], Operator::Dot);
            let one = Layout::number(Number::decimal("1"));
            let text = Inline::new().text("repair: ").math(size(&product).related(Operator::AtLeast, &one));
            let needed = size(&name).related(Operator::AtLeast, &set(&weight.needed, Some(digits)).0);
            let text = text.text(" needs ").math(needed).text(" here, and ");
            let best = size(&name).related(Operator::AtLeast, &rational(&weight.at_best, digits));
            items.push(text.math(best).text(" where the activation is steepest"));
        }
        items
    }

    /// Which steps of a difference quotient each format absorbs.
    fn difference_quotient(&self, own: &DerivationReport, numerics: &Numerics) -> Option<Inline> {
        let by = self.setter.name(own.derivation.by);
        let moved = Layout::joined(&[by.clone(), Layout::text("h")], Operator::Plus);
        let mut text = Inline::new().text("a difference quotient with ").math(moved);
        text = text.text(" absorbs steps h below ");
        let mut any = false;
        for own in &numerics.formats {
            let Some(below) = &own.absorbed_below else { continue };
            text = text.text(if any { ", " } else { "" }).math(rational(below, self.digits.unwrap_or(3)));
            text = text.text(format!(" in {}", own.format.name));
            any = true;
        }
        any.then_some(text)
    }

    /// Clipping at 1, carried out in every format that is looked at.
    fn clipping(numerics: &Numerics) -> Option<Inline> {
        let one = Rational::one();
        let mut works = Vec::new();
        let mut fails = Vec::new();
        for own in &numerics.formats {
            let one = own.format.round(&one);
            // min(|g|, 1): an infinity is clipped too, NaN is not.
            let clipped = own.computed.and_then(|computed| {
                let order = computed.abs().compare(&one)?;
                Some(if order == std::cmp::Ordering::Greater { one } else { computed.abs() })
            });
            if clipped == Some(one) { &mut works } else { &mut fails }.push(own.format.name);
        }
        if works.is_empty() {
            return None;
        }
        let mut text = Inline::new().text(format!(
            "repair: clipping the derivative to sizes up to 1 makes it 1 in {}",
            works.join(", ")
        ));
        if !fails.is_empty() {
            text = text.text(format!("; not in {}", fails.join(", ")));
        }
        Some(text)
    }
}

/// As many digits as tell the numbers of a format apart.
fn digits_of(format: &Format) -> usize {
    usize::try_from(format.precision * 301 / 1000 + 2).unwrap_or(DIGITS)
}

fn percent(share: f64) -> String {
    let share = share * 100.0;
    if share < 1.0 { format!("{share:.2} %") } else { format!("{share:.0} %") }
}

/// The scales of the loss that help.
fn scales(text: Inline, repair: Option<Window>, ledger: &Ledger, format: &Format) -> Inline {
    let range = format!(" keeps every product among the normal numbers of {}", format.name);
    let power = Layout::power_of_two;
    match repair {
        Some(window) if window.lowest == window.highest => {
            text.text(". repair: the loss scaled by ").math(power(window.lowest)).text(range)
        }
        Some(window) => text
            .text(". repair: the loss scaled by any power of two from ")
            .math(power(window.lowest))
            .text(" to ")
            .math(power(window.highest))
            .text(range),
        None if ledger.order == chainrule_evaluator::ledger::Order::Backward => {
            text.text("; no scale of the loss keeps every product in range")
        }
        None => text,
    }
}
