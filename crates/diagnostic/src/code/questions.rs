//! Queries, updates and claims.

use super::Code;

/// This can't be derived.
pub static BAD_QUERY: Code = Code {
    id: "E0601",
    name: "bad-query",
    title: "This can't be derived",
    explanation: "A derivation is asked for a quantity of the worksheet, by a name that is neither a number nor a constant: `derive dL/dw`, `derive gradient of L`.",
    bad: "let N = 3\ny = N*x\nderive dy/dN",
    good: "y = n*x\nderive dy/dn",
};

/// It is not clear which loss an update is for.
pub static NO_LOSS: Code = Code {
    id: "E0602",
    name: "no-loss",
    title: "It is not clear which loss an update is for",
    explanation: "An update follows the gradient of one quantity. Where several could be meant, say which: `update w of L by 0.1`.",
    bad: "a = w^2\nb = w^3\ngiven w = 1\nupdate w by 0.1",
    good: "a = w^2\nb = w^3\ngiven w = 1\nupdate w of a by 0.1",
};

/// A number is missing.
pub static MISSING_VALUE: Code = Code {
    id: "E0603",
    name: "missing-value",
    title: "A number is missing",
    explanation: "An update needs the weight's value, the learning rate and a number for the derivative. Give the values that the message names.",
    bad: "L = w*x\ngiven w = 1, alpha = 0.1\nupdate w by alpha",
    good: "L = w*x\ngiven w = 1, x = 2, alpha = 0.1\nupdate w by alpha",
};

/// A claim is not a comparison that can be judged.
pub static BAD_CLAIM: Code = Code {
    id: "E0604",
    name: "bad-claim",
    title: "A claim is not a comparison that can be judged",
    explanation: "A claim compares two sides with `=`, `~=`, `<`, `<=`, `>`, `>=` or says `in [lo, hi]`. With `~=` one side is a decimal number: its printed digits say how close is close enough.",
    bad: "y = x^2\nclaim y ~= x",
    good: "y = x^2\ngiven x = 1.5\nclaim y ~= 2.3",
};

/// A notation holds LaTeX that could do more than typeset.
pub static UNSAFE_NOTATION: Code = Code {
    id: "E0605",
    name: "unsafe-notation",
    title: "A notation could do more than typeset",
    explanation: "The text of a notation goes into pages that other programs run. It may hold letters, digits, a few signs, braces, scripts, Greek letters, accents and alphabets, and must compile by itself.",
    bad: "y = x^2\nderive dy/dx\nnotation y as \"\\input{secret}\"",
    good: "y = x^2\nderive dy/dx\nnotation y as \"\\hat{y}\"",
};
