//! What the numbers of each derivation come to, factor by factor and in every number format, and what is wrong with them.

use chainrule_evaluator::ledger::{Ledger, Order};
use chainrule_evaluator::number::format::{F32, F64, Format, Held};
use chainrule_evaluator::number::{Scalar, Value};
use chainrule_evaluator::verdict::cancellation::{self, Cancellation};
use chainrule_evaluator::verdict::saturation::{self, Saturation};
use chainrule_evaluator::verdict::{Cause, InFormat, Size, absorption, agree};
use chainrule_evaluator::{Machine, Numbers};
use chainrule_parser::Worksheet;
use chainrule_symbolic::derivation::{Calculus, Factor, FactorId, Form};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::factor_values::FactorValues;
use crate::report::DerivationReport;

/// The formats that are looked at where the reader names none: those that programs compute in.
static USUAL: &[&Format] = &[&F64, &F32];

/// Networks of more quantities are looked at only in formats that the reader names.
const MOST_UNASKED: usize = 10_000;

/// A ledger is kept for each path while there are so many.
pub(crate) const MOST_LEDGERS: usize = 4;

/// Formulas that lose their digits are told apart while there are so many.
const MOST_CANCELLATIONS: usize = 4;

/// What the numbers of one derivation come to.
#[derive(Debug, Default)]
pub struct Numerics {
    /// A ledger for each path, while they are few.
    pub ledgers: Vec<Ledger>,
    /// For backpropagation: the sizes of the adjoints, level by level from the target back.
    pub levels: Vec<Level>,
    /// Of what size the derivative is.
    pub size: Option<Size>,
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
pub(crate) struct Asked<'o> {
    pub(crate) formats: &'o [&'static Format],
    pub(crate) order: Order,
}

/// Works all of it out, in the order of the derivations.
pub(crate) fn all(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    stated: &[(ExprId, ExprId)],
    derivations: &[DerivationReport],
    asked: Asked<'_>,
) -> Vec<Numerics> {
    let formats = match asked.formats {
        [] if worksheet.network.order().len() > MOST_UNASKED => &[],
        [] => USUAL,
        named => named,
    };
    let has_numbers = derivations.iter().any(|own| own.value.is_some());
    let mut machines: Vec<Machine<&'static Format>> = Vec::new();
    for &format in formats.iter().filter(|_| has_numbers) {
        let mut machine = Machine::new(format);
        machine.forward(&mut worksheet.graph, calculus.network(), stated);
        machines.push(machine);
    }
    let held = vec![Vec::new(); machines.len()];
    let mut work =
        Work { graph: &mut worksheet.graph, calculus, numbers, order: asked.order, machines, held };
    derivations.iter().map(|own| work.one(own)).collect()
}

struct Work<'a> {
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    numbers: &'a mut Numbers,
    order: Order,
    machines: Vec<Machine<&'static Format>>,
    /// By machine and factor: what the factor comes to, once that is known.
    held: Vec<Vec<Option<Computed>>>,
}

/// What a formula comes to in a format, if to anything.
type Computed = Option<Held>;

