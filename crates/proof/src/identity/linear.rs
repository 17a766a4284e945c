//! Linear forms with exact coefficients, and whether they can have given signs at once.

use std::collections::BTreeMap;

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

/// Larger expressions are not taken apart.
const LARGEST: usize = 400;

/// What has longer coefficients, in bits, is taken as one part.
const MOST_BITS: u64 = 10_000;

/// Elimination stops at so many inequalities: then all is taken to be possible.
const MOST_INEQUALITIES: usize = 400;

/// `constant + Σ coefficient · part`, where the parts are expressions that are no sums or multiples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linear {
    /// The coefficients, none of them zero.
    pub parts: BTreeMap<ExprId, Rational>,
    /// What is left where all parts are zero.
    pub constant: Option<Rational>,
}

impl Linear {
    /// An expression as a linear form; nothing where it is too large.
    pub fn of(graph: &Graph, expr: ExprId) -> Option<Self> {
        let order = Walk::rewritable(graph, expr);
        if order.len() > LARGEST {
            return None;
        }
        let mut forms: FxHashMap<ExprId, Self> = FxHashMap::default();
        for id in order {
            let form = match graph.node(id) {
                Node::Number(number) => Self::number(number.clone()),
                Node::Symbol(_) | Node::Derivative { .. } => Self::part(id),
                Node::Apply { function, arguments, .. } => {
                    let row = graph.builtin(function);
                    let form = |argument: &ExprId| &forms[argument];
                    if row == Some(&ADD) {
                        arguments
                            .iter()
                            .fold(Self::default(), |sum, term| sum.plus(form(term), &Rational::one()))
                    } else if row == Some(&NEGATE) {
                        Self::default().plus(form(&arguments[0]), &Rational::from_integer(-1))
                    } else if row == Some(&MULTIPLY) {
                        Self::product(arguments.iter().map(form)).unwrap_or_else(|| Self::part(id))
                    } else if row == Some(&DIVIDE) {
                        match form(&arguments[1]).as_number().and_then(|divisor| divisor.recip()) {
                            Some(factor) => Self::default().plus(form(&arguments[0]), &factor),
                            None => Self::part(id),
                        }
                    } else {
                        Self::part(id)
                    }
                }
            };
            let form = if form.is_short() { form } else { Self::part(id) };
            forms.insert(id, form);
        }
        forms.remove(&expr)
    }

    fn number(value: Rational) -> Self {
        Self { parts: BTreeMap::new(), constant: (!value.is_zero()).then_some(value) }
    }

    fn part(id: ExprId) -> Self {
        Self { parts: BTreeMap::from([(id, Rational::one())]), constant: None }
    }

    fn is_short(&self) -> bool {
        self.parts.values().chain(&self.constant).all(|number| number.bits() <= MOST_BITS)
    }

    /// The number it is, where it is one.
    pub fn as_number(&self) -> Option<Rational> {
        self.parts.is_empty().then(|| self.constant.clone().unwrap_or_else(Rational::zero))
    }

    fn product<'form>(factors: impl Iterator<Item = &'form Self>) -> Option<Self> {
        let mut scale = Rational::one();
        let mut form: Option<&Self> = None;
        for factor in factors {
            match factor.as_number() {
                Some(_) if scale.bits() > MOST_BITS => return None,
                Some(number) => scale = &scale * &number,
                None if form.is_none() => form = Some(factor),
                None => return None,
            }
        }
        Some(match form {
            Some(form) => Self::default().plus(form, &scale),
            None => Self::number(scale),
        })
    }

    /// This and a multiple of another.
    #[must_use]
    pub fn plus(&self, other: &Self, times: &Rational) -> Self {
        let mut parts = self.parts.clone();
        for (&part, coefficient) in &other.parts {
            let sum = parts.get(&part).map_or_else(Rational::zero, Clone::clone);
            let sum = &sum + &(coefficient * times);
            if sum.is_zero() {
                parts.remove(&part);
            } else {
                parts.insert(part, sum);
            }
        }
        let zero = Rational::zero();
        let number = self.constant.as_ref().unwrap_or(&zero);
        let constant = number + &(other.constant.as_ref().unwrap_or(&zero) * times);
        Self { parts, constant: (!constant.is_zero()).then_some(constant) }
    }
}

/// Whether there may be numbers for the parts at which every form is above zero.
///
/// Source: elimination after Fourier and Motzkin (Schrijver: Theory of Linear and Integer Programming, 12.2).
pub fn can_be_positive(mut forms: Vec<Linear>) -> bool {
    loop {
        if forms.len() > MOST_INEQUALITIES {
            return true;
        }
        let is_false = |form: &Linear| form.as_number().is_some_and(|number| !number.is_positive());
        if forms.iter().any(is_false) {
            return false;
        }
        let Some(part) = forms.iter().find_map(|form| form.parts.keys().next().copied()) else { return true };
        let (mut below, mut above, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for form in forms {
            match form.parts.get(&part).map(Rational::is_positive) {
                Some(true) => below.push(form),
                Some(false) => above.push(form),
                None => others.push(form),
            }
        }
        for lower in &below {
            for upper in &above {
                // Both divided by the size of their coefficients, and added: the part is gone.
                let scaled = |form: &Linear| {
                    let size = form.parts[&part].abs();
                    let factor = size.recip().unwrap_or_else(Rational::one);
                    Linear::default().plus(form, &factor)
                };
                others.push(scaled(lower).plus(&scaled(upper), &Rational::one()));
            }
        }
        forms = others;
    }
}
