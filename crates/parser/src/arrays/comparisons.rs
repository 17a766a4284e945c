//! What a claim compares: `a = b`, `0 < a < 1`, `a in [0, 1]`.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_worksheet::Relation;

use super::ast::{Expr, Kind as Node};
use super::reader::Reader;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind};

impl Reader<'_> {
    /// The comparisons of a claim, each with both of its sides.
    pub(super) fn comparisons(&mut self) -> Result<Vec<(Expr, Relation, Expr)>, Wrong> {
        let mut left = self.expression()?;
        if self.take(Kind::Keyword(Keyword::In)) {
            return self.within(&left);
        }
        let mut all = Vec::new();
        while let Some(Kind::Relation(relation)) = self.peek() {
            let is_ordered = !matches!(relation, Relation::Equal | Relation::About);
            if !(all.is_empty()
                || is_ordered && all.iter().all(|(_, before, _)| is_one_way(*before, relation)))
            {
                return Err(self.expected("the end of the claim"));
            }
            self.at += 1;
            let right = self.expression()?;
            all.push((left, relation, right.clone()));
            left = right;
        }
        if all.is_empty() {
            return Err(self.expected("`=`, `~=`, `<`, `<=`, `>` or `>=`"));
        }
        Ok(all)
    }

    /// `in [lo, hi]`: above the one end and below the other.
    fn within(&mut self, of: &Expr) -> Result<Vec<(Expr, Relation, Expr)>, Wrong> {
        let start = self.here();
        let range = self.expression()?;
        let Node::Literal(rows) = &*range.kind else { return Err(self.no_range(start.to(range.span))) };
        let [row] = rows.as_slice() else { return Err(self.no_range(range.span)) };
        let [low, high] = row.as_slice() else { return Err(self.no_range(range.span)) };
        Ok(vec![(of.clone(), Relation::AtLeast, low.clone()), (of.clone(), Relation::AtMost, high.clone())])
    }

    fn no_range(&self, span: chainrule_diagnostic::Span) -> Wrong {
        let message = format!("`{}` is no range", &self.text[span.range()]);
        Diagnostic::error(&code::EXPECTED, span, message)
            .help("write `in [lo, hi]`, or `claim lo < x < hi` where the ends do not belong to it")
            .into()
    }
}

/// Whether two comparisons can stand in a row: `a < b <= c`.
fn is_one_way(one: Relation, other: Relation) -> bool {
    let is_less = |relation| matches!(relation, Relation::Less | Relation::AtMost);
    let is_more = |relation| matches!(relation, Relation::Greater | Relation::AtLeast);
    is_less(one) && is_less(other) || is_more(one) && is_more(other)
}

/// A comparison, as it is written.
pub(super) fn sign_of(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::About => "~=",
        Relation::Less => "<",
        Relation::AtMost => "<=",
        Relation::Greater => ">",
        Relation::AtLeast => ">=",
    }
}
