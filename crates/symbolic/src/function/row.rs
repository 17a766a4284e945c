//! One row of the table: everything there is to know about one function.

use super::build::Build;
use super::interval::Interval;
use super::rows::place::Place;
use chainrule_number::Elementary;

/// A function the house knows. Everything else (lookup, arity errors, the differentiation step, the printed rule,
/// bounds, evaluation, typesetting, the reference page) is derived from this row.
#[derive(Debug)]
pub struct Function {
    /// Where it stands in the table.
    pub(crate) place: Place,
    /// The name by which it is called and under which it is listed.
    pub name: &'static str,
    /// Other spellings the worksheet language accepts, such as `σ` for `sigmoid`.
    pub spellings: &'static [&'static str],
    /// What it is, in a few words: "logistic sigmoid".
    pub title: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
    /// How it is typeset.
    pub notation: Notation,
    /// What it computes.
    pub definition: Definition,
    /// Its partial derivative by each argument, in order; n-ary rows (`+`, `*`) have none, their rules are rows of
    /// the rule table.
    pub partials: &'static [Build],
    /// The derivative of a function of one argument as a formula in which nothing cancels, by which its numbers are
    /// computed, and which a reader is shown as a repair, where the partial derivative above loses its digits: `σ(z)·(1 − σ(z))` does far from 0.
    pub steady_slope: Option<Build>,
    /// How its derivative is written in a derivation.
    pub prime: Prime,
    /// Where it is defined.
    pub domain: Domain,
    /// A proven range of its values over its domain: closed ends are reached, open ends are not. An irrational end is
    /// rounded outwards, at its seventh significant digit or beyond, and stated as open.
    pub range: Interval,
    /// The same for its derivative, for functions of one argument; at kinks the convention counts.
    pub derivative_range: Interval,
    /// How it moves over its domain, for functions of one argument.
    pub monotonicity: Monotonicity,
    /// Where the derivative jumps, and what is taken there.
    pub kinks: &'static [Kink],
    /// Where a second or higher derivative jumps though the first does not, as whole numbers: nothing is a kink there.
    pub bends: &'static [i64],
    /// The float kernel of its value.
    pub kernel: Kernel,
    /// The float kernel of its derivative, for functions of one argument.
    pub derivative_kernel: Option<Kernel>,
    /// Values to quote and to test: arguments and the value, as worksheet text.
    pub examples: &'static [Example],
    /// Where formula and convention come from.
    pub source: &'static str,
}

impl Function {
    /// Its symbol, for functions and constants that have one.
    pub fn symbol(&self) -> Option<&Symbol> {
        match &self.notation {
            Notation::Call(symbol) | Notation::Constant(symbol) => Some(symbol),
            Notation::Sum
            | Notation::Product
            | Notation::Negation
            | Notation::Quotient
            | Notation::Power
            | Notation::Root
            | Notation::Absolute => None,
        }
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for Function {}

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// This many.
    Exactly(usize),
    /// This many or more.
    AtLeast(usize),
}

impl Arity {
    /// Whether a call with so many arguments fits.
    pub fn admits(self, count: usize) -> bool {
        match self {
            Self::Exactly(wanted) => count == wanted,
            Self::AtLeast(least) => count >= least,
        }
    }
}

/// How a function is typeset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `a + b - c`
    Sum,
    /// `a·b·c`
    Product,
    /// `-a`
    Negation,
    /// `a/b`
    Quotient,
    /// `a^b`
    Power,
    /// `√a`
    Root,
    /// `|a|`
    Absolute,
    /// `f(a)`, with the function's symbol.
    Call(Symbol),
    /// A constant: `π`.
    Constant(Symbol),
}

/// The symbol of a function in each format of output. ASCII writes its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// In Unicode text: `σ`.
    pub unicode: &'static str,
    /// In LaTeX and in Markdown: `\sigma`, `\operatorname{ReLU}`.
    pub latex: &'static str,
    /// In MathML: `<mi>σ</mi>`, `<mi>ReLU</mi>`.
    pub mathml: &'static str,
    /// In Typst: `sigma`, `op("ReLU")`.
    pub typst: &'static str,
}

/// What a function computes.
#[derive(Clone, Copy, Debug)]
pub enum Definition {
    /// One of the primitives that every number system implements itself.
    Primitive(Elementary),
    /// A sum, product, negation, quotient, power or constant: what its notation says.
    Arithmetic,
    /// A formula over other rows.
    Formula(Build),
}

/// How the derivative of a function is written in a derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prime {
    /// By its name, `σ'(z)`, with the formula given once beside it: activations, whose slope is a factor of its own.
    Named,
    /// By its formula at once: `cos z` for `sin z`.
    Direct,
}

/// Where a function is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// For all real arguments.
    Everywhere,
    /// Where its only argument lies in this interval.
    Within(Interval),
    /// Where its second argument is not zero.
    NonzeroDivisor,
    /// Powers: base positive; or zero with an exponent from 0 up, where 0^0 is 1; or negative with a whole exponent.
    Power,
    /// Where the cosine of its argument is not zero.
    AwayFromPoles,
}

/// How a function of one argument moves over its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotonicity {
    /// Never falls.
    Increasing,
    /// Never rises.
    Decreasing,
    /// Falls up to a turning point and rises after it.
    Valley,
    /// Neither, or of several arguments.
    Neither,
}

/// A point where the derivative does not exist, and the convention taken there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kink {
    /// The argument at which it lies, a whole number.
    pub at: i64,
    /// What the derivative is taken to be there: exact worksheet text, or a decimal that agrees at its printed digits.
    pub derivative: &'static str,
    /// Whose convention it is.
    pub convention: &'static str,
    /// The slopes below it and above, as fractions, where the function is straight on either side up to the next kink.
    pub slopes: Option<[(i64, i64); 2]>,
}

/// A float implementation with its error bound.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    /// Computes in f64 from as many arguments as the function takes.
    pub compute: fn(&[f64]) -> f64,
    /// The largest error, in units in the last place of the true value, wherever that is a normal float: near zeros and
    /// far out too. Below the normal floats it counts in smallest floats; the result is never 0 where the true value is
    /// at least the smallest float. Measured by the conformance test of the rows, against mpmath and enclosures.
    pub ulps: u32,
}

/// A value to quote and to test.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The arguments, as worksheet text.
    pub arguments: &'static [&'static str],
    /// The value: exact worksheet text, or a decimal that agrees at its printed digits.
    pub value: &'static str,
}
