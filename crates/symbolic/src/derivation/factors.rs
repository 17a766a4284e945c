//! The factors of a network, each made once, and their workings, those of one shape worked out once.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::definition_parts::DefinitionParts;
use super::renaming::Renaming;
use super::shape::{ShapeId, Shapes};
use super::{Fact, Factless, Factor, FactorId, Working, WorkingId, scope};
use crate::graph::{ExprId, Graph, Scope, SymbolId};
use crate::network::{Definition, Network, Occurrences};

/// Every factor that was met.
#[derive(Debug, Default)]
pub(super) struct Factors {
    pub(super) list: Vec<Factor>,
    /// By edge of the network: one more than the place of its factor, or 0.
    by_edge: Vec<u32>,
    /// Factors that are stated over all ways from one quantity to another. The factor of an edge between the two is
    /// another one.
    stated: FxHashMap<(SymbolId, SymbolId), FactorId>,
    worked: Vec<Worked>,
    /// Which working those of a shape share, by the place of the input that they derive by.
    shared: FxHashMap<(ShapeId, u32), WorkingId>,
    shapes: Shapes,
    lowest_users: scope::LowestUsers,
    made: Vec<ExprId>,
    occurrences: Occurrences,
    /// What stands inside the definition read last.
    inside: Option<DefinitionParts>,
}

/// A derivative that was worked out, in the names of the quantity that was the first to need it.
#[derive(Debug)]
struct Worked {
    working: Working,
    child: SymbolId,
    /// The shape and the place of the input, where other quantities share the working.
    shared: Option<(ShapeId, u32)>,
    result: Renaming,
    /// What it takes for granted and what it knows, and what that is about; gathered when it is first asked for.
    facts: OnceCell<(Vec<Fact>, Renaming)>,
}

impl Factors {
    /// The factor of an edge, worked out where it is new. `edge` is the parent's place among the child's inputs; nothing
    /// where the worksheet states a number for the whole derivative.
    pub(super) fn of(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        [child, parent]: [SymbolId; 2],
        edge: Option<u32>,
    ) -> FactorId {
        let number = edge.map(|edge| network.first_edge(child) + edge as usize);
        let factor = match number {
            Some(number) => {
                if self.by_edge.len() <= number {
                    self.by_edge.resize(network.edge_count().max(number + 1), 0);
                }
                self.by_edge[number].checked_sub(1).map(FactorId)
            }
            None => self.stated.get(&(child, parent)).copied(),
        };
        if let Some(factor) = factor {
            return factor;
        }
        let scope = match edge {
            Some(_) => scope::of_edge(network, child, parent, &mut self.lowest_users),
            None => Scope::Total,
        };
        let child_expr = graph.symbol(child);
        let name = graph.derivative(child_expr, parent, scope);
        let is_formula = matches!(network.definition(child), Definition::Formula(_));
        let (working, result) = match edge.filter(|_| is_formula) {
            Some(edge) => {
                let (working, result) = self.work_out(graph, network, child, parent, edge);
                (Some(working), result)
            }
            None => (None, name),
        };
        let place = u32::try_from(self.list.len()).expect("fewer than 2^32 factors");
        self.list.push(Factor { child, parent, name, working, result });
        match number {
            Some(number) => self.by_edge[number] = place + 1,
            None => {
                self.stated.insert((child, parent), FactorId(place));
            }
        }
        FactorId(place)
    }

    /// The factor that is stated over all ways from one quantity to another, once it was met.
    pub(super) fn whole(&self, child: SymbolId, parent: SymbolId) -> Option<FactorId> {
        self.stated.get(&(child, parent)).copied()
    }

    /// Whether the only way from one quantity to another is one edge.
    pub(super) fn is_only_way(&mut self, network: &Network, child: SymbolId, parent: SymbolId) -> bool {
        network.inputs(child).contains(&parent)
            && scope::of_edge(network, child, parent, &mut self.lowest_users) == Scope::Total
    }

    /// Another network numbers its edges in another way.
    pub(super) fn move_to(&mut self, network: &Network) {
        let number_of: FxHashMap<(SymbolId, SymbolId), u32> = (1u32..)
            .zip(&self.list)
            .filter(|(number, factor)| self.whole(factor.child, factor.parent) != Some(FactorId(number - 1)))
            .map(|(number, factor)| ((factor.child, factor.parent), number))
            .collect();
        self.by_edge.clear();
        self.by_edge.resize(network.edge_count(), 0);
        for &child in network.order() {
            let first = network.first_edge(child);
            for (edge, &input) in network.inputs(child).iter().enumerate() {
                if let Some(&number) = number_of.get(&(child, input)) {
                    self.by_edge[first + edge] = number;
                }
            }
        }
        self.lowest_users.forget();
    }

    /// Lets go of tables by symbol that are filled again as they are asked.
    pub(super) fn forget_what_is_found_again(&mut self) {
        self.shapes.forget_definitions();
        self.lowest_users.forget();
    }

