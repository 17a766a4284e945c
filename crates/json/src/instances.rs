//! What factors share, written out once in the names of the first that needs it.

use std::sync::Arc;

use chainrule_symbolic::derivation::{Adjoint, Fact, FactorId, Form, Slope, Working, WorkingId};
use chainrule_symbolic::graph::{ExprId, Graph, Scope};
use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_work::report::{FactorReport, Report};

/// What the report refers to, each once, in the order met. Some of it adds expressions to a graph over the report's.
#[derive(Default)]
pub(super) struct Instances {
    pub(super) factors: Vec<FactorReport>,
    pub(super) workings: Vec<(WorkingId, FactorReport, Working)>,
    pub(super) slopes: Vec<(Slope, Vec<Fact>)>,
    pub(super) adjoints: Vec<Arc<Adjoint>>,
    /// By address: the place of each adjoint.
    places: FxHashMap<*const Adjoint, usize>,
    /// The names of neighbouring factors that read as one.
    pub(super) folds: FxHashMap<[FactorId; 2], ExprId>,
}

/// What was met so far.
#[derive(Default)]
struct Met {
    factors: FxHashSet<FactorId>,
    workings: FxHashSet<WorkingId>,
    slopes: FxHashSet<ExprId>,
}

impl Instances {
    /// Gathers them, of all that was not refuted.
    pub(super) fn of(report: &Report, graph: &mut Graph) -> Self {
        let mut instances = Self::default();
        let mut met = Met::default();
        for derivation in report.derivations.iter().filter(|derivation| !derivation.is_refuted()) {
            instances.add_factors(report, graph, &mut met, &derivation.factors);
            instances.add_slopes(report, graph, &mut met, &derivation.slopes);
            match &derivation.derivation.form {
                Form::Same | Form::Independent { .. } => {}
                Form::Paths(paths) => {
                    for path in paths {
                        for &first in &path.folds {
                            let pair = [path.factors[first as usize], path.factors[first as usize + 1]];
                            let [outer, inner] = pair.map(|id| report.calculus().factor(id));
                            let child = graph.symbol(outer.child);
                            instances
                                .folds
                                .entry(pair)
                                .or_insert_with(|| graph.derivative(child, inner.parent, Scope::Total));
                        }
                    }
                }
                Form::Backpropagation(adjoints) => {
                    for adjoint in adjoints {
                        let next = instances.adjoints.len();
                        if *instances.places.entry(Arc::as_ptr(adjoint)).or_insert(next) == next {
                            instances.adjoints.push(Arc::clone(adjoint));
                        }
                    }
                }
            }
        }
        for gradient in report.gradients.iter().filter(|gradient| !gradient.is_refuted()) {
            instances.add_factors(report, graph, &mut met, &gradient.factors);
            instances.add_slopes(report, graph, &mut met, &gradient.slopes);
        }
        instances
    }

    /// The place of an adjoint among all.
    pub(super) fn place(&self, adjoint: &Arc<Adjoint>) -> usize {
        self.places[&Arc::as_ptr(adjoint)]
    }

    fn add_factors(&mut self, report: &Report, graph: &mut Graph, met: &mut Met, factors: &[FactorReport]) {
        for factor in factors.iter().filter(|factor| met.factors.insert(factor.id)) {
            self.factors.push(factor.clone());
            if let Some(shared) = report.calculus().factor(factor.id).working
                && met.workings.insert(shared)
                && let Some(working) = report.calculus().working(graph, factor.id)
            {
                self.workings.push((shared, factor.clone(), working));
            }
        }
    }

    fn add_slopes(&mut self, report: &Report, graph: &mut Graph, met: &mut Met, slopes: &[ExprId]) {
        let new = slopes.iter().copied().filter(|&primed| met.slopes.insert(primed)).collect();
        for slope in report.calculus().slopes_of(graph, new) {
            let ties = Fact::ties(graph, slope.primed);
            self.slopes.push((slope, ties));
        }
    }
}
