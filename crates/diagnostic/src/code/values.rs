//! Values, ranges and stated derivatives.

use super::Code;

/// A value is given twice.
pub static DUPLICATE_VALUE: Code = Code {
    id: "E0501",
    name: "duplicate-value",
    title: "A value is given twice",
    explanation: "Each leaf and each stated derivative has one value; remove one of the two statements.",
    bad: "y = w*x\ngiven w = 1\ngiven w = 2",
    good: "y = w*x\ngiven w = 1",
};

/// A value is given for a quantity that is computed.
pub static VALUE_ON_DEFINED: Code = Code {
    id: "E0502",
    name: "value-on-defined",
    title: "A value is given for a quantity that is computed",
    explanation: "The quantity has a definition, so its value follows from its inputs. Give values for the inputs, or remove the definition.",
    bad: "Z = w*x\ngiven Z = 3",
    good: "Z = w*x\ngiven w = 3, x = 1",
};

/// A range holds no number.
pub static EMPTY_RANGE: Code = Code {
    id: "E0503",
    name: "empty-range",
    title: "A range holds no number",
    explanation: "The lower end lies above the upper end: put the smaller one first.",
    bad: "y = w^2\ngiven w in [3, -2]",
    good: "y = w^2\ngiven w in [-2, 3]",
};

/// A value lies outside the range given for it.
pub static OUTSIDE_RANGE: Code = Code {
    id: "E0504",
    name: "outside-range",
    title: "A value lies outside the range given for it",
    explanation: "A value and a range for the same leaf must agree.",
    bad: "y = w^2\ngiven w = 5\ngiven w in [-2, 3]",
    good: "y = w^2\ngiven w = 2\ngiven w in [-2, 3]",
};

/// A derivative can't have the stated value.
pub static IMPOSSIBLE_PIN: Code = Code {
    id: "E0505",
    name: "impossible-pin",
    title: "A derivative can't have the stated value",
    explanation: "A derivative lies within bounds: those of its function's slope hold for every argument, and those of a chain follow from its links, the given values and the ranges. The stated number lies outside. The sigmoid's derivative, for one, is never above 1/4, so that 200 through a sigmoid needs a weight of 800 or more.",
    bad: "O = sigmoid(Z)\ngiven sigmoid'(Z) = 0.3\nderive dO/dZ",
    good: "O = sigmoid(Z)\ngiven sigmoid'(Z) = 0.2\nderive dO/dZ",
};

/// A value must be a number.
pub static NOT_A_NUMBER: Code = Code {
    id: "E0506",
    name: "not-a-number",
    title: "A value must be a number",
    explanation: "`given` and `let` state numbers: `0.001`, `1/3`, `sqrt(2)`. Names other than `let` constants can't stand in them.",
    bad: "y = w*x\ngiven w = 2*x",
    good: "y = w*x\ngiven w = 2",
};

/// Something is divided by zero.
pub static DIVISION_BY_ZERO: Code = Code {
    id: "E0507",
    name: "division-by-zero",
    title: "Something is divided by zero",
    explanation: "With the given values a divisor is exactly zero. The message names the quantity in which it happens, and what a program gives for it. What is computed from it has no number; everything else in the worksheet is worked out.",
    bad: "y = 1/(x - 2)\ngiven x = 2\nderive dy/dx",
    good: "y = 1/(x - 2)\ngiven x = 3\nderive dy/dx",
};

/// A function is put to a value where it is not defined.
pub static OUTSIDE_DOMAIN: Code = Code {
    id: "E0508",
    name: "outside-domain",
    title: "A function is put to a value where it is not defined",
    explanation: "The logarithm needs a positive argument, the square root one that is not negative, `asin` and `acos` one between -1 and 1. With the given values the argument lies outside. What is computed from such a quantity has no number; everything else in the worksheet is worked out.",
    bad: "y = ln(x)\ngiven x = -1\nderive dy/dx",
    good: "y = ln(x)\ngiven x = 1\nderive dy/dx",
};

/// A power has no derivative by its exponent.
pub static NO_DERIVATIVE: Code = Code {
    id: "E0509",
    name: "no-derivative",
    title: "A power has no derivative by its exponent",
    explanation: "A negative number has powers at whole exponents only, and 0^v is 1 at v = 0 and 0 for every positive v: neither has a derivative by the exponent there.",
    bad: "y = (-2)^x\nderive dy/dx",
    good: "y = 2^x\nderive dy/dx",
};

