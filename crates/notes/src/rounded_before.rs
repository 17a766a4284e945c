//! What follows from numbers that stand rounded before it in its line.

use chainrule_latex::Unread;

use crate::line::{Finding, Role, Verdict};
use crate::numeric;
use crate::place::Place;
use crate::proofread::Reading;
use crate::relation::judge;
use crate::side::Side;

impl Reading<'_> {
    /// What fails against the rounded numbers before it may follow from the side at the head, of which those are roundings.
    pub(crate) fn by_head(
        &mut self,
        sides: &[Result<Side, Unread>],
        place: usize,
        before: &[Finding],
        finding: Finding,
        standing: &Place<'_>,
    ) -> Finding {
        let is_rounded = before.last().is_some_and(|last| {
            matches!(last.verdict, Verdict::RoundedOperands | Verdict::PrintedDigits | Verdict::Cut)
        });
        if finding.verdict != Verdict::Wrong || !is_rounded || place == 0 {
            return finding;
        }
        let (Ok(head), Ok(left), Ok(right)) = (&sides[0], &sides[place], &sides[place + 1]) else {
            return finding;
        };
        if !left.is_numeric || !right.is_numeric || left.printed.is_some() {
            return finding;
        }
        let again = judge(&mut self.desk, Ok(head), Ok(right), standing);
        if !again.verdict.is_right() {
            return finding;
        }
        Finding::new(Role::Claim, Verdict::RoundedOperands)
            .because("from the side at the head of the line; the numbers between are rounded")
    }

    /// What fails against numbers that stand behind ≈ themselves: they are said to be rounded.
    pub(crate) fn by_rounding(
        &mut self,
        left: &Result<Side, Unread>,
        right: &Result<Side, Unread>,
        finding: Finding,
    ) -> Finding {
        let (Verdict::Wrong, Ok(left), Ok(right)) = (finding.verdict, left, right) else { return finding };
        match &right.printed {
            Some(printed) if left.printed.is_none() && numeric::rounds_to(&mut self.desk, left, printed) => {
                Finding::new(Role::Claim, Verdict::RoundedOperands)
                    .because("the numbers before it stand behind ≈: they are rounded")
            }
            Some(_) | None => finding,
        }
    }
}
