//! Choices of the command line, as the library has them.

use chainrule::SumOrder;
use clap::ValueEnum;

/// The layout of Jacobians.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum JacobianLayout {
    /// A row for each entry of what is derived.
    #[default]
    Numerator,
    /// A row for each entry of what it is derived by.
    Denominator,
}

impl From<JacobianLayout> for chainrule::JacobianLayout {
    fn from(layout: JacobianLayout) -> Self {
        match layout {
            JacobianLayout::Numerator => Self::Numerator,
            JacobianLayout::Denominator => Self::Denominator,
        }
    }
}

/// The order of a product.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Order {
    /// From the loss back, as backpropagation multiplies.
    #[default]
    Backward,
    /// From the weight on, as forward mode multiplies.
    Forward,
}

impl From<Order> for chainrule::Order {
    fn from(order: Order) -> Self {
        match order {
            Order::Backward => Self::Backward,
            Order::Forward => Self::Forward,
        }
    }
}

/// `left`, `pairwise`, `blocks:32`
pub(crate) fn sum_order(text: &str) -> Result<SumOrder, String> {
    let blocks = text.strip_prefix("blocks:").and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    match (text, blocks) {
        ("left", _) => Ok(SumOrder::Left),
        ("pairwise", _) => Ok(SumOrder::Pairwise),
        (_, Some(size)) => Ok(SumOrder::Blocks(size)),
        (_, None) => Err("the orders are left, pairwise and blocks:K, such as blocks:32".to_owned()),
    }
}
