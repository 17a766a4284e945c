//! A quantity that is used at every step of a recurrence: a sum over the steps, of products along it.
//!
//! What is looked for is a spine: quantities one after another, `h[T], h[T-1], …, h[1]`, from each of which one edge
//! leads to the next and at most one to the shared quantity, while the target reaches each by at most one way past the
//! spine. Every path then goes down one way, along the spine, and off it: the double sum is all of them.

use rustc_hash::FxHashSet;

use super::Linear;
use super::form::{Over, Part, Unit};
use super::letters::Letters;
use super::limits::FEWEST_PERIODS;
use super::links::{Edge, Link, Section};
use super::members::Members;
use super::run::{self, Values};
use crate::graph::{Graph, Node, Scope};

/// A spine with the ways on it and off it.
struct Spine {
    /// From each to the next.
    along: Vec<Link>,
    /// By position: the way from the target, where one leads there past the spine.
    entries: Vec<Option<Vec<Link>>>,
    /// By position: the edge to the shared quantity.
    exits: Vec<Option<Link>>,
}

/// The section as a sum over an index; nothing where it is no spine, or where its steps are not alike.
pub(super) fn over_steps(
    graph: &Graph,
    members: &mut Members,
    section: &Section<'_>,
    letters: &Letters,
) -> Option<Vec<Part>> {
    if let Some(sum) = side_by_side(graph, members, section, letters) {
        return Some(sum);
    }
    let spine = Spine::of(graph, members, section)?;
    let exits: Vec<usize> = positions(&spine.exits);
    let entries: Vec<usize> = positions(&spine.entries);
    let offset = *exits.first()?;
    let period = exits.get(1)?.checked_sub(offset)?;
    let steps = exits.len();
    let is_regular = |positions: &[usize], first: usize| {
        positions.iter().enumerate().all(|(count, &position)| position == first + count * period)
    };
    if steps < FEWEST_PERIODS || offset >= period || !is_regular(&exits, offset) || !is_regular(&entries, 0) {
        return None;
    }
    let exit = |step: usize| spine.exits[offset + step * period];
    let values = run::values(graph, members, exit(0)?.name, exit(1)?.name)?;
    let mut steps_of = Steps { graph, members, values };
    let leaving: Vec<Vec<Link>> = (0..steps).map(|step| exit(step).into_iter().collect()).collect();
    let partial: Vec<Vec<Link>> =
        (0..steps).map(|step| spine.along[step * period..step * period + offset].to_vec()).collect();
    let whole: Vec<Vec<Link>> =
        (0..steps - 1).map(|step| spine.along[step * period..(step + 1) * period].to_vec()).collect();
    let time = &letters.time;
    let product = steps_of.generic(&letters.inner, &whole)?;
    let mut inner: Vec<Unit> = steps_of.generic(time, &partial)?;
    inner.extend(steps_of.generic(time, &leaving)?);
    let (first, last) = (values.at(0)?, values.at(steps - 1)?);
    let is_single = entries.len() == 1;
    let from = if is_single { Linear::constant(first) } else { Linear::index(&letters.outer) };
    // Back in time from the step of entry to the one after the step of exit; forwards where indices rise.
    let span = |index: &str, near: Linear, far: Linear| {
        let (low, high) = if values.step < 0 { (far, near) } else { (near, far) };
        Over { index: index.to_owned(), low, high }
    };
    let beyond = Linear::index(time).plus(-values.step)?;
    let mut body = vec![Part::Product { over: span(&letters.inner, from.clone(), beyond), body: product }];
    body.extend(inner.into_iter().map(Part::Factor));
    let sum = Part::Sum { over: span(time, from, Linear::constant(last)), body };
    let entering: Vec<Vec<Link>> =
        entries.iter().filter_map(|&position| spine.entries[position].clone()).collect();
    if is_single {
        let mut parts: Vec<Part> = Vec::new();
        for &link in entering.first()? {
            parts.push(Part::Factor(run::unit(graph, steps_of.members, link)));
        }
        parts.push(sum);
        return Some(parts);
    }
    if entries.len() < FEWEST_PERIODS {
        return None;
    }
    let mut body: Vec<Part> =
        steps_of.generic(&letters.outer, &entering)?.into_iter().map(Part::Factor).collect();
    body.push(sum);
    let over = span(&letters.outer, Linear::constant(first), Linear::constant(values.at(entries.len() - 1)?));
    Some(vec![Part::Sum { over, body }])
}

/// A quantity that is used at every step without a recurrence: a sum over ways that have nothing in common.
fn side_by_side(
    graph: &Graph,
    members: &mut Members,
    section: &Section<'_>,
    letters: &Letters,
) -> Option<Vec<Part>> {
    let bottom = section.last();
    let up = section.up();
    let mut room = section.last() + 1;
    let mut ways = Vec::with_capacity(up[bottom].len());
    for &(from, edge) in &up[bottom] {
        let way = way_from_top(&up, from, edge)?;
        // Ways without a common part are together no longer than the section.
        room = room.checked_sub(way.len() - 1)?;
        ways.push(way);
    }
    if ways.len() < FEWEST_PERIODS {
        return None;
    }
    let values = ways[0]
        .iter()
        .zip(&ways[1])
        .find_map(|(first, second)| run::values(graph, members, first.name, second.name))?;
    let body = Steps { graph, members, values }.generic(&letters.beside, &ways)?;
    let (first, last) = (values.at(0)?, values.at(ways.len() - 1)?);
    let over = Over {
        index: letters.beside.clone(),
        low: Linear::constant(first.min(last)),
        high: Linear::constant(first.max(last)),
    };
    Some(vec![Part::Sum { over, body: body.into_iter().map(Part::Factor).collect() }])
}

