//! Numbers for leaves: exact, row after row.

use chainrule_array::{Shape, Size};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;

use super::ast::{Expr, Join, Kind};
use crate::expression::Wrong;

/// The exact number that an expression without names is.
pub(super) fn number(expr: &Expr) -> Result<Rational, Wrong> {
    let no_number = |span: Span| -> Wrong {
        Diagnostic::error(&code::EXPECTED, span, "expected a number: whole, a decimal or a fraction").into()
    };
    match &*expr.kind {
        Kind::Number(value) => Ok(value.clone()),
        Kind::Negative(of) => Ok(-&number(of)?),
        Kind::Sum(terms) => {
            let mut sum = Rational::zero();
            for (negative, term) in terms {
                let number = number(term)?;
                sum = if *negative { &sum - &number } else { &sum + &number };
            }
            Ok(sum)
        }
        Kind::Product(factors) => {
            let mut product = Rational::one();
            for (join, factor) in factors {
                let number = number(factor)?;
                product = match join {
                    Join::Times | Join::Each => &product * &number,
                    Join::Over | Join::EachOver => {
                        product.checked_div(&number).ok_or_else(|| no_number(factor.span))?
                    }
                };
            }
            Ok(product)
        }
        Kind::Power(base, exponent, _) => {
            let (base, exponent) = (number(base)?, number(exponent)?);
            let exponent = exponent.to_i64().filter(|_| exponent.is_integer());
            exponent.and_then(|power| base.pow(power).ok()).ok_or_else(|| no_number(expr.span))
        }
        Kind::Name(_)
        | Kind::Part(..)
        | Kind::RowsOfIdentity(..)
        | Kind::PartOf(..)
        | Kind::SumFor(..)
        | Kind::Transpose(_)
        | Kind::Call { .. }
        | Kind::Derivative { .. }
        | Kind::Held(_)
        | Kind::Literal(_) => Err(no_number(expr.span)),
    }
}

/// The numbers of an array, row after row, with how many rows and columns it has: `[1, 2]`, `ones(2)`, `I(3)`, `diag([1, 2])`,
/// a multiple or the transpose of such, or one number.
pub(super) fn array(expr: &Expr) -> Result<(Vec<Rational>, Vec<u64>), Wrong> {
    match &*expr.kind {
        Kind::Literal(rows) => entries(rows, expr.span),
        Kind::Negative(of) => {
            let (entries, sizes) = array(of)?;
            Ok((entries.iter().map(|entry| -entry).collect(), sizes))
        }
        Kind::Product(factors) => match factors.as_slice() {
            [(_, number_in_front), (Join::Times, of)] if number(number_in_front).is_ok() => {
                let (factor, (entries, sizes)) = (number(number_in_front)?, array(of)?);
                Ok((entries.iter().map(|entry| &factor * entry).collect(), sizes))
            }
            [..] => Ok((vec![number(expr)?], Vec::new())),
        },
        Kind::Transpose(of) => {
            let (entries, sizes) = array(of)?;
            let (rows, columns) = match sizes.as_slice() {
                [columns] => (1, *columns),
                [rows, columns] => (*rows, *columns),
                [..] => return Ok((vec![number(expr)?], Vec::new())),
            };
            let [height, width] =
                [rows, columns].map(|count| usize::try_from(count).unwrap_or(entries.len()));
            let turned = (0..width).flat_map(|column| {
                let entries = &entries;
                (0..height).map(move |row| entries[row * width + column].clone())
            });
            Ok((turned.collect(), vec![columns, rows]))
        }
        Kind::Call { name, primes: 0, arguments, .. } => {
            if let ("diag", [of]) = (name.as_str(), arguments.as_slice()) {
                let (entries, _) = array(of)?;
                return Ok(diagonal(&entries));
            }
            let sizes: Option<Vec<u64>> = arguments
                .iter()
                .map(|size| number(size).ok()?.to_i64().and_then(|size| u64::try_from(size).ok()))
                .collect();
            match sizes.and_then(|sizes| made_of_sizes(name, &sizes)) {
                Some(made) => Ok(made),
                None => Ok((vec![number(expr)?], Vec::new())),
            }
        }
        _ => Ok((vec![number(expr)?], Vec::new())),
    }
}

