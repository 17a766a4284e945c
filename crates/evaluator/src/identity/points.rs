//! Both sides of an equation at random points of the field.
//!
//! Every function that is not rational becomes an atom: a number drawn for it, bound to the numbers of other atoms by
//! the relations that are always true: exponentials of sums are products, logarithms of products are sums, angles add,
//! roots multiply. Atoms that are not bound to each other are independent numbers, which is sound: what holds for
//! independent numbers holds for all.

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Definition, Function};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use chainrule_symbolic::number::{Elementary, Rational};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use rustc_hash::FxHashMap;

use super::field::{
    ANGLE_PARTS, Turn, add, draw, element, inverse, is_positive, mul, neg, part_of_pi, power, rational_power,
    size, small_fraction, sub,
};
use super::span::{Column, SPARE_POINTS, Span, scaled};

/// What is known of the sign of an expression, everywhere where it is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
    /// Not below zero.
    NotNegative,
    /// Not above zero.
    NotPositive,
}

impl Sign {
    /// Whether the size of the expression is itself, where zero does not matter.
    fn is_upwards(self) -> bool {
        matches!(self, Self::Positive | Self::NotNegative)
    }

    /// Whether zero is excluded.
    fn is_strict(self) -> bool {
        matches!(self, Self::Positive | Self::Negative)
    }
}

/// Whether a function of the sign takes another value at zero than beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AtZero {
    /// |u|: either sign will do.
    Same,
    /// The sign and the step jump there.
    Matters,
}

/// What the two sides are at the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same at every point.
    Equal,
    /// Not the same at some point.
    Different,
    /// No points were found at which both are defined.
    Undefined,
    /// At every point something is divided by zero.
    Nowhere,
}

/// At least so many points are compared: the chance of a wrong answer is below (degree / 2^61)^6.
const FEWEST_POINTS: usize = 6;

/// At most so many points are drawn.
const MOST_POINTS: usize = 72;

/// Points at which something is undefined are drawn again, while this many values are computed in all.
const MOST_VALUES: usize = 6_000_000;

/// Points are drawn again at most so often.
const MOST_ROUNDS: usize = 400;

/// Whole numbers are taken apart into primes up to this one.
const LARGEST_PRIME: u32 = 1 << 12;

// Keys of the functions of which nothing else is known.
const ASIN: u64 = 1;
const ATAN: u64 = 2;
const ASINH: u64 = 3;
const ERF: u64 = 5;
const ACOSH: u64 = 6;
/// An angle too finely divided for its parts.
const UNDIVIDED: u64 = 7;

/// How signs and domains are taken.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The sign taken for each of these arguments of sign atoms; the signs of others are free numbers.
    pub pattern: Vec<(ExprId, i8)>,
    /// Whether points count only where logarithms are put to positive numbers, and signs are those of the numbers.
    pub strict: bool,
}

/// What comparing found.
#[derive(Debug)]
pub struct Comparison {
    /// What the two sides are at the points.
    pub agreement: Agreement,
    /// The arguments of the sign atoms, in the order met.
    pub asked: Vec<ExprId>,
    /// The sign taken for the arguments of absolute values, signs and steps, where the case fixes it.
    pub taken: Vec<(ExprId, i8)>,
}

/// Values of expressions at random points.
pub struct Points<'a> {
    graph: &'a Graph,
    known: &'a FxHashMap<ExprId, Sign>,
    case: &'a Case,
    count: usize,
    attempts: Vec<u64>,
    dead: Vec<bool>,
    /// Where something was divided by zero.
    zero: Vec<bool>,
    values: FxHashMap<ExprId, Column>,
    logarithms: FxHashMap<ExprId, Column>,
    span: Span,
    entries: Vec<Entry>,
    log_atoms: Vec<LogAtom>,
    opaque: FxHashMap<(u64, Column), Column>,
    primes: FxHashMap<BigInt, Column>,
    sign_atoms: FxHashMap<Column, (usize, u64)>,
    asked: Vec<ExprId>,
    taken: Vec<(ExprId, i8)>,
    pi: Option<Column>,
    part_of_pi: Option<Turn>,
    serial: u64,
}

/// What exponentials and angles know of one independent exponent.
struct Entry {
    exponential: Column,
    /// The turn by one of [`ANGLE_PARTS`] parts of the angle, or by the whole of it.
    turn: Known,
}

/// What is known of the turn by an angle.
enum Known {
    /// Nothing yet: a point of the circle is drawn when it is asked for.
    Nothing,
    /// The turn by one of its [`ANGLE_PARTS`] parts.
    Part(Vec<Turn>),
    /// The turn by all of it, of an inverse function, and where it is not defined.
    Whole(Vec<Turn>, Vec<bool>),
}

