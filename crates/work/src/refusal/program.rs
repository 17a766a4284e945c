//! What a program gives: reverse mode, operation by operation, in f64.

use chainrule_evaluator::{Numbers, NumbersByPrecision};
use chainrule_program::Kernel;
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

/// Longer programs are not carried out.
const MOST_OPERATIONS: usize = 200_000;

/// An operation whose slope is infinite.
pub(super) struct Link {
    pub(super) operation: ExprId,
    /// Its name.
    pub(super) function: &'static str,
    /// The quantity in whose definition it stands.
    pub(super) within: SymbolId,
    /// What it is put to.
    pub(super) argument: f64,
}

/// What a program gives for the derivative.
pub(super) enum Outcome {
    /// NaN, by this operation first: `0·∞`.
    NotANumber(String),
    Infinite {
        negative: bool,
    },
    Finite(f64),
}

pub(super) struct Run {
    /// The first operation met from the target back whose slope is infinite.
    pub(super) link: Option<Link>,
    pub(super) outcome: Outcome,
}

/// Carries the program out; nothing where it is too long, or where derivatives are stated: then no program has them.
pub(super) fn run(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
) -> Option<Run> {
    if !worksheet.pins.is_empty() {
        return None;
    }
    let network = calculus.network();
    let moving = derivation.chain.quantities();
    if moving.len() > MOST_OPERATIONS {
        return None;
    }
    let numbers = precisions.at(&mut worksheet.graph, network, 0);
    let mut sweep = Sweep {
        graph: &mut worksheet.graph,
        numbers,
        computed: FxHashMap::default(),
        moving: moving.iter().copied().collect(),
        adjoints: FxHashMap::default(),
        link: None,
        lost: None,
        operations: 0,
    };
    sweep.compute_below(network, derivation.target)?;
    sweep.adjoints.insert(derivation.target, 1.0);
    for &quantity in moving {
        if quantity == derivation.by {
            break;
        }
        let Definition::Formula(formula) = network.definition(quantity) else { return None };
        sweep.through(quantity, formula)?;
    }
    let Sweep { adjoints, link, lost, .. } = sweep;
    let end = adjoints.get(&derivation.by).copied().unwrap_or(0.0);
    let outcome = match lost {
        how if end.is_nan() => Outcome::NotANumber(how.unwrap_or_default()),
        Some(_) | None if end.is_infinite() => Outcome::Infinite { negative: end < 0.0 },
        Some(_) | None => Outcome::Finite(end),
    };
    Some(Run { link, outcome })
}

/// What a program gives for a quantity that has no value: an infinity or NaN, as a rule.
pub(super) fn forward(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    precisions: &mut NumbersByPrecision,
    of: SymbolId,
) -> Option<f64> {
    let network = calculus.network();
    let numbers = precisions.at(&mut worksheet.graph, network, 0);
    let mut sweep = Sweep {
        graph: &mut worksheet.graph,
        numbers,
        computed: FxHashMap::default(),
        moving: FxHashSet::default(),
        adjoints: FxHashMap::default(),
        link: None,
        lost: None,
        operations: 0,
    };
    sweep.compute_below(network, of)?;
    sweep.computed.get(&of).copied()
}

struct Sweep<'a> {
    graph: &'a mut Graph,
    numbers: &'a mut Numbers,
    /// What quantities without a value come to in a program, and what is computed from them.
    computed: FxHashMap<SymbolId, f64>,
    moving: FxHashSet<SymbolId>,
    adjoints: FxHashMap<SymbolId, f64>,
    link: Option<Link>,
    /// The first operation that gave NaN.
    lost: Option<String>,
    operations: usize,
}

