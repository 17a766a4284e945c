//! Documents as LaTeX: amsmath only, and equations that KaTeX reads too.

use crate::document::{Block, Document, Inline, Line, Piece, Relation};

/// A document as a LaTeX fragment, or as a whole document.
pub fn render(document: &Document, standalone: bool) -> String {
    let mut out = String::new();
    if standalone {
        out.push_str("\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}\n\\usepackage{amsmath,amssymb}\n\\allowdisplaybreaks\n\\begin{document}\n");
    }
    for block in &document.blocks {
        match block {
            Block::Heading(1, inline) => out.push_str(&format!("\\section*{{{}}}\n", inline_latex(inline))),
            Block::Heading(_, inline) => {
                out.push_str(&format!("\\subsection*{{{}}}\n", inline_latex(inline)))
            }
            Block::Paragraph(inline) => out.push_str(&format!("{}\n\n", inline_latex(inline))),
            Block::List(items) => {
                out.push_str("\\begin{itemize}\n");
                for item in items {
                    out.push_str(&format!("\\item {}\n", inline_latex(item)));
                }
                out.push_str("\\end{itemize}\n");
            }
            Block::Equations(lines) => {
                out.push_str(&format!("\\begin{{align*}}\n{}\n\\end{{align*}}\n", rows(lines)))
            }
        }
    }
    if standalone {
        out.push_str("\\end{document}\n");
    }
    out
}

/// The mathematics of a document, each piece as KaTeX takes it.
pub fn equations(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        let inlines: Vec<&Inline> = match block {
            Block::Heading(_, inline) | Block::Paragraph(inline) => vec![inline],
            Block::List(items) => items.iter().collect(),
            Block::Equations(lines) => {
                out.push(format!("\\begin{{aligned}}\n{}\n\\end{{aligned}}", rows(lines)));
                Vec::new()
            }
        };
        for inline in inlines {
            out.extend(inline.pieces.iter().filter_map(|piece| match piece {
                Piece::Math(math) => Some(math.latex.clone()),
                Piece::Text(_) | Piece::Role(..) => None,
            }));
        }
    }
    out
}

fn rows(lines: &[Line]) -> String {
    let rows: Vec<String> = lines
        .iter()
        .map(|line| {
            let relation = match line.relation {
                Relation::Equal => "=",
                Relation::About => r"\approx",
                Relation::None => "",
            };
            let reason = line
                .reason
                .as_ref()
                .map_or(String::new(), |reason| format!(r" && \text{{{}}}", inline_latex(reason)));
            format!("{} &{relation} {}{reason}", line.left.latex, line.right.latex)
        })
        .collect();
    rows.join(" \\\\\n")
}

fn inline_latex(inline: &Inline) -> String {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Role(_, text) => escaped(text),
            Piece::Math(math) => format!("${}$", math.latex),
        })
        .collect()
}

/// Words that LaTeX takes as they are.
fn escaped(text: &str) -> String {
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
            'σ' => out.push_str(r"$\sigma$"),
            'π' => out.push_str(r"$\pi$"),
            '⁺' => out.push_str("$^{+}$"),
            '…' => out.push_str(r"\dots{}"),
            other if other.is_ascii() => out.push(other),
            _ => out.push('?'),
        }
    }
    out
}
