//! An index of which nothing says how far it goes: over the axes at which it stands.

use chainrule_array::Size;
use chainrule_diagnostic::{Diagnostic, code};

use super::ast::{Expr, Kind, Place, Range};
use super::elaboration::Elaboration;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// How far an index goes of which nothing says it: over the axes at which its letter stands.
    pub(super) fn axes_of_letter(&self, range: &Range, within: &[&Expr]) -> Result<Size, Wrong> {
        let mut found: Vec<(Size, String)> = Vec::new();
        let mut stack: Vec<&Expr> = within.to_vec();
        while let Some(expr) = stack.pop() {
            let of = |name: &String| -> Vec<Size> {
                let quantity_named = self.quantities.get(name);
                quantity_named.map_or_else(Vec::new, |&quantity| self.arrays.quantity(quantity).shape.axes())
            };
            let indexed: Vec<(&[Place], Vec<Size>)> = match &*expr.kind {
                Kind::Part(name, at) => vec![(at, of(name))],
                // The indices of what is derived come first where all stand behind the quotient.
                Kind::Derivative { of: above, of_at, by, then, at } => {
                    let below = of(by).into_iter().chain(then.iter().flat_map(of));
                    if of_at.is_empty() {
                        vec![(at, of(above).into_iter().chain(below).collect())]
                    } else {
                        vec![(of_at, of(above)), (at, below.collect())]
                    }
                }
                _ => Vec::new(),
            };
            for (at, axes) in indexed {
                for (place, size) in at.iter().zip(axes) {
                    let is_own = matches!(place, Place::Letter(letter) if *letter == range.name);
                    if is_own && found.iter().all(|(other, _)| *other != size) {
                        found.push((size, self.written(expr.span).to_owned()));
                    }
                }
            }
            stack.extend(expr.parts());
        }
        let letter = &range.name;
        let complaints = self.complaints();
        match found.as_slice() {
            [(size, _)] => Ok(*size),
            [(first, one), (second, other), ..] => {
                let (first, second) = (complaints.size(*first), complaints.size(*second));
                let message = format!(
                    "`{letter}` stands for up to {first} in `{one}`, and for up to {second} in `{other}`"
                );
                Err(Diagnostic::error(&code::SHAPES_APART, range.span, message)
                    .help(format!("write how far it goes: `for {letter} in 1..{first}`"))
                    .into())
            }
            [] => {
                let message = format!("nothing says over what `{letter}` runs");
                Err(Diagnostic::error(&code::UNKNOWN_NAME, range.span, message)
                    .help(format!("write how far it goes behind it: `for {letter} in 1..n`"))
                    .into())
            }
        }
    }
}
