//! How fast a formula grows with a name.
#![expect(clippy::option_option, reason = "what is 0 grows in no way, and what can't be told is neither")]

use chainrule::Judgement;
use chainrule::number::Value;
use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule::symbolic::function::rows::exponential::{EXP, LN};
use chainrule::symbolic::function::rows::gaussian::ERF;
use chainrule::symbolic::function::rows::hyperbolic::TANH;
use chainrule::symbolic::function::rows::logistic::{SIGMOID, SOFTPLUS};
use chainrule::symbolic::function::rows::piecewise::{ABS, SIGN};
use chainrule::symbolic::function::rows::power::SQRT;
use chainrule::symbolic::function::rows::rectifier::{RELU, SOFTSIGN};
use chainrule::symbolic::graph::{ExprId, Node, Walk};
use chainrule::value_of;
use chainrule::worksheet::Relation as Sign;
use rustc_hash::FxHashMap;

use crate::continuity::{is_below_zero, is_continuous, put_in};
use crate::desk::Desk;

/// A formula of so many parts is looked at.
const LARGEST: usize = 400;

/// How a formula grows with x: about c·xᵖ·eᵠˣ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Growth {
    pub(crate) factor: ExprId,
    pub(crate) power: f64,
    pub(crate) rate: f64,
}

/// How an expression grows with a name; `Some(None)` where it is 0, nothing where it can't be told.
pub(crate) fn growth(desk: &mut Desk, expr: ExprId, name: ExprId) -> Option<Option<Growth>> {
    let mut all = Walk::below(&desk.graph, &[expr]);
    // What stands below has a smaller number.
    all.sort_unstable();
    if all.len() > LARGEST {
        return None;
    }
    let mut done: FxHashMap<ExprId, Option<Option<Growth>>> = FxHashMap::default();
    for id in all {
        let found = one_growth(desk, id, name, &done);
        done.insert(id, found);
    }
    done.remove(&expr).flatten()
}

type Grown = FxHashMap<ExprId, Option<Option<Growth>>>;

fn constant(desk: &mut Desk, factor: ExprId) -> Option<Option<Growth>> {
    let value = value_of(&mut desk.graph, factor).ok()?;
    if matches!(&value, Value::Exact(exact) if exact.is_zero()) {
        return Some(None);
    }
    value.is_negative()?;
    Some(Some(Growth { factor, power: 0.0, rate: 0.0 }))
}

/// What shrinks faster, or grows faster, than any other.
fn extreme(desk: &mut Desk, rate: f64) -> Growth {
    Growth { factor: desk.graph.integer(1), power: 0.0, rate }
}

fn one_growth(desk: &mut Desk, id: ExprId, name: ExprId, done: &Grown) -> Option<Option<Growth>> {
    if id == name {
        let factor = desk.graph.integer(1);
        return Some(Some(Growth { factor, power: 1.0, rate: 0.0 }));
    }
    let names = desk.names_in(id);
    if names.is_empty() {
        return constant(desk, id);
    }
    let Node::Apply { function, primes, .. } = desk.graph.node(id) else { return None };
    let row = desk.graph.builtin(function)?;
    let children = desk.graph.children(id).to_vec();
    let mut parts = Vec::with_capacity(children.len());
    for child in &children {
        parts.push(done.get(child).copied().flatten());
    }
    if primes > 0 {
        let inner = (*parts.first()?)??;
        return slope_of_level(desk, (row, primes), inner, children[0], name);
    }
    if row == &ADD {
        return sum(desk, &parts);
    }
    if row == &POWER {
        let &[base, exponent] = children.as_slice() else { return None };
        return power(desk, (base, exponent), (parts[0]?, parts[1]?), name, done);
    }
    if row == &EXP {
        return exponential(desk, children[0], parts[0]?, name);
    }
    let parts: Vec<Option<Growth>> = parts.into_iter().collect::<Option<_>>()?;
    if row == &MULTIPLY {
        return product(desk, &parts);
    }
    if row == &DIVIDE {
        let &[above, Some(below)] = parts.as_slice() else { return None };
        let Some(above) = above else { return Some(None) };
        let factor = desk.graph.call(&DIVIDE, &[above.factor, below.factor]);
        return checked(Growth { factor, power: above.power - below.power, rate: above.rate - below.rate });
    }
    if row == &NEGATE {
        let Some(growth) = parts[0] else { return Some(None) };
        let factor = desk.graph.call(&NEGATE, &[growth.factor]);
        return Some(Some(Growth { factor, ..growth }));
    }
    let &[part] = parts.as_slice() else { return None };
    let inner = part.unwrap_or(Growth { factor: desk.graph.integer(0), power: 0.0, rate: 0.0 });
    of_function(desk, row, inner, children[0], name)
}

