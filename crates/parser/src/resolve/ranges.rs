//! Ranges: boxes for leaves.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, SymbolId};

use super::Resolver;
use super::fraction::{fraction, number};
use crate::expression::Wrong;
use chainrule_worksheet::{Bound, GivenRange};

impl Resolver<'_> {
    /// The end of a range: a fraction, constants put in.
    pub(super) fn bound(&mut self, id: ExprId, span: Span, open: bool) -> Result<Bound, Wrong> {
        let id = self.without_constants(id);
        fraction(&self.graph, id).map(|value| Bound { value, open }).ok_or_else(|| {
            Box::new(
                Diagnostic::error(
                    &code::NOT_A_NUMBER,
                    span,
                    "the end of a range is a fraction, such as `-3` or `1/3`",
                )
                .help("put a fraction a little outside: `[-1.42, 1.42]` for ±√2; leave out an end that is infinite: `w >= 0`"),
            )
        })
    }

    pub(super) fn range(
        &mut self,
        symbol: SymbolId,
        lower: Option<Bound>,
        upper: Option<Bound>,
        span: Span,
    ) -> Result<(), Wrong> {
        if let (Some(low), Some(high)) = (&lower, &upper)
            && (low.value > high.value || (low.value == high.value && (low.open || high.open)))
        {
            return Err(Box::new(
                Diagnostic::error(
                    &code::EMPTY_RANGE,
                    span,
                    format!("no number lies between {} and {}", low.value, high.value),
                )
                .help("put the smaller end first"),
            ));
        }
        let earlier = self.givens.ranges_of.entry(symbol).or_default();
        if let Some(&first) = earlier.iter().find(|&&place| {
            let range = &self.givens.ranges[place];
            (range.lower.is_some() && lower.is_some()) || (range.upper.is_some() && upper.is_some())
        }) {
            return Err(Box::new(
                Diagnostic::error(
                    &code::DUPLICATE_VALUE,
                    span,
                    format!("`{}` is given a range twice", self.graph.name(symbol)),
                )
                .also(self.givens.ranges[first].span, "first given here")
                .help("remove one of the two"),
            ));
        }
        earlier.push(self.givens.ranges.len());
        self.places.set_first(symbol, span);
        self.givens.ranges.push(GivenRange { symbol, lower, upper, span });
        Ok(())
    }

    /// Values must lie in the ranges given for the same leaf.
    pub(super) fn check_ranges(&mut self) {
        for range in &self.givens.ranges {
            let Some(place) = self.givens.value_of.get(&range.symbol) else { continue };
            let given = &self.givens.values[place];
            let Some(value) = number(&self.graph, given.value) else { continue };
            let below =
                range.lower.as_ref().is_some_and(|low| value < low.value || (low.open && value == low.value));
            let above = range
                .upper
                .as_ref()
                .is_some_and(|high| value > high.value || (high.open && value == high.value));
            if below || above {
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::OUTSIDE_RANGE,
                        given.span,
                        format!(
                            "{value} lies outside the range given for `{}`",
                            self.graph.name(range.symbol)
                        ),
                    )
                    .also(range.span, "the range"),
                );
            }
        }
    }
}
