//! Operations on whole arrays.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, EntryId, Shape, Size, Whole, WholeId};
use chainrule_number::{Elementary, Rational, Scalar, Undefined};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::POWER;

use super::largest::{largest_entry, shares_of_largest};
use super::{Array, Scene, integer, linear};

/// The value of a whole.
///
/// # Errors
/// It has none: something is divided by 0, or a name has no value.
pub fn evaluate<S: Scalar>(scene: &Scene<'_, S>, id: WholeId) -> Result<Array<S>, Undefined> {
    let bits = scene.bits;
    match scene.arrays.whole(id) {
        Whole::Number(value) => Ok(Array::number(S::from_rational(value, bits))),
        Whole::Size(size) => Ok(Array::number(integer(scene.sizes.get(*size)?, bits))),
        Whole::Quantity(quantity) => scene.values.get(quantity).cloned().ok_or(Undefined::Unknown),
        Whole::Ones(size) => {
            let size = scene.sizes.get(*size)?;
            Ok(Array { axes: vec![size], entries: vec![integer(1, bits); size] })
        }
        Whole::Identity(size) => {
            let size = scene.sizes.get(*size)?;
            Ok(diagonal_matrix(&vec![integer(1, bits); size], bits))
        }
        Whole::Rows { .. } | Whole::OneHot(..) => of_the_identity(scene, id),
        Whole::Apply { function, primes: 0, arguments }
            if *function == function::id(&POWER) && even_power_of_norm(scene, arguments).is_some() =>
        {
            // The square of a length is a sum of squares: no root is taken.
            let (norm, half) = even_power_of_norm(scene, arguments).ok_or(Undefined::Unknown)?;
            let squares = of_squares(scene, norm)?;
            let mut product = S::from_rational(&Rational::one(), bits);
            for _ in 0..half {
                product = product.mul(&squares, bits)?;
            }
            Ok(Array::number(product))
        }
        Whole::Apply { function, primes, arguments } => {
            let values: Result<Vec<Array<S>>, Undefined> =
                arguments.iter().map(|&part| evaluate(scene, part)).collect();
            let values = values?;
            let axes =
                values.iter().find(|array| !array.axes.is_empty()).map_or(Vec::new(), |a| a.axes.clone());
            let count = axes.iter().product();
            let mut entries = Vec::with_capacity(count);
            for place in 0..count {
                let arguments: Vec<&S> = values
                    .iter()
                    .map(
                        |array| if array.axes.is_empty() { &array.entries[0] } else { &array.entries[place] },
                    )
                    .collect();
                entries.push(scene.functions.apply(*function, *primes, &arguments, bits)?);
            }
            Ok(Array { axes, entries })
        }
        Whole::Spread { vector, over, count } => {
            let vector = evaluate(scene, *vector)?;
            let count = scene.sizes.get(*count)?;
            let size = vector.entries.len();
            Ok(match over {
                Over::EachRow | Over::All => Array {
                    axes: vec![count, size],
                    entries: (0..count).flat_map(|_| vector.entries.iter().cloned()).collect(),
                },
                Over::EachColumn => Array {
                    axes: vec![size, count],
                    entries: vector
                        .entries
                        .iter()
                        .flat_map(|entry| std::iter::repeat_n(entry.clone(), count))
                        .collect(),
                },
            })
        }
        Whole::Product(left, right) => product(scene, *left, *right),
        Whole::Transpose(of) => {
            let of = evaluate(scene, *of)?;
            Ok(transposed(&of))
        }
        Whole::Entries { axes, body } => by_entries(scene, axes, *body),
        Whole::Part { of, at } => {
            let of = scene.values.get(of).ok_or(Undefined::Unknown)?;
            let axes: Vec<usize> =
                of.axes.iter().zip(at).filter(|(_, at)| at.is_none()).map(|(size, _)| *size).collect();
            let mut entries = Vec::new();
            for free in Array::<S>::indices(&axes) {
                let mut free = free.into_iter();
                let all: Option<Vec<usize>> = at
                    .iter()
                    .map(|place| match place {
                        Some(place) => scene.sizes.place(*place),
                        None => free.next(),
                    })
                    .collect();
                let entry = of.get(&all.ok_or(Undefined::Unknown)?).ok_or(Undefined::Unknown)?;
                entries.push(entry.clone());
            }
            Ok(Array { axes, entries })
        }
        Whole::Word { word, over, arguments } => {
            let values: Result<Vec<Array<S>>, Undefined> =
                arguments.iter().map(|&part| evaluate(scene, part)).collect();
            of_word(*word, *over, &values?, bits)
        }
    }
}

/// What is defined by its entries alone.
fn by_entries<S: Scalar>(scene: &Scene<'_, S>, axes: &[Size], body: EntryId) -> Result<Array<S>, Undefined> {
    super::entry::evaluate_bound(scene, body, scene.sizes.all(axes)?)
}

