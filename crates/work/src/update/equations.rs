//! An update rule as equations, in the names of its functions' parameters.

use chainrule_symbolic::graph::{ExprId, Graph, Rewriter};
use chainrule_symbolic::network::{Role, RuleFunction, UpdateRule};

/// One equation of a rule: `v_new = M·v + g`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleEquation {
    /// What is computed: a name.
    pub left: ExprId,
    /// From what.
    pub right: ExprId,
}

/// The equations of a rule, in the order in which they are carried out.
pub(super) fn rule_equations(graph: &mut Graph, rule: &UpdateRule) -> Vec<RuleEquation> {
    let mut equations = Vec::new();
    if let Some(clip) = &rule.clip {
        let right = written(graph, rule, clip, |role| match role {
            Role::Gradient => Some("g".to_owned()),
            Role::Weight | Role::Norm | Role::Step | Role::State(_) | Role::Argument(_) => None,
        });
        equations.push(RuleEquation { left: name(graph, "g_clipped"), right });
    }
    for (index, state) in rule.states.iter().enumerate() {
        let right = written(graph, rule, &state.function, |role| match role {
            Role::State(place) if place == index => Some(state.name.clone()),
            Role::Weight | Role::Gradient | Role::Norm | Role::Step | Role::State(_) | Role::Argument(_) => {
                None
            }
        });
        equations.push(RuleEquation { left: name(graph, &format!("{}_new", state.name)), right });
    }
    let right = written(graph, rule, &rule.weight, |_| None);
    equations.push(RuleEquation { left: name(graph, "w_new"), right });
    equations
}

/// The body of a function with names put in for its parameters; `name_of` names those that read otherwise here.
fn written(
    graph: &mut Graph,
    rule: &UpdateRule,
    function: &RuleFunction,
    name_of: impl Fn(Role) -> Option<String>,
) -> ExprId {
    let user = graph.user_function(function.function).expect("a rule's functions are the worksheet's own");
    let (body, parameters) = (user.body, user.parameters.clone());
    let mut rewriter = Rewriter::new();
    for (parameter, &role) in parameters.into_iter().zip(&function.parameters) {
        let spelled = name_of(role).unwrap_or_else(|| match role {
            Role::Weight => "w".to_owned(),
            Role::Gradient if rule.clip.is_some() => "g_clipped".to_owned(),
            Role::Gradient => "g".to_owned(),
            Role::Norm => "norm".to_owned(),
            Role::Step => "t".to_owned(),
            Role::State(place) => format!("{}_new", rule.states[place].name),
            Role::Argument(place) => rule.arguments[place].name.clone(),
        });
        let (from, to) = (graph.symbol(parameter), name(graph, &spelled));
        rewriter.replace(from, to);
    }
    rewriter.apply(graph, body)
}

fn name(graph: &mut Graph, spelled: &str) -> ExprId {
    let symbol = graph.intern(spelled);
    graph.symbol(symbol)
}
