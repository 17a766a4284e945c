//! LaTeX of the reader's own, for `notation O21 as "\hat{y}"`.
//!
//! It goes into pages that other programs run. So nothing is let in but letters, digits, a few signs, braces, scripts
//! and commands from a list of those that only typeset; what is let in compiles.

/// Commands that take nothing: letters and signs.
const SYMBOLS: &[&str] = &[
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "vartheta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "varphi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Upsilon",
    "Phi",
    "Psi",
    "Omega",
    "ell",
    "hbar",
    "partial",
    "nabla",
    "infty",
    "prime",
    "star",
    "ast",
    "dagger",
    "circ",
    "bullet",
    "cdot",
    "times",
    "odot",
    "otimes",
    "oplus",
    "top",
    "bot",
    "perp",
    "parallel",
    "ldots",
    "cdots",
    "in",
    "to",
];

/// Commands that take one group in braces: accents and alphabets.
const WITH_GROUP: &[&str] = &[
    "hat",
    "widehat",
    "bar",
    "overline",
    "tilde",
    "widetilde",
    "dot",
    "ddot",
    "vec",
    "check",
    "breve",
    "acute",
    "grave",
    "underline",
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "boldsymbol",
    "operatorname",
    "sqrt",
];

/// Signs that stand for themselves.
const SIGNS: &str = "+-=*/()[],.:;'|! ";

/// Notations are no longer than this, in bytes.
pub const LONGEST: usize = 200;

/// Why a notation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing.
    Empty,
    /// It is longer than [`LONGEST`].
    TooLong,
    /// A command that does more than typeset, or that is not known to do no more.
    Command(String),
    /// A character that is no letter, digit or sign.
    Character(char),
    /// Braces that do not match, or a command, `_` or `^` without its group.
    Unfinished,
    /// Two subscripts or two superscripts on one thing.
    DoubleScript,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => formatter.write_str("it is empty"),
            Self::TooLong => write!(formatter, "it is longer than {LONGEST} bytes"),
            Self::Command(command) => {
                write!(formatter, "`\\{command}` is not among the commands that only typeset")
            }
            Self::Character(character) if character.is_ascii_graphic() => {
                write!(formatter, "`{character}` may not stand in it")
            }
            Self::Character(character) => {
                write!(formatter, "the character U+{:04X} may not stand in it", u32::from(*character))
            }
            Self::Unfinished => formatter.write_str("its braces do not match, or a command lacks its `{…}`"),
            Self::DoubleScript => formatter.write_str("it puts two scripts in one place"),
        }
    }
}

/// What the next piece of a notation may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// Whether there is something to put a script on.
    has_base: bool,
    below: bool,
    above: bool,
}

const START: Place = Place { has_base: false, below: false, above: false };

const AFTER_ATOM: Place = Place { has_base: true, below: false, above: false };

/// Whether a notation can do nothing but typeset.
///
/// # Errors
/// It could do more, or would not compile.
pub fn check(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if text.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    // For each open brace, the place after it closes.
    let mut open: Vec<Place> = Vec::new();
    let mut place = START;
    let mut needs_group = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if let Some(after) = needs_group.take() {
            if first == '{' {
                open.push(after);
                place = START;
                continue;
            }
            // A script may be a single letter or digit.
            if after == AFTER_ATOM || !first.is_ascii_alphanumeric() {
                return Err(Refusal::Unfinished);
            }
            place = after;
            continue;
        }
        match first {
            '{' => {
                open.push(AFTER_ATOM);
                place = START;
            }
            '}' => place = open.pop().ok_or(Refusal::Unfinished)?,
            '_' | '^' => {
                let taken = if first == '_' { place.below } else { place.above };
                if taken {
                    return Err(Refusal::DoubleScript);
                }
                if !place.has_base {
                    return Err(Refusal::Unfinished);
                }
                let after = Place {
                    has_base: true,
                    below: place.below || first == '_',
                    above: place.above || first == '^',
                };
                needs_group = Some(after);
            }
            '\\' => {
                let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
                let command = &rest[..length];
                rest = &rest[length..];
                if WITH_GROUP.contains(&command) {
                    needs_group = Some(AFTER_ATOM);
                } else if SYMBOLS.contains(&command) {
                    place = AFTER_ATOM;
                } else if command.is_empty() && rest.starts_with([',', ';', '!', ' ']) {
                    rest = &rest[1..];
                    place = START;
                } else {
                    return Err(Refusal::Command(command.to_owned()));
                }
            }
            // A prime is a superscript.
            '\'' if place.above => return Err(Refusal::DoubleScript),
            '\'' => place.above = true,
            ' ' => {}
            other if other.is_ascii_alphanumeric() || SIGNS.contains(other) => place = AFTER_ATOM,
            other => return Err(Refusal::Character(other)),
        }
    }
    if open.is_empty() && needs_group.is_none() { Ok(()) } else { Err(Refusal::Unfinished) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, check};

    #[test]
    fn typesetting_is_let_in() {
        for text in
            [r"\hat{y}", "w_{11}^{(2)}", r"\mathbf{W}_h", "y'", r"\boldsymbol{\theta}", "x_i^2", "z_{x_{1}}"]
        {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let command = |name: &str| Err(Refusal::Command(name.to_owned()));
        assert_eq!(check(r"\input{/etc/passwd}"), command("input"));
        assert_eq!(check(r"\def\x{}"), command("def"));
        assert_eq!(check(r"\csname input\endcsname"), command("csname"));
        assert_eq!(check(r"\href{x}{y}"), command("href"));
        assert_eq!(check("^^5cinput"), Err(Refusal::Unfinished));
        assert_eq!(check("x^^5c"), Err(Refusal::Unfinished));
        assert_eq!(check("a$b"), Err(Refusal::Character('$')));
        assert_eq!(check("a%b"), Err(Refusal::Character('%')));
        assert_eq!(check("a&b"), Err(Refusal::Character('&')));
        assert_eq!(check("a#1"), Err(Refusal::Character('#')));
        assert_eq!(check("a~b"), Err(Refusal::Character('~')));
        assert_eq!(check(r"\hat"), Err(Refusal::Unfinished));
        assert_eq!(check(r"\hat y"), Err(Refusal::Unfinished));
        assert_eq!(check("{a"), Err(Refusal::Unfinished));
        assert_eq!(check("a}"), Err(Refusal::Unfinished));
        assert_eq!(check("a_1_2"), Err(Refusal::DoubleScript));
        assert_eq!(check("a^"), Err(Refusal::Unfinished));
        assert_eq!(check(" "), Err(Refusal::Empty));
        assert_eq!(check(r"\\"), command(""));
    }
}
