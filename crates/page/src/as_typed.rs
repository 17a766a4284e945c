//! Definitions with sums, as they were typed: `z[i] = Σ(w[i,j] x[j] for j in 1..40) + b[i]  for i = 1, …, 30`.

use chainrule_render::{Elision, Inline, Layout, Line, Operator, Typesetter};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_work::report::Report;
use chainrule_work::typed;
use chainrule_worksheet::{TypedDefinition, TypedRange};
use rustc_hash::FxHashMap;

use super::{Page, line};

/// The sides of equations by the names of what they define, without indices.
pub(super) type TypedLines = FxHashMap<String, [Layout; 2]>;

/// The equations of a worksheet as they were typed, with a sign between factors, as vectors and matrices are written.
pub(super) fn lines(report: &Report, graph: &Graph) -> TypedLines {
    let typed = &report.worksheet().typed;
    let setter = Typesetter::new(graph, &report.notations);
    let sums = typed::sums(&setter, typed);
    let setter = setter.with_numbers(&sums);
    let sides = |definition: &TypedDefinition| {
        let Node::Symbol(name) = graph.node(definition.name) else { return None };
        let base = graph.name(name).as_str().split('[').next()?.to_owned();
        Some((base, [setter.expression(definition.name), setter.expression(definition.formula)]))
    };
    typed.definitions.iter().filter_map(sides).collect()
}

/// A sum of fewer terms is written out, unless the letter of its family stands in it anyway.
const FEWEST_TERMS: u64 = 4;

/// Definitions of so many members are written once for all of them, if they have a sum.
const MOST_MEMBERS: usize = 6;

impl<'r> Page<'r> {
    /// Whether a definition is written once, as it was typed.
    fn is_told_as_typed(&self, definition: &TypedDefinition) -> bool {
        let is_family = !definition.ranges.is_empty();
        let has_many = definition.places.len() > MOST_MEMBERS;
        self.elision != Elision::NOTHING
            && !definition.has_named_parts
            && if is_family {
                has_many && (definition.terms > 0 || definition.ranges.len() > 1)
            } else {
                definition.terms >= FEWEST_TERMS
            }
    }

    /// The definitions that are written as they were typed, in the order of what they define.
    pub(super) fn as_typed(&self) -> impl Iterator<Item = &'r TypedDefinition> + use<'_, 'r> {
        let report = self.report;
        report.worksheet().typed.definitions.iter().filter(|definition| self.is_told_as_typed(definition))
    }

    /// Whether families of many members have wide sums: they are told at once even where a list of all would be short.
    pub(super) fn has_wide_families(&self) -> bool {
        self.as_typed().any(|definition| !definition.ranges.is_empty() && definition.terms >= FEWEST_TERMS)
    }

    /// The formula of a quantity, its wide sums as they were typed.
    pub(super) fn formula_as_typed(&self, symbol: SymbolId, formula: ExprId) -> Layout {
        let typed = self.report.worksheet().typed.formulas.get(&symbol);
        match typed.filter(|(_, terms)| *terms >= FEWEST_TERMS && self.elision != Elision::NOTHING) {
            Some((typed, _)) => self.setter.with_numbers(self.typed).expression(*typed),
            None => self.setter.expression(formula),
        }
    }

    /// The equation as it was typed, and what it depends on.
    pub(super) fn typed_definition(
        &self,
        definition: &TypedDefinition,
        lines: &mut Vec<Line>,
        dependences: &mut Vec<Inline>,
    ) {
        let setter = self.setter.with_numbers(self.typed);
        let name = setter.expression(definition.name);
        let right = setter.expression(definition.formula);
        let right = match self.ranges(&definition.ranges) {
            Some(ranges) => Layout::sequence(&[right, Layout::operator(Operator::ForAll), ranges]),
            None => right,
        };
        lines.push(line(name.clone(), right, None));
        let inputs: Vec<Layout> = definition.inputs.iter().map(|&input| setter.expression(input)).collect();
        if inputs.is_empty() {
            dependences.push(Inline::new().math(name).text(" depends on nothing"));
            return;
        }
        let inputs = Layout::joined(&inputs, Operator::Comma);
        let text = Inline::new().math(name).text(" depends on ").math(inputs);
        let all: Vec<TypedRange> = definition.ranges.iter().chain(&definition.bound).copied().collect();
        dependences.push(match self.ranges(&all) {
            Some(ranges) => text.text(" for ").math(ranges),
            None => text,
        });
    }

    /// `i = 1, …, 30, j = 1, …, 40`
    fn ranges(&self, ranges: &[TypedRange]) -> Option<Layout> {
        let one = |range: &TypedRange| {
            let [low, high] = [range.low, range.high].map(|end| self.setter.expression(end));
            self.setter.name(range.index).through(&low, &high)
        };
        let each: Vec<Layout> = ranges.iter().map(one).collect();
        (!each.is_empty()).then(|| Layout::joined(&each, Operator::Comma))
    }
}
