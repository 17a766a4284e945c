//! The only loop that adds products along a chain up.

use super::{Chain, Edge};

/// In what the factors of a chain are multiplied, and the products added up: numbers, residues, ranges, expressions.
pub trait Ring {
    /// What an adjoint comes to.
    type Value;
    /// Why there is none.
    type Error;

    /// The derivative of the target by itself.
    fn one(&mut self) -> Self::Value;

    /// The adjoint of the edge's user times the edge's factor. The user of an edge from place 0 is the target, and its
    /// adjoint is one.
    ///
    /// # Errors
    /// The product has no value.
    fn times(&mut self, upstream: &Self::Value, edge: Edge) -> Result<Self::Value, Self::Error>;

    /// A sum of products, and one product more.
    ///
    /// # Errors
    /// The sum has no value.
    fn plus(&mut self, sum: Self::Value, product: Self::Value) -> Result<Self::Value, Self::Error>;

    /// What an adjoint is whose products are all added up.
    ///
    /// # Errors
    /// It has no value.
    fn whole(&mut self, _place: usize, sum: Self::Value) -> Result<Self::Value, Self::Error> {
        Ok(sum)
    }

    /// An adjoint that is known already: what leads to it is not looked at.
    fn known(&mut self, _place: usize) -> Option<Self::Value> {
        None
    }

    /// Whether [`Ring::known`] has an answer.
    fn is_known(&mut self, _place: usize) -> bool {
        false
    }
}

/// Adjoints from the target back, by reverse mode: that of a quantity is the sum over its users, those nearest to the
/// target first, of the user's adjoint times the factor between the two. `met` gets each, in the order of the places, once
/// nothing needs it any more.
///
/// # Errors
/// What the ring says.
pub fn fold<R: Ring>(
    chain: &Chain,
    ring: &mut R,
    mut met: impl FnMut(usize, R::Value),
) -> Result<(), R::Error> {
    let mut sums: Vec<Option<R::Value>> = Vec::new();
    sums.resize_with(chain.len(), || None);
    for place in 0..chain.len() {
        let adjoint = match (sums[place].take(), ring.known(place)) {
            (_, Some(known)) => known,
            (Some(sum), None) => ring.whole(place, sum)?,
            // Every other quantity has a user.
            (None, None) => ring.one(),
        };
        for &edge in chain.inputs(place) {
            if ring.is_known(edge.input()) {
                continue;
            }
            let product = ring.times(&adjoint, edge)?;
            let sum = &mut sums[edge.input()];
            *sum = Some(match sum.take() {
                Some(sum) => ring.plus(sum, product)?,
                None => product,
            });
        }
        met(place, adjoint);
    }
    Ok(())
}

/// The adjoint of the last quantity; nothing where the chain is empty.
///
/// # Errors
/// What the ring says.
pub fn fold_to_end<R: Ring>(chain: &Chain, ring: &mut R) -> Result<Option<R::Value>, R::Error> {
    let mut last = None;
    fold(chain, ring, |_, adjoint| last = Some(adjoint))?;
    Ok(last)
}
