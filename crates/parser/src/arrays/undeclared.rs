//! Names beside arrays that nothing declares. `M` in `x^T*M*x`, `V` in `W*x - V`, `I_n`, and `1` in `1^T*x` are matrices and
//! vectors in texts; as numbers they would make other derivatives of a formula, without a word.

use chainrule_array::{Shape, Size};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Join, Kind};
use super::complaint::Operand;
use super::elaboration::Elaboration;
use super::identity::Factors;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// The name that an expression is, if nothing says anything of it.
    fn undeclared<'e>(&self, expr: &'e Expr) -> Option<&'e str> {
        match &*expr.kind {
            Kind::Name(name) if self.numbers_by_default.contains_key(name) && !self.valued.contains(name) => {
                Some(name)
            }
            Kind::Negative(of) => self.undeclared(of),
            _ => None,
        }
    }

    /// Refuses factors beside arrays that would be arrays in texts, and numbers here.
    pub(super) fn factors_are_declared(&self, exprs: &[(Join, Expr)], read: &Factors) -> Result<(), Wrong> {
        let shape = |place: usize| {
            let operand = read.get(place)?.1.as_ref()?;
            Some(self.arrays.shape(operand.whole)).filter(|shape| !shape.is_number())
        };
        if (0..exprs.len()).all(|place| shape(place).is_none()) {
            return Ok(());
        }
        for (place, (join, factor)) in exprs.iter().enumerate() {
            let before = (0..place).rev().find_map(shape);
            let after = (place + 1..exprs.len()).find_map(shape);
            if let (Kind::Number(one), Join::Times, Some(before @ (Shape::Matrix(..) | Shape::Row(_)))) =
                (&*factor.kind, join, before)
                && one.is_one()
                && after.is_none()
            {
                return Err(self.ones_meant(exprs, place, before).into());
            }
            let Some(name) = self.undeclared(factor).filter(|_| *join != Join::Over) else { continue };
            let is_vector = after.is_none() && matches!(before, Some(Shape::Row(_))) && *join == Join::Times;
            if !is_vector && !is_array_in_texts(name) {
                continue;
            }
            let by_entries =
                join.is_by_entries() || exprs.get(place + 1).is_some_and(|(next, _)| next.is_by_entries());
            let wanted = if by_entries {
                before.or(after).map(|shape| self.complaints().of_shape(shape))
            } else {
                let rows = before.and_then(|shape| shape.axes().last().copied());
                let columns = after.and_then(|shape| shape.axes().first().copied());
                Some(self.wanted([rows, columns], is_vector))
            };
            return Err(self.not_declared(name, factor.span, wanted.as_deref()).into());
        }
        Ok(())
    }

    /// `R^(m×n)` of a factor, as far as its neighbours say it.
    fn wanted(&self, sizes: [Option<Size>; 2], is_vector: bool) -> String {
        let [rows, columns] = sizes.map(|size| size.map(|size| self.complaints().size(size)));
        if is_vector {
            return rows.unwrap_or_else(|| "n".to_owned());
        }
        let other = |of: &Option<String>| if of.as_deref() == Some("m") { "k" } else { "m" };
        match (rows, columns) {
            (Some(rows), Some(columns)) => format!("{rows}×{columns}"),
            (Some(rows), None) => format!("{rows}×{}", other(&Some(rows.clone()))),
            (None, columns) => {
                format!("{}×{}", other(&columns), columns.clone().unwrap_or_else(|| "n".to_owned()))
            }
        }
    }

    /// Refuses terms beside an array that would be arrays in texts, and numbers here.
    pub(super) fn terms_are_declared(&self, terms: &[(bool, Expr)], read: &[Operand]) -> Result<(), Wrong> {
        let widest =
            read.iter().map(|operand| self.arrays.shape(operand.whole)).find(|shape| !shape.is_number());
        let Some(widest) = widest else { return Ok(()) };
        for (_, term) in terms {
            if let Some(name) = self.undeclared(term).filter(|name| is_array_in_texts(name)) {
                let wanted = self.complaints().of_shape(widest);
                return Err(self.not_declared(name, term.span, Some(&wanted)).into());
            }
            // `lambda*I_n`
            let Kind::Product(factors) = &*term.kind else { continue };
            let identity = factors.iter().find_map(|(_, factor)| {
                let name = self.undeclared(factor).filter(|name| is_identity(name))?;
                Some(self.not_declared(name, factor.span, None))
            });
            if let Some(wrong) = identity.filter(|_| widest.is_square()) {
                return Err(wrong.into());
            }
        }
        Ok(())
    }

    fn not_declared(&self, name: &str, span: Span, wanted: Option<&str>) -> Diagnostic {
        let message = format!("nothing declares `{name}`, which stands beside an array");
        let mut wrong = Diagnostic::error(&code::UNKNOWN_NAME, span, message);
        if is_identity(name) {
            let size = name.trim_start_matches(['I', 'd', '_']);
            let sizes = self.arrays.size_names();
            let is_size = sizes.iter().any(|letter| letter == size) || size.parse::<u64>().is_ok();
            let size = if is_size { size } else { "n" };
            wrong = wrong.help(format!("write `I({size})` for the identity matrix"));
        } else if let Some(wanted) = wanted {
            let wanted = if wanted.contains('×') { format!("({wanted})") } else { wanted.to_owned() };
            wrong = wrong.help(format!("declare it, `{name} in R^{wanted}`"));
        }
        wrong.help(format!("declare it, `{name} in R`, if it is a number"))
    }

    /// `X*1`
    fn ones_meant(&self, exprs: &[(Join, Expr)], place: usize, before: &Shape) -> Diagnostic {
        let span = exprs[0].1.span.to(exprs[place].1.span);
        let text = self.text.get(exprs[0].1.span.start as usize..exprs[place].1.span.start as usize);
        let n = before.axes().last().map_or_else(|| "n".to_owned(), |&size| self.complaints().size(size));
        let message =
            format!("the `1` of `{}` could be the number, or the vector of ones", self.written(span));
        Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
            .help(format!("write `{}ones({n})` for the vector of ones", text.unwrap_or_default()))
            .help("leave the number out")
    }
}

/// Whether texts call arrays so: matrices have capital letters.
fn is_array_in_texts(name: &str) -> bool {
    name.starts_with(char::is_uppercase) || is_identity(name)
}

/// `Id`, `I_n`, `I3`
fn is_identity(name: &str) -> bool {
    let Some(rest) = name.strip_prefix('I') else { return false };
    let label = rest.trim_start_matches('_');
    rest == "d"
        || !label.is_empty() && label.chars().all(|sign| sign.is_ascii_digit())
        || rest.starts_with('_') && label.chars().count() == 1
}
