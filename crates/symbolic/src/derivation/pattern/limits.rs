//! What is too short, too long or too much to be written as a product.

/// The longest period that is looked for: the number of links from a layer to the next.
pub(super) const LONGEST_PERIOD: usize = 8;

/// Fewer periods than this are not written as a product: two say what the rule is, the third that it is one.
pub(super) const FEWEST_PERIODS: usize = 3;

/// A pattern of more parts than this is no shorter to read than what it stands for.
pub(super) const MOST_PARTS: usize = 24;
