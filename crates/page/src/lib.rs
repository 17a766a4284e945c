//! A report as a page: what is said, and in which order.
//!
//! A page is read from top to bottom: `section` has a file for each of its parts, `parts` is the table of them, and `plan`
//! decides what is told where; `preparation` makes the expressions that a page shows besides, `tellings` and `told_before` say how, and once. With
//! every part and every step the page is a record, laid out by `complete`:
//!
//! - `forward`: the equations, and who depends on whom; `as_typed`: those with indices, as they were typed; `ranged`: what is said of all members of a family;
//! - `pattern`: what repeats, written once; `chain`: the chain rule over the quantities; `workings`: each factor
//!   by named rules; `facts`: what holds;
//! - `gradient`: the derivatives by many leaves at once;
//! - `stated`: the numbers that the worksheet states for derivatives;
//! - `numbers`: the factors put back with their numbers; `ledger`: the product factor by factor; `verdict`: what is
//!   wrong with its size; `zero`: why it is 0; `one_sided`: what
//!   it is at a kink;
//! - `extremes`: its largest and smallest factors; `group`: derivations by all members of a family;
//! - `open_size`: derivations at every size; `growth`: how large they can be;
//! - `top_paths`: the paths that carry most, where they are asked for;
//! - `bounds`: what is known of the size of the derivative;
//! - `verification`: how all of it was checked;
//! - `update`, `training`, `by_hand`, `claims` and `claim_reason`;
//! - `arrays`: worksheets with declared shapes;
//! - `function_page`: a page of another kind, about one function of the table.
//!
//! A page costs time in proportion to the network and has a length that does not depend on it: long lists show their
//! first and last items and say how many are left out.

#![warn(clippy::wildcard_enum_match_arm)]

mod arrays;
mod as_typed;
mod bounds;
mod by_hand;
mod chain;
mod claim_reason;
mod claims;
mod complete;
mod extremes;
mod facts;
mod family_facts;
mod finished;
mod forward;
mod function_page;
mod gradient;
mod group;
mod growth;
mod in_format;
mod ledger;
mod numbers;
mod one_sided;
mod open_size;
mod parts;
mod pattern;
mod plan;
mod preparation;
mod ranged;
mod section;
mod stated;
mod tellings;
mod told_before;
mod top_paths;
mod training;
mod update;
mod values;
mod verdict;
mod verification;
mod workings;
mod zero;

use chainrule_render::array::JacobianLayout;
use chainrule_render::{
    Block, Document, Elision, FactorLine, Inline, Layout, Line, Numbers, Relation, Section, Span, Typesetter,
};
use chainrule_symbolic::derivation::pattern::Recogniser;
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_work::Options;
use chainrule_work::report::Report;
use chainrule_work::typed;
use chainrule_worksheet::Part;
pub use claim_reason::{claim_reason, judgement_reason};
pub use function_page::{function_list, function_page};
use gradient::PreparedGradient;
use parts::{WRITERS, Writer};
use plan::Plan;
use preparation::Prepared;
use told_before::Draft;

/// A page being written.
struct Page<'r> {
    report: &'r Report,
    /// The report's graph, and over it what the page shows besides.
    graph: &'r Graph,
    setter: Typesetter<'r>,
    /// The sums of what was typed.
    typed: &'r Numbers,
    /// What is told where.
    plan: Plan,
    /// How much of long lists is shown.
    elision: Elision,
    digits: Option<usize>,
    /// How Jacobians are laid out on the page.
    layout: JacobianLayout,
    /// The derivations, made ready to be typeset.
    prepared: &'r [Prepared],
    prepared_gradients: &'r [PreparedGradient],
    /// The slopes that the reader's own quantities say.
    named_slopes: FxHashMap<ExprId, ExprId>,
    /// Derivations that go like the example of their group.
    without_section: FxHashSet<usize>,
    /// Whether it was told what `∂⁺` means.
    told_immediate: bool,
    /// Where the section stands that lists derivatives of one line each, while it is the last.
    list_at: Option<usize>,
    /// Whether it was told that a format in a claim rounds once.
    told_rounding: bool,
    /// How many equations have a label of each kind.
    labels: FxHashMap<&'static str, usize>,
    /// The label of the chain of the derivation, where it has one.
    chain_label: Option<String>,
    /// Whether the derivation is one of several: it has one heading and no gaps.
    is_compact: bool,
    blocks: Vec<Block>,
}

