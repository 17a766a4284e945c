//! Characters that mean nothing: what each is, and what to type instead.

use chainrule_diagnostic::{Diagnostic, Span, code, escape};
use chainrule_symbolic::function;

use super::Kind;
use super::alphabet::{is_bidirectional, looks_like, marked};
use super::meaningless::unknown;
use super::plain_latex::plain_latex;
use super::scan::{Scanner, nearby};

/// Brackets before a `.^` are looked through up to so many tokens.
const MOST_LOOKED_BACK: usize = 4_000;

/// Lines up to so many bytes are shown as they should be written.
const LONGEST_REWRITTEN: usize = 120;

impl Scanner<'_> {
    /// Reports what starts here and means nothing, and leaves a token in its place, so that the statement is known to
    /// have a hole.
    pub(super) fn unknown_character(&mut self, character: char) {
        let rest = self.rest();
        let one = character.len_utf8();
        match character {
            '|' => return self.bar(),
            '\\' => return self.latex_command(),
            '?' => return self.question_mark(),
            '_' => return self.stray_underscore(),
            '.' if self.point_of_a_program() => return,
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
                return self.push(Kind::UnknownCharacter, length);
            }
            _ => {}
        }
        let mut wrong = unknown(character, self.at);
        if self.arrays
            && let Some(help) = beside_shapes(character)
        {
            wrong.help = help.iter().map(|line| (*line).to_owned()).collect();
        }
        self.wrong(wrong);
        // The rest of a word that begins or goes on with a foreign letter is no word of its own.
        let word =
            looks_like(character).is_some() || character.is_alphabetic() || marked(character).is_some();
        let length = if word {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_' && marked(c).is_none()).unwrap_or(rest.len())
        } else {
            one
        };
        self.push(Kind::UnknownCharacter, length.max(one));
    }

    /// `|x|`: one complaint for both bars.
    fn bar(&mut self) {
        if self.closing_bar == Some(self.at) {
            self.closing_bar = None;
            let length = if self.rest().starts_with("||") { 2 } else { 1 };
            return self.push(Kind::UnknownCharacter, length);
        }
        if let Some(after) = self.rest().strip_prefix("||") {
            self.closing_bar = nearby(after).find("||").map(|close| self.at + 2 + close);
            let message = "bars are not read as a norm";
            let span = Span::new(self.at, self.at + 2);
            self.wrong(
                Diagnostic::error(&code::UNKNOWN_CHARACTER, span, message)
                    .help("write it out: `sqrt(w1^2 + w2^2)`"),
            );
            return self.push(Kind::UnknownCharacter, 2);
        }
        let line = nearby(&self.rest()[1..]);
        let close = line.find('|');
        self.closing_bar = close.map(|close| self.at + 1 + close);
        let span = Span::new(self.at, self.at + 1 + close.map_or(0, |close| close + 1));
        let inner = close.map_or("x", |close| line[..close].trim());
        let short = if inner.is_empty() || inner.len() > 40 { "…" } else { inner };
        let mut diagnostic =
            Diagnostic::error(&code::UNKNOWN_CHARACTER, span, "bars are not read as an absolute value")
                .help(format!("write `abs({})`", escape(short)));
        if self.arrays {
            "single bars could be absolute values, a length or a determinant"
                .clone_into(&mut diagnostic.message);
            diagnostic = diagnostic
                .help(format!("write `norm({})` for the length of a vector", escape(short)))
                .help(format!("write `det({})` for the determinant of a matrix", escape(short)));
        }
        self.wrong(diagnostic);
        self.push(Kind::UnknownCharacter, 1);
    }

    /// `a.^b.^c`: programs for arrays do not agree on how it is grouped.
    pub(super) fn power_of_a_power(&mut self) {
        let tokens = &self.out.tokens;
        let kind = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| token.kind);
        let mut at = tokens.len().checked_sub(1);
        // Longer brackets are not looked through, so that reading stays linear; what stands before them is not guessed.
        let end = tokens.len().saturating_sub(MOST_LOOKED_BACK);
        // The operand before: one token, or a bracket with the function that it belongs to.
        if matches!(kind(at), Some(Kind::Close(_))) {
            let mut depth = 0usize;
            while let Some(found) = kind(at) {
                if matches!(found, Kind::Close(_)) {
                    depth += 1;
                } else if matches!(found, Kind::Open(_)) {
                    depth = depth.saturating_sub(1);
                }
                if depth == 0 || at == Some(end) {
                    break;
                }
                at = at.and_then(|at| at.checked_sub(1));
            }
            if matches!(kind(at.and_then(|at| at.checked_sub(1))), Some(Kind::Name(_))) {
                at = at.and_then(|at| at.checked_sub(1));
            }
        }
        at = at.and_then(|at| at.checked_sub(1));
        while kind(at) == Some(Kind::Minus) {
            at = at.and_then(|at| at.checked_sub(1));
        }
        let is_power = kind(at) == Some(Kind::Caret) || (end > 0 && at.is_none_or(|at| at < end));
        if is_power {
            let span = Span::new(self.at, self.at + 2);
            let message =
                "a power of a power with `.^` is grouped from the left in MATLAB, from the right in Julia";
            self.wrong(
                Diagnostic::error(&code::AMBIGUOUS_READING, span, message)
                    .help("write `(a^b)^c` or `a^(b^c)`"),
            );
        }
    }

    /// `w^(1)_11`: the label of a layer written as a power.
    fn stray_underscore(&mut self) {
        let line = self.line_before().unwrap_or_default();
        let rest = &self.rest()[1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let label = line.rsplit_once('^').and_then(|(base, label)| {
            let label = label.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(label);
            let is_label = !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric());
            let name = base.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            (is_label && !name.is_empty()).then_some((name, label))
        });
        let mut wrong = unknown('_', self.at);
        if let (Some((name, label)), true) = (label, (1..=20).contains(&length)) {
            let subscript = &rest[..length];
            "a subscript can't follow a power".clone_into(&mut wrong.message);
            wrong.help =
                vec![format!("write the label of a layer `{}_{{{subscript}}}^{{({label})}}`", escape(name))];
        }
        self.wrong(wrong);
        self.push(Kind::UnknownCharacter, 1 + length);
    }

    /// Whether a sign begins a line, or words follow it, so that it may begin a comment of another language.
    pub(super) fn begins_comment(&self) -> bool {
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let begins_line = before.is_empty() || before.ends_with(['\n', '\r']);
        let after = self.rest()[1..].trim_start_matches([' ', '\t']);
        begins_line || (before.len() < self.at && after.starts_with(char::is_alphabetic))
    }

    /// `// so` and `% so`: comments elsewhere.
    pub(super) fn foreign_comment(&mut self, sign: &str) {
        let rest = self.rest();
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let text: String = rest[sign.len()..length].trim().chars().take(40).collect();
        let more = if rest[sign.len()..length].trim().len() > text.len() { "…" } else { "" };
        let message = format!("`{sign}` begins no comment here");
        let span = Span::new(self.at, self.at + sign.len());
        let mut wrong = Diagnostic::error(&code::EXPECTED, span, message)
            .help(format!("write `# {}{more}` for a comment", escape(&text)));
        if sign == "//" {
            wrong = wrong.help("write `/` for a division");
        }
        self.wrong(wrong);
        self.push(Kind::UnknownCharacter, sign.len());
        self.at += length - sign.len();
    }

    /// `\sigma`, `\frac`: the worksheet is no LaTeX.
    fn latex_command(&mut self) {
        if self.at < self.latex_until {
            // The whole line was complained about.
            let rest = self.rest();
            let length = 1 + rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1);
            return self.push(Kind::UnknownCharacter, length);
        }
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
        let (start, line) = self.line();
        let until = start + line.len();
        let help = if line.trim_start().starts_with("notation") {
            "a notation stands in quotes, as in `notation y as \"\\hat{y}\"`".to_owned()
        } else {
            help
        };
        let plain = plain_latex(line)
            .filter(|_| !line.trim_start().starts_with("notation"))
            .filter(|plain| plain.len() <= LONGEST_REWRITTEN);
        let help = plain.map_or(help, |plain| {
            self.latex_until = until;
            format!("write `{}`", escape(&plain))
        });
        self.wrong(diagnostic.help(help));
        self.push(Kind::UnknownCharacter, length);
    }

    /// The statement on the line that is read, and where it begins.
    fn line(&self) -> (usize, &str) {
        let rest = nearby(&self.text[self.at..]);
        let start = self.at - self.line_before().map_or(0, str::len);
        (start, &self.text[start..self.at + rest.len()])
    }

    /// The statement on the line, up to where it is read; nothing where that is long.
    fn line_before(&self) -> Option<&str> {
        let far = self.at.saturating_sub(LONGEST_REWRITTEN + 1);
        let near = &self.text.as_bytes()[far..self.at];
        let end = near.iter().rposition(|byte| matches!(byte, b'\n' | b'\r' | b';'));
        match end {
            Some(end) => self.text.get(far + end + 1..self.at),
            None => self.text.get(far..self.at).filter(|_| far == 0),
        }
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

/// What to type instead of a sign in a worksheet with declared shapes.
fn beside_shapes(character: char) -> Option<&'static [&'static str]> {
    Some(match character {
        '⊗' => &[
            "write `x*y^T` for the outer product of two vectors",
            "write `A ⊙ B` for the product entry by entry",
        ],
        '⟨' | '⟩' => &["write `x^T*y` for the inner product of two vectors"],
        '.' => &["write functions as they are called here: `mean(X, each row)`, `X^T`, `norm(x)`"],
        '%' => &["write `A*B` for the product of two matrices", "write `0.05` for 5 %"],
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
            (r"y = \foo{a}{b}", 1),
            ("y = “a”", 1),
            ("y = a\u{302}", 1),
        ] {
            assert_eq!(scan(text).diagnostics.len(), count, "{text}");
        }
    }
}
