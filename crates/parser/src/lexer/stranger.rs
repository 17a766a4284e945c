//! Characters that mean nothing: what each is, and what to type instead.

use chainrule_diagnostic::{Diagnostic, Span, code, escape};
use chainrule_symbolic::function;

use super::Kind;
use super::alphabet::{accented, is_bidirectional, is_invisible, looks_like, marked};
use super::scan::{Scanner, nearby};

impl Scanner<'_> {
    /// Reports what starts here and means nothing, and leaves a token in its place, so that the statement is known to
    /// have a hole.
    pub(super) fn stranger(&mut self, character: char) {
        let rest = self.rest();
        let one = character.len_utf8();
        match character {
            '|' => return self.bar(),
            '\\' => return self.latex_command(),
            '“' | '”' | '„' => {
                let length = rest[one..].find(['“', '”', '\n', '\r', '"']).map_or(one, |end| {
                    let close = rest[one + end..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
                    one + end + close.map_or(0, char::len_utf8)
                });
                let span = Span::new(self.at, self.at + length);
                let message = "a typographic quotation mark is no quotation mark here";
                self.wrong(
                    Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
                        .help("write the straight `\"` on both sides"),
                );
                return self.push(Kind::Stranger, length);
            }
            _ => {}
        }
        self.wrong(unknown(character, self.at));
        // The rest of a word that begins or goes on with a foreign letter is no word of its own.
        let word =
            looks_like(character).is_some() || character.is_alphabetic() || marked(character).is_some();
        let length = if word {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_' && marked(c).is_none()).unwrap_or(rest.len())
        } else {
            one
        };
        self.push(Kind::Stranger, length.max(one));
    }

    /// `|x|`: one complaint for both bars.
    fn bar(&mut self) {
        if self.closing_bar == Some(self.at) {
            self.closing_bar = None;
            return self.push(Kind::Stranger, 1);
        }
        let line = nearby(&self.rest()[1..]);
        let close = line.find('|');
        self.closing_bar = close.map(|close| self.at + 1 + close);
        let span = Span::new(self.at, self.at + 1 + close.map_or(0, |close| close + 1));
        let inner = close.map_or("x", |close| line[..close].trim());
        let short = if inner.is_empty() || inner.len() > 40 { "…" } else { inner };
        let diagnostic =
            Diagnostic::error(&code::UNKNOWN_CHARACTER, span, "bars are not read as an absolute value")
                .help(format!("write `abs({})`", escape(short)));
        self.wrong(diagnostic);
        self.push(Kind::Stranger, 1);
    }

    /// `\sigma`, `\frac`: the worksheet is no LaTeX.
    fn latex_command(&mut self) {
        let rest = self.rest();
        let length = 1 + rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1);
        let span = Span::new(self.at, self.at + length);
        let word = &rest[1..length];
        let diagnostic = Diagnostic::error(
            &code::UNKNOWN_CHARACTER,
            span,
            "commands of LaTeX are not read in a worksheet",
        );
        let is_letter = super::alphabet::is_spelled_greek(word);
        let help = match word {
            "frac" | "dfrac" | "tfrac" => "write `(a)/(b)`".to_owned(),
            "cdot" | "times" => "write `*`".to_owned(),
            "left" | "right" => "write the bracket alone".to_owned(),
            "partial" => "write `∂L/∂w` or `dL/dw`".to_owned(),
            "sum" | "prod" => format!("write `{word}(…)`"),
            _ if is_letter || function::find(word).is_some() => {
                format!("write `{word}` without the backslash")
            }
            _ => "write plain mathematics: `sigma(Z)`, `a/b`, `x^2`".to_owned(),
        };
        self.wrong(diagnostic.help(help));
        self.push(Kind::Stranger, length);
    }

    /// Skips a comment. What it says does not matter, but it must not act on a terminal or reorder the line.
    pub(super) fn comment(&mut self) {
        let rest = self.rest();
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let unsafe_character = rest[..length]
            .char_indices()
            .find(|&(_, c)| is_bidirectional(c) || (c.is_control() && c != '\t'));
        if let Some((offset, character)) = unsafe_character {
            self.wrong(unknown(character, self.at + offset));
        }
        self.at += length;
    }
}

