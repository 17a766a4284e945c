//! The largest and the least of terms over an index: `max(z[i] for i in 1..n)`, and that of each row where it defines an
//! entry, `m[i] = max(s[i,j] for j in 1..n)`.

use chainrule_array::WholeId;
use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Along, Expr, Kind, Range};
use super::complaint::Operand;
use super::elaboration::Elaboration;
use crate::expression::Wrong;

/// The word and the terms of which it is taken.
pub(super) fn word_of_terms(expr: &Expr) -> Option<(&str, &Expr)> {
    match &*expr.kind {
        Kind::Call { name, arguments, over: Along::Terms, .. } => Some((name, arguments.first()?)),
        _ => None,
    }
}

impl Elaboration<'_> {
    /// The largest or the least of terms, for each value of an index outside.
    pub(super) fn extreme_of_terms(
        &mut self,
        name: &str,
        terms: &Expr,
        outer: &[Range],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let (Kind::SumFor(body, ranges), 0..=1) = (&*terms.kind, outer.len()) else {
            return Err(Self::no_such_terms(name, span));
        };
        let [inner] = ranges.as_slice() else { return Err(Self::no_such_terms(name, span)) };
        let all: Vec<Range> = outer.iter().chain([inner]).cloned().collect();
        let whole = self.by_entries(body, &all)?;
        let over = if outer.is_empty() { Over::All } else { Over::EachRow };
        self.extreme(name, over, Operand { whole, span: body.span }, span)
    }

    fn no_such_terms(name: &str, span: Span) -> Wrong {
        let message =
            format!("`{name}` is taken over one index beside declared shapes, for each value of one other");
        Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
            .help(format!(
                "name the terms, and take `{name}` of the vector, or of the matrix with `each row`"
            ))
            .into()
    }
}
