//! Products of several factors that do not fit, with the whole product as it would.

use chainrule_array::Shape;
use chainrule_diagnostic::Diagnostic;

use super::ast::Join;
use super::complaint::{Complaints, Operand, transposed};
use super::product::sign;

/// So many products that fit are shown.
const MOST_SHOWN: usize = 3;

impl Complaints<'_> {
    /// Factors of which the one at this place does not fit what stands before it.
    pub(super) fn factors(&self, all: &[(Join, Operand)], place: usize, before: Operand) -> Diagnostic {
        let is_array = |operand: &Operand| !self.arrays.shape(operand.whole).is_number();
        let arrays: Vec<Operand> = all.iter().map(|(_, operand)| *operand).filter(is_array).collect();
        let mut earlier = all[..place].iter().map(|(_, operand)| *operand).filter(is_array);
        // The numbers in front of a factor belong to no shape.
        let left = match (earlier.next(), earlier.next()) {
            (Some(only), None) => only,
            _ => before,
        };
        let wrong = self.product(left, all[place].1);
        let is_whole = all.len() == 2
            || arrays.iter().any(|operand| matches!(self.arrays.shape(operand.whole), Shape::Tensor(_)));
        let are_vectors =
            arrays.iter().all(|operand| matches!(self.arrays.shape(operand.whole), Shape::Vector(_)));
        if is_whole || are_vectors || all.iter().any(|(join, _)| join.is_by_entries()) {
            return wrong;
        }
        let mut fitting = self.fitting(all, place);
        if !fitting.iter().any(|line| line.ends_with("transposed")) {
            fitting.splice(0..0, self.fitting_with_two_transposed(all));
        }
        let mut wrong = wrong;
        // What fits two factors does not fit all of them.
        wrong.help = Vec::new();
        fitting.into_iter().take(MOST_SHOWN).fold(wrong, Diagnostic::help)
    }

    /// The product with two factors transposed, where its shapes fit so.
    fn fitting_with_two_transposed(&self, all: &[(Join, Operand)]) -> Option<String> {
        let shapes: Vec<Shape> =
            all.iter().map(|(_, operand)| self.arrays.shape(operand.whole).clone()).collect();
        let pairs = (0..all.len()).flat_map(|one| (one + 1..all.len()).map(move |other| [one, other]));
        pairs.into_iter().find_map(|pair| {
            let mut new = shapes.clone();
            for at in pair {
                new[at] = shapes[at].transposed().filter(|_| !matches!(all[at].0, Join::Over))?;
            }
            let is_changed = pair.iter().all(|&at| new[at] != shapes[at]);
            if !is_changed || !fits(&new) {
                return None;
            }
            let turned: Vec<String> = all
                .iter()
                .enumerate()
                .map(|(at, (_, operand))| {
                    let text = self.written(*operand);
                    if pair.contains(&at) { transposed(text) } else { text.to_owned() }
                })
                .collect();
            let texts: Vec<&str> = turned.iter().map(String::as_str).collect();
            Some(format!("write `{}`, with two factors transposed", joined(all, &texts)))
        })
    }

    /// The products with one factor transposed, or the two that do not fit in the other order, whose shapes fit.
    fn fitting(&self, all: &[(Join, Operand)], place: usize) -> Vec<String> {
        let shapes: Vec<Shape> =
            all.iter().map(|(_, operand)| self.arrays.shape(operand.whole).clone()).collect();
        let texts: Vec<&str> = all.iter().map(|(_, operand)| self.written(*operand)).collect();
        let mut found = Vec::new();
        // Those nearest to the misfit are the likeliest.
        let mut places: Vec<usize> = (0..all.len()).filter(|&at| !shapes[at].is_number()).collect();
        places.sort_by_key(|&at| if at <= place { place - at } else { at });
        places.sort_by_key(|&at| at != place && at + 1 != place);
        for &at in &places {
            let (Some(turned), false) = (shapes[at].transposed(), matches!(all[at].0, Join::Over)) else {
                continue;
            };
            let mut new = shapes.clone();
            new[at] = turned;
            if fits(&new) {
                let turned = transposed(texts[at]);
                let mut texts = texts.clone();
                texts[at] = &turned;
                found.push(format!(
                    "write `{}`, with `{}` transposed",
                    joined(all, &texts),
                    self.written(all[at].1)
                ));
            }
        }
        let before = (0..place).rev().find(|&at| !shapes[at].is_number());
        if let Some(before) = before {
            let (mut new, mut swapped) = (shapes.clone(), texts.clone());
            new.swap(before, place);
            swapped.swap(before, place);
            if fits(&new) && all[before + 1..=place].iter().all(|(join, _)| *join == Join::Times) {
                found.push(format!("write `{}` for the other order", joined(all, &swapped)));
            }
        }
        found
    }
}

/// Whether each factor fits what stands before it.
fn fits(shapes: &[Shape]) -> bool {
    shapes[1..].iter().try_fold(shapes[0].clone(), |product, shape| product.times(shape)).is_some()
}

/// Factors as they are written, with these texts in their places.
fn joined(all: &[(Join, Operand)], texts: &[&str]) -> String {
    let mut out = String::new();
    for (place, ((join, _), text)) in all.iter().zip(texts).enumerate() {
        if place > 0 {
            out.push_str(sign(*join));
        }
        out.push_str(text);
    }
    out
}
