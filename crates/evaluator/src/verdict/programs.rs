//! A network carried out in formats, and what became of its derivatives there.

use std::collections::BTreeMap;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Calculus, FactorId, formula};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_symbolic::network::Network;
use rustc_hash::{FxHashMap, FxHashSet};

use super::loss::{Run, is_lost};
use super::scale::Scalable;
use super::steady::steady;
use super::{Beyond, Cause, InFormat, Largest, Loss, Rearranged, Scales, SteadyFormulas, absorption, agree};
use chainrule_number::format::{Format, Held};
use chainrule_number::{Scalar, Value};
use chainrule_program::Templates;
use chainrule_program::{Enclosing, NetworkWriter, Program, Register, rounded};

/// The working precisions, in bits, at which it is found out what a program should have come to.
const PRECISIONS: &[u32] = &[192, 512, 2_048];

/// Repairs are looked for as long as that takes no more than so many operations, in all.
const MOST_TRIED: usize = 4_000_000;

/// How often a program is about to be run to find the scales of a loss.
const RUNS_FOR_SCALES: usize = 30;

/// A derivative that is looked at.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// What is derived.
    pub target: SymbolId,
    /// By what.
    pub by: SymbolId,
    /// Its true number.
    pub value: &'q Value,
    /// The factors along its edges.
    pub factors: Vec<FactorId>,
}

/// A network and derivatives over it as one program, carried out in formats.
#[derive(Debug)]
pub struct Programs {
    pub(super) stated: FxHashMap<ExprId, Value>,
    program: Program,
    derivatives: FxHashMap<(SymbolId, SymbolId), Register>,
    /// By format, what the registers came to.
    runs: Vec<(&'static Format, Vec<f64>)>,
    functions: Option<Templates>,
    /// By precision, what the registers should have come to.
    truths: BTreeMap<u32, Vec<Option<Value>>>,
    /// The last derivative whose loss was scaled: the formats ask for it one after another.
    scalable: Option<((SymbolId, SymbolId), Scalable)>,
    tried: usize,
}

impl Programs {
    /// Carries a network out. `stated` are the numbers of leaves and stated derivatives, `wanted` the derivatives.
    pub fn new(
        graph: &mut Graph,
        calculus: &mut Calculus,
        stated: FxHashMap<ExprId, Value>,
        wanted: &[(SymbolId, SymbolId)],
        formats: &[&'static Format],
    ) -> Self {
        let stated_values = stated.iter().map(|(&id, value)| (id, value));
        let mut writer = NetworkWriter::new(graph, calculus, stated_values).with_names();
        if !wanted.is_empty() {
            writer.forward(None);
        }
        let mut derivatives = FxHashMap::default();
        for &(target, by) in wanted {
            // What has no number, or is too long, is said not to be computed.
            if let Ok(register) = writer.derivative(target, by) {
                derivatives.insert((target, by), register);
            }
        }
        let program = writer.finish();
        let runs = formats.iter().map(|&format| (format, program.start_in(format))).collect();
        Self {
            stated,
            program,
            derivatives,
            runs,
            functions: None,
            truths: BTreeMap::new(),
            scalable: None,
            tried: 0,
        }
    }

    /// The formats.
    pub fn formats(&self) -> Vec<&'static Format> {
        self.runs.iter().map(|(format, _)| *format).collect()
    }

