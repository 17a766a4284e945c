//! Products of linear algebra: chains of factors, numbers in front, diagonals beside vectors.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::ADD;

use super::scaled::Scaled;
use crate::arena::{Arrays, Whole, WholeId};
use crate::entry::is;
use crate::shape::Shape;
use crate::word::{Over, Word};

impl Arrays {
    /// The factors of a product of linear algebra; anything else by itself.
    pub(crate) fn factors_of(&self, whole: WholeId) -> Vec<WholeId> {
        let mut factors = Vec::new();
        let mut stack = vec![whole];
        while let Some(id) = stack.pop() {
            match self.whole(id) {
                Whole::Product(left, right) if !self.shape(id).is_number() => stack.extend([*right, *left]),
                _ => factors.push(id),
            }
        }
        factors
    }

    /// A product that is a number, `xᵀ·A·y`, in one of its forms: it is its own transpose.
    pub(crate) fn number_in_order(&mut self, product: WholeId) -> Option<WholeId> {
        let Whole::Product(left, right) = *self.whole(product) else { return Some(product) };
        let mut factors = self.factors_of(left);
        factors.extend(self.factors_of(right));
        let turned: Option<Vec<WholeId>> =
            factors.iter().rev().map(|&factor| self.transpose(factor)).collect();
        let turned = turned?;
        let weight = |arrays: &Self, all: &[WholeId]| {
            let is_turned = |whole: &&WholeId| matches!(arrays.whole(**whole), Whole::Transpose(_));
            (all.iter().filter(is_turned).count(), all.to_vec())
        };
        let best = if weight(self, &turned) < weight(self, &factors) { turned } else { factors };
        let (&last, others) = best.split_last()?;
        others.iter().rev().try_fold(last, |whole, &factor| self.product(factor, whole))
    }

    /// A product without the numbers of its factors, and those.
    pub(super) fn chain_in_order(&mut self, product: WholeId) -> Option<(WholeId, Scaled)> {
        let mut scale = Scaled { coefficient: Rational::one(), numbers: Vec::new(), bare: None };
        let mut factors: Vec<WholeId> = Vec::new();
        for factor in self.factors_of(product) {
            let turned = match *self.whole(factor) {
                Whole::Transpose(of) => Some(of),
                _ => None,
            };
            let scaled = self.scaled_parts(turned.unwrap_or(factor))?;
            scale.push_all(self, &scaled)?;
            let Some(mut bare) = scaled.bare else { continue };
            if turned.is_some() {
                bare = self.transpose(bare)?;
            }
            for inner in self.factors_of(bare) {
                match factors.last() {
                    _ if matches!(self.whole(inner), Whole::Identity(_)) => {}
                    Some(&last) if self.are_inverse(last, inner) => {
                        factors.pop();
                    }
                    Some(&last) if self.diagonal_of(last).is_some() && self.diagonal_of(inner).is_some() => {
                        let vectors = [self.diagonal_of(last)?, self.diagonal_of(inner)?];
                        let vector = self.times(&vectors)?;
                        factors.pop();
                        factors.push(self.word(Word::Diag, Over::All, &[vector])?);
                    }
                    Some(_) | None => factors.push(inner),
                }
            }
        }
        if factors.is_empty() {
            // Everything was the identity, or cancelled.
            let Shape::Matrix(size, _) = *self.shape(product) else { return None };
            return Some((self.identity(size), scale));
        }
        let factors = self.diagonals_taken(factors)?;
        let factors = self.spread_over_diagonals(factors)?;
        Some((self.chain_of(&factors)?, scale))
    }

    fn are_inverse(&self, left: WholeId, right: WholeId) -> bool {
        let untransposed = |whole: WholeId| match self.whole(whole) {
            Whole::Transpose(of) => (*of, true),
            _ => (whole, false),
        };
        let ((one, turned), (other, also_turned)) = (untransposed(left), untransposed(right));
        let inverts = |whole: WholeId, of: WholeId| matches!(self.whole(whole), Whole::Word { word: Word::Inverse, arguments, .. } if arguments[0] == of);
        turned == also_turned && (inverts(one, other) || inverts(other, one))
    }

