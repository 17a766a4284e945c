//! A table whose rows have sizes: a bar for each, on a scale of powers of ten, where the page has room.

use pretty::Arena;

use super::table::{self, Spelled};
use super::{Doc, Style};
use crate::document::{Sizes, Table};
use crate::inline::Role;

/// Bars are drawn where there are so many columns left for them,
const FEWEST: usize = 12;

/// … and are no longer than this.
const MOST: usize = 30;

pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, table: &Table, sizes: &Sizes, style: &Style) -> Doc<'a> {
    let mut spelled = Spelled::new(table, style);
    let mut spare = sizes.spare.clone();
    if sizes.heads {
        for &at in &spare {
            spelled.untitle(at);
        }
    }
    while spelled.width() > style.width && !spare.is_empty() {
        let at = spare.remove(0);
        spelled.remove(at);
        for later in spare.iter_mut().filter(|later| **later > at) {
            *later -= 1;
        }
    }
    let room = style.width.saturating_sub(spelled.width() + table::BETWEEN);
    if room >= FEWEST
        && let Some(scale) = Scale::of(sizes, room.min(MOST))
    {
        let title = if sizes.heads { String::new() } else { scale.title(style) };
        let bar = |size: &Option<f64>| size.map_or_else(String::new, |size| scale.bar(size, style));
        spelled.push(title, sizes.log10.iter().map(bar));
    }
    if sizes.heads { spelled.headed(arena, style) } else { spelled.block(arena, style) }
}

/// From the smallest size to the largest, 1 among them.
struct Scale {
    low: f64,
    high: f64,
    width: usize,
}

impl Scale {
    /// Nothing where all sizes are about 1.
    fn of(sizes: &Sizes, room: usize) -> Option<Self> {
        let finite = || sizes.log10.iter().flatten().copied().filter(|size| size.is_finite());
        let low = finite().fold(0.0, f64::min).floor();
        let high = finite().fold(0.0, f64::max).ceil();
        // The axis takes a column.
        (high > low).then_some(Self { low, high, width: room - 1 })
    }

    fn title(&self, style: &Style) -> String {
        let dots = if style.ascii { "..." } else { "…" };
        format!("10^{:.0} {dots} 10^{:.0}", self.low, self.high)
    }

    /// How many columns lie below a size.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "between 0 and the width"
    )]
    fn below(&self, size: f64) -> usize {
        let part = (size.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        (part * self.width as f64).round() as usize
    }

    /// A bar from 1 to the size; the axis stands at 1.
    fn bar(&self, size: f64, style: &Style) -> String {
        let (full, axis) = if style.ascii { ("#", "|") } else { ("█", "│") };
        let (one, end) = (self.below(0.0), self.below(size));
        let spaces = |count: usize| " ".repeat(count);
        if end <= one {
            format!("{}{}{axis}{}", spaces(end), full.repeat(one - end), spaces(self.width - one))
        } else {
            format!("{}{axis}{}{}", spaces(one), full.repeat(end - one), spaces(self.width - end))
        }
    }
}