/// Rows of the identity, or one of them as a vector.
fn of_the_identity<S: Scalar>(scene: &Scene<'_, S>, id: WholeId) -> Result<Array<S>, Undefined> {
    let bits = scene.bits;
    match scene.arrays.whole(id) {
        Whole::Rows { from, count, of } => {
            let of = scene.sizes.get(*of)?;
            let place = |value: u64| usize::try_from(value).map_err(|_| Undefined::Unknown);
            let (from, count) = (place(*from)?, place(*count)?);
            let is_one = |row: usize, column: usize| row + from - 1 == column;
            let entries = (0..count).flat_map(|row| (0..of).map(move |column| (row, column)));
            let entries = entries.map(|(row, column)| integer(usize::from(is_one(row, column)), bits));
            Ok(Array { axes: vec![count, of], entries: entries.collect() })
        }
        Whole::OneHot(place, size) => {
            let size = scene.sizes.get(*size)?;
            let place = scene.sizes.place(*place);
            let place = place.filter(|place| *place < size).ok_or(Undefined::Unknown)?;
            let entries = (0..size).map(|index| integer(usize::from(index == place), bits)).collect();
            Ok(Array { axes: vec![size], entries })
        }
        Whole::Number(_)
        | Whole::Size(_)
        | Whole::Quantity(_)
        | Whole::Ones(_)
        | Whole::Identity(_)
        | Whole::Apply { .. }
        | Whole::Spread { .. }
        | Whole::Product(..)
        | Whole::Transpose(_)
        | Whole::Word { .. }
        | Whole::Entries { .. }
        | Whole::Part { .. } => Err(Undefined::Unknown),
    }
}

/// The array and half the exponent of an even power of its length.
fn even_power_of_norm<S>(scene: &Scene<'_, S>, arguments: &[WholeId]) -> Option<(WholeId, i64)> {
    let Whole::Word { word: Word::Norm | Word::FrobeniusNorm, over: Over::All, arguments: of } =
        scene.arrays.whole(arguments[0])
    else {
        return None;
    };
    let Whole::Number(power) = scene.arrays.whole(arguments[1]) else { return None };
    let power = power
        .to_i64()
        .filter(|exponent| power.is_integer() && exponent % 2 == 0 && (2..=64).contains(exponent))?;
    Some((of[0], power / 2))
}

fn of_squares<S: Scalar>(scene: &Scene<'_, S>, of: WholeId) -> Result<S, Undefined> {
    let array = evaluate(scene, of)?;
    S::inner_product(array.entries.iter().map(|entry| (entry, entry)), scene.bits)
}

pub(super) fn transposed<S: Clone>(of: &Array<S>) -> Array<S> {
    let [rows, columns] = match of.axes.as_slice() {
        [rows, columns] => [*rows, *columns],
        _ => return of.clone(),
    };
    let entries = (0..columns)
        .flat_map(|column| (0..rows).map(move |row| row * columns + column))
        .map(|place| of.entries[place].clone())
        .collect();
    Array { axes: vec![columns, rows], entries }
}

fn diagonal_matrix<S: Scalar>(entries: &[S], bits: u32) -> Array<S> {
    let size = entries.len();
    let mut all = vec![integer(0, bits); size * size];
    for (place, entry) in entries.iter().enumerate() {
        all[place * size + place] = entry.clone();
    }
    Array { axes: vec![size, size], entries: all }
}

/// How many numbers there are of what in a product of linear algebra.
pub(super) struct ProductSizes {
    pub(super) rows: usize,
    /// What is added up for each entry.
    pub(super) inner: usize,
    pub(super) columns: usize,
    /// The sizes of the product as an array.
    pub(super) axes: Vec<usize>,
}

impl ProductSizes {
    /// Those of a product of two arrays: which shapes they have, the expressions know.
    pub(super) fn of<S>(
        arrays: &Arrays,
        (left, a): (WholeId, &Array<S>),
        (right, b): (WholeId, &Array<S>),
    ) -> Self {
        let (rows, inner, columns, axes) = match (arrays.shape(left), arrays.shape(right)) {
            (Shape::Vector(_), Shape::Row(_)) => {
                let (rows, columns) = (a.entries.len(), b.entries.len());
                (rows, 1, columns, vec![rows, columns])
            }
            (Shape::Row(_), Shape::Vector(_)) => (1, a.entries.len(), 1, Vec::new()),
            (Shape::Row(_), _) => (1, a.entries.len(), b.axes[1], vec![b.axes[1]]),
            (_, Shape::Vector(_)) => (a.axes[0], a.axes[1], 1, vec![a.axes[0]]),
            (_, _) => (a.axes[0], a.axes[1], b.axes[1], vec![a.axes[0], b.axes[1]]),
        };
        Self { rows, inner, columns, axes }
    }
}

/// A product of linear algebra: which shapes stand there, the expressions know.
fn product<S: Scalar>(scene: &Scene<'_, S>, left: WholeId, right: WholeId) -> Result<Array<S>, Undefined> {
    let bits = scene.bits;
    let (a, b) = (evaluate(scene, left)?, evaluate(scene, right)?);
    let ProductSizes { rows, inner, columns, axes } = ProductSizes::of(scene.arrays, (left, &a), (right, &b));
    let columns_of_right = transposed(&Array { axes: vec![inner, columns], entries: b.entries });
    let entries = if inner == 0 {
        vec![integer(0, bits); rows * columns]
    } else {
        S::matrix_product(inner, &a.entries, &columns_of_right.entries, bits)?
    };
    Ok(Array { axes, entries })
}

