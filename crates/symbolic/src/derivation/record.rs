//! One derivation, as data.

use std::sync::Arc;

use super::{Chain, FactorId, PathCount};
use crate::graph::{ExprId, SymbolId};

/// The derivative of one quantity by another, worked out over the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The quantity derived.
    pub target: SymbolId,
    /// The quantity it is derived by.
    pub by: SymbolId,
    /// `∂target/∂by`.
    pub name: ExprId,
    /// In how many ways `by` reaches `target`.
    pub paths: PathCount,
    /// What lies between the two.
    pub chain: Chain,
    /// How the chain rule over it is written.
    pub form: Form,
    /// The factors put back, in the order of the chain.
    pub result: ExprId,
}

impl Derivation {
    /// Whether it is worked out by factors: the target depends on what it is derived by, and is another quantity.
    pub fn has_factors(&self) -> bool {
        match &self.form {
            Form::Same | Form::Independent { .. } => false,
            Form::Paths(_) | Form::Backpropagation(_) => true,
        }
    }

    /// Whether the target does not depend on what it is derived by.
    pub fn is_independent(&self) -> bool {
        matches!(self.form, Form::Independent { .. })
    }

    /// The paths, where they are written out one by one.
    pub fn written_paths(&self) -> &[Path] {
        match &self.form {
            Form::Paths(paths) => paths,
            Form::Same | Form::Independent { .. } | Form::Backpropagation(_) => &[],
        }
    }

    /// The one path, where there is no other.
    pub fn only_path(&self) -> Option<&Path> {
        match self.written_paths() {
            [path] => Some(path),
            [..] => None,
        }
    }

    /// The lines of backpropagation, where there are too many paths to be written out.
    pub fn adjoints(&self) -> &[Arc<Adjoint>] {
        match &self.form {
            Form::Backpropagation(adjoints) => adjoints,
            Form::Same | Form::Independent { .. } | Form::Paths(_) => &[],
        }
    }
}

/// How the chain rule over a chain is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A quantity by itself: 1.
    Same,
    /// The target does not depend on `by`: 0.
    Independent {
        /// The leaves that the target does depend on.
        leaves: Vec<SymbolId>,
    },
    /// Few paths: the sum of the products along them.
    Paths(Vec<Path>),
    /// Many paths: adjoints from the target back to `by`. Derivations of one target share those they have in common.
    Backpropagation(Vec<Arc<Adjoint>>),
}

/// One way from the target back to the quantity it is derived by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The factors along it, from the target on.
    pub factors: Vec<FactorId>,
    /// The product of the factors' names: `∂L/∂O31·∂O31/∂O21·…`.
    pub chain: ExprId,
    /// The product of the factors themselves.
    pub product: ExprId,
    /// The places of factors that read as one with the next at a coarser grain, from layer to layer:
    /// [`super::Calculus::fold`] says what they are.
    pub folds: Vec<u32>,
}

impl Path {
    /// Factors at the place of each fold and after it are one at the coarser grain; the rest stand alone. Answers the
    /// groups in order, as ranges of factors.
    pub fn groups(&self) -> Vec<std::ops::Range<usize>> {
        let mut groups = Vec::new();
        let mut folds = self.folds.iter().peekable();
        let mut at = 0;
        while at < self.factors.len() {
            let length = match folds.peek() {
                Some(&&first) if first as usize == at => {
                    folds.next();
                    2
                }
                Some(_) | None => 1,
            };
            groups.push(at..at + length);
            at += length;
        }
        groups
    }
}

/// Two neighbouring factors that read as one: ∂O21/∂O11 = ∂O21/∂Z · ∂Z/∂O11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The name of the whole, `∂O21/∂O11`.
    pub name: ExprId,
    /// The product of the two names.
    pub chain: ExprId,
    /// The product of the two factors.
    pub product: ExprId,
}

/// One line of backpropagation: the derivative of the target by one quantity, from those of the quantities that use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjoint {
    /// By which quantity.
    pub of: SymbolId,
    /// `∂target/∂of`.
    pub name: ExprId,
    /// The summands, in the order of the network.
    pub terms: Vec<Term>,
    /// `Σ ∂target/∂user · ∂user/∂of`, by names.
    pub chain: ExprId,
    /// The same with the factors put in and the users' adjoints by name.
    pub product: ExprId,
}

/// One summand of an adjoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// A quantity that uses it.
    pub user: SymbolId,
    /// The derivative of that quantity by it.
    pub factor: FactorId,
}
