//! What is wrong with a derivative's size, factor by factor and format by format, and what was found to repair it.

use chainrule_number::Rational;
use chainrule_render::{Block, Inline, Layout, Number, Operator, Role};
use chainrule_work::found::{Blamed, Size, blame};
use chainrule_work::found::{InFormat, Saturation};
use chainrule_work::layers::Kind;

use super::Page;
use super::ledger::rational;
use chainrule_render::value::set;
use chainrule_work::numerics::Numerics;
use chainrule_work::report::DerivationReport;

/// Numbers in sentences are rounded to so many digits, where the reader does not ask for more.
const DIGITS: usize = 6;

/// In products of so many factors those with the largest shares of the logarithm are named.
const FEW_FACTORS: usize = 12;

/// Shares of less of the logarithm are not named beside the largest.
const LEAST_SHARE: f64 = 0.05;

/// What a layer multiplies by is written as a power of ten beyond this one.
const LARGEST_RATE: f64 = 4.0;

impl Page<'_> {
    pub(super) fn verdict(&mut self, derivation_report: &DerivationReport, numerics: &Numerics) {
        let (Some(size), Some(value)) = (numerics.size, &derivation_report.value) else { return };
        if derivation_report.factors.len() > 1 {
            self.size(numerics, value.log10_abs(), derivation_report.factors.len());
        }
        let mut remarks = Vec::new();
        let has_formats = !self.report.formats.is_empty();
        let is_told = |in_format: &&InFormat| match size {
            Size::Zero => has_formats && in_format.is_wrong(),
            Size::Healthy | Size::Vanishing | Size::Exploding => has_formats || in_format.is_remarkable(),
        };
        let in_formats: Vec<&InFormat> = numerics.formats.iter().filter(is_told).collect();
        self.in_formats_alike(&in_formats, &mut remarks);
        if has_formats {
            remarks.extend(self.difference_quotient(derivation_report, numerics));
        }
        if let Some(saturation) = numerics.saturation.as_ref().filter(|_| {
            matches!(size, Size::Vanishing | Size::Zero)
                || numerics.formats.iter().any(InFormat::is_remarkable)
        }) {
            remarks.push(self.saturation(saturation, numerics.saturated));
            remarks.extend(self.repairs(saturation));
        }
        if size == Size::Exploding {
            remarks.extend(Self::clipping(numerics));
        }
        if self.plan.is_complete() {
            self.list(remarks);
        } else {
            self.blocks.extend(remarks.into_iter().map(Block::Remark));
        }
    }

    /// Whether the derivative is of a size that a weight can be moved by, for the layers that it passes.
    fn size(&mut self, numerics: &Numerics, log10: f64, count: usize) {
        let (Some(size), Some(limits)) = (numerics.size, numerics.limits) else { return };
        let layers = match numerics.layers {
            1 => "1 layer".to_owned(),
            layers => format!("{layers} layers"),
        };
        let bound = |size| Layout::power_of_ten(size, 0);
        let (role, word, text) = match size {
            // Why it is 0 was said before.
            Size::Zero => return,
            Size::Healthy if !self.plan.is_complete() => return,
            Size::Exploding => (Role::Bad, "exploding", ": about "),
            Size::Vanishing => (Role::Bad, "vanishing", ": about "),
            Size::Healthy => (Role::Good, "healthy", ": about "),
        };
        let mut text = Inline::new().role(role, word).text(text).math(Layout::power_of_ten(log10, 1));
        text = text.text(format!(" through {layers}"));
        if numerics.layers > 1 {
            text = text.text(", ").math(Self::rate(log10, numerics.layers)).text(" a layer");
        }
        text = text.text(" (exploding above ").math(bound(limits.exploding));
        text = text.text(", vanishing below ").math(bound(limits.vanishing)).text(").");
        if size != Size::Healthy {
            text = self.shares(text, numerics, count);
        }
        self.say(text);
    }

    /// What one layer multiplies by, in the geometric mean.
    fn rate(log10: f64, layers: usize) -> Layout {
        #[expect(clippy::cast_precision_loss, reason = "a size on a log scale")]
        let size = log10 / layers as f64;
        if size.abs() > LARGEST_RATE {
            return Layout::power_of_ten(size, 1);
        }
        let rate = Rational::from_f64(10f64.powf(size)).unwrap_or_else(Rational::one);
        rational(&rate, if size < 0.0 { 2 } else { 3 })
    }

    /// What the factors of each kind come to; for short chains, which factors have the largest shares.
    fn shares(&self, text: Inline, numerics: &Numerics, count: usize) -> Inline {
        let [ledger] = numerics.ledgers.as_slice() else { return text };
        if count <= FEW_FACTORS {
            let size = numerics.size.unwrap_or(Size::Healthy);
            return self.blame(text, size, &blame(ledger));
        }
        let mut text = text;
        for (place, share) in numerics.shares.iter().enumerate() {
            let (one, many) = match share.kind {
                Kind::Slope => ("slope", "slopes"),
                Kind::Weight => ("weight", "weights"),
                Kind::Other if numerics.shares.len() == 1 => ("factor", "factors"),
                Kind::Other => ("other factor", "other factors"),
            };
            let before = if place == 0 { " " } else { ", " };
            let what = if share.count == 1 { one } else { many };
            let verb = match (place, share.count) {
                (0, 1) => " comes",
                (0, _) => " multiply",
                (_, _) => "",
            };
            text = text.text(format!("{before}{} {what}{verb} to ", share.count));
            text = text.math(Layout::power_of_ten(share.log10, 1));
        }
        text.text(".")
    }

    /// Which factors make a product so small or so large.
    fn blame(&self, text: Inline, size: Size, blamed: &Blamed) -> Inline {
        let factor = |id| self.setter.expression(self.report.calculus().factor(id).name);
        let [first, ..] = blamed.largest.as_slice() else { return text };
        let way = if size == Size::Exploding { "above" } else { "below" };
        if blamed.count == 1 {
            let text = text.text(format!(" Its one factor {way} 1, ")).math(factor(first.factor));
            return text.text(", is responsible.");
        }
        let mut text =
            text.text(format!(" Its {} factors {way} 1 are responsible: on a log scale ", blamed.count));
        let shares = blamed.largest.iter().enumerate();
        for (place, blame) in shares.filter(|(place, blame)| *place == 0 || blame.share >= LEAST_SHARE) {
            let (before, after) = if place == 0 { ("", " accounts for ") } else { (", ", " for ") };
            text = text.text(before).math(factor(blame.factor)).text(after).text(percent(blame.share));
        }
        text.text(".")
    }

    fn saturation(&self, saturation: &Saturation, count: usize) -> Inline {
        let digits = self.digits.unwrap_or(DIGITS);
        let part = saturation.value.log10_abs() - saturation.steepest.log10_abs();
        let text = Inline::new().role(Role::Bad, "saturation").text(": at ");
        let at = self
            .setter
            .expression(saturation.argument)
            .related(Operator::Equal, &set(&saturation.at, Some(digits)).0);
        let text = text.math(at).text(" the activation is on its flat side, ");
        let value = set(&saturation.value, Some(digits)).0;
        let text = text.math(self.setter.expression(saturation.slope).related(Operator::Equal, &value));
        let text = if part.is_finite() {
            text.text(", ").math(Layout::power_of_ten(part, 1)).text(" of the most it can be, ")
        } else {
            text.text("; the most it can be is ")
        };
        let text = text.math(super::facts::fraction(&saturation.steepest));
        match count {
            0 | 1 => text,
            _ => text.text(format!(" (the flattest of {count} such activations)")),
        }
    }

    /// What would help against a saturated activation.
    fn repairs(&self, saturation: &Saturation) -> Vec<Inline> {
        let digits = self.digits.unwrap_or(DIGITS);
        let mut remarks = Vec::new();
        if let Some(replaced) = &saturation.repair {
            let text =
                Inline::new().text(format!("repair: {} in its place has the slope ", replaced.function.name));
            let text = text
                .math(set(&replaced.slope, Some(digits)).0)
                .text(" there; carried out with it the derivative is ")
                .math(set(&replaced.derivative, Some(digits)).0);
            let named = |is_wanted: bool| {
                let computed = replaced.computed.iter().filter(|(_, _, is_nearest)| *is_nearest == is_wanted);
                let names: Vec<&str> = computed.map(|(format, ..)| format.name).collect();
                match names.split_last() {
                    Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
                    Some(_) | None => names.concat(),
                }
            };
            let (works, fails) = (named(true), named(false));
            let text = text.text(format!(", and a program gives that in {works}"));
            remarks.push(if fails.is_empty() { text } else { text.text(format!("; not in {fails}")) });
        }
        if let Some(weight) = &saturation.weight {
            let factor = self.report.calculus().factor(weight.factor);
            let name = self.setter.expression(factor.result);
            let product =
                Layout::joined(&[name.clone(), self.setter.expression(saturation.slope)], Operator::Dot);
            let one = Layout::number(Number::decimal("1"));
            let text = Inline::new().math(product.between_bars().related(Operator::AtLeast, &one));
            let needed = name.between_bars().related(Operator::AtLeast, &set(&weight.needed, Some(digits)).0);
            let text = text.text(" needs ").math(needed).text(" at this pre-activation, and ");
            let best = name.between_bars().related(Operator::AtLeast, &rational(&weight.at_best, digits));
            remarks.push(text.math(best).text(" where the activation is steepest"));
        }
        remarks
    }

    /// Which steps of a difference quotient each format absorbs.
    fn difference_quotient(&self, derivation: &DerivationReport, numerics: &Numerics) -> Option<Inline> {
        let by = self.setter.name(derivation.derivation.by);
        let moved = Layout::joined(&[by.clone(), Layout::text("h")], Operator::Plus);
        let mut text = Inline::new().text("a difference quotient with ").math(moved);
        text = text.text(" absorbs steps h below ");
        let mut any = false;
        for in_format in &numerics.formats {
            let Some(below) = &in_format.absorbed_below else { continue };
            text = text.text(if any { ", " } else { "" }).math(rational(below, self.digits.unwrap_or(3)));
            text = text.text(format!(" in {}", in_format.format.name));
            any = true;
        }
        any.then_some(text)
    }

    /// Clipping at 1, carried out in every format that is looked at.
    fn clipping(numerics: &Numerics) -> Option<Inline> {
        let one = Rational::one();
        let (mut works, mut negative, mut fails) = (Vec::new(), Vec::new(), Vec::new());
        for format in &numerics.formats {
            let one = format.format.round(&one);
            let signed = if format.computed.is_some_and(|held| held.to_f64() < 0.0) {
                &mut negative
            } else {
                &mut works
            };
            // min(|g|, 1) with the sign of g: an infinity is clipped too, NaN is not.
            let clipped = format.computed.and_then(|computed| {
                let order = computed.abs().compare(&one)?;
                Some(if order == std::cmp::Ordering::Greater { one } else { computed.abs() })
            });
            if clipped == Some(one) { signed } else { &mut fails }.push(format.format.name);
        }
        let came: Vec<String> = [("1", works), ("-1", negative)]
            .into_iter()
            .filter(|(_, formats)| !formats.is_empty())
            .map(|(number, formats)| format!("{number} in {}", formats.join(", ")))
            .collect();
        if came.is_empty() {
            return None;
        }
        let mut text =
            Inline::new().text(format!("repair: clipped to a size of at most 1, it is {}", came.join("; ")));
        if !fails.is_empty() {
            text = text.text(format!("; not in {}", fails.join(", ")));
        }
        Some(text)
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
