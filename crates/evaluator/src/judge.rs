//! Judging the steps of a derivation by something that did not produce them.
//!
//! Both sides of each step are evaluated at points: in exact arithmetic where all is rational, in enclosures elsewhere.
//! A derivative is evaluated by dual numbers over the primitives, never by the rows' own derivatives.

use chainrule_symbolic::derivation::{Step, Working};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::evaluate::{Failure, evaluate};
use crate::kernel::Kernel;
use crate::number::{Dual, Enclosure, Undefined, Value};

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

/// Each step is judged at so many points.
const POINTS: usize = 3;

/// So many points are tried to find them.
const TRIES: usize = 24;

/// The working precision of enclosures, in bits.
const BITS: u32 = 192;

/// Judges the steps of a working, and its result as a whole.
pub fn working(graph: &mut Graph, network: &Network, working: &Working) -> Vec<Verdict> {
    let steps: Vec<Step> = working.steps().copied().collect();
    let mut verdicts: Vec<Verdict> =
        steps.iter().map(|step| equation(graph, network, step.before(), step.after())).collect();
    verdicts.push(equation(graph, network, working.start(), working.result()));
    verdicts
}

/// Judges one equation.
pub fn equation(graph: &mut Graph, network: &Network, left: ExprId, right: ExprId) -> Verdict {
    let mut sides = Sides::new(graph, network, left, right);
    let mut good = 0;
    let mut width = None;
    let mut why = Undefined::Unknown;
    for try_number in 0..TRIES {
        if good == POINTS {
            break;
        }
        let point = sides.point(try_number);
        match sides.compare(graph, &point) {
            Ok(Agreement::Same) => good += 1,
            Ok(Agreement::Meet(own)) => {
                good += 1;
                width = Some(f64::max(own, width.unwrap_or(0.0)));
            }
            Ok(Agreement::Differ) => {
                let at = sides.names.iter().copied().zip(point).collect();
                return Verdict::Refuted { at };
            }
            Err(failure) => why = failure.why,
        }
    }
    match (good, width) {
        (0, _) => Verdict::Untested { why },
        (_, None) => Verdict::Exact,
        (_, Some(width)) => Verdict::Enclosed { width },
    }
}

enum Agreement {
    Same,
    Meet(f64),
    Differ,
}

/// The two sides of an equation, in primitives, with what stands in them.
struct Sides {
    left: ExprId,
    right: ExprId,
    names: Vec<SymbolId>,
    /// Derivatives that dual numbers evaluate: what is derived, in primitives, and by what.
    derived: Vec<(ExprId, ExprId, SymbolId)>,
    /// Derivatives of open dependences: free numbers.
    open: Vec<ExprId>,
    symbols: FxHashMap<SymbolId, ExprId>,
}

impl Sides {
    fn new(graph: &mut Graph, network: &Network, left: ExprId, right: ExprId) -> Self {
        let mut kernel = Kernel::new();
        let (left, right) = (kernel.of(graph, left), kernel.of(graph, right));
        let mut names = Vec::new();
        let mut derived = Vec::new();
        let mut open = Vec::new();
        let mut roots = vec![left, right];
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(root) = roots.pop() {
            let mut derivatives = Vec::new();
            for symbol in Walk::symbols(graph, root, |derivative| derivatives.push(derivative)) {
                if seen.insert(symbol) {
                    names.push(symbol);
                }
            }
            for id in derivatives {
                if open.contains(&id) || derived.iter().any(|(other, _, _)| *other == id) {
                    continue;
                }
                let Node::Derivative { of, by, .. } = graph.node(id) else { continue };
                let inner = match graph.node(of) {
                    Node::Symbol(symbol) if symbol != by => match network.definition(symbol) {
                        Definition::Formula(expr) => expr,
                        Definition::Input | Definition::Dependence => {
                            open.push(id);
                            continue;
                        }
                    },
                    Node::Derivative { .. } => {
                        open.push(id);
                        continue;
                    }
                    Node::Symbol(_) | Node::Number(_) | Node::Apply { .. } => of,
                };
                let inner = kernel.of(graph, inner);
                derived.push((id, inner, by));
                roots.push(inner);
            }
        }
        names.sort_unstable();
        let symbols =
            names.iter().chain(derived.iter().map(|(_, _, by)| by)).map(|&s| (s, graph.symbol(s))).collect();
        Self { left, right, names, derived, open, symbols }
    }

    /// A point: small numbers of both signs, closer to zero and on one side on later tries, so that domains are met.
    fn point(&self, try_number: usize) -> Vec<Rational> {
        let mut state = 0x2545_F491_4F6C_DD1Du64 ^ (try_number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        self.names
            .iter()
            .map(|_| {
                let size = i64::try_from(next() % 61).unwrap_or(0) + 3;
                let sign = if next() % 2 == 0 || try_number % 3 == 1 { 1 } else { -1 };
                let scale = [16, 64, 80][try_number % 3];
                Rational::fraction(sign * size, scale)
            })
            .collect()
    }

    fn compare(&mut self, graph: &Graph, point: &[Rational]) -> Result<Agreement, Failure> {
        let (left, right) = (self.side(graph, self.left, point)?, self.side(graph, self.right, point)?);
        if let (Value::Exact(left), Value::Exact(right)) = (&left, &right) {
            return Ok(if left == right { Agreement::Same } else { Agreement::Differ });
        }
        let (left, right) = (left.enclosure(BITS), right.enclosure(BITS));
        if left.is_disjoint(&right) {
            return Ok(Agreement::Differ);
        }
        let width = |side: &Enclosure| if side.holds_zero() { 0.0 } else { side.relative_width() };
        Ok(Agreement::Meet(f64::max(width(&left), width(&right))))
    }

    fn side(&self, graph: &Graph, root: ExprId, point: &[Rational]) -> Result<Value, Failure> {
        let mut known: FxHashMap<ExprId, Value> = FxHashMap::default();
        for (symbol, value) in self.names.iter().zip(point) {
            known.insert(self.symbols[symbol], Value::Exact(value.clone()));
        }
        for (place, &id) in self.open.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or(0);
            known.insert(id, Value::Exact(Rational::fraction(2 * place + 3, 5)));
        }
        for &(id, inner, by) in &self.derived {
            let mut duals: FxHashMap<ExprId, Dual<Value>> = FxHashMap::default();
            for (&id, value) in &known {
                duals.insert(id, Dual::constant(value.clone()));
            }
            let variable = self.symbols[&by];
            let at = known.get(&variable).cloned().unwrap_or_else(|| Value::Exact(Rational::fraction(5, 8)));
            duals.insert(variable, Dual::variable(at));
            let slope = evaluate(graph, inner, &duals, BITS)?.slope;
            known.insert(id, slope);
        }
        evaluate(graph, root, &known, BITS)
    }
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
