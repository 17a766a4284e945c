//! The commands of TeX that stand for signs, accents, alphabets and spaces: they typeset and do nothing else.

use chainrule_symbolic::greek;

use super::{Accent, Alphabet};

/// Commands that take nothing, each with the character it stands for, beside the letters of Greek. TeX draws some of those
/// otherwise than text does.
const SIGNS: &[(&str, char)] = &[
    ("epsilon", 'ϵ'),
    ("varepsilon", 'ε'),
    ("vartheta", 'ϑ'),
    ("phi", 'ϕ'),
    ("varphi", 'φ'),
    ("Upsilon", 'Υ'),
    ("ell", 'ℓ'),
    ("hbar", 'ℏ'),
    ("partial", '∂'),
    ("nabla", '∇'),
    ("infty", '∞'),
    ("prime", '′'),
    ("star", '⋆'),
    ("ast", '∗'),
    ("dagger", '†'),
    ("circ", '∘'),
    ("bullet", '∙'),
    ("cdot", '⋅'),
    ("times", '×'),
    ("odot", '⊙'),
    ("otimes", '⊗'),
    ("oplus", '⊕'),
    ("top", '⊤'),
    ("bot", '⊥'),
    ("perp", '⟂'),
    ("parallel", '∥'),
    ("ldots", '…'),
    ("cdots", '⋯'),
    ("in", '∈'),
    ("to", '→'),
];

/// Spaces, by the sign behind the backslash.
pub(crate) const SPACES: &[(char, char)] = &[(',', '\u{2009}'), (';', '\u{2005}'), (' ', '\u{A0}')];

/// Accents, which take one group.
const ACCENTS: &[(&str, Accent)] = &[
    ("hat", Accent::Hat),
    ("widehat", Accent::WideHat),
    ("bar", Accent::Bar),
    ("overline", Accent::Overline),
    ("tilde", Accent::Tilde),
    ("widetilde", Accent::WideTilde),
    ("dot", Accent::Dot),
    ("ddot", Accent::TwoDots),
    ("vec", Accent::Vector),
    ("check", Accent::Check),
    ("breve", Accent::Breve),
    ("acute", Accent::Acute),
    ("grave", Accent::Grave),
    ("underline", Accent::Underline),
];

/// Alphabets, which take one group.
const ALPHABETS: &[(&str, Alphabet)] = &[
    ("mathrm", Alphabet::Upright),
    ("mathbf", Alphabet::Bold),
    ("mathit", Alphabet::Italic),
    ("mathsf", Alphabet::Sans),
    ("mathtt", Alphabet::Monospace),
    ("mathcal", Alphabet::Calligraphic),
    ("boldsymbol", Alphabet::BoldItalic),
    ("operatorname", Alphabet::Operator),
];

/// The command of a square root.
pub(crate) const ROOT: &str = "sqrt";

/// The command of words.
pub(crate) const WORDS: &str = "text";

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Stands for a character.
    Sign(char),
    /// Puts an accent on a group.
    Accent(Accent),
    /// Sets a group in an alphabet.
    Alphabet(Alphabet),
    /// Takes the root of a group.
    Root,
    /// Sets words.
    Words,
}

impl Command {
    /// The command of this name, if notations may use it.
    pub(crate) fn find(name: &str) -> Option<Self> {
        fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
            table.iter().find(|(command, _)| *command == name).map(|(_, found)| *found)
        }
        match name {
            ROOT => Some(Self::Root),
            WORDS => Some(Self::Words),
            _ => character(name)
                .map(Self::Sign)
                .or_else(|| find(ACCENTS, name).map(Self::Accent))
                .or_else(|| find(ALPHABETS, name).map(Self::Alphabet)),
        }
    }
}

/// The character that a command stands for.
pub(crate) fn character(command: &str) -> Option<char> {
    let sign = SIGNS.iter().find(|(name, _)| *name == command).map(|(_, sign)| *sign);
    sign.or_else(|| greek::letter(command))
}

/// The command that stands for a character.
pub(crate) fn of_sign(sign: char) -> Option<&'static str> {
    let command = SIGNS.iter().find(|(_, character)| *character == sign).map(|(name, _)| *name);
    command.or_else(|| greek::name(sign))
}

/// The command of an accent.
pub(crate) fn of_accent(accent: Accent) -> &'static str {
    ACCENTS
        .iter()
        .find(|(_, other)| *other == accent)
        .map(|(name, _)| *name)
        .expect("every accent has a command")
}

/// The command of an alphabet; nothing for that of formulas.
pub(crate) fn of_alphabet(alphabet: Alphabet) -> Option<&'static str> {
    ALPHABETS.iter().find(|(_, other)| *other == alphabet).map(|(name, _)| *name)
}

/// Whether a character is a letter rather than a sign with room around it.
pub(crate) fn is_letter(sign: char) -> bool {
    sign.is_alphabetic() || matches!(sign, '∂' | '∇' | '∞' | '′')
}
