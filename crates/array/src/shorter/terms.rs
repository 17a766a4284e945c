//! Sums: equal terms are one, what all terms are divided by stands once, `A·x + Aᵀ·x` is `(A + Aᵀ)·x`.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::ADD;

use super::scaled::Scaled;
use crate::arena::{Arrays, Whole, WholeId};
use crate::entry::is;
use crate::one_line::count;
use crate::shape::Shape;
use crate::word::{Over, Word};

/// Terms of one array with the same numbers as one; those that vanish are left away.
fn put_together(all: &mut Vec<Scaled>) {
    let mut merged: Vec<Scaled> = Vec::with_capacity(all.len());
    for scaled in all.drain(..) {
        match merged.iter_mut().find(|earlier| earlier.key() == scaled.key()) {
            Some(earlier) => earlier.coefficient = &earlier.coefficient + &scaled.coefficient,
            None => merged.push(scaled),
        }
    }
    merged.retain(|scaled| !scaled.coefficient.is_zero());
    *all = merged;
}

impl Arrays {
    /// The sum of some terms, shorter where it can be.
    pub(super) fn sum_of_terms(&mut self, terms: &[WholeId]) -> Option<WholeId> {
        let plain = self.collected(terms)?;
        // A sum inside a sum goes into it where that leaves less.
        let mut flat = Vec::new();
        for &term in terms {
            flat.extend(self.flat_terms(term));
        }
        if flat.len() == terms.len() {
            return Some(plain);
        }
        let flat = self.collected(&flat)?;
        Some(if count(self, flat) < count(self, plain) { flat } else { plain })
    }

    /// The terms of a sum, with a sign and without numbers in front of it; anything else by itself.
    fn flat_terms(&mut self, term: WholeId) -> Vec<WholeId> {
        let Some(scaled) = self.scaled_parts(term) else { return vec![term] };
        let Some(bare) = scaled.bare else { return vec![term] };
        match self.whole(bare).clone() {
            Whole::Apply { function, primes, arguments } if is(function, primes, &ADD) => {
                let inner = arguments.into_iter().map(|part| {
                    let addend = self.scaled_parts(part)?;
                    let mut product = scaled.clone();
                    product.push_all(self, &addend)?;
                    product.bare = addend.bare;
                    self.written_scaled(&product)
                });
                let inner: Option<Vec<WholeId>> = inner.collect();
                inner.unwrap_or_else(|| vec![term])
            }
            _ => self.distributed_chain(&scaled, bare).unwrap_or_else(|| vec![term]),
        }
    }

    /// A product of linear algebra with one sum in it, term by term.
    fn distributed_chain(&mut self, scaled: &Scaled, bare: WholeId) -> Option<Vec<WholeId>> {
        let factors = self.factors_of(bare);
        let sum_at = |arrays: &Self, factor: WholeId| match arrays.whole(factor) {
            Whole::Apply { function, primes, arguments }
                if is(*function, *primes, &ADD) && !arrays.is_written(factor) =>
            {
                Some(arguments.clone())
            }
            _ => None,
        };
        let mut sums = (0..factors.len()).filter_map(|place| Some((place, sum_at(self, factors[place])?)));
        let (place, terms) = sums.next().filter(|_| factors.len() > 1)?;
        if sums.next().is_some() {
            return None;
        }
        let mut out = Vec::with_capacity(terms.len());
        for term in terms {
            let addend = self.scaled_parts(term)?;
            let mut product = scaled.clone();
            product.push_all(self, &addend)?;
            let inner = addend.bare?;
            let mut chain = factors[..place].to_vec();
            chain.extend(self.factors_of(inner));
            chain.extend_from_slice(&factors[place + 1..]);
            chain.retain(|&factor| !matches!(self.whole(factor), Whole::Identity(_)));
            product.bare = Some(self.chain_of(&chain)?);
            out.push(self.written_scaled(&product)?);
        }
        Some(out)
    }

    fn collected(&mut self, terms: &[WholeId]) -> Option<WholeId> {
        let mut all: Vec<Scaled> = Vec::with_capacity(terms.len());
        for &term in terms {
            all.push(self.scaled_parts(term)?);
        }
        put_together(&mut all);
        self.pair_transposes(&mut all);
        self.join_diagonals(&mut all);
        self.share_factors(&mut all);
        put_together(&mut all);
        match all.as_slice() {
            [] => None,
            [only] => {
                let only = only.clone();
                self.written_scaled(&only)
            }
            [..] => self.with_common_divisor(all),
        }
    }

    /// `P·A·Q + P·Aᵀ·Q` as `P·(A + Aᵀ)·Q`, with equal numbers in front.
    fn pair_transposes(&mut self, all: &mut Vec<Scaled>) {
        let mut place = 0;
        while place < all.len() {
            let found = (place + 1..all.len()).find_map(|other| {
                let joined = self.paired(&all[place], &all[other])?;
                Some((other, joined))
            });
            if let Some((other, joined)) = found {
                all[place].bare = Some(joined);
                all.remove(other);
            }
            place += 1;
        }
    }

