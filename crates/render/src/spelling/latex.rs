//! LaTeX for amsmath and KaTeX: no macro of our own, nothing that KaTeX's strict mode refuses.

use chainrule_symbolic::function::Notation;

use super::Parts;
use super::latex_name::{self, SMALL};
use crate::layout::{Fence, Function, Layout, Name, Number, Operator, Piece, PieceId, When};

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

/// How much room a piece takes.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    width: f32,
    /// Whether it is taller than a line.
    tall: bool,
}

enum Work<'a> {
    Piece(PieceId),
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
    let accent = own.notation.is_some() || own.name.stem().contains('_');
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

/// The room each piece takes, children before parents. Measured in em of the surrounding text: near enough to end
/// lines by, and rather too wide than too narrow.
fn sizes(layout: &Layout) -> Vec<Size> {
    let mut sizes: Vec<Size> = Vec::with_capacity(layout.pieces().len());
    for piece in layout.pieces() {
        let of = |id: &PieceId| sizes[id.index()];
        let flat = |width| Size { width, tall: false };
        let size = match piece {
            Piece::Row(range) => layout.row(*range).iter().map(of).fold(Size::default(), |sum, own| Size {
                width: sum.width + own.width,
                tall: sum.tall || own.tall,
            }),
            Piece::Number(number) => {
                let groups = number.groups().0.len();
                let exponent = number.exponent.map_or(0.0, |e| 2.6 + SMALL * 0.5 * length(&e.to_string()));
                #[expect(clippy::cast_precision_loss, reason = "a width in em")]
                let gaps = 0.17 * groups.saturating_sub(1) as f32;
                let sign = if number.negative { 0.78 } else { 0.0 };
                flat(sign + 0.5 * length(&number.digits) + gaps + exponent)
            }
            Piece::Name(own) => flat(name(own).width),
            Piece::Function(own, primes) => flat(function_width(own) + 0.3 * f32::from(*primes)),
            Piece::Text(text) => flat(0.5 * length(text)),
            Piece::Operator(own) => flat(operator_width(*own)),
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
            Piece::Fence { when: When::OnALine, inner, .. } => of(inner),
            Piece::Fence { inner, .. } => {
                Size { width: of(inner).width + if of(inner).tall { 1.5 } else { 0.8 }, tall: of(inner).tall }
            }
            Piece::Radical(inner) => Size { width: of(inner).width + 0.85, tall: of(inner).tall },
            Piece::BigOperator { below, body, .. } => {
                Size { width: (of(below).width * SMALL).max(1.5) + of(body).width, tall: true }
            }
            Piece::Dots(count) => flat(1.2 + 0.5 * length(&dots(*count))),
        };
        sizes.push(size);
    }
    sizes
}

#[expect(clippy::cast_precision_loss, reason = "a width in em")]
fn length(text: &str) -> f32 {
    text.chars().count() as f32
}

fn name(own: &Name) -> latex_name::LatexName {
    match &own.notation {
        None => latex_name::name(&own.name),
        Some(notation) => {
            let letters = notation.chars().filter(char::is_ascii_alphanumeric).count();
            let commands = notation.matches('\\').count();
            #[expect(clippy::cast_precision_loss, reason = "a width in em")]
            let width = 0.6 * letters.saturating_sub(3 * commands).max(1) as f32;
            latex_name::LatexName { text: format!("{{{notation}}}"), width, has_label: true }
        }
    }
}

fn function(own: &Function) -> String {
    match own {
        Function::Builtin(row) => match row.notation {
            Notation::Call { latex, .. } | Notation::Constant { latex, .. } => latex.to_owned(),
            Notation::Sum
            | Notation::Product
            | Notation::Negation
            | Notation::Quotient
            | Notation::Power
            | Notation::Root
            | Notation::Absolute => format!(r"\operatorname{{{}}}", row.name),
        },
        Function::User(own) => latex_name::name(own).text,
    }
}

fn function_width(own: &Function) -> f32 {
    match own {
        Function::Builtin(row) => match row.notation {
            Notation::Call { unicode, .. } | Notation::Constant { unicode, .. } => 0.6 * length(unicode),
            Notation::Sum
            | Notation::Product
            | Notation::Negation
            | Notation::Quotient
            | Notation::Power
            | Notation::Root
            | Notation::Absolute => 0.5 * length(row.name),
        },
        Function::User(own) => latex_name::name(own).width,
    }
}

