//! Judging the steps of a derivation by something that did not produce them.
//!
//! Both sides of each step are evaluated at points: in exact arithmetic where all is rational, in enclosures elsewhere.
//! A derivative is evaluated by dual numbers over the primitives, never by the rows' own derivatives.

mod domain;
mod finishing;
mod narrowing;
mod point;
mod shape;
mod trial;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Factor, Working};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Scope, SymbolId};
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

use chainrule_number::Undefined;
use chainrule_program::Templates;
use narrowing::Narrowing;
use point::{HIGHER, Sides};
use trial::{EquationTrials, Trial};

/// What became of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Both sides are the same number at every point tried, in exact arithmetic.
    Exact,
    /// Both sides lie in enclosures that meet at every point tried.
    Enclosed {
        /// The widest of them, relative to its size.
        width: f64,
    },
    /// The sides differ.
    Refuted {
        /// At this point.
        at: Vec<(SymbolId, Rational)>,
    },
    /// No point was found at which both sides are defined.
    Untested {
        /// Why.
        why: Undefined,
    },
}

/// Definitions over up to so many names are judged as they are.
const FEW_NAMES: usize = 8;

/// So many points are tried to find them.
const TRIES: usize = 24;

/// So many beside the given numbers, where those are not enough.
const TRIES_BESIDE: usize = 8;

/// So many with more digits, where enclosures are too wide.
const TRIES_HIGHER: usize = 6;

/// For so many sets of equations the domain is searched, at most.
const MOST_SEARCHES: usize = 256;

/// Shapes of steps that no point was found for are looked at again under other names, where other numbers are given; so
/// often in all.
const MOST_RETRIED: usize = 256;

/// Judges steps, and remembers what it has judged: a step of the same shape, under other names, is not tried again.
#[derive(Debug, Default)]
pub struct Judge {
    templates: Templates,
    workings: FxHashMap<shape::Shape, Vec<Verdict>>,
    factors: FxHashMap<shape::Shape, Verdict>,
    list: shape::Shape,
    slopes: FxHashMap<(FunctionId, u8), Verdict>,
    /// By quantity: its definition, where that is wide.
    wide: FxHashMap<SymbolId, Option<Narrowing>>,
    /// Equations about wide definitions, narrowed, that hold.
    narrowed: FxHashMap<shape::Shape, Vec<Verdict>>,
    /// Results brought into their finished forms, with those.
    finished: FxHashMap<shape::Shape, Vec<Verdict>>,
    /// The numbers that the worksheet gives for names: steps are tried beside them, too.
    given: FxHashMap<ExprId, Rational>,
    /// How many shapes were not kept since no point was found for them.
    retried: usize,
    /// For how many sets of equations the domain was searched.
    searched: usize,
}

impl Judge {
    /// Nothing is judged yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, where a worksheet gives these numbers for names.
    pub fn beside(given: FxHashMap<ExprId, Rational>) -> Self {
        Self { given, ..Self::default() }
    }

