//! Statements and expressions.

use super::Code;

/// Something else was expected here.
pub static EXPECTED: Code = Code {
    id: "E0201",
    name: "expected",
    title: "Something else was expected here",
    explanation: "The statement can't be read past the marked place. The message says what could stand there.",
    bad: "Z = O11* + b2",
    good: "Z = O11*w11 + b2",
};

/// A bracket is never closed.
pub static UNCLOSED_BRACKET: Code = Code {
    id: "E0202",
    name: "unclosed-bracket",
    title: "A bracket is never closed",
    explanation: "Every `(`, `[` and `{` needs its partner. A statement goes on over line ends while a bracket is open, so a forgotten one swallows the lines that follow; the mark shows where it was opened.",
    bad: "L = (y - O21^2",
    good: "L = (y - O21)^2",
};

/// A closing bracket has no partner.
pub static UNEXPECTED_BRACKET: Code = Code {
    id: "E0203",
    name: "unexpected-bracket",
    title: "A closing bracket has no partner",
    explanation: "The marked bracket closes nothing, or closes a bracket of another kind.",
    bad: "L = y - O21)^2",
    good: "L = (y - O21)^2",
};

/// A quoted text is never closed.
pub static UNCLOSED_STRING: Code = Code {
    id: "E0204",
    name: "unclosed-string",
    title: "A quoted text is never closed",
    explanation: "Text for `notation` stands between double quotes, on one line.",
    bad: r#"y = x^2
notation y as "\hat{y}"#,
    good: r#"y = x^2
notation y as "\hat{y}""#,
};

/// A division followed by a product without a sign reads in two ways.
pub static AMBIGUOUS_DIVISION: Code = Code {
    id: "E0205",
    name: "ambiguous-division",
    title: "A division followed by a product without a sign reads in two ways",
    explanation: "`1/2x` is (1/2)·x to some readers and 1/(2·x) to others. chainrule does not guess: put brackets or a `*` where you mean them.",
    bad: "y = 1/2x",
    good: "y = (1/2)*x",
};

/// A number is not written as one.
pub static BAD_NUMBER: Code = Code {
    id: "E0206",
    name: "bad-number",
    title: "A number is not written as one",
    explanation: "Numbers are written `12`, `0.5`, `1e-10` or `1_000_000`; every form is exact. The marked text begins like a number but does not go on like one.",
    bad: "y = 1.2.3*x",
    good: "y = 1.23*x",
};

/// A keyword is used as a name.
pub static KEYWORD_AS_NAME: Code = Code {
    id: "E0207",
    name: "keyword-as-name",
    title: "A keyword is used as a name",
    explanation: "`given derive update claim notation let for in by as of` begin statements and can't name quantities.",
    bad: "let = 3*x",
    good: "l = 3*x",
};

/// A name is put to arguments but is no function.
pub static NOT_A_FUNCTION: Code = Code {
    id: "E0208",
    name: "not-a-function",
    title: "A name is put to arguments but is no function",
    explanation: "A name followed at once by `(` is a call. Where the name is a quantity, a product was probably meant: write `*` between them. A function of your own is defined by `f(z) = …`.",
    bad: "w = 3\nZ = w(x + 1)",
    good: "w = 3\nZ = w*(x + 1)",
};

/// A prime on something that is no function of one argument.
pub static PRIME: Code = Code {
    id: "E0209",
    name: "prime",
    title: "A prime on something that is no function of one argument",
    explanation: "`f'(z)` is the derivative of the function f at z. Primes on quantities are ambiguous (by what?): write `dL/dw`.",
    bad: "L = w^2\nclaim L' = 2*w",
    good: "L = w^2\nclaim dL/dw = 2*w",
};

/// A derivative could also be a quotient.
pub static AMBIGUOUS_DERIVATIVE: Code = Code {
    id: "E0210",
    name: "ambiguous-derivative",
    title: "A derivative could also be a quotient",
    explanation: "Where a name such as `dL` is itself a quantity, `dL/dw` could mean that quantity divided by another. Write `∂L/∂w` for the derivative, or `(dL)/(dw)` for the quotient.",
    bad: "dL = 3\nL = w^2\nclaim dL/dw = 2*w",
    good: "dL = 3\nL = w^2\nclaim ∂L/∂w = 2*w",
};

/// This can be read in two ways.
pub static AMBIGUOUS_READING: Code = Code {
    id: "E0212",
    name: "ambiguous-reading",
    title: "This can be read in two ways",
    explanation: "Texts differ on what is meant, so chainrule does not guess; the message shows both readings. `√2x` is √2·x or √(2·x); `sin^-1(x)` is `asin(x)` or `1/sin(x)`; `f^2(x)` is `f(x)^2` or `f(f(x))`; `πr` is a product or one name. Only `sin^2(x)` and its like (sin, cos, tan, sinh, cosh, tanh and the logarithms, with a whole power from 2 up) are read as every text reads them, `sin(x)^2`.",
    bad: "y = sin^-1(x)",
    good: "y = asin(x)",
};
