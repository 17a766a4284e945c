//! A row put to arguments: its value and its derivatives, in any number system.

use chainrule_number::{Dual, Enclosure, Scalar, Undefined, Value};
use chainrule_number::{Rational, parse_decimal};
use chainrule_program::{Formula, Kernel as Primitives};
use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::{ExprId, Graph};

/// Precisions tried until enough digits are certain.
const PRECISIONS: &[u32] = &[160, 640, 2560];

/// A number as the golden file and the rows write it: `-1.5e-3`, `1/2`.
pub(crate) fn exact(text: &str) -> Rational {
    let (sign, size) = text.strip_prefix('-').map_or((1, text), |size| (-1, size));
    let (above, below) = size.split_once('/').unwrap_or((size, "1"));
    let parse = |part: &str| parse_decimal(part).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    &parse(above).checked_div(&parse(below)).expect("not zero") * &Rational::from_integer(sign)
}

pub(crate) fn rational(value: f64) -> Rational {
    Rational::from_f64(value).expect("a finite float")
}

/// A function's value, its partial derivatives by the row, and its derivatives by dual numbers, over any arguments.
pub(crate) struct Subject {
    graph: Graph,
    pub(crate) arguments: Vec<ExprId>,
    pub(crate) value: ExprId,
    pub(crate) partials: Vec<ExprId>,
}

impl Subject {
    pub(crate) fn new(row: &'static Function, count: usize) -> Self {
        let mut graph = Graph::new();
        let arguments: Vec<ExprId> = (0..count)
            .map(|place| {
                let symbol = graph.intern(&format!("x{place}"));
                graph.symbol(symbol)
            })
            .collect();
        let mut primitives = Primitives::new();
        let call = graph.call(row, &arguments);
        let value = primitives.of(&mut graph, call);
        let partials = row.partials.iter().map(|partial| partial(&mut graph, &arguments)).collect::<Vec<_>>();
        let partials = partials.into_iter().map(|partial| primitives.of(&mut graph, partial)).collect();
        Self { graph, arguments, value, partials }
    }

    pub(crate) fn at<S: Scalar>(&self, expr: ExprId, at: &[S], bits: u32) -> Result<S, Undefined> {
        let formula = Formula::of_primitives(&self.graph, expr, &self.arguments);
        formula.map_err(|_| Undefined::Unknown)?.at(at, bits)
    }

    /// The enclosure of an expression at floats, narrow enough to count ulps.
    pub(crate) fn narrow(&self, expr: ExprId, at: &[f64]) -> Result<Enclosure, Undefined> {
        let at: Vec<Value> = at.iter().map(|&x| Value::Exact(rational(x))).collect();
        narrowed(|bits| self.at(expr, &at, bits).map(|value| value.enclosure(bits)))
    }

    /// The derivative by one argument, by dual numbers.
    pub(crate) fn dual(&self, place: usize, at: &[f64]) -> Result<Enclosure, Undefined> {
        narrowed(|bits| {
            let at: Vec<Dual<Value>> = at
                .iter()
                .enumerate()
                .map(|(other, &x)| {
                    let x = Value::Exact(rational(x));
                    if other == place { Dual::variable(x) } else { Dual::constant(x) }
                })
                .collect();
            self.at(self.value, &at, bits).map(|dual| dual.slope.enclosure(bits))
        })
    }
}

/// The first enclosure that is narrow enough, or the narrowest.
fn narrowed(at: impl Fn(u32) -> Result<Enclosure, Undefined>) -> Result<Enclosure, Undefined> {
    let mut last = Err(Undefined::Unknown);
    for &bits in PRECISIONS {
        last = at(bits);
        if last.as_ref().is_ok_and(|value| value.certain_bits() > 100) {
            break;
        }
    }
    last
}