/// Numbers by lines: all of them, or those of each row or each column.
pub(super) fn lines<S: Clone>(of: &Array<S>, over: Over) -> Vec<Vec<S>> {
    match over {
        Over::All => vec![of.entries.clone()],
        Over::EachRow => of.entries.chunks(of.axes[1].max(1)).map(<[S]>::to_vec).collect(),
        Over::EachColumn => lines(&transposed(of), Over::EachRow),
    }
}

fn of_word<S: Scalar>(word: Word, over: Over, values: &[Array<S>], bits: u32) -> Result<Array<S>, Undefined> {
    let first = &values[0];
    let zero = || S::from_rational(&Rational::zero(), bits);
    let sum = |line: &[S]| line.iter().try_fold(zero(), |sum, entry| sum.add(entry, bits));
    let squares = |line: &[S]| S::inner_product(line.iter().map(|entry| (entry, entry)), bits);
    let elementary = |function, value: &S| S::elementary(function, std::slice::from_ref(value), bits);
    let exponentials = |line: &[S]| -> Result<Vec<S>, Undefined> {
        line.iter().map(|entry| elementary(Elementary::Exp, entry)).collect()
    };
    // One number a line.
    let each = |of: &dyn Fn(&[S]) -> Result<S, Undefined>| -> Result<Array<S>, Undefined> {
        let all = lines(first, over);
        let entries: Result<Vec<S>, Undefined> = all.iter().map(|line| of(line)).collect();
        let entries = entries?;
        let axes = if over == Over::All { Vec::new() } else { vec![entries.len()] };
        Ok(Array { axes, entries })
    };
    match word {
        Word::Sum => each(&|line| sum(line)),
        Word::Mean => each(&|line| sum(line)?.div(&integer(line.len(), bits), bits)),
        Word::Norm | Word::FrobeniusNorm => each(&|line| elementary(Elementary::Sqrt, &squares(line)?)),
        Word::SpectralNorm => {
            let columns = first.axes.get(1).copied().unwrap_or(1);
            Ok(Array::number(S::spectral_norm(columns, &first.entries, bits)?))
        }
        Word::Max => each(&|line| largest_entry(line, bits)),
        Word::Largest => {
            let mut entries = Vec::with_capacity(first.entries.len());
            for line in lines(first, over) {
                entries.extend(shares_of_largest(&line, bits)?);
            }
            Ok(by_lines(entries, first, over))
        }
        Word::LogSumExp => each(&|line| elementary(Elementary::Ln, &sum(&exponentials(line)?)?)),
        Word::Softmax => {
            let mut entries = Vec::with_capacity(first.entries.len());
            for line in lines(first, over) {
                let line = exponentials(&line)?;
                let total = sum(&line)?;
                for entry in line {
                    entries.push(entry.div(&total, bits)?);
                }
            }
            Ok(by_lines(entries, first, over))
        }
        Word::Dot => {
            let pairs = first.entries.iter().zip(&values[1].entries);
            Ok(Array::number(S::inner_product(pairs, bits)?))
        }
        Word::Outer => {
            let mut entries = Vec::new();
            for a in &first.entries {
                for b in &values[1].entries {
                    entries.push(a.mul(b, bits)?);
                }
            }
            Ok(Array { axes: vec![first.entries.len(), values[1].entries.len()], entries })
        }
        Word::Trace => Ok(Array::number(sum(&diagonal(first))?)),
        Word::Diagonal => {
            let entries = diagonal(first);
            Ok(Array { axes: vec![entries.len()], entries })
        }
        Word::Diag => Ok(diagonal_matrix(&first.entries, bits)),
        Word::Inverse => linear::inverse(first, bits).map(|(inverse, _)| inverse),
        Word::Determinant => linear::determinant(first, bits).map(Array::number),
        Word::LogDeterminant => {
            let determinant = linear::determinant(first, bits)?;
            let size = elementary(Elementary::Abs, &determinant)?;
            Ok(Array::number(elementary(Elementary::Ln, &size)?))
        }
    }
}

/// Numbers line by line, in an array of the shape of another.
pub(super) fn by_lines<S: Clone>(entries: Vec<S>, like: &Array<S>, over: Over) -> Array<S> {
    match like.axes.as_slice() {
        [rows, columns] if over == Over::EachColumn => {
            transposed(&Array { axes: vec![*columns, *rows], entries })
        }
        axes => Array { axes: axes.to_vec(), entries },
    }
}

fn diagonal<S: Clone>(matrix: &Array<S>) -> Vec<S> {
    let columns = matrix.axes.get(1).copied().unwrap_or(1);
    (0..matrix.axes[0]).map(|place| matrix.entries[place * columns + place].clone()).collect()
}
