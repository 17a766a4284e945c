//! An update rule as instructions.

use chainrule_symbolic::graph::Graph;
use chainrule_symbolic::network::{Role, RuleFunction, UpdateRule};

use chainrule_program::{Builder, Names, Register, WithoutNumber};

/// What a rule is put to for one weight.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) weight: Register,
    pub(super) gradient: Register,
    pub(super) norm: Option<Register>,
    pub(super) time: Option<Register>,
    pub(super) arguments: Vec<Register>,
}

/// What it gives.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    pub(super) new: Register,
    /// What is added to the weight, where the rule ends in such a sum.
    pub(super) step: Option<Register>,
    /// The states, before and after.
    pub(super) states: Vec<(Register, Register)>,
}

/// Writes a rule out for one weight.
pub(super) fn write(
    builder: &mut Builder,
    graph: &mut Graph,
    rule: &UpdateRule,
    given: &Given,
) -> Result<Moves, WithoutNumber> {
    let mut gradient = given.gradient;
    let mut states: Vec<(Register, Register)> = Vec::with_capacity(rule.states.len());
    let place = |role: Role, gradient: Register, states: &[(Register, Register)]| match role {
        Role::Weight => Some(given.weight),
        Role::Gradient => Some(gradient),
        Role::Norm => given.norm,
        Role::Step => given.time,
        Role::State(place) => states.get(place).map(|(_, new)| *new),
        Role::Argument(place) => given.arguments.get(place).copied(),
    };
    if let Some(clip) = &rule.clip {
        gradient = put(builder, graph, clip, |role| place(role, gradient, &states))?;
    }
    for (index, state) in rule.states.iter().enumerate() {
        let old = builder.input();
        let new = put(builder, graph, &state.function, |role| match role {
            Role::State(place) if place == index => Some(old),
            Role::Weight | Role::Gradient | Role::Norm | Role::Step | Role::State(_) | Role::Argument(_) => {
                place(role, gradient, &states)
            }
        })?;
        states.push((old, new));
    }
    let new = put(builder, graph, &rule.weight, |role| place(role, gradient, &states))?;
    let step = builder.addend(new, given.weight);
    Ok(Moves { new, step, states })
}

/// A function put to registers.
fn put(
    builder: &mut Builder,
    graph: &mut Graph,
    function: &RuleFunction,
    place: impl Fn(Role) -> Option<Register>,
) -> Result<Register, WithoutNumber> {
    let mut names = Names::default();
    let definition =
        graph.user_function(function.function).expect("a rule's functions are the worksheet's own");
    let (body, parameters) = (definition.body, definition.parameters.clone());
    for (parameter, &role) in parameters.into_iter().zip(&function.parameters) {
        let name = graph.symbol(parameter);
        if let Some(register) = place(role) {
            names.stated.insert(name, register);
        }
    }
    builder.expression(graph, body, &mut names)
}