/// Arrays of more entries are not written out.
const MOST_MADE: u64 = 1 << 20;

/// `ones(2)`, `zeros(2, 3)`, `I(2)`, `onehot(1, 3)`
fn made_of_sizes(name: &str, sizes: &[u64]) -> Option<(Vec<Rational>, Vec<u64>)> {
    let all = |value: i64| {
        let count = sizes.iter().try_fold(1u64, |all, &size| all.checked_mul(size))?;
        let count = usize::try_from(count).ok().filter(|_| (1..=MOST_MADE).contains(&count))?;
        Some((vec![Rational::from_integer(value); count], sizes.to_vec()))
    };
    match (name, sizes) {
        ("ones", [_] | [_, _]) => all(1),
        ("zeros", [_] | [_, _]) => all(0),
        ("I", [size @ 1..=1000]) => {
            Some(diagonal(&vec![Rational::one(); usize::try_from(*size).unwrap_or(1)]))
        }
        ("onehot", [place, size]) if (1..=*size).contains(place) && *size <= MOST_MADE => {
            let entries = (1..=*size).map(|at| Rational::from_integer(i64::from(at == *place)));
            Some((entries.collect(), vec![*size]))
        }
        (_, _) => None,
    }
}

fn diagonal(entries: &[Rational]) -> (Vec<Rational>, Vec<u64>) {
    let size = entries.len();
    let mut all = vec![Rational::zero(); size * size];
    for (place, entry) in entries.iter().enumerate() {
        all[place * size + place] = entry.clone();
    }
    let size = u64::try_from(size).unwrap_or(u64::MAX);
    (all, vec![size, size])
}

/// The entries of a literal, row after row, with how many rows and columns it has.
pub(super) fn entries(rows: &[Vec<Expr>], span: Span) -> Result<(Vec<Rational>, Vec<u64>), Wrong> {
    let width = rows.first().map_or(0, Vec::len);
    if let Some(ragged) = rows.iter().find(|row| row.len() != width) {
        let message = format!("a row has {} entries, the first one {width}", ragged.len());
        let place = match (ragged.first(), ragged.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            (_, _) => span,
        };
        return Err(Diagnostic::error(&code::BAD_SHAPE, place, message)
            .help("all rows of a matrix have as many entries")
            .into());
    }
    let mut values = Vec::new();
    for entry in rows.iter().flatten() {
        values.push(number(entry)?);
    }
    let [height, width] = [rows.len(), width].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
    Ok((values, if rows.len() == 1 { vec![width] } else { vec![height, width] }))
}

/// The shape of a literal.
pub(super) fn shape_of(sizes: &[u64]) -> Shape {
    let axes: Vec<Size> = sizes.iter().map(|&size| Size::Number(size)).collect();
    Shape::of_axes(&axes)
}

/// Whether a value has the shape that is declared; sizes by letter take their numbers from it.
pub(super) fn fits(
    declared: &Shape,
    lengths: &[u64],
    sizes: &mut Vec<(chainrule_array::SizeId, u64)>,
) -> bool {
    let axes = declared.axes();
    // A row `[1, 2, 3]` is a matrix of one row, and a column of rows `[1; 2]` a vector, where those are declared.
    let counts = match (axes.len(), lengths) {
        (2, [only]) => vec![1, *only],
        (1, [rows, 1]) => vec![*rows],
        (_, several) => several.to_vec(),
    };
    axes.len() == counts.len()
        && axes.iter().zip(&counts).all(|(axis, count)| match axis {
            Size::Number(size) => size == count,
            Size::Letter(letter) => {
                if let Some((_, size)) = sizes.iter().find(|(size, _)| size == letter) {
                    return size == count;
                }
                sizes.push((*letter, *count));
                true
            }
        })
}

/// Whether an expression is an array of numbers that is written out.
pub(super) fn is_of_numbers(expr: &Expr) -> bool {
    match &*expr.kind {
        Kind::Literal(rows) => rows.iter().flatten().all(|entry| entry.names().is_empty()),
        _ => false,
    }
}
