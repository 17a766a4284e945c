//! What members of families have in common, told once: `for l in 1..9`.

use chainrule_array::chain::{Adjoint, Jacobian};
use chainrule_array::{GeneralRun, MemberStatement, StatementPart, Told};
use chainrule_render::{Elision, Inline, Layout, Line};
use rustc_hash::FxHashMap;

use super::ArrayPage;
use crate::as_typed::TypedLines;

/// Numbers for words that must be the same in all that is told at once.
#[derive(Debug, Default)]
pub(super) struct Marks(FxHashMap<String, usize>);

impl Marks {
    fn of(&mut self, words: String) -> StatementPart {
        let count = self.0.len();
        StatementPart::Mark(*self.0.entry(words).or_insert(count))
    }
}

/// `for l in 1..9`
pub(super) fn range_of(run: &GeneralRun) -> Inline {
    let letter = Layout::name(&run.letter);
    Inline::from("for ").math(letter).text(format!(" in {}..{}", run.from, run.to))
}

/// The same behind what holds for all of them, in a formula.
pub(super) fn for_all(formula: Layout, run: &GeneralRun) -> Layout {
    let range = Layout::text(format!(" in {}..{}", run.from, run.to));
    Layout::sequence(&[formula, Layout::text(" for "), Layout::name(&run.letter), range])
}

/// A reason with the range of the index.
pub(super) fn with_range(reason: Option<Inline>, run: &GeneralRun) -> Inline {
    match reason {
        Some(reason) => range_of(run).text("; ").then(reason),
        None => range_of(run),
    }
}

impl ArrayPage<'_> {
    /// Tells something with the names of members in general.
    pub(super) fn in_general<T>(&self, run: &GeneralRun, tell: impl FnOnce(&ArrayPage<'_>) -> T) -> T {
        let page = ArrayPage {
            typed: TypedLines::default(),
            report: self.report,
            setter: self.setter.with_members(run),
            digits: self.digits,
            worked_out: self.worked_out.clone(),
            told_bounds: self.told_bounds.clone(),
            in_numbers: self.in_numbers.clone(),
            asks_for_formats: self.asks_for_formats,
            told_immediate: self.told_immediate,
            has_results: self.has_results,
            elision: self.elision,
            blocks: Vec::new(),
        };
        tell(&page)
    }

    /// What is told at once, unless all of it is asked for.
    pub(super) fn at_once(&self, statements: &[MemberStatement]) -> Vec<Told> {
        if self.elision == Elision::NOTHING {
            return (0..statements.len()).map(Told::One).collect();
        }
        self.report.arrays.told_at_once(statements)
    }

    /// Lines, one for what is told at once.
    pub(super) fn lines_at_once(
        &self,
        statements: &[MemberStatement],
        tell: impl Fn(&ArrayPage<'_>, usize) -> Vec<Line>,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for group in self.at_once(statements) {
            match group {
                Told::One(place) => lines.extend(tell(self, place)),
                Told::Run(run) => {
                    let mut run_lines = self.in_general(&run, |page| tell(page, run.printed));
                    if let Some(first) = run_lines.first_mut() {
                        first.reason = Some(with_range(first.reason.take(), &run));
                    }
                    lines.extend(run_lines);
                }
            }
        }
        lines
    }

    /// What is said of the chain rule for a quantity.
    pub(super) fn chain_statement(&self, adjoint: &Adjoint, marks: &mut Marks) -> MemberStatement {
        let jacobians = || adjoint.through.iter().map(|&place| &self.report.calculus.jacobians[place]);
        let immediate: Vec<bool> = jacobians().map(|jacobian| self.is_immediate(jacobian)).collect();
        let mut says =
            vec![StatementPart::Quantity(adjoint.name), StatementPart::Entry(adjoint.lines[0].after)];
        says.extend(jacobians().map(|jacobian| StatementPart::Quantity(jacobian.child)));
        says.push(marks.of(format!("{immediate:?}")));
        MemberStatement { about: vec![adjoint.name], says }
    }

    /// What is said of a derivative that is put together.
    pub(super) fn adjoint_statement(adjoint: &Adjoint, marks: &mut Marks) -> MemberStatement {
        let rules: Vec<_> = adjoint.lines.iter().map(|line| &line.rules).collect();
        let comes_to = match adjoint.reading {
            Some(reading) => StatementPart::Whole(reading),
            None => StatementPart::Entry(adjoint.result()),
        };
        let says = vec![StatementPart::Quantity(adjoint.name), comes_to, marks.of(format!("{rules:?}"))];
        MemberStatement { about: vec![adjoint.name], says }
    }

    /// What is said of a factor.
    pub(super) fn factor_statement(&self, jacobian: &Jacobian, marks: &mut Marks) -> MemberStatement {
        let rules: Vec<_> = jacobian.lines.iter().map(|line| &line.rules).collect();
        let comes_to = match jacobian.reading {
            Some(reading) => StatementPart::Whole(reading),
            None => StatementPart::Entry(jacobian.result()),
        };
        let about = vec![jacobian.child, jacobian.parent];
        let mut says: Vec<StatementPart> =
            about.iter().map(|&quantity| StatementPart::Quantity(quantity)).collect();
        says.push(comes_to);
        says.push(marks.of(format!("{rules:?} {}", self.is_immediate(jacobian))));
        MemberStatement { about, says }
    }

    fn is_immediate(&self, jacobian: &Jacobian) -> bool {
        self.report.immediate.contains(&(jacobian.child, jacobian.parent))
    }
}
