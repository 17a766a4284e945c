//! Verifying derivations: each working is judged once, however many factors share it, and each factor is judged to be what
//! a judged one is but for its names; each is evaluated once, however many derivations it is part of.

use std::sync::Arc;

use chainrule_evaluator::Numbers;
use chainrule_judge::chain;
use chainrule_judge::put_back::PutBackJudge;
use chainrule_judge::step::{Judge, Tally, Verdict};
use chainrule_number::Rational;
use chainrule_number::Value;
use chainrule_symbolic::derivation::{
    Calculus, Chain, Derivation, FactorId, Form, WorkingId, formula, primed_function,
};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Walk};
use chainrule_symbolic::network::{Occurrences, is_wide};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::reported::derivation::{DerivationReport, FactorReport, GradientReport};

/// What was verified so far.
#[derive(Debug, Default)]
pub(crate) struct Verification {
    judge: Judge,
    put_back: PutBackJudge,
    /// Where names stand in wide operators, for replaying.
    occurrences: Occurrences,
    /// Wide operators that hold no primed function.
    plain: FxHashSet<ExprId>,
    /// By factor.
    factors: Vec<Evaluated>,
    /// What refutes factors that are not what they are said to be.
    refuted: FxHashMap<FactorId, Arc<Vec<Verdict>>>,
    /// By working.
    workings: Vec<Option<Arc<Judged>>>,
    /// The formulas behind primed functions; nothing where there is none.
    slopes: FxHashMap<(FunctionId, u8), Option<Verdict>>,
}

/// The number of a factor that was judged, at the precision in bits at which it was evaluated last; 0 of one that was not.
#[derive(Clone, Debug, Default)]
struct Evaluated {
    value: Option<Arc<Value>>,
    bits: u32,
}

/// A working, judged.
#[derive(Debug)]
struct Judged {
    verdicts: Arc<Vec<Verdict>>,
    tally: Tally,
    /// Whether primed functions stand in its result.
    has_slopes: bool,
}

/// What the factors of a derivation come to.
struct Gathered {
    factors: Vec<FactorReport>,
    slopes: Vec<ExprId>,
    tally: Tally,
}

impl Verification {
    /// Nothing is verified yet. Steps are tried beside the numbers that are given for names, too.
    pub(crate) fn beside(given: FxHashMap<ExprId, Rational>) -> Self {
        Self { judge: Judge::beside(given), ..Self::default() }
    }

    /// Verifies one derivation.
    pub(crate) fn of(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        derivation: Derivation,
        stands_for: Option<ExprId>,
        value: Option<Value>,
    ) -> DerivationReport {
        let Gathered { factors, slopes, mut tally } =
            self.gather(graph, calculus, numbers, factors_met(&derivation));
        let chain_holds =
            chain::holds(calculus, &derivation) && self.put_back.holds(graph, calculus, &derivation);
        tally.count(&chain_verdict(chain_holds));
        DerivationReport {
            derivation,
            stands_for,
            factors,
            slopes,
            chain_holds,
            tally,
            value,
            refusal: None,
            finished: None,
            pattern: None,
            top_paths: None,
        }
    }

    /// Verifies the derivatives of one quantity by all that it is computed from.
    pub(crate) fn of_gradient(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        gradient: Chain,
        leaves: Vec<usize>,
        values: Vec<Option<Value>>,
    ) -> GradientReport {
        let users = gradient.users();
        let ids = (1..gradient.len()).flat_map(|place| users.of_place(place).iter().map(|edge| edge.factor));
        let Gathered { factors, slopes, mut tally } = self.gather(graph, calculus, numbers, ids.collect());
        let chain_holds = chain::gradient_holds(calculus, &gradient)
            && self.put_back.gradient_holds(graph, calculus, &gradient);
        tally.count(&chain_verdict(chain_holds));
        GradientReport { gradient, leaves, values, factors, slopes, chain_holds, tally }
    }

    /// How the formulas behind primed functions were judged.
    pub(crate) fn into_slopes(self) -> FxHashMap<(FunctionId, u8), Verdict> {
        self.slopes.into_iter().filter_map(|(slope, verdict)| Some((slope, verdict?))).collect()
    }

    /// Judges and evaluates factors, and the formulas behind the primed functions in them, each once.
    fn gather(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        ids: Vec<FactorId>,
    ) -> Gathered {
        let mut gathered =
            Gathered { factors: Vec::with_capacity(ids.len()), slopes: Vec::new(), tally: Tally::default() };
        let mut met: FxHashSet<ExprId> = FxHashSet::default();
        for id in ids {
            gathered.factors.push(self.factor(graph, calculus, numbers, id));
            let factor = calculus.factor(id);
            let Some(working) = factor.working else { continue };
            let judged = self.working(graph, calculus, working);
            gathered.tally.include(&judged.tally);
            if gathered.factors.last().is_some_and(FactorReport::is_refuted) {
                gathered.tally.count(&Verdict::Refuted { at: Vec::new() });
            }
            if !judged.has_slopes {
                continue;
            }
            for primed in self.primed_in(graph, factor.result) {
                if met.insert(primed)
                    && let Some(verdict) = self.slope(graph, calculus, primed)
                {
                    gathered.tally.count(&verdict);
                    gathered.slopes.push(primed);
                }
            }
        }
        gathered
    }

