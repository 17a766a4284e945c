//! Numbers as a page shows them.

use chainrule_number::Value;
use chainrule_render::value;
use chainrule_render::{Layout, Relation};

use super::Page;

/// Exact values of so many characters are short: they are shown whole.
const SHORT: usize = 14;

/// Others are rounded to so many significant digits, where the reader does not ask for more.
pub(super) const DIGITS: usize = 6;

impl Page<'_> {
    /// A value, and whether all of it is shown.
    pub(super) fn set(&self, value: &Value) -> (Layout, bool) {
        if self.plan.is_complete() || self.digits.is_some() {
            return value::set(value, self.digits);
        }
        let (full, exact) = value::set(value, None);
        if exact && full.unicode().chars().count() <= SHORT {
            return (full, exact);
        }
        value::set(value, Some(DIGITS))
    }

    /// A value.
    pub(super) fn number(&self, value: &Value) -> Layout {
        self.set(value).0
    }

    /// The sign that stands before a value.
    pub(super) fn relation_to(&self, value: &Value) -> Relation {
        if self.set(value).1 { Relation::Equal } else { Relation::About }
    }

    /// A value as a factor or behind a minus: in brackets where it is negative.
    pub(super) fn bracketed(&self, value: &Value) -> Layout {
        let layout = self.number(value);
        if value.is_negative() == Some(true) { layout.fenced() } else { layout }
    }
}
