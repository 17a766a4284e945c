//! Whether many expressions are cases of a generic one, each at its own index: names are compared by their ids.

use super::Template;
use super::member::Member;
use super::members::Members;
use super::template::Part;
use crate::graph::{ExprId, Graph, Node, SymbolId};
use crate::network::{Families, FamilyId};

/// A template made ready to be compared with expressions at many values of its index.
#[derive(Debug)]
pub(super) struct Instances<'a> {
    general: &'a Template,
    families: &'a Families,
    index: &'a str,
    /// By node: the name in it.
    names: Vec<Named<'a>>,
    /// By node: what it stands for in the expression that is compared.
    stands_for: Vec<Option<ExprId>>,
    indices: Vec<i64>,
}

/// How the name of a node is found.
#[derive(Debug)]
enum Named<'a> {
    /// There is none.
    Nothing,
    /// The same at every value of the index.
    Fixed(SymbolId),
    /// A member of a family of the network.
    Family(FamilyId, &'a Member),
    /// By its text.
    Text(&'a Member),
}

impl<'a> Instances<'a> {
    pub(super) fn of(general: &'a Template, graph: &Graph, families: &'a Families, index: &'a str) -> Self {
        let names = general.parts().iter().map(|part| match part {
            Part::Number(_) | Part::Apply { .. } => Named::Nothing,
            Part::Name(member) | Part::Derivative { by: member, .. } => {
                if member.places().iter().all(|place| place.value().is_some()) {
                    return graph.find_symbol(&member.name()).map_or(Named::Text(member), Named::Fixed);
                }
                let family = families.find(&member.pattern());
                family
                    .filter(|&family| families.arity(family) == member.places().len())
                    .map_or(Named::Text(member), |family| Named::Family(family, member))
            }
        });
        Self { general, families, index, names: names.collect(), stands_for: Vec::new(), indices: Vec::new() }
    }

    /// Whether the template is exactly this expression where the index has this value: what [`Template::is_at`] says.
    /// Cost: linear in the template.
    pub(super) fn is_at(&mut self, graph: &Graph, members: &mut Members, value: i64, expr: ExprId) -> bool {
        let parts = self.general.parts();
        self.stands_for.clear();
        self.stands_for.resize(parts.len(), None);
        let Some(last) = self.stands_for.last_mut() else { return false };
        *last = Some(expr);
        // Parents come after their children: from the end on, each node is assigned before it is looked at.
        for place in (0..parts.len()).rev() {
            let Some(expr) = self.stands_for[place] else { return false };
            let fits = match (&parts[place], graph.node(expr)) {
                (Part::Number(number), Node::Number(other)) => {
                    number.at(self.index, value).is_some_and(|number| number == *other)
                }
                (Part::Name(_), Node::Symbol(symbol)) => self.is_named(graph, members, place, value, symbol),
                (
                    Part::Apply { function, primes, arguments },
                    Node::Apply { function: other, primes: own_primes, arguments: children },
                ) => {
                    *function == other
                        && *primes == own_primes
                        && arguments.len() == children.len()
                        && arguments.iter().zip(children).all(|(&child, &to)| self.assign(child, to))
                }
                (Part::Derivative { of, scope, .. }, Node::Derivative { of: to, by, scope: other_scope }) => {
                    *scope == other_scope
                        && self.is_named(graph, members, place, value, by)
                        && self.assign(*of, to)
                }
                (Part::Number(_) | Part::Name(_) | Part::Apply { .. } | Part::Derivative { .. }, _) => false,
            };
            if !fits {
                return false;
            }
        }
        true
    }

    fn assign(&mut self, child: usize, to: ExprId) -> bool {
        let agrees = self.stands_for[child].is_none_or(|assigned| assigned == to);
        self.stands_for[child] = Some(to);
        agrees
    }

    fn is_named(
        &mut self,
        graph: &Graph,
        members: &mut Members,
        place: usize,
        value: i64,
        symbol: SymbolId,
    ) -> bool {
        match self.names[place] {
            Named::Nothing => false,
            Named::Fixed(fixed) => fixed == symbol,
            Named::Family(family, member) => {
                self.indices.clear();
                for place in member.places() {
                    let Some(position) = place.at(self.index, value) else { return false };
                    self.indices.push(position);
                }
                self.families.member(family, &self.indices) == Some(symbol)
            }
            Named::Text(member) => member.is_at(self.index, value, members.of(graph, symbol)),
        }
    }
}
