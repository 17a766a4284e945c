//! What is said where shapes do not fit.

use chainrule_array::{Arrays, Quantity, Role, Shape, Size, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use rustc_hash::FxHashMap;

/// Of an operand that is no name so many words are looked at.
const MOST_NAMES: usize = 12;

/// An operand: what it is, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    pub(super) whole: WholeId,
    pub(super) span: Span,
}

/// What complaints are made from.
pub(super) struct Complaints<'a> {
    pub(super) text: &'a str,
    pub(super) arrays: &'a Arrays,
    /// Where each quantity gets its shape: where it is declared or defined.
    pub(super) places: &'a FxHashMap<String, Span>,
}

impl Complaints<'_> {
    pub(super) fn written(&self, operand: Operand) -> &str {
        &self.text[operand.span.range()]
    }

    /// `3×2`, `n`, `a number`
    pub(super) fn shape(&self, whole: WholeId) -> String {
        self.of_shape(self.arrays.shape(whole))
    }

    pub(super) fn of_shape(&self, shape: &Shape) -> String {
        let factor = |size: &Size| match size {
            Size::Letter(letter) if self.arrays.is_sum_of_sizes(*letter) => format!("({})", self.size(*size)),
            Size::Letter(_) | Size::Number(_) => self.size(*size),
        };
        match shape {
            Shape::Number => "a number".to_owned(),
            Shape::Row(size) => format!("1×{}", factor(size)),
            Shape::Vector(size) => self.size(*size),
            Shape::Matrix(..) | Shape::Tensor(_) => {
                shape.axes().iter().map(factor).collect::<Vec<_>>().join("×")
            }
        }
    }

    pub(super) fn size(&self, size: Size) -> String {
        match size {
            Size::Number(count) => count.to_string(),
            Size::Letter(letter) => self.arrays.size_names()[letter.0 as usize].clone(),
        }
    }

    /// A complaint with the places where names in the operands got their shapes.
    pub(super) fn with_places(&self, mut wrong: Diagnostic, operands: &[Operand]) -> Diagnostic {
        let mut already_named: Vec<&str> = Vec::new();
        for &operand in operands {
            let whole = match self.arrays.whole(operand.whole) {
                Whole::Transpose(of) => *of,
                _ => operand.whole,
            };
            match self.arrays.whole(whole) {
                Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } => {
                    let quantity = self.arrays.quantity(*quantity);
                    wrong = self.with_place(wrong, quantity, &mut already_named);
                }
                // The names in it, one by one.
                _ => {
                    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
                    for name in self.written(operand).split(|sign| !is_part(sign)).take(MOST_NAMES) {
                        let named = self.arrays.quantities().find(|(_, quantity)| quantity.name == name);
                        if let Some((_, quantity)) = named.filter(|(_, quantity)| !quantity.shape.is_number())
                        {
                            wrong = self.with_place(wrong, quantity, &mut already_named);
                        }
                    }
                }
            }
        }
        wrong
    }

    fn with_place<'q>(
        &self,
        wrong: Diagnostic,
        quantity: &'q Quantity,
        already_named: &mut Vec<&'q str>,
    ) -> Diagnostic {
        let Some(&place) =
            self.places.get(&quantity.name).filter(|_| !already_named.contains(&quantity.name.as_str()))
        else {
            return wrong;
        };
        already_named.push(&quantity.name);
        let said = match quantity.role {
            Role::Leaf => "declared",
            Role::Defined(_) | Role::Adjoint { .. } => "computed",
        };
        wrong.also(place, format!("`{}` is {said} here: {}", quantity.name, self.of_shape(&quantity.shape)))
    }

    /// Two factors that do not fit, with what would.
    pub(super) fn product(&self, left: Operand, right: Operand) -> Diagnostic {
        let span = left.span.to(right.span);
        let (l, r) = (self.written(left), self.written(right));
        let (left_shape, right_shape) = (self.shape(left.whole), self.shape(right.whole));
        let message = format!("`{l}` ({left_shape}) can't be multiplied by `{r}` ({right_shape})");
        let mut wrong = Diagnostic::error(&code::SHAPES_APART, span, message);
        let shapes = (self.arrays.shape(left.whole), self.arrays.shape(right.whole));
        match shapes {
            (Shape::Vector(a), Shape::Vector(b)) if a == b => {
                wrong.code = &code::TWO_ARRAY_READINGS;
                wrong.message =
                    format!("`{}` could be three products of two vectors", &self.text[span.range()]);
                wrong = wrong
                    .help(format!("write `{l} ⊙ {r}` for the product entry by entry"))
                    .help(format!("write `{l}^T*{r}` for the inner product, a number"))
                    .help(format!("write `{l}*{r}^T` for the outer product, a matrix"));
            }
            (Shape::Matrix(rows, columns), Shape::Vector(size) | Shape::Matrix(size, _)) => {
                let what = format!("{} columns meet {} rows", self.size(*columns), self.size(*size));
                wrong = wrong.label(what);
                if rows == size {
                    wrong = wrong.help(format!("write `{}*{r}` for the transposed matrix", transposed(l)));
                }
                if let Shape::Matrix(_, other) = shapes.1
                    && other == columns
                {
                    wrong = wrong.help(format!("write `{l}*{}` for the transposed matrix", transposed(r)));
                }
                if matches!(shapes.1, Shape::Matrix(..)) && shapes.1.times(shapes.0).is_some() {
                    wrong =
                        wrong.help(format!("write `{}*{}` for the other order", bracketed(r), bracketed(l)));
                }
                if shapes.0 == shapes.1 {
                    wrong = wrong.help(format!("write `{l} ⊙ {r}` for the product entry by entry"));
                }
                if rows != size && matches!(shapes.1, Shape::Vector(_)) && self.is_leaf(left) {
                    let (rows, size) = (self.size(*rows), self.size(*size));
                    wrong = wrong
                        .help(format!("declare `{l} in R^({rows}×{size})` if it takes a vector of {size}"));
                }
            }
            (Shape::Vector(size), Shape::Matrix(rows, columns)) => {
                if size == rows {
                    wrong = wrong.help(format!("write `{}*{r}` for a row times a matrix", transposed(l)));
                }
                if size == columns {
                    wrong = wrong
                        .help(format!("write `{}*{l}`: the matrix stands before the vector", bracketed(r)));
                }
            }
            (Shape::Row(size), Shape::Matrix(_, columns)) if size == columns => {
                let turned = transposed(l);
                wrong = wrong.help(format!("write `{r}*{turned}`: the matrix stands before the vector"));
            }
            (Shape::Row(_), Shape::Row(_)) => {
                let outer = format!("{}*{r}", transposed(l));
                wrong = wrong.help(format!("write `{outer}` for the outer product, a matrix"));
            }
            (Shape::Vector(_), Shape::Vector(_)) => {
                wrong = wrong.help(format!("write `{l}*{r}^T` for the outer product, a matrix"));
            }
            _ => {}
        }
        self.with_places(wrong, &[left, right])
    }

    /// Two operands with their shapes.
    fn both(&self, left: Operand, right: Operand) -> String {
        let [left, right] = [left, right]
            .map(|operand| format!("`{}` ({})", self.written(operand), self.shape(operand.whole)));
        format!("{left} and {right}")
    }

    /// Two operands that are to be combined entry by entry and have other shapes.
    pub(super) fn entries(&self, left: Operand, right: Operand, doing: &str) -> Diagnostic {
        let span = left.span.to(right.span);
        let message = format!("{} can't be {doing} entry by entry", self.both(left, right));
        let mut wrong = Diagnostic::error(&code::SHAPES_APART, span, message).label("two shapes");
        let (a, b) = (self.arrays.shape(left.whole), self.arrays.shape(right.whole));
        if a.transposed().as_ref() == Some(b) {
            let turned = transposed(self.written(right));
            wrong = wrong.help(format!("write `{turned}` for its transpose: it has the same shape"));
        }
        let wrong = match (a, b) {
            (Shape::Matrix(_, columns), Shape::Row(size)) if columns == size && doing == "added" => {
                let [matrix, vector] =
                    [self.written(left), transposed(self.written(right)).as_str()].map(str::to_owned);
                wrong.help(format!("write `{matrix} + {vector}`: a vector is added to each row"))
            }
            _ => wrong,
        };
        let ways = match (a, b) {
            (Shape::Vector(_), Shape::Matrix(..)) if doing == "multiplied" => {
                self.by_lines(right, left, doing)
            }
            _ => self.by_lines(left, right, doing),
        };
        let wrong = ways.into_iter().fold(wrong, Diagnostic::help);
        let wrong = self.other_size(left, right).into_iter().fold(wrong, Diagnostic::help);
        self.with_places(wrong, &[left, right])
    }

    /// A vector that is declared with another size than what it stands beside has: a bias of the wrong size.
    fn other_size(&self, left: Operand, right: Operand) -> Option<String> {
        let shapes = [left, right].map(|operand| self.arrays.shape(operand.whole));
        if let [Shape::Matrix(rows, columns), Shape::Vector(size)] = shapes
            && self.is_leaf(right)
            && ![rows, columns].contains(&size)
        {
            let (name, size) = (self.written(right), self.size(*columns));
            let matrix = self.written(left);
            return Some(format!(
                "declare `{name} in R^{size}` if it has one entry for each column of `{matrix}`"
            ));
        }
        let [Shape::Vector(a), Shape::Vector(b)] = shapes else { return None };
        let (leaf, other, size) = match (self.is_leaf(left), self.is_leaf(right)) {
            (false, true) => (right, left, a),
            (true, false) => (left, right, b),
            (true, true) | (false, false) => return None,
        };
        let (name, size) = (self.written(leaf), self.size(*size));
        Some(format!(
            "declare `{name} in R^{size}` if it has one entry for each of `{}`",
            self.written(other)
        ))
    }

    fn is_leaf(&self, operand: Operand) -> bool {
        matches!(self.arrays.whole(operand.whole),
            Whole::Quantity(quantity) if self.arrays.quantity(*quantity).role == Role::Leaf)
    }

    /// Two parts of an array that do not fit each other.
    pub(super) fn blocks(&self, first: Operand, odd: Operand, doing: &str) -> Diagnostic {
        let message = format!("{} can't be {doing}", self.both(first, odd));
        let wrong =
            Diagnostic::error(&code::SHAPES_APART, first.span.to(odd.span), message).label("two shapes");
        self.with_places(wrong, &[first, odd])
    }

    /// How to multiply or divide each row or each column of a matrix by the entries of a vector.
    pub(super) fn by_lines(&self, left: Operand, right: Operand, doing: &str) -> Vec<String> {
        let (a, b) = (self.arrays.shape(left.whole), self.arrays.shape(right.whole));
        let (Shape::Matrix(rows, columns), Shape::Vector(size)) = (a, b) else { return Vec::new() };
        let matrix = bracketed(self.written(left));
        let vector = self.written(right);
        let vector = match doing {
            "multiplied" => vector.to_owned(),
            "divided" => format!("1 ./ {}", bracketed(vector)),
            _ => return Vec::new(),
        };
        let mut ways = Vec::new();
        if size == rows {
            ways.push(format!("write `diag({vector})*{matrix}` for one factor a row"));
        }
        if size == columns {
            ways.push(format!("write `{matrix}*diag({vector})` for one factor a column"));
        }
        ways
    }

    /// A vector beside a matrix of one column: programs for arrays make a square of the two.
    pub(super) fn one_column(&self, matrix: Operand, vector: Operand) -> Diagnostic {
        let (first, second) =
            if matrix.span.start < vector.span.start { (matrix, vector) } else { (vector, matrix) };
        let message = format!(
            "`{}` ({}) and `{}` ({}) can't be added entry by entry: a vector is no matrix of one column",
            self.written(first),
            self.shape(first.whole),
            self.written(second),
            self.shape(second.whole),
        );
        let mut wrong = Diagnostic::error(&code::SHAPES_APART, first.span.to(second.span), message);
        if let Whole::Quantity(quantity) = self.arrays.whole(matrix.whole) {
            let quantity = self.arrays.quantity(*quantity);
            if quantity.role == Role::Leaf {
                wrong = wrong.help(format!(
                    "declare a vector, `{} in R^{}`",
                    quantity.name,
                    self.shape(vector.whole)
                ));
            }
        }
        let wrong = wrong.help("declare vectors as `x in R^n`: a vector is a column where it matters");
        self.with_places(wrong, &[matrix, vector])
    }

    /// A vector that could be added to each row and to each column.
    pub(super) fn two_biases(&self, matrix: Operand, vector: Operand, count: Size) -> Diagnostic {
        let (m, v) = (self.written(matrix), self.written(vector));
        let (n, bracketed) = (self.size(count), bracketed(v));
        // As it is added or subtracted; where the vector stands first, only what stands for it.
        let between = self.text.get(matrix.span.end as usize..vector.span.start as usize);
        let before = match between
            .and_then(|between| between.chars().rfind(|sign| matches!(sign, '+' | '-' | '−')))
        {
            Some(sign) => format!("write `{m} {sign} "),
            None => "in its place write `".to_owned(),
        };
        let message = format!(
            "`{v}` ({}) can be added to `{m}` ({}) in two ways",
            self.shape(vector.whole),
            self.shape(matrix.whole)
        );
        let wrong = Diagnostic::error(&code::TWO_ARRAY_READINGS, matrix.span.to(vector.span), message)
            .help(format!(
                "{before}ones({n})*{bracketed}^T` if it is one for each column, the same in each row"
            ))
            .help(format!("{before}{v}*ones({n})^T` if it is one for each row, the same in each column"));
        let wrong = match count {
            Size::Number(_) => wrong.help(
                "or name the sizes, `X in R^(N×d)`, `b in R^m`: then N and m are two sizes, though both are equal",
            ),
            Size::Letter(_) => wrong,
        };
        self.with_places(wrong, &[vector])
    }
}

/// A name as it is; anything else in brackets, unless it has some.
pub(super) fn bracketed(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_plain || closes_at_its_end(text) { text.to_owned() } else { format!("({text})") }
}

/// The transpose of what is written; of a transpose, what stands under it.
pub(super) fn transposed(text: &str) -> String {
    let inner = ["^T", ".T", "ᵀ", "^⊤", "⊤"].iter().find_map(|mark| text.strip_suffix(mark));
    match inner.map(str::trim_end).filter(|inner| bracketed(inner) == *inner) {
        Some(inner) => inner.to_owned(),
        None => format!("{}^T", bracketed(text)),
    }
}

/// Whether the bracket that begins a text, after the name of a function if it has one, is closed at its end: `(a + b)`,
/// `exp(z)`, and not `(a)*(b)`.
fn closes_at_its_end(text: &str) -> bool {
    let Some(open) = text.find('(') else { return false };
    if !text[..open].chars().all(|c| c.is_alphanumeric() || c == '_') {
        return false;
    }
    let mut depth = 0usize;
    for (at, sign) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + sign.len_utf8() == text.len();
        }
    }
    false
}
