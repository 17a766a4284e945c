//! The alphabets that Unicode has for mathematics, for formats without commands for them.

use crate::layout::Alphabet;

/// A letter or a digit in an alphabet, where Unicode has it there.
pub(super) fn styled(letter: char, alphabet: Alphabet) -> char {
    let (capitals, small, digits) = match alphabet {
        Alphabet::Formula | Alphabet::Upright | Alphabet::Operator => return letter,
        Alphabet::Italic => (0x1D434, 0x1D44E, None),
        Alphabet::Bold => (0x1D400, 0x1D41A, Some(0x1D7CE)),
        Alphabet::BoldItalic => (0x1D468, 0x1D482, Some(0x1D7CE)),
        Alphabet::Sans => (0x1D5A0, 0x1D5BA, Some(0x1D7E2)),
        Alphabet::Monospace => (0x1D670, 0x1D68A, Some(0x1D7F6)),
        Alphabet::Calligraphic => (0x1D49C, 0x1D4B6, None),
    };
    let from = |start: u32, first: char| char::from_u32(start + u32::from(letter) - u32::from(first));
    let found = match (alphabet, letter) {
        // Unicode had these before it had the alphabets.
        (Alphabet::Italic, 'h') => Some('ℎ'),
        (Alphabet::Calligraphic, _) => exception(letter).or(match letter {
            'A'..='Z' => from(capitals, 'A'),
            'a'..='z' => from(small, 'a'),
            _ => None,
        }),
        (_, 'A'..='Z') => from(capitals, 'A'),
        (_, 'a'..='z') => from(small, 'a'),
        (_, '0'..='9') => digits.and_then(|start| from(start, '0')),
        (Alphabet::Bold | Alphabet::BoldItalic, _) => bold_greek(letter),
        _ => None,
    };
    found.unwrap_or(letter)
}

fn exception(letter: char) -> Option<char> {
    Some(match letter {
        'B' => 'ℬ',
        'E' => 'ℰ',
        'F' => 'ℱ',
        'H' => 'ℋ',
        'I' => 'ℐ',
        'L' => 'ℒ',
        'M' => 'ℳ',
        'R' => 'ℛ',
        'e' => 'ℯ',
        'g' => 'ℊ',
        'o' => 'ℴ',
        _ => return None,
    })
}

/// Greek letters in bold italics.
fn bold_greek(letter: char) -> Option<char> {
    let from = |start: u32, first: char| char::from_u32(start + u32::from(letter) - u32::from(first));
    match letter {
        'Α'..='Ω' => from(0x1D71C, 'Α'),
        'α'..='ω' => from(0x1D736, 'α'),
        '∂' => Some('𝝏'),
        '∇' => Some('𝜵'),
        'ϵ' => Some('𝝐'),
        'ϑ' => Some('𝝑'),
        'ϕ' => Some('𝝓'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::styled;
    use crate::layout::Alphabet;

    #[test]
    fn letters_have_their_places() {
        assert_eq!(styled('W', Alphabet::Bold), '𝐖');
        assert_eq!(styled('L', Alphabet::Calligraphic), 'ℒ');
        assert_eq!(styled('N', Alphabet::Calligraphic), '𝒩');
        assert_eq!(styled('h', Alphabet::Italic), 'ℎ');
        assert_eq!(styled('θ', Alphabet::BoldItalic), '𝜽');
        assert_eq!(styled('Ω', Alphabet::BoldItalic), '𝜴');
        assert_eq!(styled('7', Alphabet::Bold), '𝟕');
        assert_eq!(styled('x', Alphabet::Formula), 'x');
    }
}
