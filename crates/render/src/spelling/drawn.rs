//! The walk over a layout that formats share which draw fractions and raise exponents.

use std::borrow::Cow;

use super::Parts;
use super::pen::{Base, Brackets, Frame, Height, Pen};
use super::reach::{self, Reach};
use super::size::{SMALL, Size, THROUGH, operator_width, sizes};
use crate::layout::{Fence, Function, Layout, Name, Operator, Piece, PieceId, When};

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

/// Matrices wider than this, in em, or of more columns are written on a line.
const WIDEST_MATRIX: f32 = 22.0;
const MOST_COLUMNS: u32 = 10;

/// Levels of one depth: relations, sums, products.
const LEVELS: u16 = 3;

/// Numbers are cut only where nothing else can be.
const WITHIN_NUMBERS: u16 = 50;

enum Work<'a> {
    Piece(PieceId),
    /// A sum or product over an index whose term stands in brackets, whatever it is.
    Held(PieceId),
    /// In round brackets.
    Fenced(PieceId),
    Row(&'a [PieceId]),
    Text(Cow<'static, str>, f32),
    /// What stands between the entries of a matrix on a line: a comma, or a semicolon behind the last of a row.
    Apart(Apart),
    /// Goes into something within which no line ends, and whose width is known as a whole.
    Solid(f32),
    EndSolid,
    /// Goes into an exponent, where fractions are written on a line.
    OnALine,
    EndOnALine,
    Deeper,
    Higher,
}

/// What parts two entries of a matrix on a line.
#[derive(Clone, Copy, Debug)]
enum Apart {
    Entries,
    Rows,
}

fn word(text: &'static str, width: f32) -> Work<'static> {
    Work::Text(Cow::Borrowed(text), width)
}

/// Writes a layout down.
pub(crate) fn drawn(layout: &Layout, drawing: Drawing, pen: &impl Pen) -> Parts {
    let sizes = sizes(layout, pen.format());
    let on_a_line = usize::from(drawing == Drawing::Inline);
    let mut writing = Writing { pen, out: Parts::default(), solid: 0, on_a_line, depth: 0, holds: false };
    let mut stack: Vec<Work<'_>> = layout.root().map(Work::Piece).into_iter().collect();
    while let Some(work) = stack.pop() {
        match work {
            Work::Piece(id) => writing.piece(layout, &sizes, id, &mut stack),
            Work::Held(id) => {
                writing.holds = true;
                writing.piece(layout, &sizes, id, &mut stack);
                writing.holds = false;
            }
            Work::Fenced(id) => writing.fence(Fence::Round, When::Always, sizes[id.index()], id, &mut stack),
            Work::Row(pieces) => {
                if let Some((&first, rest)) = pieces.split_first() {
                    stack.push(Work::Row(rest));
                    let goes_on = rest.first().is_some_and(|&next| reach::is_sign_of_product(layout, next));
                    stack.push(if goes_on { before_a_factor(layout, first) } else { Work::Piece(first) });
                }
            }
            Work::Text(text, width) => writing.word(&text, width),
            Work::Apart(Apart::Entries) => writing.comma(),
            Work::Apart(Apart::Rows) => {
                writing.word(&pen.text("; "), 0.5);
                writing.may_end(1);
            }
            Work::Solid(width) => {
                writing.word("", width);
                writing.solid += 1;
            }
            Work::EndSolid => writing.solid -= 1,
            Work::OnALine => writing.on_a_line += 1,
            Work::EndOnALine => writing.on_a_line -= 1,
            Work::Deeper => writing.depth = writing.depth.saturating_add(LEVELS),
            Work::Higher => writing.depth = writing.depth.saturating_sub(LEVELS),
        }
    }
    writing.out
}

struct Writing<'p, P> {
    pen: &'p P,
    out: Parts,
    solid: usize,
    on_a_line: usize,
    depth: u16,
    /// Whether the term of what is written stands in brackets.
    holds: bool,
}

impl<P: Pen> Writing<'_, P> {
    fn word(&mut self, text: &str, width: f32) {
        let before = self.out.parts.last().map_or("", |part| part.text.as_str());
        let between = self.pen.between(before, text);
        self.out.push(between, 0.0);
        self.out.push(text, if self.solid > 0 { 0.0 } else { width });
    }

    fn comma(&mut self) {
        self.word(self.pen.operator(Operator::Comma), operator_width(Operator::Comma));
        self.word(if self.on_a_line > 0 { self.pen.behind_comma() } else { "" }, 0.0);
        self.may_end(1);
    }

    fn may_end(&mut self, level: u16) {
        if self.solid == 0 {
            self.out.open(self.depth.saturating_add(level), "");
        }
    }

    fn piece<'l>(&mut self, layout: &'l Layout, sizes: &[Size], id: PieceId, stack: &mut Vec<Work<'l>>) {
        let size = sizes[id.index()];
        match layout.piece(id) {
            Piece::Row(range) => stack.push(Work::Row(layout.row(*range))),
            Piece::Number(number) => self.number(&self.pen.number(number), size.width),
            Piece::Name(named) => self.word(&name(named, self.pen), size.width),
            Piece::Function(applied, primes) => {
                let symbol = self.pen.primed(function(applied, self.pen), *primes);
                self.word(&symbol, size.width);
            }
            Piece::Text(text) => self.word(&self.pen.text(text), size.width),
            Piece::Operator(operator) => {
                if let Some(level) = reach::level(*operator) {
                    self.may_end(level);
                }
                if *operator == Operator::Comma {
                    self.comma();
                } else {
                    self.word(self.pen.operator(*operator), size.width);
                }
            }
            Piece::Fraction { above, below } if self.on_a_line > 0 => {
                let stroke = word(self.pen.stroke(), 0.5);
                stack.extend([Work::Piece(*below), stroke, before_a_factor(layout, *above)]);
            }
            Piece::Fraction { above, below } if size.width > WIDEST_FRACTION && self.solid == 0 => {
                let (above, below) = (before_a_factor(layout, *above), Work::Piece(*below));
                let stroke = word(self.pen.stroke(), 0.5);
                stack.extend([Work::EndOnALine, below, stroke, above, Work::OnALine]);
            }
            Piece::Fraction { above, below } => {
                let frame = if is_small(layout, id) { Frame::SmallFraction } else { Frame::Fraction };
                self.frame(frame, &[*above, *below], size.width, stack);
            }
            Piece::Differential { order, immediate, .. } => {
                self.word(&self.pen.differential(*order, *immediate), size.width);
            }
            Piece::Derivative { mark, of, by } if self.on_a_line > 0 => {
                let (mark, of, by) = (Work::Piece(*mark), Work::Piece(*of), Work::Piece(*by));
                stack.extend([by, word(self.pen.stroke(), 0.5), of, mark]);
            }
            Piece::Derivative { mark, of, by } => {
                let width = sizes[by.index()].width.max(sizes[mark.index()].width) + 0.24;
                stack.push(Work::Piece(*of));
                self.frame(Frame::Fraction, &[*mark, *by], width, stack);
            }
            Piece::Script { base, above, .. } => {
                self.power(layout, [*base, *above], [sizes[base.index()].width, size.width], stack);
            }
            Piece::Fence { when: When::OnALine, inner, .. } if self.on_a_line == 0 => {
                stack.push(Work::Piece(*inner));
            }
            Piece::Fence { fence, when, inner } => {
                self.fence(*fence, *when, sizes[inner.index()], *inner, stack);
            }
            Piece::Matrix { entries, columns }
                if self.on_a_line > 0 || size.width > WIDEST_MATRIX || *columns > MOST_COLUMNS =>
            {
                self.matrix_on_a_line(layout.row(*entries), *columns as usize, stack);
            }
            Piece::Matrix { entries, columns } => {
                let (entries, columns) = (layout.row(*entries), (*columns as usize).max(1));
                let frame = Frame::Matrix { rows: entries.len() / columns, columns };
                stack.push(Work::EndOnALine);
                self.frame(frame, entries, size.width, stack);
                stack.push(Work::OnALine);
            }
            Piece::Radical(inner) => self.frame(Frame::Radical, &[*inner], size.width, stack),
            Piece::BigOperator { sign, below, body } => {
                let width = (sizes[below.index()].width * SMALL).max(1.5);
                stack.push(Work::Piece(*body));
                self.frame(Frame::Over(*sign), &[*below], width, stack);
            }
            Piece::Indexed { sign, index, low, high, body } => {
                let is_closed = !self.holds && reach::is_one_term(layout, *body);
                stack.push(if is_closed { Work::Piece(*body) } else { Work::Fenced(*body) });
                self.over_an_index(*sign, [*index, *low, *high], sizes, stack);
            }
            Piece::Through { index, low, high } => {
                let [equals, dots] = self.pen.through();
                let [index, low, high] = [index, low, high].map(|part| Work::Piece(*part));
                let (equals, dots) = (word(equals, THROUGH * 0.45), word(dots, THROUGH * 0.55));
                stack.extend([high, dots, low, equals, index]);
            }
            Piece::Dots(count) => self.word(&self.pen.dots(*count), size.width),
            Piece::Letters(text, alphabet) => self.word(&self.pen.letters(text, *alphabet), size.width),
            Piece::Sign(character) => self.word(&self.pen.sign(*character), size.width),
            Piece::Accent { accent, inner } => {
                self.frame(Frame::Accent(*accent), &[*inner], size.width, stack);
            }
            Piece::Scripts { base, below, above } => {
                let grouped = matches!(layout.piece(*base), Piece::Row(_));
                let frame = Frame::Scripts { below: below.is_some(), above: above.is_some(), grouped };
                let parts: Vec<PieceId> = [Some(*base), *below, *above].into_iter().flatten().collect();
                self.frame(frame, &parts, size.width, stack);
            }
        }
    }

    fn number(&mut self, groups: &[String], width: f32) {
        #[expect(clippy::cast_precision_loss, reason = "a width in em")]
        let width = width / groups.len().max(1) as f32;
        for (place, digits) in groups.iter().enumerate() {
            if place > 0 {
                self.may_end(WITHIN_NUMBERS);
            }
            self.word(digits, width);
        }
    }

    /// A base and what stands raised behind it; how wide the base is, and both together.
    fn power<'l>(
        &self,
        layout: &'l Layout,
        [base, above]: [PieceId; 2],
        [base_width, width]: [f32; 2],
        stack: &mut Vec<Work<'l>>,
    ) {
        let mut texts = self.pen.frame(Frame::Power(base_of(layout, base, self.pen))).into_iter();
        let mut text = || texts.next().unwrap_or_default();
        let [open, between, close] = [text(), text(), text()];
        // Where nothing is opened before what is raised, a line may end within it.
        let is_open = self.pen.breaks_anywhere() || open.is_empty();
        let [open, between, close] = [open, between, close].map(|text| Work::Text(text, 0.0));
        let raised = Work::Piece(bare(layout, above));
        stack.extend([Work::EndSolid, close, Work::EndOnALine, raised, Work::OnALine, between]);
        let base = base_raised(layout, base);
        stack.extend(if is_open {
            [Work::Solid(width - base_width), base, open]
        } else {
            [base, open, Work::Solid(width)]
        });
    }

    /// The sign of a sum, with its index and the ends of that.
    fn over_an_index(&self, sign: Operator, parts: [PieceId; 3], sizes: &[Size], stack: &mut Vec<Work<'_>>) {
        let [index, low, high] = parts.map(|part| sizes[part.index()].width);
        let width = (SMALL * (index + 1.35 + low).max(high)).max(1.5);
        stack.push(Work::EndOnALine);
        self.frame(Frame::OverIndex(sign), &parts, width, stack);
        stack.push(Work::OnALine);
    }

    fn frame(&self, frame: Frame, parts: &[PieceId], width: f32, stack: &mut Vec<Work<'_>>) {
        let texts = self.pen.frame(frame);
        stack.push(Work::EndSolid);
        for (place, text) in texts.into_iter().enumerate().rev() {
            if let Some(part) = parts.get(place) {
                stack.push(Work::Piece(*part));
            }
            stack.push(Work::Text(text, 0.0));
        }
        stack.push(Work::Solid(width));
    }

    /// `[1, 2; 3, 4]`
    fn matrix_on_a_line(&mut self, entries: &[PieceId], columns: usize, stack: &mut Vec<Work<'_>>) {
        let whole = self.solid > 0;
        let brackets = Brackets { fence: Fence::Square, height: Height::Line, call: false, whole };
        let [open, close] = self.pen.fence(brackets);
        self.word(&open, 0.4);
        stack.extend([Work::Text(close, 0.4), Work::Higher, Work::EndOnALine]);
        for (place, &entry) in entries.iter().enumerate().rev() {
            stack.push(Work::Piece(entry));
            if place > 0 {
                let is_first = place % columns.max(1) == 0;
                stack.push(Work::Apart(if is_first { Apart::Rows } else { Apart::Entries }));
            }
        }
        stack.extend([Work::OnALine, Work::Deeper]);
    }

    fn fence(&mut self, fence: Fence, when: When, inner: Size, id: PieceId, stack: &mut Vec<Work<'_>>) {
        let tall = inner.tall && self.on_a_line == 0;
        let height = match (tall, inner.width <= WIDEST_GROWING) {
            (false, _) => Height::Line,
            (true, true) => Height::Growing,
            (true, false) => Height::Large,
        };
        let is_narrow = inner.width <= WIDEST_GROWING && !self.pen.breaks_anywhere();
        let side = if tall { 0.75 } else { 0.4 };
        let closed = height == Height::Growing || is_narrow;
        let whole = closed || self.solid > 0;
        let [open, close] = self.pen.fence(Brackets { fence, height, call: when == When::Call, whole });
        let piece = Work::Piece(id);
        if closed {
            self.word(&open, 2.0 * side + inner.width);
            self.solid += 1;
            stack.extend([Work::Text(close, 0.0), Work::EndSolid, piece]);
        } else {
            self.word(&open, side);
            stack.extend([Work::Text(close, side), Work::Higher, piece, Work::Deeper]);
        }
    }
}