    fn slope(&mut self, graph: &mut Graph, calculus: &Calculus, primed: ExprId) -> Option<Verdict> {
        let (function, order) = primed_function(graph, primed)?;
        if let Some(verdict) = self.slopes.get(&(function, order)) {
            return verdict.clone();
        }
        let verdict = formula(graph, primed)
            .map(|_| self.judge.slope(graph, calculus.network(), function, order.saturating_sub(1)));
        self.slopes.insert((function, order), verdict.clone());
        verdict
    }

    /// A factor, judged where it was not met before, and evaluated where it was not at this precision.
    fn factor(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        id: FactorId,
    ) -> FactorReport {
        if self.factors.len() <= id.index() {
            self.factors.resize_with(calculus.factors().len().max(id.index() + 1), Evaluated::default);
        }
        let (bits, bits_before) = (numbers.bits(), self.factors[id.index()].bits);
        if bits_before == 0 {
            self.judge(graph, calculus, id);
        }
        if bits_before != bits {
            let value = numbers.factor(graph, calculus, id).ok().map(Arc::new);
            self.factors[id.index()] = Evaluated { value, bits };
        }
        let value = self.factors[id.index()].value.clone();
        FactorReport { id, verdicts: self.verdicts(graph, calculus, id), value }
    }

    /// Judges what a factor is said to be, apart from the working that it is said to share.
    fn judge(&mut self, graph: &mut Graph, calculus: &Calculus, id: FactorId) {
        let factor = *calculus.factor(id);
        if factor.working.is_none() {
            return;
        }
        match self.judge.factor(graph, calculus.network(), factor) {
            refuted @ Verdict::Refuted { .. } => {
                self.refuted.insert(id, Arc::new(vec![refuted]));
            }
            Verdict::Exact | Verdict::Enclosed { .. } | Verdict::Untested { .. } => {}
        }
    }

    /// The judgements of a factor's steps, and last of the whole.
    fn verdicts(&mut self, graph: &mut Graph, calculus: &Calculus, id: FactorId) -> Arc<Vec<Verdict>> {
        if let Some(refuted) = self.refuted.get(&id) {
            return Arc::clone(refuted);
        }
        match calculus.factor(id).working {
            Some(working) => Arc::clone(&self.working(graph, calculus, working).verdicts),
            None => Arc::default(),
        }
    }

    /// A working, replayed and judged where it was not met before.
    fn working(&mut self, graph: &mut Graph, calculus: &Calculus, id: WorkingId) -> Arc<Judged> {
        if self.workings.len() <= id.index() {
            self.workings.resize_with(calculus.working_count().max(id.index() + 1), || None);
        }
        if let Some(judged) = &self.workings[id.index()] {
            return Arc::clone(judged);
        }
        let working = calculus.worked(id);
        let network = calculus.network();
        let verdicts: Vec<Verdict> = if working.replays_among(graph, network, &mut self.occurrences) {
            self.judge.working(graph, network, working)
        } else {
            vec![Verdict::Refuted { at: Vec::new() }]
        };
        let mut tally = Tally::default();
        for verdict in &verdicts {
            tally.count(verdict);
        }
        let has_slopes = !self.primed_in(graph, working.result()).is_empty();
        let judged = Arc::new(Judged { verdicts: Arc::new(verdicts), tally, has_slopes });
        self.workings[id.index()] = Some(Arc::clone(&judged));
        judged
    }

    /// The primed functions in an expression, in the order of reading.
    fn primed_in(&mut self, graph: &Graph, expr: ExprId) -> Vec<ExprId> {
        match graph.node(expr) {
            Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => return Vec::new(),
            Node::Apply { primes, arguments, .. } => {
                // Most factors are one function put to one name.
                if arguments.iter().all(|&argument| matches!(graph.node(argument), Node::Symbol(_))) {
                    return if primes > 0 { vec![expr] } else { Vec::new() };
                }
            }
        }
        let walked = Walk::in_reading_order(graph, &[expr], |id| {
            matches!(graph.node(id), Node::Derivative { .. }) || self.plain.contains(&id)
        });
        let primed: Vec<ExprId> = walked
            .iter()
            .copied()
            .filter(|&id| matches!(graph.node(id), Node::Apply { primes: 1.., .. }))
            .collect();
        for wide in walked.into_iter().filter(|&id| is_wide(graph, id)) {
            if primed.is_empty() || !self.plain.contains(&wide) && primed_below(graph, wide).is_empty() {
                self.plain.insert(wide);
            }
        }
        primed
    }
}

fn primed_below(graph: &Graph, expr: ExprId) -> Vec<ExprId> {
    let mut primed =
        Walk::in_reading_order(graph, &[expr], |id| matches!(graph.node(id), Node::Derivative { .. }));
    primed.retain(|&id| matches!(graph.node(id), Node::Apply { primes: 1.., .. }));
    primed
}

fn chain_verdict(holds: bool) -> Verdict {
    if holds { Verdict::Exact } else { Verdict::Refuted { at: Vec::new() } }
}

/// The factors of a derivation, each once, in the order in which what is written meets them.
fn factors_met(derivation: &Derivation) -> Vec<FactorId> {
    match &derivation.form {
        Form::Same | Form::Independent { .. } => Vec::new(),
        Form::Paths(paths) if paths.len() == 1 => paths[0].factors.clone(),
        Form::Paths(paths) => {
            let mut seen = FxHashSet::default();
            let along = paths.iter().flat_map(|path| path.factors.iter().copied());
            along.filter(|id| seen.insert(*id)).collect()
        }
        Form::Backpropagation(_) => {
            let users = derivation.chain.users();
            let places = 1..derivation.chain.len();
            places.flat_map(|place| users.of_place(place)).map(|edge| edge.factor).collect()
        }
    }
}
