//! The rules of differentiation.
//!
//! One rule stands behind them all, ∂f(a₁…aₙ) = Σ ∂f/∂aᵢ · ∂aᵢ; the rules below are its cases as taught. Each takes
//! `∂u/∂x` and answers with an expression in which smaller derivatives may stand, for other rules to take.
//!
//! Source: any calculus text, e.g. Spivak, Calculus, chapters 10 and 18.

use super::{Rule, Setting};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER as RAISE};
use crate::function::rows::exponential::LN;
use crate::function::{self, Function, Prime};
use crate::graph::{ExprId, FunctionId, Graph, Node, Rewriter, Scope, SymbolId};
use crate::network::Definition;
use crate::number::Rational;

/// Up to so many factors that depend on the variable, the product rule is written out at once; beyond it the product
/// is halved first, which keeps the result from growing with the square of the number of factors.
pub const WIDEST_PRODUCT: usize = 8;

/// `∂q/∂x` by what `q` is defined to be.
pub static DEFINITION: Rule = Rule {
    name: "definition",
    statement: "q is written out as it is defined",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Symbol(symbol) = setting.graph.node(of) else { return None };
        let Definition::Formula(expr) = setting.network.definition(symbol) else { return None };
        (symbol != by).then(|| setting.graph.derivative(expr, by, Scope::Local))
    },
};

/// `∂x/∂x = 1`.
pub static IDENTITY: Rule = Rule {
    name: "derivative of the variable itself",
    statement: "∂x/∂x = 1",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        (setting.graph.node(of) == Node::Symbol(by)).then(|| setting.graph.integer(1))
    },
};

/// `∂c/∂x = 0`.
pub static CONSTANT: Rule = Rule {
    name: "constant rule",
    statement: "∂c/∂x = 0 where x is not in c",
    apply: |setting, before| {
        let (of, _) = parts(setting.graph, before)?;
        (!depends(setting, of)).then(|| setting.graph.integer(0))
    },
};

/// `∂(u + v + c)/∂x = ∂u/∂x + ∂v/∂x`; terms without `x` have derivative 0.
pub static SUM: Rule = Rule {
    name: "sum rule",
    statement: "∂(u + v)/∂x = ∂u/∂x + ∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &ADD) {
            return None;
        }
        let places = setting.dependence.places(setting.graph, setting.network, of);
        let terms: Vec<ExprId> = places
            .iter()
            .map(|&place| {
                let term = setting.graph.children(of)[place as usize];
                setting.graph.derivative(term, by, Scope::Local)
            })
            .collect();
        match terms.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => Some(setting.graph.call(&ADD, &terms)),
        }
    },
};

/// `∂(−u)/∂x = −∂u/∂x`.
pub static NEGATIVE: Rule = Rule {
    name: "constant factor rule",
    statement: "∂(−u)/∂x = −∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &NEGATE) || !depends(setting, of) {
            return None;
        }
        let inner = setting.graph.children(of)[0];
        let inner = setting.graph.derivative(inner, by, Scope::Local);
        Some(setting.graph.call(&NEGATE, &[inner]))
    },
};

/// `∂(c·u)/∂x = c·∂u/∂x`.
pub static CONSTANT_FACTOR: Rule = Rule {
    name: "constant factor rule",
    statement: "∂(c·u)/∂x = c·∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &MULTIPLY) {
            return None;
        }
        let places = setting.dependence.places(setting.graph, setting.network, of);
        let [place] = places.as_slice() else { return None };
        Some(with_factor_derived(setting.graph, of, *place as usize, by))
    },
};

/// `∂(u·v)/∂x = ∂u/∂x·v + u·∂v/∂x`, for any number of factors.
pub static PRODUCT: Rule = Rule {
    name: "product rule",
    statement: "∂(u·v)/∂x = ∂u/∂x·v + u·∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &MULTIPLY) {
            return None;
        }
        let places = setting.dependence.places(setting.graph, setting.network, of);
        if places.len() < 2 {
            return None;
        }
        if places.len() > WIDEST_PRODUCT {
            let factors = setting.graph.children(of).to_vec();
            let middle = places[places.len() / 2] as usize;
            let left = setting.graph.call(&MULTIPLY, &factors[..middle]);
            let right = setting.graph.call(&MULTIPLY, &factors[middle..]);
            let left_derived = setting.graph.derivative(left, by, Scope::Local);
            let right_derived = setting.graph.derivative(right, by, Scope::Local);
            let first = setting.graph.call(&MULTIPLY, &[left_derived, right]);
            let second = setting.graph.call(&MULTIPLY, &[left, right_derived]);
            return Some(setting.graph.call(&ADD, &[first, second]));
        }
        let terms: Vec<ExprId> =
            places.iter().map(|&place| with_factor_derived(setting.graph, of, place as usize, by)).collect();
        Some(setting.graph.call(&ADD, &terms))
    },
};

