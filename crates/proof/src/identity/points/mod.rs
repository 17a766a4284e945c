//! Both sides of an equation at random points of the field.
//!
//! Every function that is not rational becomes an atom: a number drawn for it, bound to the numbers of other atoms by
//! the relations that are always true: exponentials of sums are products, logarithms of products are sums, angles add,
//! roots multiply. Atoms that are not bound to each other are independent numbers, which is sound: what holds for
//! independent numbers holds for all.

mod circle;
mod entry;
mod inverses;
mod logarithms;
mod powers;
mod sign_powers;
mod signs;

use std::cmp::Ordering;

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Definition, Function};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use num_bigint::BigInt;
use rustc_hash::FxHashMap;

use super::field::{Field, Turn};
use super::span::{Column, SPARE_POINTS, Span};
use crate::budget::Budget;
use entry::{Entry, Known, LogAtom};
use inverses::{ACOSH, ASIN, ASINH, ATAN, ERF};
use sign_powers::SignPowers;
use signs::AtZero;
pub use signs::Sign;

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

/// What a function or a power costs, in sums and products.
const COST_OF_A_FUNCTION: usize = 50;

/// Points are drawn again at most so often.
const MOST_ROUNDS: usize = 400;

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
    pub sign_arguments: Vec<ExprId>,
    /// The sign taken for the arguments of absolute values, signs and steps, where the case fixes it.
    pub taken: Vec<(ExprId, i8)>,
}

/// Values of expressions at random points.
pub struct Points<'a> {
    graph: &'a Graph,
    field: Field,
    given_signs: &'a FxHashMap<ExprId, Sign>,
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
    sign_arguments: Vec<ExprId>,
    taken: Vec<(ExprId, i8)>,
    /// Powers of the signs of bases that may be negative.
    sign_powers: SignPowers,
    pi: Option<Column>,
    part_of_pi: Option<Turn>,
    serial: u64,
}

impl<'a> Points<'a> {
    /// Compares two expressions in primitives at random points, as long as there are steps left. `given_signs` holds what is
    /// known of signs.
    pub fn compare(
        graph: &'a Graph,
        field: Field,
        left: ExprId,
        right: ExprId,
        given_signs: &'a FxHashMap<ExprId, Sign>,
        case: &'a Case,
        steps: &Budget,
    ) -> Comparison {
        let order = Walk::below(graph, &[left, right]);
        let atoms = order.iter().filter(|&&id| is_transcendental(graph, id)).count();
        let count = (atoms + SPARE_POINTS + 2).clamp(FEWEST_POINTS, MOST_POINTS);
        let rounds = (MOST_VALUES / (order.len().max(1) * count)).clamp(1, MOST_ROUNDS);
        let mut attempts = vec![0; count];
        let (mut sign_arguments, mut taken) = (Vec::new(), Vec::new());
        let cost = count * (order.len() + atoms * COST_OF_A_FUNCTION);
        for _ in 0..rounds {
            if !steps.spend(cost) {
                break;
            }
            let mut points = Self::new(graph, field, given_signs, case, attempts);
            points.evaluate(&order);
            (sign_arguments, taken) =
                (std::mem::take(&mut points.sign_arguments), std::mem::take(&mut points.taken));
            let (left, right) = (&points.values[&left], &points.values[&right]);
            let alive: Vec<usize> = (0..count).filter(|&point| !points.dead[point]).collect();
            // With dead points among the others relations may be missed: only agreement counts then.
            let differ = alive.iter().any(|&point| left[point] != right[point]);
            if !differ && alive.len() >= FEWEST_POINTS {
                return Comparison { agreement: Agreement::Equal, sign_arguments, taken };
            }
            if differ && alive.len() == count {
                return Comparison { agreement: Agreement::Different, sign_arguments, taken };
            }
            if points.zero.iter().all(|&zero| zero) {
                return Comparison { agreement: Agreement::Nowhere, sign_arguments, taken };
            }
            attempts = std::mem::take(&mut points.attempts);
            for (attempt, dead) in attempts.iter_mut().zip(&points.dead) {
                *attempt += u64::from(*dead);
            }
        }
        Comparison { agreement: Agreement::Undefined, sign_arguments, taken }
    }

    /// Whether constants, with all below them in `order`, have these signs in a field.
    pub fn constants(
        graph: &'a Graph,
        field: Field,
        given_signs: &'a FxHashMap<ExprId, Sign>,
        case: &'a Case,
        order: &[ExprId],
        signs: &[(ExprId, Ordering)],
    ) -> bool {
        let mut points = Self::new(graph, field, given_signs, case, vec![0]);
        points.evaluate(order);
        !points.dead[0]
            && signs.iter().all(|(id, sign)| {
                let value = points.values[id][0];
                match sign {
                    Ordering::Equal => true,
                    Ordering::Greater => field.is_positive(value),
                    Ordering::Less => value != 0 && !field.is_positive(value),
                }
            })
    }

