//! Case by case: an equation with absolute values or steps holds if it holds for each combination of their signs.

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::{Definition, Function};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use super::constants::{self, Constants};
use super::field::Field;
use super::linear::{self, Linear};
use super::points::{Agreement, Case, Comparison, Points, Sign};
use super::primes;
use crate::budget::Budget;

/// Signs are taken case by case up to so many of them.
const MOST_SIGNS: usize = 6;

/// A case in which an argument is zero may need such cases of its own, this deep.
const DEEPEST_ZERO: usize = 3;

/// The search for one identity, or for several that belong together, may take so many sums and products: about a second.
pub const MOST_STEPS: usize = 60_000_000;

/// So many fields are to agree where no sign of a constant can matter, …
const FIELDS: usize = 2;

/// … and where one can: a constant that is not written has its sign in every other field.
const FIELDS_FOR_SIGNS: usize = 16;

/// So many fields are looked at to find those in which the constants that are written have their signs.
const MOST_FIELDS: u64 = 64 * FIELDS_FOR_SIGNS as u64;

/// Whether two expressions in primitives are the same function wherever both are defined. `given_signs` holds what is known
/// of signs. What is not shown may still be true.
///
/// Where [`signs_matter`], a sign that depends on constants alone may still be wrong with a chance of one in thousands:
/// the caller looks for a point at which both sides are defined, and close.
pub fn holds(graph: &mut Graph, left: ExprId, right: ExprId, given_signs: &FxHashMap<ExprId, Sign>) -> bool {
    holds_within(graph, left, right, given_signs, &Budget::new(MOST_STEPS))
}

/// As [`holds`], with the steps that are left of a search for several.
pub fn holds_within(
    graph: &mut Graph,
    left: ExprId,
    right: ExprId,
    given_signs: &FxHashMap<ExprId, Sign>,
    steps: &Budget,
) -> bool {
    let (left, right) = (without_extremes(graph, left), without_extremes(graph, right));
    let sides = [left, right];
    let key = primes::key(graph, &sides);
    let matter = constants::signs_matter(graph, &sides);
    let wanted = if matter { FIELDS_FOR_SIGNS } else { FIELDS };
    let numbers = if matter { primes::numbers(graph, &sides) } else { Vec::new() };
    let constants = Constants::of(graph, &sides);
    let mut agreeing = 0;
    for number in 0..MOST_FIELDS {
        let field = primes::drawn(key, number, &numbers);
        if !constants.fit(graph, field) {
            continue;
        }
        if !holds_in(graph, field, left, right, given_signs, steps) {
            return false;
        }
        agreeing += 1;
        if agreeing == wanted {
            return true;
        }
    }
    false
}

/// Whether the sign of a constant may matter to whether two expressions are the same function.
pub fn signs_matter(graph: &mut Graph, left: ExprId, right: ExprId) -> bool {
    let sides = [without_extremes(graph, left), without_extremes(graph, right)];
    constants::signs_matter(graph, &sides)
}

/// As [`holds`], in one field.
fn holds_in(
    graph: &mut Graph,
    field: Field,
    left: ExprId,
    right: ExprId,
    given_signs: &FxHashMap<ExprId, Sign>,
    steps: &Budget,
) -> bool {
    let mut open = vec![(left, right, 0)];
    while let Some((left, right, depth)) = open.pop() {
        // First with free numbers for the signs: then it holds whatever they are.
        let free = compared(graph, field, left, right, given_signs, (&[], steps));
        match free.agreement {
            Agreement::Equal => continue,
            // On the set where an argument is zero a side may be undefined everywhere.
            Agreement::Nowhere if depth > 0 => continue,
            Agreement::Nowhere | Agreement::Undefined | Agreement::Different => {}
        }
        let sign_arguments = free.sign_arguments;
        if sign_arguments.is_empty() || sign_arguments.len() > MOST_SIGNS {
            return false;
        }
        for number in 0..1u32 << sign_arguments.len() {
            let pattern: Vec<(ExprId, i8)> = sign_arguments
                .iter()
                .enumerate()
                .map(|(atom, &argument)| (argument, if number >> atom & 1 == 0 { 1 } else { -1 }))
                .collect();
            let comparison = compared(graph, field, left, right, given_signs, (&pattern, steps));
            if comparison.agreement != Agreement::Equal && is_possible(graph, &pattern, &comparison.taken) {
                return false;
            }
        }
        if !jumps(graph, left, right) {
            continue;
        }
        // Steps and signs take another value at zero: the case in which the argument is zero stands for itself.
        for argument in sign_arguments {
            if depth == DEEPEST_ZERO {
                return false;
            }
            // Where no name can be solved for, the argument itself is put to zero wherever it stands.
            let (from, to) = zero_of(graph, argument).unwrap_or_else(|| (argument, graph.integer(0)));
            let mut rewriter = Rewriter::new();
            rewriter.replace(from, to);
            let (left, right) = (rewriter.apply(graph, left), rewriter.apply(graph, right));
            open.push((left, right, depth + 1));
        }
    }
    true
}

