//! Sides of claims written with simpler words.

use chainrule_array::{Arrays, WholeId};

use super::{log_determinants, norms_apart};

/// So many words are taken apart on one side of a claim.
const MOST_APART: usize = 40;

/// A whole in which logarithms of determinants and norms are taken of nothing that they can be taken apart by: the same
/// wherever all of it has a value. Nothing where nothing of that stands in it.
pub(super) fn taken_apart(arrays: &mut Arrays, side: WholeId) -> Option<WholeId> {
    let mut now = side;
    for _ in 0..MOST_APART {
        let mut stack = vec![now];
        let mut found = None;
        while let Some(id) = stack.pop() {
            let apart = log_determinants::apart(arrays, id).or_else(|| norms_apart::apart(arrays, id));
            if let Some(apart) = apart {
                found = Some((id, apart));
                break;
            }
            stack.extend(arrays.parts(arrays.whole(id)));
        }
        let Some((part, apart)) = found else { break };
        now = arrays.replaced(now, part, apart)?;
    }
    (now != side).then_some(now)
}
