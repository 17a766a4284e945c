//! Why a derivative is 0.

use chainrule_render::{Inline, Layout, Number, Operator, Role};
use chainrule_symbolic::derivation::Derivation;
use chainrule_symbolic::function::rows::piecewise::{SIGN, STEP};
use chainrule_symbolic::graph::{Node, Walk};

use super::Page;
use chainrule_work::zero::{Apart, Because, Flat, Zero, ZeroFactor};

/// So many factors that are 0, or quantities in which paths end, are named.
const MOST_NAMED: usize = 4;

impl Page<'_> {
    /// Why a derivative is 0, where it is and was not told with the chain.
    pub(super) fn zero(&mut self, derivation: &Derivation, zero: Option<&Zero>) {
        let head = || Inline::new().role(Role::Bad, "zero");
        let text = match zero {
            None | Some(Zero::NoPath(_)) => return,
            Some(Zero::Always) if self.may_jump(derivation) => head()
                .text(" wherever there is a derivative: between its jumps ")
                .math(self.setter.name(derivation.target))
                .text(" stays as it is."),
            Some(Zero::Always) => {
                let by = self.setter.name(derivation.by);
                let text = head().text(", whatever the values: small changes of ").math(by);
                text.text(" leave ").math(self.setter.name(derivation.target)).text(" as it is.")
            }
            Some(Zero::Cancelled) => head().text(": no factor is zero, but the terms of the sum cancel."),
            Some(Zero::Factors(factors)) => match factors.as_slice() {
                [] => return,
                [only] if self.report.calculus().factor(only.id).name == derivation.name => {
                    let Some(because) = &only.because else { return };
                    head().text(": ").then(self.because(because)).text(".")
                }
                [only] => {
                    let text = head().text(": the factor ").math(self.zero_factor(only));
                    let text = text.text(" is exactly zero, and so is the product");
                    match &only.because {
                        Some(because) => text.text(": ").then(self.because(because)).text("."),
                        None => text.text("."),
                    }
                }
                [..] => self.zero_on_every_path(head(), factors),
            },
        };
        self.say(text);
    }

    /// Whether functions with jumps lie between the target and what it is derived by.
    fn may_jump(&self, derivation: &Derivation) -> bool {
        let network = self.report.calculus().network();
        derivation.chain.quantities().iter().filter_map(|&quantity| network.formula(quantity)).any(
            |formula| {
                Walk::below(self.graph, &[formula]).into_iter().any(|id| match self.graph.node(id) {
                    Node::Apply { function, .. } => {
                        self.graph.builtin(function).is_some_and(|row| *row == SIGN || *row == STEP)
                    }
                    Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
                })
            },
        )
    }

    fn zero_on_every_path(&self, head: Inline, factors: &[ZeroFactor]) -> Inline {
        let mut text = head.text(": every path passes a factor that is exactly zero: ");
        for (place, factor) in factors.iter().take(MOST_NAMED).enumerate() {
            text = text.text(if place > 0 { "; " } else { "" }).math(self.zero_factor(factor));
            if let Some(because) = &factor.because {
                text = text.text(" (").then(self.because(because)).text(")");
            }
        }
        match factors.len().saturating_sub(MOST_NAMED) {
            0 => text.text("."),
            more => text.text(format!("; and {more} more.")),
        }
    }

    fn zero_factor(&self, factor: &ZeroFactor) -> Layout {
        self.setter.expression(self.report.calculus().factor(factor.id).name)
    }

    fn because(&self, because: &Because) -> Inline {
        let zero = Layout::number(Number::decimal("0"));
        match because {
            Because::Part(part) => {
                Inline::new().math(self.setter.expression(*part).related(Operator::Equal, &zero))
            }
            Because::Flat { slope, argument, at, how } => {
                let slope = self.setter.expression(*slope).related(Operator::Equal, &zero);
                let at = self.set(at).0;
                let at = self.setter.expression(*argument).related(Operator::Equal, &at);
                let text = Inline::new().math(slope).text(" at ").math(at);
                text.text(match how {
                    Flat::Dead => ", a dead unit",
                    Flat::Convention => ", by the convention for the kink",
                    Flat::Level => ", where the function is flat",
                    Flat::Plain => "",
                })
            }
        }
    }

    /// Where the quantity lies from which the target is not computed.
    pub(super) fn apart(&self, derivation: &Derivation, apart: &Apart) -> Inline {
        let by = self.setter.name(derivation.by);
        match apart {
            Apart::Elsewhere => Inline::new(),
            Apart::Behind => {
                let text = Inline::new().text(" It is the other way round: ").math(by);
                text.text(" is computed from ").math(self.setter.name(derivation.target)).text(".")
            }
            Apart::Unused => Inline::new().text(" Nothing is computed from ").math(by).text("."),
            Apart::EndsIn(ends) => {
                let text = Inline::new().text(" What is computed from ").math(by).text(" ends in ");
                let (named, more) = ends.split_at(ends.len().min(MOST_NAMED));
                let text = text.math(self.names(named));
                let text =
                    if more.is_empty() { text } else { text.text(format!(" and {} more", more.len())) };
                text.text(", from which nothing is computed.")
            }
        }
    }
}
