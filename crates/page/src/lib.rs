//! A report as a page: what is said, and in which order.
//!
//! - `forward`: the equations, and who depends on whom; `together`: lines about members of a family, as one;
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
//! - `function_page`: a page of another kind, about one function of the table.
//!
//! A page costs time in proportion to the network and has a length that does not depend on it: long lists show their
//! first and last items and say how many are left out.

mod bounds;
mod by_hand;
mod chain;
mod claim_reason;
mod claims;
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
mod pattern;
mod preparation;
mod stated;
mod together;
mod top_paths;
mod training;
mod update;
mod verdict;
mod verification;
mod workings;
mod zero;

use chainrule_render::{Block, Document, Elision, Inline, Layout, Line, Relation, Typesetter};
use chainrule_symbolic::derivation::Form;
use chainrule_symbolic::derivation::pattern::Recogniser;
use chainrule_symbolic::graph::Graph;

use chainrule_work::Options;
use chainrule_work::report::{DerivationReport, Report};
pub use claim_reason::{claim_reason, judgement_reason};
pub use function_page::{function_list, function_page};
use preparation::{Draft, Prepared};

/// A page being written.
struct Page<'r> {
    report: &'r Report,
    /// The report's graph, and over it what the page shows besides.
    graph: &'r Graph,
    setter: Typesetter<'r>,
    /// How much of long lists is shown.
    elision: Elision,
    digits: Option<usize>,
    /// Whether it was told what `∂⁺` means.
    told_immediate: bool,
    blocks: Vec<Block>,
}

/// A typesetter that leaves out of expressions what no reader reads to its end, unless all is wanted.
fn setter<'r>(report: &'r Report, graph: &'r Graph, elision: Elision) -> Typesetter<'r> {
    if elision == Elision::NOTHING {
        return Typesetter::unabridged(graph, &report.notations);
    }
    Typesetter::new(graph, &report.notations)
}

/// The page that tells a report.
pub fn page(report: &Report, options: &Options) -> Document {
    let elision = if options.full { Elision::NOTHING } else { Elision::LINES };
    let mut draft = Draft {
        report,
        graph: Graph::over(report.graph()),
        recogniser: Recogniser::new(report.letters.clone()),
        elision,
    };
    let (prepared, prepared_gradients) = preparation::all(&mut draft);
    let graph = &draft.graph;
    let mut page = Page {
        report,
        graph,
        setter: setter(report, graph, elision),
        elision,
        digits: options.digits,
        told_immediate: false,
        blocks: Vec::new(),
    };
    page.forward();
    page.at_every_size();
    let without_section = group::without_section(report, elision);
    for (place, (own, prepared)) in report.derivations.iter().zip(&prepared).enumerate() {
        for group in report.groups.iter().filter(|group| group.example() == place) {
            page.group(group);
        }
        if without_section.contains(&place) {
            continue;
        }
        page.elision = preparation::elision_of(elision, own);
        if page.elision == Elision::SHORT {
            page.setter = page.setter.cut_by(page.elision);
        }
        page.derivation(own, prepared, place);
        page.elision = elision;
        page.setter = setter(report, graph, elision);
    }
    for (own, prepared) in report.gradients.iter().zip(&prepared_gradients) {
        page.gradient(own, prepared);
    }
    for update in &report.updates {
        page.update(update);
    }
    if let Some(by_hand) = &report.by_hand {
        page.by_hand(by_hand);
    }
    page.claims();
    Document { blocks: page.blocks }
}

impl Page<'_> {
    fn derivation(&mut self, own: &DerivationReport, prepared: &Prepared, place: usize) {
        let report = self.report;
        let (bounds, numerics, zero) =
            (&report.bounds[place], &report.numerics[place], report.zeros[place].as_ref());
        let title = self.setter.expression(prepared.title);
        self.heading(1, Inline::new().text("Derivation of ").math(title));
        if let Some(first) = own.stands_for {
            let g = self.setter.name(own.derivation.target);
            let first = self.setter.expression(first);
            let name = self.setter.expression(own.derivation.name);
            self.paragraph(
                Inline::new()
                    .text("Write ")
                    .math(g)
                    .text(" for ")
                    .math(first)
                    .text("; wanted is ")
                    .math(name)
                    .text("."),
            );
        }
        if own.is_refuted() {
            self.refuted(&own.factors);
            return;
        }
        match &own.derivation.form {
            Form::Same | Form::Independent { .. } => self.without_factors(own, zero),
            Form::Paths(paths) if matches!(paths.as_slice(), [path] if path.factors.len() == 1) => {
                self.stated(Some(own.derivation.name), &own.factors, &own.slopes);
                self.workings(&prepared.factors);
                self.facts(&prepared.facts);
                self.numbers(own, prepared);
                self.refused(own);
            }
            Form::Paths(_) | Form::Backpropagation(_) => {
                self.pattern(own);
                self.chain(own, prepared);
                self.heading(2, "Each factor".into());
                self.stated(Some(own.derivation.name), &own.factors, &own.slopes);
                self.workings(&prepared.factors);
                self.folds(own, prepared);
                self.facts(&prepared.facts);
                self.heading(2, "The factors put back".into());
                self.numbers(own, prepared);
                self.refused(own);
                self.ledgers(own, numerics);
                self.extremes(own, numerics);
            }
        }
        self.zero(&own.derivation, zero);
        if let Some(sides) = &report.one_sided[place] {
            self.one_sided(own, sides);
        }
        self.verdict(own, numerics);
        self.bounds(own, bounds);
        self.top_paths(own);
        self.verification(&own.tally);
    }

    fn heading(&mut self, level: u8, text: Inline) {
        self.blocks.push(Block::Heading(level, text));
    }

    fn paragraph(&mut self, text: Inline) {
        self.blocks.push(Block::Paragraph(text));
    }

    fn equations(&mut self, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Equations(lines));
        }
    }

    fn list(&mut self, items: Vec<Inline>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
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
