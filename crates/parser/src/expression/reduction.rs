//! Statements that stand for many: indices, members of families, `sum(… for …)`, `mean(… for …)` and their like.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, SymbolId};

use super::reader::Reader;
use super::stacks::{Pending, Reduction, Stacks};
use crate::depth::{MOST_DEPTH, too_deep};
use crate::family::clause;
use crate::family::draft::{Mention, Reduce, Starred};
use crate::family::index::{IndexExpr, Step};
use crate::family::index_reader::{self, Index, Indices};
use crate::lexer::{Keyword, Kind, NameId, Token};
use crate::wrong::Wrong;

/// The reduction over indices of this name, with what stands behind it from its bracket on. `max` and `mean` are functions
/// too: there it is the `for` between the brackets that tells.
pub fn reduction(name: &str, behind: &[Token]) -> Option<Reduce> {
    let kind = Reduce::find(name)?;
    if behind.first()?.kind != Kind::Open(b'(') {
        return None;
    }
    let mut depth = 0usize;
    for token in behind {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) if depth <= 1 => break,
            Kind::Close(_) => depth -= 1,
            Kind::Keyword(Keyword::For) if depth == 1 => return Some(kind),
            _ => {}
        }
    }
    kind.needs_for().then_some(kind)
}

impl Reader<'_> {
    /// Whether `sum(`, `prod(` or another reduction stands next: which, and the place of the bracket.
    pub(super) fn reduction_head(&self) -> Option<(Reduce, Span)> {
        let [first, second, ..] = self.tokens.get(self.at..)? else { return None };
        let Kind::Name(id) = first.kind else { return None };
        let name = self.names.text(id);
        let is_own =
            self.known_names.functions.contains_key(name) || self.known_names.dependences.contains_key(name);
        let kind = reduction(name, &self.tokens[self.at + 1..])?;
        (!is_own).then_some((kind, second.span))
    }

    /// Begins a sum or product: its indices are read before its body.
    pub(super) fn open_reduction(
        &mut self,
        stacks: &mut Stacks,
        kind: Reduce,
        name: Span,
        bracket: Span,
    ) -> Result<(), Wrong> {
        let word = kind.name();
        let (mut depth, mut for_at, mut end) = (0usize, None, None);
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) if depth == 0 => {
                    end = Some(at);
                    break;
                }
                Kind::Close(_) => depth -= 1,
                Kind::Keyword(Keyword::For) if depth == 0 && for_at.is_none() => for_at = Some(at),
                _ => {}
            }
        }
        let (Some(for_at), Some(end)) = (for_at, end) else {
            let whole = end.map_or(name, |end| name.to(self.tokens[end].span));
            return Err(Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    whole,
                    format!("`{word}` says with `for` what it runs over"),
                )
                .help(format!("write `{word}(w[i]*x[i] for i in 1..3)`"))
                .help("write `a + b + c` for a sum of a few"),
            ));
        };
        let (text, names, known_names) = (self.text, self.names, self.known_names);
        let tokens = &self.tokens[for_at..end];
        let Some(drafting) = &mut self.draft else {
            return Err(Box::new(Diagnostic::error(
                &code::EXPECTED,
                name,
                format!("`{word}` can't stand in this statement"),
            )));
        };
        let is_quantity = |name: &str| known_names.place_of(name);
        let ranges = clause::read(tokens, text, names, drafting.indices, &is_quantity)?;
        stacks.depth += 1;
        if stacks.depth > MOST_DEPTH {
            return Err(too_deep(bracket));
        }
        stacks.pending.push(Pending::Reduction(Box::new(Reduction {
            kind,
            ranges,
            span: name,
            clause: (for_at, end),
        })));
        Ok(())
    }

    /// Ends a sum or product, at its `for`.
    pub(super) fn close_reduction(&mut self, stacks: &mut Stacks) -> bool {
        stacks.reduce_group(self);
        let Some(Pending::Reduction(reduction)) = stacks.pending.pop() else { return false };
        let Reduction { kind, ranges, span, clause: (for_at, end) } = *reduction;
        debug_assert_eq!(for_at, self.at, "a clause stands where it was found");
        self.at = end + 1;
        stacks.depth -= 1;
        let whole = span.to(self.tokens[end].span);
        let operand = stacks.operands.pop().expect("an operand stands before `for`");
        let depth = operand.depth + 1;
        let body = self.finish(operand);
        let id = match &mut self.draft {
            Some(drafting) => {
                for range in &ranges {
                    drafting.indices.named[range.index].in_scope = false;
                }
                let symbol = drafting.placeholders.reduction(self.graph, kind, ranges, body, whole);
                self.graph.symbol(symbol)
            }
            None => body,
        };
        stacks.push_nested(id, whole, false, depth);
        true
    }

    /// Whether a name is an index here.
    pub(super) fn is_index(&self, name: NameId) -> bool {
        self.draft.as_ref().is_some_and(|drafting| drafting.indices.find(name).is_some())
    }

    /// The number that a name stands for where it is an index.
    pub(super) fn index_value(&mut self, name: NameId) -> Option<ExprId> {
        let drafting = self.draft.as_mut()?;
        let index = drafting.indices.find(name)?;
        let symbol = drafting.placeholders.index(self.graph, index);
        Some(self.graph.symbol(symbol))
    }

    /// A member of a family whose token is next: the symbol that stands for it, and where it stands.
    pub fn member_of(&mut self, pattern: NameId) -> Result<(SymbolId, Span), Wrong> {
        let name_span = self.here();
        self.at += 1;
        let (indices, places, close) = self.member_indices(pattern)?;
        let span = name_span.to(close);
        let Some(drafting) = &mut self.draft else {
            return Err(Box::new(Diagnostic::error(
                &code::BAD_INDEX,
                span,
                "the indices of this member can't be worked out here",
            )));
        };
        let mention = Mention { pattern, indices, places, span };
        Ok((drafting.placeholders.member(self.graph, mention), span))
    }

    /// The indices between the brackets that are next, their places, and that of the closing bracket.
    fn member_indices(&mut self, pattern: NameId) -> Result<(Vec<IndexExpr>, Vec<Span>, Span), Wrong> {
        let name_span = self.tokens[self.at - 1].span;
        self.at += 1;
        let (mut exprs, mut places, mut slots) = (Vec::new(), Vec::new(), Vec::new());
        let (mut start, mut depth, mut at) = (self.at, 0usize, self.at);
        let mut has_star = false;
        let close = loop {
            let Some(token) = self.tokens.get(at) else {
                let here = Span::at(name_span.end as usize);
                return Err(Box::new(Diagnostic::error(&code::BAD_INDEX, here, "these indices do not end")));
            };
            let ends = match token.kind {
                Kind::Open(_) => {
                    depth += 1;
                    false
                }
                Kind::Close(_) if depth > 0 => {
                    depth -= 1;
                    false
                }
                Kind::Close(_) => true,
                Kind::Comma => depth == 0,
                _ => false,
            };
            if ends {
                let tokens = &self.tokens[start..at];
                let is_star = matches!(tokens, [only] if only.kind == Kind::Times) && self.stars;
                let Some(drafting) = &mut self.draft else {
                    return Err(Box::new(Diagnostic::error(
                        &code::BAD_INDEX,
                        token.span,
                        "no index can stand here",
                    )));
                };
                if is_star {
                    has_star = true;
                    let index = drafting.indices.star(
                        slots.iter().filter(|slot: &&Result<_, _>| slot.is_ok()).count(),
                        pattern,
                        tokens[0].span,
                    );
                    exprs.push(IndexExpr::new(vec![Step::Index(index)]));
                    places.push(tokens[0].span);
                    slots.push(Ok(index));
                } else {
                    let index =
                        index_reader::read(tokens, token.span, self.text, self.names, drafting.indices)?;
                    slots.push(Err(index.expr.clone()));
                    exprs.push(index.expr);
                    places.push(index.span);
                }
                start = at + 1;
            }
            if ends && token.kind != Kind::Comma {
                break token.span;
            }
            at += 1;
        };
        self.at = at + 1;
        if has_star && let Some(drafting) = &mut self.draft {
            let span = name_span.to(close);
            let starred = &mut drafting.placeholders.starred;
            if let Some(earlier) = starred.as_ref().filter(|earlier| earlier.pattern != pattern) {
                return Err(Box::new(
                    Diagnostic::error(
                        &code::BAD_INDEX,
                        span,
                        "`*` stands for the members of one family only",
                    )
                    .also(earlier.span, "a family here")
                    .help("write `… for l in 1..3` with the same index in both"),
                ));
            }
            starred.get_or_insert(Starred { pattern, slots, span });
        }
        Ok((exprs, places, close))
    }
}

impl Indices {
    /// The value that a `*` stands for, by its place among the indices of a member.
    fn star(&mut self, place: usize, pattern: NameId, span: Span) -> usize {
        // No index of the reader's has the name of a family.
        let found = self
            .named
            .iter()
            .enumerate()
            .filter(|(_, index)| index.name == pattern && !index.in_scope)
            .nth(place)
            .map(|(at, _)| at);
        found.unwrap_or_else(|| {
            self.named.push(Index { name: pattern, span, in_scope: false });
            self.named.len() - 1
        })
    }
}
