//! Text and characters.

use super::Code;

/// The file is not UTF-8 text.
pub static NOT_UTF8: Code = Code {
    id: "E0101",
    name: "not-utf8",
    title: "The file is not UTF-8 text",
    explanation: "A worksheet is UTF-8 text. The message names the first byte that is not. Save the file as UTF-8; a file in an older encoding can be converted with `iconv -f LATIN1 -t UTF-8`.",
    bad: "",
    good: "",
};

/// A control character stands in the worksheet.
pub static CONTROL_CHARACTER: Code = Code {
    id: "E0102",
    name: "control-character",
    title: "A control character stands in the worksheet",
    explanation: "Control characters (NUL, terminal escapes, backspace, …) mean nothing in a worksheet and can make a terminal show something else than what is written. Delete the character.",
    bad: "",
    good: "",
};

/// A character that can't be seen stands in the worksheet.
pub static INVISIBLE_CHARACTER: Code = Code {
    id: "E0103",
    name: "invisible-character",
    title: "A character that can't be seen stands in the worksheet",
    explanation: "Zero-width and bidirectional characters can't be seen but change names and the order in which a line reads. Delete the character; it is often brought along when text is copied from a web page.",
    bad: "",
    good: "",
};

/// A letter only looks like another.
pub static LOOK_ALIKE: Code = Code {
    id: "E0104",
    name: "look-alike-letter",
    title: "A letter only looks like another",
    explanation: "A letter of another alphabet looks exactly like a Latin one: `а` (Cyrillic) and `a` would be two names that no reader can tell apart. Type the Latin letter.",
    bad: "Z = а*w + b",
    good: "Z = a*w + b",
};

/// A character has no meaning here.
pub static UNKNOWN_CHARACTER: Code = Code {
    id: "E0105",
    name: "unknown-character",
    title: "A character has no meaning here",
    explanation: "Worksheets are written with letters (Latin or Greek), digits, `_`, the operators `+ - * / ^`, brackets and the usual mathematical signs. The marked character is none of them.",
    bad: "Z = O11*w11 $ b2",
    good: "Z = O11*w11 + b2",
};

/// The worksheet says nothing.
pub static EMPTY: Code = Code {
    id: "E0106",
    name: "empty-worksheet",
    title: "The worksheet says nothing",
    explanation: "There is no statement in the file. A worksheet needs at least an equation and a question.",
    bad: "# nothing but a comment",
    good: "y = x^2\nderive dy/dx",
};
