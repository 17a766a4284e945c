//! Names, with their indices and labels.

use super::{Read, Reader, Unread};
use crate::alphabet::is_greek;
use crate::layout::VECTOR;
use crate::macros::{argument, group_end};
use crate::token::{Kind, Token};
use crate::tree::Name;

/// What stands above or below a name comes to so many characters at most.
const LONGEST_SCRIPT: usize = 60;

/// Accents that belong to a name, and what they are called.
const ACCENTS: &[&str] = &["hat", "bar", "tilde", "dot", "check", "breve"];

/// The letters at the start of tokens: those of a name without its scripts, and how many tokens they take.
pub(crate) fn stem(tokens: &[Token], is_run: impl Fn(&str) -> bool) -> Option<(String, usize)> {
    let first = tokens.first()?;
    match &first.kind {
        Kind::Char(letter) if letter.is_alphabetic() => {
            let mut run = String::new();
            let mut longest = None;
            for (count, token) in tokens.iter().enumerate() {
                match &token.kind {
                    Kind::Char(letter) if letter.is_alphabetic() => run.push(*letter),
                    Kind::Number(digits) if count > 0 && digits.chars().all(|c| c.is_ascii_digit()) => {
                        run.push_str(digits);
                    }
                    _ => break,
                }
                if run.len() > LONGEST_SCRIPT {
                    break;
                }
                if count > 0 && is_run(&run) {
                    longest = Some((run.clone(), count + 1));
                }
            }
            if longest.is_some() {
                return longest;
            }
            if let Some(word) = word_before_index(tokens) {
                return Some(word);
            }
            // `w5` set close is one name.
            if let Some(next) = tokens.get(1)
                && let Kind::Number(digits) = &next.kind
                && next.start == first.end
                && digits.chars().all(|c| c.is_ascii_digit())
            {
                return Some((format!("{letter}{digits}"), 2));
            }
            Some((letter.to_string(), 1))
        }
        Kind::Text(text) => {
            let word: String =
                text.trim().chars().map(|c| if c == ' ' || c == '-' { '_' } else { c }).collect();
            let is_name = word.starts_with(char::is_alphabetic)
                && word.chars().all(|c| c.is_alphanumeric() || c == '_')
                && word.len() <= LONGEST_SCRIPT;
            is_name.then_some((word, 1))
        }
        Kind::Command(name) => match &**name {
            "yhat" => Some(("y_hat".to_owned(), 1)),
            "mathcal" | "mathbb" => {
                let (inner, after) = argument(tokens, 1);
                match inner {
                    [Token { kind: Kind::Char(letter), .. }] => Some((format!("{letter}_cal"), after)),
                    _ => None,
                }
            }
            accent if ACCENTS.contains(&accent) => {
                let (inner, after) = argument(tokens, 1);
                // `\hat{\mathbf{y}}`
                let inner = match inner.first() {
                    Some(first) if first.is_command(VECTOR) => argument(inner, 1).0,
                    Some(_) | None => inner,
                };
                let (stem_text, used) = stem(inner, is_run)?;
                (used == inner.len() && !inner.is_empty()).then(|| (format!("{stem_text}_{accent}"), after))
            }
            // `\Delta w` is one name.
            "Delta"
                if tokens
                    .get(1)
                    .is_some_and(|next| matches!(&next.kind, Kind::Char(c) if c.is_alphabetic()))
                    && !tokens.get(2).is_some_and(|next| next.is_char('(')) =>
            {
                let (stem_text, used) = stem(&tokens[1..], is_run)?;
                Some((format!("{stem_text}_Delta"), used + 1))
            }
            greek if is_greek(greek) => Some((greek.to_owned(), 1)),
            "oint" | "ominus" | "oslash" | "varnothing" | "circledS" | "hbar" => Some((name.to_string(), 1)),
            _ => None,
        },
        _ => None,
    }
}

/// Three letters or more, set close, before an index: `out_{h1}` is one name wherever it is first met.
fn word_before_index(tokens: &[Token]) -> Option<(String, usize)> {
    const SHORTEST: usize = 3;
    let mut word = String::new();
    for (count, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Char(letter)
                if letter.is_ascii_lowercase() && (count == 0 || tokens[count - 1].end == token.start) =>
            {
                word.push(*letter);
            }
            Kind::Down if count >= SHORTEST => return Some((word, count)),
            _ => return None,
        }
        if word.len() > LONGEST_SCRIPT {
            return None;
        }
    }
    None
}

/// What is raised behind a name.
pub(crate) enum Raised {
    /// It belongs to the name.
    Label(String),
    /// So many primes.
    Primes(u8),
    /// A transpose.
    Transpose,
    /// Something else: a power.
    Power,
}

fn is_sign_of_transpose(token: &Token) -> bool {
    token.is_char('T') || token.is_command("top") || token.is_command("intercal")
}

