//! What only the whole worksheet can say about values and names.

use rustc_hash::FxHashSet;

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};

use super::fraction::number;
use super::givens::impossible;
use super::{Resolver, updates};
use crate::expression::{is_function, nearest};
use chainrule_worksheet::Pin;

/// So many names are compared to find what unused ones were meant to be.
const MOST_SUGGESTIONS: usize = 2_000_000;

/// So many names are looked at for being two names written together.
const MOST_PARTED: usize = 10_000;

impl Resolver<'_> {
    /// What only the whole worksheet can say about values: for quantities that are computed, for names nobody uses,
    /// outside their ranges.
    pub(super) fn check_givens(&mut self, network: &Network) {
        let mut used = vec![false; self.graph.symbol_count()];
        for &symbol in network.order() {
            used[symbol.index()] = true;
        }
        let claimed: Vec<ExprId> =
            self.questions.claims.iter().flat_map(|claim| claim.sides.iter().copied()).collect();
        let steps = self.steps.updates.iter().flat_map(updates::AskedUpdate::numbers);
        for expr in claimed.into_iter().chain(steps).chain(self.givens.values.iter().map(|given| given.value))
        {
            if let Node::Number(_) = self.graph.node(expr) {
                continue;
            }
            for symbol in Walk::symbols(&self.graph, expr, |_| {}) {
                used[symbol.index()] = true;
            }
        }
        for asked in &self.steps.updates {
            for symbol in asked.named() {
                used[symbol.index()] = true;
            }
        }
        for derivative in self.givens.pins.iter().map(|pin| pin.derivative) {
            if let Node::Apply { arguments, .. } = self.graph.node(derivative) {
                for &argument in arguments {
                    for symbol in Walk::symbols(&self.graph, argument, |_| {}) {
                        used[symbol.index()] = true;
                    }
                }
            }
        }
        let derived_by: FxHashSet<SymbolId> =
            self.questions.queries.iter().flat_map(|query| query.by.iter().copied()).collect();
        // A statement that was refused may have used it.
        let may_warn = !self.has_error();
        let mut suggestions = MOST_SUGGESTIONS;
        let stated = self.givens.values.iter().map(|given| (given.symbol, given.span, given.constant));
        let stated: Vec<_> =
            stated.chain(self.givens.ranges.iter().map(|range| (range.symbol, range.span, false))).collect();
        for (symbol, span, constant) in stated {
            let name = self.graph.name(symbol).as_str();
            if !network.is_leaf(symbol) || matches!(network.definition(symbol), Definition::Dependence) {
                let defined = self.head_of(symbol).unwrap_or(span);
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::VALUE_ON_DEFINED,
                        span,
                        format!("`{name}` is computed, so it can't be given a value"),
                    )
                    .also(defined, "defined here")
                    .help("give values for what it is computed from, or claim its value: `claim … = …`"),
                );
            } else if may_warn && !used[symbol.index()] && !constant && !derived_by.contains(&symbol) {
                let mut warning = Diagnostic::warning(
                    &code::UNUSED_VALUE,
                    span,
                    format!("nothing in this worksheet uses `{name}`"),
                );
                suggestions = suggestions.saturating_sub(network.order().len());
                let names = network.order().iter().map(|&other| self.graph.name(other).as_str());
                if suggestions > 0
                    && let Some(nearest) = nearest(name, names)
                {
                    warning = warning.help(format!("did you mean `{nearest}`?"));
                }
                self.diagnostics.push(warning);
            }
        }
    }

    /// Stated derivatives of quantities that are one function of one name, `O = sigmoid(Z)`: within its bounds.
    pub(super) fn check_pins(&mut self, network: &Network) {
        for pin in &self.givens.pins {
            if let Node::Apply { function, primes: 1, arguments: &[argument] } =
                self.graph.node(pin.derivative)
                && let Some(row) = self.graph.builtin(function)
                && self.is_open(network, argument)
                && let Some(wrong) = between_slopes(row, &self.graph, pin)
            {
                self.diagnostics.push(wrong);
                continue;
            }
            let Node::Derivative { of, by, .. } = self.graph.node(pin.derivative) else { continue };
            let Node::Symbol(of) = self.graph.node(of) else { continue };
            let Definition::Formula(formula) = network.definition(of) else { continue };
            let Node::Apply { function, primes: 0, arguments } = self.graph.node(formula) else { continue };
            let &[argument] = arguments else {
                if is_extreme(self.graph.builtin(function))
                    && is_one_of(&self.graph, network, arguments, by)
                    && self.is_open(network, formula)
                    && let Some(wrong) = between_shares(&self.graph, pin, arguments.len())
                {
                    self.diagnostics.push(wrong);
                }
                continue;
            };
            let is_own = matches!(self.graph.node(argument), Node::Symbol(symbol) if symbol == by);
            let row =
                self.graph.builtin(function).filter(|row| is_own && row.arity == function::Arity::Exactly(1));
            let between = || {
                let row = row.filter(|row| !row.kinks.is_empty() && self.is_open(network, argument))?;
                between_slopes(row, &self.graph, pin)
            };
            let found = row.and_then(|row| impossible(row, &self.graph, pin.value, pin.span));
            if let Some(wrong) = found.or_else(between) {
                self.diagnostics.push(wrong);
            }
        }
    }

    /// Whether an expression is computed from something that has no value. Of very much it is not looked for.
    fn is_open(&self, network: &Network, expr: ExprId) -> bool {
        const MOST: usize = 1_000;
        let mut seen: FxHashSet<SymbolId> = FxHashSet::default();
        let mut waiting = Walk::symbols(&self.graph, expr, |_| {});
        while let Some(symbol) = waiting.pop() {
            if self.givens.value_of.contains_key(&symbol) || !seen.insert(symbol) {
                continue;
            }
            if seen.len() > MOST {
                return false;
            }
            match network.definition(symbol) {
                Definition::Formula(formula) => waiting.extend(Walk::symbols(&self.graph, formula, |_| {})),
                Definition::Input | Definition::Dependence => return true,
            }
        }
        false
    }

    /// Leaves without a value whose names are two known names written together, `wx` where `w` and `x` have values, or a
    /// function and a quantity, `lnx`.
    pub(super) fn check_names(&mut self, network: &Network) {
        let mut warnings = Vec::new();
        for &symbol in network.order().iter().filter(|&&symbol| network.is_leaf(symbol)).take(MOST_PARTED) {
            let name = self.graph.name(symbol).as_str();
            let is_plain = name.len() <= 8 && name.chars().all(|c| c.is_ascii_alphanumeric());
            if !is_plain || self.known_names.is_declared(name) || self.givens.value_of.contains_key(&symbol) {
                continue;
            }
            let is_quantity = |part: &str| {
                let of_part = self.graph.find_symbol(part);
                self.known_names.is_declared(part)
                    || of_part.is_some_and(|of_part| of_part != symbol && network.has(of_part))
            };
            let call = (2..name.len()).map(|at| name.split_at(at)).find(|(function, argument)| {
                is_function(function) && !self.known_names.is_declared(function) && is_quantity(argument)
            });
            if let (Some((function, argument)), Some(&place)) = (call, self.places.get(&symbol)) {
                let message =
                    format!("`{name}` could be `{function}` of `{argument}`, or a quantity of its own");
                warnings.push(
                    Diagnostic::error(&code::AMBIGUOUS_READING, place, message)
                        .help(format!("write `{function}({argument})` for the function"))
                        .help(format!("give `{name}` a value, or another name, if it is a quantity")),
                );
                continue;
            }
            let is_name = |part: &str| self.known_names.is_declared(part);
            let parts = (1..name.len())
                .map(|at| name.split_at(at))
                .find(|(left, right)| is_name(left) && is_name(right));
            if let (Some((left, right)), Some(&place)) = (parts, self.places.get(&symbol)) {
                warnings.push(
                    Diagnostic::warning(
                        &code::RUN_TOGETHER,
                        place,
                        format!("`{name}` is one name, not `{left}` times `{right}`"),
                    )
                    .help(format!("write `{left}*{right}` for the product")),
                );
            }
        }
        self.diagnostics.append(&mut warnings);
    }
}

