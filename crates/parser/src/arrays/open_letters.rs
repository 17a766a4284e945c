//! Indices in a claim of which nothing says how far they go: `claim dL/dw[j] = …`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;

use super::ast::{Expr, Kind, Place, Range};
use super::statements::Sheet;
use crate::expression::Wrong;

impl Sheet<'_> {
    /// The letters that stand as indices in a claim and have no range: over the axes at which they stand. That of a member
    /// of a family is to be written, as not all members need have what the claim speaks of.
    pub(super) fn open_letters(&self, sides: [&Expr; 2], ranges: &[Range]) -> Result<Vec<Range>, Wrong> {
        let mut found: Vec<(String, Span)> = Vec::new();
        let mut stack: Vec<(&Expr, Vec<&str>)> = sides.iter().rev().map(|&side| (side, Vec::new())).collect();
        while let Some((expr, bound)) = stack.pop() {
            let places: Vec<&Place> = match &*expr.kind {
                Kind::Part(_, at) => at.iter().collect(),
                Kind::Derivative { of_at, at, .. } => of_at.iter().chain(at).collect(),
                Kind::SumFor(body, ranges) => {
                    let bound = bound.iter().copied().chain(ranges.iter().map(|range| range.name.as_str()));
                    stack.push((body, bound.collect()));
                    continue;
                }
                _ => Vec::new(),
            };
            for place in places {
                let Place::Letter(letter) = place else { continue };
                let is_known = bound.contains(&letter.as_str())
                    || ranges.iter().any(|range| range.name == *letter)
                    || found.iter().any(|(name, _)| name == letter)
                    || self.families.counts.contains_key(letter)
                    || self.quantities.contains_key(letter)
                    || self.arrays.size_names().iter().any(|size_name| size_name == letter);
                if !is_known {
                    found.push((letter.clone(), expr.span));
                }
            }
            stack.extend(expr.parts().into_iter().rev().map(|part| (part, bound.clone())));
        }
        let mut open = Vec::new();
        for (letter, span) in found {
            let family = sides.iter().find_map(|side| self.family_counted(&letter, side));
            if let Some(base) = family {
                let text = &self.text[span.range()];
                let claim = &self.text[sides[0].span.to(sides[1].span).range()];
                let range = self.range_of_members(&base);
                let message = format!("nothing says over what `{letter}` runs in `{text}`");
                return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message)
                    .help(format!(
                        "write `claim {claim} for {letter} in {range}`, or a number for `{letter}`"
                    ))
                    .into());
            }
            let one = Expr::new(Kind::Number(Rational::one()), span);
            open.push(Range { name: letter, from: one.clone(), to: one, open: true, span });
        }
        Ok(open)
    }

    /// The family whose members a letter counts in an expression.
    fn family_counted(&self, letter: &str, expr: &Expr) -> Option<String> {
        let is_own = |base: &str, at: &[Place]| {
            let is_letter = match at.first() {
                Some(Place::Letter(name)) => name == letter,
                Some(Place::Shifted(terms, _)) => terms.iter().any(|(_, name)| name == letter),
                _ => false,
            };
            is_letter && self.families.has(base) && !self.quantities.contains_key(base)
        };
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            match &*expr.kind {
                Kind::Part(base, at) if is_own(base, at) => return Some(base.clone()),
                Kind::Derivative { of, of_at, .. } if is_own(of, of_at) => return Some(of.clone()),
                Kind::Derivative { by, at, .. } if is_own(by, at) => return Some(by.clone()),
                _ => {}
            }
            stack.extend(expr.parts());
        }
        None
    }

    /// ` for j in 1..n`: how far indices go, as the shapes say.
    pub(super) fn ranges_from_shapes(&mut self, sides: [&Expr; 2], open: &[Range]) -> Result<String, Wrong> {
        let mut text = String::new();
        for (number, range) in open.iter().enumerate() {
            let elaboration = self.elaboration(false);
            let size = elaboration.axes_of_letter(range, &sides)?;
            let size = elaboration.complaints().size(size);
            let word = if number == 0 { " for" } else { "," };
            text.push_str(&format!("{word} {} in 1..{size}", range.name));
        }
        Ok(text)
    }
}
