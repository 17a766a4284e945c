//! Names in LaTeX, as the worksheet language says: trailing digits and what follows an underscore below, the layer in
//! parentheses above, accents and Greek letters by their names, words upright.

use chainrule_symbolic::graph::Name;

use super::greek::greek_letter;

/// A name in LaTeX, with its width in em.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LatexName {
    pub(super) text: String,
    pub(super) width: f32,
    /// Whether its place for an exponent is taken.
    pub(super) has_label: bool,
}

/// Accents that a name's ending stands for.
const ACCENTS: &[(&str, &str)] =
    &[("_hat", r"\hat"), ("_bar", r"\bar"), ("_tilde", r"\tilde"), ("_dot", r"\dot")];

/// Subscripts and superscripts are so much smaller.
pub(super) const SMALL: f32 = 0.72;

/// A name of the worksheet.
pub(super) fn name(name: Name<'_>) -> LatexName {
    let accent = ACCENTS.iter().find_map(|(ending, accent)| {
        let inner = name.stem().strip_suffix(ending)?;
        (!inner.is_empty() && !inner.contains('_')).then_some((inner, *accent))
    });
    let (head, tail) = match accent {
        Some((inner, _)) => (inner, None),
        None => match name.stem().split_once('_') {
            Some((head, tail)) => (head, Some(tail)),
            None => (name.stem(), None),
        },
    };
    // `w1_11`: digits before the underscore stand below too, parted by it from the others.
    let letters = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let (letters, digits) = if letters.is_empty() { (head, "") } else { head.split_at(letters.len()) };
    let (mut text, mut width) = word(letters);
    if let Some((_, accent)) = accent {
        text = format!("{accent}{{{text}}}");
    }
    let mut below: Vec<(String, f32)> = Vec::new();
    match tail {
        None => {
            let all = format!("{digits}{}", name.subscript());
            if !all.is_empty() {
                below.push(plain(&all));
            }
        }
        Some(tail) => {
            let mut pieces: Vec<(String, f32)> =
                if digits.is_empty() { Vec::new() } else { vec![plain(digits)] };
            let own = format!("{tail}{}", name.subscript());
            pieces.extend(own.split('_').map(below_word));
            let inner: Vec<&str> = pieces.iter().map(|(text, _)| text.as_str()).collect();
            let inner = if own.is_empty() { r"\_".to_owned() } else { inner.join(r"\_") };
            below.push((inner, pieces.iter().map(|(_, width)| width + 0.55).sum()));
        }
    }
    if !name.member().is_empty() {
        below.push(plain(name.member()));
    }
    let below_width: f32 = below.iter().map(|(_, width)| width * SMALL).sum();
    let label_width = label_width(name.label());
    if !below.is_empty() {
        let inner: Vec<&str> = below.iter().map(|(text, _)| text.as_str()).collect();
        text.push_str(&format!("_{{{}}}", inner.join(",")));
    }
    if !name.label().is_empty() {
        text.push_str(&format!("^{{({})}}", name.label()));
    }
    width += below_width.max(label_width);
    LatexName { text, width, has_label: !name.label().is_empty() }
}

fn label_width(label: &str) -> f32 {
    if label.is_empty() { 0.0 } else { (plain(label).1 + 0.78) * SMALL }
}

fn plain(text: &str) -> (String, f32) {
    (text.to_owned(), 0.5 * length(text))
}

/// The letters of a name: one in italics, a Greek one by its name, a word upright.
fn word(text: &str) -> (String, f32) {
    if greek_letter(text).is_some() {
        (format!(r"\{text}"), 0.62)
    } else if text.chars().count() == 1 {
        (text.to_owned(), if text.starts_with(char::is_uppercase) { 0.76 } else { 0.55 })
    } else {
        (format!(r"\mathrm{{{text}}}"), 0.56 * length(text))
    }
}

/// What stands below after an underscore: short letters in italics, `xh`, `h1`; words upright.
fn below_word(text: &str) -> (String, f32) {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[letters.len()..];
    let (mut out, width) = match letters.chars().count() {
        0 => (String::new(), 0.0),
        1 | 2 if greek_letter(letters).is_none() => (letters.to_owned(), 0.57 * length(letters)),
        _ => word(letters),
    };
    if out.starts_with('\\') && !out.ends_with('}') && !digits.is_empty() {
        out.push(' ');
    }
    (format!("{out}{digits}"), width + 0.5 * length(digits))
}

#[expect(clippy::cast_precision_loss, reason = "a width in em")]
fn length(text: &str) -> f32 {
    text.chars().count() as f32
}

#[cfg(test)]
mod tests {
    use super::name;
    use chainrule_symbolic::graph::Name;

    #[test]
    fn names_as_the_language_says() {
        let latex = |text| name(Name::from_canonical(text)).text;
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
        assert_eq!(latex("g_"), r"g_{\_}");
        assert_eq!(latex("a[3]"), "a_{3}");
        assert_eq!(latex("W^{(1)}[2,3]"), "W_{2,3}^{(1)}");
        assert_eq!(latex("lambda1"), r"\lambda_{1}");
    }
}