/// What stands raised at the start of tokens, at `^`, and how many tokens it takes.
pub(crate) fn raised(tokens: &[Token], is_labelled: bool) -> (Raised, usize) {
    let (inner, after) = argument(tokens, 1);
    let text = flat(inner);
    let all_prime =
        !inner.is_empty() && inner.iter().all(|token| token.is_command("prime") || token.is_char('\''));
    if all_prime {
        return (Raised::Primes(u8::try_from(inner.len()).unwrap_or(u8::MAX)), after);
    }
    if matches!(inner, [sign] if is_sign_of_transpose(sign)) {
        return (Raised::Transpose, after);
    }
    let Some(text) = text else { return (Raised::Power, after) };
    let bracketed = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')));
    // `(1-1)` is a power that is worked out.
    let is_sum = |label: &str| {
        label.chars().all(|c| c.is_ascii_digit() || "+-*".contains(c)) && label.contains(['+', '-', '*'])
    };
    if let Some(label) = bracketed
        && !label.is_empty()
        && !(is_sum(label) && label.starts_with(|c: char| c.is_ascii_digit()))
    {
        return (Raised::Label(label.to_owned()), after);
    }
    let is_word = matches!(inner, [Token { kind: Kind::Text(_), .. }])
        || matches!(
            text.as_str(),
            "new"
                | "old"
                | "+"
                | "*"
                | "-"
                | "cdot"
                | "next"
                | "prev"
                | "target"
                | "true"
                | "pred"
                | "out"
                | "in"
        );
    if is_word || is_labelled {
        return (Raised::Label(text), after);
    }
    (Raised::Power, after)
}

/// Tokens as the text of an index or a label.
pub(crate) fn flat(tokens: &[Token]) -> Option<String> {
    let mut text = String::new();
    for token in tokens {
        match &token.kind {
            Kind::Char(sign) if sign.is_alphanumeric() || "(),[]+-*'".contains(*sign) => text.push(*sign),
            Kind::Number(digits) => text.push_str(digits),
            Kind::Text(word) => text.extend(word.trim().chars().filter(|c| !c.is_whitespace())),
            Kind::Command(name) if is_greek(name) => text.push_str(name),
            Kind::Command(name) if matches!(&**name, "cdot" | "prime" | "ell") => text.push_str(name),
            Kind::Open | Kind::Close | Kind::Down => {}
            _ => return None,
        }
    }
    (!text.is_empty() && text.len() <= LONGEST_SCRIPT).then_some(text)
}

impl Reader<'_> {
    /// A name with its scripts, if one stands here; with how many primes stand behind it.
    pub(super) fn name(&mut self) -> Read<Option<(Name, u8)>> {
        let before = self.at;
        let is_vector = self.peek().is_some_and(|token| token.is_command(VECTOR));
        if is_vector {
            self.at += 1;
            let (inner, after) = argument(self.tokens, self.at);
            let Some((stem_text, used)) = stem(inner, |run| self.names.runs.contains(run)) else {
                self.at = before;
                return self.fail(Unread::Vector);
            };
            if used != inner.len() {
                self.at = before;
                return self.fail(Unread::Vector);
            }
            self.tree.has_vectors = true;
            self.at = after;
            let (name, primes) = self.scripts(&stem_text)?;
            self.tree.bold.push(name.canonical().into());
            return Ok(Some((name, primes)));
        }
        let Some((stem_text, used)) = stem(&self.tokens[self.at..], |run| self.names.runs.contains(run))
        else {
            return Ok(None);
        };
        self.at += used;
        self.scripts(&stem_text).map(Some)
    }

    fn scripts(&mut self, stem_text: &str) -> Read<(Name, u8)> {
        let mut name = Name::plain(stem_text);
        let mut primes = 0;
        while let Some(token) = self.peek() {
            match &token.kind {
                Kind::Down => {
                    let (inner, after) = argument(self.tokens, self.at + 1);
                    let Some(index) = flat(inner) else { return self.fail(Unread::Index) };
                    if !name.index.is_empty() {
                        return self.fail(Unread::Index);
                    }
                    name.index = index.into();
                    self.at = after;
                    // `w_11` is set as w₁1 and meant as w₁₁: the number is one token.
                }
                Kind::Char('\'') => {
                    primes += 1;
                    self.at += 1;
                }
                Kind::Command(sign) if &**sign == "prime" => {
                    primes += 1;
                    self.at += 1;
                }
                Kind::Up => {
                    // A label may stand before or behind the index: what an index comes behind is looked at with it.
                    let has_index = !name.index.is_empty()
                        || self.tokens[argument(self.tokens, self.at + 1).1..]
                            .first()
                            .is_some_and(|next| next.kind == Kind::Down);
                    let is_labelled = self.names.labels.contains(&(name.stem.clone(), has_index));
                    let (raised, used) = {
                        let (raised, after) = raised(&self.tokens[self.at..], is_labelled);
                        (raised, after)
                    };
                    match raised {
                        Raised::Label(text) if name.label.is_empty() => {
                            name.label = text.into();
                            self.at += used;
                        }
                        Raised::Primes(count) => {
                            primes += count;
                            self.at += used;
                        }
                        Raised::Label(_) | Raised::Power | Raised::Transpose => break,
                    }
                }
                _ => break,
            }
        }
        Ok((name, primes))
    }

    /// Whether what is raised here is a transpose.
    pub(super) fn is_transpose(&self) -> bool {
        matches!(raised(&self.tokens[self.at..], false).0, Raised::Transpose)
    }

    /// Whether what is raised here is a transpose of the inverse: `X^{-T}`.
    pub(super) fn is_inverse_transpose(&self) -> bool {
        let (inner, _) = argument(self.tokens, self.at + 1);
        matches!(inner, [minus, sign] if minus.is_char('-') && is_sign_of_transpose(sign))
    }

    /// The end of the group that opens here.
    pub(super) fn end_of_group(&self) -> usize {
        group_end(self.tokens, self.at)
    }
}