impl Work<'_> {
    fn one(&mut self, own: &DerivationReport) -> Numerics {
        let mut numerics = Numerics::default();
        let Some(whole) = own.value.as_ref().filter(|_| own.tally.refuted == 0 && own.chain_holds) else {
            return numerics;
        };
        let values = FactorValues::of(own);
        let value = |id: FactorId| values.get(id);
        let formats: Vec<&'static Format> = self.machines.iter().map(|own| *own.arithmetic()).collect();
        match &own.derivation.form {
            Form::Same | Form::Independent { .. } => return numerics,
            Form::Paths(paths) if paths.len() <= MOST_LEDGERS => {
                let ledgers =
                    paths.iter().map(|path| Ledger::new(&path.factors, self.order, &formats, value));
                numerics.ledgers = ledgers.collect::<Option<_>>().unwrap_or_default();
            }
            Form::Paths(_) => {}
            Form::Backpropagation(_) => numerics.levels = self.levels(own, value),
        }
        numerics.size = whole.told_log10_abs().map(Size::of);
        if let [ledger] = numerics.ledgers.as_slice() {
            (numerics.saturation, numerics.saturated) =
                saturation::find(self.graph, self.calculus, self.numbers, ledger, value);
        }
        for (place, &format) in formats.iter().enumerate() {
            let held = format.round_value(whole);
            let computed = self.computed(place, own);
            let cancelled = self.cancellations(place, own, value);
            let range = numerics
                .ledgers
                .iter()
                .enumerate()
                .flat_map(|(path, ledger)| Cause::of_range(ledger, path, place, value));
            let causes = cancelled.into_iter().map(Cause::Cancellation).chain(range).collect();
            let absorbed_below = self.at(own.derivation.by).and_then(|at| {
                let held = format.round_value(&at)?;
                absorption::absorbed_below(format, held)
            });
            numerics.formats.push(InFormat { format, computed, held, absorbed_below, causes });
        }
        numerics
    }

    /// The number of a quantity, where it is known.
    fn at(&mut self, symbol: SymbolId) -> Option<Value> {
        let name = self.graph.symbol(symbol);
        self.numbers.value(self.graph, name).ok()
    }

    /// What a program in a format gives: each factor by its formula, sums and products from left to right.
    fn computed(&mut self, place: usize, own: &DerivationReport) -> Option<Held> {
        let format: &'static Format = self.machines[place].arithmetic();
        match &own.derivation.form {
            Form::Same | Form::Independent { .. } => None,
            Form::Paths(paths) => {
                let mut sum = None;
                for path in paths {
                    let mut factors = path.factors.clone();
                    if self.order == Order::Forward {
                        factors.reverse();
                    }
                    let mut product = None;
                    for id in factors {
                        let factor = self.in_format(place, id)?;
                        product = Some(product.map_or(factor, |product| format.mul(product, factor)));
                    }
                    let product = product?;
                    sum = Some(sum.map_or(product, |sum| format.add(sum, product)));
                }
                sum
            }
            Form::Backpropagation(adjoints) => {
                let mut known: FxHashMap<SymbolId, Held> = FxHashMap::default();
                let mut last = None;
                for adjoint in adjoints {
                    let mut sum: Option<Held> = None;
                    for term in &adjoint.terms {
                        let factor = self.in_format(place, term.factor)?;
                        let product = if term.user == own.derivation.target {
                            factor
                        } else {
                            format.mul(*known.get(&term.user)?, factor)
                        };
                        sum = Some(sum.map_or(product, |sum| format.add(sum, product)));
                    }
                    known.insert(adjoint.of, sum?);
                    last = sum;
                }
                last
            }
        }
    }

    /// A factor, computed in a format by its formula as written; a stated number as it is stated.
    fn in_format(&mut self, place: usize, id: FactorId) -> Computed {
        if let Some(&Some(known)) = self.held[place].get(id.index()) {
            return known;
        }
        let computed = self.formula_in_format(place, id);
        let held = &mut self.held[place];
        if held.len() <= id.index() {
            held.resize(id.index() + 1, None);
        }
        held[id.index()] = Some(computed);
        computed
    }

    fn formula_in_format(&mut self, place: usize, id: FactorId) -> Computed {
        let Factor { name, result, .. } = self.calculus.factor(id);
        let machine = &mut self.machines[place];
        if let Some(stated) = machine.get(*name) {
            return Some(*stated);
        }
        machine.value(self.graph, *result).ok()
    }

    /// The factors whose formulas lose their digits.
    fn cancellations<'v>(
        &mut self,
        place: usize,
        own: &DerivationReport,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> Vec<Cancellation> {
        let format: &'static Format = self.machines[place].arithmetic();
        let mut found = Vec::new();
        for factor in &own.factors {
            let (Some(computed), Some(value)) = (self.in_format(place, factor.id), value(factor.id)) else {
                continue;
            };
            // Only what differs from the true factor by more than rounding is looked into.
            if format.round_value(value).is_some_and(|held| agree(format, computed, held)) {
                continue;
            }
            let formula = self.calculus.factor(factor.id).result;
            found.extend(cancellation::find(self.graph, &mut self.machines[place], factor.id, formula));
            if found.len() == MOST_CANCELLATIONS {
                break;
            }
        }
        found
    }

    /// The adjoints of a derivation by backpropagation, level by level.
    fn levels<'v>(
        &self,
        own: &DerivationReport,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> Vec<Level> {
        let Form::Backpropagation(adjoints) = &own.derivation.form else { return Vec::new() };
        let bits = self.numbers.bits();
        let network = self.calculus.network();
        let mut known: FxHashMap<SymbolId, Value> = FxHashMap::default();
        let mut levels: std::collections::BTreeMap<u32, Level> = std::collections::BTreeMap::new();
        for adjoint in adjoints {
            let mut sum = Value::Exact(Rational::zero());
            for term in &adjoint.terms {
                let Some(factor) = value(term.factor) else { return Vec::new() };
                let product = match known.get(&term.user) {
                    Some(upstream) => upstream.mul(factor, bits),
                    None => Ok(factor.clone()),
                };
                let Ok(longer) = product.and_then(|product| sum.add(&product, bits)) else {
                    return Vec::new();
                };
                sum = longer;
            }
            known.insert(adjoint.of, sum.clone());
            let of = network.level(adjoint.of);
            let size = sum.log10_abs();
            let entry = levels.entry(of).or_insert_with(|| Level {
                level: of,
                count: 0,
                smallest: (adjoint.of, sum.clone()),
                largest: (adjoint.of, sum.clone()),
            });
            entry.count += 1;
            if size < entry.smallest.1.log10_abs() {
                entry.smallest = (adjoint.of, sum.clone());
            }
            if size > entry.largest.1.log10_abs() {
                entry.largest = (adjoint.of, sum);
            }
        }
        levels.into_values().rev().collect()
    }
}
