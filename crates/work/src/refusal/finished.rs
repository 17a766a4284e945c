//! The derivative with common factors cancelled: `2·n · 1/(2·n) · 2·x` is `2·x` wherever `n` is not 0.

use std::collections::BTreeMap;

use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::Value;
use chainrule_number::{Rational, Scalar};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

/// Longer products are not taken apart.
const MOST_PARTS: usize = 400;

/// Sums in sums are taken apart so many deep.
const MOST_SUMS_WITHIN: u8 = 2;

/// A formula that has a number where the one that was worked out has none.
pub(super) struct Finished {
    pub(super) formula: ExprId,
    pub(super) value: Value,
    /// What was cancelled.
    pub(super) cancelled: Vec<ExprId>,
}

/// Cancels what stands above and below; nothing where that leads to no number.
pub(super) fn by_cancelling(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
) -> Option<Finished> {
    let paths = derivation.written_paths();
    let mut named: FxHashMap<ExprId, ExprId> = FxHashMap::default();
    for &id in paths.iter().flat_map(|path| &path.factors) {
        let child = calculus.factor(id).child;
        if let Definition::Formula(formula) = calculus.network().definition(child) {
            let name = worksheet.graph.symbol(child);
            named.entry(formula).or_insert(name);
        }
    }
    let mut cancelled: Vec<ExprId> = Vec::new();
    let mut terms = Vec::new();
    for path in paths {
        let graph = &mut worksheet.graph;
        let Parts { number, powers, met } = Parts::of(graph, &named, path.product, MOST_SUMS_WITHIN)?;
        for (&part, &[above, below]) in &met {
            if above > 0 && below > 0 && !cancelled.contains(&part) {
                cancelled.push(part);
            }
        }
        terms.push(product(graph, number, &powers));
    }
    if cancelled.is_empty() {
        return None;
    }
    let graph = &mut worksheet.graph;
    let formula = graph.together(&ADD, &terms);
    let numbers = precisions.at(graph, calculus.network(), 0);
    let value = numbers.value(graph, formula).ok()?;
    Some(Finished { formula, value, cancelled })
}

/// A product taken apart.
struct Parts {
    number: Rational,
    powers: BTreeMap<ExprId, i64>,
    /// How often each part stands above and below.
    met: BTreeMap<ExprId, [i64; 2]>,
}

impl Parts {
    /// Takes a product apart; sums whose terms differ by a number only, `q + q`, as many deep.
    fn of(
        graph: &mut Graph,
        named: &FxHashMap<ExprId, ExprId>,
        product: ExprId,
        sums_within: u8,
    ) -> Option<Self> {
        let mut parts = Self { number: Rational::one(), powers: BTreeMap::new(), met: BTreeMap::new() };
        let mut stack = vec![(product, 1i64)];
        let mut count = 0;
        while let Some((id, power)) = stack.pop() {
            count += 1;
            if count > MOST_PARTS {
                return None;
            }
            let id = named.get(&id).copied().unwrap_or(id);
            match graph.node(id) {
                Node::Number(number) => {
                    parts.number = Scalar::mul(&parts.number, &number.pow(power).ok()?, 0).ok()?;
                }
                Node::Symbol(_) | Node::Derivative { .. } => parts.take_in(id, power),
                Node::Apply { function, arguments, .. } => {
                    let row = graph.builtin(function);
                    match *arguments {
                        [one] if row == Some(&NEGATE) => {
                            if power % 2 != 0 {
                                parts.number = -&parts.number;
                            }
                            stack.push((one, power));
                        }
                        [one, other] if row == Some(&DIVIDE) => {
                            stack.extend([(one, power), (other, -power)]);
                        }
                        [base, exponent] if row == Some(&POWER) => {
                            let whole = match graph.node(exponent) {
                                Node::Number(number) => number.to_i64(),
                                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
                            };
                            match whole {
                                Some(whole) => stack.push((base, power.checked_mul(whole)?)),
                                None => parts.take_in(id, power),
                            }
                        }
                        _ if row == Some(&ADD) && sums_within > 0 => {
                            let terms = arguments.to_vec();
                            match Self::of_sum(graph, named, &terms, sums_within - 1) {
                                Some((number, powers)) => {
                                    parts.number =
                                        Scalar::mul(&parts.number, &number.pow(power).ok()?, 0).ok()?;
                                    for (part, count) in powers {
                                        parts.take_in(part, count.checked_mul(power)?);
                                    }
                                }
                                None => parts.take_in(id, power),
                            }
                        }
                        _ if row == Some(&MULTIPLY) => {
                            stack.extend(arguments.iter().map(|&argument| (argument, power)));
                        }
                        _ => parts.take_in(id, power),
                    }
                }
            }
        }
        Some(parts)
    }

    /// A sum whose terms differ by a number only.
    fn of_sum(
        graph: &mut Graph,
        named: &FxHashMap<ExprId, ExprId>,
        terms: &[ExprId],
        sums_within: u8,
    ) -> Option<(Rational, BTreeMap<ExprId, i64>)> {
        let mut sum: Option<(Rational, BTreeMap<ExprId, i64>)> = None;
        for &term in terms {
            let parts = Self::of(graph, named, term, sums_within)?;
            sum = Some(match sum {
                None => (parts.number, parts.powers),
                Some((number, powers)) if powers == parts.powers => (&number + &parts.number, powers),
                Some(_) => return None,
            });
        }
        sum
    }

    fn take_in(&mut self, part: ExprId, power: i64) {
        *self.powers.entry(part).or_insert(0) += power;
        let [above, below] = self.met.entry(part).or_insert([0, 0]);
        *(if power > 0 { above } else { below }) += power.abs();
    }
}

/// The parts as one quotient.
fn product(graph: &mut Graph, number: Rational, powers: &BTreeMap<ExprId, i64>) -> ExprId {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (&part, &power) in powers.iter().filter(|(_, power)| **power != 0) {
        let side = if power > 0 { &mut above } else { &mut below };
        side.push(if power.abs() == 1 {
            part
        } else {
            let exponent = graph.integer(power.abs());
            graph.call(&POWER, &[part, exponent])
        });
    }
    if !number.is_one() || above.is_empty() {
        let number = graph.number(number);
        above.insert(0, number);
    }
    let above = graph.together(&MULTIPLY, &above);
    if below.is_empty() {
        return above;
    }
    let below = graph.together(&MULTIPLY, &below);
    graph.call(&DIVIDE, &[above, below])
}
