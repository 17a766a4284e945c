//! Lines about the members of a family that follow each other, written once with their index.

use std::ops::Range;

use super::instances::Instances;
use super::members::Members;
use super::{Linear, Recogniser, Template};
use crate::graph::{ExprId, Graph};
use crate::network::Families;

/// Lines that follow each other and are the cases of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Their places in the list.
    pub places: Range<usize>,
    /// The lowest value of the index.
    pub low: i64,
    /// The highest value.
    pub high: i64,
    /// What each expression of a line is, with the index in it.
    pub general: Vec<Template>,
}

impl Recogniser {
    /// The stretches of at least so many lines that are the cases of one, as their index goes up or down by one from line
    /// to line. A line is a list of expressions; each expression of each line was compared with the general one at its
    /// own index. Cost: linear in the lines.
    pub fn stretches(
        &mut self,
        graph: &Graph,
        families: &Families,
        lines: &[Vec<ExprId>],
        index: &str,
        fewest: usize,
    ) -> Vec<Stretch> {
        let mut found = Vec::new();
        let mut start = 0;
        while start + 1 < lines.len() {
            let stretch = stretch_from(graph, families, &mut self.members, lines, index, start);
            let long = stretch.filter(|stretch| stretch.places.len() >= fewest);
            start = long.as_ref().map_or(start + 1, |stretch| stretch.places.end);
            found.extend(long);
        }
        found
    }
}

/// The longest stretch from a line on.
fn stretch_from(
    graph: &Graph,
    families: &Families,
    members: &mut Members,
    lines: &[Vec<ExprId>],
    index: &str,
    start: usize,
) -> Option<Stretch> {
    let (first, second) = (&lines[start], &lines[start + 1]);
    if first.len() != second.len() {
        return None;
    }
    let templates = |members: &mut Members, line: &[ExprId]| -> Vec<Template> {
        line.iter().map(|&expr| Template::of(graph, members, expr)).collect()
    };
    let (one, other) = (templates(members, first), templates(members, second));
    let at = difference(one.first()?, other.first()?)?;
    let step = at.1.checked_sub(at.0)?;
    let pairs = one.iter().zip(&other);
    let general: Vec<Template> =
        pairs.map(|(one, other)| Template::generalised(one, other, index, at)).collect::<Option<_>>()?;
    let mut instances: Vec<Instances<'_>> =
        general.iter().map(|general| Instances::of(general, graph, families, index)).collect();
    let mut last = at.0;
    let mut end = start;
    for line in &lines[start..] {
        let value = if end == start { Some(at.0) } else { last.checked_add(step) };
        let Some(value) = value else { break };
        let fits = line.len() == general.len()
            && instances
                .iter_mut()
                .zip(line)
                .all(|(general, &expr)| general.is_at(graph, members, value, expr));
        if !fits {
            break;
        }
        last = value;
        end += 1;
    }
    Some(Stretch { places: start..end, low: at.0.min(last), high: at.0.max(last), general })
}

/// What the index places say that differ in two expressions: the largest of those that go up or down by one, so that
/// what comes before is `l-1`.
fn difference(one: &Template, other: &Template) -> Option<(i64, i64)> {
    let members = one.members().zip(other.members());
    let places = members.flat_map(|(one, other)| one.places().iter().zip(other.places()));
    let values = places.filter_map(|(one, other)| Linear::value(one).zip(Linear::value(other)));
    values.filter(|(one, other)| one.abs_diff(*other) == 1).max()
}

#[cfg(test)]
mod tests {
    use super::super::{Letters, Recogniser};
    use crate::function::rows::arithmetic::{ADD, MULTIPLY};
    use crate::graph::{ExprId, Graph};
    use crate::network::Families;

    fn name(graph: &mut Graph, text: &str) -> ExprId {
        let symbol = graph.intern(text);
        graph.symbol(symbol)
    }

    /// `z[l] = w[l]·a[l-1] + b[l]`
    fn line(graph: &mut Graph, layer: i64) -> Vec<ExprId> {
        let [z, w, b] = ["z", "w", "b"].map(|letter| name(graph, &format!("{letter}[{layer}]")));
        let a = name(graph, &format!("a[{}]", layer - 1));
        let product = graph.call(&MULTIPLY, &[w, a]);
        vec![z, graph.call(&ADD, &[product, b])]
    }

    #[test]
    fn a_line_that_differs_is_left_out() {
        for odd in 0..12 {
            let mut graph = Graph::new();
            let mut lines: Vec<Vec<ExprId>> = (1..=12).map(|layer| line(&mut graph, layer)).collect();
            let one = graph.integer(1);
            lines[odd][1] = graph.call(&ADD, &[lines[odd][1], one]);
            let mut recogniser = Recogniser::new(Letters::new(None, |_| false));
            let families = Families::default();
            let found = recogniser.stretches(&graph, &families, &lines, "l", 4);
            let held: Vec<usize> = found.iter().flat_map(|stretch| stretch.places.clone()).collect();
            assert!(!held.contains(&odd));
            for stretch in found {
                // Each line is the instance of the general one, by id.
                let own_lines = &lines[stretch.places.clone()];
                for (layer, line) in (stretch.low..=stretch.high).zip(own_lines) {
                    let at = super::Linear::constant(layer);
                    for (general, &expr) in stretch.general.iter().zip(line) {
                        let instance = general.with("l", &at).expect("small").written(&mut graph);
                        assert_eq!(instance, expr);
                    }
                }
            }
        }
    }

    #[test]
    fn backwards_and_with_a_gap() {
        let mut graph = Graph::new();
        let layers = [9, 8, 7, 6, 5, 3, 2, 1, 0, -1];
        let lines: Vec<Vec<ExprId>> = layers.iter().map(|&layer| line(&mut graph, layer)).collect();
        let mut recogniser = Recogniser::new(Letters::new(None, |_| false));
        let families = Families::default();
        let found = recogniser.stretches(&graph, &families, &lines, "l", 4);
        let ranges: Vec<(i64, i64)> = found.iter().map(|stretch| (stretch.low, stretch.high)).collect();
        assert_eq!(ranges, [(5, 9), (-1, 3)]);
    }
}
