//! Shapes as they are declared elsewhere: `W: R^(3x2)`, `W.shape = (3, 2)`, `W = np.zeros((3, 2))`, `x in R3`, `A in S^n`.

use super::Foreign;
use super::words::{after_word, is_name};

/// What stands between a name and its shape, and whether one number behind it can only be a length.
const BETWEEN: &[(&str, bool)] = &[
    (".shape ==", true),
    (".shape =", true),
    (".shape=", true),
    (".size =", true),
    (" has shape ", true),
    (" has size ", true),
    (" of shape ", true),
    (" of size ", true),
    (" is a ", false),
    (" is an ", false),
    (" be a ", false),
    (" be an ", false),
    (" is ", false),
    (" be ", false),
    (":", false),
];

/// Calls of programs that make arrays of a shape.
const MAKERS: &[&str] =
    &["zeros", "ones", "empty", "rand", "randn", "random", "normal", "full", "zeros_like"];

/// A shape that is declared in other words.
pub(super) fn declared<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    if declares_numbers(line) {
        let mut form = Foreign::new(line, "numbers are not declared: a name without a shape is one")
            .help("leave the line out");
        form.declares = true;
        return Some(form);
    }
    let written = in_latex(line)
        .or_else(|| in_words(line))
        .or_else(|| without_caret(line))
        .or_else(|| made(line))
        .or_else(|| symmetric(line))?;
    let mut form = Foreign::new(line, "the shape of an array is declared with `in`").write_all(written);
    form.declares = true;
    Some(form)
}

/// `w, x in R`, where nothing has a shape.
fn declares_numbers(line: &str) -> bool {
    let found = line.split_once(" in ").or_else(|| line.split_once('∈'));
    found.is_some_and(|(names, set)| {
        matches!(set.trim(), "R" | "ℝ") && names.split(',').all(|name| is_name(name.trim()))
    })
}

/// `W \in \mathbb{R}^{m \times n}`, with dollars or without.
fn in_latex(line: &str) -> Option<Vec<String>> {
    let line = line.trim_matches('$').trim().trim_end_matches(['.', ',']);
    if !line.contains("\\in") || !line.contains("\\mathbb{R}") {
        return None;
    }
    let mut declared = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    let mut rest = line;
    while let Some((names, after)) = rest.split_once("\\in") {
        waiting.extend(names.split(',').map(str::trim).filter(|name| !name.is_empty()));
        let after = after.trim_start().strip_prefix("\\mathbb{R}^")?;
        let (sizes, behind) = match after.strip_prefix('{') {
            Some(inner) => inner.split_once('}')?,
            None => after.split_at(after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len())),
        };
        let sizes: Vec<String> = sizes.split("\\times").map(|size| size.trim().to_owned()).collect();
        if !waiting.iter().all(|name| is_name(name)) || !sizes.iter().all(|size| is_size(size)) {
            return None;
        }
        declared.push(declaration(&waiting.join(", "), &sizes));
        waiting.clear();
        rest = behind;
    }
    (waiting.is_empty() && rest.trim().is_empty() && !declared.is_empty()).then(|| vec![declared.join(", ")])
}

/// `W: 3x2`, `W is a 3x2 matrix`, `W of shape (3, 2)`, `x is a vector of length 3`.
fn in_words(line: &str) -> Option<Vec<String>> {
    let (name, shape, is_length) = BETWEEN.iter().find_map(|&(word, is_length)| {
        let (name, shape) = line.split_once(word)?;
        Some((name, shape, is_length))
    })?;
    let name = after_word(name, &["let", "given", "where", "with"]).unwrap_or(name).trim();
    let shape = shape.trim().trim_end_matches('.');
    if !is_name(name) || shape.contains('=') {
        return None;
    }
    let shape = ["real ", "real-valued "].iter().find_map(|word| shape.strip_prefix(word)).unwrap_or(shape);
    if ["R^", "ℝ^"].iter().any(|space| shape.starts_with(space)) && !shape.contains(' ') {
        return Some(vec![format!("{name} in {shape}")]);
    }
    let of_length = ["vector of length ", "vector of size ", "vector with ", "vector of "];
    if let Some(length) = of_length.iter().find_map(|word| shape.strip_prefix(word)) {
        let length = length.split(' ').next().filter(|length| is_size(length))?;
        return Some(vec![format!("{name} in R^{length}")]);
    }
    let ending = |words: &[&str]| words.iter().find_map(|word| shape.strip_suffix(word));
    let vector = ending(&[" vector", "-vector"]);
    let matrix = ending(&[" matrix", " array", " tensor"]);
    let (is_vector, is_matrix) = (vector.is_some(), matrix.is_some());
    let shape = vector.or(matrix).unwrap_or(shape);
    let is_sure = is_length || is_vector || is_matrix;
    // `y: w x` may be a product, `p is (1, 2)` a list of values.
    if !is_sure && (shape.contains(',') || !shape.contains('×') && shape.contains(is_letter)) {
        return None;
    }
    let sizes = sizes(shape)?;
    (sizes.len() > 1 || is_length || is_vector).then(|| vec![declaration(name, &sizes)])
}

