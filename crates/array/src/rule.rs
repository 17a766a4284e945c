//! The rules of the calculus of entries, by id.

use chainrule_symbolic::graph::FunctionId;

/// A rule that a line of a derivation goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArrayRule {
    /// What a quantity is computed by is put in.
    Definition,
    /// Of a long sum the terms that do not depend are left out.
    OtherTerms,
    /// A derivative goes into sums, and what does not depend is 0.
    SumRule,
    /// A factor that does not depend stays in front.
    ConstantFactor,
    /// (u·v)′ = u′·v + u·v′.
    ProductRule,
    /// (u/v)′ = (u′·v − u·v′)/v².
    QuotientRule,
    /// (u^n)′ = n·u^(n−1)·u′.
    PowerRule,
    /// (a^v)′ = a^v·ln(a)·v′, for a > 0.
    ExponentialRule,
    /// (u^v)′ = u^v·(v′·ln(u) + v·u′/u), for u > 0.
    LogarithmicDifferentiation,
    /// f(u)′ = f′(u)·u′, with the derivative that the function's row states.
    DerivativeOf(FunctionId),
    /// The derivative of a softmax by its arguments.
    DerivativeOfSoftmax,
    /// The derivative of a logarithm of a sum of exponentials by its arguments.
    DerivativeOfLogSumExp,
    /// The derivative of the largest entry: 1 there, 0 elsewhere, in equal shares where several are largest.
    DerivativeOfMax,
    /// The derivative of an inverse matrix by the entries of the matrix.
    DerivativeOfInverse,
    /// The derivative of a determinant, or of its logarithm.
    DerivativeOfDeterminant,
    /// The derivative of an entry by an entry is 1 where they are the same, else 0.
    EntryByEntry,
    /// Of a sum with `δ[k,i]` the term k = i is left.
    TermLeft,
    /// A product with a sum is multiplied out.
    MultipliedOut,
    /// A sum over nothing that changes is as often as the size says.
    SumOfConstants,
    /// A factor is cancelled that is never 0.
    Cancelled,
    /// Terms and factors are put in order.
    Collected,
    /// A factor that all terms share stands once.
    FactoredOut,
    /// The slope of a function by its value: σ′ = σ·(1 − σ), tanh′ = 1 − tanh².
    SlopeByValue(FunctionId),
    /// The entries add up to a number by their definition, as those of `x − mean(x)` to 0.
    SumByDefinition,
    /// A stated fact.
    StatedFact,
    /// The chain rule over the entries of what lies between.
    ChainRule,
    /// The factors are put in.
    FactorsPutIn,
    /// All entries at once: the reading as vectors and matrices.
    AllAtOnce,
}

impl ArrayRule {
    /// Under which JSON names it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::OtherTerms => "other-terms-constant",
            Self::SumRule => "sum-rule",
            Self::ConstantFactor => "constant-factor-rule",
            Self::ProductRule => "product-rule",
            Self::QuotientRule => "quotient-rule",
            Self::PowerRule => "power-rule",
            Self::ExponentialRule => "exponential-rule",
            Self::LogarithmicDifferentiation => "logarithmic-differentiation",
            Self::DerivativeOf(_) => "derivative-of-function",
            Self::DerivativeOfSoftmax => "derivative-of-softmax",
            Self::DerivativeOfLogSumExp => "derivative-of-logsumexp",
            Self::DerivativeOfMax => "derivative-of-max",
            Self::DerivativeOfInverse => "derivative-of-inverse",
            Self::DerivativeOfDeterminant => "derivative-of-determinant",
            Self::EntryByEntry => "entry-by-entry",
            Self::TermLeft => "term-left",
            Self::MultipliedOut => "multiplied-out",
            Self::SumOfConstants => "sum-of-constants",
            Self::Cancelled => "cancelled",
            Self::Collected => "collected",
            Self::FactoredOut => "factored-out",
            Self::SlopeByValue(_) => "slope-by-value",
            Self::SumByDefinition => "sum-by-definition",
            Self::StatedFact => "stated-fact",
            Self::ChainRule => "chain-rule-over-entries",
            Self::FactorsPutIn => "factors-put-in",
            Self::AllAtOnce => "all-entries-at-once",
        }
    }
}

/// The rules that a line goes by, each once, in the order met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules(Vec<ArrayRule>);

impl Rules {
    /// Takes a rule along.
    pub fn note(&mut self, rule: ArrayRule) {
        if !self.0.contains(&rule) {
            self.0.push(rule);
        }
    }

    /// All of them.
    pub fn all(&self) -> &[ArrayRule] {
        &self.0
    }
}

impl From<ArrayRule> for Rules {
    fn from(rule: ArrayRule) -> Self {
        Self(vec![rule])
    }
}
