//! What the numbers of each derivation come to, factor by factor and in every number format, and what is wrong with them.

use chainrule_evaluator::Numbers;
use chainrule_evaluator::ledger::{Ledger, Order};
use chainrule_evaluator::verdict::saturation::{self, Saturation};
use chainrule_evaluator::verdict::{InFormat, Limits, Programs, Question, Size};
use chainrule_number::Value;
use chainrule_number::format::{F32, F64, Format};
use chainrule_symbolic::derivation::{Calculus, FactorId, Form};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

use crate::factor_values::FactorValues;
use crate::layers::{self, Share};
use crate::reported::derivation::DerivationReport;

/// The formats that are looked at where the reader names none: those that programs compute in.
static USUAL: &[&Format] = &[&F64, &F32];

/// Networks of more quantities are looked at only in formats that the reader names.
const MOST_UNASKED: usize = 10_000;

/// A ledger is kept for each path while there are so many.
pub const MOST_LEDGERS: usize = 4;

/// What the numbers of one derivation come to.
#[derive(Debug, Default)]
pub struct Numerics {
    /// A ledger for each path, while they are few.
    pub ledgers: Vec<Ledger>,
    /// For backpropagation: the sizes of the adjoints, level by level from the target back.
    pub levels: Vec<Level>,
    /// Of what size the derivative is,
    pub size: Option<Size>,
    /// … by these limits.
    pub limits: Option<Limits>,
    /// How many layers it passes.
    pub layers: usize,
    /// What the factors of each kind of the only path come to.
    pub shares: Vec<Share>,
    /// What a program in each format makes of it.
    pub formats: Vec<InFormat>,
    /// The most saturated activation of the only path,
    pub saturation: Option<Saturation>,
    /// … and how many are saturated.
    pub saturated: usize,
}

/// The adjoints of one level of the network.
#[derive(Clone, Debug)]
pub struct Level {
    /// The level: the length of the longest way down to a leaf.
    pub level: u32,
    /// How many adjoints there are.
    pub count: usize,
    /// The quantity with the smallest adjoint, and the adjoint.
    pub smallest: (SymbolId, Value),
    /// The quantity with the largest adjoint, and the adjoint.
    pub largest: (SymbolId, Value),
}

/// What the reader asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumericOptions<'o> {
    pub(crate) formats: &'o [&'static Format],
    pub(crate) order: Order,
}

/// Works all of it out, in the order of the derivations.
pub(crate) fn all(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    numbers: &mut Numbers,
    stated: &[(ExprId, ExprId)],
    derivations: &[DerivationReport],
    options: NumericOptions<'_>,
) -> Vec<Numerics> {
    let formats = match options.formats {
        [] if worksheet.network.order().len() > MOST_UNASKED => &[],
        [] => USUAL,
        named => named,
    };
    let wanted: Vec<(SymbolId, SymbolId)> = derivations
        .iter()
        .filter(|derivation| number_of(derivation).is_some())
        .map(|derivation| (derivation.derivation.target, derivation.derivation.by))
        .collect();
    let formats = if wanted.is_empty() { &[] } else { formats };
    let graph = &mut worksheet.graph;
    let given =
        if formats.is_empty() { FxHashMap::default() } else { given(graph, calculus, numbers, stated) };
    let programs =
        Programs::new(graph, calculus, given, if formats.is_empty() { &[] } else { &wanted }, formats);
    let mut work = Work { graph, calculus, numbers, order: options.order, programs };
    derivations.iter().map(|derivation| work.one(derivation)).collect()
}

/// The number of a derivation that may be looked at: not one with a refuted step.
fn number_of(derivation_report: &DerivationReport) -> Option<&Value> {
    derivation_report
        .value
        .as_ref()
        .filter(|_| derivation_report.tally.refuted == 0 && derivation_report.chain_holds)
}

/// The numbers of leaves and stated derivatives.
fn given(
    graph: &mut Graph,
    calculus: &Calculus,
    numbers: &mut Numbers,
    stated: &[(ExprId, ExprId)],
) -> FxHashMap<ExprId, Value> {
    let mut given = FxHashMap::default();
    for &(of, _) in stated {
        let is_computed = match graph.node(of) {
            Node::Symbol(symbol) => !calculus.network().is_leaf(symbol),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => false,
        };
        if !is_computed && let Ok(value) = numbers.value(graph, of) {
            given.insert(of, value);
        }
    }
    given
}

struct Work<'a> {
    graph: &'a mut Graph,
    calculus: &'a mut Calculus,
    numbers: &'a mut Numbers,
    order: Order,
    programs: Programs,
}

impl Work<'_> {
    fn one(&mut self, derivation_report: &DerivationReport) -> Numerics {
        let mut numerics = Numerics::default();
        let Some(whole) = number_of(derivation_report) else { return numerics };
        let values = FactorValues::of(derivation_report);
        let value = |id: FactorId| values.get(id);
        let formats = self.programs.formats();
        match &derivation_report.derivation.form {
            Form::Same | Form::Independent { .. } => return numerics,
            Form::Paths(paths) if paths.len() <= MOST_LEDGERS => {
                let ledgers =
                    paths.iter().map(|path| Ledger::new(&path.factors, self.order, &formats, value));
                numerics.ledgers = ledgers.collect::<Option<_>>().unwrap_or_default();
            }
            Form::Paths(_) => {}
            Form::Backpropagation(_) => numerics.levels = self.levels(derivation_report),
        }
        numerics.layers = layers::passed(self.graph, self.calculus, derivation_report);
        let limits = Limits::through(numerics.layers);
        numerics.limits = Some(limits);
        numerics.size = whole.told_log10_abs().map(|log10| Size::of(log10, limits));
        if let [ledger] = numerics.ledgers.as_slice() {
            numerics.shares = layers::shares(self.graph, self.calculus, ledger);
            (numerics.saturation, numerics.saturated) =
                saturation::find(self.graph, self.calculus, self.numbers, ledger);
        }
        let (target, by) = (derivation_report.derivation.target, derivation_report.derivation.by);
        let factors = derivation_report.factors.iter().map(|factor| factor.id).collect();
        let question = Question { target, by, value: whole, factors };
        if let Some(found) = &mut numerics.saturation {
            found.repair = self.programs.replaced(self.graph, self.calculus, &question, found, limits);
        }
        for place in 0..formats.len() {
            numerics.formats.push(self.programs.judge(self.graph, self.calculus, place, &question));
        }
        numerics
    }

    /// The adjoints of a derivation by backpropagation, level by level.
    fn levels(&mut self, derivation_report: &DerivationReport) -> Vec<Level> {
        let network = self.calculus.network();
        let Ok(adjoints) = self.numbers.adjoints(self.graph, self.calculus, &derivation_report.derivation)
        else {
            return Vec::new();
        };
        let mut levels: std::collections::BTreeMap<u32, Level> = std::collections::BTreeMap::new();
        for (&of, adjoint) in derivation_report.derivation.chain.quantities().iter().zip(adjoints).skip(1) {
            let level = network.level(of);
            let size = adjoint.log10_abs();
            let entry = levels.entry(level).or_insert_with(|| Level {
                level,
                count: 0,
                smallest: (of, Value::clone(&adjoint)),
                largest: (of, Value::clone(&adjoint)),
            });
            entry.count += 1;
            if size < entry.smallest.1.log10_abs() {
                entry.smallest = (of, Value::clone(&adjoint));
            }
            if size > entry.largest.1.log10_abs() {
                entry.largest = (of, Value::clone(&adjoint));
            }
        }
        levels.into_values().rev().collect()
    }
}
