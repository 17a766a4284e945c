//! Quadratic forms that are never below zero, such as x² − 2xy + y².

use chainrule_number::Rational;

use super::polynomial::Polynomial;

impl Polynomial {
    /// Whether it is a quadratic polynomial that is never below zero, whatever its atoms.
    pub(super) fn is_quadratic_form_above_zero(&self) -> bool {
        let atoms = self.atoms();
        let size = atoms.len() + 1;
        let mut matrix = vec![vec![Rational::zero(); size]; size];
        for (monomial, coefficient) in &self.terms {
            let mut places = Vec::new();
            for (atom, times) in monomial {
                let Ok(place) = atoms.binary_search(atom) else { return false };
                match times {
                    1 => places.push(place),
                    2 => places.extend([place, place]),
                    _ => return false,
                }
            }
            // The constant stands in the last place.
            let (row, column) = match places.as_slice() {
                [] => (size - 1, size - 1),
                [one] => (*one, size - 1),
                [one, two] => (*one, *two),
                _ => return false,
            };
            let half = coefficient * &Rational::fraction(1, 2);
            matrix[row][column] = &matrix[row][column] + &half;
            matrix[column][row] = &matrix[column][row] + &half;
        }
        is_semidefinite(matrix)
    }
}

/// Whether a symmetric matrix of exact numbers is positive semidefinite.
///
/// Source: the `LDLᵀ` decomposition (Golub, Van Loan: Matrix Computations, 4.2); a zero pivot needs a zero column.
fn is_semidefinite(mut matrix: Vec<Vec<Rational>>) -> bool {
    let size = matrix.len();
    for pivot in 0..size {
        let diagonal = matrix[pivot][pivot].clone();
        if diagonal.is_negative() {
            return false;
        }
        let Some(inverse) = diagonal.recip() else {
            if (pivot + 1..size).any(|row| !matrix[row][pivot].is_zero()) {
                return false;
            }
            continue;
        };
        for row in pivot + 1..size {
            let factor = &matrix[row][pivot] * &inverse;
            let above = matrix[pivot].clone();
            for (entry, above) in matrix[row].iter_mut().zip(above).skip(pivot + 1) {
                *entry = &*entry - &(&factor * &above);
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_semidefinite;
    use chainrule_number::Rational;

    fn matrix(rows: &[&[i64]]) -> Vec<Vec<Rational>> {
        rows.iter().map(|row| row.iter().map(|&value| Rational::from_integer(value)).collect()).collect()
    }

    #[test]
    fn forms() {
        assert!(is_semidefinite(matrix(&[&[1, -1], &[-1, 1]])));
        assert!(!is_semidefinite(matrix(&[&[1, 2], &[2, 1]])));
        assert!(is_semidefinite(matrix(&[&[0, 0], &[0, 3]])));
        assert!(!is_semidefinite(matrix(&[&[0, 1], &[1, 3]])));
    }
}
