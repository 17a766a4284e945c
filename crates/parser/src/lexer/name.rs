//! Names as written: letters, subscripts, layer labels and member indices, and keywords.

use std::ops::Range;

use chainrule_diagnostic::{Diagnostic, Span, code, escape};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::exponential::EXP;

use crate::expression::has_formula;

use super::alphabet::{accented, greek, subscript, superscript};
use super::member::{MOST_INDEX_DIGITS, Scripts};
use super::scan::{Scanner, nearby};
use super::{Keyword, Kind};

/// A name may have up to so many characters.
pub const MOST_NAME_LENGTH: usize = 1_000;

impl Scanner<'_> {
    /// A name with its subscripts, label and member index, or a keyword.
    pub(super) fn name(&mut self) {
        // `np.exp(z)`: the library that a function is taken from says nothing here.
        if let Some(length) = library_before_function(self.rest()) {
            self.at += length;
        }
        let rest = self.rest();
        // `e^{-x}` may be the exponential.
        if rest.starts_with("e^{") {
            self.out.names.intern(EXP.name);
        }
        if let Some(length) = as_written(rest) {
            let kind = match Keyword::find(&rest[..length]) {
                Some(keyword) => Kind::Keyword(keyword),
                None => Kind::Name(self.out.names.intern(&rest[..length])),
            };
            return self.push(kind, length);
        }
        self.spelled_out();
    }

    /// A name with whatever may belong to it, spelled out.
    fn spelled_out(&mut self) {
        let rest = self.rest();
        let (mut name, mut length) = stem(rest);
        if length > MOST_NAME_LENGTH {
            let span = Span::new(self.at, self.at + length);
            let message = format!("this name is longer than {MOST_NAME_LENGTH} characters");
            self.wrong(Diagnostic::error(&code::NAME_TOO_LONG, span, message).help("choose a shorter name"));
            return self.push(Kind::UnknownCharacter, length);
        }
        if let Some(keyword) = Keyword::find(&rest[..length]) {
            return self.push(Kind::Keyword(keyword), length);
        }
        let mut scripts = Scripts::default();
        let mut base = length;
        if name.ends_with('_') && rest[length..].starts_with('{') {
            // `W_{i,j}`: what stands in the braces are indices.
            let Some(inner) = braced_list(&rest[length..]).filter(|_| name.len() > 1) else {
                return self.bad_subscript(length);
            };
            name.pop();
            base = length - 1;
            let start = self.at + length;
            scripts.indices = Some((start + 1..start + 1 + inner.len(), start..start + inner.len() + 2));
            length += inner.len() + 2;
        }
        self.greek_and_more(base);
        if let Some((label, plain, used)) = label(&rest[length..]) {
            let start = self.at + length;
            scripts.label = Some((start + label.start..start + label.end, start..start + used));
            scripts.plain_label = plain;
            length += used;
            // `w^{(2)}_{11}`, as some write it, is `w_{11}^{(2)}`; `W^{(2)}_{i,j}` is `W^{(2)}[i,j]`.
            if let Some((digits, used)) = lowered_digits(&rest[length..]).filter(|_| !name.contains('_')) {
                name = format!("{name}_{digits}");
                length += used;
            } else if let Some((digits, used)) =
                late_subscript(&rest[length..]).filter(|_| !name.contains('_'))
            {
                name = format!("{name}_{digits}");
                length += used;
            } else if let Some(inner) = rest[length..].strip_prefix('_').and_then(braced_indices)
                && scripts.indices.is_none()
            {
                let start = self.at + length + 1;
                scripts.indices = Some((start + 1..start + 1 + inner.len(), start..start + inner.len() + 2));
                length += inner.len() + 3;
            }
        }
        if rest[length..].starts_with('[') && scripts.indices.is_none() {
            let index = &rest[length + 1..];
            let index = &index[..(0..=MOST_INDEX_BYTES.min(index.len()))
                .rev()
                .find(|&end| index.is_char_boundary(end))
                .unwrap_or(0)];
            let end = index.find([']', '=', ';', '\n', '\r']).filter(|&end| index[end..].starts_with(']'));
            if let Some(end) = end.filter(|&end| !index[..end].trim().is_empty()) {
                let start = self.at + length;
                scripts.indices = Some((start + 1..start + 1 + end, start..start + end + 2));
                length += end + 2;
            }
        }
        let name = canonical_stem(&name);
        self.push_scripted(name, base, length, &scripts);
    }

    /// `a_{l-1}`: what stands in the braces is no subscript.
    fn bad_subscript(&mut self, length: usize) {
        let rest = self.rest();
        let line = nearby(&rest[length..]);
        let braces = line.find('}').map_or(1, |end| end + 1);
        let span = Span::new(self.at + length, self.at + length + braces);
        let stem = rest[..length].trim_end_matches('_');
        let short = if stem.len() > 40 { "a" } else { stem };
        let inner = line[..braces].trim_matches(['{', '}']).trim();
        let message = "a subscript in braces is made of letters and digits";
        let diagnostic = Diagnostic::error(&code::EXPECTED, span, message);
        self.wrong(if inner.is_empty() {
            diagnostic.help(format!("write `{short}` or `{short}_1`"))
        } else {
            diagnostic.help(format!(
                "write `{short}[{}]` for a member of a family, or `{short}_1` for a name",
                escape(inner)
            ))
        });
        self.push(Kind::UnknownCharacter, length + braces);
    }
}

