//! What a run found, as data.

use std::sync::Arc;

use chainrule_diagnostic::{Diagnostic, Severity, Source};
use chainrule_judge::step::{Tally, Verdict};
use chainrule_number::Rational;
use chainrule_number::{Format, Value};
use chainrule_proof::theorem::Theorem;
use chainrule_render::Notations;
use chainrule_symbolic::derivation::pattern::Letters;
use chainrule_symbolic::derivation::{Calculus, Chain, Derivation, Fact, FactorId, primed_function};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::numerics::Numerics;
use crate::one_sided::OneSided;
use crate::pins::Stated;
use crate::refusal::Refusal;
use crate::zero::Zero;
use crate::{
    ArrayReport, BoundsReport, ByHandReport, ClaimReport, FamilyLine, FinishedReport, GroupReport,
    OpenSizeReport, PatternReport, TopPathsReport, UpdateReport,
};

/// What a run found.
#[derive(Debug)]
pub struct Report {
    /// Frozen; that of the worksheet lies over it.
    pub graph: Arc<Graph>,
    /// What the worksheet says.
    pub worksheet: Worksheet,
    /// What was derived: the network, and every factor with its working.
    pub calculus: Calculus,
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
    pub stated: FxHashSet<ExprId>,
    /// Whether a derivative has no number although all that it is computed from has one.
    pub is_refused: bool,
    /// What there is to beware of in the worksheet.
    pub warnings: Vec<Warning>,
    /// What was found about a worksheet with declared shapes; of all above there are only its claims then.
    pub arrays: Option<ArrayReport>,
}

/// Something to beware of in a worksheet, and where it stands.
#[derive(Clone, Debug)]
pub struct Warning {
    /// What it is.
    pub diagnostic: Diagnostic,
    /// The line and the column of its first character, both from 1.
    pub start: (usize, usize),
    /// The line and the column behind its last character.
    pub end: (usize, usize),
}

impl Warning {
    /// The warnings among what there is to say about a worksheet.
    pub(crate) fn among(source: &Source, diagnostics: &[Diagnostic]) -> Vec<Self> {
        let warnings = diagnostics.iter().filter(|own| own.severity == Severity::Warning);
        warnings.map(|own| Self::new(source, own)).collect()
    }

    /// One thing to say, with its place in lines and columns.
    pub(crate) fn new(source: &Source, diagnostic: &Diagnostic) -> Self {
        let span = diagnostic.primary.span;
        let [start, end] = [span.start, span.end].map(|place| source.line_column(place as usize));
        Self { diagnostic: diagnostic.clone(), start, end }
    }
}

/// One derivation, verified and evaluated.
#[derive(Debug)]
pub struct DerivationReport {
    /// The chain over the network.
    pub derivation: Derivation,
    /// For the derivative of a derivative: what the name stands for.
    pub stands_for: Option<ExprId>,
    /// Its factors, each once, in the order met; derivations that share a factor share what is reported of it.
    pub factors: Vec<Arc<FactorReport>>,
    /// The primed functions in them that have formulas.
    pub slopes: Vec<ExprId>,
    /// Whether the chain itself was judged right.
    pub chain_holds: bool,
    /// How all steps were verified.
    pub tally: Tally,
    /// Its number, where all is known.
    pub value: Option<Value>,
    /// Why it has no number although all that it is computed from has one.
    pub refusal: Option<Refusal>,
    /// Its result in the form a textbook prints, where it has not that form already and is not too large.
    pub finished: Option<FinishedReport>,
    /// What repeats in it, written once.
    pub pattern: Option<PatternReport>,
    /// The paths that carry most of it, where they are asked for.
    pub top_paths: Option<TopPathsReport>,
}

/// The derivatives of one quantity by all its leaves, taken in one sweep, verified and evaluated.
#[derive(Debug)]
pub struct GradientReport {
    /// The quantity derived, and all that it is computed from.
    pub gradient: Chain,
    /// The places of the leaves asked for, in the order in which the worksheet names them.
    pub leaves: Vec<usize>,
    /// By place, the number of the derivative, where all is known; for the leaves asked for and for what lies above them.
    pub values: Vec<Option<Value>>,
    /// The factors, each once, in the order met.
    pub factors: Vec<Arc<FactorReport>>,
    /// The primed functions in them that have formulas.
    pub slopes: Vec<ExprId>,
    /// Whether the sweep itself was judged right.
    pub chain_holds: bool,
    /// How all steps were verified.
    pub tally: Tally,
}

impl GradientReport {
    /// The quantity derived.
    pub fn target(&self) -> SymbolId {
        self.gradient.quantities()[0]
    }

    /// Whether a step was refuted.
    pub fn is_refuted(&self) -> bool {
        self.tally.refuted > 0 || !self.chain_holds
    }

    /// The leaves asked for, each with the number of the derivative by it.
    pub fn by_leaf(&self) -> impl Iterator<Item = (SymbolId, Option<&Value>)> {
        self.leaves.iter().map(|&place| (self.gradient.quantities()[place], self.values[place].as_ref()))
    }
}

/// One factor, verified and evaluated.
#[derive(Clone, Debug)]
pub struct FactorReport {
    /// Which.
    pub id: FactorId,
    /// The judgement of each step, and last of the whole: shared by the factors that share a working.
    pub verdicts: Arc<[Verdict]>,
    /// Its number, where it is known. It lies apart: most of a deep network without numbers are reports like this.
    pub value: Option<Box<Value>>,
}

impl DerivationReport {
    /// Whether a step of it was refuted, or its chain: then nothing of it is to be printed as true.
    pub fn is_refuted(&self) -> bool {
        self.tally.refuted > 0 || !self.chain_holds
    }
}

impl FactorReport {
    /// Whether what the factor is said to be was refuted, apart from the steps that are said to lead there.
    pub fn is_refuted(&self) -> bool {
        matches!(*self.verdicts, [Verdict::Refuted { .. }])
    }
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