    fn work_out(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        child: SymbolId,
        parent: SymbolId,
        edge: u32,
    ) -> (WorkingId, ExprId) {
        let shared = self.shapes.of(graph, network, child).map(|shape| (shape, edge));
        if let Some(&working) = shared.and_then(|shared| self.shared.get(&shared)) {
            let result = self.put(graph, network, working, child);
            return (working, result.expect("a renaming of one expression gives one"));
        }
        let child_expr = graph.symbol(child);
        let start = graph.derivative(child_expr, parent, Scope::Local);
        let working = Working::among(graph, network, start, &mut self.occurrences);
        let result = working.result();
        let id = WorkingId::from_index(self.worked.len());
        if let Some(shared) = shared {
            self.shared.insert(shared, id);
        }
        let renaming = Renaming::of(graph, &[result], inside_of(&mut self.inside, graph, network, child));
        self.worked.push(Worked { working, child, shared, result: renaming, facts: OnceCell::new() });
        (id, result)
    }

    /// The result of a working under the names of a quantity of the same shape.
    fn put(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        working: WorkingId,
        child: SymbolId,
    ) -> Option<ExprId> {
        let Self { worked, inside, made, .. } = self;
        let renaming = &worked[working.index()].result;
        let inside = renaming.is_wide().then(|| inside_of(inside, graph, network, child));
        let wide = inside.map_or(&[][..], |inside| inside.wide());
        renaming.put(graph, child, network.inputs(child), wide, made).next()
    }

    /// How many workings there are.
    pub(super) fn working_count(&self) -> usize {
        self.worked.len()
    }

    /// A working, in the names in which it was worked out.
    pub(super) fn worked(&self, id: WorkingId) -> &Working {
        &self.worked[id.index()].working
    }

    /// The working of a factor, in its own names.
    pub(super) fn working(&self, graph: &mut Graph, network: &Network, factor: Factor) -> Option<Working> {
        let worked = &self.worked[factor.working?.index()];
        if worked.child == factor.child {
            return Some(worked.working.clone());
        }
        let roots = worked.working.expressions();
        let renaming = Renaming::of(graph, &roots, &DefinitionParts::of(graph, network, worked.child));
        let mut made = Vec::new();
        let definition_parts = renaming.is_wide().then(|| DefinitionParts::of(graph, network, factor.child));
        let wide = definition_parts.as_ref().map_or(&[][..], DefinitionParts::wide);
        let renamed = renaming.put(graph, factor.child, network.inputs(factor.child), wide, &mut made);
        Some(worked.working.renamed(renamed, factor.parent))
    }

    /// The facts of a factor's working, in the factor's own names. Cost: linear in the facts, but for the first factor of
    /// a working.
    pub(super) fn facts(
        &self,
        graph: &mut Graph,
        network: &Network,
        factor: Factor,
        factless: &mut Factless,
    ) -> Vec<Fact> {
        let Some(id) = factor.working else { return Vec::new() };
        let worked = &self.worked[id.index()];
        let (facts, renaming) = worked.facts.get_or_init(|| {
            let facts = worked.working.facts(graph, factless);
            let about: Vec<ExprId> = facts.iter().filter_map(Fact::about_what).collect();
            let renaming = Renaming::of(graph, &about, &DefinitionParts::of(graph, network, worked.child));
            (facts, renaming)
        });
        if worked.child == factor.child {
            return facts.clone();
        }
        let definition_parts = renaming.is_wide().then(|| DefinitionParts::of(graph, network, factor.child));
        let wide = definition_parts.as_ref().map_or(&[][..], DefinitionParts::wide);
        let mut made = Vec::new();
        let mut renamed = renaming.put(graph, factor.child, network.inputs(factor.child), wide, &mut made);
        facts.iter().map(|fact| fact.with(&mut renamed)).collect()
    }

    /// Whether a factor is what its working says under its own names: the definition, read again, has the shape of the
    /// working's, and the result, put together again, is the same.
    pub(super) fn is_instance(&mut self, graph: &mut Graph, network: &Network, factor: Factor) -> bool {
        let Some(id) = factor.working else { return factor.result == factor.name };
        let worked = &self.worked[id.index()];
        let inputs = network.inputs(factor.child);
        let Some((shape, edge)) = worked.shared else {
            return worked.child == factor.child
                && worked.working.by() == factor.parent
                && worked.working.result() == factor.result;
        };
        inputs.get(edge as usize) == Some(&factor.parent)
            && self.shapes.fits(graph, network, factor.child, Some(shape))
            && self.put(graph, network, id, factor.child) == Some(factor.result)
    }
}

/// What stands inside the definition of a quantity, if it is not the one read last.
fn inside_of<'parts>(
    parts: &'parts mut Option<DefinitionParts>,
    graph: &Graph,
    network: &Network,
    child: SymbolId,
) -> &'parts DefinitionParts {
    if parts.as_ref().is_none_or(|parts| parts.child != child) {
        *parts = Some(DefinitionParts::of(graph, network, child));
    }
    parts.as_ref().expect("it was just read")
}
