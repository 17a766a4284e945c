//! What became of the claims.

use chainrule_render::{Block, Inline, Role};

use super::{Page, claim_reason};
use chainrule_work::claim::Judgement;
use chainrule_work::report::Report;

impl Page<'_> {
    pub(super) fn all_claims(&mut self) {
        self.blocks.extend(blocks(self.report));
    }
}

/// The claims of a report; nothing where there are none.
fn blocks(report: &Report) -> Vec<Block> {
    if report.claims.is_empty() {
        return Vec::new();
    }
    let lines = report
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
            let why = claim_reason(report, claim);
            let claim = chainrule_diagnostic::escape(&claim.text);
            Inline::new().role(role, word).text(format!(": {claim}  ({why})"))
        })
        .collect();
    vec![Block::Heading(1, "Claims".into()), Block::List(lines)]
}
