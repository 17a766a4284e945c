//! The derivatives of one quantity by many leaves: one sweep from the target back, families told once.

use chainrule_number::Value;
use chainrule_render::{Inline, Layout, Line, Relation};
use chainrule_symbolic::derivation::{Adjoint, PathCount, Users, WorkingId};
use chainrule_symbolic::graph::{ExprId, Node, Scope, SymbolId};
use rustc_hash::FxHashMap;

use super::tellings::{Slopes, Telling};
use super::told_before::{Draft, FactorEntry, NewFacts, ToldBefore};
use super::{Page, dots, line};
use chainrule_work::report::{GradientReport, Report};

/// Up to so many members of a family are told one by one.
const MOST_MEMBERS: usize = 3;

/// A gradient, made ready to be typeset.
pub(super) struct PreparedGradient {
    /// The lines from the target back.
    adjoints: Vec<Entry>,
    /// The lines of the leaves asked for.
    leaves: Vec<Entry>,
    factors: Vec<FactorEntry>,
    tellings: Vec<Telling>,
    facts: NewFacts,
    paths: PathCount,
    extremes: Option<Extremes>,
}

/// A line, or what stands for lines that are left out.
enum Entry {
    Line(Adjoint, usize),
    /// So many more members of the family have a line like the one before.
    Alike(usize),
    /// So many lines and families of lines are left out.
    LeftOut(usize),
}

/// The leaves with the largest and the smallest derivative that is not zero, by the names of those derivatives and
/// their places, and how many are zero.
struct Extremes {
    largest: (ExprId, usize),
    smallest: (ExprId, usize),
    zeros: usize,
}

impl PreparedGradient {
    pub(super) fn new(
        draft: &mut Draft<'_>,
        gradient_report: &GradientReport,
        told_before: &mut ToldBefore,
    ) -> Self {
        let report = draft.report;
        let families = Families::of(report, gradient_report);
        let mut is_asked = wanted(report, gradient_report);
        if !draft.has_all_steps {
            // The lines of leaves stand below, with their factors put in.
            gradient_report.leaves.iter().for_each(|&leaf| is_asked[leaf] = false);
        }
        let users = gradient_report.gradient.users();
        let places = (1..gradient_report.gradient.len()).filter(|&place| is_asked[place]);
        let groups = families.groups(report, &users, places);
        let leaf_groups = families.groups(report, &users, gradient_report.leaves.iter().copied());
        let paths = {
            let counts = gradient_report.gradient.count_paths();
            gradient_report.leaves.iter().fold(PathCount::ZERO, |sum, &leaf| sum + counts[leaf])
        };
        let extremes = extremes(gradient_report);
        // One factor stands for all that share its working.
        let mut of_working: FxHashMap<Option<WorkingId>, usize> = FxHashMap::default();
        let mut first_with = Vec::new();
        for factor in &gradient_report.factors {
            let working = report.calculus().factor(factor.id).working;
            let count = of_working.entry(working).or_insert(0);
            if *count == 0 || working.is_none() {
                first_with.push((factor.id, working));
            }
            *count += 1;
        }
        let elision = draft.elision;
        let brief = !draft.has_all_steps;
        let slopes = Slopes::default();
        let mut tellings = Vec::new();
        let (head, left_out, _) = elision.cut(first_with.len());
        let (places, _) = elision.places(first_with.len());
        let mut shown_factors = Vec::new();
        for place in places {
            let Some((id, working)) = place.map(|place| first_with[place]) else {
                let between = &first_with[head..head + left_out];
                let count = between
                    .iter()
                    .map(|(_, working)| if working.is_some() { of_working[working] } else { 1 })
                    .sum();
                shown_factors.push(FactorEntry::LeftOut(count));
                tellings.push(Telling::LeftOut(count));
                continue;
            };
            if brief {
                tellings.push(told_before.telling(draft, id, &slopes));
            } else {
                shown_factors.push(told_before.factor(draft, id));
            }
            if working.is_some() && of_working[&working] > 1 {
                shown_factors.push(FactorEntry::Alike(of_working[&working] - 1));
                tellings.push(Telling::Alike(of_working[&working] - 1));
            }
        }
        let facts = told_before.tell(draft, &gradient_report.factors, &gradient_report.slopes, elision);
        let extremes = extremes.map(|[largest, smallest, zeros]| {
            let mut name = |place: usize| {
                let (graph, gradient) = (&mut draft.graph, &gradient_report.gradient);
                let target = graph.symbol(gradient_report.target());
                (graph.derivative(target, gradient.quantities()[place], Scope::Total), place)
            };
            Extremes { largest: name(largest), smallest: name(smallest), zeros }
        });
        let adjoints = lines(draft, (gradient_report, &users), &groups);
        let leaves = lines(draft, (gradient_report, &users), &leaf_groups);
        Self { adjoints, leaves, factors: shown_factors, tellings, facts, paths, extremes }
    }
}

