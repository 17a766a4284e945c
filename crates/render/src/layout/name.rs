//! Names as layouts, as the worksheet language says: trailing digits and what follows an underscore below, the layer in
//! parentheses above, accents and Greek letters by their names, words upright.

use chainrule_symbolic::graph::Name;

use super::commands;
use super::{Accent, Alphabet, Layout, Piece, PieceId};
use crate::greek::greek_letter;

/// Accents that a name's ending stands for, over a letter and over a letter with its digits.
const ACCENTS: &[(&str, Accent, Option<Accent>)] = &[
    ("_hat", Accent::Hat, Some(Accent::WideHat)),
    ("_bar", Accent::Bar, Some(Accent::Overline)),
    ("_tilde", Accent::Tilde, Some(Accent::WideTilde)),
    ("_dot", Accent::Dot, None),
];

/// The ending of a name that is a calligraphic letter: `L_cal`, as `\mathcal{L}` is read.
const CALLIGRAPHIC: &str = "_cal";

fn is_capital(letter: &str) -> bool {
    letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase())
}

/// How the indices of a member stand below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Indices {
    /// As other subscripts do: `a_{6}`.
    Bare,
    /// In brackets: `a_{[6]}`.
    InBrackets,
}

/// How the layer of a name is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// `w^{(2)}`
    #[default]
    InParentheses,
    /// `w^{[2]}`
    InBrackets,
    /// `w^{2}`
    Bare,
}

/// How a name is written in a course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameStyle {
    pub(crate) labels: Labels,
    /// Whether the first index of a member counts layers and stands above, as a label does.
    pub(crate) first_index_above: bool,
}

impl Layout {
    /// How a name of the worksheet looks where formulas are drawn. No two names without indices look alike: `w1_11` and
    /// `w_1_11`, `y_hat1` and `y1_hat` differ too.
    pub(crate) fn of_name(name: Name<'_>) -> Self {
        Self::of_name_with(name, Indices::Bare, NameStyle::default())
    }

    /// The same, where the indices of a member could be taken for other digits.
    pub(crate) fn of_member(name: Name<'_>) -> Self {
        Self::of_name_with(name, Indices::InBrackets, NameStyle::default())
    }

    /// The same as a course writes it.
    pub(crate) fn of_name_in(name: Name<'_>, style: NameStyle) -> Self {
        Self::of_name_with(name, Indices::Bare, style)
    }

    fn of_name_with(name: Name<'_>, indices: Indices, style: NameStyle) -> Self {
        let (label, member) = if style.first_index_above && name.label().is_empty() {
            name.member().split_once(',').unwrap_or((name.member(), ""))
        } else {
            (name.label(), name.member())
        };
        let accented = ACCENTS.iter().find_map(|&(ending, accent, wide)| {
            let inner = name.stem().strip_suffix(ending)?;
            let has_digits = inner.ends_with(|c: char| c.is_ascii_digit());
            let accent = if has_digits { wide } else { Some(accent) };
            accent.filter(|_| !inner.is_empty() && !inner.contains('_')).map(|accent| (inner, accent))
        });
        let calligraphic = name.stem().strip_suffix(CALLIGRAPHIC).filter(|letter| is_capital(letter));
        let (head, tail) = match (accented, calligraphic) {
            (Some((inner, _)), _) => (inner, None),
            (None, Some(letter)) => (letter, None),
            (None, None) => match name.stem().split_once('_') {
                Some((head, tail)) => (head, Some(tail)),
                None => (name.stem(), None),
            },
        };
        // `w1_11`: digits before the underscore stand below too, parted by it from the others.
        let letters = head.trim_end_matches(|c: char| c.is_ascii_digit());
        let (letters, digits) = if letters.is_empty() { (head, "") } else { head.split_at(letters.len()) };
        let mut out = Self::new();
        let mut base = match calligraphic {
            Some(letter) => out.add(Piece::Letters(letter.into(), Alphabet::Calligraphic)),
            None => out.add_word(letters),
        };
        let mut below = Vec::new();
        match (tail, accented) {
            (None, Some((_, accent))) => {
                let mut inner = Vec::new();
                out.add_plain(digits, &mut inner);
                base = out.scripted(base, &inner, &[]);
                base = out.add(Piece::Accent { accent, inner: base });
                out.add_plain(name.subscript(), &mut below);
            }
            (None, None) => out.add_plain(&format!("{digits}{}", name.subscript()), &mut below),
            (Some(tail), _) => {
                out.after_underscore(digits, &format!("{tail}{}", name.subscript()), &mut below);
            }
        }
        if !member.is_empty() {
            if !below.is_empty() {
                below.push(out.add(Piece::Sign(',')));
            }
            let [open, close] = match indices {
                Indices::Bare => [None, None],
                Indices::InBrackets => [Some('['), Some(']')],
            };
            below.extend(open.map(|open| out.add(Piece::Sign(open))));
            out.add_plain(member, &mut below);
            below.extend(close.map(|close| out.add(Piece::Sign(close))));
        }
        let mut above = Vec::new();
        if !label.is_empty() {
            let [open, close] = match style.labels {
                Labels::InParentheses => [Some('('), Some(')')],
                Labels::InBrackets => [Some('['), Some(']')],
                Labels::Bare => [None, None],
            };
            above.extend(open.map(|open| out.add(Piece::Sign(open))));
            out.add_plain(label, &mut above);
            above.extend(close.map(|close| out.add(Piece::Sign(close))));
        }
        out.scripted(base, &below, &above);
        out
    }