    /// What a program in one of the formats makes of a derivative.
    pub fn judge(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        place: usize,
        question: &Question<'_>,
    ) -> InFormat {
        let format = self.runs[place].0;
        let register = self.derivatives.get(&(question.target, question.by)).copied();
        let at = |register: Register| format.round_f64(self.runs[place].1[register.index()]);
        let computed = register.map(at);
        let held = format.round_value(question.value);
        let is_nonzero = match question.value {
            Value::Exact(exact) => !exact.is_zero(),
            Value::Enclosed(enclosure) => !enclosure.holds_zero(),
        };
        let beyond = held.and_then(|held| match held.finite() {
            None => Some(Beyond::Above),
            Some(number) if number.is_zero() && is_nonzero => Some(Beyond::Below),
            // A saturating format holds its largest number for what is larger.
            Some(_) if format.infinity(false) == held.abs() => {
                is_lost(format, held, question.value).then_some(Beyond::Above)
            }
            Some(_) => None,
        });
        let by = graph.symbol(question.by);
        let at = self.stated.get(&by).map(|value| rounded(format, value));
        let absorbed_below = at.and_then(|at| absorption::absorbed_below(format, at));
        let mut in_format = InFormat {
            format,
            computed,
            held,
            absorbed_below,
            loss: None,
            beyond,
            scales: Scales::NotTried,
            rearranged: None,
            steady: None,
        };
        let (Some(register), Some(result), Some(nearest)) = (register, computed, held) else {
            return in_format;
        };
        let is_right = agree(format, result, nearest);
        if is_right && beyond.is_none() {
            return in_format;
        }
        self.settle(graph, register, question.value);
        if !is_right {
            in_format.loss = self.loss(place, register, question.value);
        }
        let cause = in_format.loss.as_ref().map(|loss| loss.cause);
        let is_of_range = match cause {
            None => true,
            Some(cause) => match cause {
                Cause::Constant | Cause::Overflow | Cause::Underflow | Cause::Invalid => true,
                Cause::Absorption | Cause::Cancellation | Cause::Magnified | Cause::Rounding => false,
            },
        };
        if is_of_range {
            in_format.scales = self.scales(graph, calculus, format, question);
        } else if beyond.is_none() {
            in_format.rearranged = self.rearranged(graph, calculus, format, question, nearest);
        }
        if !is_right && beyond != Some(Beyond::Above) && in_format.rearranged.is_none() {
            in_format.steady = self.steady(graph, calculus, format, question, nearest);
        }
        in_format
    }

    /// Works out what the program should have come to, closely enough for one of its registers.
    fn settle(&mut self, graph: &mut Graph, register: Register, value: &Value) {
        let functions = self.functions.get_or_insert_with(|| Templates::of_program(graph, &self.program));
        for &bits in PRECISIONS {
            let truths = self
                .truths
                .entry(bits)
                .or_insert_with(|| self.program.values(&Enclosing { bits, functions }, &[]));
            let is_told = truths[register.index()].as_ref().is_some_and(|truth| truth.certain_bits() >= 64);
            if is_told || value.is_certainly_zero() {
                break;
            }
        }
    }

    fn loss(&mut self, place: usize, register: Register, value: &Value) -> Option<Loss> {
        let mut truths = self.truths.last_entry()?;
        let truths = truths.get_mut();
        // What is known of the derivative may be more than what its program tells.
        let before = truths[register.index()].replace(value.clone());
        let (format, values) = &self.runs[place];
        let functions = self.functions.as_ref()?;
        let run = Run { program: &self.program, functions, format, values, truths };
        let loss = run.first_loss(register);
        truths[register.index()] = before;
        loss
    }

    /// Whether a repair may still be looked for, by a program that is about as long as this one.
    pub(super) fn may_try(&mut self) -> bool {
        self.tried += self.program.register_count();
        self.tried <= MOST_TRIED
    }

    /// The scales of the loss that help.
    fn scales(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        format: &'static Format,
        question: &Question<'_>,
    ) -> Scales {
        if !self.may_try() {
            return Scales::NotTried;
        }
        let of = (question.target, question.by);
        let written = match self.scalable.take() {
            Some((other, scalable)) if other == of => {
                self.tried += RUNS_FOR_SCALES * scalable.length();
                (self.tried <= MOST_TRIED).then_some(scalable)
            }
            Some(_) | None => self.scalable(graph, calculus, of),
        };
        let Some(scalable) = written else { return Scales::NotTried };
        let scales = scalable.scales(format, question.value);
        self.scalable = Some((of, scalable));
        scales
    }

    /// The program of a derivative whose loss can be scaled; nothing where there is none, or to run it would take too long.
    fn scalable(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        (target, by): (SymbolId, SymbolId),
    ) -> Option<Scalable> {
        let stated = self.stated.iter().map(|(&id, value)| (id, value));
        let mut writer = NetworkWriter::new(graph, calculus, stated).with_scale();
        writer.forward(Some(&[target]));
        let derivative = writer.derivative(target, by).ok()?;
        let scale = writer.scale()?;
        let program = writer.finish();
        self.tried += RUNS_FOR_SCALES * program.length();
        (self.tried <= MOST_TRIED).then(|| Scalable::new(graph, program, scale, derivative))
    }