fn positions<T>(list: &[Option<T>]) -> Vec<usize> {
    list.iter().enumerate().filter_map(|(position, entry)| entry.as_ref().map(|_| position)).collect()
}

/// Stretches of links, one a step, and the value of the index at each.
pub(super) struct Steps<'g, 'm> {
    pub(super) graph: &'g Graph,
    pub(super) members: &'m mut Members,
    pub(super) values: Values,
}

impl Steps<'_, '_> {
    /// What the links of every step are cases of: made from the first two, and compared with each.
    pub(super) fn generic(&mut self, index: &str, steps: &[Vec<Link>]) -> Option<Vec<Unit>> {
        let alike = as_immediate(self.graph, steps)?;
        let steps = alike.as_slice();
        let [first, second, ..] = steps else { return None };
        let units = run::generic(self.graph, self.members, first, second, index, &self.values)?;
        for (step, links) in steps.iter().enumerate() {
            let at = (index, self.values.at(step)?);
            if !run::are_at(self.graph, self.members, &units, links, at) {
                return None;
            }
        }
        Some(units)
    }
}

/// The last step has no other way to the shared quantity than its own edge, so that its factor is named by `∂` where
/// the others are by `∂⁺`: all are named by `∂⁺`.
fn as_immediate(graph: &Graph, steps: &[Vec<Link>]) -> Option<Vec<Vec<Link>>> {
    let is_immediate =
        |link: &Link| matches!(graph.node(link.name), Node::Derivative { scope: Scope::Local, .. });
    let mut steps = steps.to_vec();
    let length = steps.first()?.len();
    if steps.iter().any(|links| links.len() != length) {
        return None;
    }
    for place in 0..length {
        if steps.iter().any(|links| is_immediate(&links[place])) {
            for links in &mut steps {
                links[place].name = links[place].immediate?;
            }
        }
    }
    Some(steps)
}

/// The way from the top down to an edge, where there is only one.
pub(super) fn way_from_top(up: &[Vec<(usize, Edge)>], from: usize, edge: Edge) -> Option<Vec<Link>> {
    let mut way = vec![edge.link];
    let mut at = from;
    while at != 0 {
        let &[(above, edge)] = up[at].as_slice() else { return None };
        way.push(edge.link);
        at = above;
    }
    way.reverse();
    Some(way)
}

impl Spine {
    fn of(graph: &Graph, members: &mut Members, section: &Section<'_>) -> Option<Self> {
        let bottom = section.last();
        let up = section.up();
        let inner = |place: usize| section.down(place).filter(move |edge| edge.to != bottom);
        let mut places = vec![up[bottom].first()?.0];
        let mut along = Vec::new();
        while let Some(&place) = places.last() {
            let mut further = inner(place);
            let Some(edge) = further.next() else { break };
            if further.next().is_some() {
                return None;
            }
            places.push(edge.to);
            along.push(edge.link);
        }
        extend_upwards(graph, members, section, &up, &mut places, &mut along);
        let mut position: Vec<Option<usize>> = vec![None; section.last() + 1];
        for (number, &place) in places.iter().enumerate() {
            position[place] = Some(number);
        }
        let mut exits = vec![None; places.len()];
        for (place, edge) in &up[bottom] {
            exits[position[*place]?] = Some(edge.link);
        }
        let mut entries: Vec<Option<Vec<Link>>> = vec![None; places.len()];
        if places[0] == 0 {
            entries[0] = Some(Vec::new());
        }
        // Ways past the spine may share their upper ends: all together they are not to be longer than the section.
        let mut room = 4 * (section.last() + 1);
        for (number, &place) in places.iter().enumerate() {
            for &(from, edge) in up[place].iter().filter(|(from, _)| position[*from].is_none()) {
                let way = way_from_top(&up, from, edge)?;
                room = room.checked_sub(way.len())?;
                if entries[number].replace(way).is_some() {
                    return None;
                }
            }
        }
        Some(Self { along, entries, exits })
    }
}

/// The quantity above the first that uses the shared one belongs to the spine where it is of a family on it.
fn extend_upwards(
    graph: &Graph,
    members: &mut Members,
    section: &Section<'_>,
    up: &[Vec<(usize, Edge)>],
    places: &mut Vec<usize>,
    along: &mut Vec<Link>,
) {
    let mut families: FxHashSet<u32> = FxHashSet::default();
    for &place in places.iter() {
        families.insert(members.number(graph, section.quantity(place)));
    }
    // From the last on: lists grow at their ends.
    places.reverse();
    along.reverse();
    while let Some([(above, edge)]) = places.last().map(|&top| up[top].as_slice()) {
        let is_one = section.down(*above).len() == 1;
        if !is_one || !families.contains(&members.number(graph, section.quantity(*above))) {
            break;
        }
        places.push(*above);
        along.push(edge.link);
    }
    places.reverse();
    along.reverse();
}
