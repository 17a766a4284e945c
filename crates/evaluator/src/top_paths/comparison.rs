//! Comparing products of factors: by what they do not have in common, exactly or at rising precision.

use std::cmp::Ordering;

use chainrule_number::{MAX_BITS, Rational};
use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::graph::Graph;
use rustc_hash::FxHashMap;

use super::classes::{ClassId, Classes};
use crate::numbers::NumbersByPrecision;
use chainrule_number::PRECISIONS;
use chainrule_number::{Enclosure, Scalar, Value};

/// Compares products of factors.
pub(super) struct Comparison<'a> {
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    numbers: &'a mut NumbersByPrecision,
    classes: Classes,
    /// The class of each factor, and a factor of each class.
    class_of: FxHashMap<FactorId, ClassId>,
    member: FxHashMap<ClassId, FactorId>,
    settled: FxHashMap<Vec<(ClassId, i64)>, Option<Ordering>>,
    /// Whether two products could not be told apart, nor be shown to be equal.
    pub(super) undecided: bool,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        graph: &'a mut Graph,
        calculus: &'a Calculus,
        numbers: &'a mut NumbersByPrecision,
    ) -> Self {
        let classes = Classes::new(numbers.stated());
        Self {
            graph,
            calculus,
            numbers,
            classes,
            class_of: FxHashMap::default(),
            member: FxHashMap::default(),
            settled: FxHashMap::default(),
            undecided: false,
        }
    }

    /// A factor's number at one of the [`PRECISIONS`].
    pub(super) fn value(&mut self, id: FactorId, place: usize) -> Option<Value> {
        let numbers = self.numbers.at(self.graph, self.calculus.network(), place);
        numbers.factor(self.graph, self.calculus, id).ok()
    }

    /// How the sizes of two products compare. Each factor is given with how often it is on the left, less how often it is
    /// on the right. Nothing where even the highest precision does not tell.
    pub(super) fn of_difference(&mut self, difference: &[(FactorId, i64)]) -> Option<Ordering> {
        let mut counts: Vec<(ClassId, i64)> = Vec::with_capacity(difference.len());
        for &(factor, count) in difference {
            counts.push((self.class(factor), count));
        }
        counts.sort_unstable();
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        counts
            .retain(|&(class, count)| count != 0 && !self.classes.exact(class).is_some_and(Rational::is_one));
        if counts.is_empty() {
            return Some(Ordering::Equal);
        }
        if let Some(&settled) = self.settled.get(&counts) {
            return settled;
        }
        // Enclosures tell most products apart, and cost less than long fractions.
        let settled = self
            .enclosed(&counts, 0)
            .or_else(|| self.exactly(&counts))
            .or_else(|| (1..PRECISIONS.len()).find_map(|place| self.enclosed(&counts, place)));
        self.settled.insert(counts, settled);
        settled
    }

    fn class(&mut self, id: FactorId) -> ClassId {
        if let Some(&class) = self.class_of.get(&id) {
            return class;
        }
        let network = self.calculus.network();
        let numbers = self.numbers.at(self.graph, network, 0);
        let value = numbers.factor(self.graph, self.calculus, id);
        let value = value.expect("factors on paths that are compared have values");
        let factor = self.calculus.factor(id);
        let class = self.classes.of_size(self.graph, network, numbers, (&value, factor));
        self.class_of.insert(id, class);
        self.member.entry(class).or_insert(id);
        class
    }

    /// By exact fractions, where all that differs is exact and the products are of moderate length.
    fn exactly(&self, counts: &[(ClassId, i64)]) -> Option<Ordering> {
        let mut bits = 0u64;
        for &(class, count) in counts {
            bits =
                bits.saturating_add(self.classes.exact(class)?.bits().saturating_mul(count.unsigned_abs()));
        }
        if bits > MAX_BITS {
            return None;
        }
        let mut sides = [Rational::one(), Rational::one()];
        for &(class, count) in counts {
            let power = self.classes.exact(class)?.pow(count.abs()).ok()?;
            let product = &mut sides[usize::from(count < 0)];
            *product = &*product * &power;
        }
        Some(sides[0].cmp(&sides[1]))
    }

    /// By enclosures at one of the precisions.
    fn enclosed(&mut self, counts: &[(ClassId, i64)], place: usize) -> Option<Ordering> {
        let bits = PRECISIONS[place];
        let mut sides = [Enclosure::integer(1), Enclosure::integer(1)];
        for &(class, count) in counts {
            let size = match self.classes.exact(class) {
                Some(exact) => Enclosure::from_rational(exact, bits),
                None => self.value(self.member[&class], place)?.enclosure(bits).size(),
            };
            let product = &mut sides[usize::from(count < 0)];
            *product = product.times(&size.to_the(count.abs(), bits).ok()?, bits);
        }
        sides[0].is_disjoint(&sides[1]).then(|| sides[0].lower().cmp(sides[1].lower()))
    }
}