    fn new(
        graph: &'a Graph,
        field: Field,
        given_signs: &'a FxHashMap<ExprId, Sign>,
        case: &'a Case,
        attempts: Vec<u64>,
    ) -> Self {
        let count = attempts.len();
        Self {
            graph,
            field,
            given_signs,
            case,
            count,
            attempts,
            dead: vec![false; count],
            zero: vec![false; count],
            values: FxHashMap::default(),
            logarithms: FxHashMap::default(),
            span: Span::new(field),
            entries: Vec::new(),
            log_atoms: Vec::new(),
            opaque: FxHashMap::default(),
            primes: FxHashMap::default(),
            sign_atoms: FxHashMap::default(),
            sign_arguments: Vec::new(),
            taken: Vec::new(),
            sign_powers: SignPowers::new(field),
            pi: None,
            part_of_pi: None,
            serial: 0,
        }
    }

    fn evaluate(&mut self, order: &[ExprId]) {
        self.sign_powers.expect_domains(self.graph, order);
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
        let field = self.field;
        match field.element(number) {
            Some(value) => vec![value; self.count],
            None => self.fresh(),
        }
    }

    /// Independent numbers.
    fn fresh(&mut self) -> Column {
        let field = self.field;
        self.serial += 1;
        let serial = self.serial;
        (0u64..).zip(&self.attempts).map(|(point, &attempt)| field.draw(serial, point, attempt)).collect()
    }

    /// Independent positive numbers.
    fn fresh_positive(&mut self) -> Column {
        let field = self.field;
        self.fresh().into_iter().map(|value| field.mul(value, value)).collect()
    }

    fn leaf(&mut self, id: ExprId) -> Column {
        let field = self.field;
        match self.given_signs.get(&id) {
            None => self.fresh(),
            Some(sign) if sign.is_upwards() => self.fresh_positive(),
            Some(_) => self.fresh_positive().into_iter().map(|value| field.neg(value)).collect(),
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
        let field = self.field;
        if let Definition::Primitive(primitive) = row.definition {
            return self.primitive(id, primitive, arguments);
        }
        if *row == ADD {
            self.fold(arguments, 0, |a, b| field.add(a, b))
        } else if *row == MULTIPLY {
            self.fold(arguments, 1, |a, b| field.mul(a, b))
        } else if *row == NEGATE {
            self.each(arguments[0], |value| field.neg(value))
        } else if *row == DIVIDE {
            let below = self.inverse(&self.values[&arguments[1]].clone());
            field.times(&self.values[&arguments[0]], &below)
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
        self.field.inverses(column)
    }

    fn primitive(&mut self, id: ExprId, primitive: Elementary, arguments: &'a [ExprId]) -> Column {
        let field = self.field;
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
                field.times(&sin, &below)
            }
            Elementary::Sinh | Elementary::Cosh | Elementary::Tanh => {
                let up = self.exponential(&argument);
                let down = self.inverse(&up);
                let half = field.inverse(2);
                let sinh: Column =
                    up.iter().zip(&down).map(|(u, d)| field.mul(field.sub(*u, *d), half)).collect();
                let cosh: Column =
                    up.iter().zip(&down).map(|(u, d)| field.mul(field.add(*u, *d), half)).collect();
                if primitive == Elementary::Sinh {
                    sinh
                } else if primitive == Elementary::Cosh {
                    cosh
                } else {
                    let below = self.inverse(&cosh);
                    field.times(&sinh, &below)
                }
            }
            Elementary::Asin => self.odd(ASIN, &argument),
            Elementary::Acos => {
                let asin = self.odd(ASIN, &argument);
                let half = field.inverse(2);
                self.pi().iter().zip(&asin).map(|(pi, asin)| field.sub(field.mul(*pi, half), *asin)).collect()
            }
            Elementary::Atan => self.odd(ATAN, &argument),
            Elementary::Asinh => self.odd(ASINH, &argument),
            // ln((1 + x)/(1 − x))/2
            Elementary::Atanh => {
                let (above, below): (Column, Column) =
                    argument.iter().map(|&x| (field.add(1, x), field.sub(1, x))).unzip();
                self.defined_above_zero(&above);
                self.defined_above_zero(&below);
                let (above, below) = (self.log_atom(&above), self.log_atom(&below));
                let half = field.inverse(2);
                above.iter().zip(&below).map(|(a, b)| field.mul(field.sub(*a, *b), half)).collect()
            }
            Elementary::Erf => self.odd(ERF, &argument),
            Elementary::Acosh => self.opaque(ACOSH, argument),
            Elementary::Abs => {
                let sign = self.sign(first, AtZero::Same);
                field.times(&argument, &sign)
            }
            Elementary::Sign => self.jump(first, |sign| sign),
            // 1 above zero, else 0: s(s + 1)/2 for the sign s.
            Elementary::Step => {
                self.jump(first, |sign| field.mul(field.mul(sign, field.add(sign, 1)), field.inverse(2)))
            }
            // Written out as absolute values before.
            Elementary::Min | Elementary::Max => self.leaf(id),
            Elementary::Pi => self.pi(),
        }
    }
}

fn is_transcendental(graph: &Graph, id: ExprId) -> bool {
    let Node::Apply { function, .. } = graph.node(id) else { return false };
    graph
        .builtin(function)
        .is_some_and(|row| matches!(row.definition, Definition::Primitive(_)) || *row == POWER)
}
