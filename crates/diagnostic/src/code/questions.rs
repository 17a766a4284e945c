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

/// Only a leaf can be updated.
pub static NOT_A_LEAF: Code = Code {
    id: "E0605",
    name: "not-a-leaf",
    title: "Only a leaf can be updated",
    explanation: "A gradient step moves a number that the worksheet gives, such as a weight. A quantity that is computed from others moves when they do.",
    bad: "L = w^2\ngiven w = 3\nupdate L by 0.1",
    good: "L = w^2\ngiven w = 3\nupdate w by 0.1",
};

/// An update can't be carried out as it is written.
pub static BAD_UPDATE: Code = Code {
    id: "E0620",
    name: "bad-update",
    title: "An update can't be carried out as it is written",
    explanation: "An update names leaves that the loss depends on, then `by` and a learning rate or a rule with its numbers, then clauses: `update w1, w2 by 0.1`, `update all except x by momentum(0.1, 0.9) for 100 steps in f32 watch y`. The message says which part is wrong.",
    bad: "L = w^2\ngiven w = 3\nupdate w by 0.1 for 0 steps",
    good: "L = w^2\ngiven w = 3\nupdate w by 0.1 for 10 steps",
};

/// A notation can't be typeset.
pub static BAD_NOTATION: Code = Code {
    id: "E0606",
    name: "bad-notation",
    title: "A notation can't be typeset",
    explanation: "A notation is written in a small part of TeX: letters, digits, `+ - = * / ( ) [ ] , . : ; | !`, braces, `_`, `^`, `'` and commands that only typeset. Those are Greek letters and signs (`\\alpha`, `\\nabla`, `\\ell`, `\\odot`, `\\top`, …), accents (`\\hat`, `\\bar`, `\\tilde`, `\\dot`, `\\ddot`, `\\vec`, `\\check`, `\\breve`, `\\acute`, `\\grave`, `\\widehat`, `\\widetilde`, `\\overline`, `\\underline`), alphabets (`\\mathrm`, `\\mathbf`, `\\mathit`, `\\mathsf`, `\\mathtt`, `\\mathcal`, `\\boldsymbol`, `\\operatorname`), `\\sqrt`, `\\text` and the spaces `\\,`, `\\;` and `\\ `. Nothing else is let in, and the mark shows where it stands. After `in` stands one of the formats that `chainrule run --help` lists; for `text` the notation is plain words. A name has one notation for all formats and one more for each.",
    bad: r#"y = x^2
notation y as "\hat{y""#,
    good: r#"y = x^2
notation y as "\hat{y}""#,
};
