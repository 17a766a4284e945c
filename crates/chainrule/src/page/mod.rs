//! A report as a page: what is said, and in which order.
//!
//! - [`forward`]: the equations, and who depends on whom;
//! - [`chain`]: the chain rule over the quantities; [`workings`]: each factor by named rules; [`facts`]: what holds;
//! - [`numbers`]: the factors put back with their numbers; [`ledger`]: the product factor by factor; [`verdict`]: what is
//!   wrong with its size;
//! - [`verification`]: how all of it was checked;
//! - [`update`], [`by_hand`] and [`claims`].
//!
//! A page costs time in proportion to the network and has a length that does not depend on it: long lists show their
//! first and last items and say how many are left out.

mod by_hand;
mod chain;
mod claims;
mod facts;
mod forward;
mod ledger;
mod numbers;
mod preparation;
mod update;
mod verdict;
mod verification;
mod workings;

use std::collections::HashSet;

use chainrule_render::{Block, Document, Inline, Layout, Line, Relation, Typesetter};
use chainrule_symbolic::derivation::{Fact, FactorId, Form};
use chainrule_symbolic::graph::ExprId;

use crate::numerics::Numerics;
use crate::report::{DerivationReport, Report};
pub(crate) use ledger::whole;
use preparation::Prepared;

/// Lists longer than this show their first and last items.
const LONGEST_LIST: usize = 30;

/// A page being written.
struct Page<'r> {
    report: &'r Report,
    setter: Typesetter<'r>,
    digits: Option<usize>,
    /// What was told further up.
    told: Vec<Fact>,
    /// Factors all of whose facts were told.
    told_of: HashSet<FactorId>,
    told_slopes: HashSet<ExprId>,
    /// Whether it was told what `∂⁺` means.
    told_immediate: bool,
    blocks: Vec<Block>,
}

/// Writes the whole page.
pub(crate) fn compose(report: &mut Report, digits: Option<usize>) -> Document {
    let prepared = Prepared::all(report);
    let report: &Report = report;
    let mut page = Page {
        report,
        setter: Typesetter::new(&report.worksheet.graph, &report.notations),
        digits,
        told: Vec::new(),
        told_of: HashSet::new(),
        told_slopes: HashSet::new(),
        told_immediate: false,
        blocks: Vec::new(),
    };
    page.forward();
    for ((own, prepared), numerics) in report.derivations.iter().zip(&prepared).zip(&report.numerics) {
        page.derivation(own, prepared, numerics);
    }
    for update in &report.updates {
        page.gradient_step(update);
    }
    if let Some(by_hand) = &report.by_hand {
        page.by_hand(by_hand);
    }
    page.claims();
    Document { blocks: page.blocks }
}

impl Page<'_> {
    fn derivation(&mut self, own: &DerivationReport, prepared: &Prepared, numerics: &Numerics) {
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
        if own.tally.refuted > 0 || !own.chain_holds {
            self.refuted(own);
            return;
        }
        match &own.derivation.form {
            Form::Same | Form::Independent { .. } => self.without_factors(own),
            Form::Paths(paths) if matches!(paths.as_slice(), [path] if path.factors.len() == 1) => {
                self.workings(prepared);
                self.facts(own);
                self.numbers(own, prepared);
            }
            Form::Paths(_) | Form::Backpropagation(_) => {
                self.chain(own);
                self.heading(2, "Each factor".into());
                self.workings(prepared);
                self.folds(own);
                self.facts(own);
                self.heading(2, "The factors put back".into());
                self.numbers(own, prepared);
                self.ledgers(own, numerics);
            }
        }
        self.verdict(own, numerics);
        self.verification(own);
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

/// The places of a list that are shown: all, or the first and last with a `None` for those between. Never is a single
/// one left out: the line that says so is as long.
fn shown(count: usize) -> (Vec<Option<usize>>, usize) {
    if count <= LONGEST_LIST + 1 {
        return ((0..count).map(Some).collect(), 0);
    }
    let last = LONGEST_LIST / 3;
    let first = LONGEST_LIST - last;
    let mut places: Vec<Option<usize>> = (0..first).map(Some).collect();
    places.push(None);
    places.extend((count - last..count).map(Some));
    (places, count - LONGEST_LIST)
}