impl Sweep<'_> {
    /// Computes what has no value, and what lies above it up to a quantity.
    fn compute_below(&mut self, network: &Network, target: SymbolId) -> Option<()> {
        let mut open = vec![target];
        let mut met: FxHashSet<SymbolId> = FxHashSet::default();
        while let Some(&quantity) = open.last() {
            let name = self.graph.symbol(quantity);
            if self.computed.contains_key(&quantity) || self.numbers.value(self.graph, name).is_ok() {
                open.pop();
                continue;
            }
            let Definition::Formula(formula) = network.definition(quantity) else { return None };
            if met.insert(quantity) {
                open.extend(network.inputs(quantity).iter().copied());
                continue;
            }
            open.pop();
            let (root, order) = self.operations_of(formula)?;
            let value = self.values_of(&order)?.0[&root];
            self.computed.insert(quantity, value);
        }
        Some(())
    }

    /// The operations of a formula, arguments first.
    fn operations_of(&mut self, formula: ExprId) -> Option<(ExprId, Vec<ExprId>)> {
        let root = Kernel::in_rows(FxHashSet::default()).of(self.graph, formula);
        let order = Walk::below(self.graph, &[root]);
        self.operations += order.len();
        (self.operations <= MOST_OPERATIONS).then_some((root, order))
    }

    /// What they come to, and which of them move.
    fn values_of(&mut self, order: &[ExprId]) -> Option<(FxHashMap<ExprId, f64>, FxHashSet<ExprId>)> {
        let mut values: FxHashMap<ExprId, f64> = FxHashMap::default();
        let mut moves: FxHashSet<ExprId> = FxHashSet::default();
        for &id in order {
            let value = match self.graph.node(id) {
                Node::Number(number) => number.to_f64(),
                Node::Symbol(symbol) => {
                    if self.moving.contains(&symbol) {
                        moves.insert(id);
                    }
                    if let Some(&value) = self.computed.get(&symbol) {
                        value
                    } else {
                        let value = self.numbers.value(self.graph, id).ok()?;
                        value.enclosure(64).middle(64).to_f64()
                    }
                }
                Node::Derivative { .. } => return None,
                Node::Apply { function, arguments, .. } => {
                    let row = self.graph.builtin(function)?;
                    if arguments.iter().any(|argument| moves.contains(argument)) {
                        moves.insert(id);
                    }
                    let arguments: Vec<f64> = arguments.iter().map(|argument| values[argument]).collect();
                    (row.kernel.compute)(&arguments)
                }
            };
            values.insert(id, value);
        }
        Some((values, moves))
    }

    /// From a quantity to what stands in its definition.
    fn through(&mut self, quantity: SymbolId, formula: ExprId) -> Option<()> {
        let (root, order) = self.operations_of(formula)?;
        let (values, moves) = self.values_of(&order)?;
        let start = self.adjoints.get(&quantity).copied().unwrap_or(0.0);
        let mut adjoints: FxHashMap<ExprId, f64> = FxHashMap::default();
        adjoints.insert(root, start);
        for &id in order.iter().rev() {
            let Some(&upstream) = adjoints.get(&id).filter(|_| moves.contains(&id)) else { continue };
            let (row, arguments) = match self.graph.node(id) {
                Node::Number(_) | Node::Derivative { .. } => continue,
                Node::Symbol(symbol) => {
                    let before = self.adjoints.get(&symbol).copied().unwrap_or(0.0);
                    let sum = self.sum(before, upstream);
                    self.adjoints.insert(symbol, sum);
                    continue;
                }
                Node::Apply { function, arguments, .. } => {
                    (self.graph.builtin(function)?, arguments.to_vec())
                }
            };
            let inputs: Vec<f64> = arguments.iter().map(|argument| values[argument]).collect();
            for (place, argument) in arguments.iter().enumerate() {
                if !moves.contains(argument) {
                    continue;
                }
                let slope = slope(row, &inputs, place, values[&id])?;
                if slope.is_infinite() && self.link.is_none() {
                    let (operation, function) = (id, row.name);
                    self.link = Some(Link { operation, function, within: quantity, argument: inputs[place] });
                }
                let product = upstream * slope;
                if slope.is_nan() && self.lost.is_none() {
                    self.lost = Some(format!("the slope of `{}` is NaN there", row.name));
                } else if product.is_nan() && !upstream.is_nan() && self.lost.is_none() {
                    let (zero, other) = if upstream == 0.0 { (upstream, slope) } else { (slope, upstream) };
                    self.lost = Some(format!("{}·{}", plain(zero), plain(other)));
                }
                let before = adjoints.get(argument).copied().unwrap_or(0.0);
                let sum = self.sum(before, product);
                adjoints.insert(*argument, sum);
            }
        }
        Some(())
    }

    fn sum(&mut self, one: f64, other: f64) -> f64 {
        let sum = one + other;
        if sum.is_nan() && !one.is_nan() && !other.is_nan() && self.lost.is_none() {
            self.lost = Some("∞ - ∞".to_owned());
        }
        sum
    }
}

fn plain(value: f64) -> String {
    match value {
        value if value == f64::INFINITY => "∞".to_owned(),
        value if value == f64::NEG_INFINITY => "(-∞)".to_owned(),
        0.0 => "0".to_owned(),
        value => value.to_string(),
    }
}

/// The slope of an operation by one of its arguments, as programs compute it.
fn slope(row: &'static Function, arguments: &[f64], place: usize, value: f64) -> Option<f64> {
    if *row == ADD {
        return Some(1.0);
    }
    if *row == NEGATE {
        return Some(-1.0);
    }
    if *row == MULTIPLY {
        let others = arguments.iter().enumerate().filter(|&(other, _)| other != place);
        return Some(others.map(|(_, value)| value).product());
    }
    if let [one, other] = *arguments {
        let is_first = place == 0;
        if *row == DIVIDE {
            return Some(if is_first { 1.0 / other } else { -one / (other * other) });
        }
        if *row == POWER {
            // Where the exponent is 0, or the base with an exponent that is not below it, programs take no limit.
            return Some(match is_first {
                true if other == 0.0 => 0.0,
                true => other * one.powf(other - 1.0),
                false if one == 0.0 && other >= 0.0 => 0.0,
                false => value * one.ln(),
            });
        }
        if *row == MAX || *row == MIN {
            let wins = if *row == MAX { one > other } else { one < other };
            return Some(match (one.total_cmp(&other).is_eq(), wins == is_first) {
                (true, _) => 0.5,
                (false, true) => 1.0,
                (false, false) => 0.0,
            });
        }
    }
    row.derivative_kernel.map(|kernel| (kernel.compute)(arguments))
}