    /// Whether the verdicts on a shape are those under all names.
    fn is_kept(&mut self, verdicts: &[Verdict]) -> bool {
        let is_untested = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Untested { .. }));
        if is_untested && !self.given.is_empty() && self.retried < MOST_RETRIED {
            self.retried += 1;
            return false;
        }
        true
    }

    /// Judges the steps of a working, and its result as a whole.
    pub fn working(&mut self, graph: &mut Graph, network: &Network, working: &Working) -> Vec<Verdict> {
        let equations = || -> Vec<(ExprId, ExprId)> {
            let steps = working.steps().map(|step| (step.before(), step.after()));
            steps.chain([(working.start(), working.result())]).collect()
        };
        if let Some(child) = child_of(graph, working.start())
            && let Some(verdicts) = self.narrowed(graph, network, [child, working.by()], equations)
        {
            return verdicts;
        }
        let shape = shape::of_working(graph, network, working);
        if let Some(verdicts) = self.workings.get(&shape) {
            return verdicts.clone();
        }
        let equations = equations();
        let verdicts = self.equations(graph, network, &equations);
        if self.is_kept(&verdicts) {
            self.workings.insert(shape, verdicts.clone());
        }
        verdicts
    }

    /// Judges the statement that the derivative of a quantity by one of its inputs is `result`, whatever working it is
    /// said to come from.
    pub fn factor(&mut self, graph: &mut Graph, network: &Network, factor: Factor) -> Verdict {
        let names = [factor.child, factor.parent];
        // Most factors are like one that was judged: their derivatives are not made.
        let derivative = |graph: &mut Graph| {
            let child = graph.symbol(factor.child);
            graph.derivative(child, factor.parent, Scope::Local)
        };
        if has_many_names(network, factor.child) {
            let derivative = derivative(graph);
            let verdicts = self.narrowed(graph, network, names, || vec![(derivative, factor.result)]);
            if let Some(verdict) = verdicts.and_then(|mut verdicts| verdicts.pop()) {
                return verdict;
            }
        }
        let list = std::mem::take(&mut self.list);
        self.list = shape::of_factor(graph, network, names, factor.result, list);
        if let Some(verdict) = self.factors.get(&self.list) {
            return verdict.clone();
        }
        let derivative = derivative(graph);
        let verdict = self.equation(graph, network, derivative, factor.result);
        if self.is_kept(std::slice::from_ref(&verdict)) {
            self.factors.insert(self.list.clone(), verdict.clone());
        }
        verdict
    }

    /// The verdicts on equations about the derivative of a quantity with a wide definition: narrowed to what varies where
    /// they hold so, as a whole where they do not. Nothing where the definition can't be narrowed.
    fn narrowed(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        [child, by]: [SymbolId; 2],
        equations: impl FnOnce() -> Vec<(ExprId, ExprId)>,
    ) -> Option<Vec<Verdict>> {
        if !has_many_names(network, child) {
            return None;
        }
        let wide = self.wide.entry(child).or_insert_with(|| Narrowing::of(graph, network, child)).as_ref()?;
        let whole = equations();
        let equations = wide.equations(graph, by, &whole);
        let list = std::mem::take(&mut self.list);
        self.list = shape::of_equations(graph, network, by, &equations, list);
        if let Some(verdicts) = self.narrowed.get(&self.list) {
            return Some(verdicts.clone());
        }
        let mut verdicts = self.equations(graph, network, &equations);
        let holds = |verdict: &Verdict| matches!(verdict, Verdict::Exact | Verdict::Enclosed { .. });
        // Those that look into what does not vary are looked at as a whole: they alone.
        let open: Vec<usize> = (0..verdicts.len()).filter(|&place| !holds(&verdicts[place])).collect();
        if open.is_empty() {
            self.narrowed.insert(self.list.clone(), verdicts.clone());
            return Some(verdicts);
        }
        let wholes: Vec<(ExprId, ExprId)> = open.iter().map(|&place| whole[place]).collect();
        for (place, verdict) in open.into_iter().zip(self.equations(graph, network, &wholes)) {
            verdicts[place] = verdict;
        }
        Some(verdicts)
    }

    /// Judges `f'(u)` as written out against the derivative of `f` itself, for one prime more than `primes`.
    pub fn slope(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        function: FunctionId,
        primes: u8,
    ) -> Verdict {
        if let Some(verdict) = self.slopes.get(&(function, primes)) {
            return verdict.clone();
        }
        // A name no worksheet can write stands for the argument.
        let variable = graph.intern("'u");
        let argument = graph.symbol(variable);
        let below = graph.apply_primed(function, primes, &[argument]);
        let derivative = graph.derivative(below, variable, Scope::Local);
        let steeper = graph.apply_primed(function, primes + 1, &[argument]);
        let verdict = self.equation(graph, network, derivative, steeper);
        self.slopes.insert((function, primes), verdict.clone());
        verdict
    }

    /// Judges one equation.
    pub fn equation(&mut self, graph: &mut Graph, network: &Network, left: ExprId, right: ExprId) -> Verdict {
        let mut verdicts = self.equations(graph, network, &[(left, right)]);
        verdicts.pop().unwrap_or(Verdict::Untested { why: Undefined::Unknown })
    }

    /// Judges several equations, each at points at which it is defined.
    fn equations(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        equations: &[(ExprId, ExprId)],
    ) -> Vec<Verdict> {
        let sides = Sides::new(graph, network, &mut self.templates, equations);
        let mut trials_of_all = EquationTrials::new(sides, equations);
        for attempt in 0..TRIES {
            if trials_of_all.is_over() {
                break;
            }
            let point = trials_of_all.sides.point(attempt);
            trials_of_all.take(graph, &self.templates, &point);
        }
        for attempt in 0..TRIES_BESIDE {
            if trials_of_all.is_over() {
                break;
            }
            let Some(point) = trials_of_all.sides.beside(attempt, &self.given) else { break };
            trials_of_all.take(graph, &self.templates, &point);
        }
        if self.searched < MOST_SEARCHES && trials_of_all.trials.iter().any(Trial::is_out_of_domain) {
            self.searched += 1;
            for point in trials_of_all.sides.within_domain(graph, equations, &self.given) {
                trials_of_all.take(graph, &self.templates, &point);
            }
        }
        for &bits in HIGHER {
            trials_of_all.bits = bits;
            for attempt in 0..TRIES_HIGHER {
                if !trials_of_all.trials.iter().any(Trial::is_too_wide) {
                    break;
                }
                let point = trials_of_all.sides.point(attempt);
                trials_of_all.take(graph, &self.templates, &point);
            }
        }
        trials_of_all.trials.into_iter().map(Trial::verdict).collect()
    }
}

