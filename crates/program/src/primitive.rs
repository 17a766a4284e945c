//! Operators and primitives, put to numbers of any system.

use std::borrow::Borrow;

use chainrule_number::{Scalar, Undefined};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Definition, Function};

/// An operator or a primitive put to its arguments.
pub fn primitive<S: Scalar>(
    row: &'static Function,
    arguments: &[impl Borrow<S>],
    bits: u32,
) -> Result<S, Undefined> {
    if let Definition::Primitive(primitive) = row.definition {
        if let [argument] = arguments {
            return S::elementary(primitive, std::slice::from_ref(argument.borrow()), bits);
        }
        let arguments: Vec<S> = arguments.iter().map(|argument| argument.borrow().clone()).collect();
        return S::elementary(primitive, &arguments, bits);
    }
    let (first, rest) = arguments.split_first().ok_or(Undefined::Unknown)?;
    let first = first.borrow();
    if *row == ADD {
        folded(first, rest, |sum, term| sum.add(term, bits))
    } else if *row == MULTIPLY {
        folded(first, rest, |product, factor| product.mul(factor, bits))
    } else if *row == NEGATE {
        Ok(first.neg())
    } else if *row == DIVIDE {
        first.div(rest[0].borrow(), bits)
    } else if *row == POWER {
        first.pow(rest[0].borrow(), bits)
    } else {
        Err(Undefined::Unknown)
    }
}

/// An operator put between all arguments, from the left.
fn folded<S: Scalar>(
    first: &S,
    rest: &[impl Borrow<S>],
    operator: impl Fn(&S, &S) -> Result<S, Undefined>,
) -> Result<S, Undefined> {
    let Some((second, rest)) = rest.split_first() else { return Ok(first.clone()) };
    rest.iter().try_fold(operator(first, second.borrow())?, |whole, part| operator(&whole, part.borrow()))
}
