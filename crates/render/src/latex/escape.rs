//! Keeping text and raw notations harmless in LaTeX.

/// Commands a notation must not use: they read files, define commands or change how input is read.
const UNSAFE: &[&str] = &[
    "input", "include", "write", "openout", "openin", "read", "def", "edef", "gdef", "xdef", "let", "catcode", "csname",
    "endcsname", "immediate", "newcommand", "renewcommand", "providecommand", "usepackage", "expandafter", "loop",
    "special", "output", "newwrite", "directlua", "shipout", "begin", "end", "href", "url", "includegraphics",
    "htmlClass", "htmlId", "htmlStyle", "htmlData", "futurelet", "global", "long", "outer", "char", "lowercase",
    "uppercase", "jobname", "closeout", "makeatletter", "everymath", "bye", "stop", "verb", "tag", "label",
];

/// Text with everything that LaTeX would act on made plain, for text mode and upright math.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str(r"\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str(r"\textasciitilde{}"),
            '^' => out.push_str(r"\textasciicircum{}"),
            '\u{202F}' => out.push_str(r"\,"),
            '\u{00A0}' => out.push('~'),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '‘' => out.push('`'),
            '’' => out.push('\''),
            '“' => out.push_str("``"),
            '”' => out.push_str("''"),
            c if c.is_control() => out.push(' '),
            c if c.is_ascii() || ('\u{00C0}'..='\u{017E}').contains(&c) && !matches!(c, '×' | '÷') => out.push(c),
            c => match symbol(c) {
                Some(command) => out.push_str(&format!("${command}$")),
                None => out.push('?'),
            },
        }
    }
    out
}

/// The math command of a symbol.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '·' | '⋅' => r"\cdot",
        '×' => r"\times",
        '÷' => r"\div",
        '±' => r"\pm",
        '−' => "-",
        '≤' => r"\le",
        '≥' => r"\ge",
        '≠' => r"\ne",
        '≈' => r"\approx",
        '∈' => r"\in",
        '∂' => r"\partial",
        '∞' => r"\infty",
        '→' => r"\to",
        '√' => r"\surd",
        'Σ' | '∑' => r"\Sigma",
        'Π' | '∏' => r"\Pi",
        '…' => r"\dots",
        '′' => "'",
        '°' => r"{}^\circ",
        '²' => "{}^2",
        '³' => "{}^3",
        '½' => r"\tfrac12",
        'α' => r"\alpha",
        'β' => r"\beta",
        'γ' => r"\gamma",
        'δ' => r"\delta",
        'ε' => r"\epsilon",
        'η' => r"\eta",
        'θ' => r"\theta",
        'λ' => r"\lambda",
        'μ' => r"\mu",
        'π' => r"\pi",
        'ρ' => r"\rho",
        'σ' => r"\sigma",
        'τ' => r"\tau",
        'φ' => r"\phi",
        'ω' => r"\omega",
        'Δ' => r"\Delta",
        'Φ' => r"\Phi",
        _ => return None,
    })
}

/// A notation as given where it is harmless, and as plain text where it is not.
pub(crate) fn raw_or_escaped(raw: &str) -> String {
    if is_harmless(raw) { format!("{{{raw}}}") } else { format!(r"\text{{{}}}", escape(raw)) }
}

fn is_harmless(raw: &str) -> bool {
    let mut depth = 0usize;
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let mut command = String::new();
                while let Some(letter) = rest.next_if(char::is_ascii_alphabetic) {
                    command.push(letter);
                }
                if UNSAFE.contains(&command.as_str()) {
                    return false;
                }
                // `\\` would end the line of the equation, `\(` leave the mathematics.
                if command.is_empty() && !rest.next().is_some_and(|next| "{},;:!|_ %#&$".contains(next)) {
                    return false;
                }
            }
            '{' => depth += 1,
            '}' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            '^' if rest.peek() == Some(&'^') => return false,
            '$' | '%' | '&' | '#' | '~' => return false,
            c if !c.is_ascii() || c.is_control() => return false,
            _ => {}
        }
    }
    depth == 0 && !raw.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::{escape, raw_or_escaped};

    #[test]
    fn harmful_notations_become_text() {
        assert_eq!(raw_or_escaped(r"\hat{y}"), r"{\hat{y}}");
        for raw in [r"\input{x}", "}{", r"^^5c", r"a\\b", "a$b", "{", r"\csname x"] {
            assert!(raw_or_escaped(raw).starts_with(r"\text{"), "{raw}");
        }
        assert_eq!(escape("50% of a_b ≤ c"), r"50\% of a\_b $\le$ c");
    }
}
