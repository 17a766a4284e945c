//! Quotients by their names: `e[k]/S` is `p[k]` where p is defined so. That is how a softmax written with exponentials
//! comes to `p − y`.

use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::function::rows::power::SQRT;

use rustc_hash::FxHashSet;

use crate::arena::{Arrays, Entry, EntryId, Index, Letter, Made, QuantityId, WholeId};
use crate::chain::inputs;
use crate::entry::is;
use crate::monomial::Monomial;
use crate::node::indices;
use crate::noted::NamedQuotient;
use crate::one_line::count;
use crate::rule::Rules;
use crate::tidy::tidy;

/// Longer definitions are not met again.
const LARGEST_DEFINITION: usize = 24;

/// So many of the quantities that a quotient is computed from are known, the nearest.
const MOST_PARTS: usize = 12;

impl Arrays {
    /// A definition as a quotient of two quantities, if it is one.
    pub(crate) fn quotient(&mut self, quantity: QuantityId, definition: WholeId) -> Option<NamedQuotient> {
        if count(self, definition) > LARGEST_DEFINITION {
            return None;
        }
        let shape = self.quantity(quantity).shape.clone();
        let at = self.letters_for(&shape);
        let entry = self.entry_of(definition, &indices(&at))?;
        let tidied = tidy(self, &[], entry, &mut Rules::default());
        let monomial = self.monomial(tidied);
        if monomial.factors.len() != 2 || !monomial.coefficient.is_one() {
            return None;
        }
        let part = |wanted: i64| {
            let mut found = monomial.factors.iter().filter(|(_, power)| *power == wanted);
            found.next().map(|(entry, _)| *entry)
        };
        let (above, below) = (part(1)?, part(-1)?);
        // One quantity, or several added up: other factors are seldom met again as they stand here.
        if !matches!(self.entry(above), Entry::Of(..)) && !self.is_sum_of_terms(above) {
            return None;
        }
        // Its indices are known where those of what is divided are.
        let is_known = at.iter().all(|&letter| self.has_letter(above, letter));
        let parts =
            self.computed_from([above, below].iter().flat_map(|&part| self.quantities_in(part).to_vec()));
        is_known.then_some(NamedQuotient { quantity, at, above, below, parts })
    }

    /// These quantities and those that they are computed from.
    fn computed_from(&self, quantities: impl Iterator<Item = QuantityId>) -> FxHashSet<QuantityId> {
        let mut stack: Vec<QuantityId> = quantities.collect();
        let mut all = FxHashSet::default();
        while let Some(quantity) = stack.pop() {
            if all.insert(quantity) && all.len() < MOST_PARTS {
                stack.extend(inputs(self, quantity));
            }
        }
        all
    }

    /// An entry in which quotients stand by their names; the same where there are none.
    pub(crate) fn with_quotients_by_name(&mut self, id: EntryId, named: &[NamedQuotient]) -> EntryId {
        match self.entry(id).made() {
            Made::Alone | Made::Derivative(_) => id,
            Made::Sum(size, body) => {
                let (letter, opened) = self.opened(size, body);
                let changed = self.with_quotients_by_name(opened, named);
                if changed == opened { id } else { self.sum_over(letter, changed) }
            }
            Made::Apply { function, primes, arguments } if is(function, primes, &ADD) => {
                let changed: Vec<EntryId> =
                    arguments.iter().map(|&part| self.with_quotients_by_name(part, named)).collect();
                if changed == arguments { id } else { self.add(&changed) }
            }
            Made::Apply { .. } => {
                let monomial = self.monomial(id);
                let mut changed = monomial.clone();
                for quotient in named {
                    while let Some(next) = self.one_by_name(&changed, quotient) {
                        changed = next;
                    }
                }
                for (factor, _) in &mut changed.factors {
                    if self.is_sum_of_terms(*factor) || matches!(self.entry(*factor), Entry::Sum(..)) {
                        *factor = self.with_quotients_by_name(*factor, named);
                    }
                }
                if changed.factors == monomial.factors {
                    id
                } else {
                    self.multiplied_where_cancelled(changed)
                }
            }
        }
    }

    /// A product with one quotient of it by its name.
    fn one_by_name(&mut self, product: &Monomial, quotient: &NamedQuotient) -> Option<Monomial> {
        for (place, &(factor, power)) in product.factors.iter().enumerate() {
            if power < 1 {
                continue;
            }
            if let Some((name, below)) = self.divided(factor, quotient) {
                let mut changed = product.clone();
                if !self.divides_less(&mut changed, below) {
                    let Some((terms, without)) = self.sum_divided_by(product, below) else { continue };
                    changed.factors[terms].0 = without;
                }
                changed.factors[place].1 -= 1;
                changed.factors.retain(|(_, power)| *power != 0);
                changed.push(name, 1);
                return Some(changed);
            }
            // A divisor that all terms of a sum share may stand in each of them.
            if power == 1
                && let Made::Sum(size, body) = self.entry(factor).made()
            {
                let (letter, opened) = self.opened(size, body);
                let inner = self.monomial(opened);
                let found = inner.factors.iter().enumerate().find_map(|(inner_place, &(factor, power))| {
                    let (name, below) = self.divided(factor, quotient).filter(|_| power > 0)?;
                    let mut changed = product.clone();
                    let is_divided =
                        !self.has_letter(below, letter) && self.divides_less(&mut changed, below);
                    is_divided.then_some((inner_place, name, changed))
                });
                if let Some((inner_place, name, mut changed)) = found {
                    let mut inner = inner;
                    inner.factors[inner_place].1 -= 1;
                    inner.factors.retain(|(_, power)| *power != 0);
                    inner.push(name, 1);
                    let body = self.written(&inner);
                    changed.factors[place].0 = self.sum_over(letter, body);
                    changed.factors.retain(|(_, power)| *power != 0);
                    return Some(changed);
                }
            }
        }
        None
    }

