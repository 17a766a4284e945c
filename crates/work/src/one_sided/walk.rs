//! The way through a network on one side of a point.

use chainrule_evaluator::Numbers;
use chainrule_number::Rational;
use chainrule_number::{Scalar, Value};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN, SIGN, STEP};
use chainrule_symbolic::graph::{ExprId, FunctionId, Node, SymbolId, Walk as GraphWalk};
use chainrule_symbolic::network::Definition;
use chainrule_symbolic::rule::differentiation::inlined;
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

/// What an expression does on one side of the point.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// What it tends to, where that is not its value: behind a jump.
    pub(super) moved: Option<Rational>,
    /// Its slope along the way.
    pub(super) slope: Value,
}

pub(super) struct Walk<'a> {
    pub(super) worksheet: &'a mut Worksheet,
    pub(super) numbers: &'a mut Numbers,
    pub(super) bits: u32,
    /// Those of expressions that move; all others stay where they are.
    pub(super) sides: FxHashMap<ExprId, Side>,
    /// How many more expressions are looked at.
    pub(super) left: usize,
}

impl Walk<'_> {
    /// What an expression over a network does where a quantity starts to move; nothing where that can't be told.
    pub(super) fn through(
        &mut self,
        calculus: &Calculus,
        target: ExprId,
        by: SymbolId,
        start: Side,
    ) -> Option<Side> {
        let network = calculus.network();
        let met = GraphWalk::symbols(&self.worksheet.graph, target, |_| {});
        let last = met.iter().map(|&symbol| network.rank(symbol)).max().unwrap_or_default();
        let mut between: FxHashSet<SymbolId> = FxHashSet::from_iter([by]);
        let mut stack = vec![by];
        while let Some(symbol) = stack.pop() {
            stack.extend(network.users(symbol).iter().copied().filter(|&user| between.insert(user)));
            if between.len() > self.left {
                return None;
            }
        }
        let mut order: Vec<SymbolId> = between.into_iter().collect();
        order.sort_by_key(|&symbol| network.rank(symbol));
        let name = self.worksheet.graph.symbol(by);
        self.sides.insert(name, start);
        for symbol in order.into_iter().filter(|&symbol| symbol != by) {
            if network.rank(symbol) > last {
                break;
            }
            let Definition::Formula(formula) = network.definition(symbol) else { return None };
            self.expression(formula)?;
            let name = self.worksheet.graph.symbol(symbol);
            if let Some(side) = self.sides.get(&formula).cloned() {
                self.sides.insert(name, side);
            }
        }
        self.expression(target)?;
        let stays = || Side { moved: None, slope: Value::Exact(Rational::zero()) };
        Some(self.sides.get(&target).cloned().unwrap_or_else(stays))
    }

    /// Works out an expression and all below it.
    fn expression(&mut self, root: ExprId) -> Option<()> {
        let mut done: FxHashSet<ExprId> = FxHashSet::default();
        let mut stack = vec![(root, false)];
        while let Some((id, is_ready)) = stack.pop() {
            if done.contains(&id) {
                continue;
            }
            self.left = self.left.checked_sub(1)?;
            let Node::Apply { function, primes, arguments } = self.worksheet.graph.node(id) else {
                // A derivative in a formula is not followed.
                if let Node::Derivative { .. } = self.worksheet.graph.node(id) {
                    return None;
                }
                done.insert(id);
                continue;
            };
            let arguments = arguments.to_vec();
            if !is_ready {
                stack.push((id, true));
                stack.extend(arguments.iter().map(|&argument| (argument, false)));
                continue;
            }
            done.insert(id);
            if !arguments.iter().any(|argument| self.sides.contains_key(argument)) {
                continue;
            }
            match self.worksheet.graph.builtin(function) {
                Some(row) => {
                    let side = self.applied(row, (function, primes), &arguments, id)?;
                    self.sides.insert(id, side);
                }
                None if primes == 0 => {
                    let body = inlined(&mut self.worksheet.graph, function, &arguments)?;
                    if done.contains(&body) || !matches!(self.worksheet.graph.node(body), Node::Apply { .. })
                    {
                        if let Some(side) = self.sides.get(&body).cloned() {
                            self.sides.insert(id, side);
                        }
                        continue;
                    }
                    done.remove(&id);
                    stack.push((id, true));
                    stack.push((body, false));
                }
                None => return None,
            }
        }
        Some(())
    }

    /// The number of an expression.
    fn value(&mut self, id: ExprId) -> Option<Value> {
        self.numbers.value(&mut self.worksheet.graph, id).ok()
    }

    fn exact(&mut self, id: ExprId) -> Option<Rational> {
        match self.value(id)? {
            Value::Exact(exact) => Some(exact),
            Value::Enclosed(_) => None,
        }
    }

    fn slope_of(&self, id: ExprId) -> Value {
        self.sides.get(&id).map_or(Value::Exact(Rational::zero()), |side| side.slope.clone())
    }

    fn add(&self, one: &Value, other: &Value) -> Option<Value> {
        one.add(other, self.bits).ok()
    }

    fn mul(&self, one: &Value, other: &Value) -> Option<Value> {
        one.mul(other, self.bits).ok()
    }

    fn applied(
        &mut self,
        row: &'static Function,
        (function, primes): (FunctionId, u8),
        arguments: &[ExprId],
        whole: ExprId,
    ) -> Option<Side> {
        // What an argument tends to stands in its place.
        let mut at = arguments.to_vec();
        let mut is_moved = false;
        for place in &mut at {
            if let Some(Side { moved: Some(moved), .. }) = self.sides.get(place) {
                *place = self.worksheet.graph.number(moved.clone());
                is_moved = true;
            }
        }
        let jumps = arguments.len() == 1 && (primes > 0 || !is_continuous(row));
        let slope = if jumps || (arguments.len() == 1 && !row.kinks.is_empty()) {
            return self.at_kink(row, (function, primes), arguments[0], at[0], whole);
        } else if *row == ADD {
            let mut sum = Value::Exact(Rational::zero());
            for &argument in arguments {
                sum = self.add(&sum, &self.slope_of(argument))?;
            }
            sum
        } else if *row == MULTIPLY {
            self.product(arguments, &at)?
        } else if *row == NEGATE {
            Scalar::neg(&self.slope_of(arguments[0]))
        } else if *row == DIVIDE {
            // (u' - (u/v)·v')/v
            let divisor = self.value(at[1])?;
            let quotient = self.worksheet.graph.apply_primed(function, 0, &at);
            let quotient = self.value(quotient)?;
            let subtrahend = Scalar::neg(&self.mul(&quotient, &self.slope_of(arguments[1]))?);
            let above = self.add(&self.slope_of(arguments[0]), &subtrahend)?;
            above.div(&divisor, self.bits).ok()?
        } else if *row == POWER {
            self.power(arguments, &at)?
        } else if *row == MIN || *row == MAX {
            return self.larger(*row == MAX, arguments, &at, is_moved);
        } else if let [argument] = arguments {
            let steeper = self.worksheet.graph.apply_primed(function, primes.checked_add(1)?, &at);
            let steeper = self.value(steeper)?;
            self.mul(&steeper, &self.slope_of(*argument))?
        } else {
            return None;
        };
        let moved = if is_moved {
            let tends_to = self.worksheet.graph.apply_primed(function, primes, &at);
            let (tends_to, value) = (self.exact(tends_to)?, self.exact(whole)?);
            (tends_to != value).then_some(tends_to)
        } else {
            None
        };
        Some(Side { moved, slope })
    }

    /// The sum over the factors of each slope times the others.
    fn product(&mut self, arguments: &[ExprId], at: &[ExprId]) -> Option<Value> {
        let mut sum = Value::Exact(Rational::zero());
        for (place, argument) in arguments.iter().enumerate() {
            let Some(mut term) = self.sides.get(argument).map(|side| side.slope.clone()) else { continue };
            for (_, &factor) in at.iter().enumerate().filter(|&(other, _)| other != place) {
                let factor = self.value(factor)?;
                term = self.mul(&term, &factor)?;
            }
            sum = self.add(&sum, &term)?;
        }
        Some(sum)
    }

    /// Powers with an exponent that stays where it is: `n·u^(n-1)·u'`.
    fn power(&mut self, arguments: &[ExprId], at: &[ExprId]) -> Option<Value> {
        if self.sides.contains_key(&arguments[1]) {
            return None;
        }
        let exponent = self.exact(arguments[1])?;
        let slope = self.slope_of(arguments[0]);
        let lower = &exponent - &Rational::one();
        if lower.is_zero() {
            return Some(slope);
        }
        let graph = &mut self.worksheet.graph;
        let (factor, lower) = (graph.number(exponent), graph.number(lower));
        let power = graph.call(&POWER, &[at[0], lower]);
        let steep = graph.call(&MULTIPLY, &[factor, power]);
        let steep = self.value(steep)?;
        self.mul(&steep, &slope)
    }

    /// The larger or the smaller of two: at a tie the one that moves there.
    fn larger(&mut self, is_max: bool, arguments: &[ExprId], at: &[ExprId], is_moved: bool) -> Option<Side> {
        let (&[one, other], &[first, second]) = (arguments, at) else { return None };
        if is_moved {
            return None;
        }
        let (first, second) = (self.exact(first)?, self.exact(second)?);
        let (one, other) = (self.slope_of(one), self.slope_of(other));
        let takes_first = match first.cmp(&second) {
            std::cmp::Ordering::Equal => {
                let (Value::Exact(one), Value::Exact(other)) = (&one, &other) else { return None };
                (one > other) == is_max
            }
            order @ (std::cmp::Ordering::Less | std::cmp::Ordering::Greater) => {
                (order == std::cmp::Ordering::Greater) == is_max
            }
        };
        Some(Side { moved: None, slope: if takes_first { one } else { other } })
    }

    /// A function with kinks or jumps: entered on the side to which its argument moves.
    fn at_kink(
        &mut self,
        row: &'static Function,
        (function, primes): (FunctionId, u8),
        argument: ExprId,
        at: ExprId,
        whole: ExprId,
    ) -> Option<Side> {
        let inner = self.slope_of(argument);
        let point = self.value(at)?;
        let kink = match &point {
            Value::Exact(point) => row.kinks.iter().find(|kink| Some(kink.at) == point.to_i64()),
            Value::Enclosed(point) => {
                let bits = self.bits;
                let may_be_at =
                    |at: i64| !point.is_disjoint(&Value::Exact(Rational::from_integer(at)).enclosure(bits));
                // A point that is not known exactly may be that of a kink.
                if row.kinks.iter().any(|kink| may_be_at(kink.at)) {
                    return None;
                }
                None
            }
        };
        let Some(kink) = kink else {
            let steeper = self.worksheet.graph.apply_primed(function, primes.checked_add(1)?, &[at]);
            let steeper = self.value(steeper)?;
            let slope = self.mul(&steeper, &inner)?;
            if at == argument {
                return Some(Side { moved: None, slope });
            }
            let tends_to = self.worksheet.graph.apply_primed(function, primes, &[at]);
            let (tends_to, value) = (self.exact(tends_to)?, self.exact(whole)?);
            return Some(Side { moved: (tends_to != value).then_some(tends_to), slope });
        };
        let Value::Exact(direction) = &inner else { return None };
        if direction.is_zero() {
            // It stays to first order; where there is a jump nothing can be said.
            return (is_continuous(row) && primes == 0).then(|| Side { moved: None, slope: inner.clone() });
        }
        // Beside its kinks the function must be a straight line there, which two points and their slopes show.
        let kink = Rational::from_integer(kink.at);
        let is_below = direction.is_negative();
        let mut near = |power: i64| {
            let step = Rational::from_integer(2).pow(-power).ok()?;
            let step = if is_below { -&step } else { step };
            let place = self.worksheet.graph.number(&kink + &step);
            let value = self.worksheet.graph.apply_primed(function, primes, &[place]);
            let steeper = self.worksheet.graph.apply_primed(function, primes.checked_add(1)?, &[place]);
            Some((step, self.exact(value)?, self.exact(steeper)?))
        };
        let ((far, at_far, slope), (close, at_close, other)) = (near(3)?, near(20)?);
        if slope != other || &at_far - &at_close != &slope * &(&far - &close) {
            return None;
        }
        let tends_to = &at_close - &(&slope * &close);
        let value = self.exact(whole)?;
        let moved = (tends_to != value).then_some(tends_to);
        Some(Side { moved, slope: self.mul(&Value::Exact(slope), &inner)? })
    }
}

/// Whether a function of the table has no jumps.
fn is_continuous(row: &Function) -> bool {
    *row != SIGN && *row != STEP
}
