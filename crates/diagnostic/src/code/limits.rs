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
