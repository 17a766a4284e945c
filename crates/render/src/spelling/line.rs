//! The walk over a layout that formats on a line share.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::{Parts, reach};
use crate::format_name::TEXT;
use crate::layout::{Accent, Fence, Function, Layout, Name, Number, Operator, Piece, PieceId};

/// How a format on a line spells its signs.
pub(super) trait Signs {
    /// A quantity.
    fn name<'n>(&self, name: &'n Name) -> Cow<'n, str>;
    /// The symbol of a function.
    fn function<'n>(&self, function: &'n Function) -> Cow<'n, str>;
    /// Digits; each string but the last may be followed by the end of a line.
    fn number(&self, number: &Number) -> Vec<String>;
    /// A sign; what stands before it and after it where no line ends there.
    fn operator(&self, operator: Operator) -> (&'static str, &'static str);
    /// ∂ with its order.
    fn differential(&self, order: u32, immediate: bool, spelled_out: bool) -> Cow<'static, str>;
    /// What opens and closes an absolute value, where it need not be read again.
    fn bars(&self) -> [&'static str; 2];
    /// What stands before what a root is taken of.
    fn root(&self) -> &'static str;
    /// A whole exponent, raised; nothing where the format can't raise.
    fn raised(&self, exponent: i32) -> Option<String>;
    /// Parts left out.
    fn dots(&self, count: Option<u64>) -> String;
    /// What stands before the lowest and before the highest value of an index, where all are named.
    fn through(&self) -> [&'static str; 2];
    /// Words.
    fn text(&self, text: &str) -> String;
    /// Letters and digits of a notation.
    fn letters(&self, text: &str) -> String;
    /// A sign of a notation.
    fn sign(&self, sign: char) -> String;
    /// Something with an accent.
    fn accent(&self, accent: Accent, inner: &str) -> String;
    /// A script of a notation, with what parts it from its base.
    fn script(&self, place: Place, inner: &str) -> String;
    /// What stands between two parts of a notation.
    fn between(&self, before: &str, after: &str) -> &'static str;
    /// Whether all of a text can be written.
    fn holds(&self, text: &str) -> bool;
}

/// Where a script stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Below,
    Above,
}

/// Which names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Those of the worksheet, which can be read again.
    OfTheWorksheet,
    /// As the reader wants them to look.
    OfTheReader,
}

