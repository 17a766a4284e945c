//! Expressions taken apart into products; `build` puts them together again.
//!
//! Functions put to something, names and open derivatives are atoms: what stands inside them is the reader's own. Sums
//! that differ by a number only are one atom with a number before it, and exponentials of multiples of one argument are
//! powers of one atom.

use super::product::{Key, Product, gathered};
use crate::function::Function;
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::function::rows::exponential::EXP;
use crate::function::rows::power::SQRT;
use crate::graph::{ExprId, Graph, Node, Walk};
use chainrule_number::Rational;
use rustc_hash::FxHashMap;

/// So many parts are taken apart for one result; what is larger is left as it is.
const MOST_PARTS: usize = 20_000;

/// A sum whatever its number: its terms with their numbers, of which the first is 1.
type SumKey = Vec<(Key, Rational)>;

/// What an expression is inside a product.
enum Opened {
    /// A number.
    Number(Rational),
    /// A product of powers, in the order of reading, with a number.
    Parts(Rational, Vec<(ExprId, Rational)>),
    /// A power of what is not opened, with a number.
    Atom(Rational, ExprId, Rational),
}

/// Takes expressions apart.
pub(super) struct Algebra<'graph> {
    pub(super) graph: &'graph mut Graph,
    /// The first sum met of those that differ by a number only, with its own number.
    sums: FxHashMap<SumKey, (ExprId, Rational)>,
    /// By sum: the one that stands for it, and what it is multiplied by.
    multiples: FxHashMap<ExprId, (ExprId, Rational)>,
    /// By exponential: the one that stands for it, and what that is raised to.
    pub(super) exponentials: FxHashMap<ExprId, (ExprId, Rational)>,
    /// Powers of exponentials as they were written.
    pub(super) written: FxHashMap<(ExprId, Rational), ExprId>,
    left: usize,
}

impl<'graph> Algebra<'graph> {
    /// What is needed to take these expressions apart; nothing where they are too large.
    pub(super) fn over(graph: &'graph mut Graph, roots: &[ExprId]) -> Option<Self> {
        let mut algebra = Self {
            graph,
            sums: FxHashMap::default(),
            multiples: FxHashMap::default(),
            exponentials: FxHashMap::default(),
            written: FxHashMap::default(),
            left: MOST_PARTS,
        };
        algebra.read(roots)?;
        Some(algebra)
    }

    /// Looks at the sums and exponentials below some expressions: those inside others first.
    pub(super) fn read(&mut self, roots: &[ExprId]) -> Option<()> {
        let is_derivative = |id: ExprId| matches!(self.graph.node(id), Node::Derivative { .. });
        for id in Walk::in_reading_order(self.graph, roots, is_derivative) {
            self.spend(1)?;
            match call(self.graph, id) {
                Some((row, _)) if *row == ADD => self.note_sum(id)?,
                Some((row, _)) if *row == EXP => self.note_exponential(id)?,
                Some(_) | None => {}
            }
        }
        Some(())
    }

    pub(super) fn spend(&mut self, parts: usize) -> Option<()> {
        self.left = self.left.checked_sub(parts)?;
        Some(())
    }

    pub(super) fn note_sum(&mut self, sum: ExprId) -> Option<()> {
        if self.multiples.contains_key(&sum) {
            return Some(());
        }
        let terms = gathered(self.terms(sum)?);
        let mut key: SumKey = terms.iter().map(|term| (term.key(), term.number.clone())).collect();
        key.sort_unstable();
        let multiple = match key.first().map(|(_, number)| number.clone()) {
            Some(number) if key.len() > 1 => {
                for (_, coefficient) in &mut key {
                    *coefficient = coefficient.checked_div(&number)?;
                }
                let (first, of_first) = self.sums.entry(key).or_insert((sum, number.clone()));
                (*first, number.checked_div(of_first)?)
            }
            Some(_) | None => (sum, Rational::one()),
        };
        self.multiples.insert(sum, multiple);
        Some(())
    }