/// Whether a function is `max` or `min`.
fn is_extreme(row: Option<&'static function::Function>) -> bool {
    row.is_some_and(|row| row == &MAX || row == &MIN)
}

/// Whether a name is one of some arguments, of which the others are numbers and leaves.
fn is_one_of(graph: &Graph, network: &Network, arguments: &[ExprId], by: SymbolId) -> bool {
    let mut count = 0;
    let are_plain = arguments.iter().all(|&argument| match graph.node(argument) {
        Node::Number(_) => true,
        Node::Symbol(symbol) if symbol == by => {
            count += 1;
            true
        }
        Node::Symbol(symbol) => network.is_leaf(symbol),
        Node::Apply { .. } | Node::Derivative { .. } => false,
    });
    are_plain && count == 1
}

/// What to say where `max` or `min` is stated to have a slope that is no share of its arguments: 0, 1, and where several are
/// equal one part of 1.
fn between_shares(graph: &Graph, pin: &Pin, arguments: usize) -> Option<Diagnostic> {
    let number = number(graph, pin.value)?;
    let most = i64::try_from(arguments).ok()?;
    let is_share = number.is_zero() || (1..=most).any(|equal| number == Rational::fraction(1, equal));
    if is_share {
        return None;
    }
    let message = format!("the derivative by one of the arguments can't be {number}: it is 0 or 1");
    Some(
        Diagnostic::error(&code::IMPOSSIBLE_PIN, pin.span, message)
            .note("where arguments are equal it has none; programs take an equal part of 1 for each of them there")
            .help("state 0 or 1, or give the arguments their values too"),
    )
}

/// What to say where a function of straight pieces is stated to have a slope that is none of theirs: 1/2 for `relu`.
fn between_slopes(row: &function::Function, graph: &Graph, pin: &Pin) -> Option<Diagnostic> {
    let is_near = |one: f64, other: f64| (one - other).abs() <= 1e-9;
    let number = number(graph, pin.value)?;
    let beside: Option<Vec<_>> = row.kinks.iter().map(|kink| kink.slopes).collect();
    let mut slopes: Vec<f64> = beside?
        .into_iter()
        .flatten()
        .map(|(above, below)| Rational::fraction(above, below).to_f64())
        .collect();
    if slopes.is_empty() {
        return None;
    }
    let stated = number.to_f64();
    let at_kinks = row.kinks.iter().filter_map(|kink| match kink.derivative.split_once('/') {
        Some((above, below)) => Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?),
        None => kink.derivative.parse().ok(),
    });
    if slopes.iter().copied().chain(at_kinks).any(|slope| is_near(slope, stated)) {
        return None;
    }
    slopes.sort_by(f64::total_cmp);
    slopes.dedup();
    let slopes: Vec<String> = slopes.iter().map(f64::to_string).collect();
    let message =
        format!("the derivative of `{}` can't be {number}: it is {}", row.name, slopes.join(" or "));
    let wrong = Diagnostic::error(&code::IMPOSSIBLE_PIN, pin.span, message);
    let kinks: Vec<String> = row.kinks.iter().map(|kink| kink.at.to_string()).collect();
    Some(
        wrong
            .note(format!("at {} it has none; programs take one of these numbers there", kinks.join(" and ")))
            .help("state one of these numbers, or give the argument its value too"),
    )
}
