//! Words that stand where a quantity may stand and are none: `det A`, `mean(X over rows)`, `mean each row X`.

use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::{self, Arity};

use super::ast::{Expr, Kind as Node};
use super::reader::{MADE_OF_SIZES, Reader};
use crate::expression::{Wrong, sum_over};
use crate::lexer::{Keyword, Kind, is_spelled_greek};

/// Words for lines of a matrix.
const ROWS: &[&str] = &["row", "rows"];
const COLUMNS: &[&str] = &["column", "columns", "col", "cols"];

/// Whether a name is that of a number, or of the identity, and so stands alone.
pub(super) fn is_constant(name: &str) -> bool {
    name == "I"
        || is_spelled_greek(name)
        || function::find(name).is_some_and(|row| row.arity == Arity::Exactly(0))
}

impl Reader<'_> {
    /// `each row`; what is written for it is refused with both readings.
    pub(super) fn each_line(&mut self) -> Result<Option<Over>, Wrong> {
        let (first, second) = (self.word_at(self.at), self.word_at(self.at + 1));
        let over = match (first, second) {
            (Some("each"), Some("row")) => Over::EachRow,
            (Some("each"), Some("column")) => Over::EachColumn,
            (Some("each" | "every" | "per" | "along" | "over"), Some(word)) if is_line(word) => {
                let span = self.here().to(self.tokens[self.at + 1].span);
                return Err(self.two_lines(span));
            }
            (Some(word), _) if is_line(word) && !self.known.contains(word) && self.ends_argument(1) => {
                return Err(self.two_lines(self.here()));
            }
            (_, _) if self.peek() == Some(Kind::Keyword(Keyword::By)) && second.is_some_and(is_line) => {
                let span = self.here().to(self.tokens[self.at + 1].span);
                return Err(self.two_lines(span));
            }
            (_, _) => return Ok(None),
        };
        self.at += 2;
        Ok(Some(over))
    }

    fn word_at(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at)?.kind {
            Kind::Name(id) => Some(self.names.text(id)),
            _ => None,
        }
    }

    fn ends_argument(&self, further: usize) -> bool {
        matches!(self.kind_at(further), Some(Kind::Close(_) | Kind::Comma))
    }

    /// `rows`: each row, or the rows taken together.
    fn two_lines(&self, span: Span) -> Wrong {
        let message =
            format!("`{}` could be a number for each row, or one for each column", &self.text[span.range()]);
        Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
            .help("write `each row` for one number a row, as `axis=1` does")
            .help("write `each column` for one number a column, in which the rows are taken together, as `axis=0` does")
            .into()
    }

    /// `det A`: a function without its argument.
    pub(super) fn no_argument(&self, name: &str, span: Span) -> Wrong {
        let message = format!("`{name}` is a function, and nothing says of what it is taken");
        // `sum over rows of X`: of what it is meant, some words further.
        let words = (self.at..self.at + 6).filter_map(|at| self.word_at(at));
        let of = words.clone().find(|word| self.known.contains(*word));
        let mut argument = match self.peek() {
            Some(Kind::Number) => self.text[self.here().range()].to_owned(),
            _ if MADE_OF_SIZES.contains(&name) => "n".to_owned(),
            _ => of.unwrap_or("x").to_owned(),
        };
        if let (Some("each"), Some(line @ ("row" | "column"))) =
            (self.word_at(self.at), self.word_at(self.at + 1))
        {
            argument = format!("{}, each {line}", of.unwrap_or("X"));
        } else if words.clone().any(is_line) {
            let of = of.unwrap_or("X");
            let message = format!("`{name}` of lines could be a number for each row, or one for each column");
            return Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `{name}({of}, each row)` for one number a row, as `axis=1` does"))
                .help(format!("write `{name}({of}, each column)` for one number a column, as `axis=0` does"))
                .into();
        }
        Diagnostic::error(&code::NOT_A_FUNCTION, span, message)
            .help(format!("write `{name}({argument})`"))
            .help(format!("declare it, `{name} in R`, if it is a quantity"))
            .into()
    }

    /// Refuses words side by side of which nothing says what they are: `X over rows`.
    pub(super) fn no_loose_words(&self, left: &Expr, right: &Expr) -> Result<(), Wrong> {
        if let Node::Name(name) = &*left.kind
            && !self.known.contains(name)
            && let Some(wrong) = sum_over(name, left.span)
        {
            return Err(wrong.into());
        }
        let loose = |expr: &Expr| match &*expr.kind {
            Node::Name(name) if self.is_loose(name) => Some((name.clone(), expr.span)),
            _ => None,
        };
        let Some((name, span)) = loose(right).or_else(|| loose(left)) else { return Ok(()) };
        let next = self.word_at(self.at);
        if matches!(name.as_str(), "over" | "along" | "per" | "across" | "each" | "every")
            && let Some(line) = next.filter(|next| is_line(next))
        {
            let span = span.to(self.here());
            let of = &self.text[left.span.range()];
            let written = |line: &str| match of.strip_suffix(')') {
                Some(call) if matches!(&*left.kind, Node::Call { .. }) => format!("{call}, each {line})"),
                Some(_) | None => format!("{of}, each {line}"),
            };
            let message = format!("`{name} {line}` could be a number for each row, or one for each column");
            return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `{}` for one number a row, as `axis=1` does", written("row")))
                .help(format!(
                    "write `{}` for one number a column, in which the rows are taken together, as `axis=0` does",
                    written("column")
                ))
                .into());
        }
        let (l, r) = (&self.text[left.span.range()], &self.text[right.span.range()]);
        let message = format!("nothing says what `{name}` is: `{l} {r}` would be a product");
        if matches!(name.as_str(), "where" | "when" | "with" | "if" | "using")
            && matches!(self.kind_at(0), Some(Kind::Relation(_) | Kind::Name(_)))
            && matches!(self.kind_at(usize::from(next.is_some())), Some(Kind::Relation(_)))
        {
            return Err(Diagnostic::error(&code::EXPECTED, span, message)
                .help("give values on a line of their own, `given x = [1, 2, 3]`")
                .into());
        }
        Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message)
            .help(format!("write `{l}*{r}` if `{name}` is a number of its own"))
            .help(format!("declare it, `{name} in R`, or give it a value, `given {name} = 1`"))
            .into())
    }

    /// Whether a name is a word of several letters that the worksheet says nothing of.
    fn is_loose(&self, name: &str) -> bool {
        name.len() > 1
            && name.chars().all(|c| c.is_ascii_alphabetic())
            && !self.known.contains(name)
            && !self.valued.contains(name)
            && !is_constant(name)
    }
}

