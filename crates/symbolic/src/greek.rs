//! The letters of Greek by the names under which worksheets, TeX and Typst know them. Letters that look like Latin ones
//! have no name; which variants a format has besides, and which letters it draws as signs, stands there.

/// Names and letters.
pub const LETTERS: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
];

/// The letter of a name.
pub fn letter(name: &str) -> Option<char> {
    LETTERS.iter().find(|(spelling, _)| *spelling == name).map(|(_, letter)| *letter)
}

/// The name of a letter.
pub fn name(letter: char) -> Option<&'static str> {
    LETTERS.iter().find(|(_, character)| *character == letter).map(|(name, _)| *name)
}