/// Compares, at any points first, and where that does not show it, at points where logarithms and signs are what they
/// are taken to be.
fn compared(
    graph: &Graph,
    field: Field,
    left: ExprId,
    right: ExprId,
    given_signs: &FxHashMap<ExprId, Sign>,
    (pattern, steps): (&[(ExprId, i8)], &Budget),
) -> Comparison {
    let mut case = Case { pattern: pattern.to_vec(), strict: false };
    let loose = Points::compare(graph, field, left, right, given_signs, &case, steps);
    if loose.agreement == Agreement::Equal || pattern.len() < loose.sign_arguments.len() {
        return loose;
    }
    case.strict = true;
    Points::compare(graph, field, left, right, given_signs, &case, steps)
}

/// Minima and maxima as absolute values: max(a, b) = (a + b + |a − b|)/2.
pub fn without_extremes(graph: &mut Graph, root: ExprId) -> ExprId {
    let mut rewriter = Rewriter::new();
    for id in Walk::rewritable(graph, root) {
        let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
        let primitive = graph.builtin(function).map(|row| row.definition);
        let is_max = match primitive {
            Some(Definition::Primitive(Elementary::Max)) => true,
            Some(Definition::Primitive(Elementary::Min)) => false,
            _ => continue,
        };
        let arguments = arguments.to_vec();
        let mut best = rewriter.apply(graph, arguments[0]);
        for &other in &arguments[1..] {
            let other = rewriter.apply(graph, other);
            let opposite = call(graph, &NEGATE, &[other]);
            let is_zero = matches!(graph.node(other), Node::Number(number) if number.is_zero());
            let gap = if is_zero { best } else { call(graph, &ADD, &[best, opposite]) };
            let size = call(graph, &ABS, &[gap]);
            let size = if is_max { size } else { call(graph, &NEGATE, &[size]) };
            let sum = call(graph, &ADD, &[best, other, size]);
            let two = graph.integer(2);
            best = call(graph, &DIVIDE, &[sum, two]);
        }
        rewriter.replace(id, best);
    }
    rewriter.apply(graph, root)
}

fn call(graph: &mut Graph, row: &'static Function, arguments: &[ExprId]) -> ExprId {
    graph.call(row, arguments)
}

/// What a proof would like to know the sign of: the arguments of absolute values, signs and steps, the bases of whole powers
/// under roots, √(u²) being |u|, and the factors of all these.
pub fn signs_asked(graph: &Graph, roots: &[ExprId]) -> Vec<ExprId> {
    let (mut under_roots, mut sign_arguments) = (Vec::new(), Vec::new());
    for id in Walk::below(graph, roots) {
        let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
        let Some(row) = graph.builtin(function) else { continue };
        match row.definition {
            Definition::Primitive(Elementary::Abs | Elementary::Sign | Elementary::Step) => {
                sign_arguments.extend(arguments.first());
            }
            Definition::Primitive(Elementary::Sqrt) => under_roots.extend(arguments.first()),
            Definition::Arithmetic
                if *row == POWER
                    && matches!(graph.node(arguments[1]), Node::Number(number) if !number.is_integer()) =>
            {
                under_roots.push(arguments[0]);
            }
            Definition::Primitive(_) | Definition::Arithmetic | Definition::Formula(_) => {}
        }
    }
    let mut seen = FxHashSet::default();
    while let Some(id) = under_roots.pop() {
        let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
        let Some(row) = graph.builtin(function).filter(|_| seen.insert(id)) else { continue };
        if *row == MULTIPLY || *row == DIVIDE {
            under_roots.extend_from_slice(arguments);
        } else if *row == POWER {
            under_roots.push(arguments[0]);
            sign_arguments.push(arguments[0]);
        }
    }
    let mut seen = FxHashSet::default();
    let mut next = 0;
    while let Some(&id) = sign_arguments.get(next) {
        next += 1;
        let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
        let is_product =
            graph.builtin(function).is_some_and(|row| *row == MULTIPLY || *row == DIVIDE || *row == NEGATE);
        if is_product && seen.insert(id) {
            sign_arguments.extend_from_slice(arguments);
        }
    }
    sign_arguments.sort_unstable();
    sign_arguments.dedup();
    sign_arguments
}

