//! The numbers of a tree: exact, and as they were printed.

use chainrule_number::Rational;
use rustc_hash::FxHashMap;

use crate::tree::{Node, NodeId, Printed, Tree};

impl Tree {
    /// The exact value of a node made of numbers by the four operations and small whole powers.
    pub fn rational(&self, root: NodeId) -> Option<Rational> {
        const MOST_DIGITS: f64 = 400.0;
        let mut values: FxHashMap<NodeId, Rational> = FxHashMap::default();
        for id in self.below(root) {
            let of = |id: &NodeId| values.get(id);
            let value = match self.node(id) {
                Node::Number(printed) => printed.value.clone(),
                Node::Sum(all) => all.iter().try_fold(Rational::zero(), |sum, id| Some(&sum + of(id)?))?,
                Node::Product(all) => {
                    all.iter().try_fold(Rational::one(), |product, id| Some(&product * of(id)?))?
                }
                Node::Negate(one) => -of(one)?,
                Node::Quotient(above, below) => of(above)?.checked_div(of(below)?)?,
                Node::Power(base, exponent) => {
                    let exponent = of(exponent)?.to_i64().filter(|power| power.abs() <= 64)?;
                    of(base)?.pow(exponent).ok()?
                }
                Node::Euler
                | Node::Pi
                | Node::Name(_)
                | Node::Call { .. }
                | Node::Derivative { .. }
                | Node::Reduction { .. }
                | Node::At { .. }
                | Node::Extremum { .. }
                | Node::Cases(_)
                | Node::Array { .. }
                | Node::Transpose(_)
                | Node::Norm { .. }
                | Node::Entrywise(_)
                | Node::Gradient { .. }
                | Node::OfArray { .. }
                | Node::Limit { .. }
                | Node::Series { .. }
                | Node::Infinity
                | Node::Unknown(_) => return None,
            };
            if value.log10_abs().abs() > MOST_DIGITS && !value.is_zero() {
                return None;
            }
            values.insert(id, value);
        }
        values.remove(&root)
    }

    /// The number that it is as printed: `-0.5`, `2 \times 10^{-10}`, `10^{-3}`, `25\%`.
    pub fn printed(&self) -> Option<Printed> {
        if self.is_empty() { None } else { self.printed_at(self.root()) }
    }

    /// The same of one node.
    pub fn printed_at(&self, id: NodeId) -> Option<Printed> {
        match self.node(id) {
            Node::Number(printed) => Some(printed.clone()),
            Node::Negate(one) if !matches!(self.node(*one), Node::Negate(_)) => {
                let printed = self.printed_at(*one)?;
                Some(Printed { value: -&printed.value, ..printed })
            }
            Node::Power(base, exponent) => {
                let power = self.power_of_ten(*base, *exponent)?;
                Some(Printed { value: power.clone(), unit: power, is_power_of_ten: true })
            }
            Node::Product(factors) => {
                let &[number, power] = factors.as_slice() else { return None };
                let (Node::Number(printed), Node::Power(base, exponent)) =
                    (self.node(number), self.node(power))
                else {
                    return None;
                };
                let power = self.power_of_ten(*base, *exponent)?;
                Some(Printed {
                    value: &printed.value * &power,
                    unit: &printed.unit * &power,
                    is_power_of_ten: false,
                })
            }
            _ => None,
        }
    }

    fn power_of_ten(&self, base: NodeId, exponent: NodeId) -> Option<Rational> {
        let Node::Number(ten) = self.node(base) else { return None };
        if ten.value.to_i64() != Some(10) {
            return None;
        }
        let (exponent, is_negative) = match self.node(exponent) {
            Node::Negate(one) => (*one, true),
            _ => (exponent, false),
        };
        let Node::Number(printed) = self.node(exponent) else { return None };
        let size = printed.value.to_i64().filter(|size| (0..=5_000).contains(size))?;
        Rational::from_integer(10).pow(if is_negative { -size } else { size }).ok()
    }
}
