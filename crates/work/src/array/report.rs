//! What was found about a worksheet with declared shapes, as data.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, EntryId, Letter, QuantityId, SumFact, WholeId};
use chainrule_number::Value;
use chainrule_program::array::Array;
use chainrule_proof::norm::Bound;
use chainrule_symbolic::graph::SymbolId;
use chainrule_worksheet::{ArrayDefinition, RangeRead, UsedFile};
use rustc_hash::{FxHashMap, FxHashSet};

use super::derivation::ArrayDerivation;
use super::facts::ArrayFact;
use super::layers::LayerTable;
use super::no_number::ArrayKink;

/// What was found about a worksheet with declared shapes.
#[derive(Debug)]
pub struct ArrayReport {
    /// Its expressions and quantities.
    pub arrays: Arrays,
    /// The leaves, in the order in which they are declared.
    pub leaves: Vec<QuantityId>,
    /// The definitions, in the order written.
    pub defined: Vec<ArrayDefinition>,
    /// What they say of a generic entry, in the same order; nothing for an inverse, whose entries have no formula.
    pub entries: Vec<Option<GenericEntry>>,
    /// What is stated.
    pub facts: Vec<SumFact>,
    /// The files from which numbers came.
    pub files: Vec<UsedFile>,
    /// All that was derived.
    pub calculus: Calculus,
    /// What was asked for.
    pub derivations: Vec<ArrayDerivation>,
    /// The numbers of quantities and of their derivatives, where all leaves that they need have values.
    pub numbers: FxHashMap<QuantityId, Array<Value>>,
    /// Bounds of the norms of factors that hold whatever the numbers, by their places.
    pub bounds: FxHashMap<usize, Bound>,
    /// The transposes of the derivatives of vectors by vectors, as arrays: what the other layout prints.
    pub turned: FxHashMap<WholeId, WholeId>,
    /// Derivatives of one number by many leaves, as tables.
    pub layers: Vec<LayerTable>,
    /// What is known of the factors, whatever the numbers.
    pub known: Vec<ArrayFact>,
    /// At how many choices of sizes everything was judged.
    pub rounds: usize,
    /// Whether that was done with indices by number in the places of smaller ones in the same order.
    pub is_renumbered: bool,
    /// Pairs of quantities of which one depends on the other by its definition and through others as well.
    pub immediate: FxHashSet<(QuantityId, QuantityId)>,
    /// Of what `max` is taken and has several largest entries at the given numbers.
    pub ties: Vec<WholeId>,
    /// Activations at kinks, where their slopes are conventions.
    pub kinks: Vec<ArrayKink>,
    /// How far indices go of which nothing is written.
    pub ranges_read: Vec<RangeRead>,
    /// Where steps are asked for: the names of the entries of vectors and matrices in the report's graph, row after row.
    pub names: Vec<(QuantityId, Vec<SymbolId>)>,
    /// Whether the shapes were read off indices: then equations by entries are what was typed.
    pub is_inferred: bool,
}

/// An equation by entries.
#[derive(Clone, Debug)]
pub struct GenericEntry {
    /// The indices.
    pub at: Vec<Letter>,
    /// What the entry is.
    pub value: EntryId,
}

impl ArrayReport {
    /// Whether something is wrong, or could not be judged.
    pub fn is_refuted(&self) -> bool {
        self.derivations.iter().any(|derivation| !derivation.tally.is_sound())
    }
}