/// How the slope of a function that levels off falls: e to the -|g| for the sigmoid, 4 e to the -2|g| for tanh.
fn slope_of_level(
    desk: &mut Desk,
    (row, primes): (&'static Function, u8),
    inner: Growth,
    argument: ExprId,
    name: ExprId,
) -> Option<Option<Growth>> {
    if primes > 1 || !is_growing(inner) || !(row == &SIGMOID || row == &TANH) {
        return None;
    }
    let (times, factor) = if row == &SIGMOID { (1, 1) } else { (2, 4) };
    let is_down = is_below_zero(desk, inner.factor)?;
    let times = desk.graph.integer(if is_down { times } else { -times });
    let exponent = desk.graph.call(&MULTIPLY, &[times, argument]);
    let fall = exponential(desk, exponent, None, name)?.filter(|growth| growth.rate < 0.0)?;
    let factor = desk.graph.integer(factor);
    let factor = desk.graph.call(&MULTIPLY, &[factor, fall.factor]);
    Some(Some(Growth { factor, ..fall }))
}

fn is_growing(growth: Growth) -> bool {
    growth.rate > 0.0 || (growth.rate == 0.0 && growth.power > 0.0)
}

fn is_shrinking(growth: Growth) -> bool {
    growth.rate < 0.0 || (growth.rate == 0.0 && growth.power < 0.0)
}

/// What came of rates beyond all bounds against each other can't be told.
fn checked(growth: Growth) -> Option<Option<Growth>> {
    (!growth.rate.is_nan() && !growth.power.is_nan()).then_some(Some(growth))
}

/// Whether two rates are one: they come from the same exact numbers.
fn is_same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

fn sum(desk: &mut Desk, parts: &[Option<Option<Growth>>]) -> Option<Option<Growth>> {
    let mut growths = Vec::with_capacity(parts.len());
    for part in parts {
        growths.extend((*part)?);
    }
    let is_above = |one: &Growth, other: &Growth| {
        one.rate > other.rate || (is_same(one.rate, other.rate) && one.power > other.power)
    };
    let Some(&first) = growths.first() else { return Some(None) };
    let largest = growths
        .iter()
        .copied()
        .fold(first, |best, growth| if is_above(&growth, &best) { growth } else { best });
    let equals: Vec<ExprId> = growths
        .iter()
        .filter(|growth| is_same(growth.rate, largest.rate) && is_same(growth.power, largest.power))
        .map(|growth| growth.factor)
        .collect();
    if equals.len() > 1 && largest.rate.is_infinite() {
        return None;
    }
    let factor = desk.graph.together(&ADD, &equals);
    // What cancels leaves what is smaller, of which too little is known.
    let value = value_of(&mut desk.graph, factor).ok()?;
    match &value {
        Value::Exact(exact) if exact.is_zero() => return None,
        Value::Exact(_) => {}
        Value::Enclosed(_) => {
            value.is_negative()?;
        }
    }
    Some(Some(Growth { factor, ..largest }))
}

fn product(desk: &mut Desk, parts: &[Option<Growth>]) -> Option<Option<Growth>> {
    if parts.iter().any(Option::is_none) {
        return Some(None);
    }
    let growths: Vec<Growth> = parts.iter().copied().flatten().collect();
    let factors: Vec<ExprId> = growths.iter().map(|growth| growth.factor).collect();
    let factor = desk.graph.together(&MULTIPLY, &factors);
    checked(Growth {
        factor,
        power: growths.iter().map(|growth| growth.power).sum(),
        rate: growths.iter().map(|growth| growth.rate).sum(),
    })
}

/// The slope of an expression that is a straight line in a name, with its value at 0.
fn line_of(desk: &mut Desk, expr: ExprId, name: ExprId) -> Option<(ExprId, ExprId)> {
    let is_plain = Walk::below(&desk.graph, &[expr]).into_iter().all(|id| match desk.graph.node(id) {
        Node::Apply { function, primes: 0, .. } => desk.graph.builtin(function).is_some_and(|row| {
            let divides = row == &DIVIDE
                && desk.graph.children(id).get(1).is_some_and(|below| !desk.names_in(*below).is_empty());
            !divides && [&ADD, &MULTIPLY, &NEGATE, &DIVIDE].contains(&row) || desk.names_in(id).is_empty()
        }),
        Node::Symbol(_) => id == name,
        Node::Number(_) => true,
        Node::Apply { .. } | Node::Derivative { .. } => false,
    });
    if !is_plain {
        return None;
    }
    let Node::Symbol(symbol) = desk.graph.node(name) else { return None };
    let mut at = |number: i64| {
        let number = desk.graph.integer(number);
        put_in(desk, expr, symbol, number)
    };
    let (zero, one, two) = (at(0), at(1), at(2));
    let minus = desk.graph.call(&NEGATE, &[zero]);
    let slope = desk.graph.call(&ADD, &[one, minus]);
    let twice = desk.graph.call(&ADD, &[two, minus]);
    let double = desk.graph.call(&ADD, &[slope, slope]);
    let is_line = matches!(desk.judge(twice, double, Sign::Equal), Some((Judgement::Proved(_), _, false)));
    is_line.then_some((slope, zero))
}

fn size(desk: &mut Desk, expr: ExprId) -> Option<f64> {
    match value_of(&mut desk.graph, expr).ok()? {
        Value::Exact(exact) => Some(exact.to_f64()),
        Value::Enclosed(enclosure) => enclosure.middle(80).to_rational().ok().map(|number| number.to_f64()),
    }
}

fn exponential(desk: &mut Desk, inner: ExprId, part: Option<Growth>, name: ExprId) -> Option<Option<Growth>> {
    if let Some((slope, start)) = line_of(desk, inner, name) {
        let rate = size(desk, slope)?;
        let factor = desk.graph.call(&EXP, &[start]);
        return Some(Some(Growth { factor, power: 0.0, rate }));
    }
    match part {
        // x + ln x is about x, and its exponential not about that of x.
        Some(growth) if is_growing(growth) => {
            if growth.rate <= 0.0 && growth.power <= 1.0 {
                return None;
            }
            let is_down = is_below_zero(desk, growth.factor)?;
            Some(Some(extreme(desk, if is_down { f64::NEG_INFINITY } else { f64::INFINITY })))
        }
        Some(growth) if !is_shrinking(growth) => {
            let factor = desk.graph.call(&EXP, &[growth.factor]);
            constant(desk, factor)
        }
        Some(_) | None => {
            let factor = desk.graph.integer(1);
            constant(desk, factor)
        }
    }
}

fn power(
    desk: &mut Desk,
    (base, exponent): (ExprId, ExprId),
    (base_growth, raised): (Option<Growth>, Option<Growth>),
    name: ExprId,
    done: &Grown,
) -> Option<Option<Growth>> {
    if desk.names_in(exponent).is_empty() {
        let number = size(desk, exponent)?;
        let Some(growth) = base_growth else { return (number > 0.0).then_some(None) };
        let is_whole = number.fract() == 0.0;
        if !is_whole && is_below_zero(desk, growth.factor)? {
            return None;
        }
        let factor = desk.graph.call(&POWER, &[growth.factor, exponent]);
        return checked(Growth { factor, power: growth.power * number, rate: growth.rate * number });
    }
    if desk.names_in(base).is_empty() {
        // rᵍ is e to the g·ln r.
        if is_below_zero(desk, base)? {
            return None;
        }
        let logarithm = desk.graph.call(&LN, &[base]);
        let inner = desk.graph.call(&MULTIPLY, &[exponent, logarithm]);
        let logarithm = constant(desk, logarithm)?;
        let part = product(desk, &[raised, logarithm])?;
        return exponential(desk, inner, part, name);
    }
    // (1 + u)ᵍ with u → 0 and g → ∞ is e to the limit of u·g.
    let Node::Apply { function, primes: 0, .. } = desk.graph.node(base) else { return None };
    if desk.graph.builtin(function) != Some(&ADD) {
        return None;
    }
    let one = desk.graph.integer(1);
    let terms = desk.graph.children(base).to_vec();
    let rest: Vec<Option<Option<Growth>>> =
        terms.iter().filter(|&&id| id != one).map(|id| done.get(id).copied().flatten()).collect();
    if rest.len() + 1 != terms.len() {
        return None;
    }
    let small = sum(desk, &rest)??;
    if !is_shrinking(small) {
        return None;
    }
    let inner = product(desk, &[Some(small), raised])??;
    let is_finite = inner.rate == 0.0 && inner.power == 0.0;
    let factor = if is_finite {
        desk.graph.call(&EXP, &[inner.factor])
    } else if is_shrinking(inner) {
        one
    } else {
        return None;
    };
    constant(desk, factor)
}

fn of_function(
    desk: &mut Desk,
    row: &'static Function,
    inner: Growth,
    argument: ExprId,
    name: ExprId,
) -> Option<Option<Growth>> {
    if row == &SQRT {
        if is_below_zero(desk, inner.factor)? {
            return None;
        }
        let factor = desk.graph.call(&SQRT, &[inner.factor]);
        return checked(Growth { factor, power: inner.power / 2.0, rate: inner.rate / 2.0 });
    }
    if row == &LN {
        // A logarithm grows more slowly than any power.
        const SLOW: f64 = 1e-9;
        if is_below_zero(desk, inner.factor)? {
            return None;
        }
        if is_growing(inner) || is_shrinking(inner) {
            let factor = desk.graph.integer(if is_growing(inner) { 1 } else { -1 });
            let power = if inner.rate == 0.0 { SLOW } else { 1.0 };
            return Some(Some(Growth { factor, power, rate: 0.0 }));
        }
    }
    if is_growing(inner) {
        let is_down = is_below_zero(desk, inner.factor)?;
        let integer = |desk: &mut Desk, value: i64| {
            let factor = desk.graph.integer(value);
            constant(desk, factor)
        };
        let levels = [&TANH, &ERF, &SOFTSIGN, &SIGN].contains(&row);
        return if levels {
            integer(desk, if is_down { -1 } else { 1 })
        } else if row == &ABS {
            let factor = if is_down { desk.graph.call(&NEGATE, &[inner.factor]) } else { inner.factor };
            Some(Some(Growth { factor, ..inner }))
        } else if row == &SIGMOID && !is_down {
            integer(desk, 1)
        } else if row == &SIGMOID || (row == &SOFTPLUS && is_down) {
            exponential(desk, argument, Some(inner), name)
        } else if row == &RELU && is_down {
            Some(None)
        } else {
            (row == &RELU || row == &SOFTPLUS).then_some(Some(inner))
        };
    }
    if !is_continuous(row) {
        return None;
    }
    let at = if is_shrinking(inner) { desk.graph.integer(0) } else { inner.factor };
    let factor = desk.graph.call(row, &[at]);
    // What tends to 0 does so at a pace that is not known.
    constant(desk, factor).filter(Option::is_some)
}