    fn scripted(&mut self, base: PieceId, below: &[PieceId], above: &[PieceId]) -> PieceId {
        let [below, above] = [below, above].map(|pieces| (!pieces.is_empty()).then(|| self.add_row(pieces)));
        if below.is_none() && above.is_none() {
            return base;
        }
        self.add(Piece::Scripts { base, below, above })
    }

    /// What stands below a name with an underscore: the digits before it, and the words behind it with further
    /// underscores between them.
    fn after_underscore(&mut self, digits: &str, tail: &str, below: &mut Vec<PieceId>) {
        let mut words: Vec<Vec<PieceId>> = Vec::new();
        let begins_with_digits =
            tail.split_once('_').is_some_and(|(first, _)| first.chars().all(|c| c.is_ascii_digit()));
        // `w_1_11` is not `w1_11`.
        if !digits.is_empty() || begins_with_digits {
            let mut pieces = Vec::new();
            self.add_plain(digits, &mut pieces);
            words.push(pieces);
        }
        for word in tail.split('_') {
            let mut pieces = Vec::new();
            self.add_below(word, &mut pieces);
            words.push(pieces);
        }
        if tail.chars().all(|c| c == '_') && digits.is_empty() {
            words.push(Vec::new());
        }
        for (place, word) in words.into_iter().enumerate() {
            if place > 0 {
                below.push(self.add(Piece::Sign('_')));
            }
            below.extend(word);
        }
    }

    /// The letters of a name: one in italics, a Greek one by its name, a word upright.
    fn add_word(&mut self, text: &str) -> PieceId {
        if let (Some(_), Some(greek)) = (greek_letter(text), commands::character(text)) {
            return self.add(Piece::Letters(greek.to_string().into(), Alphabet::Formula));
        }
        let alphabet = if text.chars().count() == 1 { Alphabet::Formula } else { Alphabet::Upright };
        self.add(Piece::Letters(text.into(), alphabet))
    }

    /// What stands below after an underscore: short letters in italics, `xh`, `h1`; words upright.
    fn add_below(&mut self, text: &str, pieces: &mut Vec<PieceId>) {
        let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
        match letters.chars().count() {
            0 => {}
            1 | 2 if greek_letter(letters).is_none() => self.add_plain(letters, pieces),
            _ => pieces.push(self.add_word(letters)),
        }
        self.add_plain(&text[letters.len()..], pieces);
    }

    /// Digits, letters in italics, and signs, as they stand.
    fn add_plain(&mut self, text: &str, pieces: &mut Vec<PieceId>) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            // `2*t` as an index is written `2t`.
            if let (Some(after), true) = (rest.strip_prefix('*'), rest.len() < text.len())
                && after.starts_with(|next: char| next.is_alphanumeric() || next == '(')
            {
                rest = after;
                continue;
            }
            let length = match rest.find(|c: char| !c.is_ascii_digit()) {
                Some(0) => first.len_utf8(),
                Some(length) => length,
                None => rest.len(),
            };
            let (letters, after) = rest.split_at(length);
            pieces.push(self.add(if first.is_alphanumeric() {
                Piece::Letters(letters.into(), Alphabet::Formula)
            } else {
                Piece::Sign(first)
            }));
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::layout::Layout;
    use chainrule_symbolic::graph::Name;

    #[test]
    fn names_as_the_language_says() {
        let latex = |text| Layout::of_name(Name::from_canonical(text)).latex();
        assert_eq!(latex("O11"), "O_{11}");
        assert_eq!(latex("w11^{(2)}"), "w_{11}^{(2)}");
        assert_eq!(latex("y_hat"), r"\hat{y}");
        assert_eq!(latex("y_hat2"), r"\hat{y}_{2}");
        assert_eq!(latex("alpha"), r"\alpha");
        assert_eq!(latex("net_h1"), r"\mathrm{net}_{h1}");
        assert_eq!(latex("W_xh"), "W_{xh}");
        assert_eq!(latex("w_alpha"), r"w_{\alpha}");
        assert_eq!(latex("x_out1"), r"x_{\mathrm{out}1}");
        assert_eq!(latex("w1_11"), r"w_{1\_11}");
        assert_eq!(latex("w11_1"), r"w_{11\_1}");
        assert_eq!(latex("w_1_11"), r"w_{\_1\_11}");
        assert_eq!(latex("g_"), r"g_{\_}");
        assert_eq!(latex("g1_"), r"g_{1\_}");
        assert_eq!(latex("y1_hat"), r"\widehat{y_{1}}");
        assert_eq!(latex("y1_hat2"), r"\widehat{y_{1}}_{2}");
        assert_eq!(latex("y1_dot"), r"y_{1\_\mathrm{dot}}");
        assert_eq!(latex("a[3]"), "a_{3}");
        assert_eq!(latex("a[l-1]"), "a_{l-1}");
        assert_eq!(latex("a[2*l-1]"), "a_{2l-1}");
        assert_eq!(latex("a[*]"), r"a_{\ast}");
        assert_eq!(latex("W^{(1)}[2,3]"), "W_{2,3}^{(1)}");
        assert_eq!(latex("w2[1,j]"), "w_{2,1,j}");
        assert_eq!(latex("lambda1"), r"\lambda_{1}");
        assert_eq!(latex("x_alpha1"), r"x_{\alpha 1}");
    }
}
