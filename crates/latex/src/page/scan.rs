//! Formulas in Markdown and TeX.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::shown::{Lines, address, closing_tag};
use super::{End, Fragment};
use crate::layout::ROWS;

/// A formula comes to so many bytes at most; what is closed further on is not.
const LONGEST: usize = 100_000;

/// So many formulas of a page are read.
const MOST_FORMULAS: usize = 200_000;

/// So many formulas that are never closed are listed.
const MOST_UNCLOSED: usize = 100;

/// The marker before a derivation that was woven in.
const WOVEN: &str = "chainrule:begin";

/// Environments in which nothing is a formula.
const VERBATIM: &[&str] = &["verbatim", "lstlisting", "minted", "chain", "comment", "Verbatim"];

/// The formulas of a text.
pub(super) fn fragments(text: &str, is_tex: bool) -> Vec<Fragment> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        found: Vec::new(),
        absent: FxHashSet::default(),
        next: FxHashMap::default(),
        no_dollar_before: 0,
        unclosed: 0,
    };
    scanner.scan(is_tex);
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    found: Vec<Fragment>,
    /// What does not stand anywhere further on: not looked for again.
    absent: FxHashSet<String>,
    /// Where each closer stands next, and from where on it was looked for.
    next: FxHashMap<String, (usize, usize)>,
    /// No formula between single dollars that begins before this place is closed.
    no_dollar_before: usize,
    /// How many formulas are never closed, so far.
    unclosed: usize,
}

