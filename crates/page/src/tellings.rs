//! How each factor is told where a reader is not asked to follow every step: on one line where it takes one rule that is not
//! plain, in a few lines elsewhere, and by name where it was told before.

use chainrule_render::Elision;
use chainrule_symbolic::derivation::{FactorId, Line, Slope, WorkingId};
use chainrule_symbolic::function::rows::arithmetic::{MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Rewriter, Walk};
use chainrule_work::report::{DerivationReport, FactorReport};
use rustc_hash::{FxHashMap, FxHashSet};

use super::told_before::{Draft, ToldBefore};

/// A factor as it is told.
#[derive(Clone, Debug)]
pub(super) enum Telling {
    /// Its form is left open.
    Open,
    /// Told further up.
    ToldBefore,
    /// On one line.
    Line(OneLine),
    /// In some lines.
    Block(FactorId, Vec<ShownStep>),
    /// By its result: so many steps are not shown.
    Result(FactorId, usize),
    /// So many factors are not shown.
    LeftOut(usize),
    /// So many factors have the same working as the one before.
    Alike(usize),
}

/// A factor that takes one line.
#[derive(Clone, Debug)]
pub(super) struct OneLine {
    pub(super) id: FactorId,
    /// The factors of a product that is put together next.
    pub(super) middle: Vec<ExprId>,
    /// What it is.
    pub(super) result: ExprId,
    /// The same in the reader's own quantities.
    pub(super) short: ExprId,
    pub(super) rule: Reason,
}

/// A line of a working, and why it holds.
#[derive(Clone, Debug)]
pub(super) struct ShownStep {
    pub(super) expr: ExprId,
    pub(super) reasons: Vec<Reason>,
}

/// Why a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A rule by its name.
    Rule(&'static str),
    /// The derivative of a function.
    Function(FunctionId),
    /// The chain rule over a function put to something.
    ChainRule(FunctionId),
    /// Nothing but sums and constant factors.
    Linear,
    /// Numbers and signs gathered.
    Gathered,
}

/// Rules that a reader takes in at a glance.
const PLAIN: &[&str] =
    &["definition", "derivative of the variable itself", "constant rule", "sum rule", "constant factor rule"];

/// Workings of more lines than this are told by their result.
const MOST_LINES: usize = 7;

/// Products of more factors are not shown before they are put together.
const MOST_MIDDLE: usize = 5;

/// Slopes of more parts than this keep their prime.
const SHORT_SLOPE: usize = 9;

/// The primed functions that the reader's own quantities say more shortly: `σ'(z)` as `a(1 - a)`.
#[derive(Default)]
pub(super) struct Slopes {
    put: FxHashMap<ExprId, ExprId>,
}

impl Slopes {
    /// Those of a derivation.
    pub(super) fn of(draft: &mut Draft<'_>, derivation_report: &DerivationReport) -> Self {
        let report = draft.report;
        let (places, _) = draft.elision.places(derivation_report.slopes.len());
        let names = places.into_iter().flatten().map(|place| derivation_report.slopes[place]);
        let primed: Vec<ExprId> = names.filter(|&name| !report.is_stated(name)).collect();
        let slopes = report.calculus().slopes_of(&mut draft.graph, primed);
        let is_short = |slope: &&Slope| {
            slope.named != slope.formula && Walk::written_size(&draft.graph, slope.named) <= SHORT_SLOPE
        };
        Self { put: slopes.iter().filter(is_short).map(|slope| (slope.primed, slope.named)).collect() }
    }

    /// Whether a primed function is said in the reader's quantities.
    pub(super) fn says(&self, primed: ExprId) -> bool {
        self.put.contains_key(&primed)
    }

    /// An expression in the reader's quantities.
    pub(super) fn put_into(&self, graph: &mut Graph, expr: ExprId) -> ExprId {
        if self.put.is_empty() {
            return expr;
        }
        let mut rewriter = Rewriter::new();
        for id in Walk::below(graph, &[expr]) {
            if let Some(&named) = self.put.get(&id) {
                rewriter.replace(id, named);
            }
        }
        let put = rewriter.apply(graph, expr);
        if put == expr { expr } else { in_one_product(graph, put) }
    }
}

