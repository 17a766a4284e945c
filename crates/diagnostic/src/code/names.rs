//! Names and functions.

use super::Code;

/// A name is not in this worksheet.
pub static UNKNOWN_NAME: Code = Code {
    id: "E0301",
    name: "unknown-name",
    title: "A name is not in this worksheet",
    explanation: "A question asks about a name that no equation defines or uses. Check the spelling: `w_11` and `w11` are one name, `w1_1` is another.",
    bad: "Z = O11*w11 + b2\nderive dZ/dw12",
    good: "Z = O11*w11 + b2\nderive dZ/dw11",
};

/// There is no function of this name.
pub static UNKNOWN_FUNCTION: Code = Code {
    id: "E0302",
    name: "unknown-function",
    title: "There is no function of this name",
    explanation: "`chainrule functions` lists the functions chainrule knows. A function of your own is defined by `f(z) = …`.",
    bad: "O21 = sigmod(Z)",
    good: "O21 = sigmoid(Z)",
};

/// A function gets too many or too few arguments.
pub static ARITY: Code = Code {
    id: "E0303",
    name: "arity",
    title: "A function gets too many or too few arguments",
    explanation: "Each function takes a fixed number of arguments; `chainrule functions NAME` shows them.",
    bad: "y = sigmoid(a, b)",
    good: "y = sigmoid(a + b)",
};

/// `e` is a plain name here.
pub static CONSTANT_E: Code = Code {
    id: "E0304",
    name: "constant-e",
    title: "`e` is a plain name here",
    explanation: "`e` is not Euler's number: the best-known examples use it as a quantity. Write `exp(x)` for the exponential; where `e` is a quantity of yours, give it a definition or a value.",
    bad: "y = e^x",
    good: "y = exp(x)",
};

/// A name is taken.
pub static RESERVED: Code = Code {
    id: "E0305",
    name: "reserved",
    title: "A name is taken",
    explanation: "`pi` is the one constant, and the names of functions can't be redefined.",
    bad: "pi = 3\ny = pi*r^2",
    good: "p = 3\ny = p*r^2",
};
