//! How large a product over depth is at most, and when that tends to 0.

use chainrule_number::Rational;
use chainrule_render::{Inline, Layout, Line, Number, Operator, Relation};
use chainrule_symbolic::derivation::pattern::Written;
use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};

use super::Page;
use chainrule_render::pattern::layout;
use chainrule_work::pattern::{Base, PatternBound, stated_sizes};

impl Page<'_> {
    /// The bound on the derivative of this name, with `size` where a size is left open.
    pub(super) fn growth(&mut self, name: ExprId, bound: &PatternBound, size: Option<SymbolId>) {
        let graph = self.graph;
        let left = self.setter.expression(name).between_bars();
        let right = layout(graph, &self.setter, &bound.bound);
        let whole = left.related(Operator::AtMost, &right);
        let reason = Some("each slope at its largest".into());
        self.equations(vec![Line { left: Layout::new(), relation: Relation::None, right: whole, reason }]);
        let given_sizes = stated_sizes(self.report.worksheet(), &bound.maxima);
        let sizes: Vec<Option<(Layout, bool)>> =
            given_sizes.iter().map(|value| value.as_ref().map(plain)).collect();
        let mut text = Inline::new();
        for (place, maximum) in bound.maxima.iter().enumerate() {
            let member = self.setter.name(maximum.member).between_bars();
            text = text.text(if place == 0 { "Here " } else { ", " });
            text = text.math(self.setter.name(maximum.name)).text(" is the largest ").math(member);
            if let Some((value, true)) = &sizes[place] {
                text = text.text(", which is ").math(value.clone());
            }
        }
        if !bound.maxima.is_empty() {
            text = text.text(". ");
        }
        if let (Some(size), [base]) = (size, bound.bases.as_slice()) {
            let is_sum = bound.bound.iter().any(|part| matches!(part, Written::Over { .. }));
            text = if is_sum { self.share(text, base) } else { self.limit(text, size, base) };
        }
        if let [base] = bound.bases.as_slice()
            && let Some(size) = self.power_size(bound, base, &given_sizes)
        {
            text = text.text("The power of ").math(self.setter.expression(base.expr));
            text = text.text(" is about ").math(Layout::power_of_ten(size, 1)).text(".");
        }
        if !text.pieces.is_empty() {
            self.say(text);
        }
    }

    /// The logarithm of the power, where all in it is known.
    fn power_size(&self, bound: &PatternBound, base: &Base, given_sizes: &[Option<Rational>]) -> Option<f64> {
        let graph = self.graph;
        let mut size = base.coefficient.log10_abs();
        for &base_size in base.sizes.as_ref()? {
            let Node::Symbol(symbol) = graph.node(base_size) else { return None };
            let place = bound.maxima.iter().position(|maximum| maximum.name == symbol)?;
            size += given_sizes[place].as_ref()?.log10_abs();
        }
        #[expect(clippy::cast_precision_loss, reason = "a size on a log scale")]
        let size = size * base.times? as f64;
        size.is_finite().then_some(size)
    }

    /// What the steps of a sum far from the end contribute.
    fn share(&self, text: Inline, base: &Base) -> Inline {
        let whole = self.setter.expression(base.expr);
        let one = plain(&Rational::one()).0;
        text.text("Where ")
            .math(whole.related(Operator::Less, &one))
            .text(" what a step contributes tends to 0 with the number of steps between; where it is larger than 1 it may grow.")
    }

    fn is_at_least_one(&self, base: &Base) -> bool {
        let graph = self.graph;
        let Node::Apply { function, primes: 0, arguments } = graph.node(base.expr) else { return false };
        graph.builtin(function) == Some(&ADD)
            && arguments
                .iter()
                .any(|&term| matches!(graph.node(term), Node::Number(number) if *number >= Rational::one()))
    }

    /// When the power of a base tends to 0 as the size grows.
    fn limit(&self, text: Inline, size: SymbolId, base: &Base) -> Inline {
        let grows = |text: Inline| text.text(" as ").math(self.setter.name(size)).text(" grows");
        let whole = self.setter.expression(base.expr);
        let one = plain(&Rational::one()).0;
        match base.sizes.as_deref() {
            Some([]) if base.coefficient < Rational::one() => {
                grows(text.text("The power of ").math(whole).text(" tends to 0"))
                    .text(", whatever the weights: the derivative vanishes with depth, unless what it is multiplied by grows.")
            }
            Some([]) => text.text("The bound does not shrink with depth."),
            Some([only]) => {
                let argument = self.setter.expression(*only);
                let turn = base.coefficient.recip().map_or(one, |turn| plain(&turn).0);
                let below = argument.related(Operator::Less, &turn);
                let above = argument.related(Operator::Greater, &turn);
                grows(text.text("The power of ").math(whole).text(" tends to 0"))
                    .text(" where ")
                    .math(below)
                    .text(": then the derivative vanishes with depth, unless what it is multiplied by grows. Where ")
                    .math(above)
                    .text(" the bound grows, and the derivative may.")
            }
            // A sum of sizes, one of them a number of at least 1, is never below 1.
            None if self.is_at_least_one(base) => {
                text.text("The bound grows with depth, and the derivative may.")
            }
            Some([..]) | None => grows(text.text("The power of ").math(whole.clone()).text(" tends to 0"))
                .text(" where ")
                .math(whole.related(Operator::Less, &one))
                .text("; where it is larger than 1 the bound grows, and the derivative may."),
        }
    }
}

/// A number, and whether all of it is shown.
fn plain(value: &Rational) -> (Layout, bool) {
    let (number, exact) = Number::value(value, None);
    (Layout::number(number), exact)
}
