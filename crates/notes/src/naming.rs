//! Relations with a name or a function at their start: what defines them, and what claims something of them.

use chainrule::Judgement;
use chainrule::symbolic::graph::{ExprId, Node};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Callee, Node as Piece};

use crate::desk::Desk;
use crate::differing::differing;
use crate::generic;
use crate::guarded::guarded;
use crate::heads::known_function;
use crate::identity;
use crate::line::{Finding, Role, Verdict};
use crate::links::{Links, links};
use crate::numeric::about;
use crate::place::Place;
use crate::side::Side;
use crate::standing::Standing;
use crate::written::written;

/// The letter that texts use for any activation.
const SIGMA: &str = "sigma";

/// `f(x) = …`
pub(crate) fn function(
    desk: &mut Desk,
    name: &str,
    left: &Side,
    right: &Side,
    place: &Place<'_>,
) -> Option<Finding> {
    let is_known = (known_function(name).is_some() && !desk.names.functions.contains(name))
        || desk.names.aliases.contains_key(name);
    if is_known {
        if right.is_numeric {
            return None;
        }
        let is_new = is_symbol(desk, right.expr)
            && !desk.formulas.contains_key(&right.expr)
            && !desk.names_in(left.expr).contains(&right.expr);
        if is_new && desk.value(right.expr).is_none() {
            return Some(Finding::new(Role::Definition, Verdict::None));
        }
        let finding = identity::judge(desk, left, right, place.relation, Standing::Meant);
        // `\sigma(x) = \tanh(x)`: the letter stands for another function here.
        let is_other =
            matches!(right.tree.node(right.tree.root()), Piece::Call { function: Callee::Builtin(_), .. });
        if finding.verdict == Verdict::Wrong && is_other && name == SIGMA {
            desk.names.functions.insert(SIGMA.into());
            desk.redefined.insert(SIGMA.into());
            return Some(Finding::new(Role::Definition, Verdict::None));
        }
        return Some(finding);
    }
    if right.is_numeric {
        return None;
    }
    let Piece::Call { function: Callee::Own(_), .. } = left.tree.node(left.tree.root()) else {
        return if desk.names.functions.contains(name) {
            Some(Finding::new(Role::Definition, Verdict::None))
        } else {
            None
        };
    };
    let Some(&id) = desk.functions.get(name) else {
        return Some(Finding::new(Role::Definition, Verdict::None));
    };
    // The formula that the function has already, or another one that says the same.
    let same_formula = desk.graph.user_function(id).is_some_and(|function| function.body == right.expr);
    if same_formula {
        return Some(Finding::new(Role::Definition, Verdict::None));
    }
    // What it is about is no second formula.
    if place.relation == Relation::About {
        return Some(about(desk, left, right));
    }
    let judged = desk.judge(left.expr, right.expr, Sign::Equal);
    if let Some((Judgement::Proved(_), how, _)) = judged {
        return Some(Finding::new(Role::Claim, Verdict::Proved).because(how));
    }
    let symbol = desk.graph.intern(name);
    let symbol = desk.graph.symbol(symbol);
    let other = match judged {
        Some((Judgement::Refuted(_), _, false)) => differing(desk, symbol, left, right),
        Some(_) | None => None,
    };
    Some(other.unwrap_or(Finding::new(Role::Definition, Verdict::None)))
}