    /// The program with formulas that neither overflow nor cancel.
    fn steady(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        format: &'static Format,
        question: &Question<'_>,
        nearest: Held,
    ) -> Option<SteadyFormulas> {
        // Stated derivatives belong to the formulas as they were.
        if !self.may_try() || self.stated.keys().any(|&id| !matches!(graph.node(id), Node::Symbol(_))) {
            return None;
        }
        let steady = steady(graph, calculus.network())?;
        let mut stated = self.stated.clone();
        for (name, value) in self.values_of_largest(graph, calculus, format, &steady.largest)? {
            stated.insert(name, value);
        }
        let mut calculus = Calculus::new(graph, steady.network);
        let given = stated.iter().map(|(&id, value)| (id, value));
        let mut writer = NetworkWriter::new(graph, &mut calculus, given);
        writer.forward(Some(&[question.target]));
        let register = writer.derivative(question.target, question.by).ok()?;
        let program = writer.finish();
        let result = format.round_f64(program.start_in(format)[register.index()]);
        if !agree(format, result, nearest) {
            return None;
        }
        let needed = needed_for(calculus.network(), question.target);
        let mut changed = steady.changed;
        changed.retain(|(symbol, _)| needed.contains(symbol));
        let formulas: Vec<ExprId> = changed.iter().map(|&(_, formula)| formula).collect();
        let mut names = FxHashSet::default();
        for &formula in &formulas {
            names.extend(Walk::symbols(graph, formula, |_| {}));
        }
        let mut largest = steady.largest;
        largest.retain(|largest| names.contains(&largest.name));
        Some(SteadyFormulas { changed, largest, result })
    }

    /// The names that stand for the largest of several expressions, each with what a program in a format takes for it;
    /// nothing where that is no number.
    fn values_of_largest(
        &self,
        graph: &mut Graph,
        calculus: &Calculus,
        format: &'static Format,
        largest: &[Largest],
    ) -> Option<Vec<(ExprId, Value)>> {
        let mut plain = Calculus::new(graph, calculus.network().clone());
        let given = self.stated.iter().map(|(&id, value)| (id, value));
        let mut writer = NetworkWriter::new(graph, &mut plain, given);
        writer.forward(None);
        let mut registers = Vec::with_capacity(largest.len());
        for largest in largest {
            let of: Option<Vec<Register>> =
                largest.of.iter().map(|&expr| writer.expression(expr).ok()).collect();
            registers.push(of?);
        }
        let values = writer.finish().start_in(format);
        let named = largest.iter().zip(registers).map(|(largest, registers)| {
            let values = registers.iter().map(|register| values[register.index()]);
            let most = if largest.by_size {
                values.map(f64::abs).fold(f64::NEG_INFINITY, f64::max)
            } else {
                values.fold(f64::NEG_INFINITY, f64::max)
            };
            Some((graph.symbol(largest.name), Value::Exact(Rational::from_f64(most)?)))
        });
        named.collect()
    }

    /// The program with formulas in which nothing cancels.
    fn rearranged(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        format: &'static Format,
        question: &Question<'_>,
        nearest: Held,
    ) -> Option<Rearranged> {
        if !self.may_try() {
            return None;
        }
        let mut found = Vec::new();
        for &id in &question.factors {
            let result = calculus.factor(id).result;
            for id in Walk::rewritable(graph, result) {
                let Node::Apply { function, primes: 1, arguments: &[argument] } = graph.node(id) else {
                    continue;
                };
                let Some(steady) = graph.builtin(function).and_then(|row| row.steady_slope) else { continue };
                if !found.iter().any(|&(other, _)| other == id) {
                    let formula = steady(graph, &[argument]);
                    found.push((id, formula));
                }
            }
        }
        let &(derivative, steady) = found.first()?;
        let stated = self.stated.iter().map(|(&id, value)| (id, value));
        let mut writer = NetworkWriter::new(graph, calculus, stated).with_steady_slopes();
        writer.forward(Some(&[question.target]));
        let register = writer.derivative(question.target, question.by).ok()?;
        let program = writer.finish();
        let result = format.round_f64(program.start_in(format)[register.index()]);
        let written = formula(graph, derivative);
        let rearranged = Rearranged { derivative, written, formula: steady, more: found.len() - 1, result };
        agree(format, result, nearest).then_some(rearranged)
    }
}

/// A quantity and all that it is computed from.
fn needed_for(network: &Network, target: SymbolId) -> FxHashSet<SymbolId> {
    let mut needed = FxHashSet::default();
    let mut waiting = vec![target];
    while let Some(symbol) = waiting.pop() {
        if needed.insert(symbol) {
            waiting.extend(network.inputs(symbol));
        }
    }
    needed
}