/// Whether a word is one for lines of a matrix.
fn is_line(word: &str) -> bool {
    ROWS.contains(&word) || COLUMNS.contains(&word)
}

/// What is written for words of other languages.
pub(super) fn spread_of(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "var" | "variance" => &[
            "write `mean((x - mean(x))^2)`, divided by n as NumPy does",
            "write `sum((x - mean(x))^2)/(n - 1)`, as PyTorch, MATLAB and R do",
        ],
        "std" | "stdev" | "sd" => &[
            "write `sqrt(mean((x - mean(x))^2))`, divided by n as NumPy does",
            "write `sqrt(sum((x - mean(x))^2)/(n - 1))`, as PyTorch, MATLAB and R do",
        ],
        "argmax" | "argmin" => &["write `largest(x)`: 1 at the largest entry and 0 elsewhere"],
        "eye" | "identity" => &["write `I(n)`"],
        "transpose" | "t" => &["write `X^T`"],
        "kron" => &["it takes two matrices, or two vectors: `kron(A, B)`"],
        "vec" => &["it takes a matrix, whose columns it puts below each other: `vec(A)`"],
        "reshape" | "view" => &[
            "write the entries, by rows as NumPy and PyTorch have them: `Y[i,j] = x[3*i+j-3] for i in 1..2, j in 1..3`",
            "or by columns, as MATLAB and R do: `Y[i,j] = x[i+2*j-2] for i in 1..2, j in 1..3`",
        ],
        "inner" | "vdot" | "inner_product" => &["write `x^T*y`"],
        "matmul" | "mm" => &["write `A*B`"],
        "rowsum" | "rowSums" | "rowsums" => &["write `sum(X, each row)`"],
        "colsum" | "colSums" | "colsums" => &["write `sum(X, each column)`"],
        "rowMeans" => &["write `mean(X, each row)`"],
        "colMeans" => &["write `mean(X, each column)`"],
        "len" | "length" | "numel" | "size" | "shape" => {
            &["write the letter of the size, as in `x in R^n`: `sum(x)/n`"]
        }
        "reduce_mean" => &["write `mean(X)`, or `mean(X, each column)`"],
        "reduce_sum" => &["write `sum(X)`, or `sum(X, each column)`"],
        "cross" => {
            &["write its entries: `[x[2]*y[3] - x[3]*y[2], x[3]*y[1] - x[1]*y[3], x[1]*y[2] - x[2]*y[1]]`"]
        }
        "concat" | "concatenate" | "cat" | "stack" | "vstack" | "hstack" => {
            &["give each part its own matrix: `W*h + U*x` for a matrix times `h` and `x` below each other"]
        }
        "solve" => &["write `A^-1*b` for the solution of `A*x = b`"],
        "cumsum" => {
            &["write `s[i] = sum(L[i,j]*x[j] for j in 1..n) for i in 1..n` with a matrix L of 1 and 0"]
        }
        _ => return None,
    })
}