/// The logarithm of a sum.
struct LogAtom {
    of: Column,
    logarithm: Column,
}

impl<'a> Points<'a> {
    /// Compares two expressions in primitives at random points. `known` holds what is known of signs.
    pub fn compare(
        graph: &'a Graph,
        left: ExprId,
        right: ExprId,
        known: &'a FxHashMap<ExprId, Sign>,
        case: &'a Case,
    ) -> Comparison {
        let order = Walk::below(graph, &[left, right]);
        let atoms = order.iter().filter(|&&id| is_transcendental(graph, id)).count();
        let count = (atoms + SPARE_POINTS + 2).clamp(FEWEST_POINTS, MOST_POINTS);
        let rounds = (MOST_VALUES / (order.len().max(1) * count)).clamp(1, MOST_ROUNDS);
        let mut attempts = vec![0; count];
        let (mut asked, mut taken) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let mut points = Self::new(graph, known, case, attempts);
            points.evaluate(&order);
            (asked, taken) = (std::mem::take(&mut points.asked), std::mem::take(&mut points.taken));
            let (left, right) = (&points.values[&left], &points.values[&right]);
            let alive: Vec<usize> = (0..count).filter(|&point| !points.dead[point]).collect();
            // With dead points among the others relations may be missed: only agreement counts then.
            let differ = alive.iter().any(|&point| left[point] != right[point]);
            if !differ && alive.len() >= FEWEST_POINTS {
                return Comparison { agreement: Agreement::Equal, asked, taken };
            }
            if differ && alive.len() == count {
                return Comparison { agreement: Agreement::Different, asked, taken };
            }
            if points.zero.iter().all(|&zero| zero) {
                return Comparison { agreement: Agreement::Nowhere, asked, taken };
            }
            attempts = points.attempts.clone();
            for (attempt, dead) in attempts.iter_mut().zip(&points.dead) {
                *attempt += u64::from(*dead);
            }
        }
        Comparison { agreement: Agreement::Undefined, asked, taken }
    }

    fn new(graph: &'a Graph, known: &'a FxHashMap<ExprId, Sign>, case: &'a Case, attempts: Vec<u64>) -> Self {
        let count = attempts.len();
        Self {
            graph,
            known,
            case,
            count,
            attempts,
            dead: vec![false; count],
            zero: vec![false; count],
            values: FxHashMap::default(),
            logarithms: FxHashMap::default(),
            span: Span::default(),
            entries: Vec::new(),
            log_atoms: Vec::new(),
            opaque: FxHashMap::default(),
            primes: FxHashMap::default(),
            sign_atoms: FxHashMap::default(),
            asked: Vec::new(),
            taken: Vec::new(),
            pi: None,
            part_of_pi: None,
            serial: 0,
        }
    }

    fn evaluate(&mut self, order: &[ExprId]) {
        for &id in order {
            let value = match self.graph.node(id) {
                Node::Number(number) => self.constant(number),
                Node::Symbol(_) | Node::Derivative { .. } => self.leaf(id),
                Node::Apply { function, arguments, .. } => match self.graph.builtin(function) {
                    Some(row) => self.apply(id, row, arguments),
                    // Functions of the reader's own were written out; a primed one without a formula is a name.
                    None => self.leaf(id),
                },
            };
            self.values.insert(id, value);
        }
    }

    fn constant(&mut self, number: &Rational) -> Column {
        match element(number) {
            Some(value) => vec![value; self.count],
            None => self.fresh(),
        }
    }

    /// Independent numbers.
    fn fresh(&mut self) -> Column {
        self.serial += 1;
        let serial = self.serial;
        (0u64..).zip(&self.attempts).map(|(point, &attempt)| draw(serial, point, attempt)).collect()
    }

    /// Independent positive numbers.
    fn fresh_positive(&mut self) -> Column {
        self.fresh().into_iter().map(|value| mul(value, value)).collect()
    }

    fn leaf(&mut self, id: ExprId) -> Column {
        match self.known.get(&id) {
            None => self.fresh(),
            Some(sign) if sign.is_upwards() => self.fresh_positive(),
            Some(_) => self.fresh_positive().into_iter().map(neg).collect(),
        }
    }

    fn each(&self, id: ExprId, f: impl FnMut(u64) -> u64) -> Column {
        self.values[&id].iter().copied().map(f).collect()
    }

    fn fold(&self, ids: &[ExprId], start: u64, f: impl Fn(u64, u64) -> u64) -> Column {
        let mut out = vec![start; self.count];
        for id in ids {
            for (sum, &value) in out.iter_mut().zip(&self.values[id]) {
                *sum = f(*sum, value);
            }
        }
        out
    }

    fn apply(&mut self, id: ExprId, row: &'static Function, arguments: &'a [ExprId]) -> Column {
        if let Definition::Primitive(primitive) = row.definition {
            return self.primitive(id, primitive, arguments);
        }
        if *row == ADD {
            self.fold(arguments, 0, add)
        } else if *row == MULTIPLY {
            self.fold(arguments, 1, mul)
        } else if *row == NEGATE {
            self.each(arguments[0], neg)
        } else if *row == DIVIDE {
            let below = self.inverse(&self.values[&arguments[1]].clone());
            times(&self.values[&arguments[0]], &below)
        } else if *row == POWER {
            self.power(id, arguments[0], arguments[1])
        } else {
            self.leaf(id)
        }
    }

    fn inverse(&mut self, column: &[u64]) -> Column {
        for (point, &value) in column.iter().enumerate() {
            self.dead[point] |= value == 0;
            self.zero[point] |= value == 0;
        }
        column.iter().map(|&value| inverse(value)).collect()
    }

    fn primitive(&mut self, id: ExprId, primitive: Elementary, arguments: &'a [ExprId]) -> Column {
        let Some(&first) = arguments.first() else { return self.pi() };
        let argument = self.values[&first].clone();
        match primitive {
            Elementary::Exp => self.exponential(&argument),
            Elementary::Ln => {
                self.defined_above_zero(&argument);
                self.logarithm(first)
            }
            Elementary::Sqrt => self.root(first, &Rational::fraction(1, 2)),
            Elementary::Sin => self.turn(&argument).iter().map(|turn| turn.sin).collect(),
            Elementary::Cos => self.turn(&argument).iter().map(|turn| turn.cos).collect(),
            Elementary::Tan => {
                let turn = self.turn(&argument);
                let cos: Column = turn.iter().map(|turn| turn.cos).collect();
                let sin: Column = turn.iter().map(|turn| turn.sin).collect();
                let below = self.inverse(&cos);
                times(&sin, &below)
            }
            Elementary::Sinh | Elementary::Cosh | Elementary::Tanh => {
                let up = self.exponential(&argument);
                let down = self.inverse(&up);
                let half = inverse(2);
                let sinh: Column = up.iter().zip(&down).map(|(u, d)| mul(sub(*u, *d), half)).collect();
                let cosh: Column = up.iter().zip(&down).map(|(u, d)| mul(add(*u, *d), half)).collect();
                match primitive {
                    Elementary::Sinh => sinh,
                    Elementary::Cosh => cosh,
                    _ => {
                        let below = self.inverse(&cosh);
                        times(&sinh, &below)
                    }
                }
            }
            Elementary::Asin => self.odd(ASIN, &argument),
            Elementary::Acos => {
                let asin = self.odd(ASIN, &argument);
                let half = inverse(2);
                self.pi().iter().zip(&asin).map(|(pi, asin)| sub(mul(*pi, half), *asin)).collect()
            }
            Elementary::Atan => self.odd(ATAN, &argument),
            Elementary::Asinh => self.odd(ASINH, &argument),
            // ln((1 + x)/(1 − x))/2
            Elementary::Atanh => {
                let (above, below): (Column, Column) =
                    argument.iter().map(|&x| (add(1, x), sub(1, x))).unzip();
                self.defined_above_zero(&above);
                self.defined_above_zero(&below);
                let (above, below) = (self.log_atom(&above), self.log_atom(&below));
                let half = inverse(2);
                above.iter().zip(&below).map(|(a, b)| mul(sub(*a, *b), half)).collect()
            }
            Elementary::Erf => self.odd(ERF, &argument),
            Elementary::Acosh => self.opaque(ACOSH, argument),
            Elementary::Abs => {
                let sign = self.sign(first, AtZero::Same);
                times(&argument, &sign)
            }
            Elementary::Sign => self.jump(first, |sign| sign),
            // 1 above zero, else 0: s(s + 1)/2 for the sign s.
            Elementary::Step => self.jump(first, |sign| mul(mul(sign, add(sign, 1)), inverse(2))),
            // Written out as absolute values before.
            Elementary::Min | Elementary::Max => self.leaf(id),
            Elementary::Pi => self.pi(),
        }
    }

    /// A function of the sign that jumps at zero.
    fn jump(&mut self, argument: ExprId, f: impl Fn(u64) -> u64) -> Column {
        self.sign(argument, AtZero::Matters).into_iter().map(f).collect()
    }

    fn pi(&mut self) -> Column {
        if let Some(pi) = &self.pi {
            return pi.clone();
        }
        let pi = self.fresh_positive();
        let part = *self.part_of_pi.get_or_insert_with(part_of_pi);
        let exponential = self.fresh_positive();
        self.span.add(&pi);
        self.entries.push(Entry { exponential, turn: Known::Part(vec![part; self.count]) });
        self.pi = Some(pi.clone());
        pi
    }

    /// The entries whose sum, with these coefficients, the exponent is; a new one where it is independent.
    fn combination(&mut self, exponent: &[u64]) -> Vec<(usize, Rational)> {
        if let Some(combination) = self.span.express(exponent) {
            return combination;
        }
        let exponential = self.fresh_positive();
        let entry = self.span.add(exponent);
        self.entries.push(Entry { exponential, turn: Known::Nothing });
        vec![(entry, Rational::one())]
    }

    fn exponential(&mut self, exponent: &[u64]) -> Column {
        let mut out = vec![1; self.count];
        for (entry, coefficient) in self.combination(exponent) {
            let bases = &self.entries[entry].exponential;
            for ((product, dead), &base) in out.iter_mut().zip(&mut self.dead).zip(bases) {
                let factor = match coefficient.to_i64() {
                    Some(whole) if whole < 0 => Some(power(inverse(base), whole.unsigned_abs())),
                    Some(whole) => Some(power(base, whole.unsigned_abs())),
                    // Only a large prime may play a negative number, and has no roots then.
                    None if is_positive(base) => rational_power(base, &coefficient),
                    None => None,
                };
                *dead |= factor.is_none();
                *product = mul(*product, factor.unwrap_or(0));
            }
        }
        out
    }

    fn turn(&mut self, angle: &[u64]) -> Vec<Turn> {
        let mut combination = self.combination(angle);
        if !combination.iter().all(|(entry, coefficient)| self.steps(*entry, coefficient).is_some()) {
            // An angle too finely divided: independent of the others.
            let stand_in = self.opaque(UNDIVIDED, angle.to_vec());
            combination = self.combination(&stand_in);
        }
        let mut out = vec![Turn::NONE; self.count];
        for (entry, coefficient) in combination {
            let steps = self.steps(entry, &coefficient).unwrap_or(0);
            if matches!(self.entries[entry].turn, Known::Nothing) {
                let drawn = self.fresh();
                self.entries[entry].turn =
                    Known::Part(drawn.into_iter().map(Turn::of_half_tangent).collect());
            }
            let turns = match &self.entries[entry].turn {
                Known::Nothing => continue,
                Known::Part(part) => part,
                Known::Whole(whole, undefined) => {
                    for (dead, undefined) in self.dead.iter_mut().zip(undefined) {
                        *dead |= undefined;
                    }
                    whole
                }
            };
            for (turn, step) in out.iter_mut().zip(turns) {
                *turn = turn.then(step.times(steps));
            }
        }
        out
    }

    /// How many of an entry's turns make so much of its angle; nothing where they do not come out even.
    fn steps(&self, entry: usize, coefficient: &Rational) -> Option<i64> {
        match self.entries[entry].turn {
            Known::Nothing | Known::Part(_) => (coefficient * &Rational::from_integer(ANGLE_PARTS)).to_i64(),
            Known::Whole(..) => coefficient.to_i64(),
        }
    }

    /// An odd function of which nothing else is known.
    fn odd(&mut self, key: u64, argument: &[u64]) -> Column {
        let Some((_, first)) = scaled(argument) else { return self.opaque(key, argument.to_vec()) };
        if is_positive(first) {
            return self.opaque(key, argument.to_vec());
        }
        let opposite = argument.iter().map(|&value| neg(value)).collect();
        self.opaque(key, opposite).into_iter().map(neg).collect()
    }

    fn opaque(&mut self, key: u64, argument: Column) -> Column {
        let is_odd = key != ACOSH && key != UNDIVIDED;
        if is_odd && argument.iter().all(|&value| value == 0) {
            return argument;
        }
        if let Some(value) = self.opaque.get(&(key, argument.clone())) {
            return value.clone();
        }
        let value = self.fresh();
        self.bind_inverse(key, &argument, &value);
        self.opaque.insert((key, argument), value.clone());
        value
    }

    /// What exponentials and angles know of an inverse function's value: sin(asin x) = x, sinh(asinh x) = x.
    fn bind_inverse(&mut self, key: u64, argument: &[u64], value: &[u64]) {
        let square = times(argument, argument);
        let root = |of: &dyn Fn(u64) -> u64| -> (Column, Vec<bool>) {
            let half = Rational::fraction(1, 2);
            square
                .iter()
                .map(|&square| {
                    let inner = of(square);
                    let root = rational_power(size(inner), &half).unwrap_or(0);
                    (root, inner == 0 || !is_positive(inner))
                })
                .unzip()
        };
        match key {
            ASIN => {
                let (cosines, undefined) = root(&|square| sub(1, square));
                let turns = argument.iter().zip(cosines).map(|(&sin, cos)| Turn { cos, sin }).collect();
                self.bind_angle(value, turns, undefined);
            }
            ATAN => {
                let (roots, undefined) = root(&|square| add(1, square));
                let turns = argument
                    .iter()
                    .zip(roots)
                    .map(|(&tangent, root)| {
                        let cos = inverse(root);
                        Turn { cos, sin: mul(tangent, cos) }
                    })
                    .collect();
                self.bind_angle(value, turns, undefined);
            }
            ASINH | ACOSH => {
                let (roots, undefined) =
                    root(&|square| if key == ASINH { add(square, 1) } else { sub(square, 1) });
                for (dead, undefined) in self.dead.iter_mut().zip(undefined) {
                    *dead |= undefined;
                }
                // x + √(x² ± 1) is above zero.
                let exponential = plus(argument, &roots);
                for (dead, &value) in self.dead.iter_mut().zip(&exponential) {
                    *dead |= !is_positive(value);
                }
                self.bind(value, &exponential);
                self.log_atoms.push(LogAtom { of: exponential, logarithm: value.to_vec() });
            }
            _ => {}
        }
    }

    fn bind_angle(&mut self, angle: &[u64], turns: Vec<Turn>, undefined: Vec<bool>) {
        let exponential = self.fresh_positive();
        self.span.add(angle);
        self.entries.push(Entry { exponential, turn: Known::Whole(turns, undefined) });
    }

    fn power(&mut self, id: ExprId, base: ExprId, exponent: ExprId) -> Column {
        let constant = match self.graph.node(exponent) {
            Node::Number(number) => Some(number.clone()),
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                let column = &self.values[&exponent];
                let same = column.iter().all(|value| *value == column[0]);
                same.then(|| small_fraction(column[0])).flatten()
            }
        };
        match constant {
            Some(number) => match number.to_i64() {
                Some(whole) => {
                    let size = whole.unsigned_abs();
                    let raised = self.each(base, |value| power(value, size));
                    if whole > 0 {
                        return raised;
                    }
                    // 0^0 is undefined.
                    let inverse = self.inverse(&self.values[&base].clone());
                    inverse.into_iter().map(|value| power(value, size)).collect()
                }
                None => self.root(base, &number),
            },
            None => {
                let logarithm = self.logarithm_of_power(id, base, exponent);
                self.exponential(&logarithm)
            }
        }
    }

    /// A fractional power: defined where the base is positive.
    fn root(&mut self, base: ExprId, exponent: &Rational) -> Column {
        for (dead, &value) in self.dead.iter_mut().zip(&self.values[&base]) {
            *dead |= value != 0 && !is_positive(value);
        }
        let mut out = vec![1; self.count];
        let mut stack = vec![(base, exponent.clone())];
        while let Some((id, exponent)) = stack.pop() {
            if let Some((inner, whole)) = self.whole_power(id) {
                let exponent = &exponent * &Rational::from_integer(whole);
                let even = whole % 2 == 0;
                match exponent.to_i64() {
                    // √(u²) is |u|.
                    Some(whole) if even => {
                        let sign = self.sign(inner, AtZero::Same);
                        let size = times(&self.values[&inner], &sign);
                        let magnitude = whole.unsigned_abs();
                        let size: Column = size.into_iter().map(|value| power(value, magnitude)).collect();
                        let size = if whole < 0 { self.inverse(&size) } else { size };
                        out = times(&out, &size);
                    }
                    Some(_) | None => stack.push((inner, exponent)),
                }
                continue;
            }
            match self.graph.node(id) {
                Node::Apply { function, arguments, .. } if self.is(function, &MULTIPLY) => {
                    stack.extend(arguments.iter().map(|&factor| (factor, exponent.clone())));
                }
                Node::Apply { function, arguments, .. } if self.is(function, &DIVIDE) => {
                    stack.push((arguments[0], exponent.clone()));
                    stack.push((arguments[1], -&exponent));
                }
                Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => {
                    if self.is_misjudged(id) {
                        self.dead.fill(true);
                    }
                    let powers: Vec<Option<u64>> = self.values[&id]
                        .iter()
                        .map(|&value| if value == 0 { None } else { rational_power(size(value), &exponent) })
                        .collect();
                    for (dead, power) in self.dead.iter_mut().zip(&powers) {
                        *dead |= power.is_none();
                    }
                    let powers: Column = powers.into_iter().map(|power| power.unwrap_or(0)).collect();
                    out = times(&out, &powers);
                }
            }
        }
        out
    }

    /// Whether something is a constant whose root may have the wrong sign here: 53 may play a negative number, and the
    /// positive root of 3 − 2√2 may be 1 − √2.
    fn is_misjudged(&self, id: ExprId) -> bool {
        let column = &self.values[&id];
        column.iter().all(|&value| value == column[0])
            && small_fraction(column[0]).is_none_or(|number| number.is_positive() != is_positive(column[0]))
    }

    fn is(&self, function: chainrule_symbolic::graph::FunctionId, row: &'static Function) -> bool {
        self.graph.builtin(function) == Some(row)
    }

    /// `u^n` for a whole number n, taken apart.
    fn whole_power(&self, id: ExprId) -> Option<(ExprId, i64)> {
        let Node::Apply { function, arguments, .. } = self.graph.node(id) else { return None };
        if !self.is(function, &POWER) {
            return None;
        }
        let Node::Number(number) = self.graph.node(arguments[1]) else { return None };
        number.to_i64().filter(|&whole| whole != 0).map(|whole| (arguments[0], whole))
    }

    /// Where strictness is asked for, only points count at which this is positive. It is asked of what a logarithm is
    /// put to, never of its factors: ln(x²) is defined for negative x too.
    fn defined_above_zero(&mut self, of: &[u64]) {
        for (dead, &value) in self.dead.iter_mut().zip(of) {
            *dead |= self.case.strict && !is_positive(value);
        }
    }

    fn logarithm_of_power(&mut self, id: ExprId, base: ExprId, exponent: ExprId) -> Column {
        if let Some(known) = self.logarithms.get(&id) {
            return known.clone();
        }
        self.defined_above_zero(&self.values[&base].clone());
        let logarithm = self.logarithm(base);
        let product = times(&logarithm, &self.values[&exponent]);
        self.logarithms.insert(id, product.clone());
        product
    }

    /// ln |u|, taken apart: products into sums, powers into multiples, exponentials into their exponents.
    fn logarithm(&mut self, root: ExprId) -> Column {
        let mut stack = vec![(root, false)];
        while let Some((id, entered)) = stack.pop() {
            if self.logarithms.contains_key(&id) {
                continue;
            }
            let parts = self.log_parts(id);
            if !entered && !parts.is_empty() {
                stack.push((id, true));
                stack.extend(parts.iter().map(|&(part, _)| (part, false)));
                continue;
            }
            let logarithm = if parts.is_empty() {
                self.log_leaf(id)
            } else {
                let mut sum = vec![0; self.count];
                for (part, times) in parts {
                    for (sum, &own) in sum.iter_mut().zip(&self.logarithms[&part]) {
                        *sum = add(*sum, mul(times, own));
                    }
                }
                sum
            };
            self.logarithms.insert(id, logarithm);
        }
        self.logarithms[&root].clone()
    }

    /// The expressions of which an expression is a product, and how often each; nothing where it is none.
    fn log_parts(&self, id: ExprId) -> Vec<(ExprId, u64)> {
        let Node::Apply { function, arguments, .. } = self.graph.node(id) else { return Vec::new() };
        let Some(row) = self.graph.builtin(function) else { return Vec::new() };
        if *row == MULTIPLY {
            return arguments.iter().map(|&factor| (factor, 1)).collect();
        }
        if *row == DIVIDE {
            return vec![(arguments[0], 1), (arguments[1], neg(1))];
        }
        if *row == NEGATE || matches!(row.definition, Definition::Primitive(Elementary::Abs)) {
            return vec![(arguments[0], 1)];
        }
        if matches!(row.definition, Definition::Primitive(Elementary::Sqrt)) {
            return vec![(arguments[0], inverse(2))];
        }
        if *row == POWER
            && let Node::Number(number) = self.graph.node(arguments[1])
            && let Some(times) = element(number)
        {
            return vec![(arguments[0], times)];
        }
        Vec::new()
    }

    fn log_leaf(&mut self, id: ExprId) -> Column {
        match self.graph.node(id) {
            Node::Number(number) => self.log_number(&number.clone()),
            Node::Apply { function, arguments, .. } => {
                let row = self.graph.builtin(function);
                if row.is_some_and(|row| matches!(row.definition, Definition::Primitive(Elementary::Exp))) {
                    return self.values[&arguments[0]].clone();
                }
                if row == Some(&POWER) {
                    return self.logarithm_of_power_leaf(arguments[0], arguments[1]);
                }
                self.log_atom(&self.values[&id].clone())
            }
            Node::Symbol(_) | Node::Derivative { .. } => self.log_atom(&self.values[&id].clone()),
        }
    }

    /// ln(u^v) = v·ln u, where ln u is known already.
    fn logarithm_of_power_leaf(&mut self, base: ExprId, exponent: ExprId) -> Column {
        let logarithm = match self.logarithms.get(&base) {
            Some(known) => known.clone(),
            None => self.log_atom(&self.values[&base].clone()),
        };
        times(&logarithm, &self.values[&exponent])
    }

    fn log_number(&mut self, number: &Rational) -> Column {
        let mut sum = vec![0; self.count];
        for (part, sign) in [(number.numerator(), 1), (number.denominator(), neg(1))] {
            for (prime, times) in prime_factors(part) {
                let logarithm = self.log_prime(prime);
                for (sum, &own) in sum.iter_mut().zip(&logarithm) {
                    *sum = add(*sum, mul(mul(sign, times), own));
                }
            }
        }
        sum
    }

    fn log_prime(&mut self, prime: BigInt) -> Column {
        if let Some(known) = self.primes.get(&prime) {
            return known.clone();
        }
        let value = self.constant(&Rational::from_bigint(prime.clone()));
        let logarithm = self.fresh();
        // The prime itself, even where it plays a negative number: its whole powers are right.
        self.span.add(&logarithm);
        self.entries.push(Entry { exponential: value, turn: Known::Nothing });
        self.primes.insert(prime, logarithm.clone());
        logarithm
    }

    /// Remembers that the exponential of a logarithm is what it is the logarithm of.
    fn bind(&mut self, logarithm: &[u64], of: &[u64]) {
        self.span.add(logarithm);
        let exponential = of.iter().map(|&value| size(value)).collect();
        self.entries.push(Entry { exponential, turn: Known::Nothing });
    }

    /// The logarithm of something that is no product: a number of its own, unless it is another one's multiple, by a
    /// number, an exponential or a name.
    fn log_atom(&mut self, of: &Column) -> Column {
        for (dead, &value) in self.dead.iter_mut().zip(of) {
            *dead |= value == 0;
        }
        if of.iter().all(|value| *value == of[0])
            && let Some(number) = small_fraction(of[0])
            && !number.is_zero()
        {
            return self.log_number(&number);
        }
        const MOST_TRIALS: usize = 4096;
        let trials = self.log_atoms.len().saturating_mul(self.entries.len() + 1);
        if trials <= MOST_TRIALS {
            for atom in 0..self.log_atoms.len() {
                let below = self.log_atoms[atom].of.iter().map(|&value| inverse(value)).collect::<Column>();
                let ratio = times(of, &below);
                if let Some(logarithm) = self.log_ratio(&ratio) {
                    return plus(&self.log_atoms[atom].logarithm.clone(), &logarithm);
                }
            }
        }
        let logarithm = self.fresh();
        self.bind(&logarithm, of);
        self.log_atoms.push(LogAtom { of: of.clone(), logarithm: logarithm.clone() });
        logarithm
    }

    /// The logarithm of a ratio that is a number, or a number times an exponential or a logarithm's argument.
    fn log_ratio(&mut self, ratio: &Column) -> Option<Column> {
        let number = |column: &Column| {
            let same = column.iter().all(|value| *value == column[0]);
            same.then(|| small_fraction(column[0])).flatten().filter(|number| !number.is_zero())
        };
        if let Some(number) = number(ratio) {
            return Some(self.log_number(&number));
        }
        for entry in 0..self.entries.len() {
            let base = self.entries[entry].exponential.clone();
            let below: Column = base.iter().map(|&value| inverse(value)).collect();
            for (factor, back) in [(&base, false), (&below, true)] {
                if let Some(number) = number(&times(ratio, factor)) {
                    // ratio · factor is the number.
                    let exponent = self.exponent_of(entry);
                    let own: Column = if back { exponent } else { exponent.into_iter().map(neg).collect() };
                    return Some(plus(&self.log_number(&number), &own));
                }
            }
        }
        None
    }

    /// The exponent that an entry stands for.
    fn exponent_of(&self, entry: usize) -> Column {
        self.span.column(entry).to_vec()
    }

    /// The sign of an expression as numbers: −1, 0 or 1 where it is known or taken, a free number elsewhere.
    fn sign(&mut self, root: ExprId, at_zero: AtZero) -> Column {
        let sign = self.sign_of(root, at_zero);
        let is = |wanted: u64| sign.iter().all(|&value| value == wanted);
        if is(1) {
            self.taken.push((root, 1));
        } else if is(neg(1)) {
            self.taken.push((root, -1));
        }
        sign
    }

    fn sign_of(&mut self, root: ExprId, at_zero: AtZero) -> Column {
        let mut out = vec![1; self.count];
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if let Some(known) = self.known.get(&id)
                && (at_zero == AtZero::Same || known.is_strict())
            {
                if !known.is_upwards() {
                    out = out.into_iter().map(neg).collect();
                }
                continue;
            }
            match self.graph.node(id) {
                Node::Number(number) => {
                    let sign = if number.is_zero() {
                        0
                    } else if number.is_negative() {
                        neg(1)
                    } else {
                        1
                    };
                    out = out.into_iter().map(|value| mul(value, sign)).collect();
                }
                Node::Apply { function, arguments, .. }
                    if self.is(function, &MULTIPLY) || self.is(function, &DIVIDE) =>
                {
                    stack.extend_from_slice(arguments);
                }
                Node::Apply { function, arguments, .. } if self.is(function, &NEGATE) => {
                    out = out.into_iter().map(neg).collect();
                    stack.push(arguments[0]);
                }
                Node::Apply { .. } | Node::Symbol(_) | Node::Derivative { .. } => {
                    let sign = self.sign_atom(&self.values[&id].clone(), id);
                    out = times(&out, &sign);
                }
            }
        }
        out
    }

    /// The sign of something that is no product.
    fn sign_atom(&mut self, of: &Column, id: ExprId) -> Column {
        let Some((scaled, scale)) = scaled(of) else { return vec![0; self.count] };
        let next = self.asked.len();
        let (atom, own) = *self.sign_atoms.entry(scaled).or_insert((next, scale));
        if atom == next {
            self.asked.push(id);
        }
        let same_side = small_fraction(mul(scale, inverse(own))).map(|ratio| ratio.is_positive());
        let (atom, same_side) = match same_side {
            Some(same_side) => (atom, same_side),
            None => {
                self.asked.push(id);
                (self.asked.len() - 1, true)
            }
        };
        let argument = self.asked[atom];
        let sign: Column = match self.case.pattern.iter().find(|(own, _)| *own == argument) {
            Some(&(_, sign)) => {
                if self.case.strict {
                    for (dead, &value) in self.dead.iter_mut().zip(of) {
                        *dead |= value == 0 || is_positive(value) != ((sign > 0) == same_side);
                    }
                }
                let value = if sign > 0 { 1 } else { neg(1) };
                vec![value; self.count]
            }
            None => (0u64..)
                .zip(&self.attempts)
                .map(|(point, &attempt)| draw(u64::MAX - atom as u64, point, attempt))
                .collect(),
        };
        if same_side { sign } else { sign.into_iter().map(neg).collect() }
    }
}