/// A product in which products were put, as one: `(a(1 - a))·w` as `a(1 - a)w`.
fn in_one_product(graph: &mut Graph, expr: ExprId) -> ExprId {
    let factors_of = |graph: &Graph, id: ExprId| match graph.node(id) {
        Node::Apply { function, primes: 0, arguments } if graph.builtin(function) == Some(&MULTIPLY) => {
            Some(arguments.to_vec())
        }
        Node::Apply { .. } | Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } => None,
    };
    let Some(factors) = factors_of(graph, expr) else { return expr };
    let flat: Vec<ExprId> = factors
        .iter()
        .flat_map(|&factor| factors_of(graph, factor).unwrap_or_else(|| vec![factor]))
        .collect();
    if flat.len() == factors.len() { expr } else { graph.call(&MULTIPLY, &flat) }
}

impl ToldBefore {
    /// How the factors of a derivation are told.
    pub(super) fn tellings(
        &mut self,
        draft: &mut Draft<'_>,
        factors: &[FactorReport],
        slopes: &Slopes,
        elision: Elision,
    ) -> Vec<Telling> {
        let mut tellings = Vec::new();
        if elision.cut(factors.len()).1 == 0 {
            tellings.extend(factors.iter().map(|factor| self.telling(draft, factor.id, slopes)));
            return tellings;
        }
        // Of many factors one stands for all that share its working.
        let kinds =
            kinds(draft, factors.iter().map(|factor| factor.id).filter(|id| !self.worked_out.contains(id)));
        let (places, _) = elision.places(kinds.len());
        let hidden = |(place, members): (usize, &Vec<FactorId>)| {
            if places.contains(&Some(place)) { 0 } else { members.len() }
        };
        let left_out: usize = kinds.iter().enumerate().map(hidden).sum();
        for place in places {
            let Some(members) = place.map(|place| &kinds[place]) else {
                tellings.push(Telling::LeftOut(left_out));
                continue;
            };
            tellings.push(self.telling(draft, members[0], slopes));
            if members.len() > 1 {
                tellings.push(Telling::Alike(members.len() - 1));
                self.worked_out.extend(members);
            }
        }
        tellings
    }

    pub(super) fn telling(&mut self, draft: &mut Draft<'_>, id: FactorId, slopes: &Slopes) -> Telling {
        let report = draft.report;
        let factor = *report.calculus().factor(id);
        if factor.working.is_none() {
            return Telling::Open;
        }
        if !self.worked_out.insert(id) {
            return Telling::ToldBefore;
        }
        let graph = &mut draft.graph;
        let Some(working) = report.calculus().working(graph, id) else { return Telling::Open };
        let steps = working.steps().count();
        let Some(lines) = working.lines(graph, 2 * MOST_LINES) else { return Telling::Result(id, steps) };
        let reasons = reasons_of(graph, &lines);
        if reasons.len() <= 1 {
            let middle = if reasons.is_empty() { Vec::new() } else { middle(graph, &lines) };
            let rule = reasons.first().copied().unwrap_or(Reason::Linear);
            let short = slopes.put_into(graph, factor.result);
            return Telling::Line(OneLine { id, middle, result: factor.result, short, rule });
        }
        let mut shown = shown_steps(graph, &lines);
        let short = slopes.put_into(graph, factor.result);
        if short != factor.result {
            shown.push(ShownStep { expr: short, reasons: Vec::new() });
        }
        if shown.len() > MOST_LINES { Telling::Result(id, steps) } else { Telling::Block(id, shown) }
    }
}

/// Factors that share a working, together.
fn kinds(draft: &Draft<'_>, factors: impl Iterator<Item = FactorId>) -> Vec<Vec<FactorId>> {
    let mut kinds: Vec<Vec<FactorId>> = Vec::new();
    let mut met: FxHashMap<WorkingId, usize> = FxHashMap::default();
    for id in factors {
        let working = draft.report.calculus().factor(id).working;
        if let Some(place) = working.and_then(|working| met.get(&working).copied()) {
            kinds[place].push(id);
            continue;
        }
        met.extend(working.map(|working| (working, kinds.len())));
        kinds.push(vec![id]);
    }
    kinds
}

