//! A derivative written once for all members of its families, as data.

use super::{Linear, Template};
use crate::derivation::put_back::product_of;
use crate::graph::{ExprId, Graph, SymbolId};

/// A product of parts: `∂L/∂a[50] · ∏ over l of (…) · ∂a[1]/∂z[1] · ∂z[1]/∂w[1]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The parts, from the target on.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A factor that stands for itself.
    Factor(Unit),
    /// A product over an index.
    Product {
        /// What it runs over.
        over: Over,
        /// The factors at one value of the index.
        body: Vec<Unit>,
    },
    /// A sum over an index.
    Sum {
        /// What it runs over.
        over: Over,
        /// The product at one value of the index.
        body: Vec<Part>,
    },
}

/// A factor: its name and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// `∂z[l]/∂a[l-1]`; a sum of products of names where more than one way leads from step to step.
    pub name: Template,
    /// `w[l]`
    pub result: Template,
}

/// What a sum or a product runs over: every whole number from `low` to `high`, none where `low` is the larger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// The index.
    pub index: String,
    /// The lowest value.
    pub low: Linear,
    /// The highest value.
    pub high: Linear,
}

/// Which side of a factor is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its name.
    Names,
    /// What it is.
    Results,
}

/// A part as expressions of a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Factors that stand side by side, as one product.
    Expression(ExprId),
    /// A product or a sum over an index.
    Over {
        /// Which.
        kind: Kind,
        /// The index.
        index: SymbolId,
        /// The lowest value.
        low: ExprId,
        /// The highest value.
        high: ExprId,
        /// What is multiplied or added.
        body: Vec<Written>,
    },
}

/// A product or a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ∏
    Product,
    /// Σ
    Sum,
}

impl Pattern {
    /// With an index replaced everywhere.
    pub fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        Some(Self { parts: with(&self.parts, index, by)? })
    }

    /// The pattern of which both are cases: `first` where `index` is `at.0`, `second` where it is `at.1`.
    pub fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        Some(Self { parts: generalised(&first.parts, &second.parts, index, at)? })
    }

    /// How many nodes its factors have, those of a product or a sum once.
    pub(super) fn size(&self) -> usize {
        size(&self.parts)
    }

    /// As expressions of a graph.
    pub fn written(&self, graph: &mut Graph, side: Side) -> Vec<Written> {
        written(graph, &self.parts, side)
    }
}

impl Unit {
    /// With an index replaced.
    pub fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        Some(Self { name: self.name.with(index, by)?, result: self.result.with(index, by)? })
    }

    pub(super) fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        let name = Template::generalised(&first.name, &second.name, index, at)?;
        Some(Self { name, result: Template::generalised(&first.result, &second.result, index, at)? })
    }

    /// Whether an index stands in it.
    pub fn holds(&self, index: &str) -> bool {
        self.name.holds(index) || self.result.holds(index)
    }

    /// One side of it.
    pub fn side(&self, side: Side) -> &Template {
        match side {
            Side::Names => &self.name,
            Side::Results => &self.result,
        }
    }
}

impl Over {
    fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        Some(Self {
            index: self.index.clone(),
            low: self.low.with(index, by)?,
            high: self.high.with(index, by)?,
        })
    }

    fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        let same = first.index == second.index && first.index != index;
        Some(Self {
            index: same.then(|| first.index.clone())?,
            low: Linear::generalised(&first.low, &second.low, index, at)?,
            high: Linear::generalised(&first.high, &second.high, index, at)?,
        })
    }
}

// Parts are nested as deep as a double sum of products, whatever the network: these four call themselves.

fn size(parts: &[Part]) -> usize {
    let of_unit = |unit: &Unit| unit.name.size() + unit.result.size();
    parts
        .iter()
        .map(|part| match part {
            Part::Factor(unit) => of_unit(unit),
            Part::Product { body, .. } => body.iter().map(of_unit).sum(),
            Part::Sum { body, .. } => size(body),
        })
        .sum()
}

fn with(parts: &[Part], index: &str, by: &Linear) -> Option<Vec<Part>> {
    let each = parts.iter().map(|part| match part {
        Part::Factor(unit) => unit.with(index, by).map(Part::Factor),
        Part::Product { over, body } => Some(Part::Product {
            over: over.with(index, by)?,
            body: body.iter().map(|unit| unit.with(index, by)).collect::<Option<_>>()?,
        }),
        Part::Sum { over, body } => {
            Some(Part::Sum { over: over.with(index, by)?, body: with(body, index, by)? })
        }
    });
    each.collect()
}

fn generalised(first: &[Part], second: &[Part], index: &str, at: (i64, i64)) -> Option<Vec<Part>> {
    if first.len() != second.len() {
        return None;
    }
    let each = first.iter().zip(second).map(|pair| match pair {
        (Part::Factor(one), Part::Factor(other)) => {
            Unit::generalised(one, other, index, at).map(Part::Factor)
        }
        (Part::Product { over, body }, Part::Product { over: other, body: other_units })
            if body.len() == other_units.len() =>
        {
            let units = body.iter().zip(other_units);
            let body = units.map(|(one, other)| Unit::generalised(one, other, index, at));
            Some(Part::Product {
                over: Over::generalised(over, other, index, at)?,
                body: body.collect::<Option<_>>()?,
            })
        }
        (Part::Sum { over, body }, Part::Sum { over: other, body: parts }) => Some(Part::Sum {
            over: Over::generalised(over, other, index, at)?,
            body: generalised(body, parts, index, at)?,
        }),
        (Part::Factor(_) | Part::Product { .. } | Part::Sum { .. }, _) => None,
    });
    each.collect()
}

fn written(graph: &mut Graph, parts: &[Part], side: Side) -> Vec<Written> {
    let mut out = Vec::new();
    let mut side_by_side = Vec::new();
    for part in parts {
        let (kind, over) = match part {
            Part::Factor(unit) => {
                side_by_side.push(unit.side(side).written(graph));
                continue;
            }
            Part::Product { over, .. } => (Kind::Product, over),
            Part::Sum { over, .. } => (Kind::Sum, over),
        };
        put_together(graph, &mut side_by_side, &mut out);
        let body = match part {
            Part::Factor(_) => Vec::new(),
            Part::Product { body, .. } => {
                let factors: Vec<ExprId> = body.iter().map(|unit| unit.side(side).written(graph)).collect();
                vec![Written::Expression(product_of(graph, &factors))]
            }
            Part::Sum { body, .. } => written(graph, body, side),
        };
        let index = graph.intern(&over.index);
        let (low, high) = (over.low.written(graph), over.high.written(graph));
        out.push(Written::Over { kind, index, low, high, body });
    }
    put_together(graph, &mut side_by_side, &mut out);
    out
}

fn put_together(graph: &mut Graph, factors: &mut Vec<ExprId>, out: &mut Vec<Written>) {
    if !factors.is_empty() {
        out.push(Written::Expression(product_of(graph, factors)));
        factors.clear();
    }
}
