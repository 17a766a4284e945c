//! What a worksheet with declared shapes says: arrays, and what is given, asked and claimed of them.

use chainrule_array::{Arrays, QuantityId, Size, SizeId, SumFact, WholeId};
use chainrule_diagnostic::{Diagnostic, Span};
use chainrule_number::Rational;
use chainrule_symbolic::graph::SymbolId;

use crate::{Relation, UsedFile};

/// A worksheet with declared shapes, without errors.
#[derive(Debug)]
pub struct ArraySheet {
    /// Its expressions and quantities.
    pub arrays: Arrays,
    /// The leaves, in the order in which they are declared or first named.
    pub leaves: Vec<QuantityId>,
    /// The quantities that it defines, in the order written.
    pub defined: Vec<ArrayDefinition>,
    /// Numbers for sizes by letter.
    pub sizes: Vec<(SizeId, u64)>,
    /// Numbers for leaves.
    pub values: Vec<ArrayValue>,
    /// Stated facts.
    pub facts: Vec<SumFact>,
    /// Derivations asked for.
    pub queries: Vec<ArrayQuery>,
    /// What must hold.
    pub claims: Vec<ArrayClaim>,
    /// What is wrong with claims whose sides do not fit: they take nothing else with them.
    pub misfits: Vec<Diagnostic>,
    /// The files from which numbers came.
    pub files: Vec<UsedFile>,
    /// How far indices go of which nothing is written.
    pub ranges_read: Vec<RangeRead>,
    /// Where steps are asked for: the names that the entries of vectors and matrices have as numbers, row after row.
    pub entries: Vec<(QuantityId, Vec<SymbolId>)>,
    /// Whether the shapes were read off indices: nothing declares them.
    pub is_inferred: bool,
}

/// How far an index of a definition goes that is written without a range: over the axes at which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeRead {
    /// What is defined.
    pub of: QuantityId,
    /// The letter of the index.
    pub letter: String,
    /// How far it goes.
    pub size: Size,
}

/// A definition.
#[derive(Clone, Debug)]
pub struct ArrayDefinition {
    /// What is defined.
    pub quantity: QuantityId,
    /// As what, as written.
    pub written: WholeId,
    /// Where.
    pub span: Span,
}

/// Numbers for all entries of a leaf, row after row.
#[derive(Clone, Debug)]
pub struct ArrayValue {
    /// The leaf.
    pub quantity: QuantityId,
    /// The entries.
    pub entries: Vec<Rational>,
}

/// A derivation asked for.
#[derive(Clone, Debug)]
pub struct ArrayQuery {
    /// Of what.
    pub of: QuantityId,
    /// By what.
    pub by: QuantityId,
    /// By what once more, for a second derivative.
    pub then: Option<QuantityId>,
    /// Of what it is derived by, the indices of one entry or line, with nothing for a whole axis; none for all entries.
    pub at: Vec<Option<u64>>,
    /// Where it is asked.
    pub span: Span,
}

/// A letter of a claim by entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimIndex {
    /// The letter.
    pub name: String,
    /// By how much the first index is above 1: in `for i in 3..n` it is 2.
    pub above_one: i64,
}

/// Two sides that must be equal, or a number and its digits.
#[derive(Clone, Debug)]
pub struct ArrayClaim {
    /// The sides, with a quantity for each derivative.
    pub sides: [WholeId; 2],
    /// Of a claim by entries, its letters.
    pub indices: Vec<ClaimIndex>,
    /// The comparison.
    pub relation: Relation,
    /// For `~=`: the unit of the last printed digit; one for each entry, row by row, where all are printed.
    pub units: Vec<Rational>,
    /// The claim as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}