fn times(left: &[u64], right: &[u64]) -> Column {
    left.iter().zip(right).map(|(a, b)| mul(*a, *b)).collect()
}

fn plus(left: &[u64], right: &[u64]) -> Column {
    left.iter().zip(right).map(|(a, b)| add(*a, *b)).collect()
}

fn is_transcendental(graph: &Graph, id: ExprId) -> bool {
    let Node::Apply { function, .. } = graph.node(id) else { return false };
    graph
        .builtin(function)
        .is_some_and(|row| matches!(row.definition, Definition::Primitive(_)) || *row == POWER)
}

/// The primes of a whole number and how often each, as elements; what is left of large numbers stands whole.
fn prime_factors(number: &BigInt) -> Vec<(BigInt, u64)> {
    let mut rest = BigInt::from(number.magnitude().clone());
    let mut factors = Vec::new();
    let mut prime = 2u32;
    while !rest.is_one() && !rest.is_zero() && prime <= LARGEST_PRIME {
        let mut times = 0;
        while (&rest % prime).is_zero() {
            rest /= prime;
            times += 1;
        }
        if times > 0 {
            factors.push((BigInt::from(prime), times));
        }
        prime += if prime == 2 { 1 } else { 2 };
    }
    if !rest.is_one() && !rest.is_zero() {
        factors.push((rest, 1));
    }
    factors
}
