//! The worksheet as a hand works it out: every line rounded, and what was written down used further on.
//!
//! A line is: a definition; a factor of a derivation; a product of what was written down so far and one more factor, from
//! the target back; a sum over paths or over users; a new weight. Within a line the calculator keeps all its digits.
//! Numbers that are stated, or written down already, are copied.

mod desk;
mod report;

use chainrule_evaluator::{Numbers, NumbersByPrecision};
use chainrule_number::PRECISIONS;
use chainrule_number::Rational;
use chainrule_number::{DecimalRounding, Scalar, Undefined, Value, units_apart};
use chainrule_program::Failure;
use chainrule_symbolic::derivation::{Calculus, Derivation, FactorId, Form};
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, SymbolId};
use chainrule_symbolic::network::{Definition, Network, NetworkBuilder, Order};
use chainrule_worksheet::{Update, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::reported::derivation::{DerivationReport, GradientReport};

pub(crate) use desk::Desk;
pub use report::{ByHandReport, HandDerivation, HandLine, HandProduct, HandUpdate, MOST_BY_HAND};

/// The precision, in bits, at which products of what was written down are put together.
const BITS: u32 = 256;

/// A hand at work.
struct Hand<'a> {
    worksheet: &'a mut Worksheet,
    calculus: &'a Calculus,
    rounding: DecimalRounding,
    /// What is stated, and nothing that follows from it.
    stated: NumbersByPrecision,
    /// What of it there is a number for.
    names_stated: FxHashSet<ExprId>,
    /// A network without quantities.
    nothing: Network,
    /// The true numbers.
    exact: &'a mut NumbersByPrecision,
    /// What was written down for the quantities.
    quantities: FxHashMap<ExprId, Rational>,
    factors: FxHashMap<FactorId, HandLine>,
    /// Primed functions, by what their quantities are called.
    named: Rewriter,
}

/// What is to be worked out by hand: derivations that stand by themselves, then one for each leaf of a gradient; and how
/// many are left out.
pub(crate) fn chosen(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    derivations: &[DerivationReport],
    gradients: &[GradientReport],
) -> (Vec<Derivation>, usize) {
    // What has no number has none by hand.
    let with_numbers = || derivations.iter().filter(|report| report.refusal.is_none());
    let mut derivations: Vec<Derivation> =
        with_numbers().take(MOST_BY_HAND).map(|report| report.derivation.clone()).collect();
    let mut count = with_numbers().count();
    for report in gradients {
        count += report.leaves.len();
        for &place in report.leaves.iter().take(MOST_BY_HAND - derivations.len()) {
            let leaf = report.gradient.quantities()[place];
            derivations.push(calculus.derive(&mut worksheet.graph, report.target(), leaf));
        }
    }
    let left_out = count - derivations.len();
    (derivations, left_out)
}

/// Works the worksheet out by hand.
pub(crate) fn work(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    exact: &mut NumbersByPrecision,
    (derivations, left_out): &(Vec<Derivation>, usize),
    rounding: DecimalRounding,
) -> ByHandReport {
    // Single steps of plain descent, at once: the others are what programs do.
    let mut steps: Vec<(SymbolId, SymbolId, ExprId)> = worksheet
        .updates
        .iter()
        .filter(|update| is_one_step(update))
        .filter_map(|update| Some((update, update.rule.plain_rate()?)))
        .flat_map(|(update, rate)| update.weights.iter().map(move |&weight| (update.loss, weight, rate)))
        .collect();
    let left_out = left_out + steps.len().saturating_sub(MOST_BY_HAND);
    steps.truncate(MOST_BY_HAND);
    let updates: Vec<(SymbolId, ExprId, Derivation)> = steps
        .into_iter()
        .map(|(loss, weight, rate)| (weight, rate, calculus.derive(&mut worksheet.graph, loss, weight)))
        .collect();
    let nothing =
        NetworkBuilder::new().finish(&worksheet.graph).expect("a network without quantities has no cycle");
    let stated = NumbersByPrecision::new(exact.stated().to_vec());
    let names_stated = exact.stated().iter().map(|&(name, _)| name).collect();
    let mut hand = Hand {
        worksheet,
        calculus,
        rounding,
        stated,
        names_stated,
        nothing,
        exact,
        quantities: FxHashMap::default(),
        factors: FxHashMap::default(),
        named: Rewriter::new(),
    };
    let definitions = hand.definitions();
    let derivations = derivations.iter().filter_map(|derivation| hand.derivation(derivation)).collect();
    let updates = updates
        .into_iter()
        .filter_map(|(weight, rate, derivation)| hand.update(weight, rate, &derivation))
        .collect();
    ByHandReport { rounding, definitions, derivations, updates, left_out }
}

/// Whether an update is one step of all its weights at once.
fn is_one_step(update: &Update) -> bool {
    update.steps.is_none_or(|steps| steps == 1)
        && (update.order == Order::Simultaneous || update.weights.len() == 1)
}

