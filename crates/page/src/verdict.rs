//! What is wrong with a derivative's size, factor by factor and format by format, and what was found to repair it.

use chainrule_number::Rational;
use chainrule_render::{Inline, Layout, Number, Operator, Role};
use chainrule_work::found::Saturation;
use chainrule_work::found::{Blamed, HEALTHY, Size, blame};

use super::Page;
use super::in_format::{is_remarkable, is_wrong};
use super::ledger::rational;
use chainrule_render::value::set;
use chainrule_work::numerics::Numerics;
use chainrule_work::report::DerivationReport;

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
                [..] => Blamed::default(),
            };
            self.size(size, value.log10_abs(), &blamed);
        }
        let mut items = Vec::new();
        let asked = !self.report.formats.is_empty();
        for in_format in &numerics.formats {
            let is_told = match size {
                Size::Zero => asked && is_wrong(in_format),
                Size::Healthy | Size::Vanishing | Size::Exploding => asked || is_remarkable(in_format),
            };
            if is_told {
                self.in_format(in_format, &mut items);
            }
        }
        if asked {
            items.extend(self.difference_quotient(own, numerics));
        }
        if let Some(saturation) = numerics.saturation.as_ref().filter(|_| {
            matches!(size, Size::Vanishing | Size::Zero) || numerics.formats.iter().any(is_remarkable)
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
    fn size(&mut self, size: Size, log10: f64, blamed: &Blamed) {
        let what = if blamed.largest.is_empty() { "derivative" } else { "product" };
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
        let text = text.text(", vanishing below ").math(bound(-HEALTHY)).text(").");
        let text = if size == Size::Healthy { text } else { self.blame(text, size, blamed) };
        self.paragraph(text);
    }

    /// Which factors make a product so small or so large.
    fn blame(&self, text: Inline, size: Size, blamed: &Blamed) -> Inline {
        let factor = |id| self.setter.expression(self.report.calculus.factor(id).name);
        // Among very many factors none stands out.
        let [first, ..] = blamed.largest.as_slice() else { return text };
        if first.share < LEAST_SHARE {
            return text;
        }
        let way = if size == Size::Exploding { "above" } else { "below" };
        if blamed.count == 1 {
            let text = text.text(format!(" Its one factor {way} 1, ")).math(factor(first.factor));
            return text.text(", makes it so.");
        }
        let mut text = text.text(format!(" Its {} factors {way} 1 make it so; by logarithm ", blamed.count));
        for (place, own) in blamed.largest.iter().enumerate() {
            let (before, after) = if place == 0 { ("", " is ") } else { (", ", " ") };
            text = text.text(before).math(factor(own.factor)).text(after).text(percent(own.share));
            if place == 0 {
                text = text.text(" of that");
            }
        }
        text.text(".")
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

fn percent(share: f64) -> String {
    let share = share * 100.0;
    if share < 1.0 { format!("{share:.2} %") } else { format!("{share:.0} %") }
}