/// A typesetter that leaves out of expressions what no reader reads to its end, unless all is wanted.
fn setter<'r>(report: &'r Report, graph: &'r Graph, elision: Elision, plan: &Plan) -> Typesetter<'r> {
    let setter = if elision == Elision::NOTHING {
        Typesetter::unabridged(graph, &report.notations)
    } else {
        Typesetter::new(graph, &report.notations)
    };
    if plan.is_complete() { setter } else { setter.implying() }
}

/// Derivations that have no section of their own: those that go like the example of their group, and those that stand above
/// already.
fn without_section(report: &Report, elision: Elision, plan: &Plan) -> FxHashSet<usize> {
    let mut without = group::without_section(report, elision);
    if !plan.is_complete() {
        let mut met: FxHashSet<ExprId> = FxHashSet::default();
        for (place, derivation) in report.derivations.iter().enumerate() {
            // The example of a group is worked out below what its group says.
            let is_example = report.groups.iter().any(|group| group.example() == place);
            if !met.insert(derivation.derivation.name) && !is_example {
                without.insert(place);
            }
        }
    }
    without
}

/// The page that tells a report.
pub fn page(report: &Report, options: &Options) -> Document {
    let plan = Plan::of(report, options);
    let elision = match (options.full, plan.has_all_steps()) {
        (true, _) => Elision::NOTHING,
        (false, true) => Elision::LINES,
        (false, false) => Elision::SHORT,
    };
    let mut draft = Draft {
        report,
        graph: Graph::over(report.graph()),
        recogniser: Recogniser::new(report.letters.clone()),
        elision,
        has_all_steps: plan.has_all_steps(),
    };
    let (prepared, prepared_gradients) = preparation::all(&mut draft);
    let named_slopes = preparation::named_slopes(&mut draft);
    let graph = &draft.graph;
    let setter = setter(report, graph, elision, &plan);
    let typed = typed::sums(&setter, &report.worksheet().typed);
    let mut page = Page {
        report,
        graph,
        setter,
        typed: &typed,
        elision,
        digits: options.digits,
        layout: options.layout,
        prepared: &prepared,
        prepared_gradients: &prepared_gradients,
        named_slopes,
        without_section: without_section(report, elision, &plan),
        plan,
        told_immediate: false,
        list_at: None,
        told_rounding: false,
        labels: FxHashMap::default(),
        chain_label: None,
        is_compact: false,
        blocks: Vec::new(),
    };
    if let Some(arrays) = &report.arrays {
        page.blocks = arrays::blocks(arrays, as_typed::lines(report, graph), &page.plan, elision, options);
        if page.plan.is_complete() {
            page.steps();
            page.all_claims();
            return Document { blocks: page.blocks };
        }
        if page.plan.shows(Part::Update) {
            page.updates();
        }
        if page.plan.shows(Part::Claims) {
            page.claims();
        }
        if page.plan.shows(Part::Verification) {
            page.blocks.extend(arrays::checked(arrays));
        }
        return Document { blocks: page.blocks };
    }
    if page.plan.is_complete() {
        page.forward();
        page.errors();
    } else {
        page.write(|writer| matches!(writer, Writer::Before(_)), None);
    }
    page.at_every_size();
    page.derivations(elision);
    for (gradient, prepared) in report.gradients.iter().zip(page.prepared_gradients) {
        page.gradient(gradient, prepared);
    }
    if page.plan.is_complete() {
        page.steps();
        if let Some(by_hand) = &report.by_hand {
            page.by_hand(by_hand);
        }
        if page.plan.asks_for(Part::Plot) {
            page.plot();
        }
        if page.plan.asks_for(Part::Graph) {
            page.network_drawn();
        }
        page.all_claims();
    } else {
        page.write(|writer| matches!(writer, Writer::After(_)), None);
    }
    Document { blocks: page.blocks }
}

