//! Whether an expression is 0 piece by piece: what is a polynomial in one name between kinks, whatever the other names are.
//! That is how the derivative of Huber's loss, written with max and min, comes to `max(-1, min(r, 1))`.

use std::collections::BTreeMap;

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use super::pieces::Pieces;

/// Terms with more other names are left alone.
const MOST_TERMS: usize = 64;

/// Factors without the name, in order, each with whether it stands below the line.
type Others = Vec<(ExprId, bool)>;

/// What is in front of them.
type Terms = BTreeMap<Others, Pieces>;

/// Whether an expression in primitives without maxima and minima is 0 for all numbers; between kinks alone where that is asked.
pub(super) fn is_zero(graph: &Graph, expr: ExprId, passes_over_kinks: bool) -> bool {
    let Some(name) = kinked(graph, expr) else { return false };
    let mut reader = Reader { graph, name, read: FxHashMap::default() };
    let Some(terms) = reader.read(expr) else { return false };
    terms.values().all(|pieces| if passes_over_kinks { pieces.is_zero_between() } else { pieces.is_zero() })
}

/// The one name in all that has a kink.
fn kinked(graph: &Graph, expr: ExprId) -> Option<ExprId> {
    let mut arguments = Vec::new();
    for id in Walk::below(graph, &[expr]) {
        if kink_of(graph, id).is_some()
            && let Node::Apply { arguments: inner, .. } = graph.node(id)
        {
            arguments.extend_from_slice(inner);
        }
    }
    let mut names = Walk::below(graph, &arguments)
        .into_iter()
        .filter(|&id| !matches!(graph.node(id), Node::Apply { .. } | Node::Number(_)));
    let name = names.next().filter(|_| !arguments.is_empty())?;
    names.all(|other| other == name).then_some(name)
}

fn kink_of(graph: &Graph, id: ExprId) -> Option<Elementary> {
    let Node::Apply { function, primes: 0, .. } = graph.node(id) else { return None };
    match graph.builtin(function)?.definition {
        Definition::Primitive(kink @ (Elementary::Abs | Elementary::Sign | Elementary::Step)) => Some(kink),
        Definition::Primitive(_) | Definition::Arithmetic | Definition::Formula(_) => None,
    }
}

struct Reader<'a> {
    graph: &'a Graph,
    name: ExprId,
    read: FxHashMap<ExprId, Option<Terms>>,
}

impl Reader<'_> {
    fn read(&mut self, expr: ExprId) -> Option<Terms> {
        // A child's id is smaller than its parent's.
        for id in Walk::below(self.graph, &[expr]) {
            let terms = self.one(id);
            self.read.insert(id, terms);
        }
        self.read.remove(&expr)?
    }

    /// An expression whose parts are read.
    fn one(&self, id: ExprId) -> Option<Terms> {
        if id == self.name {
            return Some(alone(Pieces::variable()));
        }
        let Node::Apply { function, primes, arguments } = self.graph.node(id) else {
            return match self.graph.node(id) {
                Node::Number(value) => Some(alone(Pieces::number(value.clone()))),
                Node::Symbol(_) => Some(apart(id)),
                Node::Apply { .. } | Node::Derivative { .. } => None,
            };
        };
        if let Some(kink) = kink_of(self.graph, id) {
            let pieces = self.pieces(arguments[0])?;
            return Some(alone(if kink == Elementary::Abs {
                pieces.size()?
            } else if kink == Elementary::Sign {
                pieces.sign()?
            } else {
                pieces.step()?
            }));
        }
        let row = self.graph.builtin(function).filter(|_| primes == 0)?;
        let known = |argument: ExprId| self.read.get(&argument).and_then(Option::as_ref);
        if *row == ADD {
            arguments.iter().try_fold(Terms::new(), |sum, &argument| plus(sum, known(argument)?))
        } else if *row == NEGATE {
            Some(known(arguments[0])?.iter().map(|(key, pieces)| (key.clone(), pieces.negated())).collect())
        } else if *row == MULTIPLY {
            let one = alone(Pieces::number(Rational::one()));
            arguments.iter().try_fold(one, |product, &argument| times(&product, known(argument)?))
        } else if *row == DIVIDE {
            times(known(arguments[0])?, &divisor(known(arguments[1])?)?)
        } else if *row == POWER {
            let Node::Number(exponent) = self.graph.node(arguments[1]) else { return None };
            let exponent = exponent.to_i64().filter(|exponent| exponent.is_positive() && *exponent < 8)?;
            let base = known(arguments[0])?;
            (0..exponent).try_fold(alone(Pieces::number(Rational::one())), |power, _| times(&power, base))
        } else if !Walk::below(self.graph, &[id]).contains(&self.name) {
            Some(apart(id))
        } else {
            None
        }
    }

    /// What is of the name alone.
    fn pieces(&self, id: ExprId) -> Option<Pieces> {
        let terms = self.read.get(&id)?.as_ref()?;
        match terms.len() {
            0 => Some(Pieces::number(Rational::zero())),
            1 => terms.get(&Vec::new()).cloned(),
            _ => None,
        }
    }
}

fn alone(pieces: Pieces) -> Terms {
    Terms::from([(Others::new(), pieces)])
}

/// An expression without the name.
fn apart(id: ExprId) -> Terms {
    Terms::from([(vec![(id, false)], Pieces::number(Rational::one()))])
}

/// One divided by a product without the name.
fn divisor(below: &Terms) -> Option<Terms> {
    let (others, pieces) = below.first_key_value().filter(|_| below.len() == 1)?;
    let number = pieces.as_number()?.recip()?;
    let turned = others.iter().map(|&(factor, is_below)| (factor, !is_below)).collect();
    Some(Terms::from([(turned, Pieces::number(number))]))
}

fn plus(mut sum: Terms, terms: &Terms) -> Option<Terms> {
    for (key, pieces) in terms {
        let new = match sum.get(key) {
            Some(earlier) => earlier.plus(pieces)?,
            None => pieces.clone(),
        };
        sum.insert(key.clone(), new);
    }
    (sum.len() <= MOST_TERMS).then_some(sum)
}

fn times(left: &Terms, right: &Terms) -> Option<Terms> {
    let mut product = Terms::new();
    for (one, pieces) in left {
        for (other, factor) in right {
            let mut key = [one.as_slice(), other].concat();
            key.sort_unstable();
            product = plus(product, &Terms::from([(key, pieces.times(factor)?)]))?;
        }
    }
    Some(product)
}
