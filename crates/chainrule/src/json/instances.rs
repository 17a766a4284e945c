//! What a report holds by shape, written out in the names of each factor.

use chainrule_symbolic::derivation::{Adjoint, Fact, FactorId, Fold, Form, Slope, Working, WorkingId};
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::report::Report;

/// Everything that adds expressions to the graph.
pub(super) struct Instances {
    pub(super) workings: FxHashMap<FactorId, Working>,
    /// The first factor with each working: in a gradient the others refer to it.
    pub(super) first_with: FxHashMap<WorkingId, FactorId>,
    pub(super) slopes: FxHashMap<ExprId, Slope>,
    /// The conventions that their formulas rest on.
    pub(super) ties: FxHashMap<ExprId, Vec<Fact>>,
    pub(super) folds: FxHashMap<[FactorId; 2], Fold>,
    /// The lines of each gradient.
    pub(super) adjoints: Vec<Vec<Adjoint>>,
}

impl Instances {
    /// Writes everything into a graph that holds the report's expressions.
    pub(super) fn of(report: &Report, graph: &mut Graph) -> Self {
        let calculus = &report.calculus;
        let mut own = Self {
            workings: FxHashMap::default(),
            first_with: FxHashMap::default(),
            slopes: FxHashMap::default(),
            ties: FxHashMap::default(),
            folds: FxHashMap::default(),
            adjoints: Vec::new(),
        };
        let mut met: FxHashSet<FactorId> = FxHashSet::default();
        for derivation in &report.derivations {
            for factor in &derivation.factors {
                if met.insert(factor.id)
                    && let Some(working) = calculus.working(graph, factor.id)
                {
                    own.workings.insert(factor.id, working);
                }
            }
            own.add_slopes(report, graph, &derivation.slopes);
            let Form::Paths(paths) = &derivation.derivation.form else { continue };
            for path in paths {
                for &first in &path.folds {
                    let first = first as usize;
                    let pair = [path.factors[first], path.factors[first + 1]];
                    own.folds.entry(pair).or_insert_with(|| calculus.fold(graph, pair[0], pair[1]));
                }
            }
        }
        for gradient in &report.gradients {
            for factor in &gradient.factors {
                let Some(shared) = calculus.factor(factor.id).working else { continue };
                if own.first_with.contains_key(&shared) {
                    continue;
                }
                own.first_with.insert(shared, factor.id);
                own.workings.extend(calculus.working(graph, factor.id).map(|working| (factor.id, working)));
            }
            own.add_slopes(report, graph, &gradient.slopes);
            let places = 0..gradient.gradient.quantities().len();
            own.adjoints.push(places.map(|at| calculus.adjoint(graph, &gradient.gradient, at)).collect());
        }
        own
    }

    fn add_slopes(&mut self, report: &Report, graph: &mut Graph, slopes: &[ExprId]) {
        for &primed in slopes {
            if !self.slopes.contains_key(&primed) {
                self.ties.insert(primed, Fact::ties(graph, primed));
                self.slopes.extend(report.calculus.slope(graph, primed).map(|slope| (primed, slope)));
            }
        }
    }
}
