//! Which factors are the same number, although it is known only within bounds.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::Factor;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node};
use chainrule_symbolic::network::{Definition, Network};
use rustc_hash::FxHashMap;

use crate::numbers::Numbers;
use chainrule_number::Value;

/// Expressions of one class have the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ClassId(u32);

/// Classes of expressions: two are of one class where they are the same exact number, or the same function of arguments
/// of the same classes. So neurons with equal weights and inputs have derivatives that are told to be equal.
#[derive(Debug, Default)]
pub(super) struct Classes {
    of: FxHashMap<ExprId, ClassId>,
    ids: FxHashMap<Class, ClassId>,
    exact: Vec<Option<Rational>>,
    /// What the worksheet states of names and derivatives, by closed expressions.
    stated: FxHashMap<ExprId, ExprId>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Class {
    Exact(Rational),
    Apply(FunctionId, u8, Vec<ClassId>),
    /// Equal to nothing but itself, for all that is known.
    Itself(ExprId),
}

impl Classes {
    pub(super) fn new(stated: &[(ExprId, ExprId)]) -> Self {
        Self { stated: stated.iter().copied().collect(), ..Self::default() }
    }

    /// The exact number that a class is of, without its sign.
    pub(super) fn exact(&self, id: ClassId) -> Option<&Rational> {
        self.exact[id.0 as usize].as_ref()
    }

    /// The class of the size of a factor: of its value where that is exact, else of the expression that it is.
    pub(super) fn of_size(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        numbers: &mut Numbers,
        (value, factor): (&Value, &Factor),
    ) -> ClassId {
        if let Value::Exact(exact) = value {
            return self.id(Class::Exact(exact.abs()));
        }
        let mut inner = if self.stated.contains_key(&factor.name) { factor.name } else { factor.result };
        while let Node::Apply { function, primes: 0, arguments: &[argument] } = graph.node(inner) {
            if function != function::id(&NEGATE) {
                break;
            }
            inner = argument;
        }
        self.of(graph, network, numbers, inner)
    }

    /// The class of an expression. Every expression below it is looked at once.
    fn of(&mut self, graph: &mut Graph, network: &Network, numbers: &mut Numbers, root: ExprId) -> ClassId {
        let mut stack = vec![root];
        while let Some(&id) = stack.last() {
            if self.of.contains_key(&id) {
                stack.pop();
                continue;
            }
            let needed = self.needed(graph, network, numbers, id);
            let before = stack.len();
            stack.extend(needed.below.iter().copied().filter(|below| !self.of.contains_key(below)));
            if stack.len() > before {
                continue;
            }
            let below: Vec<ClassId> = needed.below.iter().map(|below| self.of[below]).collect();
            let class = match (needed.kind, below.as_slice()) {
                (Kind::Exact(exact), _) => self.id(Class::Exact(exact)),
                (Kind::StandsFor, &[other]) => other,
                (Kind::Apply(function, primes), _) => {
                    let mut arguments = below;
                    if primes == 0 && [function::id(&ADD), function::id(&MULTIPLY)].contains(&function) {
                        arguments.sort_unstable();
                    }
                    self.id(Class::Apply(function, primes, arguments))
                }
                (Kind::StandsFor | Kind::Itself, _) => self.id(Class::Itself(id)),
            };
            self.of.insert(id, class);
            stack.pop();
        }
        self.of[&root]
    }

    /// What an expression's class is made of.
    fn needed(&self, graph: &mut Graph, network: &Network, numbers: &mut Numbers, id: ExprId) -> Needed {
        let symbol = match graph.node(id) {
            Node::Number(number) => return Needed::alone(Kind::Exact(number.clone())),
            Node::Apply { function, primes, arguments } if !self.stated.contains_key(&id) => {
                return Needed { kind: Kind::Apply(function, primes), below: arguments.to_vec() };
            }
            Node::Symbol(symbol) => Some(symbol),
            Node::Apply { .. } | Node::Derivative { .. } => None,
        };
        if let Ok(Value::Exact(exact)) = numbers.value(graph, id) {
            return Needed::alone(Kind::Exact(exact));
        }
        let formula = symbol.and_then(|symbol| match network.definition(symbol) {
            Definition::Formula(formula) => Some(formula),
            Definition::Dependence | Definition::Input => None,
        });
        match self.stated.get(&id).copied().or(formula) {
            Some(other) => Needed { kind: Kind::StandsFor, below: vec![other] },
            None => Needed::alone(Kind::Itself),
        }
    }

    fn id(&mut self, class: Class) -> ClassId {
        if let Some(&id) = self.ids.get(&class) {
            return id;
        }
        let id = ClassId(u32::try_from(self.exact.len()).expect("fewer than 2^32 classes"));
        self.exact.push(match &class {
            Class::Exact(exact) => Some(exact.clone()),
            Class::Apply(..) | Class::Itself(_) => None,
        });
        self.ids.insert(class, id);
        id
    }
}

/// What a class is made of: its kind, and the expressions whose classes come first.
struct Needed {
    kind: Kind,
    below: Vec<ExprId>,
}

enum Kind {
    Exact(Rational),
    Apply(FunctionId, u8),
    StandsFor,
    Itself,
}

impl Needed {
    fn alone(kind: Kind) -> Self {
        Self { kind, below: Vec::new() }
    }
}
