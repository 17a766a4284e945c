//! Slopes of one function whose form is left open, at arguments that are the same: one number.

use chainrule_diagnostic::Diagnostic;
use chainrule_program::Kernel;
use chainrule_proof::bound::Budget;
use chainrule_proof::identity;
use chainrule_symbolic::graph::{ExprId, FunctionId, Node};
use rustc_hash::FxHashMap;

use super::check::Check;
use super::wording;
use crate::claim::written_out::down_to_leaves;

/// So many pairs of arguments are compared.
const MOST_PAIRS: usize = 2_000;

/// A slope at an argument: the derivative that is stated or not, as it is shown, and the argument in leaves.
struct Slope {
    derivative: ExprId,
    as_written: ExprId,
    argument: ExprId,
}

/// Puts slopes that are one number in each other's place, and tells those that are stated as two.
pub(super) fn take_in(check: &mut Check<'_>) -> Vec<(usize, Diagnostic)> {
    let mut classes: Vec<(FunctionId, Vec<Slope>)> = Vec::new();
    let mut pairs = 0;
    let steps = Budget::new(identity::MOST_STEPS);
    for opened in check.worksheet.opened.clone() {
        let Node::Apply { function, arguments: &[argument], .. } = check.worksheet.graph.node(opened.call)
        else {
            continue;
        };
        let Some([derivative, as_written]) = opened.slope else { continue };
        let written = down_to_leaves(check.worksheet, &check.calculus, argument);
        let argument = Kernel::new().of(&mut check.worksheet.graph, written);
        let slope = Slope { derivative, as_written, argument };
        let graph = &mut check.worksheet.graph;
        pairs += classes.len();
        if pairs > MOST_PAIRS {
            break;
        }
        let same = classes.iter_mut().filter(|(of, _)| *of == function).find(|(_, class)| {
            let other = class[0].argument;
            other == argument || identity::holds_within(graph, other, argument, &FxHashMap::default(), &steps)
        });
        match same {
            Some((_, class)) => class.push(slope),
            None => classes.push((function, vec![slope])),
        }
    }
    classes.iter().flat_map(|(_, class)| one_number(check, class)).collect()
}

/// Slopes at the same argument.
fn one_number(check: &mut Check<'_>, class: &[Slope]) -> Vec<(usize, Diagnostic)> {
    let stated = |check: &Check<'_>, slope: &Slope| check.by_derivative.get(&slope.derivative).copied();
    let first = class.iter().find_map(|slope| Some((slope, stated(check, slope)?)));
    let Some((first, place)) = first else {
        for other in &class[1..] {
            check.stated.replace(other.derivative, class[0].derivative);
        }
        return Vec::new();
    };
    let number = check.worksheet.pins[place].value;
    let Ok(value) = check.numbers.value(&mut check.worksheet.graph, number) else { return Vec::new() };
    let mut wrong = Vec::new();
    for slope in class {
        let Some(other) = stated(check, slope) else {
            check.stated.replace(slope.derivative, number);
            continue;
        };
        let claimed = check.worksheet.pins[other].value;
        let Ok(claimed) = check.numbers.value(&mut check.worksheet.graph, claimed) else { continue };
        if check.differ(&claimed, &value) {
            check.wrong.insert(slope.derivative);
            let diagnostic = wording::one_function(
                check,
                [place, other],
                [first.as_written, slope.as_written],
                [&value, &claimed],
            );
            wrong.push((other, diagnostic));
        }
    }
    wrong
}