impl Hand<'_> {
    fn definitions(&mut self) -> Vec<HandLine> {
        let mut lines = Vec::new();
        for &symbol in self.calculus.network().order() {
            let Definition::Formula(formula) = self.calculus.network().definition(symbol) else { continue };
            let name = self.worksheet.graph.symbol(symbol);
            let Some(value) = self.truth(|hand, place| hand.number(place, name)) else { continue };
            let written = self.line(formula);
            if let Some(written) = &written {
                self.quantities.insert(name, written.clone());
            }
            lines.push(self.compared(name, written, value));
        }
        lines
    }

    /// What is written down for an expression over what was written down before.
    fn line(&mut self, expr: ExprId) -> Option<Rational> {
        self.line_with(expr, &FxHashMap::default())
    }

    /// The same where derivatives and the like stand in it that were written down.
    fn line_with(&mut self, expr: ExprId, results: &FxHashMap<ExprId, Option<Rational>>) -> Option<Rational> {
        let graph = &mut self.worksheet.graph;
        let names: Vec<ExprId> = self
            .calculus
            .network()
            .names_in(graph, expr)
            .into_iter()
            .map(|symbol| graph.symbol(symbol))
            .collect();
        // Nothing is worked out of a number that is stated, or was written down: it is copied.
        let is_number = matches!(graph.node(expr), Node::Symbol(_) | Node::Number(_));
        for place in 0..PRECISIONS.len() {
            let mut values: FxHashMap<ExprId, Value> = names
                .iter()
                .filter_map(|name| Some((*name, Value::Exact(self.quantities.get(name)?.clone()))))
                .collect();
            let written_numbers =
                results.iter().filter_map(|(&id, written)| Some((id, written.as_ref()?.clone())));
            values.extend(written_numbers.map(|(id, written)| (id, Value::Exact(written))));
            let numbers = self.stated.at(graph, &self.nothing, place);
            let value = match numbers.value_with(graph, expr, &values) {
                Ok(value) => value,
                Err(failure) if failure.why.is_not_told() => continue,
                Err(_) => return None,
            };
            if is_number && let Value::Exact(stated) = value {
                return Some(stated);
            }
            if let Some(written) = self.rounding.of(&value) {
                return Some(written);
            }
        }
        None
    }

    /// A true number, at a precision that says how it is rounded, where one does.
    fn truth(&mut self, mut at: impl FnMut(&mut Self, usize) -> Result<Value, Failure>) -> Option<Value> {
        let mut last = None;
        for place in 0..PRECISIONS.len() {
            let value = match at(self, place) {
                Ok(value) => value,
                Err(failure) if failure.why.is_not_told() => continue,
                Err(_) => return None,
            };
            let is_told = self.rounding.of(&value).is_some();
            last = Some(value);
            if is_told {
                break;
            }
        }
        last
    }

    fn numbers(&mut self, place: usize) -> (&mut Numbers, &mut Worksheet) {
        let numbers = self.exact.at(&mut self.worksheet.graph, self.calculus.network(), place);
        (numbers, self.worksheet)
    }

    fn number(&mut self, place: usize, expr: ExprId) -> Result<Value, Failure> {
        let (numbers, worksheet) = self.numbers(place);
        numbers.value(&mut worksheet.graph, expr)
    }

    fn compared(&self, name: ExprId, written: Option<Rational>, value: Value) -> HandLine {
        let off = written.as_ref().and_then(|written| {
            if value.exact() == Some(written) {
                return Some(Rational::zero());
            }
            Some(units_apart(self.rounding, written, &self.rounding.of(&value)?))
        });
        HandLine { name, written, value, off }
    }

    fn factor(&mut self, id: FactorId) -> Option<HandLine> {
        if let Some(line) = self.factors.get(&id) {
            return Some(line.clone());
        }
        let calculus = self.calculus;
        let factor = calculus.factor(id);
        let value = self.truth(|hand, place| {
            let (numbers, worksheet) = hand.numbers(place);
            numbers.factor(&mut worksheet.graph, calculus, id)
        })?;
        let written = if self.names_stated.contains(&factor.name) {
            value.exact().cloned().or_else(|| self.rounding.of(&value))
        } else {
            let graph = &mut self.worksheet.graph;
            for slope in calculus.slopes(graph, factor.result) {
                self.named.replace(slope.primed, slope.named);
            }
            let expr = self.named.apply(graph, factor.result);
            self.line(expr)
        };
        let line = self.compared(factor.name, written, value);
        self.factors.insert(id, line.clone());
        Some(line)
    }

    fn derivation(&mut self, derivation: &Derivation) -> Option<HandDerivation> {
        let calculus = self.calculus;
        let value = self.truth(|hand, place| {
            let (numbers, worksheet) = hand.numbers(place);
            numbers.derivation(&mut worksheet.graph, calculus, derivation)
        })?;
        let mut factors = Vec::new();
        let mut products = Vec::new();
        let written = match &derivation.form {
            Form::Same | Form::Independent { .. } => value.exact().cloned(),
            Form::Paths(paths) => {
                let mut met = FxHashSet::default();
                let mut summands = Vec::new();
                for path in paths {
                    let mut put_in = Vec::new();
                    for &id in &path.factors {
                        let line = self.factor(id)?;
                        put_in.push(line.written.clone()?);
                        if met.insert(id) {
                            factors.push(line);
                        }
                    }
                    let steps = self.multiplied(&put_in);
                    let Some(product) = steps.last() else {
                        summands.extend(put_in);
                        continue;
                    };
                    let truth = self.truth(|hand, place| {
                        path.factors.iter().try_fold(Value::Exact(Rational::one()), |product, &id| {
                            let (numbers, worksheet) = hand.numbers(place);
                            let bits = numbers.bits();
                            let factor = numbers.factor(&mut worksheet.graph, calculus, id)?;
                            product.mul(&factor, bits).map_err(|why| Failure { why, at: path.chain })
                        })
                    })?;
                    let name = if paths.len() == 1 { derivation.name } else { path.chain };
                    let line = self.compared(name, Some(product.clone()), truth);
                    summands.push(product.clone());
                    products.push(HandProduct { put_in: vec![put_in], steps: vec![steps], line });
                }
                if let [only] = summands.as_slice() {
                    Some(only.clone())
                } else {
                    let written = self.rounding.round(&sum(&summands));
                    let line = self.compared(derivation.name, Some(written.clone()), value.clone());
                    let steps = vec![Vec::new(); summands.len()];
                    let put_in = summands.into_iter().map(|summand| vec![summand]).collect();
                    products.push(HandProduct { put_in, steps, line });
                    Some(written)
                }
            }
            Form::Backpropagation(adjoints) => {
                let mut met = FxHashSet::default();
                let mut written: FxHashMap<SymbolId, Rational> = FxHashMap::default();
                let mut last = None;
                for (place, adjoint) in (1..).zip(adjoints) {
                    let mut put_in = Vec::new();
                    let mut steps = Vec::new();
                    let mut summands = Vec::new();
                    for term in &adjoint.terms {
                        let line = self.factor(term.factor)?;
                        let factor = line.written.clone()?;
                        if met.insert(term.factor) {
                            factors.push(line);
                        }
                        let product = if term.user == derivation.target {
                            vec![factor]
                        } else {
                            vec![written.get(&term.user)?.clone(), factor]
                        };
                        let partial_products = self.multiplied(&product);
                        summands.push(partial_products.last().unwrap_or(&product[0]).clone());
                        steps.push(partial_products);
                        put_in.push(product);
                    }
                    let rounded = match summands.as_slice() {
                        [only] => only.clone(),
                        several => self.rounding.round(&sum(several)),
                    };
                    written.insert(adjoint.of, rounded.clone());
                    last = Some(rounded.clone());
                    let truth = self.truth(|hand, precision| {
                        let (numbers, worksheet) = hand.numbers(precision);
                        numbers.adjoint(&mut worksheet.graph, calculus, derivation, place)
                    })?;
                    let line = self.compared(adjoint.name, Some(rounded), truth);
                    products.push(HandProduct { put_in, steps, line });
                }
                last
            }
        };
        let result = self.compared(derivation.name, written, value);
        Some(HandDerivation { name: derivation.name, factors, products, result })
    }

    /// What is written down after each factor from the second on.
    fn multiplied(&self, factors: &[Rational]) -> Vec<Rational> {
        let mut steps: Vec<Rational> = Vec::new();
        for pair in 1..factors.len() {
            let before = steps.last().unwrap_or(&factors[0]);
            steps.push(self.rounding.round(&(before * &factors[pair])));
        }
        steps
    }

    /// old − rate · gradient, in one line.
    fn update(&mut self, weight: SymbolId, rate: ExprId, derivation: &Derivation) -> Option<HandUpdate> {
        let gradient = self.derivation(derivation)?.result;
        let name = self.worksheet.graph.symbol(weight);
        let moved = |old: &Value, rate: &Value, gradient: &Value| -> Result<Value, Undefined> {
            old.add(&rate.mul(gradient, BITS)?.neg(), BITS)
        };
        let old = self.number(0, name).ok()?;
        let rate = self.number(0, rate).ok()?;
        let by_hand = moved(&old, &rate, &Value::Exact(gradient.written?)).ok()?;
        let truth = moved(&old, &rate, &gradient.value).ok()?;
        let new = self.compared(name, self.rounding.of(&by_hand), truth);
        Some(HandUpdate { weight, new })
    }
}

fn sum(summands: &[Rational]) -> Rational {
    summands.iter().fold(Rational::zero(), |sum, next| &sum + next)
}