    /// `diag(a) − diag(b)` as `diag(a − b)`.
    fn join_diagonals(&mut self, all: &mut Vec<Scaled>) {
        let diagonal = |arrays: &Self, scaled: &Scaled| scaled.bare.and_then(|bare| arrays.diagonal_of(bare));
        let places: Vec<usize> =
            (0..all.len()).filter(|&place| diagonal(self, &all[place]).is_some()).collect();
        let [first, others @ ..] = places.as_slice() else { return };
        if others.is_empty() {
            return;
        }
        let mut terms = Vec::with_capacity(places.len());
        for &place in &places {
            let vector = Scaled { bare: diagonal(self, &all[place]), ..all[place].clone() };
            let Some(term) = self.written_scaled(&vector) else { return };
            terms.push(term);
        }
        let Some(mut joined) = self.sum_of_terms(&terms).and_then(|vector| self.scaled_parts(vector)) else {
            return;
        };
        joined.bare = joined.bare.and_then(|vector| self.word(Word::Diag, Over::All, &[vector]));
        if joined.bare.is_none() {
            return;
        }
        all[*first] = joined;
        for &place in others.iter().rev() {
            all.remove(place);
        }
    }

    /// `A·x − A·y` as `A·(x − y)`, and `x·yᵀ + z·yᵀ` as `(x + z)·yᵀ`, with equal numbers in front.
    fn share_factors(&mut self, all: &mut Vec<Scaled>) {
        let mut place = 0;
        while place < all.len() {
            let found = (place + 1..all.len()).find_map(|other| {
                let joined = self.shared(&all[place], &all[other], false)?;
                Some((other, joined))
            });
            match found {
                Some((other, joined)) => {
                    all[place] = joined;
                    all.remove(other);
                }
                None => place += 1,
            }
        }
    }

    /// Two terms as one product, with what they share before and behind a sum.
    pub(super) fn shared(&mut self, one: &Scaled, other: &Scaled, with_matrices: bool) -> Option<Scaled> {
        let is_equal = one.coefficient.abs() == other.coefficient.abs() && one.key().1 == other.key().1;
        let (one_bare, other_bare) = (one.bare?, other.bare?);
        if !is_equal || self.shape(one_bare).is_number() {
            return None;
        }
        let (left, right) = (self.factors_of(one_bare), self.factors_of(other_bare));
        let shortest = left.len().min(right.len());
        let first = (0..shortest).take_while(|&at| left[at] == right[at]).count();
        let last = (0..shortest - first)
            .take_while(|&at| left[left.len() - 1 - at] == right[right.len() - 1 - at])
            .count();
        let (inner, also_inner) =
            (left[first..left.len() - last].to_vec(), right[first..right.len() - last].to_vec());
        if first + last == 0 || (inner.is_empty() && also_inner.is_empty()) {
            return None;
        }
        let shared = [&left[..first], &left[left.len() - last..]].concat();
        if shared.iter().all(|&factor| self.diagonal_of(factor).is_some()) {
            return None;
        }
        let rest = if inner.is_empty() { &also_inner } else { &inner };
        let shape = self.chain_of(rest).map(|whole| self.shape(whole).clone())?;
        // Of matrices the terms are kept: `S⁻¹ − S⁻¹·e·eᵀ·S⁻¹`.
        if !(matches!(shape, Shape::Vector(_)) || with_matrices) {
            return None;
        }
        let mut part = |factors: &[WholeId]| match (factors, &shape) {
            ([], Shape::Matrix(rows, columns)) if rows == columns => Some(self.identity(*rows)),
            ([], _) => None,
            (factors, _) => self.chain_of(factors),
        };
        let (one_part, other_part) = (part(&inner)?, part(&also_inner)?);
        let turned = one.coefficient.is_negative() != other.coefficient.is_negative();
        let other_part = if turned { self.minus(other_part) } else { other_part };
        let sum = self.positive_first(&[one_part, other_part])?;
        if *self.shape(sum) != shape {
            return None;
        }
        let mut factors = left[..first].to_vec();
        factors.push(sum);
        factors.extend_from_slice(&left[left.len() - last..]);
        let bare = self.chain_of(&factors)?;
        (self.shape(bare) == self.shape(one_bare)).then(|| Scaled { bare: Some(bare), ..one.clone() })
    }

