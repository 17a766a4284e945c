//! The rows, by family, and the table that lists them.

pub mod arithmetic;
pub mod constant;
pub mod exponential;
mod formula;
pub mod gaussian;
pub mod hyperbolic;
pub mod logistic;
pub mod piecewise;
pub(crate) mod place;
pub mod power;
pub mod rectifier;
pub mod trigonometric;

use super::row::Function;

macro_rules! table {
    ($($family:ident::$row:ident),* $(,)?) => {
        /// Every function the house knows. The first rows are the operators.
        pub static TABLE: &[&Function] = &[$(&$family::$row),*];
    };
}

place::rows!(table);

// A row that carries the place of another one does not compile.
const _: () = {
    let mut place = 0;
    while place < TABLE.len() {
        assert!(
            TABLE[place].place as usize == place,
            "each row carries the place at which the table lists it"
        );
        place += 1;
    }
};