impl Scanner<'_> {
    fn scan(&mut self, is_tex: bool) {
        let mut at_line_start = true;
        let mut lines = Lines::new();
        while self.at < self.bytes.len() {
            if self.found.len() >= MOST_FORMULAS {
                if let Some(last) = self.found.last_mut() {
                    last.end = End::BehindTooMany;
                }
                return;
            }
            if at_line_start {
                at_line_start = false;
                if !is_tex && self.fence() {
                    at_line_start = true;
                    continue;
                }
                let end = self.text[self.at..].find('\n').map_or(self.bytes.len(), |end| self.at + end);
                if !is_tex && lines.is_code(&self.text[self.at..end]) {
                    self.at = end;
                    continue;
                }
            }
            match self.bytes[self.at] {
                b'\n' => {
                    at_line_start = true;
                    self.at += 1;
                }
                b'\\' => self.backslash(),
                b'$' => self.dollar(is_tex),
                b'`' if !is_tex => self.code(),
                b'%' if is_tex && self.text[self.at + 1..].trim_start_matches(' ').starts_with(WOVEN) => {
                    self.at = self.closer("% chainrule:end", self.at + 1).map_or(self.at + 1, |end| end + 1);
                }
                b'%' if is_tex => {
                    self.at = self.text[self.at..].find('\n').map_or(self.bytes.len(), |end| self.at + end);
                }
                b'<' if !is_tex && self.text[self.at..].starts_with("<!--") => {
                    // What was woven in is not proofread: it was proved.
                    let is_woven = self.text[self.at + 4..].trim_start().starts_with(WOVEN);
                    let closer = if is_woven { "chainrule:end -->" } else { "-->" };
                    self.at = self
                        .closer(closer, self.at + 4)
                        .map(|end| end + closer.len() - 3)
                        .map_or(self.at + 4, |end| end + 3);
                }
                b'<' if !is_tex && let Some(close) = closing_tag(&self.text[self.at..]) => {
                    self.at = self.closer(&close, self.at).map_or(self.at + 1, |end| end + close.len());
                }
                b']' | b'h' if !is_tex && let Some(length) = address(&self.text[self.at..]) => {
                    self.at += length;
                }
                _ => self.at += 1,
            }
        }
    }

    /// The next place of a closer; looked for once where there is none.
    fn closer(&mut self, closer: &str, from: usize) -> Option<usize> {
        if self.absent.contains(closer) {
            return None;
        }
        if let Some(&(start, at)) = self.next.get(closer)
            && start <= from
            && from <= at
        {
            return Some(at);
        }
        let found = self.text.get(from..)?.find(closer).map(|at| from + at);
        match found {
            Some(at) => {
                self.next.insert(closer.to_owned(), (from, at));
            }
            None => {
                self.absent.insert(closer.to_owned());
            }
        }
        found
    }

    fn push(&mut self, place: Range<usize>, outer: Range<usize>) {
        self.at = outer.end;
        if !self.text[place.clone()].trim().is_empty() {
            self.found.push(Fragment { place, outer, end: End::Closed });
        }
    }

    /// A formula that is never closed, or too far away: its line is shown.
    fn never_closed(&mut self, length: usize, is_long: bool) {
        let start = self.at + length;
        self.at = start;
        self.unclosed += 1;
        if self.unclosed > MOST_UNCLOSED {
            return;
        }
        let rest = &self.text[start..];
        let rest = &rest[..floor(rest, 2_000)];
        let place = start..start + rest.find('\n').unwrap_or(rest.len());
        let end = if self.unclosed == MOST_UNCLOSED {
            End::NeverAsOthers
        } else if is_long {
            End::Far
        } else {
            End::Never
        };
        self.found.push(Fragment { outer: start - length..place.end, place, end });
    }

    /// A fence at the start of a line: skipped to its end, or a formula if it is marked `math`.
    fn fence(&mut self) -> bool {
        let line_end = self.text[self.at..].find('\n').map_or(self.bytes.len(), |end| self.at + end);
        let line = &self.text[self.at
            ..line_end.min(self.at + 400).max(self.at).min(floor(self.text, line_end.min(self.at + 400)))];
        let body = line.trim_start_matches([' ', '\t', '>']);
        let body = body.strip_prefix("- ").or_else(|| body.strip_prefix("* ")).unwrap_or(body).trim_start();
        let Some(sign) = body.chars().next().filter(|sign| matches!(sign, '`' | '~')) else { return false };
        let length = body.chars().take_while(|character| *character == sign).count();
        if length < 3 || (sign == '`' && body[length..].contains('`')) {
            return false;
        }
        let info = body[length..].trim().trim_matches(['{', '}']);
        let is_math = info == "math";
        let start = (line_end + 1).min(self.bytes.len());
        let mut at = start;
        while at < self.bytes.len() {
            let end = self.text[at..].find('\n').map_or(self.bytes.len(), |end| at + end);
            let line = &self.text[at..end];
            let trimmed = line.trim_start_matches([' ', '\t', '>']).trim_end();
            if trimmed.len() >= length && trimmed.chars().all(|character| character == sign) {
                if is_math {
                    let outer = self.at..end;
                    self.push(start..at, outer);
                }
                self.at = (end + 1).min(self.bytes.len());
                return true;
            }
            at = end + 1;
        }
        // A fence that is never closed holds all that follows.
        self.at = self.bytes.len();
        true
    }

    fn backslash(&mut self) {
        let rest = &self.text[self.at..];
        for (open, close) in [("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"), ("\\(", "\\)"), ("\\[", "\\]")] {
            if rest.starts_with(open) {
                let start = self.at + open.len();
                match self.closer(close, start) {
                    // What is said in between is no formula.
                    Some(end) if end - start <= LONGEST && !self.text[start..end].contains("\n\n") => {
                        self.push(start..end, self.at..end + close.len());
                    }
                    found if open.len() == 2 => {
                        self.never_closed(open.len(), found.is_some_and(|end| end - start > LONGEST));
                    }
                    Some(_) | None => self.at += open.len(),
                }
                return;
            }
        }
        if let Some(name) = rest.strip_prefix("\\begin{")
            && let Some(end) = name[..name.len().min(40).min(floor(name, 40))].find('}')
        {
            let name = &name[..end];
            let start = self.at + "\\begin{}".len() + name.len();
            let close = format!("\\end{{{name}}}");
            if ROWS.contains(&name) {
                match self.closer(&close, start) {
                    Some(end) if end - start <= LONGEST => {
                        self.push(start..end, self.at..end + close.len());
                    }
                    found => self.never_closed("\\begin".len(), found.is_some()),
                }
                return;
            }
            if VERBATIM.contains(&name)
                && let Some(end) = self.closer(&close, start)
            {
                self.at = end + close.len();
                return;
            }
        }
        self.at += 1;
        if let Some(next) = self.text[self.at..].chars().next() {
            self.at += next.len_utf8();
        }
    }

    fn dollar(&mut self, is_tex: bool) {
        let rest = &self.text[self.at..];
        if rest.starts_with("$$") {
            let start = self.at + 2;
            match self.closer("$$", start) {
                Some(end) if end - start <= LONGEST => self.push(start..end, self.at..end + 2),
                found => self.never_closed(2, found.is_some()),
            }
            return;
        }
        if rest.starts_with("$`") && !is_tex {
            let start = self.at + 2;
            if let Some(end) = self.closer("`$", start) {
                self.push(start..end, self.at..end + 2);
                return;
            }
        }
        if self.at < self.no_dollar_before {
            self.at += 1;
            return;
        }
        let start = self.at + 1;
        let mut at = start;
        let mut is_blank = false;
        let starts_with_space = self.bytes.get(start).is_none_or(u8::is_ascii_whitespace);
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'\n' if is_blank => break,
                b'\n' => is_blank = true,
                b' ' | b'\t' | b'\r' => {}
                b'$' => {
                    let inner = &self.text[start..at];
                    let ends_with_space = inner.ends_with(|c: char| c.is_whitespace());
                    let before_digit = self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                    let is_formula = inner.contains(['\\', '=', '_', '^']);
                    let closes = !inner.is_empty()
                        && (is_tex
                            || (!before_digit && ((!starts_with_space && !ends_with_space) || is_formula)));
                    if closes {
                        self.push(start..at, self.at..at + 1);
                        return;
                    }
                    if starts_with_space || ends_with_space {
                        // Money, not mathematics.
                        self.at += 1;
                        return;
                    }
                    is_blank = false;
                }
                _ => is_blank = false,
            }
            at += 1;
        }
        self.no_dollar_before = at;
        self.at += 1;
    }

    /// A span of code: skipped, unless it holds a formula between dollars.
    fn code(&mut self) {
        let length = self.text[self.at..].bytes().take_while(|byte| *byte == b'`').count();
        let start = self.at + length;
        let close = "`".repeat(length.min(64));
        match self.closer(&close, start) {
            Some(end) if length == 1 => {
                let inner = &self.text[start..end];
                let formula = inner.strip_prefix('$').and_then(|rest| rest.strip_suffix('$'));
                match formula {
                    Some(formula) if !formula.is_empty() && !formula.contains('$') => {
                        self.push(start + 1..end - 1, self.at..end + 1);
                    }
                    _ => self.at = end + length,
                }
            }
            Some(end) => self.at = end + length,
            None => self.at = start,
        }
    }
}

/// The nearest place where a character begins, at or before one.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
