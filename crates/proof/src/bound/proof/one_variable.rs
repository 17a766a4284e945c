//! Sums that are quadratic in one atom.

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph};

use super::super::polynomial::Polynomial;
use super::goal::{Goal, Goals};

/// More atoms are not gone through.
const MOST_ATOMS: usize = 6;

/// `A·y² + B·y + C` for an atom `y` with no other powers.
struct Quadratic {
    square: Polynomial,
    linear: Polynomial,
    constant: Polynomial,
}

impl Quadratic {
    fn of(polynomial: &Polynomial, atom: ExprId) -> Option<Self> {
        let mut powers = polynomial.by_powers_of(atom);
        let mut take = |power| powers.remove(&power).unwrap_or_default();
        let quadratic = Self { square: take(2), linear: take(1), constant: take(0) };
        powers.is_empty().then_some(quadratic)
    }
}

/// `A·y² + B·y + C ≥ 0` for every y where `A ≥ 0`, `C ≥ 0` and `4AC − B² ≥ 0`: where A is zero, B is too. Above zero
/// where `4AC − B²` is above zero: then neither A nor C is zero.
pub(super) fn discriminants(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for atom in polynomial.atoms().into_iter().take(MOST_ATOMS) {
        let Some(quadratic) = Quadratic::of(&polynomial, atom) else { continue };
        if quadratic.square.terms.is_empty() {
            continue;
        }
        let four = Polynomial::constant(Rational::from_integer(-4));
        let minus_one = Polynomial::constant(Rational::from_integer(-1));
        // 4AC − B² = −(B² − 4AC)
        let discriminant = (|| {
            let product = quadratic.square.times(&quadratic.constant)?.times(&four)?;
            quadratic.linear.times(&quadratic.linear)?.plus(&product)?.times(&minus_one)
        })();
        let Some(discriminant) = discriminant else { continue };
        let [square, constant, discriminant] =
            [&quadratic.square, &quadratic.constant, &discriminant].map(|part| part.over(graph, |atom| atom));
        out.push(vec![goal.of(square).loose(), goal.of(constant).loose(), goal.of(discriminant)]);
    }
    out
}