enum Work<'a> {
    Piece(PieceId),
    Word(&'static str),
    Text(String),
    /// A line may end here, so readily; what stands here where none ends.
    Open(u16, &'static str),
    Deeper,
    Higher,
    Row(&'a [PieceId]),
}

/// Levels of one depth: relations, sums, products.
const LEVELS: u16 = 3;

/// What parts a line from the values for which it holds.
const FOR_ALL_GAP: &str = "   ";

/// Numbers are cut only where nothing else can be.
const WITHIN_NUMBERS: u16 = 50;

/// Takes what is spelled, piece by piece.
pub(super) trait Spelled: Default {
    /// A line may end here, so readily; what stands here where none ends.
    fn open(&mut self, level: u16, gap: &'static str);
    /// Text within which no line ends.
    fn word(&mut self, text: &str);
}

/// With the places where a line may end, and how wide all is.
impl Spelled for Parts {
    fn open(&mut self, level: u16, gap: &'static str) {
        self.open(level, gap);
    }

    fn word(&mut self, text: &str) {
        #[expect(clippy::cast_precision_loss, reason = "a width in columns")]
        self.push(text, text.width() as f32);
    }
}

/// All on one line.
impl Spelled for String {
    fn open(&mut self, _level: u16, gap: &'static str) {
        if !self.is_empty() {
            self.push_str(gap);
        }
    }

    fn word(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// Writes a layout down on a line.
pub(super) fn spell<O: Spelled>(layout: &Layout, signs: &impl Signs, names: Names) -> O {
    let mut out = O::default();
    let mut depth: u16 = 0;
    let mut stack: Vec<Work<'_>> = layout.root().map(Work::Piece).into_iter().collect();
    while let Some(work) = stack.pop() {
        match work {
            Work::Piece(id) => piece(layout.piece(id), layout, (signs, names), (&mut out, depth), &mut stack),
            Work::Word(text) => out.word(text),
            Work::Text(text) => out.word(&text),
            Work::Open(level, gap) => out.open(depth.saturating_add(level), gap),
            Work::Deeper => depth = depth.saturating_add(LEVELS),
            Work::Higher => depth = depth.saturating_sub(LEVELS),
            Work::Row(pieces) => {
                if let Some((&first, rest)) = pieces.split_first() {
                    stack.push(Work::Row(rest));
                    stack.push(Work::Piece(first));
                }
            }
        }
    }
    out
}

/// Writes down what a piece begins with, and leaves the rest to do.
fn piece<'l, O: Spelled>(
    piece: &'l Piece,
    layout: &'l Layout,
    (signs, names): (&impl Signs, Names),
    (out, depth): (&mut O, u16),
    stack: &mut Vec<Work<'l>>,
) {
    match piece {
        Piece::Row(range) => stack.push(Work::Row(layout.row(*range))),
        Piece::Number(number) => {
            for (place, digits) in signs.number(number).iter().enumerate() {
                if place > 0 {
                    out.open(depth.saturating_add(WITHIN_NUMBERS), "");
                }
                out.word(digits);
            }
        }
        Piece::Name(label) => out.word(&name(label, signs, names)),
        Piece::Function(function, primes) => {
            out.word(&signs.function(function));
            for _ in 0..*primes {
                out.word("'");
            }
        }
        Piece::Text(text) => out.word(&signs.text(text)),
        // The values stay with the word before them.
        Piece::Operator(Operator::ForAll) => {
            out.open(depth, FOR_ALL_GAP);
            out.word(signs.operator(Operator::ForAll).0);
        }
        Piece::Operator(operator) => {
            let (sign, gap) = signs.operator(*operator);
            out.word(sign);
            if let Some(level) = level(*operator) {
                out.open(depth.saturating_add(level), gap);
            }
        }
        Piece::Fraction { above, below } => {
            stack.extend([Work::Piece(*below), Work::Word("/"), Work::Piece(*above)]);
        }
        Piece::Differential { order, immediate, spelled_out } => {
            out.word(&signs.differential(*order, *immediate, *spelled_out));
        }
        Piece::Derivative { mark, of, by } => {
            let (mark, of, by) = (Work::Piece(*mark), Work::Piece(*of), Work::Piece(*by));
            stack.extend([by, Work::Word("/"), of, mark]);
        }
        Piece::Script { base, above, whole } => {
            let is_transpose = *layout.piece(*above) == Piece::Operator(Operator::Transpose);
            match whole.and_then(|whole| signs.raised(whole)) {
                Some(raised) => stack.push(Work::Text(raised)),
                None if is_transpose => stack.push(Work::Piece(*above)),
                None => stack.extend([Work::Piece(*above), Work::Word("^")]),
            }
            stack.push(Work::Piece(*base));
        }
        Piece::Fence { fence, inner, .. } => {
            let [open, close] = match fence {
                Fence::Round => ["(", ")"],
                Fence::Square => ["[", "]"],
                Fence::Bars if names == Names::OfTheReader => signs.bars(),
                Fence::Bars => ["abs(", ")"],
            };
            out.word(open);
            let inner = Work::Piece(*inner);
            stack.extend([Work::Word(close), Work::Higher, inner, Work::Deeper]);
        }
        Piece::Radical(inner) => {
            out.word(signs.root());
            let inner = Work::Piece(*inner);
            stack.extend([Work::Word(")"), Work::Higher, inner, Work::Word("("), Work::Deeper]);
        }
        Piece::Matrix { entries, columns } => {
            out.word("[");
            by_rows(layout.row(*entries), (*columns as usize).max(1), stack);
        }
        Piece::BigOperator { sign, below, body } => {
            out.word(signs.operator(*sign).0);
            let (below, body) = (Work::Piece(*below), Work::Piece(*body));
            stack.extend([body, Work::Word(" of "), below, Work::Word(" over ")]);
        }
        Piece::Indexed { sign, index, low, high, body } => {
            out.word(signs.operator(*sign).0);
            let [index, low, high, body] = [index, low, high, body].map(|part| Work::Piece(*part));
            let range = [Work::Word(")"), high, Work::Word(".."), low, Work::Word(" in "), index];
            stack.extend(range);
            stack.extend([Work::Word(" for "), Work::Higher, body, Work::Word("("), Work::Deeper]);
        }
        Piece::Through { index, low, high } => {
            let [before_low, before_high] = signs.through().map(Work::Word);
            let [index, low, high] = [index, low, high].map(|part| Work::Piece(*part));
            stack.extend([high, before_high, low, before_low, index]);
        }
        Piece::Dots(count) => out.word(&signs.dots(*count)),
        // They stand in notations, which are written as a whole.
        Piece::Letters(..) | Piece::Sign(_) | Piece::Accent { .. } | Piece::Scripts { .. } => {}
    }
}

/// The entries of a matrix, and what closes it.
fn by_rows(entries: &[PieceId], columns: usize, stack: &mut Vec<Work<'_>>) {
    stack.extend([Work::Word("]"), Work::Higher]);
    for (place, &entry) in entries.iter().enumerate().rev() {
        stack.push(Work::Piece(entry));
        if place > 0 {
            let (sign, level) = if place % columns == 0 { (";", 0) } else { (",", 1) };
            stack.extend([Work::Open(level, " "), Work::Word(sign)]);
        }
    }
    stack.push(Work::Deeper);
}

/// A name, of the worksheet or as the reader wants it to look.
pub(super) fn name<'n>(name: &'n Name, signs: &impl Signs, names: Names) -> Cow<'n, str> {
    let noted = match names {
        Names::OfTheReader => name.noted(TEXT),
        Names::OfTheWorksheet => None,
    };
    noted.and_then(|layout| notation(layout, signs)).map_or_else(|| signs.name(name), Cow::Owned)
}

/// A notation, from its smallest parts up; nothing where the format lacks a character of it.
fn notation(layout: &Layout, signs: &impl Signs) -> Option<String> {
    let mut written: Vec<String> = Vec::with_capacity(layout.pieces().len());
    for piece in layout.pieces() {
        let of = |id: &PieceId| written[id.index()].as_str();
        let text = match piece {
            Piece::Row(range) => layout.row(*range).iter().fold(String::new(), |mut row, part| {
                row.push_str(signs.between(&row, of(part)));
                row.push_str(of(part));
                row
            }),
            Piece::Letters(text, _) => signs.letters(text),
            Piece::Sign(sign) => signs.sign(*sign),
            Piece::Text(text) => text.clone(),
            Piece::Accent { accent, inner } => signs.accent(*accent, of(inner)),
            Piece::Radical(inner) => format!("{}({})", signs.root(), of(inner)),
            Piece::Scripts { base, below, above } => {
                let is_row = matches!(layout.piece(*base), Piece::Row(_));
                let base = if is_row { format!("({})", of(base)) } else { of(base).to_owned() };
                let below = below.as_ref().map(|below| signs.script(Place::Below, of(below)));
                let above = above.as_ref().map(|above| signs.script(Place::Above, of(above)));
                [base, below.unwrap_or_default(), above.unwrap_or_default()].concat()
            }
            // No notation holds any of these.
            Piece::Number(_)
            | Piece::Name(_)
            | Piece::Function(..)
            | Piece::Operator(_)
            | Piece::Fraction { .. }
            | Piece::Differential { .. }
            | Piece::Derivative { .. }
            | Piece::Script { .. }
            | Piece::Fence { .. }
            | Piece::Matrix { .. }
            | Piece::BigOperator { .. }
            | Piece::Indexed { .. }
            | Piece::Through { .. }
            | Piece::Dots(_) => String::new(),
        };
        written.push(text);
    }
    written.pop().filter(|whole| signs.holds(whole))
}

/// How readily a line ends after a sign, nothing where it does not: as before it, but for a comma, and for words that must not
/// stand last.
fn level(operator: Operator) -> Option<u16> {
    if operator == Operator::Comma {
        return Some(1);
    }
    reach::level(operator).filter(|_| operator != Operator::ForAll)
}
