//! What a run found, as data.

use std::sync::Arc;

use chainrule_judge::step::Verdict;
use chainrule_number::Rational;
use chainrule_number::{Format, Value};
use chainrule_proof::theorem::Theorem;
use chainrule_render::Notations;
use chainrule_symbolic::derivation::pattern::Letters;
use chainrule_symbolic::derivation::{Calculus, Fact, FactorId, primed_function};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::numerics::Numerics;
use crate::one_sided::OneSided;
use crate::pins::Stated;
use crate::zero::Zero;
use crate::{
    ArrayReport, BoundsReport, ByHandReport, ClaimReport, FamilyLine, GroupReport, OpenSizeReport,
    UpdateReport,
};

pub use crate::reported::derivation::{DerivationReport, FactorReport, GradientReport};
pub use crate::reported::finished::FinishedReport;
pub use crate::reported::top_paths::{RankedPaths, TopPathsReport};
pub use crate::warning::Warning;

/// What a run found.
#[derive(Debug)]
pub struct Report {
    /// Frozen; that of the worksheet lies over it.
    pub(crate) graph: Arc<Graph>,
    pub(crate) worksheet: Worksheet,
    pub(crate) calculus: Calculus,
    /// How names are typeset, where the worksheet says so.
    pub notations: Notations,
    /// Letters for indices that nothing else is called.
    pub letters: Letters,
    /// Definitions of members of families, written once.
    pub family_lines: Vec<FamilyLine>,
    /// The derivations, in the order asked for.
    pub derivations: Vec<DerivationReport>,
    /// Derivations by all members of a family, as one each.
    pub groups: Vec<GroupReport>,
    /// Derivations at every size, where a size is left open.
    pub at_every_size: Vec<OpenSizeReport>,
    /// The gradients by so many leaves that they are derived in one sweep, in the order asked for.
    pub gradients: Vec<GradientReport>,
    /// How the formulas behind primed functions were judged.
    pub slopes: FxHashMap<(FunctionId, u8), Verdict>,
    /// What is known of the size of each derivative, in the order of the derivations.
    pub bounds: Vec<BoundsReport>,
    /// How large each derivative that has a number could be with other numbers, in the same order; nothing for most.
    pub always: Vec<Option<Theorem>>,
    /// The numbers of quantities and of what they are computed from, in worksheets of which a page shows them all.
    pub forward: FxHashMap<ExprId, Value>,
    /// What the numbers of each derivation come to in number formats, in the same order.
    pub numerics: Vec<Numerics>,
    /// Why derivatives are 0, in the same order; nothing for those that are not.
    pub zeros: Vec<Option<Zero>>,
    /// What slopes from both sides say of derivatives taken at kinks, in the same order; nothing for most.
    pub one_sided: Vec<Option<OneSided>>,
    /// The number formats that the reader asks for.
    pub formats: Vec<&'static Format>,
    /// The gradient steps.
    pub updates: Vec<UpdateReport>,
    /// The worksheet as a hand works it out, where that was asked for.
    pub by_hand: Option<ByHandReport>,
    /// The claims.
    pub claims: Vec<ClaimReport>,
    /// The stated derivatives.
    pub pins: Vec<Stated>,
    /// What they state.
    pub(crate) stated: FxHashSet<ExprId>,
    /// Whether a derivative has no number although all that it is computed from has one.
    pub is_refused: bool,
    /// What there is to beware of in the worksheet.
    pub warnings: Vec<Warning>,
    /// What was found about a worksheet with declared shapes; of all above there are only its claims then.
    pub arrays: Option<ArrayReport>,
}

impl Report {
    /// The expressions and names behind all ids of the report. What a page needs besides goes into a graph [over][Graph::over] it.
    pub fn graph(&self) -> &Arc<Graph> {
        &self.graph
    }

    /// What was derived: the network, and every factor with its working.
    pub fn calculus(&self) -> &Calculus {
        &self.calculus
    }

    /// What the worksheet says.
    pub fn worksheet(&self) -> &Worksheet {
        &self.worksheet
    }

    /// 0; 1 where a claim failed; 2 where a derivation has no number at the given values; 3 where a step was refuted.
    pub fn exit_code(&self) -> u8 {
        if self.is_refuted() {
            3
        } else if self.is_refused {
            2
        } else {
            u8::from(self.claims.iter().any(|claim| !claim.holds()))
        }
    }

    /// Whether the worksheet states the number of a derivative.
    pub fn is_stated(&self, derivative: ExprId) -> bool {
        self.stated.contains(&derivative)
    }

    /// Whether a step was refuted: then nothing is to be printed as true.
    pub fn is_refuted(&self) -> bool {
        self.derivations.iter().any(DerivationReport::is_refuted)
            || self.gradients.iter().any(GradientReport::is_refuted)
            || self.arrays.as_ref().is_some_and(ArrayReport::is_refuted)
    }

    /// The most that a factor can be in size, whatever its argument: the larger end of the range of a primed function.
    pub fn bound_of(&self, id: FactorId) -> Option<Rational> {
        let facts = Fact::about(&self.graph, self.calculus.factor(id).result);
        facts.iter().find_map(|fact| match fact {
            Fact::Range { range, .. } => {
                let (lower, upper) = (range.lower.value()?.abs(), range.upper.value()?.abs());
                Some(if lower > upper { lower } else { upper })
            }
            Fact::Condition { .. } | Fact::Convention { .. } | Fact::Tie { .. } => None,
        })
    }

    /// How the formula behind a primed function was judged.
    pub fn slope_verdict(&self, primed: ExprId) -> Option<&Verdict> {
        self.slopes.get(&primed_function(&self.graph, primed)?)
    }
}
