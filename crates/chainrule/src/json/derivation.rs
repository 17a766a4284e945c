//! Derivations in the types of the schema.

use chainrule_evaluator::judge::Verdict;
use chainrule_symbolic::derivation::{Fact, Fold, Form, Must, Working};

use super::value::{interval, value, verdict};
use super::{Writer, schema};
use crate::bounds::BoundsReport;
use crate::report::{DerivationReport, FactorReport};

impl Writer<'_> {
    pub(super) fn derivation(&mut self, own: &DerivationReport, bounds: &BoundsReport) -> schema::Derivation {
        let refuted = own.tally.refuted > 0 || !own.chain_holds;
        schema::Derivation {
            target: self.name(own.derivation.target),
            by: self.name(own.derivation.by),
            name: self.expression(own.derivation.name),
            stands_for: own.stands_for.map(|first| self.expression(first)),
            bounds: if refuted { None } else { self.bounds(bounds) },
            worked: (!refuted).then(|| self.worked(own)),
            refuted_at: self.refuted_at(own),
        }
    }

    fn refuted_at(&self, own: &DerivationReport) -> Vec<Vec<schema::Coordinate>> {
        let graph = &self.report.worksheet.graph;
        let verdicts = own.factors.iter().flat_map(|factor| &factor.verdicts);
        verdicts
            .chain(own.slopes.iter().map(|(_, verdict)| verdict))
            .filter_map(|own| match verdict(graph, own) {
                schema::Verdict::Refuted { at } => Some(at),
                schema::Verdict::Exact
                | schema::Verdict::Enclosed { .. }
                | schema::Verdict::Untested { .. } => None,
            })
            .collect()
    }

    fn worked(&mut self, own: &DerivationReport) -> schema::Worked {
        let graph = &self.report.worksheet.graph;
        let derivation = &own.derivation;
        let tally = &own.tally;
        schema::Worked {
            paths: schema::PathCount {
                exact: derivation.paths.exact(),
                log10: derivation.paths.log10().into(),
            },
            form: self.form(&derivation.form),
            factors: own.factors.iter().map(|factor| self.factor(factor)).collect(),
            slopes: own
                .slopes
                .iter()
                .map(|(slope, judged)| schema::Slope {
                    primed: self.expression(slope.primed),
                    formula: self.expression(slope.formula),
                    named: self.expression(slope.named),
                    verdict: verdict(graph, judged),
                })
                .collect(),
            result: self.expression(derivation.result),
            value: own.value.as_ref().map(|own| value(own, self.report.digits)),
            verified: schema::Verified {
                steps: tally.steps,
                exact: tally.exact,
                enclosed: tally.enclosed,
                untested: tally.untested,
                worst_width: tally.worst_width.into(),
            },
        }
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
                        folds: path.folds.iter().map(|fold| self.fold(fold)).collect(),
                    })
                    .collect(),
            },
            Form::Backpropagation(adjoints) => schema::Form::Backpropagation {
                adjoints: adjoints
                    .iter()
                    .map(|adjoint| schema::Adjoint {
                        by: self.name(adjoint.of),
                        name: self.expression(adjoint.name),
                        terms: adjoint
                            .terms
                            .iter()
                            .map(|term| schema::Term {
                                user: self.name(term.user),
                                factor: term.factor.index(),
                            })
                            .collect(),
                        chain: self.expression(adjoint.chain),
                        product: self.expression(adjoint.product),
                    })
                    .collect(),
            },
        }
    }

    fn fold(&self, fold: &Fold) -> schema::Fold {
        schema::Fold {
            first: fold.first,
            name: self.expression(fold.name),
            chain: self.expression(fold.chain),
            product: self.expression(fold.product),
        }
    }

    fn factor(&mut self, own: &FactorReport) -> schema::Factor {
        let graph = &self.report.worksheet.graph;
        let factor = self.report.calculus.factor(own.id);
        let judged = |place: usize| own.verdicts.get(place).map(|own: &Verdict| verdict(graph, own));
        let mut steps = Vec::new();
        for (place, step) in factor.working.iter().flat_map(Working::steps).enumerate() {
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
            facts: own.facts.iter().map(|fact| self.fact(fact)).collect(),
            value: own.value.as_ref().map(|own| value(own, self.report.digits)),
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
