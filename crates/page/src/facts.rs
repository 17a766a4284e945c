//! What holds of the factors, and the formulas behind primed functions.

use chainrule_number::Rational;
use chainrule_render::{Inline, Layout, Number, Operator};
use chainrule_symbolic::derivation::{Fact, Must, Slope};
use chainrule_symbolic::function::{End, Interval};
use chainrule_symbolic::graph::ExprId;

use super::Page;
use super::ranged::Ranged;
use super::told_before::NewFacts;

impl Page<'_> {
    /// The facts that were not told further up.
    pub(super) fn facts(&mut self, new_facts: &NewFacts) {
        let mut lines = Vec::new();
        for (slope, ranged) in &new_facts.family_slopes {
            lines.push(ranged.for_each_member(self.slope(slope), &self.setter));
        }
        lines.extend(new_facts.slopes.iter().map(|slope| self.slope(slope)));
        lines.extend(new_facts.family_facts.iter().map(|(fact, ranged)| self.fact(fact, Some(*ranged))));
        lines.extend(new_facts.facts.iter().map(|fact| self.fact(fact, None)));
        if new_facts.left_out > 0 {
            lines.push(Inline::new().text(format!("… {} more of the same kinds …", new_facts.left_out)));
        }
        if !lines.is_empty() {
            self.paragraph("Facts:".into());
            self.list(lines);
        }
    }

    pub(super) fn slope(&self, slope: &Slope) -> Inline {
        let mut sides = vec![self.setter.expression(slope.primed), self.setter.expression(slope.formula)];
        if slope.named != slope.formula {
            sides.push(self.setter.expression(slope.named));
        }
        Inline::new().math(Layout::joined(&sides, Operator::Equal))
    }

    /// A fact, for some values of an index where it holds for those.
    pub(super) fn fact(&self, fact: &Fact, ranged: Option<Ranged>) -> Inline {
        let fact_for_member = |said: Inline| match ranged {
            Some(ranged) => ranged.for_each_member(said, &self.setter),
            None => said,
        };
        match fact {
            Fact::Range { of, range } => {
                let said = Inline::new().math(range_stated(&self.setter.expression(*of), *range));
                fact_for_member(said).text(", whatever the argument")
            }
            Fact::Condition { of, must } => {
                fact_for_member(Inline::new().text("needed: ").then(self.condition(*of, *must)))
            }
            Fact::Convention { function, kink } => Inline::new().text(format!(
                "{}'({}) is taken as {} ({}): there is a kink",
                function.name, kink.at, kink.derivative, kink.convention
            )),
            Fact::Tie { function, inside } => {
                let convention = format!(
                    "where both arguments of {} are equal, its derivative by each is taken as 1/2 (PyTorch and JAX)",
                    function.name
                );
                match inside {
                    Some(primed) => Inline::new()
                        .math(self.setter.expression(*primed))
                        .text(format!(" rests on {}: {convention}", function.name)),
                    None => Inline::new().text(convention),
                }
            }
        }
    }
}

impl Page<'_> {
    /// `x ≠ 0`, `u > 0`, `n whole`.
    pub(super) fn condition(&self, of: ExprId, must: Must) -> Inline {
        let zero = Layout::number(whole(&Rational::zero()));
        let math = self.setter.expression(of);
        match must {
            Must::BeNonzero => Inline::new().math(math.related(Operator::Unequal, &zero)),
            Must::BePositive => Inline::new().math(math.related(Operator::Greater, &zero)),
            Must::LieWithin(range) => Inline::new().math(range_stated(&math, range)),
            Must::BeWhole => Inline::new().math(math).text(" whole"),
            Must::BeDefined => self.defined_power(of),
        }
    }

    /// For `x^n`: `x > 0, or x = 0 and n ≥ 0, or x < 0 and n whole`.
    fn defined_power(&self, power: ExprId) -> Inline {
        let &[base, exponent] = self.graph.children(power) else {
            return Inline::new().math(self.setter.expression(power)).text(" defined");
        };
        let zero = Layout::number(whole(&Rational::zero()));
        let (base, exponent) = (self.setter.expression(base), self.setter.expression(exponent));
        Inline::new()
            .math(base.related(Operator::Greater, &zero))
            .text(", or ")
            .math(base.related(Operator::Equal, &zero))
            .text(" and ")
            .math(exponent.related(Operator::AtLeast, &zero))
            .text(", or ")
            .math(base.related(Operator::Less, &zero))
            .text(" and ")
            .math(exponent)
            .text(" whole")
    }
}

/// `0 < σ'(Z) ≤ 1/4`
pub(super) fn range_stated(of: &Layout, range: Interval) -> Layout {
    let sign = |end: End| if end.is_open() { Operator::Less } else { Operator::AtMost };
    let mut math = of.clone();
    if let Some(lower) = range.lower.value() {
        math = fraction(&lower).related(sign(range.lower), &math);
    }
    if let Some(upper) = range.upper.value() {
        math = math.related(sign(range.upper), &fraction(&upper));
    }
    math
}

fn whole(value: &Rational) -> Number {
    Number::value(value, None).0
}

/// The end of a stated range: a fraction where its row says one, a decimal where the row rounds: -0.128905.
pub(super) fn fraction(value: &Rational) -> Layout {
    const LARGEST_DENOMINATOR_BITS: u64 = 7;
    if value.is_integer() || value.denominator().bits() > LARGEST_DENOMINATOR_BITS {
        return Layout::number(whole(value));
    }
    let sides = [value.numerator(), value.denominator()]
        .map(|side| Layout::number(whole(&Rational::from_bigint(side.into_owned()))));
    Layout::fraction(&sides[0], &sides[1])
}
