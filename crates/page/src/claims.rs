//! What became of the claims.

use chainrule_render::{Inline, Role};

use super::Page;
use chainrule_work::claim::Judgement;

impl Page<'_> {
    pub(super) fn all_claims(&mut self) {
        if self.report.claims.is_empty() {
            return;
        }
        self.heading(1, "Claims".into());
        let items = self
            .report
            .claims
            .iter()
            .map(|claim| {
                let (role, word, why) = match &claim.judgement {
                    Judgement::Proved { how } => (Role::Good, "holds", how),
                    Judgement::Consistent { how } => (Role::Warning, "consistent with rounded operands", how),
                    Judgement::Vacuous { why } => (Role::Bad, "VACUOUS", why),
                    Judgement::Refuted { how } => (Role::Bad, "FAILS", how),
                    Judgement::Undecided { why } => (Role::Warning, "NOT DECIDED", why),
                };
                let claim = chainrule_diagnostic::escape(&claim.text);
                Inline::new().role(role, word).text(format!(": {claim}  ({why})"))
            })
            .collect();
        self.list(items);
    }
}
