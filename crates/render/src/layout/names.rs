//! How names are spelled: Greek letters, accents, subscripts, labels, members.

use chainrule_symbolic::graph;

use super::Name;

/// Greek letters by their spelled-out names. LaTeX knows them by the same names.
const GREEK: &[(&str, char)] = &[
    ("alpha", 'α'), ("beta", 'β'), ("gamma", 'γ'), ("delta", 'δ'), ("epsilon", 'ε'), ("zeta", 'ζ'), ("eta", 'η'),
    ("theta", 'θ'), ("iota", 'ι'), ("kappa", 'κ'), ("lambda", 'λ'), ("mu", 'μ'), ("nu", 'ν'), ("xi", 'ξ'),
    ("pi", 'π'), ("rho", 'ρ'), ("sigma", 'σ'), ("tau", 'τ'), ("upsilon", 'υ'), ("phi", 'φ'), ("chi", 'χ'),
    ("psi", 'ψ'), ("omega", 'ω'), ("Gamma", 'Γ'), ("Delta", 'Δ'), ("Theta", 'Θ'), ("Lambda", 'Λ'), ("Xi", 'Ξ'),
    ("Phi", 'Φ'), ("Psi", 'Ψ'), ("Omega", 'Ω'),
];

/// Endings of names that are accents.
const ACCENTS: &[(&str, &str)] = &[("_hat", r"\hat"), ("_bar", r"\bar"), ("_tilde", r"\tilde"), ("_dot", r"\dot")];

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A row of digits, raised.
pub(crate) fn raised(digits: &str) -> Option<String> {
    digits.chars().map(|c| c.to_digit(10).map(|digit| SUPERSCRIPTS[digit as usize])).collect()
}

/// A row of digits, lowered.
fn lowered(digits: &str) -> String {
    digits.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0x2080 + digit)).unwrap_or(c)).collect()
}

/// All spellings of a name.
pub(super) fn spell(name: &graph::Name) -> Name {
    let (stem, digits, label, member) = (name.stem(), name.subscript(), name.label(), name.member());
    let greek = GREEK.iter().find(|(spelled, _)| *spelled == stem).map(|(_, letter)| letter.to_string());
    let mut unicode = greek.unwrap_or_else(|| stem.to_owned());
    unicode.push_str(&lowered(digits));
    if !label.is_empty() {
        match raised(label) {
            Some(raised) => unicode.push_str(&format!("⁽{raised}⁾")),
            None => unicode.push_str(&format!("^{{({label})}}")),
        }
    }
    if !member.is_empty() {
        unicode.push_str(&format!("[{member}]"));
    }
    Name {
        unicode,
        ascii: name.as_str().to_owned(),
        latex: latex(stem, digits, label, member),
        labelled: !label.is_empty(),
    }
}

fn latex(stem: &str, digits: &str, label: &str, member: &str) -> String {
    let stem = stem.trim_end_matches('_');
    let accent = ACCENTS.iter().find_map(|(ending, command)| Some((stem.strip_suffix(ending)?, *command)));
    let (stem, accent) = accent.filter(|(rest, _)| !rest.is_empty()).map_or((stem, None), |(s, a)| (s, Some(a)));
    let (head, mut below) = match stem.split_once('_') {
        Some((head, below)) if !head.is_empty() => (head, below.replace('_', ",")),
        Some(_) | None => (stem, String::new()),
    };
    below.push_str(digits);
    if !member.is_empty() {
        if !below.is_empty() {
            below.push(',');
        }
        below.push_str(member);
    }
    let mut out = letters(head);
    if let Some(accent) = accent {
        out = format!("{accent}{{{out}}}");
    }
    if !below.is_empty() {
        let below = if below.contains(|c: char| !c.is_ascii_alphanumeric() && !",+-".contains(c)) {
            format!(r"\text{{{}}}", crate::latex::escape(&below))
        } else {
            below
        };
        out.push_str(&format!("_{{{below}}}"));
    }
    if !label.is_empty() {
        out.push_str(&format!("^{{({})}}", crate::latex::escape(label)));
    }
    out
}

/// One letter in italics, a Greek letter by its command, a word upright.
fn letters(head: &str) -> String {
    if GREEK.iter().any(|(spelled, _)| *spelled == head) {
        return format!(r"\{head}");
    }
    if head.len() <= 1 { head.to_owned() } else { format!(r"\mathrm{{{}}}", crate::latex::escape(head)) }
}

#[cfg(test)]
mod tests {
    use super::spell;
    use chainrule_symbolic::graph::Name;

    #[test]
    fn spellings_of_names() {
        let all = |text| {
            let name = spell(&Name::from_canonical(text));
            [name.unicode, name.ascii, name.latex]
        };
        assert_eq!(all("w11^{(2)}"), ["w₁₁⁽²⁾", "w11^{(2)}", "w_{11}^{(2)}"]);
        assert_eq!(all("omega"), ["ω", "omega", r"\omega"]);
        assert_eq!(all("y_hat"), ["y_hat", "y_hat", r"\hat{y}"]);
        assert_eq!(all("net_h1"), ["net_h₁", "net_h1", r"\mathrm{net}_{h1}"]);
        assert_eq!(all("a[3]"), ["a[3]", "a[3]", "a_{3}"]);
    }
}