    /// `diag(a)·v` as `a ⊙ v`, and sums with diagonals before a vector term by term.
    fn diagonals_taken(&mut self, mut factors: Vec<WholeId>) -> Option<Vec<WholeId>> {
        while let [.., before, last] = factors.as_slice()
            && matches!(self.shape(*last), Shape::Vector(_))
        {
            let (before, last) = (*before, *last);
            let new = if let Some(diagonal) = self.diagonal_of(before) {
                self.times(&[diagonal, last])?
            } else if let Some(sum) = self.with_diagonals(before, last) {
                sum
            } else {
                break;
            };
            factors.truncate(factors.len() - 2);
            factors.push(new);
        }
        Some(factors)
    }

    /// `(A − u·1ᵀ)·diag(v)` as `A·diag(v) − u·vᵀ`.
    fn spread_over_diagonals(&mut self, mut factors: Vec<WholeId>) -> Option<Vec<WholeId>> {
        let is_ones = |arrays: &Self, whole: WholeId| matches!(arrays.whole(whole), Whole::Transpose(of) if matches!(arrays.whole(*of), Whole::Ones(_)));
        let mut place = 0;
        while place + 1 < factors.len() {
            place += 1;
            let (sum, Some(vector)) = (factors[place - 1], self.diagonal_of(factors[place])) else {
                continue;
            };
            let Whole::Apply { function, primes, arguments } = self.whole(sum).clone() else { continue };
            if !is(function, primes, &ADD) || self.is_written(sum) {
                continue;
            }
            let mut found = false;
            let mut terms = Vec::with_capacity(arguments.len());
            for term in arguments {
                let mut scaled = self.scaled_parts(term)?;
                let mut chain = self.factors_of(scaled.bare?);
                match chain.last() {
                    Some(&last) if chain.len() > 1 && is_ones(self, last) => {
                        found = true;
                        chain.pop();
                        chain.push(self.transpose(vector)?);
                    }
                    _ => chain.push(factors[place]),
                }
                scaled.bare = Some(self.chain_of(&chain)?);
                terms.push(self.written_scaled(&scaled)?);
            }
            if found {
                let sum = self.sum_of_terms(&terms)?;
                let sum = self.sharing_matrices(&terms).unwrap_or(sum);
                let scaled = self.scaled_parts(sum)?;
                if scaled.coefficient == Rational::one() && scaled.numbers.is_empty() {
                    factors.remove(place);
                    factors[place - 1] = sum;
                }
            }
        }
        Some(factors.into_iter().flat_map(|factor| self.factors_of(factor)).collect())
    }

    /// `A·diag(v) − A·v·vᵀ` as `A·(diag(v) − v·vᵀ)`.
    fn sharing_matrices(&mut self, terms: &[WholeId]) -> Option<WholeId> {
        let [one, other] = *terms else { return None };
        let (one, other) = (self.scaled_parts(one)?, self.scaled_parts(other)?);
        let shared = self.shared(&one, &other, true)?;
        self.written_scaled(&shared)
    }

    pub(super) fn diagonal_of(&self, whole: WholeId) -> Option<WholeId> {
        match self.whole(whole) {
            Whole::Word { word: Word::Diag, arguments, .. } => Some(arguments[0]),
            _ => None,
        }
    }