/// The digits of a number, in groups.
fn number(number: &Number) -> Vec<String> {
    let (groups, decimals) = number.groups();
    let count = groups.len();
    let long = number.digits.len() > super::unicode::LONG_NUMBER;
    let mut out: Vec<String> = Vec::with_capacity(count);
    for (place, group) in groups.into_iter().enumerate() {
        let sign = if place == 0 && number.negative { "-" } else { "" };
        let separator = match (place + 1 < count, long) {
            (false, _) => "",
            (true, false) => r"\,",
            // The same width without a macro: KaTeX expands no more than a thousand.
            (true, true) => r"\mkern3mu ",
        };
        out.push(format!("{sign}{group}{separator}"));
    }
    if let Some(end) = out.last_mut() {
        if let Some(decimals) = decimals {
            end.push('.');
            end.push_str(decimals);
        }
        if let Some(exponent) = number.exponent {
            end.push_str(&format!(r" \times 10^{{{exponent}}}"));
        }
    }
    // Short numbers are not cut.
    if long { out } else { vec![out.concat()] }
}

fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => " + ",
        Operator::Minus => " - ",
        Operator::Negative => "-",
        Operator::Dot => r" \cdot ",
        Operator::Times => r" \times ",
        Operator::Comma => ", ",
        Operator::Thin => r"\,",
        Operator::Equal => " = ",
        Operator::About => r" \approx ",
        Operator::Unequal => r" \ne ",
        Operator::Less => " < ",
        Operator::AtMost => r" \le ",
        Operator::Greater => " > ",
        Operator::AtLeast => r" \ge ",
        Operator::Infinity => r"\infty ",
        Operator::Sum => r"\sum",
        Operator::Product => r"\prod",
    }
}

fn operator_width(operator: Operator) -> f32 {
    match operator {
        Operator::Plus | Operator::Minus | Operator::Times => 1.25,
        Operator::Negative => 0.78,
        Operator::Dot => 0.75,
        Operator::Comma => 0.45,
        Operator::Thin => 0.17,
        Operator::Equal
        | Operator::About
        | Operator::Unequal
        | Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast => 1.35,
        Operator::Infinity => 1.0,
        Operator::Sum | Operator::Product => 1.5,
    }
}

/// How readily a line ends before a sign; nothing where it does not.
fn level(operator: Operator) -> Option<u16> {
    match operator {
        Operator::Equal
        | Operator::About
        | Operator::Unequal
        | Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast => Some(0),
        Operator::Plus | Operator::Minus => Some(1),
        Operator::Dot | Operator::Times => Some(2),
        Operator::Comma
        | Operator::Negative
        | Operator::Thin
        | Operator::Infinity
        | Operator::Sum
        | Operator::Product => None,
    }
}

fn dots(count: Option<u64>) -> String {
    match count {
        Some(count) => format!(r"\cdots\text{{ ({count} more) }}\cdots "),
        None => r"\cdots ".to_owned(),
    }
}

/// Words that LaTeX takes as they are.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str(r"\textbackslash{}"),
            '{' | '}' | '%' | '&' | '#' | '_' | '$' => {
                out.push('\\');
                out.push(character);
            }
            '~' => out.push_str(r"\textasciitilde{}"),
            '^' => out.push_str(r"\textasciicircum{}"),
            '<' => out.push_str("$<$"),
            '>' => out.push_str("$>$"),
            '≤' => out.push_str(r"$\le$"),
            '≥' => out.push_str(r"$\ge$"),
            '≠' => out.push_str(r"$\ne$"),
            '≈' => out.push_str(r"$\approx$"),
            '∂' => out.push_str(r"$\partial$"),
            '·' => out.push_str(r"$\cdot$"),
            '×' => out.push_str(r"$\times$"),
            '−' => out.push_str("$-$"),
            '→' => out.push_str(r"$\to$"),
            'Σ' => out.push_str(r"$\sum$"),
            'Π' => out.push_str(r"$\prod$"),
            'π' => out.push_str(r"$\pi$"),
            '√' => out.push_str(r"$\surd$"),
            '∈' => out.push_str(r"$\in$"),
            '∞' => out.push_str(r"$\infty$"),
            '⁺' => out.push_str("$^{+}$"),
            '…' => out.push_str("..."),
            '"' => out.push_str("''"),
            other if other == ' ' || other.is_ascii_graphic() => out.push(other),
            other => match super::greek::greek_name(other) {
                Some(greek) => out.push_str(&format!(r"$\{greek}$")),
                None => out.push_str("[?]"),
            },
        }
    }
    out
}
