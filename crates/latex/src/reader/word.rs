//! Words and letters that stand for functions.

use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::hyperbolic::{COSH, SINH, TANH};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::function::rows::trigonometric::{COS, SIN, TAN};

use super::Reader;
use crate::token::{Kind, Token};
use crate::tree::{Callee, Name, Node, NodeId};

/// Reciprocals of functions of the table.
const RECIPROCALS: &[(&str, &Function)] =
    &[("sec", &COS), ("csc", &SIN), ("cot", &TAN), ("sech", &COSH), ("csch", &SINH), ("coth", &TANH)];

/// Letters that are hardly ever a factor before brackets: where nothing is known of them they stand for functions.
const FUNCTIONS: &[&str] = &[
    "f", "g", "h", "F", "G", "H", "J", "L", "C", "E", "L_cal", "J_cal", "phi", "varphi", "psi", "p", "P",
    "q", "Q", "N", "l", "ell", "r", "S", "D", "T", "Phi", "Psi", "Gamma", "chi",
];

/// Whether a word is the reciprocal of a function of the table.
pub(super) fn is_reciprocal(word: &str) -> bool {
    RECIPROCALS.iter().any(|(spelling, _)| *spelling == word)
}

impl Reader<'_> {
    /// `exp(-x)`, `sigmoid(z)`: letters set close that are a function, with brackets behind them; how many they are.
    pub(super) fn spelled_function(&self) -> Option<(&'static Function, String, usize)> {
        const SHORTEST: usize = 2;
        const LONGEST: usize = 12;
        let rest = &self.tokens[self.at..];
        let mut word = String::new();
        let mut count = 0;
        while let Some(Token { kind: Kind::Char(letter), start, .. }) = rest.get(count)
            && letter.is_ascii_alphabetic()
            && (count == 0 || rest[count - 1].end == *start)
            && count <= LONGEST
        {
            word.push(*letter);
            count += 1;
        }
        if count < SHORTEST || !rest.get(count).is_some_and(|next| next.is_char('(')) {
            return None;
        }
        let is_other = self.names.runs.contains(word.as_str())
            || self.names.functions.contains(word.as_str())
            || self.names.quantities.contains(word.as_str());
        let row = if is_other { None } else { self.names.builtin(&word) };
        row.map(|row| (row, word, count))
    }

    /// Whether a letter of which nothing is known, before brackets, stands for a function rather than for a factor.
    pub(super) fn is_letter_of_function(
        &self,
        name: &Name,
        letter: &Kind,
        primes: u8,
        inner: &[Token],
    ) -> bool {
        let canonical = name.canonical();
        if self.names.applied.contains(canonical.as_str()) {
            return true;
        }
        let is_single = name.stem.chars().count() == 1 && name.index.is_empty();
        let is_list = inner.iter().any(|token| token.is_char(','));
        let is_function = FUNCTIONS.contains(&&*name.stem) || matches!(letter, Kind::Text(_)) || primes > 0;
        // `y(0)` of a letter without a number is the function at 0, not a product.
        let is_at_number = matches!(inner, [Token { kind: Kind::Number(_), .. }]) && is_single;
        let is_order = matches!(&*name.stem, "O" | "O_cal" | "Theta" | "Omega")
            && name.index.is_empty()
            && !inner.iter().any(|other| other.kind == *letter);
        // `p(1 - p)` is a product, and so is `p(1 - q)` where `p` is what something is a function of.
        let is_sum = || inner.iter().any(|token| token.is_char('-') || token.is_char('+'));
        let is_parameter = || self.names.variables.contains(canonical.as_str()) && is_sum();
        let is_bare = || self.names.bare.contains(canonical.as_str());
        let is_factor =
            primes == 0 && (is_bare() || (is_single && (self.is_about_itself(letter, 0) || is_parameter())));
        (is_list || is_function || is_at_number || is_order) && !is_factor
    }

    /// Whether the brackets at an offset hold the letter before them put to nothing: `\sigma(1 - \sigma)`, `p(1 - p)`.
    pub(super) fn is_about_itself(&self, letter: &Kind, offset: usize) -> bool {
        let mut depth = 0_usize;
        for at in self.at + offset..self.tokens.len() {
            match &self.tokens[at].kind {
                Kind::Char('(' | '[') => depth += 1,
                Kind::Char(')' | ']') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return false;
                    }
                }
                kind if kind == letter => {
                    let next = self.tokens.get(at + 1).map(|next| &next.kind);
                    let is_bare =
                        matches!(next, None | Some(Kind::Char(')' | ']' | '+' | '-') | Kind::Close));
                    if is_bare && depth == 1 {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The function of which a word is the reciprocal: `\sec`, `\operatorname{sech}`.
    pub(super) fn reciprocal(&self, word: &str) -> Option<&'static Function> {
        if self.names.functions.contains(word) {
            return None;
        }
        RECIPROCALS.iter().find(|(spelling, _)| *spelling == word).map(|(_, base)| *base)
    }

    /// `180 \text{ min}`: minutes, behind a number and put to nothing.
    pub(super) fn is_minutes(&self, word: &str) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let is_text = self.peek().is_some_and(|token| matches!(token.kind, Kind::Text(_)));
        let is_put_to = self.peek_at(1).is_some_and(|next| {
            matches!(next.kind, Kind::Down | Kind::Open | Kind::Char('(' | '[')) || next.is_command("{")
        });
        word == MIN.name
            && is_text
            && !is_put_to
            && before.is_some_and(|before| matches!(before.kind, Kind::Number(_)))
    }

    /// `\max(a, b, c)` as the largest of c and the largest of a and b.
    pub(super) fn in_pairs(
        &mut self,
        function: &Callee,
        arguments: Vec<NodeId>,
        start: usize,
    ) -> Vec<NodeId> {
        const MOST: usize = 64;
        let is_extreme = matches!(function, Callee::Builtin(row) if *row == &MAX || *row == &MIN);
        if !is_extreme || !(3..=MOST).contains(&arguments.len()) {
            return arguments;
        }
        let place = self.since(start);
        let mut rest = arguments.into_iter();
        let mut all: Vec<NodeId> = rest.by_ref().take(2).collect();
        for last in rest {
            let call = Node::Call { function: function.clone(), primes: 0, arguments: all };
            all = vec![self.tree.push(call, place.clone()), last];
        }
        all
    }
}