/// A stated derivative contradicts what else is given.
pub static PIN_CONTRADICTS: Code = Code {
    id: "E0510",
    name: "pin-contradicts",
    title: "A stated derivative contradicts what else is given",
    explanation: "The worksheet states a number for a derivative, and another number follows for it from the given values or from the other stated derivatives. Both places are shown, with the arithmetic. Nothing is worked out from a contradiction: remove one of the numbers.",
    bad: "O = sigmoid(Z)\ngiven Z = 0\ngiven sigmoid'(Z) = 0.2\nderive dO/dZ",
    good: "O = sigmoid(Z)\ngiven Z = 0\nderive dO/dZ",
};

/// A stated derivative is a rounded number.
pub static PIN_ROUNDED: Code = Code {
    id: "W0801",
    name: "pin-rounded",
    title: "A stated derivative is a rounded number",
    explanation: "The worksheet states a decimal of three digits or more for a derivative, and the number that follows from all else is the same when it is rounded to those digits. The stated number is used as it stands; without the statement all digits are.",
    bad: "O = sigmoid(Z)\ngiven Z = 1\ngiven sigmoid'(Z) = 0.197\nderive dO/dZ",
    good: "O = sigmoid(Z)\ngiven Z = 1\nderive dO/dZ",
};

/// A value is given for a name that nothing uses.
pub static UNUSED_VALUE: Code = Code {
    id: "W0802",
    name: "unused-value",
    title: "A value is given for a name that nothing uses",
    explanation: "No equation, update or claim uses the name. It is often a misspelling of one that is used.",
    bad: "y = w11*x\ngiven w1l = 5\nderive dy/dx",
    good: "y = w11*x\ngiven w11 = 5\nderive dy/dx",
};

/// A stated derivative is not used.
pub static UNUSED_PIN: Code = Code {
    id: "W0803",
    name: "unused-pin",
    title: "A stated derivative is not used",
    explanation: "No derivation of this worksheet meets the derivative for which a number is stated.",
    bad: "y = x^2\nz = y^3\ngiven dz/dy = 5\nderive dy/dx",
    good: "y = x^2\nz = y^3\ngiven dz/dy = 5\nderive dz/dx",
};

/// A derivative is taken at a kink.
pub static KINK: Code = Code {
    id: "W0804",
    name: "kink",
    title: "A derivative is taken at a kink",
    explanation: "At this value the function has no derivative: its slope from the left is not its slope from the right. The field's convention is used and named.",
    bad: "y = relu(x)\ngiven x = 0\nderive dy/dx",
    good: "y = relu(x)\ngiven x = 1\nderive dy/dx",
};

/// A name looks like two names written together.
pub static RUN_TOGETHER: Code = Code {
    id: "W0805",
    name: "run-together",
    title: "A name looks like two names written together",
    explanation: "Letters that follow each other are one name: `wx` is not `w` times `x`. Where the worksheet knows both parts and gives the whole no value, a product was probably meant.",
    bad: "y = wx + b\ngiven w = 1, x = 2",
    good: "y = w*x + b\ngiven w = 1, x = 2",
};

/// Conventions at kinks give a number that is not the derivative.
pub static NOT_THE_SLOPE: Code = Code {
    id: "W0813",
    name: "not-the-slope",
    title: "Conventions at kinks give a number that is not the derivative",
    explanation: "At a kink a function has no derivative, and a convention is used for it. Where several kinks meet, the quantity they are part of may have a slope all the same: `relu(x) - relu(-x)` is x, with the slope 1 at 0, and the conventions make it 0. The number shown is what a program answers; the message says what the slope is.",
    bad: "y = relu(x) - relu(-x)\ngiven x = 0\nderive dy/dx",
    good: "y = x\ngiven x = 0\nderive dy/dx",
};

/// A product of 0 and the logarithm of 0 is taken as its limit.
pub static LIMIT: Code = Code {
    id: "W0814",
    name: "limit",
    title: "A product of 0 and the logarithm of 0 is taken as 0",
    explanation: "`t*ln(t)` has no value at t = 0, and tends to 0. Entropies and divergences are meant so where a target is 0, and libraries compute them so (`xlogy`). A program that computes the product as written gives NaN.",
    bad: "L = t*ln(t) - t*ln(p)\ngiven t = 0, p = 0.5\nderive dL/dp",
    good: "L = t*ln(t) - t*ln(p)\ngiven t = 1, p = 0.5\nderive dL/dp",
};
