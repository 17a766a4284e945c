//! Where several entries are largest at the given numbers: `max` has no derivative there, and shares are a convention.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, Role, Whole, WholeId};
use chainrule_number::Rational;
use chainrule_program::array::Array;

use super::numbers::Numbers;

/// Of what `max` is taken in a worksheet and has several largest entries at the given numbers, each once.
pub(super) fn all(arrays: &Arrays, numbers: &Numbers) -> Vec<WholeId> {
    let mut found = Vec::new();
    for (_, quantity) in arrays.quantities() {
        let Role::Defined(definition) = quantity.role else { continue };
        let mut stack = vec![definition];
        while let Some(id) = stack.pop() {
            let whole = arrays.whole(id);
            stack.extend(arrays.parts(whole));
            let Whole::Word { word: Word::Max, over, arguments } = whole else { continue };
            let Some(&of) = arguments.first().filter(|of| !found.contains(*of)) else { continue };
            let Ok(array) = numbers.of(arrays, of) else { continue };
            let entries: Option<Vec<Rational>> =
                array.entries.iter().map(chainrule_number::Enclosure::exact).collect();
            if let Some(entries) = entries
                && is_tied(&Array { axes: array.axes, entries }, *over)
            {
                found.push(of);
            }
        }
    }
    found
}

/// Whether the largest entry, or that of some line, stands there more than once.
fn is_tied(array: &Array<Rational>, over: Over) -> bool {
    let columns = array.axes.last().copied().unwrap_or(1).max(1);
    let twice = |line: &mut dyn Iterator<Item = &Rational>| {
        let line: Vec<&Rational> = line.collect();
        let largest = line.iter().max().copied();
        line.into_iter().filter(|number| Some(*number) == largest).count() > 1
    };
    match over {
        Over::All => twice(&mut array.entries.iter()),
        Over::EachRow => array.entries.chunks(columns).any(|row| twice(&mut row.iter())),
        Over::EachColumn => {
            (0..columns).any(|column| twice(&mut array.entries.iter().skip(column).step_by(columns)))
        }
    }
}