/// `∂(u/c)/∂x = (∂u/∂x)/c`.
pub static CONSTANT_DIVISOR: Rule = Rule {
    name: "constant factor rule",
    statement: "∂(u/c)/∂x = (∂u/∂x)/c",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [above, below] = arguments_of(setting.graph, of, &DIVIDE)?;
        if !depends(setting, above) || depends(setting, below) {
            return None;
        }
        let above = setting.graph.derivative(above, by, Scope::Local);
        Some(setting.graph.call(&DIVIDE, &[above, below]))
    },
};

/// `∂(c/v)/∂x = −c·∂v/∂x / v²`.
pub static RECIPROCAL: Rule = Rule {
    name: "quotient rule",
    statement: "∂(c/v)/∂x = −c·∂v/∂x / v^2",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [above, below] = arguments_of(setting.graph, of, &DIVIDE)?;
        if depends(setting, above) || !depends(setting, below) {
            return None;
        }
        let graph = &mut *setting.graph;
        let below_derived = graph.derivative(below, by, Scope::Local);
        let product = graph.call(&MULTIPLY, &[above, below_derived]);
        let negative = graph.call(&NEGATE, &[product]);
        let square = squared(graph, below);
        Some(graph.call(&DIVIDE, &[negative, square]))
    },
};

/// `∂(u/v)/∂x = (∂u/∂x·v − u·∂v/∂x) / v²`.
pub static QUOTIENT: Rule = Rule {
    name: "quotient rule",
    statement: "∂(u/v)/∂x = (∂u/∂x·v − u·∂v/∂x) / v^2",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [above, below] = arguments_of(setting.graph, of, &DIVIDE)?;
        if !depends(setting, above) || !depends(setting, below) {
            return None;
        }
        let graph = &mut *setting.graph;
        let above_derived = graph.derivative(above, by, Scope::Local);
        let below_derived = graph.derivative(below, by, Scope::Local);
        let first = graph.call(&MULTIPLY, &[above_derived, below]);
        let second = graph.call(&MULTIPLY, &[above, below_derived]);
        let negative = graph.call(&NEGATE, &[second]);
        let difference = graph.call(&ADD, &[first, negative]);
        let square = squared(graph, below);
        Some(graph.call(&DIVIDE, &[difference, square]))
    },
};

/// `∂u^n/∂x = n·u^(n−1)·∂u/∂x`.
pub static POWER: Rule = Rule {
    name: "power rule",
    statement: "∂u^n/∂x = n·u^(n−1)·∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [base, exponent] = arguments_of(setting.graph, of, &RAISE)?;
        if !depends(setting, base) || depends(setting, exponent) {
            return None;
        }
        let graph = &mut *setting.graph;
        let lowered = lowered_power(graph, base, exponent);
        if graph.node(base) == Node::Symbol(by) {
            return Some(graph.call(&MULTIPLY, &[exponent, lowered]));
        }
        let inner = graph.derivative(base, by, Scope::Local);
        Some(graph.call(&MULTIPLY, &[exponent, lowered, inner]))
    },
};

/// `∂a^v/∂x = a^v·ln(a)·∂v/∂x`.
pub static EXPONENTIAL: Rule = Rule {
    name: "exponential rule",
    statement: "∂a^v/∂x = a^v·ln(a)·∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [base, exponent] = arguments_of(setting.graph, of, &RAISE)?;
        if depends(setting, base) || !depends(setting, exponent) {
            return None;
        }
        let graph = &mut *setting.graph;
        let ln = graph.call(&LN, &[base]);
        let inner = graph.derivative(exponent, by, Scope::Local);
        Some(graph.call(&MULTIPLY, &[of, ln, inner]))
    },
};

