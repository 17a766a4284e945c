//! How large a product over depth can be: from the ranges of the slopes, with names for the largest weights.

use chainrule_number::{Rational, Scalar};
use chainrule_symbolic::derivation::pattern::{Kind, Linear, Member, Over, Part, Pattern, Unit, Written};
use chainrule_symbolic::function::Notation;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use rustc_hash::FxHashMap;

use crate::reported::pattern::{Base, Maximum, PatternBound};

/// The bound of a pattern; nothing where a part of it that moves with an index is known no bound.
pub(super) fn bound_of_pattern(
    graph: &mut Graph,
    pattern: &Pattern,
    is_taken: &dyn Fn(&str) -> bool,
) -> Option<PatternBound> {
    let mut bounder = Bounder {
        graph,
        is_taken,
        around: Vec::new(),
        moving: FxHashMap::default(),
        by_family: FxHashMap::default(),
        maxima: Vec::new(),
        bases: Vec::new(),
    };
    let bound = bounder.parts(&pattern.parts)?;
    let Bounder { maxima, bases, .. } = bounder;
    (!bases.is_empty()).then_some(PatternBound { bound, maxima, bases })
}

/// A number and what it is multiplied by.
struct Sized {
    coefficient: Rational,
    others: Vec<ExprId>,
    is_sum: bool,
}

/// Sums within products within sums are looked into no deeper than this.
const DEEPEST: usize = 3;

struct Bounder<'g> {
    graph: &'g mut Graph,
    is_taken: &'g dyn Fn(&str) -> bool,
    /// What the sums and products around a factor run over.
    around: Vec<Over>,
    /// Names that move with an index of those, taken apart, with what that runs over.
    moving: FxHashMap<SymbolId, (Member, Over)>,
    by_family: FxHashMap<String, SymbolId>,
    maxima: Vec<Maximum>,
    bases: Vec<Base>,
}

