//! How weights move: an update rule as functions of the worksheet's own kind.

use crate::graph::{ExprId, FunctionId};

/// An update rule: what becomes of a gradient, of the states that a weight carries along, and of the weight.
///
/// `momentum(w, v, rate) = w - rate*v` with `momentum_v(v, g, M) = M*v + g` is one: `v` is a state, 0 at the start. A
/// state's own function sees the state as it was; all others see it as it has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateRule {
    /// As the reader calls it.
    pub name: String,
    /// Whether it is plain gradient descent, `w - rate*g`; a worksheet may give a rule of its own the same name.
    pub is_plain: bool,
    /// What becomes of the gradient before anything else: a clip.
    pub clip: Option<RuleFunction>,
    /// The states, each after those that its function sees as they have become.
    pub states: Vec<RuleState>,
    /// The new weight.
    pub weight: RuleFunction,
    /// The numbers that the functions take besides: the learning rate and others, by name.
    pub arguments: Vec<RuleArgument>,
}

impl UpdateRule {
    /// Its functions, in the order in which they are put to numbers.
    pub fn functions(&self) -> impl Iterator<Item = &RuleFunction> {
        let states = self.states.iter().map(|state| &state.function);
        self.clip.iter().chain(states).chain(std::iter::once(&self.weight))
    }

    /// The learning rate, where a step is nothing but rate times gradient.
    pub fn plain_rate(&self) -> Option<ExprId> {
        match self.arguments.as_slice() {
            [rate] if self.is_plain && self.clip.is_none() => Some(rate.value),
            [..] => None,
        }
    }

    /// Whether one of its functions takes this.
    pub fn uses(&self, role: Role) -> bool {
        self.functions().any(|function| function.parameters.contains(&role))
    }
}

/// A number that a weight carries along from step to step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleState {
    /// Its name.
    pub name: String,
    /// What it becomes.
    pub function: RuleFunction,
}

/// A number that a rule takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleArgument {
    /// Its name.
    pub name: String,
    /// The number.
    pub value: ExprId,
}

/// A function and what is put in for its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFunction {
    /// The function.
    pub function: FunctionId,
    /// What its parameters are, in order.
    pub parameters: Vec<Role>,
}

/// What a parameter of a rule's function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The weight before the step.
    Weight,
    /// Its gradient, clipped where the rule clips.
    Gradient,
    /// The length of the vector of all gradients of the update, before any clip.
    Norm,
    /// The number of the step, from 1.
    Step,
    /// A state, by its place among them.
    State(usize),
    /// An argument, by its place among them.
    Argument(usize),
}

/// Which values gradients are taken at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// All weights move at once, by gradients at the values from before the step.
    Simultaneous,
    /// One forward pass; then each weight moves in turn, and the gradients worked out after it use its new value.
    Sequential,
}
