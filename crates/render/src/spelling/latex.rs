//! LaTeX for amsmath and KaTeX: no macro of our own, nothing that KaTeX's strict mode refuses.

use super::Parts;
use super::latex_name::SMALL;
use super::latex_signs::{dots, function, level, name, number, operator};
use super::latex_size::{Size, THROUGH, sizes};
use super::latex_words::words;
use crate::layout::{Fence, Layout, Operator, Piece, PieceId, When};

/// How fractions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawing {
    /// One above the other.
    Display,
    /// With a slash, for running text.
    Inline,
}

/// Brackets around tall things up to this width, in em, grow with them; around wider ones they have one large size,
/// so that a line may end between them.
const WIDEST_GROWING: f32 = 13.0;

/// Fractions wider than this, in em, are written with a slash, so that a line may end within them.
const WIDEST_FRACTION: f32 = 22.0;

/// Levels of one depth: relations, sums, products.
const LEVELS: u16 = 3;

/// Numbers are cut only where nothing else can be.
const WITHIN_NUMBERS: u16 = 50;

enum Work<'a> {
    Piece(PieceId),
    /// In round brackets.
    Fenced(PieceId),
    Row(&'a [PieceId]),
    Word(&'static str, f32),
    Text(String, f32),
    /// Goes into something within which no line ends, and whose width is known as a whole.
    Solid(f32),
    EndSolid,
    /// Goes into an exponent, where fractions are written on a line.
    OnALine,
    EndOnALine,
    Deeper,
    Higher,
}

/// Writes a layout down.
pub(crate) fn latex(layout: &Layout, drawing: Drawing) -> Parts {
    let sizes = sizes(layout);
    let mut pen = Pen { out: Parts::default(), solid: 0, on_a_line: 0, depth: 0 };
    if drawing == Drawing::Inline {
        pen.on_a_line = 1;
    }
    let mut stack: Vec<Work<'_>> = layout.root().map(Work::Piece).into_iter().collect();
    while let Some(work) = stack.pop() {
        match work {
            Work::Piece(id) => pen.piece(layout, &sizes, id, &mut stack),
            Work::Fenced(id) => pen.fence(Fence::Round, When::Always, sizes[id.index()], id, &mut stack),
            Work::Row(pieces) => {
                if let Some((&first, rest)) = pieces.split_first() {
                    stack.push(Work::Row(rest));
                    stack.push(Work::Piece(first));
                }
            }
            Work::Word(text, width) => pen.word(text, width),
            Work::Text(text, width) => pen.word(&text, width),
            Work::Solid(width) => {
                pen.word("", width);
                pen.solid += 1;
            }
            Work::EndSolid => pen.solid -= 1,
            Work::OnALine => pen.on_a_line += 1,
            Work::EndOnALine => pen.on_a_line -= 1,
            Work::Deeper => pen.depth = pen.depth.saturating_add(LEVELS),
            Work::Higher => pen.depth = pen.depth.saturating_sub(LEVELS),
        }
    }
    pen.out
}

struct Pen {
    out: Parts,
    solid: usize,
    on_a_line: usize,
    depth: u16,
}

impl Pen {
    fn word(&mut self, text: &str, width: f32) {
        self.out.push(text, if self.solid > 0 { 0.0 } else { width });
    }

    fn may_end(&mut self, level: u16) {
        if self.solid == 0 {
            self.out.open(self.depth.saturating_add(level), "");
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of piece")]
    fn piece<'l>(&mut self, layout: &'l Layout, sizes: &[Size], id: PieceId, stack: &mut Vec<Work<'l>>) {
        let size = sizes[id.index()];
        match layout.piece(id) {
            Piece::Row(range) => stack.push(Work::Row(layout.row(*range))),
            Piece::Number(own) => {
                let groups = number(own);
                #[expect(clippy::cast_precision_loss, reason = "a width in em")]
                let width = size.width / groups.len().max(1) as f32;
                for (place, digits) in groups.iter().enumerate() {
                    if place > 0 {
                        self.may_end(WITHIN_NUMBERS);
                    }
                    self.word(digits, width);
                }
            }
            Piece::Name(own) => self.word(&name(own).text, size.width),
            Piece::Function(own, primes) => {
                let symbol = format!("{}{}", function(own), "'".repeat((*primes).into()));
                self.word(&symbol, size.width);
            }
            Piece::Text(text) => self.word(&format!(r"\text{{{}}}", words(text)), size.width),
            Piece::Operator(own) => {
                if let Some(level) = level(*own) {
                    self.may_end(level);
                }
                self.word(operator(*own), size.width);
                if *own == Operator::Comma {
                    // In running text TeX ends no line after a comma unless told that it may.
                    self.word(if self.on_a_line > 0 { r"\allowbreak " } else { "" }, 0.0);
                    self.may_end(1);
                }
            }
            Piece::Fraction { above, below } if self.on_a_line > 0 => {
                stack.extend([Work::Piece(*below), Work::Word("/", 0.5), Work::Piece(*above)]);
            }
            Piece::Fraction { above, below } if size.width > WIDEST_FRACTION && self.solid == 0 => {
                let (above, below) = (Work::Piece(*above), Work::Piece(*below));
                stack.extend([Work::EndOnALine, below, Work::Word("/", 0.5), above, Work::OnALine]);
            }
            Piece::Fraction { above, below } => {
                let (above, below) = (Work::Piece(*above), Work::Piece(*below));
                let open = Work::Word(if is_small(layout, id) { r"\tfrac{" } else { r"\frac{" }, 0.0);
                let [close, between] = [Work::Word("}", 0.0), Work::Word("}{", 0.0)];
                stack.extend([Work::EndSolid, close, below, between, above, open, Work::Solid(size.width)]);
            }
            Piece::Differential { order, immediate, .. } => {
                let mark = match (order, immediate) {
                    (1, false) => r"\partial ".to_owned(),
                    (1, true) => r"\partial^{+} ".to_owned(),
                    (order, false) => format!(r"\partial^{{{order}}} "),
                    (order, true) => format!(r"\partial^{{+{order}}} "),
                };
                self.word(&mark, size.width);
            }
            Piece::Derivative { mark, of, by } if self.on_a_line > 0 => {
                let (mark, of, by) = (Work::Piece(*mark), Work::Piece(*of), Work::Piece(*by));
                stack.extend([by, Work::Word("/", 0.5), of, mark]);
            }
            Piece::Derivative { mark, of, by } => {
                let width = sizes[by.index()].width.max(sizes[mark.index()].width) + 0.24;
                let (mark, of, by) = (Work::Piece(*mark), Work::Piece(*of), Work::Piece(*by));
                let [open, close] = [Work::Word(r"\frac{", 0.0), Work::Word("}", 0.0)];
                let between = Work::Word("}{", 0.0);
                stack.extend([of, Work::EndSolid, close, by, between, mark, open, Work::Solid(width)]);
            }
            Piece::Script { base, above, .. } => {
                let (solid, end) = (Work::Solid(size.width - sizes[base.index()].width), Work::EndSolid);
                let exponent = [
                    end,
                    Work::Word("}", 0.0),
                    Work::EndOnALine,
                    Work::Piece(bare(layout, *above)),
                    Work::OnALine,
                    Work::Word("^{", 0.0),
                    solid,
                ];
                stack.extend(exponent);
                // A name with a layer has its place for an exponent taken.
                let [open, close] = braces(layout, *base);
                stack.extend([Work::Word(close, 0.0), Work::Piece(*base), Work::Word(open, 0.0)]);
            }
            Piece::Fence { when: When::OnALine, inner, .. } if self.on_a_line == 0 => {
                stack.push(Work::Piece(*inner));
            }
            Piece::Fence { fence, when, inner } => {
                self.fence(*fence, *when, sizes[inner.index()], *inner, stack);
            }
            Piece::Radical(inner) => {
                let [open, close] = [Work::Word(r"\sqrt{", 0.0), Work::Word("}", 0.0)];
                stack.extend([Work::EndSolid, close, Work::Piece(*inner), open, Work::Solid(size.width)]);
            }
            Piece::BigOperator { sign, below, body } => {
                let open = format!("{}_{{", operator(*sign));
                let width = sizes[below.index()].width * SMALL;
                let (below, body) = (Work::Piece(*below), Work::Piece(*body));
                let [open, close] = [Work::Text(open, 0.0), Work::Word("} ", 0.0)];
                stack.extend([body, Work::EndSolid, close, below, open, Work::Solid(width.max(1.5))]);
            }
            Piece::Indexed { sign, index, low, high, body } => {
                let below = sizes[index.index()].width + 1.35 + sizes[low.index()].width;
                let width = (SMALL * below.max(sizes[high.index()].width)).max(1.5);
                let [index, low, high] = [index, low, high].map(|part| Work::Piece(*part));
                let limits = [
                    Work::Word("} ", 0.0),
                    high,
                    Work::Word("}^{", 0.0),
                    low,
                    Work::Word(" = ", 0.0),
                    index,
                    Work::Text(format!("{}_{{", operator(*sign)), 0.0),
                ];
                // Brackets show how far it reaches, unless it is of one thing.
                let is_row = matches!(layout.piece(*body), Piece::Row(range) if layout.row(*range).len() > 1);
                stack.push(if is_row { Work::Fenced(*body) } else { Work::Piece(*body) });
                stack.extend([Work::EndOnALine, Work::EndSolid]);
                stack.extend(limits);
                stack.extend([Work::OnALine, Work::Solid(width)]);
            }
            Piece::Through { index, low, high } => {
                let [index, low, high] = [index, low, high].map(|part| Work::Piece(*part));
                let (equals, dots) = (THROUGH * 0.45, THROUGH * 0.55);
                stack.extend([high, Work::Word(r", \dots, ", dots), low, Work::Word(" = ", equals), index]);
            }
            Piece::Dots(count) => self.word(&dots(*count), size.width),
        }
    }

    fn fence(&mut self, fence: Fence, when: When, inner: Size, id: PieceId, stack: &mut Vec<Work<'_>>) {
        let tall = inner.tall && self.on_a_line == 0;
        let call = when == When::Call;
        let (open, close, growing) = match (fence, tall, inner.width <= WIDEST_GROWING) {
            (Fence::Round, false, _) => ("(", ")", false),
            (Fence::Square, false, _) => ("[", "]", false),
            (Fence::Bars, false, _) => (r"\lvert ", r"\rvert ", false),
            (Fence::Round, true, true) => (if call { r"\!\left(" } else { r"\left(" }, r"\right)", true),
            (Fence::Square, true, true) => (r"\left[", r"\right]", true),
            (Fence::Bars, true, true) => (r"\left|", r"\right|", true),
            (Fence::Round, true, false) => (r"\biggl(", r"\biggr)", false),
            (Fence::Square, true, false) => (r"\biggl[", r"\biggr]", false),
            (Fence::Bars, true, false) => (r"\biggl|", r"\biggr|", false),
        };
        let side = if tall { 0.75 } else { 0.4 };
        let piece = Work::Piece(id);
        if growing {
            self.word(open, 2.0 * side + inner.width);
            self.solid += 1;
            stack.extend([Work::Word(close, 0.0), Work::EndSolid, piece]);
        } else {
            self.word(open, side);
            stack.extend([Work::Word(close, side), Work::Higher, piece, Work::Deeper]);
        }
    }
}

/// The braces around what is raised: a name with a layer has its place for an exponent taken.
fn braces(layout: &Layout, base: PieceId) -> [&'static str; 2] {
    let Piece::Name(own) = layout.piece(base) else { return ["", ""] };
    if !name(own).has_label {
        return ["", ""];
    }
    // TeX drops braces around a lone accent: an empty group keeps it company.
    let accent = own.notation.is_some() || own.parts().stem().contains('_');
    [if accent { "{{}" } else { "{" }, "}"]
}

/// A raised exponent needs no brackets around the whole of it.
fn bare(layout: &Layout, id: PieceId) -> PieceId {
    let Piece::Fence { when: When::OnALine, inner, .. } = layout.piece(id) else { return id };
    *inner
}

/// Whether a fraction is one of two whole numbers, which is drawn small.
fn is_small(layout: &Layout, id: PieceId) -> bool {
    let Piece::Fraction { above, below } = layout.piece(id) else { return false };
    [above, below]
        .iter()
        .all(|&&part| matches!(layout.piece(part), Piece::Number(number) if number.digits.len() <= 4))
}
