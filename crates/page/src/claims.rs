//! What became of the claims.

use chainrule_render::{Inline, Role};

use super::{Page, claim_reason};
use chainrule_work::claim::Judgement;

impl Page<'_> {
    pub(super) fn claims(&mut self) {
        if self.report.claims.is_empty() {
            return;
        }
        self.heading(1, "Claims".into());
        let items = self
            .report
            .claims
            .iter()
            .map(|claim| {
                let (role, word) = match &claim.judgement {
                    Judgement::Proved(_) => (Role::Good, "holds"),
                    Judgement::Consistent { .. } => (Role::Warning, "consistent with rounded operands"),
                    Judgement::Vacuous { .. } => (Role::Bad, "VACUOUS"),
                    Judgement::Refuted(_) => (Role::Bad, "FAILS"),
                    Judgement::Undecided(_) => (Role::Warning, "NOT DECIDED"),
                };
                let why = claim_reason(self.report.graph(), claim);
                let claim = chainrule_diagnostic::escape(&claim.text);
                Inline::new().role(role, word).text(format!(": {claim}  ({why})"))
            })
            .collect();
        self.list(items);
    }
}
