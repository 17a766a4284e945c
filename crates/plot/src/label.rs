//! Labels, as both formats write them.

use chainrule_render::Layout;

/// A label: in Unicode for SVG, in LaTeX for `TikZ`.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) unicode: String,
    pub(crate) latex: String,
}

/// Longer labels are cut in the middle.
const LONGEST: usize = 28;

/// A character is so wide, in parts of the size of the letters, about.
const CHARACTER: f64 = 0.56;

impl Label {
    /// A piece of mathematics; what is too long for a picture is cut in the middle, in LaTeX as it is in Unicode.
    pub(crate) fn math(layout: &Layout) -> Self {
        let unicode = layout.unicode();
        let count = unicode.chars().count();
        if count <= LONGEST {
            return Self { unicode, latex: format!("${}$", layout.latex_on_a_line()) };
        }
        let half = LONGEST / 2;
        let head: String = unicode.chars().take(half).collect();
        let tail: String = unicode.chars().skip(count - half + 1).collect();
        Self::words(&format!("{head}…{tail}"))
    }

    /// Words.
    pub(crate) fn words(text: &str) -> Self {
        Self { unicode: text.to_owned(), latex: escaped(text) }
    }

    /// Words, then mathematics.
    pub(crate) fn words_and_math(words: &str, layout: &Layout) -> Self {
        let math = Self::math(layout);
        Self {
            unicode: format!("{words}{}", math.unicode),
            latex: format!("{}{}", escaped(words), math.latex),
        }
    }

    /// How wide it is, about, in letters of this size.
    pub(crate) fn width(&self, size: f64) -> f64 {
        let count = self.unicode.chars().filter(|&character| !is_narrow(character)).count();
        f64::from(u32::try_from(count).unwrap_or(u32::MAX)) * CHARACTER * size
    }
}

/// Whether a character takes no room of its own.
fn is_narrow(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// Text as LaTeX writes it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str(r"\textbackslash{}"),
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(character);
            }
            '^' => out.push_str(r"\^{}"),
            '~' => out.push_str(r"\~{}"),
            '…' => out.push_str(r"\ldots{}"),
            '·' => out.push_str(r"$\cdot$"),
            '−' => out.push_str("$-$"),
            '∂' => out.push_str(r"$\partial$"),
            '≤' => out.push_str(r"$\le$"),
            _ if character.is_ascii() => out.push(character),
            // Subscripts and the like of a name that was cut: LaTeX has no plain letters for them.
            _ => out.push('?'),
        }
    }
    out
}