    fn note_exponential(&mut self, exponential: ExprId) -> Option<()> {
        if self.exponentials.contains_key(&exponential) {
            return Some(());
        }
        let &[argument] = self.graph.children(exponential) else { return None };
        let mut inner = self.product(argument)?;
        let exponent = std::mem::replace(&mut inner.number, Rational::one());
        if inner.factors.is_empty() {
            self.exponentials.insert(exponential, (exponential, Rational::one()));
            return Some(());
        }
        let base = if exponent.is_one() {
            exponential
        } else {
            let argument = self.build(&inner);
            self.graph.call(&EXP, &[argument])
        };
        self.exponentials.insert(base, (base, Rational::one()));
        self.written.entry((base, exponent.clone())).or_insert(exponential);
        self.exponentials.insert(exponential, (base, exponent));
        Some(())
    }

    /// An expression as a product.
    pub(super) fn product(&mut self, root: ExprId) -> Option<Product> {
        self.product_of(vec![(root, Rational::one())])
    }

    /// The product of some powers, the last of them first.
    fn product_of(&mut self, mut stack: Vec<(ExprId, Rational)>) -> Option<Product> {
        let mut product = Product::one();
        loop {
            while let Some((id, power)) = stack.pop() {
                self.spend(1)?;
                match self.opened(id, &power)? {
                    Opened::Number(number) => product.number = &product.number * &number,
                    Opened::Parts(number, parts) => {
                        product.number = &product.number * &number;
                        stack.extend(parts.into_iter().rev());
                    }
                    Opened::Atom(number, base, power) => {
                        product.number = &product.number * &number;
                        let cancels = product.cancels;
                        product.take(base, &power);
                        // exp(x)·exp(−x) is 1 whatever x is: nothing is needed for it.
                        if self.is_exponential(base) {
                            product.cancels = cancels;
                        }
                    }
                }
            }
            product.settle();
            // √(6x)·√(6x) is a product again.
            let open = product.factors.iter().position(|(base, power)| self.is_open(*base, power));
            let Some(place) = open else { break };
            stack.push(product.remove(place));
        }
        Some(product)
    }

    /// Whether a power that came together is itself a product.
    fn is_open(&mut self, base: ExprId, power: &Rational) -> bool {
        match self.opened(base, power) {
            Some(Opened::Atom(_, expr, _)) => expr != base,
            Some(Opened::Number(_) | Opened::Parts(..)) => true,
            None => false,
        }
    }

    /// What a power is inside a product; nothing where it is no number at all, such as 0^(−1).
    fn opened(&mut self, id: ExprId, power: &Rational) -> Option<Opened> {
        let one = Rational::one;
        let atom = || Some(Opened::Atom(one(), id, power.clone()));
        if power.is_zero() {
            return Some(Opened::Number(one()));
        }
        if let Node::Number(number) = self.graph.node(id) {
            return match number_power(number, power)? {
                NumberPower::Fraction(number) => Some(Opened::Number(number)),
                NumberPower::Irrational => atom(),
            };
        }
        let Some((row, arguments)) = call(self.graph, id) else { return atom() };
        let is_whole = power.is_integer();
        if *row == EXP {
            let (base, number) = self.exponentials.get(&id).cloned().unwrap_or((id, one()));
            return Some(Opened::Atom(one(), base, &number * power));
        }
        if *row == ADD {
            let (base, multiple) = self.multiples.get(&id).cloned().unwrap_or((id, one()));
            if is_whole {
                return Some(Opened::Atom(multiple.pow(power.to_i64()?).ok()?, base, power.clone()));
            }
            return if multiple.is_one() { Some(Opened::Atom(one(), base, power.clone())) } else { atom() };
        }
        if *row == SQRT {
            return Some(Opened::Parts(one(), vec![(arguments[0], power * &Rational::fraction(1, 2))]));
        }
        if *row == POWER {
            let Node::Number(exponent) = self.graph.node(arguments[1]) else { return atom() };
            // (x²)^(1/2) is |x|, not x.
            if !is_whole && exponent.is_integer() {
                return atom();
            }
            return Some(Opened::Parts(one(), vec![(arguments[0], power * exponent)]));
        }
        if !is_whole {
            return atom();
        }
        if *row == NEGATE {
            let is_odd = power.to_i64()? % 2 != 0;
            let sign = Rational::from_integer(if is_odd { -1 } else { 1 });
            return Some(Opened::Parts(sign, vec![(arguments[0], power.clone())]));
        }
        if *row == MULTIPLY {
            let parts = arguments.iter().map(|&argument| (argument, power.clone()));
            return Some(Opened::Parts(one(), parts.collect()));
        }
        if *row == DIVIDE {
            return Some(Opened::Parts(one(), vec![(arguments[0], power.clone()), (arguments[1], -power)]));
        }
        atom()
    }

