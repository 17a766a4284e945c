//! The names of the rules, as reasons beside lines.

use chainrule_array::{ArrayRule, Rules};
use chainrule_render::Inline;
use chainrule_symbolic::function::TABLE;

/// The reason of a line.
pub(super) fn reason(rules: &Rules) -> Inline {
    let mut text = String::new();
    for rule in rules.all() {
        if !text.is_empty() {
            text.push_str(", ");
        }
        match rule {
            ArrayRule::DerivativeOf(function) => {
                text.push_str("derivative of ");
                text.push_str(TABLE.get(function.index()).map_or("a function", |row| row.name));
            }
            rule => text.push_str(name(*rule)),
        }
    }
    Inline::new().text(text)
}

fn name(rule: ArrayRule) -> &'static str {
    match rule {
        ArrayRule::Definition => "definition",
        ArrayRule::SumRule => "sum rule",
        ArrayRule::ConstantFactor => "constant factor rule",
        ArrayRule::ProductRule => "product rule",
        ArrayRule::QuotientRule => "quotient rule",
        ArrayRule::PowerRule => "power rule",
        ArrayRule::DerivativeOf(_) => "derivative of the function",
        ArrayRule::DerivativeOfSoftmax => "derivative of softmax",
        ArrayRule::DerivativeOfLogSumExp => "derivative of logsumexp",
        ArrayRule::DerivativeOfMax => {
            "derivative of max: 1 at the largest entry, in equal shares where several are largest, as in PyTorch and JAX"
        }
        ArrayRule::DerivativeOfInverse => "derivative of the inverse",
        ArrayRule::DerivativeOfDeterminant => "derivative of the determinant",
        ArrayRule::EntryByEntry => "an entry by an entry: 1 where they are the same, else 0",
        ArrayRule::TermLeft => "one term of the sum is left",
        ArrayRule::MultipliedOut => "multiplied out",
        ArrayRule::SumOfConstants => "the same term as often as the size says",
        ArrayRule::Cancelled => "cancelled: it is never 0",
        ArrayRule::Collected => "collected",
        ArrayRule::FactoredOut => "written shorter",
        ArrayRule::SlopeByValue => "the slope of sigmoid at the value s is s·(1 - s)",
        ArrayRule::SumByDefinition => "the entries add up to that by their definition",
        ArrayRule::StatedFact => "as stated",
        ArrayRule::ChainRule => "chain rule, over the entries",
        ArrayRule::FactorsPutIn => "factors substituted",
        ArrayRule::AllAtOnce => "all entries at once",
    }
}