impl Page<'_> {
    /// The updates, as far as the page shows them.
    fn steps(&mut self) {
        if !self.plan.is_complete() {
            return self.updates();
        }
        for update in &self.report.updates {
            self.update(update);
        }
    }

    /// The derivations, each in its place.
    fn derivations(&mut self, elision: Elision) {
        let report = self.report;
        for (place, (derivation, prepared)) in report.derivations.iter().zip(self.prepared).enumerate() {
            for group in report.groups.iter().filter(|group| group.example() == place) {
                self.group(group);
            }
            if self.without_section.contains(&place) {
                continue;
            }
            self.elision = told_before::elision_of(elision, derivation);
            if self.elision == Elision::SHORT {
                self.setter = self.setter.cut_by(self.elision);
            }
            if self.plan.is_complete() {
                self.derivation(derivation, prepared, place);
            } else {
                self.argument(place, prepared);
            }
            self.elision = elision;
            self.setter = setter(report, self.graph, elision, &self.plan);
        }
    }

    /// A derivation as the argument for its result.
    fn argument(&mut self, place: usize, prepared: &Prepared) {
        let derivation = &self.report.derivations[place];
        let has_one = self.report.derivations.len() - self.without_section.len() == 1;
        if !has_one {
            let title = Inline::new().math(self.setter.expression(prepared.title));
            let beside = self.way_of(derivation);
            self.section_of(title, beside, Inline::new());
        }
        self.chain_label = None;
        let start = self.blocks.len();
        self.is_compact = !has_one;
        self.stands_for(derivation);
        if derivation.is_refuted() {
            self.refuted(&derivation.factors);
        } else {
            self.write(|writer| matches!(writer, Writer::Each(_)), Some((place, prepared)));
        }
        if self.is_compact {
            let blocks = self.blocks.split_off(start);
            match blocks.as_slice() {
                [Block::Factors(row)] if plan::is_single(derivation) => self.listed(row.clone()),
                [..] => {
                    self.list_at = None;
                    self.blocks.push(Block::Group(blocks));
                }
            }
        }
        self.is_compact = false;
    }

    /// A derivative that takes one line: it stands with others of the kind, below one heading.
    fn listed(&mut self, row: Vec<FactorLine>) {
        let own_section = self.blocks.len() - 1;
        if let Some(at) = self.list_at.filter(|at| at + 2 == own_section) {
            self.blocks.pop();
            if let [Block::Section(section), Block::Factors(rows)] = &mut self.blocks[at..] {
                section.title = "The derivatives".into();
                rows.extend(row);
            }
        } else {
            self.list_at = Some(own_section);
            self.blocks.push(Block::Factors(row));
        }
    }

    /// The parts of one kind, in order.
    fn write(&mut self, of: impl Fn(&Writer) -> bool, derivation: Option<(usize, &Prepared)>) {
        for (part, writer, _) in WRITERS {
            if !of(writer) || !self.plan.shows(*part) {
                continue;
            }
            match (writer, derivation) {
                (Writer::Before(write) | Writer::After(write), _) => write(self),
                (Writer::Each(write), Some((place, prepared))) => write(self, place, prepared),
                (Writer::Each(_), None) => {}
            }
        }
    }

    fn heading(&mut self, level: u8, text: Inline) {
        self.blocks.push(Block::Heading(level, text));
    }

    /// The beginning of a section, where the derivation is not one of several.
    fn section(&mut self, title: &str, beside: Inline, prose: Inline) {
        if !self.is_compact {
            self.section_of(title.into(), beside, prose);
        }
    }

    fn section_of(&mut self, title: Inline, beside: Inline, prose: Inline) {
        let is_sentence = beside.pieces.iter().any(|piece| matches!(piece, Span::Math(_)));
        self.blocks.push(Block::Section(Section { title, beside, prose, is_sentence, is_silent: false }));
    }

    /// A section that prose goes on without: what stands in it has words of its own.
    fn silent_section(&mut self, title: &str) {
        if !self.is_compact {
            let section = Section { title: title.into(), is_silent: true, ..Section::default() };
            self.blocks.push(Block::Section(section));
        }
    }

    /// A label for an equation: the first of a kind has the name of the kind.
    fn label(&mut self, kind: &'static str) -> String {
        let count = self.labels.entry(kind).or_insert(0);
        *count += 1;
        if *count == 1 { kind.to_owned() } else { format!("{kind}-{count}") }
    }

    fn paragraph(&mut self, text: Inline) {
        self.blocks.push(Block::Paragraph(text));
    }

    /// A sentence: a paragraph of its own in a record, a remark on what stands above it elsewhere.
    fn say(&mut self, text: Inline) {
        let is_record = self.plan.is_complete();
        self.blocks.push(if is_record { Block::Paragraph(text) } else { Block::Remark(text) });
    }

    fn equations(&mut self, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Equations(lines));
        }
    }

    fn list(&mut self, lines: Vec<Inline>) {
        if !lines.is_empty() {
            self.blocks.push(Block::List(lines));
        }
    }
}

/// An equation with its reason.
fn line(left: Layout, right: Layout, reason: Option<Inline>) -> Line {
    Line { left, relation: Relation::Equal, right, reason }
}

/// Lines left out.
fn dots(count: usize, what: &str) -> Line {
    let reason = Some(Inline::new().text(format!("{count} more{what}")));
    Line { left: Layout::new(), relation: Relation::None, right: Layout::dots(None), reason }
}