fn jumps(graph: &Graph, left: ExprId, right: ExprId) -> bool {
    Walk::below(graph, &[left, right]).into_iter().any(|id| {
        let Node::Apply { function, .. } = graph.node(id) else { return false };
        graph.builtin(function).is_some_and(|row| {
            matches!(row.definition, Definition::Primitive(Elementary::Sign | Elementary::Step))
        })
    })
}

/// Whether the arguments can have these signs at once, as far as linear forms tell.
fn is_possible(graph: &mut Graph, pattern: &[(ExprId, i8)], taken: &[(ExprId, i8)]) -> bool {
    let taken: FxHashMap<ExprId, i8> = taken.iter().copied().collect();
    let mut rewriter = Rewriter::new();
    let mut forms = Vec::new();
    for &(argument, sign) in pattern {
        // Inner absolute values are written out with the signs of this case.
        for id in Walk::rewritable(graph, argument) {
            if let Some(written) = without_sign(graph, id, &taken) {
                let written = rewriter.apply(graph, written);
                rewriter.replace(id, written);
            }
        }
        let argument = rewriter.apply(graph, argument);
        if let Some(form) = Linear::of(graph, argument)
            // What is zero throughout this case, as |x| − x is where x is positive, rules nothing out.
            && form.as_number().is_none_or(|number| !number.is_zero())
        {
            forms.push(Linear::default().plus(&form, &Rational::from_integer(i64::from(sign))));
        }
    }
    linear::can_be_positive(forms)
}

/// |u|, sign u or step u with the sign taken for u.
fn without_sign(graph: &mut Graph, id: ExprId, taken: &FxHashMap<ExprId, i8>) -> Option<ExprId> {
    let Node::Apply { function, arguments: &[argument], .. } = graph.node(id) else { return None };
    let definition = graph.builtin(function)?.definition;
    let &sign = taken.get(&argument)?;
    match definition {
        Definition::Primitive(Elementary::Abs) if sign > 0 => Some(argument),
        Definition::Primitive(Elementary::Abs) => Some(graph.call(&NEGATE, &[argument])),
        Definition::Primitive(Elementary::Sign) => Some(graph.integer(i64::from(sign))),
        Definition::Primitive(Elementary::Step) => Some(graph.integer(i64::from(sign > 0))),
        Definition::Primitive(_) | Definition::Arithmetic | Definition::Formula(_) => None,
    }
}

/// What to put for which name so that the expression is zero.
fn zero_of(graph: &mut Graph, expr: ExprId) -> Option<(ExprId, ExprId)> {
    let form = Linear::of(graph, expr)?;
    let (name, coefficient) = form.parts.iter().find(|(name, _)| {
        let is_name = matches!(graph.node(**name), Node::Symbol(_) | Node::Derivative { .. });
        let mut others = form.parts.keys().filter(|other| other != name);
        is_name && !others.any(|&other| Walk::below(graph, &[other]).contains(name))
    })?;
    // name = −(the rest)/coefficient
    let (name, factor) = (*name, (-coefficient).recip()?);
    let mut terms = Vec::new();
    for (&part, coefficient) in form.parts.iter().filter(|(part, _)| **part != name) {
        let number = graph.number(coefficient * &factor);
        terms.push(graph.call(&MULTIPLY, &[number, part]));
    }
    let constant = form.constant.as_ref().map_or_else(Rational::zero, |constant| constant * &factor);
    terms.push(graph.number(constant));
    let zero = if terms.len() == 1 { terms[0] } else { graph.call(&ADD, &terms) };
    Some((name, zero))
}
