//! What is known of one derivation, of a gradient, and of a factor.

use std::sync::Arc;

use chainrule_judge::step::{Tally, Verdict};
use chainrule_number::Value;
use chainrule_symbolic::derivation::{Chain, Derivation, FactorId};
use chainrule_symbolic::graph::{ExprId, SymbolId};

use super::finished::FinishedReport;
use super::pattern::PatternReport;
use super::top_paths::TopPathsReport;
use crate::refusal::Refusal;

/// One derivation, verified and evaluated.
#[derive(Debug)]
pub struct DerivationReport {
    /// The chain over the network.
    pub derivation: Derivation,
    /// For the derivative of a derivative: what the name stands for.
    pub stands_for: Option<ExprId>,
    /// Its factors, each once, in the order met.
    pub factors: Vec<FactorReport>,
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
    pub factors: Vec<FactorReport>,
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

/// One factor, verified and evaluated: small, since most of a deep network are reports like this.
///
/// Memory: 24 bytes, besides what is shared.
#[derive(Clone, Debug)]
pub struct FactorReport {
    /// Which.
    pub id: FactorId,
    /// The judgement of each step, and last of the whole: shared by the factors that share a working.
    pub verdicts: Arc<Vec<Verdict>>,
    /// Its number, where it is known: shared by the derivations that share the factor.
    pub value: Option<Arc<Value>>,
}

const _: () = assert!(size_of::<FactorReport>() <= 24);

impl DerivationReport {
    /// Whether a step of it was refuted, or its chain: then nothing of it is to be printed as true.
    pub fn is_refuted(&self) -> bool {
        self.tally.refuted > 0 || !self.chain_holds
    }
}

impl FactorReport {
    /// Whether what the factor is said to be was refuted, apart from the steps that are said to lead there.
    pub fn is_refuted(&self) -> bool {
        matches!(self.verdicts.as_slice(), [Verdict::Refuted { .. }])
    }
}
