//! Linear relations with rational coefficients between functions, found from their values at random points.
//!
//! Exponentials turn sums into products: to know `exp(a + b/2)` from `exp(a)` and `exp(b)` one must know that the
//! exponent is a sum of the others. Each function is the column of its values at the points; a relation that holds at
//! more points than there are functions is an identity, up to the chance of the field.

use chainrule_number::Rational;
use rustc_hash::FxHashMap;

use super::field::Field;

/// Values of one function, one a point.
pub type Column = Vec<u64>;

/// So many points more than functions are asked for before a relation is believed.
pub const SPARE_POINTS: usize = 6;

/// Independent functions, in the order added, and what follows from them.
#[derive(Debug)]
pub struct Span {
    field: Field,
    rows: Vec<Row>,
    columns: Vec<Column>,
    /// Columns scaled to start with 1, for multiples of an entry.
    scaled: FxHashMap<Column, (usize, u64)>,
    /// The column that was found to be no combination last, and what was left of it: it is added next.
    independent: Option<(Column, Reduced)>,
}

/// What is left of a column after the rows are taken out, and how much of each entry was taken.
#[derive(Debug)]
struct Reduced {
    rest: Column,
    taken: Vec<u64>,
}

/// A combination of entries that is 1 at its pivot and 0 at the pivots of the rows before.
#[derive(Debug)]
struct Row {
    pivot: usize,
    column: Column,
    /// Coefficient of each entry.
    of_entries: Vec<(usize, u64)>,
}

impl Span {
    /// No functions yet.
    pub fn new(field: Field) -> Self {
        Self { field, rows: Vec::new(), columns: Vec::new(), scaled: FxHashMap::default(), independent: None }
    }

    /// The function as a combination of entries with small rational coefficients, where it is one.
    pub fn express(&mut self, column: &[u64]) -> Option<Vec<(usize, Rational)>> {
        let field = self.field;
        if column.iter().all(|&value| value == 0) {
            return Some(Vec::new());
        }
        if let Some((scaled, scale)) = field.scaled(column)
            && let Some(&(entry, other_scale)) = self.scaled.get(&scaled)
        {
            // column = scale · scaled, entry = own · scaled.
            let ratio = field.small_fraction(field.mul(scale, field.inverse(other_scale)))?;
            return Some(vec![(entry, ratio)]);
        }
        let reduced = self.reduced(column);
        if reduced.rest.iter().any(|&value| value != 0) {
            self.independent = Some((column.to_vec(), reduced));
            return None;
        }
        reduced
            .taken
            .into_iter()
            .enumerate()
            .filter(|&(_, coefficient)| coefficient != 0)
            .map(|(entry, coefficient)| Some((entry, field.small_fraction(coefficient)?)))
            .collect()
    }

    /// Adds a function that is no combination of the others; answers its entry.
    pub fn add(&mut self, column: &[u64]) -> usize {
        let field = self.field;
        let entry = self.columns.len();
        self.columns.push(column.to_vec());
        if let Some((scaled, scale)) = field.scaled(column) {
            self.scaled.entry(scaled).or_insert((entry, scale));
        }
        // Beyond so many rows a relation could hold by chance.
        if self.rows.len() + SPARE_POINTS < column.len() {
            // No row was added since it was looked at: whatever is added takes this out.
            let Reduced { rest, taken } = match self.independent.take() {
                Some((looked_at, reduced)) if looked_at == column => reduced,
                Some(_) | None => self.reduced(column),
            };
            if let Some(pivot) = rest.iter().position(|&value| value != 0) {
                let scale = field.inverse(rest[pivot]);
                let taken = taken.into_iter().enumerate().filter(|&(_, coefficient)| coefficient != 0);
                let mut of_entries: Vec<(usize, u64)> =
                    taken.map(|(entry, c)| (entry, field.mul(field.sub(0, c), scale))).collect();
                of_entries.push((entry, scale));
                let column = rest.into_iter().map(|value| field.mul(value, scale)).collect();
                self.rows.push(Row { pivot, column, of_entries });
            }
        }
        entry
    }

    /// The values of an entry.
    pub fn column(&self, entry: usize) -> &[u64] {
        &self.columns[entry]
    }

    fn reduced(&self, column: &[u64]) -> Reduced {
        let field = self.field;
        let mut rest = column.to_vec();
        let mut taken = vec![0; self.columns.len()];
        for row in &self.rows {
            let factor = rest[row.pivot];
            if factor == 0 {
                continue;
            }
            for (value, entry) in rest.iter_mut().zip(&row.column) {
                *value = field.sub(*value, field.mul(factor, *entry));
            }
            for &(entry, coefficient) in &row.of_entries {
                taken[entry] = field.add(taken[entry], field.mul(factor, coefficient));
            }
        }
        Reduced { rest, taken }
    }
}

#[cfg(test)]
mod tests {
    use super::Span;
    use crate::identity::primes::drawn;
    use chainrule_number::Rational;

    #[test]
    fn combinations_are_found_and_others_are_not() {
        let field = drawn(3, 0, &[]);
        let column = |key| (0..12).map(|point| field.draw(key, point, 0)).collect::<Vec<u64>>();
        let (x, y, z) = (column(1), column(2), column(3));
        let mut span = Span::new(field);
        assert_eq!(span.add(&x), 0);
        let half = field.element(&Rational::fraction(1, 2)).unwrap();
        let mixed: Vec<u64> = x.iter().zip(&y).map(|(x, y)| field.add(field.mul(half, *x), *y)).collect();
        assert_eq!(span.express(&mixed), None);
        assert_eq!(span.add(&y), 1);
        assert_eq!(span.express(&mixed), Some(vec![(0, Rational::fraction(1, 2)), (1, Rational::one())]));
        assert_eq!(span.express(&z), None);
    }
}
