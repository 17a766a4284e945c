//! Entries of what is computed that are given values.

use chainrule_diagnostic::{Diagnostic, code};

use super::parted::parted;
use super::statements::Sheet;

impl Sheet<'_> {
    /// Refuses values for what is computed.
    pub(super) fn check_clashes(&mut self) {
        let clashes: Vec<Diagnostic> = self.given_and_computed();
        self.wrongs.extend(clashes);
    }

    /// `given z[1] = 2` beside `z = W*x`
    fn given_and_computed(&self) -> Vec<Diagnostic> {
        let of_definition = |name: &str| {
            let (base, at) = parted(name);
            let is_computed = |base: &str| self.definitions.iter().any(|definition| definition.name == base);
            (!at.is_empty() && is_computed(&base)).then_some(base)
        };
        let given = self.out.values.iter().filter_map(|value| {
            let name = &self.arrays.quantity(value.quantity).name;
            let base = of_definition(name)?;
            let place = *self.given_at.get(&value.quantity)?;
            let message = format!("`{base}` is computed: its entries have the values that come of it");
            let wrong = Diagnostic::error(&code::DUPLICATE_VALUE, place, message);
            Some(wrong.help(format!("leave `{name}` out, or state it with `claim {name} = …`")))
        });
        given.collect()
    }
}
