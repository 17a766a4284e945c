//! What became of the claims: a tick, a cross, or a question mark.

use chainrule_render::{Block, Inline, Layout, Operator, Role};
use chainrule_symbolic::graph::Walk;
use chainrule_work::claim::{ClaimReport, Judgement};
use chainrule_worksheet::{Claim, Relation};

use super::super::{Page, claim_reason};

/// Longer claims stand as they were typed in every format.
const LONGEST: usize = 60;

/// So do claims with a whole number of more digits: no line ends within a number that is drawn.
const LONGEST_NUMBER: usize = 12;

impl Page<'_> {
    pub(in super::super) fn claims(&mut self) {
        let report = self.report;
        if report.claims.is_empty() {
            return;
        }
        let told = report.claims.iter().enumerate();
        let told = told.map(|(place, own)| self.claim(own, report.worksheet.claims.get(place))).collect();
        self.blocks.push(Block::Marks(told));
    }

    fn claim(&self, own: &ClaimReport, typed: Option<&Claim>) -> Inline {
        let (role, mark) = match &own.judgement {
            Judgement::Proved(_) | Judgement::Consistent { .. } => (Role::Good, "✓"),
            Judgement::Vacuous { .. } | Judgement::Refuted(_) => (Role::Bad, "✗"),
            Judgement::Undecided(_) => (Role::Warning, "?"),
        };
        let why = claim_reason(self.report.graph(), own);
        let is_plain = matches!(own.judgement, Judgement::Proved(_)) && is_comparison(&why);
        let why = (!is_plain).then_some(why);
        let text = Inline::new().role(role, mark).text(" ");
        let written = chainrule_diagnostic::escape(&own.text);
        let numbers = written.split(|c: char| !c.is_ascii_digit() && c != '.');
        let longest_number = numbers.filter(|number| !number.contains('.')).map(str::len).max();
        let is_short = written.chars().count() <= LONGEST && longest_number <= Some(LONGEST_NUMBER);
        let text = match typed.filter(|_| is_short).and_then(|typed| self.as_mathematics(typed)) {
            Some(math) => text.typed(written, math),
            None => text.text(written),
        };
        let text = match &own.judgement {
            Judgement::Consistent { .. } => text.text("  consistent with rounded operands"),
            Judgement::Vacuous { .. } => text.text("  says nothing"),
            Judgement::Undecided(_) => text.text("  not decided"),
            Judgement::Refuted(_) => text.text("  fails"),
            Judgement::Proved(_) => text,
        };
        match why {
            Some(why) => text.role(Role::Dim, format!("  ({why})")),
            None => text,
        }
    }

    /// A claim as a formula; nothing where it speaks of what has no name.
    fn as_mathematics(&self, claim: &Claim) -> Option<Layout> {
        let worksheet = &self.report.worksheet;
        if claim.rounded.is_some() {
            return None;
        }
        let is_placeholder = |symbol: &chainrule_symbolic::graph::SymbolId| {
            worksheet.roundings.iter().any(|own| own.symbol == *symbol)
                || worksheet.afters.iter().any(|own| own.symbol == *symbol)
        };
        for &side in &claim.sides {
            if Walk::symbols(self.graph, side, |_| {}).iter().any(is_placeholder) {
                return None;
            }
        }
        let (first, rest) = claim.sides.split_first()?;
        let mut math = self.setter.expression(*first);
        for (relation, &side) in claim.relations.iter().zip(rest) {
            let sign = match relation {
                Relation::Equal => Operator::Equal,
                Relation::About => Operator::About,
                Relation::Less => Operator::Less,
                Relation::AtMost => Operator::AtMost,
                Relation::Greater => Operator::Greater,
                Relation::AtLeast => Operator::AtLeast,
            };
            math = math.related(sign, &self.setter.expression(side));
        }
        Some(math)
    }
}

/// Whether all that is said is that numbers compare as was claimed: `0.5 = 0.5`, `0 < 0.6 and 0.6 < 1`.
fn is_comparison(how: &str) -> bool {
    let compared = how.replace(" and ", " ");
    compared.contains(['=', '<', '>'])
        && compared.chars().all(|c| c.is_ascii_digit() || "+-./e×^ ~=<>≤≥".contains(c))
}