/// A name.
pub(super) fn name(name: &Name, pen: &impl Pen) -> String {
    // Neither holds names: this goes no deeper.
    let layout = name.layout_in(pen.format());
    let text = drawn(&layout, Drawing::Display, pen).text();
    let is_row = layout.root().is_some_and(|root| matches!(layout.piece(root), Piece::Row(_)));
    if is_row {
        let grouped = Frame::Scripts { below: false, above: false, grouped: true };
        return pen.frame(grouped).join(&text);
    }
    text
}

fn function(function: &Function, pen: &impl Pen) -> String {
    match function {
        Function::Builtin(row) => pen.builtin(row),
        Function::Renamed(_, symbol) => pen.symbol(symbol).to_owned(),
        Function::User(text) => name(&Name { text: text.clone(), notation: None }, pen),
    }
}

/// Whether what is raised has its place for an exponent taken.
fn base_of(layout: &Layout, base: PieceId, pen: &impl Pen) -> Base {
    let Piece::Name(base_name) = layout.piece(base) else { return Base::Plain };
    let name = base_name.layout_in(pen.format());
    let is_noted = base_name.noted(pen.format()).is_some();
    match name.root().map(|root| name.piece(root)) {
        Some(Piece::Scripts { above, .. }) if above.is_some() => {
            if is_noted || base_name.parts().stem().contains('_') { Base::Accented } else { Base::Labelled }
        }
        _ if is_noted => Base::Accented,
        _ => Base::Plain,
    }
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

/// A part before a factor: that is not taken for a part of its term.
fn before_a_factor(layout: &Layout, id: PieceId) -> Work<'static> {
    match reach::before_a_factor(layout, id) {
        Reach::Plain => Work::Piece(id),
        Reach::TermInBrackets => Work::Held(id),
        Reach::InBrackets => Work::Fenced(id),
    }
}

/// A part that is raised.
fn base_raised(layout: &Layout, id: PieceId) -> Work<'static> {
    if reach::is_open(layout, id) { Work::Fenced(id) } else { Work::Piece(id) }
}
