//! How large the largest weights are, with the numbers and boxes that the worksheet states.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::pattern::{Linear, Member, Over};
use chainrule_symbolic::graph::{Node, SymbolId};
use chainrule_symbolic::network::FamilyId;
use chainrule_worksheet::Worksheet;

use super::Maximum;

/// The size that each maximum has with the numbers and boxes that the worksheet states; nothing where one is missing.
pub fn stated_sizes(worksheet: &Worksheet, maxima: &[Maximum]) -> Vec<Option<Rational>> {
    if maxima.is_empty() {
        return Vec::new();
    }
    let stated = Stated::by(worksheet);
    maxima.iter().map(|maximum| largest(worksheet, &stated, maximum)).collect()
}

fn largest(worksheet: &Worksheet, stated: &Stated<'_>, maximum: &Maximum) -> Option<Rational> {
    let mut largest = Rational::zero();
    for (indexed, over) in &maximum.places {
        let places = Places::of(worksheet, indexed, over);
        let mut indices = Vec::new();
        for value in over.low.value()?..=over.high.value()? {
            let size = stated.size(places.at(value, &mut indices)?)?;
            if size > largest {
                largest = size;
            }
        }
    }
    Some(largest)
}

/// The members of a family where one index runs.
struct Places<'p> {
    worksheet: &'p Worksheet,
    member: &'p Member,
    over: &'p Over,
    family: Option<FamilyId>,
}

impl<'p> Places<'p> {
    fn of(worksheet: &'p Worksheet, member: &'p Member, over: &'p Over) -> Self {
        let family = worksheet.network.families().find(&member.pattern());
        Self { worksheet, member, over, family }
    }

    /// The member where the index has this value; `indices` is room to count in.
    fn at(&self, value: i64, indices: &mut Vec<i64>) -> Option<SymbolId> {
        if let Some(family) = self.family {
            indices.clear();
            indices.extend(self.member.places().iter().map_while(|place| place.at(&self.over.index, value)));
            if indices.len() == self.member.places().len()
                && let Some(symbol) = self.worksheet.network.families().member(family, indices)
            {
                return Some(symbol);
            }
        }
        // A name that is no quantity of the network may still be stated.
        let member = self.member.with(&self.over.index, &Linear::constant(value))?;
        self.worksheet.graph.find_symbol(&member.name())
    }
}

/// The largest size of each leaf that has a number or a box.
struct Stated<'w> {
    worksheet: &'w Worksheet,
    /// By symbol, one more than the place of its number, or of its box after all numbers; or 0.
    places: Vec<u32>,
}

impl<'w> Stated<'w> {
    fn by(worksheet: &'w Worksheet) -> Self {
        let mut places = vec![0; worksheet.graph.symbol_count()];
        let symbols = worksheet.values.iter().map(|value| value.symbol);
        let symbols = symbols.chain(worksheet.ranges.iter().map(|range| range.symbol));
        let mut stated = Self { worksheet, places: Vec::new() };
        for (place, symbol) in symbols.enumerate() {
            if stated.size_at(place).is_some() {
                places[symbol.index()] = u32::try_from(place + 1).expect("fewer than 2^32 statements");
            }
        }
        stated.places = places;
        stated
    }

    fn size(&self, symbol: SymbolId) -> Option<Rational> {
        let place = self.places.get(symbol.index())?.checked_sub(1)?;
        self.size_at(place as usize)
    }

    fn size_at(&self, place: usize) -> Option<Rational> {
        if let Some(given) = self.worksheet.values.get(place) {
            return match self.worksheet.graph.node(given.value) {
                Node::Number(number) => Some(number.abs()),
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            };
        }
        let given = self.worksheet.ranges.get(place - self.worksheet.values.len())?;
        let (lower, upper) = (given.lower.as_ref()?.value.abs(), given.upper.as_ref()?.value.abs());
        Some(if lower > upper { lower } else { upper })
    }
}