/// `name = …`, `\frac{\partial L}{\partial w} = …`
pub(crate) fn name(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Finding {
    let expr = left.expr;
    let has_meaning = match desk.graph.node(expr) {
        Node::Symbol(_) => desk.formulas.contains_key(&expr),
        Node::Derivative { of, by, .. } => {
            let by = desk.graph.find_symbol_expr(by);
            by.is_some_and(|by| desk.reaches(of, by))
        }
        Node::Number(_) | Node::Apply { .. } => false,
    };
    if right.is_numeric {
        if !has_meaning {
            return Finding::new(Role::Given, Verdict::None);
        }
        return match desk.evaluate(expr, Some(expr)) {
            Ok(value) => {
                let role = if right.printed.is_some() { Role::Claim } else { Role::Substitution };
                guarded(desk, left, &value, right, place, role)
            }
            Err(_) => Finding::new(Role::Given, Verdict::None),
        };
    }
    if desk.names_in(right.expr).contains(&expr) && is_symbol(desk, expr) {
        return Finding::new(Role::Update, Verdict::None);
    }
    if place.relation == Relation::Assign {
        return Finding::new(if is_new_value(left) { Role::Update } else { Role::Definition }, Verdict::None);
    }
    if !is_symbol(desk, expr) {
        if place.relation == Relation::About {
            return about(desk, left, right);
        }
        if let Some(finding) = generic::judge(desk, left, right, place.relation, Standing::Meant) {
            return finding;
        }
        if !has_meaning {
            match links(left, right) {
                Some(Links::Meet(path)) => {
                    return Finding::new(Role::Claim, Verdict::Proved).because(format!(
                        "the chain rule along {}, taken as the one path",
                        path.join(" → ")
                    ));
                }
                Some(Links::Part(behind, next)) if desk.is_single => {
                    return Finding::new(Role::Claim, Verdict::Wrong).because(format!(
                        "the factors of a chain meet: behind a derivative by {behind} stands one of {behind}, not of {next}"
                    ));
                }
                Some(Links::Part(..)) | None => {}
            }
            return Finding::new(Role::Definition, Verdict::NotDecided).because(without_meaning(desk, expr));
        }
        return identity::judge(desk, left, right, place.relation, Standing::Meant);
    }
    let judged = if has_meaning && place.relation == Relation::Equal {
        desk.judge(expr, right.expr, Sign::Equal)
    } else {
        None
    };
    match judged {
        Some((Judgement::Proved(_), how, _)) => {
            let is_same = desk.formulas.get(&expr).is_some_and(|meaning| meaning.expr == right.expr);
            if is_same {
                Finding::new(Role::Definition, Verdict::None)
            } else {
                Finding::new(Role::Claim, Verdict::Proved).because(how)
            }
        }
        _ if is_new_value(left) => Finding::new(Role::Update, Verdict::None),
        Some((Judgement::Refuted(_), _, false)) => {
            differing(desk, expr, left, right).unwrap_or(Finding::new(Role::Definition, Verdict::None))
        }
        Some(_) | None => Finding::new(Role::Definition, Verdict::None),
    }
}

/// Why nothing is known of a derivative.
fn without_meaning(desk: &Desk, expr: ExprId) -> String {
    let Node::Derivative { of, by, .. } = desk.graph.node(expr) else { return String::new() };
    if desk.formulas.contains_key(&of) {
        let (of, by) = (written(desk, of), desk.graph.name(by).as_str());
        return format!("as this page writes them, `{of}` does not lead to `{by}`");
    }
    "the page does not define what this derivative is taken of".to_owned()
}

/// Whether a name says that it is the value after a step.
fn is_new_value(side: &Side) -> bool {
    side.tree.as_name().is_some_and(|name| {
        let ends =
            |text: &str| ["new", "next", "+", "t+1", "n+1", "k+1"].iter().any(|end| text.ends_with(end));
        ends(&name.index) || ends(&name.label)
    })
}

pub(crate) fn is_symbol(desk: &Desk, expr: ExprId) -> bool {
    matches!(desk.graph.node(expr), Node::Symbol(_))
}

/// Whether a side is a name, or the derivative of one.
pub(crate) fn is_named(desk: &Desk, side: &Side) -> bool {
    match desk.graph.node(side.expr) {
        Node::Symbol(_) => true,
        Node::Derivative { of, .. } => is_symbol(desk, of),
        Node::Number(_) | Node::Apply { .. } => false,
    }
}
