//! What stands beside declared shapes as programs and texts write it: `X @ W`, `X.T`, `X.mean(axis=0)`, `np.sum(X, axis=1)`,
//! `‖x‖`, `X^\top`. The tokens are those of worksheets; that a name is a method, or comes from a library, its text says.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::Kind;
use super::name::LIBRARIES;
use super::scan::Scanner;

/// What bars become: brackets of their own.
pub const BARS: u8 = b'|';

/// Bars look back over so many tokens for one that is open.
const MOST_LOOKED_BACK: usize = 2_000;

impl Scanner<'_> {
    /// Reads one of them, if one stands here.
    pub(super) fn spelling_of_a_program(&mut self, first: char) -> bool {
        let rest = self.rest();
        match first {
            '@' => self.push(Kind::Times, 1),
            '⊤' | '⊺' => self.transpose_sign(first.len_utf8()),
            '‖' | '∥' => self.bars(first.len_utf8()),
            '|' if rest.starts_with("||") => self.bars(2),
            '\\' => return self.command_of_arrays(),
            '.' => return self.method(),
            _ if first.is_ascii_alphabetic() => return self.name_of_a_library(),
            _ => return false,
        }
        true
    }

    /// `T` behind a caret, which may be left out: `Xᵀ`.
    fn transpose_sign(&mut self, length: usize) {
        let has_caret = self.out.tokens.last().is_some_and(|token| {
            matches!(token.kind, Kind::Caret)
                || (token.kind == Kind::Open(b'{') && self.text[..self.at].trim_end().ends_with("^{"))
        });
        if !has_caret {
            self.push(Kind::Caret, 0);
        }
        let id = self.out.names.intern("T");
        self.push(Kind::Name(id), length);
    }

    /// `‖x‖`, with what stands at its foot: `‖A‖_F`.
    fn bars(&mut self, length: usize) {
        let mut depth = 0usize;
        let mut is_open = false;
        for token in self.out.tokens.iter().rev().take(MOST_LOOKED_BACK) {
            match token.kind {
                Kind::Close(_) => depth += 1,
                Kind::Open(sign) if depth == 0 => {
                    is_open = sign == BARS;
                    break;
                }
                Kind::Open(_) => depth -= 1,
                Kind::End { .. } => break,
                _ => {}
            }
        }
        if !is_open {
            return self.push(Kind::Open(BARS), length);
        }
        let foot = foot(&self.rest()[length..]);
        self.push(Kind::Close(BARS), length + foot);
    }

    /// Whether the colon of `x[1:3]`, a slice in programs, stands next.
    pub(super) fn is_slice(&self) -> bool {
        let before = self.text[..self.at].trim_end();
        let opened = before.rfind(['[', ']', '\n', '(', ')', '=']);
        let inside = opened.is_some_and(|at| before[at..].starts_with('['));
        let is_name = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == ']';
        inside && opened.is_some_and(|at| before[..at].ends_with(is_name))
    }

    pub(super) fn slice(&mut self) {
        let message = "a slice is written with two points: `x[1..3]` are the entries 1, 2 and 3";
        let wrong = Diagnostic::error(&code::UNKNOWN_CHARACTER, Span::new(self.at, self.at + 1), message)
            .help("Python counts from 0 and leaves the last one out: its `x[0:3]` is `x[1..3]`");
        self.wrong(wrong);
        self.push(Kind::UnknownCharacter, 1);
    }

    /// `^\top`, `\lVert x \rVert`; and `A\b`, which divides from the left in MATLAB.
    fn command_of_arrays(&mut self) -> bool {
        let rest = self.rest();
        if rest.starts_with("\\|") {
            self.bars(2);
            return true;
        }
        let length = 1 + rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1);
        match &rest[1..length] {
            "top" | "intercal" => {
                self.transpose_sign(length);
                true
            }
            "lVert" | "rVert" | "Vert" => {
                self.bars(length);
                true
            }
            _ => self.left_division(),
        }
    }

    /// `A\b`: only where what follows is no command of LaTeX that is known.
    fn left_division(&mut self) -> bool {
        let (before, after) = (&self.text[..self.at], &self.rest()[1..]);
        let is_operand = before.trim_end().ends_with(|c: char| c.is_alphanumeric() || ")]'".contains(c));
        let end = after.trim_start().find(|c: char| !c.is_alphanumeric()).unwrap_or(after.trim_start().len());
        let right = &after.trim_start()[..end];
        let is_bracket = right.is_empty() && after.trim_start().starts_with('(');
        if !is_operand || !(is_bracket || (1..=2).contains(&right.len())) {
            return false;
        }
        let trimmed = before.trim_end();
        let start = trimmed
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |at| at + trimmed[at..].chars().next().map_or(0, char::len_utf8));
        let left = if trimmed[start..].is_empty() { "A" } else { &trimmed[start..] };
        let right = if is_bracket { "(…)" } else { right };
        let solution = if left == "x" || right == "x" { "z" } else { "x" };
        let message = "`\\` is no sign here: in MATLAB and Julia it divides from the left";
        let wrong = Diagnostic::error(&code::UNKNOWN_CHARACTER, Span::new(self.at, self.at + 1), message)
            .help(format!("write `{left}^-1*{right}` for the solution of `{left}*{solution} = {right}`"));
        self.wrong(wrong);
        self.push(Kind::UnknownCharacter, 1);
        true
    }

    /// `.mean`, `.T` right behind what it is taken of: a name whose text begins with a point.
    fn method(&mut self) -> bool {
        let after = &self.rest()[1..];
        let length = word(after);
        let is_behind = self.out.tokens.last().is_some_and(|token| {
            token.span.end as usize == self.at
                && matches!(token.kind, Kind::Name(_) | Kind::Close(_) | Kind::Prime)
        });
        if !is_behind || !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return false;
        }
        if matches!(&after[..length], "T" | "mT") {
            self.push(Kind::Caret, 0);
            let id = self.out.names.intern("T");
            self.push(Kind::Name(id), 1 + length);
            return true;
        }
        let id = self.out.names.intern(&after[..length]);
        self.push(Kind::Name(id), 1 + length);
        true
    }

    /// `np.sum(…)`, `torch.linalg.norm(…)`: a name whose text begins with the library.
    fn name_of_a_library(&mut self) -> bool {
        let rest = self.rest();
        let first = word(rest);
        let library = &rest[..first];
        if !LIBRARIES.contains(&library) || !rest[first..].starts_with('.') {
            return false;
        }
        let (mut start, mut end) = (first + 1, first + 1 + word(&rest[first + 1..]));
        while rest[end..].starts_with('.') && word(&rest[end + 1..]) > 0 {
            start = end + 1;
            end = start + word(&rest[start..]);
        }
        let Some(argument) = rest[end..].strip_prefix('(').map(str::trim_start) else { return false };
        // `K.sum()`, `F.mean(axis=0)`: a matrix may have the name of a library.
        let is_method = |c: char| c == ')' || c == '-' || c.is_ascii_digit();
        let takes_axis = ["axis", "dim", "keepdim"].iter().any(|keyword| argument.starts_with(keyword));
        if end == start || (library.len() == 1 && (argument.starts_with(is_method) || takes_axis)) {
            return false;
        }
        let id = self.out.names.intern(&rest[start..end]);
        self.push(Kind::Name(id), end);
        true
    }
}

/// How long the word is that begins here.
fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// How long the foot of a norm is: `_F`, `_{2,1}`, `_\infty`, `₁`.
fn foot(after: &str) -> usize {
    if after.starts_with(['₁', '₂']) {
        return '₁'.len_utf8();
    }
    let Some(rest) = after.strip_prefix('_') else { return 0 };
    let run = |is_part: fn(char) -> bool| rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let length = match rest.chars().next() {
        Some('{') => {
            rest.find(['}', '\n']).filter(|&end| rest[end..].starts_with('}')).map_or(0, |end| end + 1)
        }
        Some('\\') => 1 + rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1),
        Some(sign @ ('*' | '∞')) => sign.len_utf8(),
        Some(first) if first.is_ascii_digit() => run(|c| c.is_ascii_digit()),
        Some(_) => run(|c| c.is_ascii_alphabetic()),
        None => 0,
    };
    if length == 0 { 0 } else { 1 + length }
}
