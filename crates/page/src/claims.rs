//! What became of the claims.

use chainrule_array::{QuantityId, Role, Shape};
use chainrule_render::array::JacobianLayout;
use chainrule_render::{Block, Inline, Role as Style};

use super::{Page, claim_reason};
use chainrule_work::claim::Judgement;
use chainrule_work::report::Report;

impl Page<'_> {
    pub(super) fn all_claims(&mut self) {
        self.blocks.extend(blocks(self.report));
        self.blocks.extend(self.layout_of_claims());
    }

    /// That claims are in numerator layout, where the page is not and one speaks of a derivative that it turns.
    pub(super) fn layout_of_claims(&self) -> Option<Block> {
        let arrays = &self.report.arrays.as_ref()?.arrays;
        let is_vector = |id: QuantityId| matches!(arrays.quantity(id).shape, Shape::Vector(_));
        let is_turned = |id: QuantityId| match arrays.quantity(id).role {
            Role::Adjoint { of, by } => is_vector(of) && is_vector(by),
            Role::Leaf | Role::Defined(_) => false,
        };
        let sides =
            self.report.claims.iter().filter_map(|claim| claim.of_arrays).flat_map(|(sides, _)| sides);
        let mut mentioned = sides.flat_map(|side| arrays.mentioned_in(side));
        let is_told = self.layout == JacobianLayout::Denominator && mentioned.any(is_turned);
        is_told.then(|| {
            Block::Note(
                "Claims are read in numerator layout: a row for each entry of what is derived.".into(),
            )
        })
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
                Judgement::Proved(_) => (Style::Good, "holds"),
                Judgement::Consistent { .. } => (Style::Warning, "consistent with rounded operands"),
                Judgement::Vacuous { .. } => (Style::Bad, "VACUOUS"),
                Judgement::Refuted(_) => (Style::Bad, "FAILS"),
                Judgement::Undecided(_) => (Style::Warning, "NOT DECIDED"),
            };
            let why = claim_reason(report, claim);
            let claim = chainrule_diagnostic::escape(&claim.text);
            Inline::new().role(role, word).text(format!(": {claim}  ({why})"))
        })
        .collect();
    vec![Block::Heading(1, "Claims".into()), Block::List(lines)]
}
