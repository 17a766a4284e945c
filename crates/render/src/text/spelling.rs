//! Spells a layout as marks: text, places where a line may break, and groups that rather stay together.

use crate::layout::{Fence, Layout, Name, Operator, Piece, PieceId, Relation, Value};

/// What a spelled layout is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Text without a break in it.
    Text(String),
    /// A space, or the end of a line.
    Break,
    /// Nothing, or the end of a line.
    TightBreak,
    /// A group begins.
    Open,
    /// A group ends.
    Close,
}

/// What is still to be spelled.
enum Work {
    Piece(PieceId),
    Mark(Mark),
}

/// A layout on one line.
pub(super) fn line(layout: &Layout, ascii: bool) -> String {
    let mut out = String::new();
    spell(layout, ascii, |mark| match mark {
        Mark::Text(text) => out.push_str(&text),
        Mark::Break => out.push(' '),
        Mark::TightBreak | Mark::Open | Mark::Close => {}
    });
    out
}

/// Spells a layout, mark after mark.
pub(super) fn spell(layout: &Layout, ascii: bool, mut sink: impl FnMut(Mark)) {
    let mut speller = Speller { layout, ascii, next: Vec::new() };
    let mut stack = vec![Work::Piece(layout.root())];
    while let Some(work) = stack.pop() {
        match work {
            Work::Mark(mark) => sink(mark),
            Work::Piece(id) => {
                speller.piece(id);
                stack.extend(speller.next.drain(..).rev());
            }
        }
    }
}

struct Speller<'a> {
    layout: &'a Layout,
    ascii: bool,
    next: Vec<Work>,
}

impl Speller<'_> {
    fn say(&mut self, text: impl Into<String>) {
        self.next.push(Work::Mark(Mark::Text(text.into())));
    }

    fn mark(&mut self, mark: Mark) {
        self.next.push(Work::Mark(mark));
    }

    fn go(&mut self, id: PieceId) {
        self.next.push(Work::Piece(id));
    }

    fn name(&mut self, name: &Name) {
        self.say(if self.ascii { &name.ascii } else { &name.unicode }.clone());
    }

    fn piece(&mut self, id: PieceId) {
        let layout = self.layout;
        match layout.piece(id) {
            Piece::Text(text) => self.say(text.clone()),
            Piece::Number(value) => self.say(number(value, self.ascii)),
            Piece::Name(name) => self.name(name),
            Piece::Operator(operator) => self.say(sign(*operator, self.ascii)),
            Piece::Ellipsis => self.say(if self.ascii { "..." } else { "…" }),
            Piece::Row(span) => self.row(layout.pieces_of(*span)),
            Piece::Fenced(Fence::Always | Fence::Inline, inner) => self.around("(", *inner, ")"),
            Piece::Fraction(over, under) => {
                self.go(*over);
                self.say("/");
                self.go(*under);
            }
            Piece::Superscript(base, exponent) => self.superscript(*base, *exponent),
            Piece::Radical(inner) => self.around(if self.ascii { "sqrt(" } else { "√(" }, *inner, ")"),
            Piece::Absolute(inner) => self.around("abs(", *inner, ")"),
            Piece::Call { function, primes, arguments } => {
                self.name(function);
                self.say(format!("{}(", "'".repeat(usize::from(*primes))));
                for (position, &argument) in layout.pieces_of(*arguments).iter().enumerate() {
                    if position > 0 {
                        self.say(",");
                        self.mark(Mark::Break);
                    }
                    self.go(argument);
                }
                self.say(")");
            }
            Piece::Derivative { immediate, spelled_out, of, by } => {
                self.derivative(*immediate, *spelled_out, *of, layout.pieces_of(*by));
            }
            Piece::Big { product, below, above, body } => {
                self.say(match (self.ascii, product) {
                    (true, true) => "prod(",
                    (true, false) => "sum(",
                    (false, true) => "Π(",
                    (false, false) => "Σ(",
                });
                self.go(*body);
                self.say(" for ");
                self.go(*below);
                self.say("..");
                self.go(*above);
                self.say(")");
            }
        }
    }

    fn around(&mut self, open: &str, inner: PieceId, close: &str) {
        self.say(open);
        self.go(inner);
        self.say(close);
    }

    /// A row: before each of its operators the line may break, and the operator stays with what follows it.
    fn row(&mut self, pieces: &[PieceId]) {
        let mut open = false;
        for &id in pieces {
            let operator = match self.layout.piece(id) {
                Piece::Operator(operator) => Some(*operator),
                _other_piece => None,
            };
            match operator {
                None => self.go(id),
                Some(Operator::Negative) => self.say("-"),
                Some(operator) => {
                    if open {
                        self.mark(Mark::Close);
                    }
                    self.mark(Mark::Open);
                    open = true;
                    let tight = operator == Operator::Dot;
                    self.mark(if tight { Mark::TightBreak } else { Mark::Break });
                    self.say(sign(operator, self.ascii));
                    if !tight {
                        self.say(" ");
                    }
                }
            }
        }
        if open {
            self.mark(Mark::Close);
        }
    }

    fn superscript(&mut self, base: PieceId, exponent: PieceId) {
        let labelled = matches!(self.layout.piece(base), Piece::Name(name) if name.labelled);
        let raised = match self.layout.piece(exponent) {
            Piece::Number(value) if !self.ascii && !labelled && !value.negative && value.exponent10.is_none() => {
                crate::layout::raised(&value.digits).filter(|_| value.digits.len() <= 3)
            }
            _any_other_exponent => None,
        };
        self.go(base);
        match raised {
            Some(raised) => self.say(raised),
            None => {
                self.say("^");
                self.go(exponent);
            }
        }
    }

    fn derivative(&mut self, immediate: bool, spelled_out: bool, of: PieceId, by: &[PieceId]) {
        let mark = match (self.ascii, spelled_out) {
            (true, true) => "partial ",
            (true, false) => "d",
            (false, true | false) => "∂",
        };
        self.say(mark.trim_end());
        if immediate {
            self.say(if self.ascii { "+" } else { "⁺" });
        }
        if by.len() > 1 {
            self.say(self.order(by.len()));
        }
        if mark.ends_with(' ') {
            self.say(" ");
        }
        self.go(of);
        self.say("/");
        let mut runs: Vec<(PieceId, usize)> = Vec::new();
        for &id in by {
            match runs.last_mut() {
                Some((last, count)) if self.layout.piece(*last) == self.layout.piece(id) => *count += 1,
                Some(_) | None => runs.push((id, 1)),
            }
        }
        let fenced = self.ascii && runs.len() > 1;
        if fenced {
            self.say("(");
        }
        for (position, (id, count)) in runs.into_iter().enumerate() {
            if position > 0 && self.ascii {
                self.say(" ");
            }
            self.say(mark);
            self.go(id);
            if count > 1 {
                let labelled = matches!(self.layout.piece(id), Piece::Name(name) if name.labelled);
                self.say(if labelled { format!("^{count}") } else { self.order(count) });
            }
        }
        if fenced {
            self.say(")");
        }
    }

    fn order(&self, order: usize) -> String {
        let digits = order.to_string();
        crate::layout::raised(&digits).filter(|_| !self.ascii).unwrap_or_else(|| format!("^{digits}"))
    }
}