impl Bounder<'_> {
    // Parts are nested as deep as a double sum of products, whatever the network: this calls itself.
    fn parts(&mut self, parts: &[Part]) -> Option<Vec<Written>> {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Factor(unit) => {
                    let sized = self.unit(unit)?;
                    if !(sized.coefficient.is_one() && sized.others.is_empty()) {
                        out.push(Written::Expression(self.multiplied(&sized)));
                    }
                }
                Part::Product { over, body } => out.push(Written::Expression(self.power(over, body)?)),
                Part::Sum { over, body } => {
                    self.around.push(over.clone());
                    let body = self.parts(body);
                    self.around.pop();
                    let body = body?;
                    let index = self.graph.intern(&over.index);
                    let (low, high) = (over.low.written(self.graph), over.high.written(self.graph));
                    out.push(Written::Over { kind: Kind::Sum, index, low, high, body });
                }
            }
        }
        Some(out)
    }

    /// The same bound for every factor of a product, as often as there are.
    fn power(&mut self, over: &Over, body: &[Unit]) -> Option<ExprId> {
        let mut whole = Sized { coefficient: Rational::one(), others: Vec::new(), is_sum: false };
        for unit in body {
            self.around.push(over.clone());
            let sized = self.unit(unit);
            self.around.pop();
            let sized = sized?;
            whole.coefficient = Scalar::mul(&whole.coefficient, &sized.coefficient, 0).ok()?;
            whole.others.extend(sized.others);
            whole.is_sum |= sized.is_sum;
        }
        let base = self.multiplied(&whole);
        let sizes = (!whole.is_sum).then(|| whole.others.clone());
        let count = count(over)?;
        let (coefficient, times) = (whole.coefficient, count.value());
        self.bases.push(Base { expr: base, coefficient, sizes, times });
        let exponent = count.written(self.graph);
        Some(self.graph.call(&POWER, &[base, exponent]))
    }

    fn unit(&mut self, unit: &Unit) -> Option<Sized> {
        for member in unit.result.members() {
            let has = |index: &str| {
                member.places().iter().any(|place| place.terms().iter().any(|(name, _)| name == index))
            };
            if let Some(over) = self.around.iter().find(|over| has(&over.index)) {
                let symbol = self.graph.intern(&member.name());
                self.moving.insert(symbol, (member.clone(), over.clone()));
            }
        }
        let result = unit.result.written(self.graph);
        self.size(result, DEEPEST)
    }

    fn size(&mut self, expr: ExprId, deeper: usize) -> Option<Sized> {
        let number = |coefficient: Rational| Sized { coefficient, others: Vec::new(), is_sum: false };
        match self.graph.node(expr) {
            Node::Number(value) => return Some(number(value.abs())),
            Node::Symbol(symbol) => {
                if let Some((member, over)) = self.moving.get(&symbol).cloned() {
                    let name = self.maximum(symbol, member, over)?;
                    let others = vec![self.graph.symbol(name)];
                    return Some(Sized { coefficient: Rational::one(), others, is_sum: false });
                }
            }
            Node::Apply { function, primes: 1, .. } => {
                let range = self.graph.builtin(function)?.derivative_range;
                if let (Some(low), Some(high)) = (range.lower.value(), range.upper.value()) {
                    let (low, high) = (low.abs(), high.abs());
                    return Some(number(if low > high { low } else { high }));
                }
            }
            Node::Apply { function, primes: 0, arguments } if deeper > 0 => {
                let arguments = arguments.to_vec();
                match self.graph.builtin(function).map(|row| row.notation) {
                    Some(Notation::Product) => return self.product(&arguments, deeper),
                    Some(Notation::Negation) => return self.size(arguments[0], deeper - 1),
                    Some(Notation::Sum) if self.moves(expr) => return self.sum(&arguments, deeper),
                    Some(Notation::Quotient) => {
                        let below = match self.graph.node(arguments[1]) {
                            Node::Number(number) => number.recip(),
                            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
                        };
                        if let Some(below) = below {
                            let above = self.size(arguments[0], deeper - 1)?;
                            let coefficient = &above.coefficient * &below.abs();
                            return Some(Sized { coefficient, ..above });
                        }
                    }
                    Some(
                        Notation::Sum
                        | Notation::Power
                        | Notation::Root
                        | Notation::Absolute
                        | Notation::Call(_)
                        | Notation::Constant(_),
                    )
                    | None => {}
                }
            }
            Node::Apply { .. } | Node::Derivative { .. } => {}
        }
        if self.moves(expr) {
            return None;
        }
        let others = vec![self.graph.call(&ABS, &[expr])];
        Some(Sized { coefficient: Rational::one(), others, is_sum: false })
    }

    fn product(&mut self, factors: &[ExprId], deeper: usize) -> Option<Sized> {
        let mut whole = Sized { coefficient: Rational::one(), others: Vec::new(), is_sum: false };
        for &factor in factors {
            let size = self.size(factor, deeper - 1)?;
            whole.coefficient = Scalar::mul(&whole.coefficient, &size.coefficient, 0).ok()?;
            whole.others.extend(size.others);
            whole.is_sum |= size.is_sum;
        }
        Some(whole)
    }

    /// The size of a sum is at most the sum of the sizes.
    fn sum(&mut self, terms: &[ExprId], deeper: usize) -> Option<Sized> {
        let mut sizes = Vec::with_capacity(terms.len());
        for &term in terms {
            let size = self.size(term, deeper - 1)?;
            sizes.push(self.multiplied(&size));
        }
        let others = vec![self.graph.call(&ADD, &sizes)];
        Some(Sized { coefficient: Rational::one(), others, is_sum: true })
    }

    /// Whether a name in it moves with an index, or a derivative does.
    fn moves(&self, expr: ExprId) -> bool {
        Walk::below(self.graph, &[expr]).into_iter().any(|id| match self.graph.node(id) {
            Node::Symbol(symbol) | Node::Derivative { by: symbol, .. } => self.moving.contains_key(&symbol),
            Node::Number(_) | Node::Apply { .. } => false,
        })
    }

    /// The name of the largest size in a family.
    fn maximum(&mut self, member: SymbolId, indexed: Member, over: Over) -> Option<SymbolId> {
        if let Some(&name) = self.by_family.get(indexed.family()) {
            let place = (indexed, over);
            let maximum = self.maxima.iter_mut().find(|maximum| maximum.name == name)?;
            if !maximum.places.contains(&place) {
                maximum.places.push(place);
            }
            return Some(name);
        }
        let member_name = self.graph.name(member);
        let name = format!("{}{}_max", member_name.stem(), member_name.subscript());
        let is_used = self.maxima.iter().any(|other| self.graph.name(other.name).as_str() == name);
        if (self.is_taken)(&name) || is_used {
            return None;
        }
        let name = self.graph.intern(&name);
        self.by_family.insert(indexed.family().to_owned(), name);
        self.maxima.push(Maximum { name, member, places: vec![(indexed, over)] });
        Some(name)
    }

    fn multiplied(&mut self, sized: &Sized) -> ExprId {
        let others = match sized.others.as_slice() {
            [] => return self.graph.number(sized.coefficient.clone()),
            [only] => *only,
            [..] => self.graph.call(&MULTIPLY, &sized.others),
        };
        if sized.coefficient.is_one() {
            return others;
        }
        let over = sized.coefficient.recip().filter(Rational::is_integer);
        if let Some(below) = over {
            let below = self.graph.number(below);
            return self.graph.call(&DIVIDE, &[others, below]);
        }
        let mut factors = vec![self.graph.number(sized.coefficient.clone())];
        factors.extend(&sized.others);
        self.graph.call(&MULTIPLY, &factors)
    }
}

/// How many values an index runs through, where its ends are in order or one apart.
fn count(over: &Over) -> Option<Linear> {
    over.high.minus(&over.low)?.plus(1)
}
