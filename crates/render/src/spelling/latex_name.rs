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

/// Accents that a name's ending stands for, over a letter and over a letter with its digits.
const ACCENTS: &[(&str, &str, Option<&str>)] = &[
    ("_hat", r"\hat", Some(r"\widehat")),
    ("_bar", r"\bar", Some(r"\overline")),
    ("_tilde", r"\tilde", Some(r"\widetilde")),
    ("_dot", r"\dot", None),
];

/// Subscripts and superscripts are so much smaller.
pub(super) const SMALL: f32 = 0.72;

/// A name of the worksheet. No two names without indices are written alike: `w1_11` and `w_1_11`, `y_hat1` and
/// `y1_hat` differ in print too.
pub(super) fn name(name: Name<'_>) -> LatexName {
    let accented = ACCENTS.iter().find_map(|&(ending, accent, wide)| {
        let inner = name.stem().strip_suffix(ending)?;
        let has_digits = inner.ends_with(|c: char| c.is_ascii_digit());
        let accent = if has_digits { wide } else { Some(accent) };
        accent.filter(|_| !inner.is_empty() && !inner.contains('_')).map(|accent| (inner, accent))
    });
    let (head, tail) = match accented {
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
    let mut below: Vec<(String, f32)> = Vec::new();
    match (tail, accented) {
        (None, Some((_, accent))) => {
            if !digits.is_empty() {
                text.push_str(&format!("_{{{digits}}}"));
                width += plain(digits).1 * SMALL;
            }
            text = format!("{accent}{{{text}}}");
            if !name.subscript().is_empty() {
                below.push(plain(name.subscript()));
            }
        }
        (None, None) => {
            let all = format!("{digits}{}", name.subscript());
            if !all.is_empty() {
                below.push(plain(&all));
            }
        }
        (Some(tail), _) => below.push(after_underscore(digits, &format!("{tail}{}", name.subscript()))),
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

/// What stands below a name with an underscore: the digits before it, and the words behind it with further underscores
/// between them.
fn after_underscore(digits: &str, tail: &str) -> (String, f32) {
    let mut pieces: Vec<(String, f32)> = Vec::new();
    let begins_with_digits =
        tail.split_once('_').is_some_and(|(first, _)| first.chars().all(|c| c.is_ascii_digit()));
    if !digits.is_empty() {
        pieces.push(plain(digits));
    } else if begins_with_digits {
        // `w_1_11` is not `w1_11`.
        pieces.push(plain(""));
    }
    pieces.extend(tail.split('_').map(below_word));
    if tail.chars().all(|c| c == '_') && digits.is_empty() {
        pieces.push(plain(""));
    }
    let width = pieces.iter().map(|(_, width)| width + 0.55).sum();
    let inner: Vec<String> = pieces.into_iter().map(|(text, _)| text).collect();
    (inner.join(r"\_"), width)
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
        assert_eq!(latex("w_1_11"), r"w_{\_1\_11}");
        assert_eq!(latex("g_"), r"g_{\_}");
        assert_eq!(latex("g1_"), r"g_{1\_}");
        assert_eq!(latex("y1_hat"), r"\widehat{y_{1}}");
        assert_eq!(latex("y1_hat2"), r"\widehat{y_{1}}_{2}");
        assert_eq!(latex("y1_dot"), r"y_{1\_\mathrm{dot}}");
        assert_eq!(latex("a[3]"), "a_{3}");
        assert_eq!(latex("W^{(1)}[2,3]"), "W_{2,3}^{(1)}");
        assert_eq!(latex("lambda1"), r"\lambda_{1}");
    }
}
