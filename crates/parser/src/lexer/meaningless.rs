//! What to say about one character that means nothing, and what to type instead.

use chainrule_diagnostic::{Diagnostic, Span, code, escape};

use super::alphabet::{accented, is_invisible, looks_like, marked};

/// What to say about one character.
pub(super) fn unknown(character: char, at: usize) -> Diagnostic {
    let span = Span::new(at, at + character.len_utf8());
    let point = format!("U+{:04X}", u32::from(character));
    if let Some(plain) = looks_like(character) {
        let alphabet = if plain.is_ascii_digit() {
            "digit"
        } else if plain.is_ascii() {
            "Latin letter"
        } else {
            "Greek letter"
        };
        let message = format!("this character ({point}) looks like the {alphabet} `{plain}` but is another");
        let alphabet = alphabet.split(' ').next().unwrap_or_default();
        return Diagnostic::error(&code::LOOK_ALIKE, span, message).help(format!(
            "type the {}`{plain}`",
            if plain.is_ascii_digit() { "digit ".to_owned() } else { format!("{alphabet} ") }
        ));
    }
    if is_invisible(character) {
        let message = format!("an invisible character ({point}) stands here");
        return Diagnostic::error(&code::INVISIBLE_CHARACTER, span, message).help("delete it");
    }
    if character.is_control() {
        let message = format!("a control character ({point}) stands here");
        return Diagnostic::error(&code::CONTROL_CHARACTER, span, message).help("delete it");
    }
    if let Some(word) = marked(character) {
        let message = format!("a combining mark ({point}) stands on the letter before");
        return Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
            .help(format!("spell it out in the name: `y_{word}`"));
    }
    let text = escape(&character.to_string());
    if let Some((letter, word)) = accented(character) {
        let message = format!("`{text}` ({point}) is no letter of a worksheet");
        return Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
            .help(format!("spell the mark out: `{letter}_{word}`"));
    }
    if character.is_alphabetic() {
        let message = format!("`{text}` ({point}) is no letter of a worksheet");
        return Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
            .help("names are made of the letters a to z, A to Z and Greek ones, digits and `_`");
    }
    let diagnostic =
        Diagnostic::error(&code::UNKNOWN_CHARACTER, span, format!("`{text}` ({point}) has no meaning here"));
    match advice(character) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// What to type instead of a sign.
fn advice(character: char) -> Option<&'static str> {
    Some(match character {
        '!' => "factorials are not read: write the product out",
        '≠' => "a claim compares with `=`, `~=`, `<`, `<=`, `>` or `>=`",
        '_' => "a name begins with a letter",
        '＊' | '•' => "write `*` for a product",
        '.' => {
            "a point stands only within a number: write `*` for a product, functions without their library, and \
             `#` before a comment"
        }
        '%' => "write `0.05` for 5 %",
        '$' => "write the formula without dollar signs",
        '—' | '‐' | '‑' | '－' | '﹣' => "write `-` for minus",
        '＋' => "write `+`",
        '／' => "write `/`",
        '（' | '）' => "write `(` and `)`",
        '，' => "write `,`",
        '⊙' | '∘' | '⊗' | '@' => "quantities are single numbers: write `*` for a product",
        '∇' => "write `derive gradient of L`",
        '∞' => "`∞` stands only at the end of a range, as in `given w in [0, ∞)`",
        '½' => "write `1/2`",
        '⅓' => "write `1/3`",
        '¼' => "write `1/4`",
        '¾' => "write `3/4`",
        ':' => "write one equation a line: `y = x^2`, or `f(x) = x^2` for a function",
        '→' | '←' | '↦' | '＝' => "write `=` to define a name",
        '&' => "join conditions by writing one statement for each",
        '°' => "angles are in radians: write `x*pi/180`",
        '±' => "write the range from its lower to its upper end: `given w in [lo, hi]`",
        '´' | '`' | '‘' => "write `'` for a prime",
        _ => return None,
    })
}
