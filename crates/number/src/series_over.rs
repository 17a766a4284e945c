//! Power series over intervals: in machine words where those hold them, else on big integers.

use super::dyadic::{Dyadic, Size};
use super::series::{Series, Sum};
use super::{Enclosure, fixed};

impl Series {
    /// The sum at a narrow interval within the range of the series.
    pub(super) fn over(self, u: &Enclosure, bits: u32, alternating: bool) -> Enclosure {
        let places = bits + 16;
        if let Some(sum) = self.short_over(u, places, alternating) {
            return sum.enclosure(-i64::from(places), bits);
        }
        let lower = u.lower.units(places).to_biguint().unwrap_or_default();
        let upper = u.upper.units(places).to_biguint().unwrap_or_default();
        // All the series lie within these bounds in all their ranges: so much is known of an interval that is not narrow.
        let Ok(slack) = u64::try_from(&upper - &lower) else {
            return Enclosure::between(Dyadic::power_of_two(-1), Dyadic::integer(2));
        };
        let slack = u128::from(slack) + 1;
        let sum = match fixed::long_sum(self, &lower, places, alternating) {
            Some(terms) => Self::told(terms, slack),
            None => self.sum(&lower, places, slack, alternating),
        };
        sum.enclosure(-i64::from(places), bits)
    }

    fn short_over(self, u: &Enclosure, places: u32, alternating: bool) -> Option<Sum> {
        let units = |end: &Dyadic| {
            let (negative, size) = end.short_units(places)?;
            Some(if negative { Size::ZERO } else { size })
        };
        let (lower, upper) = (units(&u.lower)?, units(&u.upper)?);
        let slack = u64::try_from(upper.checked_sub(lower)?).ok()?;
        fixed::sum(self, &lower, places, u128::from(slack) + 1, alternating)
    }
}
