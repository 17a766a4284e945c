//! Names that spell out letters of Greek.

use chainrule_symbolic::greek;

/// Letters that are signs where they stand alone: the number π, products and sums.
const SIGNS: [&str; 3] = ["pi", "Pi", "Sigma"];

/// The Greek letter that a stem spells out.
pub(crate) fn greek_letter(stem: &str) -> Option<char> {
    greek::letter(stem).filter(|_| !SIGNS.contains(&stem))
}

/// How a Greek letter is spelled out.
pub(crate) fn greek_name(letter: char) -> Option<&'static str> {
    greek::name(letter).filter(|name| !SIGNS.contains(name))
}
