//! The rules that bring a product of factors into the form a textbook prints.
//!
//! They hold wherever the left side is defined; where the right side is defined at more places, `needed` says what is
//! needed of the left. Each is general algebra over sums of products of powers, not a list of patterns.

use super::names::{Named, with_quotients_named, with_rests_named};
use super::operations;
use crate::derivation::formula;
use crate::function::rows::arithmetic::NEGATE;
use crate::graph::{ExprId, Node};
use crate::rule::{Rule, Setting};

/// `f''(u)` written out: the row's derivative, derived again.
pub static FORMULA: Rule = Rule {
    name: "derivative written out",
    statement: "f'(z) and f''(z) by their formulas",
    apply: |setting, before| changed(before, formula(setting.graph, before)?),
};

/// The name of a quantity in place of what it is defined as.
pub static NAME: Rule = Rule {
    name: "name substituted",
    statement: "f(z) is a, where a = f(z)",
    apply: |setting, before| {
        let Node::Apply { .. } = setting.graph.node(before) else { return None };
        let Setting { graph, network, .. } = setting;
        let symbol = Named::defined_as(graph, network, before)?;
        Some(graph.symbol(symbol))
    },
};

/// The names of quotients inside a product: `exp(z₁)/(exp(z₁) + exp(z₂))` is `p₁`.
pub static NAME_OF_QUOTIENT: Rule = Rule {
    name: "quotient replaced by its name",
    statement: "u·e/s is u·p, where p = e/s",
    apply: |setting, before| {
        let named = Named::quotients_of(setting.graph, setting.network);
        with_quotients_named(setting.graph, &named, before).map(|(after, _)| after)
    },
};

/// What is left of 1 beside a named quotient: `exp(z₂)/(exp(z₁) + exp(z₂))` is `1 − p₁`.
pub static REST_OF_QUOTIENT: Rule = Rule {
    name: "complement of a quotient named",
    statement: "u·(s − e)/s is u·(1 − p), where p = e/s",
    apply: |setting, before| {
        let named = Named::quotients_of(setting.graph, setting.network);
        with_rests_named(setting.graph, &named, before).map(|(after, _)| after)
    },
};

/// `x + y + 2x = 3x + y`.
pub static LIKE_TERMS: Rule = Rule {
    name: "like terms collected",
    statement: "a·u + b·u = (a + b)·u for numbers a, b",
    apply: |setting, before| changed(before, operations::like_terms(setting.graph, before)?),
};

/// `u·a + u·b = u·(a + b)`.
pub static COMMON_FACTOR: Rule = Rule {
    name: "common factor taken out",
    statement: "u·a + u·b = u·(a + b)",
    apply: |setting, before| changed(before, operations::factored(setting.graph, before)?),
};

/// `u/a + v/b = (u·b + v·a)/(a·b)`.
pub static FRACTIONS: Rule = Rule {
    name: "fractions added",
    statement: "u/a + v/b = (u·b + v·a)/(a·b)",
    apply: |setting, before| changed(before, operations::one_fraction(setting.graph, before)?),
};

/// `u·(a + b) = u·a + u·b`, and like terms gathered.
pub static MULTIPLIED_OUT: Rule = Rule {
    name: "multiplied out",
    statement: "u·(a + b) = u·a + u·b",
    apply: |setting, before| changed(before, operations::multiplied_out(setting.graph, before)?),
};

/// Equal factors above and below a fraction line, and powers that cancel.
pub static CANCELLED: Rule = Rule {
    name: "equal factors cancelled",
    statement: "u·v/u = v, where u ≠ 0",
    apply: |setting, before| {
        let (after, cancels) = operations::one_product(setting.graph, before)?;
        changed(before, after).filter(|_| cancels)
    },
};

/// Numbers, signs and powers gathered, fractions of fractions flattened.
pub static GATHERED: Rule = Rule {
    name: "product simplified",
    statement: "u·u = u², u/(v/w) = u·w/v, (√u)² = u",
    apply: |setting, before| {
        let (after, cancels) = operations::one_product(setting.graph, before)?;
        changed(before, after).filter(|_| !cancels)
    },
};

/// `−(u − v) = v − u`.
pub static SIGN: Rule = Rule {
    name: "sign taken into the brackets",
    statement: "−(u − v)·w = (v − u)·w",
    apply: |setting, before| {
        let Node::Apply { function, primes: 0, .. } = setting.graph.node(before) else { return None };
        if setting.graph.builtin(function) != Some(&NEGATE) {
            return None;
        }
        changed(before, operations::sign_taken_in(setting.graph, before)?)
    },
};

fn changed(before: ExprId, after: ExprId) -> Option<ExprId> {
    (before != after).then_some(after)
}
