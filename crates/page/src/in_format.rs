//! What a program in a format makes of a derivative, in words.

use chainrule_number::Rational;
use chainrule_number::{Format, Held, Value};
use chainrule_render::{Inline, Layout, Operator, Role};
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_work::found::Operator as Operation;
use chainrule_work::found::{Beyond, Cause, InFormat, Loss, Nan, Rearranged, Scales, SteadyFormulas, Window};

use super::ledger::rational;
use super::{Page, values};
use chainrule_render::value::{held, set};

/// True values beside what a program gives are rounded to so many digits, where the reader does not ask for more.
const DIGITS: usize = 12;

/// So many formulas of a repair are told.
const MOST_FORMULAS: usize = 2;

impl Page<'_> {
    /// What programs in several formats make of it: once for those that follow each other and of which the same is to be said.
    pub(super) fn in_formats_alike(&self, all: &[&InFormat], remarks: &mut Vec<Inline>) {
        let said = |in_format: &InFormat, names: &str| {
            let mut remarks = Vec::new();
            self.in_format(in_format, names, &mut remarks);
            remarks
        };
        let is_alike = |one: &InFormat, next: &InFormat| {
            let is_computed = one.computed.is_some() && next.computed.is_some();
            !self.plan.is_complete() && is_computed && said(one, "") == said(next, "")
        };
        for group in all.chunk_by(|one, next| is_alike(one, next)) {
            let names: Vec<&str> = group.iter().map(|in_format| in_format.format.name).collect();
            remarks.extend(said(group[0], &names.join(", ")));
        }
    }

    /// What a program in a format makes of it, why, and what repairs it.
    fn in_format(&self, in_format: &InFormat, names: &str, remarks: &mut Vec<Inline>) {
        let name = || Inline::new().text(format!("{names}: "));
        let result = |number: &Held| self.result_held(number, in_format);
        let (Some(computed), Some(kept)) = (&in_format.computed, &in_format.held) else {
            let text = "not computed: some number in it is not known closely enough";
            remarks.push(name().text(text));
            return;
        };
        let is_right = !in_format.is_wrong();
        let mut text = name().text("a program gives ").math(result(computed));
        text = match (in_format.beyond, is_right, computed == kept) {
            (Some(Beyond::Above), _, _) => text
                .text("; the derivative is beyond the numbers of the format, of which ")
                .math(self.number_held(&Held::Finite(in_format.format.largest()), in_format.format))
                .text(" is the largest"),
            (Some(Beyond::Below), true, _) => text
                .text(", the number of the format nearest to the derivative, which lies below half of ")
                .math(self.number_held(&Held::Finite(in_format.format.smallest()), in_format.format))
                .text(", the smallest"),
            (None, true, true) => text.text(", the number of the format nearest to the derivative"),
            (None, true, false) => text.text("; nearest to the derivative is ").math(result(kept)),
            (Some(Beyond::Below) | None, false, _) => {
                text.text(", where the nearest number of the format is ").math(result(kept))
            }
        };
        if in_format.loss.is_none() && !is_right {
            text = text.text(": its inputs and sums were rounded on the way");
        }
        remarks.push(text);
        if let Some(loss) = &in_format.loss {
            remarks.push(self.loss(&name(), in_format.format, loss));
        }
        match in_format.scales {
            Scales::NotTried => {}
            // What the formula itself repairs, no scale of the loss was to blame for.
            Scales::NoneIsNormal | Scales::NoneIsRight if in_format.steady.is_some() => {}
            Scales::Within(window) => remarks.push(self.scales(name(), in_format, window)),
            Scales::NoneIsNormal => {
                let text = "no scale of the loss keeps every product among its normal numbers";
                remarks.push(name().text(text));
            }
            Scales::NoneIsRight => {
                let text = "a scale of the loss keeps every product among its normal numbers, and the derivative is wrong \
                            even so";
                remarks.push(name().text(text));
            }
        }
        if let Some(rearranged) = &in_format.rearranged {
            remarks.push(self.rearranged(name(), in_format, rearranged));
        }
        if let Some(steady) = &in_format.steady {
            remarks.push(self.steady(name(), in_format, steady));
        }
    }

    /// A number of a format: whole ones with all their digits, others with as many as tell them apart.
    fn number_held(&self, number: &Held, format: &Format) -> Layout {
        let is_whole = number.to_rational().is_some_and(|value| value.is_integer());
        let digits = self.digits.unwrap_or_else(|| digits_of(format));
        held(number, if is_whole && self.digits.is_none() { None } else { Some(digits) })
    }

    /// What a program comes to: with few digits, as long as those tell it from the number that is nearest.
    fn result_held(&self, number: &Held, in_format: &InFormat) -> Layout {
        let is_whole = number.to_rational().is_some_and(|value| value.is_integer());
        held(
            number,
            if is_whole && self.digits.is_none() { None } else { Some(self.result_digits(in_format)) },
        )
    }

    fn result_digits(&self, in_format: &InFormat) -> usize {
        let most = self.digits.unwrap_or_else(|| digits_of(in_format.format));
        if self.plan.is_complete() || self.digits.is_some() {
            return most;
        }
        let (Some(computed), Some(kept)) = (&in_format.computed, &in_format.held) else { return most };
        let differ = |digits: &usize| {
            computed == kept || held(computed, Some(*digits)).unicode() != held(kept, Some(*digits)).unicode()
        };
        (values::DIGITS..most).find(differ).unwrap_or(most)
    }

    /// What was to be computed, and from what.
    fn operation(
        &self,
        text: Inline,
        of: Option<ExprId>,
        operator: Operation,
        operands: &[Held],
        format: &Format,
    ) -> Inline {
        let kept = |number: &Held| self.number_held(number, format);
        let bracketed = |number: &Held| {
            if number.abs() == *number { kept(number) } else { kept(number).fenced() }
        };
        let joined = |sign| {
            let parts: Vec<Layout> = operands
                .iter()
                .enumerate()
                .map(|(place, operand)| if place == 0 { kept(operand) } else { bracketed(operand) })
                .collect();
            Layout::joined(&parts, sign)
        };
        let named = |text: Inline| match of {
            Some(of) => text.math(self.setter.expression(of)),
            None => text.text("the rule"),
        };
        let spelled = match operator {
            Operation::Add => match operands {
                [left, right] if right.abs() != *right => {
                    Layout::joined(&[kept(left), kept(&right.negated())], Operator::Minus)
                }
                [..] => joined(Operator::Plus),
            },
            Operation::Multiply => joined(Operator::Times),
            Operation::Divide => {
                let parts: Vec<Layout> = operands.iter().map(kept).collect();
                let text = named(text).text(", ");
                return match parts.as_slice() {
                    [above, below] => text.math(above.clone()).text(" divided by ").math(below.clone()),
                    [..] => text,
                };
            }
            Operation::Negate | Operation::Power | Operation::Call(_) | Operation::Primed(..) => {
                let mut text = named(text);
                for (place, operand) in operands.iter().enumerate() {
                    let before = if place == 0 { ", at " } else { " and " };
                    text = text.text(before).math(kept(operand));
                }
                return text;
            }
        };
        match of {
            Some(of) => text.math(self.setter.expression(of).related(Operator::Equal, &spelled)),
            None => text.math(spelled),
        }
    }

    /// Where a program lost the number.
    pub(super) fn loss(&self, text: &Inline, format: &Format, loss: &Loss) -> Inline {
        let digits = self.digits.unwrap_or(DIGITS);
        let kept = |number: &Held| self.number_held(number, format);
        let truth = || match &loss.truth {
            Value::Enclosed(enclosure) if enclosure.holds_zero() => {
                Layout::text("0, or too near to 0 to be told")
            }
            Value::Exact(_) | Value::Enclosed(_) => set(&loss.truth, Some(digits)).0,
        };
        let exact = || loss.exact.as_ref().map_or_else(truth, |exact| set(exact, Some(digits)).0);
        let at = |text: Inline| match loss.operator {
            Some(operator) => self.operation(text.text(" in "), loss.of, operator, &loss.operands, format),
            None => text,
        };
        let bad = |word: &str| at(text.clone().role(Role::Bad, word.to_owned()));
        let result = loss.result;
        let said = match loss.cause {
            Cause::Constant => {
                let text = text.clone().role(Role::Bad, "a given number").text(" is not in the format: ");
                let value = match loss.of {
                    Some(of) if !matches!(self.report.graph().node(of), Node::Number(_)) => {
                        self.setter.expression(of).related(Operator::Equal, &truth())
                    }
                    Some(_) | None => truth(),
                };
                text.math(value).text(" becomes ").math(kept(&result))
            }
            Cause::Overflow => {
                let largest = Held::Finite(format.largest());
                let text = bad("overflow").text(": ").math(exact()).text(" is above ");
                text.math(kept(&largest)).text(", the largest number")
            }
            Cause::Underflow if result.is_zero() => {
                let text = bad("underflow").text(": ").math(exact()).text(" is at most half of ");
                text.math(kept(&Held::Finite(format.smallest()))).text(", the smallest number")
            }
            Cause::Underflow => {
                let text = bad("underflow").text(": ").math(exact()).text(" is below ");
                let text = text.math(kept(&Held::Finite(format.smallest_normal())));
                text.text(", from where on numbers have fewer digits, and becomes ").math(kept(&result))
            }
            Cause::Absorption => {
                let text = bad("absorption").text(" stays ").math(kept(&result));
                text.text(": the smaller term is lost, and missed further on")
            }
            Cause::Cancellation => {
                let text = bad("cancellation").text(" comes to ").math(kept(&result));
                text.text("; its true value is ").math(truth())
            }
            Cause::Invalid => bad("no number").text(", which has no number there"),
            Cause::Magnified => {
                let text = bad("rounding").text(", comes to ").math(kept(&result));
                let text = text.text("; its true value is ").math(truth());
                text.text(": the rounding error of its argument is magnified")
            }
            Cause::Rounding => {
                let text = bad("rounding").text(" comes to ").math(kept(&result));
                text.text("; its true value is ").math(truth()).text(": rounding errors have added up")
            }
        };
        match &loss.nan {
            Some(Nan { of, operator, operands }) if loss.cause != Cause::Invalid => {
                let said = said.text("; further on, ");
                // `exp(z), at 12, is NaN`
                let is = if matches!(operator, Operation::Call(_)) { ", is " } else { " is " };
                self.operation(said, *of, *operator, operands, format).text(is).role(Role::Bad, "NaN")
            }
            Some(_) | None => said,
        }
    }

    /// The scales of the loss that help.
    fn scales(&self, text: Inline, in_format: &InFormat, window: Window) -> Inline {
        let format = in_format.format;
        let power = |exponent: i32| Layout::power_of_two(exponent.into());
        let text = text.text("repair: the loss scaled by ");
        let text = if window.lowest == window.highest {
            text.math(power(window.lowest))
        } else {
            let text = text.text("any power of two from ").math(power(window.lowest));
            text.text(" to ").math(power(window.highest))
        };
        let text = text.text(format!(" keeps every product among the normal numbers of {}", format.name));
        let text = text.text("; with ").math(power(window.lowest)).text(" a program gives ");
        let text = text.math(self.result_held(&window.result, in_format));
        let scaled = window
            .result
            .to_rational()
            .zip(i16::try_from(-window.lowest).ok())
            .map(|(result, exponent)| &result * &Rational::power_of_two(exponent));
        match scaled {
            Some(scaled) if window.lowest != 0 => text
                .text(", and divided by the scale ")
                .math(rational(&scaled, self.result_digits(in_format))),
            Some(_) | None => text,
        }
    }

    /// What formulas that neither overflow nor cancel come to.
    fn steady(&self, text: Inline, in_format: &InFormat, steady: &SteadyFormulas) -> Inline {
        let mut text = text.text("repair: with ");
        for (place, &(quantity, formula)) in steady.changed.iter().take(MOST_FORMULAS).enumerate() {
            let formula = self.setter.expression(formula);
            text = text.text(if place == 0 { "" } else { ", " });
            text = text.math(self.setter.name(quantity).related(Operator::Equal, &formula));
        }
        text = match steady.changed.len().saturating_sub(MOST_FORMULAS) {
            0 => text,
            1 => text.text(" and one more so written"),
            more => text.text(format!(" and {more} more so written")),
        };
        for (place, largest) in steady.largest.iter().take(MOST_FORMULAS).enumerate() {
            text = text.text(if place == 0 { ", where " } else { " and " });
            text = text.math(self.setter.name(largest.name)).text(" is the largest of ");
            for (place, &of) in largest.of.iter().enumerate() {
                let of = self.setter.expression(of);
                let of = if largest.by_size { of.between_bars() } else { of };
                text = text.text(if place == 0 { "" } else { ", " }).math(of);
            }
        }
        text = text.text(if steady.largest.is_empty() {
            ", a program gives "
        } else {
            ", held fixed, a program gives "
        });
        text.math(self.result_held(&steady.result, in_format))
    }

    /// What formulas in which nothing cancels come to.
    fn rearranged(&self, text: Inline, in_format: &InFormat, rearranged: &Rearranged) -> Inline {
        let mut sides = vec![self.setter.expression(rearranged.derivative)];
        sides.push(self.setter.expression(rearranged.formula));
        let text = text.text("repair: with ").math(Layout::joined(&sides, Operator::Equal));
        let text = match rearranged.written {
            Some(written) => text.text(" in place of ").math(self.setter.expression(written)),
            None => text,
        };
        let text = match rearranged.more {
            0 => text,
            1 => text.text(", and likewise for one more"),
            more => text.text(format!(", and likewise for {more} more")),
        };
        text.text(" a program gives ").math(self.result_held(&rearranged.result, in_format))
    }
}

/// As many digits as tell the numbers of a format apart.
fn digits_of(format: &Format) -> usize {
    usize::try_from(format.precision * 301 / 1000 + 2).unwrap_or(DIGITS)
}
