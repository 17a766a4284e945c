//! Written shorter by the definitions: an expression that has a name, and a number that what is derived is.

use super::scaled::Scaled;
use crate::arena::{Arrays, QuantityId, Role, WholeId};
use crate::noted::{Definitions, Quotient};

impl Arrays {
    /// An array without adjoints in few signs, by what quantities are defined as.
    pub(crate) fn shorter_by_definitions(&mut self, whole: WholeId, of: QuantityId) -> WholeId {
        let target = self.target(of);
        let mut first = of;
        while let Role::Adjoint { of, .. } = self.quantity(first).role {
            first = of;
        }
        self.domain.definitions = Some(Definitions { of: first, target });
        let shorter = self.shorter(whole);
        self.domain.definitions = None;
        shorter
    }

    fn target(&mut self, of: QuantityId) -> Option<Quotient> {
        let definition = self.definition(of).filter(|&whole| self.shape(whole).is_number())?;
        if self.quantity(of).name.is_empty() {
            return None;
        }
        let scaled = self.scaled_parts(definition)?;
        let is_quotient =
            [1, -1].iter().all(|sign| scaled.numbers.iter().any(|(_, power)| power.signum() == *sign));
        is_quotient.then_some(Quotient { of, coefficient: scaled.coefficient, numbers: scaled.numbers })
    }

    /// The name of an expression, where it has one.
    pub(super) fn named_as(&mut self, whole: WholeId) -> Option<WholeId> {
        let of = self.domain.definitions.as_ref()?.of;
        // What is derived is told by what it is computed from.
        let quantity = self.quantity_defined_as(whole).filter(|&quantity| quantity != of)?;
        Some(self.quantity_whole(quantity))
    }

    /// Numbers that are what is derived, by its name.
    pub(super) fn by_its_definition(&mut self, scaled: &Scaled) -> Option<Scaled> {
        let Quotient { of, coefficient, numbers } = self.domain.definitions.as_ref()?.target.clone()?;
        let stands_there =
            numbers.iter().all(|&(number, power)| scaled.power_of(number) * power.signum() >= power.abs());
        if !stands_there {
            return None;
        }
        let mut out = scaled.clone();
        out.coefficient = out.coefficient.checked_div(&coefficient)?;
        for (number, power) in numbers {
            out.push(number, -power);
        }
        let name = self.quantity_whole(of);
        out.push(name, 1);
        Some(out)
    }
}
