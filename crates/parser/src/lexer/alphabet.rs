//! Letters: which may stand in names, which only look like others, and what scripts stand for.

use chainrule_symbolic::greek;

/// Variants of Greek letters, and what they are variants of.
const VARIANTS: &[(char, &str)] =
    &[('ϵ', "epsilon"), ('ϑ', "theta"), ('µ', "mu"), ('ς', "sigma"), ('ϕ', "phi")];

/// Greek letters that are the signs of products and sums.
const SIGNS: [&str; 2] = ["Pi", "Sigma"];

/// How a Greek letter is spelled out.
pub fn greek(letter: char) -> Option<&'static str> {
    let variant = VARIANTS.iter().find(|(character, _)| *character == letter).map(|(_, name)| *name);
    variant.or_else(|| greek::name(letter).filter(|name| !SIGNS.contains(name)))
}

/// Letters of other alphabets that look like Latin ones, with the letters they look like.
const LOOK_ALIKES: &[(&str, char)] = &[
    ("ℬ", 'B'),
    ("ℂ", 'C'),
    ("ⅆ", 'd'),
    ("ℯⅇ", 'e'),
    ("ℰ", 'E'),
    ("ℱ", 'F'),
    ("ℎ", 'h'),
    ("ℋ", 'H'),
    ("ⅈ", 'i'),
    ("ℐ", 'I'),
    ("ℓ", 'l'),
    ("ℒ", 'L'),
    ("ℳ", 'M'),
    ("ℕ", 'N'),
    ("ℚ", 'Q'),
    ("ℛℝ", 'R'),
    ("ℤ", 'Z'),
    ("\u{0410}\u{0391}", 'A'),
    ("\u{0412}\u{0392}", 'B'),
    ("\u{0421}\u{03F9}", 'C'),
    ("\u{0415}\u{0395}", 'E'),
    ("\u{041D}\u{0397}", 'H'),
    ("\u{0406}\u{0399}", 'I'),
    ("\u{0408}", 'J'),
    ("\u{041A}\u{039A}", 'K'),
    ("\u{041C}\u{039C}", 'M'),
    ("\u{039D}", 'N'),
    ("\u{041E}\u{039F}", 'O'),
    ("\u{0420}\u{03A1}", 'P'),
    ("\u{0405}", 'S'),
    ("\u{0422}\u{03A4}", 'T'),
    ("\u{0425}\u{03A7}", 'X'),
    ("\u{0423}\u{03A5}", 'Y'),
    ("\u{0396}", 'Z'),
    ("\u{0430}\u{0251}", 'a'),
    ("\u{0441}\u{03F2}", 'c'),
    ("\u{0501}", 'd'),
    ("\u{0435}", 'e'),
    ("\u{04BB}", 'h'),
    ("\u{0456}", 'i'),
    ("\u{0458}\u{03F3}", 'j'),
    ("\u{043E}\u{03BF}", 'o'),
    ("\u{0440}", 'p'),
    ("\u{0455}", 's'),
    ("\u{0443}", 'y'),
    ("\u{0445}", 'x'),
    ("\u{051D}", 'w'),
];

/// The plain letter or digit that a character looks like: letters of other alphabets, full-width forms, and the
/// mathematical alphabets that text copied from a PDF brings along.
pub fn looks_like(character: char) -> Option<char> {
    if let Some((_, latin)) = LOOK_ALIKES.iter().find(|(others, _)| others.contains(character)) {
        return Some(*latin);
    }
    let code = u32::from(character);
    let letter = |offset: u32| {
        let first = if offset < 26 { u32::from('A') } else { u32::from('a') - 26 };
        char::from_u32(first + offset)
    };
    match code {
        0xFF10..=0xFF19 => char::from_u32(code - 0xFF10 + u32::from('0')),
        0xFF21..=0xFF3A => char::from_u32(code - 0xFF21 + u32::from('A')),
        0xFF41..=0xFF5A => char::from_u32(code - 0xFF41 + u32::from('a')),
        0x1D400..=0x1D6A3 => letter((code - 0x1D400) % 52),
        0x1D6A8..=0x1D7C9 => match (code - 0x1D6A8) % 58 {
            17 => Some('Θ'),
            capital @ 0..=24 => char::from_u32(0x391 + capital),
            small @ 26..=50 => char::from_u32(0x3B1 + small - 26),
            _ => None,
        },
        0x1D7CE..=0x1D7FF => char::from_u32((code - 0x1D7CE) % 10 + u32::from('0')),
        _ => None,
    }
}

/// The mark that a combining character puts on the letter before it, in a word.
pub fn marked(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{302}' => "hat",
        '\u{303}' => "tilde",
        '\u{304}' | '\u{305}' => "bar",
        '\u{307}' => "dot",
        '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' => "mark",
        _ => return None,
    })
}

/// Letters with a mark that mathematics uses, and how they are spelled.
pub fn accented(character: char) -> Option<(char, &'static str)> {
    Some(match character {
        'ŷ' => ('y', "hat"),
        'ŵ' => ('w', "hat"),
        'â' => ('a', "hat"),
        'ê' => ('e', "hat"),
        'ô' => ('o', "hat"),
        'û' => ('u', "hat"),
        'ĥ' => ('h', "hat"),
        'ŝ' => ('s', "hat"),
        'ẑ' => ('z', "hat"),
        'Ŷ' => ('Y', "hat"),
        'ȳ' => ('y', "bar"),
        'ā' => ('a', "bar"),
        'ō' => ('o', "bar"),
        'ỹ' => ('y', "tilde"),
        'ã' => ('a', "tilde"),
        'ẋ' => ('x', "dot"),
        'ẏ' => ('y', "dot"),
        _ => return None,
    })
}

/// Whether the word spells a Greek letter.
pub fn is_spelled_greek(word: &str) -> bool {
    greek::letter(word).is_some() && !SIGNS.contains(&word)
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
        '⁺' => '+',
        '⁽' => '(',
        '⁾' => ')',
        'ⁱ' => 'i',
        'ⁿ' => 'n',
        'ˡ' => 'l',
        'ᵈ' => 'd',
        'ᵏ' => 'k',
        'ᵐ' => 'm',
        'ᵖ' => 'p',
        'ᴺ' => 'N',
        'ˣ' => 'x',
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

/// Whether a character changes the order in which a line reads.
pub fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
