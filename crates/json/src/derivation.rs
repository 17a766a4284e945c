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
    pub(super) fn derivation<'s>(
        &'s self,
        derivation_report: &'s DerivationReport,
        bounds: &BoundsReport,
        numerics: &'s Numerics,
        (zero, sides): (Option<&Zero>, Option<&OneSided>),
    ) -> schema::Derivation<'s> {
        schema::Derivation {
            target: self.name(derivation_report.derivation.target).to_owned(),
            by: self.name(derivation_report.derivation.by).to_owned(),
            name: self.expression(derivation_report.derivation.name),
            stands_for: derivation_report.stands_for.map(|first| self.expression(first)),
            bounds: if derivation_report.is_refuted() { None } else { self.bounds(bounds) },
            worked: (!derivation_report.is_refuted())
                .then(|| self.worked(derivation_report, numerics, (zero, sides))),
            refuted_at: self.refuted_at(derivation_report),
            refused: derivation_report.refusal.as_ref().map(|refusal| warning(&refusal.told)),
        }
    }

    fn refuted_at(&self, derivation_report: &DerivationReport) -> Vec<Vec<schema::Coordinate>> {
        let graph = self.report.graph();
        let verdicts = derivation_report.factors.iter().flat_map(|factor| factor.verdicts.iter());
        verdicts
            .chain(derivation_report.slopes.iter().filter_map(|&primed| self.report.slope_verdict(primed)))
            .filter_map(|judged| match verdict(graph, judged) {
                schema::Verdict::Refuted { at } => Some(at),
                schema::Verdict::Exact
                | schema::Verdict::Enclosed { .. }
                | schema::Verdict::Untested { .. } => None,
            })
            .collect()
    }

    fn worked<'s>(
        &'s self,
        derivation_report: &'s DerivationReport,
        numerics: &'s Numerics,
        (zero, sides): (Option<&Zero>, Option<&OneSided>),
    ) -> schema::Worked<'s> {
        let derivation = &derivation_report.derivation;
        schema::Worked {
            paths: path_count(derivation.paths),
            form: self.form(&derivation.form),
            pattern: derivation_report.pattern.as_ref().map(|pattern| self.pattern(pattern)),
            factors: derivation_report.factors.iter().map(|factor| factor.id.index()).collect(),
            result: self.abridged(derivation.result),
            finished: derivation_report
                .finished
                .as_ref()
                .map(|finished_report| self.finished(finished_report)),
            value: derivation_report.value.as_ref().map(|number| value(number, self.digits)),
            zero: zero.map(|zero| self.zero(zero)),
            at_kink: sides.map(|sides| self.at_kink(sides)),
            ledgers: self.ledgers(derivation_report, numerics),
            levels: self.levels(&numerics.levels),
            size: self.size_verdict(numerics),
            top_paths: derivation_report.top_paths.as_ref().map(|paths| self.top_paths(paths)),
            verified: verified(&derivation_report.tally),
        }
    }

    fn at_kink(&self, sides: &OneSided) -> schema::AtKink {
        let number = |slope| value(slope, self.digits);
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
            verdict: verdict(self.report.graph(), judged),
        })
    }

    /// A gradient, taken in one sweep.
    pub(super) fn gradient<'s>(&'s self, gradient_report: &'s GradientReport) -> schema::Gradient<'s> {
        let target = self.name(gradient_report.target()).to_owned();
        if gradient_report.is_refuted() {
            return schema::Gradient { target, worked: None };
        }
        let counts = gradient_report.gradient.count_paths();
        let leaves =
            gradient_report.by_leaf().zip(&gradient_report.leaves).map(move |((leaf, number), &place)| {
                schema::Leaf {
                    by: self.name(leaf),
                    paths: path_count(counts[place]),
                    value: number.map(|number| value(number, self.digits)),
                }
            });
        let users = gradient_report.gradient.users();
        let quantities = gradient_report.gradient.quantities().iter().zip(&gradient_report.values);
        let adjoints =
            quantities.enumerate().skip(1).map(move |(place, (&quantity, number))| schema::ValuedAdjoint {
                adjoint: schema::Adjoint {
                    by: self.name(quantity),
                    terms: users.of_place(place).iter().map(|edge| self.term(edge.factor)).collect(),
                },
                value: number.as_ref().map(|number| value(number, self.digits)),
            });
        let worked = schema::SweptBack {
            leaves: schema::List::of(leaves),
            adjoints: schema::List::of(adjoints),
            factors: gradient_report.factors.iter().map(|factor| factor.id.index()).collect(),
            verified: verified(&gradient_report.tally),
        };
        schema::Gradient { target, worked: Some(worked) }
    }

    fn form<'s>(&'s self, form: &'s Form) -> schema::Form<'s> {
        match form {
            Form::Same => schema::Form::Same,
            Form::Independent { leaves } => schema::Form::Independent {
                leaves: leaves.iter().map(|&leaf| self.name(leaf).to_owned()).collect(),
            },
            Form::Paths(paths) => schema::Form::Paths {
                paths: paths
                    .iter()
                    .map(|path| schema::Path {
                        factors: path.factors.iter().map(|id| id.index()).collect(),
                        folds: schema::List::of(
                            path.folds.iter().map(|&first| self.fold(path, first as usize)),
                        ),
                    })
                    .collect(),
            },
            Form::Backpropagation(adjoints) => schema::Form::Backpropagation {
                adjoints: adjoints.iter().map(|adjoint| self.instances.place(adjoint)).collect(),
            },
        }
    }

    /// A line of backpropagation.
    pub(super) fn adjoint(&self, adjoint: &Adjoint) -> schema::Adjoint<'_> {
        schema::Adjoint {
            by: self.name(adjoint.of),
            terms: adjoint.terms.iter().map(|term| self.term(term.factor)).collect(),
        }
    }

    fn term(&self, factor: FactorId) -> schema::Term<'_> {
        schema::Term { user: self.name(self.report.calculus().factor(factor).child), factor: factor.index() }
    }

    fn fold(&self, path: &Path, first: usize) -> schema::Fold {
        let name = self.instances.folds[&[path.factors[first], path.factors[first + 1]]];
        schema::Fold { first, name: self.expression(name) }
    }

    pub(super) fn factor(&self, factor_report: &FactorReport) -> schema::Factor<'_> {
        let graph = self.report.graph();
        let factor = self.report.calculus().factor(factor_report.id);
        schema::Factor {
            id: factor_report.id.index(),
            child: self.name(factor.child),
            parent: self.name(factor.parent),
            name: self.expression(factor.name),
            result: self.abridged(factor.result),
            working: factor.working.map(WorkingId::index),
            // The last judgement is that of the whole.
            verdict: factor_report.verdicts.last().map(|judged| verdict(graph, judged)),
            value: factor_report.value.as_ref().map(|number| value(number, self.digits)),
            stated: self.report.is_stated(factor.name),
        }
    }

    /// A working, in the names of the first factor that needed it.
    pub(super) fn working(&self, id: WorkingId, of: &FactorReport, working: &Working) -> schema::Working {
        let graph = self.report.graph();
        let child = self.report.calculus().factor(of.id).child;
        let definition =
            self.report.calculus().network().formula(child).filter(|&formula| self.is_long(formula));
        let side = |expr: ExprId| match self.graph.node(expr) {
            Node::Derivative { of: derived, by, .. } if Some(derived) == definition => {
                schema::Side::OfDefinition {
                    definition_of: self.name(child).to_owned(),
                    by: self.name(by).to_owned(),
                }
            }
            Node::Derivative { .. } | Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } => {
                schema::Side::Expression(self.abridged(expr))
            }
        };
        let steps = working.steps().enumerate().map(|(place, step)| schema::Step {
            rule: self.rules.cite(step.rule()),
            before: side(step.before()),
            after: side(step.after()),
            verdict: of.verdicts.get(place).map(|judged: &Verdict| verdict(graph, judged)),
        });
        schema::Working {
            id: id.index(),
            factor: of.id.index(),
            steps: steps.collect(),
            facts: working
                .facts(self.graph, &mut Factless::new())
                .iter()
                .map(|fact| self.fact(fact))
                .collect(),
        }
    }

    /// Whether an expression is too long to be written in each working that starts from it.
    fn is_long(&self, expr: ExprId) -> bool {
        let mut lengths = self.lengths.borrow_mut();
        let length = lengths.entry(expr).or_insert_with(|| Walk::below(self.report.graph(), &[expr]).len());
        *length > LONGEST_DEFINITION
    }

    pub(super) fn fact(&self, fact: &Fact) -> schema::Fact {
        match fact {
            Fact::Range { of, range } => {
                schema::Fact::Range { of: self.abridged(*of), range: interval(*range) }
            }
            Fact::Condition { of, must } => {
                let (must, range) = match must {
                    Must::BeNonzero => (schema::Must::BeNonzero, None),
                    Must::BePositive => (schema::Must::BePositive, None),
                    Must::LieWithin(range) => (schema::Must::LieWithin, Some(interval(*range))),
                    Must::BeWhole => (schema::Must::BeWhole, None),
                    Must::BeDefined => (schema::Must::BeDefined, None),
                };
                schema::Fact::Condition { of: self.abridged(*of), must, range }
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
