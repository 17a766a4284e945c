//! Cases, values at a point, and largest values.

use super::{Read, Reader, Unread};
use crate::layout::ENVIRONMENT;
use crate::macros::argument;
use crate::rows::{Relation, relation};
use crate::token::{Kind, Token};
use crate::tree::{Case, Condition, Name, Node, NodeId};

/// So many cases are read.
const MOST_CASES: usize = 20;

impl Reader<'_> {
    /// `\max_z f(z)`, behind the name of the function; nothing where no name stands below it.
    pub(super) fn extremum(&mut self, is_least: bool, start: usize) -> Read<Option<NodeId>> {
        if !self.peek().is_some_and(|token| token.kind == Kind::Down) {
            return Ok(None);
        }
        let (below, after) = argument(self.tokens, self.at + 1);
        let end = below.iter().position(|token| token.is_command("in")).unwrap_or(below.len());
        let below = below[..end].to_vec();
        let Some(by) = self.apart(&below).and_then(|id| self.name_at(id)) else {
            return self.fail(Unread::Index);
        };
        self.at = after;
        let of = self.product()?;
        let place = self.since(start);
        Ok(Some(self.tree.push(Node::Extremum { is_least, by, of }, place)))
    }

    pub(super) fn name_at(&self, id: NodeId) -> Option<Name> {
        match self.tree.node(id) {
            Node::Name(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// Whether the bar of `f|_{x=3}` stands here.
    pub(super) fn is_bar_of_a_point(&self) -> bool {
        let is_bar = self.peek().is_some_and(|token| token.is_char('|') || token.is_command("vert"));
        is_bar && self.peek_at(1).is_some_and(|next| next.kind == Kind::Down)
    }

    /// What stands before the bar of `f|_{x=3}`, at that point; what it is where no bar follows.
    pub(super) fn evaluated(&mut self, of: NodeId, start: usize) -> Read<NodeId> {
        if self.bars > 0 || !self.is_bar_of_a_point() {
            return Ok(of);
        }
        let (below, after) = argument(self.tokens, self.at + 2);
        let sign = below.iter().position(|token| token.is_char('='));
        let Some(sign) = sign else { return self.fail(Unread::EvaluatedAt) };
        let (name, value) = (below[..sign].to_vec(), below[sign + 1..].to_vec());
        let by = self.apart(&name).and_then(|id| self.name_at(id));
        let value = self.apart(&value);
        let (Some(by), Some(value)) = (by, value) else { return self.fail(Unread::EvaluatedAt) };
        self.at = after;
        let place = self.since(start);
        Ok(self.tree.push(Node::At { of, by, value }, place))
    }

    /// `\begin{cases} … \end{cases}`, at its beginning.
    pub(super) fn cases(&mut self, start: usize) -> Read<NodeId> {
        let is_cases = self
            .peek_at(1)
            .is_some_and(|next| matches!(&next.kind, Kind::Text(name) if name.ends_with("cases")));
        let inner_start = self.at + 2;
        let mut depth = 0_usize;
        let mut end = inner_start;
        while let Some(token) = self.tokens.get(end) {
            if token.is_command(ENVIRONMENT) {
                depth += 1;
            } else if token.is_command("end") {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            end += 1;
        }
        if end >= self.tokens.len() || self.depth > 8 {
            return self.fail(Unread::Cases);
        }
        if !is_cases && self.names.is_of_numbers {
            return self.fail(Unread::Cases);
        }
        if !is_cases {
            return self.matrix(start, end);
        }
        let inner = self.tokens[inner_start..end].to_vec();
        let mut cases = Vec::new();
        for row in inner.split(|token| token.kind == Kind::Row) {
            if row.is_empty() {
                continue;
            }
            let Some(case) = self.case(row) else { return self.fail(Unread::Cases) };
            cases.push(case);
            if cases.len() > MOST_CASES {
                return self.fail(Unread::Cases);
            }
        }
        if cases.is_empty() {
            return self.fail(Unread::Cases);
        }
        self.at = (end + 2).min(self.tokens.len());
        let place = self.since(start);
        Ok(self.tree.push(Node::Cases(cases), place))
    }

    /// `x & \text{if } x > 0`
    fn case(&mut self, row: &[Token]) -> Option<Case> {
        let is_word = |token: &Token| matches!(token.kind, Kind::Text(_)) || token.is_command("quad");
        let split = row.iter().position(|token| token.kind == Kind::Align).or_else(|| {
            let at = row.iter().position(|token| is_word(token) || token.is_char(','))?;
            Some(at)
        })?;
        let value = trimmed(&row[..split]).to_vec();
        let condition = trimmed(&row[split..]).to_vec();
        let value = self.apart(&value)?;
        Some(Case { value, conditions: self.conditions(&condition)? })
    }

    fn conditions(&mut self, tokens: &[Token]) -> Option<Vec<Condition>> {
        let mut rest = tokens;
        while let Some(Token { kind: Kind::Text(text), .. }) = rest.first() {
            let word = text.trim().trim_end_matches([',', '.', ':']).to_lowercase();
            match word.as_str() {
                "if" | "for" | "when" | "" => rest = &rest[1..],
                "otherwise" | "else" | "elsewhere" => return (rest.len() == 1).then(Vec::new),
                _ => return None,
            }
        }
        let mut sides: Vec<NodeId> = Vec::new();
        let mut signs: Vec<Relation> = Vec::new();
        let (mut start, mut at) = (0, 0);
        while at < rest.len() {
            let Some((sign, length)) = relation(&rest[at..]) else {
                at += 1;
                continue;
            };
            let side = rest[start..at].to_vec();
            sides.push(self.apart(&side)?);
            signs.push(sign);
            at += length;
            start = at;
        }
        let side = rest[start..].to_vec();
        sides.push(self.apart(&side)?);
        if signs.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for (place, sign) in signs.into_iter().enumerate() {
            let (left, right) = (sides[place], sides[place + 1]);
            let condition = match (self.name_at(left), self.name_at(right)) {
                (Some(name), None) => Condition { name, relation: sign, bound: right },
                (None, Some(name)) => Condition { name, relation: turned(sign), bound: left },
                (Some(_), Some(_)) | (None, None) => return None,
            };
            found.push(condition);
        }
        Some(found)
    }
}

/// The relation read from its other side.
fn turned(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::Greater,
        Relation::AtMost => Relation::AtLeast,
        Relation::Greater => Relation::Less,
        Relation::AtLeast => Relation::AtMost,
        Relation::MuchLess => Relation::MuchGreater,
        Relation::MuchGreater => Relation::MuchLess,
        Relation::Equal | Relation::About | Relation::Assign | Relation::None => relation,
    }
}

/// Tokens without signs of alignment, spaces and commas at their ends.
fn trimmed(mut tokens: &[Token]) -> &[Token] {
    let is_end = |token: &Token| {
        matches!(token.kind, Kind::Align | Kind::Char(',' | '.' | ';' | ':')) || token.is_command("quad")
    };
    while let Some((_, rest)) = tokens.split_first().filter(|(first, _)| is_end(first)) {
        tokens = rest;
    }
    while let Some((_, rest)) = tokens.split_last().filter(|(last, _)| is_end(last)) {
        tokens = rest;
    }
    tokens
}
