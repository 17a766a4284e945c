//! Running text in LaTeX.

use crate::greek::greek_name;

/// Words that LaTeX takes as they are.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str(r"\textbackslash{}"),
            '{' | '}' | '%' | '&' | '#' | '_' | '$' => {
                out.push('\\');
                out.push(character);
            }
            '~' => out.push_str(r"\textasciitilde{}"),
            '^' => out.push_str(r"\textasciicircum{}"),
            '<' => out.push_str("$<$"),
            '>' => out.push_str("$>$"),
            '≤' => out.push_str(r"$\le$"),
            '≥' => out.push_str(r"$\ge$"),
            '≠' => out.push_str(r"$\ne$"),
            '≈' => out.push_str(r"$\approx$"),
            '∂' => out.push_str(r"$\partial$"),
            '·' => out.push_str(r"$\cdot$"),
            '×' => out.push_str(r"$\times$"),
            '−' => out.push_str("$-$"),
            '→' => out.push_str(r"$\to$"),
            'Σ' => out.push_str(r"$\sum$"),
            'Π' => out.push_str(r"$\prod$"),
            'π' => out.push_str(r"$\pi$"),
            '√' => out.push_str(r"$\surd$"),
            '∈' => out.push_str(r"$\in$"),
            '∞' => out.push_str(r"$\infty$"),
            '⁺' => out.push_str("$^{+}$"),
            'ᵀ' => out.push_str(r"$^\top$"),
            '⊙' => out.push_str(r"$\odot$"),
            '⊘' => out.push_str(r"$\oslash$"),
            'ℝ' => out.push_str(r"$\mathbf{R}$"),
            '‖' => out.push_str(r"$\Vert$"),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '‘' => out.push('`'),
            '’' => out.push('\''),
            '“' => out.push_str("``"),
            '…' => out.push_str("..."),
            '"' | '”' => out.push_str("''"),
            other if other == ' ' || other.is_ascii_graphic() => out.push(other),
            // Letters with accents are read by every LaTeX since 2018.
            other @ 'À'..='ž' if other.is_alphabetic() => out.push(other),
            other => match (greek_name(other), superscript(other)) {
                (Some(greek), _) => out.push_str(&format!(r"$\{greek}$")),
                (None, Some(digit)) => out.push_str(&format!("$^{{{digit}}}$")),
                (None, None) => out.push_str("[?]"),
            },
        }
    }
    out
}

/// The digit that stands above the line.
fn superscript(character: char) -> Option<usize> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == character)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_text_holds_is_known() {
        assert_eq!(words("modulo 2⁶¹ − 1"), "modulo 2$^{6}$$^{1}$ $-$ 1");
        assert_eq!(words("Gauß’s “é” – x²"), "Gauß's ``é'' -- x$^{2}$");
    }
}