/// Whether a sign is a letter of a size, not the `x` between two.
fn is_letter(sign: char) -> bool {
    sign.is_alphabetic() && sign != 'x'
}

/// `x in R3`, `W in R3x2`.
fn without_caret(line: &str) -> Option<Vec<String>> {
    let (name, shape) = line.split_once(" in ").or_else(|| line.split_once('∈'))?;
    let shape = shape.trim().strip_prefix(['R', 'ℝ'])?.trim();
    let are_names = name.split(',').all(|name| is_name(name.trim()));
    let sizes = sizes(shape)?;
    (are_names && shape.starts_with(|sign: char| sign.is_ascii_digit()))
        .then(|| vec![declaration(name.trim(), &sizes)])
}

/// `W = np.zeros((3, 2))`, `W = torch.randn(3, 2)`.
fn made(line: &str) -> Option<Vec<String>> {
    let (name, call) = line.split_once('=')?;
    let (of, arguments) = call.trim().split_once('(')?;
    let of = of.rsplit('.').next()?;
    let sizes = sizes(arguments.strip_suffix(')')?)?;
    (MAKERS.contains(&of) && is_name(name.trim())).then(|| vec![declaration(name.trim(), &sizes)])
}

/// `A in S^n`, `A in R^(n×n), symmetric`, `given A symmetric`.
fn symmetric(line: &str) -> Option<Vec<String>> {
    if let Some((name, size)) = line.split_once(" in S^").or_else(|| line.split_once("∈ S^"))
        && is_name(name.trim())
        && is_size(size.trim())
    {
        let (name, size) = (name.trim(), size.trim());
        return Some(vec![format!("{name} in R^({size}×{size})"), format!("given {name} = {name}^T")]);
    }
    let before = line.trim_end_matches('.').strip_suffix("symmetric")?.trim_end();
    let before = before.strip_suffix(" is").unwrap_or(before).trim_end_matches([',', ' ']);
    if let Some((name, shape)) = before.split_once(" in ") {
        let is_shape = shape.trim().starts_with(['R', 'ℝ']) && is_name(name.trim());
        return is_shape.then(|| vec![before.to_owned(), format!("given {0} = {0}^T", name.trim())]);
    }
    let name = after_word(before, &["given", "let", "where"]).unwrap_or(before);
    is_name(name).then(|| vec![format!("given {name} = {name}^T")])
}

fn declaration(name: &str, sizes: &[String]) -> String {
    match sizes {
        [size] => format!("{name} in R^{size}"),
        [..] => format!("{name} in R^({})", sizes.join("×")),
    }
}

/// The sizes of `3x2`, `(3, 2)`, `3 by 2`, `n × m`.
fn sizes(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let inner = [('(', ')'), ('[', ']')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(text);
    let inner = inner.trim().trim_end_matches(',');
    let inner = [('(', ')'), ('[', ']')]
        .iter()
        .find_map(|(open, close)| inner.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(inner);
    let sign = [" by ", ",", "×", " x ", "x"].into_iter().find(|sign| inner.contains(sign));
    let parts: Vec<&str> = sign.map_or_else(|| vec![inner], |sign| inner.split(sign).collect());
    let sizes: Vec<String> = parts.iter().map(|part| part.trim().to_owned()).collect();
    (sizes.len() <= 8 && sizes.iter().all(|size| is_size(size))).then_some(sizes)
}

fn is_size(text: &str) -> bool {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut letters = text.chars();
    let is_letter = letters.next().is_some_and(char::is_alphabetic)
        && letters.all(|character| character.is_ascii_digit());
    is_number || is_letter
}
