//! The paths that carry most of the gradient.

use chainrule_number::Rational;
use chainrule_number::{Scalar, Value};
use chainrule_render::{Block, Inline, Layout, Operator, Role, Row, Table};
use chainrule_symbolic::derivation::{FactorId, PathCount};
use chainrule_symbolic::graph::SymbolId;
use chainrule_work::found::{TopPath, TopPaths, Unranked};

use super::Page;
use super::numbers::BITS;
use chainrule_render::value::{number, set};
use chainrule_work::report::DerivationReport;
use chainrule_work::{RankedPaths, TopPathsReport};
use rustc_hash::FxHashSet;

/// Paths over more quantities than this show their ends, or where they leave the first path.
const LONGEST_PATH: usize = 8;

/// A path shows so many stretches on which it leaves the first.
const MOST_STRETCHES: usize = 2;

/// Products are rounded to so many digits in the table, shares to so many.
const PRODUCT_DIGITS: usize = 6;
const SHARE_DIGITS: usize = 4;

impl Page<'_> {
    pub(super) fn top_paths(&mut self, derivation_report: &DerivationReport) {
        let Some(found) = &derivation_report.top_paths else { return };
        self.heading(2, "The paths that carry most".into());
        match found {
            TopPathsReport::Unranked(why) => self.unranked(*why),
            TopPathsReport::Ranked(ranked) if ranked.found.paths.is_empty() => {
                let text = self
                    .paths_of(derivation_report)
                    .text("; nothing is carried: on each path a factor is exactly zero.");
                self.paragraph(text);
            }
            TopPathsReport::Ranked(ranked) => self.ranked(derivation_report, ranked),
        }
    }

    fn unranked(&mut self, why: Unranked) {
        let (factor, why) = match why {
            Unranked::NoNumber(factor) => (factor, " has no number."),
            Unranked::PerhapsZero(factor) => (factor, " can't be told from zero."),
        };
        let name = self.setter.expression(self.report.calculus().factor(factor).name);
        self.paragraph(Inline::new().text("The paths can't be ranked: ").math(name).text(why));
    }

    fn ranked(&mut self, derivation_report: &DerivationReport, ranked: &RankedPaths) {
        let found = &ranked.found;
        if derivation_report.derivation.paths.at_most(1) {
            let name = self.setter.expression(derivation_report.derivation.name);
            let text = self.paths_of(derivation_report).text(": it carries all of ").math(name).text(".");
            self.paragraph(text);
            return;
        }
        let sum = number(&found.sum_of_sizes, Some(self.digits.unwrap_or(PRODUCT_DIGITS)));
        let text = self.paths_of(derivation_report);
        let text = if derivation_report.derivation.paths == found.nonzero {
            text
        } else {
            text.text("; on ").then(count(found.nonzero)).text(" of them no factor is zero")
        };
        self.paragraph(text.text(". The sizes of all their products add up to ").math(sum).text("."));
        let titles = ["path", "product", "% of the sum"].map(Inline::from).to_vec();
        let rows = found.paths.iter().zip(&ranked.shares).map(|(path, share)| {
            let product = self.top(&path.product);
            let share = share.as_ref().map_or_else(Layout::new, |share| self.percent(share));
            Row::Cells(vec![self.path(path, &found.paths[0]), product, share])
        });
        let rows = rows.collect();
        self.blocks.push(Block::Table(Table { titles, rows }));
        self.share_of_listed(derivation_report, ranked);
        self.ties(found);
    }

    /// `Of 8 paths from w to L`, to be gone on with.
    fn paths_of(&self, derivation_report: &DerivationReport) -> Inline {
        let derivation = &derivation_report.derivation;
        let (of, by) = (self.setter.name(derivation.target), self.setter.name(derivation.by));
        if derivation.paths.at_most(1) {
            return Inline::new().text("One path leads from ").math(by).text(" to ").math(of);
        }
        let text = Inline::new().text("From ").math(by).text(" to ").math(of).text(" lead ");
        text.then(count(derivation.paths)).text(" paths")
    }

    fn top(&self, value: &Value) -> Layout {
        set(value, Some(self.digits.unwrap_or(PRODUCT_DIGITS))).0
    }

    fn percent(&self, share: &Value) -> Layout {
        let hundred = Value::Exact(Rational::from_integer(100));
        let share = share.mul(&hundred, BITS).unwrap_or_else(|_| share.clone());
        set(&share, Some(self.digits.unwrap_or(SHARE_DIGITS))).0
    }

    /// The quantities of a path with arrows between; of a long one its ends, or where it leaves the first path.
    fn path(&self, path: &TopPath, first: &TopPath) -> Layout {
        let names = self.quantities(&path.factors);
        if names.len() <= LONGEST_PATH {
            return self.arrows(&names);
        }
        if path.factors == first.factors {
            return self.ends(&names);
        }
        let taken: FxHashSet<FactorId> = first.factors.iter().copied().collect();
        let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
        let mut at = 0;
        while at < path.factors.len() {
            let length = path.factors[at..].iter().take_while(|id| !taken.contains(id)).count();
            if length > 0 {
                stretches.push(at..at + length);
            }
            at += length.max(1);
        }
        let left_out = stretches.len().saturating_sub(MOST_STRETCHES);
        let mut parts = Vec::new();
        let mut end = 0;
        for stretch in stretches.iter().take(MOST_STRETCHES) {
            if stretch.start > 0 {
                parts.push(Layout::dots(None));
            }
            let names = &names[stretch.start..=stretch.end];
            parts.push(if names.len() <= LONGEST_PATH { self.arrows(names) } else { self.ends(names) });
            end = stretch.end;
        }
        if left_out > 0 {
            let noun = if left_out == 1 { "detour" } else { "detours" };
            parts.push(Layout::dots(None));
            parts.push(Layout::text(format!("{left_out} more {noun}")));
        } else if end < path.factors.len() {
            parts.push(Layout::dots(None));
        }
        Layout::joined(&parts, Operator::From)
    }

    fn quantities(&self, factors: &[FactorId]) -> Vec<SymbolId> {
        let factor = |id: &FactorId| self.report.calculus().factor(*id);
        let first = factors.first().map(|id| factor(id).child);
        first.into_iter().chain(factors.iter().map(|id| factor(id).parent)).collect()
    }

    fn arrows(&self, names: &[SymbolId]) -> Layout {
        let names: Vec<Layout> = names.iter().map(|&name| self.setter.name(name)).collect();
        Layout::joined(&names, Operator::From)
    }

    /// The first and last quantities, with the number of those between.
    fn ends(&self, names: &[SymbolId]) -> Layout {
        let (head, tail) = (LONGEST_PATH / 2, LONGEST_PATH / 2 - 1);
        let between = names.len() - head - tail;
        let parts = [
            self.arrows(&names[..head]),
            Layout::dots(u64::try_from(between).ok()),
            self.arrows(&names[names.len() - tail..]),
        ];
        Layout::joined(&parts, Operator::From)
    }

    /// What the listed paths carry together, and how much of the sum of sizes the derivative is.
    fn share_of_listed(&mut self, derivation_report: &DerivationReport, ranked: &RankedPaths) {
        let mut text = Inline::new();
        if let Some(share) = &ranked.share {
            let those = match ranked.found.paths.len() {
                1 => "This path carries ".to_owned(),
                listed => format!("These {listed} paths carry "),
            };
            text = text.text(those).math(self.percent(share)).text(" % of the sum of sizes. ");
        }
        if let (Some(sum), Some(value), [_, _, ..]) =
            (&ranked.sum, &derivation_report.value, ranked.found.paths.as_slice())
        {
            let name = self.setter.expression(derivation_report.derivation.name);
            text = text.text("With their signs they add up to ").math(self.top(sum)).text(", where ");
            text = text.math(name).text(" is ").math(self.top(value)).text(".");
        }
        if let Some(left) = &ranked.left_by_cancellation
            && !is_whole(left)
        {
            text =
                text.text(" Products of opposite signs cancel: the derivative is ").math(self.percent(left));
            text = text.text(" % of the sum of sizes.");
        }
        self.paragraph(text);
    }

    /// Which paths carry exactly the same, and where that could not be told.
    fn ties(&mut self, found: &TopPaths) {
        let equal = found.paths.iter().filter(|path| path.equals_previous == Some(true)).count();
        let mut text = Inline::new();
        if equal > 0 {
            let those = if equal + 1 == found.paths.len() {
                "All of them carry exactly the same".to_owned()
            } else if equal == 1 {
                "One of them carries exactly as much as the one before it".to_owned()
            } else {
                format!("{equal} of them carry exactly as much as the one before them")
            };
            text = text.text(format!(
                "{those}, by size; of such paths that one comes first which takes the input named first where they part. "
            ));
        }
        if found.last_is_shared == Some(true) {
            text = text.text("A path that is not listed carries as much as the last one that is. ");
        }
        if found.undecided || found.last_is_shared.is_none() {
            text = text.role(Role::Warning, "undecided").text(
                ": the products of some paths agree as far as they were computed, and were not shown to be equal; they stand in the order in which definitions name their inputs.",
            );
        }
        if !text.pieces.is_empty() {
            self.paragraph(text);
        }
    }
}

fn is_whole(share: &Value) -> bool {
    let one = Value::Exact(Rational::one());
    match share.exact() {
        Some(exact) => exact.is_one(),
        None => !share.enclosure(BITS).is_disjoint(&one.enclosure(BITS)),
    }
}

/// A number of paths.
fn count(paths: PathCount) -> Inline {
    match paths.exact() {
        Some(count) => Inline::new().text(count.to_string()),
        None => Inline::new().text("about ").math(Layout::power_of_ten(paths.log10(), 0)),
    }
}
