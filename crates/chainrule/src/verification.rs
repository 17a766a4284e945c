//! Verifying derivations: each factor is judged and evaluated once, however many derivations it is part of.

use std::collections::HashSet;
use std::sync::Arc;

use chainrule_evaluator::judge::{Judge, Tally, Verdict};
use chainrule_evaluator::number::Value;
use chainrule_evaluator::{Numbers, chain_judge};
use chainrule_symbolic::derivation::{Calculus, Derivation, Fact, FactorId, Form, Slope};
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::report::{DerivationReport, FactorReport};

/// What was verified so far.
#[derive(Debug, Default)]
pub(crate) struct Verification {
    judge: Judge,
    factors: FxHashMap<FactorId, Factor>,
}

/// One factor, judged.
#[derive(Debug)]
struct Factor {
    /// What is reported of it, at the precision in bits at which it was evaluated last.
    report: Arc<FactorReport>,
    bits: u32,
    tally: Tally,
    /// The formulas behind the primed functions in its result.
    slopes: Vec<(Slope, Verdict)>,
}

impl Verification {
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
        let mut tally = Tally::default();
        let ids = factors_of(&derivation);
        let mut factors = Vec::with_capacity(ids.len());
        let mut slopes: Vec<(Slope, Verdict)> = Vec::new();
        let mut met: HashSet<ExprId> = HashSet::new();
        for id in ids {
            let factor = self.factor(graph, calculus, numbers, id);
            tally.include(&factor.tally);
            factors.push(Arc::clone(&factor.report));
            for (slope, verdict) in &factor.slopes {
                if met.insert(slope.primed) {
                    tally.count(verdict);
                    slopes.push((slope.clone(), verdict.clone()));
                }
            }
        }
        let chain_holds = chain_judge::holds(calculus, &derivation);
        let chain_verdict = if chain_holds { Verdict::Exact } else { Verdict::Refuted { at: Vec::new() } };
        tally.count(&chain_verdict);
        DerivationReport { derivation, stands_for, factors, slopes, chain_holds, tally, value }
    }

    /// A factor, judged where it was not met before, and evaluated where it was not at this precision.
    fn factor(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        id: FactorId,
    ) -> &Factor {
        let bits = numbers.bits();
        if !self.factors.contains_key(&id) {
            let judged = self.judged(graph, calculus, numbers, id);
            self.factors.insert(id, judged);
        }
        let factor = self.factors.get_mut(&id).expect("it was put there");
        if factor.bits != bits {
            let value = numbers.factor(graph, calculus, id).ok();
            let FactorReport { id, verdicts, facts, value: _ } = factor.report.as_ref().clone();
            factor.report = Arc::new(FactorReport { id, verdicts, facts, value });
            factor.bits = bits;
        }
        factor
    }

    fn judged(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        id: FactorId,
    ) -> Factor {
        let network = calculus.network();
        let factor = calculus.factor(id);
        let verdicts = match &factor.working {
            None => Vec::new(),
            Some(working) if working.replays(graph, network) => self.judge.working(graph, network, working),
            Some(_) => vec![Verdict::Refuted { at: Vec::new() }],
        };
        let mut tally = Tally::default();
        for verdict in &verdicts {
            tally.count(verdict);
        }
        let mut facts = factor.working.as_ref().map_or(Vec::new(), |working| working.facts(graph));
        let mut slopes = Vec::new();
        for slope in calculus.slopes(graph, factor.result) {
            if let Node::Apply { function, primes: primes @ 1.., .. } = graph.node(slope.primed) {
                let verdict = self.judge.slope(graph, network, function, primes - 1);
                facts.extend(Fact::ties(graph, slope.primed));
                slopes.push((slope, verdict));
            }
        }
        let value = numbers.factor(graph, calculus, id).ok();
        let report = Arc::new(FactorReport { id, verdicts, facts, value });
        Factor { report, bits: numbers.bits(), tally, slopes }
    }
}

/// The factors of a derivation, each once, in the order met.
fn factors_of(derivation: &Derivation) -> Vec<FactorId> {
    let mut seen = FxHashSet::default();
    let mut ids: Vec<FactorId> = match &derivation.form {
        Form::Same | Form::Independent { .. } => Vec::new(),
        Form::Paths(paths) => paths.iter().flat_map(|path| path.factors.iter().copied()).collect(),
        Form::Backpropagation(adjoints) => {
            adjoints.iter().flat_map(|adjoint| adjoint.terms.iter().map(|term| term.factor)).collect()
        }
    };
    ids.retain(|id| seen.insert(*id));
    ids
}
