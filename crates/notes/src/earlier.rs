//! Names to which a page gives several formulas: what fails by the nearest one may be meant by one further up.

use chainrule::symbolic::graph::ExprId;

use crate::arrays;
use crate::desk::Desk;
use crate::differing::on_line;
use crate::line::{Finding, Role, Verdict};
use crate::place::Place;
use crate::relation::judge;
use crate::side::Side;
use crate::written::written;

/// Formulas from further up are put in for so many names.
const MOST_NAMES: usize = 8;

/// So many of them for each, the nearest first.
const MOST_FORMULAS: usize = 4;

/// What fails by the nearest formulas and holds by one from further up is not decided.
pub(crate) fn by_earlier(
    desk: &mut Desk,
    left: &Side,
    right: &Side,
    place: &Place<'_>,
    finding: Finding,
) -> Finding {
    if finding.verdict != Verdict::Wrong {
        return finding;
    }
    let mut names: Vec<ExprId> =
        desk.names_below(left.expr).into_iter().chain(desk.names_below(right.expr)).collect();
    names.retain(|name| desk.earlier.contains_key(name));
    names.sort_unstable();
    names.dedup();
    for name in names.into_iter().take(MOST_NAMES) {
        let Some(nearest) = desk.formulas.get(&name).copied() else { continue };
        let earlier = desk.earlier.get(&name).cloned().unwrap_or_default();
        for meaning in
            earlier.into_iter().rev().filter(|meaning| meaning.expr != nearest.expr).take(MOST_FORMULAS)
        {
            desk.put_formula(name, meaning);
            let again = judge(desk, Ok(left), Ok(right), place);
            desk.put_formula(name, nearest);
            if again.verdict.is_right() {
                return several(&written(desk, name), meaning.line);
            }
        }
    }
    let mut names: Vec<String> = desk.earlier_arrays.keys().cloned().collect();
    names.retain(|name| arrays::rests_on(desk, left, name) || arrays::rests_on(desk, right, name));
    names.sort_unstable();
    for name in names.into_iter().take(MOST_NAMES) {
        let Some(nearest) = desk.array_formulas.get(&name).cloned() else { continue };
        let earlier = desk.earlier_arrays.get(&name).cloned().unwrap_or_default();
        for (formula, line) in earlier.into_iter().rev().take(MOST_FORMULAS) {
            desk.array_formulas.insert(name.clone(), formula);
            let again = judge(desk, Ok(left), Ok(right), place);
            desk.array_formulas.insert(name.clone(), nearest.clone());
            if again.verdict.is_right() {
                return several(&name, line);
            }
        }
    }
    finding
}

fn several(name: &str, line: usize) -> Finding {
    Finding::new(Role::Claim, Verdict::NotDecided).because(format!(
        "the page gives `{name}` several meanings: it holds by the formula {}, and not by the nearest one",
        on_line(line)
    ))
}
