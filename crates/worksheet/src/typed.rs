//! Definitions as they were typed, with their indices: what a worksheet defines is made of them, term by term and member
//! by member, and pages print what stands here.

use std::ops::Range;

use chainrule_symbolic::graph::{ExprId, SymbolId};
use rustc_hash::FxHashMap;

/// The definitions over indices of a worksheet, as they were typed.
#[derive(Debug, Default)]
pub struct Typed {
    /// Those of families, and of quantities with sums, in the order of what they define.
    pub definitions: Vec<TypedDefinition>,
    /// The formulas of single members and quantities, where these are few, with the number of terms of their widest sum.
    pub formulas: FxHashMap<SymbolId, (ExprId, u64)>,
    /// What names that no worksheet can write stand for in all of these, inner sums first.
    pub sums: Vec<TypedSum>,
}

/// A definition as it was typed: `z[i] = sum(w[i,j]*x[j] for j in 1..40) + b[i] for i in 1..30`.
#[derive(Clone, Debug)]
pub struct TypedDefinition {
    /// The places of what it defines among the quantities that the worksheet defines.
    pub places: Range<usize>,
    /// `z[i]`
    pub name: ExprId,
    /// The right side, in which names stand for sums.
    pub formula: ExprId,
    /// What its own indices run over; none where it defines one quantity.
    pub ranges: Vec<TypedRange>,
    /// What it names, in the order a reader meets it.
    pub inputs: Vec<ExprId>,
    /// The ranges of its sums.
    pub bound: Vec<TypedRange>,
    /// How many terms its widest sum has; 0 where it has none.
    pub terms: u64,
    /// Whether a wide part of it has a name of its own in the network: then this is not what the network has.
    pub has_named_parts: bool,
}

/// An index and what it runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedRange {
    /// The letter, as the reader chose it.
    pub index: SymbolId,
    /// Its lowest value, by other indices perhaps.
    pub low: ExprId,
    /// Its highest value.
    pub high: ExprId,
}

/// What is made of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedReduction {
    /// Their sum.
    Sum,
    /// Their product.
    Product,
    /// The largest of them.
    Largest,
    /// The least of them.
    Least,
}

/// A sum or a product over indices, or the largest or least of terms.
#[derive(Clone, Debug)]
pub struct TypedSum {
    /// The name that stands for it.
    pub name: ExprId,
    /// What is made of its terms.
    pub kind: TypedReduction,
    /// What it runs over, the outer index first.
    pub ranges: Vec<TypedRange>,
    /// Its general term.
    pub body: ExprId,
}
