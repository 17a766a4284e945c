//! Limits.

use super::Code;

/// Brackets are nested too deep.
pub static TOO_DEEP: Code = Code {
    id: "E0701",
    name: "too-deep",
    title: "Brackets are nested too deep",
    explanation: "Expressions may be nested up to the depth that the message states, far beyond what people write. Name inner parts: `Z = …`, then use `Z`.",
    bad: "",
    good: "",
};

/// A number has too many digits.
pub static NUMBER_TOO_LARGE: Code = Code {
    id: "E0702",
    name: "number-too-large",
    title: "A number has too many digits",
    explanation: "Exact numbers may have up to the number of digits that the message states. Larger ones are refused before they are computed.",
    bad: "y = 9^9^9^9*x\ngiven x = 1\nclaim y > 0",
    good: "y = 9^9*x\ngiven x = 1\nclaim y > 0",
};

/// The worksheet is too large.
pub static FILE_TOO_LARGE: Code = Code {
    id: "E0703",
    name: "file-too-large",
    title: "The worksheet is too large",
    explanation: "A worksheet may have up to as many bytes, and a statement up to as many terms, as the message states. Split it.",
    bad: "",
    good: "",
};

/// A name is too long.
pub static NAME_TOO_LONG: Code = Code {
    id: "E0704",
    name: "name-too-long",
    title: "A name is too long",
    explanation: "A name may have up to as many characters as the message states, far more than a page can show.",
    bad: "",
    good: "",
};

/// There are too many mistakes to list.
pub static TOO_MANY_MISTAKES: Code = Code {
    id: "E0705",
    name: "too-many-mistakes",
    title: "There are too many mistakes to list",
    explanation: "Reading stops after as many mistakes as the message states. Mend the first ones: the others often follow from them.",
    bad: "",
    good: "",
};

/// An update takes too many steps.
pub static TOO_MANY_STEPS: Code = Code {
    id: "E0720",
    name: "too-many-steps",
    title: "An update takes too many steps, or its numbers too many digits",
    explanation: "An update may take up to as many steps, one step up to as many operations, and an exact number up to as many digits, as the message states. Exact fractions of repeated steps grow fast: each squaring doubles their digits.",
    bad: "L = w^2\ngiven w = 3\nupdate w by 0.1 for 1e12 steps",
    good: "L = w^2\ngiven w = 3\nupdate w by 0.1 for 1000 steps",
};

/// Families and sums have too many instances.
pub static TOO_MANY_MEMBERS: Code = Code {
    id: "E0706",
    name: "too-many-members",
    title: "Families and sums have too many instances",
    explanation: "The families and sums of a worksheet may have up to as many instances and terms together as the message states. Let the indices run over fewer values.",
    bad: "a[l] = w[l]*a[l-1] for l in 1..99_999_999",
    good: "a[l] = w[l]*a[l-1] for l in 1..99",
};
