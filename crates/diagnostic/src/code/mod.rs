//! The codes of all diagnostics, each with its page: one table, by group.

mod arrays;
mod characters;
mod families;
mod limits;
mod names;
mod networks;
mod questions;
mod syntax;
mod values;

pub use arrays::*;
pub use characters::*;
pub use families::*;
pub use limits::*;
pub use names::*;
pub use networks::*;
pub use questions::*;
pub use syntax::*;
pub use values::*;

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E0301`; errors begin with `E`, warnings with `W`.
    pub id: &'static str,
    /// The name that goes with it: `unknown-name`.
    pub name: &'static str,
    /// What it says, in one line.
    pub title: &'static str,
    /// What it means and what to do, as Markdown.
    pub explanation: &'static str,
    /// A worksheet that gets it; empty where text can't show it.
    pub bad: &'static str,
    /// The worksheet mended.
    pub good: &'static str,
}

impl Code {
    /// The whole page, as Markdown.
    pub fn page(&self) -> String {
        let mut page = format!("# {} {}\n\n{}.\n\n{}\n", self.id, self.name, self.title, self.explanation);
        if !self.bad.is_empty() {
            page.push_str(&format!("\nWith this code:\n\n```chain\n{}\n```\n", self.bad));
            page.push_str(&format!("\nMended:\n\n```chain\n{}\n```\n", self.good));
        }
        page
    }
}

/// Every code, in the order of their ids.
pub static CODES: &[&Code] = &[
    &NOT_UTF8,
    &CONTROL_CHARACTER,
    &INVISIBLE_CHARACTER,
    &LOOK_ALIKE,
    &UNKNOWN_CHARACTER,
    &EMPTY,
    &EXPECTED,
    &UNCLOSED_BRACKET,
    &UNEXPECTED_BRACKET,
    &UNCLOSED_STRING,
    &AMBIGUOUS_DIVISION,
    &BAD_NUMBER,
    &KEYWORD_AS_NAME,
    &NOT_A_FUNCTION,
    &PRIME,
    &AMBIGUOUS_DERIVATIVE,
    &AMBIGUOUS_READING,
    &UNKNOWN_NAME,
    &UNKNOWN_FUNCTION,
    &ARITY,
    &CONSTANT_E,
    &RESERVED,
    &DUPLICATE,
    &CYCLE,
    &BAD_INDEX,
    &INDEX_NAME,
    &NO_MEMBER,
    &INDEX_COUNT,
    &INDEX_LEFT_OUT,
    &BAD_DISTRIBUTION,
    &DUPLICATE_VALUE,
    &VALUE_ON_DEFINED,
    &EMPTY_RANGE,
    &OUTSIDE_RANGE,
    &IMPOSSIBLE_PIN,
    &NOT_A_NUMBER,
    &DIVISION_BY_ZERO,
    &OUTSIDE_DOMAIN,
    &NO_DERIVATIVE,
    &PIN_CONTRADICTS,
    &BAD_QUERY,
    &NO_LOSS,
    &MISSING_VALUE,
    &BAD_CLAIM,
    &NOT_A_LEAF,
    &BAD_NOTATION,
    &BAD_UPDATE,
    &TOO_DEEP,
    &NUMBER_TOO_LARGE,
    &FILE_TOO_LARGE,
    &NAME_TOO_LONG,
    &TOO_MANY_MISTAKES,
    &TOO_MANY_MEMBERS,
    &TOO_MANY_STEPS,
    &SHAPES_APART,
    &TWO_ARRAY_READINGS,
    &BAD_SHAPE,
    &NOT_ONE_NUMBER,
    &NOT_WITH_SHAPES,
    &DATA_FILE,
    &PIN_ROUNDED,
    &UNUSED_VALUE,
    &UNUSED_PIN,
    &KINK,
    &RUN_TOGETHER,
    &POWER_OR_LABEL,
    &UNUSED_DEFINITION,
    &NOT_THE_SLOPE,
    &LIMIT,
];

/// The code with this id or name, whatever the case.
pub fn find(wanted: &str) -> Option<&'static Code> {
    CODES
        .iter()
        .copied()
        .find(|code| code.id.eq_ignore_ascii_case(wanted) || code.name.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_unique_and_explained() {
        for pair in CODES.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} before {}", pair[0].id, pair[1].id);
        }
        for code in CODES {
            assert!(code.explanation.len() > 40, "{}", code.id);
            assert_eq!(code.bad.is_empty(), code.good.is_empty(), "{}", code.id);
            assert_eq!(super::find(code.name), Some(*code));
        }
    }
}
