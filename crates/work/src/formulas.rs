//! Formulas by themselves: judged and evaluated over a list of definitions, with no worksheet around them.

use chainrule_number::{PRECISIONS, Rational, USUAL_PRECISION, Undefined, Value};
use chainrule_program::{Formula, Kernel};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::finish::{Named, finish};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::network::NetworkBuilder;
use chainrule_worksheet::{GivenRange, Relation, Worksheet};

use crate::Judgement;
use crate::claim::effort::Effort;
use crate::claim::{all_values, derivatives_in, written_out};

/// A value is worked out until so many binary digits are certain.
const ENOUGH_BITS: i64 = 100;

/// Formulas over definitions.
#[derive(Debug)]
pub struct Formulas {
    worksheet: Worksheet,
    calculus: Calculus,
}

impl Formulas {
    /// Takes a graph, and what each of these quantities is computed from in it. Gives the graph back where a quantity
    /// is computed from itself.
    ///
    /// # Errors
    /// A quantity is computed from itself.
    pub fn new(
        mut graph: Graph,
        definitions: &[(SymbolId, ExprId)],
        ranges: &[GivenRange],
    ) -> Result<Self, Box<Graph>> {
        let mut builder = NetworkBuilder::new();
        for &(symbol, formula) in definitions {
            builder.define(symbol, formula);
        }
        let Ok(network) = builder.finish(&graph) else { return Err(Box::new(graph)) };
        let calculus = Calculus::new(&mut graph, network.clone());
        let worksheet = Worksheet { ranges: ranges.to_vec(), ..Worksheet::of_network(graph, network) };
        Ok(Self { worksheet, calculus })
    }

    /// The graph, with all that was added to it.
    pub fn into_graph(self) -> Graph {
        self.worksheet.graph
    }

    /// The graph.
    pub fn graph(&mut self) -> &mut Graph {
        &mut self.worksheet.graph
    }

    /// An expression without derivatives, written out down to what nothing defines.
    pub fn written_out(&mut self, expr: ExprId) -> ExprId {
        let expr = self.calculus.without_derivatives(&mut self.worksheet.graph, expr);
        written_out::down_to_leaves(&mut self.worksheet, &self.calculus, expr)
    }

    /// An expression in the shortest form that is found, as results are printed.
    pub fn finished(&mut self, expr: ExprId) -> ExprId {
        let graph = &mut self.worksheet.graph;
        // No name stands for the result: it has none.
        let nothing = graph.intern("'");
        let done = finish(graph, self.calculus.network(), &Named::default(), nothing, expr);
        done.map_or(expr, |done| done.result())
    }

    /// Whether two sides stand in a relation, whatever numbers the names stand for.
    pub fn judge(&mut self, (left, right): (ExprId, ExprId), relation: Relation) -> Judgement {
        let graph = &mut self.worksheet.graph;
        let derived = derivatives_in(graph, &[left, right], |_| false);
        let left = self.calculus.without_derivatives(graph, left);
        let right = self.calculus.without_derivatives(graph, right);
        // What a derivative is taken of is no longer a name of the worksheet's network.
        let sides = (
            written_out::down_to_leaves(&mut self.worksheet, &self.calculus, left),
            written_out::down_to_leaves(&mut self.worksheet, &self.calculus, right),
        );
        all_values::judge(
            &mut self.worksheet,
            &self.calculus,
            sides,
            &derived,
            relation,
            None,
            &Effort::for_claims(1),
        )
    }

    /// The value of an expression with numbers for names and for derivatives.
    ///
    /// # Errors
    /// It has no value, or a name has none.
    pub fn value(&mut self, expr: ExprId, numbers: &[(ExprId, Rational)]) -> Result<Value, Undefined> {
        let mut rewriter = chainrule_symbolic::graph::Rewriter::new();
        for (name, number) in numbers {
            let number = self.worksheet.graph.number(number.clone());
            rewriter.replace(*name, number);
        }
        // Numbers of derivatives first: what they are taken of may have no formula.
        let names: Vec<ExprId> = numbers
            .iter()
            .map(|(name, _)| *name)
            .filter(|&name| matches!(self.worksheet.graph.node(name), Node::Derivative { .. }))
            .collect();
        let expr = if names.is_empty() {
            expr
        } else {
            let mut derivatives = chainrule_symbolic::graph::Rewriter::new();
            for (name, number) in numbers.iter().filter(|(name, _)| names.contains(name)) {
                let number = self.worksheet.graph.number(number.clone());
                derivatives.replace(*name, number);
            }
            derivatives.apply(&mut self.worksheet.graph, expr)
        };
        let expr = self.written_out(expr);
        let expr = rewriter.apply(&mut self.worksheet.graph, expr);
        value_of(&mut self.worksheet.graph, expr)
    }
}

/// The value of an expression that is made of numbers.
///
/// # Errors
/// It has no value, or names something.
pub fn value_of(graph: &mut Graph, expr: ExprId) -> Result<Value, Undefined> {
    let kernel = Kernel::new().of(graph, expr);
    let formula = Formula::of_primitives(graph, kernel, &[]).map_err(|_| Undefined::Unknown)?;
    let nothing: &[Value] = &[];
    let mut last = Err(Undefined::Unknown);
    for &bits in PRECISIONS.iter().filter(|&&bits| bits <= USUAL_PRECISION) {
        match formula.at::<Value>(nothing, bits) {
            Ok(value) if value.certain_bits() >= ENOUGH_BITS => return Ok(value),
            Ok(value) => last = Ok(value),
            Err(Undefined::NotRational) => last = Err(Undefined::NotRational),
            Err(why) if why.is_not_told() => last = Err(why),
            Err(why) => return Err(why),
        }
    }
    last
}