    /// Divides a product by something once less, if it is divided by it: by `s` is once by the square of `√s`.
    fn divides_less(&self, product: &mut Monomial, below: EntryId) -> bool {
        let divided_by = |wanted: EntryId| {
            product.factors.iter().position(|&(factor, power)| factor == wanted && power < 0)
        };
        if let Some(divisor) = divided_by(below) {
            product.factors[divisor].1 += 1;
            return true;
        }
        let square = match self.entry(below) {
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &SQRT) => arguments[0],
            _ => return false,
        };
        let Some(divisor) = divided_by(square) else { return false };
        product.factors[divisor].1 += 1;
        product.factors.push((below, -1));
        true
    }

    /// A product in which a sum is multiplied with a factor by which one of its terms is divided.
    fn multiplied_where_cancelled(&mut self, product: Monomial) -> EntryId {
        let mut found = None;
        for (place, &(factor, power)) in product.factors.iter().enumerate() {
            if power != 1 || !self.is_sum_of_terms(factor) {
                continue;
            }
            let terms = self.factors_of_terms(factor);
            let divides = |factor: &(EntryId, i64)| factor.1 == 1 && terms.contains(&(factor.0, -1));
            found = product.factors.iter().position(divides).map(|divisor| (place, divisor)).or(found);
        }
        let Some((sum, factor)) = found else { return self.written(&product) };
        let (sum_entry, factor_entry) = (product.factors[sum].0, product.factors[factor].0);
        let mut rest = product;
        let mut place = 0;
        rest.factors.retain(|_| {
            place += 1;
            place - 1 != sum && place - 1 != factor
        });
        let Entry::Apply { arguments, .. } = self.entry(sum_entry).clone() else { return sum_entry };
        let terms: Vec<EntryId> = arguments
            .into_iter()
            .map(|term| {
                let product = self.multiply(&[term, factor_entry]);
                let monomial = self.monomial(product);
                self.written(&monomial)
            })
            .collect();
        let sum = self.add(&terms);
        rest.push(sum, 1);
        self.written(&rest)
    }

    /// The factors that stand in the terms of a sum, with their powers.
    fn factors_of_terms(&self, sum: EntryId) -> Vec<(EntryId, i64)> {
        let Entry::Apply { arguments, .. } = self.entry(sum) else { return Vec::new() };
        arguments.iter().flat_map(|&term| self.monomial(term).factors).collect()
    }

    fn is_sum_of_terms(&self, id: EntryId) -> bool {
        matches!(self.entry(id), Entry::Apply { function, primes, .. } if is(*function, *primes, &ADD))
    }

    /// The factor that is a sum all terms of which are divided by something, and the same without that.
    fn sum_divided_by(&mut self, product: &Monomial, below: EntryId) -> Option<(usize, EntryId)> {
        for (place, &(factor, power)) in product.factors.iter().enumerate() {
            let Entry::Apply { arguments, .. } = self.entry(factor).clone() else { continue };
            if power != 1 || !self.is_sum_of_terms(factor) {
                continue;
            }
            let terms: Option<Vec<EntryId>> = arguments
                .iter()
                .map(|&term| {
                    let mut monomial = self.monomial(term);
                    let divisor =
                        monomial.factors.iter().position(|factor| factor.0 == below && factor.1 < 0)?;
                    monomial.factors[divisor].1 += 1;
                    monomial.factors.retain(|(_, power)| *power != 0);
                    Some(self.written(&monomial))
                })
                .collect();
            if let Some(terms) = terms {
                return Some((place, self.add(&terms)));
            }
        }
        None
    }

    /// The name of what an entry is divided to, and by what.
    fn divided(&mut self, factor: EntryId, quotient: &NamedQuotient) -> Option<(EntryId, EntryId)> {
        let to = self.matched(quotient.above, factor, &quotient.at)?;
        let below = self.renamed(quotient.below, &quotient.at, &to);
        Some((self.of(quotient.quantity, &to), below))
    }

    /// What stands for the letters of a pattern where an entry is of that form.
    fn matched(&self, pattern: EntryId, entry: EntryId, letters: &[Letter]) -> Option<Vec<Index>> {
        let mut to: Vec<Option<Index>> = vec![None; letters.len()];
        let mut stack = vec![(pattern, entry)];
        while let Some((pattern, entry)) = stack.pop() {
            match (self.entry(pattern), self.entry(entry)) {
                (Entry::Of(wanted, pattern), Entry::Of(quantity, at)) if wanted == quantity => {
                    for (index, pattern) in at.iter().zip(pattern) {
                        let place = letters.iter().position(|letter| *pattern == Index::Letter(*letter));
                        match place.map(|place| &mut to[place]) {
                            // An index of a sum inside has no meaning outside of it.
                            Some(_) if matches!(index, Index::Bound(_)) => return None,
                            Some(slot) if slot.is_none_or(|other| other == *index) => *slot = Some(*index),
                            None if pattern == index => {}
                            Some(_) | None => return None,
                        }
                    }
                }
                (
                    Entry::Apply { function: wanted, primes: wanted_primes, arguments: patterns },
                    Entry::Apply { function, primes, arguments },
                ) if (wanted, wanted_primes, patterns.len()) == (function, primes, arguments.len()) => {
                    stack.extend(patterns.iter().copied().zip(arguments.iter().copied()));
                }
                (Entry::Sum(wanted, pattern), Entry::Sum(size, body)) if wanted == size => {
                    stack.push((*pattern, *body));
                }
                _ if pattern == entry => {}
                _ => return None,
            }
        }
        to.into_iter().collect()
    }
}
