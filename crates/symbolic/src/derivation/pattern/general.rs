//! Patterns of several derivations as one: for every member of a family, or for every depth.

use super::Linear;
use super::form::{Part, Pattern};

/// Fewer derivations than this that agree are no rule.
const FEWEST_AGREEING: usize = 3;

/// Products are multiplied out to compare them up to so many factors in all.
const MOST_MULTIPLIED_OUT: usize = 200_000;

/// So many nodes of patterns are put in and compared, and [`COMPARED_OF_EACH`] for each derivation: patterns are short, but
/// for a product without ∏ that has as many factors for each derivation as there are derivations.
const MOST_COMPARED: usize = 200_000;

/// See [`MOST_COMPARED`].
const COMPARED_OF_EACH: usize = 100;

/// One pattern for several derivations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralPattern {
    /// The pattern, with the index in it.
    pub pattern: Pattern,
    /// For which of the derivations it was found to hold: the value of the index, ascending.
    pub holds_at: Vec<i64>,
}

/// The pattern of which those of several derivations are cases, each at its value of `index`. It is made from the first
/// neighbours that have one shape, and then compared with all: those that it does not fit are not in
/// [`GeneralPattern::holds_at`]. Patterns whose products are too short to have been written with ∏ are compared factor by factor.
pub fn general_pattern(index: &str, patterns: &[(i64, &Pattern)]) -> Option<GeneralPattern> {
    let mut room = MOST_MULTIPLIED_OUT;
    let mut left = MOST_COMPARED + COMPARED_OF_EACH * patterns.len();
    for pair in patterns.windows(2) {
        let [(first_at, first), (second_at, second)] = pair else { continue };
        left = left.checked_sub(first.size().max(second.size()))?;
        let Some(pattern) = Pattern::generalised(first, second, index, (*first_at, *second_at)) else {
            continue;
        };
        let mut holds_at = Vec::new();
        for &(at, instance) in patterns {
            left = left.checked_sub(pattern.size().max(instance.size()))?;
            let Some(case) = pattern.with(index, &Linear::constant(at)) else { continue };
            let same = case == *instance
                || matches!(
                    (multiplied_out(&case, &mut room), multiplied_out(instance, &mut room)),
                    (Some(one), Some(other)) if one == other
                );
            if same {
                holds_at.push(at);
            }
        }
        if holds_at.len() >= FEWEST_AGREEING {
            holds_at.sort_unstable();
            return Some(GeneralPattern { pattern, holds_at });
        }
    }
    None
}

/// The factors with every product multiplied out, from the upper end of its index down; nothing where a sum stands in it
/// or where there is no room.
fn multiplied_out(pattern: &Pattern, room: &mut usize) -> Option<Vec<Part>> {
    let mut out = Vec::new();
    for part in &pattern.parts {
        match part {
            Part::Factor(_) => {
                *room = room.checked_sub(1)?;
                out.push(part.clone());
            }
            Part::Product { over, body } => {
                for value in (over.low.value()?..=over.high.value()?).rev() {
                    *room = room.checked_sub(body.len())?;
                    for unit in body {
                        out.push(Part::Factor(unit.with(&over.index, &Linear::constant(value))?));
                    }
                }
            }
            Part::Sum { .. } => return None,
        }
    }
    Some(out)
}