/// The length of a name that is canonical as it is written, `w12` or `w[3,12]`, which nearly all are: letters and digits,
/// and indices that are plain numbers. Nothing where a name may have to be spelled out or goes on in another way.
fn as_written(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let head = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match bytes.get(head) {
        Some(b'_' | b'^' | 0x80..) => return None,
        Some(b'[') => {}
        Some(_) | None => return (head <= MOST_NAME_LENGTH).then_some(head),
    }
    let mut at = head;
    while matches!(bytes.get(at), Some(b'[' | b',')) {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_canonical = digits == 1 || bytes.get(at + 1) != Some(&b'0');
        if digits == 0 || digits > MOST_INDEX_DIGITS || !is_canonical {
            return None;
        }
        at += 1 + digits;
    }
    let is_short = head <= MOST_NAME_LENGTH && at - head < MOST_INDEX_BYTES;
    (bytes.get(at) == Some(&b']') && is_short && Keyword::find(&text[..head]).is_none()).then_some(at + 1)
}

/// The names by which programs call their libraries.
pub(super) const LIBRARIES: &[&str] = &[
    "np",
    "numpy",
    "math",
    "torch",
    "tf",
    "tensorflow",
    "jnp",
    "jax",
    "F",
    "nn",
    "K",
    "keras",
    "sp",
    "scipy",
    "sympy",
];

/// Functions that are not the same in all libraries, or not the same as here: `np.max(a, 0)` is the largest of an array.
const DIFFERENT_ELSEWHERE: &[&str] = &["max", "min", "gelu", "leaky_relu", "elu", "selu", "step"];

/// The length of `np.` in `np.exp(z)`, of `torch.nn.functional.` and their like, where a function follows.
fn library_before_function(text: &str) -> Option<usize> {
    let word = |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let first = word(text);
    if !text[first..].starts_with('.') || !LIBRARIES.contains(&&text[..first]) {
        return None;
    }
    let mut at = first + 1;
    loop {
        let length = word(&text[at..]);
        let after = &text[at + length..];
        if length > 0 && after.starts_with('.') {
            at += length + 1;
            continue;
        }
        let called = &text[at..at + length];
        let is_same = (function::find(called).is_some() && !DIFFERENT_ELSEWHERE.contains(&called))
            || has_formula(called);
        return (after.starts_with('(') && is_same).then_some(at);
    }
}

/// The brackets of a member close within so many bytes.
const MOST_INDEX_BYTES: usize = 1_000;

/// The letters, digits, underscores and subscripts that a name begins with, spelled out, and their length.
fn stem(text: &str) -> (String, usize) {
    let mut name = String::new();
    let mut length = 0;
    let mut lowered = false;
    let mut marked = false;
    for (offset, character) in text.char_indices() {
        // Only digits go on behind a marked letter: `ŷ1`, `ŷ_1`, `ŷ₁`.
        if marked && let Some((digits, used)) = late_subscript(&text[offset..]) {
            name.push_str(digits);
            length = offset + used;
            break;
        }
        if marked && !character.is_ascii_digit() && subscript(character).is_none() {
            break;
        }
        // `w₁x₁` is a product: what stands on the line again after a subscript begins a name of its own.
        if lowered && subscript(character).is_none() {
            break;
        }
        lowered = subscript(character).is_some();
        if let Some(spelled) = greek(character) {
            name.push_str(spelled);
        } else if let Some((letter, mark)) = accented(character).filter(|_| name.is_empty() || name == "d") {
            // `ŷ` is `y_hat`, `ŷ1` is `y_hat1`, and `dŷ` stands in a derivative.
            name.push_str(&format!("{letter}_{mark}"));
            marked = true;
        } else if character.is_ascii_alphanumeric() || character == '_' {
            name.push(character);
        } else if let Some(plain) = subscript(character) {
            if !plain.is_ascii_digit() && !name.contains('_') {
                name.push('_');
            }
            name.push(plain);
        } else {
            break;
        }
        length = offset + character.len_utf8();
        // `w_{11}`: what stands in the braces is the subscript.
        if character == '_'
            && let Some(inner) = braced(&text[length..])
        {
            name.push_str(&plain_letters(inner));
            length += inner.len() + 2;
            break;
        }
    }
    (name, length)
}