    /// The terms of a sum, those of sums inside it in place; a sum of nothing but sums, such as one of residuals, stays.
    pub(super) fn terms(&mut self, sum: ExprId) -> Option<Vec<Product>> {
        let mut stack = vec![(sum, Rational::one())];
        let mut terms = Vec::new();
        while let Some((id, multiple)) = stack.pop() {
            let arguments = match call(self.graph, id) {
                Some((row, arguments)) if *row == ADD => arguments.to_vec(),
                Some(_) | None => vec![id],
            };
            self.spend(arguments.len())?;
            let mut products = Vec::with_capacity(arguments.len());
            for argument in arguments {
                let mut term = self.product(argument)?;
                term.number = &term.number * &multiple;
                products.push(term);
            }
            let inner: Vec<Option<ExprId>> = products.iter().map(|term| self.inner_sum(term)).collect();
            if products.len() > 1 && inner.iter().all(Option::is_some) {
                terms.extend(products);
                continue;
            }
            // Those to the right wait, so that the order of reading is kept.
            let first = inner.iter().position(Option::is_some).unwrap_or(products.len());
            let rest = products.split_off(first);
            terms.extend(products);
            for (term, inner) in rest.into_iter().zip(&inner[first..]).rev() {
                let id = if let Some(inner) = inner {
                    *inner
                } else {
                    let mut product = term.clone();
                    product.number = Rational::one();
                    self.build(&product)
                };
                stack.push((id, term.number));
            }
        }
        Some(terms)
    }

    /// The sum that a term is, but for its sign.
    pub(super) fn inner_sum(&self, term: &Product) -> Option<ExprId> {
        match term.factors.as_slice() {
            [(inner, exponent)] if exponent.is_one() && is_sum(self.graph, *inner) => {
                term.number.abs().is_one().then_some(*inner)
            }
            _ => None,
        }
    }
}

/// A power of a number, or that number as it stands where the power is no fraction; nothing where it is no number.
fn number_power(number: &Rational, power: &Rational) -> Option<NumberPower> {
    if power.is_integer() {
        return number.pow(power.to_i64()?).ok().map(NumberPower::Fraction);
    }
    let (numerator, denominator) = power.as_small()?;
    let root = u32::try_from(denominator).ok().and_then(|root| number.nth_root_exact(root));
    match root {
        Some(root) => root.pow(numerator).ok().map(NumberPower::Fraction),
        None if number.is_negative() => None,
        None => Some(NumberPower::Irrational),
    }
}

/// What a power of a number is.
enum NumberPower {
    Fraction(Rational),
    Irrational,
}

/// The row and the arguments of a built-in function that is put to something.
pub(super) fn call(graph: &Graph, expr: ExprId) -> Option<(&'static Function, &[ExprId])> {
    match graph.node(expr) {
        Node::Apply { function, primes: 0, arguments } => Some((graph.builtin(function)?, arguments)),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
    }
}

/// Whether an expression is a sum.
pub(super) fn is_sum(graph: &Graph, expr: ExprId) -> bool {
    call(graph, expr).is_some_and(|(row, _)| *row == ADD)
}
