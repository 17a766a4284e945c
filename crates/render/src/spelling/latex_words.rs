//! Running text in LaTeX.

use super::greek::greek_name;

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
            '…' => out.push_str("..."),
            '"' => out.push_str("''"),
            other if other == ' ' || other.is_ascii_graphic() => out.push(other),
            other => match greek_name(other) {
                Some(greek) => out.push_str(&format!(r"$\{greek}$")),
                None => out.push_str("[?]"),
            },
        }
    }
    out
}