/// By place: whether the derivative is asked for or is above one that is; leaves that are constants are neither.
fn wanted(report: &Report, gradient_report: &GradientReport) -> Vec<bool> {
    let network = report.calculus().network();
    let mut is_wanted: Vec<bool> =
        gradient_report.gradient.quantities().iter().map(|&symbol| !network.is_leaf(symbol)).collect();
    for &leaf in &gradient_report.leaves {
        is_wanted[leaf] = true;
    }
    is_wanted
}

/// The lines of some groups: all of small ones, the first and last of large ones.
fn lines(
    draft: &mut Draft<'_>,
    (gradient_report, users): (&GradientReport, &Users),
    groups: &[Vec<usize>],
) -> Vec<Entry> {
    let Draft { report, graph, elision, .. } = draft;
    let (places, left_out) = elision.places(groups.len());
    let mut line_at = |place: usize| {
        Entry::Line(report.calculus().line(graph, &gradient_report.gradient, users, place), place)
    };
    let mut lines = Vec::new();
    for place in places {
        match place.map(|place| groups[place].as_slice()) {
            None => lines.push(Entry::LeftOut(left_out)),
            Some([first, between @ .., last]) if between.len() + 2 > MOST_MEMBERS => {
                lines.push(line_at(*first));
                lines.push(Entry::Alike(between.len()));
                lines.push(line_at(*last));
            }
            Some(all) => lines.extend(all.iter().map(|&place| line_at(place))),
        }
    }
    lines
}

/// The places of the largest and the smallest derivative that is not zero, and how many are zero; nothing where a number
/// is not known.
fn extremes(gradient: &GradientReport) -> Option<[usize; 3]> {
    let mut largest = (f64::NEG_INFINITY, None);
    let mut smallest = (f64::INFINITY, None);
    let mut zeros = 0;
    for &leaf in &gradient.leaves {
        let size = gradient.values[leaf].as_ref()?.log10_abs();
        if size == f64::NEG_INFINITY {
            zeros += 1;
            continue;
        }
        if size > largest.0 {
            largest = (size, Some(leaf));
        }
        if size < smallest.0 {
            smallest = (size, Some(leaf));
        }
    }
    Some([largest.1?, smallest.1?, zeros])
}

/// Which family each quantity of a gradient is of.
struct Families {
    /// By place; nothing for those of none.
    of: Vec<Option<u32>>,
}

impl Families {
    fn of(report: &Report, gradient_report: &GradientReport) -> Self {
        let graph = report.graph();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut family = |symbol: SymbolId| {
            let name = graph.name(symbol);
            let (text, member) = (name.as_str(), name.member());
            if member.is_empty() {
                return None;
            }
            let next = u32::try_from(numbers.len()).ok()?;
            // What stands before `[1,2]`.
            Some(*numbers.entry(&text[..text.len() - member.len() - 2]).or_insert(next))
        };
        let of = gradient_report.gradient.quantities().iter().map(|&symbol| family(symbol)).collect();
        Self { of }
    }

    /// The places in groups: members of one family whose lines read alike, one by one where there is no family.
    fn groups(&self, report: &Report, users: &Users, places: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
        let graph = report.graph();
        let mut group_of: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut key = Vec::new();
        for place in places {
            let Some(family) = self.of[place] else {
                groups.push(vec![place]);
                continue;
            };
            key.clear();
            key.push(family);
            for edge in users.of_place(place) {
                let (user, family) = (edge.user(), self.of[edge.user()]);
                let name = report.calculus().factor(edge.factor).name;
                let is_whole = matches!(graph.node(name), Node::Derivative { scope: Scope::Total, .. });
                key.push(u32::from(user == 0) * 2 + u32::from(is_whole));
                key.push(family.map_or(0, |family| family + 1));
            }
            if let Some(&group) = group_of.get(&key) {
                groups[group].push(place);
                continue;
            }
            group_of.insert(key.clone(), groups.len());
            groups.push(vec![place]);
        }
        groups
    }
}