/// A number, its digits grouped where it is a result: `7 507 500 000`, `2×10⁻¹³`.
pub(super) fn number(value: &Value, ascii: bool) -> String {
    let sign = if value.negative { "-" } else { "" };
    if ascii {
        let exponent = value.exponent10.map_or(String::new(), |exponent| format!("e{exponent}"));
        return format!("{sign}{}{exponent}", value.digits);
    }
    let digits = value.grouped_digits("\u{202F}");
    match value.exponent10 {
        None => format!("{sign}{digits}"),
        Some(exponent) => {
            let minus = if exponent < 0 { "⁻" } else { "" };
            let raised = crate::layout::raised(&exponent.unsigned_abs().to_string()).unwrap_or_default();
            format!("{sign}{digits}×10{minus}{raised}")
        }
    }
}

/// An operator without the spaces around it.
pub(super) fn sign(operator: Operator, ascii: bool) -> &'static str {
    match (operator, ascii) {
        (Operator::Plus, _) => "+",
        (Operator::Minus | Operator::Negative, _) => "-",
        (Operator::Dot, false) => "·",
        (Operator::Cross, false) => "×",
        (Operator::Dot | Operator::Cross, true) => "*",
        (Operator::Relation(relation), ascii) => self::relation(relation, ascii),
    }
}

/// A relation.
pub(super) fn relation(relation: Relation, ascii: bool) -> &'static str {
    match (relation, ascii) {
        (Relation::Equal, _) => "=",
        (Relation::NotEqual, false) => "≠",
        (Relation::NotEqual, true) => "!=",
        (Relation::About, false) => "≈",
        (Relation::About, true) => "~=",
        (Relation::Less, _) => "<",
        (Relation::AtMost, false) => "≤",
        (Relation::AtMost, true) => "<=",
        (Relation::Greater, _) => ">",
        (Relation::AtLeast, false) => "≥",
        (Relation::AtLeast, true) => ">=",
        (Relation::In, false) => "∈",
        (Relation::In, true) => "in",
        (Relation::Defined, _) => ":=",
        (Relation::Colon, _) => ":",
        (Relation::Becomes, false) => "→",
        (Relation::Becomes, true) => "->",
    }
}
