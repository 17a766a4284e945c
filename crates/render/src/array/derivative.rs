//! Derivatives by their names: of quantities, of entries, and of derivatives.

use chainrule_array::{QuantityId, Role, Shape};

use super::{ArraySetter, JacobianLayout, Level};
use crate::layout::Layout;

impl ArraySetter<'_> {
    /// Whether a quantity is the derivative of a vector by a vector that is printed transposed.
    pub fn is_turned(&self, quantity: QuantityId) -> bool {
        match self.arrays.quantity(quantity).role {
            Role::Adjoint { of, by } => self.turns(of, by),
            Role::Leaf | Role::Defined(_) => false,
        }
    }

    /// Whether the derivative of one quantity by another is printed transposed.
    pub fn turns(&self, of: QuantityId, by: QuantityId) -> bool {
        let is_vector =
            |quantity: QuantityId| matches!(self.arrays.quantity(quantity).shape, Shape::Vector(_));
        self.layout == JacobianLayout::Denominator && is_vector(of) && is_vector(by)
    }

    /// The derivative of what a definition says by a quantity that stands in it.
    pub fn local_derivative(
        &self,
        child: QuantityId,
        parent: QuantityId,
        of: &Layout,
        by: &Layout,
    ) -> Layout {
        let is_derivative = |quantity| matches!(self.arrays.quantity(quantity).role, Role::Adjoint { .. });
        if *of == self.quantity(child)
            && let Some((first, inner)) = self.second_derivative(child, parent)
        {
            return Layout::second_derivative(&self.quantity(first), &self.quantity(inner), by);
        }
        let part = |quantity, layout: &Layout| {
            if is_derivative(quantity) {
                return layout.fenced();
            }
            // What has no name stands as the expression that it is, unless indices close it off.
            let whole = self.quantity_at(quantity, "");
            if whole.layout == *layout { whole.at_least(Level::Atom) } else { layout.clone() }
        };
        let (of, by) = (part(child, of), part(parent, by));
        let is_immediate = self.immediate.contains(&(child, parent));
        if is_immediate { Layout::immediate_derivative(&of, &by) } else { Layout::derivative(&of, &by) }
    }

    /// The derivative of one quantity by another, that of a derivative as a second one.
    pub fn derivative(&self, of: QuantityId, by: QuantityId) -> Layout {
        self.derivative_at((of, &[]), (by, &[]))
    }

    /// The same of entries.
    pub(super) fn derivative_at(
        &self,
        (of, of_at): (QuantityId, &[&str]),
        (by, by_at): (QuantityId, &[&str]),
    ) -> Layout {
        let is_derivative = |quantity| matches!(self.arrays.quantity(quantity).role, Role::Adjoint { .. });
        let set = |quantity, at: &[&str]| self.quantity_at(quantity, &at.join(",")).at_least(Level::Atom);
        match self.arrays.quantity(of).role {
            Role::Adjoint { of: first, by: other } if !is_derivative(first) && !is_derivative(by) => {
                Layout::second_derivative(&self.quantity(first), &set(other, of_at), &set(by, by_at))
            }
            Role::Adjoint { .. } | Role::Leaf | Role::Defined(_) => {
                Layout::derivative(&set(of, of_at), &set(by, by_at))
            }
        }
    }

    /// Of what and by what a derivative was taken first, where its derivative by a quantity is a second derivative: one that
    /// depends on that quantity in no other way than its formula says.
    pub(super) fn second_derivative(
        &self,
        child: QuantityId,
        parent: QuantityId,
    ) -> Option<(QuantityId, QuantityId)> {
        let is_derivative = |quantity| matches!(self.arrays.quantity(quantity).role, Role::Adjoint { .. });
        match self.arrays.quantity(child).role {
            Role::Adjoint { of, by } if !is_derivative(of) && !is_derivative(parent) => {
                (!self.immediate.contains(&(child, parent))).then_some((of, by))
            }
            Role::Adjoint { .. } | Role::Leaf | Role::Defined(_) => None,
        }
    }
}