/// The reasons of a working that are not plain, each once.
fn reasons_of(graph: &Graph, lines: &[Line]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for line in lines {
        for reason in line_reasons(graph, line) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    reasons
}

fn line_reasons(graph: &Graph, line: &Line) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for step in &line.steps {
        let name = step.rule().name;
        let Node::Derivative { of, .. } = graph.node(step.before()) else { continue };
        if PLAIN.contains(&name) {
            continue;
        }
        let reason = match (name, graph.node(of)) {
            ("derivative of the function", Node::Apply { function, .. }) => Reason::Function(function),
            ("chain rule", Node::Apply { function, .. }) => Reason::ChainRule(function),
            (name, _) => Reason::Rule(name),
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// The product that a working comes to before it is put together, factor by factor; nothing where that says no more than its
/// result.
fn middle(graph: &mut Graph, lines: &[Line]) -> Vec<ExprId> {
    let [.., opened, last] = lines else { return Vec::new() };
    let is_closing =
        last.steps.iter().all(|step| !matches!(graph.node(step.before()), Node::Derivative { .. }));
    if !is_closing {
        return Vec::new();
    }
    let Some(factors) = factors_of(graph, opened.expr) else { return Vec::new() };
    let says_more = factors_of(graph, last.expr).as_ref() != Some(&factors);
    let is_short = (2..=MOST_MIDDLE).contains(&factors.len());
    if says_more && is_short && factors.iter().any(|&factor| is_number(graph, factor)) {
        factors
    } else {
        Vec::new()
    }
}

/// The factors of a product, in order, without ones; nothing where they are too many.
fn factors_of(graph: &mut Graph, product: ExprId) -> Option<Vec<ExprId>> {
    let (mut factors, mut count) = (Vec::new(), 0);
    let mut stack = vec![product];
    while let Some(id) = stack.pop() {
        count += 1;
        if count > 4 * MOST_MIDDLE {
            return None;
        }
        let Node::Apply { function, primes: 0, arguments } = graph.node(id) else {
            factors.push(id);
            continue;
        };
        let row = graph.builtin(function);
        let arguments = arguments.to_vec();
        if row == Some(&MULTIPLY) {
            stack.extend(arguments.iter().rev());
        } else if row == Some(&NEGATE)
            && let Node::Number(number) = graph.node(arguments[0])
        {
            let number = -number;
            factors.push(graph.number(number));
        } else {
            factors.push(id);
        }
    }
    let one = graph.integer(1);
    factors.retain(|&factor| factor != one);
    Some(factors)
}

fn is_number(graph: &Graph, expr: ExprId) -> bool {
    matches!(graph.node(expr), Node::Number(_))
}

/// The lines of a working at which something happens that is not plain, and its result.
fn shown_steps(graph: &Graph, lines: &[Line]) -> Vec<ShownStep> {
    let mut shown: Vec<ShownStep> = Vec::new();
    let mut seen: FxHashSet<ExprId> = FxHashSet::default();
    let mut plain = false;
    for (place, line) in lines.iter().enumerate() {
        let reasons = line_reasons(graph, line);
        let is_last = place + 1 == lines.len();
        let is_opened =
            line.steps.iter().any(|step| matches!(graph.node(step.before()), Node::Derivative { .. }));
        if reasons.is_empty() && !is_last {
            plain |= is_opened && place > 0;
            continue;
        }
        let reasons = match (reasons.is_empty(), plain) {
            (false, _) => reasons,
            (true, true) => vec![Reason::Linear],
            (true, false) => vec![Reason::Gathered],
        };
        plain = false;
        if seen.insert(line.expr) {
            shown.push(ShownStep { expr: line.expr, reasons });
        }
    }
    shown
}
