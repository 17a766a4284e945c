//! A quantity at the lower end of a recurrence that the target reaches at every step: `∂L/∂h[0]` where every step has a
//! loss. What is looked for is a spine as in `sum`, but one that ends in the quantity itself.

use rustc_hash::FxHashSet;

use super::Linear;
use super::form::{Over, Part};
use super::letters::Letters;
use super::limits::FEWEST_PERIODS;
use super::links::{Link, Section};
use super::members::Members;
use super::run;
use super::sum::{Steps, way_from_top};
use crate::graph::Graph;

/// The section as a sum over the steps at which the target is reached; nothing where it is no such spine.
pub(super) fn into_the_end(
    graph: &Graph,
    members: &mut Members,
    section: &Section<'_>,
    letters: &Letters,
) -> Option<Vec<Part>> {
    let (along, entries) = spine(graph, members, section)?;
    let reached: Vec<usize> =
        entries.iter().enumerate().filter_map(|(place, entry)| entry.as_ref().map(|_| place)).collect();
    let period = reached.get(1)?.checked_sub(*reached.first()?)?;
    let is_regular = reached.iter().enumerate().all(|(count, &place)| place == count * period);
    if !is_regular || reached.len() < FEWEST_PERIODS || along.len() % period != 0 {
        return None;
    }
    let periods = along.len() / period;
    if periods < FEWEST_PERIODS || !(reached.len() == periods || reached.len() == periods + 1) {
        return None;
    }
    let values = run::values(graph, members, along[0].name, along[period].name)?;
    let whole: Vec<Vec<Link>> = along.chunks(period).map(<[Link]>::to_vec).collect();
    let entering: Vec<Vec<Link>> = entries.into_iter().flatten().collect();
    let mut steps = Steps { graph, members, values };
    let product = steps.generic(&letters.inner, &whole)?;
    let mut body: Vec<Part> =
        steps.generic(&letters.time, &entering)?.into_iter().map(Part::Factor).collect();
    let span = |index: &str, near: Linear, far: Linear| {
        let (low, high) = if values.step < 0 { (far, near) } else { (near, far) };
        Over { index: index.to_owned(), low, high }
    };
    let end = Linear::constant(values.at(periods - 1)?);
    body.push(Part::Product { over: span(&letters.inner, Linear::index(&letters.time), end), body: product });
    let (first, last) = (values.at(0)?, values.at(reached.len() - 1)?);
    let over = span(&letters.time, Linear::constant(first), Linear::constant(last));
    Some(vec![Part::Sum { over, body }])
}

/// By position, where the target reaches the spine past it: the way there.
type Entries = Vec<Option<Vec<Link>>>;

/// From the upper end: the links along the spine, and the ways on it.
fn spine(graph: &Graph, members: &mut Members, section: &Section<'_>) -> Option<(Vec<Link>, Entries)> {
    let bottom = section.last();
    let up = section.up();
    let mut places = vec![bottom];
    let mut along = Vec::new();
    let mut families: FxHashSet<u32> = FxHashSet::default();
    let mut recurs = false;
    loop {
        let at = *places.last()?;
        recurs |= !families.insert(members.number(graph, section.quantity(at)));
        let mut further = up[at].iter().filter(|(above, _)| {
            *above != 0
                && ((up[at].len() == 1 && !recurs)
                    || families.contains(&members.number(graph, section.quantity(*above))))
        });
        let (Some((above, edge)), None) = (further.next(), further.next()) else { break };
        if section.down(*above).len() != 1 {
            break;
        }
        places.push(*above);
        along.push(edge.link);
    }
    places.reverse();
    along.reverse();
    let on_spine: FxHashSet<usize> = places.iter().copied().collect();
    let mut entries: Entries = vec![None; places.len()];
    let mut room = 4 * (section.last() + 1);
    let mut met = on_spine.len();
    for (number, &place) in places.iter().enumerate() {
        for &(from, edge) in up[place].iter().filter(|(from, _)| !on_spine.contains(from)) {
            let way = way_from_top(&up, from, edge)?;
            room = room.checked_sub(way.len())?;
            met += 1;
            if entries[number].replace(way).is_some() {
                return None;
            }
        }
    }
    (met > on_spine.len()).then_some((along, entries))
}
