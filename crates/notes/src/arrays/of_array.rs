//! Functions of arrays of numbers: softmax, trace, determinant, diagonal, whole powers.

use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule::symbolic::function::rows::exponential::EXP;
use chainrule::symbolic::graph::ExprId;
use chainrule_latex::tree::OfArray;

use super::arithmetic::{MOST_ENTRIES, multiplied};
use crate::desk::Desk;
use crate::entries::{Amount, Entries};

/// Determinants and inverses of so many rows are worked out.
const MOST_ROWS: usize = 4;

pub(super) fn of_array(desk: &mut Desk, function: OfArray, vector: &Entries) -> Option<Amount> {
    match function {
        OfArray::Softmax => {
            if !vector.is_vector() || vector.all.len() < 2 {
                return None;
            }
            let powers: Vec<ExprId> =
                vector.all.iter().map(|(expr, _)| desk.graph.call(&EXP, &[*expr])).collect();
            let sum = desk.graph.call(&ADD, &powers);
            let entries =
                powers.into_iter().map(|power| (desk.graph.call(&DIVIDE, &[power, sum]), None)).collect();
            Some(Amount::Array(Entries { all: entries, ..vector.clone() }))
        }
        OfArray::Trace => {
            if vector.rows != vector.columns || vector.is_list || vector.rows < 2 {
                return None;
            }
            let terms: Vec<ExprId> =
                (0..vector.rows).map(|at| vector.all[at * vector.columns + at].0).collect();
            Some(Amount::Number(desk.graph.call(&ADD, &terms), None))
        }
        OfArray::Determinant => {
            let matrix = square(vector)?;
            let all: Vec<usize> = (0..vector.rows).collect();
            Some(Amount::Number(determinant(desk, &matrix, &all, &all), None))
        }
        OfArray::Diagonal => {
            let count = vector.all.len();
            if !vector.is_vector() || count * count > MOST_ENTRIES {
                return None;
            }
            let zero = desk.graph.integer(0);
            let entry = |place: usize| {
                let (row, column) = (place / count, place % count);
                if row == column { vector.all[row].clone() } else { (zero, None) }
            };
            let all = (0..count * count).map(entry).collect();
            Some(Amount::Array(Entries { rows: count, columns: count, is_list: false, all }))
        }
    }
}

/// The rows of a small square matrix.
fn square(entries: &Entries) -> Option<Vec<Vec<ExprId>>> {
    let is_square = entries.rows == entries.columns && !entries.is_list;
    let rows = entries.all.chunks(entries.columns.max(1));
    (is_square && (2..=MOST_ROWS).contains(&entries.rows))
        .then(|| rows.map(|row| row.iter().map(|(expr, _)| *expr).collect()).collect())
}

/// The determinant of some rows and columns, by its first row.
fn determinant(desk: &mut Desk, matrix: &[Vec<ExprId>], rows: &[usize], columns: &[usize]) -> ExprId {
    let [first, rest @ ..] = rows else { return desk.graph.integer(1) };
    if rest.is_empty() {
        return matrix[*first][columns[0]];
    }
    let mut terms = Vec::with_capacity(columns.len());
    for (place, &column) in columns.iter().enumerate() {
        let others: Vec<usize> = columns.iter().copied().filter(|&other| other != column).collect();
        let minor = determinant(desk, matrix, rest, &others);
        let term = desk.graph.call(&MULTIPLY, &[matrix[*first][column], minor]);
        terms.push(if place % 2 == 0 { term } else { desk.graph.call(&NEGATE, &[term]) });
    }
    desk.graph.call(&ADD, &terms)
}

/// A whole power of a small square matrix; its inverse is made of cofactors over the determinant.
pub(super) fn matrix_power(desk: &mut Desk, entries: &Entries, exponent: i64) -> Option<Amount> {
    let matrix = square(entries)?;
    if exponent == -1 {
        let all: Vec<usize> = (0..entries.rows).collect();
        let whole = determinant(desk, &matrix, &all, &all);
        let mut inverse = Vec::with_capacity(entries.all.len());
        for (row, column) in all.iter().flat_map(|&row| all.iter().map(move |&column| (row, column))) {
            let without = |left_out: usize| -> Vec<usize> {
                all.iter().copied().filter(|&place| place != left_out).collect()
            };
            // The cofactor of the place across the diagonal.
            let minor = determinant(desk, &matrix, &without(column), &without(row));
            let signed = if (row + column) % 2 == 0 { minor } else { desk.graph.call(&NEGATE, &[minor]) };
            inverse.push((desk.graph.call(&DIVIDE, &[signed, whole]), None));
        }
        return Some(Amount::Array(Entries { all: inverse, ..entries.clone() }));
    }
    let mut power = Amount::Array(entries.clone());
    for _ in 1..usize::try_from(exponent).ok().filter(|exponent| (1..=4).contains(exponent))? {
        power = multiplied(desk, &power, &Amount::Array(entries.clone()))?;
    }
    Some(power)
}
