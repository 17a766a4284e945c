use rustc_hash::FxHashMap;
use std::sync::Arc;

use super::Graph;
use crate::function::rows::arithmetic::{ADD, MULTIPLY};
use crate::graph::{ExprId, Node, Scope};

#[test]
fn equal_expressions_have_equal_ids_whatever_they_are_made_of() {
    let mut graph = Graph::new();
    let names: Vec<ExprId> = (0..120)
        .map(|at| {
            let symbol = graph.intern(&format!("x{at}"));
            graph.symbol(symbol)
        })
        .collect();
    // All pairs, runs that count up alike, and lists that differ in the middle only.
    let mut lists: Vec<Vec<ExprId>> = Vec::new();
    for &one in &names {
        lists.extend(names.iter().map(|&other| vec![one, other]));
        lists.push(vec![names[0], one, names[1]]);
        lists.push(vec![one]);
    }
    let mut plain: FxHashMap<(bool, &[ExprId]), ExprId> = FxHashMap::default();
    for _ in 0..2 {
        for list in &lists {
            for (is_sum, function) in [(true, &ADD), (false, &MULTIPLY)] {
                let id = graph.call(function, list);
                assert_eq!(*plain.entry((is_sum, list)).or_insert(id), id);
            }
        }
    }
    let mut ids: Vec<ExprId> = plain.into_values().collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 2 * lists.len());
}

#[test]
fn a_graph_over_a_frozen_one_knows_its_ids_and_leaves_it_alone() {
    let mut graph = Graph::new();
    let [x, y] = ["x", "y"].map(|name| graph.intern(name));
    let [x_expr, two] = [graph.symbol(x), graph.integer(2)];
    let product = graph.call(&MULTIPLY, &[two, x_expr]);
    let frozen = Arc::new(graph);
    let held = (frozen.len(), frozen.symbol_count());
    // Two floors: what is over the one is frozen under the other.
    let mut over = Graph::over(&frozen);
    let y_expr = over.symbol(y);
    let z = over.intern("z");
    let sum = over.call(&ADD, &[product, y_expr]);
    let slope = over.derivative(sum, z, Scope::Total);
    let three = over.integer(3);
    let middle = Arc::new(over);
    let mut top = Graph::over(&middle);
    assert_eq!(top.intern("x"), x);
    assert_eq!(top.intern("z"), z);
    assert_eq!(top.find_symbol("none"), None);
    assert_eq!([top.symbol(x), top.symbol(y), top.integer(2), top.integer(3)], [x_expr, y_expr, two, three]);
    assert_eq!(top.call(&MULTIPLY, &[two, x_expr]), product);
    assert_eq!(top.call(&ADD, &[product, y_expr]), sum);
    assert_eq!(top.derivative(sum, z, Scope::Total), slope);
    let new = top.call(&ADD, &[sum, three]);
    assert_eq!(new.index(), middle.len());
    assert_eq!(top.children(new), [sum, three]);
    assert_eq!(top.children(sum), [product, y_expr]);
    assert_eq!(top.node(slope), Node::Derivative { of: sum, by: z, scope: Scope::Total });
    assert_eq!(top.name(z).as_str(), "z");
    assert_eq!((frozen.len(), frozen.symbol_count()), held);
}