/// `∂u^v/∂x = u^v·(∂v/∂x·ln(u) + v·∂u/∂x / u)`.
pub static GENERAL_POWER: Rule = Rule {
    name: "logarithmic differentiation",
    statement: "∂u^v/∂x = u^v·(∂v/∂x·ln(u) + v·∂u/∂x / u)",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [base, exponent] = arguments_of(setting.graph, of, &RAISE)?;
        if !depends(setting, base) || !depends(setting, exponent) {
            return None;
        }
        let graph = &mut *setting.graph;
        let base_derived = graph.derivative(base, by, Scope::Local);
        let exponent_derived = graph.derivative(exponent, by, Scope::Local);
        let ln = graph.call(&LN, &[base]);
        let first = graph.call(&MULTIPLY, &[exponent_derived, ln]);
        let product = graph.call(&MULTIPLY, &[exponent, base_derived]);
        let second = graph.call(&DIVIDE, &[product, base]);
        let sum = graph.call(&ADD, &[first, second]);
        Some(graph.call(&MULTIPLY, &[of, sum]))
    },
};

/// `∂f(x)/∂x = f'(x)`: the derivative in the function's row.
pub static FUNCTION: Rule = Rule {
    name: "derivative of the function",
    statement: "∂f(x)/∂x = f'(x)",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let (function, primes, inner) = one_argument(setting.graph, of)?;
        if setting.graph.node(inner) != Node::Symbol(by) {
            return None;
        }
        slope(setting.graph, function, primes, inner)
    },
};

/// `∂f(u)/∂x = f'(u)·∂u/∂x`: the chain rule inside one definition.
pub static CHAIN: Rule = Rule {
    name: "chain rule",
    statement: "∂f(u)/∂x = f'(u)·∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let (function, primes, inner) = one_argument(setting.graph, of)?;
        if setting.graph.node(inner) == Node::Symbol(by) || !depends(setting, inner) {
            return None;
        }
        let outer = slope(setting.graph, function, primes, inner)?;
        let inner = setting.graph.derivative(inner, by, Scope::Local);
        Some(setting.graph.call(&MULTIPLY, &[outer, inner]))
    },
};

/// `∂f(u, v)/∂x = ∂f/∂u·∂u/∂x + ∂f/∂v·∂v/∂x`, for the functions of several arguments.
pub static PARTIALS: Rule = Rule {
    name: "chain rule, several arguments",
    statement: "∂f(u, v)/∂x = ∂f/∂u·∂u/∂x + ∂f/∂v·∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Apply { function, primes: 0, arguments } = setting.graph.node(of) else { return None };
        let row = setting.graph.builtin(function)?;
        if row.partials.len() < 2 {
            return None;
        }
        let arguments = arguments.to_vec();
        let places = setting.dependence.places(setting.graph, setting.network, of);
        let terms: Vec<ExprId> = places
            .iter()
            .map(|&place| {
                let partial = row.partials[place as usize](setting.graph, &arguments);
                let inner = setting.graph.derivative(arguments[place as usize], by, Scope::Local);
                setting.graph.call(&MULTIPLY, &[partial, inner])
            })
            .collect();
        match terms.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => Some(setting.graph.call(&ADD, &terms)),
        }
    },
};

/// `∂f(u)/∂x` for a function of the user's own, by its definition.
pub static USER_FUNCTION: Rule = Rule {
    name: "definition of the function",
    statement: "f is written out as it is defined",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Apply { function, primes: 0, arguments } = setting.graph.node(of) else { return None };
        let arguments = arguments.to_vec();
        let body = inlined(setting.graph, function, &arguments)?;
        Some(setting.graph.derivative(body, by, Scope::Local))
    },
};

/// The derivative of an open dependence is itself open: `∂(∂L/∂u)/∂x` stays a symbol.
pub static OPEN: Rule = Rule {
    name: "form left open",
    statement: "the derivative of an open dependence stays a symbol",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Derivative { scope, .. } = setting.graph.node(of) else { return None };
        if !depends(setting, of) {
            return None;
        }
        let after = setting.graph.derivative(of, by, scope);
        (after != before).then_some(after)
    },
};

/// `f'(u)` written out by the function's row: `σ'(z) = σ(z)·(1 − σ(z))`.
pub static SLOPE: Rule = Rule {
    name: "derivative of the function",
    statement: "f'(z) by its formula",
    apply: |setting, before| {
        let Node::Apply { function, primes: 1, arguments } = setting.graph.node(before) else { return None };
        let row = setting.graph.builtin(function)?;
        let arguments = arguments.to_vec();
        let partial = row.partials.first()?;
        Some(partial(setting.graph, &arguments))
    },
};

