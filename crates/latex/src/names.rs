//! What is known of the names of a page before its formulas are read.

use chainrule_symbolic::function::{self, Function};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::token::Comma;
use crate::tree::Name;

/// What a page calls its quantities and its functions.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Runs of letters that are one name: `out`, `net`.
    pub runs: FxHashSet<Box<str>>,
    /// Functions that the page defines.
    pub functions: FxHashSet<Box<str>>,
    /// Names that the page uses for functions of the table: a word says that `f` is the sigmoid.
    pub aliases: FxHashMap<Box<str>, &'static Function>,
    /// Letters that are functions of which nothing is known: `u(x)`.
    pub applied: FxHashSet<Box<str>>,
    /// Names that have a number or a formula of their own.
    pub quantities: FxHashSet<Box<str>>,
    /// Names with an index that stand somewhere with no brackets behind them: they are no functions.
    pub bare: FxHashSet<Box<str>>,
    /// Quantities that are written with what they depend on, `J(w)`, and that.
    pub dependencies: FxHashMap<Box<str>, Vec<Name>>,
    /// Names that functions of the page are put to, `V(p) = …`, and that are put to nothing themselves.
    pub variables: FxHashSet<Box<str>>,
    /// Stems whose raised digits and letters are labels; with whether an index stands below.
    pub labels: FxHashSet<(Box<str>, bool)>,
    /// Whether `e` is a quantity of the page.
    pub has_e: bool,
    /// The base of `\log` where the page says one: 2 or 10.
    pub log_base: Option<u8>,
    /// Letters that sums of the page run through: `c` of `\sum_c q_c`.
    pub running: FxHashSet<char>,
    /// What the page declares its letters to be: `x \in \mathbb{R}^n`.
    pub declared: FxHashMap<Box<str>, Declared>,
    /// Matrices that the page calls symmetric, in words or as `A^\top = A`.
    pub symmetric: FxHashSet<Box<str>>,
    /// Whether nothing but numbers is read: arrays, limits and infinite sums are not.
    pub is_of_numbers: bool,
    /// Whether `\Phi` is the distribution of the standard normal.
    pub has_normal: bool,
    /// How numbers are written.
    pub comma: Comma,
}

/// What a letter is declared to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// A number.
    Number,
    /// A vector.
    Vector,
    /// A matrix.
    Matrix,
}

impl Names {
    /// The function of the table that a word or a command names.
    pub(crate) fn builtin(&self, word: &str) -> Option<&'static Function> {
        if let Some(row) = self.aliases.get(word) {
            return Some(row);
        }
        if self.functions.contains(word) {
            return None;
        }
        function_named(word)
    }
}

/// The function of the table that a word names, whatever its letters' case.
pub fn function_named(word: &str) -> Option<&'static Function> {
    let found =
        |word: &str| function::find(word).filter(|row| row.symbol().is_some() || !row.partials.is_empty());
    if word == "log" {
        return found("ln");
    }
    if word.chars().count() < 2 {
        return None;
    }
    if word == "pi" || word == "Pi" || word == "sigma" {
        return None;
    }
    let lower = word.to_lowercase().replace([' ', '-'], "_");
    found(word).or_else(|| found(&lower)).or_else(|| match lower.as_str() {
        "arcsin" => found("asin"),
        "arccos" => found("acos"),
        "arctan" => found("atan"),
        "sgn" => found("sign"),
        "logistic" | "sigm" | "logsig" => found("sigmoid"),
        "leakyrelu" | "lrelu" => found("leaky_relu"),
        "swish" => found("silu"),
        "th" => found("tanh"),
        "lg" => found("log10"),
        "heaviside" => found("step"),
        _ => None,
    })
}
