//! `delta(i, j)`, also as it is printed, `δ[i,j]`: 1 where both indices are equal, else 0.

use chainrule_array::{EntryId, Index, QuantityId};
use chainrule_diagnostic::Diagnostic;

use super::ast::{Expr, Kind, Place};
use super::elaboration::Elaboration;
use super::running::Letters;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// Whether a name is that of the sign.
    pub(super) fn is_delta(&self, name: &str) -> bool {
        matches!(name, "delta" | "δ") && !self.quantities.contains_key(name)
    }

    /// `delta(i, j)`
    pub(super) fn delta(
        &mut self,
        arguments: &[Expr],
        letters: &Letters,
        expr: &Expr,
    ) -> Result<EntryId, Wrong> {
        let place = |argument: &Expr| match &*argument.kind {
            Kind::Name(name) => Some(Place::Letter(name.clone())),
            Kind::Number(value) if value.is_integer() => {
                value.to_i64().and_then(|at| u64::try_from(at).ok()).map(Place::At)
            }
            _ => None,
        };
        let at: Option<Vec<Place>> = arguments.iter().map(place).collect();
        self.delta_at(&at.unwrap_or_default(), letters, expr)
    }

    /// `δ[i,j]`
    pub(super) fn delta_at(
        &mut self,
        at: &[Place],
        letters: &Letters,
        expr: &Expr,
    ) -> Result<EntryId, Wrong> {
        let mut indices = Vec::with_capacity(at.len());
        for place in at {
            let running = |name: &String| letters.iter().find(|running| running.name == *name);
            let index = match place {
                Place::At(at) => Some((Index::At(*at), 0)),
                Place::Letter(name) => {
                    running(name).map(|running| (Index::Letter(running.letter), running.shift))
                }
                Place::All | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => None,
            };
            indices.push(index.ok_or_else(|| self.no_number(expr))?);
        }
        match indices.as_slice() {
            [(left, above), (right, other)] => {
                Ok(self.arrays.aligned(&[(1, *left), (-1, *right)], above - other))
            }
            [..] => Err(self.no_number(expr)),
        }
    }

    /// A complaint with the place at which a quantity is declared.
    pub(super) fn with_declaration(&self, wrong: Diagnostic, quantity: QuantityId) -> Diagnostic {
        let name = &self.arrays.quantity(quantity).name;
        match self.places.get(name) {
            Some(&place) => wrong.also(place, format!("`{name}` is declared here")),
            None => wrong,
        }
    }
}