impl Page<'_> {
    pub(super) fn gradient(&mut self, gradient_report: &GradientReport, prepared: &PreparedGradient) {
        let target = self.setter.name(gradient_report.target());
        self.heading(1, Inline::new().text("Gradient of ").math(target.clone()));
        if gradient_report.is_refuted() {
            self.refuted(&gradient_report.factors);
            return;
        }
        let paths = match prepared.paths.exact() {
            Some(count) => Inline::new().text(count.to_string()),
            None => Inline::new().text("About ").math(Layout::power_of_ten(prepared.paths.log10(), 0)),
        };
        self.paragraph(
            paths
                .text(" paths lead from ")
                .text(gradient_report.leaves.len().to_string())
                .text(" leaves to ")
                .math(target)
                .text(
                    ". All derivatives are taken in one sweep, from it back, quantity by quantity (backpropagation):",
                ),
        );
        self.equations(vec![self.rule_of_backpropagation(gradient_report.target())]);
        let lines = self.adjoint_lines(&prepared.adjoints, |page, adjoint| {
            // What the target reads at once has its factor for a derivative: the same name stands on both sides.
            let right = if adjoint.chain == adjoint.name { adjoint.product } else { adjoint.chain };
            page.setter.expression(right)
        });
        self.equations(lines);
        self.immediate(&gradient_report.factors);
        if self.plan.has_all_steps() {
            self.heading(2, "Each factor".into());
        }
        self.stated(None, &gradient_report.factors, &gradient_report.slopes);
        if self.plan.has_all_steps() {
            self.workings(&prepared.factors);
            self.facts(&prepared.facts);
        } else {
            self.tell(&prepared.tellings, None);
            self.needs(&prepared.facts);
        }
        self.heading(2, "The derivatives".into());
        let mut lines =
            self.adjoint_lines(&prepared.leaves, |page, adjoint| page.setter.expression(adjoint.product));
        self.put_values(gradient_report, &prepared.leaves, &mut lines);
        self.equations(lines);
        self.extreme_leaves(gradient_report, prepared);
        if self.plan.is_complete() {
            self.verification(&gradient_report.tally);
        }
    }

    fn adjoint_lines(&self, entries: &[Entry], right: impl Fn(&Self, &Adjoint) -> Layout) -> Vec<Line> {
        entries
            .iter()
            .map(|entry| match entry {
                Entry::Line(adjoint, _) => {
                    line(self.setter.expression(adjoint.name), right(self, adjoint), None)
                }
                Entry::Alike(count) => dots(*count, " of this form"),
                Entry::LeftOut(count) => dots(*count, ", all verified"),
            })
            .collect()
    }

    /// The number of each line behind it.
    fn put_values(&self, gradient_report: &GradientReport, entries: &[Entry], lines: &mut Vec<Line>) {
        let mut all = Vec::with_capacity(lines.len());
        for (entry, line) in entries.iter().zip(lines.drain(..)) {
            all.push(line);
            let Entry::Line(_, place) = entry else { continue };
            if let Some(value) = &gradient_report.values[*place] {
                all.push(self.value_line(Layout::new(), value));
            }
        }
        *lines = all;
    }

    fn value_line(&self, left: Layout, value: &Value) -> Line {
        let relation: Relation = self.relation_to(value);
        Line { relation, ..line(left, self.number(value), None) }
    }

    fn extreme_leaves(&mut self, gradient_report: &GradientReport, prepared: &PreparedGradient) {
        let Some(extremes) =
            prepared.extremes.as_ref().filter(|_| gradient_report.leaves.len() > MOST_MEMBERS)
        else {
            return;
        };
        let side = |(name, place): (ExprId, usize)| {
            gradient_report.values[place]
                .as_ref()
                .map(|value| self.value_line(self.setter.expression(name), value))
        };
        let lines: Vec<Line> = [(extremes.largest, "the largest"), (extremes.smallest, "the smallest")]
            .into_iter()
            .filter_map(|(extreme, reason)| Some(Line { reason: Some(reason.into()), ..side(extreme)? }))
            .collect();
        self.equations(lines);
        if extremes.zeros > 0 {
            let text = match extremes.zeros {
                1 => "One derivative is exactly zero.".to_owned(),
                count => format!("{count} derivatives are exactly zero."),
            };
            self.paragraph(Inline::new().text(text));
        }
    }
}
