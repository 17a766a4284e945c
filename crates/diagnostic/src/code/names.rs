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

/// Powers of subscripted names that may have been meant as labels of layers.
pub static POWER_OR_LABEL: Code = Code {
    id: "W0811",
    name: "power-or-label",
    title: "Powers that may have been meant as labels",
    explanation: "Some texts write the layer of a weight above it, `w_{11}^2`. To chainrule that is a power. Where a name with a subscript stands to the power 1 in one place, and one with the same letters to a higher power in another, labels were probably meant: a label stands in parentheses inside braces, `w_{11}^{(2)}`, and belongs to the name.",
    bad: "O_{11} = x*w_{11}^1\nO_{21} = O_{11}*w_{11}^2\nderive dO_{21}/dx",
    good: "O_{11} = x*w_{11}^{(1)}\nO_{21} = O_{11}*w_{11}^{(2)}\nderive dO_{21}/dx",
};

/// Nothing that is asked for uses a definition.
pub static UNUSED_DEFINITION: Code = Code {
    id: "W0812",
    name: "unused-definition",
    title: "Nothing that is asked for uses a definition",
    explanation: "A quantity is computed, but no other is computed from it, and no question, update or claim names it. Often another name stands where it was meant, `y_hat1` for `y_hat_1` or `Z` for `z`: derivatives that should go through it are then 0.",
    bad: "z = w*x\nL = (Z - y)^2\nderive dL/dw",
    good: "z = w*x\nL = (z - y)^2\nderive dL/dw",
};
