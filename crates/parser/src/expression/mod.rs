//! Tokens to expressions.
//!
//! - `operator`: the table of operators and how tightly they bind;
//! - [`Reader`]: where it stands and what it knows; `precedence`: one loop with explicit `stacks`, so that no depth of
//!   brackets overflows anything; `carried_out`: what the operators on them come to;
//! - `brackets`: groups and calls come to their end; `missing`: what to say where an operand does not begin;
//! - `juxtaposition`: products without a sign; `between`: words of English where a sign belongs;
//! - `head` and `call`: names, and calls of functions and dependences; `bare_argument`: `sin x`; `plain_name`: names alone;
//! - `exponential`: `e^{…}`, as LaTeX writes it;
//! - `after`: quantities once an update has moved the weights;
//! - `reduction`: indices, members of families, sums and products over indices;
//! - [`KnownNames`]: what the names of the worksheet are, gathered before any expression is read;
//! - `quotient` and `derivative`: `dL/dw` and its kin, which look like divisions and are derivatives; `near_miss`: what
//!   is almost one; `function_name`: a function's name in place of a quantity's;
//! - `transpose`: `W^T`; `subscript`: `w_i` in a statement over `i`.

mod after;
mod bare_argument;
mod between;
mod brackets;
mod call;
mod carried_out;
mod derivative;
mod exponential;
mod function_name;
mod head;
pub(crate) mod juxtaposition;
mod known_names;
mod missing;
pub(crate) mod near_miss;
mod operator;
mod plain_name;
mod precedence;
pub(crate) mod quotient;
mod reader;
mod reduction;
mod softmax;
mod stacks;
mod subscript;
mod transpose;
mod word;

pub use crate::depth::MOST_DEPTH;
pub(crate) use crate::elsewhere::has_formula;
pub use crate::elsewhere::is_call_elsewhere;
pub(crate) use crate::literal::{FRACTION_SIGNS, last_digit, number, plain_number};
pub use crate::wrong::Wrong;
pub use function_name::no_quantity;
pub use known_names::{KnownNames, is_built_in, is_function, nearest};
pub use reader::{AskedAfter, Drafting, Reader};
pub use reduction::reduction;
pub use softmax::is_softmax;
pub use stacks::Spare;
pub(crate) use subscript::{sum_over, with_members};
pub use word::{another_name, keywords_once};
