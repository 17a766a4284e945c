//! How much room each piece takes where formulas are drawn.

use crate::greek::greek_name;
use crate::layout::{Alphabet, Function, Layout, Name, Operator, Piece, PieceId, When};

/// Subscripts and superscripts are so much smaller.
pub(super) const SMALL: f32 = 0.72;

/// How much room a piece takes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub(super) width: f32,
    /// Whether it is taller than a line.
    pub(super) tall: bool,
}

/// The signs between an index and its lowest and highest values.
pub(super) const THROUGH: f32 = 3.6;

/// The room each piece takes, children before parents. Measured in em of the surrounding text: near enough to end
/// lines by, and rather too wide than too narrow.
pub(super) fn sizes(layout: &Layout, format: &'static str) -> Vec<Size> {
    let mut sizes: Vec<Size> = Vec::with_capacity(layout.pieces().len());
    for piece in layout.pieces() {
        let of = |id: &PieceId| sizes[id.index()];
        let flat = |width| Size { width, tall: false };
        let size = match piece {
            Piece::Row(range) => layout.row(*range).iter().map(of).fold(Size::default(), |sum, size| Size {
                width: sum.width + size.width,
                tall: sum.tall || size.tall,
            }),
            Piece::Number(number) => {
                let groups = number.groups().0.len();
                let exponent = number.exponent.map_or(0.0, |e| 2.6 + SMALL * 0.5 * length(&e.to_string()));
                #[expect(clippy::cast_precision_loss, reason = "a width in em")]
                let gaps = 0.17 * groups.saturating_sub(1) as f32;
                let sign = if number.negative { 0.78 } else { 0.0 };
                flat(sign + 0.5 * length(&number.digits) + gaps + exponent)
            }
            Piece::Name(name) => flat(name_width(name, format)),
            Piece::Function(function, primes) => {
                flat(function_width(function, format) + 0.3 * f32::from(*primes))
            }
            Piece::Text(text) => flat(0.5 * length(text)),
            Piece::Operator(operator) => flat(operator_width(*operator)),
            Piece::Fraction { above, below } => {
                Size { width: of(above).width.max(of(below).width) + 0.24, tall: true }
            }
            Piece::Differential { order, .. } => flat(if *order > 1 { 0.95 } else { 0.58 }),
            Piece::Derivative { mark, of: inner, by } => {
                Size { width: of(mark).width.max(of(by).width) + 0.4 + of(inner).width, tall: true }
            }
            Piece::Script { base, above, .. } => {
                Size { width: of(base).width + SMALL * of(above).width, tall: of(base).tall }
            }
            Piece::Fence { when: When::OnALine, inner, .. } | Piece::Accent { inner, .. } => of(inner),
            Piece::Fence { inner, .. } => {
                Size { width: of(inner).width + if of(inner).tall { 1.5 } else { 0.8 }, tall: of(inner).tall }
            }
            Piece::Matrix { entries, columns } => matrix_size(layout.row(*entries), *columns, &of),
            Piece::Radical(inner) => Size { width: of(inner).width + 0.85, tall: of(inner).tall },
            Piece::BigOperator { below, body, .. } => {
                Size { width: (of(below).width * SMALL).max(1.5) + of(body).width, tall: true }
            }
            Piece::Indexed { index, low, high, body, .. } => {
                let below = of(index).width + 1.35 + of(low).width;
                let limits = (SMALL * below.max(of(high).width)).max(1.5);
                Size { width: limits + of(body).width + 1.5, tall: true }
            }
            Piece::Through { index, low, high } => {
                flat(of(index).width + of(low).width + of(high).width + THROUGH)
            }
            Piece::Dots(count) => flat(count.map_or(4.7, |count| 15.7 + 0.5 * length(&count.to_string()))),
            Piece::Letters(text, alphabet) => flat(letters_width(text, *alphabet)),
            Piece::Sign(sign) => flat(sign_width(*sign)),
            Piece::Scripts { base, below, above } => {
                let script = |id: &Option<PieceId>| id.as_ref().map_or(0.0, |id| of(id).width);
                let scripts = script(below).max(script(above));
                Size { width: of(base).width + SMALL * scripts, tall: of(base).tall }
            }
        };
        sizes.push(size);
    }
    sizes
}

/// The room between two columns of a matrix, and that of its brackets.
const BETWEEN_COLUMNS: f32 = 1.0;

fn matrix_size(entries: &[PieceId], columns: u32, of: &impl Fn(&PieceId) -> Size) -> Size {
    let columns = (columns as usize).max(1);
    let widest = |column: usize| {
        entries.iter().skip(column).step_by(columns).map(|id| of(id).width).fold(0.0f32, f32::max)
    };
    let width = (0..columns).map(|column| widest(column) + BETWEEN_COLUMNS).sum();
    Size { width, tall: true }
}

#[expect(clippy::cast_precision_loss, reason = "a width in em")]
fn length(text: &str) -> f32 {
    text.chars().count() as f32
}

fn name_width(name: &Name, format: &'static str) -> f32 {
    // A name holds no names: this goes no deeper.
    sizes(&name.layout_in(format), format).last().map_or(0.0, |size| size.width)
}

fn function_width(function: &Function, format: &'static str) -> f32 {
    match function {
        Function::Renamed(_, symbol) => 0.6 * length(symbol.unicode),
        Function::Builtin(row) => match row.symbol() {
            Some(symbol) => 0.6 * length(symbol.unicode),
            None => 0.5 * length(row.name),
        },
        Function::User(text) => name_width(&Name { text: text.clone(), notation: None }, format),
    }
}

fn letters_width(text: &str, alphabet: Alphabet) -> f32 {
    match alphabet {
        Alphabet::Formula => text.chars().map(letter_width).sum(),
        Alphabet::Upright | Alphabet::Italic | Alphabet::Sans | Alphabet::Operator => 0.56 * length(text),
        Alphabet::Bold | Alphabet::BoldItalic | Alphabet::Monospace | Alphabet::Calligraphic => {
            0.7 * length(text)
        }
    }
}

fn letter_width(letter: char) -> f32 {
    match letter {
        digit if digit.is_ascii_digit() => 0.5,
        capital if capital.is_ascii_uppercase() => 0.76,
        small if small.is_ascii_lowercase() => 0.55,
        greek if greek_name(greek).is_some() => 0.62,
        _ => 0.7,
    }
}

fn sign_width(sign: char) -> f32 {
    match sign {
        '(' | ')' | '.' | ':' | ';' | '!' | '|' => 0.39,
        ',' => 0.5,
        '-' | '+' => 0.6,
        _ => 0.8,
    }
}

pub(super) fn operator_width(operator: Operator) -> f32 {
    match operator {
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Each | Operator::EachOver => 1.25,
        Operator::Negative | Operator::By => 0.78,
        Operator::Dot | Operator::Chained => 0.75,
        Operator::Comma => 0.45,
        Operator::Thin | Operator::Implied | Operator::ImpliedApart => 0.17,
        Operator::Equal
        | Operator::About
        | Operator::Unequal
        | Operator::PlusMinus
        | Operator::Becomes
        | Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast
        | Operator::From => 1.35,
        Operator::Infinity => 1.0,
        Operator::Sum | Operator::Product => 1.5,
        Operator::ForAll => 2.0,
        Operator::Transpose => 0.6,
    }
}
