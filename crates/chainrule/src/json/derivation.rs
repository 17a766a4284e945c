//! Derivations in the types of the schema.

use chainrule_evaluator::judge::{Tally, Verdict};
use chainrule_symbolic::derivation::{Adjoint, Fact, Factless, Form, Must, Path, Working};
use chainrule_symbolic::graph::ExprId;

use super::top_paths::path_count;
use super::value::{interval, value, verdict};
use super::{Writer, schema};
use crate::bounds::BoundsReport;
use crate::numerics::Numerics;
use crate::report::{DerivationReport, FactorReport, GradientReport};

impl Writer<'_> {
    pub(super) fn derivation(
        &mut self,
        own: &DerivationReport,
        bounds: &BoundsReport,
        numerics: &Numerics,
    ) -> schema::Derivation {
        schema::Derivation {
            target: self.name(own.derivation.target),
            by: self.name(own.derivation.by),
            name: self.expression(own.derivation.name),
            stands_for: own.stands_for.map(|first| self.expression(first)),
            bounds: if own.is_refuted() { None } else { self.bounds(bounds) },
            worked: (!own.is_refuted()).then(|| self.worked(own, numerics)),
            refuted_at: self.refuted_at(own),
        }
    }

    fn refuted_at(&self, own: &DerivationReport) -> Vec<Vec<schema::Coordinate>> {
        let graph = &self.report.graph;
        let verdicts = own.factors.iter().flat_map(|factor| factor.verdicts.iter());
        verdicts
            .chain(own.slopes.iter().filter_map(|&primed| self.report.slope_verdict(primed)))
            .filter_map(|own| match verdict(graph, own) {
                schema::Verdict::Refuted { at } => Some(at),
                schema::Verdict::Exact
                | schema::Verdict::Enclosed { .. }
                | schema::Verdict::Untested { .. } => None,
            })
            .collect()
    }

    fn worked(&mut self, own: &DerivationReport, numerics: &Numerics) -> schema::Worked {
        let derivation = &own.derivation;
        schema::Worked {
            paths: path_count(derivation.paths),
            form: self.form(&derivation.form),
            pattern: own.pattern.as_ref().map(|pattern| self.pattern(pattern)),
            factors: own.factors.iter().map(|factor| self.factor(factor)).collect(),
            slopes: self.slopes(&own.slopes),
            result: self.expression(derivation.result),
            value: own.value.as_ref().map(|own| value(own, self.digits)),
            ledgers: self.ledgers(own, numerics),
            levels: self.levels(&numerics.levels),
            size: self.size_verdict(numerics),
            top_paths: own.top_paths.as_ref().map(|own| self.top_paths(own)),
            verified: verified(&own.tally),
        }
    }

    fn slopes(&self, slopes: &[ExprId]) -> Vec<schema::Slope> {
        slopes
            .iter()
            .filter_map(|primed| {
                let slope = self.instances.slopes.get(primed)?;
                Some(schema::Slope {
                    primed: self.expression(slope.primed),
                    formula: self.expression(slope.formula),
                    named: self.expression(slope.named),
                    rests_on: self
                        .instances
                        .ties
                        .get(primed)
                        .into_iter()
                        .flatten()
                        .map(|tie| self.fact(tie))
                        .collect(),
                    verdict: verdict(&self.report.graph, self.report.slope_verdict(*primed)?),
                })
            })
            .collect()
    }

    /// A gradient, taken in one sweep.
    pub(super) fn gradient(&mut self, index: usize, own: &GradientReport) -> schema::Gradient {
        let target = self.name(own.gradient.target);
        if own.is_refuted() {
            return schema::Gradient { target, worked: None };
        }
        let counts = own.gradient.count_paths();
        let leaves = own
            .by_leaf()
            .zip(&own.leaves)
            .map(|((leaf, number), &place)| schema::Leaf {
                by: self.name(leaf),
                paths: path_count(counts[place]),
                value: number.map(|number| value(number, self.digits)),
            })
            .collect();
        let adjoints = self.instances.adjoints[index].iter().zip(&own.values);
        let adjoints = adjoints
            .map(|(adjoint, number)| schema::ValuedAdjoint {
                adjoint: self.adjoint(adjoint),
                value: number.as_ref().map(|number| value(number, self.digits)),
            })
            .collect();
        let worked = schema::SweptBack {
            leaves,
            adjoints,
            factors: own.factors.iter().map(|factor| self.factor(factor)).collect(),
            slopes: self.slopes(&own.slopes),
            verified: verified(&own.tally),
        };
        schema::Gradient { target, worked: Some(worked) }
    }

    fn form(&self, form: &Form) -> schema::Form {
        match form {
            Form::Same => schema::Form::Same,
            Form::Independent { leaves } => {
                schema::Form::Independent { leaves: leaves.iter().map(|&leaf| self.name(leaf)).collect() }
            }
            Form::Paths(paths) => schema::Form::Paths {
                paths: paths
                    .iter()
                    .map(|path| schema::Path {
                        factors: path.factors.iter().map(|id| id.index()).collect(),
                        chain: self.expression(path.chain),
                        product: self.expression(path.product),
                        folds: path.folds.iter().map(|&first| self.fold(path, first as usize)).collect(),
                    })
                    .collect(),
            },
            Form::Backpropagation(adjoints) => schema::Form::Backpropagation {
                adjoints: adjoints.iter().map(|adjoint| self.adjoint(adjoint)).collect(),
            },
        }
    }

    fn adjoint(&self, adjoint: &Adjoint) -> schema::Adjoint {
        schema::Adjoint {
            by: self.name(adjoint.of),
            name: self.expression(adjoint.name),
            terms: adjoint
                .terms
                .iter()
                .map(|term| schema::Term { user: self.name(term.user), factor: term.factor.index() })
                .collect(),
            chain: self.expression(adjoint.chain),
            product: self.expression(adjoint.product),
        }
    }

    fn fold(&self, path: &Path, first: usize) -> schema::Fold {
        let fold = &self.instances.folds[&[path.factors[first], path.factors[first + 1]]];
        schema::Fold {
            first,
            name: self.expression(fold.name),
            chain: self.expression(fold.chain),
            product: self.expression(fold.product),
        }
    }

    fn factor(&mut self, own: &FactorReport) -> schema::Factor {
        let graph = &self.report.graph;
        let factor = self.report.calculus.factor(own.id);
        let judged = |place: usize| own.verdicts.get(place).map(|own: &Verdict| verdict(graph, own));
        let mut steps = Vec::new();
        let working = self.instances.workings.get(&own.id);
        for (place, step) in working.into_iter().flat_map(Working::steps).enumerate() {
            steps.push(schema::Step {
                rule: self.rules.cite(step.rule()),
                before: self.expression(step.before()),
                after: self.expression(step.after()),
                verdict: judged(place),
            });
        }
        // The last judgement is that of the whole.
        let whole = own.verdicts.len().checked_sub(1).and_then(judged);
        schema::Factor {
            id: own.id.index(),
            child: self.name(factor.child),
            parent: self.name(factor.parent),
            name: self.expression(factor.name),
            result: self.expression(factor.result),
            steps,
            verdict: whole,
            alike: factor
                .working
                .filter(|_| working.is_none())
                .and_then(|shared| self.instances.first_with.get(&shared))
                .map(|first| first.index()),
            facts: working
                .map_or(Vec::new(), |working| working.facts(self.graph, &mut Factless::new()))
                .iter()
                .map(|fact| self.fact(fact))
                .collect(),
            value: own.value.as_ref().map(|own| value(own, self.digits)),
        }
    }

    fn fact(&self, fact: &Fact) -> schema::Fact {
        match fact {
            Fact::Range { of, range } => {
                schema::Fact::Range { of: self.expression(*of), range: interval(*range) }
            }
            Fact::Condition { of, must } => {
                let (must, range) = match must {
                    Must::BeNonzero => (schema::Must::BeNonzero, None),
                    Must::BePositive => (schema::Must::BePositive, None),
                    Must::LieWithin(range) => (schema::Must::LieWithin, Some(interval(*range))),
                };
                schema::Fact::Condition { of: self.expression(*of), must, range }
            }
            Fact::Tie { function, inside } => schema::Fact::Tie {
                function: function.name.to_owned(),
                inside: inside.map(|primed| self.expression(primed)),
            },
            Fact::Convention { function, kink } => schema::Fact::Convention {
                function: function.name.to_owned(),
                at: kink.at,
                derivative: kink.derivative.to_owned(),
                source: kink.convention.to_owned(),
            },
        }
    }
}

fn verified(tally: &Tally) -> schema::Verified {
    schema::Verified {
        steps: tally.steps,
        exact: tally.exact,
        enclosed: tally.enclosed,
        untested: tally.untested,
        worst_width: tally.worst_width.into(),
    }
}