/// Whether a definition is worth narrowing: with few names the whole is looked at a few times.
fn has_many_names(network: &Network, child: SymbolId) -> bool {
    network.inputs(child).len() > FEW_NAMES
}

/// The quantity that a working derives.
fn child_of(graph: &Graph, start: ExprId) -> Option<SymbolId> {
    let Node::Derivative { of, .. } = graph.node(start) else { return None };
    let Node::Symbol(child) = graph.node(of) else { return None };
    Some(child)
}

/// Judges one equation, with nothing remembered.
pub fn equation(graph: &mut Graph, network: &Network, left: ExprId, right: ExprId) -> Verdict {
    Judge::new().equation(graph, network, left, right)
}

/// How the steps of a derivation were verified, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Steps judged.
    pub steps: usize,
    /// Steps that hold exactly at every point tried.
    pub exact: usize,
    /// Steps that hold within enclosures.
    pub enclosed: usize,
    /// Steps that could not be tried.
    pub untested: usize,
    /// Steps that are wrong.
    pub refuted: usize,
    /// The widest enclosure, relative to its size.
    pub worst_width: f64,
}

impl Tally {
    /// Counts what another has counted.
    pub fn include(&mut self, other: &Self) {
        self.steps += other.steps;
        self.exact += other.exact;
        self.enclosed += other.enclosed;
        self.untested += other.untested;
        self.refuted += other.refuted;
        self.worst_width = self.worst_width.max(other.worst_width);
    }

    /// Counts a verdict.
    pub fn count(&mut self, verdict: &Verdict) {
        self.steps += 1;
        match verdict {
            Verdict::Exact => self.exact += 1,
            Verdict::Enclosed { width } => {
                self.enclosed += 1;
                self.worst_width = self.worst_width.max(*width);
            }
            Verdict::Refuted { .. } => self.refuted += 1,
            Verdict::Untested { .. } => self.untested += 1,
        }
    }
}