/// The rule that fits `∂u/∂x`, where `u` is not a quantity to be written out.
pub fn fitting(setting: &mut Setting<'_>, before: ExprId) -> Option<(&'static Rule, ExprId)> {
    let (of, _) = parts(setting.graph, before)?;
    let candidates: &[&'static Rule] = match setting.graph.node(of) {
        Node::Number(_) => &[&CONSTANT],
        Node::Symbol(_) => &[&IDENTITY, &CONSTANT],
        Node::Derivative { .. } => &[&OPEN, &CONSTANT],
        Node::Apply { function, .. } => match setting.graph.builtin(function) {
            None => &[&CONSTANT, &USER_FUNCTION, &FUNCTION, &CHAIN],
            Some(row) if *row == ADD => &[&SUM, &CONSTANT],
            Some(row) if *row == NEGATE => &[&NEGATIVE, &CONSTANT],
            Some(row) if *row == MULTIPLY => &[&CONSTANT_FACTOR, &PRODUCT, &CONSTANT],
            Some(row) if *row == DIVIDE => &[&CONSTANT_DIVISOR, &RECIPROCAL, &QUOTIENT, &CONSTANT],
            Some(row) if *row == RAISE => &[&POWER, &EXPONENTIAL, &GENERAL_POWER, &CONSTANT],
            Some(row) if row.partials.len() > 1 => &[&PARTIALS, &CONSTANT],
            Some(_) => &[&FUNCTION, &CHAIN, &CONSTANT],
        },
    };
    candidates.iter().find_map(|&rule| (rule.apply)(setting, before).map(|after| (rule, after)))
}

/// What is derived, and by what.
fn parts(graph: &Graph, before: ExprId) -> Option<(ExprId, SymbolId)> {
    match graph.node(before) {
        Node::Derivative { of, by, .. } => Some((of, by)),
        Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } => None,
    }
}

fn depends(setting: &mut Setting<'_>, expr: ExprId) -> bool {
    setting.dependence.holds(setting.graph, setting.network, expr)
}

fn is(graph: &Graph, expr: ExprId, row: &'static Function) -> bool {
    match graph.node(expr) {
        Node::Apply { function, primes: 0, .. } => function == function::id(row),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
    }
}

fn arguments_of(graph: &Graph, expr: ExprId, row: &'static Function) -> Option<[ExprId; 2]> {
    if !is(graph, expr, row) {
        return None;
    }
    graph.children(expr).try_into().ok()
}

fn one_argument(graph: &Graph, expr: ExprId) -> Option<(FunctionId, u8, ExprId)> {
    match graph.node(expr) {
        Node::Apply { function, primes, arguments: [inner] } => Some((function, primes, *inner)),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
    }
}

/// `f'(u)`, by name where the row says that readers name it, by its formula otherwise.
fn slope(graph: &mut Graph, function: FunctionId, primes: u8, inner: ExprId) -> Option<ExprId> {
    let by_formula = match graph.builtin(function) {
        Some(row) if primes == 0 && row.prime == Prime::Direct => row.partials.first(),
        Some(_) | None => None,
    };
    match by_formula {
        Some(partial) => Some(partial(graph, &[inner])),
        None => Some(graph.apply_primed(function, primes.checked_add(1)?, &[inner])),
    }
}

/// The product with one factor replaced by its derivative.
fn with_factor_derived(graph: &mut Graph, product: ExprId, place: usize, by: SymbolId) -> ExprId {
    let mut factors = graph.children(product).to_vec();
    factors[place] = graph.derivative(factors[place], by, Scope::Local);
    graph.call(&MULTIPLY, &factors)
}

fn squared(graph: &mut Graph, expr: ExprId) -> ExprId {
    let two = graph.integer(2);
    graph.call(&RAISE, &[expr, two])
}

/// `u^(n−1)`, with the subtraction carried out where `n` is a number and no power written where it is 1.
fn lowered_power(graph: &mut Graph, base: ExprId, exponent: ExprId) -> ExprId {
    let lowered = match graph.node(exponent) {
        Node::Number(number) => {
            let lowered = number - &Rational::one();
            if lowered.is_one() {
                return base;
            }
            graph.number(lowered)
        }
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
            let minus_one = graph.integer(-1);
            graph.call(&ADD, &[exponent, minus_one])
        }
    };
    graph.call(&RAISE, &[base, lowered])
}

/// The body of a user's function with the arguments in place of the parameters.
pub fn inlined(graph: &mut Graph, function: FunctionId, arguments: &[ExprId]) -> Option<ExprId> {
    let own = graph.user_function(function)?;
    let (body, parameters) = (own.body, own.parameters.clone());
    let mut rewriter = Rewriter::new();
    for (parameter, &argument) in parameters.into_iter().zip(arguments) {
        let from = graph.symbol(parameter);
        rewriter.replace(from, argument);
    }
    Some(rewriter.apply(graph, body))
}
