//! Words that stand where a quantity may stand and are none: `det A`, `mean(X over rows)`, `mean each row X`.

use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Kind as Node};
use super::complaint::bracketed;
use super::reader::Reader;
use super::vocabulary::{MADE_OF_SIZES, is_constant};
use crate::expression::{Wrong, sum_over};
use crate::lexer::{Keyword, Kind};

/// Words for lines of a matrix.
const ROWS: &[&str] = &["row", "rows"];
const COLUMNS: &[&str] = &["column", "columns", "col", "cols"];

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
            (Some(word), _) if is_line(word) && !self.known_names.contains(word) && self.ends_argument(1) => {
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
        let of = words.clone().find(|word| self.known_names.contains(*word));
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

    /// `(y - z)'`: the transpose in MATLAB.
    pub(super) fn prime_behind(&self, base: &Expr) -> Wrong {
        let of = bracketed(&self.text[base.span.range()]);
        Diagnostic::error(&code::PRIME, base.span.to(self.here()), "a prime belongs to a function")
            .help(format!("write `{of}^T` for the transpose"))
            .into()
    }

    /// `x^T*Σ*x`: the name of a covariance is a sign here.
    pub(super) fn sign_of_sums(&self) -> Option<&'static str> {
        let is_sign = matches!(&self.text[self.here().range()], "Σ" | "∑");
        is_sign.then_some("`Σ` is the sign of sums: write `Sigma` for a matrix of this name")
    }

    /// `Σ(x[i] for i in 1..n)`, as it is printed.
    pub(super) fn is_sum_called(&self) -> bool {
        let next = self.tokens.get(self.at + 1).map(|token| token.kind);
        self.sign_of_sums().is_some() && next == Some(Kind::Open(b'('))
    }

    /// Refuses numbers side by side: `[1 2]` is a row in MATLAB.
    pub(super) fn no_numbers_side_by_side(&self, left: &Expr, right: &Expr) -> Result<(), Wrong> {
        let (Node::Number(_), Node::Number(_)) = (&*left.kind, &*right.kind) else { return Ok(()) };
        let [one, other] = [left, right].map(|number| &self.text[number.span.range()]);
        let message = format!("`{one} {other}` could be two entries or a product");
        Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, left.span.to(right.span), message)
            .help(format!("write commas between entries, `[{one}, {other}]`"))
            .help(format!("write `{one}*{other}` for the product"))
            .into())
    }

    /// Refuses words side by side of which nothing says what they are: `X over rows`.
    pub(super) fn no_loose_words(&self, left: &Expr, right: &Expr) -> Result<(), Wrong> {
        if let Node::Name(name) = &*left.kind
            && !self.known_names.contains(name)
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
        if let Some(product) = self.product_written_together(&name) {
            let (l, r) = if span == right.span { (l, product.as_str()) } else { (product.as_str(), r) };
            let message = format!("`{name}` could be a product, `{product}`, or a number of its own");
            return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `{l}*{r}` for the product"))
                .help(format!("declare it, `{name} in R`, if it is a number of its own"))
                .into());
        }
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
            && !self.known_names.contains(name)
            && !self.valued.contains(name)
            && !is_constant(name)
    }
}

/// Whether a word is one for lines of a matrix.
fn is_line(word: &str) -> bool {
    ROWS.contains(&word) || COLUMNS.contains(&word)
}
