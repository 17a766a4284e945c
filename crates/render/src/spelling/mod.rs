//! How each target spells what the typesetter decided.

mod latex;
mod name;
mod text;

pub use latex::Latex;
pub use name::greek_letter;
pub use text::Text;

use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::Name;

/// How tightly a spelled expression holds together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A sum, or anything that begins with a minus.
    Sum,
    /// A product.
    Product,
    /// A quotient.
    Quotient,
    /// A derivative, written like a quotient but read as one sign.
    Derivative,
    /// A power.
    Power,
    /// A name, a number, a call.
    Atom,
}

/// A target's spelling.
pub trait Spelling {
    /// A name.
    fn name(&self, name: &Name) -> String;
    /// A fraction of whole numbers.
    fn ratio(&self, numerator: &str, denominator: &str) -> String;
    /// Terms, each with whether it is subtracted.
    fn sum(&self, terms: &[(bool, String)]) -> String;
    /// Factors.
    fn product(&self, factors: &[String]) -> String;
    /// A quotient; whether the target draws it as a fraction, which needs no parentheses.
    fn quotient(&self, above: &str, below: &str) -> String;
    /// Whether quotients are drawn as fractions.
    fn draws_fractions(&self) -> bool;
    /// A power.
    fn power(&self, base: &str, exponent: &str) -> String;
    /// A function put to arguments, with primes.
    fn call(&self, row: &'static Function, primes: u8, arguments: &[String]) -> String;
    /// A user's function put to arguments, with primes.
    fn user_call(&self, name: &str, primes: u8, arguments: &[String]) -> String;
    /// A derivative of something by names, with whether it is the immediate one.
    fn derivative(&self, of: &str, by: &[String], immediate: bool) -> String;
    /// In parentheses.
    fn fenced(&self, inner: &str) -> String;
}

/// The names by which a derivative is taken, with their orders: `w, w` is `w` twice.
pub(crate) fn with_orders(by: &[String]) -> Vec<(&str, usize)> {
    let mut orders: Vec<(&str, usize)> = Vec::new();
    for name in by {
        match orders.last_mut() {
            Some((last, order)) if last == name => *order += 1,
            Some(_) | None => orders.push((name, 1)),
        }
    }
    orders
}
