//! Letters: which may stand in names, which only look like others, and what scripts stand for.

/// Greek letters and how they are spelled out. Capitals that look like Latin letters are not among them.
const GREEK: &[(char, &str)] = &[
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ϵ', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ϑ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('µ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('ς', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('ϕ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('Θ', "Theta"),
    ('Λ', "Lambda"),
    ('Ξ', "Xi"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
];

/// How a Greek letter is spelled out.
pub fn greek(letter: char) -> Option<&'static str> {
    GREEK.iter().find(|(greek, _)| *greek == letter).map(|(_, name)| *name)
}

/// Letters of other alphabets that look like Latin ones, in the order of the letters they look like.
const LOOK_ALIKES: &[(&str, char)] = &[
    ("\u{0410}\u{0391}\u{FF21}", 'A'),
    ("\u{0412}\u{0392}\u{FF22}", 'B'),
    ("\u{0421}\u{03F9}\u{FF23}", 'C'),
    ("\u{0415}\u{0395}\u{FF25}", 'E'),
    ("\u{041D}\u{0397}\u{FF28}", 'H'),
    ("\u{0406}\u{0399}\u{FF29}", 'I'),
    ("\u{0408}\u{FF2A}", 'J'),
    ("\u{041A}\u{039A}\u{FF2B}", 'K'),
    ("\u{041C}\u{039C}\u{FF2D}", 'M'),
    ("\u{039D}\u{FF2E}", 'N'),
    ("\u{041E}\u{039F}\u{FF2F}", 'O'),
    ("\u{0420}\u{03A1}\u{FF30}", 'P'),
    ("\u{0405}\u{FF33}", 'S'),
    ("\u{0422}\u{03A4}\u{FF34}", 'T'),
    ("\u{0425}\u{03A7}\u{FF38}", 'X'),
    ("\u{0423}\u{03A5}\u{FF39}", 'Y'),
    ("\u{0396}\u{FF3A}", 'Z'),
    ("\u{0430}\u{0251}\u{FF41}", 'a'),
    ("\u{0441}\u{03F2}\u{FF43}", 'c'),
    ("\u{0501}\u{FF44}", 'd'),
    ("\u{0435}\u{FF45}", 'e'),
    ("\u{04BB}\u{FF48}", 'h'),
    ("\u{0456}\u{FF49}", 'i'),
    ("\u{0458}\u{03F3}\u{FF4A}", 'j'),
    ("\u{043E}\u{03BF}\u{FF4F}", 'o'),
    ("\u{0440}\u{FF50}", 'p'),
    ("\u{0455}\u{FF53}", 's'),
    ("\u{0443}\u{FF59}", 'y'),
    ("\u{0445}\u{FF58}", 'x'),
    ("\u{051D}\u{FF57}", 'w'),
];

/// The Latin letter that a letter of another alphabet looks like.
pub fn looks_like(letter: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(others, _)| others.contains(letter)).map(|(_, latin)| *latin)
}

/// What a subscript character stands for.
pub fn subscript(character: char) -> Option<char> {
    Some(match character {
        '₀'..='₉' => char::from_u32(u32::from('0') + u32::from(character) - u32::from('₀'))?,
        'ₐ' => 'a',
        'ₑ' => 'e',
        'ₕ' => 'h',
        'ᵢ' => 'i',
        'ⱼ' => 'j',
        'ₖ' => 'k',
        'ₗ' => 'l',
        'ₘ' => 'm',
        'ₙ' => 'n',
        'ₒ' => 'o',
        'ₚ' => 'p',
        'ᵣ' => 'r',
        'ₛ' => 's',
        'ₜ' => 't',
        'ᵤ' => 'u',
        'ᵥ' => 'v',
        'ₓ' => 'x',
        _ => return None,
    })
}

/// The digit, sign or bracket that a superscript character stands for.
pub fn superscript(character: char) -> Option<char> {
    Some(match character {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_u32(u32::from('4') + u32::from(character) - u32::from('⁴'))?,
        '⁻' => '-',
        '⁽' => '(',
        '⁾' => ')',
        'ⁱ' => 'i',
        'ⁿ' => 'n',
        'ˡ' => 'l',
        _ => return None,
    })
}

/// Whether a character can't be seen or changes the order in which a line reads.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}
