//! Derivations in the types of the schema.

use chainrule_symbolic::derivation::{
    Adjoint, Fact, Factless, FactorId, Form, Must, Path, Slope, Working, WorkingId,
};
use chainrule_symbolic::graph::{ExprId, Node, Walk};
use chainrule_work::found::{Tally, Verdict};

use super::top_paths::path_count;
use super::value::{interval, value, verdict};
use super::{Writer, schema, warning};
use chainrule_work::bounds::BoundsReport;
use chainrule_work::numerics::Numerics;
use chainrule_work::one_sided::OneSided;
use chainrule_work::report::{DerivationReport, FactorReport, GradientReport};
use chainrule_work::zero::Zero;

/// Definitions of more parts than this are referred to where they are derived.
const LONGEST_DEFINITION: usize = 32;

impl Writer<'_> {
    pub(super) fn derivation(
        &self,
        own: &DerivationReport,
        bounds: &BoundsReport,
        numerics: &Numerics,
        (zero, sides): (Option<&Zero>, Option<&OneSided>),
    ) -> schema::Derivation {
        schema::Derivation {
            target: self.name(own.derivation.target),
            by: self.name(own.derivation.by),
            name: self.expression(own.derivation.name),
            stands_for: own.stands_for.map(|first| self.expression(first)),
            bounds: if own.is_refuted() { None } else { self.bounds(bounds) },
            worked: (!own.is_refuted()).then(|| self.worked(own, numerics, (zero, sides))),
            refuted_at: self.refuted_at(own),
            refused: own.refusal.as_ref().map(|refusal| warning(&refusal.told)),
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

    fn worked(
        &self,
        own: &DerivationReport,
        numerics: &Numerics,
        (zero, sides): (Option<&Zero>, Option<&OneSided>),
    ) -> schema::Worked {
        let derivation = &own.derivation;
        schema::Worked {
            paths: path_count(derivation.paths),
            form: self.form(&derivation.form),
            pattern: own.pattern.as_ref().map(|pattern| self.pattern(pattern)),
            factors: own.factors.iter().map(|factor| factor.id.index()).collect(),
            result: self.expression(derivation.result),
            finished: own.finished.as_ref().map(|own| self.finished(own)),
            value: own.value.as_ref().map(|own| value(own, self.digits)),
            zero: zero.map(|zero| self.zero(zero)),
            at_kink: sides.map(|sides| self.at_kink(sides)),
            ledgers: self.ledgers(own, numerics),
            levels: self.levels(&numerics.levels),
            size: self.size_verdict(numerics),
            top_paths: own.top_paths.as_ref().map(|own| self.top_paths(own)),
            verified: verified(&own.tally),
        }
    }

    fn at_kink(&self, sides: &OneSided) -> schema::AtKink {
        let number = |own| value(own, self.digits);
        match sides {
            OneSided::Slope(slope) => schema::AtKink::Slope { slope: number(slope) },
            OneSided::Kink { left, right } => {
                schema::AtKink::Kink { left: number(left), right: number(right) }
            }
            OneSided::Jump { left, right } => {
                schema::AtKink::Jump { left: number(left), right: number(right) }
            }
            OneSided::OfNothing => schema::AtKink::OfNothing,
        }
    }

    /// The formula behind a primed function, with what it rests on.
    pub(super) fn slope(&self, (slope, ties): &(Slope, Vec<Fact>)) -> Option<schema::Slope> {
        let judged = self.report.slope_verdict(slope.primed)?;
        Some(schema::Slope {
            primed: self.expression(slope.primed),
            formula: self.expression(slope.formula),
            named: self.expression(slope.named),
            rests_on: ties.iter().map(|tie| self.fact(tie)).collect(),
            verdict: verdict(&self.report.graph, judged),
        })
    }

    /// A gradient, taken in one sweep.
    pub(super) fn gradient(&self, own: &GradientReport) -> schema::Gradient {
        let target = self.name(own.target());
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
        let users = own.gradient.users();
        let quantities = own.gradient.quantities().iter().zip(&own.values);
        let adjoints = quantities
            .enumerate()
            .skip(1)
            .map(|(place, (&quantity, number))| schema::ValuedAdjoint {
                adjoint: schema::Adjoint {
                    by: self.name(quantity),
                    terms: users.of_place(place).iter().map(|edge| self.term(edge.factor)).collect(),
                },
                value: number.as_ref().map(|number| value(number, self.digits)),
            })
            .collect();
        let worked = schema::SweptBack {
            leaves,
            adjoints,
            factors: own.factors.iter().map(|factor| factor.id.index()).collect(),
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
                        folds: path.folds.iter().map(|&first| self.fold(path, first as usize)).collect(),
                    })
                    .collect(),
            },
            Form::Backpropagation(adjoints) => schema::Form::Backpropagation {
                adjoints: adjoints.iter().map(|adjoint| self.instances.place(adjoint)).collect(),
            },
        }
    }

    /// A line of backpropagation.
    pub(super) fn adjoint(&self, adjoint: &Adjoint) -> schema::Adjoint {
        schema::Adjoint {
            by: self.name(adjoint.of),
            terms: adjoint.terms.iter().map(|term| self.term(term.factor)).collect(),
        }
    }

    fn term(&self, factor: FactorId) -> schema::Term {
        schema::Term { user: self.name(self.report.calculus.factor(factor).child), factor: factor.index() }
    }

    fn fold(&self, path: &Path, first: usize) -> schema::Fold {
        let name = self.instances.folds[&[path.factors[first], path.factors[first + 1]]];
        schema::Fold { first, name: self.expression(name) }
    }

    pub(super) fn factor(&self, own: &FactorReport) -> schema::Factor {
        let graph = &self.report.graph;
        let factor = self.report.calculus.factor(own.id);
        schema::Factor {
            id: own.id.index(),
            child: self.name(factor.child),
            parent: self.name(factor.parent),
            name: self.expression(factor.name),
            result: self.expression(factor.result),
            working: factor.working.map(WorkingId::index),
            // The last judgement is that of the whole.
            verdict: own.verdicts.last().map(|own| verdict(graph, own)),
            value: own.value.as_ref().map(|own| value(own, self.digits)),
            stated: self.report.is_stated(factor.name),
        }
    }

    /// A working, in the names of the first factor that needed it.
    pub(super) fn working(&self, id: WorkingId, of: &FactorReport, own: &Working) -> schema::Working {
        let graph = &self.report.graph;
        let child = self.report.calculus.factor(of.id).child;
        let definition =
            self.report.calculus.network().formula(child).filter(|&formula| self.is_long(formula));
        let side = |expr: ExprId| match self.graph.node(expr) {
            Node::Derivative { of: derived, by, .. } if Some(derived) == definition => {
                schema::Side::OfDefinition { definition_of: self.name(child), by: self.name(by) }
            }
            Node::Derivative { .. } | Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } => {
                schema::Side::Expression(self.expression(expr))
            }
        };
        let steps = own.steps().enumerate().map(|(place, step)| schema::Step {
            rule: self.rules.cite(step.rule()),
            before: side(step.before()),
            after: side(step.after()),
            verdict: of.verdicts.get(place).map(|own: &Verdict| verdict(graph, own)),
        });
        schema::Working {
            id: id.index(),
            factor: of.id.index(),
            steps: steps.collect(),
            facts: own.facts(self.graph, &mut Factless::new()).iter().map(|fact| self.fact(fact)).collect(),
        }
    }

    /// Whether an expression is too long to be written in each working that starts from it.
    fn is_long(&self, expr: ExprId) -> bool {
        let mut lengths = self.lengths.borrow_mut();
        let length = lengths.entry(expr).or_insert_with(|| Walk::below(&self.report.graph, &[expr]).len());
        *length > LONGEST_DEFINITION
    }

    pub(super) fn fact(&self, fact: &Fact) -> schema::Fact {
        match fact {
            Fact::Range { of, range } => {
                schema::Fact::Range { of: self.expression(*of), range: interval(*range) }
            }
            Fact::Condition { of, must } => {
                let (must, range) = match must {
                    Must::BeNonzero => (schema::Must::BeNonzero, None),
                    Must::BePositive => (schema::Must::BePositive, None),
                    Must::LieWithin(range) => (schema::Must::LieWithin, Some(interval(*range))),
                    Must::BeWhole => (schema::Must::BeWhole, None),
                    Must::BeDefined => (schema::Must::BeDefined, None),
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