/// `₁₁` after a label, `w⁽²⁾₁₁`.
fn lowered_digits(text: &str) -> Option<(String, usize)> {
    let digits = |c: char| subscript(c).filter(char::is_ascii_digit);
    let end = text.find(|c| digits(c).is_none()).unwrap_or(text.len());
    (end > 0).then(|| (text[..end].chars().filter_map(digits).collect(), end))
}

/// `_{11}` or `_11` after a label.
fn late_subscript(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix('_')?;
    let (inner, used) = if let Some(inner) = braced(after) {
        (inner, inner.len() + 3)
    } else {
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        (&after[..end], end + 1)
    };
    (!inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit())).then_some((inner, used))
}

/// What stands between braces at the start of the text, where it is plain letters and digits.
fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || greek(c).is_some() || c == '_';
    let end = inner.find(|c: char| !plain(c))?;
    (end > 0 && inner[end..].starts_with('}')).then(|| &inner[..end])
}

fn plain_letters(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match greek(c) {
            Some(spelled) => out.push_str(spelled),
            None => out.push(c),
        }
        out
    })
}

/// `w_11` and `w11` are one name; any other underscore counts.
fn canonical_stem(name: &str) -> String {
    match name.split_once('_') {
        Some((stem, digits))
            if !stem.is_empty()
                && stem.chars().all(|c| c.is_ascii_alphabetic())
                && !digits.is_empty()
                && digits.chars().all(|c| c.is_ascii_digit()) =>
        {
            format!("{stem}{digits}")
        }
        Some(_) | None => name.to_owned(),
    }
}

/// `{i,j}`: a list between braces, where a comma shows that it is no subscript.
fn braced_list(text: &str) -> Option<&str> {
    braced_indices(text).filter(|inner| inner.contains(','))
}

/// What stands between braces, on one line and without others inside.
fn braced_indices(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['}', '{', '=', ';', '\n', '\r']).filter(|&end| inner[end..].starts_with('}'))?;
    (!inner[..end].trim().is_empty()).then(|| &inner[..end])
}

/// A layer label right after a name: `^{(2)}` or `⁽²⁾`. Answers where what stands in it lies, that in plain letters where
/// it is typed in superscripts, and how many bytes the label takes.
fn label(text: &str) -> Option<(Range<usize>, Option<String>, usize)> {
    // `w^{[1]}`, as some courses write it, is `w^{(1)}`.
    if let Some(inner) = text.strip_prefix("^{[") {
        let end = inner
            .find(['[', ']', '(', ')', '}', '{', ';', '\n', '\r'])
            .filter(|&end| inner[end..].starts_with("]}"))?;
        let start = "^{[".len();
        return (!inner[..end].trim().is_empty())
            .then(|| (start..start + end, None, start + end + "]}".len()));
    }
    if let Some(inner) = text.strip_prefix("^{(") {
        // What a label can't hold ends the search, so that reading stays linear where many begin and none ends.
        let end = inner
            .find([')', '(', '}', '{', ';', '\n', '\r'])
            .filter(|&end| inner[end..].starts_with(")}"))?;
        let start = "^{(".len();
        return (!inner[..end].trim().is_empty())
            .then(|| (start..start + end, None, start + end + ")}".len()));
    }
    let inner = text.strip_prefix('⁽')?;
    let end =
        inner.find(|c| c == '⁾' || superscript(c).is_none()).filter(|&end| inner[end..].starts_with('⁾'))?;
    let plain: Option<String> = inner[..end].chars().map(superscript).collect();
    let start = '⁽'.len_utf8();
    Some((start..start + end, Some(plain?), start + end + '⁾'.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::super::scan::Scanner;
    use super::super::{Keyword, Kind};
    use super::as_written;

    #[test]
    fn what_is_canonical_as_written_is_read_the_same_either_way() {
        let names = ["w", "w12", "w007", "x[3]", "x[0]", "W[3,12]", "a[123456789]", "e1", "dL", "N"];
        for name in names {
            assert_eq!(as_written(&format!("{name}*2")), Some(name.len()), "{name}");
            let mut scanner = Scanner::new(name);
            scanner.spelled_out();
            let [token] = scanner.out.tokens.as_slice() else { panic!("{name} is one token") };
            let Kind::Name(id) = token.kind else { panic!("{name} is a name") };
            assert_eq!(scanner.out.names.text(id), name);
        }
        let others = [
            "w_1",
            "w^{(2)}",
            "w⁽²⁾",
            "wβ",
            "w₁",
            "x[07]",
            "x[ 3]",
            "x[-1]",
            "x[i]",
            "x[]",
            "x[1,]",
            "x[1234567890]",
            "for[1]",
        ];
        for name in others {
            assert_eq!(as_written(name), None, "{name}");
        }
        assert_eq!(as_written("for l"), Some(3));
        assert_eq!(Keyword::find("for"), Some(Keyword::For));
    }
}