/// What to say about one character.
pub(super) fn unknown(character: char, at: usize) -> Diagnostic {
    let span = Span::new(at, at + character.len_utf8());
    let point = format!("U+{:04X}", u32::from(character));
    if let Some(plain) = looks_like(character) {
        let alphabet = if plain.is_ascii_digit() {
            "digit"
        } else if plain.is_ascii() {
            "Latin letter"
        } else {
            "Greek letter"
        };
        let message = format!("this character ({point}) looks like the {alphabet} `{plain}` but is another");
        let alphabet = alphabet.split(' ').next().unwrap_or_default();
        return Diagnostic::error(&code::LOOK_ALIKE, span, message).help(format!(
            "type the {}`{plain}`",
            if plain.is_ascii_digit() { "digit ".to_owned() } else { format!("{alphabet} ") }
        ));
    }
    if is_invisible(character) {
        let message = format!("an invisible character ({point}) stands here");
        return Diagnostic::error(&code::INVISIBLE_CHARACTER, span, message).help("delete it");
    }
    if character.is_control() {
        let message = format!("a control character ({point}) stands here");
        return Diagnostic::error(&code::CONTROL_CHARACTER, span, message).help("delete it");
    }
    if let Some(word) = marked(character) {
        let message = format!("a combining mark ({point}) stands on the letter before");
        return Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
            .help(format!("spell it out in the name: `y_{word}`"));
    }
    let shown = escape(&character.to_string());
    if let Some((letter, word)) = accented(character) {
        let message = format!("`{shown}` ({point}) is no letter of a worksheet");
        return Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
            .help(format!("spell the mark out: `{letter}_{word}`"));
    }
    if character.is_alphabetic() {
        let message = format!("`{shown}` ({point}) is no letter of a worksheet");
        return Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
            .help("names are made of the letters a to z, A to Z and Greek ones, digits and `_`");
    }
    let diagnostic =
        Diagnostic::error(&code::UNKNOWN_CHARACTER, span, format!("`{shown}` ({point}) has no meaning here"));
    match advice(character) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// What to type instead of a sign.
fn advice(character: char) -> Option<&'static str> {
    Some(match character {
        '!' | '≠' => "a claim compares with `=`, `~=`, `<`, `<=`, `>` or `>=`",
        '_' => "a name begins with a letter",
        '＊' | '•' => "write `*` for a product",
        '.' => "write `*` for a product, and numbers like `0.5`",
        '%' => "write `0.05` for 5 %",
        '$' => "write the formula without dollar signs",
        '—' | '‐' | '‑' | '－' | '﹣' => "write `-` for minus",
        '＋' => "write `+`",
        '／' => "write `/`",
        '（' | '）' => "write `(` and `)`",
        '，' => "write `,`",
        '⊙' | '∘' | '⊗' | '@' => "quantities are single numbers: write `*` for a product",
        '∇' => "write `derive gradient of L`",
        '∞' => "`∞` stands only at the end of a range, as in `given w in [0, ∞)`",
        '½' => "write `1/2`",
        '⅓' => "write `1/3`",
        '¼' => "write `1/4`",
        '¾' => "write `3/4`",
        ':' | '→' | '←' | '↦' | '＝' => "write `=` to define a name",
        '&' => "join conditions by writing one statement for each",
        '?' => "write `max`, `min` or `step` for a choice",
        '°' => "angles are in radians: write `x*pi/180`",
        '±' => "write a range: `given w in [1, 2]`",
        '´' | '`' | '‘' => "write `'` for a prime",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::scan;

    #[test]
    fn one_complaint_for_one_mistake() {
        for (text, count) in [
            ("y = |x| + 1", 1),
            ("y = größe*x", 1),
            (r"y = \frac{a}{b}", 1),
            ("y = “a”", 1),
            ("y = a\u{302}", 1),
        ] {
            assert_eq!(scan(text).diagnostics.len(), count, "{text}");
        }
    }
}