    /// A sum of matrices, one of which has a diagonal, times a vector.
    fn with_diagonals(&mut self, matrix: WholeId, vector: WholeId) -> Option<WholeId> {
        let (sum, is_turned) = match *self.whole(matrix) {
            Whole::Transpose(of) => (of, true),
            _ => (matrix, false),
        };
        let Whole::Apply { function, primes, arguments } = self.whole(sum).clone() else { return None };
        if !is(function, primes, &ADD) || self.is_written(sum) {
            return None;
        }
        let with_diagonal = |arrays: &Self, term: WholeId| {
            let factors = arrays.factors_of(term);
            factors.len() > 1 && factors.iter().any(|&factor| arrays.diagonal_of(factor).is_some())
        };
        if !arguments.iter().any(|&term| with_diagonal(self, term)) {
            return None;
        }
        let mut terms = Vec::with_capacity(arguments.len());
        for term in arguments {
            let term = if is_turned { self.transpose(term)? } else { term };
            let product = self.product_in_order(term, vector)?;
            let scaled = self.scaled_parts(product)?;
            terms.push(self.written_scaled(&scaled)?);
        }
        self.plus(&terms)
    }

    /// Factors as a product; vectors are multiplied first.
    pub(super) fn chain_of(&mut self, factors: &[WholeId]) -> Option<WholeId> {
        // Where a column meets a row, both sides are vectors by themselves.
        let split = (1..factors.len()).find(|&place| {
            matches!(self.shape(factors[place - 1]), Shape::Vector(_))
                && matches!(self.shape(factors[place]), Shape::Row(_))
        });
        if let Some(split) = split {
            let (left, right) = (self.chain_of(&factors[..split])?, self.chain_of(&factors[split..])?);
            return self.product(left, right);
        }
        let (&last, others) = factors.split_last()?;
        if matches!(self.shape(last), Shape::Vector(_)) {
            return others.iter().rev().try_fold(last, |product, &factor| match self.diagonal_of(factor) {
                Some(diagonal) => self.times(&[diagonal, product]),
                None => self.product(factor, product),
            });
        }
        let (&first, others) = factors.split_first()?;
        others.iter().try_fold(first, |product, &factor| self.product(product, factor))
    }

    /// The sum of the entries of each line, or of all, with what stands at the end of a product taken into it.
    pub(super) fn shorter_sum(&mut self, over: Over, of: WholeId) -> Option<WholeId> {
        let scaled = self.scaled_parts(of)?;
        let bare = scaled.bare?;
        let new = match over {
            Over::All => None,
            Over::EachRow => self.row_sums(bare),
            Over::EachColumn => {
                let turned = self.transpose(bare)?;
                self.row_sums(turned)
            }
        };
        let sum = match new {
            Some(sum) => sum,
            None => self.word(Word::Sum, over, &[bare])?,
        };
        let inner = self.scaled_parts(sum)?;
        let mut out = Scaled { bare: inner.bare, ..scaled };
        out.push_all(self, &inner)?;
        self.written_scaled(&out)
    }

    /// A trace with the numbers in front of it; that of a transpose is that of the matrix.
    pub(super) fn shorter_trace(&mut self, of: WholeId) -> Option<WholeId> {
        let mut scaled = self.scaled_parts(of)?;
        let bare = scaled.bare.take()?;
        let bare = match *self.whole(bare) {
            Whole::Transpose(inner) => inner,
            _ => bare,
        };
        let trace = self.word(Word::Trace, Over::All, &[bare])?;
        scaled.push(trace, 1);
        self.written_scaled(&scaled)
    }

    /// The sums of the rows of a product that ends with a diagonal, or of a sum of such.
    fn row_sums(&mut self, of: WholeId) -> Option<WholeId> {
        if let Whole::Apply { function, primes, arguments } = self.whole(of).clone()
            && is(function, primes, &ADD)
        {
            let terms: Option<Vec<WholeId>> = arguments
                .into_iter()
                .map(|term| {
                    let mut scaled = self.scaled_parts(term)?;
                    scaled.bare = Some(self.row_sums(scaled.bare?)?);
                    self.written_scaled(&scaled)
                })
                .collect();
            return self.plus(&terms?);
        }
        let mut factors = self.factors_of(of);
        if factors.len() < 2 {
            return None;
        }
        let last = factors.pop()?;
        let vector = self.diagonal_of(last)?;
        factors.push(vector);
        let factors = self.diagonals_taken(factors)?;
        self.chain_of(&factors)
    }
}