    fn paired(&mut self, one: &Scaled, other: &Scaled) -> Option<WholeId> {
        if one.coefficient != other.coefficient || one.key().1 != other.key().1 {
            return None;
        }
        let (left, right) = (self.factors_of(one.bare?), self.factors_of(other.bare?));
        if left.len() != right.len() || left.len() < 2 {
            return None;
        }
        let apart: Vec<usize> = (0..left.len()).filter(|&place| left[place] != right[place]).collect();
        let [apart] = apart.as_slice() else { return None };
        let is_turned = |whole: WholeId| matches!(self.whole(whole), Whole::Transpose(_));
        let mut pair = [left[*apart], right[*apart]];
        if is_turned(pair[0]) {
            pair.swap(0, 1);
        }
        if is_turned(pair[0]) || self.transpose(pair[0])? != pair[1] {
            return None;
        }
        let mut factors = left;
        factors[*apart] = self.plus(&pair)?;
        self.chain_of(&factors)
    }

    /// A sum over a number that stands in front of some of its terms too: divided term by term.
    pub(super) fn divided_term_by_term(&mut self, scaled: &Scaled) -> Option<WholeId> {
        let bare = scaled.bare.filter(|&bare| !self.is_written(bare))?;
        let Whole::Apply { function, primes, arguments } = self.whole(bare).clone() else { return None };
        if !is(function, primes, &ADD) {
            return None;
        }
        let (above, below): (Vec<_>, Vec<_>) = scaled.numbers.iter().partition(|(_, power)| *power > 0);
        let mut all = Vec::with_capacity(arguments.len());
        let mut shares = false;
        for part in arguments {
            let mut scaled = self.scaled_parts(part)?;
            for &(number, power) in &below {
                shares |= scaled.power_of(number) > 0;
                scaled.push_safely(self, number, power)?;
            }
            all.push(scaled);
        }
        if !shares {
            return None;
        }
        let sum = self.with_common_divisor(all)?;
        let mut out = self.scaled_parts(sum)?;
        out.coefficient = &out.coefficient * &scaled.coefficient;
        for (number, power) in above {
            out.push_safely(self, number, power)?;
        }
        self.written_scaled(&out)
    }

    /// Terms with the divisors that all of them have below one line.
    fn with_common_divisor(&mut self, mut all: Vec<Scaled>) -> Option<WholeId> {
        let mut outside = Scaled { coefficient: Rational::one(), numbers: Vec::new(), bare: None };
        for (number, _) in all[0].numbers.clone() {
            let powers = || all.iter().map(|scaled| scaled.power_of(number));
            let (least, most) = (powers().min().unwrap_or(0), powers().max().unwrap_or(0));
            // Below the line, or in front of arrays: `p[1]·(onehot(1, n) − p)`.
            let in_front = least > 0 && all.iter().any(|scaled| scaled.bare.is_some());
            let common = if most < 0 {
                most
            } else if in_front {
                least
            } else {
                0
            };
            if common != 0 {
                outside.push(number, common);
                for scaled in &mut all {
                    scaled.push(number, -common);
                }
            }
        }
        let size = all[0].coefficient.abs();
        if !size.is_integer() && all.iter().all(|scaled| scaled.coefficient.abs() == size) {
            let below = Rational::from_bigint(size.denominator().into_owned());
            for scaled in &mut all {
                scaled.coefficient = &scaled.coefficient * &below;
            }
            outside.coefficient = below.recip()?;
        }
        let mut terms = Vec::with_capacity(all.len());
        for scaled in &all {
            terms.push(self.written_scaled(scaled)?);
        }
        outside.bare = Some(self.positive_first(&terms)?);
        if outside.bare.is_some_and(|bare| self.shape(bare).is_number()) {
            let bare = outside.bare.take()?;
            outside.push(bare, 1);
        }
        self.written_scaled(&outside)
    }

    /// The number that all terms of a sum share, and the sum without it; of what an author wrote, 1.
    pub(super) fn without_content(&mut self, sum: WholeId) -> Option<(Rational, WholeId)> {
        let none = Some((Rational::one(), sum));
        let Whole::Apply { arguments, .. } = self.whole(sum).clone() else { return none };
        if self.is_written(sum) {
            return none;
        }
        let mut terms = Vec::with_capacity(arguments.len());
        for &part in &arguments {
            terms.push(self.scaled_parts(part)?);
        }
        let size = terms[0].coefficient.abs();
        if size.is_zero() || terms.iter().any(|term| term.coefficient.abs() != size) {
            return none;
        }
        let all_taken_away = terms.iter().all(|term| term.coefficient.is_negative());
        if size.is_one() && !all_taken_away {
            return none;
        }
        let content = if all_taken_away { -&size } else { size };
        let inverse = content.recip()?;
        let mut parts = Vec::with_capacity(terms.len());
        for term in &mut terms {
            term.coefficient = &term.coefficient * &inverse;
            parts.push(self.written_scaled(term)?);
        }
        Some((content, self.positive_first(&parts)?))
    }
}
