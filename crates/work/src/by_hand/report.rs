//! What a hand wrote down.

use chainrule_number::Rational;
use chainrule_number::{DecimalRounding, Value};
use chainrule_symbolic::graph::{ExprId, SymbolId};

/// So many derivatives are worked out by hand, and so many gradient steps.
pub const MOST_BY_HAND: usize = 64;

/// The worksheet worked out by hand.
#[derive(Clone, Debug)]
pub struct ByHandReport {
    /// How each line was rounded.
    pub rounding: DecimalRounding,
    /// The definitions.
    pub definitions: Vec<HandLine>,
    /// The derivations that have a value, in the order asked for.
    pub derivations: Vec<HandDerivation>,
    /// The gradient steps.
    pub updates: Vec<HandUpdate>,
    /// So many derivatives and gradient steps are left out: more than a hand works out.
    pub left_out: usize,
}

/// One line.
#[derive(Clone, Debug)]
pub struct HandLine {
    /// What is worked out.
    pub name: ExprId,
    /// What is written down; nothing where the number lies too near to a tie to tell.
    pub written: Option<Rational>,
    /// What it is without any rounding.
    pub value: Value,
    /// By how many units of its last digit what is written down is off the value rounded once.
    pub off: Option<Rational>,
}

/// One derivation.
#[derive(Clone, Debug)]
pub struct HandDerivation {
    /// The derivative.
    pub name: ExprId,
    /// Its factors, each once, those of earlier derivations included.
    pub factors: Vec<HandLine>,
    /// The products along the paths, or the adjoints from the target back; with the numbers put in.
    pub products: Vec<HandProduct>,
    /// The derivative itself.
    pub result: HandLine,
}

/// A product of factors, or a sum of such.
#[derive(Clone, Debug)]
pub struct HandProduct {
    /// The numbers put in: a sum of products.
    pub put_in: Vec<Vec<Rational>>,
    /// Of each product, what was written down after each factor from the second on.
    pub steps: Vec<Vec<Rational>>,
    /// The line.
    pub line: HandLine,
}

/// One gradient step.
#[derive(Clone, Debug)]
pub struct HandUpdate {
    /// The weight that moves.
    pub weight: SymbolId,
    /// The weight after.
    pub new: HandLine,
}
